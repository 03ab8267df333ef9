//! Units by what references call them: the article with a number, the paragraph before this one, 別紙1.

use super::{Contract, UnitId, UnitKind};

/// The contract's units by what references call them.
pub(super) struct Index<'c> {
    pub(super) contract: &'c Contract,
    /// Articles and, in agreements without them, numbers of the top level; each with the agreement or annex that holds it.
    tops: Vec<(Option<UnitId>, UnitId)>,
    annexes: Vec<UnitId>,
    pub(super) agreements: Vec<UnitId>,
    /// The units that each unit holds, in order, and those that none holds.
    children: Vec<Vec<UnitId>>,
    roots: Vec<UnitId>,
}

impl<'c> Index<'c> {
    pub(super) fn of(contract: &'c Contract) -> Self {
        let of_kind = |kind| contract.ids().filter(|&id| contract.unit(id).kind == kind).collect();
        let mut children = vec![Vec::new(); contract.units.len()];
        let mut roots = Vec::new();
        for id in contract.ids() {
            match contract.unit(id).parent {
                Some(parent) => children[parent.0 as usize].push(id),
                None => roots.push(id),
            }
        }
        Self {
            contract,
            tops: contract.ids().filter(|&id| is_top(contract, id)).map(|id| (scope(contract, id), id)).collect(),
            annexes: of_kind(UnitKind::Annex),
            agreements: of_kind(UnitKind::Agreement),
            children,
            roots,
        }
    }

    pub(super) fn enclosing(&self, unit: UnitId, kind: UnitKind) -> Option<UnitId> {
        ancestors(self.contract, unit).find(|&id| self.contract.unit(id).kind == kind)
    }

    pub(super) fn enclosing_top(&self, unit: UnitId) -> Option<UnitId> {
        let article = self.enclosing(unit, UnitKind::Article);
        article.or_else(|| ancestors(self.contract, unit).find(|&id| is_top(self.contract, id)))
    }

    fn tops_in(&self, home: Option<UnitId>) -> impl DoubleEndedIterator<Item = UnitId> + '_ {
        self.tops.iter().filter(move |&&(scope, _)| scope == home).map(|&(_, id)| id)
    }

    pub(super) fn top(&self, home: Option<UnitId>, parts: &[u32]) -> Option<UnitId> {
        let named = |home| {
            self.tops_in(home)
                .find(|&id| self.contract.unit(id).number.as_ref().is_some_and(|number| number.parts == parts))
        };
        // An annex or 附則 without such an article means the agreement's.
        named(home).or_else(|| {
            let inner = home.filter(|&home| self.contract.unit(home).kind != UnitKind::Agreement)?;
            named(self.contract.unit(inner).parent)
        })
    }

    pub(super) fn numbered(&self, home: Option<UnitId>, parts: &[u32]) -> Option<UnitId> {
        let (first, rest) = parts.split_first()?;
        let top = self.top(home, &[*first])?;
        rest.iter().try_fold(top, |holder, &number| {
            self.child(holder, UnitKind::Paragraph, number).or_else(|| self.child(holder, UnitKind::Item, number))
        })
    }

    pub(super) fn tops_before(&self, own: Option<UnitId>, count: u32) -> Vec<UnitId> {
        let Some(own) = own else { return Vec::new() };
        let mut before: Vec<UnitId> =
            self.tops_in(scope(self.contract, own)).filter(|&id| id < own).rev().take(count as usize).collect();
        before.reverse();
        before
    }

    pub(super) fn top_after(&self, own: Option<UnitId>) -> Option<UnitId> {
        let own = own?;
        self.tops_in(scope(self.contract, own)).find(|&id| id > own)
    }

    /// The unit so many places on among its siblings of the same kind.
    pub(super) fn sibling(&self, id: UnitId, step: isize) -> Option<UnitId> {
        let unit = self.contract.unit(id);
        let siblings = unit.parent.map_or(&self.roots, |parent| &self.children[parent.0 as usize]);
        let at = siblings.binary_search(&id).ok()?;
        let alike = |other: &&UnitId| self.contract.unit(**other).kind == unit.kind;
        let back = step.unsigned_abs().checked_sub(1)?;
        if step < 0 {
            siblings[..at].iter().rev().filter(alike).nth(back).copied()
        } else {
            siblings[at + 1..].iter().filter(alike).nth(back).copied()
        }
    }

    fn children(&self, holder: UnitId, kind: UnitKind) -> impl Iterator<Item = UnitId> {
        self.children[holder.0 as usize].iter().copied().filter(move |&id| self.contract.unit(id).kind == kind)
    }

    pub(super) fn child(&self, holder: UnitId, kind: UnitKind, number: u32) -> Option<UnitId> {
        let numbered = self
            .children(holder, kind)
            .find(|&id| self.contract.unit(id).number.as_ref().is_some_and(|n| n.parts == [number]));
        numbered.or_else(|| {
            let only = self.children(holder, kind).next().filter(|&id| self.contract.unit(id).number.is_none())?;
            // What is numbered right below the article may be called 項: (2)甲は.
            let bare = kind == UnitKind::Paragraph && self.contract.unit(only).body.is_empty();
            let item = if bare { self.child(only, UnitKind::Item, number) } else { None };
            // An article's only paragraph has no number and is its first.
            item.or_else(|| (number == 1).then_some(only))
        })
    }

    pub(super) fn items(&self, holder: Option<UnitId>) -> Vec<UnitId> {
        let Some(holder) = holder else { return Vec::new() };
        let direct: Vec<UnitId> = self.children(holder, UnitKind::Item).collect();
        if !direct.is_empty() || self.contract.unit(holder).kind != UnitKind::Article {
            return direct;
        }
        self.children(holder, UnitKind::Paragraph)
            .next()
            .map_or_else(Vec::new, |paragraph| self.children(paragraph, UnitKind::Item).collect())
    }

    pub(super) fn item(&self, holder: UnitId, number: u32) -> Option<UnitId> {
        self.items(Some(holder))
            .into_iter()
            .find(|&id| self.contract.unit(id).number.as_ref().is_some_and(|n| n.parts == [number]))
    }

    pub(super) fn annex(
        &self,
        home: Option<UnitId>,
        word: &str,
        parts: &[u32],
        letter: Option<&str>,
    ) -> Option<UnitId> {
        let fits = |id: UnitId| {
            let unit = self.contract.unit(id);
            let number = unit.number.as_ref();
            let same_number = number.map_or(&[][..], |number| &number.parts) == parts;
            let same_letter = number.and_then(|number| number.letter.as_deref()) == letter;
            unit.word.as_deref().is_some_and(|own| own.ends_with(word)) && same_number && same_letter
        };
        let in_home = |&&id: &&UnitId| scope(self.contract, id) == home || self.contract.unit(id).parent == home;
        let found = self
            .annexes
            .iter()
            .filter(in_home)
            .find(|&&id| fits(id))
            .or_else(|| self.annexes.iter().find(|&&id| fits(id)));
        found.copied()
    }

    /// All annexes of a name: 別紙 without a number, where they are numbered, means them all.
    pub(super) fn annexes_called(&self, word: &str) -> impl Iterator<Item = UnitId> {
        self.annexes.iter().copied().filter(move |&id| self.contract.unit(id).word.as_deref() == Some(word))
    }
}

fn ancestors(contract: &Contract, unit: UnitId) -> impl Iterator<Item = UnitId> + '_ {
    std::iter::successors(Some(unit), |&id| contract.unit(id).parent)
}

/// The attached agreement, annex or 附則 that numbers on its own and holds `unit`.
pub(super) fn scope(contract: &Contract, unit: UnitId) -> Option<UnitId> {
    ancestors(contract, unit)
        .skip(1)
        .find(|&id| matches!(contract.unit(id).kind, UnitKind::Agreement | UnitKind::Annex | UnitKind::SupplProvision))
}

/// Whether the unit is an article, or a top-level number of an agreement without articles.
fn is_top(contract: &Contract, id: UnitId) -> bool {
    let unit = contract.unit(id);
    let holder = unit.parent.map(|parent| contract.unit(parent).kind);
    match unit.kind {
        // Amended text quotes an article of another agreement, but references mean it by its number all the same.
        UnitKind::Article => true,
        UnitKind::Paragraph => matches!(holder, None | Some(UnitKind::Agreement | UnitKind::Chapter)),
        _ => false,
    }
}
