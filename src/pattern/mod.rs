//! Seventh step: statements are held against the clause patterns, and each match is a [`Finding`].

mod compile;
mod example;
mod explain;
mod file;
mod find;
mod form;
mod listing;
mod paraphrase;
mod reading;
mod remark;
mod scan;
mod terms;

pub(crate) use compile::{ClauseRules, Example, Pattern, compile};
pub use compile::{Effect, PatternError};
pub use example::{Expected, Mutation};
pub(crate) use example::{Specimen, specimens};
pub use explain::{Account, Asked, Explanation, Misses, Part, particle};
pub(crate) use explain::{Lens, explain};
pub(crate) use file::Follow;
pub use find::Finding;
pub(crate) use find::{Field, Index, ancestors, findings, in_annex, watched};
pub(crate) use form::{Element, Form, parse as parse_form};
pub use listing::Listing;
pub(crate) use reading::Grammar;
pub use remark::{Remark, RemarkKind, remarks};
pub(crate) use scan::{Roles, Scene};
pub(crate) use terms::{Occurrences, TermId, Terms};
