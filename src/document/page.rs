//! Pages as read, with their rows; and the document that they make together.

use std::ops::Range;

use super::flow;
use super::furniture::{self, PageRows};
use super::layout::Row;
use super::{Document, Follows, Gap, GapReason, Glyph, Kind, LineKind, Page, RawSpan, Rect};

/// A page as read, before it is known what its rows are for.
pub(super) struct ReadPage {
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) rows: Vec<Row>,
    /// Whether its text is what some program recognised in its picture.
    pub(super) recognised: bool,
    pub(super) gap: Option<GapReason>,
}

impl ReadPage {
    /// A page that is not read.
    pub(super) fn unread(size: (f32, f32), gap: GapReason) -> Self {
        Self { width: size.0, height: size.1, rows: Vec::new(), recognised: false, gap: Some(gap) }
    }
}

/// The document of these pages.
pub(super) fn put_together(read: Vec<ReadPage>, kind: Kind, title: Option<String>) -> Document {
    let rows: Vec<PageRows<'_>> =
        read.iter().map(|page| PageRows { rows: &page.rows, width: page.width, height: page.height }).collect();
    let furniture = furniture::find(&rows);
    let mut document = Document { kind, title, ..Document::default() };
    let mut glyphs: Vec<Vec<Glyph>> = vec![Vec::new(); read.len()];
    for flow::Placed { page, row, follows } in flow::order(&rows, &furniture) {
        push_row(&mut document, &mut glyphs[page], &read[page].rows[row], page as u32 + 1, follows);
    }
    for ((number, page), glyphs) in (1..).zip(&read).zip(glyphs) {
        document.pages.push(Page {
            number,
            label: None,
            recognised: page.recognised,
            width: page.width,
            height: page.height,
            glyphs,
        });
        document.gaps.extend(page.gap.map(|why| Gap { page: number, why }));
    }
    document
}

/// Adds a row as a line; without `follows` it is furniture.
fn push_row(document: &mut Document, glyphs: &mut Vec<Glyph>, row: &Row, page: u32, follows: Option<Follows>) {
    let kind = if follows.is_some() { LineKind::Body } else { LineKind::Furniture };
    let line = document.push_line(&row.text, follows.unwrap_or(Follows::Break));
    (line.kind, line.page, line.rect) = (kind, Some(page), Some(row.rect));
    line.confidence = row.confidence;
    let start = line.raw.start;
    let glyph = |(text, rect): &(Range<usize>, Rect)| Glyph {
        raw: RawSpan { start: start + text.start, end: start + text.end },
        rect: *rect,
    };
    glyphs.extend(row.glyphs.iter().map(glyph));
}
