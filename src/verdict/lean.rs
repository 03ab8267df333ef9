//! What a verdict leans on that may mislead: the reasons for a person to read the place again.

use super::judge::Bench;
use super::{Evidence, Judgment, Verdict};
use crate::contract::UnitId;

/// Something that a verdict leans on and that is not certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lean {
    /// Who is the upstream and who the operator could not be told, or could nearly as well be the other way round.
    Roles,
    /// The decisive sentence names no subject; it was taken from an earlier one.
    Subject,
    /// The decisive sentence is long enough for its parts to be related wrongly.
    Length,
    /// What would speak for another verdict stands beside what decides.
    Opposed,
    /// Of one element nothing was recognised, of another something was.
    Lacking,
    /// The matter's words stand in this unit, but no pattern matches there.
    Unmatched(UnitId),
}

/// Chars of a sentence beyond which relations between its parts are often misread.
const LONG: usize = 160;

/// What `judgment` leans on, without repetition.
pub(super) fn leans(bench: &Bench<'_>, judgment: &Judgment) -> Vec<Lean> {
    let mut leans = Vec::new();
    if bench.unsure_roles {
        leans.push(Lean::Roles);
    }
    let deciding: Vec<&Evidence> = judgment.deciding().collect();
    let rests_only_on = |doubtful: &dyn Fn(&Evidence) -> bool| {
        !deciding.is_empty() && deciding.iter().all(|evidence| doubtful(evidence))
    };
    if rests_only_on(&|evidence| evidence.inherited) {
        leans.push(Lean::Subject);
    }
    let length = |evidence: &Evidence| {
        let sentence = bench.sentences.iter().find(|sentence| sentence.span.contains(evidence.span));
        sentence.and_then(|sentence| bench.norm.get(sentence.span.range())).map_or(0, |words| words.chars().count())
    };
    if rests_only_on(&|evidence| length(evidence) > LONG) {
        leans.push(Lean::Length);
    }
    if judgment.verdict == Verdict::Contradicted && judgment.met.iter().any(|met| *met) {
        leans.push(Lean::Opposed);
    }
    let elements = &bench.rulebook.clauses[judgment.clause].elements;
    let recognised = |id: &String| judgment.evidence.iter().any(|evidence| evidence.elements.contains(id));
    if judgment.verdict == Verdict::Partial && !elements.iter().all(recognised) {
        leans.push(Lean::Lacking);
    }
    if judgment.verdict == Verdict::Missing
        && let Some(unit) = bench.watched.get(judgment.clause).copied().flatten()
    {
        leans.push(Lean::Unmatched(unit));
    }
    leans
}
