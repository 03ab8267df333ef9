//! The report as one HTML page to read or print: the examiner's sheet of each file, and behind it the contract with the evidence
//! marked. It needs no scripts and nothing from outside.

mod body;
mod mark;
mod sheet;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::Report;
use super::batch::{Batch, Unread};
use super::reason::title;
use crate::messages::sheet::{SheetWords, passed, sheet, unread_files};
use crate::messages::{self, Lang};
use crate::rulebook::Clause;
use crate::verdict::Verdict;

const STYLE: &str = include_str!("style.css");

/// The page for one run. Several files are listed first.
#[must_use]
pub fn render(batch: &Batch<'_>) -> String {
    let words = sheet(batch.lang);
    let single = batch.reports.len() + batch.unread.len() == 1;
    let title = match batch.reports {
        [report] if single => report.title().unwrap_or(words.untitled),
        _ => words.index,
    };
    let page = html! {
        (DOCTYPE)
        html lang=(batch.lang.of("ja", "en")) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " ── joko" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    @if !single { (index(batch)) }
                    @for (number, report) in (1..).zip(batch.reports) {
                        (file(&File { report, clauses: batch.clauses, lang: batch.lang, words, number, single }))
                    }
                    @if single { @for unread in batch.unread { (unread_page(unread, words)) } }
                }
            }
        }
    };
    // Control characters of a document have no place in HTML.
    let mut page = page.into_string();
    page.retain(|character| matches!(character, '\n' | '\t') || !character.is_control());
    page
}

/// One file's part of the page.
struct File<'a> {
    report: &'a Report,
    clauses: &'a [Clause],
    lang: Lang,
    words: &'static SheetWords,
    /// Counted from 1; ids on the page begin with it.
    number: usize,
    /// Whether it is the only file of the page.
    single: bool,
}

impl File<'_> {
    /// An id that no other file of the page has.
    fn id(&self, rest: &str) -> String {
        format!("f{}{rest}", self.number)
    }

    /// Levels that headings are below those of a page with one file.
    fn below(&self) -> u8 {
        u8::from(!self.single)
    }

    /// The clause's title as the page shows it.
    fn title(&self, clause: usize) -> &str {
        title(&self.clauses[clause], self.lang)
    }
}

fn file(file: &File<'_>) -> Markup {
    html! {
        article.file id=(file.id("")) {
            (sheet::sheet(file))
            (body::contract(file))
        }
    }
}

/// The files of the page with their results, those that could not be read included.
fn index(batch: &Batch<'_>) -> Markup {
    let (lang, words) = (batch.lang, sheet(batch.lang));
    let all = batch.reports.iter().filter(|report| report.passes()).count();
    html! {
        nav.index id="index" aria-labelledby="index-heading" {
            h1 #index-heading { (words.index) }
            p.outcome {
                (passed(all, batch.reports.len(), lang))
                @if !batch.unread.is_empty() { "  " (unread_files(batch.unread.len(), lang)) }
            }
            table.files {
                thead {
                    tr {
                        th scope="col" { (words.file) }
                        th scope="col" { (words.result) }
                        @for clause in 0..batch.clauses.len() { th.sign scope="col" { (clause + 1) } }
                        th scope="col" { (words.disqualifier) }
                    }
                }
                tbody {
                    @for (number, report) in (1..).zip(batch.reports) { (index_row(report, number, batch)) }
                    @for unread in batch.unread {
                        tr {
                            th scope="row" { (unread.file) }
                            td colspan=(batch.clauses.len() + 2) {
                                (verdict(Verdict::Undetermined, words.unread)) " " (unread.cause)
                                @if let Some(hint) = &unread.hint { " " (hint) }
                            }
                        }
                    }
                }
            }
            ol.clauses { @for clause in batch.clauses { li { (title(clause, lang)) } } }
            p.legend { (legend(lang)) }
        }
    }
}

fn index_row(report: &Report, number: usize, batch: &Batch<'_>) -> Markup {
    let (lang, words) = (batch.lang, sheet(batch.lang));
    let judged = |clause| report.judgments.iter().find(|judgment| judgment.clause == clause);
    let present = report.disqualifiers.iter().any(|disqualifier| disqualifier.present);
    html! {
        tr {
            th scope="row" {
                a href={ "#f" (number) } { (report.title().unwrap_or(words.untitled)) }
                br;
                span.name { (report.file) }
            }
            td { (outcome(report, words)) }
            @for clause in 0..batch.clauses.len() {
                td.sign {
                    @if let Some(judgment) = judged(clause) {
                        @let word = messages::verdict(judgment.verdict, lang);
                        a.verdict.(judgment.verdict.id()) href={ "#f" (number) "c" (clause) } title=(word) aria-label=(word) {
                            (messages::mark(judgment.verdict))
                        }
                    }
                }
            }
            td { @if !report.disqualifiers.is_empty() { (if present { words.present } else { words.absent }) } }
        }
    }
}

/// The only file, when it could not be read.
fn unread_page(unread: &Unread, words: &SheetWords) -> Markup {
    html! {
        article.file {
            h1 { (unread.file) }
            p { (verdict(Verdict::Undetermined, words.unread)) " " (unread.cause) }
            @if let Some(hint) = &unread.hint { p { (hint) } }
        }
    }
}

/// Whether the contract satisfies the criteria, as sign and word.
fn outcome(report: &Report, words: &SheetWords) -> Markup {
    if report.passes() { verdict(Verdict::Found, words.pass) } else { verdict(Verdict::Contradicted, words.fail) }
}

/// A sign and a word in the colours of `look`.
fn verdict(look: Verdict, word: &str) -> Markup {
    html! { span.verdict.(look.id()) { span.mark aria-hidden="true" { (messages::mark(look)) } " " (word) } }
}

/// What each sign stands for.
fn legend(lang: Lang) -> Markup {
    html! { @for look in Verdict::ALL { (verdict(look, messages::verdict(look, lang))) " " } }
}

/// A heading of `level`, 1 to 6.
fn heading(level: u8, content: &Markup) -> Markup {
    html! {
        @match level {
            0 | 1 => h1 { (content) },
            2 => h2 { (content) },
            3 => h3 { (content) },
            4 => h4 { (content) },
            5 => h5 { (content) },
            _ => h6 { (content) },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ink and paper of each pair of the style sheet, in light and in dark. What a grey printer makes of them keeps the
    /// luminance, on which contrast rests.
    #[test]
    fn inks_are_readable_on_their_papers() {
        let schemes: Vec<&str> = STYLE.split("--scheme:").skip(1).collect();
        assert_eq!(schemes.len(), 3, "light, dark and print");
        for scheme in schemes {
            let color = |name: &str| {
                let (_, rest) = scheme.split_once(&format!("--{name}: #")).unwrap_or_else(|| panic!("--{name} is set"));
                u32::from_str_radix(rest.get(..6).expect("six digits"), 16).expect("a hexadecimal number")
            };
            for name in ["page", "found", "partial", "contradicted", "missing", "undetermined"] {
                let (ink, paper) = (color(&format!("{name}-ink")), color(&format!("{name}-paper")));
                assert!(contrast(ink, paper) >= 7.0, "{name} has {:.1}", contrast(ink, paper));
                // A verdict's word may also stand on the page itself.
                assert!(contrast(ink, color("page-paper")) >= 4.5, "{name} on the page");
                assert!(contrast(color("page-ink"), paper) >= 4.5, "the text on {name}");
            }
            for name in ["link", "faint"] {
                assert!(contrast(color(name), color("page-paper")) >= 4.5, "{name}");
            }
        }
    }

    /// By the formula of the Web Content Accessibility Guidelines.
    fn contrast(a: u32, b: u32) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn luminance(color: u32) -> f64 {
        let part = |shift: u32| {
            let share = f64::from((color >> shift) & 0xff) / 255.0;
            if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(16) + 0.7152 * part(8) + 0.0722 * part(0)
    }
}
