//! Tables: rows of a unit that were written as lines, their cells parted by ／, ｜, tabs or wide gaps.

use super::{Contract, Table, UnitId, UnitKind};
use crate::span::Span;
use crate::text::Text;

/// What parts the cells of a row, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Separator {
    Bar,
    Tab,
    Slash,
    Gap,
}

const SEPARATORS: [Separator; 4] = [Separator::Bar, Separator::Tab, Separator::Slash, Separator::Gap];

/// The longest heading of a column, in characters.
const HEADING: usize = 16;

/// Finds the tables in the text of each unit.
pub(super) fn tables(contract: &Contract, text: &Text) -> Vec<Table> {
    let mut tables = Vec::new();
    for id in contract.ids() {
        let unit = contract.unit(id);
        let framed = matches!(unit.kind, UnitKind::Title | UnitKind::Toc | UnitKind::Signature);
        if framed || unit.body.len() < 2 {
            continue;
        }
        let lines: Vec<Span> = unit.body.iter().copied().filter(|&line| !is_rule(text.get(line))).collect();
        let mut rest = lines.as_slice();
        while !rest.is_empty() {
            let (rows, len) = run(rest, text);
            rest = &rest[len..];
            if !rows.is_empty() {
                tables.push(table(id, rows, text));
            }
        }
    }
    tables
}

/// The rows that `lines` begin with, and how many of the lines they are; one line and no rows if it is none.
fn run(lines: &[Span], text: &Text) -> (Vec<Vec<Span>>, usize) {
    for separator in SEPARATORS {
        let Some(first) = lines.first().and_then(|&line| cells(line, separator, text)) else { continue };
        let mut rows = vec![first];
        for pair in lines.windows(2) {
            let [before, line] = [pair[0], pair[1]];
            // Units between two lines of text are no rows.
            let between = text.get(Span::new(before.end, line.start));
            let adjoins = between.split('\n').all(|line| line.is_empty() || is_rule(line));
            match cells(line, separator, text) {
                Some(row) if adjoins && row.len() == rows[0].len() => rows.push(row),
                _ => break,
            }
        }
        // Two lines with one ／ each are more often alternatives than a table.
        let fewest = if separator == Separator::Slash && rows[0].len() == 2 { 3 } else { 2 };
        if rows.len() >= fewest {
            let len = rows.len();
            return (rows, len);
        }
    }
    (Vec::new(), 1)
}

fn table(unit: UnitId, mut rows: Vec<Vec<Span>>, text: &Text) -> Table {
    let header = is_header(&rows, text).then(|| rows.remove(0));
    Table { unit, header, rows }
}

/// The cells of a line; `None` if it has fewer than a row with this separator must have.
fn cells(line: Span, separator: Separator, text: &Text) -> Option<Vec<Span>> {
    let words = text.get(line);
    let mut cells = Vec::new();
    let (before, after) = if separator == Separator::Tab { empty_ends(line, text) } else { (0, 0) };
    cells.extend(std::iter::repeat_n(Span::new(line.start, line.start), before));
    let mut start = 0;
    let mut depth = 0;
    for (at, c) in words.char_indices() {
        depth += i32::from(c == '(') - i32::from(c == ')');
        let len = c.len_utf8();
        let parts = match separator {
            Separator::Bar => matches!(c, '|' | '│' | '┃' | '¦'),
            Separator::Slash => c == '/' && depth <= 0 && !is_in_word(line, at, text),
            Separator::Tab | Separator::Gap => {
                c == ' ' && {
                    let source = text.source(Span::new(line.start + at, line.start + at + len));
                    let wide = source.contains('\u{3000}') || source.chars().nth(1).is_some();
                    if separator == Separator::Tab { source.contains('\t') } else { wide }
                }
            }
        };
        if parts {
            cells.push(trimmed(line, words, start, at));
            start = at + len;
        }
        if parts && separator == Separator::Tab {
            let tabs = text.source(Span::new(line.start + at, line.start + at + len)).matches('\t').count();
            cells
                .extend(std::iter::repeat_n(Span::new(line.start + start, line.start + start), tabs.saturating_sub(1)));
        }
    }
    cells.push(trimmed(line, words, start, words.len()));
    cells.extend(std::iter::repeat_n(Span::new(line.end, line.end), after));
    if separator == Separator::Bar {
        // The frame of the row.
        cells.pop_if(|cell| cell.is_empty());
        if cells.first().is_some_and(|cell| cell.is_empty()) && words.starts_with(['|', '│', '┃', '¦']) {
            cells.remove(0);
        }
    }
    let (last, others) = cells.split_last()?;
    let fewest = if separator == Separator::Gap { 3 } else { 2 };
    // Only cells that the document draws may be empty but for one.
    let fewest_filled = if before + after > 0 { 1 } else { 2 };
    let filled = cells.iter().filter(|cell| !cell.is_empty()).count() >= fewest_filled;
    // A gap after a full stop parts sentences.
    let sentences = separator == Separator::Gap && others.iter().any(|&cell| text.get(cell).contains('。'));
    (cells.len() >= fewest && filled && !sentences && last.end <= line.end).then_some(cells)
}

/// Number of empty cells at the beginning and at the end of a line: the tabs beside the line breaks around it.
fn empty_ends(line: Span, text: &Text) -> (usize, usize) {
    let tabs = |words: &str| words.matches('\t').count();
    let breaks = |start: usize| {
        let at = Span::new(start, start + 1);
        if text.norm.as_bytes().get(start) == Some(&b'\n') { text.source(at) } else { "" }
    };
    let before = line.start.checked_sub(1).map_or("", breaks).rsplit_once('\n').map_or(0, |(_, after)| tabs(after));
    let after = breaks(line.end).split_once('\n').map_or(0, |(before, _)| tabs(before));
    (before, after)
}

fn trimmed(line: Span, words: &str, start: usize, end: usize) -> Span {
    let cell = words.get(start..end).unwrap_or_default();
    let start = start + cell.len() - cell.trim_start().len();
    let len = cell.trim().len();
    // An empty cell keeps its place in the row.
    let start = if len == 0 { end } else { start };
    Span::new(line.start + start, line.start + start + len)
}

/// Whether the ／ at `at` of `line` is part of a word: TCP/IP, 24/7, 210円/月.
fn is_in_word(line: Span, at: usize, text: &Text) -> bool {
    let words = text.get(line);
    let before = words.get(..at).and_then(|before| before.chars().next_back());
    let after = words.get(at + 1..).unwrap_or_default();
    let mut next = after.chars();
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    // A sign wider than the letters around it sets them apart: 42／2024, but ＴＣＰ／ＩＰ.
    let at = line.start + at;
    let wider =
        text.source(Span::new(at, at + 1)) == "／" && text.source(Span::new(at.saturating_sub(1), at)).is_ascii();
    let joined = latin(before) && latin(next.clone().next()) && !wider;
    let counts = next.next().is_some_and(|c| "月年日名台回件人枚本戸口秒".contains(c));
    let ends = next.next().is_none_or(|c| c.is_whitespace() || "/|)(、".contains(c));
    let path = before.is_some_and(|c| matches!(c, ':' | '/')) || after.starts_with('/');
    joined || path || before.is_some_and(|c| matches!(c, '円' | '件' | '回')) && counts && ends
}

/// A line that only draws: ───, |---|---|, +----+.
fn is_rule(line: &str) -> bool {
    line.chars().count() >= 3 && line.chars().all(|c| "-―─━=_+|: ".contains(c) || matches!(c, '\u{2500}'..='\u{257F}'))
}

/// Whether the first row names the columns: short labels that no row below repeats, and a first cell that can only be a
/// heading or columns that say more than their labels.
fn is_header(rows: &[Vec<Span>], text: &Text) -> bool {
    let Some((first, below)) = rows.split_first() else { return false };
    let words: Vec<&str> = first.iter().map(|&cell| text.get(cell)).collect();
    let Some((corner, columns)) = words.split_first() else { return false };
    let label = |word: &&str| word.chars().count() <= HEADING && !word.is_empty() && !word.contains(['。', '、', '○']);
    let repeated = |column: usize| below.iter().any(|row| text.get(row[column]) == words[column]);
    let labels = corner.chars().count() <= HEADING && columns.iter().all(label);
    if below.is_empty() || !labels || (0..words.len()).any(repeated) {
        return false;
    }
    let names_columns = corner.is_empty() || HEADINGS.iter().any(|heading| corner.ends_with(heading));
    let says_more = (1..words.len()).all(|column| {
        let lengths = below.iter().map(|row| text.get(row[column]).chars().count());
        lengths.sum::<usize>() >= below.len() * 2 * words[column].chars().count().max(4)
    });
    names_columns || says_more && !words.iter().any(|word| word.starts_with(|c: char| c.is_ascii_digit()))
}

/// What the first column of a table is called.
const HEADINGS: &[&str] = &[
    "工程",
    "段階",
    "項目",
    "区分",
    "指標",
    "当事者",
    "事業者",
    "会社",
    "会社名",
    "担当",
    "担当者",
    "種別",
    "種類",
    "品目",
    "品名",
    "名称",
    "番号",
    "項番",
    "場所",
    "内容",
    "業務",
    "作業",
    "事象",
    "状況",
    "フェーズ",
    "局面",
    "場面",
    "手順",
    "時期",
    "事項",
    "窓口",
    "役割",
    "対象",
    "範囲",
    "設備",
    "機器",
    "部署",
    "部門",
    "拠点",
    "コース",
    "プラン",
    "サービス",
    "メニュー",
    "条件",
    "事由",
    "レベル",
    "時間",
    "順序",
    "手続",
    "費目",
    "料金",
    "分類",
    "主体",
    "責任",
    "物件名",
    "店舗",
    "No",
    "No.",
    "NO",
    "#",
    "機能",
    "順",
    "地点",
    "地域",
];
