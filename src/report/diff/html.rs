//! The 新旧対照表 as a page of its own: nothing is fetched, nothing is run. It prints to A4 on its side.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::terminal::{notes, omitted, remark, summary};
use super::{Change, ClauseChange, Diff, Row, RowChange, Side};
use crate::messages::{self, Lang, diff as words};
use crate::report::Report;
use crate::report::reason::{disqualifier_title, needed, sentence, title};
use crate::rulebook::Clause;
use crate::verdict::{Evidence, Judgment, Verdict};

const STYLE: &str = include_str!("style.css");

/// The page. With `full`, units that did not change are shown with their words.
#[must_use]
pub fn render(diff: &Diff<'_>, clauses: &[Clause], lang: Lang, full: bool) -> String {
    let page = Page { diff, clauses, lang, full };
    let heading = words::title(lang);
    let (old, new) = words::legend_marked(lang);
    let markup = html! {
        (DOCTYPE)
        html lang=(lang.of("ja", "en")) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (heading) " " (diff.old.file) " → " (diff.new.file) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                h1 { (heading) }
                (page.versions())
                p.summary { (summary(diff, lang)) }
                h2 { (words::verdicts(lang)) }
                (page.verdicts())
                (page.roles())
                (page.notes())
                h2 { (words::texts(lang)) }
                p.legend { del { (old) } " " ins { (new) } }
                (page.texts())
            }
        }
    };
    markup.into_string() + "\n"
}

struct Page<'a> {
    diff: &'a Diff<'a>,
    clauses: &'a [Clause],
    lang: Lang,
    full: bool,
}

impl Page<'_> {
    fn versions(&self) -> Markup {
        let lang = self.lang;
        let (old, new) = words::versions(lang);
        html! {
            dl.versions {
                @for (version, report) in [(old, self.diff.old), (new, self.diff.new)] {
                    dt { (version) }
                    dd {
                        (report.title().unwrap_or(messages::report::untitled(lang)))
                        " " span.file { (report.file) " (" (messages::kind(report.document.kind, lang)) ")" }
                    }
                }
            }
        }
    }

    fn verdicts(&self) -> Markup {
        let mut order: Vec<&ClauseChange<'_>> = self.diff.clauses.iter().collect();
        order.sort_by_key(|clause| clause.change);
        html! {
            table.verdicts {
                thead { tr { @for column in words::columns(self.lang) { th scope="col" { (column) } } } }
                tbody {
                    @for change in &order { (self.clause(change, None)) }
                    @for upstream in &self.diff.upstreams {
                        @for change in upstream.clauses.iter().filter(|clause| clause.change <= Change::Better) {
                            (self.clause(change, Some(upstream.name)))
                        }
                    }
                    @for change in &self.diff.disqualifiers {
                        tr class=(class(change.change)) {
                            td.change { (self.change(change.change)) }
                            th scope="row" { (disqualifier_title(change.new, self.lang)) }
                            @for (report, found) in [(self.diff.old, change.old), (self.diff.new, change.new)] {
                                td {
                                    p.verdict { (words::presence(found.present, self.lang)) }
                                    (self.quotes(report, &found.evidence))
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn clause(&self, change: &ClauseChange<'_>, upstream: Option<&str>) -> Markup {
        let clause = &self.clauses[change.new.clause];
        html! {
            tr class=(class(change.change)) {
                td.change { (self.change(change.change)) }
                th scope="row" {
                    (title(clause, self.lang))
                    @if let Some(name) = upstream { br; span.file { (name) } }
                }
                @for (report, judgment) in [(self.diff.old, change.old), (self.diff.new, change.new)] {
                    td {
                        @if change.change == Change::Same { (self.places(report, judgment)) }
                        @else { (self.judgment(report, judgment, clause)) }
                    }
                }
            }
        }
    }

    fn change(&self, change: Change) -> Markup {
        html! { (words::mark(change)) " " (words::change(change, self.lang)) }
    }

    /// Where nothing changed, the places are enough: the words stand in the texts.
    fn places(&self, report: &Report, judgment: &Judgment) -> Markup {
        let mut places: Vec<String> = Vec::new();
        for evidence in &judgment.evidence {
            let place = words::at(&report.contract.place(evidence.unit), report.page(evidence), self.lang);
            if !places.contains(&place) {
                places.push(place);
            }
        }
        html! {
            p { span.verdict { (messages::mark(judgment.verdict)) " " (messages::verdict(judgment.verdict, self.lang)) }
                "　" span.place { (places.join(messages::report::comma(self.lang))) } }
        }
    }

    fn judgment(&self, report: &Report, judgment: &Judgment, clause: &Clause) -> Markup {
        let why = match judgment.verdict {
            Verdict::Found => None,
            Verdict::Missing => Some(needed(clause, self.lang)),
            _ => Some(sentence(report, self.clauses, judgment, self.lang)),
        };
        html! {
            p.verdict { (messages::mark(judgment.verdict)) " " (messages::verdict(judgment.verdict, self.lang)) }
            @if let Some(why) = why { p.why { (why) } }
            (self.quotes(report, &judgment.evidence))
        }
    }

    fn quotes(&self, report: &Report, evidence: &[Evidence]) -> Markup {
        html! {
            @for evidence in evidence {
                p.quote {
                    span.place { (words::at(&report.contract.place(evidence.unit), report.page(evidence), self.lang)) }
                    @if let Some(remark) = remark(evidence, self.lang) { " " span.remark { "［" (remark) "］" } }
                    br;
                    q { (report.text.get(evidence.span)) }
                }
            }
        }
    }

    fn roles(&self) -> Markup {
        let lang = self.lang;
        let (old, new) = words::versions(lang);
        let named = |names: &[String]| match names {
            [] => messages::report::nobody_in_brackets(lang).to_owned(),
            names => names.join(messages::report::comma(lang)),
        };
        html! {
            @if !self.diff.roles.is_empty() {
                h2 { (words::roles(lang)) }
                table.roles {
                    thead { tr { td {} th scope="col" { (old) } th scope="col" { (new) } } }
                    tbody {
                        @for change in &self.diff.roles {
                            tr {
                                th scope="row" { (messages::role(change.role, lang)) }
                                td { (named(&change.old)) }
                                td { (named(&change.new)) }
                            }
                        }
                    }
                }
            }
        }
    }

    fn notes(&self) -> Markup {
        let notes = notes(self.diff, self.lang);
        html! { @if !notes.is_empty() { ul.notes { @for note in &notes { li { (note) } } } } }
    }

    fn texts(&self) -> Markup {
        let lang = self.lang;
        let (old, new) = words::versions(lang);
        let rows = &self.diff.rows;
        let touched = rows.iter().any(|row| !row.is_same() || row.is_renumbered());
        html! {
            @if !touched { p { (words::same_text(lang)) } }
            @if touched || self.full {
                table.texts {
                    thead { tr { th.kind scope="col" { (words::kind(lang)) } th scope="col" { (old) } th scope="col" { (new) } } }
                    tbody {
                        @for group in rows.chunk_by(|a, b| a.is_same() && b.is_same()) {
                            @if group[0].is_same() && !self.full {
                                tr.same {
                                    td.kind {}
                                    td { (omitted(group, |row| &row.old, lang)) }
                                    td { (omitted(group, |row| &row.new, lang)) }
                                }
                            } @else {
                                @for row in group { (self.row(row)) }
                            }
                        }
                    }
                }
            }
        }
    }

    fn row(&self, row: &Row) -> Markup {
        let class = match row.change {
            RowChange::Same => "same",
            RowChange::Changed => "changed",
            RowChange::Added => "added",
            RowChange::Deleted => "deleted",
        };
        html! {
            tr class=(class) {
                td.kind { (words::row(row, self.lang)) }
                td { (self.side(row, row.old.as_ref(), Version::Old)) }
                td { (self.side(row, row.new.as_ref(), Version::New)) }
            }
        }
    }

    fn side(&self, row: &Row, side: Option<&Side>, version: Version) -> Markup {
        let lang = self.lang;
        let Some(side) = side else { return html! { p.none { (words::nothing(row.change, lang)) } } };
        html! {
            p.place { (words::side(side, lang)) }
            p.words {
                @for piece in &side.pieces {
                    @match (piece.changed, version) {
                        (false, _) => (piece.text),
                        (true, Version::Old) => del { (piece.text) },
                        (true, Version::New) => ins { (piece.text) },
                    }
                }
            }
        }
    }
}

#[derive(Clone, Copy)]
enum Version {
    Old,
    New,
}

const fn class(change: Change) -> &'static str {
    match change {
        Change::Worse => "worse",
        Change::Better => "better",
        Change::Evidence => "evidence",
        Change::Same => "same",
    }
}
