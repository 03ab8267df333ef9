//! Tables: a cell without a subject of its own speaks of the party that heads its column, or else its row.

use super::chunk::Case;
use super::{Argument, Statement};
use crate::contract::Contract;
use crate::span::Span;
use crate::token::{Pos, Sentence, Token};

/// Gives the statements of table cells their heads as subjects.
pub(super) fn head_cells(
    norm: &str,
    statements: &mut [Statement],
    contract: &Contract,
    sentences: &[Sentence],
    is_party: &dyn Fn(Span) -> bool,
) {
    if contract.tables.is_empty() {
        return;
    }
    for statement in statements {
        let Some(sentence) = sentences.get(statement.sentence) else { continue };
        let Some(head) = head(norm, contract, sentence.span, is_party) else { continue };
        let acts = statement.arguments.iter().any(|argument| says_who(argument, is_party));
        if !acts {
            statement.arguments.push(Argument { carried: true, ..Argument::plain(head, Case::Ga) });
            statement.agentless = false;
        }
    }
}

/// What follows a party at the head of its column or row: 「甲の役割」, 「乙がすること」.
const CHARGES: [&str; 22] = [
    "がすること",
    "が行うこと",
    "のすること",
    "の行うこと",
    "が行う事項",
    "の行う事項",
    "の役割",
    "の仕事",
    "の分担",
    "の担当",
    "の任務",
    "の責任",
    "の責務",
    "の業務",
    "の作業",
    "の対応",
    "の措置",
    "の役目",
    "の受持ち",
    "の受け持ち",
    "の持ち場",
    "側",
];

/// What sets a party apart from what it does.
const GAPS: [char; 8] = [' ', ':', '…', '.', '/', '→', '—', '―'];

/// A line with a party set apart at one of its ends (「乙　局舎設備の復旧」, 「局舎設備の復旧　　乙」) says what that party does: the
/// tokens of what it does, and the party.
pub(super) fn set_apart<'a>(
    norm: &str,
    sentence: &'a Sentence,
    is_party: &dyn Fn(Span) -> bool,
) -> (&'a [Token], Option<Span>) {
    let whole = (sentence.tokens.as_slice(), None);
    let Some(words) = norm.get(sentence.span.range()) else { return whole };
    let at = |offset: usize| sentence.span.start + offset;
    if let Some(gap) = words.find(GAPS) {
        let label = Span::new(at(0), at(gap));
        let after = words.get(gap..).unwrap_or_default();
        let from = gap + after.len() - after.trim_start_matches(GAPS).len();
        let rest = sentence.tokens.partition_point(|token| token.span.start < at(from));
        if let Some(party) = party_of(norm, label, is_party)
            && rest < sentence.tokens.len()
            && !is_particle(&sentence.tokens[rest])
        {
            return (&sentence.tokens[rest..], Some(party));
        }
    }
    if let Some(gap) = words.trim_end().rfind(GAPS).filter(|_| !words.contains('。')) {
        let from = gap + words.get(gap..).and_then(|gap| gap.chars().next()).map_or(1, char::len_utf8);
        let label = Span::new(at(from), at(words.trim_end().len()));
        let rest = sentence.tokens.partition_point(|token| token.span.start < at(gap));
        if is_party(label) && rest > 0 {
            return (&sentence.tokens[..rest], Some(label));
        }
    }
    whole
}

/// Whether the phrase itself says with が or は who acts; 「契約者の」 in 「契約者の申出に対する応答」 does not.
fn says_who(argument: &Argument, is_party: &dyn Fn(Span) -> bool) -> bool {
    matches!(argument.case, Case::Ga | Case::Topic) && !argument.particle.is_empty() && is_party(argument.head)
}

fn is_particle(token: &Token) -> bool {
    matches!(token.pos, Pos::ParticleCase | Pos::ParticleTopic | Pos::ParticleConjunctive | Pos::Particle | Pos::Comma)
}

/// The statement with the party that its line sets apart as who acts, unless it names another.
pub(super) fn borne(mut statement: Statement, bearer: Option<Span>, is_party: &dyn Fn(Span) -> bool) -> Statement {
    let Some(bearer) = bearer else { return statement };
    if !statement.arguments.iter().any(|argument| says_who(argument, is_party)) {
        statement.arguments.push(Argument::plain(bearer, Case::Ga));
        statement.agentless = false;
    }
    statement
}

/// The party that heads the column or the row of the cell at `span`.
fn head(norm: &str, contract: &Contract, span: Span, is_party: &dyn Fn(Span) -> bool) -> Option<Span> {
    for table in &contract.tables {
        for row in &table.rows {
            let Some(column) = row.iter().position(|cell| cell.contains(span)) else { continue };
            let above = table.header.as_ref().and_then(|header| header.get(column)).copied();
            let beside = row.first().copied().filter(|_| column > 0);
            // 「伝送装置の修理／乙」: the column of those who act stands last.
            let last = row.last().copied().filter(|_| column + 1 < row.len());
            let heads = above.into_iter().chain(beside).chain(last);
            return heads.filter(|cell| !cell.is_empty()).find_map(|cell| party_of(norm, cell, is_party));
        }
    }
    None
}

/// The party that the head of a column or row is or names: 甲 in 「甲の役割」.
fn party_of(norm: &str, head: Span, is_party: &dyn Fn(Span) -> bool) -> Option<Span> {
    if is_party(head) {
        return Some(head);
    }
    let words = norm.get(head.range())?;
    let charge = CHARGES.iter().find(|charge| words.ends_with(**charge))?;
    let party = Span::new(head.start, head.end - charge.len());
    (!party.is_empty() && is_party(party)).then_some(party)
}
