//! PDF: opens the file, reads its pages one by one and puts them together, whatever state they are in.
//!
//! A PDF is somebody else's program. Opening and interpreting it may panic, and does so behind `catch_unwind`: a page that
//! fails is a gap, and the others are still read.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use hayro_interpret::kurbo;
use hayro_interpret::util::TransformExt;
use hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, InterpreterWarning, RenderContent, WarningSinkFn, interpret_page,
};
use hayro_syntax::page::Page as PdfPage;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf, PdfData};

use super::bounds::{self, Account, Drawing, Load, TooLarge};
use super::decode::{self, Decoder};
use super::device::{Drawn, Mark, TextDevice, TooMuchWork, Work};
use super::field::{self, Surface};
use super::guard::{caught, guarded};
use super::layout::{self, Habits};
use super::ocr::{self, Recognised};
use super::page::{ReadPage, put_together};
use super::page_label;
use super::predefined;
use super::{Document, GapReason, Kind, LineKind, Ocr, ReadError, ReadOptions};

/// Characters read at most, in all pages together.
const MAX_MARKS: usize = 4_000_000;
/// Drawing operations interpreted at most, in all pages together.
const MAX_OPERATIONS: usize = 20_000_000;
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
    let mut document = put_together(read, Kind::Pdf, title);
    number(&mut document, guarded(|| page_label::labels(&pdf, pages)).unwrap_or_default());
    Ok(document)
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

fn read_pages(pdf: &Pdf, options: &ReadOptions) -> Vec<ReadPage> {
    let mut reader = PageReader::new(pdf, options);
    let pages = pdf.pages().iter().enumerate();
    let read = |(index, page)| {
        if index < options.max_pages { reader.read(page) } else { ReadPage::unread(size(page), GapReason::BeyondPages) }
    };
    pages.map(read).collect()
}

/// Width and height in points.
fn size(page: &PdfPage<'_>) -> (f32, f32) {
    let (width, height) = page.render_dimensions();
    let unit = unit(page) as f32;
    (width * unit, height * unit)
}

/// The page's unit of length in points.
fn unit(page: &PdfPage<'_>) -> f64 {
    page.raw().get::<f64>(b"UserUnit").filter(|unit| (0.001..=1000.0).contains(unit)).unwrap_or(1.0)
}

/// How the points of a [`Page`] lie in the space of the file, in which annotations have their place: turned, moved and scaled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct PageSpace {
    /// Number and generation of the page's object.
    pub(crate) object: (u32, u16),
    /// Width of the page as it is shown, in points.
    pub(crate) width: f32,
    /// Height of the page as it is shown, in points.
    pub(crate) height: f32,
    back: kurbo::Affine,
}

impl PageSpace {
    /// The place in the file's space of a point counted from the top left of the page as it is shown.
    pub(crate) fn point(&self, x: f32, y: f32) -> (f64, f64) {
        let point = self.back * kurbo::Point::new(f64::from(x), f64::from(y));
        (point.x, point.y)
    }

    /// How long a point is in the file's space.
    pub(crate) fn scale(&self) -> f64 {
        self.back.determinant().abs().sqrt()
    }
}

/// The spaces of all pages in order; `None` where the file cannot be opened, or a page is no object of its own.
pub(crate) fn page_spaces(bytes: &[u8], options: &ReadOptions) -> Option<Vec<PageSpace>> {
    bounds::weigh_file(bytes, options.max_bytes).ok()?;
    let pdf = open(bytes, options).ok()?;
    guarded(|| pdf.pages().iter().map(space).collect()).flatten()
}

fn space(page: &PdfPage<'_>) -> Option<PageSpace> {
    let id = page.raw().obj_id()?;
    let (width, height) = size(page);
    let object = (id.obj_number, u16::try_from(id.gen_number).ok()?);
    Some(PageSpace { object, width, height, back: shown(page).inverse() })
}

/// From the file's space to points from the top left of the page as it is shown.
fn shown(page: &PdfPage<'_>) -> kurbo::Affine {
    kurbo::Affine::scale(unit(page)) * page.initial_transform(true).to_kurbo()
}

/// Reads page by page, with what is shared between them.
struct PageReader<'a> {
    pdf: &'a Pdf,
    cache: InterpreterCache<'a>,
    decoder: Decoder<'a>,
    account: Account<'a>,
    habits: Habits,
    /// Characters that may still be read.
    marks: usize,
    /// Drawing operations that may still be interpreted.
    operations: usize,
    /// Characters of the page before: about as many come again.
    expected: usize,
    ocr: Ocr,
    /// Drawing pages as pictures.
    drawing: Drawing,
    /// Pages whose pictures may still be recognised.
    pictures: usize,
}

impl<'a> PageReader<'a> {
    fn new(pdf: &'a Pdf, options: &ReadOptions) -> Self {
        Self {
            pdf,
            cache: InterpreterCache::new(),
            decoder: Decoder::new(pdf),
            account: Account::new(options.max_bytes),
            habits: Habits::default(),
            marks: MAX_MARKS,
            operations: MAX_OPERATIONS,
            expected: 0,
            ocr: options.ocr,
            drawing: Drawing::new(options.max_bytes),
            pictures: options.max_ocr_pages,
        }
    }

    fn read(&mut self, page: &PdfPage<'a>) -> ReadPage {
        match self.draw(page) {
            Ok(mut drawn) => {
                let read = read_page(&mut drawn, page, &mut self.habits);
                match self.wants_recognition(&read) {
                    // Its own text, if it has any, is as good as it was.
                    true if self.pictures == 0 => {
                        ReadPage { gap: read.gap.and(Some(GapReason::BeyondPictures)), ..read }
                    }
                    true => {
                        self.pictures -= 1;
                        self.recognise(page, read)
                    }
                    false => read,
                }
            }
            Err(gap) => ReadPage::unread(size(page), gap),
        }
    }

    fn wants_recognition(&self, read: &ReadPage) -> bool {
        match self.ocr {
            Ocr::Never => false,
            Ocr::Always => read.gap != Some(GapReason::Damaged),
            Ocr::Auto => matches!(read.gap, Some(GapReason::ImageOnly | GapReason::Unmapped)),
        }
    }

    /// The page as its picture reads; as it was where nothing can be recognised.
    fn recognise(&mut self, page: &PdfPage<'a>, read: ReadPage) -> ReadPage {
        let account = &mut self.account;
        let nested = guarded(|| account.nested(page).ok()).flatten();
        let weighed = nested.map(|nested| caught(|| self.drawing.weigh(page, ocr::content(page), nested)));
        let too_large = match weighed {
            None => true,
            Some(Ok(())) => false,
            Some(Err(thrown)) => thrown.is::<TooLarge>(),
        };
        if too_large {
            // Its own text, if it has any, is as good as it was.
            return ReadPage { gap: read.gap.and(Some(GapReason::BeyondSize)), ..read };
        }
        let picture = guarded(|| ocr::draw(page)).flatten();
        let seen = picture.and_then(|picture| guarded(|| ocr::rows(&picture, read.width, read.height)));
        match seen {
            // The page's own text, if it has any, is as good as it was.
            Some(seen) if seen.gap.is_none() || read.gap == Some(GapReason::ImageOnly) => {
                let Recognised { rows, quarters, gap } = seen;
                match rows.is_empty() {
                    true => ReadPage { gap, ..read },
                    false => ReadPage { rows, quarters, gap, recognised: true, ..read },
                }
            }
            _ => read,
        }
    }

    fn draw(&mut self, page: &PdfPage<'a>) -> Result<Drawn, GapReason> {
        if self.marks == 0 || self.operations == 0 {
            return Err(GapReason::BeyondSize);
        }
        let account = &mut self.account;
        let decoder = &mut self.decoder;
        let weighed = guarded(|| {
            let load = account.page(page)?;
            account.new_fonts().iter().for_each(|font| decoder.learn(font));
            Ok(load)
        });
        let load = weighed.ok_or(GapReason::Damaged)?.map_err(|_: TooLarge| GapReason::BeyondSize)?;
        let limits = Work { operations: self.operations, forms: self.account.forms_left(load) };
        let transform = shown(page);
        let (account, decoder, expected) = (&mut self.account, &mut self.decoder, self.expected);
        let mut surface = Surface { pdf: self.pdf, cache: &self.cache, account, transform };
        let drawn = caught(|| draw(page, &mut surface, TextDevice::new(decoder, limits, expected)));
        if drawn.is_err() {
            // A panic may leave the caches half written.
            self.cache = InterpreterCache::new();
            self.decoder.reset();
        }
        match drawn {
            Ok(drawn) => {
                self.spend(drawn.work, load);
                self.expected = drawn.marks.len();
                self.marks = self.marks.saturating_sub(self.expected);
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

fn draw<'a>(page: &PdfPage<'a>, surface: &mut Surface<'_, 'a>, mut device: TextDevice<'_, 'a>) -> Drawn {
    let (width, height) = size(page);
    let bounds = kurbo::Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    // Text in a font that cannot be loaded never reaches the device.
    let unsupported = Arc::new(AtomicBool::new(false));
    let noted = Arc::clone(&unsupported);
    let warning_sink: WarningSinkFn = Arc::new(move |warning| {
        if matches!(warning, InterpreterWarning::UnsupportedFont) {
            noted.store(true, Ordering::Relaxed);
        }
    });
    let settings = InterpreterSettings { render_content: RenderContent::PAGE, warning_sink, ..predefined::settings() };
    let mut context = Context::new(surface.transform, bounds, surface.cache, surface.pdf.xref(), settings);
    interpret_page(page, &mut context, &mut device);
    field::draw(page, surface, &mut device);
    let mut drawn = device.finish();
    drawn.lost_font = unsupported.load(Ordering::Relaxed);
    drawn
}

fn read_page(drawn: &mut Drawn, page: &PdfPage<'_>, habits: &mut Habits) -> ReadPage {
    let (width, height) = size(page);
    let area = width * height;
    let recognised = is_recognised(drawn, area);
    if recognised && !is_readable(drawn.marks.iter().filter(|mark| mark.hidden)) {
        drawn.marks.retain(|mark| !mark.hidden);
    }
    let recognised = recognised && drawn.marks.iter().any(|mark| mark.hidden);
    let damaged = page.raw().contains_key(b"Contents") && page.page_stream().is_none();
    let gap = if damaged { Some(GapReason::Damaged) } else { unreadable(drawn, area) };
    let rows = layout::rows(&drawn.marks, &drawn.rules, (width, height), habits);
    ReadPage { width, height, rows, quarters: 0, recognised, gap }
}

/// Whether the page is a picture whose text lies hidden under it, put there by character recognition.
fn is_recognised(drawn: &Drawn, area: f32) -> bool {
    let visible = drawn.marks.iter().filter(|mark| !mark.text.is_blank());
    let (hidden, shown) = visible.fold((0, 0), |(hidden, shown), mark| match mark.hidden {
        true => (hidden + 1, shown),
        false => (hidden, shown + 1),
    });
    drawn.image_area > 0.4 * area && hidden > shown
}

/// Whether recognised text is text at all. A program that did not know the script leaves Latin letters and signs in the place
/// of Japanese.
fn is_readable<'m>(marks: impl Iterator<Item = &'m Mark>) -> bool {
    let (mut all, mut japanese, mut latin) = (0_usize, 0_usize, 0_usize);
    for char in marks.flat_map(|mark| mark.text.chars()).filter(|char| !char.is_whitespace()) {
        all += 1;
        japanese += usize::from(decode::is_japanese(char));
        latin += usize::from(char.is_ascii_graphic());
    }
    // A few signs may be a page number.
    all < 30 || (10 * japanese >= all && 10 * (japanese + latin) >= 8 * all)
}

/// Why a page cannot be read without recognising its picture, if so.
fn unreadable(drawn: &Drawn, area: f32) -> Option<GapReason> {
    let visible = drawn.marks.iter().filter(|mark| !mark.text.is_blank()).count();
    let unmapped = drawn.marks.iter().filter(|mark| mark.unmapped).count();
    if drawn.lost_font || unmapped as f32 > MAX_UNMAPPED * visible as f32 {
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

/// Labels the pages: by the number printed on them, else as the file does.
fn number(document: &mut Document, mut labels: Vec<Option<String>>) {
    let mut margins: Vec<Vec<&str>> = vec![Vec::new(); document.pages.len()];
    for line in document.lines.iter().filter(|line| line.kind == LineKind::Furniture) {
        let margin = line.page.and_then(|page| margins.get_mut(page as usize - 1));
        if let (Some(margin), Some(text)) = (margin, document.raw.get(line.raw.start..line.raw.end)) {
            margin.push(text);
        }
    }
    labels.resize(margins.len(), None);
    for ((page, printed), label) in document.pages.iter_mut().zip(page_label::printed(&margins)).zip(labels) {
        page.label = printed.or(label);
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// The rows of every page of a file, its marks put in another order first by `shuffle`.
    fn rows(file: &str, shuffle: impl Fn(&mut Vec<Mark>)) -> Vec<String> {
        let bytes = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).expect("the file is there");
        let pdf = open(&bytes, &ReadOptions::default()).expect("it is a PDF");
        let mut reader = PageReader::new(&pdf, &ReadOptions::default());
        let mut texts = Vec::new();
        for page in pdf.pages().iter() {
            let mut drawn = reader.draw(page).expect("it is sound");
            shuffle(&mut drawn.marks);
            let rows = layout::rows(&drawn.marks, &drawn.rules, size(page), &mut reader.habits);
            texts.extend(rows.into_iter().map(|row| row.text));
        }
        texts
    }

    #[test]
    fn drawing_order_does_not_matter() {
        for file in ["tests/data/short.chromium.pdf", "tests/data/short.lo.pdf", "corpus/forms/lo/b02.pdf"] {
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
