//! Numbers as this contract writes them: the next one after a label, in the same digits.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;

use crate::numeral::{KANJI, numeral};

/// The ways to write a number, each with its first sign.
const SERIES: [&str; 6] = [
    "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホ",
    "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマ",
    "abcdefghijklmnopqrstuvwxyz",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
];

/// The numerals of `label` with their places, in order. Letters and signs count only where no digits do.
pub(crate) fn numerals(label: &str) -> Vec<(Range<usize>, u32)> {
    let mut found: Vec<(Range<usize>, u32)> = Vec::new();
    let mut run: Option<usize> = None;
    for (at, sign) in label.char_indices().chain([(label.len(), '\0')]) {
        match (run, is_digit(sign)) {
            (None, true) => run = Some(at),
            (Some(start), more) if !more || !alike(label, start, sign) => {
                if let Some(value) = label.get(start..at).and_then(value) {
                    found.push((start..at, value));
                }
                run = more.then_some(at);
            }
            _ => {}
        }
    }
    if found.is_empty() {
        for (at, sign) in label.char_indices() {
            let place = SERIES.iter().find_map(|series| series.chars().position(|other| other == sign));
            if let Some(place) = place {
                found.push((at..at + sign.len_utf8(), place as u32 + 1));
            }
        }
    }
    found
}

/// `label` with its last numeral changed to `number`; `None` where it has none, or the number cannot be written so.
pub(crate) fn with_last(label: &str, number: u32) -> Option<String> {
    let (place, old) = numerals(label).pop()?;
    let new = like(label.get(place.clone())?, old, number)?;
    Some(label.get(..place.start)?.to_owned() + &new + label.get(place.end..)?)
}

/// `label` with its last numeral one higher.
pub(crate) fn next(label: &str) -> Option<String> {
    with_last(label, numerals(label).last()?.1 + 1)
}

/// `number` as `model`, which is worth `worth`, is written.
pub(crate) fn like(model: &str, worth: u32, number: u32) -> Option<String> {
    let first = model.chars().next()?;
    if first.is_ascii_digit() {
        return Some(number.to_string());
    }
    if is_wide(first) {
        let wide = |digit: char| char::from_u32(digit as u32 - '0' as u32 + '０' as u32);
        return Some(number.to_string().chars().filter_map(wide).collect());
    }
    if is_digit(first) {
        return if model.contains('〇') { Some(KANJI.digits(number)) } else { KANJI.write(number) };
    }
    let series = SERIES.iter().find(|series| series.chars().nth(worth as usize - 1) == Some(first))?;
    series.chars().nth(number as usize - 1).map(String::from)
}

fn is_digit(sign: char) -> bool {
    sign.is_ascii_digit() || is_wide(sign) || KANJI.digits.contains(&sign) || matches!(sign, '十' | '百')
}

fn is_wide(sign: char) -> bool {
    ('０'..='９').contains(&sign)
}

/// Whether `sign` goes on in the numeral that begins at `start`.
fn alike(label: &str, start: usize, sign: char) -> bool {
    let first = label.get(start..).and_then(|rest| rest.chars().next()).unwrap_or(sign);
    first.is_ascii_digit() == sign.is_ascii_digit() && is_wide(first) == is_wide(sign)
}

fn value(digits: &str) -> Option<u32> {
    let folded: String = digits.nfkc().collect();
    let (value, len) = numeral(&folded)?;
    (len == folded.len() && (1..1000).contains(&value)).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_label_looks_like_the_last() {
        for (label, after) in [
            ("２　", "３　"),
            ("　(9) ", "　(10) "),
            ("7-2 ", "7-3 "),
            ("第九条", "第十条"),
            ("第二十九条", "第三十条"),
            ("第一〇条", "第一一条"),
            ("②", "③"),
            ("ア　", "イ　"),
            ("４．２　", "４．３　"),
        ] {
            assert_eq!(next(label).as_deref(), Some(after), "{label}");
        }
        assert_eq!(next("　　"), None);
    }
}
