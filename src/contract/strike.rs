//! Units that another provision deletes.

use super::{Contract, Reference, UnitId};
use crate::span::Span;
use crate::text::Text;

/// Bytes before and after a reference in which the words stand that delete its target; no sentence is so long.
const REACH: usize = 6000;

/// The units that `references` delete: 第3条を削除する, 前条は、これを削る, and those that say 削除 in place of their text.
pub(super) fn struck(contract: &Contract, text: &Text, references: &[Reference]) -> Vec<UnitId> {
    let deleted = references
        .iter()
        .filter(|reference| deletes(contract, text, reference))
        .flat_map(|reference| reference.targets.iter().copied());
    let emptied = contract.ids().filter(|&id| {
        let unit = contract.unit(id);
        unit.body.len() == 1
            && unit.body.iter().all(|&body| matches!(text.get(body), "削除" | "(削除)" | "【削除】" | "削除。"))
    });
    deleted.chain(emptied).collect()
}

/// Whether the words around the reference delete its target, whatever happens.
fn deletes(contract: &Contract, text: &Text, reference: &Reference) -> bool {
    let Some(unit) = contract.unit_at(reference.span.start) else { return false };
    let bodies = &contract.unit(unit).body;
    let at = bodies.partition_point(|body| body.end < reference.span.end);
    let Some(body) = bodies.get(at).filter(|body| body.contains(reference.span)) else { return false };
    let before = text.get(Span::new(body.start, reference.span.start));
    let after = text.get(Span::new(reference.span.end, body.end));
    // In a text without sentences, all that came before would be looked through for each reference.
    let (before, after) = (last(before, REACH), first(after, REACH));
    let conditions = [
        "場合",
        "とき",
        "限り",
        "ただし",
        "但し",
        "ついて",
        "関して",
        "には",
        "では",
        "かかわらず",
        "間は",
        "間、",
        "かは、",
    ];
    let conditional = || {
        let sentence = before.rsplit('。').next().unwrap_or_default();
        conditions.iter().any(|word| sentence.contains(word))
    };
    let own = reference.targets.iter().any(|&target| contract.unit(target).span.contains(reference.span));
    let after = after.strip_prefix('(').and_then(|rest| rest.split_once(')')).map_or(after, |(_, rest)| rest);
    let after = ["の規定", "の定め", "及びその見出し", "の全文"]
        .iter()
        .find_map(|word| after.strip_prefix(word))
        .unwrap_or(after);
    // 「第7条及び付図を削る」
    let after = ["及び", "並びに", "および", "ならびに"]
        .iter()
        .find_map(|word| after.strip_prefix(word))
        .and_then(|rest| {
            rest.find('を')
                .map(|at| rest.split_at(at))
                .filter(|(named, _)| !named.contains(['、', '。']))
                .map(|(_, rest)| rest)
        })
        .unwrap_or(after);
    let ended = ["の適用はない。", "の適用を排除する"].iter().any(|words| after.starts_with(words));
    let topic = after.strip_prefix('は').map(|rest| {
        let rest = rest.trim_start_matches('、');
        let scope = ["これを", "本契約には", "本契約に", "この契約には", "この契約に"];
        scope.iter().find_map(|words| rest.strip_prefix(words)).unwrap_or(rest)
    });
    let verb = topic.or_else(|| after.strip_prefix('を')).unwrap_or_default();
    let verbs = ["削除する", "削除し", "削る", "削り", "適用しない", "適用せず", "適用しません"];
    let deleted =
        ended || verbs.iter().any(|word| verb.starts_with(word)) || topic.is_some_and(|verb| verb.starts_with("削"));
    deleted && !own && !conditional()
}

/// The last bytes of `text`, about `length` of them.
fn last(text: &str, length: usize) -> &str {
    text.get(text.ceil_char_boundary(text.len().saturating_sub(length))..).unwrap_or_default()
}

/// The first bytes of `text`, about `length` of them.
fn first(text: &str, length: usize) -> &str {
    text.get(..text.floor_char_boundary(length)).unwrap_or_default()
}
