//! The JSON output, version `joko/1`: structs of its own, so that what other programs rely on changes only here.

use schemars::{JsonSchema, Schema, schema_for};
use serde::Serialize;

use super::reason::{self, reason, title};
use crate::document::Kind;
use crate::messages::Lang;
use crate::party::Role;
use crate::report::{self, Report};
use crate::rulebook;
use crate::text::Located;
use crate::verdict::{self, Judgment};

const VERSION: &str = "joko/1";

/// joko's verdicts on one file. `--format json` gives an array of these, `jsonl` one a line.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "joko/1", rename = "joko/1")]
pub struct File {
    /// Name and version of this format.
    #[schemars(extend("const" = VERSION))]
    schema: &'static str,
    /// The file's name as it was given; `-` for standard input.
    file: String,
    /// What was read.
    document: Document,
    /// Who plays each role: every name that the contract uses.
    roles: Roles,
    /// The mandatory clauses in the order of the criteria; with several upstreams, the worst verdict among them.
    clauses: Vec<Clause>,
    /// The verdicts for each upstream, where the contract carries more than one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    upstreams: Vec<Upstream>,
    /// What disqualifies the contract as a whole.
    disqualifiers: Vec<Disqualifier>,
    /// How many clauses came to each verdict.
    summary: Summary,
    /// What a reader should know beside the verdicts.
    warnings: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Document {
    /// The file format.
    kind: DocumentKind,
    /// The contract's title.
    title: Option<String>,
    /// Number of pages; null for formats without pages.
    pages: Option<usize>,
    /// What the document is, as far as joko can tell.
    nature: Nature,
    /// Pages that could not be read, counted from 1.
    unreadable_pages: Vec<u32>,
    /// Pages read by character recognition, counted from 1.
    ocr_pages: Vec<u32>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum DocumentKind {
    Pdf,
    Docx,
    Html,
    Markdown,
    Image,
    Text,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Nature {
    /// A contract between an upstream and an operator.
    Partnership,
    /// A contract between an upstream and its sales agent.
    Agency,
    /// Terms of service toward users.
    Terms,
    /// Anything else.
    Unrelated,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Roles {
    /// 上位プロバイダー
    upstream: Vec<String>,
    /// 事業者
    operator: Vec<String>,
    /// 利用者
    user: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Upstream {
    /// The upstream's name.
    name: String,
    /// The mandatory clauses in the order of the criteria.
    clauses: Vec<Clause>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Clause {
    /// Id, such as `direct-contract`.
    id: String,
    /// Title.
    title: String,
    /// Numbers of the criteria that ask for it.
    criteria: Vec<String>,
    /// The verdict.
    verdict: Verdict,
    /// Why, in one sentence.
    reason: String,
    /// The clause's elements.
    elements: Vec<Element>,
    /// What the verdict rests on, in document order.
    evidence: Vec<Evidence>,
    /// What the verdict leans on that is not certain; where there is anything, a person should read the places again.
    leans: Vec<Lean>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Lean {
    /// What it is.
    id: LeanId,
    /// The unit with words of the matter, for `unmatched`.
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum LeanId {
    /// Who is the upstream and who the operator is not certain.
    Roles,
    /// The decisive sentence's subject comes from an earlier one.
    Subject,
    /// The decisive sentence is long.
    Length,
    /// Another provision meets the requirement.
    Opposed,
    /// Of one element nothing was recognised, of another something was.
    Lacking,
    /// Words of the matter stand in a unit where nothing was recognised.
    Unmatched,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Verdict {
    Found,
    Partial,
    Contradicted,
    Missing,
    Undetermined,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Element {
    /// Id, such as `viewable`.
    id: String,
    /// Whether the contract provides it.
    met: bool,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Evidence {
    /// The deepest unit that holds the words: `第3条第1項`, `別紙1`.
    at: String,
    /// Page, counted from 1; null for formats without pages.
    page: Option<u32>,
    /// Paragraph of a Word document's body, counted from 1, those in tables included; only there.
    #[serde(skip_serializing_if = "Option::is_none")]
    paragraph: Option<u32>,
    /// The number that the page itself bears, as printed on it or as the file labels it; absent where it bears none.
    #[serde(skip_serializing_if = "Option::is_none")]
    page_label: Option<String>,
    /// The words.
    quote: String,
    /// How sure character recognition is of the words, from 0 to 1; only where they were recognised in a picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence: Option<f64>,
    /// False where the words contradict or weaken.
    supports: bool,
    /// Ids of the elements that the words bear on.
    elements: Vec<String>,
    /// First character, in Unicode scalar values of the text that `joko inspect --stage text` prints.
    start: usize,
    /// One past the last character.
    end: usize,
    /// Where the words stand, in PDF points from the page's top left corner; empty for formats without pages.
    boxes: Vec<Rectangle>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Rectangle {
    page: u32,
    x0: f64,
    y0: f64,
    x1: f64,
    y1: f64,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Disqualifier {
    /// Id, such as `agency-sales`.
    id: String,
    /// Whether the contract holds it.
    verdict: Presence,
    /// What that rests on.
    evidence: Vec<Evidence>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Presence {
    Present,
    Absent,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Summary {
    found: usize,
    partial: usize,
    contradicted: usize,
    missing: usize,
    undetermined: usize,
    /// Whether every clause is found and no disqualifier present.
    pass: bool,
}

/// The JSON Schema of [`File`], as committed in `schema/joko-1.schema.json`.
#[must_use]
pub fn schema() -> Schema {
    schema_for!(File)
}

impl File {
    /// What `report` comes to in this format.
    #[must_use]
    pub fn of(report: &Report, clauses: &[rulebook::Clause], lang: Lang) -> Self {
        let judged = |judgments: &[Judgment]| {
            judgments.iter().map(|judgment| Clause::of(judgment, report, clauses, lang)).collect()
        };
        Self {
            schema: VERSION,
            file: report.file.clone(),
            document: Document::of(report),
            roles: Roles::of(report),
            clauses: judged(&report.judgments),
            upstreams: report
                .upstreams
                .iter()
                .map(|upstream| Upstream { name: upstream.name.clone(), clauses: judged(&upstream.judgments) })
                .collect(),
            disqualifiers: report.disqualifiers.iter().map(|found| Disqualifier::of(found, report)).collect(),
            summary: Summary::of(report),
            warnings: report.warnings.iter().map(|warning| reason::warning(report, warning, lang)).collect(),
        }
    }
}

impl Document {
    fn of(report: &Report) -> Self {
        Self {
            kind: match report.document.kind {
                Kind::Pdf => DocumentKind::Pdf,
                Kind::Docx => DocumentKind::Docx,
                Kind::Html => DocumentKind::Html,
                Kind::Markdown => DocumentKind::Markdown,
                Kind::Image => DocumentKind::Image,
                Kind::Plain => DocumentKind::Text,
            },
            title: report.title().map(str::to_owned),
            pages: report.pages(),
            nature: match report.nature {
                report::Nature::Partnership => Nature::Partnership,
                report::Nature::Agency => Nature::Agency,
                report::Nature::Terms => Nature::Terms,
                report::Nature::Unrelated => Nature::Unrelated,
            },
            unreadable_pages: report.unreadable_pages(),
            ocr_pages: report.recognised_pages(),
        }
    }
}

impl Roles {
    fn of(report: &Report) -> Self {
        let names = |role| report.names(role).into_iter().map(str::to_owned).collect();
        Self { upstream: names(Role::Upstream), operator: names(Role::Operator), user: names(Role::User) }
    }
}

impl Clause {
    fn of(judgment: &Judgment, report: &Report, clauses: &[rulebook::Clause], lang: Lang) -> Self {
        let clause = &clauses[judgment.clause];
        let elements = clause.elements.iter().zip(&judgment.met);
        Self {
            id: clause.id.clone(),
            title: title(clause, lang).to_owned(),
            criteria: clause.criteria.clone(),
            verdict: judgment.verdict.into(),
            reason: reason(report, clauses, judgment, lang),
            elements: elements.map(|(id, met)| Element { id: id.clone(), met: *met }).collect(),
            evidence: judgment.evidence.iter().map(|evidence| Evidence::of(evidence, report)).collect(),
            leans: judgment.leans.iter().map(|lean| Lean::of(*lean, report)).collect(),
        }
    }
}

impl Lean {
    fn of(lean: verdict::Lean, report: &Report) -> Self {
        let (id, unit) = match lean {
            verdict::Lean::Roles => (LeanId::Roles, None),
            verdict::Lean::Subject => (LeanId::Subject, None),
            verdict::Lean::Length => (LeanId::Length, None),
            verdict::Lean::Opposed => (LeanId::Opposed, None),
            verdict::Lean::Lacking => (LeanId::Lacking, None),
            verdict::Lean::Unmatched(unit) => (LeanId::Unmatched, Some(unit)),
        };
        Self { id, at: unit.map(|unit| report.contract.place(unit)) }
    }
}

impl From<verdict::Verdict> for Verdict {
    fn from(verdict: verdict::Verdict) -> Self {
        match verdict {
            verdict::Verdict::Found => Self::Found,
            verdict::Verdict::Partial => Self::Partial,
            verdict::Verdict::Contradicted => Self::Contradicted,
            verdict::Verdict::Missing => Self::Missing,
            verdict::Verdict::Undetermined => Self::Undetermined,
        }
    }
}

impl Evidence {
    fn of(evidence: &verdict::Evidence, report: &Report) -> Self {
        let (start, end) = report.text.scalars(evidence.span);
        let located = report.text.locate(evidence.span, &report.document);
        Self {
            at: report.contract.place(evidence.unit),
            page: located.first().map(|located| located.page),
            paragraph: report.paragraph(evidence),
            page_label: report.page_label(evidence).map(str::to_owned),
            quote: report.text.get(evidence.span).to_owned(),
            confidence: report.confidence(evidence).map(|share| (f64::from(share) * 100.0).round() / 100.0),
            supports: evidence.supports,
            elements: evidence.elements.clone(),
            start,
            end,
            boxes: located.iter().map(Rectangle::of).collect(),
        }
    }
}

impl Rectangle {
    fn of(located: &Located) -> Self {
        let tenth = |points: f32| (f64::from(points) * 10.0).round() / 10.0;
        let Located { page, rect } = *located;
        Self { page, x0: tenth(rect.x0), y0: tenth(rect.y0), x1: tenth(rect.x1), y1: tenth(rect.y1) }
    }
}

impl Disqualifier {
    fn of(disqualifier: &verdict::Disqualifier, report: &Report) -> Self {
        Self {
            id: disqualifier.id.clone(),
            verdict: if disqualifier.present { Presence::Present } else { Presence::Absent },
            evidence: disqualifier.evidence.iter().map(|evidence| Evidence::of(evidence, report)).collect(),
        }
    }
}

impl Summary {
    fn of(report: &Report) -> Self {
        Self {
            found: report.count(verdict::Verdict::Found),
            partial: report.count(verdict::Verdict::Partial),
            contradicted: report.count(verdict::Verdict::Contradicted),
            missing: report.count(verdict::Verdict::Missing),
            undetermined: report.count(verdict::Verdict::Undetermined),
            pass: report.passes(),
        }
    }
}
