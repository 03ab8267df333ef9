//! Which way text runs: upright characters follow each other to the right, or downwards in vertical writing. Told from the
//! distances between them, as many files set vertical text without a vertical font.

use super::device::{Mark, Turn};
use super::shown::is_wide;

/// A gap that is no wider joins characters of one line, in ems.
const TIGHT: f32 = 0.3;
/// Characters further apart are no neighbours, in ems.
const FAR: f32 = 2.0;

/// The direction in which each mark is read: its own, and downwards for upright marks in vertical writing.
pub(super) fn frames(marks: &[Mark]) -> Vec<Turn> {
    let mut frames: Vec<Turn> = marks.iter().map(|mark| mark.turn).collect();
    let upright: Vec<usize> = (0..marks.len()).filter(|&at| marks[at].turn == Turn::Upright).collect();
    let visible: Vec<usize> = upright.iter().copied().filter(|&at| !marks[at].text.is_blank()).collect();
    let mut gaps = vec![Gaps { right: f32::MAX, down: f32::MAX, up: f32::MAX }; marks.len()];
    let rows = lines(marks, &visible, false);
    let columns = lines(marks, &visible, true);
    for (a, b) in rows.iter().flat_map(|row| row.windows(2)).map(|pair| (pair[0], pair[1])) {
        gaps[a].right = (marks[b].rect.x0 - marks[a].rect.x1) / marks[a].size;
    }
    for (a, b) in columns.iter().flat_map(|column| column.windows(2)).map(|pair| (pair[0], pair[1])) {
        gaps[a].down = (marks[b].rect.y0 - marks[a].rect.y1) / marks[a].size;
        gaps[b].up = gaps[a].down;
    }
    if is_vertical(&gaps) {
        for at in upright {
            frames[at] = Turn::Down;
        }
        for run in rows.iter().flat_map(|row| runs(row, |at| gaps[at].right < 0.8)) {
            if is_row_in_columns(run, marks, &gaps) {
                run.iter().for_each(|&at| frames[at] = Turn::Upright);
            }
        }
    } else {
        for run in columns.iter().flat_map(|column| runs(column, |at| gaps[at].down < TIGHT)) {
            if is_column_in_rows(run, marks, &gaps) {
                run.iter().for_each(|&at| frames[at] = Turn::Down);
            }
        }
    }
    frames
}

/// Distances to the next mark on the right, below and above, in ems.
#[derive(Clone, Copy)]
struct Gaps {
    right: f32,
    down: f32,
    up: f32,
}

/// Whether most marks of the page have their nearer neighbour below.
fn is_vertical(gaps: &[Gaps]) -> bool {
    let (mut along, mut down) = (0_usize, 0_usize);
    for gap in gaps {
        if gap.right < gap.down - 0.1 && gap.right < FAR {
            along += 1;
        } else if gap.down < gap.right - 0.1 && gap.down < FAR {
            down += 1;
        }
    }
    down > along && down >= 3
}

/// The marks at `visible` in lines to the right (or downwards), each in order.
fn lines(marks: &[Mark], visible: &[usize], down: bool) -> Vec<Vec<usize>> {
    let across = |at: usize| {
        let rect = marks[at].rect;
        if down { rect.x0 + rect.x1 } else { rect.y0 + rect.y1 }
    };
    let along = |at: usize| {
        let rect = marks[at].rect;
        if down { rect.y0 + rect.y1 } else { rect.x0 + rect.x1 }
    };
    let mut lines: Vec<Vec<usize>> = Vec::new();
    for at in sorted(visible, across) {
        match lines.last_mut() {
            Some(line) if across(at) - across(line[0]) < 0.6 * marks[line[0]].size => line.push(at),
            _ => lines.push(vec![at]),
        }
    }
    lines.iter().map(|line| sorted(line, along)).collect()
}

/// `marks` by `place`; in their own order where that is the same. Sorted as bare numbers, which is a good deal faster.
fn sorted(marks: &[usize], place: impl Fn(usize) -> f32) -> Vec<usize> {
    let key = |at: usize| u64::from(total_order(place(at))) << 32 | at as u64;
    let mut order: Vec<u64> = marks.iter().map(|&at| key(at)).collect();
    order.sort_unstable();
    order.into_iter().map(|key| key as u32 as usize).collect()
}

/// A number that compares as `f32::total_cmp` does.
fn total_order(value: f32) -> u32 {
    let bits = value.to_bits();
    if bits >> 31 == 0 { bits | 1 << 31 } else { !bits }
}

/// The stretches of `line` without a gap.
fn runs(line: &[usize], goes_on: impl Fn(usize) -> bool) -> impl Iterator<Item = &[usize]> {
    line.chunk_by(move |&a, _| goes_on(a))
}

/// Whether a run of marks side by side on a page of vertical writing is a row: a page number, a running head. Digits set
/// upright inside a column are less wide.
fn is_row_in_columns(run: &[usize], marks: &[Mark], gaps: &[Gaps]) -> bool {
    let [first, .., last] = *run else { return false };
    let wide = marks[last].rect.x1 - marks[first].rect.x0 > 1.7 * marks[first].size;
    // Digits and dashes with nothing above or below; labels that head neighbouring columns are wide.
    let narrow = |at: usize| !marks[at].text.chars().any(is_wide);
    let alone = run.iter().all(|&at| narrow(at) && gaps[at].down > 1.0 && gaps[at].up > 1.0);
    let tight = |&&at: &&usize| gaps[at].right < TIGHT && gaps[at].right < gaps[at].down;
    let nearer = run.iter().filter(tight).count();
    wide && (alone || run.len() >= 3 && 2 * nearer > run.len())
}

/// Whether a run of marks below each other on a page of rows is a column: the head of a table's row. Numbers of a list are
/// further apart.
fn is_column_in_rows(run: &[usize], marks: &[Mark], gaps: &[Gaps]) -> bool {
    let ([first, _, _, _, ..], Some((_, others))) = (run, run.split_last()) else { return false };
    let tight = |&at: &usize| gaps[at].down < 0.15 && gaps[at].right > gaps[at].down + 0.5;
    let words = || run.iter().all(|&at| marks[at].text.chars().all(|char| is_wide(char) && char.is_alphabetic()));
    let same = || run.iter().all(|&at| marks[at].text == marks[*first].text);
    others.iter().all(tight) && words() && !same()
}
