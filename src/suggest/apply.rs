//! The changed contract as a file.

use super::draft::Draft;
use crate::document::{self, Kind, LineKind, ReadError};

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
