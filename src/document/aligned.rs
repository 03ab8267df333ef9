//! Tables without ruling lines: cells that only the blanks between them part, some of them of several lines.
//!
//! Rows of one line each need nothing of this, they read well as they stand. Where cells wrap, a line across the page would mix the
//! words of several cells, so the lines of each are put together here; where it cannot be told which line begins a row, each column is
//! read as a whole, so that at least no sentence is made of two.

use super::table::{Area, Table};

/// A piece of a line without gaps.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub(super) area: Area,
    /// Whether it ends where a sentence does.
    pub(super) ends: bool,
}

/// A table and the pieces in each of its cells.
pub(super) type Aligned = (Table, Vec<Vec<usize>>);

/// Starts of lines that differ by less are aligned, in ems.
const ALIGNED: f32 = 0.6;
/// The narrowest gap between the cells of a row, in ems.
const GAP: f32 = 2.0;
/// The widest first column, in ems: wider ones hold running text.
const LABELS: f32 = 14.0;
/// Lines that end so close to the right edge of their column are full, in ems.
const FULL: f32 = 1.6;
/// A pitch that is so many times the usual one parts rows.
const WIDER: f32 = 1.3;
/// A wider pitch ends the table, in ems.
const FAR: f32 = 4.5;

/// The pieces of one line, from left to right.
struct Line {
    middle: f32,
    pieces: Vec<usize>,
}

/// What a line is to the one before it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Row,
    On,
    Unsure,
}

/// The tables among `pieces`, on a page whose text ends at `right`.
pub(super) fn find(pieces: &[Piece], right: f32, em: f32) -> Vec<Aligned> {
    let lines = lines(pieces, em);
    let finder = Finder { pieces, right, em };
    let mut tables = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let len = finder.reach(&lines[at..]);
        match finder.table(&lines[at..at + len]) {
            Some(table) => {
                tables.push(table);
                at += len;
            }
            None => at += 1,
        }
    }
    tables
}

fn lines(pieces: &[Piece], em: f32) -> Vec<Line> {
    let mut order: Vec<(f32, usize)> =
        pieces.iter().enumerate().map(|(at, piece)| ((piece.area.v0 + piece.area.v1) / 2.0, at)).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut lines: Vec<Line> = Vec::new();
    for (middle, at) in order {
        match lines.last_mut() {
            Some(line) if middle - line.middle < 0.4 * em => line.pieces.push(at),
            _ => lines.push(Line { middle, pieces: vec![at] }),
        }
    }
    for line in &mut lines {
        line.pieces.sort_by(|&a, &b| pieces[a].area.u0.total_cmp(&pieces[b].area.u0));
    }
    lines
}

struct Finder<'p> {
    pieces: &'p [Piece],
    right: f32,
    em: f32,
}

impl Finder<'_> {
    fn starts(&self, line: &Line) -> Vec<f32> {
        line.pieces.iter().map(|&at| self.pieces[at].area.u0).collect()
    }

    /// How many of `lines`, from the first, stand in the columns that the first one begins.
    fn reach(&self, lines: &[Line]) -> usize {
        let Some(first) = lines.first() else { return 0 };
        let parted = first.pieces.windows(2).all(|pair| self.gap(pair) >= GAP * self.em);
        if first.pieces.len() < 2 || !parted {
            return 1;
        }
        let starts = self.starts(first);
        let close = |pair: &[Line]| (0.8 * self.em..FAR * self.em).contains(&(pair[1].middle - pair[0].middle));
        1 + lines.windows(2).take_while(|pair| close(pair) && self.columns(&pair[1], &starts).is_some()).count()
    }

    fn gap(&self, pair: &[usize]) -> f32 {
        self.pieces[pair[1]].area.u0 - self.pieces[pair[0]].area.u1
    }

    /// The column of each piece of `line`; `None` if one stands in none, or two in the same.
    fn columns(&self, line: &Line, starts: &[f32]) -> Option<Vec<usize>> {
        let column = |&at: &usize| {
            let area = self.pieces[at].area;
            let column = starts.iter().position(|start| (area.u0 - start).abs() < ALIGNED * self.em)?;
            let inside = starts.get(column + 1).is_none_or(|next| area.u1 < next - 0.5 * self.em);
            inside.then_some(column)
        };
        let columns: Vec<usize> = line.pieces.iter().map(column).collect::<Option<_>>()?;
        columns.is_sorted_by(|a, b| a < b).then_some(columns)
    }

    /// The table that `lines` are, if some of its cells have several lines.
    fn table(&self, lines: &[Line]) -> Option<Aligned> {
        let starts = self.starts(lines.first()?);
        let count = starts.len();
        // The piece of each column on each line.
        let mut grid: Vec<Vec<Option<usize>>> = Vec::new();
        for line in lines {
            let mut row = vec![None; count];
            for (column, &at) in self.columns(line, &starts)?.into_iter().zip(&line.pieces) {
                row[column] = Some(at);
            }
            grid.push(row);
        }
        // Two columns are too often those of a page.
        if lines.len() < 3 || count < 3 || grid.iter().all(|row| row[0].is_some()) && !self.has_gaps(lines) {
            return None;
        }
        let ends: Vec<f32> = (0..count)
            .map(|column| {
                grid.iter().filter_map(|row| Some(self.pieces[row[column]?].area.u1)).fold(f32::MIN, f32::max)
            })
            .collect();
        if ends[0] - starts[0] > LABELS * self.em {
            return None;
        }
        let last = |column: usize| column + 1 == count;
        // Lines beside labels may be short because they are addresses: without sentences, full ones reach the end of the page's text.
        let sentences = grid.iter().filter_map(|row| row[count - 1]).any(|at| self.pieces[at].ends);
        let open = count == 2 && !sentences;
        let edge = |column: usize| if last(column) && open { self.right.max(ends[column]) } else { ends[column] };
        let is_full = |column: usize, at: usize| {
            let piece = &self.pieces[at];
            piece.area.u1 > edge(column) - FULL * self.em && !piece.ends
        };
        let goes_on = |line: usize, column: usize| {
            grid[line][column].is_some() && grid[line - 1][column].is_some_and(|at| is_full(column, at))
        };
        // Columns with text that certainly wraps: it goes on where no row can begin.
        let wraps: Vec<bool> = (0..count)
            .map(|column| (1..grid.len()).any(|line| grid[line][0].is_none() && goes_on(line, column)))
            .collect();
        let usual = self.usual(lines);
        let gap = |line: usize| lines[line].middle - lines[line - 1].middle > WIDER * usual;
        let gaps = (1..lines.len()).filter(|&line| gap(line)).count();
        // Gaps part rows where they are no accident and no column has others.
        let by_gaps = gaps >= 2 || gaps == 1 && lines.len() <= 6;
        // Cells of several lines are seldom all of as many: where every line has something in each column, each is a row.
        let ragged = (1..lines.len()).any(|line| !gap(line) && grid[line].contains(&None));
        if !ragged {
            return None;
        }
        let step = |line: usize| {
            let on = (1..count).any(|column| wraps[column] && goes_on(line, column));
            let label = grid[line][0].is_some();
            // After a line that was not full, a cell begins.
            let ended = |column: usize| {
                grid[line][column].is_some() && grid[line - 1][column].is_some_and(|at| !is_full(column, at))
            };
            let split = goes_on(line, 0) && !(1..count).any(ended);
            match (gap(line), label) {
                (true, _) => Step::Row,
                (false, false) if on => Step::On,
                (false, false) => Step::Row,
                (false, true) if by_gaps && (split || on) => Step::On,
                (false, true) if on || split && wraps.contains(&true) => Step::Unsure,
                (false, true) => Step::Row,
            }
        };
        let steps: Vec<Step> = (1..lines.len()).map(step).collect();
        if !steps.iter().any(|step| *step != Step::Row) || !steps.contains(&Step::On) && !by_gaps {
            return None;
        }
        let unsure = steps.contains(&Step::Unsure);
        let begins = |line: usize| line == 0 || !unsure && steps[line - 1] == Step::Row;
        let rows: Vec<usize> = (0..lines.len()).filter(|&line| begins(line)).collect();
        let mut us: Vec<f32> = starts.iter().map(|start| start - 0.4 * self.em).collect();
        us.push(edge(count - 1));
        let top = |line: usize| lines[line].middle - 0.6 * self.em;
        let mut vs: Vec<f32> = rows.iter().map(|&line| top(line)).collect();
        vs.push(lines.last()?.middle + 0.6 * self.em);
        let mut cells = vec![Vec::new(); count * rows.len()];
        for (line, pieces) in grid.iter().enumerate() {
            let row = rows.partition_point(|&begin| begin <= line) - 1;
            for (column, at) in pieces.iter().enumerate() {
                cells[row * count + column].extend(*at);
            }
        }
        Some((Table::of(us, vs, unsure), cells))
    }

    /// Whether some lines stand apart, so that those between can be lines of one row.
    fn has_gaps(&self, lines: &[Line]) -> bool {
        let usual = self.usual(lines);
        lines.windows(2).any(|pair| pair[1].middle - pair[0].middle > WIDER * usual)
            && lines.windows(2).filter(|pair| pair[1].middle - pair[0].middle <= WIDER * usual).count() >= 2
    }

    /// The pitch of the lines of a cell: the least, as what parts rows only adds to it.
    fn usual(&self, lines: &[Line]) -> f32 {
        lines.windows(2).map(|pair| pair[1].middle - pair[0].middle).fold(f32::MAX, f32::min)
    }
}
