//! A document that is open in the editor, and what it came to.

use std::ops;
use std::path::PathBuf;
use std::time::Instant;

use joko::report::Report;
use joko::span::Span;
use lsp_types::{Position, Range, TextDocumentContentChangeEvent, Uri};

use super::origin::Origin;
use super::position::{Encoding, Lines};

/// A document that is open.
pub(super) struct Draft {
    /// Its name for the editor.
    pub(super) uri: Uri,
    /// Its name for joko, which tells Markdown from text.
    pub(super) name: PathBuf,
    /// The editor's number of this state.
    pub(super) version: i32,
    /// Its words.
    pub(super) text: String,
    pub(super) lines: Lines,
    encoding: Encoding,
    /// When it is to be judged; `None` where that is done.
    pub(super) due: Option<Instant>,
    /// What this state of it came to.
    pub(super) judged: Option<Judged>,
}

/// What a state of a document came to.
pub(super) struct Judged {
    pub(super) report: Report,
    pub(super) origin: Origin,
}

impl Draft {
    pub(super) fn new(uri: Uri, language: &str, version: i32, text: String, encoding: Encoding) -> Self {
        let name = name(&uri, language);
        let lines = Lines::of(&text, encoding);
        Self { uri, name, version, text, lines, encoding, due: None, judged: None }
    }

    /// What the editor changed, in order.
    pub(super) fn change(&mut self, version: i32, changes: Vec<TextDocumentContentChangeEvent>) {
        for change in changes {
            match change.range {
                None => self.text = change.text,
                Some(range) => {
                    let bytes = self.bytes(range);
                    self.text.replace_range(bytes, &change.text);
                }
            }
            self.lines = Lines::of(&self.text, self.encoding);
        }
        self.version = version;
        self.judged = None;
    }

    pub(super) fn bytes(&self, range: Range) -> ops::Range<usize> {
        let start = self.lines.byte(&self.text, range.start);
        start..self.lines.byte(&self.text, range.end).max(start)
    }

    /// The words as a file in UTF-8. The mark leaves no doubt about the encoding, however few they are.
    pub(super) fn file(&self) -> Vec<u8> {
        ["\u{FEFF}".as_bytes(), self.text.as_bytes()].concat()
    }

    /// Where `span` stands in the editor.
    pub(super) fn range(&self, judged: &Judged, span: Span) -> Option<Range> {
        let bytes = judged.origin.bytes(&judged.report.document, judged.report.text.hull(span)?)?;
        Some(self.lines.range(&self.text, bytes))
    }

    /// The first line with words in it.
    pub(super) fn first_line(&self) -> Range {
        let blank = self.text.len() - self.text.trim_start().len();
        let rest = self.text.get(blank..).unwrap_or_default();
        let line = rest.split(['\r', '\n']).next().unwrap_or_default().trim_end();
        self.lines.range(&self.text, blank..blank + line.len())
    }
}

impl Judged {
    /// Whether `position` lies in `range`, ends included: an editor's cursor stands between characters.
    pub(super) fn at(range: Range, position: Position) -> bool {
        range.start <= position && position <= range.end
    }
}

/// The file's name with an ending that says what the editor knows of it.
fn name(uri: &Uri, language: &str) -> PathBuf {
    let path = uri.path().as_str();
    let last = path.rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or("draft");
    let ending = match language {
        "markdown" => ".md",
        "html" => ".html",
        // What the editor takes for text is text, whatever it is called; but it may know no Markdown.
        "plaintext" | "text" => ".txt",
        _ => "",
    };
    PathBuf::from(if last.ends_with(ending) { last.to_owned() } else { format!("{last}{ending}") })
}
