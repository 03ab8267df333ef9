//! Desks: whose the 「サポートデスク」 or 「カスタマーセンター」 is that the contract names once and then speaks of.

use super::PartySet;
use crate::pattern::Scene;
use crate::span::Span;
use crate::statement::{Case, Statement};

/// Named desks with their owners: the party that the phrase itself names (甲の「…センター」), else the one that sets it up.
pub(crate) fn desks(scene: &Scene<'_>, statements: &[Statement]) -> Vec<(String, PartySet)> {
    let mut found: Vec<(String, PartySet)> = Vec::new();
    let Some(organs) = scene.organs else { return found };
    for statement in statements {
        let subject = scene.subject(statement);
        for argument in &statement.arguments {
            let own = scene
                .mentions
                .within(argument.span)
                .filter(|(_, who)| !who.meets(PartySet::USERS))
                .last()
                .map_or(PartySet::NONE, |(_, who)| who);
            // 「財団に相談室を置く」
            let host = || {
                let places = statement.arguments.iter().filter(|other| other.case == Case::Ni);
                places.map(|other| scene.mentions.named(scene.norm, other.head)).find(|who| !who.is_empty())
            };
            let owner = if !own.is_empty() {
                own
            } else if argument.case == Case::Wo && subject.is_empty() {
                host().unwrap_or_default()
            } else if matches!(argument.case, Case::Wo | Case::Ni | Case::To | Case::De) {
                subject
            } else {
                PartySet::NONE
            };
            if owner.is_empty() || owner.meets(PartySet::USERS) {
                continue;
            }
            // 「乙は、サポート窓口を設ける」: a desk without a name of its own.
            let plain = scene.norm.get(argument.head.range()).unwrap_or_default();
            if argument.case == Case::Wo
                && scene.occurrences.any(organs, argument.head)
                && !plain.contains('「')
                && ["設置する", "設ける", "置く", "開設する", "運営する", "開く", "常設する"]
                    .contains(&statement.predicate.as_str())
                && !found.iter().any(|(known, _)| known == plain)
            {
                found.push((plain.to_owned(), owner));
            }
            for name in quoted(scene.norm, argument.span) {
                let is_desk = scene.occurrences.any(organs, name) || scene.occurrences.any(organs, argument.head);
                let words = scene.norm.get(name.range()).unwrap_or_default();
                if is_desk && words.chars().count() >= 3 && !found.iter().any(|(known, _)| known == words) {
                    found.push((words.to_owned(), owner));
                }
            }
        }
    }
    found
}

/// The quoted names in and just behind a phrase: 「X」, and 窓口（以下「X」という。）.
fn quoted(norm: &str, span: Span) -> Vec<Span> {
    let behind = norm.get(span.end..).unwrap_or_default();
    let end = if behind.starts_with('(') || behind.starts_with('（') {
        behind.find([')', '）']).map_or(span.end, |at| span.end + at)
    } else {
        span.end
    };
    let words = norm.get(span.start..end).unwrap_or_default();
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(open) = words.get(from..).and_then(|rest| rest.find('「')) {
        let start = from + open + '「'.len_utf8();
        let Some(close) = words.get(start..).and_then(|rest| rest.find('」')) else { break };
        found.push(Span::new(span.start + start, span.start + start + close));
        from = start + close;
    }
    found
}
