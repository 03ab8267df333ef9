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
    /// Its rows; on the page set upright, if its picture does not lie so.
    pub(super) rows: Vec<Row>,
    /// Quarters of a turn, against the clock, that set the page upright.
    pub(super) quarters: u8,
    /// Whether its text is what some program recognised in its picture.
    pub(super) recognised: bool,
    pub(super) gap: Option<GapReason>,
}

impl ReadPage {
    /// A page that is not read.
    pub(super) fn unread(size: (f32, f32), gap: GapReason) -> Self {
        Self { width: size.0, height: size.1, rows: Vec::new(), quarters: 0, recognised: false, gap: Some(gap) }
    }

    /// A rectangle of the page set upright, as the page is shown.
    fn shown(&self, rect: Rect) -> Rect {
        let Rect { x0, y0, x1, y1 } = rect;
        let (width, height) = (self.width, self.height);
        match self.quarters % 4 {
            0 => rect,
            1 => Rect { x0: width - y1, y0: x0, x1: width - y0, y1: x1 },
            2 => Rect { x0: width - x1, y0: height - y1, x1: width - x0, y1: height - y0 },
            _ => Rect { x0: y0, y0: height - x1, x1: y1, y1: height - x0 },
        }
    }
}

/// The document of these pages.
pub(super) fn put_together(read: Vec<ReadPage>, kind: Kind, title: Option<String>) -> Document {
    let upright = |page: &ReadPage| match page.quarters % 2 {
        0 => (page.width, page.height),
        _ => (page.height, page.width),
    };
    let rows = |page| {
        let (width, height) = upright(page);
        PageRows { rows: &page.rows, width, height }
    };
    let rows: Vec<PageRows<'_>> = read.iter().map(rows).collect();
    let furniture = furniture::find(&rows);
    let mut document = Document { kind, title, ..Document::default() };
    let mut glyphs: Vec<Vec<Glyph>> = vec![Vec::new(); read.len()];
    for flow::Placed { page, row, follows } in flow::order(&rows, &furniture) {
        push_row(&mut document, &mut glyphs[page], &read[page], row, (page as u32 + 1, follows));
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

/// Adds a row of `page` as a line of the page of that number; if it does not follow anyhow, it is furniture.
fn push_row(
    document: &mut Document,
    glyphs: &mut Vec<Glyph>,
    page: &ReadPage,
    row: usize,
    (number, follows): (u32, Option<Follows>),
) {
    let row = &page.rows[row];
    let kind = if follows.is_some() { LineKind::Body } else { LineKind::Furniture };
    let line = document.push_line(&row.text, follows.unwrap_or(Follows::Break));
    (line.kind, line.page, line.rect) = (kind, Some(number), Some(page.shown(row.rect)));
    line.confidence = row.confidence;
    let start = line.raw.start;
    let glyph = |(text, rect): &(Range<usize>, Rect)| Glyph {
        raw: RawSpan { start: start + text.start, end: start + text.end },
        rect: page.shown(*rect),
    };
    glyphs.extend(row.glyphs.iter().map(glyph));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rectangles_of_a_turned_page() {
        let page = |quarters| ReadPage { quarters, ..ReadPage::unread((600.0, 800.0), GapReason::ImageOnly) };
        let upright = Rect { x0: 10.0, y0: 20.0, x1: 50.0, y1: 30.0 };
        let shown = |quarters| {
            let rect = page(quarters).shown(upright);
            [rect.x0, rect.y0, rect.x1, rect.y1]
        };
        assert_eq!(shown(0), [10.0, 20.0, 50.0, 30.0]);
        // The page lies on its right side: its top is at the right.
        assert_eq!(shown(1), [570.0, 10.0, 580.0, 50.0]);
        assert_eq!(shown(2), [550.0, 770.0, 590.0, 780.0]);
        assert_eq!(shown(3), [20.0, 750.0, 30.0, 790.0]);
    }
}
