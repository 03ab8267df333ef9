//! What a sound pattern file should still be asked about.

use std::collections::BTreeSet;
use std::ops::Range;

use toml::Spanned;

use super::file::{PatternEntry, PatternFile};

/// Something in a pattern file that is no fault. `at` counts bytes of the file.
#[derive(Clone, Debug)]
pub struct Remark {
    /// The place.
    pub at: Range<usize>,
    /// What is remarked.
    pub kind: RemarkKind,
    /// Id of the pattern.
    pub pattern: String,
}

/// The kinds of remark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RemarkKind {
    /// A regular expression does what a form should.
    Regex,
    /// The pattern matches in none of its file's examples.
    Unreached,
}

/// The remarks on one file, in its order. `reached` are the patterns that match in an example, where that is known.
#[must_use]
pub fn remarks(source: &str, reached: Option<&BTreeSet<&str>>) -> Vec<Remark> {
    let Ok(file) = toml::from_str::<PatternFile>(source) else { return Vec::new() };
    let entries = file.provides.iter().chain(&file.opposes).chain(&file.weakens);
    let mut found: Vec<Remark> = entries.flat_map(|entry| of_pattern(entry, reached)).collect();
    found.sort_by_key(|remark| remark.at.start);
    found
}

fn of_pattern(entry: &PatternEntry, reached: Option<&BTreeSet<&str>>) -> Vec<Remark> {
    let remark = |at: &Spanned<String>, kind| Remark { at: at.span(), kind, pattern: entry.id.get_ref().clone() };
    let regex = entry.regex.iter().map(|regex| remark(regex, RemarkKind::Regex));
    let missed = reached.is_some_and(|reached| !reached.contains(entry.id.get_ref().as_str()));
    let unreached = missed.then(|| remark(&entry.id, RemarkKind::Unreached));
    regex.chain(unreached).collect()
}
