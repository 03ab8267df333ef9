//! Numbers from text: 3, 三, 二十一, 壱, イ, iv.

use super::write;

/// The number that `text` begins with, Arabic or Chinese, and the bytes it takes.
pub(crate) fn numeral(text: &str) -> Option<(u32, usize)> {
    arabic(text).or_else(|| chinese(text))
}

/// A number of up to four ASCII digits (a longer one is no label).
pub(crate) fn arabic(text: &str) -> Option<(u32, usize)> {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=4).contains(&len) {
        return None;
    }
    Some((text.get(..len)?.parse().ok()?, len))
}

/// A number in Chinese numerals, by position (二〇) or by unit (二十), old forms included.
pub(crate) fn chinese(text: &str) -> Option<(u32, usize)> {
    let (mut total, mut digits, mut len) = (0_u32, None::<u32>, 0);
    for c in text.chars() {
        if let Some(digit) = chinese_digit(c) {
            digits = Some(digits.unwrap_or(0).checked_mul(10)?.checked_add(digit)?);
        } else if let Some(unit) = chinese_unit(c) {
            total = total.checked_add(digits.take().unwrap_or(1).checked_mul(unit)?)?;
        } else {
            break;
        }
        len += c.len_utf8();
    }
    let value = total.checked_add(digits.unwrap_or(0))?;
    (len > 0 && value <= 9999).then_some((value, len))
}

fn chinese_digit(c: char) -> Option<u32> {
    Some(match c {
        '〇' => 0,
        '一' | '壱' | '壹' => 1,
        '二' | '弐' | '貳' => 2,
        '三' | '参' | '參' => 3,
        '四' => 4,
        '五' | '伍' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

fn chinese_unit(c: char) -> Option<u32> {
    Some(match c {
        '十' | '拾' => 10,
        '百' => 100,
        _ => return None,
    })
}

/// The place of `c` in アイウエオ, katakana or hiragana.
pub(crate) fn gojuon(c: char) -> Option<u32> {
    place_in("アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン", c)
}

/// The place of `c` in イロハ, katakana or hiragana.
pub(crate) fn iroha(c: char) -> Option<u32> {
    place_in("イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス", c)
}

/// The place of `c` in the Latin alphabet, of either case.
pub(crate) fn alphabet(c: char) -> Option<u32> {
    c.is_ascii_alphabetic().then(|| u32::from(c.to_ascii_lowercase()) - u32::from('a') + 1)
}

/// A Roman numeral below 40, wholly in one case.
pub(crate) fn roman(text: &str) -> Option<u32> {
    if text.is_empty() || text.len() > 6 {
        return None;
    }
    let upper = text.to_ascii_uppercase();
    if text != upper && text != text.to_ascii_lowercase() {
        return None;
    }
    (1..40).find(|&value| write::roman(value) == upper)
}

/// The number inside ①, which folding turned into a bare 1.
pub(crate) fn circled(c: char) -> Option<u32> {
    let c = u32::from(c);
    Some(match c {
        0x2460..=0x2473 => c - 0x2460 + 1,
        0x3251..=0x325F => c - 0x3251 + 21,
        0x32B1..=0x32BF => c - 0x32B1 + 36,
        0x24EB..=0x24F4 => c - 0x24EB + 11,
        0x2776..=0x277F => c - 0x2776 + 1,
        0x2780..=0x2789 => c - 0x2780 + 1,
        0x278A..=0x2793 => c - 0x278A + 1,
        _ => return None,
    })
}

fn place_in(order: &str, c: char) -> Option<u32> {
    let c = if matches!(c, 'ぁ'..='ん') { char::from_u32(u32::from(c) + 0x60)? } else { c };
    order.chars().zip(1..).find(|&(other, _)| other == c).map(|(_, place)| place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_of_every_kind() {
        for (text, expected) in
            [("12条", 12), ("十二条", 12), ("二十一", 21), ("百二", 102), ("二〇", 20), ("参 原", 3), ("十", 10)]
        {
            assert_eq!(numeral(text).map(|(value, _)| value), Some(expected), "{text}");
        }
        assert_eq!(numeral("20210401"), None);
        assert_eq!(numeral("条"), None);
        assert_eq!((roman("xiv"), roman("IX"), roman("iI"), roman("IIII")), (Some(14), Some(9), None, None));
        assert_eq!((gojuon('ウ'), iroha('ハ'), alphabet('c'), circled('⑫')), (Some(3), Some(3), Some(3), Some(12)));
    }
}
