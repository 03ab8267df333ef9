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

/// What a party does with what is its own, and with what is another's.
const OFFERS: [&str; 9] = ["提供する", "提供し", "供給する", "供給し", "卸", "運営", "展開", "開放", "をいう"];
const USES: [&str; 9] =
    ["を利用", "を使", "を用い", "を借", "提供を受け", "供給を受け", "の利用", "に接続し", "を仕入れ"];

/// The quoted name that the party before `rest` offers: 乙は、法人向けサービス「X」を…供給する; 「X」とは、乙が提供する….
fn offered<'a>(before: &'a str, rest: &'a str, others: &[&str]) -> Option<&'a str> {
    // 「(以下「X」という。)」 ends no sentence.
    let ends = |(at, sign): &(usize, char)| {
        let next = rest.get(at + sign.len_utf8()..).unwrap_or_default();
        *sign == '\n' || *sign == '。' && !next.starts_with(')')
    };
    let sentence = rest.char_indices().find(ends).and_then(|(at, _)| rest.get(..at)).unwrap_or(rest);
    let offers = |words: &str| {
        let first = |list: &[&str]| list.iter().filter_map(|word| words.find(word)).min();
        first(&OFFERS).is_some_and(|at| first(&USES).is_none_or(|other| at < other))
    };
    let defined =
        ["とは、", "とは", "は、", "は"].iter().find_map(|word| before.strip_suffix(word)?.strip_suffix('」'));
    if let Some(name) = defined.and_then(|words| words.get(words.rfind('「')? + '「'.len_utf8()..))
        && sentence.starts_with(['が', 'の'])
        && is_name(name)
        && offers(sentence)
    {
        return Some(name);
    }
    let rest = sentence.strip_prefix(['は', 'が'])?;
    let open = rest.find('「')?;
    let between = rest.get(..open)?;
    let after = rest.get(open + '「'.len_utf8()..)?;
    let close = after.find('」')?;
    let name = after.get(..close)?;
    let plain = between.chars().count() <= 30
        && !between.ends_with("以下")
        && !between.contains(['を', 'し'])
        && !others.iter().any(|other| between.contains(other));
    let own = ["その", "自社", "自己"].iter().any(|word| between.contains(word));
    (plain && is_name(name) && (own || after.get(close..).is_some_and(offers))).then_some(name)
}

/// What a company name is without its legal form.
const FORMS: [&str; 8] = ["株式会社", "有限会社", "合同会社", "合資会社", "財団法人", "社団法人", "一般", "協同組合"];

/// The names of the contracting parties other than the one at `index`.
fn others(parties: &[Party], index: usize) -> Vec<&str> {
    let contracting = parties.iter().take(parties.len().saturating_sub(1)).enumerate();
    contracting.filter(|(at, _)| *at != index).flat_map(|(_, party)| party.names.iter().map(String::as_str)).collect()
}

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
                let before = norm.get(..at).unwrap_or_default();
                if let Some(mark) = owned(rest).or_else(|| offered(before, rest, &others(parties, index)))
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
