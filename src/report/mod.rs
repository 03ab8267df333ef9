//! Ninth step: everything about one contract in a [`Report`], from which every output is made. Nothing is worked out again
//! here: outputs only print.

pub mod annotate;
pub mod batch;
pub mod csv;
pub mod github;
pub mod html;
pub mod diff;
pub mod json;
pub mod junit;
mod place;
pub mod quote;
pub mod reason;
mod row;
pub mod sarif;
pub mod snippet;
mod source;
pub mod terminal;
pub mod wrap;
pub mod xlsx;

use crate::contract::{Break, Contract, UnitId};
use crate::document::{Document, Kind};
use crate::messages::{self, Lang};
use crate::party::{Party, Role};
use crate::pattern::{Account, Asked};
use crate::rulebook::Clause;
use crate::span::Span;
use crate::text::Text;
use crate::verdict::{Disqualifier, Evidence, Judgment, Verdict};

/// All that joko has to say about one file.
#[derive(Clone, Debug)]
pub struct Report {
    /// The file's name as it was given; `-` for standard input.
    pub file: String,
    /// What was read, kept for places and rectangles.
    pub document: Document,
    /// Its text, kept for quotes.
    pub text: Text,
    /// Its structure, kept for places.
    pub contract: Contract,
    /// Parties and users with their roles.
    pub parties: Vec<Party>,
    /// The eight clauses in the order of the criteria: the worst of all upstreams.
    pub judgments: Vec<Judgment>,
    /// The same for each upstream, where the contract carries more than one.
    pub upstreams: Vec<UpstreamReport>,
    /// What comes nearest to what is missing, where it was asked for.
    pub near_misses: Vec<NearMiss>,
    /// Disqualifiers (note 3 of the criteria).
    pub disqualifiers: Vec<Disqualifier>,
    /// What the document is.
    pub nature: Nature,
    /// What the reader should know beside the verdicts.
    pub warnings: Vec<Warning>,
}

/// What a document is, as far as joko can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Nature {
    /// 業務提携契約: between an upstream and an operator that provides the service itself.
    Partnership,
    /// 取次契約: between an upstream and its sales agent.
    Agency,
    /// 約款, 規約: terms toward users.
    Terms,
    /// Anything else.
    Unrelated,
}

/// Words that come nearest to an element that nothing provides, and what keeps them from it.
#[derive(Clone, Debug)]
pub struct NearMiss {
    /// Index into the rulebook's mandatory clauses.
    pub clause: usize,
    /// Index of the clause's element; `None` where the clause has none.
    pub element: Option<usize>,
    /// The unit that the words stand in.
    pub unit: UnitId,
    /// The words.
    pub span: Span,
    /// What the nearest pattern asks for in vain.
    pub lacks: Vec<Asked>,
}

impl NearMiss {
    pub(crate) fn of(clause: usize, element: Option<usize>, account: Account) -> Self {
        let lacks = account.parts.into_iter().filter(|part| !part.held).map(|part| part.asked).collect();
        Self { clause, element, unit: account.unit, span: account.span, lacks }
    }
}

/// Something that a reader should know beside the verdicts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// The document is no partnership contract.
    Nature(Nature),
    /// It could not be told well who is the upstream and who the operator.
    Roles,
    /// The numbering skips before this unit: something may be missing, from the contract or from what was read of it.
    Break(Break),
    /// The contract cites an annex that it does not hold: where, and the words.
    Dangling(UnitId, String),
    /// So many characters of a text could not be read, because its bytes are damaged or it was cut.
    Unreadable(usize),
}

/// The verdicts for one upstream of several.
#[derive(Clone, Debug)]
pub struct UpstreamReport {
    /// The upstream's name.
    pub name: String,
    /// The eight clauses in the order of the criteria.
    pub judgments: Vec<Judgment>,
}

impl Report {
    /// Whether every judged clause is found and no disqualifier holds.
    #[must_use]
    pub fn passes(&self) -> bool {
        self.judgments.iter().all(|judgment| judgment.verdict == Verdict::Found)
            && self.disqualifiers.iter().all(|disqualifier| !disqualifier.present)
    }

    /// How many clauses came to `verdict`.
    #[must_use]
    pub fn count(&self, verdict: Verdict) -> usize {
        self.judgments.iter().filter(|judgment| judgment.verdict == verdict).count()
    }

    /// The contract's own title, or the one in the document's metadata.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        let own = self.contract.title.map(|span| self.text.get(span));
        own.or(self.document.title.as_deref()).map(str::trim).filter(|title| !title.is_empty())
    }

    /// How many pages the document has; `None` where its format has no pages.
    #[must_use]
    pub fn pages(&self) -> Option<usize> {
        match self.document.kind {
            Kind::Pdf | Kind::Image => Some(self.document.pages.len()),
            Kind::Docx | Kind::Html | Kind::Markdown | Kind::Plain => None,
        }
    }

    /// The pages that could not be read, each once, in order.
    #[must_use]
    pub fn unreadable_pages(&self) -> Vec<u32> {
        let mut pages: Vec<u32> = self.document.gaps.iter().map(|gap| gap.page).collect();
        pages.sort_unstable();
        pages.dedup();
        pages
    }

    /// The pages whose text was recognised in a picture, in order.
    #[must_use]
    pub fn recognised_pages(&self) -> Vec<u32> {
        self.document.pages.iter().filter(|page| page.recognised).map(|page| page.number).collect()
    }

    /// How sure character recognition is of the words of `evidence`, from 0 to 1; `None` where they were in the file.
    #[must_use]
    pub fn confidence(&self, evidence: &Evidence) -> Option<f32> {
        self.text.confidence(evidence.span, &self.document)
    }

    /// The names of whoever plays `role`, the most used first.
    #[must_use]
    pub fn names(&self, role: Role) -> Vec<&str> {
        let players = self.parties.iter().filter(|party| party.role == Some(role));
        players.flat_map(|party| &party.names).map(String::as_str).collect()
    }

    /// The page on which `evidence` starts; `None` where the format has no pages.
    #[must_use]
    pub fn page(&self, evidence: &Evidence) -> Option<u32> {
        self.text.locate(evidence.span, &self.document).first().map(|located| located.page)
    }

    /// The paragraph in which `evidence` starts; `None` where the format does not count paragraphs.
    #[must_use]
    pub fn paragraph(&self, evidence: &Evidence) -> Option<u32> {
        self.text.paragraph(evidence.span, &self.document)
    }

    /// The number that the page on which `evidence` starts bears itself, if any.
    #[must_use]
    pub fn page_label(&self, evidence: &Evidence) -> Option<&str> {
        let number = self.page(evidence)?;
        self.document.pages.iter().find(|page| page.number == number)?.label.as_deref()
    }

    /// Leaves only the clauses and disqualifiers with these ids.
    pub fn keep(&mut self, ids: &[String], clauses: &[Clause]) {
        let kept = |judgment: &Judgment| ids.contains(&clauses[judgment.clause].id);
        self.judgments.retain(kept);
        for upstream in &mut self.upstreams {
            upstream.judgments.retain(kept);
        }
        self.disqualifiers.retain(|disqualifier| ids.contains(&disqualifier.id));
    }
}

/// What a reader should know beside the verdicts, each as a sentence: pages that could not be read, pages read by character
/// recognition, and the warnings.
fn notes(report: &Report, lang: Lang) -> Vec<String> {
    let gaps = report.document.gaps.chunk_by(|a, b| a.why == b.why).map(|gaps| {
        let pages: Vec<u32> = gaps.iter().map(|gap| gap.page).collect();
        messages::sheet::unread_pages(&pages, messages::gap(gaps[0].why, lang), lang)
    });
    let recognised = report.recognised_pages();
    let recognised = (!recognised.is_empty()).then(|| messages::recognised_pages(&recognised, lang));
    let warnings = report.warnings.iter().map(|warning| reason::warning(report, warning, lang));
    gaps.chain(recognised).chain(warnings).collect()
}

impl Judgment {
    /// The evidence that the verdict rests on: what provides the clause where it is found, what goes against it where it is
    /// contradicted, all of it otherwise.
    pub fn deciding(&self) -> impl Iterator<Item = &Evidence> {
        let wanted = match self.verdict {
            Verdict::Found => Some(true),
            Verdict::Contradicted => Some(false),
            Verdict::Partial | Verdict::Missing | Verdict::Undetermined => None,
        };
        self.evidence.iter().filter(move |evidence| wanted.is_none_or(|wanted| evidence.supports == wanted))
    }
}
