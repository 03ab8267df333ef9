//! Tables: which have columns, and what becomes of their rows.

use std::collections::HashMap;

use scraper::ElementRef;

use super::{Line, NodeId};
use crate::document::label::{Label, is_heading, label};
use crate::document::{Follows, LineKind};

/// A row of a table that is open.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// Its cells as far as they are read, each in lines.
    cells: Vec<Vec<Line>>,
    /// Columns filled by these.
    columns: usize,
    /// Where the open cell began in the lines of the page.
    pub(super) start: usize,
}

/// A table that is open and has columns.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) row: Row,
    /// For each column, the heading of a cell that reaches down into further rows, and how many.
    carried: Vec<(usize, String)>,
}

/// Whether a table has columns: some row has two cells that say something, and no table lies in it. Others only arrange a
/// page.
pub(super) fn has_columns(table: ElementRef<'_>) -> bool {
    if matches!(table.attr("role"), Some("presentation" | "none")) {
        return false;
    }
    let mut filled: HashMap<NodeId, usize> = HashMap::new();
    for element in table.descendants().skip(1).filter_map(ElementRef::wrap) {
        match element.value().name() {
            "table" => return false,
            "td" | "th" if element.text().any(|words| !words.trim().is_empty()) => {
                if let Some(row) = element.parent() {
                    *filled.entry(row.id()).or_default() += 1;
                }
            }
            _ => {}
        }
    }
    filled.into_values().any(|cells| cells > 1)
}

/// The longest words of a merged cell that are said again for each row that it reaches into.
const HEADING: usize = 16;

impl Table {
    /// Ends a cell that was read as `lines`.
    pub(super) fn cell(&mut self, lines: Vec<Line>, columns: usize, rows: usize) {
        self.carry_on();
        let column = self.row.columns;
        if rows > 1 {
            let words = joined(&lines);
            let heading = if words.chars().count() <= HEADING { words } else { String::new() };
            if self.carried.len() < column + columns {
                self.carried.resize(column + columns, (0, String::new()));
            }
            for (index, slot) in self.carried[column..column + columns].iter_mut().enumerate() {
                *slot = (rows, if index == 0 { heading.clone() } else { String::new() });
            }
        }
        self.row.columns += columns;
        self.row.cells.push(lines);
    }

    /// Fills in the columns before the next cell that belong to cells of rows above.
    fn carry_on(&mut self) {
        while let Some((_, words)) = self.carried.get(self.row.columns).filter(|(rows, _)| *rows > 0) {
            let line = Line { text: words.clone(), kind: LineKind::Body, follows: Follows::Break };
            self.row.cells.push(if words.is_empty() { Vec::new() } else { vec![line] });
            self.row.columns += 1;
        }
    }

    /// The lines of the row that ends.
    pub(super) fn end_row(&mut self) -> Vec<Line> {
        self.carry_on();
        for slot in &mut self.carried {
            slot.0 = slot.0.saturating_sub(1);
        }
        let row = std::mem::take(&mut self.row);
        let filled: Vec<&Vec<Line>> = row.cells.iter().filter(|cell| !cell.is_empty()).collect();
        let headed = filled.first().and_then(|cell| cell.first()).is_some_and(|line| is_heading(&line.text));
        let in_sentences = filled.iter().skip(1).any(|cell| cell.iter().any(|line| line.text.contains('。')));
        let provision =
            |cell: &&Vec<Line>| is_numbered(cell) || cell.iter().any(|line| label(&line.text) == Label::Sure);
        // A cell alone is a row of a table if it is no provision beside a margin.
        let alone = match filled.as_slice() {
            [] => true,
            [cell] => row.cells.len() < 2 || cell.len() > 1 || provision(cell),
            _ => false,
        };
        if alone || headed && in_sentences || filled.into_iter().any(|cell| is_numbered(cell)) {
            return paragraphs(row.cells.into_iter().filter(|cell| !cell.is_empty()).collect());
        }
        // Empty cells keep the places of those after them.
        let first = std::iter::once(Follows::Break).chain(std::iter::repeat(Follows::Cell));
        let line = |(cell, follows): (Vec<Line>, Follows)| {
            let kind = cell.first().map_or(LineKind::Body, |line| line.kind);
            Line { text: joined(&cell), kind, follows }
        };
        row.cells.into_iter().zip(first).map(line).collect()
    }
}

/// Whether a cell holds numbered provisions, which must not melt into one line.
fn is_numbered(cell: &[Line]) -> bool {
    cell.iter().skip(1).any(|line| label(&line.text) != Label::None && !line.text.starts_with(['・', '※', '▪', '-']))
}

/// Cells whose lines stand on their own, each number with the words of the next cell.
fn paragraphs(cells: Vec<Vec<Line>>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for cell in cells {
        let numbered = lines.last().is_some_and(|line| {
            let number = line.text.trim();
            number.chars().count() <= 6 && !is_heading(number) && label(&format!("{number} 甲")) == Label::Sure
        });
        let numbered = numbered && cell.first().is_some_and(|line| label(&line.text) == Label::None);
        let start = lines.len();
        lines.extend(cell);
        if let Some(first) = lines.get_mut(start).filter(|_| numbered) {
            first.follows = Follows::Cell;
        }
    }
    lines
}

/// The lines of a cell as one.
fn joined(cell: &[Line]) -> String {
    let mut words = String::new();
    for line in cell {
        let text = line.text.trim();
        // A list of short entries; a sentence goes on where it was broken.
        let apart = words.chars().count() <= 12 || label(text) != Label::None;
        if !words.is_empty() && apart && !words.ends_with(['。', '、', '，', '：', ':', '　']) {
            words.push('　');
        }
        words.push_str(text);
    }
    words
}
