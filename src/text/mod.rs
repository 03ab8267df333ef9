//! Second step: a [`Document`] becomes a [`Text`], one normalised string with a map back to where each character was drawn.

use crate::document::{Document, RawSpan, Rect};
use crate::span::Span;

/// The document's text as all later stages read it.
///
/// One line of `norm` is one logical line (paragraph, heading, list item, table row) of the document: lines that the page
/// broke only for want of room are joined. Characters are NFKC-folded, radicals are ideographs, and spaces
/// inside Japanese are gone.
#[derive(Clone, Debug, Default)]
pub struct Text {
    /// The normalised text.
    pub norm: String,
}

/// A place on a page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Located {
    /// Page, counted from 1.
    pub page: u32,
    /// The rectangle around the characters on one line.
    pub rect: Rect,
}

impl Text {
    /// Normalises the body lines of `document`.
    #[must_use]
    pub fn of(document: &Document) -> Self {
        let _ = document;
        Self::default()
    }

    /// The words at `span`.
    #[must_use]
    pub fn get(&self, span: Span) -> &str {
        &self.norm[span.range()]
    }

    /// The raw characters that `span` came from, as ranges of `Document::raw` in order. A span that touches part of an expansion
    /// (`㍑` became `リットル`) takes all of it.
    #[must_use]
    pub fn raw(&self, span: Span) -> Vec<RawSpan> {
        let _ = span;
        Vec::new()
    }

    /// Where `span` stands on the pages: one rectangle for each line that it touches, in reading order.
    #[must_use]
    pub fn locate(&self, span: Span, document: &Document) -> Vec<Located> {
        let _ = (span, document);
        Vec::new()
    }

    /// `span` in Unicode scalar values of `norm`, as the JSON output counts.
    #[must_use]
    pub fn scalars(&self, span: Span) -> (usize, usize) {
        let _ = span;
        (0, 0)
    }
}
