//! From the text that was judged back to what the editor shows.
//!
//! Plain text keeps where its lines come from. Of HTML and Markdown a page was made first; its words are looked for in the source, in
//! order, which finds all but what the page computes itself (numbers of lists, characters written as entities).

use std::ops::Range;

use joko::document::{Document, Kind, RawSpan};

/// Which bytes of the source the characters of a document come from.
pub(super) enum Origin {
    /// The document itself knows.
    Kept,
    /// Stretches of `Document::raw` that stand in the source as they are, in order of both.
    Found(Vec<Stretch>),
}

pub(super) struct Stretch {
    raw: RawSpan,
    at: usize,
}

impl Origin {
    pub(super) fn of(document: &Document, source: &str) -> Self {
        if document.kind == Kind::Plain { Self::Kept } else { Self::Found(search(document, source)) }
    }

    /// The bytes of the source from the first character of `raw` to its last.
    pub(super) fn bytes(&self, document: &Document, raw: RawSpan) -> Option<Range<usize>> {
        let stretches = match self {
            Self::Kept => return document.origin(raw),
            Self::Found(stretches) => stretches,
        };
        let first = stretches.partition_point(|stretch| stretch.raw.end <= raw.start);
        let beyond = stretches.partition_point(|stretch| stretch.raw.start < raw.end);
        let start = stretches.get(first).map(|stretch| stretch.at + raw.start.saturating_sub(stretch.raw.start));
        let end = beyond
            .checked_sub(1)
            .and_then(|last| stretches.get(last))
            .map(|stretch| stretch.at + raw.end.min(stretch.raw.end) - stretch.raw.start);
        match (start, end) {
            (Some(start), Some(end)) if start <= end => Some(start..end),
            // None of the words was found; they stand between those around them.
            (Some(at), _) | (None, Some(at)) => Some(at..at),
            (None, None) => None,
        }
    }
}

/// Bytes of the source in which the next words are looked for: markup stands between them, and whole style sheets before the first.
const NEAR: usize = 2048;
/// The same for a part of a word, between whose parts only a tag or two can stand.
const WITHIN: usize = 256;
/// Characters of a word that is looked for however far away.
const TELLING: usize = 6;
/// How often that is done: in a page that is read well, hardly ever.
const FAR: usize = 200;

fn search(document: &Document, source: &str) -> Vec<Stretch> {
    let body = source.to_ascii_lowercase().find("<body").unwrap_or(0);
    let mut search = Search { source, at: body, far: FAR, found: Vec::new() };
    for line in &document.lines {
        let words = document.raw.get(line.raw.start..line.raw.end).unwrap_or_default();
        let mut at = line.raw.start;
        for word in words.split_inclusive(char::is_whitespace) {
            let bare = word.trim_end();
            if !bare.is_empty() {
                search.word(bare, at);
            }
            at += word.len();
        }
    }
    search.found
}

struct Search<'s> {
    source: &'s str,
    /// Where the source is read to.
    at: usize,
    /// How often it may still be searched to its end.
    far: usize,
    found: Vec<Stretch>,
}

impl Search<'_> {
    fn word(&mut self, word: &str, raw: usize) {
        let before = self.found.len();
        if self.take(word, raw, NEAR) {
            return;
        }
        self.parts(word, raw);
        if self.found.len() == before && self.far > 0 && word.chars().nth(TELLING).is_some() {
            self.far -= 1;
            self.take(word, raw, usize::MAX);
        }
    }

    /// The two halves of a word that markup parts, or their halves.
    fn parts(&mut self, word: &str, raw: usize) {
        let middle = word.char_indices().nth(word.chars().count() / 2).map_or(0, |(at, _)| at);
        if middle == 0 {
            return;
        }
        let (first, second) = word.split_at(middle);
        for (part, raw) in [(first, raw), (second, raw + middle)] {
            // A single character is found anywhere; it counts only right behind what was found last.
            let near = if part.chars().nth(1).is_some() { WITHIN } else { WITHIN / 4 };
            if !self.take(part, raw, near) {
                self.parts(part, raw);
            }
        }
    }

    fn take(&mut self, words: &str, raw: usize, near: usize) -> bool {
        let end = self.source.floor_char_boundary(self.at.saturating_add(near));
        let Some(at) = self.source.get(self.at..end).and_then(|near| near.find(words)) else { return false };
        let at = self.at + at;
        self.at = at + words.len();
        self.found.push(Stretch { raw: RawSpan { start: raw, end: raw + words.len() }, at });
        true
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use joko::document::{self, ReadOptions};

    use super::*;

    fn found(source: &str, name: &str, words: &str) -> String {
        let document = document::read(source.as_bytes(), Path::new(name), &ReadOptions::default()).expect("it is read");
        let origin = Origin::of(&document, source);
        let start = document.raw.find(words).expect("the page has the words");
        let bytes =
            origin.bytes(&document, RawSpan { start, end: start + words.len() }).expect("they come from somewhere");
        source.get(bytes).expect("whole characters").to_owned()
    }

    #[test]
    fn words_of_a_page_are_found_in_its_source() {
        let source = "<html><head><title>契約書</title><style>p { color: red }</style></head><body><h1>契約書</h1>\n<p>乙は、<b>自己の</b>名で請求&amp;収納する。</p><p>甲は通知する。</p></body></html>";
        assert_eq!(found(source, "a.html", "契約書"), "契約書");
        assert_eq!(found(source, "a.html", "乙は、自己の名で請求"), "乙は、<b>自己の</b>名で請求");
        assert_eq!(found(source, "a.html", "甲は通知する。"), "甲は通知する。");
    }

    #[test]
    fn words_of_markdown_are_found_in_its_source() {
        let source = "# 契約書\n\n## 第1条（料金）\n\n1. 乙は、**利用料金**を請求する。\n2. 甲は通知する。\n";
        assert_eq!(found(source, "a.md", "乙は、利用料金を請求する。"), "乙は、**利用料金**を請求する。");
        assert_eq!(found(source, "a.md", "甲は通知する。"), "甲は通知する。");
    }

    #[test]
    fn plain_text_is_mapped_exactly() {
        let source = "契約書\r\n\r\n第1条　乙は、通知する。\r\n";
        assert_eq!(found(source, "a.txt", "乙は、通知する。"), "乙は、通知する。");
    }
}
