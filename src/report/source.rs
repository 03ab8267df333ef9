//! Where evidence stands in a text file, in the lines and columns by which editors and code hosts count.

use super::Report;
use crate::document::Kind;
use crate::verdict::Evidence;

/// A stretch of a text file. Lines and columns count from 1, columns and characters in Unicode scalar values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) start_line: usize,
    pub(super) start_column: usize,
    pub(super) end_line: usize,
    /// One past the last character.
    pub(super) end_column: usize,
    /// Characters before it, a line end counted as one.
    pub(super) offset: usize,
    pub(super) length: usize,
}

/// Where `evidence` stands in the file itself; `None` unless that is plain text.
pub(super) fn stretch(report: &Report, evidence: &Evidence) -> Option<Stretch> {
    if report.document.kind != Kind::Plain {
        return None;
    }
    let hull = report.text.hull(evidence.span)?;
    let before = report.document.raw.get(..hull.start)?;
    let words = report.document.raw.get(hull.start..hull.end)?;
    let (start_line, start_column) = place(before);
    let (end_line, end_column) = place(report.document.raw.get(..hull.end)?);
    let (offset, length) = (before.chars().count(), words.chars().count());
    Some(Stretch { start_line, start_column, end_line, end_column, offset, length })
}

/// Line and column of what follows `before`.
fn place(before: &str) -> (usize, usize) {
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line, column)
}
