//! The numbers that pages bear: printed in their margins (－３－), or given by the file's page labels (iv, A-3).

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Number, Object, String as PdfString};

use super::page_number::page_number;
use super::{decode, field};
use crate::numeral::roman;

/// Ranges of page labels read; more is no numbering.
const MAX_RANGES: usize = 10_000;
/// Longest label, in characters.
const MAX_LABEL: usize = 32;

/// From this page on, numbers are written like that.
struct Range {
    /// Counted from 0.
    first: usize,
    prefix: String,
    style: Option<Style>,
    start: u32,
}

#[derive(Clone, Copy)]
enum Style {
    Decimal,
    Roman { upper: bool },
    Letters { upper: bool },
}

/// The label of each page by the file's page labels; `None` where there is none.
pub(super) fn labels(pdf: &Pdf, pages: usize) -> Vec<Option<String>> {
    let ranges =
        field::catalog(pdf).and_then(|catalog| catalog.get::<Dict<'_>>(b"PageLabels")).map(|tree| ranges(&tree));
    let ranges = ranges.unwrap_or_default();
    let label = |page: usize| {
        let range = ranges.get(ranges.partition_point(|range| range.first <= page).checked_sub(1)?)?;
        let number = range.start.saturating_add(u32::try_from(page - range.first).ok()?);
        let label: String = range.prefix.clone() + &range.style.map_or(String::new(), |style| style.write(number));
        (!label.trim().is_empty() && label.chars().count() <= MAX_LABEL).then_some(label)
    };
    (0..pages).map(label).collect()
}

/// The leaves of a number tree, in order.
fn ranges(tree: &Dict<'_>) -> Vec<Range> {
    let mut ranges = Vec::new();
    let mut open = vec![tree.clone()];
    // A tree may go round in a circle.
    for _ in 0..MAX_RANGES {
        let Some(node) = open.pop().filter(|_| ranges.len() < MAX_RANGES) else { break };
        let entries: Vec<Object<'_>> = node.get::<Array<'_>>(b"Nums").map_or(Vec::new(), |nums| nums.iter().collect());
        ranges.extend(entries.chunks(2).filter_map(|entry| match entry {
            [Object::Number(first), Object::Dict(how)] => Range::read(*first, how),
            _ => None,
        }));
        open.extend(node.get::<Array<'_>>(b"Kids").iter().flat_map(|kids| kids.iter::<Dict<'_>>()).take(MAX_RANGES));
    }
    ranges.sort_by_key(|range| range.first);
    ranges
}

impl Range {
    fn read(first: Number, how: &Dict<'_>) -> Option<Self> {
        let style = match how.get::<Name<'_>>(b"S").as_ref().map(Name::as_ref) {
            Some(b"D") => Some(Style::Decimal),
            Some(b"R") => Some(Style::Roman { upper: true }),
            Some(b"r") => Some(Style::Roman { upper: false }),
            Some(b"A") => Some(Style::Letters { upper: true }),
            Some(b"a") => Some(Style::Letters { upper: false }),
            _ => None,
        };
        let prefix = how.get::<PdfString<'_>>(b"P").map(|prefix| decode::text_string(prefix.as_bytes()));
        Some(Self {
            first: usize::try_from(first.as_i64()).ok()?,
            prefix: prefix.unwrap_or_default(),
            style,
            start: how.get::<u32>(b"St").unwrap_or(1),
        })
    }
}

impl Style {
    fn write(self, number: u32) -> String {
        match self {
            Self::Decimal => number.to_string(),
            // Nobody counts further in Roman figures.
            Self::Roman { .. } if number > 3999 => number.to_string(),
            Self::Roman { upper: true } => roman(number),
            Self::Roman { upper: false } => roman(number).to_lowercase(),
            Self::Letters { upper } => letters(number, if upper { 'A' } else { 'a' }),
        }
    }
}

/// a to z, then aa to zz.
fn letters(number: u32, first: char) -> String {
    let Some(index) = number.checked_sub(1) else { return String::new() };
    let letter = char::from_u32(first as u32 + index % 26).unwrap_or(first);
    std::iter::repeat_n(letter, (index / 26 + 1).min(MAX_LABEL as u32 + 1) as usize).collect()
}

/// The number printed on each page, given the rows in its margins. Only numbers that go up with the pages are believed.
pub(super) fn printed(margins: &[Vec<&str>]) -> Vec<Option<String>> {
    let numbers: Vec<Vec<u32>> = margins
        .iter()
        .map(|rows| rows.iter().filter_map(|row| page_number(row)).map(|number| number.value).collect())
        .collect();
    // How far ahead of the count the printed numbers are, by most pages.
    let mut ahead: Vec<(i64, usize)> = Vec::new();
    for (page, numbers) in (1_i64..).zip(&numbers) {
        for number in numbers {
            let offset = i64::from(*number) - page;
            match ahead.iter_mut().find(|(known, _)| *known == offset) {
                Some((_, count)) => *count += 1,
                None => ahead.push((offset, 1)),
            }
        }
    }
    let best = ahead.into_iter().max_by_key(|&(offset, count)| (count, std::cmp::Reverse(offset.abs())));
    let Some((offset, _)) = best.filter(|(_, count)| *count >= 2) else { return vec![None; margins.len()] };
    let on = |(page, numbers): (i64, &Vec<u32>)| {
        numbers.iter().find(|number| i64::from(**number) - page == offset).map(u32::to_string)
    };
    (1..).zip(&numbers).map(on).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_of_numbers() {
        let small = Style::Roman { upper: false };
        assert_eq!(
            (small.write(4), small.write(1999), small.write(4000)),
            ("iv".into(), "mcmxcix".into(), "4000".into())
        );
        assert_eq!((letters(1, 'A'), letters(27, 'a'), letters(0, 'a')), ("A".into(), "aa".into(), String::new()));
    }

    #[test]
    fn only_numbers_that_go_up_with_the_pages_are_believed() {
        let some = |numbers: &[&str]| numbers.iter().map(|number| Some((*number).to_owned())).collect::<Vec<_>>();
        assert_eq!(printed(&[vec!["契約書", "5"], vec!["2024", "6"], vec!["7"]]), some(&["5", "6", "7"]));
        assert_eq!(printed(&[vec!["12"], vec!["12"]]), [None, None]);
        assert_eq!(printed(&[vec!["1"]]), [None]);
    }
}
