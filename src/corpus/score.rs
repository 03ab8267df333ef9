//! How much of a part of the corpus came out right.
//!
//! Figures on verdicts, roles and evidence count contracts only; unrelated documents have figures of their own, because eight
//! easy `missing` each would drown the others.

use serde::{Serialize, Serializer};

use super::GOLD_VERDICTS;
use super::case::{Case, Gold, Kind, Names};
use super::outcome::{Answer, Outcome, normalise};
use crate::verdict::Verdict;

/// The figures for a set of cases.
#[derive(Clone, Debug, Serialize)]
pub struct Score {
    /// Number of contracts.
    pub contracts: usize,
    /// Verdicts that are the gold ones, over all contracts and clauses.
    pub verdicts: Ratio,
    /// Mean F1 over the four verdicts of labels, as far as they occur.
    pub macro_f1: Option<f64>,
    /// The same verdict by verdict, over all clauses.
    pub by_verdict: Vec<VerdictScore>,
    /// The same clause by clause.
    pub by_clause: Vec<ClauseScore>,
    /// Clauses called `found` that are not, of all that are not.
    pub false_found: Ratio,
    /// Contradicted clauses called so.
    pub contradicted_recall: Ratio,
    /// Where right verdicts rest.
    pub evidence: EvidenceScore,
    /// Verdicts that joko marks as ones to read again.
    pub marked: Ratio,
    /// Of the wrong verdicts, those that it marks.
    pub wrong_marked: Ratio,
    /// Roles whose player goes by the gold name, of all that the labels name.
    pub roles: Ratio,
    /// Contracts whose `agency-sales` is right.
    pub agency_sales: Ratio,
    /// Number of unrelated documents.
    pub unrelated: usize,
    /// Of their verdicts, those other than `missing`.
    pub unrelated_not_missing: Ratio,
    /// Gold verdicts (rows: found, partial, contradicted, missing) by ours (columns: the same and undetermined).
    pub confusion: [[usize; 5]; 4],
}

/// A share of a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Ratio {
    /// How many are meant.
    pub count: usize,
    /// Out of how many.
    pub of: usize,
}

/// How well one verdict was told.
#[derive(Clone, Debug, Serialize)]
pub struct VerdictScore {
    /// The verdict.
    #[serde(serialize_with = "as_id")]
    pub verdict: Verdict,
    /// Of those that joko calls so, the right ones.
    pub precision: Ratio,
    /// Of those that are so, the ones that joko calls so.
    pub recall: Ratio,
    /// Their harmonic mean; nothing where the verdict is neither in the labels nor given.
    pub f1: Option<f64>,
}

/// How well one clause was judged.
#[derive(Clone, Debug, Serialize)]
pub struct ClauseScore {
    /// The clause's id.
    pub id: String,
    /// Verdicts that are the gold ones.
    pub verdicts: Ratio,
    /// Mean F1 over the verdicts, as far as they occur.
    pub macro_f1: Option<f64>,
    /// Verdict by verdict.
    pub by_verdict: Vec<VerdictScore>,
    /// Right verdicts whose main place is right.
    pub exact: Ratio,
}

/// Where right verdicts other than `missing` rest, compared with the places of the labels.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct EvidenceScore {
    /// Verdicts whose main place, the first that they rest on, is a gold place letter for letter.
    pub exact: Ratio,
    /// Of the gold places, those that joko names.
    pub recall: Ratio,
    /// Of the places that joko names, those in the label.
    pub precision: Ratio,
    /// Of the gold quotes, those that share words with a quote of joko's.
    pub touched: Ratio,
}

impl Score {
    /// The figures for `cases`, each with its outcome.
    #[must_use]
    pub fn of(cases: &[(&Case, &Outcome)]) -> Self {
        let is = |kind| move |(case, _): &&(&Case, &Outcome)| case.kind == kind;
        let contracts: Vec<_> = cases.iter().filter(is(Kind::Contract)).copied().collect();
        let unrelated: Vec<_> = cases.iter().filter(is(Kind::Unrelated)).copied().collect();
        let pairs = pairs(&contracts);
        let by_verdict = by_verdict(&pairs);
        Self {
            contracts: contracts.len(),
            verdicts: Ratio::over(&pairs, |(gold, answer)| gold.verdict == answer.verdict),
            macro_f1: macro_f1(&by_verdict),
            by_clause: by_clause(&pairs),
            false_found: false_found(&pairs),
            contradicted_recall: by_verdict[2].recall,
            evidence: EvidenceScore::of(&pairs),
            marked: Ratio::over(&pairs, |(_, answer)| answer.marked),
            wrong_marked: wrong_marked(&pairs),
            roles: contracts.iter().map(|(case, outcome)| roles_right(&case.label.roles, outcome)).sum(),
            agency_sales: Ratio::over(&contracts, |(case, outcome)| case.label.agency_sales == outcome.agency_sales),
            unrelated: unrelated.len(),
            unrelated_not_missing: Ratio::over(&self::pairs(&unrelated), |(_, answer)| {
                answer.verdict != Verdict::Missing
            }),
            confusion: confusion(&pairs),
            by_verdict,
        }
    }
}

impl Ratio {
    fn over<T>(items: &[T], meant: impl Fn(&T) -> bool) -> Self {
        Self { count: items.iter().filter(|item| meant(item)).count(), of: items.len() }
    }

    /// The share between 0 and 1; nothing of nothing has none.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a corpus does not hold 2^52 clauses")]
    pub fn share(self) -> Option<f64> {
        (self.of > 0).then(|| self.count as f64 / self.of as f64)
    }
}

impl std::iter::Sum for Ratio {
    fn sum<I: Iterator<Item = Self>>(ratios: I) -> Self {
        ratios.fold(Self::default(), |sum, ratio| Self { count: sum.count + ratio.count, of: sum.of + ratio.of })
    }
}

type Pair<'a> = (&'a Gold, &'a Answer);

fn pairs<'a>(cases: &[(&'a Case, &'a Outcome)]) -> Vec<Pair<'a>> {
    cases.iter().flat_map(|(case, outcome)| case.label.clause.iter().zip(&outcome.answers)).collect()
}

fn by_verdict(pairs: &[Pair]) -> Vec<VerdictScore> {
    GOLD_VERDICTS.into_iter().map(|verdict| VerdictScore::of(verdict, pairs)).collect()
}

impl VerdictScore {
    fn of(verdict: Verdict, pairs: &[Pair]) -> Self {
        let called: Vec<&Pair> = pairs.iter().filter(|(_, answer)| answer.verdict == verdict).collect();
        let are: Vec<&Pair> = pairs.iter().filter(|(gold, _)| gold.verdict == verdict).collect();
        let precision = Ratio::over(&called, |(gold, _)| gold.verdict == verdict);
        let recall = Ratio::over(&are, |(_, answer)| answer.verdict == verdict);
        // F1 = 2·right / (called + are), which also holds where one of the two is empty.
        let f1 = Ratio { count: 2 * recall.count, of: precision.of + recall.of }.share();
        Self { verdict, precision, recall, f1 }
    }
}

#[expect(clippy::cast_precision_loss, reason = "there are four verdicts")]
fn macro_f1(by_verdict: &[VerdictScore]) -> Option<f64> {
    let f1: Vec<f64> = by_verdict.iter().filter_map(|score| score.f1).collect();
    (!f1.is_empty()).then(|| f1.iter().sum::<f64>() / f1.len() as f64)
}

fn by_clause(pairs: &[Pair]) -> Vec<ClauseScore> {
    let mut ids: Vec<&str> = Vec::new();
    for (gold, _) in pairs {
        if !ids.contains(&gold.id.as_str()) {
            ids.push(&gold.id);
        }
    }
    ids.into_iter().map(|id| ClauseScore::of(id, pairs)).collect()
}

impl ClauseScore {
    fn of(id: &str, pairs: &[Pair]) -> Self {
        let pairs: Vec<Pair> = pairs.iter().filter(|(gold, _)| gold.id == id).copied().collect();
        let by_verdict = by_verdict(&pairs);
        Self {
            id: id.to_owned(),
            verdicts: Ratio::over(&pairs, |(gold, answer)| gold.verdict == answer.verdict),
            macro_f1: macro_f1(&by_verdict),
            by_verdict,
            exact: EvidenceScore::of(&pairs).exact,
        }
    }
}

fn wrong_marked(pairs: &[Pair]) -> Ratio {
    let wrong: Vec<_> = pairs.iter().filter(|(gold, answer)| gold.verdict != answer.verdict).copied().collect();
    Ratio::over(&wrong, |(_, answer)| answer.marked)
}

fn false_found(pairs: &[Pair]) -> Ratio {
    let not: Vec<&Pair> = pairs.iter().filter(|(gold, _)| gold.verdict != Verdict::Found).collect();
    Ratio::over(&not, |(_, answer)| answer.verdict == Verdict::Found)
}

impl EvidenceScore {
    fn of(pairs: &[Pair]) -> Self {
        let right = |(gold, answer): &&Pair| gold.verdict == answer.verdict && gold.verdict != Verdict::Missing;
        let right: Vec<Pair> = pairs.iter().filter(right).copied().collect();
        Self {
            exact: Ratio::over(&right, |(gold, answer)| is_exact(gold, &answer.places())),
            recall: right.iter().map(|(gold, answer)| held(&gold_places(gold), &answer.places())).sum(),
            precision: right.iter().map(|(gold, answer)| held(&answer.places(), &gold_places(gold))).sum(),
            touched: right.iter().map(|(_, answer)| Ratio::over(&answer.touched, |touched| *touched)).sum(),
        }
    }
}

/// Whether the first of `places` is a gold place.
pub(super) fn is_exact<S: AsRef<str>>(gold: &Gold, places: &[S]) -> bool {
    places.first().is_some_and(|main| gold.evidence.iter().any(|evidence| evidence.at == main.as_ref()))
}

fn gold_places(gold: &Gold) -> Vec<&str> {
    let mut places: Vec<&str> = Vec::new();
    for evidence in &gold.evidence {
        if !places.contains(&evidence.at.as_str()) {
            places.push(&evidence.at);
        }
    }
    places
}

/// Of `places`, those that are `among` others.
fn held(places: &[&str], among: &[&str]) -> Ratio {
    Ratio::over(places, |place| among.contains(place))
}

/// Each role that the label names: its id, the gold name, and the names that joko knows its player by.
pub(super) fn roles<'a>(gold: &'a Names, outcome: &'a Outcome) -> Vec<(&'static str, &'a str, &'a [String])> {
    let named = [("upstream", &gold.upstream), ("operator", &gold.operator), ("user", &gold.user)];
    let role = |((id, name), names): ((_, &'a Option<String>), &'a Vec<String>)| {
        name.as_deref().map(|name| (id, name, names.as_slice()))
    };
    named.into_iter().zip(&outcome.names).filter_map(role).collect()
}

/// Whether the player of a role goes by the gold name.
pub(super) fn is_named(gold: &str, names: &[String]) -> bool {
    names.contains(&normalise(gold))
}

fn roles_right(gold: &Names, outcome: &Outcome) -> Ratio {
    Ratio::over(&roles(gold, outcome), |(_, gold, names)| is_named(gold, names))
}

fn confusion(pairs: &[Pair]) -> [[usize; 5]; 4] {
    let mut table = [[0; 5]; 4];
    for (gold, answer) in pairs {
        let column = |verdict| GOLD_VERDICTS.into_iter().position(|known| known == verdict).unwrap_or(4);
        if let Some(row) = table.get_mut(column(gold.verdict)) {
            row[column(answer.verdict)] += 1;
        }
    }
    table
}

fn as_id<S: Serializer>(verdict: &Verdict, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(verdict.id())
}
