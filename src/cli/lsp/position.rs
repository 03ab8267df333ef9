//! Positions of an editor, lines and columns, and bytes of the text.

use std::ops;

use lsp_types::{Position, PositionEncodingKind, Range};

/// What columns count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units, which every editor knows.
    Utf16,
}

impl Encoding {
    /// The one that needs no counting, if the editor offers it.
    pub(super) fn of(offered: &[PositionEncodingKind]) -> Self {
        if offered.contains(&PositionEncodingKind::UTF8) { Self::Utf8 } else { Self::Utf16 }
    }

    pub(super) const fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
        }
    }

    const fn len(self, c: char) -> usize {
        match self {
            Self::Utf8 => c.len_utf8(),
            Self::Utf16 => c.len_utf16(),
        }
    }
}

/// Where the lines of a text begin, as editors count them.
#[derive(Clone, Debug)]
pub(super) struct Lines {
    encoding: Encoding,
    starts: Vec<usize>,
}

impl Lines {
    pub(super) fn of(text: &str, encoding: Encoding) -> Self {
        let bytes = text.as_bytes();
        let ends = (0..bytes.len()).filter(|&at| match bytes[at] {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        });
        Self { encoding, starts: std::iter::once(0).chain(ends.map(|at| at + 1)).collect() }
    }

    /// The byte of `text` at `position`; the end of the line, or of the text, where it lies beyond.
    pub(super) fn byte(&self, text: &str, position: Position) -> usize {
        let Some(&start) = self.starts.get(position.line as usize) else { return text.len() };
        let end = self.starts.get(position.line as usize + 1).copied().unwrap_or(text.len());
        let line = text.get(start..end).unwrap_or_default().trim_end_matches(['\r', '\n']);
        let mut column = 0;
        for (at, c) in line.char_indices() {
            if column >= position.character as usize {
                return start + at;
            }
            column += self.encoding.len(c);
        }
        start + line.len()
    }

    /// The position of a byte of `text`.
    pub(super) fn position(&self, text: &str, byte: usize) -> Position {
        let byte = text.floor_char_boundary(byte);
        let line = self.starts.partition_point(|start| *start <= byte).saturating_sub(1);
        let before = text.get(self.starts[line]..byte).unwrap_or_default();
        let column: usize = before.chars().map(|c| self.encoding.len(c)).sum();
        Position { line: line as u32, character: column as u32 }
    }

    pub(super) fn range(&self, text: &str, bytes: ops::Range<usize>) -> Range {
        Range { start: self.position(text, bytes.start), end: self.position(text, bytes.end) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_code_units() {
        let text = "a\r\n𠮷野は\r乙\n";
        for (encoding, column) in [(Encoding::Utf16, 3), (Encoding::Utf8, 7)] {
            let lines = Lines::of(text, encoding);
            let byte = text.find('は').expect("it is there");
            assert_eq!(lines.position(text, byte), Position { line: 1, character: column });
            assert_eq!(lines.byte(text, Position { line: 1, character: column }), byte);
        }
        let lines = Lines::of(text, Encoding::Utf16);
        assert_eq!(lines.byte(text, Position { line: 2, character: 0 }), text.find('乙').expect("it is there"));
        assert_eq!(lines.byte(text, Position { line: 0, character: 99 }), 1, "a line ends before its line end");
        assert_eq!(lines.byte(text, Position { line: 99, character: 0 }), text.len());
    }
}
