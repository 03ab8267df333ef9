//! Labels: the sign at the start of a line that numbers a unit, 第3条の2, 4.2, (1), ①, ア.
//!
//! A label says which sign it is and which number; it does not say which level of the contract it numbers. One sign can
//! be read in two ways (イ is the second of アイウ and the first of イロハ), so a label holds every reading.

use crate::numeral::{alphabet, arabic, chinese, circled, gojuon, iroha, is_amount, numeral, read_roman};

/// The kinds of sign. Two lines with the same sign may number the same level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// 第1編, 第1章; the word as printed.
    Chapter(char),
    /// 第1条, 1条.
    Article,
    /// 第1.
    Ordinal,
    /// 第1項, 1項.
    Paragraph,
    /// 第1号, 1号.
    Item,
    /// 4.2, with the count of its numbers.
    Dotted(usize),
    /// 7-2, with the count of its numbers.
    Hyphened(usize),
    /// 1 and a space.
    Bare,
    /// 1. or 1、
    Dot,
    /// (1) or 1)
    Paren,
    /// ①
    Circled,
    /// 【1】, 〔1〕
    Bracket,
    /// 一, 一、
    Chinese,
    /// (一)
    ChineseParen,
    /// ア
    Gojuon,
    /// (ア)
    GojuonParen,
    /// イ, ロ, ハ
    Iroha,
    /// (イ), (ロ), (ハ)
    IrohaParen,
    /// a.
    Lower,
    /// (a)
    LowerParen,
    /// A.
    Upper,
    /// (A)
    UpperParen,
    /// I, II; i), ii)
    Roman,
    /// (i)
    RomanParen,
    /// ・
    Bullet(char),
}

impl Sign {
    /// Signs that number paragraphs when they come first in an article; the others number its items even there.
    pub(super) const fn numbers_paragraphs(self) -> bool {
        matches!(self, Self::Paragraph | Self::Dotted(_) | Self::Hyphened(_) | Self::Bare | Self::Dot)
    }

    /// Signs that can number a second paragraph after an unnumbered first one.
    pub(super) const fn numbers_second_paragraph(self) -> bool {
        self.numbers_paragraphs() || matches!(self, Self::Paren | Self::Chinese | Self::Circled)
    }
}

/// One way to read a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) sign: Sign,
    /// The number, branch numbers or the numbers after the dots behind it; none for a bullet.
    pub(super) parts: Vec<u32>,
}

/// The label of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Label {
    pub(super) readings: Vec<Reading>,
    /// Bytes from the start of the line to the end of the label, decoration before and brackets around included.
    pub(super) len: usize,
    /// Whether something sets the label off from the text: a space, a bracket, the end of the line.
    pub(super) firm: bool,
    /// The agreement that it says the article is of: 特約第1条.
    pub(super) agreement: Option<&'static str>,
}

impl Label {
    fn new(sign: Sign, parts: Vec<u32>, len: usize, firm: bool) -> Self {
        Self { readings: vec![Reading { sign, parts }], len, firm, agreement: None }
    }

    /// The reading as 第N条.
    pub(super) fn article(&self) -> Option<&[u32]> {
        self.readings.iter().find(|reading| reading.sign == Sign::Article).map(|reading| reading.parts.as_slice())
    }

    /// The reading as 第N章, with its word.
    pub(super) fn chapter(&self) -> Option<(char, &[u32])> {
        self.readings.iter().find_map(|reading| match reading.sign {
            Sign::Chapter(word) => Some((word, reading.parts.as_slice())),
            _ => None,
        })
    }
}

/// The label that `line` begins with; `first` is the line's first character as the document has it (① is 1 in `line`).
pub(super) fn label(line: &str, first: Option<char>) -> Option<Label> {
    let bare = line.trim_start_matches(['■', '◆', '●', '▼', '▶', '□', '○', '◎', '#', ' ']);
    let decoration = line.len() - bare.len();
    let mut label = circled_label(line, first)
        .or_else(|| ordinal(bare))
        .or_else(|| attached(bare))
        .or_else(|| in_brackets(bare))
        .or_else(|| digits(bare))
        .or_else(|| chinese_label(bare))
        .or_else(|| letter(bare))
        .or_else(|| attached_roman(bare))
        .map(|label| Label { len: label.len + decoration, ..label })
        .or_else(|| bullet(line))?;
    if label.readings.iter().any(|reading| reading.parts.first() == Some(&0)) {
        return None;
    }
    label.firm |= line.len() == label.len;
    Some(label)
}

fn circled_label(line: &str, first: Option<char>) -> Option<Label> {
    let value = circled(first?)?;
    let len = arabic(line).map_or_else(|| line.chars().next().map_or(0, char::len_utf8), |(_, len)| len);
    Some(Label::new(Sign::Circled, vec![value], len, true))
}

/// 特約第1条: an article that names the agreement it is of.
fn attached(line: &str) -> Option<Label> {
    let word = ["特約", "特則", "覚書", "個別契約", "付属契約"].into_iter().find(|word| line.starts_with(word))?;
    let label =
        ordinal(line.get(word.len()..)?.trim_start()).filter(|label| label.firm && label.article().is_some())?;
    let space = line.get(word.len()..)?.len() - line.get(word.len()..)?.trim_start().len();
    Some(Label { len: label.len + word.len() + space, agreement: Some(word), ..label })
}

/// 第1条, 第1章, 第1項, 第1号, 第1; the first four also without 第.
fn ordinal(line: &str) -> Option<Label> {
    let open = line.strip_prefix(['【', '[', '〔', '「']).filter(|rest| rest.starts_with('第'));
    // (第1条 目的) as a whole line, but not (第1条関係).
    let round = line.strip_prefix('(').filter(|rest| {
        rest.starts_with('第') && rest.find(')').is_some_and(|close| close + 1 == rest.len()) && !rest.contains('。')
    });
    let inner = open.or(round).unwrap_or(line);
    let after_ordinal = inner.strip_prefix('第');
    let (value, len) = numeral(after_ordinal.unwrap_or(inner).trim_start())?;
    let mut rest = after_ordinal.unwrap_or(inner).trim_start().get(len..)?;
    let mut parts = vec![value];
    let unit = rest.trim_start().chars().next();
    let sign = match unit {
        Some('条' | '條') => Sign::Article,
        Some('項') => Sign::Paragraph,
        Some('号') => Sign::Item,
        Some(word @ ('編' | '章' | '節' | '款')) => Sign::Chapter(word),
        Some('部') if after_ordinal.is_some() => Sign::Chapter('部'),
        _ => Sign::Ordinal,
    };
    if sign == Sign::Ordinal {
        after_ordinal?;
        let firm = rest.starts_with(' ') || rest.is_empty();
        return firm.then(|| Label::new(sign, parts, line.len() - rest.len(), true));
    }
    rest = rest.trim_start().get(unit.map_or(0, char::len_utf8)..)?;
    while let Some((branch, after)) = branch(rest) {
        parts.push(branch);
        rest = after;
    }
    // 【第1条】 closes before the heading, 【第1条 目的】 after it.
    if open.is_some()
        && let Some(after) = rest.strip_prefix(['】', ']', '〕'])
    {
        rest = after;
    }
    if round.is_some() && !(sign == Sign::Article && rest.starts_with(' ')) {
        return None;
    }
    let firm = rest.is_empty() || rest.starts_with([' ', '(', '【', '[', '〔', '「', ':', '<']);
    if after_ordinal.is_none() && !firm || refers_on(rest) {
        return None;
    }
    Some(Label::new(sign, parts, line.len() - rest.len(), firm))
}

/// の2 of 第3条の2.
fn branch(rest: &str) -> Option<(u32, &str)> {
    let after = rest.trim_start().strip_prefix(['の', 'ノ', '-'])?.trim_start();
    let (value, len) = numeral(after)?;
    let after = after.get(len..)?;
    // 第3条の2項 is no branch, nor is 第3条の一部.
    (!after.starts_with(['項', '号', '部', '方', '者', '定', '般'])).then_some((value, after))
}

/// Whether the words after 第3条 make it a reference in running text: 第3条に定める, 第3条(約款)の.
fn refers_on(rest: &str) -> bool {
    let after_heading = match rest.strip_prefix('(') {
        Some(inner) => inner.split_once(')').map_or("", |(_, after)| after),
        None => rest,
    };
    let particle = |text: &str| {
        text.starts_with(['の', 'に', 'は', 'を', 'と', 'が', 'で', 'も', 'や', 'か', 'ま', 'へ'])
            || text.starts_with([
                '、', '。', '及', '並', '又', '若', '第', '各', '所', '本', '但', '中', '以', '～', '〜', ',', ')',
                '・',
            ])
    };
    if rest.starts_with('(') {
        after_heading.starts_with(['の', 'に', 'は', 'を', 'と', 'が', '、', '。', '及', '並', '第'])
    } else {
        particle(rest)
    }
}

/// (1), (一), (ア), (a), (i), 1), ア), 【1】.
fn in_brackets(line: &str) -> Option<Label> {
    let (inside, len, bracket) = if let Some(rest) = line.strip_prefix('(') {
        let (inside, _) = rest.split_once(')')?;
        (inside, inside.len() + 2, false)
    } else if let Some(rest) = line.strip_prefix(['【', '[', '〔']) {
        let (inside, after) = rest.split_once(['】', ']', '〕'])?;
        (inside, line.len() - after.len(), true)
    } else {
        let (inside, _) = line.split_once(')')?;
        (inside, inside.len() + 1, false)
    };
    let inside = inside.trim();
    if inside.is_empty() || inside.len() > 12 {
        return None;
    }
    let readings = if let Some((value, _)) = arabic(inside).filter(|&(value, len)| len == inside.len() && value < 200) {
        vec![Reading { sign: if bracket { Sign::Bracket } else { Sign::Paren }, parts: vec![value] }]
    } else if bracket {
        return None;
    } else if let Some((value, _)) = chinese(inside).filter(|&(_, len)| len == inside.len()) {
        vec![Reading { sign: Sign::ChineseParen, parts: vec![value] }]
    } else {
        letters(inside, true)
    };
    (!readings.is_empty()).then_some(Label { readings, len, firm: true, agreement: None })
}

/// 1, 1., 4.2, 7-2.
fn digits(line: &str) -> Option<Label> {
    let (value, mut len) = arabic(line)?;
    let mut parts = vec![value];
    let mut separator = None;
    loop {
        let rest = line.get(len..)?;
        let Some(sign) = rest.chars().next().filter(|c| matches!(c, '.' | '-')) else { break };
        let Some((value, digits)) = rest.get(1..).and_then(arabic) else { break };
        if separator.is_some_and(|separator| separator != sign) {
            return None;
        }
        separator = Some(sign);
        parts.push(value);
        len += 1 + digits;
    }
    let rest = line.get(len..)?;
    let firm = rest.starts_with(' ') || rest.is_empty();
    match separator {
        Some(separator) => {
            let rest = rest.strip_prefix('.').unwrap_or(rest);
            let sign = if separator == '.' { Sign::Dotted(parts.len()) } else { Sign::Hyphened(parts.len()) };
            let running = rest.starts_with(['の', 'に', 'は', 'を', 'と', 'が', '、', '%', '円', '・', '及', '又'])
                || rest.starts_with("から")
                || rest.starts_with("まで");
            let counted = rest.starts_with(|c: char| c.is_ascii_alphanumeric());
            (!running && !counted).then(|| Label::new(sign, parts, line.len() - rest.len(), firm))
        }
        None if rest.starts_with(['.', '、', ':', '，']) => {
            // 1、2及び3 is a list in running text.
            let after = rest.chars().nth(1);
            (!after.is_some_and(|c| c.is_ascii_digit()))
                .then(|| Label::new(Sign::Dot, parts, len + rest.chars().next().map_or(0, char::len_utf8), true))
        }
        None if (firm || heads(rest)) && value < 200 => Some(Label::new(Sign::Bare, parts, len, true)),
        None if value < 100 && begins_words(rest) => Some(Label::new(Sign::Bare, parts, len, false)),
        None => None,
    }
}

/// Whether the words right after a number can be its unit's: 2乙は, 1総則, but not 3の者 or 30日.
fn begins_words(rest: &str) -> bool {
    let first = rest.chars().next();
    let goes_on = rest.starts_with(['の', 'に', 'は', 'を', 'と', 'が', 'で', 'も', 'や', 'へ', 'か']);
    let dated = rest.starts_with(['年', '月', '日', '時', '分', '円', '条', '項', '号']) && is_amount(rest);
    let word = |c| c == '「' || matches!(c, '\u{3041}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}');
    first.is_some_and(word) && !goes_on && !dated
}

/// Whether the words after a number are those that provisions usually begin with, so that they need no number beside it.
pub(super) fn names_party(rest: &str) -> bool {
    rest.starts_with(['甲', '乙', '丙', '本', '前', '当', '双', '両', '各', '契', '「'])
}

/// Whether a heading in brackets follows the number at once, and nothing after it: 3(約款), but not 3(2).
fn heads(rest: &str) -> bool {
    let closes = |open, close| {
        let inside = rest.strip_prefix(open).and_then(|inside: &str| inside.strip_suffix(close));
        inside.is_some_and(|inside| {
            inside.chars().count() <= 40 && !inside.contains(['。', open, close]) && numeral(inside).is_none()
        })
    };
    closes('(', ')') || closes('【', '】') || closes('〔', '〕')
}

fn chinese_label(line: &str) -> Option<Label> {
    let (value, len) = chinese(line)?;
    let rest = line.get(len..)?;
    let firm = rest.starts_with([' ', '、', '.', '．', ':']) || rest.is_empty();
    let len = len + rest.chars().next().filter(|&c| c != ' ').map_or(0, char::len_utf8);
    firm.then(|| Label::new(Sign::Chinese, vec![value], len, true))
}

/// ア, イ., a., A, ii.
fn letter(line: &str) -> Option<Label> {
    let end = line.find([' ', '.', '、', ':'])?;
    let inside = line.get(..end)?;
    let readings = letters(inside, false);
    let separator = line.get(end..)?.chars().next()?;
    let len = end + if separator == ' ' { 0 } else { separator.len_utf8() };
    // A.B or e.g. is a word.
    let runs_on = separator == '.' && line.get(len..)?.starts_with(|c: char| c.is_ascii_alphanumeric());
    (!readings.is_empty() && !runs_on).then_some(Label { readings, len, firm: true, agreement: None })
}

/// II and its words, nothing between them: II利用者への役務.
fn attached_roman(line: &str) -> Option<Label> {
    let len = line.bytes().take_while(|byte| matches!(byte, b'I' | b'V' | b'X')).count();
    let (number, rest) = line.split_at_checked(len)?;
    let value = read_roman(number)?;
    let word = |c| matches!(c, '\u{30A1}'..='\u{30FA}' | '\u{3400}'..='\u{9FFF}');
    rest.starts_with(word).then(|| Label::new(Sign::Roman, vec![value], len, false))
}

fn letters(inside: &str, paren: bool) -> Vec<Reading> {
    let mut readings = Vec::new();
    let mut read = |plain: Sign, bracketed: Sign, value: Option<u32>| {
        if let Some(value) = value {
            readings.push(Reading { sign: if paren { bracketed } else { plain }, parts: vec![value] });
        }
    };
    let mut chars = inside.chars();
    let one = chars.next().filter(|_| chars.as_str().is_empty());
    if let Some(c) = one {
        read(Sign::Gojuon, Sign::GojuonParen, gojuon(c));
        read(Sign::Iroha, Sign::IrohaParen, iroha(c));
    }
    read(Sign::Roman, Sign::RomanParen, read_roman(inside));
    if let Some(c) = one {
        let (plain, bracketed) =
            if c.is_ascii_uppercase() { (Sign::Upper, Sign::UpperParen) } else { (Sign::Lower, Sign::LowerParen) };
        read(plain, bracketed, alphabet(c));
    }
    readings
}

fn bullet(line: &str) -> Option<Label> {
    let sign = line.chars().next().filter(|c| matches!(c, '・' | '-' | '●' | '○' | '◆' | '■' | '◎'))?;
    let after = line.get(sign.len_utf8()..)?;
    let text = after.trim_start();
    let ruled = text.starts_with(['-', '・', '─']) || text.is_empty();
    let sign_alone = sign == '・' || after.starts_with(' ');
    (!ruled && sign_alone).then(|| Label {
        readings: vec![Reading { sign: Sign::Bullet(sign), parts: Vec::new() }],
        len: sign.len_utf8(),
        firm: true,
        agreement: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads(line: &str, sign: Sign, parts: &[u32], after: &str) {
        let label = label(line, line.chars().next()).unwrap_or_else(|| panic!("no label: {line}"));
        assert!(
            label.readings.iter().any(|reading| reading.sign == sign && reading.parts == parts),
            "{line}: {label:?}"
        );
        assert_eq!(line.get(label.len..), Some(after), "{line}");
    }

    #[test]
    fn every_sign() {
        reads("第1条(目的)", Sign::Article, &[1], "(目的)");
        reads("第 1 条 (目的)", Sign::Article, &[1], " (目的)");
        reads("第二十一條 甲は", Sign::Article, &[21], " 甲は");
        reads("■第3条の2 約款", Sign::Article, &[3, 2], " 約款");
        reads("【第9条】責任", Sign::Article, &[9], "責任");
        reads("1条(定義)", Sign::Article, &[1], "(定義)");
        reads("第2章 総則", Sign::Chapter('章'), &[2], " 総則");
        reads("第1項 甲は", Sign::Paragraph, &[1], " 甲は");
        reads("第3 利用申請", Sign::Ordinal, &[3], " 利用申請");
        reads("4.2 甲は", Sign::Dotted(2), &[4, 2], " 甲は");
        reads("7-2 7-1の定めは", Sign::Hyphened(2), &[7, 2], " 7-1の定めは");
        reads("10.目的", Sign::Dot, &[10], "目的");
        reads("■ 1 概要", Sign::Bare, &[1], " 概要");
        reads("(1)甲は", Sign::Paren, &[1], "甲は");
        reads("1) 甲は", Sign::Paren, &[1], " 甲は");
        reads("【1】サービス", Sign::Bracket, &[1], "サービス");
        reads("二、売買は", Sign::Chinese, &[2], "売買は");
        reads("弐 原契約", Sign::Chinese, &[2], " 原契約");
        reads("(十二)甲は", Sign::ChineseParen, &[12], "甲は");
        reads("特約第2条(一括請求)", Sign::Article, &[2], "(一括請求)");
        reads("3(約款)", Sign::Bare, &[3], "(約款)");
        reads("イ 躯体", Sign::Iroha, &[1], " 躯体");
        reads("イ 躯体", Sign::Gojuon, &[2], " 躯体");
        reads("(b) 認証", Sign::LowerParen, &[2], " 認証");
        reads("IV 義務", Sign::Roman, &[4], " 義務");
        reads("・法令に反する", Sign::Bullet('・'), &[], "法令に反する");
    }

    #[test]
    fn running_text_has_no_label() {
        for line in [
            "第3条に定める",
            "第5条(約款)の規定",
            "第2条第1項の",
            "特約第2条の定め",
            "3(2)",
            "3(三)の額",
            "第1条から第3条まで",
            "2.1の契約の当事者では",
            "1.5M 900円",
            "2021年4月1日",
            "03-1234-5678x",
            "三者は、",
            "(当組合) 組合長",
            "甲 東京都",
            "-----",
        ] {
            let label = label(line, line.chars().next());
            assert!(label.is_none(), "{line}: {label:?}");
        }
    }

    #[test]
    fn a_circled_number_is_told_by_the_source() {
        assert_eq!(label("2甲は", Some('②')).map(|label| label.readings[0].sign), Some(Sign::Circled));
        assert_eq!(label("2甲は", Some('2')).map(|label| label.firm), Some(false));
    }
}
