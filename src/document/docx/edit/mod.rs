//! Changes to a Word document: comments, and tracked changes that a reader can accept or reject.
//!
//! Everything that is not changed stays byte for byte. Places are bytes of [`Document::raw`]: what was decided on the text leads
//! by [`Text::raw`](crate::text::Text::raw) to what is to be changed. Labels that Word counts itself stand in the text but not
//! in the file; they are passed over.

mod archive;
mod comment;
mod markup;
mod paragraph;
mod plan;
mod sheet;
mod splice;

use std::collections::BTreeMap;

use self::archive::Changes;
use self::paragraph::Lists;
use self::plan::Plan;
use super::origin::Part;
use super::package::Package;
use super::{Member, Parts, Told, parse, xml};
use crate::document::{Document, Line, RawSpan, ReadError, ReadOptions};

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
    /// Puts paragraphs after another. One whose model is set off by a blank paragraph is set off so, too, unless it comes after a
    /// blank one.
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
    max_bytes: usize,
    document: Document,
    parts: Parts,
    told: Told,
}

impl<'b> Draft<'b> {
    /// Opens what [`read`](crate::document::read) reads as [`Kind::Docx`](crate::document::Kind::Docx).
    ///
    /// # Errors
    ///
    /// As when it is read.
    pub fn open(bytes: &'b [u8], options: &ReadOptions) -> Result<Self, ReadError> {
        let (document, parts, told) = super::read_with_origins(bytes, options)?;
        Ok(Self { bytes, max_bytes: options.max_bytes, document, parts, told })
    }

    /// The document as it is read, to whose `raw` the places of changes refer.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// Whether the package is signed. Changes are made all the same, but they void the signature.
    #[must_use]
    pub fn is_signed(&self) -> bool {
        let relationships = Package::open(self.bytes, self.max_bytes).and_then(|mut package| package.relationships(""));
        // http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin
        relationships.is_ok_and(|all| all.iter().any(|relationship| relationship.kind == "origin"))
    }

    /// The label that Word counts itself on the line at byte `at`, with what parts it from the text; `None` where the line has
    /// none, or has its number written out.
    #[must_use]
    pub fn label(&self, at: usize) -> Option<&str> {
        let row = self.told.rows.get(self.row_at(at)?)?;
        row.text.get(..row.origin.label).filter(|label| !label.is_empty())
    }

    /// The document with all `edits` made.
    ///
    /// # Errors
    ///
    /// When a change has no place in the document, or the archive cannot be written.
    pub fn apply(&self, edits: &[Edit]) -> Result<Vec<u8>, EditError> {
        let mut package = Package::open(self.bytes, self.max_bytes)?;
        let parts = &self.parts;
        let mut parsed = BTreeMap::new();
        for (part, member) in self.members() {
            parsed.insert(part, xml::parse(&member.text)?);
        }
        let (styles, numbering) = (parse(parts.styles.as_ref())?, parse(parts.numbering.as_ref())?);
        let comments = self.comments(&mut package)?;
        let old = parse(comments.old.as_ref())?;
        let mut plan = Plan::new(self, &parsed, Lists::of(styles.as_ref(), numbering.as_ref()));
        old.iter().for_each(|old| plan.ids.skip(old.root_element()));
        plan.make(edits).map_err(EditError::NoPlace)?;

        let Plan { sheets, mut ids, comments: added, lists, .. } = plan;
        let mut changes = Changes::default();
        if let Some(member) = parts.numbering.as_ref().filter(|_| !lists.added.is_empty()) {
            lists.finish(&member.text, &mut ids).into_iter().for_each(|text| changes.put(&member.name, text));
        }
        let names: BTreeMap<Part, &str> = self.members().map(|(part, member)| (part, member.name.as_str())).collect();
        for (part, sheet) in sheets {
            if let (Some(text), Some(name)) = (sheet.finish(&mut ids), names.get(&part)) {
                changes.put(name, text);
            }
        }
        if !added.is_empty() {
            let namespace = parsed.get(&Part::Main).and_then(|xml| xml.root_element().tag_name().namespace());
            let namespace = namespace.unwrap_or_default();
            let source = comments.old.as_ref().map(|member| member.text.as_str());
            let text = comment::part(source.zip(old.as_ref()), &added, &lists, namespace);
            if comments.old.is_some() {
                changes.put(&comments.name, text);
            } else {
                let strict = namespace.starts_with("http://purl.oclc.org/");
                let relationship = if strict { STRICT_COMMENTS } else { COMMENTS };
                let relationship = Some(relationship).filter(|_| !comments.linked);
                changes.add_part(&mut package, &parts.main.name, &comments.name, relationship, COMMENTS_TYPE, text)?;
            }
        }
        changes.write(self.bytes)
    }

    /// The parts whose words are read.
    fn members(&self) -> impl Iterator<Item = (Part, &Member)> {
        let notes = [(Part::Footnotes, &self.parts.footnotes), (Part::Endnotes, &self.parts.endnotes)];
        let notes = notes.into_iter().filter_map(|(part, member)| Some((part, member.as_ref()?)));
        std::iter::once((Part::Main, &self.parts.main)).chain(notes)
    }

    fn text_of(&self, part: Part) -> &str {
        let mut members = self.members();
        members.find(|(own, _)| *own == part).map(|(_, member)| member.text.as_str()).unwrap_or_default()
    }

    /// The part with the comments, or what it is to be called.
    fn comments(&self, package: &mut Package<'_>) -> Result<Comments, ReadError> {
        let main = self.parts.main.name.as_str();
        let relationships = package.relationships(main)?;
        if let Some(name) = super::target(&relationships, "comments") {
            let old = package.text(name)?.map(|text| Member { name: name.to_owned(), text });
            return Ok(Comments { name: name.to_owned(), linked: true, old });
        }
        let folder = main.rsplit_once('/').map(|(folder, _)| format!("{folder}/")).unwrap_or_default();
        let names = (0..).map(|number| match number {
            0 => format!("{folder}comments.xml"),
            number => format!("{folder}comments{number}.xml"),
        });
        let name = names.into_iter().find(|name| !package.has(name)).unwrap_or_default();
        Ok(Comments { name, linked: false, old: None })
    }

    /// The lines of the text: one for each row.
    fn lines(&self) -> &[Line] {
        let first = self.told.first;
        self.document.lines.get(first..first + self.told.rows.len()).unwrap_or_default()
    }

    fn line(&self, row: usize) -> Option<RawSpan> {
        self.lines().get(row).map(|line| line.raw)
    }

    fn row_at(&self, at: usize) -> Option<usize> {
        let lines = self.lines();
        let index = lines.partition_point(|line| line.raw.end < at);
        lines.get(index).filter(|line| line.raw.start <= at).map(|_| index)
    }
}

/// The part with the comments.
struct Comments {
    name: String,
    /// Whether the main part leads to it.
    linked: bool,
    /// As it is in the archive, if there is one.
    old: Option<Member>,
}

const COMMENTS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments";
const STRICT_COMMENTS: &str = "http://purl.oclc.org/ooxml/officeDocument/relationships/comments";
const COMMENTS_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";
