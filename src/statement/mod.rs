//! Sixth step: who does what to whom, how bindingly. Sentences become [`Statement`]s, from tokens alone.

mod chunk;
mod clause;
mod cleft;
mod inflection;
mod light;
mod list;
mod subject;
mod table;
mod voice;
mod words;

use crate::contract::Contract;
use crate::span::Span;
use crate::token::{Sentence, Token};

pub use chunk::Case;
pub(crate) use words::Function;

/// A predicate with its arguments: what one clause of a sentence says.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Index of its sentence.
    pub sentence: usize,
    /// The clause, from its first own phrase to the end of its predicate.
    pub span: Span,
    /// The predicate's base form; empty for a sentence without one.
    pub predicate: String,
    /// The predicate with its auxiliaries.
    pub predicate_span: Span,
    /// Its phrases in order, inherited ones last.
    pub arguments: Vec<Argument>,
    /// Whether the clause denies what it says.
    pub negated: bool,
    /// How bindingly it says it.
    pub modality: Modality,
    /// What the clause is for in its sentence.
    pub kind: ClauseKind,
    /// Whether it was a passive, which is undone.
    pub passive: bool,
    /// Whether it was a causative: who is made to do it is the subject.
    pub causative: bool,
    /// Whether it says that somebody can (閲覧できる), rather than that they do.
    pub potential: bool,
    /// A passive that names no agent: its subject must not be guessed.
    pub agentless: bool,
    /// Whether its subject comes from an earlier sentence.
    pub inherited: bool,
    /// Whether its denial only lifts a duty (要しない, 必要はない) and forbids nothing.
    pub exempt: bool,
    /// Whether it is a member of a series with たり.
    pub alternative: bool,
    /// Whether another coordinate predicate follows.
    pub continues: bool,
}

/// A phrase that stands in a relation to a predicate.
#[derive(Clone, Debug)]
pub struct Argument {
    /// Its relation, passive and causative undone.
    pub case: Case,
    /// The phrase with what modifies it, without particles.
    pub span: Span,
    /// Its head noun.
    pub head: Span,
    /// The heads of its parallel members before the last.
    pub heads: Vec<Span>,
    /// What modifies it, outermost first.
    pub parts: Vec<Part>,
    /// Its particles.
    pub particle: String,
    /// は stands on it.
    pub topic: bool,
    /// も stands on it.
    pub also: bool,
    /// のみ, だけ
    pub only: bool,
    /// Its head is a noun of action.
    pub verbal: bool,
    /// It belongs to an earlier predicate and is understood here.
    pub carried: bool,
}

/// A modifier inside a phrase.
#[derive(Clone, Debug)]
pub struct Part {
    /// The modifier with what modifies it, without particles.
    pub span: Span,
    /// Its head noun.
    pub head: Span,
    /// Its particles.
    pub particle: String,
}

impl Argument {
    fn plain(head: Span, case: Case) -> Self {
        Self {
            case,
            span: head,
            head,
            heads: Vec::new(),
            parts: Vec::new(),
            particle: String::new(),
            topic: false,
            also: false,
            only: false,
            verbal: false,
            carried: false,
        }
    }
}

/// How bindingly a statement is made; later is weaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Modality {
    /// する, ものとする, しなければならない
    Binding,
    /// できる, 妨げない
    Optional,
    /// 努める, 可能な限り
    Effort,
    /// 別途協議
    Deferred,
    /// 目的とする, 予定: background, no provision.
    Recital,
}

/// What a clause is for in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ClauseKind {
    /// It states.
    Main,
    /// It states when.
    Condition,
    /// It states what for.
    Purpose,
    /// It modifies a noun.
    Relative,
    /// It is an argument of another (…することを).
    Content,
}

/// The statements of all sentences.
#[must_use]
pub(crate) fn statements(
    norm: &str,
    contract: &Contract,
    sentences: &[Sentence],
    function: &Function,
    is_party: &dyn Fn(Span) -> bool,
) -> Vec<Statement> {
    let mut all = Vec::new();
    for (index, sentence) in sentences.iter().enumerate() {
        let (tokens, bearer) = table::set_apart(norm, sentence, is_party);
        let found = of_tokens(norm, index, tokens, function, is_party);
        all.extend(found.into_iter().map(|statement| table::borne(statement, bearer, is_party)));
    }
    list::items(norm, &mut all, contract, sentences);
    table::head_cells(norm, &mut all, contract, sentences, is_party);
    subject::inherit(&mut all, contract, sentences, is_party);
    all
}

/// The statements of one sentence, nothing inherited from outside it. Patterns are read by the same function as contracts.
pub(crate) fn of_tokens(
    norm: &str,
    index: usize,
    tokens: &[Token],
    function: &Function,
    is_party: &dyn Fn(Span) -> bool,
) -> Vec<Statement> {
    let chunks = chunk::chunks(norm, tokens, function);
    let mut found = clause::statements(norm, index, &chunks, function);
    for statement in &mut found {
        voice::undo_causative(statement, is_party);
        voice::undo_passive(statement, is_party);
        voice::place_as_agent(norm, statement, is_party);
    }
    clause::share_gapped(&mut found, is_party);
    found.extend(cleft::unfold(norm, &found, function, is_party));
    let derived: Vec<_> =
        found.iter().flat_map(|statement| light::promote(norm, statement, function, is_party)).collect();
    found.extend(derived);
    found.sort_by_key(|statement| statement.predicate_span.start);
    found
}
