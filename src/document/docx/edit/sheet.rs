//! A part of the package while it is changed: what is put between, around and in place of its runs and paragraphs.

use std::collections::BTreeMap;
use std::ops::Range;

use roxmltree::{Document as Xml, Node, NodeId};

use super::markup::{Ids, Markup, at_end, at_start, start_tag};
use super::splice::Splices;
use crate::document::docx::inline::text_of;
use crate::document::docx::xml::{Name, attribute, child, is, name};

/// A part and the changes to it.
pub(super) struct Sheet<'a> {
    source: &'a str,
    pub(super) xml: &'a Xml<'a>,
    pub(super) markup: Markup,
    fields: Vec<Field>,
    /// Changes to runs, by where the runs begin.
    runs: BTreeMap<usize, Run>,
    /// Changes to paragraphs, by where they begin.
    paragraphs: BTreeMap<usize, Paragraph>,
    splices: Splices,
}

/// A place between characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spot {
    /// Before the character `at` of what `child` of `run` shows; a child that is not text is one character.
    In { run: NodeId, child: NodeId, at: usize },
    /// At this byte, between runs or paragraphs.
    At(usize),
    /// In a paragraph without runs.
    Empty(NodeId),
}

/// What is put at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// Something ends here.
    End,
    /// Text that is put in.
    Inserted,
    /// Something begins here.
    Start,
}

#[derive(Debug)]
struct Run {
    node: NodeId,
    marks: Vec<Mark>,
    /// What is deleted: child and characters.
    cuts: Vec<(NodeId, Range<usize>)>,
}

#[derive(Debug)]
struct Mark {
    child: NodeId,
    at: usize,
    rank: Rank,
    xml: String,
}

#[derive(Debug)]
struct Paragraph {
    node: NodeId,
    /// Whether its end is deleted.
    joined: bool,
    /// What is put into it, which has no runs.
    content: Vec<(Rank, String)>,
}

/// A field within one paragraph: its first and last sign, each with where it begins.
#[derive(Clone, Copy, Debug)]
struct Field {
    begin: (usize, NodeId),
    end: (usize, NodeId),
}

/// What holds characters that others should not be put among: a field or link.
struct Holder {
    range: Range<usize>,
    before: Spot,
    after: Spot,
}

impl<'a> Sheet<'a> {
    /// The part with this text, which has been parsed as `xml`.
    pub(super) fn new(source: &'a str, xml: &'a Xml<'a>, author: &str) -> Self {
        let root = xml.root_element();
        Self {
            source,
            xml,
            markup: Markup::of(root, author),
            fields: fields(root),
            runs: BTreeMap::new(),
            paragraphs: BTreeMap::new(),
            splices: Splices::default(),
        }
    }

    pub(super) fn node(&self, id: NodeId) -> Option<Node<'a, 'a>> {
        self.xml.get_node(id)
    }

    /// The text of the part in `range`.
    pub(super) fn slice(&self, range: Range<usize>) -> &'a str {
        self.source.get(range).unwrap_or_default()
    }

    /// The place before or after character `index` of what `node` shows, outside of any field that it is part of.
    pub(super) fn beside(&self, node: Node<'a, 'a>, index: usize, after: bool) -> Spot {
        let widest = self.holders(node, false).into_iter().max_by_key(|holder| holder.range.len());
        match widest {
            Some(holder) => holder.side(after),
            None => inside(node, index, after),
        }
    }

    /// The same for text that is put in: out of links and fields, too, unless they go on at `other`.
    pub(super) fn joint(&self, node: Node<'a, 'a>, index: usize, after: bool, other: Option<Node<'a, 'a>>) -> Spot {
        let goes_on = |holder: &Holder| other.is_some_and(|other| holder.range.contains(&other.range().start));
        let holders = self.holders(node, true).into_iter().filter(|holder| !goes_on(holder));
        match holders.max_by_key(|holder| holder.range.len()) {
            Some(holder) => holder.side(after),
            None => inside(node, index, after),
        }
    }

    /// What holds `node` in its paragraph: fields, and links if asked for.
    fn holders(&self, node: Node<'a, 'a>, links: bool) -> Vec<Holder> {
        let at = node.range().start;
        let fields = self.fields.iter().filter(|field| field.begin.0 < at && at <= field.end.0);
        let of_field = |field: &Field| {
            let (begin, end) = (self.node(field.begin.1)?, self.node(field.end.1)?);
            let (before, after) = (inside(begin, 0, false), inside(end, 0, true));
            Some(Holder { range: field.begin.0..field.end.0 + 1, before, after })
        };
        let above = node.ancestors().take_while(|node| !is(*node, "p"));
        let elements = above.filter(|node| is(*node, "fldSimple") || links && is(*node, "hyperlink"));
        let of_element = |node: Node<'_, '_>| {
            let range = node.range();
            Holder { before: Spot::At(range.start), after: Spot::At(range.end), range }
        };
        fields.filter_map(of_field).chain(elements.map(of_element)).collect()
    }

    /// Puts `xml` at `spot`.
    pub(super) fn put(&mut self, spot: Spot, rank: Rank, xml: String) {
        match spot {
            Spot::In { run, child, at } => {
                if let Some(changes) = self.run(run) {
                    changes.marks.push(Mark { child, at, rank, xml });
                }
            }
            Spot::At(at) => self.splices.put(at..at, rank as u8, xml),
            Spot::Empty(id) => {
                if let Some(paragraph) = self.paragraph(id) {
                    paragraph.content.push((rank, xml));
                }
            }
        }
    }

    /// Deletes characters of what `node` shows.
    pub(super) fn cut(&mut self, node: Node<'a, 'a>, characters: Range<usize>) {
        let (run, child) = unit(node);
        let characters = if is_text(run, child) && child == node { characters } else { 0..usize::MAX };
        if let Some(changes) = self.run(run.id()) {
            changes.cuts.push((child.id(), characters));
        }
    }

    /// Whether all `count` characters of what `node` shows are deleted.
    fn is_cut(&self, node: Node<'a, 'a>, count: usize) -> bool {
        let (run, child) = unit(node);
        let cuts = self.runs.get(&run.range().start).map(|changes| changes.cuts.as_slice()).unwrap_or_default();
        (0..count).all(|at| cuts.iter().any(|(cut, range)| *cut == child.id() && range.contains(&at)))
    }

    /// Deletes with the words of a field the field. `shown` are nodes with how many characters each shows.
    pub(super) fn cut_fields(&mut self, shown: &[(Node<'a, 'a>, usize)]) {
        for Field { begin, end } in self.fields.clone() {
            let mut words = shown.iter().filter(|(node, _)| (begin.0..=end.0).contains(&node.range().start)).peekable();
            if words.peek().is_none() || !words.all(|(node, count)| self.is_cut(*node, *count)) {
                continue;
            }
            let paragraph = self.node(begin.1).and_then(paragraph_of);
            let nodes = paragraph.into_iter().flat_map(|paragraph| paragraph.descendants());
            let nodes = nodes.filter(|node| (begin.0..=end.0).contains(&node.range().start));
            let pieces: Vec<Node<'a, 'a>> =
                nodes.filter(|node| node.parent().is_some_and(|run| is(run, "r")) && !is(*node, "rPr")).collect();
            for piece in pieces.into_iter().filter(Node::is_element) {
                self.cut(piece, 0..usize::MAX);
            }
        }
    }

    /// Deletes the end of a paragraph, so that what is left of it goes on in the next.
    pub(super) fn join(&mut self, id: NodeId) {
        if let Some(paragraph) = self.paragraph(id) {
            paragraph.joined = true;
        }
    }

    fn run(&mut self, id: NodeId) -> Option<&mut Run> {
        let start = self.node(id)?.range().start;
        Some(self.runs.entry(start).or_insert_with(|| Run { node: id, marks: Vec::new(), cuts: Vec::new() }))
    }

    fn paragraph(&mut self, id: NodeId) -> Option<&mut Paragraph> {
        let start = self.node(id)?.range().start;
        let new = || Paragraph { node: id, joined: false, content: Vec::new() };
        Some(self.paragraphs.entry(start).or_insert_with(new))
    }

    /// The look of the run that shows `node`: its `w:rPr`, less what tells of changes to it.
    pub(super) fn look(&self, node: Node<'a, 'a>) -> String {
        let (run, _) = unit(node);
        let linked = node.ancestors().any(|node| is(node, "hyperlink"));
        let own = child(run, "rPr").map(|properties| {
            let kept = |node: &Node<'_, '_>| is_plain(*node) && !(linked && is(*node, "rStyle"));
            self.copied(properties, kept)
        });
        own.filter(|own| !own.is_empty()).map(|own| self.markup.around("rPr", &own)).unwrap_or_default()
    }

    /// The children of `node` for which `kept` holds, as they are, unless they need names that the root does not declare.
    pub(super) fn copied(&self, node: Node<'a, 'a>, kept: impl Fn(&Node<'a, 'a>) -> bool) -> String {
        let children = node.children().filter(|child| child.is_element() && kept(child));
        children.map(|child| self.copied_one(child)).collect()
    }

    /// `node` as it is, unless it needs names that the root does not declare.
    pub(super) fn copied_one(&self, node: Node<'a, 'a>) -> &'a str {
        if self.is_portable(node) { self.slice(node.range()) } else { "" }
    }

    fn is_portable(&self, node: Node<'_, '_>) -> bool {
        let known = |namespace: Option<&str>| {
            let declared = |namespace: &str| {
                namespace == "http://www.w3.org/XML/1998/namespace"
                    || self.xml.root_element().namespaces().any(|bound| bound.uri() == namespace)
            };
            namespace.is_none_or(declared)
        };
        node.descendants().filter(Node::is_element).all(|node| {
            known(node.tag_name().namespace()) && node.attributes().all(|attribute| known(attribute.namespace()))
        })
    }

    /// The part with all changes made; `None` if there are none.
    pub(super) fn finish(mut self, ids: &mut Ids) -> Option<String> {
        for paragraph in std::mem::take(&mut self.paragraphs).into_values() {
            self.finish_paragraph(paragraph, ids);
        }
        // From the back: runs in a text box come before the run that holds the box.
        for (_, run) in std::mem::take(&mut self.runs).into_iter().rev() {
            self.finish_run(run, ids);
        }
        (!self.splices.is_empty()).then(|| self.splices.apply(self.source))
    }

    fn finish_paragraph(&mut self, mut change: Paragraph, ids: &mut Ids) {
        let Some(node) = self.node(change.node) else { return };
        change.content.sort_by_key(|(rank, _)| *rank);
        let content: String = change.content.into_iter().map(|(_, xml)| xml).collect();
        let properties = child(node, "pPr");
        let mark = if change.joined { self.markup.change("del", ids) } else { String::new() };
        let run_properties = properties.and_then(|properties| child(properties, "rPr"));
        let put = |splices: &mut Splices, (range, text): (Range<usize>, String)| splices.put(range, 0, text);
        match (properties, run_properties) {
            (None, _) => {
                let of_mark = self.markup.around("pPr", &self.markup.around("rPr", &mark));
                let start = if mark.is_empty() { String::new() } else { of_mark };
                put(&mut self.splices, at_start(self.source, node, &(start + &content)));
                return;
            }
            _ if mark.is_empty() => {}
            (Some(properties), None) => {
                let mark = self.markup.around("rPr", &mark);
                let last = properties.children().find(|node| is(*node, "sectPr") || is(*node, "pPrChange"));
                match last {
                    Some(last) => self.splices.put(last.range().start..last.range().start, 0, mark),
                    None => put(&mut self.splices, at_end(self.source, properties, &mark)),
                }
            }
            (Some(_), Some(own)) => match child(own, "ins") {
                Some(inserted) => self.splices.put(inserted.range().end..inserted.range().end, 0, mark),
                None => put(&mut self.splices, at_start(self.source, own, &mark)),
            },
        }
        if let Some(properties) = properties.filter(|_| !content.is_empty()) {
            let end = properties.range().end;
            self.splices.put(end..end, 0, content);
        }
    }

    fn finish_run(&mut self, mut change: Run, ids: &mut Ids) {
        let Some(node) = self.node(change.node) else { return };
        change.marks.sort_by_key(|mark| (mark.at, mark.rank));
        let text = if is(node, "r") { self.divided(node, &change, ids) } else { self.whole(node, &change, ids) };
        self.splices.put(node.range(), 0, text);
    }

    /// An equation: it stays in one piece.
    fn whole(&mut self, node: Node<'a, 'a>, change: &Run, ids: &mut Ids) -> String {
        let marks = |at: bool| change.marks.iter().filter(move |mark| (mark.at > 0) == at).map(|mark| mark.xml.as_str());
        let mut out: String = marks(false).collect();
        let inner = self.splices.within(self.source, node.range());
        if change.cuts.is_empty() {
            out += &inner;
        } else {
            out += &(self.markup.open_change("del", ids) + &inner + &self.markup.close("del"));
        }
        out.extend(marks(true));
        out
    }

    /// A run, in as many pieces as it takes.
    fn divided(&mut self, node: Node<'a, 'a>, change: &Run, ids: &mut Ids) -> String {
        let (after_tag, _) = start_tag(self.source, node);
        let properties = child(node, "rPr").map(|node| self.slice(node.range())).unwrap_or_default();
        let start = self.slice(node.range().start..after_tag).to_owned() + properties;
        let mut pieces = Pieces { start, end: self.markup.close("r"), ..Pieces::default() };
        // Within a default namespace the end has no prefix.
        if let Some(end) = self.slice(node.range()).rfind("</") {
            pieces.end = self.slice(node.range().start + end..node.range().end).to_owned();
        }
        for child in node.children().filter(|child| child.is_element() && !is(*child, "rPr")) {
            let cuts: Vec<&Range<usize>> =
                change.cuts.iter().filter(|(cut, _)| *cut == child.id()).map(|(_, range)| range).collect();
            let marks: Vec<&Mark> = change.marks.iter().filter(|mark| mark.child == child.id()).collect();
            if is_text(node, child) && !(cuts.is_empty() && marks.is_empty()) {
                self.divided_text(child, &cuts, &marks, &mut pieces, ids);
                continue;
            }
            marks.iter().filter(|mark| mark.at == 0).for_each(|mark| pieces.put(mark, &self.markup, node, ids));
            let content = self.splices.within(self.source, child.range());
            let content = match name(child) {
                Some(Name::Word("instrText")) if !cuts.is_empty() => {
                    self.markup.text("delInstrText", child.text().unwrap_or_default())
                }
                _ => content,
            };
            pieces.push(&content, !cuts.is_empty(), &self.markup, ids);
            marks.iter().filter(|mark| mark.at > 0).for_each(|mark| pieces.put(mark, &self.markup, node, ids));
        }
        pieces.close(&self.markup);
        pieces.out
    }

    fn divided_text(
        &self,
        node: Node<'a, 'a>,
        cuts: &[&Range<usize>],
        marks: &[&Mark],
        pieces: &mut Pieces,
        ids: &mut Ids,
    ) {
        let Some(run) = node.parent() else { return };
        let characters: Vec<char> = text_of(node).chars().collect();
        let is_cut = |at: usize| cuts.iter().any(|range| range.contains(&at));
        let mut piece = String::new();
        for at in 0..=characters.len() {
            // Marks beyond the end, of which there should be none, come at the end.
            let here = |mark: &&&Mark| mark.at == at || at == characters.len() && mark.at > at;
            let mut here = marks.iter().filter(here).peekable();
            let turns = at > 0 && at < characters.len() && is_cut(at) != is_cut(at - 1);
            if (turns || here.peek().is_some() || at == characters.len()) && !piece.is_empty() {
                let deleted = is_cut(at - 1);
                let name = if deleted { "delText" } else { "t" };
                pieces.push(&self.markup.text(name, &piece), deleted, &self.markup, ids);
                piece.clear();
            }
            here.for_each(|mark| pieces.put(mark, &self.markup, run, ids));
            piece.extend(characters.get(at));
        }
    }
}

impl Holder {
    fn side(&self, after: bool) -> Spot {
        if after { self.after } else { self.before }
    }
}

/// The pieces of a run, one after the other.
#[derive(Default)]
struct Pieces {
    out: String,
    /// Start tag and properties.
    start: String,
    end: String,
    /// Whether a piece is open, and if so, whether it is deleted.
    open: Option<bool>,
}

impl Pieces {
    fn push(&mut self, content: &str, deleted: bool, markup: &Markup, ids: &mut Ids) {
        if self.open != Some(deleted) {
            self.close(markup);
            if deleted {
                self.out += &markup.open_change("del", ids);
            }
            self.out += &self.start;
            self.open = Some(deleted);
        }
        self.out += content;
    }

    fn close(&mut self, markup: &Markup) {
        if let Some(deleted) = self.open.take() {
            self.out += &self.end;
            if deleted {
                self.out += &markup.close("del");
            }
        }
    }

    /// Puts a mark between pieces. An insertion within somebody else's parts that one in two.
    fn put(&mut self, mark: &Mark, markup: &Markup, run: Node<'_, '_>, ids: &mut Ids) {
        self.close(markup);
        let around = run.parent().filter(|parent| is(*parent, "ins") && mark.rank == Rank::Inserted);
        match around {
            Some(around) => {
                let of = |name: &'static str| attribute(around, name).map(|value| (name, value));
                let id = ids.take();
                let attributes: Vec<(&str, &str)> =
                    [Some(("id", id.as_str())), of("author"), of("date")].into_iter().flatten().collect();
                self.out += &markup.close("ins");
                self.out += &mark.xml;
                self.out += &markup.open("ins", &attributes);
            }
            None => self.out += &mark.xml,
        }
    }
}

/// The run, or equation, that stands in the paragraph and shows `node`, and the run's child that does.
fn unit<'a>(node: Node<'a, 'a>) -> (Node<'a, 'a>, Node<'a, 'a>) {
    let (mut run, mut piece) = (node, node);
    let mut below = node;
    for above in node.ancestors().take_while(|above| !is(*above, "p")) {
        match name(above) {
            Some(Name::Word("r")) => (run, piece) = (above, below),
            Some(Name::Math(_)) => (run, piece) = (above, above),
            _ => {}
        }
        below = above;
    }
    (run, piece)
}

/// Whether `child` of `run` is text that can be divided.
fn is_text(run: Node<'_, '_>, child: Node<'_, '_>) -> bool {
    is(run, "r") && is(child, "t")
}

/// The place before or after a character, in its own run.
fn inside<'a>(node: Node<'a, 'a>, index: usize, after: bool) -> Spot {
    let (run, child) = unit(node);
    let at = if is_text(run, child) { index } else { 0 };
    Spot::In { run: run.id(), child: child.id(), at: at + usize::from(after) }
}

/// The paragraph that holds `node`.
pub(super) fn paragraph_of<'a>(node: Node<'a, 'a>) -> Option<Node<'a, 'a>> {
    node.ancestors().find(|node| is(*node, "p"))
}

/// Whether a property is one of the look, not one of its history.
pub(super) fn is_plain(node: Node<'_, '_>) -> bool {
    !["ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange"].iter().any(|name| is(node, name))
}

/// The fields that begin and end in one paragraph.
fn fields(root: Node<'_, '_>) -> Vec<Field> {
    let mut open = Vec::new();
    let mut fields = Vec::new();
    for node in root.descendants().filter(|node| is(*node, "fldChar")) {
        match attribute(node, "fldCharType") {
            Some("begin") => open.push(node),
            Some("end") => {
                let begin: Option<Node<'_, '_>> = open.pop();
                let paragraph = |node: Node<'_, '_>| node.ancestors().find(|node| is(*node, "p")).map(|node| node.id());
                fields.extend(begin.filter(|begin| paragraph(*begin) == paragraph(node)).map(|begin| Field {
                    begin: (begin.range().start, begin.id()),
                    end: (node.range().start, node.id()),
                }));
            }
            _ => {}
        }
    }
    fields
}
