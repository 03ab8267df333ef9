//! The tree of units, built line by line.
//!
//! Which level a label numbers is decided by the order in which signs first appear inside the parent and by
//! continuity, never by the sign alone: a label goes on in the innermost open level that has the same sign and the number
//! before, or opens a level below if it is the first of its sign. A number that does neither is running text.

use super::heading::{
    AnnexHead, annex_head, announced, caption, compact, is_bare_heading, is_sentence, is_short_heading, suppl_head,
};
use super::label::{Reading, Sign, label};
use super::layout::{self, Mode, begins_signature, is_signed_below};
use super::line::{Line, first_source_character, lines};
use super::scope::{Piece, Scope, Zone, follows};
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

/// The tree as far as it is built.
pub(super) struct Builder<'t> {
    pub(super) text: &'t Text,
    pub(super) lines: &'t [Line<'t>],
    pub(super) contract: Contract,
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
        // What closes the paper after an agreement inside it is the paper's own.
        let close = root.filter(|_| !part.inside);
        self.body(offset + body..part.lines.end, mode, root, close);
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

    /// The units of the agreement `root`, and the annexes and signature that `close` holds.
    fn body(&mut self, range: Range<usize>, mode: Mode, root: Option<UnitId>, close: Option<UnitId>) {
        let mut main = Scope::new(Zone::Body(mode), root);
        let mut side: Option<Scope> = None;
        let mut signed = false;
        // Past the last label of the top level nothing can go on.
        let numbers_top = |at: &usize| match mode {
            Mode::Articles => layout::article(&self.lines[*at]).is_some(),
            Mode::Numbers { .. } => self.lines[*at].label.is_some(),
        };
        let last_label = range.clone().rev().find(numbers_top).map_or(range.start, |last| last + 1);
        for at in range {
            if side.is_some() && self.goes_on(&main, at) {
                side.iter_mut().for_each(|side| self.heads_nothing(side));
                side = None;
            }
            // Nothing closes the agreement before its next number, but a part without articles may be signed by itself.
            let goes_on = || {
                let next = (at + 1..last_label).find(|&later| self.goes_on(&main, later));
                next.is_some_and(|next| main.top.is_some() || layout::article(&self.lines[next]).is_some())
            };
            let line = &self.lines[at];
            if self.begins_side(&main, side.as_ref(), at) && !goes_on() {
                self.heads_nothing(side.as_mut().unwrap_or(&mut main));
                signed |= annex_head(line.text).is_none() && suppl_head(line.text).is_none();
                let holder = if suppl_head(line.text).is_some() { root } else { close };
                side = Some(self.side(line, at, holder));
            } else if !signed
                && side.as_ref().is_some_and(|side| side.zone == Zone::Annex)
                && is_signed_below(self.lines, at)
            {
                signed = true;
                self.heads_nothing(side.as_mut().unwrap_or(&mut main));
                side = Some(self.side(line, at, close));
            } else {
                let piece = Piece { at, span: line.span, text: line.text };
                self.piece(side.as_mut().unwrap_or(&mut main), piece);
            }
        }
        self.heads_nothing(side.as_mut().unwrap_or(&mut main));
    }

    /// Whether the line can begin an annex, 附則 or the signature.
    fn begins_side(&self, main: &Scope, side: Option<&Scope>, at: usize) -> bool {
        let line = &self.lines[at];
        // An article's first text is no closing formula, whatever its words.
        let has_text = main.lead.is_some() || !main.inner.is_empty() || self.has_body(main.host) || main.top.is_none();
        let may_sign = side.map_or(has_text, |side| side.zone == Zone::Suppl);
        annex_head(line.text).is_some()
            || suppl_head(line.text).is_some()
            || may_sign && begins_signature(self.lines, at)
    }

    /// Opens the annex, 附則 or signature that the line begins.
    fn side(&mut self, line: &Line<'t>, at: usize, root: Option<UnitId>) -> Scope {
        if let Some(head) = annex_head(line.text) {
            return self.annex(&head, line, root);
        }
        let piece = Piece { at, span: line.span, text: line.text };
        let Some(len) = suppl_head(line.text) else {
            let id = self.open(UnitKind::Signature, None, root, line.span.start);
            let mut scope = Scope::new(Zone::Signature, Some(id));
            self.piece(&mut scope, piece);
            return scope;
        };
        let id = self.open(UnitKind::SupplProvision, None, root, line.span.start);
        self.extend(id, line.span.end);
        let mut scope = Scope::new(Zone::Suppl, Some(id));
        let piece = piece.after(len);
        if !piece.text.is_empty() {
            self.piece(&mut scope, piece);
        }
        scope
    }

    /// Whether the line has the next top-level number of the agreement.
    fn goes_on(&self, main: &Scope, at: usize) -> bool {
        let line = &self.lines[at];
        let Some(top) = &main.top else {
            return main.zone == Zone::Body(Mode::Articles) && self.opens_articles(main, line);
        };
        if top.sign == Sign::Article {
            return layout::article(line).is_some_and(|parts| follows(top, &parts));
        }
        let next = |reading: &Reading| reading.sign == top.sign && follows(top, &reading.parts);
        line.label.as_ref().is_some_and(|label| label.firm && label.readings.iter().any(next))
    }

    /// Whether the first article, or the next part that holds articles, begins after a part that holds none.
    fn opens_articles(&self, main: &Scope, line: &Line<'_>) -> bool {
        let chapter = line.label.as_ref().filter(|_| is_bare_heading(line.text)).and_then(|label| label.chapter());
        let next = |(word, parts): (char, &[u32])| {
            main.chapters.iter().any(|level| level.sign == Sign::Chapter(word) && follows(level, parts))
        };
        chapter.is_some_and(next) || layout::article(line).is_some_and(|parts| parts == [1])
    }

    fn annex(&mut self, head: &AnnexHead, line: &Line<'t>, root: Option<UnitId>) -> Scope {
        let number = (!head.parts.is_empty() || head.letter.is_some())
            .then(|| Number { parts: head.parts.clone(), letter: head.letter.map(String::from) });
        let id = self.open(UnitKind::Annex, number, root, line.span.start);
        self.extend(id, line.span.end);
        let rest = line.text.get(head.len..).unwrap_or_default();
        let base = line.span.start + head.len;
        self.contract.units[id.0 as usize].word = Some(head.word.clone());
        if let Some((start, end, _)) = caption(rest, false) {
            self.contract.units[id.0 as usize].caption = Some(Span::new(base + start, base + end));
            let after =
                Piece { at: 0, span: Span::new(base + end, line.span.end), text: rest.get(end..).unwrap_or_default() };
            let after = after.after(0);
            self.annex_text(id, after);
        } else {
            // A line too long for a heading: the heading up to the first gap, and text.
            let words = rest.trim_start();
            let start = base + rest.len() - words.len();
            let heading = words.find(' ').filter(|&len| words.get(..len).is_some_and(is_short_heading));
            let caption = heading.map(|len| Span::new(start, start + len));
            self.contract.units[id.0 as usize].caption = caption;
            let text = Piece { at: 0, span: Span::new(start, line.span.end), text: words };
            self.annex_text(id, text.after(heading.unwrap_or_default()));
        }
        Scope::new(Zone::Annex, Some(id))
    }

    /// Text on the line that heads an annex.
    fn annex_text(&mut self, id: UnitId, text: Piece<'t>) {
        let closes = |c: char| ")】]〕>〉」".contains(c) || c.is_whitespace();
        if !text.text.trim_matches(closes).is_empty() {
            self.add_text(id, text.span);
        }
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

    /// Text without a label goes on in the deepest open unit; a line set further out than an item goes on in its paragraph.
    pub(super) fn running_text(&mut self, scope: &mut Scope, piece: Piece<'t>) {
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
    pub(super) fn heads_nothing(&mut self, scope: &mut Scope) {
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

    pub(super) fn has_body(&self, id: Option<UnitId>) -> bool {
        id.is_some_and(|id| !self.contract.unit(id).body.is_empty())
    }

    pub(super) fn note_break(&mut self, expected: u32) {
        let unit = UnitId(self.contract.units.len() as u32);
        self.contract.breaks.push(Break { unit, expected });
    }

    pub(super) fn open_numbered(
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

    pub(super) fn line_start(&self, at: usize) -> usize {
        let line = self.lines.partition_point(|line| line.span.end <= at);
        self.lines.get(line).map_or(at, |line| line.span.start)
    }

    pub(super) fn open(
        &mut self,
        kind: UnitKind,
        number: Option<Number>,
        parent: Option<UnitId>,
        start: usize,
    ) -> UnitId {
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
    pub(super) fn extend(&mut self, id: UnitId, end: usize) {
        let mut next = Some(id);
        while let Some(id) = next {
            let unit = &mut self.contract.units[id.0 as usize];
            unit.span.end = unit.span.end.max(end);
            next = unit.parent;
        }
    }
}
