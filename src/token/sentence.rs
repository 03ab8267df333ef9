//! Sentence boundaries: 。 outside brackets and quotation marks, and the end of a logical line.

use crate::span::Span;
use crate::text::Text;

/// The sentences of one logical line, without leading and trailing spaces. Brackets that never close do not swallow what follows:
/// they are taken as plain signs.
pub(super) fn split(text: &Text, line: Span) -> Vec<Span> {
    let words = text.get(line);
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut closers: Vec<char> = Vec::new();
    for (at, sign) in words.char_indices() {
        if let Some(closer) = closer(sign) {
            if words.get(at..).is_some_and(|rest| rest.contains(closer)) {
                closers.push(closer);
            }
        } else if closers.last() == Some(&sign) {
            closers.pop();
        } else if sign == '。' && closers.is_empty() {
            push(words, start..at + sign.len_utf8(), line.start, &mut sentences);
            start = at + sign.len_utf8();
        }
    }
    push(words, start..words.len(), line.start, &mut sentences);
    sentences
}

/// The bracket that closes what `sign` opens. Corner and round brackets only: others stand alone in contracts as marks.
pub(crate) fn closer(sign: char) -> Option<char> {
    match sign {
        '「' => Some('」'),
        '『' => Some('』'),
        '(' => Some(')'),
        '（' => Some('）'),
        '〔' => Some('〕'),
        '【' => Some('】'),
        _ => None,
    }
}

fn push(words: &str, range: std::ops::Range<usize>, base: usize, into: &mut Vec<Span>) {
    let Some(piece) = words.get(range.clone()) else { return };
    let lead = piece.len() - piece.trim_start().len();
    let kept = piece.trim().len();
    if kept > 0 {
        into.push(Span::new(base + range.start + lead, base + range.start + lead + kept));
    }
}
