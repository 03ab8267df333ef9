//! First step: bytes become a [`Document`], that is, lines of raw text in reading order with the place of every character.
//!
//! Nothing is interpreted here beyond what the page shows: which characters, where, and in which order they are read.

use std::ops::Range;
use std::path::Path;

mod page;
mod guard;
mod pdf;
mod bounds;
mod docx;
mod field;
mod optional;
mod page_number;
mod page_label;
mod device;
mod shown;
mod overprint;
mod decode;
mod symbol;
mod ruling;
mod direction;
mod layout;
mod column;
mod table;
mod aligned;
mod cell;
mod ruby;
mod note;
mod stamp;
mod flow;
mod follow;
mod label;
mod furniture;
mod plain;
mod predefined;
mod encoding;
mod marker;
mod html;
mod markdown;
mod foreign;
mod ocr;
mod image;

pub use docx::edit;
pub use foreign::Foreign;

/// What was handed in, as its pages show it.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The file format that the bytes turned out to be.
    pub kind: Kind,
    /// Title of the document's own metadata, if it carries one.
    pub title: Option<String>,
    /// Pages in order; empty for formats without pages.
    pub pages: Vec<Page>,
    /// All lines in reading order, each ended by `\n` (by a tab where the next line is the next cell of the same table row),
    /// exactly as written: nothing is folded or joined.
    pub raw: String,
    /// The lines of `raw`, in order. Together they cover it.
    pub lines: Vec<Line>,
    /// What could not be read.
    pub gaps: Vec<Gap>,
    /// Where each of `lines` begins in the file, in bytes of its decoded text, a byte order mark aside. Only for plain text, whose
    /// lines are stretches of the file; empty for all others.
    pub origins: Vec<usize>,
}

impl Document {
    /// Where the characters of `raw` stand in the file, in bytes of its decoded text; `None` for formats whose lines are no
    /// stretches of the file.
    #[must_use]
    pub fn origin(&self, raw: RawSpan) -> Option<Range<usize>> {
        let at = |byte: usize| {
            let index = self.lines.partition_point(|line| line.raw.end < byte);
            let (line, origin) = (self.lines.get(index)?, self.origins.get(index)?);
            Some(origin + byte.saturating_sub(line.raw.start))
        };
        let start = at(raw.start)?;
        Some(start..at(raw.end)?.max(start))
    }

    /// Adds `text` as the next line, which has neither place nor purpose yet but that of body text, and gives it back to be
    /// filled in.
    fn push_line(&mut self, text: &str, follows: Follows) -> &mut Line {
        if follows == Follows::Cell && self.raw.ends_with('\n') {
            self.raw.pop();
            self.raw.push('\t');
        }
        let start = self.raw.len();
        self.raw.push_str(text);
        let raw = RawSpan { start, end: self.raw.len() };
        self.raw.push('\n');
        let line =
            Line { raw, page: None, rect: None, paragraph: None, kind: LineKind::Body, follows, confidence: None };
        self.lines.push(line);
        self.lines.last_mut().expect("it was just added")
    }
}

/// A file format that joko reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Portable Document Format.
    Pdf,
    /// Office Open XML, as Word writes it.
    Docx,
    /// HTML.
    Html,
    /// Markdown, told by the file's name.
    Markdown,
    /// A picture: a scan or photograph of a page.
    Image,
    /// Plain text.
    #[default]
    Plain,
}

/// A page of a paged document.
#[derive(Clone, Debug)]
pub struct Page {
    /// Counted from 1.
    pub number: u32,
    /// The number that the page itself bears, as printed or as the file's page labels give it.
    pub label: Option<String>,
    /// Whether its text was recognised in a picture.
    pub recognised: bool,
    /// Width in PDF points, page rotation applied.
    pub width: f32,
    /// Height in PDF points, page rotation applied.
    pub height: f32,
    /// The glyphs on the page in the order of `Document::raw`.
    pub glyphs: Vec<Glyph>,
}

/// A drawn character.
#[derive(Clone, Copy, Debug)]
pub struct Glyph {
    /// The bytes of `Document::raw` that the glyph shows (more than one character for a ligature).
    pub raw: RawSpan,
    /// Where it is drawn.
    pub rect: Rect,
}

/// A range of bytes of [`Document::raw`]; never to be mixed with [`Span`](crate::span::Span).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct RawSpan {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// A rectangle in PDF points from the page's top left corner, y downwards.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x0: f32,
    /// Top edge.
    pub y0: f32,
    /// Right edge.
    pub x1: f32,
    /// Bottom edge.
    pub y1: f32,
}

impl Rect {
    /// The smallest rectangle around both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self {
            x0: self.x0.min(other.x0),
            y0: self.y0.min(other.y0),
            x1: self.x1.max(other.x1),
            y1: self.y1.max(other.y1),
        }
    }
}

/// A line of text as the page shows it (for plain text: a line of the file).
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// Its bytes of `Document::raw`, without the `\n`.
    pub raw: RawSpan,
    /// Page it stands on, counted from 1; `None` where the format has no pages.
    pub page: Option<u32>,
    /// Its extent on the page.
    pub rect: Option<Rect>,
    /// The paragraph that it stands in or, for a note or text box, hangs from; counted from 1 over the paragraphs of a Word
    /// document's body, those in tables included. `None` where the format does not tell paragraphs from lines.
    pub paragraph: Option<u32>,
    /// What it is for.
    pub kind: LineKind,
    /// How it goes on from the line before it.
    pub follows: Follows,
    /// How sure character recognition is of the line, from 0 to 1; `None` where the characters were in the file.
    pub confidence: Option<f32>,
}

/// What a line is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// Text of the document.
    Body,
    /// Running head, footer or page number: set aside, not part of the text.
    Furniture,
}

/// How a line goes on from the body line before it, as far as the page shows it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Follows {
    /// The line before was full, so this line goes on in its paragraph.
    Wrapped,
    /// The line is the next cell of the same table row.
    Cell,
    /// The line starts a paragraph of its own.
    #[default]
    Break,
}

/// A part of the document that could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Page, counted from 1.
    pub page: u32,
    /// What kept it from being read.
    pub why: GapReason,
}

/// Why a page could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GapReason {
    /// The page holds an image and no usable text.
    ImageOnly,
    /// The same, and nothing that could recognise its text is there.
    NoEngine,
    /// Too little of the page's picture can be told for sure; what was read of it is there.
    Illegible,
    /// More pages have to be recognised than are allowed ([`ReadOptions::max_ocr_pages`]).
    BeyondPictures,
    /// The page's glyphs could not be mapped to characters.
    Unmapped,
    /// The page's content could not be interpreted.
    Damaged,
    /// The document has more pages than are read ([`ReadOptions::max_pages`]).
    BeyondPages,
    /// The page unpacks to more bytes, or asks for more work, than is allowed ([`ReadOptions::max_bytes`]).
    BeyondSize,
}

/// What the reader is told beside the bytes.
#[derive(Clone, Debug)]
pub struct ReadOptions {
    /// Password of an encrypted document; the empty one is always tried.
    pub password: Option<String>,
    /// When pictures of text are recognised.
    pub ocr: Ocr,
    /// Pages read at most; the others are gaps.
    pub max_pages: usize,
    /// Pages whose pictures are recognised at most; the others are gaps. A page takes some seconds.
    pub max_ocr_pages: usize,
    /// Bytes that the file, and what is packed in it, may come to.
    pub max_bytes: usize,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self { password: None, ocr: Ocr::Auto, max_pages: 2_000, max_ocr_pages: 200, max_bytes: 256 << 20 }
    }
}

/// When pictures of text are recognised.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ocr {
    /// Where a page has no usable text of its own.
    #[default]
    Auto,
    /// Never: such pages are gaps.
    Never,
    /// On every page, whatever text it has.
    Always,
}

/// Why a file could not be read at all. The messages are for people; the program adds the file's name.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The file holds no byte, or nothing but white space.
    #[error("ファイルが空です")]
    Empty,
    /// The bytes are of no format that joko reads.
    #[error("{}は読めません", crate::messages::foreign(*.0, crate::messages::Lang::Ja))]
    Unsupported(Foreign),
    /// Encrypted, and neither the empty nor the given password opens it.
    #[error("パスワードで保護されています")]
    Encrypted,
    /// The PDF is too broken to find a page in it.
    #[error("PDFとして読めません（{0}）")]
    Broken(String),
    /// The file, or what is packed in it, is larger than allowed; the limit is in bytes.
    #[error("大きすぎます（圧縮を解いた内容を含めて{}MBまで）", .0 >> 20)]
    TooLarge(usize),
    /// An Office document that cannot be taken apart.
    #[error("Wordの文書として読めません（{0}）")]
    BrokenOffice(String),
    /// A picture in a known format that cannot be decoded.
    #[error("画像として読めません（{0}）")]
    BrokenImage(String),
}

pub(crate) use guard::guarded;
pub use guard::in_foreign_code;
pub(crate) use pdf::{PageSpace, page_spaces};
pub(crate) use plain::line_ends;

/// Reads a document from `bytes`. `name` only helps to tell formats apart.
///
/// # Errors
///
/// When nothing can be read at all; a page that cannot be read is a [`Gap`] instead.
pub fn read(bytes: &[u8], name: &Path, options: &ReadOptions) -> Result<Document, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    if bytes.len() > options.max_bytes {
        return Err(ReadError::TooLarge(options.max_bytes));
    }
    let named_pdf = name.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("pdf"));
    // The header may stand after some junk, such as a mail's.
    let head = bytes.get(..1024).unwrap_or(bytes);
    let other = image::is_image(head) || head.starts_with(b"PK\x03\x04");
    if named_pdf && !other || head.windows(5).any(|window| window == b"%PDF-") {
        return pdf::read(bytes, options);
    }
    if head.starts_with(b"PK\x03\x04") {
        return docx::read(bytes, options);
    }
    if image::is_image(head) {
        return image::read(bytes, options);
    }
    if let Some(format) = foreign::format(bytes, name) {
        return Err(ReadError::Unsupported(format));
    }
    let named = |extensions: &[&str]| {
        let own = name.extension().and_then(|own| own.to_str()).unwrap_or_default();
        extensions.iter().any(|extension| own.eq_ignore_ascii_case(extension))
    };
    if html::is_html(bytes) || named(&["html", "htm", "xhtml", "xht", "shtml"]) {
        html::read(bytes, options)
    } else if named(&["md", "markdown", "mkd", "mdown"]) {
        markdown::read(bytes, options)
    } else {
        plain::read(bytes)
    }
}
