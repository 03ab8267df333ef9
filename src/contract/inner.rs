//! Numbers inside an article or an annex: paragraphs, items and what is below them.

use super::heading::{is_sentence, is_short_heading};
use super::label::{Label, Reading, Sign};
use super::scope::{Level, Piece, Scope, Zone, below, follows, is_gap};
use super::tree::Builder;
use super::{Break, Number, UnitId, UnitKind};

/// Levels inside an article; contracts have five or six. Letters and numbers at random would else nest without end.
const LEVELS: usize = 32;

impl<'t> Builder<'t> {
    /// A number inside an article or an annex.
    pub(super) fn inner(&mut self, scope: &mut Scope, piece: Piece<'t>, label: &Label) -> bool {
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
        if scope.inner.len() >= LEVELS {
            return false;
        }
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
                // The heading of the item to come stands inside the paragraph.
                let start = scope.caption.map_or(piece.span.start, |caption| self.line_start(caption.start));
                let lead = self.open(UnitKind::Paragraph, None, Some(host), start);
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
        let mut rest = piece.after(len);
        if self.heads_below(&reading, rest) {
            self.contract.units[id.0 as usize].caption.get_or_insert(rest.span);
            rest = rest.after(rest.text.len());
        }
        scope.inner.push(Level { sign: reading.sign, last: reading.parts, unit: id });
        self.rest(scope, rest);
        id
    }

    /// Whether what follows 4.2 on its line is a heading: a few words, the text of the unit on the lines below.
    fn heads_below(&self, reading: &Reading, rest: Piece<'t>) -> bool {
        let decimal = matches!(reading.sign, Sign::Dotted(_) | Sign::Hyphened(_));
        let next = self.lines.get(rest.at + 1);
        let list = |label: &Label| label.readings.iter().any(|other| other.sign == reading.sign);
        let text_below = next.is_some_and(|next| match &next.label {
            Some(label) => label.chapter().is_none() && label.article().is_none() && !list(label),
            None => is_sentence(next.text),
        });
        decimal && is_short_heading(rest.text) && !rest.text.is_empty() && text_below
    }
}
