//! Third step: the text becomes a [`Contract`], the tree of its 前文, 章, 条, 項, 号, 別紙 and 附則.

mod amend;
mod article;
mod attached;
mod heading;
mod index;
mod inner;
mod label;
mod layout;
mod line;
mod outline;
mod place;
mod pointer;
mod reference;
mod scope;
mod strike;
mod table;
mod tree;

pub use outline::outline;

use crate::span::Span;
use crate::text::Text;

/// The contract's structure: units in document order, each after its parent.
#[derive(Clone, Debug, Default)]
pub struct Contract {
    /// What the first line names the document.
    pub title: Option<Span>,
    /// All units; a [`UnitId`] indexes it.
    pub units: Vec<Unit>,
    /// Every reference to a unit (前条, 第4条第2項, 別紙1), in text order.
    pub references: Vec<Reference>,
    /// Rows of cells among the units' text, in text order.
    pub tables: Vec<Table>,
    /// Where the numbering skips, in text order: a unit may be missing from the contract or from what was read of it.
    pub breaks: Vec<Break>,
    /// Articles of which an amendment gives some paragraphs only, so that their numbers are always printed.
    partial: Vec<UnitId>,
    /// What parts the numbers of units like 4.2 or 7-2, so that such numbers in the text can refer to them.
    separator: Option<char>,
}

/// A place where the numbering skips.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Break {
    /// The unit after the gap.
    pub unit: UnitId,
    /// The number that continuity asked for.
    pub expected: u32,
}

/// Index of a [`Unit`] in [`Contract::units`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitId(pub u32);

/// A part of the contract, named as the statute XML schema names it.
#[derive(Clone, Debug)]
pub struct Unit {
    /// What kind of part it is.
    pub kind: UnitKind,
    /// Its number; `None` for unnumbered parts. Branch numbers (第3条の2) have more than one element.
    pub number: Option<Number>,
    /// The word that the contract itself uses for a chapter (章, 編), an annex (別紙, 別図) or an attached agreement (個別契約);
    /// empty for the whole text of the agreement that the document amends.
    pub word: Option<String>,
    /// Its heading without brackets.
    pub caption: Option<Span>,
    /// The whole unit, label, caption and children included.
    pub span: Span,
    /// Its own text: one span for each logical line, without label, caption and children.
    pub body: Vec<Span>,
    /// The unit that holds it.
    pub parent: Option<UnitId>,
    /// Whether another provision deletes it (第N条を削除する).
    pub struck: bool,
}

/// The kinds of unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnitKind {
    /// 表題 and whatever stands before the 前文 (dates, numbers, stamps).
    Title,
    /// 目次.
    Toc,
    /// 前文.
    Preamble,
    /// An agreement attached to the first one that starts its numbering again (個別契約, 覚書, 特約); holds articles of its own.
    Agreement,
    /// 編, 章, 節, 款.
    Chapter,
    /// 条; in a document without 条, none: its top-level numbers are paragraphs.
    Article,
    /// 項. An article always holds at least one; a lone unnumbered one has no number.
    Paragraph,
    /// 号.
    Item,
    /// イ, (1), (a) under an item.
    Subitem,
    /// 附則.
    SupplProvision,
    /// 別紙, 別表, 別図, 付録, 添付資料.
    Annex,
    /// 後文, 日付, 署名欄.
    Signature,
}

/// A unit's number, branch numbers after it: 第3条の2 is `[3, 2]`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Number {
    /// At least one element.
    pub parts: Vec<u32>,
    /// Set for units that are lettered instead (別紙A): the letter as printed, folded.
    pub letter: Option<String>,
}

/// A reference from the text to a unit.
#[derive(Clone, Debug)]
pub struct Reference {
    /// The referring words.
    pub span: Span,
    /// The units meant, in order; empty when the contract holds no such unit (宛先なし).
    pub targets: Vec<UnitId>,
}

/// Lines of a unit that are rows of a table. They stay in the unit's body too.
#[derive(Clone, Debug)]
pub struct Table {
    /// The unit whose text it is.
    pub unit: UnitId,
    /// The headings of the columns, if the first row is that.
    pub header: Option<Vec<Span>>,
    /// The rows below, each with as many cells as the others; an empty cell is an empty span at its place.
    pub rows: Vec<Vec<Span>>,
}

impl Number {
    /// The number with these parts.
    #[must_use]
    pub const fn new(parts: Vec<u32>) -> Self {
        Self { parts, letter: None }
    }
}

impl Contract {
    /// Finds the structure of `text`.
    #[must_use]
    pub fn of(text: &Text) -> Self {
        let mut contract = tree::build(text);
        contract.tables = table::tables(&contract, text);
        contract.references = reference::references(&contract, text);
        for id in strike::struck(&contract, text, &contract.references) {
            contract.strike(id);
        }
        contract
    }

    /// The unit with this id.
    #[must_use]
    pub fn unit(&self, id: UnitId) -> &Unit {
        &self.units[id.0 as usize]
    }

    /// The ids of all units, in document order.
    pub fn ids(&self) -> impl Iterator<Item = UnitId> + use<> {
        (0..self.units.len() as u32).map(UnitId)
    }

    /// Marks the unit, and all that it holds, as deleted.
    fn strike(&mut self, id: UnitId) {
        let span = self.unit(id).span;
        for unit in
            self.units.iter_mut().skip(id.0 as usize).take_while(|unit| unit.span.start < span.end.max(span.start + 1))
        {
            unit.struck |= span.contains(unit.span);
        }
    }

    /// The deepest unit that holds the byte `at`.
    #[must_use]
    pub fn unit_at(&self, at: usize) -> Option<UnitId> {
        let after = self.units.partition_point(|unit| unit.span.start <= at);
        let last = UnitId(u32::try_from(after.checked_sub(1)?).ok()?);
        std::iter::successors(Some(last), |&id| self.unit(id).parent).find(|&id| at < self.unit(id).span.end)
    }

    /// The unit's place in the normal form of the criteria: `第4条第2項第1号`, `別紙1`, `個別契約第4条第1項`, `第2項第1号`, `前文`.
    #[must_use]
    pub fn place(&self, id: UnitId) -> String {
        place::place(self, id)
    }
}
