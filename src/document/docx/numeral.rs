//! Numerals: how each number format of Word writes a number.

use crate::numeral::{Chinese, KANJI, roman};

/// Writes `value` in the format that a `w:numFmt` names; decimal where the format is not known.
pub(super) fn numeral(format: &str, value: u32) -> String {
    match format {
        "none" | "bullet" => String::new(),
        "decimalZero" => format!("{value:02}"),
        "decimalFullWidth" | "decimalFullWidth2" => full_width(&value.to_string()),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => circled(value),
        "decimalEnclosedFullstop" => block('⒈', 20, value),
        "decimalEnclosedParen" => block('⑴', 20, value),
        "numberInDash" => format!("- {value} -"),
        "upperRoman" => capitals(value),
        "lowerRoman" => capitals(value).to_lowercase(),
        "upperLetter" => repeated(value, &LATIN),
        "lowerLetter" => repeated(value, &LATIN).to_lowercase(),
        "aiueo" => repeated(value, &chars(AIUEO_HALF)),
        "aiueoFullWidth" => repeated(value, &chars(AIUEO)),
        "iroha" => repeated(value, &chars(IROHA_HALF)),
        "irohaFullWidth" => repeated(value, &chars(IROHA)),
        "japaneseCounting"
        | "chineseCounting"
        | "chineseCountingThousand"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "koreanCounting" => counted(value, &KANJI),
        "japaneseLegal" => counted(value, &JAPANESE_LEGAL),
        "ideographLegalTraditional" | "chineseLegalSimplified" => counted(value, &CHINESE_LEGAL),
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" | "koreanDigital2" => {
            KANJI.digits(value)
        }
        "ideographTraditional" => cyclic(value, STEMS),
        "ideographZodiac" => cyclic(value, BRANCHES),
        "ideographZodiacTraditional" => match value {
            0 => value.to_string(),
            _ => cyclic((value - 1) % 10 + 1, STEMS) + &cyclic((value - 1) % 12 + 1, BRANCHES),
        },
        "ideographEnclosedCircle" => block('㊀', 10, value),
        "hex" => format!("{value:X}"),
        "ordinal" => format!("{value}{}", ordinal_ending(value)),
        "cardinalText" => words(value).unwrap_or_else(|| value.to_string()),
        "ordinalText" => ordinal_words(value).unwrap_or_else(|| format!("{value}{}", ordinal_ending(value))),
        _ => value.to_string(),
    }
}

const AIUEO: &str = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン";
const AIUEO_HALF: &str = "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ";
const IROHA: &str = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン";
const IROHA_HALF: &str = "ｲﾛﾊﾆﾎﾍﾄﾁﾘﾇﾙｦﾜｶﾖﾀﾚｿﾂﾈﾅﾗﾑｳヰﾉｵｸﾔﾏｹﾌｺｴﾃｱｻｷﾕﾒﾐｼヱﾋﾓｾｽﾝ";
const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";
const BRANCHES: &str = "子丑寅卯辰巳午未申酉戌亥";
const JAPANESE_LEGAL: Chinese = Chinese { digits: LEGAL, units: ['拾', '百', '阡', '萬'], ones: true };
const CHINESE_LEGAL: Chinese = Chinese { digits: LEGAL, units: ['拾', '佰', '仟', '萬'], ones: true };
const LEGAL: [char; 10] = ['零', '壱', '弐', '参', '四', '伍', '六', '七', '八', '九'];
const LATIN: [char; 26] = [
    'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R', 'S', 'T', 'U', 'V', 'W',
    'X', 'Y', 'Z',
];

fn chars(letters: &str) -> Vec<char> {
    letters.chars().collect()
}

/// A, …, Z, AA, BB: after the last letter each is written twice, then three times.
fn repeated(value: u32, letters: &[char]) -> String {
    let Some(at) = value.checked_sub(1).map(|at| at as usize) else { return value.to_string() };
    let times = at / letters.len() + 1;
    // No list is so long; a start value may be.
    if times > 20 { value.to_string() } else { String::from(letters[at % letters.len()]).repeat(times) }
}

fn full_width(digits: &str) -> String {
    digits.chars().map(|c| c.to_digit(10).and_then(|digit| char::from_u32('０' as u32 + digit)).unwrap_or(c)).collect()
}

fn circled(value: u32) -> String {
    match value {
        21..=35 => block('㉑', 15, value - 20),
        36..=50 => block('㊱', 15, value - 35),
        _ => block('①', 20, value),
    }
}

/// The sign that stands for `value` among `count` in a row, of which `first` is the sign of 1.
fn block(first: char, count: u32, value: u32) -> String {
    let sign = char::from_u32(first as u32 + value.saturating_sub(1)).filter(|_| (1..=count).contains(&value));
    sign.map_or_else(|| value.to_string(), String::from)
}

fn cyclic(value: u32, signs: &str) -> String {
    let sign = value.checked_sub(1).and_then(|at| signs.chars().nth(at as usize));
    sign.map_or_else(|| value.to_string(), String::from)
}

fn counted(value: u32, signs: &Chinese) -> String {
    signs.write(value).unwrap_or_else(|| value.to_string())
}

/// A Roman numeral, as far as Word writes one.
fn capitals(value: u32) -> String {
    if (1..=32_767).contains(&value) { roman(value) } else { value.to_string() }
}

fn ordinal_ending(value: u32) -> &'static str {
    match (value % 10, value % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    }
}

const SMALL: [&str; 20] = [
    "Zero",
    "One",
    "Two",
    "Three",
    "Four",
    "Five",
    "Six",
    "Seven",
    "Eight",
    "Nine",
    "Ten",
    "Eleven",
    "Twelve",
    "Thirteen",
    "Fourteen",
    "Fifteen",
    "Sixteen",
    "Seventeen",
    "Eighteen",
    "Nineteen",
];
const TENS: [&str; 10] = ["", "", "Twenty", "Thirty", "Forty", "Fifty", "Sixty", "Seventy", "Eighty", "Ninety"];

/// English words up to 99.
fn words(value: u32) -> Option<String> {
    if let Some(word) = SMALL.get(value as usize) {
        return Some((*word).to_owned());
    }
    let tens = TENS.get(value as usize / 10)?;
    let rest = value as usize % 10;
    Some(if rest == 0 { (*tens).to_owned() } else { format!("{tens}-{}", SMALL[rest].to_lowercase()) })
}

fn ordinal_words(value: u32) -> Option<String> {
    let words = words(value)?;
    let (start, last) = words.rsplit_once('-').map_or(("", words.as_str()), |(tens, last)| (tens, last));
    let ordinal = match last.to_lowercase().as_str() {
        "one" => "first".to_owned(),
        "two" => "second".to_owned(),
        "three" => "third".to_owned(),
        "five" => "fifth".to_owned(),
        "eight" => "eighth".to_owned(),
        "nine" => "ninth".to_owned(),
        "twelve" => "twelfth".to_owned(),
        other => other.strip_suffix('y').map_or_else(|| format!("{other}th"), |stem| format!("{stem}ieth")),
    };
    if !start.is_empty() {
        return Some(format!("{start}-{ordinal}"));
    }
    let mut letters = ordinal.chars();
    let first = letters.next()?.to_ascii_uppercase();
    Some(format!("{first}{}", letters.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format() {
        for (format, value, written) in [
            ("decimal", 12, "12"),
            ("decimalZero", 3, "03"),
            ("decimalFullWidth", 12, "１２"),
            ("decimalEnclosedCircle", 1, "①"),
            ("decimalEnclosedCircle", 20, "⑳"),
            ("decimalEnclosedCircle", 21, "㉑"),
            ("decimalEnclosedCircle", 51, "51"),
            ("decimalEnclosedParen", 2, "⑵"),
            ("japaneseCounting", 1, "一"),
            ("japaneseCounting", 10, "十"),
            ("japaneseCounting", 21, "二十一"),
            ("japaneseCounting", 105, "百五"),
            ("ideographDigital", 10, "一〇"),
            ("ideographTraditional", 2, "乙"),
            ("ideographTraditional", 11, "11"),
            ("ideographZodiacTraditional", 11, "甲戌"),
            ("japaneseLegal", 11, "壱拾壱"),
            ("aiueo", 3, "ｳ"),
            ("aiueoFullWidth", 1, "ア"),
            ("irohaFullWidth", 2, "ロ"),
            ("lowerLetter", 27, "aa"),
            ("upperLetter", 28, "BB"),
            ("lowerRoman", 14, "xiv"),
            ("upperRoman", 1999, "MCMXCIX"),
            ("hex", 26, "1A"),
            ("none", 4, ""),
            ("ordinal", 112, "112th"),
            ("ordinalText", 32, "Thirty-second"),
            ("ordinalText", 5, "Fifth"),
            ("ordinalText", 20, "Twentieth"),
            ("somethingNew", 7, "7"),
        ] {
            assert_eq!(numeral(format, value), written, "{format} {value}");
        }
    }

    #[test]
    fn no_value_is_too_great() {
        for format in ["upperLetter", "upperRoman", "japaneseCounting", "aiueo", "ideographZodiac", "cardinalText"] {
            assert!(numeral(format, u32::MAX).len() < 40, "{format}");
            assert!(numeral(format, 0).len() < 40, "{format}");
        }
    }
}
