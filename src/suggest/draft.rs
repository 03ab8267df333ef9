//! A document with changes. However often words are changed, a [`Draft`] keeps each stretch as one [`Edit`] of the original, so
//! that the changes can be written into a copy of it, tracked or not.

use crate::document::{Document, Follows, Line, LineKind, RawSpan};

/// A change of the original.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The characters of the original's raw text that go; empty where something is only put in. They lie in one line.
    pub at: RawSpan,
    /// What stands there instead; after a line end begins a line, or paragraph, of its own.
    pub text: String,
}

/// The original and its changes, in order, none touching another.
#[derive(Clone, Debug)]
pub struct Draft<'a> {
    original: &'a Document,
    edits: Vec<Edit>,
}

impl<'a> Draft<'a> {
    /// The original unchanged.
    #[must_use]
    pub const fn of(original: &'a Document) -> Self {
        Self { original, edits: Vec::new() }
    }

    /// The document before all changes.
    #[must_use]
    pub const fn original(&self) -> &'a Document {
        self.original
    }

    /// The changes in the order of the original.
    #[must_use]
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// The document with the changes made. It has no glyphs: nothing in it stands on a page any more. A line of which nothing is
    /// left is blank.
    #[must_use]
    pub fn document(&self) -> Document {
        let mut made = self.original.clone();
        for page in &mut made.pages {
            page.glyphs.clear();
        }
        made.raw = String::with_capacity(self.original.raw.len());
        made.lines.clear();
        let mut at = 0;
        for line in &self.original.lines {
            made.raw += self.original.raw.get(at..line.raw.start).unwrap_or_default();
            at = line.raw.end;
            for (index, piece) in self.line(line).split('\n').enumerate() {
                let start = made.raw.len() + usize::from(index > 0);
                if index > 0 {
                    made.raw.push('\n');
                }
                made.raw += piece;
                let raw = RawSpan { start, end: made.raw.len() };
                let follows = if index > 0 { Follows::Break } else { line.follows };
                made.lines.push(Line { raw, follows, ..*line });
            }
        }
        made.raw += self.original.raw.get(at..).unwrap_or_default();
        made
    }

    /// What has become of `line`, a line of the original.
    #[must_use]
    pub fn line(&self, line: &Line) -> String {
        let raw = &self.original.raw;
        let (mut content, mut at) = (String::new(), line.raw.start);
        for edit in self.edits.iter().filter(|edit| line.raw.start <= edit.at.start && edit.at.end <= line.raw.end) {
            content += raw.get(at..edit.at.start).unwrap_or_default();
            content += &edit.text;
            at = edit.at.end;
        }
        content + raw.get(at..line.raw.end).unwrap_or_default()
    }

    /// Puts `with` in the place of `raw`, a range of this draft's `document`; where it is more than one line, in the first.
    pub fn replace(&mut self, document: &Document, raw: RawSpan, with: &str) {
        let body = document.lines.iter().filter(|line| line.kind == LineKind::Body);
        let parts = body
            .filter(|line| line.raw.start <= raw.end && raw.start <= line.raw.end)
            .map(|line| RawSpan { start: line.raw.start.max(raw.start), end: line.raw.end.min(raw.end) });
        let mut parts: Vec<RawSpan> = parts.filter(|part| raw.start == raw.end || part.start < part.end).collect();
        if raw.start == raw.end {
            parts.truncate(1);
        }
        // From the end, so that what is left to change stays where it is.
        for (index, part) in parts.iter().enumerate().rev() {
            self.change(*part, if index == 0 { with } else { "" });
        }
    }

    /// Changes `at`, a range of this draft's raw text that lies in one of its lines. Changes that it touches become one with it.
    fn change(&mut self, at: RawSpan, with: &str) {
        let mut kept = Vec::with_capacity(self.edits.len() + 1);
        let (mut start, mut end) = (None, None);
        let (mut prefix, mut suffix) = (String::new(), String::new());
        // Bytes that the edits so far have made the text longer (or, wrapping, shorter).
        let mut shift = 0_isize;
        let mut before = 0_isize;
        for edit in std::mem::take(&mut self.edits) {
            let now = moved(edit.at.start, shift);
            let then = now + edit.text.len();
            shift += edit.text.len() as isize - (edit.at.end - edit.at.start) as isize;
            if then < at.start {
                before = shift;
                kept.push(edit);
            } else if now > at.end {
                kept.push(edit);
            } else {
                if start.is_none() {
                    start = Some(if at.start < now { moved(at.start, -before) } else { edit.at.start });
                    prefix = edit.text.get(..at.start.saturating_sub(now)).unwrap_or_default().to_owned();
                }
                end = Some(if at.end > then { moved(at.end, -shift) } else { edit.at.end });
                suffix = edit.text.get(at.end.saturating_sub(now)..).unwrap_or_default().to_owned();
                before = shift;
            }
        }
        let start = start.unwrap_or_else(|| moved(at.start, -before));
        let end = end.unwrap_or_else(|| moved(at.end, -before));
        let made = Edit { at: RawSpan { start, end }, text: prefix + with + &suffix };
        if made.at.start < made.at.end || !made.text.is_empty() {
            kept.push(made);
        }
        kept.sort_by_key(|edit| (edit.at.start, edit.at.end));
        self.edits = kept;
    }
}

const fn moved(at: usize, by: isize) -> usize {
    at.saturating_add_signed(by)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::document::{ReadOptions, read};

    fn changed(text: &str, changes: &[(&str, &str)]) -> (String, Vec<Edit>) {
        let original = read(text.as_bytes(), Path::new("a.txt"), &ReadOptions::default()).expect("it is text");
        let mut draft = Draft::of(&original);
        for (words, with) in changes {
            let document = draft.document();
            let start = document.raw.find(words).expect("the words are there");
            draft.replace(&document, RawSpan { start, end: start + words.len() }, with);
        }
        let document = draft.document();
        for line in &document.lines {
            let content = document.raw.get(line.raw.start..line.raw.end).expect("lines are whole characters");
            assert!(!content.contains('\n'), "{content}");
        }
        (document.raw, draft.edits().to_vec())
    }

    #[test]
    fn changes_of_changes_are_changes_of_the_original() {
        let (raw, edits) =
            changed("甲は払う。\n乙は待つ。\n", &[("払う", "支払う"), ("支払う。\n乙", "払わない。\n丙")]);
        assert_eq!(raw, "甲は払わない。\n丙\nは待つ。\n");
        assert_eq!(edits.len(), 2, "one for each line: {edits:?}");
        let (raw, edits) =
            changed("甲は払う。\n乙は待つ。\n", &[("待つ", "去る"), ("甲は払う。", ""), ("去る", "待つ")]);
        assert_eq!(raw, "\n乙は待つ。\n");
        assert_eq!(edits.len(), 2);
    }

    #[test]
    fn what_is_put_in_can_be_added_to() {
        let (raw, edits) =
            changed("甲は払う。\n乙は待つ。\n", &[("払う。", "払う。\n２"), ("２", "２　丙\n３"), ("甲", "丁")]);
        assert_eq!(raw, "丁は払う。\n２　丙\n３\n乙は待つ。\n");
        assert_eq!(edits.len(), 2);
    }
}
