//! Names: 「株式会社A（以下「甲」という。）」 and its variants, signature lines, and the words by which users are called.

use std::sync::LazyLock;

use regex::Regex;

use super::{Party, RoleWords};
use crate::contract::{Contract, UnitKind};
use crate::span::Span;
use crate::text::Text;

/// 「X」 in brackets after a name, with 以下 or without: (以下「甲」という。), (「みなみ電算」), (VNE事業者。以下「T」という。).
static BRACKETED: LazyLock<Regex> =
    LazyLock::new(|| regex(r"[(（]([^()（）「」]*)「([^「」]{1,20})」((?:[^()（）「」]|「[^「」]*」)*)[)）]"));

/// The same without quotation marks: (以下甲という), (以下、ぽぷら).
static UNQUOTED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"[(（]以下[、,]?\s*([^「」()（）。、]{1,14}?)(?:という|といいます|と称する|と称します|と略す|と略称する|と呼ぶ|と呼びます|とする)?。?[)）]",
    )
});

/// 「甲 株式会社A」, 「(センター) 財団法人B」, 「卸提供者: 株式会社C」 as a line.
static LABELLED: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^[(（【\[]?\s*([^\s()（）:：、。「」]{1,12}?)\s*[)）】\]]?\s*[:： ]\s*(.+)$"));

/// 「会員」とは, 以下「会員」という.
static DEFINED: LazyLock<Regex> =
    LazyLock::new(|| regex(r"「([^「」]{1,16})」(?:とは、?([^。]{2,80}?)をいう|\s*[::]?\s*([^「」。]{2,80})$)"));

/// 「…を使う事業所を、利用事業所と呼びます」, 「…を利用する者を会員とする」.
static CALLED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"([^。「」]{2,60}(?:者|方|人|所|世帯|家庭|員|企業|法人|団体|先|店|客|主|校|後の[^。「」、]{2,8}))(?:を|は)、?(?:以下)?「?([^。、「」]{2,10}?)」?と(?:呼び|いい|いう|称|呼ぶ|する|記)",
    )
});

/// Whoever inquiries come from, bills go to and cancellations are made by, whatever the contract calls them.
static SPOKEN_OF: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"([\p{Han}\p{Katakana}ー々]{1,7}?(?:者|家|客|員|主|世帯|家庭|企業|先|様|さま|さん|人|民|生|店|校|所|ユーザー?|方))(?:等|ら|各位)?(?:から|より)の(?:各種|技術的な|一切の|すべての|全ての|あらゆる)?(?:お?問い?合わ?せ|照会|苦情|質問|ご?相談|申出|申し出|連絡)",
    )
});

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

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).unwrap_or_else(|error| unreachable!("a fixed pattern: {error}"))
}

/// The contracting parties in the order in which they are named.
pub(super) fn parties(text: &Text, contract: &Contract, words: &RoleWords) -> Vec<Party> {
    let mut found: Vec<Party> = Vec::new();
    for unit in &contract.units {
        match unit.kind {
            UnitKind::Preamble | UnitKind::Title => {
                for line in &unit.body {
                    bracketed(text, *line, words, true, &mut found);
                }
            }
            _ => {}
        }
    }
    if found.len() < 2 {
        labelled(text, contract, words, &mut found);
    }
    if found.len() < 2 {
        for unit in &contract.units {
            for line in &unit.body {
                bracketed(text, *line, words, false, &mut found);
            }
        }
    }
    if found.len() < 2 {
        usual(text, words, &mut found);
    }
    signature_names(text, contract, words, &mut found);
    found
}

/// Parties that a line of the preamble defines: what follows the bracket shows that somebody, not something, is named.
fn bracketed(text: &Text, line: Span, words: &RoleWords, preamble: bool, found: &mut Vec<Party>) {
    let content = text.get(line);
    let quoted = BRACKETED.captures_iter(content).filter_map(|hit| {
        let lead = hit.get(1).map_or("", |lead| lead.as_str());
        let rest = hit.get(3).map_or("", |rest| rest.as_str());
        let introduces = lead.contains("以下") || lead.is_empty() && rest.is_empty();
        introduces.then_some((hit.get(0)?, hit.get(2)?))
    });
    let unquoted = UNQUOTED.captures_iter(content).filter_map(|hit| Some((hit.get(0)?, hit.get(1)?)));
    let mut named: Vec<_> = quoted.chain(unquoted).collect();
    named.sort_by_key(|(whole, _)| whole.start());
    for (whole, name) in named {
        let before = content.get(..whole.start()).unwrap_or_default();
        let after = content.get(whole.end()..).unwrap_or_default();
        let joins = after.is_empty() || PARTY_FOLLOWERS.iter().any(|word| after.starts_with(word));
        let long = long_name(before);
        let joins = joins || CORPORATE.iter().any(|word| long.contains(word)) && !long.contains(['が', '「']);
        let body = words.bodies.iter().any(|body| long.contains(body.as_str())) && !long.contains('「');
        let name = name.as_str();
        let sign = matches!(name, "甲" | "乙" | "丙" | "丁") || words.names.iter().any(|known| known == name);
        let thing = ["本", "当該", "対象"].iter().any(|word| name.starts_with(word))
            || ["契約", "サービス", "業務", "事業", "協定"].iter().any(|word| name.ends_with(word));
        let user = words.users.iter().any(|user| user == name);
        let known = found.iter().any(|party| party.names.iter().any(|known| known == name));
        // In the sentence that opens the contract, whoever is joined by と or 及び is a party, whatever its name looks like.
        let opening = preamble
            && !long.contains(['「', 'が', 'を'])
            && long.chars().count() >= 2
            && (["と", "及び", "並びに", "および"].iter().any(|word| after.starts_with(word))
                || !found.is_empty()
                    && (after.starts_with("は") || after.starts_with("との間") || after.starts_with("とは")));
        if !joins || !(body || sign || opening) || thing || user || known {
            continue;
        }
        let because = Span::new(line.start + whole.start(), line.start + whole.end());
        let mut names = vec![name.to_owned()];
        if body && !long.is_empty() {
            names.push(long.to_owned());
        }
        found.push(Party { names, role: None, because: vec![because] });
    }
}

/// What only the name of a company or public body contains.
const CORPORATE: [&str; 12] = [
    "株式会社",
    "有限会社",
    "合同会社",
    "合資会社",
    "協同組合",
    "連合会",
    "財団法人",
    "社団法人",
    "公社",
    "会議所",
    "商工会",
    "生協",
];

/// How a noun for somebody who may use the service ends.
const PERSONS: [char; 20] = [
    '者', '方', '人', '員', '帯', '客', '業', '体', '先', '所', '店', '主', '家', '校', '宅', '社', '民', '生', '庭',
    '等',
];

/// What follows a party in the sentence that names the parties.
const PARTY_FOLLOWERS: [&str; 14] =
    ["と", "及び", "および", "並びに", "は", "、", "が", "間", "。", "とは", " ", "・", "と、", "の間"];

/// The company's name before its bracket: back to the last comma, 、 と, 及び or 「である」.
fn long_name(before: &str) -> &str {
    let start = [
        "、",
        "。",
        "」と",
        ")と",
        ")及び",
        "）と",
        "）及び",
        "である",
        "たる",
        "\n",
        " ",
        ")",
        "）",
        "及び",
        "並びに",
    ]
    .iter()
    .filter_map(|mark| before.rfind(mark).map(|at| at + mark.len()))
    .max()
    .unwrap_or(0);
    before.get(start..).unwrap_or_default().trim()
}

/// Parties that only lines like 「卸提供者 株式会社A」 name.
fn labelled(text: &Text, contract: &Contract, words: &RoleWords, found: &mut Vec<Party>) {
    for unit in &contract.units {
        if !matches!(unit.kind, UnitKind::Title | UnitKind::Preamble | UnitKind::Signature) {
            continue;
        }
        for line in unit.caption.iter().chain(&unit.body) {
            let Some(hit) = LABELLED.captures(text.get(*line)) else { continue };
            let (Some(name), Some(rest)) = (hit.get(1), hit.get(2)) else { continue };
            if !words.bodies.iter().any(|body| rest.as_str().contains(body.as_str())) {
                continue;
            }
            let uses = text.norm.matches(name.as_str()).count();
            if uses < 4 || found.iter().any(|party| party.names.iter().any(|known| known == name.as_str())) {
                continue;
            }
            let mut names = vec![name.as_str().to_owned()];
            names.extend(company(rest.as_str(), words).map(str::to_owned));
            found.push(Party { names, role: None, because: vec![*line] });
        }
    }
}

/// The word of a line that holds a company's name.
fn company<'a>(line: &'a str, words: &RoleWords) -> Option<&'a str> {
    let address =
        |word: &str| ["丁目", "番地", "番", "号", "区", "郡", "大字", "○○"].iter().any(|part| word.contains(part));
    line.split([' ', '\u{3000}', ':', ')', '(']).find(|word| {
        let corporate = words.bodies.iter().any(|body| word.contains(body.as_str()));
        let place = word.ends_with(['市', '町', '村', '県']) || address(word);
        corporate && !place && word.chars().count() < 30
    })
}

/// 甲 and 乙, or the usual names of parties, where nothing defines them.
fn usual(text: &Text, words: &RoleWords, found: &mut Vec<Party>) {
    let known = ["甲", "乙", "丙"].into_iter().chain(words.names.iter().map(String::as_str));
    for name in known {
        let uses = text.norm.matches(&format!("{name}は")).count() + text.norm.matches(&format!("{name}が")).count();
        if uses >= 2 && !found.iter().any(|party| party.names.iter().any(|known| known == name)) {
            found.push(Party { names: vec![name.to_owned()], role: None, because: Vec::new() });
        }
    }
}

/// Company names that the signature gives beside 甲 and 乙.
fn signature_names(text: &Text, contract: &Contract, words: &RoleWords, found: &mut [Party]) {
    for unit in contract.units.iter().filter(|unit| unit.kind == UnitKind::Signature) {
        for line in &unit.body {
            let content = text.get(*line);
            let Some(name) = company(content, words) else { continue };
            for party in found.iter_mut() {
                let first = party.names[0].clone();
                if content.trim_start_matches(['(', '（']).starts_with(&first)
                    && !party.names.iter().any(|known| known == name)
                    && name != first
                {
                    party.names.push(name.to_owned());
                }
            }
        }
    }
}

/// Every word by which the contract calls users: the usual ones, and terms that it defines as such.
pub(super) fn users(text: &Text, contract: &Contract, words: &RoleWords, parties: &[Party]) -> Vec<String> {
    let mut names: Vec<String> = words.users.iter().filter(|user| text.norm.contains(user.as_str())).cloned().collect();
    let is_party = |name: &str| parties.iter().any(|party| party.names.iter().any(|known| known == name));
    let glosses = |gloss: &str| words.user_glosses.iter().any(|word| gloss.contains(word.as_str()));
    for unit in &contract.units {
        for line in &unit.body {
            let content = text.get(*line);
            for hit in DEFINED.captures_iter(content) {
                let gloss = hit.get(2).or(hit.get(3)).map_or("", |gloss| gloss.as_str());
                if let Some(name) = hit.get(1)
                    && glosses(gloss)
                    && gloss.ends_with(PERSONS)
                {
                    names.push(name.as_str().to_owned());
                }
            }
            for hit in BRACKETED.captures_iter(content) {
                let (Some(whole), Some(name)) = (hit.get(0), hit.get(2)) else { continue };
                let before = content.get(..whole.start()).unwrap_or_default();
                let near =
                    before.char_indices().rev().nth(24).map_or(before, |(at, _)| before.get(at..).unwrap_or(before));
                if hit.get(1).is_some_and(|lead| lead.as_str().contains("以下"))
                    && before.ends_with(PERSONS)
                    && glosses(near)
                {
                    names.push(name.as_str().to_owned());
                }
            }
        }
    }
    for hit in CALLED.captures_iter(&text.norm) {
        if let (Some(gloss), Some(name)) = (hit.get(1), hit.get(2))
            && glosses(gloss.as_str())
        {
            names.push(name.as_str().to_owned());
        }
    }
    for hit in SPOKEN_OF.captures_iter(&text.norm) {
        if let Some(name) = hit.get(1).map(|name| name.as_str())
            && !NO_USERS.iter().any(|word| name.contains(word))
        {
            names.push(name.trim_start_matches(['各', '当', '該']).to_owned());
        }
    }
    names.retain(|name| !is_party(name));
    names.sort_by_key(|name| std::cmp::Reverse(text.norm.matches(name.as_str()).count()));
    names.dedup();
    let mut seen = std::collections::HashSet::new();
    names.retain(|name| seen.insert(name.clone()));
    names
}
