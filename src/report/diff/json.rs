//! The comparison for programs, version `joko-diff/1`: structs of its own, so that what other programs rely on changes only
//! here.

use schemars::{JsonSchema, Schema, schema_for};
use serde::Serialize;

use super::{ClauseChange, Diff, DisqualifierChange, Row};
use crate::messages::Lang;
use crate::report::{Report, reason};
use crate::rulebook;
use crate::verdict;

const VERSION: &str = "joko-diff/1";

/// What changed between two versions of a contract, as `joko diff --format json` gives it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "joko-diff/1", rename = "joko-diff/1")]
pub struct Comparison {
    /// Name and version of this format.
    #[schemars(extend("const" = VERSION))]
    schema: &'static str,
    /// The version before.
    old: Version,
    /// The version after.
    new: Version,
    /// Every mandatory clause in the order of the criteria.
    clauses: Vec<Clause>,
    /// The clauses for each upstream that both versions name, where either carries more than one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    upstreams: Vec<Upstream>,
    /// Every disqualifier.
    disqualifiers: Vec<Disqualifier>,
    /// The roles whose names are not the same.
    roles: Vec<RoleChange>,
    /// The units of both versions, aligned, in the order of the new one.
    units: Vec<Unit>,
    /// How much changed.
    summary: Summary,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Version {
    /// The file's name as it was given.
    file: String,
    /// The contract's title.
    title: Option<String>,
    /// Whether every clause is found and no disqualifier present.
    pass: bool,
    /// What a reader should know beside the verdicts.
    warnings: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Clause {
    /// Id, such as `direct-contract`.
    id: String,
    /// Title.
    title: String,
    /// How the verdict changed.
    change: Change,
    /// As it was.
    old: Judgment,
    /// As it is.
    new: Judgment,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Change {
    /// Farther from `found`, or a disqualifier came up.
    Worse,
    /// Nearer to `found`, or a disqualifier is gone.
    Better,
    /// The same verdict on other words.
    Evidence,
    /// The same verdict on the same words.
    Same,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Judgment {
    /// The verdict.
    verdict: Verdict,
    /// Why, in one sentence.
    reason: String,
    /// What the verdict rests on, in document order.
    evidence: Vec<Evidence>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Verdict {
    Found,
    Partial,
    Contradicted,
    Missing,
    Undetermined,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Evidence {
    /// The deepest unit that holds the words.
    at: String,
    /// Page, counted from 1; null for formats without pages.
    page: Option<u32>,
    /// The words.
    quote: String,
    /// False where the words contradict or weaken.
    supports: bool,
    /// Ids of the elements that the words bear on.
    elements: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Upstream {
    /// The upstream's name.
    name: String,
    /// Its clauses in the order of the criteria.
    clauses: Vec<Clause>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Disqualifier {
    /// Id, such as `agency-sales`.
    id: String,
    /// How it changed.
    change: Change,
    /// As it was.
    old: Presence,
    /// As it is.
    new: Presence,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Presence {
    /// Whether the contract holds it.
    present: bool,
    /// What that rests on.
    evidence: Vec<Evidence>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct RoleChange {
    /// The role.
    role: Role,
    /// The names before, the most used first.
    old: Vec<String>,
    /// The names after.
    new: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Role {
    Upstream,
    Operator,
    User,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Unit {
    /// What became of its words.
    change: UnitChange,
    /// Whether it stands elsewhere among the others.
    moved: bool,
    /// Whether it bears another number.
    renumbered: bool,
    /// As it was; null for an added one.
    old: Option<Side>,
    /// As it is; null for a deleted one.
    new: Option<Side>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum UnitChange {
    Same,
    Changed,
    Added,
    Deleted,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Side {
    /// Its place, such as `第3条第1項`.
    at: String,
    /// The caption of the article that it belongs to.
    caption: Option<String>,
    /// Its page, counted from 1; null for formats without pages.
    page: Option<u32>,
    /// Its words in pieces; together they are the unit's text, a caption of its own in （）.
    pieces: Vec<Piece>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Piece {
    /// Whether the other version does not have these words there.
    changed: bool,
    /// The words.
    text: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Summary {
    /// Clauses with a worse verdict.
    worse: usize,
    /// Clauses with a better verdict.
    better: usize,
    /// Clauses with the same verdict on other words.
    evidence: usize,
    /// Whether any verdict is worse, for any upstream, or a disqualifier came up: exit status 1.
    is_worse: bool,
    /// Units with other words.
    changed: usize,
    added: usize,
    deleted: usize,
    moved: usize,
}

/// The JSON Schema of [`Comparison`], as committed in `schema/joko-diff-1.schema.json`.
#[must_use]
pub fn schema() -> Schema {
    schema_for!(Comparison)
}

impl Comparison {
    /// What `diff` comes to in this format.
    #[must_use]
    pub fn of(diff: &Diff<'_>, clauses: &[rulebook::Clause], lang: Lang) -> Self {
        let told = |changes: &[ClauseChange<'_>]| {
            changes.iter().map(|change| Clause::of(change, diff, clauses, lang)).collect::<Vec<_>>()
        };
        let upstreams =
            diff.upstreams.iter().map(|one| Upstream { name: one.name.to_owned(), clauses: told(&one.clauses) });
        Self {
            schema: VERSION,
            old: Version::of(diff.old, lang),
            new: Version::of(diff.new, lang),
            clauses: told(&diff.clauses),
            upstreams: upstreams.collect(),
            disqualifiers: diff.disqualifiers.iter().map(|change| Disqualifier::of(change, diff)).collect(),
            roles: diff.roles.iter().map(RoleChange::of).collect(),
            units: diff.rows.iter().map(Unit::of).collect(),
            summary: Summary::of(diff),
        }
    }
}

impl Version {
    fn of(report: &Report, lang: Lang) -> Self {
        Self {
            file: report.file.clone(),
            title: report.title().map(str::to_owned),
            pass: report.passes(),
            warnings: report.warnings.iter().map(|warning| reason::warning(report, warning, lang)).collect(),
        }
    }
}

impl Clause {
    fn of(change: &ClauseChange<'_>, diff: &Diff<'_>, clauses: &[rulebook::Clause], lang: Lang) -> Self {
        let clause = &clauses[change.new.clause];
        Self {
            id: clause.id.clone(),
            title: reason::title(clause, lang).to_owned(),
            change: change.change.into(),
            old: Judgment::of(change.old, diff.old, clauses, lang),
            new: Judgment::of(change.new, diff.new, clauses, lang),
        }
    }
}

impl Judgment {
    fn of(judgment: &verdict::Judgment, report: &Report, clauses: &[rulebook::Clause], lang: Lang) -> Self {
        Self {
            verdict: judgment.verdict.into(),
            reason: reason::reason(report, clauses, judgment, lang),
            evidence: judgment.evidence.iter().map(|evidence| Evidence::of(evidence, report)).collect(),
        }
    }
}

impl Evidence {
    fn of(evidence: &verdict::Evidence, report: &Report) -> Self {
        Self {
            at: report.contract.place(evidence.unit),
            page: report.page(evidence),
            quote: report.text.get(evidence.span).to_owned(),
            supports: evidence.supports,
            elements: evidence.elements.clone(),
        }
    }
}

impl Disqualifier {
    fn of(change: &DisqualifierChange<'_>, diff: &Diff<'_>) -> Self {
        let presence = |found: &verdict::Disqualifier, report| Presence {
            present: found.present,
            evidence: found.evidence.iter().map(|evidence| Evidence::of(evidence, report)).collect(),
        };
        Self {
            id: change.new.id.clone(),
            change: change.change.into(),
            old: presence(change.old, diff.old),
            new: presence(change.new, diff.new),
        }
    }
}

impl RoleChange {
    fn of(change: &super::RoleChange) -> Self {
        let role = match change.role {
            crate::party::Role::Upstream => Role::Upstream,
            crate::party::Role::Operator => Role::Operator,
            crate::party::Role::User => Role::User,
        };
        Self { role, old: change.old.clone(), new: change.new.clone() }
    }
}

impl Unit {
    fn of(row: &Row) -> Self {
        Self {
            change: match row.change {
                super::RowChange::Same => UnitChange::Same,
                super::RowChange::Changed => UnitChange::Changed,
                super::RowChange::Added => UnitChange::Added,
                super::RowChange::Deleted => UnitChange::Deleted,
            },
            moved: row.moved,
            renumbered: row.is_renumbered(),
            old: row.old.as_ref().map(Side::of),
            new: row.new.as_ref().map(Side::of),
        }
    }
}

impl Side {
    fn of(side: &super::Side) -> Self {
        let pieces = side.pieces.iter().map(|piece| Piece { changed: piece.changed, text: piece.text.clone() });
        Self { at: side.place.clone(), caption: side.caption.clone(), page: side.page, pieces: pieces.collect() }
    }
}

impl Summary {
    fn of(diff: &Diff<'_>) -> Self {
        Self {
            worse: diff.count(super::Change::Worse),
            better: diff.count(super::Change::Better),
            evidence: diff.count(super::Change::Evidence),
            is_worse: diff.is_worse(),
            changed: diff.count_rows(super::RowChange::Changed),
            added: diff.count_rows(super::RowChange::Added),
            deleted: diff.count_rows(super::RowChange::Deleted),
            moved: diff.moved(),
        }
    }
}

impl From<super::Change> for Change {
    fn from(change: super::Change) -> Self {
        match change {
            super::Change::Worse => Self::Worse,
            super::Change::Better => Self::Better,
            super::Change::Evidence => Self::Evidence,
            super::Change::Same => Self::Same,
        }
    }
}

impl From<verdict::Verdict> for Verdict {
    fn from(verdict: verdict::Verdict) -> Self {
        match verdict {
            verdict::Verdict::Found => Self::Found,
            verdict::Verdict::Partial => Self::Partial,
            verdict::Verdict::Contradicted => Self::Contradicted,
            verdict::Verdict::Missing => Self::Missing,
            verdict::Verdict::Undetermined => Self::Undetermined,
        }
    }
}
