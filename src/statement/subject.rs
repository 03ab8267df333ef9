//! Zero subjects: a statement that names nobody takes the topic of the sentence before it in the same paragraph, then of the
//! words that head its list (柱書), then of its article's first sentence.

use super::chunk::Case;
use super::{Argument, ClauseKind, Modality, Statement};
use crate::contract::{Contract, UnitId, UnitKind};
use crate::span::Span;
use crate::token::Sentence;

/// Who acts in a relative clause.
struct Relative {
    sentence: usize,
    span: Span,
    subject: Argument,
    /// Whether the clause only says who sets a form or runs a site, which somebody else may use.
    sets: bool,
}

/// What is done beforehand for others to use: 「利用者が解約するときは、甲が運営するサイトで登録する」 does not say that 甲 registers.
const SETTING: [&str; 9] =
    ["定める", "指定する", "運営する", "開設する", "設ける", "設置する", "管理する", "提供する", "公開する"];

/// Gives each main statement without subject the one that the text leaves understood.
pub(super) fn inherit(
    statements: &mut [Statement],
    contract: &Contract,
    sentences: &[Sentence],
    is_party: &dyn Fn(Span) -> bool,
) {
    let mut topics: Vec<(UnitId, Argument)> = Vec::new();
    let within = relative_subjects(statements, is_party);
    let mut condition: Option<(usize, Argument)> = None;
    for statement in statements.iter_mut() {
        let Some(sentence) = sentences.get(statement.sentence) else { continue };
        let own = subject(statement, is_party).cloned();
        if let Some(own) = own {
            match statement.kind {
                ClauseKind::Main => topics.push((sentence.unit, own)),
                // 「利用者が解約するときは、乙に届け出る」: who the condition speaks of acts, too.
                ClauseKind::Condition if own.case == Case::Ga && !own.carried => {
                    condition = Some((statement.sentence, own));
                }
                _ => {}
            }
            continue;
        }
        if statement.agentless || !matches!(statement.kind, ClauseKind::Main | ClauseKind::Content) {
            continue;
        }
        if statement.arguments.iter().any(|argument| argument.case == Case::Ga) {
            continue;
        }
        let means = statement
            .arguments
            .iter()
            .filter(|argument| !argument.carried && matches!(argument.case, Case::By | Case::De));
        let conditional = condition.as_ref().is_some_and(|(at, _)| *at == statement.sentence);
        let nearby = means
            .filter_map(|means| {
                within.iter().find(|other| {
                    other.sentence == statement.sentence
                        && means.span.contains(other.span)
                        && !(other.sets && conditional)
                })
            })
            .map(|other| other.subject.clone())
            .next();
        if let Some(subject) = nearby {
            statement.arguments.push(Argument { carried: true, topic: false, ..subject });
            statement.inherited = true;
            continue;
        }
        if let Some((at, subject)) = &condition
            && *at == statement.sentence
        {
            statement.arguments.push(Argument { carried: true, topic: false, ..subject.clone() });
            statement.inherited = true;
            continue;
        }
        // 「約款は、いつでも読むことができる」: a thing that is the topic of what can be done to it, by anybody.
        let impersonal = statement.modality == Modality::Optional
            && statement.arguments.iter().any(|argument| argument.case == Case::Topic && !argument.carried);
        if impersonal {
            continue;
        }
        let found = topics.iter().rev().find(|(unit, _)| understood(contract, *unit, sentence.unit));
        if let Some((_, topic)) = found {
            statement.arguments.push(Argument { case: Case::Ga, carried: true, topic: false, ..topic.clone() });
            statement.inherited = true;
        }
    }
}

/// 「乙がその名義で発行する請求書により請求する」: who acts in the clause inside the means acts in the whole. The parties that act in
/// relative clauses, with their sentences and places.
fn relative_subjects(statements: &[Statement], is_party: &dyn Fn(Span) -> bool) -> Vec<Relative> {
    let relative = statements.iter().filter(|statement| statement.kind == ClauseKind::Relative);
    relative
        .filter_map(|statement| {
            let own = |argument: &&Argument| argument.case == Case::Ga && !argument.carried && is_party(argument.head);
            Some(Relative {
                sentence: statement.sentence,
                span: statement.span,
                subject: statement.arguments.iter().find(own)?.clone(),
                sets: SETTING.contains(&statement.predicate.as_str()),
            })
        })
        .collect()
}

/// The party that acts, as far as the statement names one.
fn subject<'a>(statement: &'a Statement, is_party: &dyn Fn(Span) -> bool) -> Option<&'a Argument> {
    statement
        .arguments
        .iter()
        .find(|argument| argument.case == Case::Ga && is_party(argument.head))
        .or_else(|| statement.arguments.iter().find(|argument| argument.case == Case::Topic && is_party(argument.head)))
}

/// Whether a topic of `from` is understood in `to`: the same unit, or the paragraph that heads an item's list.
fn understood(contract: &Contract, from: UnitId, to: UnitId) -> bool {
    let mut here = Some(to);
    while let Some(id) = here {
        if id == from {
            return true;
        }
        let unit = contract.unit(id);
        if !matches!(unit.kind, UnitKind::Item | UnitKind::Subitem) {
            return false;
        }
        here = unit.parent;
    }
    false
}
