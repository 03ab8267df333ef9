//! The comparison for people: verdicts first, then the changed units side by side.

use std::iter::repeat_n;

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

use super::{Change, ClauseChange, Diff, DisqualifierChange, Row, RowChange, Side};
use crate::messages::{self, Lang, diff as words};
use crate::report::Report;
use crate::report::reason::{self, disqualifier_title, needed, title};
use crate::report::terminal::View;
use crate::report::wrap::{pad, wrap};
use crate::rulebook::Clause;
use crate::verdict::{Evidence, Judgment, Verdict};

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const DELETED: Style = AnsiColor::Red.on_default().strikethrough();
const INSERTED: Style = AnsiColor::Green.on_default().underline();
/// Columns that two columns of Japanese need to be read with ease; where there are fewer, one stands below the other.
const SIDE_BY_SIDE: usize = 72;

/// The comparison as text. With `full`, units that did not change are shown too.
#[must_use]
pub fn render(diff: &Diff<'_>, clauses: &[Clause], view: View, full: bool) -> String {
    let mut page = Page { diff, clauses, view, full, out: String::new() };
    page.header();
    page.verdicts();
    page.roles();
    page.notes();
    page.texts();
    page.summary();
    page.out
}

/// One clause whose verdict or words changed, for those who show no more than this.
#[must_use]
pub fn clause(old: &Report, new: &Report, change: &ClauseChange<'_>, clauses: &[Clause], view: View) -> String {
    let clause = &clauses[change.new.clause];
    let verdict = |judgment: &Judgment| {
        format!("{} {}", messages::mark(judgment.verdict), messages::verdict(judgment.verdict, view.lang))
    };
    let mut out = Lines { view, out: String::new() };
    out.heading(change.change, &verdict(change.old), &verdict(change.new), title(clause, view.lang));
    out.judgment(old, change.old, clause, words::versions(view.lang).0);
    out.judgment(new, change.new, clause, words::versions(view.lang).1);
    out.out
}

/// The line over what changed when a file was saved.
#[must_use]
pub fn saved(file: &str, same: bool, lang: Lang) -> String {
    format!("{BOLD}{}{BOLD:#}\n", words::saved(file, same, lang))
}

/// How things stand, a line a clause: verdict, title, places.
#[must_use]
pub fn table(report: &Report, clauses: &[Clause], view: View) -> String {
    let lang = view.lang;
    let mut out = String::new();
    for judgment in &report.judgments {
        let label = format!("{} {}", messages::mark(judgment.verdict), messages::verdict(judgment.verdict, lang));
        let mut places: Vec<String> = Vec::new();
        for evidence in judgment.deciding() {
            let place = report.contract.place(evidence.unit);
            if !places.contains(&place) {
                places.push(place);
            }
        }
        let name = title(&clauses[judgment.clause], lang);
        let line = format!("{}  {name}  {}", pad(&label, lang.of(11, 15)), places.join(messages::report::comma(lang)));
        let lines = wrap(&line, view.width);
        out += &lines.join("\n");
        out.push('\n');
    }
    for found in report.disqualifiers.iter().filter(|found| found.present) {
        let name = disqualifier_title(found, lang);
        out += &format!("✕ {}  {name}\n", words::presence(true, lang));
    }
    out
}

struct Page<'a> {
    diff: &'a Diff<'a>,
    clauses: &'a [Clause],
    view: View,
    full: bool,
    out: String,
}

impl Page<'_> {
    fn header(&mut self) {
        let lang = self.view.lang;
        self.title(words::title(lang));
        let (old, new) = words::versions(lang);
        for (version, report) in [(old, self.diff.old), (new, self.diff.new)] {
            let kind = messages::kind(report.document.kind, lang);
            let title = report.title().unwrap_or(messages::report::untitled(lang));
            let file = messages::report::file(&report.file, kind, None, lang);
            let lines = wrap(&format!("{title}  {file}"), self.view.width.saturating_sub(old.width() + 2));
            self.hanging(version, old.width() + 2, &lines);
        }
        self.out.push('\n');
    }

    fn verdicts(&mut self) {
        let lang = self.view.lang;
        self.title(words::verdicts(lang));
        let mut order: Vec<&ClauseChange<'_>> =
            self.diff.clauses.iter().filter(|clause| clause.change != Change::Same).collect();
        order.sort_by_key(|clause| clause.change);
        for change in &order {
            let told = clause(self.diff.old, self.diff.new, change, self.clauses, self.view);
            self.out += &told;
        }
        let mut any = !order.is_empty();
        for upstream in &self.diff.upstreams {
            for change in upstream.clauses.iter().filter(|clause| clause.change <= Change::Better) {
                any = true;
                let named = format!("{}（{}）", title(&self.clauses[change.new.clause], lang), upstream.name);
                let [old, new] = [change.old, change.new].map(|judgment| messages::verdict(judgment.verdict, lang));
                let mut lines = self.lines();
                lines.heading(change.change, old, new, &named);
                self.out += &lines.out;
            }
        }
        for change in self.diff.disqualifiers.iter().filter(|found| found.change != Change::Same) {
            any = true;
            self.disqualifier(change);
        }
        if !any {
            self.line(words::no_change(lang));
        }
        let same = self.diff.clauses.iter().filter(|clause| clause.change == Change::Same);
        let same: Vec<String> = same
            .map(|clause| {
                let name = title(&self.clauses[clause.new.clause], lang);
                format!("{}{name}", messages::mark(clause.new.verdict))
            })
            .collect();
        if !same.is_empty() {
            let label = format!("{} {}  ", words::mark(Change::Same), words::change(Change::Same, lang));
            let lines = wrap(&same.join(messages::report::comma(lang)), self.view.width.saturating_sub(label.width()));
            self.hanging(&format!("{DIM}{}{DIM:#}", label.trim_end()), label.width(), &lines);
        }
        self.out.push('\n');
    }

    fn disqualifier(&mut self, change: &DisqualifierChange<'_>) {
        let lang = self.view.lang;
        let [old, new] = [change.old, change.new].map(|found| words::presence(found.present, lang));
        let mut lines = self.lines();
        let name = disqualifier_title(change.new, lang);
        lines.heading(change.change, old, new, name);
        let (before, after) = words::versions(lang);
        lines.quotes(self.diff.old, &change.old.evidence, before);
        lines.quotes(self.diff.new, &change.new.evidence, after);
        self.out += &lines.out;
    }

    fn roles(&mut self) {
        let lang = self.view.lang;
        if self.diff.roles.is_empty() {
            return;
        }
        self.title(words::roles(lang));
        let none = messages::report::nobody_in_brackets(lang);
        for change in &self.diff.roles {
            self.line(&format!("{BOLD}{}{BOLD:#}", messages::role(change.role, lang)));
            let (old, new) = words::versions(lang);
            for (version, names) in [(old, &change.old), (new, &change.new)] {
                let names = if names.is_empty() { none.to_owned() } else { names.join(messages::report::comma(lang)) };
                let margin = 3 + old.width() + 1;
                let lines = wrap(&names, self.view.width.saturating_sub(margin));
                self.hanging(&format!("   {version}"), margin, &lines);
            }
        }
        self.out.push('\n');
    }

    /// What a reader of either version should know: pages that could not be read, numbers that skip.
    fn notes(&mut self) {
        let lang = self.view.lang;
        let notes = notes(self.diff, lang);
        for note in &notes {
            let lines = wrap(note, self.view.width.saturating_sub(6));
            self.hanging(messages::report::note(lang), 6, &lines);
        }
        if !notes.is_empty() {
            self.out.push('\n');
        }
    }

    fn texts(&mut self) {
        let lang = self.view.lang;
        self.title(words::texts(lang));
        if self.diff.rows.iter().all(Row::is_same) && !self.diff.rows.iter().any(Row::is_renumbered) {
            self.line(words::same_text(lang));
            if !self.full {
                self.out.push('\n');
                return;
            }
        }
        self.line(&format!("{DIM}{}{DIM:#}", words::legend(lang)));
        let (old, new) = words::versions(lang);
        if let Some(column) = self.column() {
            self.line(&format!("{BOLD}{}{BOLD:#} │ {BOLD}{new}{BOLD:#}", pad(old, column)));
        }
        let rows = &self.diff.rows;
        for group in rows.chunk_by(|a, b| a.is_same() && b.is_same()) {
            if group[0].is_same() && !self.full {
                self.omitted(group);
            } else {
                group.iter().for_each(|row| self.row(row));
            }
        }
        self.rule("┴");
        self.out.push('\n');
    }

    /// Units without a change, as one line.
    fn omitted(&mut self, rows: &[Row]) {
        let lang = self.view.lang;
        let said = |side: fn(&Row) -> &Option<Side>| omitted(rows, side, lang);
        let (old, new) = (said(|row| &row.old), said(|row| &row.new));
        self.rule("┼");
        self.beside(&plain(&old), &plain(&new));
    }

    fn row(&mut self, row: &Row) {
        let lang = self.view.lang;
        self.rule("┼");
        let label = |side: &Option<Side>| side.as_ref().map_or_else(String::new, |side| words::side(side, lang));
        let kind = words::row(row, lang);
        let (old, new) = (label(&row.old), format!("{}［{kind}］", label(&row.new)));
        let (old, new) = match row.new {
            None => (format!("{old}［{kind}］"), String::new()),
            Some(_) => (old, new),
        };
        self.beside(&styled(&old, BOLD), &styled(&new, BOLD));
        if row.change == RowChange::Same && !self.full {
            self.beside(&[], &plain(words::unchanged(lang)));
            return;
        }
        let side = |side: &Option<Side>, style, brackets| match side {
            None => plain(words::nothing(row.change, lang)),
            // All of it is one change: marks around it would say nothing.
            Some(side) if row.change != RowChange::Changed => styled(&text(side), style),
            Some(side) => marked(side, style, brackets),
        };
        let whole = |style| if row.change == RowChange::Same { Style::new() } else { style };
        let old = side(&row.old, whole(DELETED), ('《', '》'));
        let new = side(&row.new, whole(INSERTED), ('【', '】'));
        self.beside(&old, &new);
    }

    /// Two texts in two columns, or one below the other where there is no room.
    fn beside(&mut self, old: &[(char, Style)], new: &[(char, Style)]) {
        let Some(column) = self.column() else {
            let versions = words::versions(self.view.lang);
            for (version, text) in
                [(versions.0, old), (versions.1, new)].into_iter().filter(|(_, text)| !text.is_empty())
            {
                for line in laid(text, self.view.width.saturating_sub(5)) {
                    self.line(&format!("{DIM}{}{DIM:#} {}", pad(version, 3), line.shown));
                }
            }
            return;
        };
        let (old, new) = (laid(old, column), laid(new, column));
        let lines = old.len().max(new.len());
        let blank = Laid { shown: String::new(), width: 0 };
        let fill = |lines: Vec<Laid>, count: usize| {
            let missing = count.saturating_sub(lines.len());
            lines.into_iter().chain(repeat_n(blank.clone(), missing))
        };
        let pairs: Vec<(Laid, Laid)> = fill(old, lines).zip(fill(new, lines)).collect();
        for (left, right) in pairs {
            let gap = " ".repeat(column.saturating_sub(left.width));
            self.line(&format!("{}{gap} │ {}", left.shown, right.shown));
        }
    }

    fn rule(&mut self, cross: &str) {
        let line = self.column().map_or_else(
            || "─".repeat(self.view.width / 2),
            |column| format!("{}{cross}{}", "─".repeat(column + 1), "─".repeat(column + 1)),
        );
        self.line(&format!("{DIM}{line}{DIM:#}"));
    }

    /// The width of one of two columns, if there is room for two.
    fn column(&self) -> Option<usize> {
        (self.view.width >= SIDE_BY_SIDE).then(|| (self.view.width - 3) / 2)
    }

    fn summary(&mut self) {
        let line = summary(self.diff, self.view.lang);
        for line in wrap(&line, self.view.width) {
            self.line(&format!("{BOLD}{line}{BOLD:#}"));
        }
    }

    fn lines(&self) -> Lines {
        Lines { view: self.view, out: String::new() }
    }

    fn title(&mut self, text: &str) {
        self.line(&format!("{BOLD}■ {text}{BOLD:#}"));
    }

    fn hanging(&mut self, label: &str, indent: usize, lines: &[String]) {
        let shown = anstream::adapter::strip_str(label).to_string().width();
        for (index, line) in lines.iter().enumerate() {
            let head = if index == 0 {
                format!("{label}{}", " ".repeat(indent.saturating_sub(shown)))
            } else {
                " ".repeat(indent)
            };
            self.line(&format!("{head}{line}"));
        }
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }
}

/// How many verdicts and units changed, in a line.
pub(super) fn summary(diff: &Diff<'_>, lang: Lang) -> String {
    let verdicts = [Change::Worse, Change::Better, Change::Evidence].map(|change| diff.count(change));
    let [changed, added, deleted] =
        [RowChange::Changed, RowChange::Added, RowChange::Deleted].map(|change| diff.count_rows(change));
    words::summary(verdicts, [changed, added, deleted, diff.moved()], lang)
}

/// What a reader of either version should know beside the changes.
pub(super) fn notes(diff: &Diff<'_>, lang: Lang) -> Vec<String> {
    let (old, new) = words::versions(lang);
    let mut notes = Vec::new();
    for (version, report) in [(old, diff.old), (new, diff.new)] {
        let pages = report.unreadable_pages();
        if !pages.is_empty() {
            let pages = messages::pages(&pages, lang);
            let note = messages::report::unread(&pages, lang);
            notes.push(words::of_version(version, &note, lang));
        }
        let warnings = report.warnings.iter().map(|warning| reason::warning(report, warning, lang));
        notes.extend(warnings.map(|note| words::of_version(version, &note, lang)));
    }
    notes
}

/// `（略） 第5条〜第8条` for units without a change.
pub(super) fn omitted(rows: &[Row], side: fn(&Row) -> &Option<Side>, lang: Lang) -> String {
    let (first, last) =
        (rows.first().and_then(|row| side(row).as_ref()), rows.last().and_then(|row| side(row).as_ref()));
    let named = |side: Option<&Side>| side.map_or_else(String::new, |side| side.place.clone());
    words::omitted(&named(first), &named(last), lang)
}

/// Entries about verdicts.
struct Lines {
    view: View,
    out: String,
}

impl Lines {
    /// `▼ 悪化  ◎ 充足 → － 欠落  事業者による課金・請求`
    fn heading(&mut self, change: Change, old: &str, new: &str, name: &str) {
        let lang = self.view.lang;
        let style = style(change);
        let label = pad(&format!("{} {}", words::mark(change), words::change(change, lang)), lang.of(14, 14));
        let arrow = if old == new { new.to_owned() } else { format!("{old} → {new}") };
        self.line(&format!("{style}{label}{style:#}{style}{arrow}{style:#}  {BOLD}{name}{BOLD:#}"));
    }

    fn judgment(&mut self, report: &Report, judgment: &Judgment, clause: &Clause, version: &str) {
        let lang = self.view.lang;
        if judgment.evidence.is_empty() {
            let why = match judgment.verdict {
                Verdict::Missing => needed(clause, lang),
                _ => reason::sentence(
                    report,
                    std::slice::from_ref(clause),
                    &Judgment { clause: 0, ..judgment.clone() },
                    lang,
                ),
            };
            self.entry(version, &why);
        }
        self.quotes(report, &judgment.evidence, version);
    }

    fn quotes(&mut self, report: &Report, evidence: &[Evidence], version: &str) {
        for evidence in evidence {
            self.entry(version, &quoted(report, evidence, self.view.lang));
        }
    }

    fn entry(&mut self, version: &str, text: &str) {
        let margin = 3 + self.view.lang.of(3, 4);
        for (index, line) in wrap(text, self.view.width.saturating_sub(margin)).iter().enumerate() {
            let head = if index == 0 { version } else { "" };
            self.line(&format!("   {DIM}{}{DIM:#}{line}", pad(head, margin - 3)));
        }
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }
}

/// `第3条第1項（2ページ）［努力義務］「乙は、…」`
pub(super) fn quoted(report: &Report, evidence: &Evidence, lang: Lang) -> String {
    let place = words::at(&report.contract.place(evidence.unit), report.page(evidence), lang);
    let quote = report.text.get(evidence.span);
    let remark = remark(evidence, lang).map_or_else(String::new, |remark| messages::report::bracketed(remark, lang));
    messages::report::quote(&format!("{place}{remark}"), quote, lang)
}

/// What a reader must know about a quote that does not simply provide.
pub(super) fn remark(evidence: &Evidence, lang: Lang) -> Option<&'static str> {
    match evidence.weakness {
        Some(weakness) => Some(messages::weakness_word(weakness, lang)),
        None => (!evidence.supports).then(|| words::against(lang)),
    }
}

const fn style(change: Change) -> Style {
    let color = match change {
        Change::Worse => AnsiColor::Red,
        Change::Better => AnsiColor::Green,
        Change::Evidence => AnsiColor::Yellow,
        Change::Same => AnsiColor::White,
    };
    color.on_default()
}

fn text(side: &Side) -> String {
    side.pieces.iter().map(|piece| piece.text.as_str()).collect()
}

fn plain(text: &str) -> Vec<(char, Style)> {
    styled(text, Style::new())
}

fn styled(text: &str, style: Style) -> Vec<(char, Style)> {
    text.chars().map(|c| (c, style)).collect()
}

/// The words of `side`, those that changed in brackets and in `style`.
fn marked(side: &Side, style: Style, brackets: (char, char)) -> Vec<(char, Style)> {
    let mut text = Vec::new();
    for piece in &side.pieces {
        if piece.changed {
            let words = piece.text.trim_end();
            text.push((brackets.0, style));
            text.extend(styled(words, style));
            text.push((brackets.1, style));
            text.extend(plain(piece.text.get(words.len()..).unwrap_or_default()));
        } else {
            text.extend(plain(&piece.text));
        }
    }
    text
}

/// A line as it is printed, and how wide it is.
#[derive(Clone)]
struct Laid {
    shown: String,
    width: usize,
}

/// `text` in lines of at most `width` columns. Lines are broken by their words alone; the styles follow.
fn laid(text: &[(char, Style)], width: usize) -> Vec<Laid> {
    let mut lines = Vec::new();
    for paragraph in text.split(|(c, _)| *c == '\n') {
        let words: String = paragraph.iter().map(|(c, _)| *c).collect();
        let mut rest = paragraph.iter();
        for line in wrap(&words, width) {
            // What wrapping left out, blanks at line ends, is skipped.
            let styled = line.chars().filter_map(|c| rest.find(|(own, _)| *own == c).copied());
            lines.push(Laid { shown: painted(styled), width: line.width() });
        }
    }
    lines
}

fn painted(text: impl Iterator<Item = (char, Style)>) -> String {
    let mut shown = String::new();
    let mut current = Style::new();
    for (c, style) in text {
        if style != current {
            shown += &format!("{current:#}{style}");
            current = style;
        }
        shown.push(c);
    }
    shown + &format!("{current:#}")
}
