//! Suggestions for programs, version `joko-suggest/1`: structs of its own, so that what other programs rely on changes only here.

use schemars::{JsonSchema, Schema, schema_for};
use serde::Serialize;

use super::{Advice, Kind, Suggestion, Why};
use crate::messages::{self, Lang};
use crate::report::Report;
use crate::report::reason::title;
use crate::rulebook::Clause;
use crate::verdict::Weakness;

const VERSION: &str = "joko-suggest/1";

/// What joko suggests to change in one contract.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "joko-suggest/1", rename = "joko-suggest/1")]
pub struct File {
    /// Name and version of this format.
    #[schemars(extend("const" = VERSION))]
    schema: &'static str,
    /// The file's name as it was given; `-` for standard input.
    file: String,
    /// The contract's own words that the wording uses.
    words: Words,
    /// The clauses in the order of the criteria.
    clauses: Vec<Advised>,
    /// Whether the contract with all suggestions followed satisfies the criteria.
    pass_after: bool,
    /// What a reader should know beside the suggestions.
    notes: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Words {
    /// 事業者; a placeholder where it is not known.
    operator: String,
    /// 上位プロバイダー; a placeholder where it is not known.
    upstream: String,
    /// 利用者
    user: String,
    /// The operator's service.
    service: String,
    /// The terms of service.
    terms: String,
    /// Whether sentences end in です・ます.
    polite: bool,
    /// Roles for which a placeholder stands.
    unknown: Vec<&'static str>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Advised {
    /// Id, such as `direct-contract`.
    id: String,
    /// Title.
    title: String,
    /// The verdict on the contract as it is.
    verdict: &'static str,
    /// The verdict on the contract with all suggestions followed.
    after: &'static str,
    /// What to change; nothing where the clause is found, or where no way was found.
    suggestions: Vec<Change>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Change {
    /// What is done.
    kind: ChangeKind,
    /// The place of the words that go, or of the unit that the wording goes into or comes after: `第3条第1項`.
    at: String,
    /// Page of that place, counted from 1; null for formats without pages.
    page: Option<u32>,
    /// Ids of the elements that it is for.
    elements: Vec<String>,
    /// Why.
    why: Reason,
    /// What makes words less than binding, for `weak`.
    #[serde(skip_serializing_if = "Option::is_none")]
    weakness: Option<&'static str>,
    /// The same as a sentence: what to do.
    message: String,
    /// The words that go, as the document has them; empty where nothing does.
    gone: String,
    /// The words to put in, with number and heading; empty where nothing is.
    wording: String,
    /// The sentence as it then reads, where only a part of it changes; empty elsewhere.
    result: String,
    /// The place that the wording gets.
    becomes: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum ChangeKind {
    /// Wording is added to the place.
    AddTo,
    /// An article of its own is added after the place.
    AddAfter,
    /// Words give way to others.
    Replace,
    /// Words go.
    Remove,
    /// The place goes as a whole, with its number.
    Delete,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Reason {
    /// The contract does not provide it.
    Lacking,
    /// The words provide the opposite.
    Opposed,
    /// The words rest on others that go.
    Void,
    /// The words are less than binding.
    Weak,
}

/// The JSON Schema of [`File`], as committed in `schema/joko-suggest-1.schema.json`.
#[must_use]
pub fn schema() -> Schema {
    schema_for!(File)
}

impl File {
    /// What `advice` on `report` comes to in this format.
    #[must_use]
    pub fn of(report: &Report, advice: &Advice<'_>, clauses: &[Clause], lang: Lang) -> Self {
        let style = &advice.style;
        Self {
            schema: VERSION,
            file: report.file.clone(),
            words: Words {
                operator: style.operator.clone(),
                upstream: style.upstream.clone(),
                user: style.user.clone(),
                service: style.service.clone(),
                terms: style.terms.clone(),
                polite: style.polite,
                unknown: style.unknown.iter().map(|role| role.id()).collect(),
            },
            clauses: report
                .judgments
                .iter()
                .zip(&advice.after.judgments)
                .map(|(before, after)| Advised {
                    id: clauses[before.clause].id.clone(),
                    title: title(&clauses[before.clause], lang).to_owned(),
                    verdict: before.verdict.id(),
                    after: after.verdict.id(),
                    suggestions: advice
                        .suggestions
                        .iter()
                        .filter(|suggestion| suggestion.clause == before.clause)
                        .map(|suggestion| Change::of(suggestion, lang))
                        .collect(),
                })
                .collect(),
            pass_after: advice.after.passes(),
            notes: advice.notes(report, clauses, lang),
        }
    }
}

impl Change {
    fn of(suggestion: &Suggestion, lang: Lang) -> Self {
        Self {
            kind: match suggestion.kind {
                Kind::AddTo => ChangeKind::AddTo,
                Kind::AddAfter => ChangeKind::AddAfter,
                Kind::Replace => ChangeKind::Replace,
                Kind::Remove => ChangeKind::Remove,
                Kind::Delete => ChangeKind::Delete,
            },
            at: suggestion.place.clone(),
            page: suggestion.page,
            elements: suggestion.elements.clone(),
            why: match suggestion.why {
                Why::Lacking => Reason::Lacking,
                Why::Opposed => Reason::Opposed,
                Why::Void => Reason::Void,
                Why::Weak(_) => Reason::Weak,
            },
            weakness: match suggestion.why {
                Why::Weak(weakness) => Some(weakness_id(weakness)),
                _ => None,
            },
            message: messages::suggest::deed(suggestion, lang),
            gone: suggestion.gone.clone(),
            wording: suggestion.wording.clone(),
            result: suggestion.result.clone(),
            becomes: suggestion.becomes.clone(),
        }
    }
}

const fn weakness_id(weakness: Weakness) -> &'static str {
    match weakness {
        Weakness::Effort => "effort",
        Weakness::Optional => "optional",
        Weakness::Deferred => "deferred",
        Weakness::Exception => "exception",
        Weakness::Dangling => "dangling",
    }
}
