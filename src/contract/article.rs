//! Chapters, articles and the numbers that stand in their place, with their headings.

use super::heading::{
    bracketed, caption, caption_before_article, compact, is_bare_heading, is_section_head, is_short_heading,
};
use super::label::{Label, Sign, label};
use super::layout::{self, Mode, groups_articles};
use super::line::first_source_character;
use super::scope::{Level, Piece, Scope, Zone, follows, is_gap, rank};
use super::tree::Builder;
use super::{Break, Number, UnitId, UnitKind};
use crate::span::Span;

impl<'t> Builder<'t> {
    pub(super) fn labelled(&mut self, scope: &mut Scope, piece: Piece<'t>, label: &Label) -> bool {
        self.amended(scope, piece, label)
            || self.chapter(scope, piece, label)
            || self.article(scope, piece, label)
            || self.top_number(scope, piece, label, true)
            || self.inner(scope, piece, label)
            || self.top_number(scope, piece, label, false)
    }

    /// A line without a label that heads what follows: a bracketed caption, a group of articles, (目的)第1条.
    pub(super) fn unlabelled_heading(&mut self, scope: &mut Scope, piece: Piece<'t>) -> bool {
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
            let Some(parts) = label.article().filter(|parts| self.accepts_article(scope, parts, &label)) else {
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
        articles && self.plain_heading(scope, piece)
    }

    /// A few words without a label between a whole sentence and an article: the article's heading, or that of a group if it has its own.
    fn plain_heading(&mut self, scope: &mut Scope, piece: Piece<'t>) -> bool {
        let before = piece.at.checked_sub(1).and_then(|before| self.lines.get(before));
        let article = self.lines.get(piece.at + 1).filter(|next| layout::article(next).is_some());
        let Some(label) = article.and_then(|article| article.label.as_ref()) else { return false };
        if !is_short_heading(piece.text) || before.is_none_or(|before| !before.text.ends_with('。')) {
            return false;
        }
        let words = article.and_then(|article| article.text.get(label.len..)).unwrap_or_default();
        if caption(words, false).is_some() {
            self.open_chapter(scope, piece, Sign::Chapter('部'), None, 0);
        } else {
            scope.caption = Some(piece.span);
        }
        true
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

    fn chapter(&mut self, scope: &mut Scope, piece: Piece<'t>, label: &Label) -> bool {
        if !is_bare_heading(piece.text) {
            return false;
        }
        let numbers_top =
            |word| matches!(scope.zone, Zone::Body(Mode::Numbers { top: Some(Sign::Chapter(top)), .. }) if top == word);
        if let Some((word, parts)) = label.chapter().filter(|&(word, _)| !numbers_top(word)) {
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
        self.heads_nothing(scope);
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
        if matches!(scope.zone, Zone::Body(Mode::Numbers { .. })) || !self.accepts_article(scope, parts, label) {
            return false;
        }
        let parts = parts.to_vec();
        self.open_article(scope, piece, label, parts);
        true
    }

    fn accepts_article(&self, scope: &Scope, parts: &[u32], label: &Label) -> bool {
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
    pub(super) fn take_caption(&mut self, id: UnitId, rest: Piece<'t>, bracket_only: bool) -> Piece<'t> {
        let captioned = self.contract.units[id.0 as usize].caption.is_some();
        match caption(rest.text, bracket_only || captioned) {
            Some((start, end, len))
                if !(captioned && len == rest.text.len() && !rest.text.starts_with(['(', '【'])) =>
            {
                // 【第1条 目的】 closes after the heading.
                let words = rest.text.get(start..end).unwrap_or_default();
                let open = words.contains(['【', '[', '〔']);
                let end = if open { end } else { start + words.trim_end_matches(['】', ']', '〕']).len() };
                let end =
                    if words.contains('(') { end } else { start + words.trim_end_matches(')').len().min(end - start) };
                let caption = Span::new(rest.span.start + start, rest.span.start + end);
                self.contract.units[id.0 as usize].caption.get_or_insert(caption);
                rest.after(len)
            }
            _ => rest,
        }
    }

    /// What follows a label on its line: text, or the next label.
    pub(super) fn rest(&mut self, scope: &mut Scope, rest: Piece<'t>) {
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
}
