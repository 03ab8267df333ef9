//! Clefts: 「責任を負うのは乙である」 and 「料金を取り立てる者は、乙とする」 say that 乙 does what the relative clause says.

use super::chunk::Case;
use super::words::Function;
use super::{Argument, ClauseKind, Statement};
use crate::span::Span;

/// Nouns that stand for whoever does what the clause before them says.
const PLACEHOLDERS: [&str; 8] = ["の", "者", "もの", "方", "当事者", "主体", "こと", "人"];

/// Predicates of what two do with each other.
const CONTRACTING: [&str; 6] = ["契約する", "結ぶ", "締結する", "取り結ぶ", "交わす", "取り交わす"];

/// Nouns for somebody who acts.
const DOERS: [&str; 5] = ["者", "会社", "主体", "当事者", "法人"];

/// The statements that the noun predicates among `found` amount to.
pub(super) fn unfold(
    norm: &str,
    found: &[Statement],
    function: &Function,
    is_party: &dyn Fn(Span) -> bool,
) -> Vec<Statement> {
    let mut unfolded = Vec::new();
    for statement in found {
        let limits = matches!(statement.predicate.as_str(), "限る" | "属する" | "帰属する");
        // 「…することは、乙が行う」, 「…する役は、乙が務める」
        let takes_on = function.light.contains(&statement.predicate) && statement.predicate != "する";
        let copula = matches!(statement.predicate.as_str(), "である" | "する" | "なる");
        if !(limits || takes_on || copula) || statement.kind != ClauseKind::Main {
            continue;
        }
        unfolded.extend(described(norm, statement, found, is_party));
        let who = statement.arguments.iter().find(|argument| {
            let case = if takes_on {
                argument.case == Case::Ga && !argument.carried
            } else {
                matches!(argument.case, Case::Complement | Case::To) || limits && argument.case == Case::Ni
            };
            case && (is_party(argument.head) || argument.parts.iter().any(|part| is_party(part.head)))
        });
        let Some(who) = who else { continue };
        let whats = statement.arguments.iter().filter(|argument| {
            let head = norm.get(argument.head.range()).unwrap_or_default();
            (matches!(argument.case, Case::Topic | Case::Ga | Case::Bare)
                || (limits || takes_on) && argument.case == Case::Wo)
                && argument.span != who.span
                && (PLACEHOLDERS.contains(&head) || takes_on && function.duty.contains(head))
        });
        let spans: Vec<Span> = whats.map(|argument| argument.span).collect();
        let inner = found.iter().filter(|inner| {
            matches!(inner.kind, ClauseKind::Relative | ClauseKind::Content)
                && spans.iter().any(|what| what.contains(inner.predicate_span))
        });
        let inner: Vec<&Statement> = inner.collect();
        let opens = inner.iter().map(|inner| inner.span.start).min();
        let led = leading(found, statement, opens, is_party);
        for inner in inner.into_iter().chain(led) {
            let mut next = inner.clone();
            next.kind = ClauseKind::Main;
            next.negated ^= statement.negated;
            next.modality = next.modality.max(statement.modality);
            next.span = statement.span;
            next.agentless = false;
            // 「顧客が契約するのは乙である」: somebody else acts already, and the party is whom it is done with.
            let acts = inner.arguments.iter().any(|argument| argument.case == Case::Ga && !argument.carried);
            if acts && CONTRACTING.contains(&inner.predicate.as_str()) {
                next.arguments.push(Argument { case: Case::To, topic: false, carried: false, ..who.clone() });
                unfolded.push(next);
                continue;
            }
            next.arguments.retain(|argument| argument.case != Case::Ga);
            // 「…するのは乙の役目とする」: whose duty it is acts.
            let duty = norm.get(who.head.range()).is_some_and(|head| function.duty.contains(head));
            let doer = match who.parts.last().filter(|_| duty) {
                Some(part) => Argument { span: part.span, ..Argument::plain(part.head, Case::Ga) },
                None => Argument { case: Case::Ga, topic: false, carried: false, ..who.clone() },
            };
            next.arguments.push(doer);
            unfolded.push(next);
        }
    }
    unfolded
}

/// 「乙は、利用者に役務を提供する事業者である」: the party does what the clause about its noun says.
fn described(
    norm: &str,
    statement: &Statement,
    found: &[Statement],
    is_party: &dyn Fn(Span) -> bool,
) -> Option<Statement> {
    let what = statement.arguments.iter().find(|argument| argument.case == Case::Complement)?;
    let head = norm.get(what.head.range())?;
    if statement.predicate != "である" || is_party(what.head) || !DOERS.iter().any(|doer| head.ends_with(doer)) {
        return None;
    }
    let who = statement.arguments.iter().find(|argument| {
        matches!(argument.case, Case::Topic | Case::Ga) && !argument.carried && is_party(argument.head)
    })?;
    let inner = found.iter().rfind(|inner| {
        inner.kind == ClauseKind::Relative
            && what.span.contains(inner.predicate_span)
            && inner.arguments.iter().all(|argument| argument.case != Case::Ga || argument.carried)
    })?;
    let mut next = inner.clone();
    next.kind = ClauseKind::Main;
    next.negated ^= statement.negated;
    next.modality = next.modality.max(statement.modality);
    next.span = statement.span;
    next.agentless = false;
    next.arguments.retain(|argument| argument.case != Case::Ga);
    next.arguments.push(Argument { case: Case::Ga, topic: false, carried: false, ..who.clone() });
    Some(next)
}

/// 「会員に事情を説明し、わびるのは乙である」: the predicates that lead up to the cleft one without a subject of their own.
fn leading<'a>(
    found: &'a [Statement],
    cleft: &Statement,
    opens: Option<usize>,
    is_party: &dyn Fn(Span) -> bool,
) -> Vec<&'a Statement> {
    let Some(opens) = opens else { return Vec::new() };
    let before = found
        .iter()
        .filter(|other| other.sentence == cleft.sentence && other.continues && other.predicate_span.end <= opens)
        .filter(|other| matches!(other.kind, ClauseKind::Main | ClauseKind::Relative | ClauseKind::Content));
    let own = |other: &&Statement| {
        other
            .arguments
            .iter()
            .any(|argument| matches!(argument.case, Case::Ga | Case::Topic) && is_party(argument.head))
    };
    before.filter(|other| !own(other)).collect()
}
