//! Second step: a [`Document`] becomes a [`Text`], one normalised string with a map back to where each character was drawn.

mod fold;
mod join;
mod map;
mod radicals;

pub use map::OffsetMap;

use crate::document::{Document, Glyph, LineKind, Page, RawSpan, Rect};
use crate::span::Span;

/// The document's text as all later stages read it.
///
/// One line of `norm` is one logical line (paragraph, heading, list item, table row) of the document: lines that the page
/// broke only for want of room are joined. Characters are NFKC-folded, radicals are ideographs, and spaces
/// inside Japanese are gone; a gap of more than one space is one space, and no line is blank.
#[derive(Clone, Debug, Default)]
pub struct Text {
    /// The normalised text.
    pub norm: String,
    /// Which characters of the document each part of `norm` came from.
    map: OffsetMap,
    /// `Document::raw`, for marks that folding makes alike (① and 1).
    raw: String,
    /// Characters of `norm` before each full [`STRIDE`] of bytes.
    strides: Vec<u32>,
}

/// Bytes between two entries of the character count: one look-up and a count of at most this many bytes.
const STRIDE: usize = 64;

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
        let (norm, map) = join::join(document);
        let strides = count_characters(&norm);
        Self { norm, map, raw: document.raw.clone(), strides }
    }

    /// The words at `span`; nothing where `span` is not on whole characters of the text.
    #[must_use]
    pub fn get(&self, span: Span) -> &str {
        self.norm.get(span.range()).unwrap_or_default()
    }

    /// The raw characters that `span` came from, as ranges of `Document::raw` in order. A span that touches part of an expansion
    /// (`㍑` became `リットル`) takes all of it.
    #[must_use]
    pub fn raw(&self, span: Span) -> Vec<RawSpan> {
        self.map.raw(span)
    }

    /// The raw characters from the first that `span` came from to the last, whatever stands between them; `None` where it came
    /// from none.
    #[must_use]
    pub fn hull(&self, span: Span) -> Option<RawSpan> {
        self.map.hull(span)
    }

    /// The document's own characters from the first of `span` to the last, as written: what tells ① from 1.
    #[must_use]
    pub fn source(&self, span: Span) -> &str {
        self.hull(span).and_then(|hull| self.raw.get(hull.start..hull.end)).unwrap_or_default()
    }

    /// White space before the line of the document on which `at` stands, in half-width columns.
    #[must_use]
    pub fn indent(&self, at: usize) -> usize {
        let Some(hull) = self.map.hull(Span::new(at, at + 1)) else { return 0 };
        let before = self.raw.get(..hull.start).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        line.chars().take_while(|&c| fold::is_space(c)).map(|c| if c == '\u{3000}' { 2 } else { 1 }).sum()
    }

    /// The words that came from `raw`; `None` when they are not part of the text.
    #[must_use]
    pub fn span_of(&self, raw: RawSpan) -> Option<Span> {
        self.map.norm(raw)
    }

    /// Where `span` stands on the pages: one rectangle for each line that it touches, in reading order.
    #[must_use]
    pub fn locate(&self, span: Span, document: &Document) -> Vec<Located> {
        let Some(hull) = self.map.hull(span) else { return Vec::new() };
        let parts = self.map.raw(span);
        let first = document.lines.partition_point(|line| line.raw.end <= hull.start);
        let lines = document.lines[first..].iter().take_while(|line| line.raw.start < hull.end);
        lines
            .filter_map(|line| {
                let number = line.page?;
                let page = document.pages.iter().find(|page| page.number == number)?;
                let on_line = parts.iter().filter_map(|part| intersection(*part, line.raw));
                let rect = on_line.flat_map(|part| glyphs(page, part)).map(|glyph| glyph.rect).reduce(around)?;
                Some(Located { page: number, rect })
            })
            .collect()
    }

    /// The paragraph of the document, counted from 1, in which `span` begins; `None` where the format does not count them.
    #[must_use]
    pub fn paragraph(&self, span: Span, document: &Document) -> Option<u32> {
        let hull = self.map.hull(span)?;
        let first = document.lines.partition_point(|line| line.raw.end <= hull.start);
        document.lines.get(first)?.paragraph
    }

    /// How sure character recognition is of the lines of `span`, from 0 to 1: the least sure of them counts. `None` where the
    /// characters were in the file.
    #[must_use]
    pub fn confidence(&self, span: Span, document: &Document) -> Option<f32> {
        let hull = self.map.hull(span)?;
        let first = document.lines.partition_point(|line| line.raw.end <= hull.start);
        let lines = document.lines[first..].iter().take_while(|line| line.raw.start < hull.end);
        lines.filter(|line| line.kind == LineKind::Body).filter_map(|line| line.confidence).reduce(f32::min)
    }

    /// `span` in Unicode scalar values of `norm`, as the JSON output counts.
    #[must_use]
    pub fn scalars(&self, span: Span) -> (usize, usize) {
        (self.characters_before(span.start), self.characters_before(span.end))
    }

    fn characters_before(&self, at: usize) -> usize {
        let at = at.min(self.norm.len());
        let stride = at / STRIDE;
        let counted = self.strides.get(stride).map_or(0, |&count| count as usize);
        counted + self.norm.as_bytes()[stride * STRIDE..at].iter().filter(|&&byte| starts_character(byte)).count()
    }
}

fn count_characters(norm: &str) -> Vec<u32> {
    let mut count = 0;
    let strides = norm.as_bytes().chunks(STRIDE).map(|chunk| {
        let before = count;
        count += chunk.iter().filter(|&&byte| starts_character(byte)).count() as u32;
        before
    });
    let mut strides: Vec<u32> = strides.collect();
    strides.push(count);
    strides
}

const fn starts_character(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

fn glyphs(page: &Page, raw: RawSpan) -> impl Iterator<Item = &Glyph> {
    let first = page.glyphs.partition_point(|glyph| glyph.raw.end <= raw.start);
    page.glyphs[first..].iter().take_while(move |glyph| glyph.raw.start < raw.end)
}

fn intersection(a: RawSpan, b: RawSpan) -> Option<RawSpan> {
    let both = RawSpan { start: a.start.max(b.start), end: a.end.min(b.end) };
    (both.start < both.end).then_some(both)
}

fn around(a: Rect, b: Rect) -> Rect {
    Rect { x0: a.x0.min(b.x0), y0: a.y0.min(b.y0), x1: a.x1.max(b.x1), y1: a.y1.max(b.y1) }
}
