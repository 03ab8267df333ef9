#!/usr/bin/env python3
"""What comes out of PDFs: joko beside pdftotext, mutool and PDFium, on forms of contracts whose text is known.

    benches/extraction.py JOKO [--forms DIR] [--rounds N] [--timing FORM,…] [ID…]

DIR (corpus/forms) holds <form>/<id>.pdf as corpus/make-forms.py makes them. Prints two tables in Markdown:

- Characters that came out right, in reading order: the length of the text less the edit distance, over that length, all files of a form
  together. White space does not count, nor the signs between the cells of a table written as lines; characters are NFKC, radicals the
  ideographs that they stand for, and dashes and tildes of different code points are the same. Lines that hold a page number alone are
  taken out of every program's output, because joko sets them aside. Blind contracts are measured with the others and never shown.
- CPU time (user and system) of the whole process, joko's `inspect --stage text` and `pdftotext` on the same file in turn, N rounds: the
  medians over the files, and the median of the pairs' ratios, which other work on the machine disturbs least. JOKO should be a
  release build.

Needs pdftotext (with poppler-data, for fonts that are not embedded), mutool and pypdfium2 (PyPI); what is not there has no column.
"""

import argparse
import importlib.util
import os
import re
import shutil
import statistics
import subprocess
import sys
import unicodedata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAME = str.maketrans({**{dash: "-" for dash in "‐‑‒–—―─━−﹣ｰ"}, "〜": "~", "～": "~", "‖": "∥", "\\": "¥"})


def spec_of(name, path):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


forms = spec_of("forms", ROOT / "corpus/make-forms.py")


def folded(text):
    lines = (line for line in text.splitlines() if not re.fullmatch(r"\s*[-－]\s*[0-9０-９]+\s*[-－]\s*", line))
    text = unicodedata.normalize("NFKC", "".join(lines)).translate(SAME)
    return re.sub(r"[\s/|\x00-\x1f]", "", text)


def written(contract, form):
    """The text as the form shows it."""
    text = "\n".join(contract.lines)
    return folded(forms.plainer(text) if form in ("sjis-pdf", "ucs2-pdf") else text)


def distance(one, two):
    """Edit distance, by bit-parallel columns (Myers 1999, Hyyrö 2003) on Python's long integers."""
    start = len(os.path.commonprefix([one, two]))
    one, two = one[start:], two[start:]
    end = len(os.path.commonprefix([one[::-1], two[::-1]]))
    one, two = one[: len(one) - end], two[: len(two) - end]
    if not one or not two:
        return len(one) + len(two)
    places = {}
    for at, char in enumerate(one):
        places[char] = places.get(char, 0) | 1 << at
    mask, last = (1 << len(one)) - 1, 1 << len(one) - 1
    more, less, score = mask, 0, len(one)
    for char in two:
        match = places.get(char, 0)
        zero = (((match & more) + more) ^ more) | match | less
        up, down = less | ~(zero | more) & mask, more & zero
        score += bool(up & last) - bool(down & last)
        up = up << 1 | 1
        more, less = (down << 1 | ~(zero | up)) & mask, up & zero & mask
    return score


def output(*command):
    done = subprocess.run(command, capture_output=True, timeout=120)
    return done.stdout.decode("utf-8", "replace")


def pdfium(file):
    import pypdfium2

    document = pypdfium2.PdfDocument(file)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def programs(joko):
    known = {"joko": lambda file: output(joko, "inspect", "--stage", "text", file)}
    if shutil.which("pdftotext"):
        known["pdftotext"] = lambda file: output("pdftotext", file, "-")
    if shutil.which("mutool"):
        known["mutool"] = lambda file: output("mutool", "draw", "-q", "-F", "text", file)
    if importlib.util.find_spec("pypdfium2"):
        known["PDFium"] = pdfium
    return known


def accuracy(files, joko):
    known = programs(joko)
    print("| form | files | " + " | ".join(known) + " |\n|---|--:|" + "--:|" * len(known))
    for form, paths in files.items():
        right, length = dict.fromkeys(known, 0), 0
        for path in paths:
            text = written(forms.Contract(ROOT / f"corpus/contracts/{path.stem}.txt"), form)
            length += len(text)
            for name, read in known.items():
                right[name] += max(0, len(text) - distance(text, folded(read(str(path)))))
        print(f"| {form} | {len(paths)} | " + " | ".join(f"{right[name] / length * 100:.2f} %" for name in known) + " |", flush=True)


def cpu(*command):
    """Milliseconds that the process takes, and its peak memory in MB."""
    pid = os.posix_spawnp(command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
    usage = os.wait4(pid, 0)[2]
    return (usage.ru_utime + usage.ru_stime) * 1000, usage.ru_maxrss / 1024


def timing(files, joko, rounds):
    print("\n| form | files | joko | pdftotext | ratio | joko's peak |\n|---|--:|--:|--:|--:|--:|")
    for form, paths in files.items():
        ours, theirs, ratios, peak = [], [], [], 0
        for path in map(str, paths):
            for _ in range(rounds):
                (mine, memory), (other, _) = cpu(joko, "inspect", "--stage", "text", path), cpu("pdftotext", path, "-")
                ours.append(mine)
                theirs.append(other)
                ratios.append(mine / max(other, 0.1))
                peak = max(peak, memory)
        middle = [statistics.median(values) for values in (ours, theirs, ratios)]
        print(f"| {form} | {len(paths)} | {middle[0]:.1f} ms | {middle[1]:.1f} ms | {middle[2]:.2f} | {peak:.0f} MB |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("joko")
    parser.add_argument("ids", nargs="*", metavar="ID")
    parser.add_argument("--forms", type=Path, default=ROOT / "corpus/forms")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--timing", default="lo,chromium,sjis-pdf", help="forms to take the time of, with commas; none: no times")
    args = parser.parse_args()
    files = {}
    for folder in sorted(args.forms.iterdir()):
        paths = sorted(path for path in folder.glob("*.pdf") if not args.ids or path.stem in args.ids)
        # A scan has no characters to extract.
        if paths and not folder.name.startswith("scan"):
            files[folder.name] = paths
    accuracy(files, args.joko)
    timed = {form: files[form] for form in args.timing.split(",") if form in files}
    if timed and shutil.which("pdftotext"):
        timing(timed, args.joko, args.rounds)


if __name__ == "__main__":
    sys.exit(main())
