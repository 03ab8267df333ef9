//! The words of a paragraph: runs and what stands among them, as the page shows them.

use crate::document::symbol;
use roxmltree::{Node, NodeId};

use super::field::Fields;
use super::graphic;
use super::origin::Shown;
use super::styles::{Styles, hidden, style_of};
use super::xml::{Name, attribute, child, children, descend, is, name, toggle, value};

/// What a paragraph shows.
#[derive(Debug, Default)]
pub(super) struct Words<'a, 'i> {
    /// Its text, cut at the line breaks that it holds.
    pub(super) lines: Vec<Shown>,
    /// What hangs from it and is read after it, in order, each with the node that stands for it.
    pub(super) asides: Vec<(Aside<'a, 'i>, NodeId)>,
    /// Pictures in it.
    pub(super) pictures: Vec<Picture>,
}

/// A text that hangs from a paragraph.
#[derive(Clone, Copy, Debug)]
pub(super) enum Aside<'a, 'i> {
    /// A text box, by its content.
    Box(Node<'a, 'i>),
    /// A footnote, by its id.
    Footnote(&'a str),
    /// An endnote, by its id.
    Endnote(&'a str),
    /// Words in a drawing that are no text box, by the element that has them or refers to them.
    Graphic(Node<'a, 'i>),
}

/// A picture and its extent in English Metric Units, 360,000 to the centimetre.
#[derive(Clone, Copy, Debug)]
pub(super) struct Picture {
    pub(super) width: u64,
    pub(super) height: u64,
}

impl Words<'_, '_> {
    /// Whether nothing can be seen but white space.
    pub(super) fn is_blank(&self) -> bool {
        self.lines.iter().all(|line| line.text.trim().is_empty())
    }

    /// Goes on with what another paragraph shows.
    pub(super) fn append(&mut self, mut other: Self) {
        let mut lines = other.lines.drain(..);
        if let (Some(last), Some(first)) = (self.lines.last_mut(), lines.next()) {
            last.append(&first);
        }
        self.lines.extend(lines);
        self.asides.append(&mut other.asides);
        self.pictures.append(&mut other.pictures);
    }
}

/// Reads the words of paragraphs, one after the other: a field may begin in one and end in another.
pub(super) struct Reader<'s> {
    styles: &'s Styles,
    fields: Fields,
}

impl<'s> Reader<'s> {
    /// A reader for the part or text box under `story`.
    pub(super) fn new(styles: &'s Styles, story: Node<'_, '_>) -> Self {
        Self { styles, fields: Fields::of(story) }
    }

    /// The words of the paragraph `node`.
    pub(super) fn words<'a, 'i>(&mut self, node: Node<'a, 'i>) -> Words<'a, 'i> {
        let mut words = Words { lines: vec![Shown::default()], ..Words::default() };
        let by_style = self.styles.hides(style_of(child(node, "pPr")));
        self.content(node, by_style, &mut words);
        words
    }

    /// Runs and what holds runs.
    fn content<'a, 'i>(&mut self, node: Node<'a, 'i>, hides: bool, words: &mut Words<'a, 'i>) {
        for child in node.children() {
            match name(child) {
                Some(Name::Word("r")) => self.run(child, hides, words),
                // Deleted, or moved elsewhere.
                Some(Name::Word("del" | "moveFrom" | "pPr" | "rPr" | "sdtPr" | "customXmlPr" | "smartTagPr")) => {}
                Some(Name::Word("sdt")) => {
                    if let Some(content) = sdt_content(child) {
                        self.content(content, hides, words);
                    }
                }
                Some(Name::Math(_)) => self.equation(child, words),
                Some(Name::Compatibility("AlternateContent")) => {
                    if let Some(branch) = branch(child) {
                        self.content(branch, hides, words);
                    }
                }
                Some(_) => self.content(child, hides, words),
                None => {}
            }
        }
    }

    fn run<'a, 'i>(&mut self, node: Node<'a, 'i>, hides: bool, words: &mut Words<'a, 'i>) {
        let properties = child(node, "rPr");
        let by_style =
            || properties.filter(|p| child(*p, "rStyle").is_some()).map(|p| self.styles.hides(style_of(Some(p))));
        let hidden = hidden(node, &["rPr"]).or_else(|| by_style().filter(|hides| *hides)).unwrap_or(hides);
        let font = properties.and_then(|properties| {
            let fonts = child(properties, "rFonts")?;
            attribute(fonts, "ascii").or(attribute(fonts, "hAnsi"))
        });
        for child in node.children() {
            self.piece(child, hidden, font, words);
        }
    }

    fn piece<'a, 'i>(&mut self, node: Node<'a, 'i>, hidden: bool, font: Option<&str>, words: &mut Words<'a, 'i>) {
        let Some(name) = name(node) else { return };
        // Fields are followed even where they are hidden, as their end may not be.
        match name {
            Name::Word("fldChar") => {
                let shown = self.fields.mark(node);
                if let Some(shown) = shown.filter(|_| !hidden) {
                    push(words, &shown, node);
                }
                return;
            }
            Name::Word("instrText") => return self.fields.instruct(node.text().unwrap_or_default()),
            _ if hidden || self.fields.hide() => return,
            _ => {}
        }
        match name {
            Name::Word("t") => {
                let text = text_of(node);
                let shown = |c: char| match c {
                    '\n' | '\r' | '\t' => ' ',
                    '\u{F000}'..='\u{F0FF}' => symbol::sign(c, font),
                    c => c,
                };
                push(words, &text.chars().map(shown).collect::<String>(), node);
            }
            Name::Word("tab" | "ptab") => push(words, "\t", node),
            Name::Word("br" | "cr") => {
                words.lines.push(Shown { opened_by: Some(node.id()), ..Shown::default() });
            }
            Name::Word("noBreakHyphen") => push(words, "\u{2011}", node),
            Name::Word("sym") => {
                let code = attribute(node, "char").and_then(|code| u32::from_str_radix(code.trim(), 16).ok());
                if let Some(c) = code.and_then(char::from_u32).filter(|c| !c.is_control()) {
                    push(words, &symbol::sign(c, attribute(node, "font")).to_string(), node);
                }
            }
            Name::Word("ruby") => {
                // What is read, not how it is said.
                if let Some(base) = child(node, "rubyBase") {
                    self.content(base, false, words);
                }
            }
            Name::Word("footnoteReference") => {
                words.asides.extend(attribute(node, "id").map(|id| (Aside::Footnote(id), node.id())));
            }
            Name::Word("endnoteReference") => {
                words.asides.extend(attribute(node, "id").map(|id| (Aside::Endnote(id), node.id())));
            }
            Name::Word("drawing" | "pict" | "object") | Name::Other(_) => self.drawing(node, words),
            Name::Compatibility("AlternateContent") => {
                if let Some(branch) = branch(node) {
                    for child in branch.children() {
                        self.piece(child, hidden, font, words);
                    }
                }
            }
            Name::Math(_) => self.equation(node, words),
            _ => {}
        }
    }

    /// Text boxes and pictures, wherever they are in a drawing.
    fn drawing<'a, 'i>(&mut self, node: Node<'a, 'i>, words: &mut Words<'a, 'i>) {
        match name(node) {
            Some(Name::Word("txbxContent")) => words.asides.push((Aside::Box(node), node.id())),
            Some(Name::Compatibility("AlternateContent")) => {
                if let Some(branch) = branch(node) {
                    self.drawing(branch, words);
                }
            }
            Some(Name::Math(_)) => self.equation(node, words),
            Some(_) if graphic::has_words(node) => words.asides.push((Aside::Graphic(node), node.id())),
            Some(name) => {
                if matches!(name, Name::Other("blip" | "imagedata")) {
                    words.pictures.push(picture(node));
                }
                for child in node.children() {
                    self.drawing(child, words);
                }
            }
            None => {}
        }
    }

    /// The characters of an equation in a row.
    fn equation(&mut self, node: Node<'_, '_>, words: &mut Words<'_, '_>) {
        match name(node) {
            Some(Name::Math("t")) => push(words, node.text().unwrap_or_default(), node),
            Some(Name::Word("t")) => push(words, node.text().unwrap_or_default(), node),
            Some(Name::Word("del" | "moveFrom" | "rPr")) | None => {}
            Some(of) => {
                for child in node.children() {
                    if of == Name::Math("f") && name(child) == Some(Name::Math("den")) {
                        push(words, "/", child);
                    }
                    self.equation(child, words);
                }
            }
        }
    }
}

fn push(words: &mut Words<'_, '_>, text: &str, node: Node<'_, '_>) {
    if let Some(line) = words.lines.last_mut() {
        line.push(text, node.id());
    }
}

/// What a `w:t` holds, less the white space around it that is none of the text.
pub(super) fn text_of(node: Node<'_, '_>) -> String {
    let text: String = node.children().filter_map(|child| child.text()).collect();
    if preserves_space(node) { text } else { text.trim_matches([' ', '\t', '\n', '\r']).to_owned() }
}

/// `xml:space`, as stated nearest above.
fn preserves_space(node: Node<'_, '_>) -> bool {
    let stated = |node: Node<'_, '_>| {
        node.attribute(("http://www.w3.org/XML/1998/namespace", "space")).map(|value| value == "preserve")
    };
    node.ancestors().find_map(stated).unwrap_or(false)
}

/// What a content control holds, unless it is only the words that ask for something to be filled in. Those have a style of their
/// own; text without one was put there by a program that left the mark standing.
pub(super) fn sdt_content<'a, 'i>(control: Node<'a, 'i>) -> Option<Node<'a, 'i>> {
    let content = child(control, "sdtContent")?;
    let asks = child(control, "sdtPr").and_then(|properties| toggle(properties, "showingPlcHdr")) == Some(true);
    let styled = |run: Node<'_, '_>| descend(run, &["rPr", "rStyle"]).is_some();
    let mut runs = content.descendants().filter(|node| is(*node, "r") && child(*node, "t").is_some());
    (!asks || runs.any(|run| !styled(run))).then_some(content)
}

/// The alternative to read: the first that has words, as a drawing without words has them in the fallback at best.
pub(super) fn branch<'a, 'i>(alternatives: Node<'a, 'i>) -> Option<Node<'a, 'i>> {
    let branches = || {
        alternatives.children().filter(|node| matches!(name(*node), Some(Name::Compatibility("Choice" | "Fallback"))))
    };
    let has_words = |node: &Node<'a, 'i>| {
        let is_text = |node: Node<'_, '_>| {
            matches!(name(node), Some(Name::Word("t" | "sym") | Name::Math("t"))) || graphic::has_words(node)
        };
        node.descendants().any(is_text)
    };
    branches().find(has_words).or_else(|| branches().next())
}

/// How large a picture is drawn: DrawingML says so in the drawing around it, VML in a style.
pub(super) fn picture(node: Node<'_, '_>) -> Picture {
    let extent = node.ancestors().find_map(|node| {
        let extent = node.children().find(|child| name(*child) == Some(Name::Other("extent")))?;
        let length = |side| attribute(extent, side)?.trim().parse().ok();
        Some(Picture { width: length("cx")?, height: length("cy")? })
    });
    let style = || {
        let style = node.parent().and_then(|shape| attribute(shape, "style")).unwrap_or_default();
        let length = |side: &str| {
            let value = style.split(';').find_map(|entry| entry.trim().strip_prefix(side)?.strip_prefix(':'))?;
            let points: f64 = value.trim().strip_suffix("pt")?.parse().ok()?;
            Some((points.clamp(0.0, 1e6) * 12_700.0) as u64)
        };
        Picture { width: length("width").unwrap_or(0), height: length("height").unwrap_or(0) }
    };
    extent.unwrap_or_else(style)
}

/// What a form field shows that has no result: its box or the entry that was chosen.
pub(super) fn form_field(node: Node<'_, '_>) -> Option<String> {
    let data = child(node, "ffData")?;
    if let Some(check) = child(data, "checkBox") {
        let checked = toggle(check, "checked").or_else(|| toggle(check, "default")).unwrap_or(false);
        return Some(if checked { "☑" } else { "□" }.to_owned());
    }
    let list = descend(data, &["ddList"])?;
    let chosen: usize = super::xml::number(list, "result").or_else(|| super::xml::number(list, "default")).unwrap_or(0);
    let entry = children(list, "listEntry").nth(chosen)?;
    attribute(entry, "val").map(str::to_owned)
}

/// Whether the paragraph's own mark is deleted, so that it runs on into the next.
pub(super) fn mark_is_deleted(paragraph: Node<'_, '_>) -> bool {
    let properties = descend(paragraph, &["pPr", "rPr"]);
    properties.is_some_and(|properties| properties.children().any(|node| is(node, "del") || is(node, "moveFrom")))
}

/// The id of the style of a paragraph.
pub(super) fn paragraph_style<'a>(paragraph: Node<'a, '_>) -> Option<&'a str> {
    value(child(paragraph, "pPr")?, "pStyle")
}
