//! Running heads, footers and page numbers: what repeats with the page and is no part of the text.
//!
//! Contract text must never be set aside, so each rule asks for the place on the page as well as for the words.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

use super::label::is_heading;
use super::layout::Row;

/// Share of the page's height, from either end, in which running heads and footers stand.
const ZONE: f32 = 0.12;
/// Rows from the top or bottom of a page that may be a running head or footer.
const DEPTH: usize = 3;

/// The rows of one page, and its width and height in points.
pub(super) struct PageRows<'r> {
    pub(super) rows: &'r [Row],
    pub(super) width: f32,
    pub(super) height: f32,
}

/// Tells for each row of each page whether it is furniture.
pub(super) fn find(pages: &[PageRows<'_>]) -> Vec<Vec<bool>> {
    let outer: Vec<Vec<bool>> = pages.iter().map(outer_rows).collect();
    let repeated = repeated(pages, &outer);
    let is_furniture = |page: usize, index: usize, row: &Row| {
        let in_zone = outer[page].get(index).copied().unwrap_or(false);
        let by_place = in_zone && (row.artifact || is_page_number(&row.text, true) || repeated.contains_key(&key(row)));
        row.aside || by_place
    };
    let judge = |(page, rows): (usize, &PageRows<'_>)| {
        rows.rows.iter().enumerate().map(|(index, row)| is_furniture(page, index, row)).collect()
    };
    pages.iter().enumerate().map(judge).collect()
}

/// Rows in the zones at the top and the bottom, few enough from the edge.
fn outer_rows(page: &PageRows<'_>) -> Vec<bool> {
    let mut order: Vec<usize> = (0..page.rows.len()).filter(|index| !page.rows[*index].aside).collect();
    order.sort_by(|a, b| page.rows[*a].rect.y0.total_cmp(&page.rows[*b].rect.y0));
    let mut outer = vec![false; page.rows.len()];
    for &index in order.iter().take(DEPTH) {
        outer[index] |= page.rows[index].rect.y1 < ZONE * page.height;
    }
    for &index in order.iter().rev().take(DEPTH) {
        outer[index] |= page.rows[index].rect.y0 > (1.0 - ZONE) * page.height;
    }
    outer
}

/// What a row says with digits aside, and its height on the page in steps of some points.
type Key = (String, i32);

fn key(row: &Row) -> Key {
    let words = row.text.nfkc().filter(|char| !char.is_numeric() && !char.is_whitespace()).collect();
    (words, (row.rect.y0 / 3.0).round() as i32)
}

/// Rows at the same place on at least two pages, and on a good part of all. Headings are none, whatever they look like:
/// a file may begin each page with an article.
fn repeated(pages: &[PageRows<'_>], outer: &[Vec<bool>]) -> HashMap<Key, usize> {
    let mut counts: HashMap<Key, usize> = HashMap::new();
    for (page, outer) in pages.iter().zip(outer) {
        let rows = page.rows.iter().zip(outer).filter(|(row, outer)| **outer && !is_heading(&row.text));
        for (row, _) in rows {
            let key = key(row);
            if !key.0.is_empty() {
                *counts.entry(key).or_default() += 1;
            }
        }
    }
    let enough = (pages.len() / 3).max(2);
    counts.retain(|_, count| *count >= enough);
    counts
}

/// Whether a line is nothing but a page number: －１－, - 1 -, 1/5, 3ページ, Page 3. A bare number is one only where the
/// place on the page says so (`bare`).
pub(super) fn is_page_number(text: &str, bare: bool) -> bool {
    let folded: String = text.nfkc().filter(|char| !char.is_whitespace()).flat_map(char::to_lowercase).collect();
    let is_dash = |char: char| "-‐‑–—―ー−~〜─".contains(char);
    let inner = folded.trim_matches(is_dash);
    let dashed = folded.starts_with(is_dash) && folded.ends_with(is_dash);
    let worded = ["page", "p."].iter().find_map(|word| inner.strip_prefix(word)).or_else(|| inner.strip_suffix("頁"));
    let worded = worded.or_else(|| inner.strip_suffix("ページ"));
    let number = worded.unwrap_or(inner);
    let is_number = |text: &str| (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    match number.split_once('/') {
        Some((page, pages)) => is_number(page.trim_end_matches("ページ")) && is_number(pages) && ordered(page, pages),
        None => is_number(number) && (dashed || worded.is_some() || bare),
    }
}

/// 1/5 is a page of pages; 12/5 is a date or a fraction.
fn ordered(page: &str, pages: &str) -> bool {
    match (page.trim_end_matches("ページ").parse::<u32>(), pages.parse::<u32>()) {
        (Ok(page), Ok(pages)) => (1..=pages).contains(&page),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Rect;

    fn row(text: &str, y: f32) -> Row {
        let rect = Rect { x0: 50.0, y0: y, x1: 200.0, y1: y + 10.0 };
        Row { text: text.to_owned(), rect, ..Row::default() }
    }

    fn furniture(pages: &[Vec<Row>]) -> Vec<String> {
        let rows: Vec<PageRows<'_>> = pages.iter().map(|rows| PageRows { rows, width: 600.0, height: 800.0 }).collect();
        let found = find(&rows);
        let marked = pages.iter().flatten().zip(found.iter().flatten()).filter(|(_, found)| **found);
        marked.map(|(row, _)| row.text.clone()).collect()
    }

    #[test]
    fn page_numbers() {
        for text in [
            "－１－",
            "- 1 -",
            "1/5",
            "１／５",
            "3ページ",
            "12頁",
            "Page 3",
            "p.3",
            "— 2 —",
            "1 / 10",
            "1ページ/3ページ",
        ] {
            assert!(is_page_number(text, false), "{text}");
        }
        for text in ["1", "12/5", "第1条", "（1）", "1.", "2011年", "-", "10-20", "一"] {
            assert!(!is_page_number(text, false), "{text}");
        }
        assert!(is_page_number("1", true));
    }

    #[test]
    fn what_repeats_at_the_edges_is_set_aside() {
        let page = |number: u32| {
            vec![
                row("業務提携契約書", 30.0),
                row("乙は通知する。", 300.0),
                row(&format!("契約番号123 {number}枚目"), 770.0),
            ]
        };
        assert_eq!(
            furniture(&[page(1), page(2)]),
            ["業務提携契約書", "契約番号123 1枚目", "業務提携契約書", "契約番号123 2枚目"]
        );
    }

    #[test]
    fn contract_text_at_the_edges_stays() {
        let page = |number: u32| {
            vec![row(&format!("第{number}条"), 30.0), row("１", 300.0), row(&format!("本文{number}"), 500.0)]
        };
        assert!(furniture(&[page(1), page(2)]).is_empty());
        assert!(furniture(&[vec![row("業務提携契約書", 30.0), row("甲", 300.0)]]).is_empty());
    }
}
