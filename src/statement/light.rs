//! Light verbs: 「利用料金の請求は乙が行う」 and 「乙の任務とする」 say the same as 「乙が利用料金を請求する」. The noun of action becomes
//! the predicate, in a statement beside the one as written.

use super::chunk::Case;
use super::words::Function;
use super::{Argument, Modality, Part, Statement};
use crate::span::Span;

/// The statements that the noun phrases of `statement` amount to.
pub(super) fn promote(
    norm: &str,
    statement: &Statement,
    function: &Function,
    is_party: &dyn Fn(Span) -> bool,
) -> Vec<Statement> {
    let text = |span: Span| norm.get(span.range()).unwrap_or_default();
    let light = statement.predicate.is_empty() || function.light.contains(&statement.predicate);
    let effort = function.effort.contains(&statement.predicate);
    let to_duty = matches!(statement.predicate.as_str(), "当たる" | "あたる" | "任ずる" | "就く")
        && statement.arguments.iter().any(|argument| {
            argument.case == Case::Ni && (function.duty.contains(text(argument.head)) || text(argument.head) == "任")
        });
    let duty = matches!(statement.predicate.as_str(), "する" | "である" | "なる" | "属する" | "帰属する")
        .then(|| statement.arguments.iter().position(|argument| function.duty.contains(text(argument.head))))
        .flatten();
    let negating = function.negating.contains(&statement.predicate);
    if !(light || effort || negating || duty.is_some()) {
        return Vec::new();
    }
    let mut derived = Vec::new();
    for (index, object) in statement.arguments.iter().enumerate() {
        let takes = match object.case {
            Case::Ni if to_duty => false,
            Case::Wo | Case::Topic => true,
            Case::Ga => !is_party(object.head),
            Case::About => effort,
            Case::Ni => effort || statement.predicate == "当たる" || statement.predicate == "あたる",
            Case::Bare => statement.predicate.is_empty(),
            _ => false,
        };
        if !takes || Some(index) == duty || is_party(object.head) {
            continue;
        }
        let heads = object.heads.iter().chain(std::iter::once(&object.head));
        // 「案内・請求・収納」 are three.
        let nouns = heads.flat_map(|head| text(*head).split('・').map(|noun| (noun, *head != object.head)));
        for (noun, parallel) in nouns {
            let Some(lemma) = action(noun, object.verbal || parallel, function) else { continue };
            let mut next = statement.clone();
            next.predicate = lemma;
            next.arguments.remove(index);
            if let Some(duty) = duty {
                next.arguments.extend(bearer(&statement.arguments[duty], is_party));
            }
            // 「卸元の名称の記載」: a noun with の modifies the noun after it; only the last one belongs to the action, unless
            // parallel members have nouns of their own (窓口の開設及び人員の配置).
            let last = object.parts.len().saturating_sub(1);
            let own = object
                .parts
                .iter()
                .enumerate()
                .filter(|(at, part)| *at == last || part.particle != "の" || !object.heads.is_empty());
            // 「加入者の受付はセンターが行う」: who acts is named already.
            let acts = next.arguments.iter().any(|argument| argument.case == Case::Ga && !argument.carried);
            next.arguments.extend(own.map(|(_, part)| {
                let mut own = argument(part, text(part.head), is_party);
                if acts && own.case == Case::Ga {
                    own.case = Case::Wo;
                }
                own
            }));
            if effort {
                next.modality = next.modality.max(Modality::Effort);
            }
            // 「応対を拒むことができない」 obliges to it.
            next.potential &= !(negating && statement.negated);
            next.negated ^= negating;
            derived.push(next);
        }
    }
    derived
}

/// The verb of a noun of action: 請求 is 請求する, お知らせ is 知らせる; `None` for other nouns.
fn action(noun: &str, verbal: bool, function: &Function) -> Option<String> {
    let bare = noun.trim_start_matches(['ご', 'お']);
    if let Some(verb) = function.action.get(noun).or_else(|| function.action.get(bare)) {
        return Some(verb.clone());
    }
    let tail = function.action.iter().find(|(key, _)| noun.ends_with(key.as_str()));
    if let Some((_, verb)) = tail {
        return Some(verb.clone());
    }
    verbal.then(|| format!("{bare}する"))
}

/// 「乙の任務」: 乙 acts.
fn bearer(duty: &Argument, is_party: &dyn Fn(Span) -> bool) -> Option<Argument> {
    let part = duty.parts.iter().rev().find(|part| is_party(part.head)).or(duty.parts.last())?;
    Some(Argument { span: part.span, ..Argument::plain(part.head, Case::Ga) })
}

/// A modifier of the noun as an argument of the verb.
fn argument(part: &Part, words: &str, is_party: &dyn Fn(Span) -> bool) -> Argument {
    let particle = part.particle.as_str();
    let case = if particle.starts_with("による") {
        if is_party(part.head) { Case::Ga } else { Case::By }
    } else if particle.starts_with("から") {
        Case::Kara
    } else if particle.starts_with("と") {
        Case::To
    } else if particle.starts_with("へ") || particle.starts_with("に対する") {
        Case::Ni
    } else if particle.starts_with("に関する") || particle.starts_with("について") || particle.starts_with("に係る")
    {
        Case::About
    } else if is_party(part.head) && !words.is_empty() {
        Case::Ga
    } else {
        Case::Wo
    };
    Argument { span: part.span, ..Argument::plain(part.head, case) }
}
