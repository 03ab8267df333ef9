//! Encodings of text: bytes become characters by a byte order mark, by what the document says of itself, or by which of the
//! encodings in use for Japanese makes the most sensible text of them.
//!
//! Bytes that are no character become U+FFFD and the rest is read: a damaged byte is no reason to refuse a contract.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{EUC_JP, Encoding, ISO_2022_JP, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE};

use super::ReadError;
use super::foreign::Foreign;

/// Bytes that are looked at to tell encodings apart, from the first that is not ASCII.
const SAMPLE: usize = 16 << 10;
/// Of so many characters one may be broken, or a control character, in what is still text.
const BROKEN: usize = 10;
const CONTROLS: usize = 50;

/// The text that `bytes` are. `declared` is the encoding that the document says it has.
pub(super) fn decode<'b>(bytes: &'b [u8], declared: Option<&'static Encoding>) -> Result<Cow<'b, str>, ReadError> {
    let (encoding, bytes) = match Encoding::for_bom(bytes) {
        Some((encoding, len)) => (encoding, bytes.get(len..).unwrap_or_default()),
        None => (detect(bytes, declared), bytes),
    };
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    if is_junk(&text) { Err(ReadError::Unsupported(Foreign::Binary)) } else { Ok(text) }
}

/// The encoding that makes the most of `bytes`.
fn detect(bytes: &[u8], declared: Option<&'static Encoding>) -> &'static Encoding {
    if is_iso_2022_jp(bytes) {
        return ISO_2022_JP;
    }
    let valid = Encoding::utf8_valid_up_to(bytes) == bytes.len();
    if (!valid || bytes.contains(&0))
        && let Some(encoding) = utf_16(bytes)
    {
        return encoding;
    }
    // Nothing else has three such bytes in a row by chance, all through the text.
    if valid && (bytes.is_ascii() || bytes.iter().any(|&byte| byte >= 0xE0)) {
        return UTF_8;
    }
    let start = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or_default();
    let sample = bytes.get(start..bytes.len().min(start + SAMPLE)).unwrap_or_default();
    // UTF-16 shows itself by a mark or by its bytes; a page that says so in ASCII is mistaken.
    let declared = declared.filter(|&encoding| encoding != UTF_16LE && encoding != UTF_16BE);
    let candidates = [declared, Some(UTF_8), Some(SHIFT_JIS), Some(EUC_JP)].into_iter().flatten();
    let scored = candidates.map(|encoding| (sense(&encoding.decode_without_bom_handling(sample).0), encoding));
    let best = scored.reduce(|best, next| if next.0 > best.0 { next } else { best });
    match best {
        Some((score, encoding)) if score > 0 => encoding,
        _ => declared.unwrap_or_else(|| {
            let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
            detector.feed(sample, true);
            detector.guess(Some(b"jp"), Utf8Detection::Allow)
        }),
    }
}

/// Whether escapes switch between ASCII and Japanese in a text of seven bits.
fn is_iso_2022_jp(bytes: &[u8]) -> bool {
    const ESCAPES: [&[u8]; 4] = [b"\x1B$B", b"\x1B$@", b"\x1B(I", b"\x1B(J"];
    let eighth_bits = || bytes.iter().filter(|byte| !byte.is_ascii()).count();
    bytes.contains(&0x1B)
        && bytes.windows(3).any(|window| ESCAPES.contains(&window))
        && eighth_bits() * CONTROLS <= bytes.len()
}

/// UTF-16 without a byte order mark: in one of the two orders, most of the units are ASCII, kana and Japanese marks, or
/// ideographs beside them, and hardly any is none of these.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..bytes.len().min(SAMPLE)).unwrap_or_default();
    let units = sample.len() / 2;
    let orders = [(UTF_16LE, 1), (UTF_16BE, 0)];
    orders.into_iter().find_map(|(encoding, high)| {
        let (mut sure, mut likely) = (0, 0);
        for pair in sample.chunks_exact(2) {
            match u16::from(pair[high]) << 8 | u16::from(pair[1 - high]) {
                0x09 | 0x0A | 0x0D | 0x20..=0x7E | 0x3000..=0x30FF => sure += 1,
                0x4E00..=0x9FFF | 0xFF01..=0xFF9F | 0x2010..=0x266F | 0x3200..=0x33FF | 0xA0..=0xFF => likely += 1,
                _ => {}
            }
        }
        (units > 0 && sure * 4 >= units && (sure + likely) * 20 >= units * 19).then_some(encoding)
    })
}

/// How much sense `text` makes as Japanese: kana, Japanese marks and common ideographs speak for it; what only wrong decoding
/// makes speaks against it. ASCII says nothing.
fn sense(text: &str) -> i64 {
    // The sample may end inside a character.
    text.trim_end_matches(char::REPLACEMENT_CHARACTER).chars().filter(|c| !c.is_ascii()).map(weight).sum()
}

fn weight(c: char) -> i64 {
    match c {
        'ぁ'..='ん' => 8,
        'ァ'..='ー' | '\u{3000}'..='〕' => 6,
        '\u{4E00}'..='\u{9FFF}' if is_common(c) => 5,
        '\u{4E00}'..='\u{9FFF}' => -3,
        '！'..='～' => 4,
        // EUC-JP read as Shift_JIS is full of this one.
        '､' => -4,
        '｡'..='ﾟ' => 2,
        '\u{80}'..='\u{9F}' | '\u{E000}'..='\u{F8FF}' => -12,
        char::REPLACEMENT_CHARACTER => -25,
        '\u{A0}'..='\u{24F}' => -1,
        _ => 3,
    }
}

/// Whether an ideograph is of the first level of JIS X 0208, which holds those in daily use.
fn is_common(c: char) -> bool {
    let mut buffer = [0; 4];
    let (bytes, _, _) = SHIFT_JIS.encode(c.encode_utf8(&mut buffer));
    matches!(bytes.first(), Some(0x88..=0x98))
}

/// Whether what came out is no text: too much of it is broken, or signals to machines.
fn is_junk(text: &str) -> bool {
    let (mut broken, mut controls, mut all) = (0, 0, 0);
    for c in text.chars() {
        all += 1;
        match c {
            char::REPLACEMENT_CHARACTER => broken += 1,
            '\t' | '\n' | '\u{B}' | '\u{C}' | '\r' | '\u{1A}' | '\u{85}' => {}
            _ if c.is_control() => controls += 1,
            _ => {}
        }
    }
    // A text of a few characters may have been cut in its last one.
    broken * BROKEN > all.max(BROKEN) || controls * CONTROLS > all
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str = "業務提携基本契約書\r\n第１条（目的）\r\n　㈱リンクは、①回線の料金を髙橋商店に請求する。\r\n";

    fn utf_16_bytes(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    }

    fn read(bytes: &[u8]) -> String {
        decode(bytes, None).expect("it is text").into_owned()
    }

    #[test]
    fn the_same_text_in_every_encoding() {
        for encoding in [SHIFT_JIS, EUC_JP, UTF_8] {
            assert_eq!(read(&encoding.encode(TEXT).0), TEXT, "{}", encoding.name());
        }
        for big in [false, true] {
            assert_eq!(read(&utf_16_bytes(TEXT, big)), TEXT, "without a mark");
            assert_eq!(read(&utf_16_bytes(&format!("\u{FEFF}{TEXT}"), big)), TEXT, "with a mark");
        }
        assert_eq!(read(format!("\u{FEFF}{TEXT}").as_bytes()), TEXT);
        let (bytes, _, lost) = ISO_2022_JP.encode("第１条（目的）\n乙は、利用者に請求する。\n");
        assert!(!lost);
        assert_eq!(read(&bytes), "第１条（目的）\n乙は、利用者に請求する。\n");
    }

    #[test]
    fn half_width_kana_by_escape() {
        assert_eq!(read(b"\x1B$B9T\x1B(B A \x1B(I1\x5E6\x1B(B.\n"), "行 A ｱﾞｶ.\n");
    }

    #[test]
    fn few_japanese_characters_among_ascii() {
        let text = format!("{}\nお問い合わせは本社まで\n{}", "int main(void);\n".repeat(400), "x = y\n".repeat(99));
        for encoding in [SHIFT_JIS, EUC_JP, ISO_2022_JP] {
            assert_eq!(read(&encoding.encode(&text).0), text, "{}", encoding.name());
        }
        for short in ["甲", "契約書", "乙は通知する。", "ｶﾞｽ会社と契約"] {
            assert_eq!(read(&SHIFT_JIS.encode(short).0), short);
        }
        for short in ["契約書", "乙は通知する。"] {
            assert_eq!(read(&EUC_JP.encode(short).0), short);
        }
    }

    #[test]
    fn broken_bytes_leave_the_rest_readable() {
        for encoding in [SHIFT_JIS, EUC_JP, UTF_8] {
            let mut bytes = encoding.encode(TEXT).0.into_owned();
            let len = bytes.len();
            bytes[len / 2] = 0xFF;
            let text = read(&bytes);
            assert!(text.starts_with("業務提携基本契約書\r\n") && text.ends_with("請求する。\r\n"), "{text}");
            assert!(text.contains('\u{FFFD}'));
        }
    }

    #[test]
    fn a_cut_character_is_one_broken_character() {
        let whole = "乙は、利用者に請求する。また";
        for encoding in [SHIFT_JIS, EUC_JP, UTF_8] {
            let bytes = encoding.encode(whole).0;
            assert_eq!(read(&bytes[..bytes.len() - 1]), "乙は、利用者に請求する。ま\u{FFFD}");
        }
        let bytes = utf_16_bytes(whole, false);
        assert_eq!(read(&bytes[..bytes.len() - 1]), "乙は、利用者に請求する。ま\u{FFFD}");
    }

    #[test]
    fn a_wrong_declaration_is_seen_through() {
        let bytes = SHIFT_JIS.encode(TEXT).0;
        for declared in ["utf-8", "iso-8859-1", "euc-jp", "utf-16", "shift_jis"] {
            let declared = Encoding::for_label(declared.as_bytes());
            assert_eq!(decode(&bytes, declared).expect("it is text"), TEXT);
        }
    }

    #[test]
    fn junk_is_no_text() {
        let mut state = 1_u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        };
        let junk: Vec<u8> = (0..4096).map(|_| next()).collect();
        assert!(decode(&junk, None).is_err());
        assert!(decode(b"\0\x01\x02", None).is_err());
        assert!(decode(&[0; 64], None).is_err());
    }

    fn japanese() -> impl Strategy<Value = String> {
        proptest::string::string_regex("[ぁ-んァ-ヴ亜-腕、。「」（）０-９A-Za-z0-9 \n]{0,40}")
            .expect("the expression is sound")
            // Of random ideographs, those that the encodings know, beside words enough to tell the encoding by.
            .prop_map(|text| {
                let known = |c: &char| !ISO_2022_JP.encode(c.encode_utf8(&mut [0; 4])).2;
                format!("乙は、利用者に料金を請求する。{}", text.chars().filter(known).collect::<String>())
            })
    }

    proptest! {
        #[test]
        fn utf_16_comes_back(text in japanese(), big: bool, mark: bool) {
            let marked = if mark { format!("\u{FEFF}{text}") } else { text.clone() };
            prop_assert_eq!(read(&utf_16_bytes(&marked, big)), text);
        }

        #[test]
        fn iso_2022_jp_comes_back(text in japanese()) {
            prop_assert_eq!(read(&ISO_2022_JP.encode(&text).0), text);
        }

        #[test]
        fn shift_jis_and_euc_jp_come_back(text in japanese()) {
            prop_assert_eq!(read(&SHIFT_JIS.encode(&text).0), text.clone());
            prop_assert_eq!(read(&EUC_JP.encode(&text).0), text);
        }
    }
}
