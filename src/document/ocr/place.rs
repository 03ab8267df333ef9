//! From lines read in a picture to characters on the page: boxes in points, in a page set straight.
//!
//! The network tells the middle of each character to about an eighth of an em. Japanese is set on a grid of ems, so the distance
//! between neighbours gives the em, and the em gives the boxes.

use std::borrow::Borrow;
use std::collections::HashMap;

use super::picture::Slanted;
use super::ruling::Stroke;
use crate::document::Rect;
use crate::document::device::{Mark, Turn};
use crate::document::label::is_set_off;
use crate::document::layout::{self, Habits, Row};
use crate::document::shown::is_wide;

/// A character that was read on a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Read {
    pub(super) char: char,
    /// Its middle, as a share of the line's length.
    pub(super) at: f32,
    /// How sure the engine is, from 0 to 1.
    pub(super) confidence: f32,
}

/// A line of the picture and what it says.
pub(super) struct LineRead {
    pub(super) place: Slanted,
    /// Whether it runs downwards, `place.angle` following it.
    pub(super) down: bool,
    pub(super) read: Vec<Read>,
}

impl LineRead {
    /// Characters that a line of that size may hold, roughly.
    pub(super) fn ems(&self) -> f32 {
        self.place.ems()
    }
}

/// How picture and page relate.
pub(super) struct Frame {
    /// Points for each pixel.
    pub(super) scale: f32,
    /// By how much the text is turned clockwise, in radians.
    pub(super) skew: f32,
    /// Width of the page, in points.
    pub(super) width: f32,
    /// Height of the page, in points.
    pub(super) height: f32,
}

/// Characters of a label, at most.
const LONGEST_LABEL: usize = 8;

/// By how much the ends of recognised lines may be wrong, in ems.
const INEXACT: f32 = 0.3;

/// The em of most lines, in pixels, if any is long enough to tell.
pub(super) fn em(lines: &[LineRead]) -> Option<f32> {
    Usual::of(lines).em
}

/// The rows of a page, in reading order, with how sure recognition is of each. `rulings` are its ruling lines.
pub(super) fn rows(lines: &[LineRead], rulings: &[Stroke], frame: &Frame) -> Vec<Row> {
    let usual = Usual::of(lines);
    let rules: Vec<Rect> = rulings.iter().map(|ends| frame.rule(*ends)).collect();
    let mut marks = Vec::new();
    let mut confidences = Vec::new();
    for line in lines {
        let placed = place(line, frame, &usual);
        confidences.extend(placed.iter().zip(visible(line)).map(|(mark, read)| (key(mark.rect), read.confidence)));
        marks.extend(placed.into_iter().filter(|mark| !is_ruling(mark, &rules)));
    }
    let confidences: HashMap<[u32; 4], f32> = confidences.into_iter().collect();
    let mut rows = layout::rows(&marks, &rules, (frame.width, frame.height), &mut Habits::default());
    for row in &mut rows {
        let known: Vec<f32> = row.glyphs.iter().filter_map(|(_, rect)| confidences.get(&key(*rect)).copied()).collect();
        // Whether a line is full is judged by hundredths of an em, which recognition does not give.
        row.need += INEXACT * row.size;
        row.confidence = Some(known.iter().sum::<f32>() / known.len().max(1) as f32);
        row.rect = frame.slanted(row.rect);
        for (_, rect) in &mut row.glyphs {
            *rect = frame.slanted(*rect);
        }
    }
    rows
}

/// Whether a mark is the ruling line between two cells, taken for a sign.
fn is_ruling(mark: &Mark, rules: &[Rect]) -> bool {
    let near = |rule: &Rect| {
        let (x, y) = ((mark.rect.x0 + mark.rect.x1) / 2.0, (mark.rect.y0 + mark.rect.y1) / 2.0);
        rule.x0 == rule.x1 && (x - rule.x0).abs() < 0.4 * mark.size && rule.y0 < y && y < rule.y1
    };
    matches!(mark.text.as_str(), "|" | "｜" | "│" | "丨") && rules.iter().any(near)
}

fn key(rect: Rect) -> [u32; 4] {
    [rect.x0, rect.y0, rect.x1, rect.y1].map(f32::to_bits)
}

impl Frame {
    /// A point of the picture, in points of the page set straight.
    fn straight(&self, x: f32, y: f32) -> (f32, f32) {
        self.turn(x * self.scale, y * self.scale, -self.skew)
    }

    /// A ruling line in points of the page set straight, as a rectangle without thickness.
    fn rule(&self, (start, end): Stroke) -> Rect {
        let ((x0, y0), (x1, y1)) = (self.straight(start.0, start.1), self.straight(end.0, end.1));
        let (x, y) = ((x0 + x1) / 2.0, (y0 + y1) / 2.0);
        if (x1 - x0).abs() > (y1 - y0).abs() {
            Rect { x0: x0.min(x1), y0: y, x1: x0.max(x1), y1: y }
        } else {
            Rect { x0: x, y0: y0.min(y1), x1: x, y1: y0.max(y1) }
        }
    }

    fn turn(&self, x: f32, y: f32, angle: f32) -> (f32, f32) {
        let (sin, cos) = angle.sin_cos();
        let (dx, dy) = (x - self.width / 2.0, y - self.height / 2.0);
        (self.width / 2.0 + dx * cos - dy * sin, self.height / 2.0 + dx * sin + dy * cos)
    }

    /// A box of the page set straight, as it lies on the page.
    fn slanted(&self, rect: Rect) -> Rect {
        let corners = [(rect.x0, rect.y0), (rect.x1, rect.y0), (rect.x0, rect.y1), (rect.x1, rect.y1)];
        let boxes = corners.map(|(x, y)| {
            let (x, y) = self.turn(x, y, self.skew);
            Rect { x0: x, y0: y, x1: x, y1: y }
        });
        boxes.into_iter().reduce(Rect::union).unwrap_or(rect)
    }
}

/// The characters of a line that have a box of their own. Blanks between wide characters are left to the layout, which knows
/// how far apart characters usually are, but for those that set a label off; and between letters that are set as wide, one is read
/// where there is none.
fn visible(line: &LineRead) -> impl Iterator<Item = &Read> {
    let read = &line.read;
    let narrow = |read: &Read| !is_wide(read.char) && !read.char.is_whitespace();
    let pitches = read.windows(2).filter_map(|pair| match pair {
        [a, b] if narrow(a) && narrow(b) => Some(b.at - a.at),
        _ => None,
    });
    let pitch = layout::median(pitches);
    let keep = move |index: usize| {
        let neighbours = (index.checked_sub(1).and_then(|before| read.get(before)), read.get(index + 1));
        let parts = match neighbours {
            (Some(before), Some(after)) if narrow(before) && narrow(after) => {
                let hyphen = before.char == '-' || after.char == '-';
                pitch.is_none_or(|pitch| after.at - before.at > if hyphen { 1.8 } else { 1.3 } * pitch)
            }
            _ => false,
        };
        let sets_off = || index.checked_sub(1).is_some_and(|last| labels(read, last, index + 1));
        !read[index].char.is_whitespace() || parts || sets_off()
    };
    (0..read.len()).filter(move |index| keep(*index)).map(move |index| &read[index])
}

fn place(line: &LineRead, frame: &Frame, usual: &Usual) -> Vec<Mark> {
    let length = line.place.width * frame.scale;
    let em = usual.em(line) * frame.scale;
    let (x, y) = frame.straight(line.place.x, line.place.y);
    let read: Vec<&Read> = visible(line).collect();
    let middle = |read: &Read| (read.at - 0.5) * length;
    let pitch = narrow_pitch(&read, length / em);
    let mark = |(index, char): (usize, &&Read)| {
        let at = middle(char);
        let before = index.checked_sub(1).and_then(|before| read.get(before)).map(|other| middle(other));
        let after = read.get(index + 1).map(|other| middle(other));
        let start = before.map_or(f32::MIN, |other| at.min((other + at) / 2.0));
        let end = after.map_or(f32::MAX, |other| at.max((other + at) / 2.0));
        // Letters and digits take half an em, or all of it: how near their neighbours are tells. Towards a neighbour that is farther
        // away, beyond a blank, they take little, or the blank would be less than any that is written.
        let most = if pitch.is_some_and(|pitch| pitch < WIDE_SET) { 0.4 * em } else { 0.56 * em };
        let neighbours = [index.checked_sub(1).and_then(|before| read.get(before)), read.get(index + 1)];
        let side = |other: Option<&&Read>| {
            let other = other?;
            let apart = (middle(other) - at).abs();
            let blank = if is_wide(other.char) && labels(&read, index, index + 1) {
                LABEL_BLANK
            } else {
                blank_from(char.char, other.char, pitch)
            };
            Some(if apart <= blank * em { (apart / 2.0).min(most) } else { 0.15 * em })
        };
        let sides = neighbours.map(side);
        let half = |own: usize| match is_wide(char.char) {
            true => 0.5 * em,
            false => sides[own].or(sides[1 - own].map(|other| other.max(0.25 * em))).unwrap_or(0.3 * em),
        };
        let halves = (half(0), half(1));
        let (u0, u1) = (start.max(at - halves.0), end.min(at + halves.1));
        let rect = if line.down {
            Rect { x0: x - em / 2.0, y0: y + u0, x1: x + em / 2.0, y1: y + u1 }
        } else {
            Rect { x0: x + u0, y0: y - em / 2.0, x1: x + u1, y1: y + em / 2.0 }
        };
        let text = char.char.into();
        Mark { text, rect, size: em, turn: Turn::Upright, unmapped: false, hidden: false, artifact: false }
    };
    read.iter().enumerate().map(mark).collect()
}

/// Neighbours whose middles are further apart have a blank between them, in ems. Half an em and a whole one without a blank
/// come to 0.75, and to 1.05 with the space that typesetters leave between Latin and Japanese.
const BLANK: f32 = 1.12;
/// The same where one of them sets a label off: nothing but a blank makes it so much.
const LABEL_BLANK: f32 = 1.0;
/// What a blank between letters adds to how far they are apart, in ems, in the steps in which the network tells places.
const NARROW_BLANK: f32 = 0.28;
/// Letters that are further apart are set as wide as ideographs, in ems.
const WIDE_SET: f32 = 0.75;

/// How far apart the middles of two neighbours are, in ems, if a blank lies between them. One of them is a letter or digit; `pitch` is
/// how far those of the line are apart.
fn blank_from(char: char, other: char, pitch: Option<f32>) -> f32 {
    let broad = |char| matches!(char, 'M' | 'W' | 'm' | 'w' | '@' | '%' | '-');
    match pitch {
        // Set as wide as ideographs.
        Some(pitch) if pitch >= WIDE_SET => BLANK.max(pitch + 1.6 * NARROW_BLANK),
        None if char.is_numeric() && other.is_numeric() => 1.3 * BLANK,
        Some(pitch) if !is_wide(other) && !broad(char) && !broad(other) => (pitch + NARROW_BLANK).clamp(0.8, BLANK),
        _ => BLANK,
    }
}

/// Whether the line up to `last` is a label, if what comes at `next` is set off.
fn labels<R: Borrow<Read>>(read: &[R], last: usize, next: usize) -> bool {
    let Some(next) = read.get(next).map(Borrow::borrow).filter(|_| last < LONGEST_LABEL) else { return false };
    let words: String = read[..=last].iter().map(|read| read.borrow().char).collect();
    is_set_off(&words, next.char.encode_utf8(&mut [0; 4]))
}

/// How far apart neighbouring letters and digits of a line are, in ems; the line is `length` ems long.
fn narrow_pitch(read: &[&Read], length: f32) -> Option<f32> {
    let narrow = |char: char| !is_wide(char) && !char.is_whitespace();
    let pitches = read.windows(2).filter_map(|pair| match pair {
        [a, b] if narrow(a.char) && narrow(b.char) => Some((b.at - a.at) * length),
        _ => None,
    });
    layout::median(pitches)
}

/// What most lines of a page have, in pixels.
struct Usual {
    em: Option<f32>,
    /// Share of a line's height as it was found that is the em.
    ratio: f32,
}

impl Usual {
    fn of(lines: &[LineRead]) -> Self {
        let ratio = layout::median(lines.iter().filter_map(own_ratio).map(|(ratio, _)| ratio)).unwrap_or(0.75);
        let em = layout::median(lines.iter().filter_map(own_em).map(|(em, _)| em));
        Self { em, ratio }
    }

    /// The em of a line. Lines of one size differ only by how well they were found: short ones are found less high than long
    /// ones, and a paragraph's last line must not seem to be of another size.
    fn em(&self, line: &LineRead) -> f32 {
        let (own, alike) = match own_em(line) {
            Some((own, 8..)) => (own, 0.87..1.15),
            Some((own, _)) => (own, 0.8..1.26),
            None => (self.ratio * line.place.height, 0.5..1.6),
        };
        self.em.filter(|usual| alike.contains(&(own / usual))).unwrap_or(own)
    }
}

fn own_em(line: &LineRead) -> Option<(f32, usize)> {
    own_ratio(line).map(|(ratio, count)| (ratio * line.place.height, count))
}

/// The em as a share of the line's height as it was found, by the distance of its characters; and from how many distances.
fn own_ratio(line: &LineRead) -> Option<(f32, usize)> {
    let pitches = line.read.windows(2).filter_map(|pair| match pair {
        [a, b] if is_centred(a.char) && is_centred(b.char) => {
            Some((b.at - a.at) * line.place.width / line.place.height)
        }
        _ => None,
    });
    let pitches: Vec<f32> = pitches.filter(|pitch| (0.4..1.1).contains(pitch)).collect();
    if pitches.len() < 3 {
        return None;
    }
    let median = layout::median(pitches.iter().copied())?;
    // The middles come in steps; their mean is finer than the median.
    let alike: Vec<f32> = pitches.into_iter().filter(|pitch| (0.75..1.3).contains(&(pitch / median))).collect();
    Some((alike.iter().sum::<f32>() / alike.len() as f32, alike.len()))
}

/// Whether the ink of a character stands in the middle of its em: marks, brackets and small kana stand at a side.
fn is_centred(char: char) -> bool {
    let aside =
        "、。，．・：；（）〔〕［］｛｝〈〉《》「」『』【】ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ\u{3000}";
    is_wide(char) && !aside.contains(char)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line of `text` whose characters are 30 pixels apart, found `height` pixels high.
    fn line(text: &str, y: f32, height: f32) -> LineRead {
        let count = text.chars().count() as f32;
        let at = |index: usize| (index as f32 + 0.5) / count;
        let read =
            text.chars().enumerate().map(|(index, char)| Read { char, at: at(index), confidence: 0.9 }).collect();
        let width = 30.0 * count;
        let place = Slanted { x: 100.0 + width / 2.0, y, width, height, angle: 0.0 };
        LineRead { place, down: false, read }
    }

    #[test]
    fn a_short_last_line_is_of_the_same_size() {
        let frame = Frame { scale: 0.5, skew: 0.0, width: 600.0, height: 800.0 };
        let lines = [line("乙は、甲の商号を表示してはなら", 200.0, 40.0), line("ない。", 250.0, 28.0)];
        let rows = rows(&lines, &[], &frame);
        assert_eq!(
            rows.iter().map(|row| row.text.as_str()).collect::<Vec<_>>(),
            ["乙は、甲の商号を表示してはなら", "ない。"]
        );
        assert!((rows[0].size - 15.0).abs() < 0.1 && (rows[1].size - rows[0].size).abs() < 0.1, "{rows:?}");
        let Some((_, rect)) = rows[0].glyphs.first() else { panic!("no glyph") };
        assert!((rect.x0 - 50.0).abs() < 0.6 && (rect.x1 - 65.0).abs() < 0.6, "{rect:?}");
        assert!(rows[0].confidence.is_some_and(|sure| (sure - 0.9).abs() < 0.001));
    }

    /// A line of characters with their middles, in ems of 30 pixels.
    fn spaced(chars: &[(char, f32)], y: f32) -> LineRead {
        let length = chars.last().map_or(1.0, |(_, at)| at + 0.5);
        let read = chars.iter().map(|(char, at)| Read { char: *char, at: at / length, confidence: 0.9 }).collect();
        let width = 30.0 * length;
        let place = Slanted { x: 100.0 + width / 2.0, y, width, height: 40.0, angle: 0.0 };
        LineRead { place, down: false, read }
    }

    #[test]
    fn a_number_stays_apart_from_its_heading_and_letters_hang_together() {
        let frame = Frame { scale: 0.5, skew: 0.0, width: 600.0, height: 800.0 };
        let text = |chars: &[(char, f32)]| rows(&[spaced(chars, 200.0)], &[], &frame)[0].text.clone();
        let heading = [('5', 0.25), ('設', 1.45), ('備', 2.45), ('の', 3.45), ('持', 4.45), ('方', 5.45)];
        assert_eq!(text(&heading), "5 設備の持方");
        let year = [('4', 0.25), ('年', 1.0), ('二', 2.0), ('月', 3.0), ('一', 4.0), ('日', 5.0)];
        assert_eq!(text(&year), "4年二月一日");
        // Full-width letters, between which a blank was read.
        let name = [('Ｓ', 'S', 0.5), ('　', ' ', 1.0), ('Ｎ', 'N', 1.55), ('－', '-', 2.5), ('６', '6', 3.5)];
        let mut name: Vec<(char, f32)> = name.map(|(_, char, at)| (char, at)).to_vec();
        name.extend([('接', 4.5), ('続', 5.5), ('契', 6.5), ('約', 7.5)]);
        assert_eq!(text(&name), "SN-6接続契約");
    }

    #[test]
    fn the_mark_at_the_end_of_a_short_line_does_not_make_it_small() {
        let frame = Frame { scale: 0.5, skew: 0.0, width: 600.0, height: 800.0 };
        let full = line("予告を受けた工事について、甲は、案内を省くこ", 200.0, 40.0);
        // The full stop stands at the left of its em.
        let last = [('と', 0.5), ('が', 1.4), ('で', 2.35), ('き', 3.3), ('る', 4.25), ('。', 4.8)];
        let rows = rows(&[full, spaced(&last, 250.0)], &[], &frame);
        assert!((rows[1].size - rows[0].size).abs() < 0.1, "{} {}", rows[0].size, rows[1].size);
    }

    #[test]
    fn ruling_lines_part_cells_that_were_found_as_one_line() {
        let frame = Frame { scale: 0.5, skew: 0.0, width: 600.0, height: 800.0 };
        let across = |y: f32| ((90.0, y), (520.0, y));
        let down = |x: f32| ((x, 170.0), (x, 290.0));
        let rulings = [across(170.0), across(230.0), across(290.0), down(90.0), down(250.0), down(520.0)];
        let text = |rulings: &[Stroke]| {
            let lines = [line("乙は検知甲へ速報する", 200.0, 40.0), line("乙は対処甲は案内", 260.0, 40.0)];
            rows(&lines, rulings, &frame).into_iter().map(|row| row.text).collect::<Vec<_>>()
        };
        assert_eq!(text(&[]).len(), 2);
        assert_eq!(text(&rulings), ["乙は検知甲", "へ速報する", "乙は対処甲", "は案内"]);
    }

    #[test]
    fn boxes_lie_where_a_slanted_line_lies() {
        let skew = 0.02_f32;
        let frame = Frame { scale: 1.0, skew, width: 600.0, height: 800.0 };
        let mut slanted = line("加入者に対する請求", 200.0, 40.0);
        slanted.place.angle = skew;
        let rows = rows(&[slanted], &[], &frame);
        let middle = |rect: &Rect| ((rect.x0 + rect.x1) / 2.0, (rect.y0 + rect.y1) / 2.0);
        let Some((_, last)) = rows[0].glyphs.last() else { panic!("no glyph") };
        let (x, y) = middle(last);
        assert!((x - (235.0 + 120.0 * skew.cos())).abs() < 0.5 && (y - (200.0 + 120.0 * skew.sin())).abs() < 0.5);
    }
}
