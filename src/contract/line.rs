//! The logical lines of the text, each with its label.

use super::attached;
use super::label::{self, Label};
use crate::span::Span;
use crate::text::Text;

/// A logical line.
#[derive(Debug)]
pub(super) struct Line<'t> {
    pub(super) span: Span,
    pub(super) text: &'t str,
    pub(super) label: Option<Label>,
    /// White space before it on the page, in half-width columns.
    pub(super) indent: usize,
}

/// All lines of `text`, in order.
pub(super) fn lines(text: &Text) -> Vec<Line<'_>> {
    let mut start = 0;
    let mut lines: Vec<Line<'_>> = text
        .norm
        .split('\n')
        .map(|words| {
            let span = Span::new(start, start + words.len());
            start = span.end + 1;
            (span, words)
        })
        .filter(|(span, _)| !span.is_empty())
        .map(|(span, words)| Line {
            span,
            text: words,
            label: label::label(words, first_source_character(text, span.start)),
            indent: text.indent(span.start),
        })
        .collect();
    attached::settle(&mut lines);
    lines
}

/// The character of the document that the text has at `at`.
pub(super) fn first_source_character(text: &Text, at: usize) -> Option<char> {
    let len = text.get(Span::new(at, text.norm.len())).chars().next()?.len_utf8();
    text.source(Span::new(at, at + len)).chars().next()
}
