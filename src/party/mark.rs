//! Marks: names of services and networks that the contract says a party has (乙の「JWIネット」), and what its company name is
//! without 株式会社. They are not the party, but showing them shows the party.

use super::{Party, PartySet};

/// What joins a party to what is its own: 乙の…「X」, 乙が運営する…「X」.
const OWNS: [&str; 9] = [
    "が提供する",
    "が運営する",
    "が保有する",
    "の保有する",
    "の提供する",
    "の運営する",
    "が展開する",
    "の運用する",
    "が運用する",
];

/// The quoted name that `rest`, which follows a party's name, says is the party's own.
fn owned(rest: &str) -> Option<&str> {
    let rest = OWNS.iter().find_map(|word| rest.strip_prefix(word)).or_else(|| rest.strip_prefix('の'))?;
    let open = rest.find('「')?;
    let between = rest.get(..open)?;
    let plain = between.chars().count() <= 24 && !between.contains(['。', '、', '」', 'を', 'し', 'は']);
    let after = rest.get(open + '「'.len_utf8()..)?;
    let name = after.get(..after.find('」')?)?;
    (plain && is_name(name)).then_some(name)
}

fn is_name(words: &str) -> bool {
    (2..=24).contains(&words.chars().count()) && !words.contains('「')
}

/// 「X」の名で: the names under which something is offered, with the place of the quotation mark.
fn under_name(norm: &str) -> impl Iterator<Item = (usize, &str)> {
    const AFTER: [&str; 5] = ["」の名前で", "」の名称で", "」の名で", "」のブランドで", "」の商標で"];
    AFTER.iter().flat_map(move |mark| norm.match_indices(*mark)).filter_map(move |(close, _)| {
        let before = norm.get(..close)?;
        let open = before.rfind('「')?;
        let name = before.get(open + '「'.len_utf8()..)?;
        is_name(name).then_some((open, name))
    })
}

/// What a company name is without its legal form.
const FORMS: [&str; 8] = ["株式会社", "有限会社", "合同会社", "合資会社", "財団法人", "社団法人", "一般", "協同組合"];

/// The marks of each party, users aside, as names with the set of their owner.
pub(super) fn marks(norm: &str, parties: &[Party]) -> Vec<(String, PartySet)> {
    let mut found: Vec<(String, PartySet)> = Vec::new();
    let contracting = parties.len().saturating_sub(1);
    let taken = |name: &str| parties.iter().any(|party| party.names.iter().any(|known| known == name));
    for (index, party) in parties.iter().take(contracting).enumerate() {
        let owner = PartySet::party(index);
        for name in &party.names {
            let bare = FORMS.iter().fold(name.clone(), |name, form| name.replace(form, ""));
            if bare != *name && bare.chars().count() >= 3 && !taken(&bare) {
                found.push((bare, owner));
            }
            for (at, _) in norm.match_indices(name.as_str()) {
                let rest = norm.get(at + name.len()..).unwrap_or_default();
                if let Some(mark) = owned(rest)
                    && !taken(mark)
                    && !found.iter().any(|(known, _)| known == mark)
                {
                    found.push((mark.to_owned(), owner));
                }
            }
        }
    }
    for (open, mark) in under_name(norm) {
        let before = norm.get(..open).unwrap_or_default();
        let sentence = before.rfind(['。', '\n']).map_or(before, |at| before.get(at..).unwrap_or(before));
        let subject = (0..contracting)
            .filter_map(|index| {
                let names = parties[index].names.iter();
                let last = names
                    .filter_map(|name| sentence.rfind(&format!("{name}は")).or(sentence.rfind(&format!("{name}が"))))
                    .max()?;
                Some((last, index))
            })
            .max();
        if let Some((_, index)) = subject
            && !taken(mark)
            && !found.iter().any(|(known, _)| known == mark)
        {
            found.push((mark.to_owned(), PartySet::party(index)));
        }
    }
    found
}
