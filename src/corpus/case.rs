//! Cases as `manifest.toml` and `labels/<id>.toml` write them.

use std::path::{Path, PathBuf};
use std::{fs, io};

use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::from_id;
use crate::verdict::Verdict;

/// A document of the corpus with its gold label.
#[derive(Clone, Debug)]
pub struct Case {
    /// Id, such as `a02`.
    pub id: String,
    /// The document.
    pub file: PathBuf,
    /// Which part of the corpus it belongs to.
    pub part: Part,
    /// What kind of document it is.
    pub kind: Kind,
    /// The gold label.
    pub label: Label,
}

/// Whether patterns may be written against a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// To develop against.
    Seen,
    /// To measure with, and never to be read.
    Blind,
}

/// What kind of document a case is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A contract between an upstream and an operator.
    Contract,
    /// Anything else: every clause is missing.
    Unrelated,
}

/// What a careful reader says about a document.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Label {
    /// The document's title.
    pub title: String,
    /// Whether it makes the operator a mere sales agent.
    #[serde(deserialize_with = "presence")]
    pub agency_sales: bool,
    /// What is difficult about it.
    #[serde(default)]
    pub notes: String,
    /// Clauses on which two readings differed.
    #[serde(default)]
    pub adjudicated: Vec<String>,
    /// The name that the contract uses for each role.
    pub roles: Names,
    /// The eight clauses in the order of the criteria.
    pub clause: Vec<Gold>,
}

/// A name for each role, as far as somebody plays it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    /// 上位プロバイダー
    pub upstream: Option<String>,
    /// 事業者
    pub operator: Option<String>,
    /// 利用者
    pub user: Option<String>,
}

/// The gold verdict on a clause.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gold {
    /// The clause's id.
    pub id: String,
    /// The verdict.
    #[serde(deserialize_with = "verdict")]
    pub verdict: Verdict,
    /// Where it rests.
    #[serde(default)]
    pub evidence: Vec<GoldEvidence>,
}

/// A place on which a gold verdict rests.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldEvidence {
    /// The place in its normal form.
    pub at: String,
    /// The decisive words, as the document's file has them.
    pub quote: String,
    /// The elements that they bear on.
    pub elements: Vec<String>,
}

/// Why the corpus could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// A file of the corpus cannot be read.
    #[error("{}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file of the corpus does not say what it should.
    #[error("{}: {source}", path.display())]
    Parse {
        /// The file.
        path: PathBuf,
        /// Where and how it is wrong.
        source: Box<toml::de::Error>,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    case: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    file: PathBuf,
    part: Part,
    kind: Kind,
}

/// All cases of the corpus in `dir`, in the order of its manifest.
///
/// # Errors
///
/// When the manifest or a label is missing or wrong.
pub fn load(dir: &Path) -> Result<Vec<Case>, LoadError> {
    let manifest: Manifest = read(&dir.join("manifest.toml"))?;
    manifest.case.into_iter().map(|entry| Case::of(entry, dir)).collect()
}

/// The TOML file at `path` as a `T`.
pub(super) fn read<T: DeserializeOwned>(path: &Path) -> Result<T, LoadError> {
    let text = fs::read_to_string(path).map_err(|source| LoadError::Read { path: path.to_owned(), source })?;
    toml::from_str(&text).map_err(|source| LoadError::Parse { path: path.to_owned(), source: Box::new(source) })
}

impl Case {
    fn of(entry: Entry, dir: &Path) -> Result<Self, LoadError> {
        let label = read(&dir.join("labels").join(format!("{}.toml", entry.id)))?;
        Ok(Self { file: dir.join(&entry.file), id: entry.id, part: entry.part, kind: entry.kind, label })
    }
}

fn verdict<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Verdict, D::Error> {
    let word = String::deserialize(deserializer)?;
    from_id(&word).ok_or_else(|| D::Error::custom("expected found, partial, contradicted or missing"))
}

fn presence<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    match String::deserialize(deserializer)?.as_str() {
        "present" => Ok(true),
        "absent" => Ok(false),
        _ => Err(D::Error::custom("expected present or absent")),
    }
}

/// A case as output names it.
pub(super) fn as_id<S: Serializer>(case: &Case, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&case.id)
}
