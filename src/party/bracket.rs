//! Names that are introduced in brackets: 「（以下「甲」という。）」, 「（「みなみ電算」）」, 「（VNE事業者。以下「T」という。）」, and without quotation
//! marks 「（以下甲という）」.

use std::ops::Range;

/// A bracket that introduces a name.
pub(super) struct Introduction<'a> {
    /// The bracket, in bytes of the line.
    pub whole: Range<usize>,
    /// The name.
    pub name: &'a str,
    /// Whether 以下 announces it; a bare 「（「X」）」 has none.
    pub announced: bool,
}

/// The longest name, in characters; longer quotations are titles.
const LONGEST: usize = 20;

/// Every introduction of a line, in order.
pub(super) fn introductions(line: &str) -> Vec<Introduction<'_>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some((open, sign)) =
        line.get(from..).and_then(|rest| rest.char_indices().find(|(_, sign)| is_open(*sign)))
    {
        let start = from + open;
        let inside = start + sign.len_utf8();
        let Some(end) = closing(line, inside) else {
            from = inside;
            continue;
        };
        let content = line.get(inside..end).unwrap_or_default();
        let whole = start..end + line.get(end..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
        from = whole.end;
        if let Some((name, announced)) = quoted(content).or_else(|| unquoted(content).map(|name| (name, true))) {
            found.push(Introduction { whole, name, announced });
        }
    }
    found
}

fn is_open(sign: char) -> bool {
    matches!(sign, '(' | '（')
}

/// Where the bracket that opened before byte `from` closes; brackets inside quotation marks do not count.
fn closing(line: &str, from: usize) -> Option<usize> {
    let mut quotes = 0_usize;
    for (at, sign) in line.get(from..)?.char_indices() {
        match sign {
            '「' => quotes += 1,
            '」' => quotes = quotes.saturating_sub(1),
            ')' | '）' if quotes == 0 => return Some(from + at),
            _ => {}
        }
    }
    None
}

/// 「X」 with 以下 before it, or alone in its bracket.
fn quoted(content: &str) -> Option<(&str, bool)> {
    let open = content.find('「')?;
    let lead = content.get(..open)?;
    let after = content.get(open + '「'.len_utf8()..)?;
    let close = after.find('」')?;
    let name = after.get(..close)?;
    let rest = after.get(close + '」'.len_utf8()..)?;
    // 「（本契約において「X」という。）」
    let announced = lead.contains("以下") || lead.ends_with("において");
    let fits = !name.is_empty() && name.chars().count() <= LONGEST && !name.contains('「');
    (fits && (announced || lead.is_empty() && rest.is_empty())).then_some((name, announced))
}

/// 以下 and a name, with or without という after it.
fn unquoted(content: &str) -> Option<&str> {
    let name = content.strip_prefix("以下")?.trim_start_matches(['、', ',', ' ']).trim_end_matches('。');
    const ENDINGS: [&str; 9] =
        ["といいます", "と称します", "と略称する", "と呼びます", "という", "と称する", "と略す", "と呼ぶ", "とする"];
    let name = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name);
    let fits = !name.is_empty() && name.chars().count() <= 14 && !name.contains(['「', '」', '。', '、', '(', '同']);
    fits.then_some(name)
}
