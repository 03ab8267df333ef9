//! A stretch of the document with a numbering of its own, and how far its numbers have come.

use super::heading::Announced;
use super::label::Sign;
use super::layout::Mode;
use super::{UnitId, UnitKind};
use crate::span::Span;

/// An open level: the sign that numbers it, the last number, and the unit with that number.
#[derive(Clone, Debug)]
pub(super) struct Level {
    pub(super) sign: Sign,
    pub(super) last: Vec<u32>,
    pub(super) unit: UnitId,
}

/// A stretch of the document with a numbering of its own: the body of an agreement, an annex, 附則.
#[derive(Debug)]
pub(super) struct Scope {
    pub(super) zone: Zone,
    /// The unit that holds the stretch.
    pub(super) root: Option<UnitId>,
    /// Open 編, 章, 節.
    pub(super) chapters: Vec<Level>,
    /// The article or top-level number, kept across chapters.
    pub(super) top: Option<Level>,
    /// The unit that `inner` hangs below: the current article, or the amended article inside it.
    pub(super) host: Option<UnitId>,
    /// The unnumbered paragraph of the current article.
    pub(super) lead: Option<UnitId>,
    /// Open levels inside the host, outermost first.
    pub(super) inner: Vec<Level>,
    /// What the last text said would follow.
    pub(super) announced: Option<Announced>,
    /// The heading, in brackets on a line of its own, of the unit to come.
    pub(super) caption: Option<Span>,
    /// What holds text before the first unit.
    pub(super) stray: Option<UnitId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Zone {
    Body(Mode),
    Annex,
    Suppl,
    Signature,
}

/// A piece of a line that is yet to be placed.
#[derive(Clone, Copy)]
pub(super) struct Piece<'t> {
    pub(super) at: usize,
    pub(super) span: Span,
    pub(super) text: &'t str,
}

impl<'t> Piece<'t> {
    pub(super) fn after(self, len: usize) -> Self {
        let rest = self.text.get(len..).unwrap_or_default();
        let text = rest.trim_start();
        let start = self.span.start + len + rest.len() - text.len();
        Self { span: Span::new(start, self.span.end), text, ..self }
    }
}

impl Scope {
    pub(super) fn new(zone: Zone, root: Option<UnitId>) -> Self {
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
    pub(super) fn holder(&self) -> Option<UnitId> {
        self.chapters.last().map(|level| level.unit).or(self.root)
    }

    pub(super) fn enter(&mut self, host: UnitId) {
        self.host = Some(host);
        self.lead = None;
        self.inner.clear();
    }
}

/// The kind of unit below a kind.
pub(super) const fn below(kind: UnitKind) -> UnitKind {
    match kind {
        UnitKind::Article | UnitKind::Chapter | UnitKind::SupplProvision => UnitKind::Paragraph,
        UnitKind::Item | UnitKind::Subitem => UnitKind::Subitem,
        _ => UnitKind::Item,
    }
}

/// 部 and 編 hold 章, 章 holds 節, 節 holds 款.
pub(super) fn rank(sign: Sign) -> Option<u8> {
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
pub(super) fn follows(level: &Level, parts: &[u32]) -> bool {
    let last = level.last.as_slice();
    if matches!(level.sign, Sign::Bullet(_)) {
        return true;
    }
    let Some((&new, new_prefix)) = parts.split_last().filter(|_| !last.is_empty()) else { return false };
    let steps = steps(last, parts);
    if matches!(level.sign, Sign::Dotted(_) | Sign::Hyphened(_)) {
        return steps;
    }
    let branches = new_prefix == last && (new == 2 || new == 1);
    let returns = parts.len() < last.len()
        && last.get(..parts.len() - 1) == Some(new_prefix)
        && last.get(parts.len() - 1).is_some_and(|&old| new == old + 1);
    steps || branches || returns
}

/// Whether `parts` is `last` with one more as its last number.
pub(super) fn steps(last: &[u32], parts: &[u32]) -> bool {
    let ends = last.split_last().zip(parts.split_last());
    ends.is_some_and(|((old, above), (new, below))| above == below && *new == old + 1)
}

/// Whether `parts` comes a few numbers after the level's last.
pub(super) fn is_gap(level: &Level, parts: &[u32]) -> bool {
    let (Some((&old, old_prefix)), Some((&new, new_prefix))) = (level.last.split_last(), parts.split_last()) else {
        return false;
    };
    old_prefix == new_prefix && (old + 2..=old + 4).contains(&new)
}
