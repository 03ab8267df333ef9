//! Running heads, footers and page numbers: what repeats with the page and is no part of the text.
//!
//! Contract text must never be set aside, so each rule asks for the place on the page as well as for the words.

use std::collections::{HashMap, HashSet};

use unicode_normalization::UnicodeNormalization;

use super::follow::ends_sentence;
use super::label::{Label, is_heading, label};
use super::layout::{Row, median};
use super::page_number::{Sign, page_number};
use super::stamp::is_stamp;

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
    let heads = running_heads(pages);
    let is_furniture = |page: usize, index: usize, row: &Row| {
        let in_zone = outer[page].get(index).copied().unwrap_or(false);
        let by_place = in_zone && (row.artifact || is_page_number(&row.text, true) || repeated.contains_key(&key(row)));
        row.aside || is_stamp(&row.text) || by_place || heads.contains(&(page, index))
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

/// Running heads and feet whose words change from page to page, as (page, row): the outermost row of at least three pages and
/// of half of all, always at the same height and always clear of the text. The first or last line of the text itself is at the
/// same height too, but somewhere another line follows close.
fn running_heads(pages: &[PageRows<'_>]) -> HashSet<(usize, usize)> {
    /// The height on the page in steps of some points, and the row as (page, row) with whether it may be one.
    type Slot = (i32, (usize, usize), bool);
    let mut slots: Vec<Slot> = Vec::new();
    for (number, page) in pages.iter().enumerate() {
        let rows = || page.rows.iter().enumerate().filter(|(_, row)| !row.aside);
        let Some(size) = median(rows().map(|(_, row)| row.size)) else { continue };
        for bottom in [false, true] {
            // Distances from the edge of the page.
            let span = |row: &Row| match bottom {
                false => (row.rect.y0, row.rect.y1),
                true => (page.height - row.rect.y1, page.height - row.rect.y0),
            };
            let Some((at, row)) = rows().min_by(|(_, a), (_, b)| span(a).0.total_cmp(&span(b).0)) else { continue };
            let (near, far) = span(row);
            // What stands beside it, such as a date at the right, is as far out.
            let inner = rows().map(|(_, row)| span(row).0).filter(|other| *other > far - 1.0).fold(f32::MAX, f32::min);
            let clear = inner - far > 1.5 * size && far < ZONE * page.height && !ends_sentence(&row.text);
            let small = row.size < 0.93 * size;
            let may = clear && (small || !is_heading(&row.text) && label(&row.text) != Label::Sure);
            let slot = (near / 3.0).round() as i32 * 2 + i32::from(bottom);
            slots.push((slot, (number, at), may));
        }
    }
    slots.sort_unstable();
    let enough = pages.len().div_ceil(2).max(3);
    let always = |slot: &&[Slot]| slot.len() >= enough && slot.iter().all(|(_, _, may)| *may);
    let heads = slots.chunk_by(|(a, ..), (b, ..)| a == b).filter(always);
    heads.flatten().map(|(_, place, _)| *place).collect()
}

/// Whether the row is a page number, by its writing alone unless `bare` ones count.
pub(super) fn is_page_number(text: &str, bare: bool) -> bool {
    page_number(text).is_some_and(|number| match number.sign {
        Sign::Sure => true,
        Sign::Bare => bare,
        Sign::Bracketed => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Rect;

    fn row(text: &str, y: f32) -> Row {
        let rect = Rect { x0: 50.0, y0: y, x1: 200.0, y1: y + 10.0 };
        Row { text: text.to_owned(), rect, size: 10.0, ..Row::default() }
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
            "－ 十二 －",
            "十二頁",
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
    fn heads_that_change_are_set_aside() {
        let page = |head: &str| vec![row(head, 30.0), row("乙は通知する。", 120.0), row("甲は通知しない。", 136.0)];
        let pages = [page("総則"), page("料金"), page("雑則")];
        assert_eq!(furniture(&pages), ["総則", "料金", "雑則"]);
        // On one page the text goes on right below.
        let close = vec![row("乙は、", 30.0), row("通知する。", 46.0)];
        assert!(furniture(&[page("総則"), page("料金"), page("雑則"), close]).is_empty());
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
