//! The document itself with the evidence marked in it: highlights with notes in a PDF, comments in a Word document.
//!
//! What is marked, and what the note on it says, is worked out here once, as [`Mark`]s; the files beside this one only put them
//! into a format.

mod docx;
mod pdf;

pub use pdf::Fault;

use super::Report;
use super::reason::{counts, disqualifier_title, review, sentence, title};
use crate::document::{Kind, ReadOptions};
use crate::messages::{self, Lang};
use crate::rulebook::Clause;
use crate::span::Span;
use crate::text::Located;
use crate::verdict::{Disqualifier, Evidence, Judgment, Verdict};

/// Words of the contract that a verdict rests on, with all that a note on them says.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Id of the clause or disqualifier.
    pub clause: String,
    /// Its title.
    pub title: String,
    /// What it came to; a disqualifier that is present counts as contradicted.
    pub verdict: Verdict,
    /// The same in words: 充足, 該当.
    pub word: &'static str,
    /// Whether the words speak for the clause; false where they contradict or weaken it.
    pub supports: bool,
    /// Names of the elements that the words bear on.
    pub elements: Vec<String>,
    /// Why the clause came to its verdict, or the disqualifier holds, as a sentence.
    pub reason: String,
    /// What makes these words weak, or that they speak against the clause; and how surely they were recognised in a picture.
    pub remarks: Vec<String>,
    /// Why a person should read the words again, if they should.
    pub review: Option<String>,
    /// The deepest unit that holds the words: 第3条第1項.
    pub place: String,
    /// Page on which the words begin, counted from 1; `None` where the format has no pages.
    pub page: Option<u32>,
    /// Where the words stand: a rectangle for each line, in PDF points from the top left of the page as it is shown; empty where
    /// the format has no pages.
    pub boxes: Vec<Located>,
    /// The words.
    pub quote: String,
    /// Where they stand in the report's text. `report.text.raw(span)` leads to the document's own characters.
    pub span: Span,
}

impl Mark {
    /// The note on the words: what is judged and how in the first line, then why.
    #[must_use]
    pub fn note(&self, lang: Lang) -> String {
        let mut lines = vec![self.heading()];
        if !self.elements.is_empty() {
            lines.push(messages::mark_elements(&self.elements, lang));
        }
        lines.push(messages::mark_place(&self.place, self.page, lang));
        lines.push(messages::mark_reason(&self.reason, lang));
        lines.extend(self.remarks.iter().cloned());
        lines.extend(self.review.as_ref().map(|why| messages::mark_review(why, lang)));
        lines.join("\n")
    }

    /// The first line of the note: `◎ 充足: 利用者との直接契約の締結`.
    #[must_use]
    pub fn heading(&self) -> String {
        heading(self.verdict, self.word, &self.title)
    }

    /// The colour of its verdict.
    #[must_use]
    pub fn color(&self) -> Color {
        color(self.verdict)
    }
}

/// Red, green and blue, from 0 to 255.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color(pub u8, pub u8, pub u8);

/// The colour behind words that count toward `verdict`: light, so that black text on it is read as easily as on white.
#[must_use]
pub const fn color(verdict: Verdict) -> Color {
    match verdict {
        Verdict::Found => Color(0xA5, 0xE8, 0xA0),
        Verdict::Partial => Color(0xFF, 0xE0, 0x66),
        Verdict::Contradicted => Color(0xFF, 0xA3, 0xA3),
        Verdict::Missing => Color(0xE0, 0xB0, 0xF0),
        Verdict::Undetermined => Color(0x9F, 0xDD, 0xF0),
    }
}

/// All that is to be marked: clause by clause in the order of the criteria, then the disqualifiers that are present; within each
/// in document order. Several marks may stand on the same words.
#[must_use]
pub fn marks(report: &Report, clauses: &[Clause], lang: Lang) -> Vec<Mark> {
    let judged = report.judgments.iter().flat_map(|judgment| {
        judgment.evidence.iter().map(move |evidence| on_clause(report, clauses, judgment, evidence, lang))
    });
    let disqualified =
        report.disqualifiers.iter().filter(|disqualifier| disqualifier.present).flat_map(|disqualifier| {
            disqualifier.evidence.iter().map(move |evidence| on_disqualifier(report, disqualifier, evidence, lang))
        });
    judged.chain(disqualified).collect()
}

/// All that an annotated document says.
#[derive(Clone, Debug, PartialEq)]
pub struct Contents {
    /// The outcome in a line: `joko: 不適合（充足 7、欠落 1）`.
    pub outcome: String,
    /// Id and first line of each clause and of each disqualifier that is present, marked or not: `－ 欠落: 課金・請求`.
    pub headings: Vec<(String, String)>,
    /// All that is to be marked.
    pub marks: Vec<Mark>,
}

impl Contents {
    /// What a document says of which `report` was made.
    #[must_use]
    pub fn of(report: &Report, clauses: &[Clause], lang: Lang) -> Self {
        let judged = report.judgments.iter().map(|judgment| {
            let clause = &clauses[judgment.clause];
            let word = messages::verdict(judgment.verdict, lang);
            (clause.id.clone(), heading(judgment.verdict, word, title(clause, lang)))
        });
        let disqualified =
            report.disqualifiers.iter().filter(|disqualifier| disqualifier.present).map(|disqualifier| {
                let title = disqualifier_title(disqualifier, lang);
                (disqualifier.id.clone(), heading(Verdict::Contradicted, messages::present(lang), title))
            });
        let headings = judged.chain(disqualified).collect();
        Self { outcome: outcome(report, lang), headings, marks: marks(report, clauses, lang) }
    }
}

/// Something put into the annotated document as a file of its own: the whole report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// File name, such as `report.html`.
    pub name: String,
    /// Media type, such as `text/html`.
    pub mime: String,
    /// What is in it, for the reader.
    pub description: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// Why a document cannot be annotated. The messages are in the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AnnotateError {
    /// The format has no place for marks.
    Kind(Kind),
    /// The file is encrypted: what is added could only be written unencrypted, or the rest decrypted.
    Encrypted,
    /// The file is certified by a signature that allows no annotations.
    Certified,
    /// The Word document is signed: any change would void the signature.
    Signed,
    /// The file can be read, but is too broken to add to; the cause as the program that failed tells it.
    Broken(String),
    /// Annotating takes more than is allowed.
    TooLarge,
}

/// `bytes`, of which `report` was made by reading them with `options`, with its marks, as the bytes of a file of the same format.
///
/// # Errors
///
/// When the format cannot be annotated, or this file cannot be added to without harm.
pub fn annotate(
    bytes: &[u8],
    report: &Report,
    clauses: &[Clause],
    attachment: Option<&Attachment>,
    options: &ReadOptions,
    lang: Lang,
) -> Result<Vec<u8>, AnnotateError> {
    let contents = Contents::of(report, clauses, lang);
    match report.document.kind {
        Kind::Pdf => pdf::annotate(bytes, &contents, attachment, options, lang),
        Kind::Docx => docx::annotate(bytes, report, &contents, options, lang),
        kind @ (Kind::Html | Kind::Markdown | Kind::Image | Kind::Plain) => Err(AnnotateError::Kind(kind)),
    }
}

fn on_clause(report: &Report, clauses: &[Clause], judgment: &Judgment, evidence: &Evidence, lang: Lang) -> Mark {
    let clause = &clauses[judgment.clause];
    let weak = evidence.weakness.map(|weakness| messages::mark_weak(weakness, lang));
    let against = (!evidence.supports).then(|| messages::mark_against(judgment.verdict, lang).to_owned());
    Mark {
        clause: clause.id.clone(),
        title: title(clause, lang).to_owned(),
        verdict: judgment.verdict,
        word: messages::verdict(judgment.verdict, lang),
        reason: sentence(report, clauses, judgment, lang),
        remarks: weak.or(against).into_iter().chain(recognised(report, evidence, lang)).collect(),
        review: review(report, judgment, lang),
        ..on_words(report, evidence, lang)
    }
}

fn on_disqualifier(report: &Report, disqualifier: &Disqualifier, evidence: &Evidence, lang: Lang) -> Mark {
    Mark {
        clause: disqualifier.id.clone(),
        title: disqualifier_title(disqualifier, lang).to_owned(),
        verdict: Verdict::Contradicted,
        word: messages::present(lang),
        // What it rests on is marked; that it counts against the contract, the word says.
        supports: false,
        reason: messages::mark_disqualified(&disqualifier.id, lang).to_owned(),
        ..on_words(report, evidence, lang)
    }
}

/// What is the same for a clause and a disqualifier.
fn on_words(report: &Report, evidence: &Evidence, lang: Lang) -> Mark {
    let boxes = report.text.locate(evidence.span, &report.document);
    let element = |id: &String| messages::element(id, lang).to_owned();
    Mark {
        clause: String::new(),
        title: String::new(),
        verdict: Verdict::Found,
        word: "",
        supports: evidence.supports,
        elements: evidence.elements.iter().map(element).collect(),
        reason: String::new(),
        remarks: recognised(report, evidence, lang).into_iter().collect(),
        review: None,
        place: report.contract.place(evidence.unit),
        page: boxes.first().map(|located| located.page),
        boxes,
        quote: report.text.get(evidence.span).to_owned(),
        span: evidence.span,
    }
}

fn recognised(report: &Report, evidence: &Evidence, lang: Lang) -> Option<String> {
    report.confidence(evidence).map(|share| messages::recognised(share, lang).trim().to_owned())
}

/// `◎ 充足: 利用者との直接契約の締結`
fn heading(verdict: Verdict, word: &str, title: &str) -> String {
    format!("{} {word}: {title}", messages::mark(verdict))
}

fn outcome(report: &Report, lang: Lang) -> String {
    messages::mark_outcome(report.passes(), &counts(report, lang), lang)
}
