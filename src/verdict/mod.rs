//! Eighth step: findings become one [`Judgment`] for each mandatory clause.

mod exception;
mod gather;
mod judge;
mod lean;

use crate::contract::UnitId;
use crate::span::Span;

pub(crate) use judge::{Bench, disqualifiers, judgments};
pub use lean::Lean;

/// What a clause comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// 充足: every element is provided, bindingly.
    Found,
    /// 一部充足: some elements, or all of them weakly.
    Partial,
    /// 抵触: the contract provides the opposite.
    Contradicted,
    /// 欠落: nothing in the contract provides any element.
    Missing,
    /// 判定不能: part of the document could not be read, and nothing decisive was found in the rest.
    Undetermined,
}

impl Verdict {
    /// All of them, in the order in which they are counted for a reader.
    pub const ALL: [Self; 5] = [Self::Found, Self::Partial, Self::Contradicted, Self::Missing, Self::Undetermined];

    /// The verdict as labels, JSON and other programs know it.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::Partial => "partial",
            Self::Contradicted => "contradicted",
            Self::Missing => "missing",
            Self::Undetermined => "undetermined",
        }
    }

    /// How far from `found` it is.
    pub(crate) const fn badness(self) -> u8 {
        match self {
            Self::Found => 0,
            Self::Partial => 1,
            Self::Undetermined => 2,
            Self::Missing => 3,
            Self::Contradicted => 4,
        }
    }
}

/// A clause's verdict and what it rests on.
#[derive(Clone, Debug)]
pub struct Judgment {
    /// Index into the rulebook's mandatory clauses, which stand in the order of the criteria.
    pub clause: usize,
    /// The verdict.
    pub verdict: Verdict,
    /// Whether each element of the clause is met, in the order of the clause's elements.
    pub met: Vec<bool>,
    /// What the verdict rests on, in document order.
    pub evidence: Vec<Evidence>,
    /// What the verdict leans on that is not certain: where there is anything, a person should read the place again.
    pub leans: Vec<Lean>,
}

/// Of several upstreams' judgments the worst counts, with what it rests on (note 1).
pub(crate) fn worsen(judgments: &mut [Judgment], others: &[Judgment]) {
    for (judgment, other) in judgments.iter_mut().zip(others) {
        if other.verdict.badness() > judgment.verdict.badness() {
            *judgment = other.clone();
        }
    }
}

/// Words of the contract that a verdict rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The deepest unit that holds the words.
    pub unit: UnitId,
    /// The words: the statement's clause.
    pub span: Span,
    /// Ids of the elements that the words bear on.
    pub elements: Vec<String>,
    /// False where the words contradict or weaken.
    pub supports: bool,
    /// Id of the pattern that matched, for `explain`.
    pub pattern: String,
    /// Why the words count for less than they say, if they do.
    pub weakness: Option<Weakness>,
    /// Whether the subject of the words comes from an earlier sentence.
    pub inherited: bool,
}

/// What makes a provision less than binding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Weakness {
    /// 努める
    Effort,
    /// できる
    Optional,
    /// 別途協議
    Deferred,
    /// A broad exception stands against it.
    Exception,
    /// It cites an annex that the document does not hold.
    Dangling,
}

/// Whether a disqualifier holds.
#[derive(Clone, Debug)]
pub struct Disqualifier {
    /// Id, such as `agency-sales`.
    pub id: String,
    /// Title in Japanese.
    pub title: String,
    /// Whether it is present.
    pub present: bool,
    /// What that rests on.
    pub evidence: Vec<Evidence>,
}
