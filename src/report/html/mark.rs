//! The evidence of all clauses on one text: which words bear which marks.

use maud::{Markup, html};

use super::File;
use crate::messages;
use crate::report::place::{look, remark};
use crate::report::reason::disqualifier_title;
use crate::span::Span;
use crate::verdict::{Evidence, Verdict};

/// A mark on words of the contract.
pub(super) struct Mark {
    span: Span,
    look: Verdict,
    /// Its own id on the page.
    id: String,
    /// The id of the verdict's row.
    row: String,
    /// What stands before the words: `7 ✕抵触`.
    label: String,
    /// The same for who cannot see it.
    spoken: String,
}

/// The marks of `file` in the order of its text.
pub(super) fn marks(file: &File<'_>) -> Vec<Mark> {
    let mut marks = Vec::new();
    for judgment in &file.report.judgments {
        let (name, number) = (file.title(judgment.clause), (judgment.clause + 1).to_string());
        let row = file.id(&format!("c{}", judgment.clause));
        for evidence in &judgment.evidence {
            let look = look(judgment, evidence);
            let word = remark(evidence, file.lang).unwrap_or_else(|| messages::verdict(look, file.lang));
            push(&mut marks, evidence, look, &row, &number, (name, word), file);
        }
    }
    for (number, disqualifier) in file.report.disqualifiers.iter().enumerate() {
        let row = file.id(&format!("d{number}"));
        let (name, word) = (disqualifier_title(disqualifier, file.lang), file.words.disqualifier);
        for evidence in &disqualifier.evidence {
            push(&mut marks, evidence, Verdict::Contradicted, &row, "", (name, word), file);
        }
    }
    marks.sort_by_key(|mark: &Mark| (mark.span.start, mark.span.end));
    marks
}

/// The id of the mark of `evidence` in the verdict row `row`. The same words in the same row have one mark.
pub(super) fn id(row: &str, evidence: &Evidence) -> String {
    format!("{row}-{}-{}", evidence.span.start, evidence.span.end)
}

fn push(
    marks: &mut Vec<Mark>,
    evidence: &Evidence,
    look: Verdict,
    row: &str,
    number: &str,
    (name, word): (&str, &str),
    file: &File<'_>,
) {
    let id = id(row, evidence);
    if marks.iter().any(|mark| mark.id == id) {
        return;
    }
    marks.push(Mark {
        span: evidence.span,
        look,
        id,
        row: row.to_owned(),
        label: format!("{number}{}{}{word}", if number.is_empty() { "" } else { " " }, messages::mark(look)),
        spoken: messages::sheet::back(name, word, file.lang),
    });
}

/// The text of `span` with the marks on it; a mark's label stands where its words begin.
pub(super) fn marked(file: &File<'_>, marks: &[Mark], span: Span) -> Markup {
    let here: Vec<&Mark> = marks.iter().filter(|mark| mark.span.overlaps(span)).collect();
    html! {
        @for piece in pieces(span, &here) {
            @for mark in here.iter().filter(|mark| begins(mark, piece, span, file)) { (label(mark)) }
            @let on = here.iter().filter(|mark| mark.span.contains(piece));
            @let words = file.report.text.get(piece);
            @match on.max_by_key(|mark| weight(mark.look)) {
                Some(mark) => mark.(mark.look.id()) { (words) },
                None => (words),
            }
        }
    }
}

/// Whether the label of `mark` stands before `piece`. Where the first of its words are not shown (in the gap between two lines), it is
/// the first that are.
fn begins(mark: &Mark, piece: Span, span: Span, file: &File<'_>) -> bool {
    if mark.span.start >= span.start {
        return piece.start == mark.span.start;
    }
    piece.start == span.start && file.report.text.get(Span::new(mark.span.start, span.start)).trim().is_empty()
}

fn label(mark: &Mark) -> Markup {
    html! {
        a.tag.(mark.look.id()) id=(mark.id) href={ "#" (mark.row) } aria-label=(mark.spoken) { (mark.label) }
    }
}

/// `span` cut wherever a mark begins or ends.
fn pieces(span: Span, marks: &[&Mark]) -> Vec<Span> {
    let ends = marks.iter().flat_map(|mark| [mark.span.start, mark.span.end]);
    let mut cuts: Vec<usize> = ends.filter(|&cut| span.start < cut && cut < span.end).collect();
    cuts.extend([span.start, span.end]);
    cuts.sort_unstable();
    cuts.dedup();
    cuts.windows(2).map(|pair| Span::new(pair[0], pair[1])).collect()
}

/// Which of several marks on the same words gives them its look.
const fn weight(look: Verdict) -> u8 {
    match look {
        Verdict::Found => 0,
        Verdict::Undetermined | Verdict::Missing => 1,
        Verdict::Partial => 2,
        Verdict::Contradicted => 3,
    }
}
