//! What is loaded and checked once and then shared unchanged: dictionaries and patterns.

use std::path::Path;

use crate::party::{Deed, Hypotheses, RoleWords};
use crate::pattern::{
    ClauseRules, Effect, Element, Finding, Grammar, Index, Listing, Pattern, PatternError, Terms, compile, parse_form,
};
use crate::span::Span;
use crate::statement::Function;
use crate::suggest::Wording;
use crate::token::{DictionaryError, Tokenizer};

/// Dictionaries and patterns, ready to use.
#[derive(Debug)]
pub struct Rulebook {
    /// The eight mandatory clauses in the order of the criteria.
    pub clauses: Vec<Clause>,
    pub(crate) tokenizer: Tokenizer,
    pub(crate) function: Function,
    pub(crate) roles: RoleWords,
    pub(crate) hypotheses: Hypotheses,
    pub(crate) terms: Terms,
    /// One for each pattern file: the mandatory clauses first, in order, then the disqualifiers.
    pub(crate) rules: Vec<ClauseRules>,
    pub(crate) patterns: Vec<Pattern>,
    pub(crate) index: Index,
}

/// A mandatory clause of the criteria.
#[derive(Clone, Debug)]
pub struct Clause {
    /// Id, such as `direct-contract`.
    pub id: String,
    /// Title in Japanese.
    pub title: String,
    /// Numbers of the criteria that ask for it, such as `2-(4)-1`.
    pub criteria: Vec<String>,
    /// Ids of its elements, all needed for `found`.
    pub elements: Vec<String>,
}

/// A pattern file as it is written.
#[derive(Clone, Debug)]
pub struct PatternSource {
    /// Its name, for messages.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// The order of the criteria; every pattern set must hold these clauses.
const ORDER: [&str; 8] = [
    "direct-contract",
    "terms-availability",
    "helpdesk",
    "service-naming",
    "responsibility-boundary",
    "incident-roles",
    "single-step-cancellation",
    "direct-billing",
];

/// The pattern files that are built into the program.
const BUILT_IN: [(&str, &str); 9] = [
    ("direct-contract.toml", include_str!("../patterns/direct-contract.toml")),
    ("terms-availability.toml", include_str!("../patterns/terms-availability.toml")),
    ("helpdesk.toml", include_str!("../patterns/helpdesk.toml")),
    ("service-naming.toml", include_str!("../patterns/service-naming.toml")),
    ("responsibility-boundary.toml", include_str!("../patterns/responsibility-boundary.toml")),
    ("incident-roles.toml", include_str!("../patterns/incident-roles.toml")),
    ("single-step-cancellation.toml", include_str!("../patterns/single-step-cancellation.toml")),
    ("direct-billing.toml", include_str!("../patterns/direct-billing.toml")),
    ("agency-sales.toml", include_str!("../patterns/agency-sales.toml")),
];

const GRAMMAR: &str = include_str!("../dictionaries/grammar.toml");
const ROLES: &str = include_str!("../dictionaries/roles.toml");
const TERMS: [&str; 11] = [
    include_str!("../dictionaries/terms/common.toml"),
    include_str!("../dictionaries/terms/roles.toml"),
    include_str!("../dictionaries/terms/direct-contract.toml"),
    include_str!("../dictionaries/terms/terms-availability.toml"),
    include_str!("../dictionaries/terms/helpdesk.toml"),
    include_str!("../dictionaries/terms/service-naming.toml"),
    include_str!("../dictionaries/terms/responsibility-boundary.toml"),
    include_str!("../dictionaries/terms/incident-roles.toml"),
    include_str!("../dictionaries/terms/single-step-cancellation.toml"),
    include_str!("../dictionaries/terms/direct-billing.toml"),
    include_str!("../dictionaries/terms/agency-sales.toml"),
];

/// Why a rulebook cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RulebookError {
    /// The tokenizer's dictionary.
    #[error(transparent)]
    Dictionary(#[from] DictionaryError),
    /// A word list.
    #[error("{file}: {cause}")]
    Words {
        /// The list's name.
        file: &'static str,
        /// What is wrong.
        cause: String,
    },
    /// Pattern files; every fault of every file.
    #[error("パターンに誤りがあります")]
    Patterns(Vec<PatternError>),
    /// A folder of patterns that cannot be read.
    #[error("{0}: {1}")]
    Unreadable(String, std::io::Error),
    /// A mandatory clause has no pattern file.
    #[error("{0} のパターンファイルがありません")]
    Incomplete(String),
}

impl Rulebook {
    /// The rulebook that is built into the program, without the examples, which only their own test needs.
    ///
    /// # Errors
    ///
    /// Only when the program was built from faulty dictionaries or patterns.
    pub fn built_in() -> Result<Self, RulebookError> {
        let mut sources = Self::built_in_sources();
        for source in &mut sources {
            source.text = without_examples(&source.text);
        }
        Self::load(sources)
    }

    /// The pattern files that are built into the program.
    #[must_use]
    pub fn built_in_sources() -> Vec<PatternSource> {
        let source =
            |(name, text): &(&str, &str)| PatternSource { name: format!("patterns/{name}"), text: (*text).into() };
        BUILT_IN.iter().map(source).collect()
    }

    /// The built-in dictionaries with the patterns of `folder` (every `*.toml` in it) in place of the built-in ones.
    ///
    /// # Errors
    ///
    /// When the folder cannot be read, a file is faulty, or a mandatory clause is missing.
    pub fn with_patterns(folder: &Path) -> Result<Self, RulebookError> {
        Self::load(Self::sources_in(folder)?)
    }

    /// The pattern files of `folder`, by name.
    ///
    /// # Errors
    ///
    /// When the folder or a file in it cannot be read.
    pub fn sources_in(folder: &Path) -> Result<Vec<PatternSource>, RulebookError> {
        let unreadable = |error| RulebookError::Unreadable(folder.display().to_string(), error);
        let mut files = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            if path.extension().is_some_and(|extension| extension == "toml") {
                let text = std::fs::read_to_string(&path)
                    .map_err(|error| RulebookError::Unreadable(path.display().to_string(), error))?;
                files.push(PatternSource { name: path.display().to_string(), text });
            }
        }
        files.sort_by(|a: &PatternSource, b| a.name.cmp(&b.name));
        Ok(files)
    }

    /// Ids of the clause and the pattern that `finding` is of.
    #[must_use]
    pub fn names(&self, finding: &Finding) -> (&str, &str) {
        (&self.rules[finding.clause].id, &self.patterns[finding.pattern].id)
    }

    /// The name of the pattern file with this index; clauses come first, in order, then disqualifiers.
    #[must_use]
    pub fn file(&self, index: usize) -> &str {
        &self.rules[index].file
    }

    /// Ids of the clauses and disqualifiers, one for each file.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.rules.iter().map(|rules| rules.id.as_str())
    }

    /// Id of the pattern with this index.
    #[must_use]
    pub fn pattern(&self, index: usize) -> &str {
        &self.patterns[index].id
    }

    /// Id of the clause or disqualifier that the pattern with this index is of.
    #[must_use]
    pub fn clause_of(&self, index: usize) -> &str {
        &self.rules[self.patterns[index].clause].id
    }

    /// What a match of the pattern with this index does.
    #[must_use]
    pub fn effect(&self, index: usize) -> Effect {
        self.patterns[index].effect
    }

    /// Indices of the elements that the pattern with this index bears on.
    #[must_use]
    pub fn borne(&self, index: usize) -> &[usize] {
        &self.patterns[index].elements
    }

    /// Title of the clause or disqualifier with this id.
    #[must_use]
    pub fn title(&self, id: &str) -> &str {
        self.rules_of(id).map(|rules| rules.title.as_str()).unwrap_or_default()
    }

    /// Elements of the clause with this id.
    #[must_use]
    pub fn elements(&self, id: &str) -> &[String] {
        self.rules_of(id).map(|rules| rules.elements.as_slice()).unwrap_or_default()
    }

    fn rules_of(&self, id: &str) -> Option<&ClauseRules> {
        self.rules.iter().find(|rules| rules.id == id)
    }

    /// The model wordings for the mandatory clause with this index.
    #[must_use]
    pub fn wordings(&self, clause: usize) -> &[Wording] {
        &self.rules[clause].wordings
    }

    /// Whether `span` of the text `norm` holds a word of the matter of the mandatory clause with this index.
    pub(crate) fn watches(&self, clause: usize, norm: &str, span: Span) -> bool {
        let words = norm.get(span.range()).unwrap_or_default();
        let occurrences = self.terms.occurrences(words);
        let whole = Span::new(0, words.len());
        let terms = self.rules[clause].watch.iter().filter_map(|element| match element {
            Element::Term(term) => Some(*term),
            _ => None,
        });
        terms.into_iter().any(|term| occurrences.any(term, whole))
    }

    /// Every pattern, by clause.
    pub fn listings(&self) -> impl Iterator<Item = Listing<'_>> {
        self.patterns.iter().map(|pattern| Listing::of(pattern, &self.rules))
    }

    /// The built-in dictionaries with these pattern files.
    ///
    /// # Errors
    ///
    /// When a file is faulty, or a mandatory clause has none.
    pub fn load(files: Vec<PatternSource>) -> Result<Self, RulebookError> {
        let tokenizer = Tokenizer::new()?;
        let function = Function::parse(GRAMMAR).map_err(in_words("grammar.toml"))?;
        let Rules { roles, hypotheses, terms, rules, patterns } =
            Rules::read(files, &Grammar::new(&tokenizer, &function))?;
        let mandatory = rules.iter().filter(|rules| !rules.disqualifier);
        let clauses = mandatory
            .map(|rules| Clause {
                id: rules.id.clone(),
                title: rules.title.clone(),
                criteria: rules.criteria.clone(),
                elements: rules.elements.clone(),
            })
            .collect();
        let index = Index::of(&patterns);
        Ok(Self { clauses, tokenizer, function, roles, hypotheses, terms, rules, patterns, index })
    }
}

fn in_words(file: &'static str) -> impl Fn(toml::de::Error) -> RulebookError {
    move |error| RulebookError::Words { file, cause: error.to_string() }
}

/// Everything that holds forms.
struct Rules {
    roles: RoleWords,
    hypotheses: Hypotheses,
    terms: Terms,
    rules: Vec<ClauseRules>,
    patterns: Vec<Pattern>,
}

impl Rules {
    fn read(files: Vec<PatternSource>, grammar: &Grammar<'_>) -> Result<Self, RulebookError> {
        let roles: RoleWords = toml::from_str(ROLES).map_err(in_words("roles.toml"))?;
        let mut terms = Terms::parse(&TERMS).map_err(in_words("terms"))?;
        let mut hypotheses = Hypotheses::default();
        for act in &roles.acts {
            let forms = parse_form(&act.form, grammar, &mut terms).map_err(|error| RulebookError::Words {
                file: "roles.toml",
                cause: format!("{}: {}", act.form, error.message),
            })?;
            hypotheses.acts.push(Deed { forms, weight: act.weight, basis: act.basis });
        }
        let (rules, patterns) = clauses(files, grammar, &mut terms)?;
        terms.freeze();
        Ok(Self { roles, hypotheses, terms, rules, patterns })
    }
}

/// The text of a pattern file without its `[[example]]` tables.
fn without_examples(text: &str) -> String {
    let mut example = false;
    let kept = text.split_inclusive('\n').filter(|line| {
        if line.starts_with('[') {
            example = line.starts_with("[[example]]");
        }
        !example
    });
    kept.collect()
}

/// Checks the files in the order of the criteria, disqualifiers last.
fn clauses(
    files: Vec<PatternSource>,
    grammar: &Grammar<'_>,
    terms: &mut Terms,
) -> Result<(Vec<ClauseRules>, Vec<Pattern>), RulebookError> {
    let place = |text: &str| {
        let id = text.lines().find_map(|line| line.strip_prefix("id = \"")?.strip_suffix('"'));
        ORDER.iter().position(|known| Some(*known) == id).unwrap_or(ORDER.len())
    };
    let mut files = files;
    files.sort_by_key(|file| place(&file.text));
    let (mut rules, mut patterns, mut faults) = (Vec::new(), Vec::new(), Vec::new());
    for PatternSource { name, text } in &files {
        match compile(name, text, rules.len(), grammar, terms) {
            Ok((clause, more)) => {
                rules.push(clause);
                patterns.extend(more);
            }
            Err(more) => faults.extend(more),
        }
    }
    if !faults.is_empty() {
        return Err(RulebookError::Patterns(faults));
    }
    for (at, id) in ORDER.iter().enumerate() {
        if rules.get(at).is_none_or(|rules| rules.id != *id) {
            return Err(RulebookError::Incomplete((*id).to_owned()));
        }
    }
    Ok((rules, patterns))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The readings of forms that optimised builds go by are those of the parser. New forms may be missing: they are read at start.
    #[test]
    fn kept_readings() {
        let tokenizer = Tokenizer::new().expect("the dictionary is built in");
        let function = Function::parse(GRAMMAR).expect("the words are built in");
        let grammar = Grammar::new(&tokenizer, &function);
        Rules::read(Rulebook::built_in_sources(), &grammar).expect("the patterns are sound");
        let read = grammar.written();
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("patterns/readings.tsv");
        if std::env::var_os("JOKO_UPDATE").is_some() {
            std::fs::write(&file, &read).expect("the file can be written");
        }
        let kept = std::fs::read_to_string(&file).expect("the file is there");
        let read: BTreeSet<&str> = read.lines().collect();
        let stale: Vec<&str> = kept.lines().filter(|line| !read.contains(line)).collect();
        assert!(stale.is_empty(), "JOKO_UPDATE=1 cargo test readings\n{}", stale.join("\n"));
        assert!(kept.lines().count() * 10 > read.len() * 9, "JOKO_UPDATE=1 cargo test readings");
    }
}
