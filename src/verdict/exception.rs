//! Exceptions that hollow a provision out: ただし書 in the same unit, and later provisions that set the former aside, where they
//! leave the matter to a party's discretion. Narrow ones (天災, 法令, the user's own request) leave it whole.

use super::judge::Bench;
use crate::contract::UnitId;
use crate::pattern::Finding;
use crate::span::Span;

/// An exception in force against a finding.
pub(super) struct Exception {
    pub unit: UnitId,
    pub span: Span,
}

/// Words that set a provision aside.
const SETS_ASIDE: [&str; 24] = [
    "この限りでな",
    "この限りではな",
    "この限りではありません",
    "この限りでありません",
    "適用しない",
    "適用しません",
    "適用されない",
    "よらない",
    "よらず",
    "従わない",
    "妨げない",
    "妨げません",
    "除く",
    "除外",
    "省くことができ",
    "取りやめることができ",
    "取り下げ",
    "見合わせ",
    "しないことができ",
    "回すことができ",
    "限りではない",
    "停止することができる",
    "省略することができる",
    "代えることができる",
];

/// Words that leave it to a party's discretion.
const DISCRETION: [&str; 39] = [
    "必要と認め",
    "適当と認め",
    "必要と判断",
    "相当と判断",
    "相当と認め",
    "不適当と",
    "判断したとき",
    "判断した場合",
    "判断する場合",
    "判断により",
    "裁量",
    "任意に",
    "都合により",
    "都合に",
    "特段の事情",
    "特別の事情",
    "特に必要",
    "業務上必要",
    "営業上",
    "適しないと認め",
    "合理的と認め",
    "協議のうえ",
    "協議の上",
    "協議により",
    "認めたとき",
    "認める場合",
    "認めた場合",
    "認めるとき",
    "別段の指示",
    "申し入れた",
    "不要と認め",
    "適当と考え",
    "適当と判断",
    "必要と考え",
    "不要と考え",
    "不適当と判断",
    "支障があると認め",
    "不要と判断",
    "判断するとき",
];

/// The broad exception against `finding`, if there is one.
pub(super) fn broad(bench: &Bench<'_>, finding: &Finding) -> Option<Exception> {
    let sentence = bench.sentences.iter().position(|sentence| sentence.span.contains(finding.span))?;
    let later = || remainder(bench, sentence, finding);
    later().or_else(|| proviso(bench, sentence)).or_else(|| set_aside_elsewhere(bench, finding))
}

/// 「…するものとするが、甲が適当と認めるときはこの限りでない」: what the sentence itself goes on to say.
fn remainder(bench: &Bench<'_>, at: usize, finding: &Finding) -> Option<Exception> {
    let here = bench.sentences.get(at)?;
    let rest = Span::new(finding.span.end, here.span.end);
    let words = bench.norm.get(rest.range())?;
    let turns = words.starts_with('、') && bench.norm.get(finding.span.range())?.ends_with('が');
    (turns && is_broad(words)).then_some(Exception { unit: here.unit, span: rest })
}

/// 「ただし、…」 just after the sentence, in the same unit.
fn proviso(bench: &Bench<'_>, at: usize) -> Option<Exception> {
    let here = bench.sentences.get(at)?;
    let next = bench.sentences.get(at + 1)?;
    let words = bench.norm.get(next.span.range())?;
    let opens = ["ただし", "但し", "但", "もっとも"].iter().any(|word| words.starts_with(word));
    (next.unit == here.unit && opens && is_broad(words)).then_some(Exception { unit: next.unit, span: next.span })
}

/// A sentence elsewhere that refers to the finding's unit and sets it aside.
fn set_aside_elsewhere(bench: &Bench<'_>, finding: &Finding) -> Option<Exception> {
    let targets: Vec<UnitId> = crate::pattern::ancestors(bench.contract, finding.unit).collect();
    let near =
        bench.contract.references.iter().filter(|reference| {
            reference.targets.iter().any(|target| targets.iter().take(3).any(|mine| mine == target))
        });
    near.filter_map(|reference| bench.sentences.iter().find(|sentence| sentence.span.contains(reference.span)))
        .filter(|sentence| !sentence.span.overlaps(finding.span))
        .find(|sentence| bench.norm.get(sentence.span.range()).is_some_and(is_broad))
        .map(|sentence| Exception { unit: sentence.unit, span: sentence.span })
}

fn is_broad(words: &str) -> bool {
    SETS_ASIDE.iter().any(|word| words.contains(word)) && DISCRETION.iter().any(|word| words.contains(word))
}
