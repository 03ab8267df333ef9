//! What stands in a cell of a table: a few words, which belong to their row, or articles, which are read on their own.

use super::follow::ends_sentence;
use super::label::{Label, is_heading, label};
use super::layout::Row;

/// Whether the lines of a cell are paragraphs of a contract that was laid out as a table.
pub(super) fn is_prose(lines: &[Row]) -> bool {
    let begins = |pair: &&[Row]| {
        let sentence = ends_sentence(&pair[0].text) && pair[0].text.trim_end().ends_with('。');
        is_heading(&pair[1].text) || sentence && label(&pair[1].text) != Label::None
    };
    let breaks = lines.windows(2).filter(begins).count();
    let headed = lines.first().is_some_and(|line| is_heading(&line.text));
    breaks >= 2 || breaks >= 1 && headed || lines.len() >= 12 && breaks >= 1
}

/// Whether a cell is the heading of an article.
pub(super) fn is_article(lines: &[Row]) -> bool {
    lines.iter().any(|line| is_heading(&line.text))
}

/// Whether a cell holds what an article says: a sentence, or items.
pub(super) fn is_provision(lines: &[Row]) -> bool {
    let items = lines.iter().filter(|line| label(&line.text) == Label::Sure).count();
    items >= 2 || lines.iter().any(|line| line.text.contains('。'))
}
