//! Fourth step: the contract's units become [`Sentence`]s of [`Token`]s.

mod sentence;
mod tokenizer;

use crate::contract::{Contract, UnitId};
use crate::party::Mentions;
use crate::span::Span;
use crate::text::Text;

pub(crate) use sentence::closer;
pub use tokenizer::{DictionaryError, Tokenizer};

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
    /// Base form; the same as the surface for words that do not inflect.
    pub lemma: Box<str>,
    /// Part of speech.
    pub pos: Pos,
    /// Inflected form; [`Form::None`] for words that do not inflect.
    pub form: Form,
}

/// The parts of speech of IPADIC, as finely as joko tells them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pos {
    /// 名詞-一般, 固有名詞, 引用文字列 and other plain nouns.
    Noun,
    /// 名詞-サ変接続: becomes a verb with する.
    NounVerbal,
    /// 名詞-代名詞.
    Pronoun,
    /// 名詞-数.
    Numeral,
    /// 名詞-副詞可能.
    NounAdverbial,
    /// 名詞-形容動詞語幹, ナイ形容詞語幹.
    NounAdjectival,
    /// 名詞-接尾.
    Suffix,
    /// 名詞-非自立 and 特殊 (こと, もの, とき, よう).
    NounFormal,
    /// 動詞-自立.
    Verb,
    /// 動詞-非自立 and 接尾 (いる, れる, せる).
    VerbAuxiliary,
    /// 形容詞.
    Adjective,
    /// 助動詞.
    Auxiliary,
    /// 助詞-格助詞, 連体化 の included.
    ParticleCase,
    /// 助詞-係助詞 (は, も).
    ParticleTopic,
    /// 助詞-接続助詞 (て, が, ば).
    ParticleConjunctive,
    /// Every other 助詞.
    Particle,
    /// 副詞.
    Adverb,
    /// 連体詞.
    Adnominal,
    /// 接続詞.
    Conjunction,
    /// 接頭詞.
    Prefix,
    /// 、 and the like.
    Comma,
    /// 。
    Stop,
    /// Opening bracket.
    Open,
    /// Closing bracket.
    Close,
    /// Any other sign.
    Symbol,
    /// フィラー, 感動詞, その他.
    Other,
}

/// 活用形: the inflected forms that decide how a predicate goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// The word does not inflect.
    None,
    /// 基本形: ends a sentence or stands before a noun.
    Base,
    /// 連用形: goes on to another predicate.
    Continuative,
    /// 未然形: before ない, れる, せる.
    Irrealis,
    /// 仮定形: before ば.
    Conditional,
    /// 体言接続 and other forms that stand before a noun only.
    Attributive,
    /// 命令形.
    Imperative,
}

/// Cuts the contract's own text into sentences and tokens. Labels and captions are no sentences; the names of `mentions` are
/// single tokens.
#[must_use]
pub fn sentences(text: &Text, contract: &Contract, tokenizer: &Tokenizer, mentions: &Mentions) -> Vec<Sentence> {
    let mut found = Vec::new();
    for (index, unit) in contract.units.iter().enumerate() {
        let id = UnitId(u32::try_from(index).unwrap_or(u32::MAX));
        for line in unit.body.iter().flat_map(|line| cells(contract, *line)) {
            for span in sentence::split(text, line) {
                let names: Vec<Span> = mentions.within(span).map(|(name, _)| name).collect();
                let tokens = tokenizer.tokens_with_names(text.get(span), span.start, &names);
                found.push(Sentence { unit: id, span, tokens });
            }
        }
    }
    found.sort_by_key(|sentence: &Sentence| sentence.span);
    found
}

/// The cells of a line that is a row of a table; other lines whole.
fn cells(contract: &Contract, line: Span) -> Vec<Span> {
    let row = contract
        .tables
        .iter()
        .flat_map(|table| table.header.iter().chain(&table.rows))
        .find(|row| row.iter().any(|cell| !cell.is_empty() && line.contains(*cell)));
    match row {
        Some(row) => row.iter().copied().filter(|cell| !cell.is_empty()).collect(),
        None => vec![line],
    }
}
