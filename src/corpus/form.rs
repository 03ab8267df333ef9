//! The same document in other forms: PDFs of many makers, Word files, scans. Whatever the form, verdicts, places and roles should be
//! those of the text, and so should the words.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use rapidfuzz::distance::levenshtein;
use serde::Serialize;

use super::case::{Case, LoadError};
use super::outcome::{Answer, Outcome, run_form};
use super::score::Ratio;
use crate::document::{self, ReadOptions};
use crate::rulebook::Rulebook;
use crate::text::Text;
use crate::verdict::Verdict;

/// A file that holds the document of a case in another form.
#[derive(Clone, Debug)]
pub struct FormFile<'a> {
    /// The form: the name of the folder.
    pub form: String,
    /// The case.
    pub case: &'a Case,
    /// The text's own outcome.
    pub text: &'a Outcome,
    /// The file.
    pub path: PathBuf,
}

/// How a form came out beside the text.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// Why the file could not be read, if so.
    pub failure: Option<String>,
    /// Verdicts that are the text's.
    pub verdicts: Ratio,
    /// Of the text's verdicts other than `missing` that came out the same, those whose main place did.
    pub places: Ratio,
    /// Roles whose player goes by the same names.
    pub roles: Ratio,
    /// Characters of the text that came out right, in order: its length less the edit distance, white space and signs between
    /// cells aside.
    pub characters: Ratio,
    /// What came out otherwise; places other than the main one count as well.
    pub differences: Vec<Difference>,
}

/// Something that came out otherwise than from the text.
#[derive(Clone, Debug, Serialize)]
pub struct Difference {
    /// The clause's or role's id.
    pub about: String,
    /// What joko says of the text.
    pub text: String,
    /// What it says of the form.
    pub form: String,
}

/// The figures of one form, over all its files.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FormScore {
    /// The form.
    pub form: String,
    /// Number of files.
    pub files: usize,
    /// Files that could not be read.
    pub unreadable: usize,
    /// Verdicts that are the text's.
    pub verdicts: Ratio,
    /// Of the text's verdicts other than `missing` that came out the same, those whose main place did.
    pub places: Ratio,
    /// Roles whose player goes by the same names.
    pub roles: Ratio,
    /// Characters that came out right, in order.
    pub characters: Ratio,
}

impl FormScore {
    /// Counts another file in.
    pub fn add(&mut self, comparison: &Comparison) {
        self.files += 1;
        self.unreadable += usize::from(comparison.failure.is_some());
        let sums = [&mut self.verdicts, &mut self.places, &mut self.roles, &mut self.characters];
        let more = [comparison.verdicts, comparison.places, comparison.roles, comparison.characters];
        for (sum, ratio) in sums.into_iter().zip(more) {
            sum.count += ratio.count;
            sum.of += ratio.of;
        }
    }
}

/// The files `dir/<form>/<id>.<ext>` of the cases, form by form.
///
/// # Errors
///
/// When a folder cannot be read.
pub fn forms<'a>(cases: &[(&'a Case, &'a Outcome)], dir: &Path) -> Result<Vec<FormFile<'a>>, LoadError> {
    let mut files = Vec::new();
    for folder in entries(dir)?.into_values().filter(|path| path.is_dir()) {
        let form = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut paths = entries(&folder)?;
        let found = cases.iter().filter_map(|&(case, text)| {
            let path = paths.remove(&case.id)?;
            Some(FormFile { form: form.clone(), case, text, path })
        });
        files.extend(found);
    }
    Ok(files)
}

/// What `dir` holds, by file name without extension.
fn entries(dir: &Path) -> Result<BTreeMap<String, PathBuf>, LoadError> {
    let failed = |source| LoadError::Read { path: dir.to_owned(), source };
    let mut entries = BTreeMap::new();
    for entry in fs::read_dir(dir).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        entries.insert(path.file_stem().unwrap_or_default().to_string_lossy().into_owned(), path);
    }
    Ok(entries)
}

/// Judges the file and holds what comes out against what came of the text.
#[must_use]
pub fn compare(file: &FormFile, rulebook: &Rulebook) -> Comparison {
    let FormFile { case, text, path, .. } = file;
    let (outcome, read) = run_form(case, path, rulebook);
    if outcome.failure.is_some() {
        let none = |of| Ratio { count: 0, of };
        return Comparison {
            verdicts: none(text.answers.len()),
            roles: none(text.names.len()),
            characters: characters(&case.file, None),
            failure: outcome.failure,
            ..Comparison::default()
        };
    }
    let pairs: Vec<_> = text.answers.iter().zip(&outcome.answers).collect();
    let same: Vec<_> = pairs.iter().filter(|(one, two)| one.verdict == two.verdict).collect();
    let placed = same.iter().filter(|(one, _)| one.verdict != Verdict::Missing);
    let kept = placed.clone().filter(|(one, two)| one.places().first() == two.places().first());
    let roles = ["upstream", "operator", "user"].into_iter().zip(text.names.iter().zip(&outcome.names));
    let names = |(about, (one, two)): (&str, (&Vec<String>, &Vec<String>))| Difference {
        about: about.to_owned(),
        text: one.join("、"),
        form: two.join("、"),
    };
    let clauses = case.label.clause.iter().zip(&pairs);
    let otherwise = clauses.filter(|(_, (one, two))| one.verdict != two.verdict || one.places() != two.places());
    let mut differences: Vec<_> = otherwise
        .map(|(gold, (one, two))| Difference { about: gold.id.clone(), text: said(one), form: said(two) })
        .collect();
    differences.extend(roles.clone().filter(|(_, (one, two))| one != two).map(names));
    Comparison {
        verdicts: Ratio { count: same.len(), of: pairs.len() },
        places: Ratio { count: kept.count(), of: placed.count() },
        roles: Ratio { count: roles.clone().filter(|(_, (one, two))| one == two).count(), of: roles.count() },
        characters: characters(&case.file, read.as_ref()),
        failure: None,
        differences,
    }
}

/// `found 第4条, 別紙1`
fn said(answer: &Answer) -> String {
    format!("{} {}", answer.verdict.id(), answer.places().join(", ")).trim_end().to_owned()
}

/// How much of the text of `source` is in what was read of its form.
fn characters(source: &Path, read: Option<&Text>) -> Ratio {
    let Ok(bytes) = fs::read(source) else { return Ratio::default() };
    let Ok(document) = document::read(&bytes, source, &ReadOptions::default()) else { return Ratio::default() };
    let source = squeeze(&Text::of(&document).norm);
    let read = read.map(|text| squeeze(&text.norm)).unwrap_or_default();
    let distance = levenshtein::distance(source.iter(), read.iter());
    Ratio { count: source.len().saturating_sub(distance), of: source.len() }
}

/// `text` without white space, and without the signs that part the cells of a table where a line stands for a row.
fn squeeze(text: &str) -> Vec<char> {
    text.chars().filter(|char| !char.is_whitespace() && !matches!(char, '/' | '|')).collect()
}
