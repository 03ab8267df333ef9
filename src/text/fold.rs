//! Folding of characters: NFKC, radicals, and the dashes, tildes and quotes that NFKC leaves apart.
//!
//! A line is folded cluster by cluster, a base character with the marks after it, because half-width ﾊ and ﾟ
//! become one パ. Everything that folds to itself is passed on unseen, which is nearly all of a document.

use super::radicals;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// A cluster at the start of `rest`: how many bytes it takes, and what it becomes, if not itself.
pub(super) struct Cluster {
    /// Bytes of the source.
    pub(super) len: usize,
    /// The folded characters; `None` when they are those of the source.
    pub(super) folded: Option<String>,
}

/// Folds the first cluster of `rest`, which follows the character `before` on its line.
///
/// White space is a cluster of its own and comes back unfolded: whether it stays depends on the line.
pub(super) fn cluster(before: Option<char>, rest: &str) -> Option<Cluster> {
    let mut chars = rest.char_indices();
    let (_, base) = chars.next()?;
    let next = chars.clone().next().map(|(_, c)| c);
    if is_plain(base) && next.is_none_or(|c| is_plain(c) || is_space(c)) {
        return Some(Cluster { len: base.len_utf8(), folded: None });
    }
    let len = chars.find(|&(_, c)| !continues(c) && !is_shapeless(c)).map_or(rest.len(), |(at, _)| at);
    let source = rest.get(..len)?;
    let after = rest.get(len..).and_then(|rest| rest.chars().next());
    let folded = fold(before, source, after);
    Some(Cluster { len, folded: (folded != source).then_some(folded) })
}

/// Whether `c` is white space, or a control character that stands for some.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

/// Whether `c` is written in Japanese text without spaces around it.
pub(super) fn is_japanese(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{E000}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}'
        | '\u{FF00}'..='\u{FFEF}' | '\u{2015}' | '\u{2190}'..='\u{27BF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Characters that fold to themselves whatever stands around them, marks apart.
fn is_plain(c: char) -> bool {
    matches!(c, '!'..='~' | 'ぁ'..='ゖ' | '゠'..='ヾ' | '\u{4E00}'..='\u{9FFF}' | '、'..='〕')
}

/// Whether `c` may melt into the character before it.
fn continues(c: char) -> bool {
    !is_plain(c)
        && std::iter::once(c)
            .nfkd()
            .next()
            .is_some_and(|first| is_combining_mark(first) || matches!(first, '\u{1160}'..='\u{11FF}'))
}

/// Characters without a shape: they are no part of the text.
pub(super) fn is_shapeless(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' | '\u{E0100}'..='\u{E01EF}')
}

fn fold(before: Option<char>, source: &str, after: Option<char>) -> String {
    let mut folded = String::with_capacity(source.len());
    for c in source.chars().filter(|&c| !is_shapeless(c)) {
        folded.push(alias(before, c, after));
    }
    // Some characters fold to one that has an alias of its own: superscript minus to minus.
    let composed: String = folded.nfkc().map(|c| alias(None, radicals::ideograph(c).unwrap_or(c), None)).collect();
    // ゛ and ¨ are a space and a mark to NFKC; a space must not appear where none was.
    if composed.contains(is_space) { folded } else { composed }
}

/// The character that stands for `c`, where NFKC has no opinion or a bad one.
fn alias(before: Option<char>, c: char, after: Option<char>) -> char {
    match c {
        '\u{2010}'..='\u{2012}' | '\u{2212}' if between_katakana(before, after) => 'ー',
        '\u{2010}'..='\u{2013}' | '\u{2212}' | '\u{2043}' => '-',
        '\u{2014}' => '\u{2015}',
        '\u{FF5E}' | '\u{223C}' | '\u{3030}' => '〜',
        '\u{2018}' | '\u{2019}' | '\u{201B}' => '\'',
        '\u{201C}'..='\u{201F}' | '\u{301D}'..='\u{301F}' => '"',
        '\u{2022}' | '\u{B7}' | '\u{22C5}' => '・',
        '，' if before.is_some_and(is_japanese) || after.is_some_and(is_word) => '、',
        // １)．Ａ is a label.
        '．' if before.is_some_and(|c| ends_words(c) && (c != ')' || !after.is_some_and(char::is_alphanumeric))) => {
            '。'
        }
        _ => c,
    }
}

/// サ−ビス is サービス.
fn between_katakana(before: Option<char>, after: Option<char>) -> bool {
    let katakana = |c: Option<char>| c.is_some_and(|c| matches!(c, 'ァ'..='ヺ' | 'ー'));
    katakana(before) && katakana(after)
}

/// Whether `c` is of a Japanese word, no digit.
fn is_word(c: char) -> bool {
    is_japanese(c) && !c.is_numeric()
}

/// Whether a full stop after `c` ends a sentence rather than a label (１．, ア．).
fn ends_words(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ' | '」' | '』' | ')')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn folded(line: &str) -> String {
        let (mut out, mut at) = (String::new(), 0);
        while let Some(cluster) = cluster(out.chars().next_back(), line.get(at..).unwrap_or_default()) {
            match cluster.folded {
                Some(folded) => out.push_str(&folded),
                None => out.push_str(line.get(at..at + cluster.len).unwrap_or_default()),
            }
            at += cluster.len;
        }
        out
    }

    #[test]
    fn characters_that_look_alike_become_one() {
        for (source, expected) in [
            ("ＩＰｏＥ接続（１０㍑）", "IPoE接続(10リットル)"),
            ("ﾌﾟﾛﾊﾞｲﾀﾞｰ｢ｶﾞ｣", "プロバイダー「ガ」"),
            ("ハ\u{309A}ート", "パート"),
            ("\u{2F29}\u{2ED1}\u{F9F4}", "小長林"),
            ("７−２、Ｈ‐一、サ−ビス―第三―", "7-2、H-一、サービス―第三―"),
            ("９時～１８時、~user", "9時〜18時、~user"),
            ("“甲”、‘乙’", "\"甲\"、'乙'"),
            ("甲は，乙に対し，支払う．１．目的，10,000", "甲は、乙に対し、支払う。1.目的、10,000"),
            ("（甲），ＮＴＳ，乙は１，０００円を支払う．ＮＴＳは", "(甲)、NTS、乙は1,000円を支払う。NTSは"),
            ("①⑴㈠㈱", "1(1)(一)(株)"),
            ("葛\u{E0100}城", "葛城"),
            ("か゛", "か゛"),
            ("\u{E123}", "\u{E123}"),
        ] {
            assert_eq!(folded(source), expected);
        }
    }

    proptest! {
        #[test]
        fn folding_what_is_folded_changes_nothing(line in "[ぁ-ん゛゜ァ-ヶー！-～ｦ-ﾟ㈠-㏿⺀-⿕①-⓿、-〟甲乙 a-z0-9\\PC]{0,40}") {
            let once = folded(&line);
            prop_assert_eq!(folded(&once), once);
        }
    }
}
