//! What is compared: the units of a contract that hold words of their own, gathered in blocks (an article with its
//! paragraphs, an annex, the preamble).

use crate::contract::{Contract, Number, UnitId, UnitKind};
use crate::report::Report;

/// An article with all that it holds, or what stands beside articles.
pub(super) struct Block {
    /// The unit that holds the others.
    pub(super) root: UnitId,
    /// Indices of its members.
    pub(super) members: Vec<usize>,
    /// The words of all its members.
    pub(super) print: Print,
}

/// A unit with words of its own.
pub(super) struct Member {
    /// The unit.
    pub(super) unit: UnitId,
    /// The captions above its lines that belong to it, in brackets: its own, or that of the article that it opens.
    pub(super) caption: String,
    /// Its lines.
    pub(super) text: String,
    /// What it is compared by.
    pub(super) print: Print,
}

/// Words as they are compared: without white space, because pages and formats break lines elsewhere.
pub(super) struct Print {
    pub(super) bare: String,
    /// Pairs of neighbouring characters, sorted.
    pairs: Vec<(char, char)>,
}

impl Print {
    fn of(text: &str) -> Self {
        let bare = bare(text);
        let mut pairs: Vec<(char, char)> = bare.chars().zip(bare.chars().skip(1)).collect();
        pairs.sort_unstable();
        Self { bare, pairs }
    }

    /// How much work a comparison is.
    pub(super) fn len(&self) -> usize {
        self.pairs.len()
    }

    /// The share of pairs of characters that both have, from 0 to 1. Below `least` it may be given as 0.
    pub(super) fn likeness(&self, other: &Self, least: f32) -> f32 {
        if self.bare == other.bare {
            return 1.0;
        }
        let (a, b) = (&self.pairs, &other.pairs);
        let all = (a.len() + b.len()) as f32;
        if all == 0.0 || 2.0 * a.len().min(b.len()) as f32 / all < least {
            return 0.0;
        }
        let (mut i, mut j, mut both) = (0, 0, 0);
        while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
            both += usize::from(x == y);
            i += usize::from(x <= y);
            j += usize::from(y <= x);
        }
        2.0 * both as f32 / all
    }
}

/// The words without white space, and without the bars that part cells where a table is written as text.
pub(super) fn bare(text: &str) -> String {
    text.chars().filter(|c| !is_blank(*c)).collect()
}

/// What only sets words apart.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '|'
}

/// The blocks and members of `report`'s contract, in document order. A table of contents only repeats headings and is left
/// out.
pub(super) fn units(report: &Report) -> (Vec<Block>, Vec<Member>) {
    let contract = &report.contract;
    let mut blocks: Vec<Block> = Vec::new();
    let mut members = Vec::new();
    // The caption of a unit without lines of its own, for the first unit in it.
    let mut pending: Option<(UnitId, String)> = None;
    for id in contract.ids().filter(|id| contract.unit(*id).kind != UnitKind::Toc) {
        let unit = contract.unit(id);
        let inherited = pending.take().filter(|(above, _)| unit.parent == Some(*above)).map(|(_, caption)| caption);
        let caption = [inherited.unwrap_or_default(), caption(report, id)].concat();
        let text = lines(report, id);
        let opens = contract.units.get(id.0 as usize + 1).is_some_and(|next| next.parent == Some(id));
        if text.is_empty() && opens && unit.kind == UnitKind::Article {
            pending = Some((id, caption));
            continue;
        }
        if text.is_empty() && caption.is_empty() {
            continue;
        }
        let root = root(contract, id);
        // A block's units follow one another, but for those of an article that an amendment quotes.
        match blocks.iter_mut().rev().find(|block| block.root == root) {
            Some(block) => block.members.push(members.len()),
            None => blocks.push(Block { root, members: vec![members.len()], print: Print::of("") }),
        }
        let print = Print::of(if text.is_empty() { &caption } else { &text });
        members.push(Member { unit: id, caption, text, print });
    }
    for block in &mut blocks {
        let all: String = block.members.iter().map(|&at| members[at].print.bare.as_str()).collect();
        block.print = Print::of(&all);
    }
    (blocks, members)
}

/// How much speaks for two units being the same one beside their words: number and caption.
pub(super) fn kinship(old: &Report, a: UnitId, new: &Report, b: UnitId) -> f32 {
    let (x, y) = (old.contract.unit(a), new.contract.unit(b));
    let mut score = if x.kind == y.kind { 0.0 } else { -0.2 };
    if number(x.number.as_ref()) == number(y.number.as_ref()) {
        score += 0.1;
    }
    if let (Some(a), Some(b)) = (x.caption, y.caption)
        && bare(old.text.get(a)) == bare(new.text.get(b))
    {
        score += 0.3;
    }
    score
}

/// A lone paragraph bears no number; it is still the first.
fn number(number: Option<&Number>) -> (&[u32], Option<&str>) {
    number.map_or((&[1], None), |number| (&number.parts, number.letter.as_deref()))
}

/// The unit's caption in brackets and a line end, if it has one.
fn caption(report: &Report, unit: UnitId) -> String {
    let caption = report.contract.unit(unit).caption.map(|span| report.text.get(span).trim());
    caption.map_or_else(String::new, |caption| format!("（{caption}）\n"))
}

fn lines(report: &Report, unit: UnitId) -> String {
    let lines = report.contract.unit(unit).body.iter().map(|span| report.text.get(*span).trim());
    let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

/// The unit at the head of the block that `unit` belongs to.
pub(super) fn root(contract: &Contract, unit: UnitId) -> UnitId {
    let up = |id: &UnitId| contract.unit(*id).parent;
    if let Some(article) = std::iter::successors(Some(unit), up).find(|id| contract.unit(*id).kind == UnitKind::Article)
    {
        return article;
    }
    let inner = |id: UnitId| matches!(contract.unit(id).kind, UnitKind::Paragraph | UnitKind::Item | UnitKind::Subitem);
    let holds = |id: UnitId| inner(id) || matches!(contract.unit(id).kind, UnitKind::Annex | UnitKind::SupplProvision);
    let climb = |id: &UnitId| up(id).filter(|parent| inner(*id) && holds(*parent));
    std::iter::successors(Some(unit), climb).last().unwrap_or(unit)
}
