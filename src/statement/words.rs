//! The closed word lists that chunking and modality lean on, from `dictionaries/grammar.toml`.

use std::collections::{BTreeMap, HashSet};

use serde::Deserialize;

use super::chunk::Case;

/// Function words, as read from the dictionary.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Function {
    /// 及び, 又は: between parallel members.
    pub parallel: HashSet<String>,
    /// 直接, 別途: nouns that stand alone as adverbs.
    pub adverbial: HashSet<String>,
    /// する and its like after a verbal noun.
    pub suru: HashSet<String>,
    /// いただく and its like after a verbal noun.
    pub polite: HashSet<String>,
    /// 努める: makes an effort of what it governs.
    pub effort: HashSet<String>,
    /// 行う, 実施する, 担当する: the noun they govern is the real predicate.
    pub light: HashSet<String>,
    /// 任務, 役割, 担当: 「…は乙の任務とする」 makes 乙 do it.
    pub duty: HashSet<String>,
    /// 禁止する, 免除する: negates what it governs.
    pub negating: HashSet<String>,
    /// 認める, 許諾する: makes an option of what it governs.
    pub permitting: HashSet<String>,
    /// Nouns after a predicate that open a condition (場合, とき).
    pub condition: HashSet<String>,
    /// Adverbs and phrases that put a matter off to later agreement.
    pub later: Vec<String>,
    /// Predicates that settle what was put off (定める, 協議する).
    pub settling: HashSet<String>,
    /// Words that make an effort of the clause (可能な限り).
    pub hedges: Vec<String>,
    /// 目的, 予定: what is said of them is no provision.
    pub recital: HashSet<String>,
    /// Nouns of action that are not verbal nouns in the dictionary, with their verbs.
    pub action: BTreeMap<String, String>,
    relations: BTreeMap<String, Vec<String>>,
    #[serde(skip)]
    /// Function words of several characters by their first one, longest first.
    multiwords: BTreeMap<char, Vec<(String, Case)>>,
    #[serde(skip)]
    simple: BTreeMap<String, Case>,
}

impl Function {
    /// Reads the dictionary's text.
    pub(crate) fn parse(text: &str) -> Result<Self, toml::de::Error> {
        let mut function: Self = toml::from_str(text)?;
        for (name, words) in &function.relations {
            let Some(case) = case_named(name) else { continue };
            for word in words {
                let mut signs = word.chars();
                if let (Some(first), Some(_)) = (signs.next(), signs.next()) {
                    function.multiwords.entry(first).or_default().push((word.clone(), case));
                }
                function.simple.insert(word.clone(), case);
            }
        }
        for words in function.multiwords.values_mut() {
            words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        }
        Ok(function)
    }

    /// The relation of a single particle token.
    pub(super) fn case(&self, particle: &str) -> Option<Case> {
        self.simple.get(particle).copied()
    }

    /// The longest function word that `rest` begins with, and its length in bytes.
    pub(super) fn multiword(&self, rest: &str) -> Option<(Case, usize)> {
        let words = self.multiwords.get(&rest.chars().next()?)?;
        words.iter().find(|(word, _)| rest.starts_with(word.as_str())).map(|(word, case)| (*case, word.len()))
    }
}

fn case_named(name: &str) -> Option<Case> {
    Some(match name {
        "ga" => Case::Ga,
        "wo" => Case::Wo,
        "ni" => Case::Ni,
        "to" => Case::To,
        "de" => Case::De,
        "by" => Case::By,
        "kara" => Case::Kara,
        "made" => Case::Made,
        "no" => Case::No,
        "about" => Case::About,
        "as" => Case::As,
        "per" => Case::Per,
        "along" => Case::Along,
        "except" => Case::Except,
        "instead" => Case::Instead,
        "unlike" => Case::Unlike,
        "causee" => Case::Causee,
        _ => return None,
    })
}
