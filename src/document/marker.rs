//! The numbers and signs that a browser draws before the items of a list.

use std::ops::RangeInclusive;

use crate::numeral::{Chinese, KANJI, roman};

/// `japanese-formal`.
const FORMAL: Chinese = Chinese {
    digits: ['零', '壱', '弐', '参', '四', '五', '六', '七', '八', '九'],
    units: ['拾', '百', '千', '萬'],
    ones: false,
};

/// How the items of a list are marked, as CSS calls it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Marker {
    /// Nothing.
    None,
    /// The same sign before each.
    Sign(&'static str),
    /// These very words before each.
    Words(String),
    /// A number.
    Number(Numeral),
    /// A style that a page has made for itself.
    Custom(Custom),
}

/// A counter style of a page's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Custom {
    /// The style that it changes, if it is one of those.
    pub(super) base: Option<Box<Marker>>,
    /// Which way its signs are put together: `cyclic`, `fixed`, `numeric`, `alphabetic` or `symbolic`.
    pub(super) system: String,
    pub(super) symbols: Vec<String>,
    /// The number of the first sign, for `fixed`.
    pub(super) first: i64,
    pub(super) prefix: String,
    pub(super) suffix: String,
}

impl Custom {
    /// The number alone.
    pub(super) fn digits(&self, number: i64) -> String {
        if let Some(base) = &self.base {
            return base.digits(number);
        }
        self.signs(number).unwrap_or_else(|| number.to_string())
    }

    /// `None` where this way of writing has no such number.
    fn signs(&self, number: i64) -> Option<String> {
        const LONGEST: i64 = 1000;
        let count = i64::try_from(self.symbols.len()).ok().filter(|count| *count > 0)?;
        let sign = |index: i64| self.symbols.get(usize::try_from(index).ok()?).map(String::as_str);
        match self.system.as_str() {
            "cyclic" => sign(number.saturating_sub(1).rem_euclid(count)).map(str::to_owned),
            "fixed" => sign(number.checked_sub(self.first)?).map(str::to_owned),
            "symbolic" => {
                let index = number.checked_sub(1).filter(|index| (0..LONGEST).contains(index))?;
                Some(sign(index % count)?.repeat(usize::try_from(index / count).ok()? + 1))
            }
            system => {
                // In an alphabet there is no sign for nothing.
                let least = i64::from(system == "alphabetic");
                let mut rest = Some(number).filter(|number| *number >= least && count > 1)?;
                let mut signs = Vec::new();
                while rest > 0 || signs.is_empty() {
                    signs.push(sign((rest - least) % count)?);
                    rest = (rest - least) / count;
                }
                Some(signs.into_iter().rev().collect())
            }
        }
    }
}

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Numeral {
    Decimal,
    LeadingZero,
    LowerAlpha,
    UpperAlpha,
    LowerRoman,
    UpperRoman,
    LowerGreek,
    /// 一, 二, … 十一.
    Kanji,
    /// 壱, 弐, 参.
    FormalKanji,
    /// 一〇 for ten.
    KanjiDigits,
    Hiragana,
    Katakana,
    HiraganaIroha,
    KatakanaIroha,
}

impl Marker {
    /// What `list-style-type` calls so; `None` where it is no style that this file knows.
    pub(super) fn of_style(name: &str) -> Option<Self> {
        let name = name.trim();
        for quote in ['"', '\''] {
            if let Some(words) = name.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote)) {
                return Some(Self::Words(words.to_owned()));
            }
        }
        Some(match name.to_ascii_lowercase().as_str() {
            "none" => Self::None,
            "disc" | "circle" => Self::Sign("・"),
            "square" => Self::Sign("▪"),
            "decimal" => Self::Number(Numeral::Decimal),
            "decimal-leading-zero" => Self::Number(Numeral::LeadingZero),
            "lower-alpha" | "lower-latin" => Self::Number(Numeral::LowerAlpha),
            "upper-alpha" | "upper-latin" => Self::Number(Numeral::UpperAlpha),
            "lower-roman" => Self::Number(Numeral::LowerRoman),
            "upper-roman" => Self::Number(Numeral::UpperRoman),
            "lower-greek" => Self::Number(Numeral::LowerGreek),
            "cjk-ideographic" | "japanese-informal" | "trad-chinese-informal" | "simp-chinese-informal" => {
                Self::Number(Numeral::Kanji)
            }
            "japanese-formal" => Self::Number(Numeral::FormalKanji),
            "cjk-decimal" => Self::Number(Numeral::KanjiDigits),
            "hiragana" => Self::Number(Numeral::Hiragana),
            "katakana" => Self::Number(Numeral::Katakana),
            "hiragana-iroha" => Self::Number(Numeral::HiraganaIroha),
            "katakana-iroha" => Self::Number(Numeral::KatakanaIroha),
            _ => return None,
        })
    }

    /// What the attribute `type` calls so; case tells `a` from `A`.
    pub(super) fn of_type(name: &str) -> Option<Self> {
        Some(match name.trim() {
            "1" => Self::Number(Numeral::Decimal),
            "a" => Self::Number(Numeral::LowerAlpha),
            "A" => Self::Number(Numeral::UpperAlpha),
            "i" => Self::Number(Numeral::LowerRoman),
            "I" => Self::Number(Numeral::UpperRoman),
            other => return Self::of_style(other),
        })
    }

    /// The marker of the item with this number, and the space after it.
    pub(super) fn text(&self, number: i64) -> String {
        match self {
            Self::None => String::new(),
            Self::Sign(sign) => (*sign).to_owned(),
            Self::Words(words) => words.clone(),
            Self::Custom(custom) => format!("{}{}{}", custom.prefix, custom.digits(number), custom.suffix),
            Self::Number(numeral) => {
                let (digits, own) = match numeral.write(number) {
                    Some(digits) => (digits, *numeral),
                    None => (number.to_string(), Numeral::Decimal),
                };
                digits + own.suffix()
            }
        }
    }
}

impl Marker {
    /// The same without what stands around it in a list.
    pub(super) fn digits(&self, number: i64) -> String {
        match self {
            Self::Number(numeral) => numeral.write(number).unwrap_or_else(|| number.to_string()),
            Self::Custom(custom) => custom.digits(number),
            other => other.text(number),
        }
    }

    /// What stands after the number in a list.
    pub(super) fn suffix(&self) -> &str {
        match self {
            Self::Number(numeral) => numeral.suffix(),
            Self::Custom(custom) => &custom.suffix,
            _ => "",
        }
    }
}

impl Numeral {
    const fn suffix(self) -> &'static str {
        match self {
            Self::Decimal
            | Self::LeadingZero
            | Self::LowerAlpha
            | Self::UpperAlpha
            | Self::LowerRoman
            | Self::UpperRoman
            | Self::LowerGreek => ". ",
            _ => "、",
        }
    }

    /// `number` so written; `None` where this way of writing has no such number.
    fn write(self, number: i64) -> Option<String> {
        match self {
            Self::Decimal => Some(number.to_string()),
            Self::LeadingZero => Some(format!("{number:02}")),
            Self::LowerAlpha => letters(number, "abcdefghijklmnopqrstuvwxyz"),
            Self::UpperAlpha => letters(number, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
            Self::LowerRoman => within(number, 1..=3999).map(|number| roman(number).to_lowercase()),
            Self::UpperRoman => within(number, 1..=3999).map(roman),
            Self::LowerGreek => letters(number, "αβγδεζηθικλμνξοπρστυφχψω"),
            // Beyond 9,999 browsers write Arabic digits or kanji; no list of a contract is so long.
            Self::Kanji => within(number, 1..=9999).and_then(|number| KANJI.write(number)),
            Self::FormalKanji => within(number, 1..=9999).and_then(|number| FORMAL.write(number)),
            Self::KanjiDigits => within(number, 0..=u32::MAX).map(|number| KANJI.digits(number)),
            Self::Hiragana => letters(
                number,
                "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわゐゑをん",
            ),
            Self::Katakana => letters(
                number,
                "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヰヱヲン",
            ),
            Self::HiraganaIroha => letters(
                number,
                "いろはにほへとちりぬるをわかよたれそつねならむうゐのおくやまけふこえてあさきゆめみしゑひもせす",
            ),
            Self::KatakanaIroha => letters(
                number,
                "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス",
            ),
        }
    }
}

/// a, b, … z, aa, ab.
fn letters(number: i64, alphabet: &str) -> Option<String> {
    let signs: Vec<char> = alphabet.chars().collect();
    let mut rest = usize::try_from(number).ok().filter(|&number| number > 0)?;
    let mut digits = Vec::new();
    while rest > 0 {
        rest -= 1;
        digits.push(signs[rest % signs.len()]);
        rest /= signs.len();
    }
    Some(digits.iter().rev().collect())
}

/// `number` within what a way of writing has.
fn within(number: i64, range: RangeInclusive<u32>) -> Option<u32> {
    u32::try_from(number).ok().filter(|number| range.contains(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_browsers_write_them() {
        let cases = [
            ("decimal", 12, "12. "),
            ("decimal-leading-zero", 3, "03. "),
            ("lower-alpha", 28, "ab. "),
            ("upper-alpha", 26, "Z. "),
            ("lower-roman", 49, "xlix. "),
            ("upper-roman", 4, "IV. "),
            ("cjk-ideographic", 21, "二十一、"),
            ("cjk-ideographic", 110, "百十、"),
            ("japanese-formal", 13, "拾参、"),
            ("cjk-decimal", 20, "二〇、"),
            ("hiragana-iroha", 4, "に、"),
            ("katakana", 6, "カ、"),
            ("katakana-iroha", 3, "ハ、"),
            ("lower-roman", 0, "0. "),
            ("katakana", -1, "-1. "),
            ("disc", 5, "・"),
            ("'(1) '", 5, "(1) "),
        ];
        for (style, number, text) in cases {
            assert_eq!(Marker::of_style(style).expect(style).text(number), text, "{style} {number}");
        }
        assert_eq!(Marker::of_style("no-such-style"), None);
        assert_eq!(Marker::of_type("A").map(|marker| marker.text(2)).as_deref(), Some("B. "));
    }
}
