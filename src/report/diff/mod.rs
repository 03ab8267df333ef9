//! Two versions of a contract beside one another: which verdicts changed, and which words (新旧対照). Made from the two
//! [`Report`]s alone.

mod align;
pub mod html;
pub mod json;
mod rows;
pub mod terminal;
mod units;
mod words;

pub use rows::{Row, RowChange, Side};
pub use words::Piece;

use super::Report;
use crate::party::Role;
use crate::verdict::{Disqualifier, Evidence, Judgment};

/// What changed from one version to the next.
#[derive(Clone, Debug)]
pub struct Diff<'a> {
    /// The version before.
    pub old: &'a Report,
    /// The version after.
    pub new: &'a Report,
    /// Every judged clause, in the order of the criteria.
    pub clauses: Vec<ClauseChange<'a>>,
    /// The clauses for each upstream that both versions name, where either carries more than one.
    pub upstreams: Vec<UpstreamChange<'a>>,
    /// Every disqualifier.
    pub disqualifiers: Vec<DisqualifierChange<'a>>,
    /// The roles whose names are not the same.
    pub roles: Vec<RoleChange>,
    /// The units of both versions, aligned, in the order of the new one.
    pub rows: Vec<Row>,
}

/// A clause in both versions.
#[derive(Clone, Copy, Debug)]
pub struct ClauseChange<'a> {
    /// What changed.
    pub change: Change,
    /// The judgment before.
    pub old: &'a Judgment,
    /// The judgment after.
    pub new: &'a Judgment,
}

/// The clauses for one of several upstreams in both versions.
#[derive(Clone, Debug)]
pub struct UpstreamChange<'a> {
    /// The upstream's name.
    pub name: &'a str,
    /// Its clauses, in the order of the criteria.
    pub clauses: Vec<ClauseChange<'a>>,
}

/// A disqualifier in both versions.
#[derive(Clone, Copy, Debug)]
pub struct DisqualifierChange<'a> {
    /// What changed.
    pub change: Change,
    /// As it was.
    pub old: &'a Disqualifier,
    /// As it is.
    pub new: &'a Disqualifier,
}

/// The names of those who play a role, in both versions.
#[derive(Clone, Debug)]
pub struct RoleChange {
    /// The role.
    pub role: Role,
    /// The names before, the most used first.
    pub old: Vec<String>,
    /// The names after.
    pub new: Vec<String>,
}

/// How a verdict changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It is farther from `found`; a disqualifier came up.
    Worse,
    /// It is nearer to `found`; a disqualifier is gone.
    Better,
    /// The same verdict on other words.
    Evidence,
    /// The same verdict on the same words, wherever they stand now.
    Same,
}

/// Compares two versions, judged with the same rulebook.
#[must_use]
pub fn diff<'a>(old: &'a Report, new: &'a Report) -> Diff<'a> {
    Diff {
        old,
        new,
        clauses: clauses(old, &old.judgments, new, &new.judgments),
        upstreams: upstreams(old, new),
        disqualifiers: disqualifiers(old, new),
        roles: [Role::Upstream, Role::Operator, Role::User]
            .into_iter()
            .filter_map(|role| renamed(role, old, new))
            .collect(),
        rows: rows::rows(old, new),
    }
}

/// Compares the verdicts alone, for those who do not show the words.
#[must_use]
pub fn verdicts<'a>(old: &'a Report, new: &'a Report) -> Vec<ClauseChange<'a>> {
    clauses(old, &old.judgments, new, &new.judgments)
}

impl Diff<'_> {
    /// Whether some verdict is worse than it was, for any upstream, or a disqualifier came up.
    #[must_use]
    pub fn is_worse(&self) -> bool {
        let upstreams = self.upstreams.iter().flat_map(|upstream| &upstream.clauses);
        self.clauses.iter().chain(upstreams).any(|clause| clause.change == Change::Worse)
            || self.disqualifiers.iter().any(|disqualifier| disqualifier.change == Change::Worse)
    }

    /// How many clauses changed so.
    #[must_use]
    pub fn count(&self, change: Change) -> usize {
        self.clauses.iter().filter(|clause| clause.change == change).count()
    }

    /// How many units changed so, moved ones among them.
    #[must_use]
    pub fn count_rows(&self, change: RowChange) -> usize {
        self.rows.iter().filter(|row| row.change == change).count()
    }

    /// How many units stand elsewhere among the others.
    #[must_use]
    pub fn moved(&self) -> usize {
        self.rows.iter().filter(|row| row.moved).count()
    }
}

fn clauses<'a>(old: &Report, before: &'a [Judgment], new: &Report, after: &'a [Judgment]) -> Vec<ClauseChange<'a>> {
    let pairs = after.iter().filter_map(|now| Some((before.iter().find(|was| was.clause == now.clause)?, now)));
    pairs
        .map(|(was, now)| {
            let same = || same_words(old, &was.evidence, new, &now.evidence);
            let change = graded(was.verdict.badness(), now.verdict.badness(), same);
            ClauseChange { change, old: was, new: now }
        })
        .collect()
}

fn upstreams<'a>(old: &'a Report, new: &'a Report) -> Vec<UpstreamChange<'a>> {
    let pairs = new.upstreams.iter().filter_map(|now| {
        let was = old.upstreams.iter().find(|was| was.name == now.name)?;
        Some(UpstreamChange { name: &now.name, clauses: clauses(old, &was.judgments, new, &now.judgments) })
    });
    pairs.collect()
}

fn disqualifiers<'a>(old: &'a Report, new: &'a Report) -> Vec<DisqualifierChange<'a>> {
    let pairs = new.disqualifiers.iter().filter_map(|now| {
        let was = old.disqualifiers.iter().find(|was| was.id == now.id)?;
        let same = || same_words(old, &was.evidence, new, &now.evidence);
        Some(DisqualifierChange {
            change: graded(u8::from(was.present), u8::from(now.present), same),
            old: was,
            new: now,
        })
    });
    pairs.collect()
}

fn graded(before: u8, after: u8, same_words: impl FnOnce() -> bool) -> Change {
    match after.cmp(&before) {
        std::cmp::Ordering::Greater => Change::Worse,
        std::cmp::Ordering::Less => Change::Better,
        std::cmp::Ordering::Equal if same_words() => Change::Same,
        std::cmp::Ordering::Equal => Change::Evidence,
    }
}

/// Whether the evidence is the same words with the same weight. Where they stand is another matter: articles are renumbered.
fn same_words(old: &Report, before: &[Evidence], new: &Report, after: &[Evidence]) -> bool {
    let told = |report: &Report, evidence: &Evidence| {
        (units::bare(report.text.get(evidence.span)), evidence.supports, evidence.weakness)
    };
    let mut before: Vec<_> = before.iter().map(|evidence| told(old, evidence)).collect();
    let mut after: Vec<_> = after.iter().map(|evidence| told(new, evidence)).collect();
    before.sort_by(|a, b| a.0.cmp(&b.0));
    after.sort_by(|a, b| a.0.cmp(&b.0));
    before == after
}

fn renamed(role: Role, old: &Report, new: &Report) -> Option<RoleChange> {
    let (before, after) = (old.names(role), new.names(role));
    let sorted = |names: &[&str]| {
        let mut names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        names.sort_unstable();
        names
    };
    if sorted(&before) == sorted(&after) {
        return None;
    }
    let owned = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect();
    Some(RoleChange { role, old: owned(before), new: owned(after) })
}
