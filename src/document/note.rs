//! Footnotes: small print at the foot of a page or column, below a short line. They are read after the paragraph that runs on
//! to the next page.

use unicode_normalization::UnicodeNormalization;

use super::Rect;
use super::device::Turn;
use super::layout::Row;
use super::table::Area;

/// A footnote's line of text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Print<'t> {
    pub(super) area: Area,
    /// The em in points.
    pub(super) size: f32,
    /// How it begins.
    pub(super) text: &'t str,
}

/// Footnotes are set at most so large, in ems of the text.
const SMALL: f32 = 0.96;
/// Without a line above them, at most so large.
const SMALLER: f32 = 0.88;

/// Which of the pieces of a column are footnotes. They are in order, `em` is that of the text and `rules` are the lines of the
/// page.
pub(super) fn find(prints: &[Print<'_>], em: f32, rules: &[Area]) -> Vec<bool> {
    let none = || vec![false; prints.len()];
    let Some(bounds) = prints.iter().map(|print| print.area).reduce(union) else { return none() };
    let middle = |area: Area| (area.v0 + area.v1) / 2.0;
    // From the last rows up: what is small enough, a page number aside.
    let numbers = prints.iter().rev().take_while(|print| is_number(print.text)).count();
    let end = prints.len() - numbers;
    let small = |most: f32| prints[..end].iter().rev().take_while(|print| print.size <= most * em).count();
    let is_head = |print: &Print<'_>| is_mark(print.text);
    let is_short = |rule: &&Area| {
        let length = rule.u1 - rule.u0;
        rule.v1 - rule.v0 < 3.0
            && length > 2.0 * em
            && length < 0.6 * (bounds.u1 - bounds.u0)
            && rule.u0 > bounds.u0 - 2.0 * em
            && rule.u1 < bounds.u1 + em
    };
    let first_small = end - small(SMALL);
    let below = |rule: &Area| (0..end).find(|&at| middle(prints[at].area) > rule.v0).unwrap_or(end);
    let ruled = rules.iter().filter(is_short).map(below).filter(|&at| at < end && at >= first_small);
    let ruled = ruled.filter(|&at| at > 0 && prints[at..end].iter().any(is_head)).min();
    // Without a line: small print that begins with a mark, after a gap.
    let unruled = (end - small(SMALLER)..end).find(|&at| at > 0 && is_sign(prints[at].text));
    let Some(first) = ruled.or(unruled) else { return none() };
    (0..prints.len()).map(|at| (first..end).contains(&at)).collect()
}

/// Takes raised marks that lead to the footnotes among `rows` out of their lines, so that they do not stand between the words;
/// gives them back as rows that are set aside.
pub(super) fn take_marks(rows: &mut [Row]) -> Vec<Row> {
    let heads: Vec<String> = rows.iter().filter(|row| row.late).filter_map(|row| head(&row.text)).collect();
    let mut taken = Vec::new();
    if heads.is_empty() {
        return taken;
    }
    for row in rows.iter_mut().filter(|row| !row.late && !row.aside && row.frame == Turn::Upright) {
        take_from(row, &heads, &mut taken);
    }
    taken
}

/// The mark that a footnote begins with: ※1, *2, 3.
fn head(text: &str) -> Option<String> {
    let folded: String = text.trim_start().nfkc().collect();
    let head: String = folded
        .trim_start_matches(['(', '['])
        .chars()
        .take_while(|char| char.is_ascii_digit() || "※*†‡注".contains(*char))
        .take(5)
        .collect();
    (!head.is_empty()).then_some(head)
}

fn take_from(row: &mut Row, heads: &[String], taken: &mut Vec<Row>) {
    let middle = |rect: &Rect| (rect.y0 + rect.y1) / 2.0;
    let is_raised = |rect: &Rect| rect.y1 - rect.y0 < 0.75 * row.size && middle(rect) < row.middle - 0.1 * row.size;
    let raised: Vec<bool> = row.glyphs.iter().map(|(_, rect)| is_raised(rect)).collect();
    if !raised.contains(&true) || raised.iter().all(|raised| *raised) {
        return;
    }
    let (mut text, mut glyphs) = (String::with_capacity(row.text.len()), Vec::with_capacity(row.glyphs.len()));
    let mut at = 0;
    let mut end = 0;
    for group in raised.chunk_by(|a, b| a == b) {
        let members = row.glyphs.get(at..at + group.len()).unwrap_or_default();
        at += group.len();
        let (Some((first, _)), Some((last, _))) = (members.first(), members.last()) else { continue };
        let words = row.text.get(first.start..last.end).unwrap_or_default();
        if group[0] && head(words).is_some_and(|head| heads.contains(&head)) {
            taken.push(aside(words, members, row));
            end = last.end;
            continue;
        }
        for (range, rect) in members {
            // With the gap before it.
            text.push_str(row.text.get(end..range.start).unwrap_or_default());
            let start = text.len();
            text.push_str(row.text.get(range.clone()).unwrap_or_default());
            glyphs.push((start..text.len(), *rect));
            end = range.end;
        }
    }
    (row.text, row.glyphs) = (text, glyphs);
}

fn aside(words: &str, members: &[(std::ops::Range<usize>, Rect)], row: &Row) -> Row {
    let start = members.first().map_or(0, |(range, _)| range.start);
    let glyphs = members.iter().map(|(range, rect)| (range.start - start..range.end - start, *rect)).collect();
    let rect = members.iter().map(|(_, rect)| *rect).reduce(Rect::union).unwrap_or_default();
    Row { text: words.to_owned(), glyphs, rect, aside: true, frame: row.frame, size: row.size, ..Row::default() }
}

fn union(a: Area, b: Area) -> Area {
    Area { u0: a.u0.min(b.u0), u1: a.u1.max(b.u1), v0: a.v0.min(b.v0), v1: a.v1.max(b.v1) }
}

fn is_number(text: &str) -> bool {
    super::furniture::is_page_number(text, true)
}

/// Whether a line begins as a footnote does: with a sign or a number.
fn is_mark(text: &str) -> bool {
    is_sign(text) || text.trim_start().trim_start_matches(['(', '（', '[', '［']).starts_with(char::is_numeric)
}

/// Whether a line begins with a sign of footnotes: ※1, *1, 注1, (注), †.
fn is_sign(text: &str) -> bool {
    let text = text.trim_start().trim_start_matches(['(', '（', '[', '［']);
    text.starts_with(['※', '*', '＊', '†', '‡', '注', '¹', '²', '³'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn print(text: &str, size: f32, v: f32) -> Print<'_> {
        Print { area: Area { u0: 50.0, u1: 500.0, v0: v, v1: v + size }, size, text }
    }

    #[test]
    fn small_print_below_a_short_line() {
        let prints = [
            print("乙は、利用者に請求する。", 10.0, 600.0),
            print("1 別に定める。", 9.0, 700.0),
            print("さらに続く。", 9.0, 715.0),
            print("- 3 -", 9.0, 790.0),
        ];
        let rule = Area { u0: 50.0, u1: 150.0, v0: 690.0, v1: 690.5 };
        assert_eq!(find(&prints, 10.0, &[rule]), [false, true, true, false]);
        assert_eq!(find(&prints, 10.0, &[]), [false; 4]);
    }

    #[test]
    fn contract_text_is_no_note() {
        let prints = [print("乙は、利用者に請求する。", 10.0, 600.0), print("２　甲は請求しない。", 10.0, 700.0)];
        let rule = Area { u0: 50.0, u1: 150.0, v0: 690.0, v1: 690.5 };
        assert_eq!(find(&prints, 10.0, &[rule]), [false, false]);
    }
}
