//! The examples of pattern files, run through the whole flow, together with what is derived from them by changing one thing.

use std::path::Path;

use crate::analyze::{Analysis, Options, dissect, report};
use crate::document::{self, ReadOptions};
use crate::parallel;
use crate::party::Role;
use crate::pattern::{Example, Expected, Finding, Mutation, Specimen, specimens};
use crate::report::Report;
use crate::rulebook::Rulebook;
use crate::suggest::Style;
use crate::verdict::Verdict;

/// One contract made of an example, with what it should come to and what it came to.
#[derive(Debug)]
pub struct Trial<'a> {
    /// Index of the pattern file in the rulebook.
    pub file: usize,
    /// Line of the example in its file.
    pub line: usize,
    /// How the example was changed; `None` for the example itself.
    pub mutation: Option<Mutation>,
    /// The contract's text.
    pub text: String,
    /// Who plays which role in it.
    pub roles: Vec<(String, Role)>,
    /// What its verdict must be.
    pub expected: Expected<'a>,
    /// Id of the verdict that it got.
    pub got: &'static str,
    /// The patterns of the file that matched, in document order.
    pub matches: Vec<Match>,
}

/// A pattern that matched, and the words that it matched.
#[derive(Debug, PartialEq, Eq)]
pub struct Match {
    /// Index of the pattern in the rulebook.
    pub pattern: usize,
    /// The words of the statement.
    pub words: String,
}

impl Trial<'_> {
    /// Whether the verdict is as it must be.
    #[must_use]
    pub fn passes(&self) -> bool {
        self.expected.holds(self.got)
    }
}

/// Runs every example of every file and everything derived from it, in the order of the files.
#[must_use]
pub fn run(rulebook: &Rulebook) -> Vec<Trial<'_>> {
    let jobs: Vec<(usize, &Example)> = rulebook
        .rules
        .iter()
        .enumerate()
        .flat_map(|(file, rules)| rules.examples.iter().map(move |it| (file, it)))
        .collect();
    let trials = parallel::map(&jobs, parallel::available(), |(file, example)| {
        let symmetric = rulebook.rules[*file].symmetric;
        specimens(example, symmetric)
            .into_iter()
            .map(|specimen| trial(rulebook, *file, example.line, specimen))
            .collect::<Vec<_>>()
    });
    trials.into_iter().flatten().collect()
}

/// A model wording of a pattern file that does not do what it is for.
#[derive(Debug)]
pub struct Idle {
    /// Index of the pattern file in the rulebook.
    pub file: usize,
    /// Line of the wording in its file.
    pub line: usize,
    /// The contract that was made of it.
    pub text: String,
    /// Id of the verdict that it got.
    pub got: &'static str,
}

/// Puts every model wording into a tiny contract, in both styles: those that do not provide their
/// elements, or that speak against the clause.
#[must_use]
pub fn wordings(rulebook: &Rulebook) -> Vec<Idle> {
    let mut idle = Vec::new();
    for (file, clause) in rulebook.clauses.iter().enumerate() {
        for wording in rulebook.wordings(file) {
            for style in [Style::example(false), Style::example(true)] {
                let text = format!("契約書\n第1条（{}）\n{}\n", wording.caption(&style), wording.text(&style));
                let roles =
                    [(&style.upstream, Role::Upstream), (&style.operator, Role::Operator), (&style.user, Role::User)];
                let roles = roles.map(|(name, role)| (name.clone(), role)).to_vec();
                let name = Path::new("wording.txt");
                let document =
                    document::read(text.as_bytes(), name, &ReadOptions::default()).expect("a wording is plain text");
                let analysis = dissect(document, rulebook, &Options { roles, ..Options::default() });
                let report = report(analysis, name, rulebook);
                let judgment = &report.judgments[file];
                let provides = wording.elements.iter().all(|element| judgment.met[*element]);
                let whole = wording.elements.len() == clause.elements.len();
                let right = judgment.verdict == Verdict::Found || judgment.verdict == Verdict::Partial && !whole;
                if !provides || !right {
                    idle.push(Idle { file, line: wording.line, text, got: judgment.verdict.id() });
                }
            }
        }
    }
    idle
}

fn trial<'a>(rulebook: &Rulebook, file: usize, line: usize, specimen: Specimen<'a>) -> Trial<'a> {
    let Specimen { mutation, text, roles, expected } = specimen;
    let name = Path::new("example.txt");
    let document = document::read(text.as_bytes(), name, &ReadOptions::default()).expect("an example is plain text");
    let analysis = dissect(document, rulebook, &Options { roles: roles.clone(), ..Options::default() });
    let matches = analysis.findings.iter().filter(|finding| finding.clause == file);
    let matches = matches.map(|finding| matched(finding, &analysis)).collect();
    let got = verdict(&report(analysis, name, rulebook), rulebook, file);
    Trial { file, line, mutation, text, roles, expected, got, matches }
}

fn matched(finding: &Finding, analysis: &Analysis) -> Match {
    Match { pattern: finding.pattern, words: analysis.text.get(finding.span).to_owned() }
}

/// The verdict on the clause, or on the disqualifier, of the file.
fn verdict(report: &Report, rulebook: &Rulebook, file: usize) -> &'static str {
    match report.judgments.get(file) {
        Some(judgment) => judgment.verdict.id(),
        None => {
            let id = &rulebook.rules[file].id;
            let present =
                report.disqualifiers.iter().any(|disqualifier| disqualifier.id == *id && disqualifier.present);
            if present { "present" } else { "absent" }
        }
    }
}
