//! Tables: a row becomes a line of cells, unless it was only used to lay out running text.

use super::story::Row;
use crate::document::Follows;
use crate::document::label::{Label, label};

/// Adds the rows of lines of the `cells` of one table row.
pub(super) fn arrange(cells: Vec<Vec<Row>>, rows: &mut Vec<Row>) {
    let nested = |cell: &Vec<Row>| cell.iter().any(|row| row.follows == Follows::Cell);
    if cells.len() < 2 || cells.iter().any(|cell| nested(cell) || holds_provisions(cell)) {
        rows.extend(cells.into_iter().flatten());
        return;
    }
    for (column, mut cell) in cells.into_iter().enumerate() {
        cell.retain(|row| !row.text.trim().is_empty());
        if cell.is_empty() {
            cell.push(Row::default());
        }
        for (index, row) in cell.iter_mut().enumerate() {
            row.follows = match (column, index) {
                (0, 0) => Follows::Break,
                (_, 0) => Follows::Cell,
                _ => Follows::Wrapped,
            };
        }
        rows.append(&mut cell);
    }
}

/// Whether a cell holds several numbered sentences: such a table sets provisions beside their headings.
fn holds_provisions(cell: &[Row]) -> bool {
    let lines = || cell.iter().filter(|row| !row.text.trim().is_empty());
    let numbered = lines().any(|row| label(&row.text) != Label::None);
    numbered && lines().count() > 1 && lines().any(|row| row.text.trim_end().ends_with('。'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(cells: &[&[&str]]) -> String {
        let row = |text: &&str| Row { text: (*text).to_owned(), ..Row::default() };
        let cells = cells.iter().map(|cell| cell.iter().map(row).collect()).collect();
        let mut rows = Vec::new();
        arrange(cells, &mut rows);
        let mark = |follows| match follows {
            Follows::Cell => '|',
            Follows::Wrapped => '+',
            Follows::Break => '/',
        };
        rows.iter().fold(String::new(), |shown, row| format!("{shown}{}{}", mark(row.follows), row.text))
    }

    #[test]
    fn cells_of_a_row() {
        assert_eq!(shown(&[&["工程"], &["甲", "乙"], &[""]]), "/工程|甲+乙|");
        assert_eq!(shown(&[&["甲は通知する。", "乙は応じる。"]]), "/甲は通知する。/乙は応じる。");
        assert_eq!(
            shown(&[&["第１条"], &["１　甲は通知する。", "２　乙は応じる。"]]),
            "/第１条/１　甲は通知する。/２　乙は応じる。"
        );
        assert_eq!(shown(&[&["機器"], &["・ONU", "・HGW"]]), "/機器|・ONU+・HGW");
    }
}
