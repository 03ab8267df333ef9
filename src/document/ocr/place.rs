//! From lines read in a picture to characters on the page: boxes in points, in a page set straight.
//!
//! The network tells the middle of each character to about an eighth of an em. Japanese is set on a grid of ems, so the distance
//! between neighbours gives the em, and the em gives the boxes.

use std::collections::HashMap;

use super::network::Read;
use super::picture::Slanted;
use crate::document::Rect;
use crate::document::device::{Mark, Turn};
use crate::document::layout::{self, Row, is_wide};

/// A line of the picture and what it says.
pub(super) struct LineRead {
    pub(super) place: Slanted,
    /// Whether it runs downwards, `place.angle` following it.
    pub(super) down: bool,
    pub(super) read: Vec<Read>,
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

/// The rows of a page, in reading order, with how sure recognition is of each.
pub(super) fn rows(lines: &[LineRead], frame: &Frame) -> Vec<Row> {
    let ratio = em_ratio(lines);
    let mut marks = Vec::new();
    let mut confidences = Vec::new();
    for line in lines {
        let placed = place(line, frame, ratio);
        confidences.extend(placed.iter().zip(visible(line)).map(|(mark, read)| (key(mark.rect), read.confidence)));
        marks.extend(placed);
    }
    let confidences: HashMap<[u32; 4], f32> = confidences.into_iter().collect();
    let mut rows = layout::rows(&marks, frame.width, frame.height);
    for row in &mut rows {
        let known: Vec<f32> =
            row.glyphs.iter().filter_map(|(_, rect)| confidences.get(&key(*rect)).copied()).collect();
        row.confidence = Some(known.iter().sum::<f32>() / known.len().max(1) as f32);
        row.rect = frame.slanted(row.rect);
        for (_, rect) in &mut row.glyphs {
            *rect = frame.slanted(*rect);
        }
    }
    rows
}

fn key(rect: Rect) -> [u32; 4] {
    [rect.x0, rect.y0, rect.x1, rect.y1].map(f32::to_bits)
}

impl Frame {
    /// A point of the picture, in points of the page set straight.
    fn straight(&self, x: f32, y: f32) -> (f32, f32) {
        self.turn(x * self.scale, y * self.scale, -self.skew)
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
/// how far apart characters usually are.
fn visible(line: &LineRead) -> impl Iterator<Item = &Read> {
    let read = &line.read;
    let keep = move |index: usize| {
        let narrow = |index: Option<usize>| {
            index.and_then(|index| read.get(index)).is_some_and(|read| !is_wide(read.char) && !read.char.is_whitespace())
        };
        !read[index].char.is_whitespace() || narrow(index.checked_sub(1)) && narrow(Some(index + 1))
    };
    (0..read.len()).filter(move |index| keep(*index)).map(move |index| &read[index])
}

fn place(line: &LineRead, frame: &Frame, ratio: f32) -> Vec<Mark> {
    let length = line.place.width * frame.scale;
    // Lines of one size differ only by how well they were found.
    let em = own_ratio(line).filter(|own| (own / ratio - 1.0).abs() > 0.15).unwrap_or(ratio);
    let em = em * line.place.height * frame.scale;
    let (x, y) = frame.straight(line.place.x, line.place.y);
    let read: Vec<&Read> = visible(line).collect();
    let middle = |read: &Read| (read.at - 0.5) * length;
    let mark = |(index, char): (usize, &&Read)| {
        let at = middle(char);
        let between = |other: Option<&&Read>| other.map(|other| (middle(other) + at) / 2.0);
        let start = between(index.checked_sub(1).and_then(|before| read.get(before))).map_or(f32::MIN, |u| u.min(at));
        let end = between(read.get(index + 1)).map_or(f32::MAX, |u| u.max(at));
        // Full-width Latin letters and digits take an em as well: what lies between neighbours tells.
        let half = if is_wide(char.char) || read.len() > 1 { 0.5 } else { 0.3 } * em;
        let (u0, u1) = (start.max(at - half), end.min(at + half));
        let rect = if line.down {
            Rect { x0: x - em / 2.0, y0: y + u0, x1: x + em / 2.0, y1: y + u1 }
        } else {
            Rect { x0: x + u0, y0: y - em / 2.0, x1: x + u1, y1: y + em / 2.0 }
        };
        let text = char.char.to_string();
        Mark { text, rect, size: em, turn: Turn::Upright, unmapped: false, hidden: false, artifact: false }
    };
    read.iter().enumerate().map(mark).collect()
}

/// The em as a share of the heights of the lines as they were found.
fn em_ratio(lines: &[LineRead]) -> f32 {
    layout::median(lines.iter().filter_map(own_ratio)).unwrap_or(0.75)
}

fn own_ratio(line: &LineRead) -> Option<f32> {
    let pitches = line.read.windows(2).filter_map(|pair| match pair {
        [a, b] if is_wide(a.char) && is_wide(b.char) => Some((b.at - a.at) * line.place.width / line.place.height),
        _ => None,
    });
    let pitches: Vec<f32> = pitches.filter(|pitch| (0.4..1.1).contains(pitch)).collect();
    (pitches.len() >= 4).then(|| layout::median(pitches.into_iter())).flatten()
}
