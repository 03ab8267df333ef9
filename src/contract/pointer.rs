//! The words of a reference to a unit: 前条, 第4条第2項, 同項, 前各号, 第1条から第3条まで, 別紙1, 7.1.
//!
//! This reads what the words say; `reference` looks up which units they mean.

use super::UnitKind;
use crate::numeral::{arabic, numeral};

/// What the words refer to, before it is looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Base {
    Article(Vec<u32>),
    Paragraph(u32),
    Item(u32),
    /// So many units of the kind before this one.
    Before(UnitKind, u32),
    After(UnitKind),
    This(UnitKind),
    Same(UnitKind),
    /// 前各号
    AllBefore,
    /// 次の各号, 各号
    AllItems,
    Chapter(u32),
    Annex {
        word: &'static str,
        parts: Vec<u32>,
        letter: Option<String>,
    },
    Suppl,
    /// 7.1, 9-1
    Numbers(Vec<u32>),
}

/// The words of a reference.
#[derive(Debug)]
pub(super) struct Mention {
    pub(super) base: Base,
    pub(super) paragraph: Option<u32>,
    pub(super) item: Option<u32>,
    /// 第3条各号
    pub(super) items: bool,
    /// The last member of a range: 第3条 of 第1条から第3条まで.
    pub(super) until: Option<Box<Mention>>,
    /// Bytes of the words, the whole range included.
    pub(super) len: usize,
}
impl Mention {
    /// Whether it means something only after the reference before it: 同条, a paragraph alone.
    pub(super) const fn goes_on(&self) -> bool {
        matches!(self.base, Base::Same(_) | Base::Paragraph(_) | Base::Item(_))
    }
}
/// Characters that a reference can begin with.
pub(super) fn starts(c: char) -> bool {
    matches!(c, '第' | '前' | '次' | '本' | '同' | '各' | '別' | '附' | '付' | '添' | 'E' | 'A' | 'S')
        || c.is_ascii_digit()
}

/// The reference that `rest`, which follows `before`, begins with. `separator` is what parts the numbers of units like 7.1.
pub(super) fn read(before: &str, rest: &str, separator: Option<char>) -> Option<Mention> {
    let first = read_one(before, rest, separator)?;
    let after = rest.get(first.len..)?;
    let range = ["から", "乃至", "ないし", "〜", "~"].iter().find_map(|word| {
        let last = read_one("", after.strip_prefix(word)?, separator)?;
        let len = first.len + word.len() + last.len;
        let until = rest.get(len..).is_some_and(|rest| rest.starts_with("まで"));
        (*word != "から" || until).then(|| (last, len + if until { "まで".len() } else { 0 }))
    });
    Some(match range {
        Some((last, len)) => Mention { until: Some(Box::new(last)), len, ..first },
        None => first,
    })
}

fn read_one(before: &str, rest: &str, separator: Option<char>) -> Option<Mention> {
    let (base, mut len) = base(before, rest, separator)?;
    let mut mention = Mention { base, paragraph: None, item: None, items: false, until: None, len };
    let tail = |len: usize| rest.get(len..).unwrap_or_default();
    let is_article = matches!(
        mention.base,
        Base::Article(_)
            | Base::Before(UnitKind::Article, 1)
            | Base::After(UnitKind::Article)
            | Base::This(UnitKind::Article)
            | Base::Same(UnitKind::Article)
    );
    let is_paragraph = matches!(
        mention.base,
        Base::Paragraph(_)
            | Base::Before(UnitKind::Paragraph, 1)
            | Base::Same(UnitKind::Paragraph)
            | Base::This(UnitKind::Paragraph)
    );
    // 第5条(約款)第2項
    let gap = tail(len).strip_prefix('(').and_then(|inner| inner.split_once(')')).map(|(heading, _)| heading.len() + 2);
    let skipped = gap.filter(|&gap| is_article && ordinal(tail(len + gap), '項').is_some()).unwrap_or(0);
    if is_article && let Some((number, more)) = ordinal(tail(len + skipped), '項') {
        mention.paragraph = Some(number);
        len += skipped + more;
    }
    if (is_article || is_paragraph)
        && let Some((number, more)) = ordinal(tail(len), '号')
    {
        mention.item = Some(number);
        len += more;
    } else if (is_article || is_paragraph) && (tail(len).starts_with("各号") || tail(len).starts_with("の各号")) {
        mention.items = true;
        len += if tail(len).starts_with('の') { "の各号".len() } else { "各号".len() };
    }
    mention.len = len;
    Some(mention)
}

fn base(before: &str, rest: &str, separator: Option<char>) -> Option<(Base, usize)> {
    let c = rest.chars().next()?;
    let after = rest.get(c.len_utf8()..)?;
    // 基本条項, 同条件, 前項目 hold no reference.
    let word_goes_on = c == '本' && before.ends_with(['基', '日', '資', '見']);
    let kind = |text: &str| {
        let mut chars = text.chars();
        match (chars.next()?, chars.next()) {
            _ if word_goes_on => None,
            ('条' | '條', Some('件' | '項' | '約' | '例' | '文')) | ('項', Some('目')) => None,
            ('条' | '條', _) => Some(UnitKind::Article),
            ('項', _) => Some(UnitKind::Paragraph),
            ('号', _) => Some(UnitKind::Item),
            _ => None,
        }
    };
    let two = c.len_utf8() + '条'.len_utf8();
    match c {
        '第' => {
            if let Some((parts, len)) = article(rest) {
                return Some((Base::Article(parts), len));
            }
            ordinal(rest, '項')
                .map(|(number, len)| (Base::Paragraph(number), len))
                .or_else(|| ordinal(rest, '号').map(|(number, len)| (Base::Item(number), len)))
                .or_else(|| ordinal(rest, '章').map(|(number, len)| (Base::Chapter(number), len)))
        }
        '前' => {
            if let Some(kind) = kind(after) {
                return Some((Base::Before(kind, 1), two));
            }
            if after.starts_with("各号") {
                return Some((Base::AllBefore, "前各号".len()));
            }
            let (count, len) = numeral(after)?;
            let kind = kind(after.get(len..)?)?;
            (count <= 20).then_some((Base::Before(kind, count), two + len))
        }
        '次' if after.starts_with("の各号") => Some((Base::AllItems, "次の各号".len())),
        '次' => kind(after).map(|kind| (Base::After(kind), two)),
        '本' => kind(after).map(|kind| (Base::This(kind), two)),
        '同' => kind(after).map(|kind| (Base::Same(kind), two)),
        '各' if after.starts_with('号') && !before.ends_with(['当', '該']) => Some((Base::AllItems, two)),
        '別' | '附' | '付' | '添' => annex(rest),
        _ => compound(before, rest, separator?),
    }
}

/// 第3条の2.
fn article(text: &str) -> Option<(Vec<u32>, usize)> {
    let (value, mut len) = ordinal(text, '条').or_else(|| ordinal(text, '條'))?;
    let mut parts = vec![value];
    while let Some(rest) = text.get(len..)
        && let Some((branch, digits)) = rest.strip_prefix('の').and_then(numeral)
        && !rest
            .get('の'.len_utf8() + digits..)
            .is_some_and(|rest| rest.starts_with(['項', '号', '者', '部', '定', '般', '方']))
    {
        parts.push(branch);
        len += 'の'.len_utf8() + digits;
    }
    Some((parts, len))
}

/// 第N項 and its like.
fn ordinal(text: &str, word: char) -> Option<(u32, usize)> {
    let rest = text.strip_prefix('第')?;
    let (value, len) = numeral(rest)?;
    let after = rest.get(len..)?.strip_prefix(word)?;
    Some((value, text.len() - after.len()))
}

fn annex(text: &str) -> Option<(Base, usize)> {
    const WORDS: &[&str] = &[
        "別紙",
        "別表",
        "別図",
        "別添",
        "別記",
        "附属図",
        "附属書",
        "付属書",
        "付図",
        "添付図面",
        "添付図",
        "添付資料",
        "附図",
        "Exhibit",
        "Appendix",
        "Annex",
        "Schedule",
    ];
    if text.starts_with("附則") {
        return Some((Base::Suppl, "附則".len()));
    }
    let word = WORDS.iter().find(|word| text.starts_with(**word))?;
    let foreign = word.is_ascii();
    let rest = text.get(word.len()..)?;
    let spaced = if foreign { rest.trim_start() } else { rest };
    let gap = rest.len() - spaced.len();
    let rest = spaced;
    let number = rest.strip_prefix('第').unwrap_or(rest);
    let skipped = rest.len() - number.len();
    if let Some((value, len)) = numeral(number) {
        let mut parts = vec![value];
        let mut len = word.len() + gap + skipped + len;
        if let Some((branch, digits)) = text.get(len..).and_then(|rest| rest.strip_prefix('-')).and_then(arabic) {
            parts.push(branch);
            len += 1 + digits;
        }
        return Some((Base::Annex { word, parts, letter: None }, len));
    }
    let letter = rest
        .chars()
        .next()
        .filter(char::is_ascii_uppercase)
        .filter(|_| !rest.chars().nth(1).is_some_and(|c| c.is_ascii_alphanumeric()));
    if foreign && letter.is_none() {
        return None;
    }
    let len = word.len() + gap + usize::from(letter.is_some());
    Some((Base::Annex { word, parts: Vec::new(), letter: letter.map(String::from) }, len))
}

/// 7.1, 9-1, and a plain 4 where the words after it leave no doubt (4に定める).
fn compound(before: &str, rest: &str, separator: char) -> Option<(Base, usize)> {
    let glued = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ',' | '第' | '約' | '金');
    if before.ends_with(glued) {
        return None;
    }
    let (value, mut len) = arabic(rest)?;
    let mut parts = vec![value];
    while let Some((value, digits)) = rest.get(len..).and_then(|rest| rest.strip_prefix(separator)).and_then(arabic) {
        parts.push(value);
        len += 1 + digits;
    }
    let after = rest.get(len..)?;
    let named = [
        "の",
        "に定め",
        "に基づ",
        "に規定",
        "による",
        "により",
        "及び",
        "又は",
        "から",
        "まで",
        "、",
        "と",
        "を",
        "は",
        "で",
        "に",
    ];
    let ends = if parts.len() > 1 {
        after.is_empty() || named.iter().any(|word| after.starts_with(word))
    } else {
        ["に定め", "の定め", "に規定", "の規定", "に基づ", "に掲げ"].iter().any(|word| after.starts_with(word))
    };
    ends.then_some((Base::Numbers(parts), len))
}
/// Whether the words between two references join them, so that the second is read after the first.
pub(super) fn is_link(between: &str) -> bool {
    matches!(
        between,
        "及び"
            | "および"
            | "又は"
            | "または"
            | "並びに"
            | "若しくは"
            | "もしくは"
            | "、"
            | "・"
            | "と"
            | "から"
            | "ならびに"
            | ""
    )
}
