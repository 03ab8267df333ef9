//! Users: the words by which the contract calls those who use the service. The usual ones, what it defines as such, and whoever
//! inquiries are said to come from.

use std::collections::HashSet;

use super::bracket::introductions;
use super::{Party, RoleWords};
use crate::contract::Contract;
use crate::text::Text;

/// How a noun for somebody who may use the service ends.
const PERSONS: [char; 20] = [
    '者', '方', '人', '員', '帯', '客', '業', '体', '先', '所', '店', '主', '家', '校', '宅', '社', '民', '生', '庭',
    '等',
];

/// Nouns that inquiries come from, but no users.
const NO_USERS: [&str; 14] = [
    "担当",
    "窓口",
    "第三者",
    "当事者",
    "関係者",
    "責任者",
    "技術者",
    "監督",
    "従業",
    "運用者",
    "管理者",
    "相手",
    "事業者",
    "提供者",
];

/// What comes from users.
const INQUIRIES: [&str; 13] = [
    "問合せ",
    "問い合せ",
    "問い合わせ",
    "問合わせ",
    "お問合せ",
    "お問い合わせ",
    "照会",
    "苦情",
    "質問",
    "相談",
    "申出",
    "申し出",
    "連絡",
];

/// Every word for users, the most frequent first; no party's name.
pub(super) fn users(text: &Text, contract: &Contract, words: &RoleWords, parties: &[Party]) -> Vec<String> {
    let mut names: Vec<String> = words.users.iter().filter(|user| text.norm.contains(user.as_str())).cloned().collect();
    let defines = |gloss: &str| words.user_glosses.iter().any(|word| gloss.contains(word.as_str()));
    for line in contract.units.iter().flat_map(|unit| &unit.body) {
        let line = text.get(*line);
        names.extend(defined(line, &defines));
        names.extend(introduced(line, &defines));
        names.extend(called(line, &defines));
        names.extend(spoken_of(line));
    }
    let is_party = |name: &str| parties.iter().any(|party| party.names.iter().any(|known| known == name));
    let mut seen = HashSet::new();
    names.retain(|name| !name.is_empty() && !is_party(name) && seen.insert(name.clone()));
    names.sort_by_key(|name| std::cmp::Reverse(text.norm.matches(name.as_str()).count()));
    names
}

/// 「会員」とは、…する者をいう; 「会員」 …する者.
fn defined(line: &str, defines: &dyn Fn(&str) -> bool) -> Vec<String> {
    let quotes = line.match_indices('「').filter_map(|(at, quote)| line.get(at + quote.len()..));
    let named = quotes.filter_map(|after| {
        let close = after.find('」')?;
        let name = after.get(..close).filter(|name| (1..=16).contains(&name.chars().count()))?;
        let rest = after.get(close + '」'.len_utf8()..)?;
        let gloss = match rest.strip_prefix("とは") {
            Some(rest) => rest.get(..rest.find("をいう")?)?,
            None => rest.trim_start_matches([' ', ':', '：']),
        };
        let whole = rest.starts_with("とは") || !gloss.contains('「');
        (whole && !gloss.contains('。') && gloss.chars().count() <= 80 && defines(gloss) && gloss.ends_with(PERSONS))
            .then(|| name.to_owned())
    });
    named.collect()
}

/// 申込みをした者（以下「契約者」という。）
fn introduced(line: &str, defines: &dyn Fn(&str) -> bool) -> Vec<String> {
    let found = introductions(line).into_iter().filter(|introduction| {
        let before = line.get(..introduction.whole.start).unwrap_or_default();
        let near = before.char_indices().rev().nth(24).map_or(before, |(at, _)| before.get(at..).unwrap_or(before));
        introduction.announced && before.ends_with(PERSONS) && defines(near)
    });
    found.map(|introduction| introduction.name.to_owned()).collect()
}

/// 「…を使う事業所を、利用事業所と呼びます」, 「…を利用する者を会員とする」.
fn called(line: &str, defines: &dyn Fn(&str) -> bool) -> Vec<String> {
    const CALLS: [&str; 6] = ["と呼び", "と呼ぶ", "といい", "という", "と称", "と記"];
    let mut found = Vec::new();
    for (at, _) in CALLS.iter().flat_map(|call| line.match_indices(call)) {
        let before = line.get(..at).unwrap_or_default();
        let Some((particle, _)) = before.char_indices().rev().take(16).find(|(_, sign)| matches!(sign, 'を' | 'は'))
        else {
            continue;
        };
        let gloss = before.get(..particle).unwrap_or_default();
        let gloss = gloss.rfind('。').map_or(gloss, |stop| gloss.get(stop..).unwrap_or(gloss));
        let name = before.get(particle..).unwrap_or_default().trim_start_matches(['を', 'は', '、']);
        let name = name.trim_start_matches("以下").trim_matches(['「', '」', '、']);
        let fits = (2..=10).contains(&name.chars().count()) && !name.contains(['。', '、', '「', '」']);
        if fits && gloss.ends_with(PERSONS) && defines(gloss) {
            found.push(name.to_owned());
        }
    }
    found
}

/// 「入居者からの問合せ」: whoever inquiries come from, whatever the contract calls them.
fn spoken_of(line: &str) -> Vec<String> {
    const MODIFIERS: [&str; 6] = ["各種", "技術的な", "一切の", "すべての", "全ての", "あらゆる"];
    let mut found = Vec::new();
    for (at, from) in line.match_indices("からの").chain(line.match_indices("よりの")) {
        let rest = line.get(at + from.len()..).unwrap_or_default();
        let rest =
            MODIFIERS.iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest).trim_start_matches(['ご', 'お']);
        if !INQUIRIES.iter().any(|word| rest.starts_with(word)) {
            continue;
        }
        let before = line.get(..at).unwrap_or_default();
        let before = ["各位", "等", "ら"].iter().find_map(|word| before.strip_suffix(word)).unwrap_or(before);
        let start = before.char_indices().rev().take(9).take_while(|(_, sign)| is_name_sign(*sign)).last();
        let name = start.and_then(|(start, _)| before.get(start..)).unwrap_or_default();
        let name = name.trim_start_matches(['各', '当', '該']);
        let person = name.ends_with(PERSONS)
            || ["様", "さん", "さま", "ユーザ", "ユーザー"].iter().any(|end| name.ends_with(end));
        if name.chars().count() >= 2 && person && !NO_USERS.iter().any(|word| name.contains(word)) {
            found.push(name.to_owned());
        }
    }
    found
}

fn is_name_sign(sign: char) -> bool {
    matches!(sign, '\u{4E00}'..='\u{9FFF}' | 'ァ'..='ヺ' | 'ー' | '々' | 'さ' | 'ん' | 'ま')
}
