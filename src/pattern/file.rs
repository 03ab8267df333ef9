//! Pattern files as they are written.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

/// A file of `patterns/`: a clause, its patterns and their examples.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PatternFile {
    pub clause: ClauseEntry,
    #[serde(default)]
    pub provides: Vec<PatternEntry>,
    #[serde(default)]
    pub opposes: Vec<PatternEntry>,
    #[serde(default)]
    pub weakens: Vec<PatternEntry>,
    #[serde(default)]
    pub wording: Vec<WordingEntry>,
    #[serde(default)]
    pub example: Vec<ExampleEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClauseEntry {
    pub id: String,
    pub title: String,
    #[serde(default)]
    pub criteria: Vec<String>,
    #[serde(default)]
    pub elements: Vec<String>,
    /// Set for what is no mandatory clause but disqualifies (note 3).
    #[serde(default)]
    pub disqualifier: bool,
    /// Set where the criteria ask what both parties do, not which of them does what.
    #[serde(default)]
    pub symmetric: bool,
    /// Words of the headings under which the clause's matter stands: what stands there goes before what is said in passing elsewhere.
    #[serde(default)]
    pub headings: Vec<Spanned<String>>,
    /// A mandatory clause that excludes the disqualifier where it is found.
    pub unless_found: Option<String>,
    /// Words without which hardly a contract provides the clause: where they stand and no pattern matches, a person should read.
    #[serde(default)]
    pub watch: Vec<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PatternEntry {
    pub id: Spanned<String>,
    pub element: Option<Spanned<String>>,
    #[serde(default)]
    pub also: Vec<Spanned<String>>,
    /// Elements that the match gives where nothing else in the contract bears on them.
    #[serde(default)]
    pub implies: Vec<Spanned<String>>,
    pub form: Option<Spanned<String>>,
    #[serde(default)]
    pub any: Vec<Spanned<String>>,
    #[serde(default)]
    pub all: Vec<Spanned<String>>,
    #[serde(default)]
    pub not: Vec<Spanned<String>>,
    #[serde(default)]
    pub polarity: Polarity,
    #[serde(default)]
    pub within: Within,
    #[serde(default)]
    pub about: Vec<Spanned<String>>,
    /// Words that must stand in the statement's own clause, or in its sentence with `within = "sentence"`.
    #[serde(default)]
    pub words: Vec<Spanned<String>>,
    /// Words that must stand in the same paragraph or in a heading above it.
    #[serde(default)]
    pub near: Vec<Spanned<String>>,
    /// Words one of which must stand in a heading above the statement.
    #[serde(default)]
    pub under: Vec<Spanned<String>>,
    /// Patterns of the same file beside whose matches, in the same article, a match of this one says nothing more.
    #[serde(default)]
    pub yields: Vec<Spanned<String>>,
    /// Words none of which may stand in a heading above the statement.
    #[serde(default)]
    pub apart: Vec<Spanned<String>>,
    /// Words none of which may stand in the same paragraph.
    #[serde(default)]
    pub far: Vec<Spanned<String>>,
    /// Words none of which may stand in the statement's own clause, or as far as `within` reaches.
    #[serde(default)]
    pub without: Vec<Spanned<String>>,
    /// The match counts as less than binding.
    #[serde(default)]
    pub partial: bool,
    /// The pattern also looks at recitals, definitions and purposes, which provide nothing but show what the contract is.
    #[serde(default)]
    pub background: bool,
    #[serde(default)]
    pub unless: Vec<Spanned<String>>,
    #[serde(default, rename = "in")]
    pub kinds: Vec<Kind>,
    #[serde(default)]
    pub follow: Vec<Follow>,
    pub regex: Option<Spanned<String>>,
}

/// Which polarity of the form is meant.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Polarity {
    /// As the form says it.
    #[default]
    Affirmed,
    /// The opposite of what the form says.
    Negated,
    /// Either.
    Any,
}

/// How far the parts of a pattern may stand apart.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Within {
    /// In one clause of a sentence.
    #[default]
    Clause,
    /// In one clause with the conditions that lead up to it.
    Conditions,
    /// In one sentence.
    Sentence,
    /// In one paragraph with its items.
    Paragraph,
    /// In one article.
    Article,
    /// In one article, or in any under a heading of the clause's matter.
    Matter,
}

/// Which clauses of a sentence a pattern looks at beside the main one and its contents.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    Main,
    Relative,
    Condition,
    Annex,
}

/// Where matching may go on.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Follow {
    Annex,
    Reference,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExampleEntry {
    pub text: Spanned<String>,
    pub roles: BTreeMap<String, String>,
    pub expect: Spanned<String>,
}

/// A model wording for a contract that lacks elements of the clause.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WordingEntry {
    pub elements: Vec<Spanned<String>>,
    /// Heading of an article of its own.
    pub caption: Spanned<String>,
    /// Words of the headings of articles that deal with the matter.
    #[serde(default)]
    pub under: Vec<Spanned<String>>,
    /// Sentences in である style. {operator}, {upstream}, {user}, {service} and {terms} stand for the contract's own words.
    pub text: Spanned<String>,
}
