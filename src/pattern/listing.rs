//! Patterns as a reader wants to know them: what each is for and how it is written.

use super::compile::{ClauseRules, Effect, Pattern};

/// A pattern of a clause.
#[derive(Clone, Debug)]
pub struct Listing<'a> {
    /// Id of the clause.
    pub clause: &'a str,
    /// Id of the pattern, unique in its clause.
    pub pattern: &'a str,
    /// What a match does to the verdict.
    pub effect: Effect,
    /// Ids of the elements that it bears on.
    pub elements: Vec<&'a str>,
    /// Its forms as written.
    pub forms: Vec<&'a str>,
    /// Its regular expression, where it has one.
    pub regex: Option<&'a str>,
}

impl<'a> Listing<'a> {
    pub(crate) fn of(pattern: &'a Pattern, rules: &'a [ClauseRules]) -> Self {
        let rules = &rules[pattern.clause];
        Self {
            clause: &rules.id,
            pattern: &pattern.id,
            effect: pattern.effect,
            elements: pattern
                .elements
                .iter()
                .filter_map(|&element| Some(rules.elements.get(element)?.as_str()))
                .collect(),
            forms: pattern.source.split(" / ").filter(|form| !form.is_empty()).collect(),
            regex: pattern.regex.as_ref().map(regex::Regex::as_str),
        }
    }
}
