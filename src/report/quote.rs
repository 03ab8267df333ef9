//! Quotes: the sentence that words stand in, with the words that decide marked in it.

use super::Report;
use crate::contract::UnitId;
use crate::span::Span;

/// Chars of a sentence that are shown on either side of the words that decide.
const REACH: usize = 60;

/// Part of a sentence as it is quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'t> {
    /// Words around those that decide.
    Around(&'t str),
    /// Words that decide, with the number of the span that they were marked for.
    Decisive(&'t str, usize),
    /// Words left out.
    Gap,
}

/// The sentence of `unit` that holds the bytes of `span`: up to the full stop or the end of the line.
#[must_use]
pub fn sentence(report: &Report, unit: UnitId, span: Span) -> Span {
    let norm = &report.text.norm;
    let bounds = report.contract.unit(unit).span;
    let before = norm.get(bounds.start.min(span.start)..span.start).unwrap_or_default();
    let after = norm.get(span.end..bounds.end.max(span.end)).unwrap_or_default();
    let start = span.start - before.len() + after_last_end(before);
    // A full stop belongs to its sentence.
    let ended = norm.get(span.range()).is_some_and(|words| words.ends_with('。'));
    let end = match after.find(['。', '\n', '\t']) {
        _ if ended => span.end,
        Some(at) if after.get(at..).is_some_and(|rest| rest.starts_with('。')) => span.end + at + '。'.len_utf8(),
        Some(at) => span.end + at,
        None => span.end + after.len(),
    };
    let blank = norm.get(start..span.start).unwrap_or_default();
    Span::new(start + blank.len() - blank.trim_start().len(), end)
}

/// Where the sentence begins that `before` ends in. A full stop before a closing bracket ends only what stands in the brackets.
fn after_last_end(before: &str) -> usize {
    let mut ends = before.match_indices(['。', '\n', '\t']).map(|(at, end)| (at + end.len(), end));
    let closes = |at: usize| before.get(at..).is_some_and(|rest| rest.starts_with([')', '）', '」', '』', '】', '〕']));
    ends.rfind(|(at, end)| *end != "。" || !closes(*at)).map_or(0, |(at, _)| at)
}

/// The words of `sentence` in order, with `marked` spans in it told apart; where it is long, only what is near to them.
#[must_use]
pub fn pieces<'t>(report: &'t Report, sentence: Span, marked: &[Span]) -> Vec<Piece<'t>> {
    let text = |start: usize, end: usize| report.text.norm.get(start..end).unwrap_or_default();
    let mut pieces = Vec::new();
    let mut at = sentence.start;
    for (number, span) in marked.iter().enumerate() {
        let (start, end) = (span.start.max(at), span.end.min(sentence.end));
        if start >= end {
            continue;
        }
        around(text(at, start), !pieces.is_empty(), true, &mut pieces);
        pieces.push(Piece::Decisive(text(start, end), number));
        at = end;
    }
    around(text(at, sentence.end), !pieces.is_empty(), false, &mut pieces);
    pieces
}

/// Adds words of which only those near to what stands `before` and `after` are shown.
fn around<'t>(words: &'t str, before: bool, after: bool, pieces: &mut Vec<Piece<'t>>) {
    let count = words.chars().count();
    let kept = REACH * (usize::from(before) + usize::from(after));
    if count <= kept + 4 {
        pieces.extend((!words.is_empty()).then_some(Piece::Around(words)));
        return;
    }
    let byte = |chars: usize| words.char_indices().nth(chars).map_or(words.len(), |(at, _)| at);
    let (head, tail) = (byte(if before { REACH } else { 0 }), byte(count - if after { REACH } else { 0 }));
    for piece in [words.get(..head), None, words.get(tail..)] {
        match piece {
            Some("") => {}
            Some(words) => pieces.push(Piece::Around(words)),
            None => pieces.push(Piece::Gap),
        }
    }
}
