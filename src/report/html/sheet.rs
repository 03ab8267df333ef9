//! The examiner's sheet: what the document is, the verdict on each clause with places and quotes, and room for the examiner's own.

use maud::{Markup, html};

use super::{File, heading, legend, mark, outcome, verdict};
use crate::messages;
use crate::party::Role;
use crate::report::place::{look, place, remark};
use crate::report::reason::disqualifier_title;
use crate::report::reason::{needed, review, sentence};
use crate::report::{self, Nature};
use crate::verdict::{Disqualifier, Evidence, Judgment, Lean, Verdict};

/// The sheet of `file`.
pub(super) fn sheet(file: &File<'_>) -> Markup {
    let File { words, .. } = *file;
    html! {
        section.sheet {
            header {
                p.skip {
                    a href={ "#" (file.id("text")) } { (words.skip) }
                    @if !file.single { " " a href="#index" { (words.to_index) } }
                }
                p.kind { (words.sheet) }
                (heading(1 + file.below(), &html! { (file.report.title().unwrap_or(words.untitled)) }))
                p.outcome { (outcome(file.report, words)) " " span.counts { (counts(file)) } }
            }
            (facts(file))
            (notes(file))
            (weak(file))
            (heading(2 + file.below(), &html! { (words.verdicts) }))
            div.scroll { (verdicts(file)) }
            p.legend { (legend(file.lang)) }
            (upstreams(file))
            p.sign { span.line { (words.examiner) } span.line { (words.date) } span.disclaimer { (words.disclaimer) } }
        }
    }
}

/// How many clauses came to each verdict.
fn counts(file: &File<'_>) -> Markup {
    html! {
        @for verdict in Verdict::ALL {
            @let count = file.report.count(verdict);
            @if count > 0 { span.count { (messages::verdict(verdict, file.lang)) " " (count) } " " }
        }
    }
}

/// File, format, and who plays each role.
fn facts(file: &File<'_>) -> Markup {
    let File { report, words, lang, .. } = *file;
    let form = messages::sheet::form(messages::kind(report.document.kind, lang), report.pages(), lang);
    html! {
        table.facts {
            tbody {
                tr {
                    th scope="row" { (words.file) }
                    td {
                        span.name { (report.file) } (messages::sheet::in_brackets(&form, lang))
                        @if report.nature == Nature::Partnership { br; (messages::nature(report.nature, lang)) }
                    }
                }
                @for role in [Role::Upstream, Role::Operator, Role::User] {
                    @let names = report.names(role);
                    tr {
                        th scope="row" { (messages::role(role, lang)) }
                        td { (if names.is_empty() { words.unknown_role.to_owned() } else { names.join(messages::report::comma(lang)) }) }
                    }
                }
            }
        }
    }
}

/// Pages that could not be read, pages recognised in pictures, warnings.
fn notes(file: &File<'_>) -> Markup {
    let notes = report::notes(file.report, file.lang);
    html! {
        @if !notes.is_empty() {
            (heading(2 + file.below(), &html! { (file.words.notes) }))
            ul.notes { @for note in notes { li { (note) } } }
        }
    }
}

/// Provisions that are less than binding, or go against a clause that is not contradicted as a whole, in short: what hollows the
/// contract out.
fn weak(file: &File<'_>) -> Markup {
    let all = file.report.judgments.iter();
    let all = all.flat_map(|judgment| judgment.evidence.iter().map(move |evidence| (judgment, evidence)));
    let mut weak: Vec<(&Judgment, &Evidence)> =
        all.filter(|(judgment, evidence)| hollows(judgment, evidence)).collect();
    weak.dedup_by_key(|(judgment, evidence)| (judgment.clause, evidence.unit, evidence.weakness));
    html! {
        @if !weak.is_empty() {
            (heading(2 + file.below(), &html! { (file.words.weak) }))
            ul.weak {
                @for (judgment, evidence) in weak {
                    li {
                        (link(file, &row_id(file, judgment), evidence)) " "
                        (verdict(look(judgment, evidence), remark(evidence, file.lang).unwrap_or_default())) " "
                        span.about { (judgment.clause + 1) " " (file.title(judgment.clause)) }
                    }
                }
            }
        }
    }
}

fn hollows(judgment: &Judgment, evidence: &Evidence) -> bool {
    evidence.weakness.is_some() || !evidence.supports && judgment.verdict != Verdict::Contradicted
}

fn verdicts(file: &File<'_>) -> Markup {
    let words = file.words;
    html! {
        table.verdicts {
            thead {
                tr {
                    th.number scope="col" { (words.number) }
                    th.clause scope="col" { (words.clause) }
                    th.judged scope="col" { (words.verdict) }
                    th.evidence scope="col" { (words.evidence) }
                    th.check scope="col" { (words.confirmed) }
                    th.remarks scope="col" { (words.remarks) }
                }
            }
            tbody {
                @for judgment in &file.report.judgments { (clause(file, judgment)) }
                @for (number, found) in file.report.disqualifiers.iter().enumerate() { (disqualifier(file, number, found)) }
            }
        }
    }
}

fn row_id(file: &File<'_>, judgment: &Judgment) -> String {
    file.id(&format!("c{}", judgment.clause))
}

fn clause(file: &File<'_>, judgment: &Judgment) -> Markup {
    let title = file.title(judgment.clause);
    let id = row_id(file, judgment);
    let criteria = &file.clauses[judgment.clause].criteria;
    html! {
        tr id=(id) {
            td.number { (judgment.clause + 1) }
            th.clause scope="row" { (title) span.criteria { (criteria.join(", ")) } }
            td.judged { (verdict(judgment.verdict, messages::verdict(judgment.verdict, file.lang))) }
            td.evidence {
                (said(file, judgment))
                (quotes(file, &id, &judgment.evidence, |evidence| look(judgment, evidence)))
                (again(file, judgment))
            }
            (room(file, title))
        }
    }
}

/// The reason, where the quotes do not say it all.
fn said(file: &File<'_>, judgment: &Judgment) -> Markup {
    let File { report, clauses, lang, .. } = *file;
    html! {
        @match judgment.verdict {
            Verdict::Found => {}
            Verdict::Missing => p { (needed(&clauses[judgment.clause], lang)) },
            _ => p { (sentence(report, clauses, judgment, lang)) },
        }
    }
}

/// What to read again, with a link to where words of the matter stand.
fn again(file: &File<'_>, judgment: &Judgment) -> Markup {
    let near = judgment.leans.iter().find_map(|lean| match lean {
        Lean::Unmatched(unit) => Some(*unit),
        _ => None,
    });
    html! {
        @if let Some(why) = review(file.report, judgment, file.lang) {
            p.review {
                span.review { (file.words.review) } " "
                @match near {
                    Some(unit) => a href={ "#" (file.id(&format!("u{}", unit.0))) } { (why) },
                    None => (why),
                }
            }
        }
    }
}

fn disqualifier(file: &File<'_>, number: usize, disqualifier: &Disqualifier) -> Markup {
    let title = disqualifier_title(disqualifier, file.lang);
    let id = file.id(&format!("d{number}"));
    let (look, word) = if disqualifier.present {
        (Verdict::Contradicted, file.words.present)
    } else {
        (Verdict::Found, file.words.absent)
    };
    html! {
        tr.disqualifier id=(id) {
            td.number {}
            th.clause scope="row" { (file.words.disqualifier) ": " (title) }
            td.judged { (verdict(look, word)) }
            td.evidence { (quotes(file, &id, &disqualifier.evidence, |_| Verdict::Contradicted)) }
            (room(file, title))
        }
    }
}

/// The quotes under their places; those that follow each other in one place stand together. Each leads to its words in the
/// contract.
fn quotes(file: &File<'_>, row: &str, evidence: &[Evidence], look: impl Fn(&Evidence) -> Verdict) -> Markup {
    html! {
        @let same = |a: &Evidence, b: &Evidence| {
            place(file.report, a, file.lang) == place(file.report, b, file.lang) && remarks(file, a, &look).0 == remarks(file, b, &look).0
        };
        @for together in evidence.chunk_by(same) {
            div.cited {
                p.place { (link(file, row, &together[0])) (remarks(file, &together[0], &look)) }
                blockquote {
                    @for (at, evidence) in together.iter().enumerate() {
                        @if at > 0 { " … " }
                        a.quote href={ "#" (mark::id(row, evidence)) } { (file.report.text.get(evidence.span)) }
                    }
                }
            }
        }
    }
}

/// What a reader must know about the words of `evidence`.
fn remarks(file: &File<'_>, evidence: &Evidence, look: impl Fn(&Evidence) -> Verdict) -> Markup {
    html! {
        @if let Some(remark) = remark(evidence, file.lang) { " " (verdict(look(evidence), remark)) }
        @if let Some(share) = file.report.confidence(evidence) { (messages::recognised(share, file.lang)) }
    }
}

fn link(file: &File<'_>, row: &str, evidence: &Evidence) -> Markup {
    html! { a href={ "#" (mark::id(row, evidence)) } { (place(file.report, evidence, file.lang)) } }
}

/// The cells that the examiner fills in, on the screen or by hand.
fn room(file: &File<'_>, title: &str) -> Markup {
    let File { words, lang, .. } = *file;
    html! {
        td.check { input type="checkbox" aria-label=(messages::sheet::field(words.confirmed, title, lang)); }
        td.remarks {
            div contenteditable="true" role="textbox" aria-multiline="true"
                aria-label=(messages::sheet::field(words.remarks, title, lang)) {}
        }
    }
}

/// The verdicts for each of several upstreams side by side.
fn upstreams(file: &File<'_>) -> Markup {
    let File { report, words, lang, .. } = *file;
    html! {
        @if !report.upstreams.is_empty() {
            (heading(2 + file.below(), &html! { (words.upstreams) }))
            table.upstreams {
                thead {
                    tr {
                        th scope="col" { (words.clause) }
                        @for upstream in &report.upstreams { th scope="col" { (upstream.name) } }
                    }
                }
                tbody {
                    @for (at, judgment) in report.judgments.iter().enumerate() {
                        tr {
                            th scope="row" { (judgment.clause + 1) " " (file.title(judgment.clause)) }
                            @for upstream in &report.upstreams {
                                td {
                                    @if let Some(judgment) = upstream.judgments.get(at) {
                                        (verdict(judgment.verdict, messages::verdict(judgment.verdict, lang)))
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
