//! Headings and the other lines that say what follows: captions, 別紙, 附則, 目次, dates, closing words, amendments.

use super::label::{Label, Sign, label};
use crate::numeral::numeral;

/// The line without spaces: 目 次 is 目次.
pub(super) fn compact(line: &str) -> String {
    line.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Whether the line is a whole sentence or the end of one.
pub(super) fn is_sentence(line: &str) -> bool {
    line.contains('。') || line.chars().count() > 60
}

/// (目的) or 【目的】 alone on a line: the length of its bracket, if the line is one.
pub(super) fn bracketed(line: &str) -> Option<usize> {
    let bracket = leading_bracket(line)?;
    (bracket == line.len()).then_some(line.chars().next()?.len_utf8())
}

/// The bytes of the bracket that `line` begins with, if it can be a heading.
pub(super) fn leading_bracket(line: &str) -> Option<usize> {
    let open = line.chars().next()?;
    let close = match open {
        '(' => ')',
        '【' => '】',
        '[' => ']',
        '〔' => '〕',
        '<' => '>',
        '〈' => '〉',
        '「' => '」',
        _ => return None,
    };
    let mut depth = 0;
    for (at, c) in line.char_indices() {
        depth += i32::from(c == open) - i32::from(c == close);
        if depth == 0 {
            let inside = line.get(open.len_utf8()..at)?;
            let fits = !inside.contains('。') && !inside.is_empty() && inside.chars().count() <= 40;
            return fits.then_some(at + close.len_utf8());
        }
    }
    None
}

/// What 別紙 or its like the line begins.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct AnnexHead {
    /// 別紙, 別表, 附属図, with what stands before it (個別契約別紙).
    pub(super) word: String,
    /// Its number, branch numbers behind it.
    pub(super) parts: Vec<u32>,
    /// Its letter.
    pub(super) letter: Option<char>,
    /// Bytes before its own heading.
    pub(super) len: usize,
}

const ANNEX_WORDS: &[&str] = &[
    "別紙",
    "別表",
    "別図",
    "別添",
    "別記",
    "附属図",
    "附属書",
    "付属書",
    "付属図",
    "附属資料",
    "付属資料",
    "添付資料",
    "添付書類",
    "添付図面",
    "添付図",
    "添付",
    "付録",
    "附録",
    "付表",
    "附表",
    "付図",
    "附図",
    "参考資料",
    "資料",
    "様式",
    "書式",
    "図面",
    "Exhibit",
    "Appendix",
    "Annex",
    "Schedule",
];

/// Reads `line` as the heading of an annex. 別紙1のとおり is none.
pub(super) fn annex_head(line: &str) -> Option<AnnexHead> {
    if is_sentence(line) {
        return None;
    }
    let inner = line.trim_start_matches(['(', '【', '[', '〔', '<', '〈', '「', '■', '●', '◆', '□', ' ']);
    let opened = line.starts_with(['(', '【', '[', '〔', '<', '〈', '「']);
    let prefix =
        ["個別契約", "基本契約", "本契約", "契約書", "覚書", "特約"].iter().find(|prefix| inner.starts_with(**prefix));
    let inner = prefix.map_or(inner, |prefix| inner.get(prefix.len()..).unwrap_or_default());
    let (word, len) = ANNEX_WORDS.iter().find_map(|word| Some((word, spaced_word(inner, word)?)))?;
    let mut rest = inner.get(len..)?;
    let spaced = rest.trim_start();
    let spaced = spaced.strip_prefix('-').filter(|rest| numeral(rest).is_some()).unwrap_or(spaced);
    let unordered = spaced.strip_prefix('第').map_or(spaced, str::trim_start);
    let mut parts = Vec::new();
    let mut letter = None;
    if let Some((value, len)) = numeral(unordered) {
        parts.push(value);
        rest = unordered.get(len..)?;
        while let Some((value, len)) = rest.strip_prefix(['-', 'の']).and_then(numeral) {
            parts.push(value);
            rest = rest.get(1..).and_then(|_| rest.get(rest.chars().next().map_or(0, char::len_utf8) + len..))?;
        }
        rest = rest.strip_prefix('号').unwrap_or(rest);
    } else if let Some(c) =
        unordered.chars().next().filter(|c| c.is_ascii_uppercase() || matches!(c, 'ア'..='ン' | '甲' | '乙'))
        && unordered.chars().nth(1).is_none_or(|c| " ()【[:」】".contains(c))
    {
        letter = Some(c);
        rest = unordered.get(c.len_utf8()..)?;
    } else if matches!(*word, "添付" | "資料" | "図面" | "様式" | "書式") && !opened || word.is_ascii() {
        return None;
    }
    if opened {
        rest = rest
            .strip_prefix([')', '】', ']', '〕', '>', '〉', '」'])
            .or_else(|| rest.starts_with(' ').then_some(rest))
            .unwrap_or(rest);
    }
    // A bracket that closes at once may be followed by the heading: (別添)配置図.
    let closed = opened
        && line.len() - rest.len() > 0
        && line.get(..line.len() - rest.len())?.ends_with([')', '】', ']', '〕', '>', '〉', '」']);
    let ends =
        rest.is_empty() || closed || rest.starts_with([' ', '(', '【', '[', '〔', ':', '「', '<', '―', '-', '/', '・']);
    let running = rest.trim_start().starts_with(['の', 'に', 'を', 'は', 'と', '、', '及', '又', '参']);
    // 別紙1成端架の図, but 別紙1記載の料金.
    let attached = !parts.is_empty()
        && is_short_heading(rest)
        && !["記載", "所定", "添付", "掲載", "所載", "から", "まで", "が", "で", "か", "も", "以"]
            .iter()
            .any(|word| rest.starts_with(word));
    ((ends || attached) && !running).then(|| AnnexHead {
        word: format!("{}{word}", prefix.filter(|prefix| **prefix != "契約書").unwrap_or(&"")),
        parts,
        letter,
        len: line.len() - rest.len(),
    })
}

/// The bytes of `word` at the start of `line`, spaces between its characters allowed: 別 紙.
fn spaced_word(line: &str, word: &str) -> Option<usize> {
    let mut rest = line;
    for c in word.chars() {
        rest = rest.trim_start().strip_prefix(c)?;
    }
    Some(line.len() - rest.len())
}

/// 附則 as a heading, or followed by its text: the bytes of the heading.
pub(super) fn suppl_head(line: &str) -> Option<usize> {
    let mut len = 0;
    for expected in ['附', '則'] {
        let rest = line.get(len..)?;
        let spaces = rest.len() - rest.trim_start().len();
        let c = rest.trim_start().chars().next()?;
        if c != expected && !(expected == '附' && c == '付') {
            return None;
        }
        len += spaces + c.len_utf8();
    }
    let rest = line.get(len..)?;
    (rest.is_empty() || rest.starts_with([' ', '(', '第'])).then_some(len)
}

/// Whether the line is the heading of a table of contents.
pub(super) fn is_toc_head(line: &str) -> bool {
    let compact = compact(line);
    let word = compact.trim_matches(|c: char| "<>()【】[]〔〕〈〉《》-―=".contains(c));
    matches!(word, "目次" | "もくじ" | "条項目次") || word.eq_ignore_ascii_case("contents")
}

/// Whether the line is a date and nothing more.
pub(super) fn is_date(line: &str) -> bool {
    let compact = compact(line);
    let body = compact.strip_prefix("西暦").unwrap_or(&compact);
    let body = body.trim_end_matches(['付', 'け']);
    let Some(rest) = body.strip_suffix('日') else { return false };
    let Some((year, rest)) = rest.split_once('年') else { return false };
    let Some((month, day)) = rest.split_once('月') else { return false };
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit() || "〇一二三四五六七八九十元○_".contains(c));
    let year = ["令和", "平成", "昭和", "大正", "R", "H"].iter().find_map(|era| year.strip_prefix(era)).unwrap_or(year);
    digits(year) && digits(month) && digits(day)
}

/// How surely the line is the closing paragraph (本契約の成立を証するため本書2通を作成し…): the count of its usual words.
pub(super) fn closing_words(line: &str) -> usize {
    const WORDS: &[&[&str]] = &[
        &[
            "本契約",
            "この契約",
            "本書",
            "以上",
            "上記",
            "右契約",
            "この協定",
            "本協定",
            "この覚書",
            "本覚書",
            "契約書",
            "証書",
            "同じ書面",
            "の証",
        ],
        &["証する", "証し", "証と", "の証", "証して", "締結", "成立", "合意"],
        &["作成", "作り", "つくり", "取り交わ"],
        &[
            "1通",
            "2通",
            "3通",
            "4通",
            "一通",
            "二通",
            "三通",
            "各通",
            "1枚",
            "2枚",
            "電磁的記録",
            "電子契約",
            "電子署名",
        ],
        &["記名", "押印", "捺印", "署名", "調印", "印を押"],
        &["保有", "所持", "保管", "各自", "各1", "保存"],
    ];
    // Something is made or signed, or it is no closing: most lines are done with here.
    if !line.contains(['作', '交', '印', '署', '枚']) && !line.contains("つくり") && !line.contains("電子契約")
    {
        return 0;
    }
    WORDS.iter().filter(|group| group.iter().any(|word| line.contains(word))).count()
}

/// The kind word of an agreement that is attached to another, if `line` can be its heading.
pub(super) fn agreement_word(line: &str) -> Option<&'static str> {
    const WORDS: &[(&str, &str)] = &[
        ("個別契約", "個別契約"),
        ("覚書", "覚書"),
        ("特約", "特約"),
        ("特則", "特則"),
        ("協定", "協定"),
        ("合意書", "合意書"),
        ("確認書", "確認書"),
        ("注文契約", "注文契約"),
        ("注文書", "注文書"),
        ("約款", "約款"),
        ("規約", "規約"),
        ("規程", "規程"),
        ("仕様書", "仕様書"),
        ("変更契約", "変更契約"),
        ("条件書", "条件書"),
        ("特記事項", "特記事項"),
        ("契約", "契約"),
    ];
    if line.contains('。') || line.chars().count() > 50 || line.contains("第1条") {
        return None;
    }
    let compact = compact(line);
    let head = compact.split(['(', '「']).find(|part| !part.is_empty())?.to_owned();
    WORDS.iter().find(|(word, _)| head.contains(word)).map(|&(_, prefix)| prefix)
}

/// Whether the line, unnumbered, heads a group of articles (基本条項, 特約).
pub(super) fn is_section_head(line: &str) -> bool {
    let compact = compact(line);
    let short = (2..=16).contains(&compact.chars().count()) && !line.contains(['。', '、', '(']);
    short
        && ["条項", "特約", "特則", "総則", "雑則", "条件", "規定", "事項", "細則", "の部"]
            .iter()
            .any(|end| compact.ends_with(end))
}

/// What an amendment says will follow: the text of which article, and of which paragraph alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Announced {
    pub(super) article: Vec<u32>,
    pub(super) paragraph: Option<u32>,
}

/// Reads 原契約第6条を次のとおり改める and the like.
pub(super) fn announced(line: &str) -> Option<Announced> {
    let says_so = (line.contains('次') || line.contains("以下") || line.contains("下記"))
        && ["改め", "加え", "とする。", "変更", "置き換え", "差し替え", "追加"].iter().any(|verb| line.contains(verb));
    if !says_so {
        return None;
    }
    let at = line.match_indices('第').find_map(|(at, _)| article_number(line.get(at..)?))?;
    let (article, after) = at;
    // 第一項を次のとおり改め replaces one paragraph, 次の第三項を加える adds one.
    let added = line.split_once("次の第").and_then(|(_, rest)| paragraph_number(rest));
    let replaced = || {
        after
            .strip_prefix('第')
            .and_then(paragraph_number)
            .filter(|_| !line.contains("同条全体") && !line.contains("同条を"))
    };
    let paragraph = added.or_else(replaced);
    Some(Announced { article, paragraph })
}

fn article_number(text: &str) -> Option<(Vec<u32>, &str)> {
    let (value, len) = numeral(text.strip_prefix('第')?)?;
    let mut rest = text.get('第'.len_utf8() + len..)?.strip_prefix(['条', '條'])?;
    let mut parts = vec![value];
    while let Some((value, len)) = rest.strip_prefix('の').and_then(numeral) {
        parts.push(value);
        rest = rest.get('の'.len_utf8() + len..)?;
    }
    Some((parts, rest))
}

fn paragraph_number(text: &str) -> Option<u32> {
    let (value, len) = numeral(text)?;
    text.get(len..)?.starts_with('項').then_some(value)
}

/// The heading on the same line as a number: `(目的)…`, `【目的】`, or a few words without a full stop.
///
/// Answers the heading's bytes within `rest` and where the unit's text begins.
pub(super) fn caption(rest: &str, bracket_only: bool) -> Option<(usize, usize, usize)> {
    let text = rest.trim_start();
    let start = rest.len() - text.len();
    if let Some(len) = leading_bracket(text).filter(|_| !text.starts_with('「')) {
        let open = text.chars().next()?.len_utf8();
        let close = text.get(..len)?.chars().next_back()?.len_utf8();
        return Some((start + open, start + len - close, start + len));
    }
    let words = text.trim_end();
    let is_heading = !bracket_only
        && !words.is_empty()
        && words.chars().count() <= 36
        && !words.contains('。')
        && !words.ends_with(['、', ':'])
        && words != "削除";
    is_heading.then_some((start, start + words.len(), rest.len()))
}

/// Whether a line with this label and these words can stand in a table of contents.
pub(super) fn is_toc_entry(line: &str, label: Option<&Label>) -> bool {
    // 甲(以下「甲」という) is named after the contents.
    if line.contains('。') || line == "前文" || line.contains("以下「") || line.contains("以下、「") {
        return false;
    }
    label.is_some()
        || line.chars().count() <= 60
        || line.matches('第').count() > 2
        || line.contains(['/', '…'])
        || line.contains("...")
}

/// A line of a table of contents without the dots that lead to its page numbers, and whether it has such.
pub(super) fn without_leaders(line: &str) -> (String, bool) {
    const FEWEST: usize = 3;
    let mut words = String::with_capacity(line.len());
    let mut dots = 0;
    let mut led = false;
    for c in line.chars().chain(['\0']) {
        if matches!(c, '.' | '…' | '・' | '‥') {
            dots += 1;
            continue;
        }
        match dots {
            0 => {}
            FEWEST.. => {
                led = true;
                words.push(' ');
            }
            // They may be part of a number or a word.
            few => words.extend(std::iter::repeat_n('.', few)),
        }
        dots = 0;
        words.push(c);
    }
    words.pop();
    (words, led)
}

/// Whether the line names the unit that `label` numbers and says nothing else.
pub(super) fn is_bare_heading(line: &str) -> bool {
    !line.contains('。') && line.chars().count() <= 40
}

/// Whether the line, without a label, can be a heading: a few words, no part of a sentence, no names and addresses.
pub(super) fn is_short_heading(line: &str) -> bool {
    line.chars().count() <= 20 && !line.contains(['。', '、', '/', '|', ':', ' ', '─', '―'])
}

/// A line whose label is 第N条, wherever a heading stands before it: (目的)第1条. Answers the heading's bytes.
pub(super) fn caption_before_article(line: &str) -> Option<usize> {
    let bracket = leading_bracket(line)?;
    let rest = line.get(bracket..)?.trim_start();
    let article = label(rest, None)?;
    article.readings.iter().any(|reading| reading.sign == Sign::Article).then_some(bracket)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn annexes_are_headings_and_not_references() {
        for (line, word, parts, letter) in [
            ("別紙1 接続点", "別紙", &[1][..], None),
            ("別紙第一(第5条関係)", "別紙", &[1], None),
            ("別紙A 構成図", "別紙", &[], Some('A')),
            ("別紙", "別紙", &[], None),
            ("別表(取次手数料)", "別表", &[], None),
            ("(別添)MDF室配置図", "別添", &[], None),
            ("(添付)見取図", "添付", &[], None),
            ("【別紙2】役割分担", "別紙", &[2], None),
            ("個別契約別紙(境界図)", "個別契約別紙", &[], None),
            ("Exhibit A 料金", "Exhibit", &[], Some('A')),
            ("別紙1-2 構成", "別紙", &[1, 2], None),
            ("別紙 1成端架の図", "別紙", &[1], None),
        ] {
            let head = annex_head(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!((head.word.as_str(), head.parts.as_slice(), head.letter), (word, parts, letter), "{line}");
        }
        for line in [
            "別紙1のとおりとする",
            "別紙に定める",
            "別表の単価",
            "添付の図",
            "別途協議",
            "資料の提出",
            "別紙1及び別紙2",
            "別紙1記載の料金",
            "Schedule of fees",
        ] {
            assert_eq!(annex_head(line), None, "{line}");
        }
    }

    #[test]
    fn an_article_of_which_a_paragraph_goes_is_given_whole() {
        let told = announced("原契約第5条第2項を削除し、同条を次のとおり改める。");
        assert_eq!(told, Some(Announced { article: vec![5], paragraph: None }));
    }

    #[test]
    fn lines_that_say_what_follows() {
        assert!(is_toc_head("目 次") && is_toc_head("<目次>"));
        assert!(is_date("平成 24 年 10 月 1 日") && is_date("二〇一五年十月一日") && is_date("平成 年 月 日"));
        assert!(!is_date("2021年4月1日から"));
        assert_eq!(
            (suppl_head("附 則"), suppl_head("附則 この規程は"), suppl_head("附則別表")),
            (Some(7), Some(6), None)
        );
        assert_eq!(
            announced("原契約第十一条(顧客の解約)に次の第三項を加える。"),
            Some(Announced { article: vec![11], paragraph: Some(3) })
        );
        assert_eq!(
            announced("原契約第九条の次に次の一条を加える。"),
            Some(Announced { article: vec![9], paragraph: None })
        );
        assert_eq!(caption("(目的) 甲は", false), Some((1, 7, 8)));
        assert_eq!(caption(" 基本契約と個別契約", false), Some((1, 28, 28)));
        assert_eq!(caption(" 甲は、乙に支払う。", false), None);
    }
}
