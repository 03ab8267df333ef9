//! The verdicts as JUnit XML: a suite for each file, a case for each clause. No times: the same input gives the same bytes.

use quick_junit::{NonSuccessKind, Report as Log, TestCase, TestCaseStatus, TestSuite};

use super::Report;
use super::batch::{Batch, Unread};
use super::place::{details, quote};
use super::reason::disqualifier_title;
use super::reason::{reason, title};
use crate::messages::{self, Lang};
use crate::rulebook::Clause;
use crate::verdict::{Disqualifier, Judgment, Verdict};

/// The log of one run.
#[must_use]
pub fn render(batch: &Batch<'_>) -> String {
    let mut log = Log::new("joko");
    log.add_test_suites(batch.reports.iter().map(|report| suite(report, batch)));
    log.add_test_suites(batch.unread.iter().map(|unread| unread_suite(unread, batch.lang)));
    log.to_string().expect("a string takes all that is written")
}

fn suite(report: &Report, batch: &Batch<'_>) -> TestSuite {
    let mut suite = TestSuite::new(report.file.as_str());
    for judgment in &report.judgments {
        suite.add_test_case(case(report, judgment, batch));
    }
    for disqualifier in &report.disqualifiers {
        suite.add_test_case(disqualifier_case(report, disqualifier, batch));
    }
    let notes = super::notes(report, batch.lang);
    if !notes.is_empty() {
        suite.set_system_out(notes.join("\n"));
    }
    suite
}

fn case(report: &Report, judgment: &Judgment, batch: &Batch<'_>) -> TestCase {
    let Batch { clauses, lang, .. } = *batch;
    let clause: &Clause = &clauses[judgment.clause];
    let status = if batch.fail_on.fails(judgment) {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        status
            .set_type(messages::verdict(judgment.verdict, Lang::En))
            .set_message(reason(report, clauses, judgment, lang))
            .set_description(details(report, clauses, judgment, lang).join("\n"));
        status
    } else {
        TestCaseStatus::success()
    };
    let mut case = named(report, &clause.id, title(clause, lang), status);
    // A verdict that does not fail here is told all the same.
    if judgment.verdict != Verdict::Found && !batch.fail_on.fails(judgment) {
        case.set_system_out(reason(report, clauses, judgment, lang));
    }
    case
}

fn disqualifier_case(report: &Report, disqualifier: &Disqualifier, batch: &Batch<'_>) -> TestCase {
    let name = disqualifier_title(disqualifier, batch.lang);
    let said = messages::sheet::disqualifying(name, batch.lang);
    let fails = disqualifier.present && batch.fail_on.disqualifier;
    let status = if fails {
        let quotes: Vec<String> =
            disqualifier.evidence.iter().map(|evidence| quote(report, evidence, batch.lang)).collect();
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        status.set_type("present").set_message(said.as_str()).set_description(quotes.join("\n"));
        status
    } else {
        TestCaseStatus::success()
    };
    let mut case = named(report, &disqualifier.id, name, status);
    if disqualifier.present && !fails {
        case.set_system_out(said);
    }
    case
}

fn named(report: &Report, id: &str, title: &str, status: TestCaseStatus) -> TestCase {
    let mut case = TestCase::new(format!("{id}: {title}"), status);
    case.set_classname(report.file.as_str());
    case
}

fn unread_suite(unread: &Unread, lang: Lang) -> TestSuite {
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
    status.set_type("unreadable").set_message(messages::sheet::unreadable(&unread.cause, unread.hint.as_deref(), lang));
    let mut case = TestCase::new(messages::sheet::sheet(lang).unread, status);
    case.set_classname(unread.file.as_str());
    let mut suite = TestSuite::new(unread.file.as_str());
    suite.add_test_case(case);
    suite
}
