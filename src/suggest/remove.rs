//! The words that must go: what opposes a clause, what makes it an effort or an option, and exceptions that hollow it out.

use std::sync::LazyLock;

use regex::Regex;

use crate::contract::UnitId;
use crate::report::Report;
use crate::span::Span;
use crate::verdict::{Evidence, Weakness};

/// Words and what takes their place, in the normalised text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub words: Span,
    pub with: String,
}

/// The sentence that holds the words of `evidence`, its full stop included; a cell of a table where it stands in one.
pub(super) fn sentence(report: &Report, evidence: &Evidence) -> Option<Span> {
    let at = evidence.span.start;
    let cells = report.contract.tables.iter().flat_map(|table| table.rows.iter().flatten());
    if let Some(cell) = cells.filter(|cell| !cell.is_empty()).find(|cell| cell.start <= at && at < cell.end) {
        return Some(*cell);
    }
    sentences(report, evidence.unit).into_iter().find(|sentence| sentence.start <= at && at < sentence.end)
}

/// The sentences of a unit's own text.
pub(super) fn sentences(report: &Report, unit: UnitId) -> Vec<Span> {
    let mut found = Vec::new();
    for line in &report.contract.unit(unit).body {
        let words = report.text.get(*line);
        let (mut start, mut depth) = (0, 0_i32);
        for (at, sign) in words.char_indices() {
            match sign {
                '(' | '「' | '『' => depth += 1,
                ')' | '」' | '』' => depth -= 1,
                '。' if depth <= 0 => {
                    let end = at + sign.len_utf8();
                    found.push(Span::new(line.start + start, line.start + end));
                    start = end;
                }
                _ => {}
            }
        }
        if words.get(start..).is_some_and(|rest| !rest.trim().is_empty()) {
            found.push(Span::new(line.start + start, line.end));
        }
    }
    found
}

/// The sentences right behind `sentence` that only go on from it, and mean nothing without it.
pub(super) fn that_go_on(report: &Report, unit: UnitId, sentence: Span) -> Vec<Span> {
    const ON: [&str; 9] = ["ただし", "但し", "この場合", "その", "当該", "なお、その", "これ", "かかる", "もっとも"];
    let goes_on = |span: &Span| ON.iter().any(|word| report.text.get(*span).starts_with(word));
    sentences(report, unit).into_iter().filter(|other| other.start >= sentence.end).take_while(goes_on).collect()
}

const EFFORTS: &str = "努める|努力する|心掛ける|心がける|心掛けます|心がけます|配慮する|努めます|努力します|配慮します";
const DUTIES: &str = "ものとする|ものとします|こととする|こととします";

static POTENTIAL: LazyLock<Regex> =
    LazyLock::new(|| sound(&format!("(できる|られる|える|ある|ない)よう(?:に)?、?[^、。]{{0,24}}?(?:{EFFORTS})({DUTIES})?$")));
static STRIVEN: LazyLock<Regex> =
    LazyLock::new(|| sound(&format!("([うくすつぬむるぐぶ])よう(?:に)?、?[^、。]{{0,24}}?(?:{EFFORTS})({DUTIES})?$")));
static STRIVING: LazyLock<Regex> = LazyLock::new(|| {
    sound(&format!("([\\p{{Han}}\\p{{Katakana}}ー])に(?:最大限|極力|鋭意)?(?:努める|努めます|努力する|努力します|尽力する)({DUTIES})?$"))
});
static OPTION: LazyLock<Regex> = LazyLock::new(|| {
    sound(&format!("([うくすつぬむるぐぶ])こと(?:が|も)でき(?:る|ます)({DUTIES})?$"))
});

fn sound(expression: &str) -> Regex {
    Regex::new(expression).expect("the expression is sound")
}

/// What makes the words of `evidence` binding, where only their end stands in the way.
pub(super) fn trimmed(report: &Report, evidence: &Evidence, polite: bool) -> Option<Change> {
    let sentence = sentence(report, evidence)?;
    let words = report.text.get(sentence);
    let end = words.trim_end_matches('。').len();
    // The weak end of the sentence may be that of a later clause of it.
    let words = words.get(..end)?;
    let duty = if polite { "ものとします" } else { "ものとする" };
    let kept = |found: &regex::Captures<'_>| found.get(2).map_or(duty, |duty| duty.as_str()).to_owned();
    let new = match evidence.weakness? {
        Weakness::Effort => {
            if let Some(found) = POTENTIAL.captures(words) {
                words.get(..found.get(1)?.end())?.to_owned() + "ようにする" + &kept(&found)
            } else if let Some(found) = STRIVEN.captures(words) {
                words.get(..found.get(1)?.end())?.to_owned() + &kept(&found)
            } else {
                let found = STRIVING.captures(words)?;
                words.get(..found.get(1)?.end())?.to_owned() + "を行う" + &kept(&found)
            }
        }
        Weakness::Optional => {
            let found = OPTION.captures(words)?;
            words.get(..found.get(1)?.end())?.to_owned() + &kept(&found)
        }
        Weakness::Deferred | Weakness::Exception | Weakness::Dangling => return None,
    };
    Some(difference(Span::new(sentence.start, sentence.start + end), words, &new))
}

/// The least that makes `new` of `old`, which stands at `at`.
fn difference(at: Span, old: &str, new: &str) -> Change {
    let prefix: usize = old.chars().zip(new.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let (rest, more) = (old.get(prefix..).unwrap_or_default(), new.get(prefix..).unwrap_or_default());
    let suffix: usize =
        rest.chars().rev().zip(more.chars().rev()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let with = more.get(..more.len() - suffix).unwrap_or_default().to_owned();
    Change { words: Span::new(at.start + prefix, at.end - suffix), with }
}

/// How clauses end that another clause follows, and how they end alone. The longest comes first.
const JOINS: [(&str, &str); 14] = [
    ("ものとし、", "ものとする"),
    ("ものとするが、", "ものとする"),
    ("ものとしますが、", "ものとします"),
    ("とするが、", "とする"),
    ("するが、", "する"),
    ("しますが、", "します"),
    ("うが、", "う"),
    ("ますが、", "ます"),
    ("行い、", "行う"),
    ("負い、", "負う"),
    ("とし、", "とする"),
    ("るが、", "る"),
    ("し、", "する"),
    ("するものの、", "する"),
];

/// The clause of a sentence that opposes, where the clauses before it provide something: `kept` are their words.
pub(super) fn clause(report: &Report, evidence: &Evidence, kept: &[Span], polite: bool) -> Option<Change> {
    let sentence = sentence(report, evidence)?;
    let last = kept.iter().filter(|span| sentence.contains(**span) && span.end <= evidence.span.start).max()?;
    let words = report.text.get(sentence);
    let bare = words.trim_end_matches('。').len();
    let from = last.end.saturating_sub(sentence.start + 12);
    // 「…するが」 may end what provides, and 「、」 begin what takes it back.
    let upto = (evidence.span.start - sentence.start + '、'.len_utf8()).min(bare);
    let joins = JOINS.iter().filter_map(|(join, end)| {
        let at = words.get(..upto)?.rfind(join)?;
        (at + join.len() > from).then_some((at, *join, *end))
    });
    let (at, _, end) = joins.max_by_key(|(at, join, _)| (at + join.len(), join.len()))?;
    let end = if polite && end == "する" { "します" } else if polite && end.ends_with("ものとする") { "ものとします" } else { end };
    let new = words.get(..at)?.to_owned() + end;
    Some(difference(Span::new(sentence.start, sentence.start + bare), words.get(..bare)?, &new))
}
