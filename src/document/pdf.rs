//! PDF: opens the file, reads its pages one by one and puts them together, whatever state they are in.
//!
//! A PDF is somebody else's program. Opening and interpreting it may panic, and does so behind `catch_unwind`: a page that
//! fails is a gap, and the others are still read.

use std::cell::Cell;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use hayro_interpret::kurbo;
use hayro_interpret::util::TransformExt;
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, interpret_page};
use hayro_syntax::page::Page as PdfPage;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf, PdfData};

use super::bounds::{self, Account, Load};
use super::decode::{self, Decoder};
use super::device::{Drawn, TextDevice, TooMuchWork, Work};
use super::follow::{self, Shape};
use super::furniture::{self, PageRows};
use super::layout::{self, Row};
use super::ocr;
use super::{Document, Follows, Gap, GapReason, Glyph, Kind, LineKind, Ocr, Page, RawSpan, ReadError, ReadOptions};

/// Characters read at most, in all pages together.
const MAX_MARKS: usize = 4_000_000;
/// Drawing operations interpreted at most, in all pages together.
const MAX_OPERATIONS: usize = 20_000_000;
/// The em of most contracts in points, to measure margins by.
const EM: f32 = 10.5;
/// Share of unmapped glyphs from which a page counts as unreadable.
const MAX_UNMAPPED: f32 = 0.1;

/// Reads a PDF.
pub(super) fn read(bytes: &[u8], options: &ReadOptions) -> Result<Document, ReadError> {
    bounds::weigh_file(bytes, options.max_bytes).map_err(|_| ReadError::TooLarge(options.max_bytes))?;
    let pdf = open(bytes, options)?;
    let pages = guarded(|| pdf.pages().len()).unwrap_or(0);
    if pages == 0 {
        return Err(ReadError::Broken("ページがありません".to_owned()));
    }
    let mut read = read_pages(&pdf, options);
    mark_textless(&mut read);
    let title = pdf.metadata().title.as_deref().map(decode::text_string).filter(|title| !title.trim().is_empty());
    Ok(put_together(read, title))
}

thread_local! {
    /// Whether this thread runs code that may panic and is guarded against it.
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread is interpreting somebody's file, so that a panic is a fault of the file: it is caught, and a gap of
/// the document tells of it. A panic hook need not.
#[must_use]
pub fn in_foreign_code() -> bool {
    GUARDED.get()
}

/// Runs foreign code that may panic.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    caught(work).ok()
}

/// Runs foreign code that may panic; the error is what was thrown.
fn caught<T>(work: impl FnOnce() -> T) -> thread::Result<T> {
    let before = GUARDED.replace(true);
    let result = catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(before);
    result
}

/// Tries the empty password, then the given one.
fn open(bytes: &[u8], options: &ReadOptions) -> Result<Pdf, ReadError> {
    let broken = |why: &str| ReadError::Broken(why.to_owned());
    let mut passwords = vec![""];
    passwords.extend(options.password.as_deref());
    let data = PdfData::from(bytes.to_vec());
    for password in passwords {
        let opened = guarded(|| Pdf::new_with_password(data.clone(), password));
        match opened {
            Some(Ok(pdf)) => return Ok(pdf),
            Some(Err(LoadPdfError::Decryption(DecryptionError::PasswordProtected))) => {}
            Some(Err(LoadPdfError::Decryption(DecryptionError::UnsupportedAlgorithm))) => {
                return Err(broken("対応していない方式で暗号化されています"));
            }
            Some(Err(LoadPdfError::Decryption(_))) => return Err(broken("暗号化の情報が壊れています")),
            Some(Err(LoadPdfError::Invalid)) | None => return Err(broken("構造が壊れています")),
        }
    }
    Err(ReadError::Encrypted)
}

/// A page as read, before it is known what its rows are for.
pub(super) struct ReadPage {
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) rows: Vec<Row>,
    pub(super) gap: Option<GapReason>,
    /// Whether its rows were recognised in its picture.
    pub(super) recognised: bool,
}

fn read_pages(pdf: &Pdf, options: &ReadOptions) -> Vec<ReadPage> {
    let mut reader = PageReader::new(pdf, options);
    let pages = pdf.pages().iter().enumerate();
    pages.map(|(index, page)| if index < options.max_pages { reader.read(page) } else { beyond(page) }).collect()
}

/// A page that is not looked at.
fn beyond(page: &PdfPage<'_>) -> ReadPage {
    let (width, height) = page.render_dimensions();
    ReadPage { width, height, rows: Vec::new(), gap: Some(GapReason::BeyondPages), recognised: false }
}

/// Reads page by page, with what is shared between them.
struct PageReader<'a> {
    pdf: &'a Pdf,
    cache: InterpreterCache<'a>,
    decoder: Decoder<'a>,
    account: Account,
    /// Characters that may still be read.
    marks: usize,
    /// Drawing operations that may still be interpreted.
    operations: usize,
    ocr: Ocr,
}

impl<'a> PageReader<'a> {
    fn new(pdf: &'a Pdf, options: &ReadOptions) -> Self {
        Self {
            pdf,
            cache: InterpreterCache::new(),
            decoder: Decoder::new(pdf),
            account: Account::new(options.max_bytes),
            marks: MAX_MARKS,
            operations: MAX_OPERATIONS,
            ocr: options.ocr,
        }
    }

    fn read(&mut self, page: &PdfPage<'a>) -> ReadPage {
        let (width, height) = page.render_dimensions();
        match self.draw(page) {
            Ok(drawn) => {
                let read = read_page(&drawn, page, width, height);
                if self.wants_recognition(&drawn, &read) { self.recognise(page, read) } else { read }
            }
            Err(gap) => ReadPage { width, height, rows: Vec::new(), gap: Some(gap), recognised: false },
        }
    }

    fn wants_recognition(&self, drawn: &Drawn, read: &ReadPage) -> bool {
        match self.ocr {
            Ocr::Never => false,
            Ocr::Always => read.gap != Some(GapReason::Damaged),
            Ocr::Auto => match read.gap {
                Some(gap) => matches!(gap, GapReason::ImageOnly | GapReason::Unmapped),
                None => ocr::is_garbage(&drawn.marks),
            },
        }
    }

    /// The page as its picture reads; as it was where nothing can be recognised.
    fn recognise(&self, page: &PdfPage<'a>, read: ReadPage) -> ReadPage {
        let picture = guarded(|| ocr::draw(page)).flatten();
        let rows = picture.and_then(|picture| guarded(|| ocr::rows(&picture, read.width, read.height)));
        match rows {
            Some((rows, None)) => ReadPage { rows, gap: None, recognised: true, ..read },
            // The page's own text, if it has any, is as good as it was.
            Some((_, Some(gap))) if read.gap == Some(GapReason::ImageOnly) => ReadPage { gap: Some(gap), ..read },
            _ => read,
        }
    }

    fn draw(&mut self, page: &PdfPage<'a>) -> Result<Drawn, GapReason> {
        if self.marks == 0 || self.operations == 0 {
            return Err(GapReason::BeyondSize);
        }
        let account = &mut self.account;
        let weighed = guarded(|| account.page(page)).ok_or(GapReason::Damaged)?;
        let load = weighed.map_err(|_| GapReason::BeyondSize)?;
        let limits = Work { operations: self.operations, forms: self.account.forms_left(load) };
        let (pdf, cache, decoder) = (self.pdf, &self.cache, &mut self.decoder);
        let drawn = caught(|| draw(page, pdf, cache, decoder, limits));
        if drawn.is_err() {
            // A panic may leave the caches half written.
            self.cache = InterpreterCache::new();
            self.decoder = Decoder::new(self.pdf);
        }
        match drawn {
            Ok(drawn) => {
                self.spend(drawn.work, load);
                self.marks = self.marks.saturating_sub(drawn.marks.len());
                Ok(drawn)
            }
            Err(thrown) => match thrown.downcast_ref::<TooMuchWork>() {
                Some(TooMuchWork(work)) => {
                    self.spend(*work, load);
                    Err(GapReason::BeyondSize)
                }
                None => Err(GapReason::Damaged),
            },
        }
    }

    fn spend(&mut self, work: Work, load: Load) {
        self.operations = self.operations.saturating_sub(work.operations);
        self.account.drew(load, work.forms);
    }
}

fn draw<'a>(
    page: &PdfPage<'a>,
    pdf: &'a Pdf,
    cache: &InterpreterCache<'a>,
    decoder: &mut Decoder<'a>,
    limits: Work,
) -> Drawn {
    let (width, height) = page.render_dimensions();
    let bounds = kurbo::Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let transform = page.initial_transform(true).to_kurbo();
    let mut context = Context::new(transform, bounds, cache, pdf.xref(), InterpreterSettings::default());
    let mut device = TextDevice::new(decoder, limits);
    interpret_page(page, &mut context, &mut device);
    device.finish()
}

fn read_page(drawn: &Drawn, page: &PdfPage<'_>, width: f32, height: f32) -> ReadPage {
    let damaged = page.raw().contains_key(b"Contents") && page.page_stream().is_none();
    let gap = if damaged { Some(GapReason::Damaged) } else { unreadable(drawn, width * height) };
    ReadPage { width, height, rows: layout::rows(&drawn.marks, width, height), gap, recognised: false }
}

/// Why a page cannot be read without recognising its picture, if so.
fn unreadable(drawn: &Drawn, area: f32) -> Option<GapReason> {
    let visible = drawn.marks.iter().filter(|mark| !mark.text.trim().is_empty()).count();
    let unmapped = drawn.marks.iter().filter(|mark| mark.unmapped).count();
    if unmapped as f32 > MAX_UNMAPPED * visible as f32 {
        return Some(GapReason::Unmapped);
    }
    // A scan may carry a stamped page number; text turned to outlines may carry none at all.
    let scanned = drawn.image_area > 0.4 * area && visible < 30;
    let pictured = drawn.image_area > 0.0 && visible == 0;
    let outlined = drawn.outlines >= 30 && visible < 10;
    (scanned || pictured || outlined).then_some(GapReason::ImageOnly)
}

/// A file without any text is no contract that could be judged, even where nothing is seen to be wrong with its pages.
fn mark_textless(read: &mut [ReadPage]) {
    if read.iter().all(|page| page.rows.is_empty()) {
        for page in read {
            page.gap.get_or_insert(GapReason::Damaged);
        }
    }
}

/// The document of these pages.
pub(super) fn put_together(read: Vec<ReadPage>, title: Option<String>) -> Document {
    let rows: Vec<PageRows<'_>> = read.iter().map(|page| PageRows { rows: &page.rows, height: page.height }).collect();
    let furniture = furniture::find(&rows);
    let mut follows = follows(&read, &furniture).into_iter();
    let mut document = Document { kind: Kind::Pdf, title, ..Document::default() };
    for ((number, page), furniture) in (1..).zip(&read).zip(&furniture) {
        let mut glyphs = Vec::new();
        for (row, &aside) in page.rows.iter().zip(furniture) {
            let follows = if aside { None } else { follows.next() };
            push_row(&mut document, &mut glyphs, row, number, follows);
        }
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
    let glyph = |(text, rect): &(std::ops::Range<usize>, super::Rect)| Glyph {
        raw: RawSpan { start: start + text.start, end: start + text.end },
        rect: *rect,
    };
    glyphs.extend(row.glyphs.iter().map(glyph));
}

/// How each body row goes on, over all pages.
fn follows(read: &[ReadPage], furniture: &[Vec<bool>]) -> Vec<Follows> {
    let margins = Margins::of(read, furniture);
    let mut shapes: Vec<Shape<'_>> = Vec::new();
    for (number, (page, furniture)) in read.iter().zip(furniture).enumerate() {
        let mut before: Option<&Row> = None;
        for (row, _) in page.rows.iter().zip(furniture).filter(|(_, aside)| !**aside) {
            shapes.push(shape(row, before, margins.right(number, page, row), margins.left(number)));
            before = Some(row);
        }
    }
    follow::follow(&shapes)
}

fn shape<'r>(row: &'r Row, before: Option<&Row>, right: f32, left: f32) -> Shape<'r> {
    let em = row.size.max(1.0);
    let same_frame = before.filter(|before| before.frame == row.frame);
    let pitch = match (before, same_frame) {
        (_, Some(before)) => Some((row.middle - before.middle) / em),
        // Another direction of writing: as far away as can be.
        (Some(_), None) => Some(f32::MAX),
        (None, None) => None,
    };
    Shape {
        text: &row.text,
        start: (row.start - left) / em,
        edge: (row.edge - left) / em,
        room: (right - row.end) / em,
        need: row.need / em,
        size: em,
        pitch,
        spread: row.spread,
    }
}

/// Where the text of the document and of each page begins and ends along its rows, in points.
struct Margins {
    /// By frame and page width.
    shared: HashMap<(layout::Frame, i32), f32>,
    /// Of pages with enough text to have margins of their own: left and right.
    own: Vec<(f32, Option<f32>)>,
}

impl Margins {
    fn of(read: &[ReadPage], furniture: &[Vec<bool>]) -> Self {
        let mut ends: HashMap<(layout::Frame, i32), Vec<f32>> = HashMap::new();
        let mut own = Vec::new();
        for (page, furniture) in read.iter().zip(furniture) {
            let body: Vec<&Row> =
                page.rows.iter().zip(furniture).filter(|(_, aside)| !**aside).map(|(row, _)| row).collect();
            for row in &body {
                ends.entry((row.frame, page.width as i32)).or_default().push(row.core_end);
            }
            own.push(own_margins(&body));
        }
        let margin = |ends: Vec<f32>| {
            let outermost = ends.iter().copied().fold(f32::MIN, f32::max);
            let shared = (ends.len() / 16).clamp(2, 4);
            follow::right_margin(ends, EM, shared).unwrap_or(outermost)
        };
        Self { shared: ends.into_iter().map(|(key, ends)| (key, margin(ends))).collect(), own }
    }

    /// Where the row's line ends. A page has a margin of its own only where its whole text is shifted, as on facing pages:
    /// a page of short lines must not pass for a narrow one.
    fn right(&self, number: usize, page: &ReadPage, row: &Row) -> f32 {
        let shared = self.shared.get(&(row.frame, page.width as i32)).copied().unwrap_or(row.end);
        let outer = self.own.iter().map(|(left, _)| *left).fold(0.0, f32::max);
        let shifted = |own: &f32| ((shared - own) - (outer - self.left(number))).abs() < EM;
        self.own.get(number).and_then(|(_, right)| *right).filter(shifted).unwrap_or(shared)
    }

    fn left(&self, number: usize) -> f32 {
        self.own.get(number).map_or(0.0, |(left, _)| *left)
    }
}

fn own_margins(body: &[&Row]) -> (f32, Option<f32>) {
    let left = body.iter().map(|row| row.start).fold(f32::MAX, f32::min);
    let ends = body.iter().map(|row| row.core_end).collect();
    let right = follow::right_margin(ends, EM, (body.len() / 6).max(4));
    (if left == f32::MAX { 0.0 } else { left }, right)
}
