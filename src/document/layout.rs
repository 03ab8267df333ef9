//! From characters scattered over a page to rows of text in reading order, by position and never by drawing order.
//!
//! Every direction of writing is turned into one frame in which rows run to the right and follow each other downwards, so
//! that vertical columns and turned pages need no rules of their own.

use std::ops::Range;

use super::Rect;
pub(super) use super::device::Turn as Frame;
use super::device::{Mark, Turn};

/// A row of text.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    /// Its characters, with the spaces that gaps stand for.
    pub(super) text: String,
    /// The bytes of `text` that each glyph shows, and where it stands on the page.
    pub(super) glyphs: Vec<(Range<usize>, Rect)>,
    /// Its extent on the page, in points.
    pub(super) rect: Rect,
    /// The em of most of its text, in points.
    pub(super) size: f32,
    /// Where its visible text begins along the row, in points of the frame.
    pub(super) start: f32,
    /// Where it begins with the blanks that are written before its visible text.
    pub(super) edge: f32,
    /// Where it ends, written blanks included.
    pub(super) end: f32,
    /// Where its visible text ends, without the part of a closing mark that may hang in the margin.
    pub(super) core_end: f32,
    /// Its middle across the rows, in points of the frame.
    pub(super) middle: f32,
    /// Width of its first unbreakable piece: what the row above would have needed to take it.
    pub(super) need: f32,
    /// Whether a gap as between table cells runs through it.
    pub(super) spread: bool,
    /// Whether every glyph in it is marked as running head or footer by the file.
    pub(super) artifact: bool,
    /// The frame that it was laid out in; rows of different frames never belong together.
    pub(super) frame: Turn,
    /// Whether it is text at an odd angle: a watermark or a stamp.
    pub(super) aside: bool,
    /// How sure character recognition is of it, from 0 to 1.
    pub(super) confidence: Option<f32>,
}

/// A mark in its frame: `u` along the row, `v` across.
struct Placed<'m> {
    mark: &'m Mark,
    u0: f32,
    u1: f32,
    v0: f32,
    v1: f32,
}

/// The rows of a page of `width` × `height` points, in reading order.
pub(super) fn rows(marks: &[Mark], width: f32, height: f32) -> Vec<Row> {
    let vertical = is_vertical(marks);
    let frame_of = |mark: &Mark| match mark.turn {
        Turn::Upright if vertical => Turn::Down,
        turn => turn,
    };
    let mut frames: Vec<(Turn, usize)> = Vec::new();
    for mark in marks {
        match frames.iter_mut().find(|(frame, _)| *frame == frame_of(mark)) {
            Some((_, count)) => *count += 1,
            None => frames.push((frame_of(mark), 1)),
        }
    }
    // The main text first, odd angles last.
    frames.sort_by_key(|&(frame, count)| (frame == Turn::Oblique, std::cmp::Reverse(count), frame));
    let mut all = Vec::new();
    for (frame, _) in frames {
        let placed = marks.iter().filter(|mark| frame_of(mark) == frame);
        let placed = placed.map(|mark| place(mark, frame, width, height)).collect();
        all.extend(
            cluster(placed).into_iter().map(|row| assemble(row, frame)).filter(|row| !row.text.trim().is_empty()),
        );
    }
    all
}

/// Whether upright characters follow each other downwards, as in vertical writing without a vertical font.
fn is_vertical(marks: &[Mark]) -> bool {
    let (mut along, mut down) = (0_usize, 0_usize);
    for pair in marks.windows(2) {
        let [a, b] = pair else { continue };
        if a.turn != Turn::Upright || b.turn != Turn::Upright {
            continue;
        }
        let (dx, dy) = (b.rect.x0 - a.rect.x0, b.rect.y0 - a.rect.y0);
        let near = 2.0 * a.size;
        along += usize::from(dy.abs() < 0.3 * a.size && dx > 0.2 * a.size && dx < near);
        down += usize::from(dx.abs() < 0.3 * a.size && dy > 0.6 * a.size && dy < near);
    }
    down > along && down >= 3
}

fn place(mark: &Mark, frame: Turn, width: f32, height: f32) -> Placed<'_> {
    let Rect { x0, y0, x1, y1 } = mark.rect;
    let (u0, u1, v0, v1) = match frame {
        Turn::Upright | Turn::Oblique => (x0, x1, y0, y1),
        Turn::Down => (y0, y1, width - x1, width - x0),
        Turn::Up => (height - y1, height - y0, x0, x1),
        Turn::Over => (width - x1, width - x0, height - y1, height - y0),
    };
    Placed { mark, u0, u1, v0, v1 }
}

/// Groups marks into rows: a mark belongs to the row that its box shares at least half of its height with.
fn cluster(mut placed: Vec<Placed<'_>>) -> Vec<Vec<Placed<'_>>> {
    placed.sort_by(|a, b| (a.v0 + a.v1).total_cmp(&(b.v0 + b.v1)));
    // Each row with the band of its tallest mark.
    let mut rows: Vec<(f32, f32, Vec<Placed<'_>>)> = Vec::new();
    for mark in placed {
        let shares = |&&mut (v0, v1, _): &&mut (f32, f32, Vec<Placed<'_>>)| {
            let overlap = v1.min(mark.v1) - v0.max(mark.v0);
            overlap >= 0.5 * (v1 - v0).min(mark.v1 - mark.v0)
        };
        match rows.iter_mut().rev().take(4).find(shares) {
            Some((v0, v1, row)) => {
                if mark.v1 - mark.v0 > *v1 - *v0 {
                    (*v0, *v1) = (mark.v0, mark.v1);
                }
                row.push(mark);
            }
            None => rows.push((mark.v0, mark.v1, vec![mark])),
        }
    }
    rows.sort_by(|a, b| (a.0 + a.1).total_cmp(&(b.0 + b.1)));
    rows.into_iter().map(|(_, _, row)| row).collect()
}

fn assemble(mut marks: Vec<Placed<'_>>, frame: Turn) -> Row {
    // By their middles: a bracket set close overhangs the character before it with the blank half of its box.
    marks.sort_by(|a, b| (a.u0 + a.u1).total_cmp(&(b.u0 + b.u1)));
    let usual = UsualGaps::of(&marks);
    let mut row = Row { frame, aside: frame == Turn::Oblique, size: usual_size(&marks), ..Row::default() };
    let mut before: Option<&Placed<'_>> = None;
    for mark in &marks {
        let gap = before.map_or(Gap::None, |before| usual.gap(before, mark));
        match gap {
            Gap::None => {}
            Gap::Space => row.text.push(' '),
            Gap::Wide => row.text.push('\u{3000}'),
        }
        row.spread |= gap == Gap::Wide;
        let start = row.text.len();
        row.text.push_str(&mark.mark.text);
        row.glyphs.push((start..row.text.len(), mark.mark.rect));
        before = Some(mark);
    }
    row.rect = union(row.glyphs.iter().map(|(_, rect)| *rect));
    row.artifact = marks.iter().all(|mark| mark.mark.artifact);
    measure(&mut row, &marks);
    row
}

/// Fills in what the rules of paragraphs need to know about the row.
fn measure(row: &mut Row, marks: &[Placed<'_>]) {
    let mut visible = marks.iter().filter(|mark| !is_blank(mark));
    let Some(first) = visible.next() else { return };
    let last = visible.next_back().unwrap_or(first);
    row.start = first.u0;
    row.edge = marks.first().map_or(first.u0, |mark| mark.u0);
    row.end = marks.iter().map(|mark| mark.u1).fold(f32::MIN, f32::max);
    let visible_end = marks.iter().filter(|mark| !is_blank(mark)).map(|mark| mark.u1).fold(f32::MIN, f32::max);
    row.core_end = match last.mark.text.chars().next_back() {
        // It may hang in the margin.
        Some('、' | '。' | '，' | '．') => last.u0,
        // The blank half of its box may.
        Some('）' | '〕' | '］' | '〉' | '》' | '」' | '』' | '】') => (last.u0 + last.u1) / 2.0,
        _ => visible_end,
    };
    row.middle = median(marks.iter().map(|mark| (mark.v0 + mark.v1) / 2.0)).unwrap_or(0.0);
    let visible: Vec<&Placed<'_>> = marks.iter().filter(|mark| !is_blank(mark)).collect();
    let pieces: Vec<(&str, f32)> = visible.iter().map(|mark| (mark.mark.text.as_str(), mark.u1)).collect();
    let texts = pieces.iter().map(|(text, _)| *text);
    let spaced = |index: usize| visible[index].u0 - visible[index - 1].u1 > 0.18 * row.size;
    let count = first_piece(texts, spaced);
    row.need = pieces.get(count.saturating_sub(1)).map_or(row.size, |(_, end)| end - row.start);
}

/// Number of glyphs in the first piece of a row that no line break may divide: a word, or an ideograph with the marks that
/// cannot begin a line. `spaced` tells whether white space lies before the glyph of that index.
pub(super) fn first_piece<'t>(texts: impl Iterator<Item = &'t str>, spaced: impl Fn(usize) -> bool) -> usize {
    let chars: Vec<char> = texts.filter_map(|text| text.chars().next()).take(64).collect();
    let mut count = 0;
    while count < chars.len() {
        let char = chars[count];
        let glued = count > 0 && !spaced(count) && {
            let before = chars[count - 1];
            let doubled = char == before && !char.is_alphanumeric();
            doubled || no_start(char) || no_end(before) || (!is_wide(char) && !is_wide(before))
        };
        if count > 0 && !glued {
            break;
        }
        count += 1;
    }
    count
}

/// Characters that may not begin a line.
fn no_start(char: char) -> bool {
    "、。，．・：；？！）〕］｝〉》」』】ー々ゝ゜゛,.:;?!)]}".contains(char)
}

/// Characters that may not end a line.
fn no_end(char: char) -> bool {
    "（〔［｛〈《「『【([{".contains(char)
}

/// Whether a character takes a full em, as ideographs and kana do.
pub(super) fn is_wide(char: char) -> bool {
    unicode_width::UnicodeWidthChar::width_cjk(char) == Some(2) && !('\u{370}'..='\u{4FF}').contains(&char)
}

/// White space that a gap stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    None,
    Space,
    /// As between table cells.
    Wide,
}

/// The usual distance between neighbours of one row, so that letter-spacing is not taken for spaces.
struct UsualGaps {
    /// Between two wide characters.
    wide: f32,
    /// Between two others.
    narrow: f32,
}

impl UsualGaps {
    fn of(marks: &[Placed<'_>]) -> Self {
        let (mut wide, mut narrow) = (Vec::new(), Vec::new());
        for pair in marks.windows(2) {
            let [a, b] = pair else { continue };
            if is_blank(a) || is_blank(b) {
                continue;
            }
            match (last_is_wide(a), first_is_wide(b)) {
                (true, true) => wide.push(b.u0 - a.u1),
                (false, false) => narrow.push(b.u0 - a.u1),
                _ => {}
            }
        }
        // One gap alone tells nothing of what is usual; a title of two characters set apart is still one word.
        let em = marks.first().map_or(0.0, |mark| mark.mark.size);
        let wide = match wide.as_slice() {
            [gap] if *gap > 2.0 * em => 0.0,
            gaps => median(gaps.iter().copied()).unwrap_or(0.0),
        };
        Self { wide: wide.max(0.0), narrow: median(narrow.into_iter()).unwrap_or(0.0).max(0.0) }
    }

    fn gap(&self, before: &Placed<'_>, after: &Placed<'_>) -> Gap {
        let em = before.mark.size.max(after.mark.size);
        let gap = after.u0 - before.u1;
        let (usual, limit) = match (last_is_wide(before), first_is_wide(after)) {
            (true, true) => (self.wide, 0.5),
            (false, false) => (self.narrow, 0.18),
            // Typesetters put a quarter of an em between Latin and Japanese.
            _ => (self.wide.max(self.narrow), 0.45),
        };
        let extra = gap - usual;
        if gap >= 2.0 * em && extra >= 1.5 * em {
            Gap::Wide
        } else if is_blank(before) || is_blank(after) || extra <= limit * em {
            Gap::None
        } else {
            Gap::Space
        }
    }
}

fn is_blank(mark: &Placed<'_>) -> bool {
    mark.mark.text.chars().all(char::is_whitespace)
}

fn first_is_wide(mark: &Placed<'_>) -> bool {
    mark.mark.text.chars().next().is_some_and(is_wide)
}

fn last_is_wide(mark: &Placed<'_>) -> bool {
    mark.mark.text.chars().next_back().is_some_and(is_wide)
}

fn usual_size(marks: &[Placed<'_>]) -> f32 {
    let visible = marks.iter().filter(|mark| !is_blank(mark)).map(|mark| mark.mark.size);
    median(visible).or_else(|| marks.first().map(|mark| mark.mark.size)).unwrap_or(10.0)
}

/// The upper median.
pub(super) fn median(values: impl Iterator<Item = f32>) -> Option<f32> {
    let mut values: Vec<f32> = values.collect();
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied()
}

fn union(rects: impl Iterator<Item = Rect>) -> Rect {
    rects.reduce(Rect::union).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Upright marks of 10 points for `text` from `x`, each `advance` apart, on the baseline `y`.
    fn run(text: &str, x: f32, y: f32, advance: f32) -> Vec<Mark> {
        let at = |(index, char): (usize, char)| mark(char, x + index as f32 * advance, y, Turn::Upright);
        text.chars().enumerate().map(at).collect()
    }

    fn mark(char: char, x: f32, y: f32, turn: Turn) -> Mark {
        let width = if is_wide(char) { 10.0 } else { 5.0 };
        let rect = Rect { x0: x, y0: y - 8.8, x1: x + width, y1: y + 1.2 };
        Mark { text: char.to_string(), rect, size: 10.0, turn, unmapped: false, hidden: false, artifact: false }
    }

    fn texts(marks: &[Mark]) -> Vec<String> {
        rows(marks, 600.0, 800.0).into_iter().map(|row| row.text).collect()
    }

    #[test]
    fn rows_by_position_not_by_drawing_order() {
        let mut marks = run("乙は甲に通知する。", 50.0, 120.0, 10.0);
        marks.extend(run("第１条", 50.0, 100.0, 10.0));
        marks.reverse();
        assert_eq!(texts(&marks), ["第１条", "乙は甲に通知する。"]);
    }

    #[test]
    fn letter_spacing_makes_no_spaces() {
        assert_eq!(texts(&run("業務提携契約書", 50.0, 100.0, 22.0)), ["業務提携契約書"]);
        assert_eq!(texts(&run("目次", 50.0, 100.0, 25.0)), ["目次"]);
    }

    #[test]
    fn gaps_become_one_space_or_a_cell_gap() {
        let mut marks = run("第１条", 50.0, 100.0, 10.0);
        marks.extend(run("目的を定める", 90.0, 100.0, 10.0));
        assert_eq!(texts(&marks), ["第１条 目的を定める"]);
        let mut marks = run("工程", 50.0, 100.0, 10.0);
        marks.extend(run("担当する者", 150.0, 100.0, 10.0));
        assert_eq!(texts(&marks), ["工程\u{3000}担当する者"]);
    }

    #[test]
    fn latin_words_are_parted_by_their_gaps() {
        let mut marks = run("IPv6", 50.0, 100.0, 5.0);
        marks.extend(run("IPoE", 72.5, 100.0, 5.0));
        assert_eq!(texts(&marks), ["IPv6 IPoE"]);
    }

    #[test]
    fn vertical_columns_from_right_to_left() {
        let column = |text: &str, x: f32| -> Vec<Mark> {
            (0..).zip(text.chars()).map(|(i, c)| mark(c, x, 60.0 + 10.0 * i as f32, Turn::Upright)).collect()
        };
        let mut marks = column("第二条を定める", 480.0);
        marks.extend(column("第一条を定める", 500.0));
        assert_eq!(texts(&marks), ["第一条を定める", "第二条を定める"]);
    }

    #[test]
    fn superscripts_stay_in_their_row() {
        let mut marks = run("仕様書", 50.0, 100.0, 10.0);
        let mut note = mark('1', 80.0, 97.0, Turn::Upright);
        note.size = 6.0;
        note.rect = Rect { x0: 80.0, y0: 91.0, x1: 83.0, y1: 97.0 };
        marks.push(note);
        assert_eq!(texts(&marks), ["仕様書1"]);
    }

    #[test]
    fn first_pieces() {
        let piece = |text: &str| {
            let chars: Vec<String> = text.chars().map(String::from).collect();
            first_piece(chars.iter().map(String::as_str), |index| chars[index - 1] == " ")
        };
        assert_eq!(piece("乙は"), 1);
        assert_eq!(piece("乙、甲"), 2);
        assert_eq!(piece("「甲」とは"), 3);
        assert_eq!(piece("IPv6接続"), 4);
        assert_eq!(piece("──線"), 2);
    }
}
