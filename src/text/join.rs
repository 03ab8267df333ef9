//! Lines of the page become logical lines: wrapped lines are joined, spaces that only set characters apart are dropped.

use std::cell::OnceCell;
use std::collections::HashSet;

use super::fold::{self, is_japanese, is_space};
use super::map::OffsetMap;
use crate::document::{Document, Follows, Line, LineKind, RawSpan};
use crate::span::Span;

/// The normalised text of `document`'s body lines, with its map.
pub(super) fn join(document: &Document) -> (String, OffsetMap) {
    let mut joined =
        Joined { raw: &document.raw, norm: String::with_capacity(document.raw.len()), ..Joined::default() };
    let body: Vec<&Line> = document.lines.iter().filter(|line| line.kind == LineKind::Body).collect();
    let goes_on = |_: &&Line, next: &&Line| next.follows == Follows::Wrapped;
    for logical in body.chunk_by(goes_on) {
        let is_sentence = |line: &&Line| {
            document.raw.get(line.raw.start..line.raw.end).is_some_and(|words| words.contains(['、', '。', '，']))
        };
        joined.is_words = !logical.iter().any(is_sentence);
        logical.iter().for_each(|line| joined.line(line));
    }
    (joined.norm, joined.map)
}

/// The text as far as it is read.
#[derive(Default)]
struct Joined<'a> {
    raw: &'a str,
    norm: String,
    map: OffsetMap,
    /// Where the logical line begins in `norm`.
    start: usize,
    /// Whether the logical line is no sentence: a heading, a signature, a row.
    is_words: bool,
    /// White space read and not yet judged.
    space: Option<Space>,
    /// See [`words`](Self::words); most documents never need it.
    words: OnceCell<HashSet<String>>,
}

/// White space between two characters.
#[derive(Clone, Copy)]
struct Space {
    raw: RawSpan,
    width: Width,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Width {
    /// One half-width space.
    Single,
    /// More: a gap that somebody set, as between a number and its text or two cells of a table.
    Wide,
    /// The end of a line on the page, inside a logical line.
    Wrap,
    /// The end of a table cell: a tab in the text's map, wherever the line ends on the page.
    Cell,
    /// The end of a logical line.
    Break,
}

impl Joined<'_> {
    fn line(&mut self, line: &Line) {
        let end = line.raw.end;
        let mut at = line.raw.start;
        self.end_of_line(at, line.follows);
        while let Some(rest) = self.raw.get(at..end)
            && let Some(c) = rest.chars().next()
        {
            if is_space(c) {
                self.set_apart(at, c);
                at += c.len_utf8();
                continue;
            }
            if fold::is_shapeless(c) {
                at += c.len_utf8();
                continue;
            }
            self.settle_space(c, rest);
            let before = if self.norm.len() > self.start { self.norm.chars().next_back() } else { None };
            let Some(cluster) = fold::cluster(before, rest) else { break };
            let raw = RawSpan { start: at, end: at + cluster.len };
            at = raw.end;
            self.push(raw, cluster.folded.as_deref());
        }
    }

    /// Notes the line break before `at`, in place of the white space that ended the line.
    fn end_of_line(&mut self, at: usize, follows: Follows) {
        if self.norm.is_empty() {
            self.space = None;
            return;
        }
        // Blank lines leave the break before them standing. The tabs of empty cells belong to the white space that they stand in.
        let broken = self.space.filter(|space| space.width == Width::Break);
        let emptied = self.space.filter(|space| space.width == Width::Cell);
        let here = RawSpan { start: at.saturating_sub(1), end: at };
        let raw = match (broken, emptied, follows) {
            (Some(space), _, Follows::Cell) | (None, Some(space), Follows::Cell | Follows::Break) => {
                RawSpan { start: space.raw.start, end: at }
            }
            (Some(space), ..) => space.raw,
            _ => here,
        };
        let width = match follows {
            _ if broken.is_some() => Width::Break,
            Follows::Break => Width::Break,
            Follows::Cell => Width::Cell,
            Follows::Wrapped => Width::Wrap,
        };
        self.space = Some(Space { raw, width });
    }

    fn set_apart(&mut self, at: usize, c: char) {
        let raw = RawSpan { start: at, end: at + c.len_utf8() };
        let wide = c != ' ' && c != '\u{A0}';
        match &mut self.space {
            // White space that begins a line, or after a character without a shape.
            Some(space) if matches!(space.width, Width::Wrap | Width::Cell | Width::Break) || space.raw.end != at => {}
            Some(space) => {
                space.width = Width::Wide;
                space.raw.end = raw.end;
            }
            None => self.space = Some(Space { raw, width: if wide { Width::Wide } else { Width::Single } }),
        }
    }

    /// Decides on the white space before `next`.
    fn settle_space(&mut self, next: char, rest: &str) {
        let Some(space) = self.space.take() else { return };
        if self.norm.is_empty() {
            return;
        }
        if space.width == Width::Break {
            self.push_as(space.raw, "\n");
            self.start = self.norm.len();
        } else if self.keeps(space, next, rest) {
            self.push_as(space.raw, " ");
        }
    }

    fn keeps(&self, space: Space, next: char, rest: &str) -> bool {
        let line = self.norm.get(self.start..).unwrap_or_default();
        let mut back = line.chars().rev();
        let Some(before) = back.next() else { return false };
        // A word that the page breaks after its hyphen or slash: TL-IPoE, TCP/IP.
        let in_word = matches!(before, '-' | '/') && back.next().is_some_and(char::is_alphanumeric);
        if space.width == Width::Wrap && (in_word && next.is_alphanumeric() || self.breaks_word(line, rest)) {
            return false;
        }
        // 第 10 条, 第1 0条, as some write it and recognition reads it.
        let within =
            before == '第' && next.is_numeric() || is_numbering(line) && (next.is_numeric() || UNITS.contains(next));
        if space.width == Width::Single && within {
            return false;
        }
        // A particle goes on with the name before it.
        if space.width == Width::Single && before.is_ascii_alphabetic() && "はがをにとへ".contains(next) {
            return false;
        }
        let by_itself = self.is_words && space.width == Width::Single && parts_words(line, rest);
        matches!(space.width, Width::Wide | Width::Cell)
            || !(is_japanese(before) || is_japanese(next) && latin(next).is_none())
            || by_itself
            || space.width == Width::Single && is_letter_of_word(next) && is_term(line)
            || is_label(line, next)
    }

    /// Whether the page breaks a Latin word between `line` and `rest` without a hyphen, as office programs do in Japanese text: both parts
    /// together are a word that stands elsewhere in the document.
    fn breaks_word(&self, line: &str, rest: &str) -> bool {
        let tail: String = rest.chars().map_while(latin).collect();
        let head = line.trim_end_matches(|c: char| c.is_ascii_alphanumeric());
        let head = line.get(head.len()..).unwrap_or_default();
        !head.is_empty() && !tail.is_empty() && self.words().contains(&format!("{head}{tail}"))
    }

    /// The Latin words of the document.
    fn words(&self) -> &HashSet<String> {
        self.words.get_or_init(|| {
            let folded: String = self.raw.chars().map(|c| latin(c).unwrap_or(' ')).collect();
            folded.split_ascii_whitespace().map(str::to_owned).collect()
        })
    }

    fn push(&mut self, raw: RawSpan, folded: Option<&str>) {
        match folded {
            None => {
                let start = self.norm.len();
                self.norm.push_str(self.raw.get(raw.start..raw.end).unwrap_or_default());
                self.map.copy(Span::new(start, self.norm.len()), raw);
            }
            Some(folded) => self.push_as(raw, folded),
        }
    }

    fn push_as(&mut self, raw: RawSpan, text: &str) {
        let start = self.norm.len();
        self.norm.push_str(text);
        self.map.fold(Span::new(start, self.norm.len()), raw);
    }
}

/// A Latin letter or digit, of half width.
fn latin(c: char) -> Option<char> {
    let half = match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0)?,
        _ => c,
    };
    half.is_ascii_alphanumeric().then_some(half)
}

/// Whether a space between `line` as far as it is read and `rest` parts two words, and not the characters of one: 供給元 東和ネット株式会社,
/// but 契 約 書.
fn parts_words(line: &str, rest: &str) -> bool {
    let run = |words: &mut dyn Iterator<Item = char>| words.take_while(|&c| !is_space(c)).take(2).count();
    let ends = line.ends_with(is_letter_of_word)
        && !line.ends_with(['は', 'が', 'を', 'に', 'で', 'と', 'の', 'も', 'へ', 'や']);
    ends && rest.starts_with(is_letter_of_word)
        && run(&mut line.chars().rev()) == 2
        && (run(&mut rest.chars()) == 2 || rest.trim_end() == "印")
}

/// Whether `line` as far as it is read ends in 第 and digits.
fn is_numbering(line: &str) -> bool {
    let before = line.trim_end_matches(|c: char| c.is_ascii_digit());
    before.len() < line.len() && before.ends_with('第')
}

/// What stands after the number of a unit.
const UNITS: &str = "条條項号章節編款部";

/// Whether `line` as far as it is read is what a unit is numbered or headed with, so that a space after it parts it from
/// the text that `next` begins: 第1条, 第3条の2(目的), 第1, 4.2, (1), ア, 別紙1.
fn is_label(line: &str, next: char) -> bool {
    // Who does what, in a list: (1)甲 保守.
    if let Some(before) = line.strip_suffix(['甲', '乙', '丙', '丁'])
        && before.len() > 1
        && is_label(before.trim_end(), next)
    {
        return true;
    }
    let line = unheaded(line);
    let bare = line.trim_start_matches(['■', '●', '○', '□', '◆', '・', '(', '【', '[', '〔']);
    let mut chars = bare.chars();
    let Some(first) = chars.next() else { return true };
    let rest = chars.as_str();
    let number = |c: char| c.is_ascii_digit() || "〇一二三四五六七八九十百壱弐参".contains(c);
    match first {
        '第' => match rest.trim_start_matches(number).chars().next() {
            Some(unit) => UNITS.contains(unit) && is_short(rest),
            None => !rest.is_empty() && is_japanese(next) && !number(next) && !UNITS.contains(next),
        },
        '別' | '付' | '附' | '様' => bare.chars().count() <= 6,
        _ => {
            let tail = bare.trim_start_matches(|c: char| number(c) || ".-・章節条項号".contains(c));
            let tail = if tail.len() == bare.len() { chars.as_str() } else { tail };
            let one_sign = tail.len() < bare.len() && (number(first) || is_letter(first));
            one_sign && tail.chars().all(|c| ")】]〕.、".contains(c))
        }
    }
}

/// Kana, ideographs and the marks that go with them.
fn is_letter_of_word(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー' | '々' | '\u{4E00}'..='\u{9FFF}')
}

/// Whether `line` as far as it is read is a term that the words after the space explain, or who they are about: 受託者 常総株式会社は,
/// 一 公社 復旧を行います.
fn is_term(line: &str) -> bool {
    let labelled = line.rsplit_once(' ').filter(|(label, _)| label.chars().count() <= 6 && !label.contains(' '));
    let term = labelled.map_or(line, |(_, term)| term);
    let letter = |c| matches!(c, 'ァ'..='ヺ' | 'ー' | '々' | '\u{4E00}'..='\u{9FFF}');
    (2..=8).contains(&term.chars().count()) && term.chars().all(letter)
}

/// What `line` has after a heading in brackets or the name of an agreement, where an ordinal follows: (目的)第1条, 特約第1条.
fn unheaded(line: &str) -> &str {
    let headed = line.strip_prefix('(').and_then(|inside| inside.split_once(')')).map(|(_, rest)| rest);
    let agreements = ["特約", "特則", "覚書", "個別契約", "付属契約"];
    let rest = headed.or_else(|| agreements.iter().find_map(|word| line.strip_prefix(word)));
    rest.filter(|rest| rest.starts_with('第')).unwrap_or(line)
}

/// Whether what follows 第 is no more than a number, a branch and a bracketed heading.
fn is_short(rest: &str) -> bool {
    match rest.find(['(', '【']) {
        Some(open) => open <= 30 && rest.ends_with([')', '】']),
        None => rest.chars().count() <= 8,
    }
}

/// A letter that numbers, or that names a party.
fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, 'ア'..='ン' | '甲' | '乙' | '丙' | '丁' | '・' | '※')
}
