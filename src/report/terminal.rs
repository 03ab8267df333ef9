//! The report for people: one block a file, one entry a clause, colours as ANSI codes that the writer may strip.

use anstyle::{AnsiColor, Style};

use super::reason::{needed, review, sentence, title};
use super::wrap::{pad, wrap};
use super::{Report, UpstreamReport};
use crate::messages::{self, Lang};
use crate::party::Role;
use crate::rulebook::Clause;
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
const ORDER: [Verdict; 5] =
    [Verdict::Found, Verdict::Partial, Verdict::Contradicted, Verdict::Missing, Verdict::Undetermined];

/// The report on one file.
#[must_use]
pub fn render(report: &Report, clauses: &[Clause], view: View) -> String {
    let mut page = Page { report, clauses, view, out: String::new() };
    page.header();
    for judgment in &report.judgments {
        page.clause(judgment);
    }
    for upstream in &report.upstreams {
        page.upstream(upstream);
    }
    for disqualifier in &report.disqualifiers {
        page.disqualifier(disqualifier);
    }
    page.notes();
    page.summary();
    page.out
}

/// The last line over several files: how many of them satisfy the criteria.
#[must_use]
pub fn total(reports: &[Report], lang: Lang) -> String {
    let passed = reports.iter().filter(|report| report.passes()).count();
    let all = reports.len();
    lang.of(format!("{BOLD}{all}件中{passed}件が適合{BOLD:#}\n"), format!("{BOLD}{passed} of {all} pass{BOLD:#}\n"))
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
        let title = report.title().unwrap_or(lang.of("（表題なし）", "(untitled)"));
        for line in wrap(title, width) {
            self.line(&format!("{BOLD}{line}{BOLD:#}"));
        }
        let kind = messages::kind(report.document.kind, lang);
        let form = report.pages().map_or(kind.to_owned(), |pages| {
            lang.of(format!("{kind}、全{pages}ページ"), format!("{kind}, {pages} pages"))
        });
        self.line(&format!(
            "{DIM}{}{DIM:#}",
            lang.of(format!("{}（{form}）", report.file), format!("{} ({form})", report.file))
        ));
        for role in [Role::Upstream, Role::Operator, Role::User] {
            self.role(role);
        }
        self.out.push('\n');
    }

    fn role(&mut self, role: Role) {
        let lang = self.view.lang;
        let names = self.report.names(role);
        let label = format!("{}  ", pad(messages::role(role, lang), lang.of(16, 8)));
        if names.is_empty() {
            let unknown = lang.of("特定できません", "not identified");
            self.line(&format!("{label}{DIM}{unknown}{DIM:#}"));
        } else {
            self.block(&label, lang.of(18, 10), &names.join(lang.of("、", ", ")));
        }
    }

    fn clause(&mut self, judgment: &Judgment) {
        let lang = self.view.lang;
        let clause = &self.clauses[judgment.clause];
        let style = style(judgment.verdict);
        let label = label(judgment.verdict, messages::verdict(judgment.verdict, lang), lang);
        self.line(&format!("{style}{label}{style:#}  {BOLD}{}{BOLD:#}", title(clause, lang)));
        match judgment.verdict {
            // The quotes say it all.
            Verdict::Found => {}
            Verdict::Missing => self.paragraph(&needed(clause, lang)),
            _ => self.paragraph(&sentence(self.report, self.clauses, judgment, lang)),
        }
        self.quotes(&judgment.evidence, style);
        if let Some(why) = review(self.report, judgment, lang) {
            self.paragraph(&lang.of(format!("要確認: {why}"), format!("read again: {why}")));
        }
        self.out.push('\n');
    }

    /// The quotes, each under its place; a place that stays the same is named once.
    fn quotes(&mut self, evidence: &[Evidence], style: Style) {
        let mut named = String::new();
        for evidence in evidence {
            let place = self.place(evidence);
            if place != named {
                let margin = self.margin();
                self.line(&format!("{:margin$}{place}", ""));
                named = place;
            }
            self.quote(evidence, if evidence.supports { style } else { self::style(Verdict::Contradicted) });
        }
    }

    /// `第3条第1項（2ページ）  ［努力義務］`
    fn place(&self, evidence: &Evidence) -> String {
        let lang = self.view.lang;
        let mut place = self.report.contract.place(evidence.unit);
        if let Some(page) = self.report.page(evidence) {
            let label = self.report.page_label(evidence).filter(|label| *label != page.to_string());
            let printed = label
                .map_or(String::new(), |label| lang.of(format!("、表示は「{label}」"), format!(", printed “{label}”")));
            place += &lang.of(format!("（{page}ページ{printed}）"), format!(" (page {page}{printed})"));
        }
        if let Some(paragraph) = self.report.paragraph(evidence) {
            place += &lang.of(format!("（{paragraph}段落目）"), format!(" (¶{paragraph})"));
        }
        if let Some(share) = self.report.confidence(evidence) {
            place += &messages::recognised(share, lang);
        }
        if let Some(remark) = remark(evidence, lang) {
            place += &format!("  {remark}");
        }
        place
    }

    fn quote(&mut self, evidence: &Evidence, style: Style) {
        let margin = self.margin();
        let quote = self.report.text.get(evidence.span);
        for line in wrap(quote, self.view.width.saturating_sub(margin + 2)) {
            self.line(&format!("{:margin$}{style}│{style:#} {line}", ""));
        }
    }

    fn upstream(&mut self, upstream: &UpstreamReport) {
        let lang = self.view.lang;
        let role = messages::role(Role::Upstream, lang);
        self.line(&format!("{BOLD}{role}: {}{BOLD:#}", upstream.name));
        for judgment in &upstream.judgments {
            let name = title(&self.clauses[judgment.clause], lang);
            let style = style(judgment.verdict);
            self.line(&format!(
                "{style}{}{style:#}  {name}",
                label(judgment.verdict, messages::verdict(judgment.verdict, lang), lang)
            ));
        }
        self.out.push('\n');
    }

    fn disqualifier(&mut self, disqualifier: &Disqualifier) {
        let lang = self.view.lang;
        let name = lang.of(disqualifier.title.as_str(), messages::disqualifier(&disqualifier.id));
        let (like, word) = if disqualifier.present {
            (Verdict::Contradicted, lang.of("該当", "present"))
        } else {
            (Verdict::Found, lang.of("非該当", "absent"))
        };
        let style = style(like);
        self.line(&format!("{style}{}{style:#}  {BOLD}{name}{BOLD:#}", label(like, word, lang)));
        self.quotes(&disqualifier.evidence, style);
        self.out.push('\n');
    }

    fn notes(&mut self) {
        let lang = self.view.lang;
        for gaps in self.report.document.gaps.chunk_by(|a, b| a.why == b.why) {
            let numbers: Vec<u32> = gaps.iter().map(|gap| gap.page).collect();
            let pages = messages::pages(&numbers, lang);
            let why = messages::gap(gaps[0].why, lang);
            self.note(
                &lang.of(format!("{pages}を読み取れません（{why}）"), format!("{pages} could not be read ({why})")),
            );
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
        self.block(&format!("{style}{}{style:#}", lang.of("注意  ", "note  ")), 6, text);
    }

    fn summary(&mut self) {
        let lang = self.view.lang;
        let (style, outcome) = if self.report.passes() {
            (style(Verdict::Found), lang.of("適合", "pass"))
        } else {
            (style(Verdict::Contradicted), lang.of("不適合", "fail"))
        };
        let counts: Vec<String> = ORDER
            .into_iter()
            .map(|verdict| (verdict, self.report.count(verdict)))
            .filter(|(_, count)| *count > 0)
            .map(|(verdict, count)| format!("{} {count}", messages::verdict(verdict, lang)))
            .collect();
        let style = style.bold();
        let counts = counts.join(lang.of("、", ", "));
        self.line(&format!("{}{style}{outcome}{style:#}  {counts}", lang.of("判定  ", "result  ")));
        self.out.push('\n');
    }

    /// Columns before what belongs to a clause: the verdict stands there.
    fn margin(&self) -> usize {
        self.view.lang.of(13, 17)
    }

    fn paragraph(&mut self, text: &str) {
        let margin = self.margin();
        self.block(&" ".repeat(margin), margin, text);
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

/// What a reader must know about a quote that does not simply provide: that it opposes, or what makes it weak.
fn remark(evidence: &Evidence, lang: Lang) -> Option<String> {
    if let Some(weakness) = evidence.weakness {
        let weakness = messages::weakness_word(weakness, lang);
        return Some(lang.of(format!("［{weakness}］"), format!("[{weakness}]")));
    }
    (!evidence.supports).then(|| lang.of("［反する定め］", "[against]").to_owned())
}

/// The mark of `verdict` and a word, as wide as all labels.
fn label(verdict: Verdict, word: &str, lang: Lang) -> String {
    let mark = pad(messages::mark(verdict), 2);
    pad(&format!("{mark} {word}"), lang.of(11, 15))
}

const fn style(verdict: Verdict) -> Style {
    let color = match verdict {
        Verdict::Found => AnsiColor::Green,
        Verdict::Partial => AnsiColor::Yellow,
        Verdict::Contradicted => AnsiColor::Red,
        Verdict::Missing => AnsiColor::Magenta,
        Verdict::Undetermined => AnsiColor::Cyan,
    };
    color.on_default()
}
