//! Voice: a passive with its agent named is turned back into the active; one without keeps its subject unknown.

use super::chunk::Case;
use super::{Argument, Statement};
use crate::span::Span;

/// 「甲をして…させる」, 「利用者に提出させる」: who is made to do it acts; whoever makes them stays as a phrase without relation.
/// 「書類を到着させる」 makes nobody do anything: it stays.
pub(super) fn undo_causative(statement: &mut Statement, is_party: &dyn Fn(Span) -> bool) {
    if !statement.causative {
        return;
    }
    let doer = statement.arguments.iter().position(|argument| argument.case == Case::Causee).or_else(|| {
        statement
            .arguments
            .iter()
            .position(|argument| argument.case == Case::Ni && !argument.carried && is_party(argument.head))
    });
    let Some(doer) = doer else { return };
    // 「使用料は、乙が住民に納付させる」: a topic beside the one who makes them do it is what it is done to.
    let caused = statement.arguments.iter().any(|argument| argument.case == Case::Ga);
    for argument in &mut statement.arguments {
        if argument.case == Case::Ga || argument.case == Case::Topic && (!caused || is_party(argument.head)) {
            argument.case = Case::As;
        }
    }
    statement.arguments[doer].case = Case::Ga;
    statement.arguments[doer].topic = false;
}

/// 「甲において行う」: where a party does it is who does it; so is whose responsibility it is done on (甲の責任において).
pub(super) fn place_as_agent(norm: &str, statement: &mut Statement, is_party: &dyn Fn(Span) -> bool) {
    let acts = |argument: &Argument| matches!(argument.case, Case::Ga | Case::Topic) && is_party(argument.head);
    if statement.arguments.iter().any(acts) {
        return;
    }
    let stands =
        |argument: &Argument| ["におい", "に於", "にて"].iter().any(|place| argument.particle.starts_with(place));
    let place = statement
        .arguments
        .iter_mut()
        .find(|argument| argument.case == Case::De && stands(argument) && is_party(argument.head));
    if let Some(place) = place {
        place.case = Case::Ga;
        statement.agentless = false;
        return;
    }
    let answers = |head: Span| norm.get(head.range()).is_some_and(|head| matches!(head, "責任" | "負担" | "責"));
    let answerable = statement
        .arguments
        .iter()
        .filter(|argument| argument.case == Case::De && stands(argument) && answers(argument.head))
        .find_map(|argument| argument.parts.iter().find(|part| is_party(part.head)));
    if let Some(part) = answerable {
        let agent = Argument { span: part.span, ..Argument::plain(part.head, Case::Ga) };
        statement.arguments.push(agent);
        statement.agentless = false;
        return;
    }
    sender_as_agent(statement, is_party);
}

/// 「乙より会員に請求する」: where nobody else acts, who it goes out from is who does it.
fn sender_as_agent(statement: &mut Statement, is_party: &dyn Fn(Span) -> bool) {
    let receiver = |argument: &Argument| argument.case == Case::Ni && !argument.carried && is_party(argument.head);
    if statement.passive
        || statement.arguments.iter().any(|argument| argument.case == Case::Ga)
        || !statement.arguments.iter().any(receiver)
    {
        return;
    }
    let sender = statement
        .arguments
        .iter_mut()
        .find(|argument| argument.case == Case::Kara && !argument.carried && is_party(argument.head));
    if let Some(sender) = sender {
        sender.case = Case::Ga;
        statement.agentless = false;
    }
}

/// Undoes れる and られる: the agent becomes the subject, the subject the object.
pub(super) fn undo_passive(statement: &mut Statement, is_party: &dyn Fn(Span) -> bool) {
    if !statement.passive {
        return;
    }
    let agent = statement
        .arguments
        .iter()
        .position(|argument| matches!(argument.case, Case::By) && is_party(argument.head))
        .or_else(|| {
            statement
                .arguments
                .iter()
                .position(|argument| matches!(argument.case, Case::Kara) && is_party(argument.head))
        });
    for argument in &mut statement.arguments {
        if matches!(argument.case, Case::Ga | Case::Topic) && !is_party(argument.head) {
            argument.case = Case::Wo;
        }
    }
    if let Some(agent) = agent {
        statement.arguments[agent].case = Case::Ga;
    } else if !statement
        .arguments
        .iter()
        .any(|argument| matches!(argument.case, Case::Ga | Case::Topic) && !argument.carried && is_party(argument.head))
    {
        statement.agentless = true;
    }
}
