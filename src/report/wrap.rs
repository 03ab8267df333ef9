//! Lines of a given display width, in which a full-width character takes two columns.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Breaks `text` into lines of at most `width` columns: anywhere in Japanese, between words elsewhere. A closing bracket or a full
/// stop never starts a line; it takes the character before it along.
#[must_use]
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut column = 0;
    for piece in pieces(text) {
        let room = piece.trim_end().width();
        if column > 0 && column + room > width {
            trim_end(&mut lines);
            lines.push(String::new());
            column = 0;
        }
        let line = lines.last_mut().expect("there is always a line");
        let piece = if column == 0 { piece.trim_start_matches(' ') } else { piece.as_str() };
        line.push_str(piece);
        column += piece.width();
    }
    trim_end(&mut lines);
    lines
}

/// `text`, filled up with spaces to `width` columns.
#[must_use]
pub fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

/// What must not be broken: a word with the spaces after it, or a full-width character with the marks that cling to it.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    // Control characters of a document must not reach the terminal.
    for character in text.chars().filter(|character| !character.is_control()) {
        match pieces.last_mut() {
            Some(piece) if clings(piece, character) => piece.push(character),
            _ => pieces.push(character.into()),
        }
    }
    pieces
}

fn clings(piece: &str, next: char) -> bool {
    // A mark without width stays with what it marks.
    let is_visible = |character: &char| character.width() != Some(0);
    let Some(last) = piece.chars().rev().find(is_visible).filter(|_| is_visible(&next)) else { return true };
    if "、。，．,.」』）］】〉》)]！？ー々".contains(next) || "「『（［【〈《([".contains(last) {
        return true;
    }
    let narrow = |character: char| character.width() == Some(1);
    narrow(last) && last != ' ' && narrow(next) || last != ' ' && next == ' '
}

fn trim_end(lines: &mut [String]) {
    if let Some(line) = lines.last_mut() {
        line.truncate(line.trim_end().len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn japanese_breaks_by_columns_and_marks_hang() {
        assert_eq!(wrap("乙は利用者と。契約する", 12), ["乙は利用者", "と。契約する"]);
        assert_eq!(wrap("甲は「乙」に", 6), ["甲は", "「乙」", "に"]);
    }

    #[test]
    fn marks_without_width_change_no_line() {
        assert_eq!(wrap("甲は\u{2062}乙に\u{2063}、通知", 8), ["甲は\u{2062}乙", "に\u{2063}、通知"]);
    }

    #[test]
    fn words_stay_whole() {
        assert_eq!(wrap("no provision for it", 8), ["no", "provision", "for it"]);
        assert_eq!(wrap("別紙IPoEの図", 6), ["別紙", "IPoEの", "図"]);
    }
}
