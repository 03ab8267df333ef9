//! Words that changed inside a unit.

use std::ops::Range;

use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices_by_key};

use super::units::is_blank;

/// A stretch of a unit's text that changed as a whole, or not at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Whether the other version does not have it.
    pub changed: bool,
    /// Its words.
    pub text: String,
}

/// Words that a unit may have and still be compared word by word.
const LONGEST: usize = 10_000;

/// Both texts in pieces. White space never counts as a change.
pub(super) fn compare(old: &str, new: &str) -> (Vec<Piece>, Vec<Piece>) {
    let (a, b) = (tokens(old), tokens(new));
    if a.len().max(b.len()) > LONGEST {
        return (whole(old), whole(new));
    }
    let ops = capture_diff_slices_by_key(Algorithm::Myers, &a, &b, |token| token.trim_matches(is_blank));
    let run = |op: &DiffOp| Run { changed: op.tag() != DiffTag::Equal, old: op.old_range(), new: op.new_range() };
    let mut runs: Vec<Run> = ops.iter().map(run).collect();
    drop_islands(&mut runs, &a);
    // Where next to nothing is left of the sentence, marks on single words only confuse.
    let kept: usize = runs.iter().filter(|run| !run.changed).map(|run| run.old.len()).sum();
    if kept * 5 < a.len().max(b.len()) {
        return (whole(old), whole(new));
    }
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for Run { changed, old, new } in runs {
        push(&mut before, changed, &a[old]);
        push(&mut after, changed, &b[new]);
    }
    (before, after)
}

/// All of a text, as one piece that the other version does not have.
pub(super) fn whole(text: &str) -> Vec<Piece> {
    if text.is_empty() { Vec::new() } else { vec![Piece { changed: true, text: text.to_owned() }] }
}

/// All of a text, unchanged.
pub(super) fn unchanged(text: &str) -> Vec<Piece> {
    if text.is_empty() { Vec::new() } else { vec![Piece { changed: false, text: text.to_owned() }] }
}

/// Words that stayed, or words in the place of others.
struct Run {
    changed: bool,
    old: Range<usize>,
    new: Range<usize>,
}

/// A single character that stayed by chance between two changes joins them: を of 「料金を請求」 and 「代金を収受」 tells a reader nothing.
fn drop_islands(runs: &mut [Run], tokens: &[&str]) {
    for at in 1..runs.len().saturating_sub(1) {
        let Run { changed, old, .. } = &runs[at];
        let characters: usize =
            tokens[old.clone()].iter().map(|token| token.trim_end_matches(is_blank).chars().count()).sum();
        let replaced = |run: &Run| run.changed && !run.old.is_empty() && !run.new.is_empty();
        if !changed && characters <= 1 && replaced(&runs[at - 1]) && replaced(&runs[at + 1]) {
            runs[at].changed = true;
        }
    }
}

fn push(pieces: &mut Vec<Piece>, changed: bool, tokens: &[&str]) {
    let text: String = tokens.concat();
    if text.is_empty() {
        return;
    }
    match pieces.last_mut() {
        Some(last) if last.changed == changed => last.text += &text,
        _ => pieces.push(Piece { changed, text }),
    }
}

/// The words of `text`, each with the white space after it: runs of one script; hiragana and marks one by one, because
/// particles and endings change by themselves.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut start = 0;
    let mut last: Option<(Script, bool)> = None;
    for (at, c) in text.char_indices() {
        let script = script(c);
        let joins = match last {
            None => true,
            Some(_) if is_blank(c) => true,
            // Blanks at the very beginning have no word before them.
            Some((_, true)) => text.get(start..at).unwrap_or_default().chars().all(is_blank),
            Some((before, false)) => before == script && !matches!(script, Script::Other),
        };
        if !joins {
            tokens.push(text.get(start..at).unwrap_or_default());
            start = at;
        }
        last = Some((script, is_blank(c)));
    }
    if start < text.len() {
        tokens.push(text.get(start..).unwrap_or_default());
    }
    tokens
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Ideograph,
    Katakana,
    Latin,
    Digit,
    Other,
}

fn script(c: char) -> Script {
    match c {
        '々' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' => Script::Ideograph,
        'ァ'..='ヺ' | 'ー' => Script::Katakana,
        c if c.is_ascii_digit() => Script::Digit,
        c if c.is_alphabetic() && c < '\u{3000}' => Script::Latin,
        _ => Script::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(old: &str, new: &str) -> (String, String) {
        let show = |pieces: Vec<Piece>| {
            pieces.iter().map(|p| if p.changed { format!("[{}]", p.text) } else { p.text.clone() }).collect()
        };
        let (old, new) = compare(old, new);
        (show(old), show(new))
    }

    #[test]
    fn words_that_changed_are_marked_whole() {
        let (old, new) = shown("乙は、利用者に利用料金を請求する。", "甲は、利用者に利用料金を請求することができる。");
        assert_eq!(old, "[乙]は、利用者に利用料金を請求する。");
        assert_eq!(new, "[甲]は、利用者に利用料金を請求する[ことができる]。");
    }

    #[test]
    fn white_space_is_no_change() {
        let (old, new) = shown("接続サービス IPoE 3 Gbps", "接続サービスIPoE\n3Gbps");
        assert_eq!((old.as_str(), new.as_str()), ("接続サービス IPoE 3 Gbps", "接続サービスIPoE\n3Gbps"));
    }

    #[test]
    fn another_sentence_is_not_taken_apart() {
        let (old, new) = shown("乙は、解約を受け付ける。", "別紙のとおり定める。");
        assert_eq!((old.as_str(), new.as_str()), ("[乙は、解約を受け付ける。]", "[別紙のとおり定める。]"));
    }
}
