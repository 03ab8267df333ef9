#!/usr/bin/env python3
"""How well statements are read: joko beside GiNZA, on the rows of corpus/statements.toml.

usage: benches/statements.py [JOKO]      (default: target/debug/joko)

Each row is a predicate with who does it, whether it is denied and how bindingly it is said. A predicate is found if a statement of the
same sentence has it; polarity and modality are counted over all rows and agents over the rows that name one, so a predicate that is not
found is wrong in each. An agent is right if it is the gold one or the head of it (乙 of 甲及び乙).
GiNZA (pip install ginza ja-ginza) gives dependencies, from which agents are taken by the usual rules: nsubj of the predicate, or of
the clause that it depends on. It says nothing of modality. Where it is not installed, only joko is measured.
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import tomllib
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parent.parent
# Whoever the sentences call 甲 and 乙 must be a party, as in the contracts that they come from.
PREAMBLE = "株式会社東（以下「甲」という。）と株式会社西（以下「乙」という。）とは、次のとおり契約する。\n\n第1条（定め）\n"


def folded(words):
    return unicodedata.normalize("NFKC", words).strip()


MODALITIES = {"option": "optional", "later": "deferred"}


def bare(agent):
    """An agent without what only marks it."""
    agent = folded(agent)
    for end in ("自ら", "自身", "側", "双方"):
        agent = agent.removesuffix(end)
    return agent


def by_joko(joko, texts):
    """For each sentence its statements: predicate, agent, negated, modality."""
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "sentences.txt")
        file.write_text(PREAMBLE + "".join(f"{at + 1}　{text}\n" for at, text in enumerate(texts)))
        run = lambda *stage: subprocess.run(
            [joko, "inspect", str(file), "--stage", *stage], capture_output=True, text=True, check=True
        ).stdout
        whole = run("text")
        statements = json.loads(run("statements", "--format", "json"))
    spans, at = [], 0
    for text in texts:
        start = whole.find(folded(text), at)
        if start < 0:
            sys.exit(f"joko's text does not hold: {text}")
        at = start + len(folded(text))
        spans.append((start, at))
    found = [[] for _ in texts]
    for statement in statements:
        home = next((i for i, (start, end) in enumerate(spans) if start <= statement["end"] - 1 < end), None)
        if home is None or statement["kind"] not in ("main", "condition", "content", "purpose"):
            continue
        agents = {argument["case"]: argument["head"] for argument in reversed(statement["arguments"])}
        agent = agents.get("ga") or agents.get("topic") or ""
        found[home].append((statement["predicate"], agent, statement["negated"], MODALITIES.get(statement["modality"], statement["modality"])))
    return found


def by_ginza(texts):
    """The same from GiNZA's dependencies; None where it is not installed."""
    try:
        import spacy

        nlp = spacy.load("ja_ginza")
    except (ImportError, OSError):
        return None
    found = []
    for text in texts:
        rows = []
        for token in nlp(folded(text)):
            auxiliaries = [child.lemma_ for child in token.children if child.dep_ in ("aux", "fixed")]
            verbal = token.pos_ in ("VERB", "ADJ") or "する" in auxiliaries
            if not verbal or token.dep_ == "acl":
                continue
            predicate = token.lemma_ + ("する" if token.pos_ == "NOUN" or token.tag_.endswith("サ変可能") else "")
            passive = any(lemma in ("れる", "られる") for lemma in auxiliaries)
            rows.append((predicate, agent_of(token, passive), any(a in ("ない", "ぬ", "ず", "ん") for a in auxiliaries), None))
        found.append(rows)
    return found


def agent_of(token, passive):
    seen = 0
    while seen < 8:
        wanted = ("obl",) if passive and seen == 0 else ("nsubj",)
        for child in token.children:
            if child.dep_ in wanted:
                return "".join(part.text for part in child.subtree if part.i <= child.i and part.dep_ in ("compound", "nsubj", "obl"))
        if token.head is token:
            break
        token, seen = token.head, seen + 1
    return ""


def same_agent(gold, agent):
    gold, agent = bare(gold), bare(agent)
    return gold == agent or bool(agent) and gold.endswith(agent)


def score(sentences, found):
    rows = right = agents = polarities = modalities = named = 0
    for sentence, statements in zip(sentences, found):
        left = list(statements)
        for row in sentence["statement"]:
            rows += 1
            named += bool(row["agent"])
            same = [statement for statement in left if statement[0] == row["predicate"]]
            if not same:
                continue
            statement = max(same, key=lambda one: (same_agent(row["agent"], one[1]), one[2] == row["negated"]))
            left.remove(statement)
            right += 1
            agents += bool(row["agent"]) and same_agent(row["agent"], statement[1])
            polarities += statement[2] == row["negated"]
            modalities += statement[3] == row["modality"]
    return (rows, right), (named, agents), (rows, polarities), (rows, modalities)


def main():
    joko = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "target/debug/joko")
    sentences = tomllib.loads((ROOT / "corpus/statements.toml").read_text())["sentence"]
    texts = [sentence["text"] for sentence in sentences]
    print(f"{len(texts)} sentences")
    print(f"{'':8}{'rows':>6}{'predicate':>12}{'agent':>9}{'polarity':>10}{'modality':>10}")
    for name, found in (("joko", by_joko(joko, texts)), ("GiNZA", by_ginza(texts))):
        if found is None:
            print(f"{name:8}not installed, skipped")
            continue
        counts = score(sentences, found)
        rows = counts[0][0]
        shares = [f"{count / of:.1%}" for of, count in counts]
        if name == "GiNZA":
            shares[3] = "–"
        print(f"{name:8}{rows:>6}{shares[0]:>12}{shares[1]:>9}{shares[2]:>10}{shares[3]:>10}")


if __name__ == "__main__":
    main()
