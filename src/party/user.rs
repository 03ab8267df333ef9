//! Users: the words by which the contract calls those who use the service. The usual ones, what it defines as such, and whoever
//! inquiries are said to come from.

use std::collections::{BTreeMap, HashSet};

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
const NO_USERS: [&str; 23] = [
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
    "職員",
    "社員",
    "係員",
    "要員",
    "相談員",
    "従事",
    "委託先",
    "代理店",
    "取引先",
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
        names.extend(glossed(line, &defines));
        names.extend(introduced(line, &defines));
        names.extend(called(line, &defines));
    }
    names.extend(spoken_of(text, contract));
    // A part of a party's name is no user either (会 in 協議会, 通信社 in 北信通信社).
    let is_party = |name: &str| {
        parties
            .iter()
            .flat_map(|party| &party.names)
            .any(|known| known.ends_with(name) || name.ends_with(known.as_str()))
    };
    let mut seen = HashSet::new();
    // 「…を締結した事業者(以下「パートナー」という。)」 introduces a party, not users.
    let is_trade = |name: &str| words.names.iter().any(|known| known == name) || name.ends_with("提供事業者");
    names.retain(|name| !name.is_empty() && !is_party(name) && !is_trade(name) && seen.insert(name.clone()));
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
            Some(rest) => rest.get(..rest.find("をいう").or_else(|| rest.find("をいい"))?)?,
            None => rest.trim_start_matches([' ', ':', '：']),
        };
        let whole = rest.starts_with("とは") || !gloss.contains('「');
        (whole
            && !gloss.contains('。')
            && gloss.chars().count() <= 80
            && defines(gloss)
            && (gloss.ends_with(PERSONS) || gloss.ends_with("もの")))
        .then(|| name.to_owned())
    });
    named.collect()
}

/// 「会員 …を利用する者」: a row of definitions without quotation marks.
fn glossed(line: &str, defines: &dyn Fn(&str) -> bool) -> Option<String> {
    let plain = |words: &str| !words.contains(['。', '、', '「', '」', '(', '（', 'は', 'を', 'の']);
    let (name, gloss) = line.trim_end_matches('。').split_once([' ', '\u{3000}', ':', '：'])?;
    let gloss = gloss.trim_start();
    let row = (2..=10).contains(&name.chars().count()) && plain(name) && !gloss.contains('。');
    (row && defines(gloss) && gloss.ends_with(PERSONS)).then(|| name.to_owned())
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

/// What a contract says of users, whatever it calls them: words right after the noun, by kind. A noun of which two kinds are said, or
/// from which inquiries come, is a word for users.
const SAID_OF_USERS: [&[&str]; 5] = [
    &[
        "に請求",
        "に対し請求",
        "に対して請求",
        "に対する請求",
        "に課金",
        "から徴収",
        "から収受",
        "から収納",
        "から集金",
        "から受け取",
        "への請求",
        "への課金",
    ],
    &[
        "との契約",
        "と契約",
        "と直接",
        "と直に",
        "との利用契約",
        "との間で",
        "との間に",
        "と結ぶ",
        "と締結",
        "と利用契約",
        "との直接",
    ],
    &[
        "の解約",
        "の退会",
        "が解約",
        "が退会",
        "がやめ",
        "は解約",
        "は退会",
        "の脱退",
        "が利用をやめ",
        "が利用を終",
        "から解約",
        "から退会",
    ],
    &["の申込", "からの申込", "から申込", "が申し込", "は申し込", "が加入", "からの加入"],
    &["に提供", "に対し提供", "に対して提供", "が利用", "に使わせ", "に使って", "に供給", "に販売", "に売"],
];

/// 「入居者からの問合せ」: whoever inquiries come from, and whoever is billed, contracted with and so on.
fn spoken_of(text: &Text, contract: &Contract) -> Vec<String> {
    const MODIFIERS: [&str; 6] = ["各種", "技術的な", "一切の", "すべての", "全ての", "あらゆる"];
    let mut said: BTreeMap<&str, u8> = BTreeMap::new();
    for line in contract.units.iter().flat_map(|unit| &unit.body) {
        let line = text.get(*line);
        for (at, from) in line.match_indices("からの").chain(line.match_indices("よりの")) {
            let rest = line.get(at + from.len()..).unwrap_or_default();
            let rest = MODIFIERS.iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
            let rest = rest.trim_start_matches(['ご', 'お', '御']);
            if INQUIRIES.iter().any(|word| rest.starts_with(word))
                && let Some(name) = person_before(line, at)
            {
                *said.entry(name).or_default() |= 0b11;
            }
        }
        for (kind, cues) in SAID_OF_USERS.iter().enumerate() {
            for (at, _) in cues.iter().flat_map(|cue| line.match_indices(cue)) {
                if let Some(name) = person_before(line, at) {
                    *said.entry(name).or_default() |= 1 << (kind + 1);
                }
            }
        }
    }
    said.into_iter().filter(|(_, kinds)| kinds.count_ones() >= 2).map(|(name, _)| name.to_owned()).collect()
}

/// The noun for a person that ends at byte `at` of `line`.
fn person_before(line: &str, at: usize) -> Option<&str> {
    let before = line.get(..at)?;
    let before = ["各位", "等", "ら"].iter().find_map(|word| before.strip_suffix(word)).unwrap_or(before);
    let signs = before.char_indices().rev().take(9);
    let (start, _) = signs.take_while(|(_, sign)| is_name_sign(*sign)).last()?;
    let name = before.get(start..)?.trim_start_matches(['各', '当', '該', 'さ', 'ん', 'ま']);
    let person = name.ends_with(PERSONS)
        || ["様", "さん", "さま", "ユーザ", "ユーザー", "カスタマー", "メンバー", "テナント", "機関", "施設", "患者"]
            .iter()
            .any(|end| name.ends_with(end));
    (name.chars().count() >= 2 && person && !NO_USERS.iter().any(|word| name.contains(word))).then_some(name)
}

fn is_name_sign(sign: char) -> bool {
    matches!(sign, '\u{4E00}'..='\u{9FFF}' | 'ァ'..='ヺ' | 'ー' | '々' | 'さ' | 'ん' | 'ま')
}
