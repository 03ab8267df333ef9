//! The tree of units, built line by line.
//!
//! Which level a label numbers is decided by the order in which signs first appear inside the parent and by
//! continuity, never by the sign alone: a label goes on in the innermost open level that has the same sign and the number
//! before, or opens a level below if it is the first of its sign. A number that does neither is running text.

use super::heading::{
    AnnexHead, Announced, annex_head, announced, bracketed, caption, caption_before_article, compact, is_bare_heading,
    is_section_head, is_sentence, is_short_heading, suppl_head,
};
use super::label::{Label, Reading, Sign, label};
use super::layout::{self, Mode, begins_signature, groups_articles};
use super::line::{Line, first_source_character, lines};
use super::{Break, Contract, Number, Unit, UnitId, UnitKind};
use crate::span::Span;
use crate::text::Text;
use std::ops::Range;

/// Parses `text`.
pub(super) fn build(text: &Text) -> Contract {
    let lines = lines(text);
    let mut builder = Builder { text, lines: &lines, contract: Contract::default() };
    let toc = layout::toc(&lines);
    for part in layout::parts(&lines, toc.as_ref()) {
        builder.part(&part, toc.as_ref());
    }
    builder.contract
}

struct Builder<'t> {
    text: &'t Text,
    lines: &'t [Line<'t>],
    contract: Contract,
}

/// An open level: the sign that numbers it, the last number, and the unit with that number.
#[derive(Clone, Debug)]
struct Level {
    sign: Sign,
    last: Vec<u32>,
    unit: UnitId,
}

/// A stretch of the document with a numbering of its own: the body of an agreement, an annex, 附則.
#[derive(Debug)]
struct Scope {
    zone: Zone,
    /// The unit that holds the stretch.
    root: Option<UnitId>,
    /// Open 編, 章, 節.
    chapters: Vec<Level>,
    /// The article or top-level number, kept across chapters.
    top: Option<Level>,
    /// The unit that `inner` hangs below: the current article, or the amended article inside it.
    host: Option<UnitId>,
    /// The unnumbered paragraph of the current article.
    lead: Option<UnitId>,
    /// Open levels inside the host, outermost first.
    inner: Vec<Level>,
    /// What the last text said would follow.
    announced: Option<Announced>,
    /// The heading, in brackets on a line of its own, of the unit to come.
    caption: Option<Span>,
    /// What holds text before the first unit.
    stray: Option<UnitId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Zone {
    Body(Mode),
    Annex,
    Suppl,
    Signature,
}

/// A piece of a line that is yet to be placed.
#[derive(Clone, Copy)]
struct Piece<'t> {
    at: usize,
    span: Span,
    text: &'t str,
}

impl<'t> Piece<'t> {
    fn after(self, len: usize) -> Self {
        let rest = self.text.get(len..).unwrap_or_default();
        let text = rest.trim_start();
        let start = self.span.start + len + rest.len() - text.len();
        Self { span: Span::new(start, self.span.end), text, ..self }
    }
}

impl Scope {
    fn new(zone: Zone, root: Option<UnitId>) -> Self {
        Self {
            zone,
            root,
            chapters: Vec::new(),
            top: None,
            host: None,
            lead: None,
            inner: Vec::new(),
            announced: None,
            caption: None,
            stray: None,
        }
    }

    /// The unit that holds the articles.
    fn holder(&self) -> Option<UnitId> {
        self.chapters.last().map(|level| level.unit).or(self.root)
    }

    fn enter(&mut self, host: UnitId) {
        self.host = Some(host);
        self.lead = None;
        self.inner.clear();
    }
}

impl<'t> Builder<'t> {
    fn part(&mut self, part: &layout::Part, toc: Option<&Range<usize>>) {
        let lines = &self.lines[part.lines.clone()];
        let Some(first) = lines.first() else { return };
        let root = part.word.clone().map(|word| {
            let id = self.open(UnitKind::Agreement, None, None, first.span.start);
            self.contract.units[id.0 as usize].word = Some(word);
            self.contract.units[id.0 as usize].caption = Some(first.span);
            id
        });
        let offset = part.lines.start;
        let in_toc = |at: usize| toc.is_some_and(|toc| toc.contains(&(at + offset)));
        let mode = layout::mode(lines, in_toc);
        let body = layout::body_start(lines, mode, in_toc);
        self.front(offset..offset + body, toc, root);
        self.body(offset + body..part.lines.end, mode, root);
    }

    /// Title, contents and preamble.
    fn front(&mut self, range: Range<usize>, toc: Option<&Range<usize>>, root: Option<UnitId>) {
        let mut current: Option<(UnitKind, UnitId)> = None;
        let mut in_preamble = false;
        for at in range {
            let line = &self.lines[at];
            let in_toc = toc.is_some_and(|toc| toc.contains(&at));
            let named = compact(line.text) == "前文";
            in_preamble |= !in_toc && (named || is_sentence(line.text));
            let kind = if in_toc {
                UnitKind::Toc
            } else if in_preamble {
                UnitKind::Preamble
            } else {
                UnitKind::Title
            };
            let id = match current {
                Some((same, id)) if same == kind => id,
                _ => self.open(kind, None, root, line.span.start),
            };
            current = Some((kind, id));
            if named && kind == UnitKind::Preamble {
                self.contract.units[id.0 as usize].caption = Some(line.span);
                self.extend(id, line.span.end);
                continue;
            }
            self.add_text(id, line.span);
            if kind == UnitKind::Title && root.is_none() {
                self.name(line);
            }
        }
    }

    /// The title is the first line, or the first that names a kind of agreement.
    fn name(&mut self, line: &Line<'_>) {
        const KINDS: &[&str] =
            &["契約", "覚書", "協定", "約款", "規約", "規程", "規則", "合意", "誓約", "条例", "法律"];
        let names = |words: &str| {
            let compact = compact(words);
            KINDS.iter().any(|kind| compact.contains(kind)) && !compact.contains("契約番号")
        };
        match self.contract.title {
            Some(title) if names(self.text.get(title)) || !names(line.text) => {}
            _ => self.contract.title = Some(line.span),
        }
    }

    fn body(&mut self, range: Range<usize>, mode: Mode, root: Option<UnitId>) {
        let mut main = Scope::new(Zone::Body(mode), root);
        let mut side: Option<Scope> = None;
        // Past the last label of the top level nothing can go on.
        let numbers_top = |at: &usize| match mode {
            Mode::Articles => layout::article(&self.lines[*at]).is_some(),
            Mode::Numbers { .. } => self.lines[*at].label.is_some(),
        };
        let last_label = range.clone().rev().find(numbers_top).map_or(range.start, |last| last + 1);
        for at in range {
            let line = &self.lines[at];
            if side.is_some() && self.goes_on(&main, at) {
                side.iter_mut().for_each(|side| self.heads_nothing(side));
                side = None;
            }
            let may_end = || !(at + 1..last_label).any(|later| self.goes_on(&main, later));
            if let Some(head) = annex_head(line.text).filter(|_| may_end()) {
                side = Some(self.annex(&head, line, root));
                continue;
            }
            if let Some(len) = suppl_head(line.text).filter(|_| may_end()) {
                let id = self.open(UnitKind::SupplProvision, None, root, line.span.start);
                self.extend(id, line.span.end);
                let mut scope = Scope::new(Zone::Suppl, Some(id));
                let piece = Piece { at, span: line.span, text: line.text }.after(len);
                if !piece.text.is_empty() {
                    self.piece(&mut scope, piece);
                }
                side = Some(scope);
                continue;
            }
            let in_body = side.as_ref().is_none_or(|side| side.zone == Zone::Suppl);
            let has_text = side.is_some()
                || main.lead.is_some()
                || !main.inner.is_empty()
                || self.has_body(main.host)
                || main.top.is_none();
            if in_body && has_text && begins_signature(self.lines, at) && may_end() {
                let id = self.open(UnitKind::Signature, None, root, line.span.start);
                side = Some(Scope::new(Zone::Signature, Some(id)));
            }
            let piece = Piece { at, span: line.span, text: line.text };
            self.piece(side.as_mut().unwrap_or(&mut main), piece);
        }
    }

    /// Whether the line has the next top-level number of the agreement.
    fn goes_on(&self, main: &Scope, at: usize) -> bool {
        let Some(top) = &main.top else { return false };
        let line = &self.lines[at];
        if top.sign == Sign::Article {
            return layout::article(line).is_some_and(|parts| follows(top, &parts));
        }
        let next = |reading: &Reading| reading.sign == top.sign && follows(top, &reading.parts);
        line.label.as_ref().is_some_and(|label| label.firm && label.readings.iter().any(next))
    }

    fn annex(&mut self, head: &AnnexHead, line: &Line<'_>, root: Option<UnitId>) -> Scope {
        let number = (!head.parts.is_empty() || head.letter.is_some())
            .then(|| Number { parts: head.parts.clone(), letter: head.letter.map(String::from) });
        let id = self.open(UnitKind::Annex, number, root, line.span.start);
        self.extend(id, line.span.end);
        let rest = line.text.get(head.len..).unwrap_or_default();
        let base = line.span.start + head.len;
        let unit = &mut self.contract.units[id.0 as usize];
        unit.word = Some(head.word.clone());
        unit.caption = caption(rest, false).map(|(start, end, _)| Span::new(base + start, base + end));
        Scope::new(Zone::Annex, Some(id))
    }

    /// Places a line, or what is left of one after its label.
    fn piece(&mut self, scope: &mut Scope, piece: Piece<'t>) {
        let whole = piece.span.start == self.lines[piece.at].span.start;
        let label = if whole {
            self.lines[piece.at].label.clone()
        } else {
            label(piece.text, first_source_character(self.text, piece.span.start))
        };
        if scope.zone == Zone::Signature {
            if let Some(root) = scope.root {
                self.add_text(root, piece.span);
            }
            return;
        }
        let placed = match &label {
            Some(label) => self.labelled(scope, piece, label),
            None => whole && (self.unlabelled_heading(scope, piece) || self.quoted(scope, piece)),
        };
        if !placed {
            self.running_text(scope, piece);
        }
    }

    /// A line without a label that heads what follows: a bracketed caption, a group of articles, (目的)第1条.
    fn unlabelled_heading(&mut self, scope: &mut Scope, piece: Piece<'t>) -> bool {
        if self.heading_below(scope, piece) {
            return true;
        }
        let next = self.lines.get(piece.at + 1);
        if let Some(bracket) = bracketed(piece.text)
            && next.and_then(|next| next.label.as_ref()).is_some_and(|label| self.opens_unit(scope, label))
        {
            scope.caption = Some(Span::new(piece.span.start + bracket, piece.span.end - bracket));
            return true;
        }
        if let Some(bracket) = caption_before_article(piece.text) {
            let rest = piece.after(bracket);
            let Some(label) = label(rest.text, None) else { return false };
            let Some(parts) = label.article().filter(|parts| self.accepts_article(scope, parts, &label, rest.at))
            else {
                return false;
            };
            let open = piece.text.chars().next().map_or(0, char::len_utf8);
            scope.caption = Some(Span::new(piece.span.start + open, piece.span.start + bracket - open));
            let parts = parts.to_vec();
            self.open_article(scope, rest, &label, parts);
            return true;
        }
        let articles = matches!(scope.zone, Zone::Body(Mode::Articles));
        if articles && is_section_head(piece.text) && next.is_some_and(|next| layout::article(next).is_some()) {
            self.open_chapter(scope, piece, Sign::Chapter('部'), None, 0);
            return true;
        }
        false
    }

    /// The heading of an article on the line after its number.
    fn heading_below(&mut self, scope: &Scope, piece: Piece<'t>) -> bool {
        let Some(host) = scope.host.filter(|_| scope.lead.is_none() && scope.inner.is_empty()) else { return false };
        let unit = self.contract.unit(host);
        let after_label = piece.at > 0 && self.lines[piece.at - 1].span.start == unit.span.start;
        if unit.kind != UnitKind::Article || unit.caption.is_some() || !after_label {
            return false;
        }
        let text_follows = self.lines.get(piece.at + 1).is_some_and(|next| layout::article(next).is_none());
        let (start, end) = match bracketed(piece.text) {
            Some(bracket) => (piece.span.start + bracket, piece.span.end - bracket),
            None if text_follows && is_short_heading(piece.text) => (piece.span.start, piece.span.end),
            None => return false,
        };
        self.contract.units[host.0 as usize].caption = Some(Span::new(start, end));
        self.extend(host, piece.span.end);
        true
    }

    /// The first line of amended text, in quotation marks: 「２ 乙は、…
    fn quoted(&mut self, scope: &mut Scope, piece: Piece<'t>) -> bool {
        if scope.announced.is_none() || !piece.text.starts_with('「') {
            return false;
        }
        let inner = piece.after('「'.len_utf8());
        let label = label(inner.text, first_source_character(self.text, inner.span.start));
        label.is_some_and(|label| self.amended(scope, inner, &label))
    }

    /// Whether a unit will be opened by the line after a caption.
    fn opens_unit(&self, scope: &Scope, label: &Label) -> bool {
        match scope.zone {
            Zone::Body(Mode::Articles) => label.article().is_some(),
            Zone::Body(Mode::Numbers { top, .. }) => {
                label.readings.iter().any(|reading| Some(reading.sign) == top) || label.article().is_some()
            }
            Zone::Annex | Zone::Suppl => true,
            Zone::Signature => false,
        }
    }

    fn labelled(&mut self, scope: &mut Scope, piece: Piece<'t>, label: &Label) -> bool {
        self.amended(scope, piece, label)
            || self.chapter(scope, piece, label)
            || self.article(scope, piece, label)
            || self.top_number(scope, piece, label, true)
            || self.inner(scope, piece, label)
            || self.top_number(scope, piece, label, false)
    }

    /// Text that an amendment puts in place of an article or a paragraph keeps that one's number.
    fn amended(&mut self, scope: &mut Scope, piece: Piece<'t>, label: &Label) -> bool {
        let in_amended = scope.host.is_some() && scope.host != scope.top.as_ref().map(|top| top.unit);
        let numbers_only = matches!(scope.zone, Zone::Body(Mode::Numbers { .. }));
        if let Some(parts) = label.article() {
            let told =
                scope.announced.as_ref().is_some_and(|told| told.article.first() == parts.first() || numbers_only);
            if !(told || in_amended && numbers_only) {
                return false;
            }
            let partial = scope.announced.take().filter(|told| told.article == parts).and_then(|told| told.paragraph);
            let holder = scope.top.as_ref().map(|top| top.unit).or(scope.root);
            let id = self.open_numbered(UnitKind::Article, parts.to_vec(), holder, piece.span.start, scope);
            self.extend(id, piece.span.end);
            scope.enter(id);
            let rest = self.take_caption(id, piece.after(label.len), true);
            if let Some(paragraph) = partial {
                self.contract.partial.push(id);
                let lead =
                    self.open(UnitKind::Paragraph, Some(Number::new(vec![paragraph])), Some(id), rest.span.start);
                scope.lead = Some(lead);
            }
            self.rest(scope, rest);
            return true;
        }
        let Some(told) = &scope.announced else { return false };
        let Some(paragraph) = told.paragraph else { return false };
        let reading = label
            .readings
            .iter()
            .find(|reading| reading.parts == [paragraph] && reading.sign.numbers_second_paragraph());
        let Some(reading) = reading.filter(|reading| scope.top.as_ref().is_none_or(|top| top.sign != reading.sign))
        else {
            return false;
        };
        let article = told.article.clone();
        scope.announced = None;
        let holder = scope.top.as_ref().map(|top| top.unit).or(scope.root);
        let id = self.open(UnitKind::Article, Some(Number::new(article)), holder, piece.span.start);
        self.contract.partial.push(id);
        scope.enter(id);
        let unit = self.open(UnitKind::Paragraph, Some(Number::new(vec![paragraph])), Some(id), piece.span.start);
        self.extend(unit, piece.span.end);
        scope.inner.push(Level { sign: reading.sign, last: vec![paragraph], unit });
        self.rest(scope, piece.after(label.len));
        true
    }

    fn chapter(&mut self, scope: &mut Scope, piece: Piece<'t>, label: &Label) -> bool {
        if !is_bare_heading(piece.text) {
            return false;
        }
        if let Some((word, parts)) = label.chapter() {
            let parts = parts.to_vec();
            self.open_chapter(scope, piece, Sign::Chapter(word), Some(parts), label.len);
            return true;
        }
        let groups = match scope.zone {
            Zone::Body(Mode::Articles) if groups_articles(self.lines, piece.at) => None,
            Zone::Body(Mode::Numbers { chapter: Some(chapter), .. }) => Some(chapter),
            _ => return false,
        };
        let reading = label.readings.iter().find(|reading| {
            let open = scope.chapters.iter().any(|level| level.sign == reading.sign && follows(level, &reading.parts));
            // A group of articles is numbered from before the first of them.
            let first = reading.parts == [1] && scope.top.is_none();
            groups.is_none_or(|sign| sign == reading.sign) && (open || first)
        });
        let Some(reading) = reading else { return false };
        self.open_chapter(scope, piece, reading.sign, Some(reading.parts.clone()), label.len);
        true
    }

    fn open_chapter(&mut self, scope: &mut Scope, piece: Piece<'t>, sign: Sign, parts: Option<Vec<u32>>, len: usize) {
        let rank = rank(sign);
        let above = scope
            .chapters
            .iter()
            .position(|level| rank.map_or(level.sign == sign, |rank| self::rank(level.sign) >= Some(rank)));
        if let Some(above) = above {
            let last = scope.chapters.get(above).filter(|level| level.sign == sign);
            let expected = last.map(|level| level.last.first().map_or(1, |n| n + 1));
            if let (Some(expected), Some(parts)) = (expected, &parts)
                && parts.first().is_some_and(|&n| n != expected && n != 1)
            {
                self.note_break(expected);
            }
            scope.chapters.truncate(above);
        }
        self.heads_nothing(scope);
        let id = self.open(UnitKind::Chapter, parts.clone().map(Number::new), scope.holder(), piece.span.start);
        self.extend(id, piece.span.end);
        let rest = piece.after(len);
        let unit = &mut self.contract.units[id.0 as usize];
        unit.word = match (sign, &parts) {
            (_, None) => Some(compact(rest.text)),
            (Sign::Chapter(word), _) => Some(word.to_string()),
            _ => None,
        };
        unit.caption = (!rest.text.is_empty()).then_some(rest.span);
        scope.chapters.push(Level { sign, last: parts.unwrap_or_default(), unit: id });
        scope.host = None;
        scope.lead = None;
        scope.inner.clear();
    }

    fn article(&mut self, scope: &mut Scope, piece: Piece<'t>, label: &Label) -> bool {
        let Some(parts) = label.article() else { return false };
        if matches!(scope.zone, Zone::Body(Mode::Numbers { .. }))
            || !self.accepts_article(scope, parts, label, piece.at)
        {
            return false;
        }
        let parts = parts.to_vec();
        self.open_article(scope, piece, label, parts);
        true
    }

    fn accepts_article(&self, scope: &Scope, parts: &[u32], label: &Label, _at: usize) -> bool {
        match &scope.top {
            Some(top) if top.sign == Sign::Article => follows(top, parts) || label.firm && parts > top.last.as_slice(),
            _ => label.firm || parts == [1],
        }
    }

    fn open_article(&mut self, scope: &mut Scope, piece: Piece<'t>, label: &Label, parts: Vec<u32>) {
        let expected = match &scope.top {
            Some(top) if top.sign == Sign::Article => {
                (!follows(top, &parts)).then(|| top.last.first().map_or(1, |n| n + 1))
            }
            _ => (parts.first() != Some(&1)).then_some(1),
        };
        let id = self.open_numbered(UnitKind::Article, parts.clone(), scope.holder(), piece.span.start, scope);
        self.extend(id, piece.span.end);
        if let Some(expected) = expected {
            self.contract.breaks.push(Break { unit: id, expected });
        }
        scope.top = Some(Level { sign: Sign::Article, last: parts, unit: id });
        scope.announced = None;
        scope.enter(id);
        let rest = self.take_caption(id, piece.after(label.len), false);
        self.rest(scope, rest);
    }

    /// Reads the heading behind a label, and answers what is left of the line.
    fn take_caption(&mut self, id: UnitId, rest: Piece<'t>, bracket_only: bool) -> Piece<'t> {
        let captioned = self.contract.units[id.0 as usize].caption.is_some();
        match caption(rest.text, bracket_only || captioned) {
            Some((start, end, len))
                if !(captioned && len == rest.text.len() && !rest.text.starts_with(['(', '【'])) =>
            {
                let caption = Span::new(rest.span.start + start, rest.span.start + end);
                self.contract.units[id.0 as usize].caption.get_or_insert(caption);
                rest.after(len)
            }
            _ => rest,
        }
    }

    /// What follows a label on its line: text, or the next label.
    fn rest(&mut self, scope: &mut Scope, rest: Piece<'t>) {
        if rest.text.is_empty() {
            return;
        }
        let nested = label(rest.text, first_source_character(self.text, rest.span.start)).filter(|label| label.firm);
        if !nested.is_some_and(|label| self.inner(scope, rest, &label)) {
            self.running_text(scope, rest);
        }
    }

    /// The next number of the top level, in an agreement without articles. `headings` asks for headings alone: a line of text with the same
    /// sign may number a level inside.
    fn top_number(&mut self, scope: &mut Scope, piece: Piece<'t>, label: &Label, headings: bool) -> bool {
        let Zone::Body(Mode::Numbers { top: Some(sign), decimal, .. }) = scope.zone else { return false };
        let Some(reading) = label.readings.iter().find(|reading| reading.sign == sign) else { return false };
        let rest = piece.after(label.len);
        let heading = caption(rest.text, false).is_some() || scope.caption.is_some();
        let inside = scope.inner.iter().any(|level| level.sign == sign);
        if headings && inside && !heading {
            return false;
        }
        let expected = match &scope.top {
            None if reading.parts == [1] => None,
            Some(top) if follows(top, &reading.parts) => None,
            Some(top) if label.firm && is_gap(top, &reading.parts) && !headings => top.last.first().map(|n| n + 1),
            _ => return false,
        };
        let kind = if decimal { UnitKind::Article } else { UnitKind::Paragraph };
        let id = self.open_numbered(kind, reading.parts.clone(), scope.holder(), piece.span.start, scope);
        self.extend(id, piece.span.end);
        if let Some(expected) = expected {
            self.contract.breaks.push(Break { unit: id, expected });
        }
        scope.top = Some(Level { sign, last: reading.parts.clone(), unit: id });
        scope.announced = None;
        scope.enter(id);
        let rest = self.take_caption(id, rest, false);
        self.rest(scope, rest);
        true
    }

    /// A number inside an article or an annex.
    fn inner(&mut self, scope: &mut Scope, piece: Piece<'t>, label: &Label) -> bool {
        self.next_sibling(scope, piece, label)
            || self.second_paragraph(scope, piece, label)
            || self.first_child(scope, piece, label)
            || self.after_gap(scope, piece, label)
    }

    fn next_sibling(&mut self, scope: &mut Scope, piece: Piece<'t>, label: &Label) -> bool {
        let found = scope.inner.iter().enumerate().rev().find_map(|(depth, level)| {
            let reading =
                label.readings.iter().find(|reading| reading.sign == level.sign && follows(level, &reading.parts))?;
            Some((depth, reading.clone()))
        });
        let Some((depth, reading)) = found else { return false };
        self.sibling(scope, depth, reading, piece, label.len);
        true
    }

    fn sibling(&mut self, scope: &mut Scope, depth: usize, reading: Reading, piece: Piece<'t>, len: usize) -> UnitId {
        let before = self.contract.unit(scope.inner[depth].unit);
        let (kind, parent) = (before.kind, before.parent);
        scope.inner.truncate(depth);
        self.open_inner(scope, kind, parent, reading, piece, len)
    }

    /// The second paragraph after an unnumbered first one.
    fn second_paragraph(&mut self, scope: &mut Scope, piece: Piece<'t>, label: &Label) -> bool {
        let Some(host) = scope.host else { return false };
        let reading =
            label.readings.iter().find(|reading| reading.parts == [2] && reading.sign.numbers_second_paragraph());
        let Some(reading) = reading.cloned() else { return false };
        if self.contract.unit(host).kind != UnitKind::Article {
            let bare = scope.inner.is_empty() && self.has_body(Some(host));
            return bare && {
                self.open_inner(scope, UnitKind::Item, Some(host), reading, piece, label.len);
                true
            };
        }
        let Some(lead) = scope.lead else { return false };
        if scope.inner.iter().any(|level| self.contract.unit(level.unit).kind == UnitKind::Paragraph) {
            return false;
        }
        self.contract.units[lead.0 as usize].number.get_or_insert(Number::new(vec![1]));
        scope.inner.clear();
        self.open_inner(scope, UnitKind::Paragraph, Some(host), reading, piece, label.len);
        true
    }

    /// The first of its sign opens a level below the deepest open unit.
    fn first_child(&mut self, scope: &mut Scope, piece: Piece<'t>, label: &Label) -> bool {
        let reading = label.readings.iter().find(|reading| self.opens_level(scope, reading));
        let Some(reading) = reading.cloned() else { return false };
        let (kind, parent) = match scope.inner.last() {
            Some(level) => (below(self.contract.unit(level.unit).kind), Some(level.unit)),
            None => self.first_level(scope, reading.sign, piece),
        };
        self.open_inner(scope, kind, parent, reading, piece, label.len);
        true
    }

    fn opens_level(&self, scope: &Scope, reading: &Reading) -> bool {
        match reading.sign {
            Sign::Bullet(_) => scope.zone != Zone::Annex,
            Sign::Article | Sign::Chapter(_) => false,
            // 4.1 opens a level in 4, and 4.1.1 in 4.1.
            Sign::Dotted(_) | Sign::Hyphened(_) => {
                let (last, prefix) = reading.parts.split_last().map_or((0, &[][..]), |(last, prefix)| (*last, prefix));
                let above = scope.inner.last().map(|level| &level.last).filter(|above| above.len() == prefix.len());
                let top = scope.top.as_ref().map(|top| &top.last);
                last == 1 && above.or(top).is_none_or(|above| above == prefix)
            }
            _ => reading.parts == [1],
        }
    }

    /// Kind and parent of the first numbered level inside a host.
    fn first_level(&mut self, scope: &mut Scope, sign: Sign, piece: Piece<'t>) -> (UnitKind, Option<UnitId>) {
        let Some(host) = scope.host.or(scope.holder()) else { return (UnitKind::Item, None) };
        match (self.contract.unit(host).kind, scope.lead) {
            (UnitKind::Article, _) if matches!(sign, Sign::Dotted(_) | Sign::Hyphened(_) | Sign::Paragraph) => {
                (UnitKind::Paragraph, Some(host))
            }
            (UnitKind::Article, Some(lead)) => {
                let lists = matches!(sign, Sign::Bare | Sign::Dot) && !self.announces_list(lead);
                if lists { (UnitKind::Paragraph, Some(host)) } else { (UnitKind::Item, Some(lead)) }
            }
            (UnitKind::Article, None) if sign.numbers_paragraphs() => (UnitKind::Paragraph, Some(host)),
            (UnitKind::Article, None) => {
                let lead = self.open(UnitKind::Paragraph, None, Some(host), piece.span.start);
                scope.lead = Some(lead);
                (UnitKind::Item, Some(lead))
            }
            (kind, _) => (below(kind), Some(host)),
        }
    }

    /// Whether the paragraph says that a list follows (次の各号, 以下のとおり).
    fn announces_list(&self, lead: UnitId) -> bool {
        let body = &self.contract.unit(lead).body;
        body.iter().any(|&span| {
            ["次", "以下", "下記", "各号", "とおり", "左記"].iter().any(|word| self.text.get(span).contains(word))
        })
    }

    /// A number that skips some: accepted, and noted.
    fn after_gap(&mut self, scope: &mut Scope, piece: Piece<'t>, label: &Label) -> bool {
        if !label.firm {
            return false;
        }
        let found = scope.inner.iter().enumerate().rev().find_map(|(depth, level)| {
            let reading =
                label.readings.iter().find(|reading| reading.sign == level.sign && is_gap(level, &reading.parts))?;
            Some((depth, reading.clone(), level.last.last().map_or(1, |n| n + 1)))
        });
        let Some((depth, reading, expected)) = found else { return false };
        let unit = self.sibling(scope, depth, reading, piece, label.len);
        self.contract.breaks.push(Break { unit, expected });
        true
    }

    fn open_inner(
        &mut self,
        scope: &mut Scope,
        kind: UnitKind,
        parent: Option<UnitId>,
        reading: Reading,
        piece: Piece<'t>,
        len: usize,
    ) -> UnitId {
        match reading.sign {
            Sign::Dotted(_) => self.contract.separator = Some('.'),
            Sign::Hyphened(_) => self.contract.separator = Some('-'),
            _ => {}
        }
        let number = match reading.sign {
            Sign::Dotted(_) | Sign::Hyphened(_) => reading.parts.last().map(|&last| vec![last]),
            _ => Some(reading.parts.clone()),
        };
        let number = number.filter(|parts| !parts.is_empty()).unwrap_or_default();
        let id = self.open_numbered(kind, number, parent, piece.span.start, scope);
        self.extend(id, piece.span.end);
        scope.inner.push(Level { sign: reading.sign, last: reading.parts, unit: id });
        self.rest(scope, piece.after(len));
        id
    }

    /// Text without a label goes on in the deepest open unit; a line set further out than an item goes on in its paragraph.
    fn running_text(&mut self, scope: &mut Scope, piece: Piece<'t>) {
        let whole = piece.span.start == self.lines[piece.at].span.start;
        if let Some(told) = announced(piece.text) {
            scope.announced = Some(told);
        }
        self.heads_nothing(scope);
        if whole && is_sentence(piece.text) {
            let indent = self.lines[piece.at].indent;
            while let Some(level) = scope.inner.last() {
                let unit = self.contract.unit(level.unit);
                let inside = matches!(unit.kind, UnitKind::Item | UnitKind::Subitem);
                if !inside || indent >= self.indent_of(unit.span.start) {
                    break;
                }
                scope.inner.pop();
            }
        }
        self.running_span(scope, piece.span);
    }

    /// The bracket that was taken for the heading of a unit to come is text after all.
    fn heads_nothing(&mut self, scope: &mut Scope) {
        if let Some(caption) = scope.caption.take() {
            let line = self.lines.partition_point(|line| line.span.end <= caption.start);
            self.running_span(scope, self.lines[line].span);
        }
    }

    fn running_span(&mut self, scope: &mut Scope, span: Span) {
        let id = match (scope.inner.last(), scope.host) {
            (Some(level), _) => level.unit,
            (None, Some(host)) if self.contract.unit(host).kind == UnitKind::Article => {
                *scope.lead.get_or_insert_with(|| self.open(UnitKind::Paragraph, None, Some(host), span.start))
            }
            (None, Some(host)) => host,
            (None, None) => match scope.holder() {
                Some(holder) => holder,
                None => *scope.stray.get_or_insert_with(|| self.open(UnitKind::Preamble, None, None, span.start)),
            },
        };
        self.add_text(id, span);
    }

    fn indent_of(&self, start: usize) -> usize {
        let at = self.lines.partition_point(|line| line.span.end <= start);
        self.lines.get(at).map_or(0, |line| line.indent)
    }

    fn has_body(&self, id: Option<UnitId>) -> bool {
        id.is_some_and(|id| !self.contract.unit(id).body.is_empty())
    }

    fn note_break(&mut self, expected: u32) {
        let unit = UnitId(self.contract.units.len() as u32);
        self.contract.breaks.push(Break { unit, expected });
    }

    fn open_numbered(
        &mut self,
        kind: UnitKind,
        parts: Vec<u32>,
        parent: Option<UnitId>,
        start: usize,
        scope: &mut Scope,
    ) -> UnitId {
        let caption = scope.caption.take();
        let start = caption.map_or(start, |caption| self.line_start(caption.start).min(start));
        let number = (!parts.is_empty()).then(|| Number::new(parts));
        let id = self.open(kind, number, parent, start);
        self.contract.units[id.0 as usize].caption = caption;
        id
    }

    fn line_start(&self, at: usize) -> usize {
        let line = self.lines.partition_point(|line| line.span.end <= at);
        self.lines.get(line).map_or(at, |line| line.span.start)
    }

    fn open(&mut self, kind: UnitKind, number: Option<Number>, parent: Option<UnitId>, start: usize) -> UnitId {
        let id = UnitId(self.contract.units.len() as u32);
        self.contract.units.push(Unit {
            kind,
            number,
            word: None,
            caption: None,
            span: Span::new(start, start),
            body: Vec::new(),
            parent,
            struck: false,
        });
        id
    }

    fn add_text(&mut self, id: UnitId, span: Span) {
        self.contract.units[id.0 as usize].body.push(span);
        self.extend(id, span.end);
    }

    /// Lets the unit, and those that hold it, reach to `end`.
    fn extend(&mut self, id: UnitId, end: usize) {
        let mut next = Some(id);
        while let Some(id) = next {
            let unit = &mut self.contract.units[id.0 as usize];
            unit.span.end = unit.span.end.max(end);
            next = unit.parent;
        }
    }
}

/// The kind of unit below a kind.
const fn below(kind: UnitKind) -> UnitKind {
    match kind {
        UnitKind::Article | UnitKind::SupplProvision => UnitKind::Paragraph,
        UnitKind::Item | UnitKind::Subitem => UnitKind::Subitem,
        _ => UnitKind::Item,
    }
}

/// 部 and 編 hold 章, 章 holds 節, 節 holds 款.
fn rank(sign: Sign) -> Option<u8> {
    let Sign::Chapter(word) = sign else { return None };
    Some(match word {
        '部' => 0,
        '編' => 1,
        '章' => 2,
        '節' => 3,
        _ => 4,
    })
}

/// Whether `parts` is the number after the level's last: 4 after 3, 3の2 after 3, 4 after 3の2, 4.3 after 4.2.
fn follows(level: &Level, parts: &[u32]) -> bool {
    let last = level.last.as_slice();
    if matches!(level.sign, Sign::Bullet(_)) {
        return true;
    }
    let (Some((&old, old_prefix)), Some((&new, new_prefix))) = (last.split_last(), parts.split_last()) else {
        return false;
    };
    let steps = old_prefix == new_prefix && new == old + 1;
    if matches!(level.sign, Sign::Dotted(_) | Sign::Hyphened(_)) {
        return steps;
    }
    let branches = new_prefix == last && (new == 2 || new == 1);
    let returns = parts.len() < last.len()
        && last.get(..parts.len() - 1) == Some(new_prefix)
        && last.get(parts.len() - 1).is_some_and(|&old| new == old + 1);
    steps || branches || returns
}

/// Whether `parts` comes a few numbers after the level's last.
fn is_gap(level: &Level, parts: &[u32]) -> bool {
    let (Some((&old, old_prefix)), Some((&new, new_prefix))) = (level.last.split_last(), parts.split_last()) else {
        return false;
    };
    old_prefix == new_prefix && (old + 2..=old + 4).contains(&new)
}
