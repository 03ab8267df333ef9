//! What joko got wrong about a case, beside what the label says.

use serde::Serialize;

use super::case::{Case, Gold, Kind, as_id};
use super::outcome::{Answer, Outcome, Quote};
use super::score::{is_exact, is_named, roles};
use crate::verdict::Verdict;

/// Something that joko got wrong.
#[derive(Clone, Debug, Serialize)]
pub struct Mistake<'a> {
    /// The case.
    #[serde(serialize_with = "as_id")]
    pub case: &'a Case,
    /// What sort of thing it is.
    pub kind: MistakeKind,
    /// The clause's or role's id, or `agency-sales`.
    pub about: &'a str,
    /// What the label says.
    pub gold: String,
    /// What joko says.
    pub ours: String,
    /// Where the label says so.
    pub gold_quotes: Vec<Quote>,
    /// Where joko says so.
    pub our_quotes: Vec<Quote>,
}

/// What can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MistakeKind {
    /// A clause's verdict.
    Verdict,
    /// The main place of a right verdict.
    Place,
    /// Who plays a role.
    Role,
    /// Whether it is a sales agency.
    AgencySales,
}

/// Everything wrong about `cases`, in their order.
#[must_use]
pub fn mistakes<'a>(cases: &[(&'a Case, &'a Outcome)]) -> Vec<Mistake<'a>> {
    cases.iter().flat_map(|(case, outcome)| of_case(case, outcome)).collect()
}

fn of_case<'a>(case: &'a Case, outcome: &'a Outcome) -> Vec<Mistake<'a>> {
    let clauses = case.label.clause.iter().zip(&outcome.answers);
    let mut mistakes: Vec<Mistake> = clauses.filter_map(|(gold, answer)| of_clause(case, gold, answer)).collect();
    if case.kind == Kind::Contract {
        mistakes.extend(of_roles(case, outcome));
    }
    mistakes.extend(of_agency_sales(case, outcome));
    mistakes
}

fn of_clause<'a>(case: &'a Case, gold: &'a Gold, answer: &Answer) -> Option<Mistake<'a>> {
    let kind = if gold.verdict != answer.verdict {
        MistakeKind::Verdict
    } else if gold.verdict != Verdict::Missing && !is_exact(gold, &answer.places()) {
        MistakeKind::Place
    } else {
        return None;
    };
    let quote = |at: &str, words: &str| Quote { at: at.to_owned(), words: words.to_owned() };
    Some(Mistake {
        case,
        kind,
        about: &gold.id,
        gold: gold.verdict.id().to_owned(),
        ours: answer.verdict.id().to_owned(),
        gold_quotes: gold.evidence.iter().map(|evidence| quote(&evidence.at, &evidence.quote)).collect(),
        our_quotes: answer.quotes.clone(),
    })
}

fn of_roles<'a>(case: &'a Case, outcome: &'a Outcome) -> impl Iterator<Item = Mistake<'a>> {
    let wrong = |(_, gold, names): &(_, &str, &[String])| !is_named(gold, names);
    roles(&case.label.roles, outcome).into_iter().filter(wrong).map(|(role, gold, names)| Mistake {
        case,
        kind: MistakeKind::Role,
        about: role,
        gold: gold.to_owned(),
        ours: names.join("、"),
        gold_quotes: Vec::new(),
        our_quotes: Vec::new(),
    })
}

fn of_agency_sales<'a>(case: &'a Case, outcome: &Outcome) -> Option<Mistake<'a>> {
    let word = |present| if present { "present" } else { "absent" };
    (case.label.agency_sales != outcome.agency_sales).then(|| Mistake {
        case,
        kind: MistakeKind::AgencySales,
        about: "agency-sales",
        gold: word(case.label.agency_sales).to_owned(),
        ours: word(outcome.agency_sales).to_owned(),
        gold_quotes: Vec::new(),
        our_quotes: Vec::new(),
    })
}
