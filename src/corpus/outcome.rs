//! What joko says about a case, in the terms of its label.

use std::fs;
use std::path::Path;

use serde::Serialize;

use super::case::{Case, Gold};
use crate::analyze::{Options, analyze};
use crate::document::{self, ReadOptions};
use crate::messages::{self, Lang};
use crate::party::Role;
use crate::report::Report;
use crate::rulebook::Rulebook;
use crate::span::Span;
use crate::text::Text;
use crate::verdict::{Judgment, Verdict};

/// What joko says about a case.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// One answer for each clause of the label, in its order.
    pub answers: Vec<Answer>,
    /// Every name of whoever plays each role: upstream, operator, user.
    pub names: [Vec<String>; 3],
    /// Whether the contract was found to make the operator a mere sales agent.
    pub agency_sales: bool,
    /// Why the document could not be read, if so; every answer is `undetermined` then.
    pub failure: Option<String>,
}

/// What joko says about a clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The verdict.
    pub verdict: Verdict,
    /// What it rests on, in document order.
    pub quotes: Vec<Quote>,
    /// For each piece of gold evidence, whether one of the quotes shares words with it.
    pub touched: Vec<bool>,
    /// Whether joko marks it as one to read again.
    pub marked: bool,
}

/// Words on which an answer rests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Quote {
    /// Where they stand.
    pub at: String,
    /// The words.
    pub words: String,
}

impl Answer {
    /// The places on which the answer rests, each once, in document order.
    #[must_use]
    pub fn places(&self) -> Vec<&str> {
        let mut places: Vec<&str> = Vec::new();
        for quote in &self.quotes {
            if !places.contains(&quote.at.as_str()) {
                places.push(&quote.at);
            }
        }
        places
    }

    fn undetermined(gold: &Gold) -> Self {
        Self {
            verdict: Verdict::Undetermined,
            quotes: Vec::new(),
            touched: vec![false; gold.evidence.len()],
            marked: true,
        }
    }
}

/// Judges the case's document.
#[must_use]
pub fn run(case: &Case, rulebook: &Rulebook) -> Outcome {
    run_form(case, &case.file, rulebook).0
}

/// Judges another form of the case's document; the text read from it, where it can be read, comes along.
pub(super) fn run_form(case: &Case, form: &Path, rulebook: &Rulebook) -> (Outcome, Option<Text>) {
    match judge(form, rulebook) {
        Ok(report) => (Outcome::of(case, &report, rulebook), Some(report.text)),
        Err(failure) => (
            Outcome {
                answers: case.label.clause.iter().map(Answer::undetermined).collect(),
                names: Default::default(),
                agency_sales: false,
                failure: Some(format!("{}: {failure}", form.display())),
            },
            None,
        ),
    }
}

/// `words` as the text stage folds them, so that the words of a label can be found in a normalised text.
pub(super) fn normalise(words: &str) -> String {
    let plain = document::read(words.as_bytes(), Path::new("quote.txt"), &ReadOptions::default());
    plain.map_or_else(|_| words.to_owned(), |document| Text::of(&document).norm.trim().to_owned())
}

fn judge(form: &Path, rulebook: &Rulebook) -> Result<Report, String> {
    let bytes = fs::read(form).map_err(|error| error.to_string())?;
    analyze(&bytes, form, rulebook, &Options::default()).map_err(|error| messages::read_error(&error, Lang::En))
}

impl Outcome {
    fn of(case: &Case, report: &Report, rulebook: &Rulebook) -> Self {
        let names = |role| report.names(role).into_iter().map(str::to_owned).collect();
        Self {
            answers: case.label.clause.iter().map(|gold| answer(gold, report, rulebook)).collect(),
            names: [names(Role::Upstream), names(Role::Operator), names(Role::User)],
            agency_sales: report.disqualifiers.iter().any(|found| found.id == "agency-sales" && found.present),
            failure: None,
        }
    }
}

fn answer(gold: &Gold, report: &Report, rulebook: &Rulebook) -> Answer {
    let of_clause = |judgment: &&Judgment| rulebook.clauses[judgment.clause].id == gold.id;
    let Some(judgment) = report.judgments.iter().find(of_clause) else { return Answer::undetermined(gold) };
    let quotes = judgment.deciding().map(|evidence| Quote {
        at: report.contract.place(evidence.unit),
        words: report.text.get(evidence.span).to_owned(),
    });
    let touched = gold.evidence.iter().map(|evidence| touches(judgment, &evidence.quote, report));
    Answer {
        verdict: judgment.verdict,
        quotes: quotes.collect(),
        touched: touched.collect(),
        marked: !judgment.leans.is_empty(),
    }
}

/// Whether the judgment rests on some of these words, wherever in the contract they stand.
fn touches(judgment: &Judgment, quote: &str, report: &Report) -> bool {
    let words = normalise(quote);
    let mut stands = report.text.norm.match_indices(&words).map(|(at, found)| Span::new(at, at + found.len()));
    stands.any(|span| judgment.deciding().any(|evidence| evidence.span.overlaps(span)))
}
