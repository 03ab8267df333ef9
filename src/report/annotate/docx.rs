//! A Word document with its evidence marked: a comment on the words of each mark, and one in front that says what all came to.
//!
//! Only comments are added; whoever opens the document sees the contract as it was, and can take them out again in one go.

use super::{AnnotateError, Contents};
use crate::document::edit::{AUTHOR, Draft, Edit};
use crate::document::{LineKind, RawSpan, ReadOptions};
use crate::messages::Lang;
use crate::report::Report;

pub(super) fn annotate(
    bytes: &[u8],
    report: &Report,
    contents: &Contents,
    options: &ReadOptions,
    lang: Lang,
) -> Result<Vec<u8>, AnnotateError> {
    let draft = Draft::open(bytes, options).map_err(|error| AnnotateError::Broken(error.to_string()))?;
    if draft.is_signed() {
        return Err(AnnotateError::Signed);
    }
    let comment = |range, text| Edit::Comment { range, author: AUTHOR.to_owned(), text };
    let front = front(report).map(|range| comment(range, summary(contents)));
    let marks = contents.marks.iter();
    let marks = marks.filter_map(|mark| Some(comment(report.text.hull(mark.span)?, mark.note(lang))));
    let edits: Vec<Edit> = front.into_iter().chain(marks).collect();
    draft.apply(&edits).map_err(|error| AnnotateError::Broken(error.to_string()))
}

/// Where the summary stands: at the title, or at whatever words come first.
fn front(report: &Report) -> Option<RawSpan> {
    let title = report.contract.title.and_then(|span| report.text.hull(span));
    let has_words =
        |raw: &RawSpan| report.document.raw.get(raw.start..raw.end).is_some_and(|line| !line.trim().is_empty());
    let lines = report.document.lines.iter().filter(|line| line.kind == LineKind::Body).map(|line| line.raw);
    title.or_else(|| lines.into_iter().find(has_words))
}

/// The outcome and, line by line, what each clause came to.
fn summary(contents: &Contents) -> String {
    let headings = contents.headings.iter().map(|(_, heading)| heading.as_str());
    let lines: Vec<&str> = std::iter::once(contents.outcome.as_str()).chain(headings).collect();
    lines.join("\n")
}
