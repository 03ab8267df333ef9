//! Columns of text: a page, or a part of it, that is read down its left half before its right half.
//!
//! What lies left and right of a gutter is two columns only where both sides are running text; cells of a table, numbers
//! before hanging text and blocks of signatures are read row by row.

use super::follow::right_margin;
use super::table::Area;

/// What columns are made of: a piece of a line without gaps, or a table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub(super) area: Area,
    /// Where its text ends, a closing mark that may hang in the margin aside.
    pub(super) core_end: f32,
    /// The number of the article that its text is the heading of.
    pub(super) article: Option<u32>,
}

/// A part of the page that is read on its own.
#[derive(Debug)]
pub(super) struct Region {
    /// Its pieces, in order of their middles.
    pub(super) pieces: Vec<usize>,
    /// The column that it is, if it is one: its left and right edge.
    pub(super) column: Option<(f32, f32)>,
}

/// Gutters seen on earlier pages: where the column after each begins.
#[derive(Clone, Debug, Default)]
pub(super) struct Gutters(Vec<f32>);

/// Starts of lines that differ by less are aligned, in ems.
const ALIGNED: f32 = 0.6;
/// The narrowest column, in ems.
const NARROW: f32 = 7.0;
/// What is wider is no cell before another one but a line of text, in ems: three columns on a page are wider.
const CELL: f32 = 10.5;
/// Columns within columns, at most.
const DEPTH: usize = 4;
/// Pieces beyond which a page is a drawing.
const MANY: usize = 4_000;

/// Parts `pieces`, which are in order of their middles, into regions in reading order.
pub(super) fn regions(pieces: &[Piece], em: f32, known: &mut Gutters) -> Vec<Region> {
    let all: Vec<usize> = (0..pieces.len()).collect();
    if pieces.len() > MANY {
        return vec![Region { pieces: all, column: None }];
    }
    let mut regions = Vec::new();
    Parting { pieces, em, known }.part(all, None, DEPTH, &mut regions);
    regions
}

struct Parting<'p> {
    pieces: &'p [Piece],
    em: f32,
    known: &'p mut Gutters,
}

/// A stretch of a page with a gutter through it: the pieces on its two sides.
#[derive(Debug, Default)]
struct Stretch {
    left: Vec<usize>,
    right: Vec<usize>,
}

impl Stretch {
    fn is_empty(&self) -> bool {
        self.left.is_empty() && self.right.is_empty()
    }
}

/// What a gutter makes of pieces, from top to bottom.
enum Part {
    /// Across the gutter.
    Whole(Vec<usize>),
    Columns(Stretch),
}

impl Parting<'_> {
    fn part(&mut self, pieces: Vec<usize>, column: Option<(f32, f32)>, depth: usize, regions: &mut Vec<Region>) {
        let Some((gutter, parts)) = self.gutter(&pieces).filter(|_| depth > 0) else {
            regions.push(Region { pieces, column });
            return;
        };
        self.known.add(gutter, self.em);
        let bounds = column.unwrap_or_else(|| self.bounds(&pieces));
        for part in parts {
            match part {
                Part::Whole(pieces) => self.part(pieces, column, depth - 1, regions),
                Part::Columns(Stretch { left, right }) => {
                    let end = self.right_edge(&left);
                    self.part(left, Some((bounds.0, end)), depth - 1, regions);
                    self.part(right, Some((gutter, bounds.1)), depth - 1, regions);
                }
            }
        }
    }

    fn bounds(&self, pieces: &[usize]) -> (f32, f32) {
        let areas = || pieces.iter().map(|&at| self.pieces[at].area);
        (areas().map(|area| area.u0).fold(f32::MAX, f32::min), areas().map(|area| area.u1).fold(f32::MIN, f32::max))
    }

    /// The right edge that lines share; a page number below them may stand out.
    fn right_edge(&self, pieces: &[usize]) -> f32 {
        let ends: Vec<f32> = pieces.iter().map(|&at| self.pieces[at].area.u1).collect();
        let outermost = ends.iter().copied().fold(f32::MIN, f32::max);
        right_margin(ends, self.em, (pieces.len() / 8).max(2)).unwrap_or(outermost)
    }

    /// The gutter that parts most of `pieces`: where the column after it begins, and what it makes of them.
    fn gutter(&self, pieces: &[usize]) -> Option<(f32, Vec<Part>)> {
        let candidates = self.candidates(pieces);
        let judged = candidates.into_iter().map(|gutter| {
            let (parts, parted) = self.parts(pieces, gutter);
            (parted, gutter, parts)
        });
        let best = judged.filter(|(parted, ..)| *parted > 0).max_by_key(|(parted, ..)| *parted)?;
        Some((best.1, best.2))
    }

    /// Where several pieces begin that do not begin at the left edge.
    fn candidates(&self, pieces: &[usize]) -> Vec<f32> {
        let mut starts: Vec<f32> = pieces.iter().map(|&at| self.pieces[at].area.u0).collect();
        starts.sort_by(f32::total_cmp);
        let Some(&left) = starts.first() else { return Vec::new() };
        let mut candidates = Vec::new();
        let mut first = 0;
        while first < starts.len() {
            let count = starts[first..].iter().take_while(|&&start| start - starts[first] < ALIGNED * self.em).count();
            let start = starts[first];
            if start > left + NARROW * self.em && count >= 3 {
                candidates.push(start);
            }
            first += count;
        }
        let known = self.known.0.iter().copied().filter(|&gutter| gutter > left + NARROW * self.em);
        candidates.extend(known);
        candidates
    }

    /// What the gutter before `gutter` makes of `pieces`, and how many of them it parts.
    fn parts(&self, pieces: &[usize], gutter: f32) -> (Vec<Part>, usize) {
        let (from, to) = (gutter - 0.4 * self.em, gutter - 0.1 * self.em);
        let known = self.known.has(gutter, self.em);
        let mut parts = Vec::new();
        let mut parted = 0;
        let mut stretch = Stretch::default();
        let mut whole: Vec<usize> = Vec::new();
        let mut finish = |stretch: &mut Stretch, whole: &mut Vec<usize>, parts: &mut Vec<Part>, ends: bool| {
            if stretch.is_empty() {
                return;
            }
            let mut done = std::mem::take(stretch);
            if self.are_columns(&done, gutter, known) {
                let below = if ends { Vec::new() } else { self.below(&mut done) };
                parted += done.left.len() + done.right.len();
                if !whole.is_empty() {
                    parts.push(Part::Whole(std::mem::take(whole)));
                }
                parts.push(Part::Columns(done));
                *whole = below;
            } else {
                let mut both: Vec<usize> = done.left.into_iter().chain(done.right).collect();
                both.sort_unstable();
                whole.extend(both);
            }
        };
        for &at in pieces {
            let piece = &self.pieces[at];
            if piece.area.u0 >= to {
                stretch.right.push(at);
            } else if piece.core_end <= from {
                stretch.left.push(at);
            } else {
                finish(&mut stretch, &mut whole, &mut parts, false);
                whole.push(at);
            }
        }
        finish(&mut stretch, &mut whole, &mut parts, true);
        if !whole.is_empty() {
            parts.push(Part::Whole(whole));
        }
        (parts, parted)
    }

    /// Takes from the left side of a stretch that has a line across the page below it what stands below both of its columns, clear of
    /// them: the heading of what follows.
    fn below(&self, stretch: &mut Stretch) -> Vec<usize> {
        const FEW: usize = 3;
        let middle = |at: usize| (self.pieces[at].area.v0 + self.pieces[at].area.v1) / 2.0;
        let bottom = stretch.right.iter().map(|&at| self.pieces[at].area.v1).fold(f32::MIN, f32::max);
        let left = &mut stretch.left;
        let pitch = |pair: &[usize]| middle(pair[1]) - middle(pair[0]);
        let mut pitches: Vec<f32> = left.windows(2).map(pitch).filter(|pitch| *pitch > 0.5 * self.em).collect();
        pitches.sort_by(f32::total_cmp);
        let Some(&usual) = pitches.get(pitches.len() / 4) else { return Vec::new() };
        let is_heading = |&first: &usize| {
            let clear = left.get(first - 1..=first).is_some_and(|pair| pitch(pair) > 1.25 * usual);
            clear && left.iter().skip(first).all(|&at| self.pieces[at].area.v0 > bottom)
        };
        let from = left.len().saturating_sub(FEW).max(2);
        match (from..left.len()).find(is_heading) {
            Some(first) => left.split_off(first),
            None => Vec::new(),
        }
    }

    /// Whether both sides of a stretch are columns of running text. Less is asked of a gutter that other pages have.
    fn are_columns(&self, stretch: &Stretch, gutter: f32, known: bool) -> bool {
        let Stretch { left, right } = stretch;
        if known && self.fit_known(left, right, gutter) {
            return true;
        }
        // Beside running text, a table of contents or signatures are a column too where they are as dense; the cells of a table
        // are not.
        let wide = |at: &&usize| self.pieces[**at].area.u1 - self.pieces[**at].area.u0 > 2.0 * NARROW * self.em;
        let dense = |side: &[usize], other: &[usize]| {
            10 * self.lines(side) >= 7 * self.lines(other) && side.iter().filter(wide).count() >= 2
        };
        let text = |side: &[usize], other: &[usize]| {
            self.is_text(side)
                || 10 * self.lines(other) >= 8 * other.len()
                    && other.len() >= 8
                    && (self.has_text(side) || dense(side, other))
        };
        !self.has_cells(left, right)
            && left.len() >= 3
            && right.len() >= 3
            && text(left, right)
            && text(right, left)
            && (self.is_text(left) || self.is_text(right))
            && (!self.is_tabular(left, right) || self.counts_on(left, right))
    }

    /// Whether most lines of both sides are rows of cells, of which the last is long: several pieces before the gutter, or after it
    /// first one too narrow for a column.
    fn has_cells(&self, left: &[usize], right: &[usize]) -> bool {
        let middle = |at: usize| (self.pieces[at].area.v0 + self.pieces[at].area.v1) / 2.0;
        let is_narrow = |at: usize| self.pieces[at].area.u1 - self.pieces[at].area.u0 < CELL * self.em;
        let mut before = left.iter().copied().peekable();
        let (mut beside, mut rows) = (0, 0);
        for line in right.chunk_by(|&a, &b| middle(b) - middle(a) < 0.4 * self.em) {
            let at = line.first().map_or(0.0, |&first| middle(first));
            while before.next_if(|&other| middle(other) < at - 0.4 * self.em).is_some() {}
            let mut count = 0;
            while before.next_if(|&other| middle(other) < at + 0.4 * self.em).is_some() {
                count += 1;
            }
            let first = line.iter().copied().min_by(|&a, &b| self.pieces[a].area.u0.total_cmp(&self.pieces[b].area.u0));
            beside += usize::from(count > 0);
            rows += usize::from(count > 1 || count == 1 && line.len() > 1 && first.is_some_and(is_narrow));
        }
        rows >= 2 && 2 * rows > beside
    }

    /// Whether the right side goes on with the articles of the left side. Two versions set side by side repeat them.
    fn counts_on(&self, left: &[usize], right: &[usize]) -> bool {
        let articles = |side: &[usize]| side.iter().filter_map(|&at| self.pieces[at].article).collect::<Vec<_>>();
        let all = [articles(left), articles(right)];
        all.iter().all(|side| side.len() >= 2) && all.concat().is_sorted_by(|a, b| a < b)
    }

    /// Whether lines mostly fill their column.
    fn is_text(&self, pieces: &[usize]) -> bool {
        let right = self.right_edge(pieces);
        let width = right - self.bounds(pieces).0;
        let full = pieces.iter().filter(|&&at| self.pieces[at].core_end > right - 1.7 * self.em).count();
        let covered: f32 = pieces.iter().map(|&at| self.pieces[at].area.u1 - self.pieces[at].area.u0).sum();
        width > NARROW * self.em && 10 * full >= 3 * pieces.len() && covered > 0.5 * width * self.lines(pieces) as f32
    }

    /// Whether some lines fill their column, below a table of contents or above signatures.
    fn has_text(&self, pieces: &[usize]) -> bool {
        let right = self.right_edge(pieces);
        let is_full = |at: &&usize| {
            let piece = &self.pieces[**at];
            piece.core_end > right - 1.7 * self.em && piece.area.u1 - piece.area.u0 > 2.0 * NARROW * self.em
        };
        let full = pieces.iter().filter(is_full).count();
        full >= 3 && 10 * full >= pieces.len()
    }

    /// Whether lines fit a gutter that other pages have: the left ones reach up to it, the right ones begin after it.
    fn fit_known(&self, left: &[usize], right: &[usize], gutter: f32) -> bool {
        let full = left.iter().filter(|&&at| self.pieces[at].core_end > gutter - 3.5 * self.em).count();
        let near = right.iter().filter(|&&at| self.pieces[at].area.u0 < gutter + 3.5 * self.em).count();
        left.len() >= if right.is_empty() { 3 } else { 2 } && 10 * full >= 3 * left.len() && 2 * near >= right.len()
    }

    /// Number of different lines that pieces stand in.
    fn lines(&self, pieces: &[usize]) -> usize {
        let mut bottom = f32::MIN;
        let mut lines = 0;
        for &at in pieces {
            let area = self.pieces[at].area;
            if (area.v0 + area.v1) / 2.0 > bottom {
                lines += 1;
                bottom = area.v1;
            }
        }
        lines
    }

    /// Whether the blocks of both sides begin beside each other, as the rows of a table do.
    fn is_tabular(&self, left: &[usize], right: &[usize]) -> bool {
        let (left, right) = (self.block_starts(left), self.block_starts(right));
        let most = left.len().max(right.len());
        let beside = |start: &&f32| right.iter().any(|other| (**start - other).abs() < 0.25 * self.em);
        most >= 2 && 10 * left.iter().filter(beside).count() >= 6 * most
    }

    /// Middles of lines that follow a wider gap than usual.
    fn block_starts(&self, pieces: &[usize]) -> Vec<f32> {
        let middle = |at: &usize| (self.pieces[*at].area.v0 + self.pieces[*at].area.v1) / 2.0;
        let pitches: Vec<f32> = pieces
            .windows(2)
            .map(|pair| middle(&pair[1]) - middle(&pair[0]))
            .filter(|pitch| *pitch > 0.5 * self.em)
            .collect();
        let mut sorted = pitches;
        sorted.sort_by(f32::total_cmp);
        let Some(&usual) = sorted.get(sorted.len() / 4) else { return Vec::new() };
        let starts = pieces.windows(2).filter(|pair| middle(&pair[1]) - middle(&pair[0]) > 1.25 * usual);
        starts.map(|pair| middle(&pair[1])).collect()
    }
}

impl Gutters {
    fn has(&self, at: f32, em: f32) -> bool {
        self.0.iter().any(|known| (known - at).abs() < ALIGNED * em)
    }

    fn add(&mut self, at: f32, em: f32) {
        if !self.has(at, em) && self.0.len() < 8 {
            self.0.push(at);
        }
    }
}
