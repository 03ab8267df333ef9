//! Symbol fonts: characters that are a letter or of private use in the file and a sign in the font.

/// What a character of a symbol font shows; the character itself where that is not known.
pub(in crate::document) fn sign(c: char, font: Option<&str>) -> char {
    // Word adds F000 to the code in the font.
    let code = match c {
        '\u{F020}'..='\u{F0FF}' => c as u32 - 0xF000,
        '\u{20}'..='\u{FF}' => c as u32,
        _ => return c,
    };
    // A PDF has the font's PostScript name: Wingdings-Regular, SymbolMT.
    let font = font.unwrap_or_default().to_ascii_lowercase().replace([' ', '-'], "");
    let table: &[(u32, char)] = match font.as_str() {
        "wingdings" | "wingdingsregular" => &WINGDINGS,
        "wingdings2" => &WINGDINGS_2,
        "symbol" | "symbolmt" => &SYMBOL,
        _ => return c,
    };
    table.iter().find(|(known, _)| *known == code).map_or(c, |(_, sign)| *sign)
}

/// The text of a bullet. What no letter stands for is a plain bullet, so that it is still read as one.
pub(in crate::document) fn bullet(text: &str, font: Option<&str>) -> String {
    text.chars().map(|c| plain(sign(c, font), font)).collect::<String>().trim().to_owned()
}

fn plain(c: char, font: Option<&str>) -> char {
    match c {
        '•' | '·' | '∙' | '⋅' | '\u{E000}'..='\u{F8FF}' => '・',
        '▪' | '◼' => '■',
        '⚫' => '●',
        // The hollow bullet that Word takes from a typewriter font.
        'o' if font.is_some_and(|font| font.to_ascii_lowercase().starts_with("courier")) => '○',
        c => c,
    }
}

const WINGDINGS: [(u32, char); 37] = [
    (0x52, '☑'),
    (0x6C, '●'),
    (0x6D, '❍'),
    (0x6E, '■'),
    (0x6F, '□'),
    (0x70, '□'),
    (0x71, '□'),
    (0x72, '□'),
    (0x74, '◆'),
    (0x75, '◆'),
    (0x76, '◆'),
    (0x77, '◆'),
    (0x78, '☒'),
    (0x81, '①'),
    (0x82, '②'),
    (0x83, '③'),
    (0x84, '④'),
    (0x85, '⑤'),
    (0x86, '⑥'),
    (0x87, '⑦'),
    (0x88, '⑧'),
    (0x89, '⑨'),
    (0x8A, '⑩'),
    (0x9E, '・'),
    (0x9F, '•'),
    (0xA1, '○'),
    (0xA7, '▪'),
    (0xA8, '□'),
    (0xD8, '➢'),
    (0xE0, '→'),
    (0xE8, '→'),
    (0xF0, '⇒'),
    (0xFB, '✗'),
    (0xFC, '✓'),
    (0xFD, '☒'),
    (0xFE, '☑'),
    (0x2A, '✉'),
];
const WINGDINGS_2: [(u32, char); 6] = [(0x50, '✓'), (0x51, '☒'), (0x52, '☑'), (0x53, '☒'), (0x54, '☒'), (0xA3, '□')];
const SYMBOL: [(u32, char); 9] = [
    (0xB0, '°'),
    (0xB1, '±'),
    (0xB4, '×'),
    (0xB7, '•'),
    (0xB8, '÷'),
    (0xA3, '≤'),
    (0xB3, '≥'),
    (0xAE, '→'),
    (0xDE, '⇒'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_and_bullets() {
        assert_eq!(sign('\u{F0A8}', Some("Wingdings")), '□');
        assert_eq!(sign('\u{FE}', Some("Wingdings")), '☑');
        assert_eq!(sign('\u{F0B7}', Some("SymbolMT")), '•');
        assert_eq!(sign('\u{F0FF}', Some("Wingdings")), '\u{F0FF}');
        assert_eq!(sign('\u{F0A8}', None), '\u{F0A8}');
        assert_eq!(sign('l', Some("Arial")), 'l');
        assert_eq!(bullet("\u{F0B7}", Some("Symbol")), "・");
        assert_eq!(bullet("l", Some("Wingdings")), "●");
        assert_eq!(bullet("o", Some("Courier New")), "○");
        assert_eq!(bullet("\u{F076}", Some("Unknown")), "・");
    }
}
