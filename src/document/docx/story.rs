//! A story: the paragraphs and tables of the body, of a note, of a text box, in the order in which they are read.

use std::collections::HashMap;

use roxmltree::{Node, NodeId};

use super::graphic::{self, Graphics};
use super::inline::{Aside, Picture, Reader, Words, branch, mark_is_deleted, paragraph_style, picture, sdt_content};
use super::numbering::{Counters, Numbering};
use super::origin::{Origin, Part, Shown};
use super::styles::{NumberingProperty, Styles, hidden};
use super::table;
use super::xml::{Name, child, children, is, name};
use crate::document::Follows;
use crate::document::follow::ends_sentence;
use crate::document::label::{self, label};

/// A line to be.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    pub(super) text: String,
    pub(super) follows: Follows,
    /// The paragraph of the body that it stands in or hangs from.
    pub(super) paragraph: Option<u32>,
    /// What of the XML shows it.
    pub(super) origin: Origin,
}

/// What all stories of a document share.
pub(super) struct Source<'s, 'a, 'i> {
    pub(super) styles: &'s Styles,
    pub(super) numbering: &'s Numbering,
    /// Number of each paragraph of the body.
    pub(super) paragraphs: HashMap<NodeId, u32>,
    /// Footnotes and endnotes by their ids.
    pub(super) footnotes: HashMap<&'a str, Node<'a, 'i>>,
    pub(super) endnotes: HashMap<&'a str, Node<'a, 'i>>,
    /// Diagrams and charts.
    pub(super) graphics: &'s Graphics,
}

/// What the stories of a document hold beside their lines.
#[derive(Debug, Default)]
pub(super) struct Beside {
    /// Pictures, each with the page on which Word last laid it out.
    pub(super) pictures: Vec<(u32, Picture)>,
    /// Pages with documents of another format that Word would take in.
    pub(super) chunks: Vec<u32>,
}

/// Notes in notes, boxes in boxes: more than Word allows.
const MAX_ASIDES: usize = 8;

/// Reads the story under `node`, and what hangs from it.
pub(super) fn tell<'a, 'i>(source: &Source<'_, 'a, 'i>, node: Node<'a, 'i>, beside: &mut Beside) -> Vec<Row> {
    let place = Place::default();
    story(source, node, place, beside)
}

/// Where a story hangs.
#[derive(Clone, Copy)]
struct Place {
    /// The paragraph of the body.
    anchor: Option<u32>,
    /// What stands for it in the body.
    node: Option<NodeId>,
    /// The part that holds it.
    part: Part,
    /// Stories between it and the body.
    depth: usize,
    /// The page as Word last laid it out.
    page: u32,
}

impl Default for Place {
    fn default() -> Self {
        Self { anchor: None, node: None, part: Part::Main, depth: 0, page: 1 }
    }
}

fn story<'a, 'i>(source: &Source<'_, 'a, 'i>, node: Node<'a, 'i>, place: Place, beside: &mut Beside) -> Vec<Row> {
    let mut teller = Teller {
        source,
        reader: Reader::new(source.styles, node),
        counters: Counters::default(),
        place,
        held: None,
        asides: Vec::new(),
        in_row: 0,
        beside,
    };
    let mut rows = Vec::new();
    teller.blocks(node, &mut rows);
    teller.release(&mut rows);
    rows
}

struct Teller<'s, 'a, 'i> {
    source: &'s Source<'s, 'a, 'i>,
    reader: Reader<'s>,
    counters: Counters,
    place: Place,
    /// A paragraph whose mark is deleted: it goes on in the next.
    held: Option<(Node<'a, 'i>, Words<'a, 'i>)>,
    /// What hangs from the paragraphs of the table row that is being read.
    asides: Vec<(Aside<'a, 'i>, NodeId, Option<u32>)>,
    /// Rows of tables, one in the other, that are being read.
    in_row: usize,
    beside: &'s mut Beside,
}

impl<'a, 'i> Teller<'_, 'a, 'i> {
    /// Paragraphs, tables and what holds them.
    fn blocks(&mut self, node: Node<'a, 'i>, rows: &mut Vec<Row>) {
        for child in node.children() {
            match name(child) {
                Some(Name::Word("p")) => self.paragraph(child, rows),
                Some(Name::Word("tbl")) => {
                    self.release(rows);
                    self.table(child, rows);
                }
                Some(Name::Word("sdt")) => {
                    if let Some(content) = sdt_content(child) {
                        self.blocks(content, rows);
                    }
                }
                Some(Name::Word("altChunk")) => self.beside.chunks.push(self.place.page),
                Some(Name::Word("del" | "moveFrom" | "sectPr" | "sdtPr" | "customXmlPr" | "tcPr")) => {}
                Some(Name::Compatibility("AlternateContent")) => {
                    if let Some(branch) = branch(child) {
                        self.blocks(branch, rows);
                    }
                }
                Some(_) => self.blocks(child, rows),
                None => {}
            }
        }
    }

    fn paragraph(&mut self, node: Node<'a, 'i>, rows: &mut Vec<Row>) {
        let broken = node.descendants().filter(|node| is(*node, "lastRenderedPageBreak")).count();
        self.place.page = self.place.page.saturating_add(u32::try_from(broken).unwrap_or(u32::MAX));
        let words = self.reader.words(node);
        // What is left of a paragraph whose mark is deleted keeps its properties; of one that is gone nothing stays.
        let (first, words) = match self.held.take() {
            Some((held, mut before)) => {
                let first = if before.is_blank() { node } else { held };
                before.append(words);
                (first, before)
            }
            None => (node, words),
        };
        if mark_is_deleted(node) {
            self.held = Some((first, words));
        } else {
            self.finish((first, node), words, rows);
        }
    }

    /// Ends a paragraph that has nothing to go on in.
    fn release(&mut self, rows: &mut Vec<Row>) {
        if let Some((node, words)) = self.held.take()
            && !(words.is_blank() && words.asides.is_empty())
        {
            self.finish((node, node), words, rows);
        }
    }

    /// Ends a paragraph, which tracked changes may have made of several: the first gives it its properties.
    fn finish(&mut self, (node, last): (Node<'a, 'i>, Node<'a, 'i>), words: Words<'a, 'i>, rows: &mut Vec<Row>) {
        let paragraph = self.source.paragraphs.get(&node.id()).copied().or(self.place.anchor);
        let label = self.label(node, &words);
        let Place { part, node: anchor, .. } = self.place;
        let mut before: Option<&str> = None;
        for (index, line) in words.lines.iter().enumerate() {
            let label = if index == 0 { label.as_str() } else { "" };
            let mut shown = line.labelled(label);
            settle_tabs(&mut shown);
            let follows = before.map_or(Follows::Break, |before| after_break(before, &line.text));
            let Shown { text, stretches, opened_by } = shown;
            let label = stretches.first().map_or(text.len(), |first| first.start);
            let paragraphs = Some((node.id(), last.id()));
            let origin = Origin { part, stretches, label, paragraphs, opened_by, anchor };
            rows.push(Row { text, follows, paragraph, origin });
            before = Some(&line.text);
        }
        self.beside.pictures.extend(words.pictures.iter().map(|picture| (self.place.page, *picture)));
        self.asides.extend(words.asides.into_iter().map(|(aside, node)| (aside, node, paragraph)));
        self.tell_asides(rows);
    }

    /// The automatic label of a paragraph, with what parts it from the text.
    fn label(&mut self, node: Node<'a, 'i>, words: &Words<'_, '_>) -> String {
        // A paragraph that cannot be seen at all is not counted.
        if words.is_blank() && hidden(node, &["pPr", "rPr"]) == Some(true) {
            return String::new();
        }
        let style = paragraph_style(node);
        let own = child(node, "pPr").map(NumberingProperty::of).unwrap_or_default();
        let Source { styles, numbering, .. } = *self.source;
        let place = numbering.place(own, style, styles);
        let label = place.and_then(|place| self.counters.next(place, numbering, styles));
        label.map(|(label, suffix)| label + suffix).unwrap_or_default()
    }

    /// Reads what hangs from the paragraphs so far, unless a table row is still to be ended.
    fn tell_asides(&mut self, rows: &mut Vec<Row>) {
        if self.in_row > 0 {
            return;
        }
        for (aside, at, paragraph) in std::mem::take(&mut self.asides) {
            let (node, part) = match aside {
                Aside::Box(node) => (Some(node), self.place.part),
                Aside::Footnote(id) => (self.source.footnotes.get(id).copied(), Part::Footnotes),
                Aside::Endnote(id) => (self.source.endnotes.get(id).copied(), Part::Endnotes),
                Aside::Graphic(node) => {
                    self.graphic(node, at, paragraph, rows);
                    continue;
                }
            };
            let node_in_body = self.place.node.or(Some(at));
            let (depth, page) = (self.place.depth + 1, self.place.page);
            let place = Place { anchor: paragraph, node: node_in_body, part, depth, page };
            if let Some(node) = node.filter(|_| place.depth <= MAX_ASIDES) {
                rows.extend(story(self.source, node, place, self.beside));
            }
        }
    }

    /// Reads the words of a drawing; one whose words are not there counts as a picture.
    fn graphic(&mut self, node: Node<'a, 'i>, at: NodeId, paragraph: Option<u32>, rows: &mut Vec<Row>) {
        let Some(lines) = graphic::lines(node, self.source.graphics).filter(|lines| !lines.is_empty()) else {
            self.beside.pictures.push((self.place.page, picture(node)));
            return;
        };
        let anchor = self.place.node.or(Some(at));
        for line in lines {
            for (column, text) in line.into_iter().enumerate() {
                let follows = if column == 0 { Follows::Break } else { Follows::Cell };
                let origin = Origin { part: self.place.part, label: text.len(), anchor, ..Origin::default() };
                rows.push(Row { text, follows, paragraph, origin });
            }
        }
    }

    fn table(&mut self, node: Node<'a, 'i>, rows: &mut Vec<Row>) {
        for child in node.children() {
            match name(child) {
                Some(Name::Word("tr")) => self.row(child, rows),
                Some(Name::Word("sdt")) => {
                    if let Some(content) = sdt_content(child) {
                        self.table(content, rows);
                    }
                }
                Some(Name::Word("del" | "moveFrom" | "tblPr" | "tblGrid" | "sdtPr" | "customXmlPr")) | None => {}
                Some(_) => self.table(child, rows),
            }
        }
    }

    fn row(&mut self, node: Node<'a, 'i>, rows: &mut Vec<Row>) {
        let deleted = |node: Node<'_, '_>| children(node, "trPr").any(|properties| child(properties, "del").is_some());
        if deleted(node) {
            return;
        }
        let mut nodes = Vec::new();
        cells(node, &mut nodes);
        let is_row = nodes.len() > 1;
        self.in_row += usize::from(is_row);
        let mut cells = Vec::new();
        for node in nodes {
            let mut cell = Vec::new();
            self.blocks(node, &mut cell);
            self.release(&mut cell);
            cells.push(cell);
        }
        self.in_row -= usize::from(is_row);
        table::arrange(cells, rows);
        self.tell_asides(rows);
    }
}

/// The cells of a row that are not deleted.
fn cells<'a, 'i>(node: Node<'a, 'i>, found: &mut Vec<Node<'a, 'i>>) {
    for child in node.children() {
        match name(child) {
            Some(Name::Word("tc")) => {
                let gone = child.children().any(|node| is(node, "tcPr") && self::child(node, "cellDel").is_some());
                found.extend((!gone).then_some(child));
            }
            Some(Name::Word("sdt")) => {
                if let Some(content) = sdt_content(child) {
                    cells(content, found);
                }
            }
            Some(Name::Word("trPr" | "tblPrEx" | "del" | "moveFrom")) | None => {}
            Some(_) => cells(child, found),
        }
    }
}

/// How a line goes on after a line break inside its paragraph. Whole provisions are typed so, and so are lines broken by hand:
/// only a long line that stops in mid-sentence goes on.
fn after_break(before: &str, line: &str) -> Follows {
    const LONG: usize = 28;
    let stops = before.chars().count() < LONG || ends_sentence(before) || before.contains('\t');
    let starts = line.starts_with(char::is_whitespace) || line.is_empty() || label(line) != label::Label::None;
    if stops || starts { Follows::Break } else { Follows::Wrapped }
}

/// A tab after a label or at the start of a line is white space; elsewhere it parts columns.
fn settle_tabs(line: &mut Shown) {
    line.change(|before, c| {
        let leads = c == '\t' && (before.trim().is_empty() || is_label(before));
        if leads { '\u{3000}' } else { c }
    });
}

/// Whether a line, as far as it goes, is a label and nothing more.
fn is_label(start: &str) -> bool {
    start.chars().count() <= 10 && label(&format!("{} ", start.trim())) != label::Label::None && {
        let sentence = ['は', 'を', 'が', 'に', '。'];
        !start.contains(sentence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_after_labels_are_no_columns() {
        let settled = |text: &str| {
            let mut shown = Shown { text: text.to_owned(), ..Shown::default() };
            settle_tabs(&mut shown);
            shown.text
        };
        assert_eq!(settled("\t(1)\t甲は\t乙"), "\u{3000}(1)\u{3000}甲は\t乙");
        assert_eq!(settled("第１条\t目的"), "第１条\u{3000}目的");
        assert_eq!(settled("工程\t担当"), "工程\t担当");
    }

    #[test]
    fn line_breaks_start_lines_unless_in_mid_sentence() {
        let long = "甲は、乙に対し、本サービスの提供に必要な一切の設備を自己の費用で設置し";
        assert_eq!(after_break(long, "維持するものとする。"), Follows::Wrapped);
        assert_eq!(after_break(long, "２　乙は、維持する。"), Follows::Break);
        assert_eq!(after_break("業務提携契約書", "（光回線）"), Follows::Break);
    }
}
