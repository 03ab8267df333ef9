//! PDF: opens the file, reads its pages one by one and puts them together, whatever state they are in.
//!
//! A PDF is somebody else's program. Opening and interpreting it may panic, and does so behind `catch_unwind`: a page that
//! fails is a gap, and the others are still read.

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_interpret::kurbo;
use hayro_interpret::util::TransformExt;
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, interpret_page};
use hayro_syntax::page::Page as PdfPage;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use super::decode::{self, Decoder};
use super::device::{Drawn, TextDevice};
use super::flow;
use super::furniture::{self, PageRows};
use super::layout::{self, Habits, Row};
use super::{Document, Follows, Gap, GapReason, Glyph, Kind, LineKind, Page, RawSpan, ReadError, ReadOptions};

/// Pages read at most; contracts have dozens. The others are gaps.
const MAX_PAGES: usize = 2_000;
/// Characters read at most, in all pages together.
const MAX_MARKS: usize = 4_000_000;
/// Share of unmapped glyphs from which a page counts as unreadable.
const MAX_UNMAPPED: f32 = 0.1;

/// Reads a PDF.
pub(super) fn read(bytes: &[u8], options: &ReadOptions) -> Result<Document, ReadError> {
    let pdf = open(bytes, options)?;
    let pages = guarded(|| pdf.pages().len()).unwrap_or(0);
    if pages == 0 {
        return Err(ReadError::Broken("ページがありません".to_owned()));
    }
    let mut read = read_pages(&pdf);
    mark_textless(&mut read);
    let title = pdf.metadata().title.as_deref().map(decode::text_string).filter(|title| !title.trim().is_empty());
    Ok(put_together(read, title))
}

/// Runs foreign code that may panic.
fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

/// Tries the empty password, then the given one.
fn open(bytes: &[u8], options: &ReadOptions) -> Result<Pdf, ReadError> {
    let broken = |why: &str| ReadError::Broken(why.to_owned());
    let mut passwords = vec![""];
    passwords.extend(options.password.as_deref());
    for password in passwords {
        let opened = guarded(|| Pdf::new_with_password(bytes.to_vec(), password));
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
struct ReadPage {
    width: f32,
    height: f32,
    rows: Vec<Row>,
    gap: Option<GapReason>,
}

fn read_pages(pdf: &Pdf) -> Vec<ReadPage> {
    let mut cache = InterpreterCache::new();
    let mut decoder = Decoder::new(pdf);
    let mut habits = Habits::default();
    let mut marks = 0;
    let mut read = Vec::new();
    for (index, page) in pdf.pages().iter().enumerate() {
        let (width, height) = page.render_dimensions();
        let drawn = if index < MAX_PAGES && marks < MAX_MARKS {
            guarded(|| draw(page, pdf, &cache, &mut decoder))
        } else {
            None
        };
        if drawn.is_none() {
            // A panic may leave the caches half written.
            cache = InterpreterCache::new();
            decoder = Decoder::new(pdf);
        }
        marks += drawn.as_ref().map_or(0, |drawn| drawn.marks.len());
        read.push(read_page(drawn, page, (width, height), &mut habits));
    }
    read
}

fn draw<'a>(page: &PdfPage<'a>, pdf: &'a Pdf, cache: &InterpreterCache<'a>, decoder: &mut Decoder<'a>) -> Drawn {
    let (width, height) = page.render_dimensions();
    let bounds = kurbo::Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let transform = page.initial_transform(true).to_kurbo();
    let mut context = Context::new(transform, bounds, cache, pdf.xref(), InterpreterSettings::default());
    let mut device = TextDevice::new(decoder);
    interpret_page(page, &mut context, &mut device);
    device.finish()
}

fn read_page(drawn: Option<Drawn>, page: &PdfPage<'_>, size: (f32, f32), habits: &mut Habits) -> ReadPage {
    let (width, height) = size;
    let Some(drawn) = drawn else {
        return ReadPage { width, height, rows: Vec::new(), gap: Some(GapReason::Damaged) };
    };
    let damaged = page.raw().contains_key(b"Contents") && page.page_stream().is_none();
    let gap = if damaged { Some(GapReason::Damaged) } else { unreadable(&drawn, width * height) };
    ReadPage { width, height, rows: layout::rows(&drawn.marks, &drawn.rules, size, habits), gap }
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

fn put_together(read: Vec<ReadPage>, title: Option<String>) -> Document {
    let rows: Vec<PageRows<'_>> =
        read.iter().map(|page| PageRows { rows: &page.rows, width: page.width, height: page.height }).collect();
    let furniture = furniture::find(&rows);
    let mut document = Document { kind: Kind::Pdf, title, ..Document::default() };
    let mut glyphs: Vec<Vec<Glyph>> = vec![Vec::new(); read.len()];
    for flow::Placed { page, row, follows } in flow::order(&rows, &furniture) {
        push_row(&mut document, &mut glyphs[page], &read[page].rows[row], page as u32 + 1, follows);
    }
    for ((number, page), glyphs) in (1..).zip(&read).zip(glyphs) {
        document.pages.push(Page {
            number,
            label: None,
            recognised: false,
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
    let start = line.raw.start;
    let glyph = |(text, rect): &(std::ops::Range<usize>, super::Rect)| Glyph {
        raw: RawSpan { start: start + text.start, end: start + text.end },
        rect: *rect,
    };
    glyphs.extend(row.glyphs.iter().map(glyph));
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// The rows of every page of a file, its marks put in another order first by `shuffle`.
    fn rows(file: &str, shuffle: impl Fn(&mut Vec<super::super::device::Mark>)) -> Vec<String> {
        let bytes = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).expect("the file is there");
        let pdf = open(&bytes, &ReadOptions::default()).expect("it is a PDF");
        let (cache, mut decoder, mut habits) = (InterpreterCache::new(), Decoder::new(&pdf), Habits::default());
        let mut texts = Vec::new();
        for page in pdf.pages().iter() {
            let mut drawn = draw(page, &pdf, &cache, &mut decoder);
            shuffle(&mut drawn.marks);
            let rows = layout::rows(&drawn.marks, &drawn.rules, page.render_dimensions(), &mut habits);
            texts.extend(rows.into_iter().map(|row| row.text));
        }
        texts
    }

    #[test]
    fn drawing_order_does_not_matter() {
        for file in ["tests/data/short.chromium.pdf", "tests/data/short.lo.pdf", "corpus/forms/a02.lo.pdf"] {
            let drawn = rows(file, |_| {});
            assert!(drawn.len() > 10, "{file}");
            assert_eq!(rows(file, |marks| marks.reverse()), drawn, "{file}");
            // Every mark goes to a place that has nothing to do with its own.
            let scattered = rows(file, |marks| {
                let mut keyed: Vec<(usize, _)> = marks.drain(..).enumerate().collect();
                keyed.sort_by_key(|(at, _)| at.wrapping_mul(2_654_435_761) % 1_000_003);
                marks.extend(keyed.into_iter().map(|(_, mark)| mark));
            });
            assert_eq!(scattered, drawn, "{file}");
        }
    }
}
