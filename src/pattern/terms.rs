//! Word classes of `dictionaries/terms/`, and every place where the text holds one of their words.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde::Deserialize;

use crate::span::Span;

/// A class or plain word that a form asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct TermId(pub(super) u32);

/// The word classes as their file gives them.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TermFile {
    /// Classes of nouns. A word that begins with `-` is an exception: inside it the class's other words do not count.
    /// A word that begins with `@` takes in another class.
    #[serde(default)]
    nouns: BTreeMap<String, Vec<String>>,
    /// Classes of predicates, in base form.
    #[serde(default)]
    verbs: BTreeMap<String, Vec<String>>,
}

/// All word classes, and the plain words that forms have asked for.
#[derive(Debug, Default)]
pub(crate) struct Terms {
    nouns: BTreeMap<String, TermId>,
    verbs: BTreeMap<String, Arc<[String]>>,
    plain: BTreeMap<String, TermId>,
    /// For each term its words and its exceptions.
    words: Vec<(Vec<String>, Vec<String>)>,
    /// The words by their first two characters. An automaton would search faster, but a contract is short: building one costs many times
    /// what it saves.
    heads: HashMap<(char, Option<char>), Vec<Word>>,
}

/// A word of a term, for looking up.
#[derive(Clone, Copy, Debug)]
struct Word {
    term: TermId,
    exception: bool,
    /// Index among the term's words, or its exceptions.
    index: usize,
}

impl Terms {
    /// Reads the class files' texts.
    pub(crate) fn parse(texts: &[&str]) -> Result<Self, toml::de::Error> {
        let mut file = TermFile::default();
        for text in texts {
            let part: TermFile = toml::from_str(text)?;
            file.nouns.extend(part.nouns);
            file.verbs.extend(part.verbs);
        }
        let mut terms = Self::default();
        for name in file.nouns.keys() {
            let mut words = Vec::new();
            let mut exceptions = Vec::new();
            collect(&file.nouns, name, &mut words, &mut exceptions, 0);
            let id = terms.add(words, exceptions);
            terms.nouns.insert(name.clone(), id);
        }
        for name in file.verbs.keys() {
            let mut words = Vec::new();
            collect(&file.verbs, name, &mut words, &mut Vec::new(), 0);
            words.sort_unstable();
            words.dedup();
            terms.verbs.insert(name.clone(), words.into());
        }
        Ok(terms)
    }

    fn add(&mut self, words: Vec<String>, exceptions: Vec<String>) -> TermId {
        self.words.push((words, exceptions));
        TermId(u32::try_from(self.words.len() - 1).unwrap_or(u32::MAX))
    }

    /// The class of nouns with this name.
    pub(crate) fn noun(&self, name: &str) -> Option<TermId> {
        self.nouns.get(name).copied()
    }

    /// The predicates of the class with this name, sorted.
    pub(crate) fn verb(&self, name: &str) -> Option<Arc<[String]>> {
        self.verbs.get(name).map(Arc::clone)
    }

    /// The term as pattern files write it: ［@class］ or the plain word.
    pub(super) fn written(&self, term: TermId) -> String {
        let class = self.nouns.iter().find(|(_, id)| **id == term).map(|(name, _)| format!("［@{name}］"));
        let word = || self.plain.iter().find(|(_, id)| **id == term).map(|(word, _)| word.clone());
        class.or_else(word).unwrap_or_default()
    }

    /// The term for a plain word of a form.
    pub(super) fn plain(&mut self, word: &str) -> TermId {
        if let Some(id) = self.plain.get(word) {
            return *id;
        }
        let id = self.add(vec![word.to_owned()], Vec::new());
        self.plain.insert(word.to_owned(), id);
        id
    }

    /// Sorts the words by how they begin once all forms have been read.
    pub(crate) fn freeze(&mut self) {
        for (at, (words, exceptions)) in self.words.iter().enumerate() {
            let term = TermId(u32::try_from(at).unwrap_or(u32::MAX));
            for (list, exception) in [(words, false), (exceptions, true)] {
                for (index, word) in list.iter().enumerate() {
                    let mut signs = word.chars();
                    let Some(first) = signs.next() else { continue };
                    let head = (first, signs.next());
                    self.heads.entry(head).or_default().push(Word { term, exception, index });
                }
            }
        }
    }

    /// Every place of `norm` that holds a word of a term.
    pub(crate) fn occurrences(&self, norm: &str) -> Occurrences {
        let mut found: Vec<Vec<Span>> = vec![Vec::new(); self.words.len()];
        let mut void: Vec<Vec<Span>> = vec![Vec::new(); self.words.len()];
        for (at, first) in norm.char_indices() {
            let rest = norm.get(at..).unwrap_or_default();
            let second = rest.chars().nth(1);
            let single = self.heads.get(&(first, None)).into_iter().flatten();
            let longer = second.and_then(|second| self.heads.get(&(first, Some(second)))).into_iter().flatten();
            for Word { term, exception, index } in single.chain(longer) {
                let (words, exceptions) = &self.words[term.0 as usize];
                let word = if *exception { &exceptions[*index] } else { &words[*index] };
                if rest.starts_with(word.as_str()) {
                    let list = if *exception { &mut void } else { &mut found };
                    list[term.0 as usize].push(Span::new(at, at + word.len()));
                }
            }
        }
        for (spans, void) in found.iter_mut().zip(&void) {
            spans.retain(|span| !void.iter().any(|exception| exception.contains(*span)));
            spans.sort_unstable();
        }
        Occurrences { found }
    }
}

/// Takes in the words of class `name` and of the classes that it names, at most a few levels deep.
fn collect(
    classes: &BTreeMap<String, Vec<String>>,
    name: &str,
    words: &mut Vec<String>,
    exceptions: &mut Vec<String>,
    depth: usize,
) {
    for word in classes.get(name).into_iter().flatten() {
        if let Some(other) = word.strip_prefix('@') {
            if depth < 4 {
                collect(classes, other, words, exceptions, depth + 1);
            }
        } else if let Some(exception) = word.strip_prefix('-') {
            exceptions.push(exception.to_owned());
        } else {
            words.push(word.clone());
        }
    }
}

/// Where the words of each term stand in a text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Occurrences {
    found: Vec<Vec<Span>>,
}

impl Occurrences {
    /// The first place of the term inside `span` that begins at byte `from` or later.
    pub(crate) fn first(&self, term: TermId, span: Span, from: usize) -> Option<Span> {
        let spans = self.found.get(term.0 as usize)?;
        let at = spans.partition_point(|found| found.start < from.max(span.start));
        spans[at..].iter().take_while(|found| found.start < span.end).find(|found| found.end <= span.end).copied()
    }

    /// Every place of the term inside `span`.
    pub(crate) fn within(&self, term: TermId, span: Span) -> impl Iterator<Item = Span> + '_ {
        let spans = self.found.get(term.0 as usize).map_or(&[][..], Vec::as_slice);
        let at = spans.partition_point(|found| found.start < span.start);
        spans[at..]
            .iter()
            .take_while(move |found| found.start < span.end)
            .filter(move |found| found.end <= span.end)
            .copied()
    }

    /// Whether a word of the term stands at the beginning of `span`.
    pub(crate) fn starts_at(&self, term: TermId, span: Span) -> bool {
        self.first(term, span, span.start).is_some_and(|found| found.start == span.start)
    }

    /// Whether the text holds the term inside `span`.
    pub(crate) fn any(&self, term: TermId, span: Span) -> bool {
        self.first(term, span, span.start).is_some()
    }
}
