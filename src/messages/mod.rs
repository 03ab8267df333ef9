//! Every word that people read, in Japanese and in English. Ids are the same in both and stand nowhere here but as keys.

mod annotate;
mod clause;
pub mod corpus;
pub mod diff;
pub mod lsp;
pub mod failure;
mod pattern;
pub mod reason;
pub mod report;
pub mod sheet;
pub mod suggest;
pub mod tools;
mod words;

pub use annotate::{
    annotate_error, annotate_hint, mark_against, mark_attachment, mark_bookmark, mark_disqualified, mark_elements,
    mark_others, mark_outcome, mark_place, mark_reason, mark_review, mark_weak, pdf_fault, present,
};
pub use clause::{ClauseWords, clause, disqualifier, element};
pub use pattern::{asked, effect, mutation, polarity, remark, wanted};
pub use words::{
    foreign, gap, kind, lean, mark, modality, nature, pages, read_error, read_hint, recognised, recognised_pages, role,
    unit_kind, verdict, weakness, weakness_word,
};

/// The language of what people read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// 日本語
    #[default]
    Ja,
    /// English
    En,
}

impl Lang {
    /// The wording in this language.
    pub fn of<T>(self, ja: T, en: T) -> T {
        match self {
            Self::Ja => ja,
            Self::En => en,
        }
    }

    /// Joins `items` as a list is written in running text.
    #[must_use]
    pub fn list<S: AsRef<str>>(self, items: &[S]) -> String {
        let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
        match (self, items.split_last()) {
            (Self::En, Some((last, others))) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
            _ => items.join("、"),
        }
    }
}
