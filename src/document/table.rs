//! Tables with ruling lines: which lines make a grid, and which of its fields are one cell.

/// A line of a frame: it runs from `from` to `to` at `at`.
#[derive(Clone, Copy, Debug)]
struct Stroke {
    at: f32,
    from: f32,
    to: f32,
}

/// A box in a frame.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Area {
    pub(super) u0: f32,
    pub(super) u1: f32,
    pub(super) v0: f32,
    pub(super) v1: f32,
}

/// A table.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) area: Area,
    /// Where its grid is cut.
    us: Vec<f32>,
    vs: Vec<f32>,
    /// The cell of each field of the grid, row by row.
    fields: Vec<usize>,
    /// Its cells, by the row that they begin in, then along it.
    pub(super) cells: Vec<Cell>,
    /// Whether its columns are read one after the other, as which lines are its rows cannot be told.
    pub(super) by_columns: bool,
}

/// A cell of a table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    /// The row of the grid in which it begins.
    pub(super) row: usize,
    pub(super) area: Area,
}

/// Lines that end so close to another meet it, in points; so do the double lines of separate borders.
const MEET: f32 = 3.5;
/// Cells that are no wider hold no words, in points.
const NARROW: f32 = 7.0;
/// Grids of more lines in one direction are drawings.
const MANY: usize = 200;

/// The tables that `rules` draw; boxes of one field are none.
pub(super) fn find(rules: &[Area]) -> Vec<Table> {
    let mut along: Vec<Stroke> = Vec::new();
    let mut across: Vec<Stroke> = Vec::new();
    for rule in rules {
        let (length, height) = (rule.u1 - rule.u0, rule.v1 - rule.v0);
        if length >= height {
            along.push(Stroke { at: (rule.v0 + rule.v1) / 2.0, from: rule.u0, to: rule.u1 });
        } else {
            across.push(Stroke { at: (rule.u0 + rule.u1) / 2.0, from: rule.v0, to: rule.v1 });
        }
    }
    if across.is_empty() || along.len() < 2 {
        return Vec::new();
    }
    let (along, across) = (merged(along), merged(across));
    groups(&along, &across).into_iter().filter_map(|(along, across)| table(&along, &across)).collect()
}

/// Strokes on one line that touch or overlap, as one.
fn merged(mut strokes: Vec<Stroke>) -> Vec<Stroke> {
    strokes.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    let mut merged: Vec<Stroke> = Vec::new();
    for line in strokes.chunk_by_mut(|a, b| b.at - a.at < 1.0) {
        line.sort_by(|a, b| a.from.total_cmp(&b.from));
        let first = merged.len();
        for stroke in line {
            match merged.get_mut(first..).and_then(<[Stroke]>::last_mut) {
                Some(last) if stroke.from <= last.to + MEET => last.to = last.to.max(stroke.to),
                _ => merged.push(*stroke),
            }
        }
    }
    merged.retain(|stroke| stroke.to - stroke.from > 6.0);
    merged
}

/// Lines that hang together, in groups.
fn groups(along: &[Stroke], across: &[Stroke]) -> Vec<(Vec<Stroke>, Vec<Stroke>)> {
    if along.len() > 4 * MANY || across.len() > 4 * MANY {
        return Vec::new();
    }
    // One set for each line: first those along, then those across.
    let mut parent: Vec<usize> = (0..along.len() + across.len()).collect();
    for (a, row) in along.iter().enumerate() {
        for (b, column) in across.iter().enumerate() {
            let meets = column.at > row.from - MEET
                && column.at < row.to + MEET
                && row.at > column.from - MEET
                && row.at < column.to + MEET;
            if meets {
                unite(&mut parent, a, along.len() + b);
            }
        }
    }
    let mut groups: Vec<(usize, Vec<Stroke>, Vec<Stroke>)> = Vec::new();
    for at in 0..parent.len() {
        let root = root(&mut parent, at);
        let group = match groups.iter().position(|(key, ..)| *key == root) {
            Some(group) => group,
            None => {
                groups.push((root, Vec::new(), Vec::new()));
                groups.len() - 1
            }
        };
        match at.checked_sub(along.len()) {
            None => groups[group].1.push(along[at]),
            Some(at) => groups[group].2.push(across[at]),
        }
    }
    groups.into_iter().map(|(_, along, across)| (along, across)).collect()
}

fn root(parent: &mut [usize], mut at: usize) -> usize {
    while parent[at] != at {
        parent[at] = parent[parent[at]];
        at = parent[at];
    }
    at
}

fn unite(parent: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(parent, a), root(parent, b));
    parent[a.max(b)] = a.min(b);
}

/// The table of lines that hang together, if they part any fields from each other.
fn table(along: &[Stroke], across: &[Stroke]) -> Option<Table> {
    if along.len() < 2 || across.is_empty() {
        return None;
    }
    // Tables are often open at the sides: the ends of their lines then bound them.
    let us = cuts(across.iter().map(|line| line.at), along);
    let vs = cuts(along.iter().map(|line| line.at), across);
    if us.len() < 2 || vs.len() < 2 || us.len() + vs.len() < 5 || us.len() > MANY || vs.len() > MANY {
        return None;
    }
    let (columns, rows) = (us.len() - 1, vs.len() - 1);
    let mut parent: Vec<usize> = (0..columns * rows).collect();
    for row in 0..rows {
        for column in 0..columns {
            let field = row * columns + column;
            let (u, v) = ((us[column] + us[column + 1]) / 2.0, (vs[row] + vs[row + 1]) / 2.0);
            if column + 1 < columns && !has_wall(across, us[column + 1], v) {
                unite(&mut parent, field, field + 1);
            }
            if row + 1 < rows && !has_wall(along, vs[row + 1], u) {
                unite(&mut parent, field, field + columns);
            }
        }
    }
    let mut cells: Vec<Cell> = Vec::new();
    let mut fields = Vec::with_capacity(parent.len());
    let mut known = vec![usize::MAX; parent.len()];
    for field in 0..parent.len() {
        let (row, column) = (field / columns, field % columns);
        let area = Area { u0: us[column], u1: us[column + 1], v0: vs[row], v1: vs[row + 1] };
        let key = root(&mut parent, field);
        if known[key] == usize::MAX {
            known[key] = cells.len();
            cells.push(Cell { row, area });
        }
        let cell = &mut cells[known[key]].area;
        *cell = Area {
            u0: cell.u0.min(area.u0),
            u1: cell.u1.max(area.u1),
            v0: cell.v0.min(area.v0),
            v1: cell.v1.max(area.v1),
        };
        fields.push(known[key]);
    }
    let area = Area { u0: us[0], u1: us[columns], v0: vs[0], v1: vs[rows] };
    (cells.len() >= 2).then_some(Table { area, us, vs, fields, cells, by_columns: false })
}

/// Where lines at `at` cut the grid, lines across them bounding it where it is open.
fn cuts(at: impl Iterator<Item = f32>, bounding: &[Stroke]) -> Vec<f32> {
    let from = bounding.iter().map(|line| line.from).fold(f32::MAX, f32::min);
    let to = bounding.iter().map(|line| line.to).fold(f32::MIN, f32::max);
    let mut cuts: Vec<f32> = at.chain([from, to]).collect();
    cuts.sort_by(f32::total_cmp);
    cuts.dedup_by(|next, before| *next - *before < MEET);
    cuts
}

fn has_wall(lines: &[Stroke], at: f32, middle: f32) -> bool {
    lines.iter().any(|line| (line.at - at).abs() < MEET && line.from < middle && middle < line.to)
}

impl Table {
    /// The table whose cells these cuts part, none of them reaching over another.
    pub(super) fn of(us: Vec<f32>, vs: Vec<f32>, by_columns: bool) -> Self {
        let cell = |(row, v): (usize, &[f32])| {
            us.windows(2)
                .map(move |u| Cell { row, area: Area { u0: u[0], u1: u[1], v0: v[0], v1: v[1] } })
                .collect::<Vec<_>>()
        };
        let cells: Vec<Cell> = vs.windows(2).enumerate().flat_map(cell).collect();
        let around = |area: Area, cell: &Cell| Area {
            u0: area.u0.min(cell.area.u0),
            u1: area.u1.max(cell.area.u1),
            v0: area.v0.min(cell.area.v0),
            v1: area.v1.max(cell.area.v1),
        };
        let area = cells.iter().skip(1).fold(cells.first().map_or(Area::default(), |cell| cell.area), around);
        Self { area, fields: (0..cells.len()).collect(), us, vs, cells, by_columns }
    }

    /// Number of rows of its grid.
    pub(super) fn rows(&self) -> usize {
        self.vs.len().saturating_sub(1)
    }

    /// The cells that stand in a row of its grid, from left to right; too narrow ones, which lines drawn double leave, aside.
    pub(super) fn row(&self, row: usize) -> Vec<usize> {
        let columns = self.us.len().saturating_sub(1);
        let mut cells = self.fields.get(row * columns..(row + 1) * columns).unwrap_or_default().to_vec();
        cells.dedup();
        let is_wide = |cell: &usize| {
            let area = self.cells.get(*cell).map_or(Area::default(), |cell| cell.area);
            area.u1 - area.u0 > NARROW && area.v1 - area.v0 > NARROW
        };
        cells.retain(is_wide);
        cells
    }

    /// The cell around a point.
    pub(super) fn cell_at(&self, u: f32, v: f32) -> Option<usize> {
        let column = self.us.partition_point(|&cut| cut <= u).checked_sub(1)?;
        let row = self.vs.partition_point(|&cut| cut <= v).checked_sub(1)?;
        let columns = self.us.len() - 1;
        let inside = column < columns && row + 1 < self.vs.len();
        inside.then(|| self.fields.get(row * columns + column).copied()).flatten()
    }
}
