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

static DENIAL: LazyLock<Regex> = LazyLock::new(|| {
    sound(
        "(?:ない|ません)(?:ものとする|ものとします|こととする|こととします)?。?$|(?:せず|さず|らず|かず|けず|ないものとし|ないこととし)、",
    )
});

/// Whether a sentence says that something is not, or is not done.
pub(super) fn denies(sentence: &str) -> bool {
    DENIAL.is_match(sentence) && !sentence.contains("なければならない") && !sentence.contains("なければなりません")
}

static COLLECTED: LazyLock<Regex> =
    LazyLock::new(|| sound("(?:収納|請求|回収|徴収|領収|受領|集金|受付|受け付け|受理)した|受け取った"));

/// Whether a sentence says what `party` does with what it has collected or taken: nothing, where it does not take it.
pub(super) fn goes_on_from(sentence: &str, party: &str) -> bool {
    sentence.starts_with(&format!("{party}は、")) && COLLECTED.is_match(sentence)
}

const EFFORTS: &str = "努める|努力する|心掛ける|心がける|心掛けます|心がけます|配慮する|努めます|努力します|配慮します";
const DUTIES: &str = "ものとする|ものとします|ものとし|こととする|こととします|こととし";

/// 確認できるよう努める → 確認できるようにする
static POTENTIAL: LazyLock<Regex> = LazyLock::new(|| {
    sound(&format!("((?:できる|られる|える|ある|ない|のない)よう)(?:に)?、?[^、。]{{0,24}}?(?:{EFFORTS})({DUTIES})?$"))
});
/// 対応するよう努める → 対応する
static STRIVEN: LazyLock<Regex> =
    LazyLock::new(|| sound(&format!("([うくすつぬむるぐぶ])よう(?:に)?、?[^、。]{{0,24}}?(?:{EFFORTS})({DUTIES})?$")));
/// 掲載に努める → 掲載を行う
static STRIVING: LazyLock<Regex> = LazyLock::new(|| {
    sound(&format!(
        "([\\p{{Han}}\\p{{Katakana}}ー])に(?:最大限|極力|鋭意)?(?:努める|努めます|努力する|努力します|尽力する)({DUTIES})?$"
    ))
});
/// 表示することができる → 表示するものとする
static OPTION: LazyLock<Regex> =
    LazyLock::new(|| sound(&format!("([うくすつぬむるぐぶ])こと(?:が|も)でき(?:る|ます)({DUTIES})?$")));
/// What leaves it to somebody's discretion whether an option is used.
static DISCRETION: LazyLock<Regex> = LazyLock::new(|| {
    sound(
        "(?:(?:そのように)?(?:欲する|希望する|必要と認める|適当と認める|適当と考える)(?:とき|場合)(?:に)?は、|必要に応じ(?:て)?、?|任意に、?|適宜、?)",
    )
});

fn sound(expression: &str) -> Regex {
    Regex::new(expression).expect("the expression is sound")
}

/// What makes the words of `evidence` binding, where only their end stands in the way.
pub(super) fn trimmed(report: &Report, evidence: &Evidence, polite: bool) -> Option<Change> {
    let sentence = sentence(report, evidence)?;
    let words = report.text.get(sentence);
    let end = words.trim_end_matches('。').len();
    let clause = evidence.span.end.saturating_sub(sentence.start).min(end);
    // The weak end may be that of the clause, or of a later one of the sentence.
    [clause, end].into_iter().find_map(|end| {
        let words = words.get(..end)?;
        let new = binding(words, evidence.weakness?, polite)?;
        Some(difference(Span::new(sentence.start, sentence.start + end), words, &new))
    })
}

/// `words`, which end as a clause does, made binding.
fn binding(words: &str, weakness: Weakness, polite: bool) -> Option<String> {
    let duty = if polite { "ものとします" } else { "ものとする" };
    let kept = |found: &regex::Captures<'_>| found.get(2).map_or(duty, |duty| duty.as_str()).to_owned();
    let head = |found: &regex::Captures<'_>| Some(words.get(..found.get(1)?.end())?.to_owned());
    match weakness {
        Weakness::Effort => {
            if let Some(found) = STRIVING.captures(words) {
                Some(head(&found)? + "を行う" + &kept(&found))
            } else if let Some(found) = POTENTIAL.captures(words) {
                Some(head(&found)? + "にする" + &kept(&found))
            } else {
                let found = STRIVEN.captures(words)?;
                Some(head(&found)? + &kept(&found))
            }
        }
        Weakness::Optional => {
            let found = OPTION.captures(words)?;
            Some(DISCRETION.replace_all(&head(&found)?, "").into_owned() + &kept(&found))
        }
        Weakness::Deferred | Weakness::Exception | Weakness::Dangling => None,
    }
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
    let words = report.text.get(sentence);
    let bare = words.trim_end_matches('。').len();
    let last = kept.iter().filter(|span| sentence.contains(**span) && span.end <= evidence.span.start).max();
    // 「…負うが、…応じない」: what stands before が stands by itself.
    let head = words.get(..evidence.span.start - sentence.start).unwrap_or_default();
    let turns = last.is_none() && JOINS.iter().any(|(join, _)| join.ends_with("が、") && head.ends_with(join));
    let from = match last {
        Some(last) => last.end.saturating_sub(sentence.start + 12),
        None if turns => head.len().saturating_sub(12),
        None => return None,
    };
    // 「…するが」 may end what provides, and 「、」 begin what takes it back.
    let upto = (evidence.span.start - sentence.start + '、'.len_utf8()).min(bare);
    let joins = JOINS.iter().filter_map(|(join, end)| {
        let at = words.get(..upto)?.rfind(join)?;
        (at + join.len() > from).then_some((at, *join, *end))
    });
    let (at, _, end) = joins.max_by_key(|(at, join, _)| (at + join.len(), join.len()))?;
    let end = if polite && end == "する" {
        "します"
    } else if polite && end.ends_with("ものとする") {
        "ものとします"
    } else {
        end
    };
    let new = words.get(..at)?.to_owned() + end;
    Some(difference(Span::new(sentence.start, sentence.start + bare), words.get(..bare)?, &new))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn efforts_and_options_become_duties() {
        let effort = |words| binding(words, Weakness::Effort, false);
        assert_eq!(
            effort("乙が対応するよう、合理的な範囲で努力するものとする").as_deref(),
            Some("乙が対応するものとする")
        );
        assert_eq!(effort("ホームページへの掲載に努める").as_deref(), Some("ホームページへの掲載を行うものとする"));
        assert_eq!(
            effort("いつでも閲覧できるよう努めるものとし").as_deref(),
            Some("いつでも閲覧できるようにするものとし")
        );
        assert_eq!(effort("別途定める"), None);
        let option = binding("乙は、必要に応じて社名を表示することができます", Weakness::Optional, true);
        assert_eq!(option.as_deref(), Some("乙は、社名を表示するものとします"));
    }
}
