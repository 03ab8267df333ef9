//! The changed contract as a file.

use super::draft::{Draft, Edit};
use super::number;
use crate::document::edit::{self, EditError, NewParagraph, Number};
use crate::document::{self, Document, Kind, Line, LineKind, ReadError, ReadOptions};

/// The draft as plain text in UTF-8. Where the original, whose `bytes` these are, is text itself, its line ends stay; a line of which
/// nothing is left goes.
///
/// # Errors
///
/// When `bytes` cannot be read as text any more.
pub fn text(draft: &Draft<'_>, bytes: &[u8]) -> Result<String, ReadError> {
    let original = draft.original();
    let ends = if original.kind == Kind::Plain { document::line_ends(bytes)? } else { Vec::new() };
    let crlf = ends.iter().filter(|end| *end == "\r\n").count() * 2 > ends.len();
    let own = if crlf { "\r\n" } else { "\n" };
    let mut out = String::with_capacity(original.raw.len() * 2);
    for (index, line) in original.lines.iter().enumerate() {
        if original.kind != Kind::Plain && line.kind == LineKind::Furniture {
            continue;
        }
        let before = original.raw.get(line.raw.start..line.raw.end).unwrap_or_default();
        let now = draft.line(line);
        if now.trim().is_empty() && !before.trim().is_empty() {
            continue;
        }
        out += &now.replace('\n', own);
        let cell = original.raw.get(line.raw.end..).is_some_and(|rest| rest.starts_with('\t'));
        out += ends.get(index).map_or(if cell { "\t" } else { own }, String::as_str);
    }
    Ok(out)
}

/// The draft as the Word document that its original is, whose `bytes` these are, with everything that changes tracked.
///
/// # Errors
///
/// When the document cannot be read any more, or cannot be written.
pub fn docx(draft: &Draft<'_>, bytes: &[u8], options: &ReadOptions) -> Result<Vec<u8>, EditError> {
    let word = edit::Draft::open(bytes, options)?;
    let original = draft.original();
    let changes: Vec<edit::Edit> = draft.edits().iter().flat_map(|change| tracked(change, original, &word)).collect();
    word.apply(&changes)
}

/// A change as Word tracks it: words struck, words put in, and paragraphs after the line.
fn tracked(change: &Edit, original: &Document, word: &edit::Draft<'_>) -> Vec<edit::Edit> {
    let mut out = Vec::new();
    let mut lines = change.text.split('\n');
    let first = lines.next().unwrap_or_default();
    if change.at.start < change.at.end {
        out.push(edit::Edit::Delete { range: change.at });
    }
    if !first.is_empty() {
        out.push(edit::Edit::InsertText { at: change.at.end, text: first.to_owned() });
    }
    let line =
        original.lines.iter().position(|line| line.raw.start <= change.at.start && change.at.end <= line.raw.end);
    let Some(line) = line else { return out };
    let mut before: Option<NewParagraph> = None;
    let mut paragraphs = Vec::new();
    for text in lines {
        let paragraph = new_paragraph(text, line, before.as_ref(), original, word);
        before = Some(paragraph.clone());
        paragraphs.push(paragraph);
    }
    if !paragraphs.is_empty() {
        out.push(edit::Edit::InsertAfter { at: original.lines[line].raw.start, paragraphs });
    }
    out
}

/// A paragraph that looks as its like in the document does, and goes on counting where that is counted by Word.
fn new_paragraph(
    text: &str,
    line: usize,
    before: Option<&NewParagraph>,
    original: &Document,
    word: &edit::Draft<'_>,
) -> NewParagraph {
    let model = model(text, line, original);
    let at = model.raw.start;
    let mut text = text.to_owned();
    let mut counted = Number::Written;
    if let Some(label) = word.label(at)
        && let Some(rest) = behind_label(&text, label)
    {
        let follows = number::numerals(&text).first().map(|(_, number)| *number)
            == number::numerals(label).first().map(|(_, number)| number + 1);
        // What was put in just before counts as one more.
        if follows || before.is_some_and(|before| before.number == Number::Continues) {
            text = rest.to_owned();
            counted = Number::Continues;
        }
    }
    // Paragraphs are indented by their look, not by spaces, unless the model has them.
    let words = original.raw.get(model.raw.start..model.raw.end).unwrap_or_default();
    if counted == Number::Written && !words.starts_with([' ', '\u{3000}']) {
        text = text.trim_start_matches([' ', '\u{3000}']).to_owned();
    }
    NewParagraph { text, model: at, number: counted }
}

/// The line whose look `text` takes: the last one before it of the same shape, or the first one behind it.
fn model<'a>(text: &str, line: usize, original: &'a Document) -> &'a Line {
    let like = |other: &&Line| {
        other.kind == LineKind::Body
            && shape(original.raw.get(other.raw.start..other.raw.end).unwrap_or_default()) == shape(text)
    };
    let (before, after) = original.lines.split_at(line + 1);
    let found = before.iter().rev().find(like).or_else(|| after.iter().find(like));
    found.unwrap_or(&original.lines[line])
}

/// What a line is by its beginning.
#[derive(PartialEq, Eq)]
enum Shape {
    Blank,
    Article,
    Caption,
    /// The label with # for its digits.
    Numbered(String),
    Plain,
}

fn shape(line: &str) -> Shape {
    let line = line.trim();
    let start: String = line.chars().take(9).collect();
    let first = number::numerals(&start).first().map(|(place, _)| place.clone());
    let opens = |sign: char| "(（「■第".contains(sign) || sign.is_whitespace();
    match first {
        _ if line.is_empty() => Shape::Blank,
        Some(place) if start.get(place.end..).is_some_and(|rest| rest.trim_start().starts_with(['条', '條'])) => {
            Shape::Article
        }
        _ if line.starts_with(['（', '(', '【', '〔']) && line.ends_with(['）', ')', '】', '〕']) => {
            Shape::Caption
        }
        Some(place) if start.get(..place.start).is_some_and(|before| before.chars().all(opens)) => {
            let head = start.get(..place.start).unwrap_or_default();
            let tail: String =
                start.get(place.end..).unwrap_or_default().chars().take_while(|sign| !sign.is_alphanumeric()).collect();
            Shape::Numbered(format!("{head}#{}", tail.trim_end()))
        }
        _ => Shape::Plain,
    }
}

/// What stands behind the label of `text`, if that is `label` with other digits.
fn behind_label<'t>(text: &'t str, label: &str) -> Option<&'t str> {
    let mut rest = text.trim_start();
    let mut at = label.len() - label.trim_start().len();
    for (place, _) in number::numerals(label) {
        rest = rest.strip_prefix(label.get(at..place.start)?)?;
        let (digits, _) = number::numerals(rest).first().cloned().filter(|(digits, _)| digits.start == 0)?;
        rest = rest.get(digits.end..)?;
        at = place.end;
    }
    let tail = label.get(at..)?.trim_end();
    Some(rest.strip_prefix(tail)?.trim_start())
}
