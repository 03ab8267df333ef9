//! From characters scattered over a page to rows of text in reading order, by position and never by drawing order.
//!
//! Every direction of writing is turned into one frame in which rows run to the right and follow each other downwards, so
//! that vertical columns and turned pages need no rules of their own.

use std::ops::Range;

use super::column::{self, Gutters, Piece};
pub(super) use super::device::Turn as Frame;
use super::device::{Mark, Turn};
use super::label::{article_number, is_set_off};
use super::shown::is_wide;
use super::table::{self, Area, Table};
use super::{Rect, aligned, cell, direction, note, ruby, stamp};

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
    /// Width of the closing marks that it ends in, in points; all of them may stand beyond the margin.
    pub(super) hang: f32,
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
    /// Whether it is no text of the document, wherever it stands: a watermark, a stamp, ruby.
    pub(super) aside: bool,
    /// Whether it is read only after the paragraph that the page breaks off: a footnote, text in the margin.
    pub(super) late: bool,
    /// Width in points of the column that it stands in, rounded; 0 where that is the page. Positions along the row count
    /// from the column's left edge.
    pub(super) lane: i32,
    /// Where that edge is, in points of the frame.
    pub(super) left: f32,
    /// What it is in a table.
    pub(super) stand: Stand,
    /// How sure character recognition is of it, from 0 to 1.
    pub(super) confidence: Option<f32>,
}

/// How a row stands to the one before it as far as ruling lines tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Stand {
    /// As in running text.
    #[default]
    Free,
    /// It begins something of its own.
    Fresh,
    /// It is the next cell of the row of a table.
    Cell,
    /// It goes on in its cell.
    Within,
}

/// A mark in its frame: `u` along the row, `v` across.
#[derive(Clone, Copy)]
pub(super) struct Placed<'m> {
    pub(super) mark: &'m Mark,
    u0: f32,
    u1: f32,
    v0: f32,
    v1: f32,
}

/// A piece of a row without gaps.
pub(super) struct Fragment<'m> {
    pub(super) marks: Vec<Placed<'m>>,
    /// The row of the whole page that it is from.
    band: usize,
    pub(super) u0: f32,
    pub(super) u1: f32,
    pub(super) v0: f32,
    pub(super) v1: f32,
    /// Where its text ends, a closing mark that may hang in the margin aside.
    core_end: f32,
    /// The em of most of its text, in points.
    pub(super) size: f32,
}

/// What one page tells about the layout of the next ones.
#[derive(Debug, Default)]
pub(super) struct Habits {
    gutters: Vec<(Turn, Gutters)>,
}

impl Habits {
    fn gutters(&mut self, frame: Turn) -> &mut Gutters {
        let at = self.gutters.iter().position(|(known, _)| *known == frame).unwrap_or(self.gutters.len());
        if at == self.gutters.len() {
            self.gutters.push((frame, Gutters::default()));
        }
        &mut self.gutters[at].1
    }
}

/// The rows of a page of `size` (width and height in points) in reading order. `rules` are its ruling lines.
pub(super) fn rows(marks: &[Mark], rules: &[Rect], size: (f32, f32), habits: &mut Habits) -> Vec<Row> {
    let directions = direction::frames(marks);
    let mut frames: Vec<(Turn, usize)> = Vec::new();
    for direction in &directions {
        match frames.iter_mut().find(|(frame, _)| frame == direction) {
            Some((_, count)) => *count += 1,
            None => frames.push((*direction, 1)),
        }
    }
    // The main text first, odd angles last.
    frames.sort_by_key(|&(frame, count)| (frame == Turn::Oblique, std::cmp::Reverse(count), frame));
    let mut all = Vec::new();
    for (at, (frame, _)) in frames.into_iter().enumerate() {
        let of_frame = marks.iter().zip(&directions).filter(|(_, direction)| **direction == frame);
        let placed: Vec<Placed<'_>> = of_frame.map(|(mark, _)| place(mark, frame, size)).collect();
        let mut rows = if frame == Turn::Oblique {
            cluster(placed).into_iter().map(|row| assemble(row, frame)).collect()
        } else {
            let rules: Vec<Area> = rules.iter().map(|rule| area(*rule, frame, size)).collect();
            let length = if matches!(frame, Turn::Down | Turn::Up) { size.1 } else { size.0 };
            Sheet { frame, length, size }.rows(placed, &rules, habits)
        };
        rows.retain(|row| !row.text.trim().is_empty() || row.glyphs.is_empty() && row.stand != Stand::Free);
        // Beside text of another direction, it is in the margin or a drawing: it must not cut a paragraph.
        rows.iter_mut().for_each(|row| row.late |= at > 0);
        all.append(&mut rows);
    }
    all
}

/// The text of one direction on a page.
struct Sheet {
    frame: Turn,
    /// The page's extent along the rows, in points.
    length: f32,
    /// The page's width and height, in points.
    size: (f32, f32),
}

impl Sheet {
    fn rows<'m>(&self, placed: Vec<Placed<'m>>, rules: &[Area], habits: &mut Habits) -> Vec<Row> {
        let em = usual_size(&placed);
        let (stamps, placed) = stamp::watermarks(placed, em);
        let (free, mut tables) = self.by_table(placed, rules);
        let mut fragments = fragments(cluster(free));
        if matches!(self.frame, Turn::Down | Turn::Up) {
            part_edges(&mut fragments, self.length);
        }
        let mut ruby = ruby::find(&fragments);
        tables.extend(aligned(&mut fragments, &mut ruby, em, habits.gutters(self.frame)));
        let pieces = |fragment: &Fragment<'_>| Piece {
            area: Area { u0: fragment.u0, u1: fragment.u1, v0: fragment.v0, v1: fragment.v1 },
            core_end: fragment.core_end,
            article: article_number(&text_of(fragment)),
        };
        // Fragments, then tables.
        let mut order: Vec<(Piece, usize)> = fragments
            .iter()
            .enumerate()
            .filter(|(at, _)| !ruby[*at])
            .map(|(at, fragment)| (pieces(fragment), at))
            .chain(tables.iter().enumerate().map(|(at, (table, _))| {
                (Piece { area: table.area, core_end: table.area.u1, article: None }, fragments.len() + at)
            }))
            .collect();
        let middle = |piece: &Piece| piece.area.v0 + piece.area.v1;
        order.sort_by(|(a, _), (b, _)| middle(a).total_cmp(&middle(b)).then(a.area.u0.total_cmp(&b.area.u0)));
        let pieces: Vec<Piece> = order.iter().map(|(piece, _)| *piece).collect();
        let regions = column::regions(&pieces, em, habits.gutters(self.frame));
        let mut rows = Vec::new();
        for region in regions {
            let start = rows.len();
            let members: Vec<usize> = region.pieces.iter().map(|&at| order[at].1).collect();
            let notes = notes(&members, &fragments, em, rules);
            let of_kind = |late: bool| members.iter().zip(&notes).filter(move |(_, note)| **note == late);
            let kind = |late: bool| of_kind(late).map(|(member, _)| *member).collect::<Vec<usize>>();
            self.region(&kind(false), &fragments, &tables, &mut rows);
            let text = rows.len();
            self.region(&kind(true), &fragments, &tables, &mut rows);
            rows[text..].iter_mut().for_each(|row| row.late = true);
            if let Some((left, right)) = region.column {
                rows[start..].iter_mut().for_each(|row: &mut Row| row.move_to(left, right));
            }
        }
        let note_marks = note::take_marks(&mut rows);
        rows.extend(note_marks);
        let ruby = fragments.into_iter().zip(ruby).filter(|(_, ruby)| *ruby).map(|(fragment, _)| fragment.marks);
        for marks in cluster(stamps).into_iter().chain(ruby) {
            rows.push(Row { aside: true, ..assemble(marks, self.frame) });
        }
        rows
    }

    /// Marks outside of tables, and the tables with the marks of each cell.
    fn by_table<'m>(&self, placed: Vec<Placed<'m>>, rules: &[Area]) -> (Vec<Placed<'m>>, Vec<Filled<'m>>) {
        let tables = table::find(rules);
        if tables.is_empty() {
            return (placed, Vec::new());
        }
        let mut filled: Vec<Filled<'m>> = tables
            .into_iter()
            .map(|table| {
                let cells = vec![Vec::new(); table.cells.len()];
                (table, cells)
            })
            .collect();
        let mut free = Vec::new();
        for mark in placed {
            // A mark that hangs out of its cell begins where the text in it ends.
            let u = if is_held_back(&mark) { mark.u0 + 0.1 * mark.mark.size } else { (mark.u0 + mark.u1) / 2.0 };
            let v = (mark.v0 + mark.v1) / 2.0;
            let around = filled.iter_mut().filter_map(|(table, cells)| Some((table.cell_at(u, v)?, table, cells)));
            // The smallest of tables within tables.
            let size = |table: &Table| (table.area.u1 - table.area.u0) * (table.area.v1 - table.area.v0);
            match around.min_by(|(_, a, _), (_, b, _)| size(a).total_cmp(&size(b))) {
                Some((cell, _, cells)) => cells[cell].push(mark),
                None => free.push(mark),
            }
        }
        let written = |cell: &&Vec<Placed<'_>>| cell.iter().any(|mark| !is_blank(mark));
        let is_table = |(_, cells): &Filled<'_>| cells.iter().filter(written).count() >= 2;
        let (tables, boxes): (Vec<_>, Vec<_>) = filled.into_iter().partition(is_table);
        free.extend(boxes.into_iter().flat_map(|(_, cells)| cells).flatten());
        (free, tables)
    }

    /// Adds the rows of `members`, in order: fragments, and tables by numbers beyond them.
    fn region(&self, members: &[usize], fragments: &[Fragment<'_>], tables: &[Filled<'_>], rows: &mut Vec<Row>) {
        let mut bands: Vec<(usize, Vec<Placed<'_>>)> = Vec::new();
        let flush = |bands: &mut Vec<(usize, Vec<Placed<'_>>)>, rows: &mut Vec<Row>| {
            bands.sort_by_key(|(band, _)| *band);
            rows.extend(bands.drain(..).map(|(_, marks)| assemble(marks, self.frame)));
        };
        for &member in members {
            if let Some((table, cells)) = member.checked_sub(fragments.len()).and_then(|at| tables.get(at)) {
                flush(&mut bands, rows);
                self.table(table, cells, rows);
            } else if let Some(fragment) = fragments.get(member) {
                match bands.iter_mut().rev().take(8).find(|(band, _)| *band == fragment.band) {
                    Some((_, marks)) => marks.extend_from_slice(&fragment.marks),
                    None => bands.push((fragment.band, fragment.marks.clone())),
                }
            }
        }
        flush(&mut bands, rows);
    }

    /// Adds the rows of a table, cell by cell.
    fn table(&self, table: &Table, cells: &[Vec<Placed<'_>>], rows: &mut Vec<Row>) {
        let assembled = |marks: &Vec<Placed<'_>>| -> Vec<Row> {
            let lines = cluster(marks.clone()).into_iter().map(|row| assemble(row, self.frame));
            lines.filter(|row| !row.text.trim().is_empty()).collect()
        };
        let mut lines: Vec<Vec<Row>> = cells.iter().map(assembled).collect();
        let mut first = true;
        for number in 0..table.rows() {
            // What reaches down from a row above has been read there and leaves its place empty here.
            let mut take = |cell: usize| match table.cells.get(cell) {
                Some(known) if known.row == number => (cell, std::mem::take(&mut lines[cell])),
                _ => (cell, Vec::new()),
            };
            let row: Vec<(usize, Vec<Row>)> = table.row(number).into_iter().map(&mut take).collect();
            let written: Vec<&Vec<Row>> =
                row.iter().map(|(_, lines)| lines).filter(|lines| !lines.is_empty()).collect();
            let Some(head) = written.first() else { continue };
            let alone = written.len() == 1;
            let headed = cell::is_article(head) && written.iter().skip(1).any(|lines| cell::is_provision(lines));
            let prose = alone || table.by_columns || written.iter().any(|lines| cell::is_prose(lines)) || headed;
            // The page may have cut a cell, which then goes on alone at the top of the next one.
            let cut = std::mem::take(&mut first) && alone;
            // Empty cells keep the places of those after them, except beside provisions.
            let gridded = !cut && if alone { !cell::is_article(head) && !cell::is_provision(head) } else { !prose };
            let mut opened = false;
            for (cell, lines) in row {
                let area = table.cells.get(cell).map_or(table.area, |cell| cell.area);
                let opening = match opened {
                    _ if cut => Stand::Free,
                    true if gridded => Stand::Cell,
                    _ => Stand::Fresh,
                };
                let going_on = if prose { Stand::Free } else { Stand::Within };
                if lines.is_empty() && gridded {
                    rows.push(Row { stand: opening, ..self.empty(area) });
                }
                opened |= gridded || !lines.is_empty();
                for (at, mut line) in lines.into_iter().enumerate() {
                    line.stand = if at == 0 { opening } else { going_on };
                    line.move_to(area.u0, area.u1);
                    rows.push(line);
                }
            }
        }
    }

    /// The row of an empty cell.
    fn empty(&self, area: Area) -> Row {
        let mut row = Row { frame: self.frame, rect: rect(area, self.frame, self.size), size: EMPTY, ..Row::default() };
        (row.start, row.edge, row.end, row.core_end) = (area.u0, area.u0, area.u0, area.u0);
        row.middle = (area.v0 + area.v1) / 2.0;
        row.move_to(area.u0, area.u1);
        row
    }
}

/// The em of a row without characters, in points.
const EMPTY: f32 = 10.5;

/// Whether a page has columns of running text, or pages before it had.
fn in_columns(fragments: &[Fragment<'_>], ruby: &[bool], em: f32, known: &mut Gutters) -> bool {
    let text = fragments.iter().zip(ruby).filter(|(_, ruby)| !**ruby).map(|(fragment, _)| fragment);
    let piece = |fragment: &Fragment<'_>| Piece {
        area: Area { u0: fragment.u0, u1: fragment.u1, v0: fragment.v0, v1: fragment.v1 },
        core_end: fragment.core_end,
        article: article_number(&text_of(fragment)),
    };
    let mut pieces: Vec<Piece> = text.map(piece).collect();
    let middle = |piece: &Piece| piece.area.v0 + piece.area.v1;
    pieces.sort_by(|a, b| middle(a).total_cmp(&middle(b)).then(a.area.u0.total_cmp(&b.area.u0)));
    column::regions(&pieces, em, known).iter().any(|region| region.column.is_some())
}

/// Takes the tables without ruling lines from `fragments`; `ruby` tells which of these are ruby.
fn aligned<'m>(fragments: &mut Vec<Fragment<'m>>, ruby: &mut Vec<bool>, em: f32, gutters: &Gutters) -> Vec<Filled<'m>> {
    let text: Vec<usize> = (0..fragments.len()).filter(|&at| !ruby[at]).collect();
    let piece = |&at: &usize| {
        let Fragment { u0, u1, v0, v1, ref marks, .. } = fragments[at];
        let last = marks.iter().rev().find(|mark| !is_blank(mark));
        let ends = last.is_some_and(|mark| mark.mark.text.ends_with(['。', '．']));
        aligned::Piece { area: Area { u0, u1, v0, v1 }, ends }
    };
    let pieces: Vec<aligned::Piece> = text.iter().map(piece).collect();
    let right = text.iter().map(|&at| fragments[at].u1).fold(f32::MIN, f32::max);
    let found = aligned::find(&pieces, right, em);
    // Beside one another, lines of two columns look like the cells of a table.
    if found.is_empty() || in_columns(fragments, ruby, em, &mut gutters.clone()) {
        return Vec::new();
    }
    let mut taken = vec![false; fragments.len()];
    let mut marks = |cell: Vec<usize>| -> Vec<Placed<'m>> {
        let of_piece = |piece: usize| {
            taken[text[piece]] = true;
            std::mem::take(&mut fragments[text[piece]].marks)
        };
        cell.into_iter().flat_map(of_piece).collect()
    };
    let tables = found.into_iter().map(|(table, cells)| (table, cells.into_iter().map(&mut marks).collect())).collect();
    let mut kept = taken.iter().map(|taken| !taken);
    fragments.retain(|_| kept.next().unwrap_or(true));
    let mut kept = taken.iter().map(|taken| !taken);
    ruby.retain(|_| kept.next().unwrap_or(true));
    tables
}

/// A table with the marks of each of its cells.
type Filled<'m> = (Table, Vec<Vec<Placed<'m>>>);

impl Row {
    /// Counts positions from the left edge of the column in which the row stands.
    fn move_to(&mut self, left: f32, right: f32) {
        if self.lane != 0 {
            return;
        }
        self.lane = ((right - left).round() as i32).max(1);
        self.left = left;
        for position in [&mut self.start, &mut self.edge, &mut self.end, &mut self.core_end] {
            *position -= left;
        }
    }
}

/// Which of the members of a region are footnotes.
fn notes(members: &[usize], fragments: &[Fragment<'_>], em: f32, rules: &[Area]) -> Vec<bool> {
    let small = |&member: &usize| fragments.get(member).is_some_and(|fragment| fragment.size < 0.97 * em);
    if !members.iter().any(small) {
        return vec![false; members.len()];
    }
    let begin = |fragment: &Fragment<'_>| -> String {
        fragment.marks.iter().take(24).map(|placed| placed.mark.text.as_str()).collect()
    };
    let texts: Vec<String> =
        members.iter().map(|&member| fragments.get(member).map(begin).unwrap_or_default()).collect();
    let print = |(&member, text)| match fragments.get(member) {
        Some(&Fragment { u0, u1, v0, v1, size, .. }) => note::Print { area: Area { u0, u1, v0, v1 }, size, text },
        // A table.
        None => note::Print { area: Area::default(), size: f32::MAX, text },
    };
    let prints: Vec<note::Print<'_>> = members.iter().zip(texts.iter().map(String::as_str)).map(print).collect();
    note::find(&prints, em, rules)
}

/// Cuts bands at gaps wider than those between words.
fn fragments(bands: Vec<Vec<Placed<'_>>>) -> Vec<Fragment<'_>> {
    let mut fragments = Vec::new();
    for (band, mut marks) in bands.into_iter().enumerate() {
        sort_along(&mut marks);
        drop_covered_blanks(&mut marks);
        let pieces: Vec<_> = starts(&marks).into_iter().rev().map(|start| marks.split_off(start)).collect();
        fragments.extend(fragment(marks, band));
        fragments.extend(pieces.into_iter().rev().filter_map(|piece| fragment(piece, band)));
    }
    fragments
}

/// Where the pieces of a band begin, but for the first.
fn starts(marks: &[Placed<'_>]) -> Vec<usize> {
    const GAP: f32 = 1.2;
    let usual = UsualGaps::of(marks);
    let mut starts = Vec::new();
    // The last mark of the piece that is no blank.
    let mut seen: Option<&Placed<'_>> = None;
    for (at, pair) in (1..).zip(marks.windows(2)) {
        let [last, next] = pair else { continue };
        if !is_blank(last) {
            seen = Some(last);
        }
        let em = last.mark.size.max(next.mark.size);
        let gap = next.u0 - last.u1 - usual.wide;
        // Blanks written at the end of a line may reach over a gutter.
        let clear = seen.map_or(0.0, |seen| next.u0 - seen.u1);
        if gap > GAP * em || clear > 2.0 * em && is_blank(last) {
            starts.push(at);
            seen = None;
        }
    }
    starts
}

/// Drops blanks that reach out of their line into what stands beside it.
fn drop_covered_blanks(marks: &mut Vec<Placed<'_>>) {
    let is_covered = |at: usize| {
        let middle = (marks[at].u0 + marks[at].u1) / 2.0;
        let near = marks[at.saturating_sub(3)..(at + 4).min(marks.len())].iter();
        is_blank(&marks[at])
            && near.filter(|other| !is_blank(other)).any(|other| other.u0 < middle && middle < other.u1)
    };
    let covered: Vec<bool> = (0..marks.len()).map(is_covered).collect();
    if covered.contains(&true) {
        let mut covered = covered.into_iter();
        marks.retain(|_| !covered.next().unwrap_or(false));
    }
}

/// Takes fragments at the two ends of columns that stand clear of all others, such as a page number at the foot of a page of
/// vertical writing, for rows of their own.
fn part_edges(fragments: &mut [Fragment<'_>], length: f32) {
    /// Share of the page's length from either end.
    const ZONE: f32 = 0.14;
    /// A running head or a page number is of few pieces.
    const FEW: usize = 3;
    let Some(bands) = fragments.iter().map(|fragment| fragment.band).max() else { return };
    for from_end in [false, true] {
        // Distances from the edge of the page.
        let span = |fragment: &Fragment<'_>| match from_end {
            false => (fragment.u0, fragment.u1),
            true => (length - fragment.u1, length - fragment.u0),
        };
        let mut order: Vec<usize> = (0..fragments.len()).collect();
        order.sort_by(|&a, &b| span(&fragments[a]).0.total_cmp(&span(&fragments[b]).0));
        let mut reach = f32::MIN;
        let clear = order.iter().take(FEW + 1).position(|&at| {
            let (near, far) = span(&fragments[at]);
            let clear = reach > f32::MIN && near > reach + 1.5 * fragments[at].size;
            reach = reach.max(far);
            clear
        });
        for &at in order.iter().take(clear.unwrap_or(0)) {
            if span(&fragments[at]).1 < ZONE * length {
                fragments[at].band += (bands + 1) * if from_end { 2 } else { 1 };
            }
        }
    }
}

/// `None` for blanks alone.
fn fragment(marks: Vec<Placed<'_>>, band: usize) -> Option<Fragment<'_>> {
    let last = marks.iter().rfind(|mark| !is_blank(mark))?;
    let mut fragment = Fragment {
        band,
        u0: f32::MAX,
        u1: f32::MIN,
        v0: f32::MAX,
        v1: f32::MIN,
        core_end: 0.0,
        size: usual_size(&marks),
        marks: Vec::new(),
    };
    for mark in marks.iter().filter(|mark| !is_blank(mark)) {
        fragment.u0 = fragment.u0.min(mark.u0);
        fragment.u1 = fragment.u1.max(mark.u1);
        fragment.v0 = fragment.v0.min(mark.v0);
        fragment.v1 = fragment.v1.max(mark.v1);
    }
    fragment.core_end = core_end(last, fragment.u1);
    fragment.marks = marks;
    Some(fragment)
}

fn place(mark: &Mark, frame: Turn, size: (f32, f32)) -> Placed<'_> {
    let Area { u0, u1, v0, v1 } = area(mark.rect, frame, size);
    Placed { mark, u0, u1, v0, v1 }
}

/// A rectangle of the page in a frame.
fn area(rect: Rect, frame: Turn, (width, height): (f32, f32)) -> Area {
    let Rect { x0, y0, x1, y1 } = rect;
    let (u0, u1, v0, v1) = match frame {
        Turn::Upright | Turn::Oblique => (x0, x1, y0, y1),
        Turn::Down => (y0, y1, width - x1, width - x0),
        Turn::Up => (height - y1, height - y0, x0, x1),
        Turn::Over => (width - x1, width - x0, height - y1, height - y0),
    };
    Area { u0, u1, v0, v1 }
}

/// A rectangle of a frame on the page: what [`area`] has turned, turned back.
fn rect(area: Area, frame: Turn, (width, height): (f32, f32)) -> Rect {
    let Area { u0, u1, v0, v1 } = area;
    let (x0, x1, y0, y1) = match frame {
        Turn::Upright | Turn::Oblique => (u0, u1, v0, v1),
        Turn::Down => (width - v1, width - v0, u0, u1),
        Turn::Up => (v0, v1, height - u1, height - u0),
        Turn::Over => (width - u1, width - u0, height - v1, height - v0),
    };
    Rect { x0, y0, x1, y1 }
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

/// Puts the marks of a row in order: by their middles, as a bracket set close overhangs the character before it with the blank
/// half of its box. Upright characters side by side in a column are read from left to right.
fn sort_along(marks: &mut [Placed<'_>]) {
    let order = |a: &Placed<'_>, b: &Placed<'_>| {
        (a.u0 + a.u1).total_cmp(&(b.u0 + b.u1)).then(a.mark.rect.x0.total_cmp(&b.mark.rect.x0))
    };
    marks.sort_by(order);
    let beside = |a: &Placed<'_>, b: &Placed<'_>| {
        let apart = (a.mark.rect.x0 - b.mark.rect.x0).abs() > 0.3 * a.mark.size.min(b.mark.size);
        a.mark.turn == Turn::Upright && b.mark.turn == Turn::Upright && apart && b.u0 - a.u0 < 0.4 * a.mark.size
    };
    for group in marks.chunk_by_mut(|a, b| a.u0 != a.mark.rect.x0 && beside(a, b)) {
        group.sort_by(|a, b| a.mark.rect.x0.total_cmp(&b.mark.rect.x0));
    }
}

fn assemble(mut marks: Vec<Placed<'_>>, frame: Turn) -> Row {
    sort_along(&mut marks);
    let usual = UsualGaps::of(&marks);
    let mut row = Row { frame, aside: frame == Turn::Oblique, size: usual_size(&marks), ..Row::default() };
    row.text.reserve(3 * marks.len());
    row.glyphs.reserve_exact(marks.len());
    let mut before: Option<&Placed<'_>> = None;
    for mark in &marks {
        let gap = before.map_or(Gap::None, |before| usual.gap(before, mark, &row.text));
        match gap {
            Gap::None => {}
            Gap::Space => row.text.push(' '),
            Gap::Em | Gap::Wide => row.text.push('\u{3000}'),
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
    let visible = || marks.iter().filter(|mark| !is_blank(mark));
    let (Some(first), Some(last)) = (visible().next(), visible().next_back()) else { return };
    row.start = first.u0;
    row.edge = marks.first().map_or(first.u0, |mark| mark.u0);
    row.end = marks.iter().map(|mark| mark.u1).fold(f32::MIN, f32::max);
    let visible_end = visible().map(|mark| mark.u1).fold(f32::MIN, f32::max);
    row.core_end = core_end(last, visible_end);
    let closing = visible().rev().take_while(|mark| may_hang(mark)).last();
    row.hang = closing.map_or(0.0, |first| visible_end - first.u0);
    row.middle = median(marks.iter().map(|mark| (mark.v0 + mark.v1) / 2.0)).unwrap_or(0.0);
    let begin: Vec<&Placed<'_>> = visible().take(LONGEST_PIECE).collect();
    let texts = begin.iter().map(|mark| mark.mark.text.as_str());
    let spaced = |index: usize| begin[index].u0 - begin[index - 1].u1 > 0.18 * row.size;
    let count = first_piece(texts, spaced);
    row.need = begin.get(count.saturating_sub(1)).map_or(row.size, |mark| mark.u1 - row.start);
}

/// Whether a mark may stand beyond the end of its line.
fn may_hang(mark: &Placed<'_>) -> bool {
    matches!(
        mark.mark.text.chars().next_back(),
        Some('、' | '。' | '，' | '．' | '）' | '〕' | '］' | '〉' | '》' | '」' | '』' | '】')
    )
}

/// Whether a mark that no line may begin with can have been left beyond the end of its line: ー, っ.
fn is_held_back(mark: &Placed<'_>) -> bool {
    may_hang(mark) || mark.mark.text.chars().next().is_some_and(|char| no_start(char) || is_small_kana(char))
}

fn is_small_kana(char: char) -> bool {
    "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ".contains(char)
}

/// Where text that ends at `end` with `last` ends without what may hang in the margin.
fn core_end(last: &Placed<'_>, end: f32) -> f32 {
    match last.mark.text.chars().next_back() {
        Some('、' | '。' | '，' | '．') => last.u0,
        // The blank half of its box may.
        Some('）' | '〕' | '］' | '〉' | '》' | '」' | '』' | '】') => (last.u0 + last.u1) / 2.0,
        _ => end,
    }
}

/// Glyphs looked at for the first piece of a row.
const LONGEST_PIECE: usize = 64;

/// Number of glyphs in the first piece of a row that no line break may divide: a word, or an ideograph with the marks that
/// cannot begin a line. `spaced` tells whether white space lies before the glyph of that index.
pub(super) fn first_piece<'t>(texts: impl Iterator<Item = &'t str>, spaced: impl Fn(usize) -> bool) -> usize {
    let chars: Vec<char> = texts.filter_map(|text| text.chars().next()).take(LONGEST_PIECE).collect();
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

/// White space that a gap stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    None,
    Space,
    /// A full-width space.
    Em,
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
            gaps => lower_median(gaps.to_vec()),
        };
        Self { wide: wide.max(0.0), narrow: lower_median(narrow).max(0.0) }
    }

    /// `row` is what stands before `after` in the row.
    fn gap(&self, before: &Placed<'_>, after: &Placed<'_>, row: &str) -> Gap {
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
            return Gap::Wide;
        }
        if is_blank(before) || is_blank(after) {
            return Gap::None;
        }
        let one_wide = last_is_wide(before) || first_is_wide(after);
        if one_wide && extra > FULL_SPACE * em {
            return Gap::Em;
        }
        let half = HALF_SPACE * em;
        let next = after.mark.text.as_str();
        // Half a space sets a label off. A heading of two characters may be set as far apart as it is from its number.
        let set_off = || extra > half && is_set_off(row, next) || is_digits(row) && !is_counted(next);
        if extra > limit * em || one_wide && gap > half && set_off() { Gap::Space } else { Gap::None }
    }
}

/// A little less than a full-width space that is not drawn, in em.
const FULL_SPACE: f32 = 0.8;
/// A little less than a half-width space that is not drawn, in em.
const HALF_SPACE: f32 = 0.35;

/// Bytes that a label comes to at most.
const LONGEST_LABEL: usize = 30;

/// Whether `row` is a number in digits and nothing else.
fn is_digits(row: &str) -> bool {
    !row.is_empty() && row.len() <= LONGEST_LABEL && row.chars().all(|char| matches!(char, '０'..='９'))
}

/// Whether `next` goes on a number or is what it counts, so that both are one word.
fn is_counted(next: &str) -> bool {
    next.starts_with(|char| {
        "０１２３４５６７８９条條項号章節編款部年月日時分秒円人名社者回台件個週か箇ヶ種級次期類位".contains(char)
    })
}

fn is_blank(mark: &Placed<'_>) -> bool {
    mark.mark.text.is_blank()
}

fn first_is_wide(mark: &Placed<'_>) -> bool {
    mark.mark.text.begins_wide()
}

fn last_is_wide(mark: &Placed<'_>) -> bool {
    mark.mark.text.ends_wide()
}

fn usual_size(marks: &[Placed<'_>]) -> f32 {
    let visible = marks.iter().filter(|mark| !is_blank(mark)).map(|mark| mark.mark.size);
    median(visible).or_else(|| marks.first().map(|mark| mark.mark.size)).unwrap_or(10.0)
}

/// The first characters of a fragment: enough to tell a heading.
fn text_of(fragment: &Fragment<'_>) -> String {
    fragment.marks.iter().take(16).map(|mark| mark.mark.text.as_str()).collect()
}

/// The lower median of gaps: of two, one within a word and one between columns, it is the first that is usual.
fn lower_median(mut gaps: Vec<f32>) -> f32 {
    let middle = gaps.len().saturating_sub(1) / 2;
    if gaps.is_empty() { 0.0 } else { *gaps.select_nth_unstable_by(middle, f32::total_cmp).1 }
}

/// The upper median.
pub(super) fn median(values: impl Iterator<Item = f32>) -> Option<f32> {
    let mut values: Vec<f32> = values.collect();
    let middle = values.len() / 2;
    (!values.is_empty()).then(|| *values.select_nth_unstable_by(middle, f32::total_cmp).1)
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
        Mark { text: char.into(), rect, size: 10.0, turn, unmapped: false, hidden: false, artifact: false }
    }

    fn texts(marks: &[Mark]) -> Vec<String> {
        rows(marks, &[], (600.0, 800.0), &mut Habits::default()).into_iter().map(|row| row.text).collect()
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
        assert_eq!(texts(&marks), ["第１条\u{3000}目的を定める"]);
        let mut marks = run("第１条", 50.0, 100.0, 10.0);
        marks.extend(run("目的を定める", 86.0, 100.0, 10.0));
        assert_eq!(texts(&marks), ["第１条 目的を定める"]);
        let mut marks = run("工程", 50.0, 100.0, 10.0);
        marks.extend(run("担当する者", 150.0, 100.0, 10.0));
        assert_eq!(texts(&marks), ["工程\u{3000}担当する者"]);
    }

    #[test]
    fn what_a_number_sets_off_is_no_part_of_it() {
        let mut marks = run("二", 50.0, 100.0, 10.0);
        marks.extend(run("月ぎめ客との契約", 65.0, 100.0, 10.0));
        assert_eq!(texts(&marks), ["二 月ぎめ客との契約"]);
        for (number, text) in [("第１条", "目的"), ("ア", "甲は、請求する。"), ("（１）", "会員"), ("別紙１", "接続点")]
        {
            let mut marks = run(number, 50.0, 100.0, 10.0);
            marks.extend(run(text, 55.0 + 10.0 * number.chars().count() as f32, 100.0, 10.0));
            assert_eq!(texts(&marks), [format!("{number} {text}")]);
        }
        assert_eq!(texts(&run("１総則", 50.0, 100.0, 20.0)), ["１ 総則"]);
        assert_eq!(texts(&run("１２月３日", 50.0, 100.0, 15.0)), ["１２月３日"]);
        assert_eq!(texts(&run("一般社団法人", 50.0, 100.0, 20.0)), ["一般社団法人"]);
    }

    #[test]
    fn latin_words_are_parted_by_their_gaps() {
        let mut marks = run("IPv6", 50.0, 100.0, 5.0);
        marks.extend(run("IPoE", 72.5, 100.0, 5.0));
        assert_eq!(texts(&marks), ["IPv6 IPoE"]);
    }

    #[test]
    fn a_mark_that_hangs_out_of_its_cell_belongs_to_it() {
        let across = |y: f32| Rect { x0: 40.0, y0: y, x1: 300.0, y1: y };
        let down = |x: f32| Rect { x0: x, y0: 80.0, x1: x, y1: 140.0 };
        let rules = [across(80.0), across(110.0), across(140.0), down(40.0), down(94.0), down(300.0)];
        // The bracket's box crosses the line between the cells.
        let mut marks = run("（定義）", 60.0, 100.0, 10.0);
        marks.extend(run("乙は通知する。", 100.0, 100.0, 10.0));
        marks.extend(run("料金", 50.0, 130.0, 10.0));
        marks.extend(run("甲は通知する。", 100.0, 130.0, 10.0));
        let rows = rows(&marks, &rules, (600.0, 800.0), &mut Habits::default());
        let texts: Vec<&str> = rows.iter().map(|row| row.text.as_str()).collect();
        assert_eq!(texts, ["（定義）", "乙は通知する。", "料金", "甲は通知する。"]);
    }

    #[test]
    fn a_mark_that_no_line_begins_with_stays_in_its_cell() {
        let across = |y: f32| Rect { x0: 40.0, y0: y, x1: 300.0, y1: y };
        let down = |x: f32| Rect { x0: x, y0: 80.0, x1: x, y1: 140.0 };
        let rules = [across(80.0), across(110.0), across(140.0), down(40.0), down(94.0), down(300.0)];
        let mut marks = run("ユーザー", 60.0, 100.0, 10.0);
        marks.extend(run("乙の顧客", 104.0, 100.0, 10.0));
        marks.extend(run("料金", 50.0, 130.0, 10.0));
        marks.extend(run("月額", 104.0, 130.0, 10.0));
        let rows = rows(&marks, &rules, (600.0, 800.0), &mut Habits::default());
        let texts: Vec<&str> = rows.iter().map(|row| row.text.as_str()).collect();
        assert_eq!(texts, ["ユーザー", "乙の顧客", "料金", "月額"]);
    }

    /// Rows with a sign for how each stands: `|` next cell, `+` in the same cell, `-` anything else.
    fn stands(marks: &[Mark], rules: &[Rect]) -> Vec<String> {
        let sign = |row: &Row| match row.stand {
            Stand::Cell => '|',
            Stand::Within => '+',
            Stand::Fresh | Stand::Free => '-',
        };
        let rows = rows(marks, rules, (600.0, 800.0), &mut Habits::default());
        rows.iter().map(|row| format!("{}{}", sign(row), row.text)).collect()
    }

    #[test]
    fn empty_cells_keep_their_places() {
        let across = |y: f32, from: f32| Rect { x0: from, y0: y, x1: 340.0, y1: y };
        let down = |x: f32| Rect { x0: x, y0: 80.0, x1: x, y1: 200.0 };
        // The first cell of the second row reaches into the third.
        let rules = [
            across(80.0, 40.0),
            across(110.0, 40.0),
            across(140.0, 140.0),
            across(170.0, 40.0),
            across(200.0, 40.0),
            down(40.0),
            down(140.0),
            down(240.0),
            down(340.0),
        ];
        let mut marks = Vec::new();
        for (text, x, y) in [
            ("工程", 50.0, 100.0),
            ("甲", 150.0, 100.0),
            ("乙", 250.0, 100.0),
            ("検知", 50.0, 130.0),
            ("通報する", 250.0, 130.0),
            ("修理する", 150.0, 160.0),
            ("周知する", 250.0, 190.0),
        ] {
            marks.extend(run(text, x, y, 10.0));
        }
        let expected = ["-工程", "|甲", "|乙", "-検知", "|", "|通報する", "-", "|修理する", "|", "-", "|", "|周知する"];
        assert_eq!(stands(&marks, &rules), expected);
    }

    #[test]
    fn cells_that_only_blanks_part_are_put_together() {
        let mut marks = Vec::new();
        for (y, row) in [
            ["工程", "甲の役割", "乙の役割"],
            ["検知", "網内の異常を監視", "申告を受け付け、"],
            ["", "し、乙に知らせる。", "甲に連絡する。"],
            ["周知", "", "掲載し、利用者に"],
            ["", "", "知らせる。"],
        ]
        .into_iter()
        .enumerate()
        {
            for (text, x) in row.into_iter().zip([50.0, 120.0, 260.0]) {
                marks.extend(run(text, x, 100.0 + 16.0 * y as f32, 10.0));
            }
        }
        let expected = [
            "-工程",
            "|甲の役割",
            "|乙の役割",
            "-検知",
            "|網内の異常を監視",
            "+し、乙に知らせる。",
            "|申告を受け付け、",
            "+甲に連絡する。",
            "-周知",
            "|",
            "|掲載し、利用者に",
            "+知らせる。",
        ];
        assert_eq!(stands(&marks, &[]), expected);
    }

    #[test]
    fn without_certain_rows_each_column_is_read_as_a_whole() {
        let mut marks = Vec::new();
        for (y, row) in [
            ["工程", "甲の役割", "乙の役割"],
            ["検知", "網内の異常を監視", "申告を受け付け、"],
            ["", "し、乙に知らせる。", "甲に連絡する。"],
            ["利用者への", "設備の状態を掲載", "協力する。"],
            ["周知", "する。", ""],
        ]
        .into_iter()
        .enumerate()
        {
            for (text, x) in row.into_iter().zip([50.0, 120.0, 260.0]) {
                marks.extend(run(text, x, 100.0 + 16.0 * y as f32, 10.0));
            }
        }
        let rows = stands(&marks, &[]);
        let at = |text: &str| rows.iter().position(|row| row.ends_with(text)).expect("it was drawn");
        // No line mixes the columns, and what goes on follows what it goes on from.
        assert_eq!(at("し、乙に知らせる。"), at("網内の異常を監視") + 1);
        assert_eq!(at("甲に連絡する。"), at("申告を受け付け、") + 1);
        assert_eq!(rows.len(), 13);
    }

    #[test]
    fn addresses_beside_a_party_stay_lines() {
        let mut marks = Vec::new();
        for (y, row) in [
            ["甲", "東京都千代田区丸の内一丁目一番一号"],
            ["", "株式会社甲野通信"],
            ["", "代表取締役甲野太郎"],
            ["乙", "大阪府大阪市北区梅田二丁目"],
            ["", "株式会社乙川"],
        ]
        .into_iter()
        .enumerate()
        {
            for (text, x) in row.into_iter().zip([50.0, 90.0]) {
                marks.extend(run(text, x, 100.0 + 16.0 * y as f32, 10.0));
            }
        }
        marks.extend(run("甲及び乙は、本書二通を作成し、各自が記名押印の上、各一通を保有する。", 50.0, 60.0, 10.0));
        assert!(stands(&marks, &[]).iter().all(|row| row.starts_with('-')));
    }

    #[test]
    fn a_heading_below_two_columns_follows_both() {
        let left = "乙は、本サービスを利用者に提供するもの";
        let right = "甲は、その設備を正常に維持するものとし";
        let mut marks = Vec::new();
        for line in 0..6 {
            marks.extend(run(left, 50.0, 100.0 + 16.0 * line as f32, 10.0));
        }
        for line in 0..5 {
            marks.extend(run(right, 260.0, 100.0 + 16.0 * line as f32, 10.0));
        }
        marks.extend(run("第１章　総則", 50.0, 220.0, 10.0));
        marks.extend(run(
            "第１条　甲は、乙に対し、乙が利用者に本サービスを提供するための設備を使わせる。",
            50.0,
            240.0,
            10.0,
        ));
        let texts = texts(&marks);
        assert_eq!(texts.len(), 13);
        assert_eq!(texts[10], right);
        assert_eq!(texts[11], "第１章　総則");
    }

    #[test]
    fn the_last_cells_of_rows_are_no_column() {
        let mut marks = Vec::new();
        for (y, (task, party, does)) in [
            ("事項", "担当", "内容"),
            ("基幹機能の監視及び復旧", "甲", "常時監視し、異常を検知したときは直ちに通報"),
            ("放送設備の監視及び復旧", "乙", "常時監視し、異常を検知したときは速やかに乙"),
            ("加入者への周知", "乙", "公式サイトに掲載し、一時間ごとに更新する。"),
            ("申告の受付", "丙", "申告を受け付けて件数を三十分ごとに集計する"),
        ]
        .into_iter()
        .enumerate()
        {
            let y = 100.0 + 16.0 * y as f32;
            marks.extend([run(task, 50.0, y, 10.0), run(party, 200.0, y, 10.0), run(does, 250.0, y, 10.0)].concat());
        }
        let rows = texts(&marks);
        assert_eq!(rows.len(), 5);
        assert_eq!(rows[1], "基幹機能の監視及び復旧\u{3000}甲\u{3000}常時監視し、異常を検知したときは直ちに通報");
    }

    #[test]
    fn ends_of_two_columns_side_by_side_stay_apart() {
        let marks = [run("続", 50.0, 100.0, 10.0), run("す。", 300.0, 100.0, 10.0)].concat();
        assert_eq!(texts(&marks), ["続\u{3000}す。"]);
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
