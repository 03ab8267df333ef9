//! Fourth step: the contract's units become [`Sentence`]s of [`Token`]s.

use crate::contract::UnitId;
use crate::span::Span;

/// A sentence of a unit's own text.
#[derive(Clone, Debug)]
pub struct Sentence {
    /// The unit it stands in.
    pub unit: UnitId,
    /// Its bytes of the normalised text, full stop included.
    pub span: Span,
    /// Its tokens in order; spaces have none.
    pub tokens: Vec<Token>,
}

/// A morpheme.
#[derive(Clone, Debug)]
pub struct Token {
    /// Its bytes of the normalised text.
    pub span: Span,
    /// Base form (請求し → 請求 + する).
    pub lemma: Box<str>,
    /// Part of speech, as IPADIC cuts it.
    pub pos: Pos,
}

/// The parts of speech of IPADIC that joko tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pos {
    /// 名詞
    Noun,
}
