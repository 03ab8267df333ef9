//! The verdicts and places that joko gave when the baseline was last saved, and what changed since.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::{fs, io};

use serde::Serialize;

use super::case::{Case, Gold, LoadError, as_id, read};
use super::outcome::Outcome;
use super::score::is_exact;
use crate::verdict::Verdict;

const HEAD: &str = "\
# What joko said about each case when `joko corpus run --update-baseline` was last run: the verdict, then the places that it
# rests on. Not to be edited by hand.
";

/// Verdict and places of every case and clause, as they were last saved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    cases: BTreeMap<String, Saved>,
}

/// By clause id: the verdict, then the places.
type Saved = BTreeMap<String, Vec<String>>;

/// A difference between the baseline and now.
#[derive(Clone, Debug, Serialize)]
pub struct Change<'a> {
    /// The case.
    #[serde(serialize_with = "as_id")]
    pub case: &'a Case,
    /// The clause's id, or `agency-sales`.
    pub clause: &'a str,
    /// Verdict and places in the baseline; empty where it does not hold the case.
    pub before: Vec<String>,
    /// Verdict and places now.
    pub now: Vec<String>,
    /// What that means.
    pub effect: Effect,
}

/// What a change means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Effect {
    /// A right verdict became wrong, or the main place of a right verdict did.
    Worse,
    /// A wrong verdict became right, or the main place of a right verdict did.
    Better,
    /// Neither.
    Different,
    /// The baseline does not hold it.
    New,
}

impl Baseline {
    /// The baseline saved at `path`; an empty one where there is none yet.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or is no baseline.
    pub fn load(path: &Path) -> Result<Self, LoadError> {
        match read(path) {
            Ok(cases) => Ok(Self { cases }),
            Err(LoadError::Read { source, .. }) if source.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error),
        }
    }

    /// Every difference between this baseline and the outcomes, in the order of the cases.
    #[must_use]
    pub fn changes<'a>(&self, cases: &[(&'a Case, &Outcome)]) -> Vec<Change<'a>> {
        cases.iter().flat_map(|(case, outcome)| self.changes_of(case, outcome)).collect()
    }

    fn changes_of<'a>(&self, case: &'a Case, outcome: &Outcome) -> Vec<Change<'a>> {
        let saved = self.cases.get(&case.id);
        let mut changes = Vec::new();
        for (clause, now) in entries(case, outcome) {
            let before = saved.and_then(|saved| saved.get(clause)).cloned().unwrap_or_default();
            if before != now {
                let effect = effect(grade(case, clause, &before), grade(case, clause, &now));
                changes.push(Change { case, clause, before, now, effect });
            }
        }
        changes
    }

    /// Takes over the outcomes; cases that were not run stay as they are.
    pub fn update(&mut self, cases: &[(&Case, &Outcome)]) {
        for (case, outcome) in cases {
            let saved = entries(case, outcome).into_iter().map(|(clause, now)| (clause.to_owned(), now)).collect();
            self.cases.insert(case.id.clone(), saved);
        }
    }

    /// Drops what is not a case of the corpus any more.
    pub fn retain(&mut self, cases: &[Case]) {
        self.cases.retain(|id, _| cases.iter().any(|case| case.id == *id));
    }

    /// Writes the baseline to `path`.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn save(&self, path: &Path) -> io::Result<()> {
        fs::write(path, self.print())
    }

    fn print(&self) -> String {
        let mut out = HEAD.to_owned();
        for (case, saved) in &self.cases {
            let _ = writeln!(out, "\n[{case}]");
            for (clause, entry) in saved {
                let words: Vec<String> =
                    entry.iter().map(|word| toml::Value::from(word.as_str()).to_string()).collect();
                let _ = writeln!(out, "{clause} = [{}]", words.join(", "));
            }
        }
        out
    }
}

/// What the baseline holds about a case: each clause's verdict and places, and `agency-sales`.
fn entries<'a>(case: &'a Case, outcome: &Outcome) -> Vec<(&'a str, Vec<String>)> {
    let clauses = case.label.clause.iter().zip(&outcome.answers);
    let mut entries: Vec<(&str, Vec<String>)> = clauses
        .map(|(gold, answer)| {
            let words = std::iter::once(answer.verdict.id()).chain(answer.places());
            (gold.id.as_str(), words.map(str::to_owned).collect())
        })
        .collect();
    entries.push((AGENCY_SALES, vec![presence(outcome.agency_sales).to_owned()]));
    entries
}

const AGENCY_SALES: &str = "agency-sales";

const fn presence(present: bool) -> &'static str {
    if present { "present" } else { "absent" }
}

/// How good an entry is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Grade {
    Wrong,
    WrongPlace,
    Right,
}

/// `None` where there is no entry.
fn grade(case: &Case, clause: &str, entry: &[String]) -> Option<Grade> {
    let (verdict, places) = entry.split_first()?;
    let Some(gold) = case.label.clause.iter().find(|gold| gold.id == clause) else {
        let right = verdict == presence(case.label.agency_sales);
        return Some(if right { Grade::Right } else { Grade::Wrong });
    };
    Some(grade_clause(gold, verdict, places))
}

fn grade_clause(gold: &Gold, verdict: &str, places: &[String]) -> Grade {
    if verdict != gold.verdict.id() {
        Grade::Wrong
    } else if gold.verdict == Verdict::Missing || is_exact(gold, places) {
        Grade::Right
    } else {
        Grade::WrongPlace
    }
}

fn effect(before: Option<Grade>, now: Option<Grade>) -> Effect {
    match (before, now) {
        (None, _) => Effect::New,
        (before, now) if now < before => Effect::Worse,
        (before, now) if now > before => Effect::Better,
        _ => Effect::Different,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::GoldEvidence;

    fn gold() -> Gold {
        let evidence = GoldEvidence { at: "第3条".into(), quote: String::new(), elements: Vec::new() };
        Gold { id: "direct-billing".into(), verdict: Verdict::Found, evidence: vec![evidence] }
    }

    #[test]
    fn a_right_verdict_from_the_wrong_place_stands_between_right_and_wrong() {
        let grade = |verdict: &str, place: &str| grade_clause(&gold(), verdict, &[place.to_owned()]);
        assert!(grade("partial", "第3条") < grade("found", "第4条"));
        assert!(grade("found", "第4条") < grade("found", "第3条"));
    }

    #[test]
    fn what_is_printed_is_read_back() {
        let entry = vec!["found".to_owned(), "第3条の2第1項".to_owned()];
        let saved = BTreeMap::from([("direct-billing".to_owned(), entry)]);
        let baseline = Baseline { cases: BTreeMap::from([("a02".to_owned(), saved)]) };
        let read: BTreeMap<String, Saved> = toml::from_str(&baseline.print()).expect("valid TOML");
        assert_eq!(read, baseline.cases);
    }
}
