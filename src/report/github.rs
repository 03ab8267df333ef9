//! The verdicts as workflow commands of GitHub Actions, which shows them as annotations: one line for each clause that is not found.

use super::Report;
use super::batch::Batch;
use super::place::{details, quote};
use super::reason::disqualifier_title;
use super::reason::{reason, title};
use super::source::stretch;
use crate::messages;
use crate::verdict::{Disqualifier, Evidence, Judgment, Verdict};

/// The lines of one run. What fails by [`FailOn`](super::batch::FailOn) is an error, the rest a warning.
#[must_use]
pub fn render(batch: &Batch<'_>) -> String {
    let mut lines = Vec::new();
    for report in batch.reports {
        let judged = report.judgments.iter().filter(|judgment| judgment.verdict != Verdict::Found);
        lines.extend(judged.map(|judgment| annotation(report, judgment, batch)));
        let present = report.disqualifiers.iter().filter(|disqualifier| disqualifier.present);
        lines.extend(present.map(|disqualifier| disqualifying(report, disqualifier, batch)));
        lines.extend(
            super::notes(report, batch.lang).iter().map(|note| command("notice", &report.file, None, None, note)),
        );
    }
    let words = messages::sheet::sheet(batch.lang);
    lines.extend(batch.unread.iter().map(|unread| {
        let said = messages::sheet::unreadable(&unread.cause, unread.hint.as_deref(), batch.lang);
        command("error", &unread.file, None, Some(words.unread), &said)
    }));
    lines.concat()
}

fn annotation(report: &Report, judgment: &Judgment, batch: &Batch<'_>) -> String {
    let lang = batch.lang;
    let verdict = messages::verdict(judgment.verdict, lang);
    let title = format!("{verdict}: {}", title(&batch.clauses[judgment.clause], lang));
    let mut said = vec![reason(report, batch.clauses, judgment, lang)];
    said.extend(details(report, batch.clauses, judgment, lang));
    let level = if batch.fail_on.fails(judgment) { "error" } else { "warning" };
    command(level, &report.file, lines(report, judgment.deciding().next()), Some(&title), &said.join("\n"))
}

fn disqualifying(report: &Report, disqualifier: &Disqualifier, batch: &Batch<'_>) -> String {
    let title = disqualifier_title(disqualifier, batch.lang);
    let mut said = vec![messages::sheet::disqualifying(title, batch.lang)];
    said.extend(disqualifier.evidence.iter().map(|evidence| quote(report, evidence, batch.lang)));
    let title = format!("{}: {title}", messages::sheet::sheet(batch.lang).disqualifier);
    let level = if batch.fail_on.disqualifier { "error" } else { "warning" };
    command(level, &report.file, lines(report, disqualifier.evidence.first()), Some(&title), &said.join("\n"))
}

/// First and last line of the words in a text file.
fn lines(report: &Report, evidence: Option<&Evidence>) -> Option<(usize, usize)> {
    stretch(report, evidence?).map(|stretch| (stretch.start_line, stretch.end_line))
}

fn command(level: &str, file: &str, lines: Option<(usize, usize)>, title: Option<&str>, said: &str) -> String {
    let lines = lines.map_or_else(String::new, |(first, last)| format!(",line={first},endLine={last}"));
    let title = title.map_or_else(String::new, |title| format!(",title={}", property(title)));
    format!("::{level} file={}{lines}{title}::{}\n", property(file), data(said))
}

/// What stands after the last `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// What stands before it, where colons and commas part one property from another.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_the_command_are_escaped() {
        let line = command("error", "a,b:100%.txt", Some((1, 2)), Some("抵触: x"), "50%\n::error::");
        assert_eq!(line, "::error file=a%2Cb%3A100%25.txt,line=1,endLine=2,title=抵触%3A x::50%25%0A::error::\n");
    }
}
