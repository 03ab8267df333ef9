//! A row that is nothing but the number of its page: `3`, `－３－`, `3/12`, `p. 3`, `第3ページ`, `十二頁`.

use unicode_normalization::UnicodeNormalization as _;

use crate::numeral;

/// A number that a page may bear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PageNumber {
    /// The number.
    pub(super) value: u32,
    /// How sure its writing makes it that it counts pages.
    pub(super) sign: Sign,
}

/// What stands about a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// Words, dashes or the number of all pages: nothing but page numbers look so.
    Sure,
    /// Nothing: so look other numbers as well.
    Bare,
    /// Brackets, as items have them.
    Bracketed,
}

/// The page number that `row` is, if so.
pub(super) fn page_number(row: &str) -> Option<PageNumber> {
    let folded: String = row.nfkc().filter(|char| !char.is_whitespace()).flat_map(char::to_lowercase).collect();
    let is_dash = |char: char| "-‐‑‒–—―ー−~〜─|・".contains(char);
    let inner = folded.trim_matches(is_dash);
    let dashed = folded.starts_with(is_dash) && folded.ends_with(is_dash);
    if let Some(bracketed) = bracketed(inner) {
        return Some(PageNumber { value: arabic(bracketed)?, sign: Sign::Bracketed });
    }
    let (number, worded) = without_words(inner);
    if let Some((page, pages)) = number.split_once('/') {
        let (value, all) = (arabic(page.trim_end_matches("ページ"))?, arabic(pages)?);
        // 1/5 is a page of pages; 12/5 is a date or a fraction.
        return (1..=all).contains(&value).then_some(PageNumber { value, sign: Sign::Sure });
    }
    let sign = if dashed || worded { Sign::Sure } else { Sign::Bare };
    // As vertical writing counts pages: 一二, 十二頁. A bare 一 is an item.
    let value = arabic(number).or_else(|| kanji(number).filter(|_| sign == Sign::Sure))?;
    Some(PageNumber { value, sign })
}

/// The number without the words that go with it, and whether there were any.
fn without_words(text: &str) -> (&str, bool) {
    let prefixed = ["page", "p."].iter().find_map(|word| text.strip_prefix(word));
    let suffixed = ["頁", "ページ"].iter().find_map(|word| text.strip_suffix(word));
    match (prefixed, suffixed) {
        (Some(number), _) => (number.trim_start_matches('.'), true),
        (None, Some(number)) => (number.trim_start_matches('第'), true),
        (None, None) => (text, false),
    }
}

fn bracketed(text: &str) -> Option<&str> {
    [('(', ')'), ('[', ']')].iter().find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close))
}

/// A number of at most four digits.
fn arabic(text: &str) -> Option<u32> {
    numeral::arabic(text).filter(|(_, len)| *len == text.len()).map(|(value, _)| value)
}

fn kanji(text: &str) -> Option<u32> {
    numeral::chinese(text).filter(|(_, len)| *len == text.len()).map(|(value, _)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_as_they_are_printed() {
        let read = |row: &str| page_number(row).map(|number| (number.value, number.sign));
        for row in [
            "－３－",
            "- 3 -",
            "3/12",
            "３ / １２",
            "3ページ/12",
            "p. 3",
            "Page 3",
            "第3ページ",
            "3頁",
            "三頁",
            "― 三 ―",
        ] {
            assert_eq!(read(row), Some((3, Sign::Sure)), "{row}");
        }
        assert_eq!(read("3"), Some((3, Sign::Bare)));
        assert_eq!(read("(3)"), Some((3, Sign::Bracketed)));
        for row in ["第3条", "業務提携契約書", "令和3年", "3.1", "", "12/5", "10-20", "一", "1.", "-", "12345"]
        {
            assert_eq!(read(row), None, "{row}");
        }
    }
}
