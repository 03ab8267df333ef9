//! What the tests of the stages share.

use joko::document::{Document, Follows, Line, LineKind, RawSpan};

/// The document that a plain text is, each of its lines a paragraph.
pub(crate) fn document(raw: &str) -> Document {
    let mut start = 0;
    let lines = raw
        .split_inclusive('\n')
        .map(|line| {
            let raw = RawSpan { start, end: start + line.trim_end_matches('\n').len() };
            start += line.len();
            Line { raw, page: None, rect: None, kind: LineKind::Body, follows: Follows::Break }
        })
        .collect();
    Document { raw: raw.to_owned(), lines, ..Document::default() }
}
