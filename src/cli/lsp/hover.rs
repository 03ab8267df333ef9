//! What the words under the cursor count for.

use joko::messages::{self, Lang, lsp as words};
use joko::report::reason;
use joko::report::reason::disqualifier_title;
use joko::rulebook::Clause;
use joko::verdict::Judgment;
use lsp_types::{Hover, HoverContents, MarkupContent, MarkupKind, Position, Range};

use super::diagnostic::told;
use super::draft::{Draft, Judged};

/// The clauses whose verdicts rest on the words at `position`; the place where there are none.
pub(super) fn hover(
    draft: &Draft,
    judged: &Judged,
    position: Position,
    clauses: &[Clause],
    lang: Lang,
) -> Option<Hover> {
    let report = &judged.report;
    let mut shown: Vec<String> = Vec::new();
    let mut range: Option<Range> = None;
    for judgment in &report.judgments {
        let ranges = judgment.evidence.iter().filter_map(|evidence| draft.range(judged, evidence.span));
        if let Some(found) = ranges.into_iter().find(|range| Judged::at(*range, position)) {
            range = range.or(Some(found));
            shown.push(clause(judged, clauses, judgment, lang));
        }
    }
    for found in report.disqualifiers.iter().filter(|found| found.present) {
        let mut ranges = found.evidence.iter().filter_map(|evidence| draft.range(judged, evidence.span));
        if let Some(here) = ranges.find(|range| Judged::at(*range, position)) {
            range = range.or(Some(here));
            let name = disqualifier_title(found, lang);
            shown.push(format!("**{}** `{}`", escaped(name), found.id));
        }
    }
    if shown.is_empty() {
        let (place, here) = place(draft, judged, position)?;
        range = Some(here);
        shown.push(format!("**{}**", escaped(&place)));
    }
    let value = shown.join("\n\n---\n\n");
    Some(Hover { contents: HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value }), range })
}

/// The verdict, why, and which elements are met.
fn clause(judged: &Judged, clauses: &[Clause], judgment: &Judgment, lang: Lang) -> String {
    let clause = &clauses[judgment.clause];
    let elements = clause
        .elements
        .iter()
        .zip(&judgment.met)
        .map(|(id, met)| format!("- {} {}", words::met(*met), escaped(messages::element(id, lang))));
    let elements: Vec<String> = elements.collect();
    format!(
        "**{} {}** `{}`\n\n{}\n\n{}",
        messages::mark(judgment.verdict),
        escaped(reason::title(clause, lang)),
        clause.id,
        escaped(&told(judged, clauses, judgment, lang)).replace('\n', "\n\n"),
        elements.join("\n")
    )
}

/// The deepest unit around `position`, and where it stands.
fn place(draft: &Draft, judged: &Judged, position: Position) -> Option<(String, Range)> {
    let contract = &judged.report.contract;
    let around = contract.ids().filter_map(|id| {
        let range = draft.range(judged, contract.unit(id).span)?;
        Judged::at(range, position).then(|| (contract.place(id), range))
    });
    around.filter(|(place, _)| !place.is_empty()).last()
}

/// Words that Markdown shows as they are.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        if matches!(c, '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '#' | '|' | '&' | '~') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
