//! Names: 「株式会社A（以下「甲」という。）」 and its variants, signature lines, and the words by which users are called.

use super::bracket::introductions;
use super::{Party, RoleWords};
use crate::contract::{Contract, UnitKind};
use crate::span::Span;
use crate::text::Text;

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
    for introduction in introductions(content) {
        let (whole, name) = (introduction.whole, introduction.name);
        let before = content.get(..whole.start).unwrap_or_default();
        let after = content.get(whole.end..).unwrap_or_default();
        let joins = after.is_empty() || PARTY_FOLLOWERS.iter().any(|word| after.starts_with(word));
        let long = long_name(before);
        let corporate = CORPORATE.iter().any(|word| long.contains(word));
        let joins = joins || corporate && !long.contains(['が', '「']);
        let body = words.bodies.iter().any(|body| long.contains(body.as_str())) && !long.contains('「');
        let sign = matches!(name, "甲" | "乙" | "丙" | "丁") || words.names.iter().any(|known| known == name);
        let office = matches!(name, "本部" | "本社" | "本店" | "本会" | "本学" | "本校" | "本組合");
        let thing = !office && ["本", "当該", "対象"].iter().any(|word| name.starts_with(word))
            || ["契約", "サービス", "業務", "事業", "協定"].iter().any(|word| name.ends_with(word))
                && !(corporate && long.contains(name));
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
        let because = Span::new(line.start + whole.start, line.start + whole.end);
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

/// What follows a party in the sentence that names the parties.
const PARTY_FOLLOWERS: [&str; 15] =
    ["と", "及び", "および", "並びに", "は", "、", "が", "間", "。", "とは", " ", "・", "と、", "の間", "に対し"];

/// The company's name before its bracket: back to the last comma, 、 と, 及び or 「である」.
fn long_name(before: &str) -> &str {
    let before = before.trim_end();
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
    // 「…(以下「X」という。)が株式会社Yに」: a particle of the party before is no part of the name.
    let name = before.get(start..).unwrap_or_default().trim();
    let after_bracket = before.get(..start).is_some_and(|before| before.ends_with([')', '）']));
    if after_bracket { name.trim_start_matches(['が', 'は', 'に', 'へ']) } else { name }
}

/// Parties that only lines like 「卸提供者 株式会社A」 name.
fn labelled(text: &Text, contract: &Contract, words: &RoleWords, found: &mut Vec<Party>) {
    for unit in &contract.units {
        if !matches!(unit.kind, UnitKind::Title | UnitKind::Preamble | UnitKind::Signature) {
            continue;
        }
        for line in unit.caption.iter().chain(&unit.body) {
            let Some((name, rest)) = label(text.get(*line)) else { continue };
            if !words.bodies.iter().any(|body| rest.contains(body.as_str())) {
                continue;
            }
            let uses = text.norm.matches(name).count();
            if uses < 4 || found.iter().any(|party| party.names.iter().any(|known| known == name)) {
                continue;
            }
            let mut names = vec![name.to_owned()];
            names.extend(company(rest, words).map(str::to_owned));
            found.push(Party { names, role: None, because: vec![*line] });
        }
    }
}

/// A line's label and what it labels: 「甲 株式会社A」, 「(センター) 財団法人B」, 「卸提供者: 株式会社C」.
fn label(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start_matches(['(', '（', '【', '[', ' ']);
    let end = line.find([' ', ':', '：', ')', '）', '】', ']', '。', '、', '「'])?;
    let name = line.get(..end).filter(|name| (1..=12).contains(&name.chars().count()))?;
    if line.get(end..)?.starts_with(['。', '、', '「']) {
        return None;
    }
    let rest = line.get(end..)?.trim_start_matches([')', '）', '】', ']', ' ', ':', '：']);
    (!rest.is_empty()).then_some((name, rest))
}

/// The word of a line that holds a company's name.
fn company<'a>(line: &'a str, words: &RoleWords) -> Option<&'a str> {
    let address =
        |word: &str| ["丁目", "番地", "番", "号", "区", "郡", "大字", "○○"].iter().any(|part| word.contains(part));
    line.split([' ', '\u{3000}', ':', ')', '(']).map(without_officer).find(|word| {
        let corporate = words.bodies.iter().any(|body| word.contains(body.as_str()));
        let place = word.ends_with(['市', '町', '村', '県']) || address(word);
        corporate && !place && word.chars().count() < 30
    })
}

/// A company's name without the officer who signs for it, where nothing parts them: 株式会社A代表取締役.
fn without_officer(word: &str) -> &str {
    let officers = ["代表取締役", "取締役", "執行役員", "代表理事", "代表社員", "代表執行役", "理事長", "支社長", "印"];
    let end = officers.iter().filter_map(|officer| word.find(officer)).min().filter(|&end| end > 0);
    end.and_then(|end| word.get(..end)).unwrap_or(word)
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
                    // An address run together with the company's name adds nothing to a name that is known.
                    && !party.names.iter().any(|known| known == name || known != &first && name.ends_with(known.as_str()))
                    && name != first
                {
                    party.names.push(name.to_owned());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::without_officer;

    #[test]
    fn officers_are_no_part_of_the_name() {
        for (word, name) in [
            ("株式会社ノード代表取締役", "株式会社ノード"),
            ("大山ネット株式会社執行役員印", "大山ネット株式会社"),
            ("一般財団法人みなと財団理事長", "一般財団法人みなと財団"),
            ("代表取締役", "代表取締役"),
            ("株式会社ノード", "株式会社ノード"),
        ] {
            assert_eq!(without_officer(word), name);
        }
    }
}
