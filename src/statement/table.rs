//! Tables: a cell without a subject of its own speaks of the party that heads its column, or else its row.

use super::chunk::Case;
use super::{Argument, Statement};
use crate::contract::Contract;
use crate::span::Span;
use crate::token::Sentence;

/// Gives the statements of table cells their heads as subjects.
pub(super) fn head_cells(
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
        let Some(head) = head(contract, sentence.span, is_party) else { continue };
        let acts = statement
            .arguments
            .iter()
            .any(|argument| matches!(argument.case, Case::Ga | Case::Topic) && is_party(argument.head));
        if !acts {
            statement.arguments.push(Argument { carried: true, ..Argument::plain(head, Case::Ga) });
            statement.agentless = false;
        }
    }
}

/// The party that heads the column or the row of the cell at `span`.
fn head(contract: &Contract, span: Span, is_party: &dyn Fn(Span) -> bool) -> Option<Span> {
    for table in &contract.tables {
        for row in &table.rows {
            let Some(column) = row.iter().position(|cell| cell.contains(span)) else { continue };
            let above = table.header.as_ref().and_then(|header| header.get(column)).copied();
            let beside = row.first().copied().filter(|_| column > 0);
            return above.into_iter().chain(beside).find(|cell| !cell.is_empty() && is_party(*cell));
        }
    }
    None
}
