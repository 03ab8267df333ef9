//! Tenth step: what an applicant can write so that the contract provides what it lacks.
//!
//! For each clause that is not met, words that must go and model wording are tried on a [`Draft`] of the contract, and the draft is
//! judged as any contract is: a suggestion is one that was found to help. Several ways are tried, those that change least first.

mod amend;
pub mod apply;
mod draft;
mod number;
pub mod json;
mod place;
mod plan;
mod remove;
mod style;
pub mod terminal;
mod wording;

use std::path::Path;

use crate::analyze::{self, Options};
use crate::document::RawSpan;
use crate::messages::{self, Lang};
use crate::report::{Report, Warning, reason};
use crate::rulebook::{Clause, Rulebook};
use crate::verdict::{Judgment, Verdict};

pub use draft::{Draft, Edit};
pub use style::Style;
pub use wording::Wording;

/// What there is to suggest about one contract.
#[derive(Debug)]
pub struct Advice<'a> {
    /// What to change, in the order of the criteria.
    pub suggestions: Vec<Suggestion>,
    /// The contract with all of it changed.
    pub draft: Draft<'a>,
    /// What that comes to.
    pub after: Report,
    /// The contract's own words that the suggestions use.
    pub style: Style,
}

/// One change, at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Index of the mandatory clause in the rulebook.
    pub clause: usize,
    /// Ids of the elements that it is for.
    pub elements: Vec<String>,
    /// What is done.
    pub kind: Kind,
    /// The place, in the normal form of the criteria: of the words that go, or of the unit that the wording goes into or after.
    pub place: String,
    /// Page of that place, counted from 1; `None` where the format has no pages.
    pub page: Option<u32>,
    /// The words that must go, as the document has them; empty where nothing does.
    pub gone: String,
    /// The wording to put in, with its number and heading; empty where nothing is.
    pub wording: String,
    /// Whether the wording goes on in the last paragraph of the place, and is none of its own.
    pub joins: bool,
    /// The sentence or provision as it reads afterwards, where only a part of it changes; empty elsewhere.
    pub result: String,
    /// The place that new wording gets.
    pub becomes: Option<String>,
    /// Why.
    pub why: Why,
}

/// What is done to the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A paragraph, item or sentence is added to the place.
    AddTo,
    /// An article of its own is added after the place.
    AddAfter,
    /// Words of the place give way to others.
    Replace,
    /// Words of the place go.
    Remove,
    /// The place goes as a whole, with its number.
    Delete,
}

/// Why something is suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Why {
    /// The contract does not provide it.
    Lacking,
    /// The words provide the opposite.
    Opposed,
    /// The words rest on others that go.
    Void,
    /// The words are less than binding.
    Weak(crate::verdict::Weakness),
}

/// Rounds over all clauses: what is changed for one can bear on another.
const ROUNDS: usize = 3;
/// Steps for one clause in a round: words that oppose can hide others that weaken.
const STEPS: usize = 5;

/// What to change in the contract of `report` for the clauses that it was judged for. `options` are those that it was read with.
#[must_use]
pub fn suggest<'a>(report: &'a Report, rulebook: &Rulebook, options: &Options) -> Advice<'a> {
    let mut work = Work {
        rulebook,
        options,
        name: Path::new(&report.file),
        disqualified: disqualified(report),
        breaks: report.contract.breaks.len(),
        loose: report.contract.references.iter().filter(|it| it.targets.is_empty()).count(),
        report: report.clone(),
        draft: Draft::of(&report.document),
        suggestions: Vec::new(),
    };
    let style = Style::of(report);
    let wanted: Vec<usize> = report.judgments.iter().map(|judgment| judgment.clause).collect();
    // All clauses are watched, so that what helps one does not harm another that was not asked for.
    if wanted.len() < rulebook.clauses.len() {
        work.report = work.judged(&work.draft);
    }
    for _ in 0..ROUNDS {
        let before = work.suggestions.len();
        for clause in &wanted {
            work.mend(*clause, &style);
        }
        if work.suggestions.len() == before || work.report.judgments.iter().all(|it| it.verdict == Verdict::Found) {
            break;
        }
    }
    let Work { mut suggestions, draft, mut report, .. } = work;
    suggestions.sort_by_key(|suggestion| suggestion.clause);
    report.judgments.retain(|judgment| wanted.contains(&judgment.clause));
    Advice { suggestions, draft, after: report, style }
}

impl Advice<'_> {
    /// What a reader should know beside the suggestions, in `lang`.
    #[must_use]
    pub fn notes(&self, report: &Report, clauses: &[Clause], lang: Lang) -> Vec<String> {
        let mut notes = Vec::new();
        if disqualified(report) > 0 {
            notes.push(messages::suggest::agency(lang).to_owned());
        }
        if !self.style.unknown.is_empty() {
            let placeholders: Vec<String> =
                self.style.unknown.iter().map(|role| format!("〔{}〕", messages::role(*role, Lang::Ja))).collect();
            notes.push(messages::suggest::unknown_roles(&lang.list(&placeholders), lang));
        }
        let boundary = |suggestion: &Suggestion| clauses[suggestion.clause].id == "responsibility-boundary";
        if self.suggestions.iter().any(|it| boundary(it) && it.wording.contains("責任分界点")) {
            notes.push(messages::suggest::boundary_is_an_example(lang).to_owned());
        }
        notes.extend(
            report.warnings.iter().filter(|it| **it == Warning::Roles).map(|it| reason::warning(report, it, lang)),
        );
        if !self.suggestions.is_empty() {
            notes.push(messages::suggest::is_a_draft(lang).to_owned());
        }
        notes
    }
}

struct Work<'a, 'r> {
    rulebook: &'r Rulebook,
    options: &'r Options,
    name: &'r Path,
    /// How many disqualifiers the contract has as it is.
    disqualified: usize,
    /// Where its numbering skips.
    breaks: usize,
    /// References in it that lead nowhere.
    loose: usize,
    draft: Draft<'a>,
    /// What the draft comes to.
    report: Report,
    suggestions: Vec<Suggestion>,
}

/// A way that was tried.
struct Tried<'a> {
    cost: (u32, usize, u32, usize),
    draft: Draft<'a>,
    report: Report,
    suggestions: Vec<Suggestion>,
}

impl<'a> Work<'a, '_> {
    /// Makes the draft provide `clause`, as far as the known ways lead.
    fn mend(&mut self, clause: usize, style: &Style) {
        for _ in 0..STEPS {
            let Some(judgment) = self.report.judgments.iter().find(|judgment| judgment.clause == clause) else {
                return;
            };
            if judgment.verdict == Verdict::Found {
                return;
            }
            let now = self.cost(&self.report, clause);
            let better = self.best(clause, style).filter(|best| best.cost < now);
            let told = self.suggestions.iter().any(|suggestion| suggestion.clause == clause);
            if better.is_none() && (style.unknown.is_empty() || told) {
                return;
            }
            // With placeholders for the parties no draft can be judged: the wording is offered all the same.
            let Some(best) = better.or_else(|| self.unjudged(clause, style)) else { return };
            self.draft = best.draft;
            self.report = best.report;
            self.suggestions.extend(best.suggestions);
        }
    }

    /// The way that changes least, whatever it comes to.
    fn unjudged(&self, clause: usize, style: &Style) -> Option<Tried<'a>> {
        let changes = plan::changes(&self.report, self.rulebook, clause, style, plan::Way::ALL[0]);
        (!changes.is_empty()).then(|| self.tried(clause, changes))
    }

    /// The first way after which the clause is found and nothing else is worse; the best one where there is none.
    fn best(&self, clause: usize, style: &Style) -> Option<Tried<'a>> {
        let total = self.cost(&self.report, clause).2;
        let mut best: Option<Tried<'a>> = None;
        let mut known: Vec<Vec<plan::Change>> = Vec::new();
        for way in plan::Way::ALL {
            let changes = plan::changes(&self.report, self.rulebook, clause, style, way);
            // Ways often come to the same, and judging is what takes time.
            if changes.is_empty() || known.contains(&changes) {
                continue;
            }
            known.push(changes.clone());
            let tried = self.tried(clause, changes);
            let settles = tried.cost.0 == 0 && tried.cost.2 <= total;
            if best.as_ref().is_none_or(|best| tried.cost < best.cost) {
                best = Some(tried);
            }
            if settles {
                break;
            }
        }
        best
    }

    fn tried(&self, clause: usize, mut changes: Vec<plan::Change>) -> Tried<'a> {
        let mut draft = self.draft.clone();
        let document = &self.report.document;
        // From the end, so that places before stay where they are.
        changes.sort_by_key(|change| std::cmp::Reverse((change.at.start, change.at.end)));
        for change in &changes {
            draft.replace(document, change.at, &change.with);
        }
        let report = self.judged(&draft);
        changes.reverse();
        let suggestions = changes.into_iter().map(|change| change.suggestion(&self.report, &report)).collect();
        Tried { cost: self.cost(&report, clause), draft, report, suggestions }
    }

    fn judged(&self, draft: &Draft<'_>) -> Report {
        let analysis = analyze::dissect(draft.document(), self.rulebook, self.options);
        analyze::report(analysis, self.name, self.rulebook)
    }

    /// How far the clause is from found; how many elements it lacks; how far all clauses are; how much stands against it.
    fn cost(&self, report: &Report, clause: usize) -> (u32, usize, u32, usize) {
        let badness = |judgment: &Judgment| u32::from(judgment.verdict.badness());
        let all: u32 = report.judgments.iter().map(badness).sum();
        let newly = disqualified(report).saturating_sub(self.disqualified) as u32 * 8 + self.torn(report);
        let own = report.judgments.iter().find(|judgment| judgment.clause == clause);
        let verdict = own.map_or(0, badness);
        let unmet = own.map_or(0, |judgment| judgment.met.iter().filter(|met| !**met).count());
        let against = own.map_or(0, against);
        (verdict, unmet, all + newly, against)
    }

    /// How many numbers are skipped, and references lead nowhere, that did not in the contract as it is.
    fn torn(&self, report: &Report) -> u32 {
        let loose = |report: &Report| report.contract.references.iter().filter(|it| it.targets.is_empty()).count();
        let breaks = report.contract.breaks.len().saturating_sub(self.breaks);
        (breaks + loose(report).saturating_sub(self.loose)) as u32
    }
}

fn against(judgment: &Judgment) -> usize {
    judgment.evidence.iter().filter(|evidence| !evidence.supports || evidence.weakness.is_some()).count()
}

fn disqualified(report: &Report) -> usize {
    report.disqualifiers.iter().filter(|disqualifier| disqualifier.present).count()
}

/// The words of a document at `raw`.
fn raw_words(report: &Report, raw: RawSpan) -> &str {
    report.document.raw.get(raw.start..raw.end).unwrap_or_default()
}
