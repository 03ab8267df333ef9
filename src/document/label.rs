//! Marks that open a paragraph of a contract: 第3条, （１）, 2., ①, 一, 別紙1, ・ and their like, told apart from the same
//! words cited inside a sentence that happen to stand at the start of a line.

use crate::numeral::{is_amount, numeral};

/// How surely a line begins with a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Label {
    /// It does not.
    None,
    /// It may: the same characters could go on a sentence.
    Likely,
    /// It does: no sentence goes on like this.
    Sure,
}

/// Judges the beginning of `line`, leading white space aside.
pub(super) fn label(line: &str) -> Label {
    let chars: Vec<char> = line.trim().chars().map(fold).take(60).collect();
    let rest = Rest(&chars);
    let rules = [bullet, circled, article, bracketed, numbered, kanji_number, letter, note, date, annex, party];
    rules.iter().map(|rule| rule(rest)).find(|label| *label != Label::None).unwrap_or(Label::None)
}

/// Bytes that a label comes to at most.
const LONGEST: usize = 30;

/// Whether `words`, which begin a line, are a label and nothing more, once something sets them off from `next`. A bracket, whose ink
/// stands apart from what is before it, needs nothing more.
pub(super) fn is_set_off(words: &str, next: &str) -> bool {
    !next.starts_with(|char| "（(【〔[「『".contains(char))
        && words.len() <= LONGEST
        && !words.contains(char::is_whitespace)
        && label(&format!("{words} {next}")) == Label::Sure
}

/// Whether a line is the heading of an article or an annex and so can be no running head.
pub(super) fn is_heading(line: &str) -> bool {
    let chars: Vec<char> = line.trim().chars().map(fold).take(60).collect();
    let rest = Rest(&chars);
    article(rest) != Label::None || annex(rest) != Label::None
}

/// The number of the article whose heading `line` begins with: 第3条.
pub(super) fn article_number(line: &str) -> Option<u32> {
    if !is_heading(line) {
        return None;
    }
    let folded: String = line.chars().filter(|char| !char.is_whitespace()).take(12).map(fold).collect();
    let (number, len) = numeral(folded.strip_prefix('【').unwrap_or(&folded).strip_prefix('第')?)?;
    folded.split_once('第')?.1.get(len..)?.starts_with(['条', '條']).then_some(number)
}

/// What is left of a line.
#[derive(Clone, Copy)]
struct Rest<'c>(&'c [char]);

impl<'c> Rest<'c> {
    fn first(self) -> Option<char> {
        self.0.first().copied()
    }

    fn skip(self, count: usize) -> Self {
        Self(self.0.get(count..).unwrap_or_default())
    }

    /// Number of leading characters that are `like` this.
    fn count(self, like: impl Fn(char) -> bool) -> usize {
        self.0.iter().take_while(|char| like(**char)).count()
    }

    fn starts_with(self, word: &str) -> bool {
        word.chars().enumerate().all(|(index, char)| self.0.get(index) == Some(&char))
    }

    fn after(self, word: &str) -> Option<Rest<'c>> {
        self.starts_with(word).then(|| self.skip(word.chars().count()))
    }

    fn at_end(self) -> bool {
        self.0.is_empty()
    }

    fn at_space(self) -> bool {
        self.first().is_some_and(char::is_whitespace)
    }

    /// Whether the words ahead go on a sentence, so that what came before was a citation.
    fn goes_on(self) -> bool {
        const WORDS: [&str; 23] = [
            "の",
            "に",
            "を",
            "は、",
            "が",
            "と",
            "も",
            "から",
            "まで",
            "で",
            "、",
            "。",
            "及",
            "又",
            "若し",
            "並び",
            "ないし",
            "乃至",
            "各",
            "本文",
            "ただし書",
            ",",
            ")",
        ];
        WORDS.iter().any(|word| self.starts_with(word))
    }
}

/// Full-width Latin and digits as ASCII, so that rules are written once.
fn fold(char: char) -> char {
    match char {
        '！'..='～' => char::from_u32(char as u32 - 0xFEE0).unwrap_or(char),
        _ => char,
    }
}

fn is_kanji_number(char: char) -> bool {
    "〇一二三四五六七八九十百壱弐参拾".contains(char)
}

fn is_number(char: char) -> bool {
    char.is_ascii_digit() || is_kanji_number(char)
}

/// The label as read so far, once the space or sentence after it is seen.
fn closed(rest: Rest<'_>) -> Label {
    if rest.at_space() {
        Label::Sure
    } else if rest.goes_on() {
        Label::None
    } else {
        Label::Likely
    }
}

fn bullet(rest: Rest<'_>) -> Label {
    match rest.first() {
        Some('・' | '●' | '■' | '◆' | '◇' | '□' | '•' | '※' | '▪' | '★' | '▼') => Label::Sure,
        // The key of a drawing's legend.
        Some('○' | '◎' | '×' | '△' | '▲' | '☆') if rest.0.get(1) == Some(&':') => Label::Sure,
        // ○○株式会社 is a blank to fill in.
        Some('○' | '◎') if rest.0.get(1) != Some(&'○') => Label::Likely,
        Some('-' | '‐' | '–' | '―' | '−') if rest.skip(1).at_space() => Label::Sure,
        _ => Label::None,
    }
}

fn circled(rest: Rest<'_>) -> Label {
    match rest.first() {
        Some('①'..='⑳' | '㉑'..='㉟' | '❶'..='❿' | '㊀'..='㊉') if !rest.skip(1).goes_on() => Label::Sure,
        _ => Label::None,
    }
}

/// 第3条, 第三条の二（目的）, 第１章 総則.
fn article(rest: Rest<'_>) -> Label {
    let rest = rest.after("【").unwrap_or(rest);
    let Some(rest) = rest.after("第") else { return Label::None };
    let rest = rest.skip(rest.count(char::is_whitespace));
    let digits = rest.count(is_number);
    let number = rest.skip(digits);
    let mut rest = number.skip(number.count(char::is_whitespace));
    let is_unit = rest.first().is_some_and(|char| "条條章節款編部項号".contains(char));
    if digits == 0 || !is_unit {
        // 第4　加盟者からの相談, but 第1　四半期.
        let counts = rest.first().is_none_or(|char| is_number(char) || "回期次四半版種類者位".contains(char));
        let bare = digits > 0 && number.at_space() && !counts && !rest.goes_on();
        return if bare { Label::Sure } else { Label::None };
    }
    rest = rest.skip(1);
    while let Some(branch) = rest.after("の").filter(|branch| branch.count(is_number) > 0) {
        rest = branch.skip(branch.count(is_number));
    }
    if rest.at_end() || rest.first() == Some('】') {
        return Label::Sure;
    }
    if rest.starts_with("第") {
        // 第３条第２項.
        return Label::None;
    }
    match caption(rest) {
        Some(after) if after.at_end() || after.at_space() => Label::Sure,
        Some(after) => closed(after),
        None => closed(rest),
    }
}

/// What follows a caption in brackets.
fn caption(rest: Rest<'_>) -> Option<Rest<'_>> {
    let open = rest.first()?;
    let close = match open {
        '(' => ')',
        '【' => '】',
        '〔' => '〕',
        '[' => ']',
        _ => return None,
    };
    let length = rest.0.iter().position(|char| *char == close)?;
    Some(rest.skip(length + 1))
}

/// (1), (十二), (a), (ア).
fn bracketed(rest: Rest<'_>) -> Label {
    let Some(inner) = rest.after("(").or_else(|| rest.after("〔")).or_else(|| rest.after("[")) else {
        return Label::None;
    };
    let length = match inner.count(is_number) {
        0 => usize::from(inner.first().is_some_and(|char| char.is_ascii_alphabetic() || is_item_kana(char))),
        count => count,
    };
    let roman = inner.count(|char| "ivxIVX".contains(char));
    let rest = inner.skip(length.max(roman));
    match rest.first() {
        Some(')' | '〕' | ']') if length > 0 && length <= 4 => closed(rest.skip(1)),
        _ => Label::None,
    }
}

/// 1., 2.1, 3), ２　.
fn numbered(rest: Rest<'_>) -> Label {
    let mut digits = rest.count(|char| char.is_ascii_digit());
    if digits == 0 || digits > 2 {
        return Label::None;
    }
    let mut rest = rest.skip(digits);
    let mut levels = 1;
    while let Some(next) = rest.after(".").or_else(|| rest.after("-")).or_else(|| rest.after("−")) {
        digits = next.count(|char| char.is_ascii_digit());
        if digits == 0 || digits > 2 {
            break;
        }
        levels += 1;
        rest = next.skip(digits);
    }
    let sign = rest.after(".").or_else(|| rest.after(")")).or_else(|| rest.after("、")).or_else(|| rest.after(":"));
    let after = sign.unwrap_or(rest);
    let unit = after.skip(after.count(char::is_whitespace)).first();
    let is_amount = sign.is_none() && unit.is_some_and(|char| "年月日円時".contains(char));
    if after.at_space() && !is_amount {
        Label::Sure
    } else if sign.is_some() && levels == 1 && !is_amount {
        closed(after)
    } else if sign.is_none() && is_provision(rest) {
        Label::Likely
    } else {
        Label::None
    }
}

/// Whether `rest`, right after a number, can be the words of a provision (2乙は, 1.1本契約は): no amount, and nothing that goes on a sentence.
fn is_provision(rest: Rest<'_>) -> bool {
    let Some(first) = rest.first() else { return false };
    let word = first == '「' || matches!(first, '\u{3041}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}');
    let words: String = rest.0.iter().take(4).collect();
    word && !is_amount(&words) && !rest.goes_on()
}

/// 一　, 十二、.
fn kanji_number(rest: Rest<'_>) -> Label {
    let digits = rest.count(is_kanji_number);
    if digits == 0 || digits > 3 {
        return Label::None;
    }
    let rest = rest.skip(digits);
    match rest.first() {
        Some(char) if char.is_whitespace() => Label::Sure,
        Some('.' | ')' | '、') => Label::Likely,
        _ => Label::None,
    }
}

/// The kana that items are counted with, in either order.
fn is_item_kana(char: char) -> bool {
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヰヱヲン".contains(char)
}

/// ア　, イ., a), ii).
fn letter(rest: Rest<'_>) -> Label {
    let Some(first) = rest.first() else { return Label::None };
    let after = if is_item_kana(first) {
        rest.skip(1)
    } else {
        let roman = rest.count(|char| "ivxIVX".contains(char));
        rest.skip(if roman > 0 { roman } else { usize::from(first.is_ascii_alphabetic()) })
    };
    let none_read = after.0.len() == rest.0.len();
    match after.first() {
        _ if none_read => Label::None,
        Some(char) if char.is_whitespace() && is_item_kana(first) => Label::Sure,
        Some('.' | ')') if after.skip(1).at_space() => Label::Sure,
        Some('.' | ')') if !after.skip(1).first().is_some_and(|char| char.is_ascii_alphanumeric()) => Label::Likely,
        _ => Label::None,
    }
}

/// 注1　, (注)　, 注）.
fn note(rest: Rest<'_>) -> Label {
    let Some(rest) = rest.after("(注").or_else(|| rest.after("注")) else { return Label::None };
    let rest = rest.skip(rest.count(is_number));
    let after = rest.after(")").or_else(|| rest.after(":")).unwrap_or(rest);
    if after.at_space() || after.0.len() < rest.0.len() && !after.goes_on() { Label::Sure } else { Label::None }
}

/// A date and nothing else: 平成２１年１１月２日, ２０２６年　　月　　日.
fn date(rest: Rest<'_>) -> Label {
    let digits = |rest: Rest<'_>| rest.count(|char| is_number(char) || char.is_whitespace() || "元○〇●".contains(char));
    let era = ["令和", "平成", "昭和", "西暦"].iter().find_map(|era| rest.after(era));
    let mut rest = era.unwrap_or(rest);
    for unit in ["年", "月", "日"] {
        let Some(next) = rest.skip(digits(rest)).after(unit) else { return Label::None };
        rest = next;
    }
    if rest.at_end() { Label::Sure } else { Label::None }
}

/// 附則, 別紙1, 記.
fn annex(rest: Rest<'_>) -> Label {
    const WORDS: [&str; 14] = [
        "附則",
        "付則",
        "別紙",
        "別表",
        "別図",
        "別記",
        "別添",
        "附属書",
        "添付資料",
        "様式",
        "目次",
        "前文",
        "特記事項",
        "覚書",
    ];
    if rest.starts_with("記") && rest.skip(1).at_end() || rest.starts_with("以上") && rest.skip(2).at_end() {
        return Label::Sure;
    }
    let rest = rest.after("【").or_else(|| rest.after("(")).or_else(|| rest.after("<")).unwrap_or(rest);
    let Some(rest) = WORDS.iter().find_map(|word| rest.after(word)) else { return Label::None };
    let rest = rest.after("第").unwrap_or(rest);
    let number = rest.count(|char| is_number(char) || char == '-');
    let number =
        if number == 0 { usize::from(rest.first().is_some_and(|char| char.is_ascii_uppercase())) } else { number };
    let rest = rest.skip(number);
    let rest = rest.after("号").unwrap_or(rest);
    match rest.first() {
        None => Label::Sure,
        Some('】' | '>' | ':') => Label::Sure,
        Some(char) if char.is_whitespace() => Label::Sure,
        Some('(') if caption(rest).is_some_and(Rest::at_end) => Label::Sure,
        Some(')') if rest.skip(1).at_end() || rest.skip(1).at_space() => Label::Sure,
        _ => Label::None,
    }
}

/// 甲：, 乙　 in a signature block.
fn party(rest: Rest<'_>) -> Label {
    let after = rest.after("(").unwrap_or(rest);
    match (after.first(), after.skip(1)) {
        (Some('甲' | '乙' | '丙' | '丁' | '戊'), next) if next.at_space() || next.first() == Some(':') => {
            Label::Sure
        }
        (Some('甲' | '乙' | '丙' | '丁' | '戊'), next) if next.0.first() == Some(&')') && next.skip(1).at_space() => {
            Label::Sure
        }
        _ => Label::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_that_open_a_paragraph() {
        let sure = "第１条（目的）|第三条の二　定義|第3条|【第1条】目的|２　甲は|2.1 「会員」|(1) 甲|① 乙が|①乙が|ア　甲|一　加入者|別紙1　構成図|別紙|附則|・甲|◎：区分点|甲：住所|a) 甲|第１条（目的）　甲は|以上|３. 甲は|注1　収容局|(注)電源|平成二十一年十一月二日|２０２６年　　月　　日|第4　加盟者からの相談";
        for line in sure.split('|') {
            assert_eq!(label(line), Label::Sure, "{line}");
        }
    }

    #[test]
    fn labels_that_need_more_evidence() {
        for line in
            "（１）甲は|1．甲は|３．月間稼働率|４．第１項の権利|第1条目的|第２条（定義）甲は|一、甲は|２乙は|2.1本契約は|３第１項の契約は".split('|')
        {
            assert_eq!(label(line), Label::Likely, "{line}");
        }
    }

    #[test]
    fn citations_and_amounts_are_no_labels() {
        let none = "第３条第２項に定める|第5条（秘密保持）の規定|（１）に掲げる|30日前までに|２０１１年２月|2.5倍|別紙1に定める|別紙機器構成図|甲は|一の者|①に掲げる|アクセス|○○株式会社|記載する|10 年間|3営業日前に|2回線を|2本の光|API連携|注意する|注1の機器|令和八年四月一日から|第１　四半期";
        for line in none.split('|') {
            assert_eq!(label(line), Label::None, "{line}");
        }
    }
}
