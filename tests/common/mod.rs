//! What the tests of the stages share.

use joko::document::{Document, Follows, Glyph, Line, LineKind, Page, RawSpan, Rect};

/// Tells that a test was not run, or not all of it, because of `why`: a program that it needs is not installed.
#[allow(clippy::print_stderr, reason = "a skipped test must say so")]
pub(crate) fn skipped(why: &str) {
    eprintln!("SKIPPED: {why}");
}

/// The document that a plain text is, each of its lines a paragraph.
pub(crate) fn document(raw: &str) -> Document {
    let mut start = 0;
    let lines = raw
        .split_inclusive('\n')
        .map(|line| {
            let raw = RawSpan { start, end: start + line.trim_end_matches('\n').len() };
            start += line.len();
            Line {
                raw,
                page: None,
                rect: None,
                paragraph: None,
                kind: LineKind::Body,
                follows: Follows::Break,
                confidence: None,
            }
        })
        .collect();
    Document { raw: raw.to_owned(), lines, ..Document::default() }
}

/// The same document on one page: each character is a glyph 10 points wide and high, each line 12 points below the last.
#[allow(dead_code, reason = "not every test looks at the page")]
pub(crate) fn pages(lines: &[&str]) -> Document {
    let mut document = document(&(lines.join("\n") + "\n"));
    let mut glyphs = Vec::new();
    for (line, y) in document.lines.iter_mut().zip((0_u16..).map(|row| f32::from(row) * 12.0)) {
        line.page = Some(1);
        let words = document.raw.get(line.raw.start..line.raw.end).unwrap_or_default();
        for ((at, c), x) in words.char_indices().zip((0_u16..).map(|column| f32::from(column) * 10.0)) {
            let start = line.raw.start + at;
            let raw = RawSpan { start, end: start + c.len_utf8() };
            glyphs.push(Glyph { raw, rect: Rect { x0: x, y0: y, x1: x + 10.0, y1: y + 10.0 } });
        }
    }
    document.pages = vec![Page { number: 1, label: None, recognised: false, width: 595.0, height: 842.0, glyphs }];
    document
}
