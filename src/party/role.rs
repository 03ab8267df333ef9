//! Roles: of all ways to give the roles of upstream and operator to two of the parties, the one that what the contract says and
//! does supports best.

use super::{Party, PartySet, Role, RoleWords};
use crate::pattern::{Form, Roles, Scene};
use crate::span::Span;
use crate::statement::{ClauseKind, Statement};

/// The acts that tell roles apart, ready to run.
#[derive(Debug, Default)]
pub(crate) struct Hypotheses {
    pub acts: Vec<Deed>,
}

/// An act, ready to run.
#[derive(Debug)]
pub(crate) struct Deed {
    /// Alternatives of its form.
    pub forms: Vec<Form>,
    /// How much it says.
    pub weight: f32,
    /// Whether it is what makes somebody an upstream.
    pub basis: bool,
}

/// What the roles must score above the same parties the other way round to be beyond doubt.
const SURE: f32 = 1.5;
/// What the best hypothesis must score: less is no contract between an upstream and an operator.
const LEAST: f32 = 1.5;
/// The same where the text speaks of little else than connections to the internet.
const LEAST_OF_DOMAIN: f32 = 0.15;

/// Who plays the roles, and how sure that is.
#[derive(Clone, Debug)]
pub struct Casting {
    /// The upstream providers, by index into the parties: the one that the contract says most of first.
    pub upstreams: Vec<usize>,
    /// The operator.
    pub operator: usize,
    /// By how much this scored more than the same parties the other way round.
    pub margin: f32,
}

impl Casting {
    /// Whether the roles could nearly as well be the other way round.
    pub(crate) fn doubtful(&self) -> bool {
        self.margin < SURE
    }

    /// The roles that the contract is read with: once for each upstream.
    pub(crate) fn readings(&self) -> impl Iterator<Item = Roles> + '_ {
        let operator = PartySet::party(self.operator);
        self.upstreams.iter().map(move |upstream| Roles { upstream: PartySet::party(*upstream), operator })
    }
}

/// What the acts of a further party must weigh for that party to be an upstream too: about one plain one.
const FURTHER: f32 = 2.0;

/// Parties beyond which not all are tried in every role. Contracts have two or three; files that hold many contracts have many.
const MOST: usize = 12;

/// How much the text speaks of connections to the internet.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Domain {
    /// Words for networks and their equipment.
    pub networks: usize,
    /// Words for the business of connecting users.
    pub connections: usize,
    /// Whether such a word stands where a contract says what it is about: its title, its preamble and its first article.
    pub stated: bool,
}

impl Domain {
    /// Whether the text may be a contract between an upstream and an operator at all.
    pub(crate) const fn may_be_ours(self) -> bool {
        self.networks >= 3 && self.connections >= 1 || self.networks >= 8
    }

    /// Whether it speaks of little else.
    const fn steeped(self) -> bool {
        self.networks >= 10 || self.connections >= 3
    }
}

/// Gives `parties` their roles. `given` are roles by name that the caller asked for; they win.
pub(crate) fn assign(
    parties: &mut [Party],
    statements: &[Statement],
    scene: &mut Scene<'_>,
    words: &RoleWords,
    hypotheses: &Hypotheses,
    given: &[(String, Role)],
    domain: Domain,
) -> Option<Casting> {
    let contracting = parties.len().saturating_sub(1);
    let asked =
        |index: usize| given.iter().find(|(name, _)| parties[index].names.contains(name)).map(|(_, role)| *role);
    let candidates = candidates(contracting, scene, asked);
    let mut scored: Vec<(f32, usize, usize)> = Vec::new();
    for &upstream in &candidates {
        for &operator in &candidates {
            if upstream == operator
                || asked(upstream).is_some_and(|role| role != Role::Upstream)
                || asked(operator).is_some_and(|role| role != Role::Operator)
                || (0..contracting).any(|other| asked(other) == Some(Role::Operator) && other != operator)
                || (0..contracting).any(|other| asked(other) == Some(Role::Upstream))
                    && asked(upstream) != Some(Role::Upstream)
            {
                continue;
            }
            scene.roles = Roles { upstream: PartySet::party(upstream), operator: PartySet::party(operator) };
            let score = by_name(&parties[upstream], &words.upstream, scene)
                + by_name(&parties[operator], &words.operator, scene)
                - by_name(&parties[upstream], &words.operator, scene) * 0.5
                - by_name(&parties[operator], &words.upstream, scene) * 0.5
                + acts(statements, scene, hypotheses, false).0
                + facing_users(statements, scene)
                + hint(&parties[upstream], &words.upstream_hints)
                + hint(&parties[operator], &words.operator_hints)
                - hint(&parties[upstream], &words.operator_hints)
                - hint(&parties[operator], &words.upstream_hints);
            scored.push((score, upstream, operator));
        }
    }
    // The first of equals: parties stand in the order in which the contract names them.
    let best = scored.iter().copied().reduce(|best, next| if next.0 > best.0 { next } else { best });
    let least = if domain.steeped() { LEAST_OF_DOMAIN } else { LEAST };
    let Some((score, upstream, operator)) = best.filter(|(score, ..)| *score >= least || !given.is_empty()) else {
        scene.roles = Roles::default();
        return None;
    };
    let reverse = scored.iter().find(|(_, other, another)| (*other, *another) == (operator, upstream));
    if domain.connections < 3 && !domain.stated && given.is_empty() {
        // A club's computers are maintained, a maker's routers are sold, and users pay for other things: somebody must carry them.
        scene.roles = Roles { upstream: PartySet::party(upstream), operator: PartySet::party(operator) };
        let carries = acts(statements, scene, hypotheses, true).0 > 0.0;
        let telecom = |party: &Party| hint(party, &words.upstream_hints) > 0.0 || hint(party, &words.carriers) > 0.0;
        if !carries && ![upstream, operator].iter().any(|party| telecom(&parties[*party])) {
            scene.roles = Roles::default();
            return None;
        }
    }
    let margin = reverse.map_or(score, |(reverse, ..)| score - reverse);
    let mut upstreams = vec![upstream];
    for further in candidates.into_iter().filter(|party| *party != upstream && *party != operator) {
        let wanted = match asked(further) {
            Some(role) => role == Role::Upstream,
            None => is_upstream_too(further, upstream, operator, statements, scene, hypotheses),
        };
        if wanted {
            upstreams.push(further);
        }
    }
    for upstream in &upstreams {
        scene.roles = Roles { upstream: PartySet::party(*upstream), operator: PartySet::party(operator) };
        let because = acts(statements, scene, hypotheses, false).1;
        parties[*upstream].role = Some(Role::Upstream);
        parties[*upstream].because.extend(because.iter().take(3));
        if parties[operator].role.is_none() {
            parties[operator].role = Some(Role::Operator);
            parties[operator].because.extend(because.iter().take(3));
        }
    }
    scene.roles = Roles { upstream: PartySet::party(upstream), operator: PartySet::party(operator) };
    Some(Casting { upstreams, operator, margin })
}

/// The parties among whom the roles are given, in order: all, or of very many those that are named most and those asked for.
/// Each is tried beside each other, so that work grows with their square.
fn candidates(contracting: usize, scene: &Scene<'_>, asked: impl Fn(usize) -> Option<Role>) -> Vec<usize> {
    if contracting <= MOST {
        return (0..contracting).collect();
    }
    let mut named = vec![0_usize; contracting];
    for (_, who) in scene.mentions.within(Span::new(0, scene.norm.len())) {
        for (party, count) in named.iter_mut().enumerate() {
            *count += usize::from(who == PartySet::party(party));
        }
    }
    let mut order: Vec<usize> = (0..contracting).collect();
    order.sort_by_key(|party| (asked(*party).is_none(), std::cmp::Reverse(named[*party])));
    order.truncate(MOST);
    order.sort_unstable();
    order
}

/// Whether a party's name alone shows an operator (小売人, 取扱店), or two of the parties' names show that they carry communications.
pub(crate) fn names_an_operator(parties: &[Party], words: &RoleWords) -> bool {
    let named =
        |party: &Party| party.names.first().is_some_and(|name| words.operator.iter().any(|word| name.contains(word)));
    let contracting = parties.get(..parties.len().saturating_sub(1)).unwrap_or_default();
    let carries = |party: &&Party| hint(party, &words.upstream_hints) > 0.0 || hint(party, &words.carriers) > 0.0;
    parties.iter().any(named) || contracting.iter().filter(carries).count() >= 2
}

/// Whether a further party does for the operator what the upstream does (note 1 of the criteria): acts on which the service runs
/// that fit only with it as the upstream, and nearly as many as fit with the first.
fn is_upstream_too(
    further: usize,
    upstream: usize,
    operator: usize,
    statements: &[Statement],
    scene: &mut Scene<'_>,
    hypotheses: &Hypotheses,
) -> bool {
    let mut own = |party: PartySet| {
        scene.roles = Roles { upstream: party, operator: PartySet::party(operator) };
        acts(statements, scene, hypotheses, true).0
    };
    let without = own(PartySet::NONE);
    let (first, second) = (own(PartySet::party(upstream)) - without, own(PartySet::party(further)) - without);
    second >= FURTHER && second >= first * 0.6
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

/// The weight of all acts, or of those alone that make an upstream (`basis`), that fit under the roles of `scene`, and the clauses that say them.
fn acts(statements: &[Statement], scene: &Scene<'_>, hypotheses: &Hypotheses, basis: bool) -> (f32, Vec<Span>) {
    let mut score = 0.0;
    let mut because = Vec::new();
    for Deed { forms, weight, .. } in hypotheses.acts.iter().filter(|act| !basis || act.basis) {
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
