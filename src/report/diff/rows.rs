//! The 新旧対照表: the units of both versions, each beside its counterpart. Content goes before numbers, so that an article
//! that is inserted does not make all after it look changed.

use super::align::{Alike, Which, anywhere, in_order};
use super::units::{Block, Member, Print, bare, kinship, root, units};
use super::words::{Piece, compare, unchanged, whole};
use crate::contract::UnitId;
use crate::report::Report;

/// A unit in both versions, or in one of them.
#[derive(Clone, Debug)]
pub struct Row {
    /// What became of its words.
    pub change: RowChange,
    /// Whether it stands elsewhere among the others.
    pub moved: bool,
    /// The unit as it was; `None` for an added one.
    pub old: Option<Side>,
    /// The unit as it is; `None` for a deleted one.
    pub new: Option<Side>,
}

/// What became of a unit's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowChange {
    /// Nothing.
    Same,
    /// Some or all are others.
    Changed,
    /// They were not there before.
    Added,
    /// They are no longer there.
    Deleted,
}

/// A unit in one of the versions.
#[derive(Clone, Debug)]
pub struct Side {
    /// The unit.
    pub unit: UnitId,
    /// Its place in the normal form of the criteria.
    pub place: String,
    /// The caption of the article that it belongs to.
    pub caption: Option<String>,
    /// Whether its words begin with that caption.
    pub opens: bool,
    /// Its page; `None` where the format has no pages.
    pub page: Option<u32>,
    /// Its words.
    pub pieces: Vec<Piece>,
}

impl Row {
    /// Whether the unit bears another number.
    #[must_use]
    pub fn is_renumbered(&self) -> bool {
        matches!((&self.old, &self.new), (Some(old), Some(new)) if old.place != new.place)
    }

    /// Whether there is nothing to say about it.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.change == RowChange::Same && !self.moved
    }
}

/// How alike units must be to be the same one where the order speaks for it, inside their article, and where it does not.
const BLOCK: f32 = 0.4;
const MOVED_BLOCK: f32 = 0.6;
const MEMBER: f32 = 0.3;
const MOVED_MEMBER: f32 = 0.75;
/// Characters of a unit that can be told to have moved by its words alone.
const TELLING: usize = 12;

/// The rows in the order of the new version; what was deleted stands after what it stood behind.
pub(super) fn rows(old: &Report, new: &Report) -> Vec<Row> {
    let (before, after) = (Version::of(old), Version::of(new));
    let pairs = pairs(&before, &after);
    let mut counterpart: Vec<Option<(usize, bool)>> = vec![None; after.members.len()];
    let mut kept: Vec<Option<(usize, bool)>> = vec![None; before.members.len()];
    for &Pair { old, new, moved } in &pairs {
        counterpart[new] = Some((old, moved));
        kept[old] = Some((new, moved));
    }
    // Deleted units by the new unit that they stand behind: 0 is the beginning.
    let mut behind: Vec<Vec<usize>> = vec![Vec::new(); after.members.len() + 1];
    let mut anchor = 0;
    for (at, found) in kept.iter().enumerate() {
        match found {
            Some((new, false)) => anchor = new + 1,
            Some((_, true)) => {}
            None => behind[anchor].push(at),
        }
    }
    let deleted = |at: &usize| Row {
        change: RowChange::Deleted,
        moved: false,
        old: Some(before.side(*at, whole(&before.members[*at].all()))),
        new: None,
    };
    let mut rows: Vec<Row> = behind[0].iter().map(deleted).collect();
    for (at, found) in counterpart.into_iter().enumerate() {
        rows.push(row(&before, &after, found, at));
        rows.extend(behind[at + 1].iter().map(deleted));
    }
    rows
}

fn row(before: &Version<'_>, after: &Version<'_>, counterpart: Option<(usize, bool)>, at: usize) -> Row {
    let now = &after.members[at];
    let Some((index, moved)) = counterpart else {
        let new = Some(after.side(at, whole(&now.all())));
        return Row { change: RowChange::Added, moved: false, old: None, new };
    };
    let was = &before.members[index];
    let (mut old, mut new) = captions(before, was, after, now);
    let (old_text, new_text) = if bare(&was.text) == bare(&now.text) {
        (unchanged(&was.text), unchanged(&now.text))
    } else {
        compare(&was.text, &now.text)
    };
    old.extend(old_text);
    new.extend(new_text);
    let changed = old.iter().chain(&new).any(|piece| piece.changed);
    let change = if changed { RowChange::Changed } else { RowChange::Same };
    Row { change, moved, old: Some(before.side(index, old)), new: Some(after.side(at, new)) }
}

/// The captions of a unit and its counterpart. Where another unit opens the article now, its caption stands there, and did not
/// change because of that.
fn captions(before: &Version<'_>, was: &Member, after: &Version<'_>, now: &Member) -> (Vec<Piece>, Vec<Piece>) {
    if bare(&was.caption) == bare(&now.caption) {
        return (unchanged(&was.caption), unchanged(&now.caption));
    }
    let same = before.caption(was.unit).map(|words| bare(&words)) == after.caption(now.unit).map(|words| bare(&words));
    if same && (was.caption.is_empty() || now.caption.is_empty()) {
        return (unchanged(&was.caption), unchanged(&now.caption));
    }
    compare(&was.caption, &now.caption)
}

struct Version<'a> {
    report: &'a Report,
    blocks: Vec<Block>,
    members: Vec<Member>,
}

impl Member {
    /// Its words with the caption above them.
    fn all(&self) -> String {
        format!("{}{}", self.caption, self.text).trim_end().to_owned()
    }
}

impl<'a> Version<'a> {
    fn of(report: &'a Report) -> Self {
        let (blocks, members) = units(report);
        Self { report, blocks, members }
    }

    /// The caption of the article, or whatever else is the head of the unit's block.
    fn caption(&self, unit: UnitId) -> Option<String> {
        let contract = &self.report.contract;
        contract.unit(root(contract, unit)).caption.map(|span| self.report.text.get(span).trim().to_owned())
    }

    fn is_head(&self, unit: UnitId) -> bool {
        root(&self.report.contract, unit) == unit
    }

    fn side(&self, at: usize, pieces: Vec<Piece>) -> Side {
        let Report { document, text, contract, .. } = self.report;
        let id = self.members[at].unit;
        let unit = contract.unit(id);
        let first = unit.caption.or_else(|| unit.body.first().copied()).unwrap_or(unit.span);
        let opens = !self.members[at].caption.is_empty();
        Side {
            unit: id,
            place: contract.place(id),
            caption: self.caption(id),
            opens,
            page: text.locate(first, document).first().map(|located| located.page),
            pieces,
        }
    }
}

#[derive(Clone, Copy)]
struct Pair {
    old: usize,
    new: usize,
    moved: bool,
}

/// Which member goes with which: first blocks with blocks, then inside them, then whatever is left.
fn pairs(before: &Version<'_>, after: &Version<'_>) -> Vec<Pair> {
    let all = |count: usize| (0..count).collect::<Vec<_>>();
    let blocks = Blocks { before, after, old: all(before.blocks.len()), new: all(after.blocks.len()), least: BLOCK };
    let mut matched: Vec<Pair> =
        in_order(&blocks).into_iter().map(|(old, new)| Pair { old, new, moved: false }).collect();
    let left = Blocks {
        old: rest(before.blocks.len(), matched.iter().map(|pair| pair.old)),
        new: rest(after.blocks.len(), matched.iter().map(|pair| pair.new)),
        least: MOVED_BLOCK,
        ..blocks
    };
    let moved = anywhere(&left);
    matched.extend(moved.into_iter().map(|(i, j)| Pair { old: left.old[i], new: left.new[j], moved: true }));
    let mut pairs = Vec::new();
    for Pair { old, new, moved } in matched {
        let members = Members {
            before,
            after,
            old: before.blocks[old].members.clone(),
            new: after.blocks[new].members.clone(),
            least: MEMBER,
        };
        let found = in_order(&members);
        pairs.extend(found.into_iter().map(|(i, j)| Pair { old: members.old[i], new: members.new[j], moved }));
    }
    let telling = |member: &Member| member.print.bare.chars().nth(TELLING).is_some();
    let mut left = Members {
        before,
        after,
        old: rest(before.members.len(), pairs.iter().map(|pair| pair.old)),
        new: rest(after.members.len(), pairs.iter().map(|pair| pair.new)),
        least: MOVED_MEMBER,
    };
    left.old.retain(|&at| telling(&before.members[at]));
    left.new.retain(|&at| telling(&after.members[at]));
    let moved = anywhere(&left);
    pairs.extend(moved.into_iter().map(|(i, j)| Pair { old: left.old[i], new: left.new[j], moved: true }));
    pairs
}

/// The indices below `count` that are not `taken`.
fn rest(count: usize, taken: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut free = vec![true; count];
    for at in taken {
        free[at] = false;
    }
    (0..count).filter(|&at| free[at]).collect()
}

/// Blocks of both versions by their indices.
struct Blocks<'a> {
    before: &'a Version<'a>,
    after: &'a Version<'a>,
    old: Vec<usize>,
    new: Vec<usize>,
    least: f32,
}

/// Members of both versions by their indices.
struct Members<'a> {
    before: &'a Version<'a>,
    after: &'a Version<'a>,
    old: Vec<usize>,
    new: Vec<usize>,
    least: f32,
}

impl Blocks<'_> {
    fn prints(&self, side: Which) -> impl Iterator<Item = &Print> {
        let (list, version) = match side {
            Which::Old => (&self.old, self.before),
            Which::New => (&self.new, self.after),
        };
        list.iter().map(|&at| &version.blocks[at].print)
    }
}

impl Alike for Blocks<'_> {
    fn sizes(&self) -> (usize, usize) {
        (self.old.len(), self.new.len())
    }

    fn score(&self, old: usize, new: usize) -> f32 {
        let (a, b) = (&self.before.blocks[self.old[old]], &self.after.blocks[self.new[new]]);
        let kinship = kinship(self.before.report, a.root, self.after.report, b.root);
        graded(a.print.likeness(&b.print, self.least - kinship), kinship, self.least)
    }

    fn work(&self) -> usize {
        work(self.prints(Which::Old), self.prints(Which::New))
    }

    fn key(&self, side: Which, at: usize) -> &str {
        match side {
            Which::Old => &self.before.blocks[self.old[at]].print.bare,
            Which::New => &self.after.blocks[self.new[at]].print.bare,
        }
    }
}

impl Members<'_> {
    fn prints(&self, side: Which) -> impl Iterator<Item = &Print> {
        let (list, version) = match side {
            Which::Old => (&self.old, self.before),
            Which::New => (&self.new, self.after),
        };
        list.iter().map(|&at| &version.members[at].print)
    }
}

impl Alike for Members<'_> {
    fn sizes(&self) -> (usize, usize) {
        (self.old.len(), self.new.len())
    }

    fn score(&self, old: usize, new: usize) -> f32 {
        let (a, b) = (&self.before.members[self.old[old]], &self.after.members[self.new[new]]);
        let heads = self.before.is_head(a.unit) && self.after.is_head(b.unit);
        // The head of a block goes with the head of its counterpart, whatever it says now.
        let head = if heads && self.least < MOVED_MEMBER { 0.5 } else { 0.0 };
        let kinship = kinship(self.before.report, a.unit, self.after.report, b.unit) + head;
        graded(a.print.likeness(&b.print, self.least - kinship), kinship, self.least)
    }

    fn work(&self) -> usize {
        work(self.prints(Which::Old), self.prints(Which::New))
    }

    fn key(&self, side: Which, at: usize) -> &str {
        match side {
            Which::Old => &self.before.members[self.old[at]].print.bare,
            Which::New => &self.after.members[self.new[at]].print.bare,
        }
    }
}

fn graded(likeness: f32, kinship: f32, least: f32) -> f32 {
    let score = likeness + kinship;
    if score >= least { score } else { 0.0 }
}

/// What it costs to compare all with all.
fn work<'p>(old: impl Iterator<Item = &'p Print>, new: impl Iterator<Item = &'p Print>) -> usize {
    let total =
        |prints: &mut dyn Iterator<Item = &'p Print>| prints.fold((0_usize, 0), |(n, sum), p| (n + 1, sum + p.len()));
    let (mut old, mut new) = (old, new);
    let ((n, first), (m, second)) = (total(&mut old), total(&mut new));
    m.saturating_mul(first).saturating_add(n.saturating_mul(second))
}
