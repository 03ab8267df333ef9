//! Pattern files as they are checked: only what this makes can be run.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use regex::Regex;
use toml::Spanned;

use super::file::{
    ClauseEntry, ExampleEntry, Follow, Kind, PatternEntry, PatternFile, Polarity, WordingEntry, Within,
};
use super::form::{self, Element, Form};
use super::reading::Grammar;
use super::terms::Terms;
use crate::party::Role;
use crate::suggest::Wording;

/// A clause pattern, ready to run.
#[derive(Debug)]
pub(crate) struct Pattern {
    /// Unique in its file.
    pub id: String,
    /// Index of its clause among all clause files.
    pub clause: usize,
    pub effect: Effect,
    /// Indices of the elements it bears on.
    pub elements: Vec<usize>,
    /// Indices of the elements that it gives where nothing else bears on them.
    pub implied: Vec<usize>,
    /// Any of these.
    pub any: Vec<Form>,
    /// All of these, each with its alternatives.
    pub all: Vec<Vec<Form>>,
    /// None of these in the same statement.
    pub not: Vec<Form>,
    pub polarity: Polarity,
    pub within: Within,
    /// One of these must stand in the same paragraph or in the article's heading.
    pub about: Vec<Element>,
    /// Each of these must stand there, or somewhere in the article; any one of several will do.
    pub near: Vec<Vec<Element>>,
    /// Each of these must stand in the statement's clause; any one of several will do.
    pub words: Vec<Vec<Element>>,
    /// None of these may stand in the same sentence.
    pub unless: Vec<Element>,
    /// One of these must stand in a heading above the statement.
    pub under: Vec<Element>,
    /// Ids of the patterns beside which this one says nothing more.
    pub yields: Vec<String>,
    /// Headings of the clause's matter.
    pub headings: Vec<Element>,
    /// None of these may stand in a heading above the statement.
    pub apart: Vec<Element>,
    /// None of these may stand in the same paragraph.
    pub far: Vec<Element>,
    /// None of these may stand in the statement's clause.
    pub without: Vec<Element>,
    /// The match is less than binding.
    pub partial: bool,
    /// Recitals, definitions and purposes count, too.
    pub background: bool,
    /// Relative clauses and conditions, too.
    pub relative: bool,
    pub condition: bool,
    /// Only in annexes.
    pub annex: bool,
    /// The matched statement's references may carry the rest.
    pub follow: Vec<Follow>,
    pub regex: Option<Regex>,
    /// The form as written, for explanations.
    pub source: String,
}

/// What a match does to the verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// It provides elements.
    Provides,
    /// It provides the opposite.
    Opposes,
    /// It makes what is provided less than binding.
    Weakens,
}

/// A clause file as it is checked.
#[derive(Debug)]
pub(crate) struct ClauseRules {
    pub id: String,
    pub title: String,
    pub criteria: Vec<String>,
    pub elements: Vec<String>,
    pub disqualifier: bool,
    /// The criteria ask what both parties do, not which of them does what.
    pub symmetric: bool,
    /// The file's name.
    pub file: String,
    /// Id of the mandatory clause that excludes it where it is found.
    pub unless_found: Option<String>,
    /// Words that tell where the contract may speak of the matter.
    pub watch: Vec<Element>,
    /// What to write where elements are not met.
    pub wordings: Vec<Wording>,
    pub examples: Vec<Example>,
}

/// A sentence that a pattern file is tested with.
#[derive(Clone, Debug)]
pub(crate) struct Example {
    pub text: String,
    /// Role id to name.
    pub roles: BTreeMap<String, String>,
    pub expect: String,
    pub line: usize,
}

/// What is wrong with a pattern file. `at` counts bytes of the file.
#[derive(Clone, Debug)]
pub struct PatternError {
    /// The file's name.
    pub file: String,
    /// The file's text, to show the place.
    pub source: String,
    /// The place.
    pub at: Range<usize>,
    /// What is wrong and what was expected.
    pub message: String,
}

impl PatternError {
    /// Line and column of the fault, counted from 1; the column counts characters.
    #[must_use]
    pub fn position(&self) -> (usize, usize) {
        let before = self.source.get(..self.at.start).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|sign| *sign != '\n').count() + 1;
        (line, column)
    }
}

impl std::fmt::Display for PatternError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (line, column) = self.position();
        write!(formatter, "{}:{line}:{column}: {}", self.file, self.message)
    }
}

impl std::error::Error for PatternError {}

/// Checks one file. Every fault is reported, not only the first.
pub(crate) fn compile(
    name: &str,
    source: &str,
    clause: usize,
    grammar: &Grammar<'_>,
    terms: &mut Terms,
) -> Result<(ClauseRules, Vec<Pattern>), Vec<PatternError>> {
    let fault = |at: Range<usize>, message: String| PatternError {
        file: name.to_owned(),
        source: source.to_owned(),
        at,
        message,
    };
    let file: PatternFile = toml::from_str(source)
        .map_err(|error| vec![fault(error.span().unwrap_or(0..0), error.message().to_owned())])?;
    let mut faults = Vec::new();
    let mut patterns = Vec::new();
    let mut ids: HashMap<&str, Range<usize>> = HashMap::new();
    let groups =
        [(Effect::Provides, &file.provides), (Effect::Opposes, &file.opposes), (Effect::Weakens, &file.weakens)];
    for (effect, entries) in groups {
        for entry in entries {
            if ids.insert(entry.id.get_ref(), entry.id.span()).is_some() {
                faults.push(fault(entry.id.span(), format!("id「{}」は既に使われています", entry.id.get_ref())));
            }
            match one(entry, effect, clause, &file.clause, grammar, terms) {
                Ok(pattern) => patterns.push(pattern),
                Err(mistakes) => {
                    faults.extend(mistakes.into_iter().map(|(at, message)| fault(at, message)));
                }
            }
        }
    }
    let mut mistakes = Vec::new();
    let watch = elements_of(&file.clause.watch, terms, &mut mistakes);
    faults.extend(mistakes.into_iter().map(|(at, message)| fault(at, message)));
    for entry in groups.iter().flat_map(|(_, entries)| entries.iter()) {
        for other in entry.yields.iter().filter(|other| !ids.contains_key(other.get_ref().as_str())) {
            faults.push(fault(other.span(), format!("パターン「{}」がこのファイルにありません", other.get_ref())));
        }
    }
    let mut wordings = Vec::new();
    for entry in &file.wording {
        match model(entry, &file.clause.elements, source) {
            Ok(wording) => wordings.push(wording),
            Err(mistakes) => faults.extend(mistakes.into_iter().map(|(at, message)| fault(at, message))),
        }
    }
    for example in &file.example {
        if !VERDICTS.contains(&example.expect.get_ref().as_str()) {
            faults.push(fault(example.expect.span(), format!("expect は {} のいずれかです", VERDICTS.join("・"))));
        }
        for role in example.roles.keys() {
            if !["upstream", "operator", "user"].contains(&role.as_str()) {
                faults.push(fault(
                    example.text.span(),
                    format!("役割「{role}」は upstream・operator・user のいずれでもありません"),
                ));
            }
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let examples = file.example.into_iter().map(|example| checked(example, source)).collect();
    let rules = ClauseRules {
        id: file.clause.id,
        title: file.clause.title,
        criteria: file.clause.criteria,
        elements: file.clause.elements,
        disqualifier: file.clause.disqualifier,
        symmetric: file.clause.symmetric,
        file: name.to_owned(),
        unless_found: file.clause.unless_found,
        watch,
        wordings,
        examples,
    };
    Ok((rules, patterns))
}

/// The names of each entry: 「［利用者］｜@退会」 is satisfied by either.
fn alternatives(entries: &[Spanned<String>]) -> Vec<Vec<Spanned<String>>> {
    let names = |entry: &Spanned<String>| {
        entry.get_ref().split('｜').map(|name| Spanned::new(entry.span(), name.to_owned())).collect()
    };
    entries.iter().map(names).collect()
}

const VERDICTS: [&str; 6] = ["found", "partial", "contradicted", "missing", "present", "absent"];

/// A model wording whose elements, slots and ends of sentences are known.
fn model(entry: &WordingEntry, known: &[String], source: &str) -> Result<Wording, Vec<Mistake>> {
    let mut mistakes: Vec<Mistake> = Vec::new();
    let mut elements = Vec::new();
    for element in &entry.elements {
        match known.iter().position(|known| known == element.get_ref()) {
            Some(index) => elements.push(index),
            None => mistakes.push(unknown_element(element, known)),
        }
    }
    if entry.elements.is_empty() {
        mistakes.push((entry.text.span(), "elements に要素が要ります".to_owned()));
    }
    for words in [&entry.caption, &entry.text].into_iter().chain(&entry.under) {
        mistakes.extend(Wording::fault(words.get_ref()).map(|message| (words.span(), message)));
    }
    mistakes.extend(Wording::unended(entry.text.get_ref()).map(|message| (entry.text.span(), message)));
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    let line = source.get(..entry.text.span().start).unwrap_or_default().matches('\n').count() + 1;
    Ok(Wording {
        elements,
        caption: entry.caption.get_ref().clone(),
        under: entry.under.iter().map(|word| word.get_ref().clone()).collect(),
        text: entry.text.get_ref().clone(),
        line,
    })
}

fn unknown_element(element: &Spanned<String>, known: &[String]) -> Mistake {
    (element.span(), format!("要素「{}」はこの条項にありません（{}）", element.get_ref(), known.join("・")))
}

fn checked(example: ExampleEntry, source: &str) -> Example {
    let line = source.get(..example.text.span().start).unwrap_or_default().matches('\n').count() + 1;
    Example { text: example.text.into_inner(), roles: example.roles, expect: example.expect.into_inner(), line }
}

type Mistake = (Range<usize>, String);

/// What one entry of `words` and its like asks for: a role, a class, a plain word, or 「［利用者］［@との］」, one right behind the other.
fn asked(name: &Spanned<String>, terms: &mut Terms, mistakes: &mut Vec<Mistake>) -> Option<Element> {
    let mut term = |word: &str| match word.strip_prefix('@') {
        None => Some(terms.plain(word)),
        Some(class) => terms.noun(class).or_else(|| {
            mistakes.push((name.span(), format!("語類「{class}」が dictionaries/terms/ にありません")));
            None
        }),
    };
    let slots = name.get_ref().strip_prefix('［').and_then(|rest| rest.split_once('］'));
    let Some((first, rest)) = slots else { return term(name.get_ref()).map(Element::Term) };
    let second = rest.strip_prefix('［').and_then(|class| class.strip_suffix('］')).unwrap_or(rest);
    match (role(first), second) {
        (Some(role), "") => Some(Element::Role(role)),
        (Some(role), second) => term(second).map(|second| Element::Next(role, second)),
        (None, "") => term(first).map(Element::Term),
        (None, second) => Some(Element::Beside(term(first)?, term(second)?)),
    }
}

fn role(name: &str) -> Option<Role> {
    Some(match name {
        "事業者" => Role::Operator,
        "上位" => Role::Upstream,
        "利用者" => Role::User,
        _ => return None,
    })
}

fn one(
    entry: &PatternEntry,
    effect: Effect,
    clause: usize,
    of: &ClauseEntry,
    grammar: &Grammar<'_>,
    terms: &mut Terms,
) -> Result<Pattern, Vec<Mistake>> {
    let elements = &of.elements;
    let mut mistakes: Vec<Mistake> = Vec::new();
    let mut forms = |source: &Spanned<String>, terms: &mut Terms| match form::parse(source.get_ref(), grammar, terms) {
        Ok(forms) => forms,
        Err(error) => {
            let inside = source.span();
            let start = inside.start + 1 + error.at.start;
            mistakes.push((
                start.min(inside.end)..(inside.start + 1 + error.at.end).min(inside.end),
                format!("{}（{}）", error.message, source.get_ref()),
            ));
            Vec::new()
        }
    };
    let mut any: Vec<Form> = Vec::new();
    for source in entry.form.iter().chain(&entry.any) {
        any.extend(forms(source, terms));
    }
    let all = entry.all.iter().map(|source| forms(source, terms)).collect();
    let not = entry.not.iter().flat_map(|source| forms(source, terms)).collect();
    let mut indices = Vec::new();
    for element in entry.element.iter().chain(&entry.also) {
        match elements.iter().position(|known| known == element.get_ref()) {
            Some(index) => indices.push(index),
            None => mistakes.push(unknown_element(element, elements)),
        }
    }
    let implied = entry
        .implies
        .iter()
        .filter_map(|element| elements.iter().position(|known| known == element.get_ref()))
        .collect();
    if indices.is_empty() {
        indices = (0..elements.len()).collect();
    }
    let about = elements_of(&entry.about, terms, &mut mistakes);
    let words = alternatives(&entry.words).iter().map(|names| elements_of(names, terms, &mut mistakes)).collect();
    let unless = elements_of(&entry.unless, terms, &mut mistakes);
    let near = alternatives(&entry.near).iter().map(|names| elements_of(names, terms, &mut mistakes)).collect();
    let apart = elements_of(&entry.apart, terms, &mut mistakes);
    let far = elements_of(&entry.far, terms, &mut mistakes);
    let without = elements_of(&entry.without, terms, &mut mistakes);
    let under = elements_of(&entry.under, terms, &mut mistakes);
    let headings = elements_of(&of.headings, terms, &mut mistakes);
    let regex = entry.regex.as_ref().and_then(|source| match Regex::new(source.get_ref()) {
        Ok(regex) => Some(regex),
        Err(error) => {
            mistakes.push((source.span(), format!("正規表現が読めません: {error}")));
            None
        }
    });
    if any.is_empty() && entry.all.is_empty() && entry.regex.is_none() && mistakes.is_empty() {
        mistakes.push((entry.id.span(), "form・any・all・regex のいずれかが要ります".to_owned()));
    }
    if entry.within != Within::Clause && entry.all.is_empty() && entry.about.is_empty() && entry.words.is_empty() {
        mistakes.push((entry.id.span(), "within は all とともにのみ効きます".to_owned()));
    }
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    let source =
        entry.form.iter().chain(&entry.any).chain(&entry.all).map(|form| form.get_ref().as_str()).collect::<Vec<_>>();
    Ok(Pattern {
        id: entry.id.get_ref().clone(),
        clause,
        effect,
        elements: indices,
        implied,
        any,
        all,
        not,
        polarity: entry.polarity,
        within: entry.within,
        about,
        words,
        near,
        unless,
        under,
        yields: entry.yields.iter().map(|id| id.get_ref().clone()).collect(),
        headings,
        apart,
        far,
        without,
        partial: entry.partial,
        background: entry.background,
        relative: entry.kinds.contains(&Kind::Relative),
        condition: entry.kinds.contains(&Kind::Condition),
        annex: entry.kinds.contains(&Kind::Annex),
        follow: entry.follow.clone(),
        regex,
        source: source.join(" / "),
    })
}

/// What a list of roles, word classes and plain words stands for.
fn elements_of(
    names: &[Spanned<String>],
    terms: &mut Terms,
    mistakes: &mut Vec<(Range<usize>, String)>,
) -> Vec<Element> {
    names.iter().filter_map(|name| asked(name, terms, mistakes)).collect()
}
