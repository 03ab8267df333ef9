//! Regression over `corpus/`: gold labels against verdicts.
//!
//! A [`Case`] is a document with its gold label; [`run`] judges it anew, [`Score`] counts what came out right, and a [`Baseline`]
//! tells what changed since it was saved. A [`FormFile`] is the same document in another form, and [`compare`] says what that changes.

mod baseline;
mod case;
mod form;
mod mistake;
mod outcome;
mod score;

pub use baseline::{Baseline, Change, Effect};
pub use case::{Case, Gold, GoldEvidence, Kind, Label, LoadError, Names, Part, load};
pub use form::{Comparison, Difference, FormFile, FormScore, compare, forms};
pub use mistake::{Mistake, MistakeKind, mistakes};
pub use outcome::{Answer, Outcome, Quote, run};
pub use score::{ClauseScore, EvidenceScore, Ratio, Score, VerdictScore};

use crate::verdict::Verdict;

/// The verdicts that a label can give, in the order of tables.
pub const GOLD_VERDICTS: [Verdict; 4] = [Verdict::Found, Verdict::Partial, Verdict::Contradicted, Verdict::Missing];

fn from_id(word: &str) -> Option<Verdict> {
    Verdict::ALL.into_iter().find(|verdict| verdict.id() == word)
}
