//! Amendments: text that takes the place of an article or a paragraph keeps that one's number.

use super::heading::bracketed;
use super::label::{Label, Reading, label};
use super::layout::Mode;
use super::line::first_source_character;
use super::scope::{Level, Piece, Scope, Zone};
use super::tree::Builder;
use super::{Number, UnitKind};
use crate::span::Span;

impl<'t> Builder<'t> {
    /// The first line of amended text, in quotation marks: 「２ 乙は、…
    pub(super) fn quoted(&mut self, scope: &mut Scope, piece: Piece<'t>) -> bool {
        if scope.announced.is_none() || !piece.text.starts_with('「') {
            return false;
        }
        let inner = piece.after('「'.len_utf8());
        let next = self.lines.get(piece.at + 1).and_then(|next| next.label.as_ref());
        if let Some(bracket) = bracketed(inner.text)
            && next.is_some_and(|next| next.article().is_some())
        {
            scope.caption = Some(Span::new(inner.span.start + bracket, inner.span.end - bracket));
            return true;
        }
        let label = label(inner.text, first_source_character(self.text, inner.span.start));
        label.is_some_and(|label| self.amended(scope, inner, &label) || self.quoted_paragraph(scope, inner, &label))
    }

    /// Text that an amendment puts in place of an article or a paragraph keeps that one's number.
    pub(super) fn amended(&mut self, scope: &mut Scope, piece: Piece<'t>, label: &Label) -> bool {
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
        let Some(paragraph) = scope.announced.as_ref().and_then(|told| told.paragraph) else { return false };
        let reading = label
            .readings
            .iter()
            .find(|reading| reading.parts == [paragraph] && reading.sign.numbers_second_paragraph());
        let Some(reading) = reading.filter(|reading| scope.top.as_ref().is_none_or(|top| top.sign != reading.sign))
        else {
            return false;
        };
        self.open_amended(scope, piece, label, reading)
    }

    /// A paragraph in quotation marks: they tell it from the amendment's own numbers, and its number need not have been said
    /// (次の1項を加える。「３ 乙は、…).
    fn quoted_paragraph(&mut self, scope: &mut Scope, piece: Piece<'t>, label: &Label) -> bool {
        let Some(told) = &scope.announced else { return false };
        let reading = label.readings.iter().find(|reading| {
            let fits = match (told.paragraph, reading.parts.as_slice()) {
                (Some(paragraph), [number]) => paragraph == *number,
                (None, [number]) => *number > 1,
                _ => false,
            };
            fits && reading.sign.numbers_second_paragraph()
        });
        reading.is_some_and(|reading| self.open_amended(scope, piece, label, reading))
    }

    fn open_amended(&mut self, scope: &mut Scope, piece: Piece<'t>, label: &Label, reading: &Reading) -> bool {
        let Some(told) = scope.announced.take() else { return false };
        let holder = scope.top.as_ref().map(|top| top.unit).or(scope.root);
        let id = self.open(UnitKind::Article, Some(Number::new(told.article)), holder, piece.span.start);
        self.contract.partial.push(id);
        scope.enter(id);
        let unit = self.open(UnitKind::Paragraph, Some(Number::new(reading.parts.clone())), Some(id), piece.span.start);
        self.extend(unit, piece.span.end);
        scope.inner.push(Level { sign: reading.sign, last: reading.parts.clone(), unit });
        self.rest(scope, piece.after(label.len));
        true
    }
}
