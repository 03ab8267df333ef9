//! Which of the provisions that match are those that a clause rests on: what stands under a heading of its matter goes before what
//! is said in passing elsewhere, and what says no more than its neighbours yields to them.

use super::judge::{Bench, Weighed};
use crate::contract::UnitId;
use crate::pattern::Effect;

/// The matches that count.
pub(super) fn decisive<'a>(bench: &Bench<'_>, mine: Vec<Weighed<'a>>) -> Vec<Weighed<'a>> {
    at_home(bench, unyielding(bench, mine))
}

/// Without those that yield to another in the same article.
fn unyielding<'a>(bench: &Bench<'_>, mine: Vec<Weighed<'a>>) -> Vec<Weighed<'a>> {
    let pattern = |weighed: &Weighed<'_>| &bench.rulebook.patterns[weighed.finding.pattern];
    let yields: Vec<bool> = mine
        .iter()
        .map(|weighed| {
            mine.iter().any(|other| {
                other.finding.article == weighed.finding.article
                    && (other.weakness.is_none() || weighed.weakness.is_some())
                    && pattern(weighed).yields.contains(&pattern(other).id)
            })
        })
        .collect();
    mine.into_iter().zip(yields).filter(|(_, yields)| !yields).map(|(weighed, _)| weighed).collect()
}

/// For a clause whose headings are known: what provides it under such a heading, or else in the article that provides most of it,
/// and from elsewhere only the elements that are not provided there. Annexes are cited from there and stay.
fn at_home<'a>(bench: &Bench<'_>, mine: Vec<Weighed<'a>>) -> Vec<Weighed<'a>> {
    let knows = |weighed: &Weighed<'_>| !bench.rulebook.patterns[weighed.finding.pattern].headings.is_empty();
    if !mine.iter().any(knows) {
        return mine;
    }
    let provides = || mine.iter().filter(|weighed| weighed.finding.effect == Effect::Provides);
    let elements_of = |article: UnitId| -> Vec<usize> {
        let mut elements: Vec<usize> = provides()
            .filter(|weighed| weighed.finding.article == article)
            .flat_map(|weighed| weighed.finding.elements.iter().copied())
            .collect();
        elements.sort_unstable();
        elements.dedup();
        elements
    };
    let headed = |weighed: &&Weighed<'_>| weighed.finding.headed;
    let most = provides().map(|weighed| elements_of(weighed.finding.article).len()).max().unwrap_or_default();
    let homes: Vec<UnitId> = if provides().any(|weighed| headed(&weighed)) {
        provides().filter(headed).map(|weighed| weighed.finding.article).collect()
    } else {
        provides()
            .map(|weighed| weighed.finding.article)
            .filter(|article| elements_of(*article).len() == most)
            .collect()
    };
    let covered: Vec<usize> = homes.iter().flat_map(|article| elements_of(*article)).collect();
    let keeps: Vec<bool> = mine
        .iter()
        .map(|weighed| {
            let finding = weighed.finding;
            finding.effect != Effect::Provides
                || homes.contains(&finding.article)
                || crate::pattern::in_annex(bench.contract, finding.unit)
                || !finding.elements.iter().all(|element| covered.contains(element))
        })
        .collect();
    mine.into_iter().zip(keeps).filter(|(_, keeps)| *keeps).map(|(weighed, _)| weighed).collect()
}
