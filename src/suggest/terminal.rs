//! Suggestions for people: one block a clause, with the place, what must go and the wording in a frame without side lines, so that
//! it can be copied.

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

use super::{Advice, Suggestion};
use crate::messages::{self, suggest as words};
use crate::report::Report;
use crate::report::reason::{counts, title};
use crate::report::terminal::{View, outcome, style};
use crate::report::wrap::{pad, wrap};
use crate::rulebook::Clause;
use crate::verdict::{Judgment, Verdict};

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const GOES: Style = AnsiColor::Red.on_default();
const COMES: Style = AnsiColor::Green.on_default();
const NOTE: Style = AnsiColor::Yellow.on_default();
/// Columns before what belongs to a clause.
const MARGIN: usize = 4;

/// The suggestions on one file.
#[must_use]
pub fn render(report: &Report, advice: &Advice<'_>, clauses: &[Clause], view: View) -> String {
    let mut page = Page { report, advice, clauses, view, out: String::new() };
    page.header();
    let open = report.judgments.iter().zip(&advice.after.judgments).filter(|(now, _)| now.verdict != Verdict::Found);
    for (now, then) in open {
        page.clause(now, then);
    }
    page.notes();
    page.outcome();
    page.out
}

struct Page<'a> {
    report: &'a Report,
    advice: &'a Advice<'a>,
    clauses: &'a [Clause],
    view: View,
    out: String,
}

impl Page<'_> {
    fn header(&mut self) {
        let lang = self.view.lang;
        let title = self.report.title().unwrap_or(messages::report::untitled(lang)).to_owned();
        for line in wrap(&title, self.view.width) {
            self.line(&format!("{BOLD}{line}{BOLD:#}"));
        }
        let file = self.report.file.clone();
        self.line(&format!("{DIM}{file}{DIM:#}"));
        self.out.push('\n');
        if self.advice.suggestions.is_empty() && self.report.count(Verdict::Found) == self.report.judgments.len() {
            self.line(words::nothing(lang));
            self.out.push('\n');
        }
    }

    fn clause(&mut self, now: &Judgment, then: &Judgment) {
        let lang = self.view.lang;
        let verdict = |verdict| {
            let style = style(verdict);
            format!("{style}{}{}{style:#}", pad(messages::mark(verdict), 3), messages::verdict(verdict, lang))
        };
        let name = title(&self.clauses[now.clause], lang);
        self.line(&format!("{BOLD}{name}{BOLD:#}"));
        self.line(&format!("{} → {}", verdict(now.verdict), verdict(then.verdict)));
        let mine: Vec<&Suggestion> = self.advice.suggestions.iter().filter(|it| it.clause == now.clause).collect();
        for (index, suggestion) in mine.iter().enumerate() {
            self.out.push('\n');
            self.suggestion(suggestion, (mine.len() > 1).then_some(index + 1));
        }
        if mine.is_empty() {
            self.block("", MARGIN, words::no_way(lang));
        }
        self.out.push('\n');
    }

    fn suggestion(&mut self, suggestion: &Suggestion, number: Option<usize>) {
        let lang = self.view.lang;
        let number = number.map_or(String::new(), |number| format!("{number}."));
        let page = suggestion.page.map_or(String::new(), |page| messages::report::page(page, lang));
        let deed = words::deed(suggestion, lang) + &page;
        let style = BOLD;
        for (index, line) in wrap(&deed, self.view.width.saturating_sub(MARGIN)).iter().enumerate() {
            let before = if index == 0 { pad(&number, MARGIN) } else { " ".repeat(MARGIN) };
            self.line(&format!("{before}{style}{line}{style:#}"));
        }
        let elements: Vec<&str> = suggestion.elements.iter().map(|id| messages::element(id, lang)).collect();
        let why = words::why(suggestion.why, &lang.list(&elements), lang);
        for line in wrap(&why, self.view.width.saturating_sub(MARGIN)) {
            self.line(&format!("{:MARGIN$}{DIM}{line}{DIM:#}", ""));
        }
        if !suggestion.gone.is_empty() {
            self.marked(words::gone(lang), '−', &suggestion.gone, GOES);
        }
        if suggestion.result.is_empty() {
            self.framed(words::wording(lang), &suggestion.wording);
        } else {
            self.framed(words::result(lang), &suggestion.result);
        }
    }

    /// Words under a label, each line with a sign before it.
    fn marked(&mut self, label: &str, sign: char, text: &str, style: Style) {
        self.line(&format!("{:MARGIN$}{style}{label}{style:#}", ""));
        let width = self.view.width.saturating_sub(MARGIN + 2);
        for line in text.lines().flat_map(|line| wrap(line.trim(), width)) {
            self.line(&format!("{:MARGIN$}{style}{sign}{style:#} {line}", ""));
        }
    }

    /// Words between two rules and nothing else on their lines.
    fn framed(&mut self, label: &str, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        let rule = self.view.width.saturating_sub(MARGIN + label.width() + 4);
        self.line(&format!("{:MARGIN$}{COMES}┌─ {label} {}{COMES:#}", "", "─".repeat(rule)));
        for line in text.lines() {
            let line = line.trim_end();
            let indent = line.len() - line.trim_start().len();
            let (space, rest) = line.split_at_checked(indent).unwrap_or(("", line));
            for (index, part) in wrap(rest, self.view.width.saturating_sub(MARGIN + 2)).iter().enumerate() {
                let before = if index == 0 { space } else { "" };
                let line = format!("{:MARGIN$}{before}{part}", "");
                self.line(line.trim_end());
            }
        }
        let rule = self.view.width.saturating_sub(MARGIN + 1);
        self.line(&format!("{:MARGIN$}{COMES}└{}{COMES:#}", "", "─".repeat(rule)));
    }

    fn notes(&mut self) {
        let lang = self.view.lang;
        let notes = self.advice.notes(self.report, self.clauses, lang);
        for note in &notes {
            let label = format!("{NOTE}{}{NOTE:#}  ", messages::report::note(lang));
            self.block(&label, 6, note);
        }
        if !notes.is_empty() {
            self.out.push('\n');
        }
    }

    fn outcome(&mut self) {
        let lang = self.view.lang;
        let (style, outcome) = outcome(&self.advice.after, lang);
        let label = words::afterwards(lang);
        self.line(&format!("{label}{style}{outcome}{style:#}  {}", counts(&self.advice.after, lang)));
    }

    fn block(&mut self, label: &str, indent: usize, text: &str) {
        for (index, line) in wrap(text, self.view.width.saturating_sub(indent)).iter().enumerate() {
            let before = if index == 0 && !label.is_empty() { label.to_owned() } else { " ".repeat(indent) };
            self.line(&format!("{before}{line}"));
        }
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }
}
