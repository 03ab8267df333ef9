//! The drawing surface: takes a page's drawing operations and keeps what matters for reading, the characters and where they
//! are drawn. Nothing is rendered and no image is decoded.

use std::collections::HashMap;
use std::panic::resume_unwind;

use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::hayro_syntax::object::{self, Dict, Name};
use hayro_interpret::kurbo::{self, Affine, BezPath, PathEl, Point};
use hayro_interpret::{BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask};

use super::Rect;
use super::decode::{self, Decoder, Reading};
use super::overprint::Overprint;
use super::ruling;
use super::shown::{Shown, is_wide};

/// Share of the em that a character box rises above the baseline; with [`DESCENT`] it makes the ideographic em box.
const ASCENT: f64 = 0.88;
const DESCENT: f64 = 0.12;

/// Drawing operations of one page after which it is given up: no honest page comes near it.
const MAX_OPERATIONS: usize = 1_000_000;

/// A character (or ligature) as drawn, in page coordinates: PDF points from the top left corner.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    /// What it reads as.
    pub(super) text: Shown,
    /// Its box: from origin to advance, from ascent to descent.
    pub(super) rect: Rect,
    /// The em in points.
    pub(super) size: f32,
    /// Which way its baseline runs.
    pub(super) turn: Turn,
    /// Whether it is a glyph that no table maps to a character (its text is then U+FFFD), or only to one of private use.
    pub(super) unmapped: bool,
    /// Whether it is text for search only, as under a scan.
    pub(super) hidden: bool,
    /// Whether the file itself marks it as running head or footer.
    pub(super) artifact: bool,
}

/// The direction in which a baseline runs on the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Turn {
    /// Left to right: the glyph stands upright.
    #[default]
    Upright,
    /// Top to bottom: turned clockwise, as Latin words in vertical text.
    Down,
    /// Right to left: upside down.
    Over,
    /// Bottom to top: turned counter-clockwise.
    Up,
    /// Any other angle: watermarks and stamps.
    Oblique,
}

/// What a page shows.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    /// Characters in drawing order.
    pub(super) marks: Vec<Mark>,
    /// Area of the page covered by images, in square points; overlaps count twice.
    pub(super) image_area: f32,
    /// Filled paths with curves: many of them and no text are text turned to outlines.
    pub(super) outlines: usize,
    /// Whether text may have been lost because its font could not be loaded.
    pub(super) lost_font: bool,
    /// What it took.
    pub(super) work: Work,
    /// Lines drawn along the page's axes.
    pub(super) rules: Vec<Rect>,
}

/// Work done, or allowed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Work {
    /// Drawing operations.
    pub(super) operations: usize,
    /// Forms drawn (and clips, which look the same from here).
    pub(super) forms: usize,
}

/// Thrown out of the interpreter when a page asks for too much work; what it took until then.
pub(super) struct TooMuchWork(pub(super) Work);

/// Collects [`Drawn`] from the interpreter.
pub(super) struct TextDevice<'d, 'a> {
    decoder: &'d mut Decoder<'a>,
    drawn: Drawn,
    /// Work allowed.
    limits: Work,
    /// The last filled run, to know the stroke that only makes it bolder.
    last_fill: Option<RunKey>,
    /// Marked content that is open, innermost last.
    content: Vec<Content>,
    overprint: Overprint,
    /// What the glyph that is drawn reads as.
    reading: String,
}

/// Position of the first glyph and number of glyphs of a run.
type RunKey = (u64, u64, usize);

/// An open marked-content sequence.
struct Content {
    /// Replacement text, and the number of marks when it began.
    actual: Option<(String, usize)>,
    artifact: bool,
}

impl<'d, 'a> TextDevice<'d, 'a> {
    /// A surface for a page of perhaps `expected` characters.
    pub(super) fn new(decoder: &'d mut Decoder<'a>, limits: Work, expected: usize) -> Self {
        Self {
            decoder,
            drawn: Drawn { marks: Vec::with_capacity(expected), ..Drawn::default() },
            limits: Work { operations: limits.operations.min(MAX_OPERATIONS), ..limits },
            last_fill: None,
            content: Vec::new(),
            overprint: Overprint::default(),
            reading: String::new(),
        }
    }

    pub(super) fn finish(mut self) -> Drawn {
        drop_hidden_copies(&mut self.drawn.marks);
        self.drawn
    }

    /// Characters drawn so far.
    pub(super) fn count(&self) -> usize {
        self.drawn.marks.len()
    }

    /// What was drawn after the first `count` characters, in drawing order.
    pub(super) fn text_since(&self, count: usize) -> String {
        self.drawn.marks.iter().skip(count).map(|mark| mark.text.as_str()).collect()
    }

    /// Takes back all but the first `count` characters.
    pub(super) fn truncate(&mut self, count: usize) {
        if count < self.drawn.marks.len() {
            self.drawn.marks.truncate(count);
            self.overprint.clear();
        }
    }

    /// Sets one row of text without a font, whose origin and thousandths of an em `transform` maps to the page.
    pub(super) fn write(&mut self, text: &str, transform: Affine) {
        let Some((turn, size)) = turn_and_size(transform) else { return };
        let mut start = 0.0;
        for char in text.chars().filter(|char| !char.is_control()) {
            self.work(1);
            let advance = if is_wide(char) { 1000.0 } else { 500.0 };
            let rect = char_box(transform * Affine::translate((start, 0.0)), advance);
            let text = Shown::from(char);
            let (unmapped, hidden, artifact) = (false, false, false);
            self.drawn.marks.push(Mark { text, rect, size, turn, unmapped, hidden, artifact });
            start += advance;
        }
    }

    fn work(&mut self, amount: usize) {
        let work = &mut self.drawn.work;
        work.operations += amount;
        if work.operations > self.limits.operations || work.forms > self.limits.forms {
            // The interpreter cannot be told to stop; unwinding is the only way out, and the caller expects it.
            resume_unwind(Box::new(TooMuchWork(*work)));
        }
    }

    /// Fill-and-stroke text arrives twice; true for the second time.
    fn is_fake_bold(&mut self, run: &GlyphRun<'_, 'a>, transform: Affine, mode: &DrawMode) -> bool {
        let Some(first) = run.glyphs().first() else { return false };
        let origin = transform * first.transform() * Point::ZERO;
        let key = (origin.x.to_bits(), origin.y.to_bits(), run.glyphs().len());
        match mode {
            DrawMode::Stroke(_) => self.last_fill.take() == Some(key),
            _ => {
                self.last_fill = Some(key);
                false
            }
        }
    }

    fn draw_glyph(&mut self, glyph: &Glyph<'a>, transform: Affine, vertical: bool, hidden: bool) {
        let Some((turn, size)) = turn_and_size(transform) else { return };
        self.reading.clear();
        let reading = self.decoder.decode(glyph, &mut self.reading);
        let Some(first) = self.reading.chars().next() else { return };
        let advance = if vertical { 1000.0 } else { advance_of(glyph) };
        let rect = char_box(transform, advance);
        if !first.is_whitespace() && self.overprint.covers(first, rect, size) {
            return;
        }
        let artifact = self.content.iter().any(|content| content.artifact);
        let text = Shown::new(&self.reading);
        self.drawn.marks.push(Mark { text, rect, size, turn, unmapped: reading != Reading::Text, hidden, artifact });
    }

    /// Puts replacement text in the place of the marks drawn since `start`, if it fits them one to one or as one small group.
    fn replace(&mut self, actual: &str, start: usize) {
        let marks = self.drawn.marks.get_mut(start..).unwrap_or_default();
        let text: String = actual.chars().filter(|char| !char.is_control()).collect();
        if marks.len() == text.chars().count() {
            for (mark, char) in marks.iter_mut().zip(text.chars()) {
                mark.text = Shown::from(char);
                mark.unmapped = false;
            }
        } else if marks.len() == 1 && !text.is_empty() {
            marks[0].text = Shown::new(&text);
            marks[0].unmapped = false;
        } else if !marks.is_empty() && marks.iter().all(|mark| mark.unmapped) && !text.is_empty() {
            let rect = marks.iter().skip(1).fold(marks[0].rect, |all, mark| all.union(mark.rect));
            if rect.y1 - rect.y0 < 2.0 * marks[0].size {
                marks[0] = Mark { text: Shown::new(&text), rect, unmapped: false, ..marks[0].clone() };
                self.truncate(start + 1);
            }
        }
    }
}

impl<'a> Device<'a> for TextDevice<'_, 'a> {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        self.work(1 + run.glyphs().len());
        if self.is_fake_bold(run, props.transform, mode) {
            return;
        }
        let vertical = run.writing_mode() == hayro_cmap::WritingMode::Vertical;
        let hidden = matches!(mode, DrawMode::Invisible);
        for glyph in run.glyphs() {
            self.draw_glyph(glyph, props.transform * glyph.transform(), vertical, hidden);
        }
    }

    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.work(1);
        ruling::collect(path, props.transform, matches!(mode, DrawMode::Fill(_)), &mut self.drawn.rules);
        let curved = path.elements().iter().any(|element| matches!(element, PathEl::CurveTo(..) | PathEl::QuadTo(..)));
        if curved && matches!(mode, DrawMode::Fill(_)) {
            self.drawn.outlines += 1;
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.work(1);
        // The interpreter draws an image of w × h pixels as a rectangle of w × h units.
        let pixels = f64::from(image.width()) * f64::from(image.height());
        let area = (props.transform.determinant().abs() * pixels) as f32;
        if area.is_finite() {
            self.drawn.image_area += area;
        }
    }

    fn begin_marked_content(&mut self, tag: &[u8], properties: Option<&Dict<'_>>) {
        self.work(1);
        let actual = properties
            .and_then(|dict| dict.get::<object::String<'_>>(b"ActualText"))
            .map(|text| (decode::text_string(text.as_bytes()), self.drawn.marks.len()));
        let pagination =
            |dict: &Dict<'_>| dict.get::<Name<'_>>(b"Type").is_some_and(|name| name.as_str() == "Pagination");
        let artifact = tag == b"Artifact" && properties.is_some_and(pagination);
        self.content.push(Content { actual, artifact });
    }

    fn end_marked_content(&mut self) {
        if let Some(Content { actual: Some((actual, start)), .. }) = self.content.pop() {
            self.replace(&actual, start);
        }
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        // Every form begins with one.
        self.drawn.work.forms += 1;
        self.work(1);
    }

    fn push_clip_rect(&mut self, _: &kurbo::Rect) {
        self.work(1);
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.work(1);
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}

/// Drops recognised text that lies under the same text drawn visibly: a scan with a text layer that was typeset again.
fn drop_hidden_copies(marks: &mut Vec<Mark>) {
    if !marks.iter().any(|mark| mark.hidden) {
        return;
    }
    let mut visible: HashMap<String, Vec<Rect>> = HashMap::new();
    for mark in marks.iter().filter(|mark| !mark.hidden) {
        visible.entry(mark.text.to_string()).or_default().push(mark.rect);
    }
    marks.retain(|mark| {
        let near = |rect: &Rect| {
            (rect.x0 - mark.rect.x0).abs() < 0.6 * mark.size && (rect.y0 - mark.rect.y0).abs() < 0.6 * mark.size
        };
        !mark.hidden || !visible.get(mark.text.as_str()).is_some_and(|rects| rects.iter().any(near))
    });
}

fn advance_of(glyph: &Glyph<'_>) -> f64 {
    let advance = match glyph {
        Glyph::Outline(outline) => outline.advance_width(),
        Glyph::Type3(type3) => type3.advance_width(),
    };
    f64::from(advance.unwrap_or(500.0))
}

/// Direction of the baseline and the em in points; `None` for text too small or too odd to be read.
fn turn_and_size(transform: Affine) -> Option<(Turn, f32)> {
    let [a, b, c, d, ..] = transform.as_coeffs();
    let size = (c.hypot(d) * 1000.0) as f32;
    if !size.is_finite() || !(0.5..=2000.0).contains(&size) {
        return None;
    }
    let (x, y) = (a / a.hypot(b), b / a.hypot(b));
    // Within about three degrees of an axis.
    let turn = match (x, y) {
        _ if x > 0.998 => Turn::Upright,
        _ if x < -0.998 => Turn::Over,
        _ if y > 0.998 => Turn::Down,
        _ if y < -0.998 => Turn::Up,
        _ => Turn::Oblique,
    };
    Some((turn, size))
}

/// The box of a character whose origin and thousandths of an em `transform` maps to the page.
fn char_box(transform: Affine, advance: f64) -> Rect {
    let corner = |x: f64, y: f64| transform * Point::new(x, y);
    let corners = [
        corner(0.0, -DESCENT * 1000.0),
        corner(advance, -DESCENT * 1000.0),
        corner(0.0, ASCENT * 1000.0),
        corner(advance, ASCENT * 1000.0),
    ];
    let mut rect = Rect { x0: f32::MAX, y0: f32::MAX, x1: f32::MIN, y1: f32::MIN };
    for point in corners {
        let (x, y) = (point.x as f32, point.y as f32);
        rect = Rect { x0: rect.x0.min(x), y0: rect.y0.min(y), x1: rect.x1.max(x), y1: rect.y1.max(y) };
    }
    rect
}
