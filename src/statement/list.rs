//! Lists: an item that is no sentence stands where the words above the list announce it (次の事項を約款に記載する), and what is listed
//! as forbidden (次の行為をしてはならない) is denied.

use super::chunk::Case;
use super::{Argument, ClauseKind, Statement};
use crate::contract::{Contract, UnitKind};
use crate::span::Span;
use crate::token::Sentence;

/// Words that announce a list.
const AHEAD: [&str; 6] = ["次の", "次に", "以下の", "下記", "左の", "左に"];
/// What is announced.
const ANNOUNCED: [&str; 16] = [
    "事項", "行為", "各号", "こと", "もの", "内容", "点", "文言", "表示", "事実", "語句", "語", "文字", "文", "記載",
    "情報",
];

/// Relates items to the words that head their list.
pub(super) fn items(norm: &str, statements: &mut Vec<Statement>, contract: &Contract, sentences: &[Sentence]) {
    let mut derived = Vec::new();
    for at in 0..statements.len() {
        let lead = statements[at].clone();
        let Some(place) = lead.arguments.iter().position(|argument| announces(norm, argument)) else { continue };
        let Some(home) = sentences.get(lead.sentence).map(|sentence| sentence.unit) else { continue };
        if lead.kind != ClauseKind::Main {
            continue;
        }
        let forbids = lead.negated && matches!(lead.predicate.as_str(), "する" | "行う" | "なす" | "為す");
        let listed = sentences.iter().enumerate().filter(|(_, sentence)| {
            let unit = contract.unit(sentence.unit);
            unit.parent == Some(home) && matches!(unit.kind, UnitKind::Item | UnitKind::Subitem)
        });
        for (index, sentence) in listed {
            let own = statements.iter_mut().filter(|statement| statement.sentence == index);
            if forbids {
                let mut said: Vec<_> = own
                    .filter(|statement| matches!(statement.kind, ClauseKind::Main | ClauseKind::Content))
                    .filter(|statement| !statement.predicate.is_empty())
                    .collect();
                let last = said.iter().map(|statement| statement.predicate_span.end).max();
                for statement in said.iter_mut().filter(|statement| Some(statement.predicate_span.end) == last) {
                    statement.negated = !statement.negated;
                }
            } else if let Some(noun) =
                own.filter(|statement| statement.kind == ClauseKind::Main).last().filter(|own| own.predicate.is_empty())
            {
                derived.push(in_place(&lead, place, index, noun.predicate_span, sentence.span));
            }
        }
    }
    statements.extend(derived);
    statements.sort_by_key(|statement| (statement.sentence, statement.predicate_span.start));
}

/// The statement above the list with an item in the place that announces it.
fn in_place(lead: &Statement, place: usize, sentence: usize, head: Span, item: Span) -> Statement {
    let mut arguments: Vec<Argument> =
        lead.arguments.iter().map(|argument| Argument { carried: true, ..argument.clone() }).collect();
    let announced = &lead.arguments[place];
    arguments[place] = Argument {
        topic: announced.topic,
        span: Span::new(item.start, head.end),
        ..Argument::plain(head, announced.case)
    };
    Statement { sentence, span: Span::new(item.start, head.end), predicate_span: head, arguments, ..lead.clone() }
}

fn announces(norm: &str, argument: &Argument) -> bool {
    let words = norm.get(argument.span.range()).unwrap_or_default();
    let head = norm.get(argument.head.range()).unwrap_or_default();
    matches!(argument.case, Case::Wo | Case::Topic | Case::Ga)
        && AHEAD.iter().any(|word| words.starts_with(word))
        && ANNOUNCED.iter().any(|word| head.ends_with(word))
}
