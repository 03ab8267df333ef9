//! From places in the text to places in the XML: what each change comes to in the parts.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use roxmltree::{Document as Xml, Node};

use super::comment::Comment;
use super::markup::Ids;
use super::paragraph::Lists;
use super::sheet::{Rank, Sheet, Spot};
use super::{AUTHOR, Draft, Edit};
use crate::document::RawSpan;
use crate::document::docx::origin::{Origin, Part};
use crate::document::docx::story::Row;
use crate::document::docx::xml::{child, is};

/// The changes as far as they have been worked out.
pub(super) struct Plan<'a> {
    pub(super) draft: &'a Draft<'a>,
    pub(super) sheets: BTreeMap<Part, Sheet<'a>>,
    pub(super) ids: Ids,
    pub(super) comments: Vec<Comment>,
    pub(super) lists: Lists<'a>,
}

/// A character of the text in the XML: the node that shows it, and which of its characters it is.
#[derive(Clone, Copy)]
struct Character<'a> {
    node: Node<'a, 'a>,
    index: usize,
}

impl<'a> Plan<'a> {
    pub(super) fn new(draft: &'a Draft<'a>, parsed: &'a BTreeMap<Part, Xml<'a>>, lists: Lists<'a>) -> Self {
        let mut ids = Ids::default();
        parsed.values().for_each(|xml| ids.skip(xml.root_element()));
        let sheet = |(part, xml): (&Part, &'a Xml<'a>)| (*part, Sheet::new(draft.text_of(*part), xml, AUTHOR));
        Self { draft, sheets: parsed.iter().map(sheet).collect(), ids, comments: Vec::new(), lists }
    }

    /// Works out `edits`; gives the index of one that has no place.
    pub(super) fn make(&mut self, edits: &[Edit]) -> Result<(), usize> {
        self.delete(edits)?;
        for (index, edit) in edits.iter().enumerate() {
            let placed = match edit {
                Edit::Comment { range, author, text } => self.comment(*range, author, text),
                Edit::InsertText { at, text } => self.insert_text(*at, text),
                Edit::InsertAfter { at, paragraphs } => self.insert_after(*at, paragraphs),
                Edit::Delete { .. } => Some(()),
            };
            placed.ok_or(index)?;
        }
        Ok(())
    }

    /// The line of the text at byte `at`, by its index.
    pub(super) fn row_at(&self, at: usize) -> Option<usize> {
        self.draft.row_at(at)
    }

    pub(super) fn row(&self, index: usize) -> Option<&'a Row> {
        self.draft.told.rows.get(index)
    }

    fn start_of(&self, row: usize) -> usize {
        self.draft.line(row).map_or(0, |line| line.start)
    }

    /// The line `row` and those after it that `range` touches.
    fn rows_in(&self, range: RawSpan) -> Range<usize> {
        let lines = self.draft.lines();
        let first = lines.partition_point(|line| line.raw.end < range.start);
        first..lines.partition_point(|line| line.raw.start < range.end).max(first)
    }

    /// The first and last character of `range` that some node shows, with their lines.
    fn ends(&self, range: RawSpan) -> Option<((usize, Character<'a>), (usize, Character<'a>))> {
        let characters = |row: usize| {
            let start = self.start_of(row);
            let text = self.row(row).map(|row| row.text.as_str()).unwrap_or_default();
            let within = move |(at, _): &(usize, char)| range.start <= start + at && start + at < range.end;
            text.char_indices().filter(within).map(|(at, _)| at)
        };
        let first = |row| characters(row).find_map(|at| Some((row, self.character(row, at)?)));
        let last = |row| characters(row).rev().find_map(|at| Some((row, self.character(row, at)?)));
        let mut rows = self.rows_in(range);
        let start = rows.clone().find_map(first)?;
        // What begins in the body does not end in a note that hangs from the middle of it.
        let hangs = |row: usize| self.row(row).is_none_or(|row| row.origin.anchor.is_some());
        let may_end = |row: &usize| last(*row).is_some() && (hangs(start.0) || !hangs(*row));
        Some((start, rows.rfind(may_end).and_then(last)?))
    }

    /// The character at byte `at` of a line, unless it is one of its label.
    fn character(&self, row: usize, at: usize) -> Option<Character<'a>> {
        let row = self.row(row)?;
        let Origin { stretches, part, .. } = &row.origin;
        let stretch = stretches.get(stretches.partition_point(|stretch| stretch.start <= at).checked_sub(1)?)?;
        let index = row.text.get(stretch.start..at)?.chars().count();
        Some(Character { node: self.sheets.get(part)?.node(stretch.node)?, index })
    }

    /// What a line shows, stretch by stretch: node, and bytes of the line.
    fn shown(&self, row: usize) -> Vec<(Node<'a, 'a>, Range<usize>)> {
        let Some(row) = self.row(row) else { return Vec::new() };
        let Some(sheet) = self.sheets.get(&row.origin.part) else { return Vec::new() };
        let stretches = &row.origin.stretches;
        let ends = stretches.iter().skip(1).map(|stretch| stretch.start).chain([row.text.len()]);
        let nodes = stretches.iter().zip(ends);
        nodes.filter_map(|(stretch, end)| Some((sheet.node(stretch.node)?, stretch.start..end))).collect()
    }

    fn comment(&mut self, range: RawSpan, author: &str, text: &str) -> Option<()> {
        let (first, start, end) = match self.ends(range) {
            Some(((first, start), (last, end))) => {
                let (first, last) = (self.row(first)?, self.row(last)?);
                (first, self.edge(first, start, false)?, self.edge(last, end, true)?)
            }
            None => {
                let index = self.rows_in(range).find(|row| self.row(*row).is_some_and(|row| row.text.is_empty()))
                    .or_else(|| self.row_at(range.start))?;
                let row = self.row(index)?;
                let spot = match self.shown(index).first() {
                    Some((node, _)) => {
                        let node = *node;
                        self.edge(row, Character { node, index: 0 }, false)?
                    }
                    None => self.empty(row)?,
                };
                (row, spot, spot)
            }
        };
        let part = if first.origin.anchor.is_some() { Part::Main } else { first.origin.part };
        let id = self.ids.take();
        let sheet = self.sheets.get_mut(&part)?;
        let markup = sheet.markup.clone();
        let named = [("id", id.as_str())];
        let style = self.lists.comment_reference.as_deref();
        let style = style.map(|style| markup.around("rPr", &markup.empty("rStyle", &[("val", style)])));
        let reference = style.unwrap_or_default() + &markup.empty("commentReference", &named);
        let begin = markup.empty("commentRangeStart", &named);
        let finish = markup.empty("commentRangeEnd", &named) + &markup.around("r", &reference);
        if start == end {
            sheet.put(start, Rank::Start, begin + &finish);
        } else {
            sheet.put(start, Rank::Start, begin);
            sheet.put(end, Rank::End, finish);
        }
        self.comments.push(Comment { id, author: author.to_owned(), text: text.to_owned() });
        Some(())
    }

    /// The place in the body before or after a character of the text; for one of a note or text box, before or after what leads
    /// there.
    fn edge(&self, row: &Row, character: Character<'a>, after: bool) -> Option<Spot> {
        match row.origin.anchor {
            Some(anchor) => {
                let sheet = self.sheets.get(&Part::Main)?;
                Some(sheet.beside(sheet.node(anchor)?, 0, after))
            }
            None => Some(self.sheets.get(&row.origin.part)?.beside(character.node, character.index, after)),
        }
    }

    /// The place in a line that shows nothing.
    fn empty(&self, row: &Row) -> Option<Spot> {
        let (part, anchor) = (row.origin.part, row.origin.anchor);
        if let Some(anchor) = anchor {
            let sheet = self.sheets.get(&Part::Main)?;
            return Some(sheet.beside(sheet.node(anchor)?, 0, true));
        }
        self.empty_line(row, part)
    }

    fn empty_line(&self, row: &Row, part: Part) -> Option<Spot> {
        let sheet = self.sheets.get(&part)?;
        match row.origin.opened_by {
            Some(opened_by) => Some(sheet.beside(sheet.node(opened_by)?, 0, true)),
            None => {
                let paragraph = sheet.node(row.origin.paragraphs?.1)?;
                let last = paragraph.children().rfind(|node| node.is_element() && !is(*node, "pPr"));
                Some(last.map_or(Spot::Empty(paragraph.id()), |last| Spot::At(last.range().end)))
            }
        }
    }

    fn insert_text(&mut self, at: usize, text: &str) -> Option<()> {
        let index = self.row_at(at)?;
        let row = self.row(index)?;
        let at = at - self.start_of(index);
        let before = row.text.get(..at)?.char_indices().next_back().and_then(|(at, _)| self.character(index, at));
        let next = (at < row.text.len()).then(|| self.character(index, at.max(row.origin.label))).flatten();
        let sheet = self.sheets.get(&row.origin.part)?;
        let (spot, look) = match (before, next) {
            (Some(before), next) => {
                let next = next.map(|next| next.node);
                (sheet.joint(before.node, before.index, true, next), sheet.look(before.node))
            }
            (None, Some(next)) => (sheet.joint(next.node, next.index, false, None), sheet.look(next.node)),
            (None, None) => {
                let paragraph = sheet.node(row.origin.paragraphs?.0)?;
                (self.empty_line(row, row.origin.part)?, self.look_of_mark(sheet, paragraph))
            }
        };
        let sheet = self.sheets.get_mut(&row.origin.part)?;
        let inserted = sheet.markup.run(&look, text);
        let inserted = sheet.markup.inserted(&inserted, &mut self.ids);
        sheet.put(spot, Rank::Inserted, inserted);
        Some(())
    }

    /// The look of words in a paragraph without any: that of its end.
    pub(super) fn look_of_mark(&self, sheet: &Sheet<'a>, paragraph: Node<'a, 'a>) -> String {
        let own = child(paragraph, "pPr").and_then(|properties| child(properties, "rPr"));
        let own = own.map(|own| sheet.copied(own, |node| super::sheet::is_plain(*node))).unwrap_or_default();
        if own.is_empty() { own } else { sheet.markup.around("rPr", &own) }
    }

    /// The look of most of the words of a line.
    pub(super) fn look_of_line(&self, index: usize) -> String {
        let Some(row) = self.row(index) else { return String::new() };
        let Some(sheet) = self.sheets.get(&row.origin.part) else { return String::new() };
        let mut looks: Vec<(String, usize)> = Vec::new();
        for (node, bytes) in self.shown(index) {
            let look = sheet.look(node);
            match looks.iter_mut().find(|(known, _)| *known == look) {
                Some((_, count)) => *count += bytes.len(),
                None => looks.push((look, bytes.len())),
            }
        }
        // Of equals the first.
        let most = looks.into_iter().rev().max_by_key(|(_, count)| *count);
        most.map(|(look, _)| look).unwrap_or_else(|| {
            let paragraph = row.origin.paragraphs.and_then(|(first, _)| sheet.node(first));
            paragraph.map(|paragraph| self.look_of_mark(sheet, paragraph)).unwrap_or_default()
        })
    }
}

/// What of a line is deleted.
struct Struck {
    /// Bytes of the line.
    cuts: Vec<Range<usize>>,
    /// Whether nothing of it is left.
    whole: bool,
    /// Whether its end is deleted, and the deletion goes on behind it.
    joined: bool,
}

impl<'a> Plan<'a> {
    fn delete(&mut self, edits: &[Edit]) -> Result<(), usize> {
        let mut ranges = Vec::new();
        for (index, edit) in edits.iter().enumerate() {
            if let Edit::Delete { range } = edit {
                self.ends(*range).ok_or(index)?;
                ranges.push(*range);
            }
        }
        if ranges.is_empty() {
            return Ok(());
        }
        let refilled: BTreeSet<usize> = edits.iter().filter_map(|edit| self.refilled(edit)).collect();
        let rows: BTreeSet<usize> = ranges.iter().flat_map(|range| self.rows_in(*range)).collect();
        let mut struck: BTreeMap<usize, Struck> =
            rows.iter().map(|row| (*row, self.struck(*row, &ranges, refilled.contains(row)))).collect();
        self.settle_paragraphs(&mut struck);
        let cut: BTreeSet<Part> = rows.iter().filter_map(|row| Some(self.row(*row)?.origin.part)).collect();
        for (row, struck) in &struck {
            for (node, bytes) in self.shown(*row) {
                self.cut(*row, node, &bytes, &struck.cuts);
            }
        }
        for part in cut {
            self.cut_fields(part);
        }
        Ok(())
    }

    /// The line into which an edit puts words.
    fn refilled(&self, edit: &Edit) -> Option<usize> {
        match edit {
            Edit::InsertText { at, .. } => self.row_at(*at),
            Edit::Delete { .. } | Edit::Comment { .. } | Edit::InsertAfter { .. } => None,
        }
    }

    fn struck(&self, index: usize, ranges: &[RawSpan], refilled: bool) -> Struck {
        let start = self.start_of(index);
        let (text, label) = self.row(index).map_or(("", 0), |row| (row.text.as_str(), row.origin.label));
        let end = start + text.len();
        let cuts: Vec<Range<usize>> = ranges
            .iter()
            .map(|range| (range.start.max(start) - start).max(label)..range.end.clamp(start, end) - start)
            .filter(|cut| cut.start < cut.end)
            .collect();
        let words = || text.char_indices().filter(|(at, c)| *at >= label && !c.is_whitespace());
        let covered = |at: usize| cuts.iter().any(|cut| cut.contains(&at));
        let joined = ranges.iter().any(|range| range.start <= end && end + 1 < range.end);
        let whole = !refilled && if words().next().is_some() { words().all(|(at, _)| covered(at)) } else { joined };
        let cuts = if whole { std::iter::once(label..text.len()).collect() } else { cuts };
        Struck { cuts, whole, joined }
    }

    /// Deletes paragraphs of which no line is left, and of the others the line breaks that part nothing any more.
    fn settle_paragraphs(&mut self, struck: &mut BTreeMap<usize, Struck>) {
        let mut done = BTreeSet::new();
        let touched: Vec<usize> = struck.keys().copied().collect();
        for index in touched {
            let lines = self.lines_of_paragraph(index);
            if !done.insert(lines.start) {
                continue;
            }
            let is_whole = |row: usize| struck.get(&row).is_some_and(|struck| struck.whole);
            let gone = lines.clone().all(is_whole);
            for row in lines.clone().skip(1) {
                let runs_on = struck.get(&(row - 1)).is_some_and(|before| before.joined);
                let leads = (lines.start..row).all(is_whole);
                if gone || is_whole(row) || leads || runs_on {
                    self.cut_break(row);
                }
            }
            let Some(last) = lines.last() else { continue };
            let runs_on = struck.get(&last).is_some_and(|last| last.joined && self.goes_on(index, struck));
            if gone || runs_on {
                self.join(last, gone);
            }
        }
    }

    /// The lines of the paragraph to which a line belongs.
    pub(super) fn lines_of_paragraph(&self, index: usize) -> Range<usize> {
        let same = |row: &usize| {
            let of = |row: usize| self.row(row).map(|row| (row.origin.part, row.origin.paragraphs));
            of(*row) == of(index) && of(index).is_some_and(|(_, paragraphs)| paragraphs.is_some())
        };
        let first = (0..index).rev().take_while(same).last().unwrap_or(index);
        let last = (index + 1..self.draft.told.rows.len()).take_while(same).last().unwrap_or(index);
        first..last + 1
    }

    /// Whether what is deleted goes on in the paragraph after that of this line.
    fn goes_on(&self, index: usize, struck: &BTreeMap<usize, Struck>) -> bool {
        let Some(row) = self.row(index) else { return false };
        let paragraph = row.origin.paragraphs.and_then(|(_, last)| self.sheets.get(&row.origin.part)?.node(last));
        let next = paragraph.and_then(|paragraph| paragraph.next_sibling_element());
        let begins = |row: &Row| row.origin.paragraphs.map(|(first, _)| first) == next.map(|next| next.id());
        next.is_some_and(|next| is(next, "p"))
            && struck.keys().any(|other| {
                self.row(*other).is_some_and(|other| other.origin.part == row.origin.part && begins(other))
            })
    }

    fn cut_break(&mut self, row: usize) {
        let Some(origin) = self.row(row).map(|row| &row.origin) else { return };
        let Some(sheet) = self.sheets.get_mut(&origin.part) else { return };
        if let Some(node) = origin.opened_by.and_then(|id| sheet.node(id)) {
            sheet.cut(node, 0..1);
        }
    }

    /// Deletes the end of the paragraph of a line, unless something else hangs on it.
    fn join(&mut self, row: usize, gone: bool) {
        let Some(origin) = self.row(row).map(|row| &row.origin) else { return };
        let Some(sheet) = self.sheets.get_mut(&origin.part) else { return };
        let Some(paragraph) = origin.paragraphs.and_then(|(_, last)| sheet.node(last)) else { return };
        let ends_section = child(paragraph, "pPr").is_some_and(|properties| child(properties, "sectPr").is_some());
        let next = paragraph.next_sibling_element();
        let follows = next.is_some_and(|next| is(next, "p") || gone && (is(next, "tbl") || is(next, "sdt")));
        if follows && !ends_section {
            sheet.join(paragraph.id());
        }
    }

    fn cut(&mut self, row: usize, node: Node<'a, 'a>, bytes: &Range<usize>, cuts: &[Range<usize>]) {
        let Some(row) = self.row(row) else { return };
        let Some(sheet) = self.sheets.get_mut(&row.origin.part) else { return };
        let count = |range: Range<usize>| row.text.get(range).map_or(0, |text| text.chars().count());
        for cut in cuts {
            let (start, end) = (cut.start.max(bytes.start), cut.end.min(bytes.end));
            if start < end {
                let first = count(bytes.start..start);
                sheet.cut(node, first..first + count(start..end));
            }
        }
    }

    fn cut_fields(&mut self, part: Part) {
        let rows = (0..self.draft.told.rows.len()).filter(|row| self.row(*row).is_some_and(|row| row.origin.part == part));
        let shown: Vec<(Node<'a, 'a>, usize)> = rows
            .flat_map(|row| {
                let text = self.row(row).map(|row| row.text.as_str()).unwrap_or_default();
                let count = move |range: Range<usize>| text.get(range).map_or(0, |text| text.chars().count());
                self.shown(row).into_iter().map(move |(node, bytes)| (node, count(bytes)))
            })
            .collect();
        if let Some(sheet) = self.sheets.get_mut(&part) {
            sheet.cut_fields(&shown);
        }
    }
}
