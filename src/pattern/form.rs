//! Forms: sentences with slots. A form is read by the parser of contracts, with a private-use character in the place of each
//! slot, and becomes what it asks of a statement.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::reading::{Grammar, Phrase};
use super::terms::{TermId, Terms};
use crate::party::Role;
use crate::span::Span;
use crate::statement::{Case, Statement};

/// First of the private-use characters that stand for slots; the user dictionary knows them as names.
pub(super) const FIRST_SLOT: u32 = 0xE000;
/// How many there are.
pub(super) const SLOTS: u32 = 47;
/// Stands for 〜.
pub(super) const ANY: char = '\u{E030}';

/// What a form asks of a statement.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    /// Predicates that satisfy it, in base form, sorted.
    pub predicates: Arc<[String]>,
    /// What it asks of the statement's phrases.
    pub arguments: Vec<Wanted>,
    /// Whether the form itself denies.
    pub negated: bool,
    /// Whether somebody must be made to do it (支払わせる).
    pub causative: bool,
}

impl Form {
    /// Whether every predicate satisfies it (｛〜｝).
    pub(crate) fn any_predicate(&self) -> bool {
        self.predicates.binary_search_by(|predicate| predicate.as_str().cmp(WILDCARD)).is_ok()
    }
}

/// Stands for the predicate while a form is parsed: an ordinary verb that the grammar knows nothing special of.
const NEUTRAL: &str = "扱う";

/// である is parsed as it stands: it takes the noun before it.
const COPULA: &str = "である";

/// ｛〜｝: any predicate.
const WILDCARD: &str = "〜";

/// A phrase that a form asks for.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    /// Its relation.
    pub case: Case,
    /// What it must hold, in order.
    pub elements: Vec<Element>,
    /// Whether the last element must be its head.
    pub headed: bool,
    /// Whether it may be absent; if it is there, it must fit.
    pub optional: bool,
    /// Whether it must be marked のみ, だけ.
    pub only: bool,
}

/// A part of a phrase that a form asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Element {
    /// A resolved role.
    Role(Role),
    /// A word class or plain word.
    Term(TermId),
    /// A role with a word of the class right behind its name (［利用者］［@との］). Only where words are asked for, not in forms.
    Next(Role, TermId),
    /// The same with a word of another class before it (［@点］［@まで］).
    Beside(TermId, TermId),
}

/// What is wrong with a form, and where: bytes of the form's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FormError {
    pub at: std::ops::Range<usize>,
    pub message: String,
}

/// A form with its alternatives multiplied out: one slot list and one sentence.
struct Variant {
    text: String,
    slots: Vec<Slot>,
    predicates: Arc<[String]>,
    optional: Vec<Span>,
}

#[derive(Clone, Copy)]
enum Slot {
    Role(Role),
    Term(TermId),
}

/// Reads a form: one [`Form`] for each way to take its alternatives.
pub(crate) fn parse(source: &str, grammar: &Grammar<'_>, terms: &mut Terms) -> Result<Vec<Form>, FormError> {
    let pieces = pieces(source)?;
    let mut variants =
        vec![Variant { text: String::new(), slots: Vec::new(), predicates: Arc::default(), optional: Vec::new() }];
    let mut optional_from: Option<usize> = None;
    let last_braces = pieces.iter().rposition(|piece| matches!(piece.kind, PieceKind::Braces(_)));
    let ends = last_braces.is_some_and(|at| {
        at + 1 >= pieces.len()
            || pieces[at + 1..].iter().all(|piece| matches!(&piece.kind, PieceKind::Plain(words) if is_tail(words)))
    });
    for (index, piece) in pieces.iter().enumerate() {
        match &piece.kind {
            PieceKind::Plain(words) => variants.iter_mut().for_each(|variant| variant.text.push_str(words)),
            PieceKind::Any => variants.iter_mut().for_each(|variant| variant.text.push(ANY)),
            PieceKind::OptionalStart => optional_from = Some(index),
            PieceKind::OptionalEnd => optional_from = None,
            PieceKind::Slot(name) => {
                let slot = slot(name, &piece.at, terms)?;
                for variant in &mut variants {
                    push_slot(variant, slot, &piece.at)?;
                    if optional_from.is_some() {
                        let end = variant.text.len();
                        variant.optional.push(Span::new(end - ANY.len_utf8(), end));
                    }
                }
            }
            PieceKind::Braces(alternatives) if Some(index) == last_braces && ends => {
                variants = with_predicates(variants, alternatives, &piece.at, terms)?;
            }
            PieceKind::Braces(alternatives) => variants = with_alternatives(variants, alternatives, &piece.at, terms)?,
        }
    }
    variants.into_iter().map(|variant| read(variant, source, grammar, terms)).collect()
}

/// Auxiliaries may follow the predicate's braces: ｛@請求する｝ことを要しない is written with its verb spelled out instead.
fn is_tail(words: &str) -> bool {
    words.trim().is_empty()
}

struct Piece {
    kind: PieceKind,
    at: std::ops::Range<usize>,
}

enum PieceKind {
    Plain(String),
    Any,
    OptionalStart,
    OptionalEnd,
    Slot(String),
    Braces(Vec<String>),
}

/// Cuts a form at its signs.
fn pieces(source: &str) -> Result<Vec<Piece>, FormError> {
    let mut pieces = Vec::new();
    let mut plain = String::new();
    let mut plain_from = 0;
    let mut signs = source.char_indices();
    let flush = |plain: &mut String, from: usize, to: usize, pieces: &mut Vec<Piece>| {
        if !plain.is_empty() {
            pieces.push(Piece { kind: PieceKind::Plain(std::mem::take(plain)), at: from..to });
        }
    };
    while let Some((at, sign)) = signs.next() {
        let close = match sign {
            '［' => '］',
            '｛' => '｝',
            '〜' | '（' | '）' => {
                flush(&mut plain, plain_from, at, &mut pieces);
                let kind = match sign {
                    '〜' => PieceKind::Any,
                    '（' => PieceKind::OptionalStart,
                    _ => PieceKind::OptionalEnd,
                };
                pieces.push(Piece { kind, at: at..at + sign.len_utf8() });
                continue;
            }
            '］' | '｝' => {
                return Err(FormError {
                    at: at..at + sign.len_utf8(), message: "開く括弧がありません".to_owned()
                });
            }
            _ => {
                if plain.is_empty() {
                    plain_from = at;
                }
                plain.push(sign);
                continue;
            }
        };
        flush(&mut plain, plain_from, at, &mut pieces);
        let mut inside = String::new();
        let end = loop {
            match signs.next() {
                Some((end, here)) if here == close => break end + here.len_utf8(),
                Some((_, here)) => inside.push(here),
                None => {
                    return Err(FormError {
                        at: at..source.len(), message: format!("{close} で閉じていません")
                    });
                }
            }
        };
        let kind = if sign == '［' {
            PieceKind::Slot(inside)
        } else {
            PieceKind::Braces(inside.split('｜').map(str::to_owned).collect())
        };
        pieces.push(Piece { kind, at: at..end });
    }
    let end = source.len();
    flush(&mut plain, plain_from, end, &mut pieces);
    Ok(pieces)
}

fn slot(name: &str, at: &std::ops::Range<usize>, terms: &Terms) -> Result<Slot, FormError> {
    Ok(match name {
        "事業者" => Slot::Role(Role::Operator),
        "上位" => Slot::Role(Role::Upstream),
        "利用者" => Slot::Role(Role::User),
        _ => {
            let unknown = || FormError {
                at: at.clone(),
                message: format!(
                    "［{name}］は役割でも語類でもありません（役割: 事業者・上位・利用者、語類: ［@名前］ で dictionaries/terms/ にあるもの）"
                ),
            };
            let class = name.strip_prefix('@').ok_or_else(unknown)?;
            Slot::Term(terms.noun(class).ok_or_else(unknown)?)
        }
    })
}

fn push_slot(variant: &mut Variant, slot: Slot, at: &std::ops::Range<usize>) -> Result<(), FormError> {
    let number = u32::try_from(variant.slots.len()).unwrap_or(u32::MAX);
    let sign = slot_sign(number)
        .ok_or_else(|| FormError { at: at.clone(), message: "スロットが多すぎます".to_owned() })?;
    variant.text.push(sign);
    variant.slots.push(slot);
    Ok(())
}

/// The sign of the slot with this number.
pub(super) fn slot_sign(number: u32) -> Option<char> {
    char::from_u32(FIRST_SLOT + number).filter(|_| number < SLOTS)
}

/// Braces at the end: the predicate. Those of one word are taken together; phrases (効力を生ずる) make variants of their own.
fn with_predicates(
    variants: Vec<Variant>,
    alternatives: &[String],
    at: &std::ops::Range<usize>,
    terms: &Terms,
) -> Result<Vec<Variant>, FormError> {
    let mut words: Arc<[String]> = Arc::default();
    let mut phrases: Vec<&str> = Vec::new();
    for alternative in alternatives {
        if let Some(class) = alternative.strip_prefix('@') {
            let verbs = terms.verb(class).ok_or_else(|| FormError {
                at: at.clone(),
                message: format!("述語の語類「{class}」が dictionaries/terms/ にありません"),
            })?;
            // Mostly one class stands alone, and its words are shared.
            words = if words.is_empty() { verbs } else { words.iter().chain(verbs.iter()).cloned().collect() };
        } else if alternative == COPULA || alternative.contains(['を', 'に', 'が', 'と', 'は']) {
            phrases.push(alternative);
        } else {
            words = words.iter().chain([alternative]).cloned().collect();
        }
    }
    let words =
        if words.is_sorted() { words } else { words.iter().cloned().collect::<BTreeSet<_>>().into_iter().collect() };
    let mut found = Vec::new();
    for variant in variants {
        if !words.is_empty() {
            let mut text = variant.text.clone();
            text.push_str(NEUTRAL);
            found.push(Variant {
                text,
                slots: variant.slots.clone(),
                predicates: Arc::clone(&words),
                optional: variant.optional.clone(),
            });
        }
        for phrase in &phrases {
            let mut text = variant.text.clone();
            text.push_str(phrase);
            found.push(Variant {
                text,
                slots: variant.slots.clone(),
                predicates: Arc::default(),
                optional: variant.optional.clone(),
            });
        }
    }
    Ok(found)
}

/// Braces elsewhere: one variant for each alternative.
fn with_alternatives(
    variants: Vec<Variant>,
    alternatives: &[String],
    at: &std::ops::Range<usize>,
    terms: &Terms,
) -> Result<Vec<Variant>, FormError> {
    let mut found = Vec::new();
    for variant in variants {
        for alternative in alternatives {
            let mut next = Variant {
                text: variant.text.clone(),
                slots: variant.slots.clone(),
                predicates: Arc::clone(&variant.predicates),
                optional: variant.optional.clone(),
            };
            let role = matches!(alternative.as_str(), "事業者" | "上位" | "利用者");
            if role || alternative.starts_with('@') {
                push_slot(&mut next, slot(alternative, at, terms)?, at)?;
            } else {
                next.text.push_str(alternative);
            }
            found.push(next);
        }
    }
    Ok(found)
}

/// Reads one variant with the parser of contracts.
fn read(variant: Variant, source: &str, grammar: &Grammar<'_>, terms: &mut Terms) -> Result<Form, FormError> {
    let is_role = |slot: usize| matches!(variant.slots.get(slot), Some(Slot::Role(_)));
    let reading = grammar
        .reading(&variant.text, is_role)
        .ok_or_else(|| FormError { at: 0..source.len(), message: "述語がありません".to_owned() })?;
    let predicates = if variant.predicates.is_empty() {
        Arc::from([reading.predicate.clone()])
    } else {
        Arc::clone(&variant.predicates)
    };
    let arguments =
        reading.phrases.iter().filter_map(|phrase| wanted(phrase, &variant, terms)).flat_map(apart).collect();
    Ok(Form { predicates, arguments, negated: reading.negated, causative: reading.causative })
}

fn slot_of(sign: char, slots: &[Slot]) -> Option<Slot> {
    let index = (sign as u32).checked_sub(FIRST_SLOT)?;
    slots.get(index as usize).copied()
}

/// What a phrase of the form asks of the contract's.
fn wanted(phrase: &Phrase, variant: &Variant, terms: &mut Terms) -> Option<Wanted> {
    let words = variant.text.get(phrase.span.range())?;
    let mut elements = Vec::new();
    let mut plain = String::new();
    let mut headed = false;
    for sign in words.chars() {
        let element = slot_of(sign, &variant.slots).map(|slot| match slot {
            Slot::Role(role) => Element::Role(role),
            Slot::Term(term) => Element::Term(term),
        });
        if sign == ANY || element.is_some() {
            flush_plain(&mut plain, &mut elements, terms);
            headed = sign != ANY;
            elements.extend(element);
        } else {
            plain.push(sign);
            headed = true;
        }
    }
    flush_plain(&mut plain, &mut elements, terms);
    if elements.is_empty() {
        return None;
    }
    let optional = variant.optional.iter().any(|span| phrase.span.contains(*span));
    Some(Wanted { case: phrase.case, elements, headed, optional, only: phrase.only })
}

/// 「［事業者］と［利用者］との間で」 asks for each of them, in whatever order the contract names them.
fn apart(wanted: Wanted) -> Vec<Wanted> {
    let roles = wanted.elements.iter().all(|element| matches!(element, Element::Role(_)));
    if wanted.case != Case::To || wanted.elements.len() < 2 || !roles {
        return vec![wanted];
    }
    let each =
        wanted.elements.iter().map(|element| Wanted { elements: vec![*element], headed: false, ..wanted.clone() });
    each.collect()
}

/// Plain words between slots, the の that joins them aside.
fn flush_plain(plain: &mut String, elements: &mut Vec<Element>, terms: &mut Terms) {
    let word = plain.trim_start_matches('の').trim_end_matches('の').to_owned();
    if !word.is_empty() {
        elements.push(Element::Term(terms.plain(&word)));
    }
    plain.clear();
}

/// Whether a statement has what the form's predicate asks.
pub(crate) fn predicate_fits(form: &Form, statement: &Statement) -> bool {
    form.any_predicate()
        || form.predicates.binary_search(&statement.predicate).is_ok() && (statement.causative || !form.causative)
}
