//! Roles: of all ways to give the roles of upstream and operator to two of the parties, the one that what the contract says and
//! does supports best.

use super::{Party, PartySet, Role, RoleWords};
use crate::pattern::{Form, Roles, Scene};
use crate::span::Span;
use crate::statement::{ClauseKind, Statement};

/// The acts that tell roles apart, ready to run.
#[derive(Debug, Default)]
pub(crate) struct Hypotheses {
    /// Alternatives of each act's form, with its weight.
    pub acts: Vec<(Vec<Form>, f32)>,
}

/// What the best hypothesis must score: less is no contract between an upstream and an operator.
const LEAST: f32 = 1.5;
/// The same where the text speaks of little else than connections to the internet.
const LEAST_OF_DOMAIN: f32 = 0.15;

/// Gives `parties` their roles. `given` are roles by name that the caller asked for; they win.
pub(crate) fn assign(
    parties: &mut [Party],
    statements: &[Statement],
    scene: &mut Scene<'_>,
    words: &RoleWords,
    hypotheses: &Hypotheses,
    given: &[(String, Role)],
    steeped: bool,
) {
    let contracting = parties.len().saturating_sub(1);
    let asked =
        |index: usize| given.iter().find(|(name, _)| parties[index].names.contains(name)).map(|(_, role)| *role);
    let mut best: Option<(f32, usize, usize)> = None;
    for upstream in 0..contracting {
        for operator in 0..contracting {
            if upstream == operator
                || asked(upstream).is_some_and(|role| role != Role::Upstream)
                || asked(operator).is_some_and(|role| role != Role::Operator)
                || (0..contracting).any(|other| {
                    asked(other) == Some(Role::Upstream) && other != upstream
                        || asked(other) == Some(Role::Operator) && other != operator
                })
            {
                continue;
            }
            scene.roles = Roles { upstream: PartySet::party(upstream), operator: PartySet::party(operator) };
            let score = by_name(&parties[upstream], &words.upstream, scene)
                + by_name(&parties[operator], &words.operator, scene)
                - by_name(&parties[upstream], &words.operator, scene) * 0.5
                - by_name(&parties[operator], &words.upstream, scene) * 0.5
                + acts(statements, scene, hypotheses).0
                + facing_users(statements, scene)
                + hint(&parties[upstream], &words.upstream_hints)
                + hint(&parties[operator], &words.operator_hints)
                - hint(&parties[upstream], &words.operator_hints)
                - hint(&parties[operator], &words.upstream_hints);
            if best.is_none_or(|(least, ..)| score > least) {
                best = Some((score, upstream, operator));
            }
        }
    }
    let Some((score, upstream, operator)) = best else {
        scene.roles = Roles::default();
        return;
    };
    let least = if steeped { LEAST_OF_DOMAIN } else { LEAST };
    if score < least && given.is_empty() {
        scene.roles = Roles::default();
        return;
    }
    scene.roles = Roles { upstream: PartySet::party(upstream), operator: PartySet::party(operator) };
    let because = acts(statements, scene, hypotheses).1;
    parties[upstream].role = Some(Role::Upstream);
    parties[operator].role = Some(Role::Operator);
    parties[upstream].because.extend(because.iter().take(3));
    parties[operator].because.extend(because.iter().take(3));
}

/// Whoever deals with users is rather the operator: what each party does with users in it, a little each.
fn facing_users(statements: &[Statement], scene: &Scene<'_>) -> f32 {
    let mut score = 0.0_f32;
    for statement in statements.iter().filter(|statement| !statement.negated && statement.kind != ClauseKind::Condition)
    {
        let subject = scene.subject(statement);
        let users = statement
            .arguments
            .iter()
            .any(|argument| scene.mentions.within(argument.span).any(|(_, who)| who == PartySet::USERS));
        if users && subject == scene.roles.operator {
            score += 0.2;
        } else if users && subject == scene.roles.upstream {
            score -= 0.2;
        }
    }
    score.clamp(-1.4, 1.4)
}

/// What kind of company a party's full name shows: little, but something where the text says nothing.
fn hint(party: &Party, words: &[String]) -> f32 {
    let hit = party.names.iter().any(|name| words.iter().any(|word| name.contains(word.as_str())));
    f32::from(u8::from(hit)) * 0.4
}

/// What the party's names say (卸元, 再販会社).
fn by_name(party: &Party, words: &[String], scene: &Scene<'_>) -> f32 {
    let named = party.names.iter().take(1).any(|name| words.iter().any(|word| name.contains(word.as_str())));
    let defined = party.because.iter().any(|span| {
        let before = span.start.saturating_sub(90);
        let from = (before..=span.start).find(|at| scene.norm.is_char_boundary(*at)).unwrap_or(span.start);
        let near = scene.norm.get(from..span.end).unwrap_or_default();
        let own = near.rfind(['、', '。']).map_or(near, |at| near.get(at..).unwrap_or(near));
        words.iter().any(|word| own.contains(&format!("{word}である")) || own.contains(&format!("{word}として")))
    });
    f32::from(u8::from(named)) * 3.0 + f32::from(u8::from(defined)) * 2.0
}

/// The weight of all acts that fit under the roles of `scene`, and the clauses that say them.
fn acts(statements: &[Statement], scene: &Scene<'_>, hypotheses: &Hypotheses) -> (f32, Vec<Span>) {
    let mut score = 0.0;
    let mut because = Vec::new();
    for (forms, weight) in &hypotheses.acts {
        let mut hits = 0_u8;
        for statement in statements {
            if statement.kind == ClauseKind::Condition || !forms.iter().any(|form| scene.fits(form, statement, false)) {
                continue;
            }
            hits = hits.saturating_add(1);
            because.push(statement.span);
        }
        // The same act said often is hardly more proof than said twice.
        score += weight * f32::from(hits.min(2));
    }
    (score, because)
}
