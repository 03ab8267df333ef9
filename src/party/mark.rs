//! Marks: names of services and networks that the contract says a party has (乙の「JWIネット」), and what its company name is
//! without 株式会社. They are not the party, but showing them shows the party.

use std::sync::LazyLock;

use regex::Regex;

use super::{Party, PartySet};

/// A party's word, the services that are its own, the service's name in quotation marks.
static OWNED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:の|が提供する|が運営する|が保有する|の保有する|の提供する|の運営する|が展開する|の運用する|が運用する)([^。、「」をしは]{0,24})「([^「」]{2,24})」")
        .unwrap_or_else(|error| unreachable!("a fixed pattern: {error}"))
});

/// 「X」の名で: the name under which the sentence's subject offers something.
static UNDER_NAME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"「([^「」]{2,24})」の(?:名前|名称|名|ブランド名?|商標)で")
        .unwrap_or_else(|error| unreachable!("a fixed pattern: {error}"))
});

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
                let Some(hit) = OWNED.captures(rest).filter(|hit| hit.get(0).is_some_and(|whole| whole.start() == 0))
                else {
                    continue;
                };
                if let Some(mark) = hit.get(2).map(|mark| mark.as_str())
                    && !taken(mark)
                    && !found.iter().any(|(known, _)| known == mark)
                {
                    found.push((mark.to_owned(), owner));
                }
            }
        }
    }
    for hit in UNDER_NAME.captures_iter(norm) {
        let (Some(whole), Some(mark)) = (hit.get(0), hit.get(1)) else { continue };
        let before = norm.get(..whole.start()).unwrap_or_default();
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
            && !taken(mark.as_str())
            && !found.iter().any(|(known, _)| known == mark.as_str())
        {
            found.push((mark.as_str().to_owned(), PartySet::party(index)));
        }
    }
    found
}
