//! The report for people: who the parties are, the eight clauses in a table, then each with the words that it rests on. Colours
//! are ANSI codes that the writer may strip; nothing is told by colour alone.

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

use super::place::{place, remark};
use super::quote::{self, Piece};
use super::reason::{counts, disqualifier_title, needed, review, sentence, title};
use super::wrap::{pad, wrap};
use super::{NearMiss, Report, UpstreamReport};
use crate::messages::{self, Lang, report as words};
use crate::party::{Party, Role};
use crate::pattern::Asked;
use crate::rulebook::Clause;
use crate::span::Span;
use crate::verdict::{Disqualifier, Evidence, Judgment, Verdict};

/// How the reader sees it.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// The language.
    pub lang: Lang,
    /// Columns of the terminal.
    pub width: usize,
}

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
/// Places of a clause that are named in the table.
const PLACES: usize = 3;
/// Columns before quotes and what is said of a clause.
const MARGIN: usize = 4;
/// Marks that stand around decisive words until lines are broken: they take no column and are in no contract.
const OPEN: char = '\u{2062}';
const CLOSE: char = '\u{2063}';

/// The report on one file.
#[must_use]
pub fn render(report: &Report, clauses: &[Clause], view: View) -> String {
    let mut page = Page { report, clauses, view, out: String::new() };
    page.header();
    page.table();
    page.notes();
    for judgment in &report.judgments {
        page.clause(judgment);
    }
    for upstream in &report.upstreams {
        page.upstream(upstream);
    }
    for disqualifier in report.disqualifiers.iter().filter(|disqualifier| disqualifier.present) {
        page.disqualifier(disqualifier);
    }
    page.summary();
    page.out
}

/// One line on one file of many.
#[must_use]
pub fn brief(report: &Report, view: View) -> String {
    let lang = view.lang;
    let (style, outcome) = outcome(report, lang);
    let mark = if report.passes() { "◎" } else { "✕" };
    let counts = counts(report, lang);
    let left = format!("{style}{}{style:#}  ", pad(&format!("{mark} {outcome}"), lang.of(8, 6)));
    format!("{left}{}  {DIM}{counts}{DIM:#}\n", report.file)
}

/// The last line over several files: how many of them satisfy the criteria.
#[must_use]
pub fn total(reports: &[Report], lang: Lang) -> String {
    let passed = reports.iter().filter(|report| report.passes()).count();
    format!("{BOLD}{}{BOLD:#}\n", words::total(passed, reports.len(), lang))
}

struct Page<'a> {
    report: &'a Report,
    clauses: &'a [Clause],
    view: View,
    out: String,
}

impl Page<'_> {
    fn header(&mut self) {
        let Self { report, view: View { lang, width }, .. } = *self;
        let title = report.title().unwrap_or(words::untitled(lang));
        for line in wrap(title, width) {
            self.line(&format!("{BOLD}{line}{BOLD:#}"));
        }
        let kind = messages::kind(report.document.kind, lang);
        self.line(&format!("{DIM}{}{DIM:#}", words::file(&report.file, kind, report.pages(), lang)));
        self.out.push('\n');
        for role in [Role::Upstream, Role::Operator, Role::User] {
            self.role(role);
        }
        self.out.push('\n');
    }

    /// Who plays `role`, and the words that say so.
    fn role(&mut self, role: Role) {
        let lang = self.view.lang;
        let names = self.report.names(role);
        let indent = lang.of(18, 10);
        let label = pad(messages::role(role, lang), indent);
        if names.is_empty() {
            self.line(&format!("{label}{DIM}{}{DIM:#}", words::nobody(lang)));
        } else {
            self.block(&label, indent, &names.join(words::comma(lang)));
        }
        let players = self.report.parties.iter().filter(|party| party.role == Some(role));
        let because: Vec<String> = players.filter_map(|party| self.because(party)).collect();
        let room = self.view.width.saturating_sub(indent);
        for line in because.iter().flat_map(|why| wrap(why, room)) {
            self.line(&format!("{:indent$}{DIM}{line}{DIM:#}", ""));
        }
    }

    /// The words by which it is known which role a party plays: `第3条「乙は、…」による`.
    fn because(&self, party: &Party) -> Option<String> {
        let lang = self.view.lang;
        // The first words introduce the name; the next say what the party does.
        let span = *party.because.get(1).or(party.because.first())?;
        let place = self.report.contract.unit_at(span.start).map(|unit| self.report.contract.place(unit));
        let words = self.report.text.get(span);
        let words = words.lines().next().unwrap_or_default();
        let short: String = words.chars().take(40).collect();
        let words = if short.len() < words.len() { short + "…" } else { short };
        let place = place.unwrap_or_default();
        Some(words::because(&place, &words, lang))
    }

    /// Verdict, clause and places, one line a clause.
    fn table(&mut self) {
        let lang = self.view.lang;
        let titles = self.report.judgments.iter().map(|judgment| title(&self.clauses[judgment.clause], lang).width());
        let disqualifiers = &self.report.disqualifiers;
        let names: Vec<&str> = disqualifiers.iter().map(|it| disqualifier_title(it, lang)).collect();
        let widest = titles.chain(names.iter().map(|name| name.width())).max().unwrap_or(0);
        // Places are broken into lines of their own; so many columns they need at least.
        let widest = widest.min(self.view.width.saturating_sub(self.margin() + 12));
        let rule = "─".repeat(self.view.width.min(self.margin() + widest + 26));
        self.line(&format!("{DIM}{rule}{DIM:#}"));
        for judgment in &self.report.judgments {
            let (style, label) = self.verdict(judgment.verdict);
            let name = title(&self.clauses[judgment.clause], lang);
            let places = self.places(judgment.deciding());
            self.row(&format!("{style}{label}{style:#}"), name, widest, &places);
        }
        for (disqualifier, name) in disqualifiers.iter().zip(names) {
            let (style, label) = present(disqualifier, lang);
            let places = self.places(disqualifier.evidence.iter());
            self.row(&format!("{style}{label}{style:#}"), name, widest, &places);
        }
        self.line(&format!("{DIM}{rule}{DIM:#}"));
        self.out.push('\n');
    }

    fn row(&mut self, label: &str, name: &str, widest: usize, places: &[String]) {
        let margin = self.margin();
        let names = wrap(name, widest);
        let room = self.view.width.saturating_sub(margin + widest + 2);
        let places = packed(places, room);
        for at in 0..names.len().max(places.len()) {
            let label = if at == 0 { label.to_owned() } else { " ".repeat(margin) };
            let name = pad(names.get(at).map_or("", String::as_str), widest);
            let place = places.get(at).map_or("", String::as_str);
            self.line(format!("{label}{name}  {place}").trim_end());
        }
    }

    /// `第3条第1項（p.2）、`, `第3条第2項（p.2）、`, `別紙1（p.5）`
    fn places<'e>(&self, evidence: impl Iterator<Item = &'e Evidence>) -> Vec<String> {
        let lang = self.view.lang;
        let mut places: Vec<(String, Option<u32>)> = Vec::new();
        for evidence in evidence {
            let place = self.report.contract.place(evidence.unit);
            if !places.iter().any(|(known, _)| *known == place) {
                places.push((place, self.report.page(evidence)));
            }
        }
        let shown = places.iter().take(PLACES).map(|(place, page)| match page {
            Some(page) => words::on_page(place, *page, lang),
            None => place.clone(),
        });
        let mut shown: Vec<String> = shown.collect();
        shown.extend((places.len() > PLACES).then(|| words::more_places(places.len() - PLACES, lang)));
        let last = shown.len().saturating_sub(1);
        for place in shown.iter_mut().take(last) {
            place.push_str(words::comma(lang));
        }
        shown
    }

    fn clause(&mut self, judgment: &Judgment) {
        let lang = self.view.lang;
        let clause = &self.clauses[judgment.clause];
        let (style, label) = self.verdict(judgment.verdict);
        self.line(&format!("{style}{label}{style:#}{BOLD}{}{BOLD:#}", title(clause, lang)));
        match judgment.verdict {
            // The quotes say it all.
            Verdict::Found => {}
            Verdict::Missing => self.paragraph(&needed(clause, lang)),
            _ => self.paragraph(&sentence(self.report, self.clauses, judgment, lang)),
        }
        self.quotes(&judgment.evidence, style);
        if judgment.verdict == Verdict::Missing {
            self.near_misses(judgment);
        }
        if let Some(why) = review(self.report, judgment, lang) {
            self.paragraph(&words::read_again(&why, lang));
        }
        self.out.push('\n');
    }

    /// The quotes, each under its place; what stands in one sentence is quoted once.
    fn quotes(&mut self, evidence: &[Evidence], style: Style) {
        let lang = self.view.lang;
        let mut named = String::new();
        let sentences: Vec<Span> = evidence.iter().map(|it| quote::sentence(self.report, it.unit, it.span)).collect();
        for group in (0..evidence.len()).collect::<Vec<_>>().chunk_by(|a, b| sentences[*a] == sentences[*b]) {
            let group: Vec<&Evidence> = group.iter().map(|at| &evidence[*at]).collect();
            let sentence = quote::sentence(self.report, group[0].unit, group[0].span);
            let place = self.place(group[0]);
            if place != named {
                self.line(&format!("{:MARGIN$}{place}", ""));
                named = place;
            }
            let remarks: Vec<Option<String>> =
                group.iter().map(|it| remark(it, lang).map(|word| words::bracketed(word, lang))).collect();
            let spans: Vec<Span> = group.iter().map(|evidence| evidence.span).collect();
            let against = group.iter().any(|evidence| !evidence.supports);
            let style = if against { self::style(Verdict::Contradicted) } else { style };
            self.quote(sentence, &spans, &remarks, style);
        }
    }

    /// `第3条第1項（2ページ）`, and how surely it was recognised.
    fn place(&self, evidence: &Evidence) -> String {
        let lang = self.view.lang;
        let recognised = self.report.confidence(evidence).map(|share| messages::recognised(share, lang));
        place(self.report, evidence, lang) + &recognised.unwrap_or_default()
    }

    /// A sentence with the decisive words in 【】, unless they are all of it.
    fn quote(&mut self, sentence: Span, marked: &[Span], remarks: &[Option<String>], style: Style) {
        let pieces = quote::pieces(self.report, sentence, marked);
        let whole = !pieces.iter().any(|piece| matches!(piece, Piece::Around(words) if words.chars().count() > 1));
        let mut text = String::new();
        for piece in pieces {
            match piece {
                Piece::Around(words) => text += words,
                Piece::Gap => text.push('…'),
                Piece::Decisive(words, _) if whole => {
                    text.extend([OPEN].into_iter().chain(words.chars()).chain([CLOSE]))
                }
                Piece::Decisive(words, _) => text += &format!("{OPEN}【{words}】{CLOSE}"),
            }
            if let Piece::Decisive(_, number) = piece
                && let Some(remark) = remarks.get(number).and_then(Option::as_deref)
            {
                text += remark;
            }
        }
        let mut open = false;
        for line in wrap(&text, self.view.width.saturating_sub(MARGIN + 2)) {
            let line = styled(&line, &mut open, style.bold());
            self.line(&format!("{:MARGIN$}{style}│{style:#} {line}", ""));
        }
    }

    /// What comes nearest to what is lacking, and why it does not do.
    fn near_misses(&mut self, judgment: &Judgment) {
        let report = self.report;
        // Words that lack more, or speak of something else, would only distract.
        let is_near = |near: &&NearMiss| {
            near.clause == judgment.clause && matches!(near.lacks.as_slice(), [only] if is_of_manner(only))
        };
        let near = report.near_misses.iter().filter(is_near);
        let mut told: Vec<Span> = Vec::new();
        for near in near {
            // What is evidence is quoted already, and one sentence may come near to several elements.
            let known = judgment.evidence.iter().any(|evidence| evidence.span.overlaps(near.span));
            if !known && !told.contains(&near.span) {
                told.push(near.span);
                self.near_miss(near);
            }
        }
    }

    fn near_miss(&mut self, near: &NearMiss) {
        let lang = self.view.lang;
        let place = self.report.contract.place(near.unit);
        let lacks: Vec<String> = near.lacks.iter().filter_map(|asked| messages::wanted(asked, lang)).collect();
        self.paragraph(&words::nearest(&place, &lacks, lang));
        let sentence = quote::sentence(self.report, near.unit, near.span);
        self.quote(sentence, &[near.span], &[], DIM);
    }

    fn verdict(&self, verdict: Verdict) -> (Style, String) {
        (style(verdict), label(verdict, messages::verdict(verdict, self.view.lang), self.view.lang))
    }

    fn upstream(&mut self, upstream: &UpstreamReport) {
        let lang = self.view.lang;
        let role = messages::role(Role::Upstream, lang);
        self.line(&format!("{BOLD}{role}: {}{BOLD:#}", upstream.name));
        for judgment in &upstream.judgments {
            let name = title(&self.clauses[judgment.clause], lang);
            let style = style(judgment.verdict);
            self.line(&format!("{style}{}{style:#}{name}", self.verdict(judgment.verdict).1));
        }
        self.out.push('\n');
    }

    fn disqualifier(&mut self, disqualifier: &Disqualifier) {
        let lang = self.view.lang;
        let (style, label) = present(disqualifier, lang);
        self.line(&format!("{style}{label}{style:#}{BOLD}{}{BOLD:#}", disqualifier_title(disqualifier, lang)));
        self.quotes(&disqualifier.evidence, style);
        self.out.push('\n');
    }

    fn notes(&mut self) {
        let lang = self.view.lang;
        for gaps in self.report.document.gaps.chunk_by(|a, b| a.why == b.why) {
            let numbers: Vec<u32> = gaps.iter().map(|gap| gap.page).collect();
            let pages = messages::pages(&numbers, lang);
            let why = messages::gap(gaps[0].why, lang);
            self.note(&words::unread_pages(&pages, why, lang));
        }
        let recognised = self.report.recognised_pages();
        if !recognised.is_empty() {
            self.note(&messages::recognised_pages(&recognised, lang));
        }
        for warning in &self.report.warnings {
            self.note(&super::reason::warning(self.report, warning, lang));
        }
        if !(self.report.document.gaps.is_empty() && self.report.warnings.is_empty() && recognised.is_empty()) {
            self.out.push('\n');
        }
    }

    fn note(&mut self, text: &str) {
        let lang = self.view.lang;
        let style = style(Verdict::Partial);
        self.block(&format!("{style}{}{style:#}  ", words::note(lang)), 6, text);
    }

    fn summary(&mut self) {
        let lang = self.view.lang;
        let (style, outcome) = outcome(self.report, lang);
        let counts = counts(self.report, lang);
        self.line(&format!("{}  {style}{outcome}{style:#}  {counts}", words::result(lang)));
    }

    /// Columns that a verdict takes.
    fn margin(&self) -> usize {
        self.view.lang.of(13, 17)
    }

    fn paragraph(&mut self, text: &str) {
        self.block(&" ".repeat(MARGIN), MARGIN, text);
    }

    /// `label`, which takes `indent` columns, and `text` wrapped to its right.
    fn block(&mut self, label: &str, indent: usize, text: &str) {
        let lines = wrap(text, self.view.width.saturating_sub(indent));
        for (index, line) in lines.iter().enumerate() {
            if index == 0 {
                self.line(&format!("{label}{line}"));
            } else {
                self.line(&format!("{}{line}", " ".repeat(indent)));
            }
        }
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }
}

/// Whether a lack is of who, whether or how, and not of what.
const fn is_of_manner(asked: &Asked) -> bool {
    matches!(
        asked,
        Asked::Argument { role: true, .. }
            | Asked::Polarity { .. }
            | Asked::Modality
            | Asked::Provision
            | Asked::Words(_)
    )
}

/// Items that are not broken, on lines of `width` columns.
fn packed(items: &[String], width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for item in items {
        match lines.last_mut() {
            Some(line) if line.width() + item.trim_end().width() <= width => line.push_str(item),
            _ => lines.push(item.clone()),
        }
    }
    lines
}

/// The mark of `verdict` and a word, as wide as all labels.
fn label(verdict: Verdict, word: &str, lang: Lang) -> String {
    let mark = pad(messages::mark(verdict), 2);
    pad(&format!("{mark} {word}"), lang.of(13, 17))
}

/// Whether a disqualifier holds, as a label.
fn present(disqualifier: &Disqualifier, lang: Lang) -> (Style, String) {
    let like = if disqualifier.present { Verdict::Contradicted } else { Verdict::Found };
    let word = words::presence(disqualifier.present, lang);
    (style(like), label(like, word, lang))
}

/// Whether the contract passes, in a word.
pub(crate) fn outcome(report: &Report, lang: Lang) -> (Style, &'static str) {
    let verdict = if report.passes() { Verdict::Found } else { Verdict::Contradicted };
    (style(verdict).bold(), words::outcome(report.passes(), lang))
}

/// A line with the marked words in `style`; `open` says whether the line before ended inside of them.
fn styled(line: &str, open: &mut bool, style: Style) -> String {
    let mut out = if *open { style.to_string() } else { String::new() };
    for char in line.chars() {
        match char {
            OPEN => {
                *open = true;
                out += &style.to_string();
            }
            CLOSE => {
                *open = false;
                out += &format!("{style:#}");
            }
            other => out.push(other),
        }
    }
    if *open {
        out += &format!("{style:#}");
    }
    out
}

/// The colour of a verdict; its sign and its word stand beside it.
pub(crate) const fn style(verdict: Verdict) -> Style {
    let color = match verdict {
        Verdict::Found => AnsiColor::Green,
        Verdict::Partial => AnsiColor::Yellow,
        Verdict::Contradicted => AnsiColor::Red,
        Verdict::Missing => AnsiColor::Magenta,
        Verdict::Undetermined => AnsiColor::Cyan,
    };
    color.on_default()
}
