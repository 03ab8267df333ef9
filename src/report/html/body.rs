//! The contract itself: chapters, articles, paragraphs, items and annexes as they nest, every word of the text once, with the evidence
//! marked and the pages named.

use maud::{Markup, PreEscaped, html};

use super::mark::{Mark, marked, marks};
use super::{File, heading};
use crate::contract::{Table, Unit, UnitId, UnitKind};
use crate::messages;
use crate::span::Span;

/// The contract of `file`.
pub(super) fn contract(file: &File<'_>) -> Markup {
    let mut writer = Writer { file, marks: marks(file), children: children(file), page: 0 };
    let text = writer.units();
    let rest = writer.unread_before(u32::MAX);
    html! {
        section.contract id=(file.id("text")) {
            (heading(2 + file.below(), &html! { (file.words.contract) }))
            p.legend { (file.words.legend) }
            div.text lang="ja" { (text) (rest) }
        }
    }
}

/// The units right under each unit, in order, at its number plus one; at 0 those under none. A unit that comes after its parent was
/// left for another (an article that an amendment puts into an earlier part) stands where it is written.
fn children(file: &File<'_>) -> Vec<Vec<UnitId>> {
    let contract = &file.report.contract;
    let mut children = vec![Vec::new(); contract.units.len() + 1];
    let mut open: Vec<UnitId> = Vec::new();
    for id in contract.ids() {
        let above: Vec<UnitId> =
            std::iter::successors(contract.unit(id).parent, |&id| contract.unit(id).parent).collect();
        while open.last().is_some_and(|last| !above.contains(last)) {
            open.pop();
        }
        children[open.last().copied().map_or(0, place_of)].push(id);
        open.push(id);
    }
    children
}

const fn place_of(id: UnitId) -> usize {
    id.0 as usize + 1
}

struct Writer<'a> {
    file: &'a File<'a>,
    marks: Vec<Mark>,
    children: Vec<Vec<UnitId>>,
    /// The last page that was named.
    page: u32,
}

impl Writer<'_> {
    fn units(&mut self) -> Markup {
        let whole = Span::new(0, self.file.report.text.norm.len());
        self.within(whole, None, 3 + self.file.below())
    }

    /// The text of `span`, which is that of the unit `id` or of the whole contract: its own lines around the units in it.
    fn within(&mut self, span: Span, id: Option<UnitId>, level: u8) -> Markup {
        let mut out = String::new();
        let mut cursor = span.start;
        let children = self.children[id.map_or(0, place_of)].clone();
        for (at, &child) in children.iter().enumerate() {
            let start = self.file.report.contract.unit(child).span.start;
            let next = children.get(at + 1).map_or(span.end, |next| self.file.report.contract.unit(*next).span.start);
            let inner = Span::new(start, self.end(child).min(next).max(start));
            out += &self.lines(Span::new(cursor, start), id).0;
            out += &self.unit(child, inner, level).0;
            cursor = cursor.max(inner.end);
        }
        out += &self.lines(Span::new(cursor, span.end), id).0;
        PreEscaped(out)
    }

    /// Where the unit and all in it ends. What is in it may reach beyond its own span.
    fn end(&self, id: UnitId) -> usize {
        let own = self.file.report.contract.unit(id).span.end;
        self.children[place_of(id)].iter().map(|child| self.end(*child)).fold(own, usize::max)
    }

    /// The unit `id`, of which `span` is to be shown.
    fn unit(&mut self, id: UnitId, span: Span, level: u8) -> Markup {
        let unit = self.file.report.contract.unit(id);
        let headed = is_headed(unit.kind);
        let head = if headed { self.head(unit, id) } else { Span::new(unit.span.start, unit.span.start) };
        let page = self.opening(span);
        let title = if headed { self.title(head, id, level) } else { PreEscaped(String::new()) };
        let inside = self.within(Span::new(head.end, span.end), Some(id), level + u8::from(headed));
        html! {
            (page)
            section.unit.(class(unit.kind)).struck[unit.struck] id=(self.file.id(&format!("u{}", id.0))) {
                (title)
                @if self.struck_itself(unit) { p.note { "［" (self.file.words.struck) "］" } }
                (inside)
            }
        }
    }

    /// The label and caption that open `unit`: all before its text and the first unit in it.
    fn head(&self, unit: &Unit, id: UnitId) -> Span {
        let child = self.children[place_of(id)].first().map(|child| self.file.report.contract.unit(*child).span.start);
        let body = unit.body.first().map(|body| body.start);
        let end = child.into_iter().chain(body).min().unwrap_or(unit.span.end);
        Span::new(unit.span.start, end.clamp(unit.span.start, unit.span.end))
    }

    /// The heading with the words of `head`; the unit's place where it has none of its own.
    fn title(&mut self, head: Span, id: UnitId, level: u8) -> Markup {
        let words = self.inline(head);
        let blank = words.0.is_empty();
        heading(level, &html! { @if blank { span.given { (self.file.report.contract.place(id)) } } @else { (words) } })
    }

    /// Whether `unit` is deleted by itself, and not only with the unit that holds it.
    fn struck_itself(&self, unit: &Unit) -> bool {
        unit.struck && !unit.parent.is_some_and(|parent| self.file.report.contract.unit(parent).struck)
    }

    /// The lines of `span`, which are the own ones of the unit `id`; rows of tables as tables.
    fn lines(&mut self, span: Span, id: Option<UnitId>) -> Markup {
        let mut out = String::new();
        let mut done = span.start;
        for line in self.split(span) {
            if line.start < done {
                continue;
            }
            out += &self.opening(line).0;
            if let Some((table, end)) = self.table_at(line, id) {
                out += &self.table(&table).0;
                done = end;
            } else {
                let words = self.inline(line);
                out += &html! { p { (words) } }.0;
            }
        }
        PreEscaped(out)
    }

    /// `span` by logical lines, without blank ones.
    fn split(&self, span: Span) -> Vec<Span> {
        let text = &self.file.report.text;
        let mut start = span.start;
        let lines = text.get(span).split_inclusive('\n').map(|line| {
            let line = Span::new(start, start + line.len());
            start = line.end;
            line
        });
        lines.filter(|line| !text.get(*line).trim().is_empty()).collect()
    }

    /// The table of the unit `id` whose first row stands on `line`, and where its last row ends.
    fn table_at(&self, line: Span, id: Option<UnitId>) -> Option<(Table, usize)> {
        let mut tables = self.file.report.contract.tables.iter().filter(|table| Some(table.unit) == id);
        tables.find_map(|table| {
            let mut rows = table.header.iter().chain(&table.rows);
            let first = rows.next()?;
            let last = rows.next_back().unwrap_or(first);
            line.contains(*first.first()?).then(|| Some((table.clone(), last.last()?.end)))?
        })
    }

    fn table(&mut self, table: &Table) -> Markup {
        html! {
            table.rows {
                @if let Some(header) = &table.header {
                    thead { tr { @for cell in header { th scope="col" { (self.inline(*cell)) } } } }
                }
                tbody { @for row in &table.rows { tr { @for cell in row { td { (self.inline(*cell)) } } } } }
            }
        }
    }

    /// The words of `span` with their marks, and the pages that begin among them.
    fn inline(&mut self, span: Span) -> Markup {
        let words = self.file.report.text.get(span);
        let mut rest = Span::new(span.start, span.end - (words.len() - words.trim_end().len()));
        let mut out = String::new();
        while !rest.is_empty() {
            let part = self.on_one_page(rest);
            if let Some(page) = self.page_of(part).filter(|page| *page > self.page) {
                self.page = page;
                out += &self.page_name(page).0;
            }
            out += &marked(self.file, &self.marks, part).0;
            rest.start = part.end;
        }
        PreEscaped(out)
    }

    /// The page on which `span` begins, if it is a new one, and the pages before it that could not be read.
    fn opening(&mut self, span: Span) -> Markup {
        let Some(page) = self.page_of(span).filter(|page| *page > self.page) else { return PreEscaped(String::new()) };
        let unread = self.unread_before(page);
        self.page = page;
        html! { (unread) div.page { (self.page_name(page)) } }
    }

    fn page_name(&self, page: u32) -> Markup {
        let label = self.file.report.document.pages.iter().find(|known| known.number == page);
        let label = label.and_then(|known| known.label.as_deref());
        html! { span.page { (messages::sheet::page(page, label, self.file.lang)) } }
    }

    /// That the pages after the last one and before `page` could not be read, where that is so.
    fn unread_before(&self, page: u32) -> Markup {
        let lang = self.file.lang;
        let gaps = self.file.report.document.gaps.iter().filter(|gap| (self.page + 1..page).contains(&gap.page));
        html! {
            @for gap in gaps {
                p.gap { (messages::sheet::unread_pages(&[gap.page], messages::gap(gap.why, lang), lang)) }
            }
        }
    }

    fn page_of(&self, span: Span) -> Option<u32> {
        let first = self.file.report.text.get(span).char_indices().find(|(_, character)| !character.is_whitespace());
        let (at, character) = first?;
        let first = Span::new(span.start + at, span.start + at + character.len_utf8());
        self.file.report.text.locate(first, &self.file.report.document).first().map(|located| located.page)
    }

    /// As much of `span` as stands on the page on which it begins.
    fn on_one_page(&self, span: Span) -> Span {
        let report = self.file.report;
        let located = report.text.locate(span, &report.document);
        let (Some(first), Some(last)) = (located.first(), located.last()) else { return span };
        if first.page >= last.page {
            return span;
        }
        let starts: Vec<usize> = report.text.get(span).char_indices().map(|(at, _)| span.start + at).collect();
        let on_first = |&at: &usize| self.page_of(Span::new(at, span.end)).is_none_or(|page| page <= first.page);
        let cut = starts.partition_point(on_first).max(1);
        Span::new(span.start, starts.get(cut).copied().unwrap_or(span.end))
    }
}

/// Units whose label and caption are a heading. The others begin with their label in the text.
const fn is_headed(kind: UnitKind) -> bool {
    matches!(
        kind,
        UnitKind::Agreement | UnitKind::Chapter | UnitKind::Article | UnitKind::SupplProvision | UnitKind::Annex
    )
}

const fn class(kind: UnitKind) -> &'static str {
    match kind {
        UnitKind::Title => "title",
        UnitKind::Toc => "toc",
        UnitKind::Preamble => "preamble",
        UnitKind::Agreement => "agreement",
        UnitKind::Chapter => "chapter",
        UnitKind::Article => "article",
        UnitKind::Paragraph => "paragraph",
        UnitKind::Item => "item",
        UnitKind::Subitem => "subitem",
        UnitKind::SupplProvision => "suppl",
        UnitKind::Annex => "annex",
        UnitKind::Signature => "signature",
    }
}
