//! What the words of a form say: read once by the parser of contracts and kept in `patterns/readings.tsv`, because reading the hundreds of
//! forms anew would be a sixth of a short run.
//!
//! The kept readings are used by optimised builds alone: whoever changes the grammar sees what it does. A test compares them with what the
//! parser says; `JOKO_UPDATE=1 cargo test readings` writes them anew.

use std::cell::RefCell;
use std::collections::BTreeMap;
#[cfg(test)]
use std::fmt::Write;
use std::rc::Rc;

use super::form::{ANY, SLOTS, slot_sign};
use crate::span::Span;
use crate::statement::{self, Case, ClauseKind, Function};
use crate::token::Tokenizer;

const KEPT: &str = include_str!("../../patterns/readings.tsv");

/// Stand in written readings for slots and gaps. All take three bytes, as the signs that they stand for do, so that spans stay. The text of
/// contracts is folded and holds none of the letters.
const ROLE: char = 'Ｒ';
const TERM: char = 'Ｔ';
const GAP: char = '〜';

/// What the words of a form say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    /// The predicate's base form.
    pub predicate: String,
    /// Whether the form denies.
    pub negated: bool,
    /// Whether somebody is made to do it.
    pub causative: bool,
    /// Its phrases in order.
    pub phrases: Vec<Phrase>,
}

/// A phrase of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Phrase {
    /// Its relation.
    pub case: Case,
    /// Its bytes of the form's words, without particles.
    pub span: Span,
    /// のみ, だけ
    pub only: bool,
}

/// What reading forms needs.
pub(crate) struct Grammar<'a> {
    tokenizer: &'a Tokenizer,
    function: &'a Function,
    /// The kept readings by their words; empty where everything is read anew.
    kept: Vec<(&'static str, &'static str)>,
    /// What was read before: forms with the same words between slots of the same kinds say the same.
    known: RefCell<BTreeMap<String, Option<Rc<Reading>>>>,
}

impl<'a> Grammar<'a> {
    pub(crate) fn new(tokenizer: &'a Tokenizer, function: &'a Function) -> Self {
        let lines = if cfg!(debug_assertions) { "" } else { KEPT };
        let kept = lines.lines().filter_map(|line| line.split_once('\t')).collect();
        Self { tokenizer, function, kept, known: RefCell::default() }
    }

    /// What a form says whose slots stand in `text` as their signs; `is_role` tells whether the slot of this number is a role. `None` without a
    /// predicate.
    pub(super) fn reading(&self, text: &str, is_role: impl Fn(usize) -> bool) -> Option<Rc<Reading>> {
        let mut slots = 0;
        let sign = |sign: char| match sign {
            ANY => GAP,
            _ if is_slot(sign) => {
                slots += 1;
                if is_role(slots - 1) { ROLE } else { TERM }
            }
            _ => sign,
        };
        let words: String = text.chars().map(sign).collect();
        if let Some(known) = self.known.borrow().get(&words) {
            return known.clone();
        }
        let kept = self.kept.binary_search_by(|(kept, _)| (*kept).cmp(&words)).ok();
        let kept = kept.and_then(|at| self.kept.get(at)).and_then(|(_, said)| parse(said));
        let reading = kept.or_else(|| self.read(&words)).map(Rc::new);
        self.known.borrow_mut().insert(words, reading.clone());
        reading
    }

    /// Reads `words` as a sentence of a contract.
    fn read(&self, words: &str) -> Option<Reading> {
        let mut slots = 0..SLOTS;
        let sign = |sign: char| match sign {
            GAP => ANY,
            ROLE | TERM => slots.next().and_then(slot_sign).unwrap_or(sign),
            _ => sign,
        };
        let text: String = words.chars().map(sign).collect();
        let is_party = |span: Span| {
            let mut signs = words.get(span.range()).unwrap_or_default().chars();
            signs.next() == Some(ROLE) && signs.next().is_none()
        };
        let tokens = self.tokenizer.tokens(&text, 0);
        let statements = statement::of_tokens(&text, 0, &tokens, self.function, &is_party).into_iter();
        let statement = statements
            .filter(|statement| statement.kind == ClauseKind::Main && !statement.predicate.is_empty())
            .max_by_key(|statement| (statement.predicate_span.end, statement.arguments.len()))?;
        let phrases = statement.arguments.iter();
        let phrases =
            phrases.map(|argument| Phrase { case: argument.case, span: argument.span, only: argument.only }).collect();
        let (negated, causative) = (statement.negated, statement.causative);
        Some(Reading { predicate: statement.predicate, negated, causative, phrases })
    }

    /// Everything read so far, as the kept file has it.
    #[cfg(test)]
    pub(crate) fn written(&self) -> String {
        let known = self.known.borrow();
        let read = known.iter().filter_map(|(words, reading)| Some((words, reading.as_ref()?)));
        read.fold(String::new(), |mut all, (words, reading)| {
            writeln!(all, "{words}\t{}", write(reading)).expect("a string takes all");
            all
        })
    }
}

fn is_slot(sign: char) -> bool {
    (0..SLOTS).contains(&(sign as u32).wrapping_sub(super::form::FIRST_SLOT))
}

/// A reading as the kept file has it, `扱う\t-\tGa:0-3 Wo:6-9!`: predicate, polarity, phrases with their bytes; `!` for のみ.
#[cfg(test)]
fn write(reading: &Reading) -> String {
    let flags = match (reading.negated, reading.causative) {
        (false, false) => "+",
        (true, false) => "-",
        (false, true) => "+!",
        (true, true) => "-!",
    };
    let mut line = format!("{}\t{flags}\t", reading.predicate);
    for (at, phrase) in reading.phrases.iter().enumerate() {
        let apart = if at > 0 { " " } else { "" };
        let only = if phrase.only { "!" } else { "" };
        write!(line, "{apart}{}:{}-{}{only}", phrase.case.name(), phrase.span.start, phrase.span.end)
            .expect("a string takes all");
    }
    line
}

fn parse(said: &str) -> Option<Reading> {
    let mut fields = said.split('\t');
    let (predicate, flags, phrases) = (fields.next()?, fields.next()?, fields.next()?);
    let phrases = phrases.split_ascii_whitespace().map(phrase).collect::<Option<Vec<Phrase>>>()?;
    let (negated, causative) = (flags.starts_with('-'), flags.ends_with('!'));
    Some(Reading { predicate: predicate.to_owned(), negated, causative, phrases })
}

fn phrase(written: &str) -> Option<Phrase> {
    let (case, rest) = written.split_once(':')?;
    let (start, end) = rest.trim_end_matches('!').split_once('-')?;
    let span = Span::new(start.parse().ok()?, end.parse().ok()?);
    Some(Phrase { case: Case::named(case)?, span, only: rest.ends_with('!') })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_and_parsed() {
        let phrases = vec![
            Phrase { case: Case::Ga, span: Span::new(0, 3), only: true },
            Phrase { case: Case::Wo, span: Span::new(6, 12), only: false },
        ];
        let reading = Reading { predicate: "扱う".to_owned(), negated: true, causative: false, phrases };
        assert_eq!(write(&reading), "扱う\t-\tGa:0-3! Wo:6-12");
        assert_eq!(parse(&write(&reading)), Some(reading));
    }
}
