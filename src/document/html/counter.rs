//! Counters of style sheets, and the words that are drawn with them.

use std::collections::HashMap;

use cssparser::{Parser, Token};

use super::style::Styles;
use crate::document::marker::{Custom, Marker};

/// The counters in scope.
#[derive(Debug, Default)]
pub(super) struct Counters {
    /// For each, where it was set up, as the number of elements around it, and its value; the innermost last.
    values: HashMap<String, Vec<(usize, i64)>>,
}

impl Counters {
    /// Sets up counters at an element inside `depth` others, as `counter-reset` says.
    pub(super) fn reset(&mut self, value: &str, depth: usize) {
        for (name, number) in pairs(value, 0) {
            self.set_up(&name, number, depth);
        }
    }

    /// Counts, as `counter-increment` says.
    pub(super) fn increment(&mut self, value: &str, depth: usize) {
        for (name, step) in pairs(value, 1) {
            let counter = self.counter(&name, depth);
            *counter = counter.saturating_add(step);
        }
    }

    /// Sets counters, as `counter-set` says.
    pub(super) fn set(&mut self, value: &str, depth: usize) {
        for (name, number) in pairs(value, 0) {
            *self.counter(&name, depth) = number;
        }
    }

    /// Sets up a counter; one that a sibling has set up starts anew.
    pub(super) fn set_up(&mut self, name: &str, number: i64, depth: usize) {
        let scopes = self.values.entry(name.to_owned()).or_default();
        scopes.retain(|(other, _)| *other < depth);
        scopes.push((depth, number));
    }

    /// The innermost counter of this name, set up where there is none.
    pub(super) fn counter(&mut self, name: &str, depth: usize) -> &mut i64 {
        let scopes = self.values.entry(name.to_owned()).or_default();
        if scopes.is_empty() {
            scopes.push((depth, 0));
        }
        &mut scopes.last_mut().expect("it is not empty").1
    }

    /// Ends the counters that were set up inside an element that `depth` others are around.
    pub(super) fn close(&mut self, depth: usize) {
        if self.values.is_empty() {
            return;
        }
        self.values.retain(|_, scopes| {
            scopes.retain(|(other, _)| *other <= depth);
            !scopes.is_empty()
        });
    }

    /// What `content` draws; `None` where it draws nothing of its own accord.
    pub(super) fn text(
        &self,
        content: &str,
        attribute: impl Fn(&str) -> Option<String>,
        styles: &Styles,
    ) -> Option<String> {
        let mut input = Parser::new(content);
        let mut text = String::new();
        while let Ok(token) = input.next() {
            match token.clone() {
                Token::QuotedString(words) => text.extend(words.chars().filter(|c| !is_private(*c))),
                Token::Ident(word) if matches!(&*word, "normal" | "none") => return None,
                Token::Ident(word) if &*word == "open-quote" => text.push('「'),
                Token::Ident(word) if &*word == "close-quote" => text.push('」'),
                // What is said of it for those who cannot see it.
                Token::Delim('/') => break,
                Token::Function(name) => {
                    let words = arguments(&mut input);
                    match (name.to_ascii_lowercase().as_str(), words.first()) {
                        ("counter", Some(counter)) => {
                            let style = words.get(1).map_or("decimal", String::as_str);
                            text.push_str(&number(style, self.values(counter).last().copied().unwrap_or(0), styles));
                        }
                        ("counters", Some(counter)) => {
                            let style = words.get(2).map_or("decimal", String::as_str);
                            let numbers: Vec<String> =
                                self.values(counter).into_iter().map(|value| number(style, value, styles)).collect();
                            let numbers = if numbers.is_empty() { vec![number(style, 0, styles)] } else { numbers };
                            text.push_str(&numbers.join(words.get(1).map_or("", String::as_str)));
                        }
                        ("attr", Some(name)) => text.push_str(&attribute(name).unwrap_or_default()),
                        _ => {}
                    }
                }
                _ => {}
            }
        }
        Some(text)
    }

    fn values(&self, name: &str) -> Vec<i64> {
        self.values.get(name).map(|scopes| scopes.iter().map(|(_, value)| *value).collect()).unwrap_or_default()
    }
}

/// The marker that `list-style-type`, or one of the values of `list-style`, calls so.
pub(super) fn marker(value: &str, styles: &Styles) -> Option<Marker> {
    let one = |name: &str| custom(name, styles).map(Marker::Custom).or_else(|| Marker::of_style(name));
    one(value).or_else(|| {
        let mut input = Parser::new(value);
        let mut found = None;
        while let Ok(token) = input.next() {
            found = found.or(match token {
                Token::Ident(name) => one(name),
                Token::QuotedString(words) => Some(Marker::Words(words.to_string())),
                _ => None,
            });
        }
        found
    })
}

/// A number in the style of this name, without what a list puts around it.
fn number(style: &str, value: i64, styles: &Styles) -> String {
    match custom(style, styles) {
        Some(custom) => custom.digits(value),
        None => Marker::of_style(style).map_or_else(|| value.to_string(), |marker| marker.digits(value)),
    }
}

/// A style that the page has made for itself.
fn custom(name: &str, styles: &Styles) -> Option<Custom> {
    let body = styles.counters.get(name)?;
    let descriptor = |wanted: &str| body.iter().rfind(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
    let system = descriptor("system").unwrap_or("symbolic");
    let mut words = system.split_whitespace();
    let (system, operand) = (words.next().unwrap_or_default().to_owned(), words.next());
    let base = match system.as_str() {
        "extends" => Some(Marker::of_style(operand?)?),
        "cyclic" | "numeric" | "alphabetic" | "symbolic" | "fixed" => None,
        _ => return None,
    };
    let first = operand.and_then(|first| first.parse().ok()).unwrap_or(1);
    let symbols = descriptor("symbols").map(strings).unwrap_or_default();
    if base.is_none() && symbols.len() < if matches!(system.as_str(), "numeric" | "alphabetic") { 2 } else { 1 } {
        return None;
    }
    let quoted = |name| descriptor(name).map(|value| strings(value).concat());
    let own_suffix = || base.as_ref().map_or(". ", Marker::suffix).to_owned();
    let (prefix, suffix) = (quoted("prefix").unwrap_or_default(), quoted("suffix").unwrap_or_else(own_suffix));
    Some(Custom { base: base.map(Box::new), system, symbols, first, prefix, suffix })
}

/// Strings and bare words.
fn strings(value: &str) -> Vec<String> {
    let mut input = Parser::new(value);
    let mut found = Vec::new();
    while let Ok(token) = input.next() {
        match token {
            Token::QuotedString(words) | Token::Ident(words) => found.push(words.to_string()),
            _ => {}
        }
    }
    found
}

/// Names, each with the number after it or `usual`.
fn pairs(value: &str, usual: i64) -> Vec<(String, i64)> {
    let mut input = Parser::new(value);
    let mut pairs: Vec<(String, i64)> = Vec::new();
    while let Ok(token) = input.next() {
        match token {
            Token::Ident(name) if !matches!(&**name, "none" | "initial" | "inherit" | "unset") => {
                pairs.push((name.to_string(), usual));
            }
            Token::Number { int_value: Some(value), .. } => {
                if let Some(pair) = pairs.last_mut() {
                    pair.1 = i64::from(*value);
                }
            }
            _ => {}
        }
    }
    pairs
}

/// What a function is given, word by word.
fn arguments(input: &mut Parser<'_>) -> Vec<String> {
    let read: Result<Vec<String>, cssparser::ParseError<()>> = input.parse_nested_block(|inner| {
        let mut words = Vec::new();
        while let Ok(token) = inner.next() {
            match token {
                Token::Ident(word) | Token::QuotedString(word) => words.push(word.to_string()),
                _ => {}
            }
        }
        Ok(words)
    });
    read.unwrap_or_default()
}

/// Signs of fonts that only draw pictures.
fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..)
}
