//! Plain text: each line of the file is a line, unless the file was wrapped by hand at a fixed width.

use unicode_width::UnicodeWidthStr;

use super::follow::{Shape, ends_sentence, follow, right_margin};
use super::furniture::is_page_number;
use super::layout::first_piece;
use super::{Document, Follows, Kind, LineKind, ReadError, encoding};

/// Reads text in any encoding in use for Japanese.
pub(super) fn read(bytes: &[u8]) -> Result<Document, ReadError> {
    let text = &*encoding::decode(bytes, None)?;
    if text.trim().is_empty() {
        return Err(ReadError::Empty);
    }
    let (origins, lines): (Vec<usize>, Vec<&str>) = split(text).into_iter().unzip();
    let kinds = kinds(&lines);
    let follows = follows(&lines, &kinds);
    let mut document = Document { kind: Kind::Plain, origins, ..Document::default() };
    for ((line, kind), follows) in lines.iter().zip(kinds).zip(follows) {
        document.push_line(line, follows).kind = kind;
    }
    Ok(document)
}

/// What ends each line of a text, for those who write it again; nothing after a last line that the file does not end.
pub(crate) fn line_ends(bytes: &[u8]) -> Result<Vec<String>, ReadError> {
    let text = &*encoding::decode(bytes, None)?;
    let mut rest = text;
    let ends = split(text).into_iter().map(|(_, line)| {
        rest = rest.get(line.len()..).unwrap_or_default();
        let end = if rest.starts_with("\r\n") { 2 } else { rest.chars().next().map_or(0, char::len_utf8) };
        let (end, after) = rest.split_at_checked(end).unwrap_or_default();
        rest = after;
        end.to_owned()
    });
    Ok(ends.collect())
}

/// Lines by every line end in use, each with the byte at which it begins; a form feed ends a page and so a line.
fn split(text: &str) -> Vec<(usize, &str)> {
    const ENDS: [char; 5] = ['\r', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];
    let mut lines: Vec<(usize, &str)> = Vec::new();
    let mut start = 0;
    for whole in text.split_inclusive('\n') {
        let line = whole.strip_suffix('\n').map_or(whole, |line| line.strip_suffix('\r').unwrap_or(line));
        let mut at = 0;
        for (end, mark) in line.match_indices(ENDS) {
            lines.push((start + at, line.get(at..end).unwrap_or_default()));
            at = end + mark.len();
        }
        lines.push((start + at, line.get(at..).unwrap_or_default()));
        start += whole.len();
    }
    lines
}

/// A page number is one only if it is alone between blank lines or at the end of a page.
fn kinds(lines: &[&str]) -> Vec<LineKind> {
    let blank =
        |index: Option<usize>| index.and_then(|index| lines.get(index)).is_none_or(|line| line.trim().is_empty());
    let kind = |(index, line): (usize, &&str)| {
        let alone = blank(index.checked_sub(1)) && blank(index.checked_add(1));
        if alone && is_page_number(line, false) { LineKind::Furniture } else { LineKind::Body }
    };
    lines.iter().enumerate().map(kind).collect()
}

/// How each of `lines` goes on from the one before, if they were wrapped by hand.
pub(super) fn follows(lines: &[&str], kinds: &[LineKind]) -> Vec<Follows> {
    let mut follows = vec![Follows::Break; lines.len()];
    let Some(width) = wrap_width(lines) else { return follows };
    let body: Vec<usize> = (0..lines.len()).filter(|index| kinds[*index] == LineKind::Body).collect();
    let shapes: Vec<Shape<'_>> = body.iter().map(|index| shape(lines[*index], width)).collect();
    for (index, found) in body.into_iter().zip(follow(&shapes)) {
        follows[index] = found;
    }
    follows
}

fn columns(text: &str) -> usize {
    text.width_cjk()
}

/// The width in columns at which the file was wrapped by hand, if it was: many lines end about there, most of them in
/// mid-sentence, and hardly any goes on.
fn wrap_width(lines: &[&str]) -> Option<usize> {
    let lines: Vec<&str> = lines.iter().map(|line| line.trim_end()).filter(|line| !line.is_empty()).collect();
    let ends = lines.iter().map(|line| columns(line) as f32).collect();
    let width = right_margin(ends, 2.0, 4)? as usize;
    let beyond = lines.iter().filter(|line| columns(line) > width + 2).count();
    if !(56..=100).contains(&width) || beyond * 20 > lines.len() {
        return None;
    }
    let full: Vec<&&str> = lines.iter().filter(|line| columns(line) + RAGGED >= width).collect();
    let open = full.iter().filter(|line| !ends_sentence(line)).count();
    (full.len() >= 6 && full.len() * 6 >= lines.len() && open * 5 >= full.len() * 3).then_some(width)
}

/// Columns that a full line may be short of the width: a word that did not fit, or spaces counted otherwise.
const RAGGED: usize = 4;

fn shape(line: &str, width: usize) -> Shape<'_> {
    let em = |columns: usize| columns as f32 / 2.0;
    let visible = line.trim();
    let end = columns(line.trim_end());
    let start = end - columns(visible);
    let chars: Vec<String> = visible.chars().take(64).map(String::from).collect();
    let spaced = |index: usize| chars[index - 1].trim().is_empty();
    let piece: String = chars.iter().take(first_piece(chars.iter().map(String::as_str), spaced)).cloned().collect();
    // A sentence that stops short of the width may end the paragraph; one that is not over surely goes on.
    let end = if ends_sentence(line) { end } else { end + RAGGED };
    Shape {
        text: line,
        start: em(start),
        edge: em(start),
        room: em(width - end.min(width)),
        need: em(columns(&piece).max(1)),
        size: 1.0,
        pitch: None,
        spread: false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Line;
    use super::*;

    fn shown(text: &str) -> Vec<(String, char)> {
        let document = read(text.as_bytes()).expect("it is text");
        let mark = |line: &Line| match (line.kind, line.follows) {
            (LineKind::Furniture, _) => 'f',
            (_, Follows::Wrapped) => 'w',
            (_, Follows::Cell) => 'c',
            (_, Follows::Break) => '-',
        };
        let words = |line: &Line| document.raw.get(line.raw.start..line.raw.end).unwrap_or_default().to_owned();
        document.lines.iter().map(|line| (words(line), mark(line))).collect()
    }

    #[test]
    fn every_line_stands_alone() {
        let marks: String =
            shown("\u{FEFF}契約書\r\n\r\n第1条（目的）\r\n　乙は通知する。\n").iter().map(|(_, mark)| *mark).collect();
        assert_eq!(marks, "----");
    }

    #[test]
    fn page_numbers_alone_are_set_aside() {
        let marks: String = shown("甲は通知する。\n\n－１－\n\n1/5\n乙").iter().map(|(_, mark)| *mark).collect();
        assert_eq!(marks, "--f---");
    }

    #[test]
    fn lines_wrapped_by_hand_are_joined() {
        let sentence = "乙は本サービスの利用者に対してその料金を自己の名で請求し甲は請求しない".repeat(9)
            + "ものとし、その費用は乙の負担";
        let chars: Vec<char> = sentence.chars().collect();
        let mut text: String = chars.chunks(36).map(|line| line.iter().collect::<String>() + "\n").collect();
        text += "である。\n第２条（定義）\n　甲は、通知する。\n";
        let marks: String = shown(&text).iter().map(|(_, mark)| *mark).collect();
        assert_eq!(marks, "-wwwwwwwww---");
    }

    #[test]
    fn every_line_knows_where_it_comes_from() {
        let text = "契約書\r\n\r\n第1条\r　乙は\u{2028}通知する。\u{c}以上\n終";
        let document = read(format!("\u{FEFF}{text}").as_bytes()).expect("it is text");
        let words = |line: &Line| document.raw.get(line.raw.start..line.raw.end).unwrap_or_default();
        for line in &document.lines {
            let origin = document.origin(line.raw).expect("plain text has origins");
            assert_eq!(text.get(origin), Some(words(line)));
        }
        assert_eq!(document.lines.len(), 7);
    }

    #[test]
    fn errors() {
        assert!(matches!(read(b" \n\t"), Err(ReadError::Empty)));
        assert!(matches!(read(b"\0\x01\x02"), Err(ReadError::Unsupported(_))));
    }
}
