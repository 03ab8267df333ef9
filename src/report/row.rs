//! A contract × clause as a row of cells, the same in CSV and XLSX. Where several places share a cell, each has a line of its own,
//! so that places, pages and quotes stand beside each other.

use super::Report;
use super::batch::{Batch, Unread};
use super::reason::{disqualifier_title, reason, review, title};
use crate::messages::{self, Lang};
use crate::rulebook::Clause;
use crate::verdict::{Disqualifier, Evidence, Judgment, Verdict};

/// The cells in the order of [`messages::sheet::columns`], and what the row's look depends on.
pub(super) struct Row {
    pub(super) cells: [String; 14],
    /// `None` where the file could not be read.
    pub(super) verdict: Option<Verdict>,
}

/// The column with the verdict in a word.
pub(super) const VERDICT: usize = 5;

/// All rows of `batch`: eight for each contract, one for each file that could not be read.
pub(super) fn rows(batch: &Batch<'_>) -> Vec<Row> {
    let judged = batch.reports.iter().flat_map(|report| {
        report.judgments.iter().map(move |judgment| row(report, judgment, batch.clauses, batch.lang))
    });
    judged.chain(batch.unread.iter().map(|unread| unread_row(unread, batch.lang))).collect()
}

fn row(report: &Report, judgment: &Judgment, clauses: &[Clause], lang: Lang) -> Row {
    let clause = &clauses[judgment.clause];
    let lines = |of: &dyn Fn(&Evidence) -> String| judgment.evidence.iter().map(of).collect::<Vec<_>>().join("\n");
    let page = |evidence: &Evidence| report.page(evidence).map_or_else(String::new, |page| page.to_string());
    let quote = |evidence: &Evidence| report.text.get(evidence.span).replace('\n', " ");
    Row {
        cells: [
            report.file.clone(),
            report.title().unwrap_or_default().to_owned(),
            clause.id.clone(),
            title(clause, lang).to_owned(),
            messages::verdict(judgment.verdict, Lang::En).to_owned(),
            messages::verdict(judgment.verdict, lang).to_owned(),
            lines(&|evidence| report.contract.place(evidence.unit)),
            lines(&page).trim().to_owned(),
            lines(&quote),
            elements(clause, judgment, true, lang),
            elements(clause, judgment, false, lang),
            reason(report, clauses, judgment, lang),
            review(report, judgment, lang).unwrap_or_default(),
            disqualifiers(&report.disqualifiers, lang),
        ],
        verdict: Some(judgment.verdict),
    }
}

fn unread_row(unread: &Unread, lang: Lang) -> Row {
    let mut cells: [String; 14] = Default::default();
    cells[0].clone_from(&unread.file);
    cells[4] = messages::sheet::sheet(Lang::En).unread.to_owned();
    cells[VERDICT] = messages::sheet::sheet(lang).unread.to_owned();
    cells[11] = messages::sheet::unreadable(&unread.cause, unread.hint.as_deref(), lang);
    Row { cells, verdict: None }
}

/// The clause's elements that are met, or those that are not, each on a line.
fn elements(clause: &Clause, judgment: &Judgment, met: bool, lang: Lang) -> String {
    let those = clause.elements.iter().zip(&judgment.met).filter(|(_, is)| **is == met);
    those.map(|(id, _)| messages::element(id, lang)).collect::<Vec<_>>().join("\n")
}

/// The contract's disqualifiers that hold.
fn disqualifiers(disqualifiers: &[Disqualifier], lang: Lang) -> String {
    let present = disqualifiers.iter().filter(|disqualifier| disqualifier.present);
    present.map(|found| disqualifier_title(found, lang)).collect::<Vec<_>>().join("\n")
}
