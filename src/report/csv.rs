//! The verdicts as CSV (RFC 4180: every cell quoted, lines ended by CR LF), one row a contract × clause.

use csv::{QuoteStyle, Terminator, WriterBuilder};

use super::batch::Batch;
use super::row::rows;
use crate::messages;

/// Tells Excel that the file is UTF-8.
const BOM: &[u8] = b"\xef\xbb\xbf";

/// The rows of `batch` under a row of headings.
#[must_use]
pub fn render(batch: &Batch<'_>, bom: bool) -> Vec<u8> {
    let out = if bom { BOM.to_vec() } else { Vec::new() };
    let mut writer = WriterBuilder::new().quote_style(QuoteStyle::Always).terminator(Terminator::CRLF).from_writer(out);
    let headings = messages::sheet::columns(batch.lang).map(str::to_owned);
    for cells in std::iter::once(headings).chain(rows(batch).into_iter().map(|row| row.cells)) {
        writer.write_record(cells.iter().map(|cell| harmless(cell))).expect("a vector takes all that is written");
    }
    writer.into_inner().expect("a vector takes all that is written")
}

/// `cell` so that no spreadsheet takes it for a formula: an apostrophe goes before signs that begin one, the wide ones of Japanese
/// included. Control characters are left out.
fn harmless(cell: &str) -> String {
    let begins = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let cell = cell.chars().filter(|&character| matches!(character, '\n' | '\t') || !character.is_control());
    if begins { std::iter::once('\'').chain(cell).collect() } else { cell.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_disarmed() {
        for formula in ["=1+1", "+81", "-2", "@SUM(A1)", "\tx", "\rx", "＝1"] {
            assert!(harmless(formula).starts_with('\''), "{formula:?}");
        }
        assert_eq!(harmless("第3条=甲"), "第3条=甲");
        assert_eq!(harmless("a\u{1b}[31mb"), "a[31mb");
    }
}
