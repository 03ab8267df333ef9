//! XML as it is written into a part: in the prefix that the part itself has for Word's vocabulary.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::Range;

use roxmltree::Node;

use crate::document::docx::xml::{Name, name};

/// How a part names the elements of Word's vocabulary.
#[derive(Clone, Debug)]
pub(super) struct Markup {
    prefix: String,
    /// The declaration of the prefix, where the part has none of its own, as it has made the vocabulary its default.
    declaration: String,
    author: String,
}

impl Markup {
    /// For the part with this root, which is an element of the vocabulary.
    pub(super) fn of(root: Node<'_, '_>, author: &str) -> Self {
        let namespace = root.tag_name().namespace().unwrap_or_default();
        let mut bound = root.namespaces().filter(|bound| bound.uri() == namespace);
        let author = author.to_owned();
        match bound.find_map(|bound| bound.name()) {
            Some(prefix) => Self { prefix: prefix.to_owned(), declaration: String::new(), author },
            None => {
                let taken = root.namespaces().any(|bound| bound.name() == Some("w"));
                let prefix = if taken { "word" } else { "w" }.to_owned();
                let declaration = format!(" xmlns:{prefix}=\"{}\"", escape(namespace));
                Self { prefix, declaration, author }
            }
        }
    }

    /// The same, without the declaration, for what stands in a root that makes it.
    pub(super) fn declared(prefix: &str, author: &str) -> Self {
        Self { prefix: prefix.to_owned(), declaration: String::new(), author: author.to_owned() }
    }

    /// `<w:name w:attribute="value">`
    pub(super) fn open(&self, name: &str, attributes: &[(&str, &str)]) -> String {
        format!("<{}>", self.start(name, attributes))
    }

    /// `<w:name w:attribute="value"/>`
    pub(super) fn empty(&self, name: &str, attributes: &[(&str, &str)]) -> String {
        format!("<{}/>", self.start(name, attributes))
    }

    /// `</w:name>`
    pub(super) fn close(&self, name: &str) -> String {
        format!("</{}:{name}>", self.prefix)
    }

    /// `content` within `<w:name>`.
    pub(super) fn around(&self, name: &str, content: &str) -> String {
        format!("{}{content}{}", self.open(name, &[]), self.close(name))
    }

    /// `w:t` or `w:delText` with this text.
    pub(super) fn text(&self, name: &str, text: &str) -> String {
        let start = self.start(name, &[]);
        format!("<{start} xml:space=\"preserve\">{}{}", escape(text), self.close(name))
    }

    /// A run with `text`, in the look that `properties` (`w:rPr`) give it.
    pub(super) fn run(&self, properties: &str, text: &str) -> String {
        let mut content = properties.to_owned();
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                content += &self.empty("br", &[]);
            }
            for (index, piece) in line.split('\t').enumerate() {
                if index > 0 {
                    content += &self.empty("tab", &[]);
                }
                if !piece.is_empty() {
                    content += &self.text("t", piece);
                }
            }
        }
        self.around("r", &content)
    }

    /// `content` as inserted by the author.
    pub(super) fn inserted(&self, content: &str, ids: &mut Ids) -> String {
        self.open_change("ins", ids) + content + &self.close("ins")
    }

    /// The start of an insertion or deletion by the author.
    pub(super) fn open_change(&self, kind: &str, ids: &mut Ids) -> String {
        self.open(kind, &[("id", &ids.take()), ("author", &self.author)])
    }

    /// The sign at a paragraph's properties that its end is inserted or deleted.
    pub(super) fn change(&self, kind: &str, ids: &mut Ids) -> String {
        self.empty(kind, &[("id", &ids.take()), ("author", &self.author)])
    }

    fn start(&self, name: &str, attributes: &[(&str, &str)]) -> String {
        let mut start = format!("{}:{name}{}", self.prefix, self.declaration);
        for (name, value) in attributes {
            let _ = write!(start, " {}:{name}=\"{}\"", self.prefix, escape(value));
        }
        start
    }
}

/// Ids that are still free.
#[derive(Debug, Default)]
pub(super) struct Ids {
    taken: BTreeSet<i64>,
    next: i64,
}

impl Ids {
    /// Takes note of the ids in the part with this root.
    pub(super) fn skip(&mut self, root: Node<'_, '_>) {
        let elements = root.descendants().filter(|node| matches!(name(*node), Some(Name::Word(_))));
        let ids = elements.flat_map(|node| node.attributes().filter(|attribute| attribute.name() == "id"));
        self.taken.extend(ids.filter_map(|id| id.value().trim().parse::<i64>().ok()));
    }

    /// The lowest that is free, from 1.
    pub(super) fn take(&mut self) -> String {
        self.next += 1;
        while self.taken.contains(&self.next) {
            self.next += 1;
        }
        self.next.to_string()
    }
}

/// `text` as it stands in XML; characters that XML does not know are left out.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' => escaped.push(c),
            '\r' => escaped.push_str("&#13;"),
            '\0'..'\u{20}' | '\u{FFFE}' | '\u{FFFF}' => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// The byte after the start tag of `node`, and whether the tag is all there is of it.
pub(super) fn start_tag(source: &str, node: Node<'_, '_>) -> (usize, bool) {
    let range = node.range();
    let mut quote = None;
    for (index, byte) in source.as_bytes().iter().enumerate().take(range.end).skip(range.start) {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(*byte),
            (Some(open), byte) if open == *byte => quote = None,
            (None, b'>') => return (index + 1, source.as_bytes().get(index.wrapping_sub(1)) == Some(&b'/')),
            _ => {}
        }
    }
    (range.end, true)
}

/// The name of `node` as its part writes it: `w:p`.
pub(super) fn qualified<'s>(source: &'s str, node: Node<'_, '_>) -> &'s str {
    let tag = source.get(node.range().start + 1..).unwrap_or_default();
    tag.split(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/')).next().unwrap_or_default()
}

/// Where `text` is to be put to stand at the end of what is in `node`, and the text with what it takes to stand there.
pub(super) fn at_end(source: &str, node: Node<'_, '_>, text: &str) -> (Range<usize>, String) {
    let range = node.range();
    let (start, is_all) = start_tag(source, node);
    if is_all {
        return (start - 2..start, format!(">{text}</{}>", qualified(source, node)));
    }
    let end = source.get(range.clone()).and_then(|whole| whole.rfind("</")).map_or(range.end, |at| range.start + at);
    (end..end, text.to_owned())
}

/// The same at its beginning.
pub(super) fn at_start(source: &str, node: Node<'_, '_>, text: &str) -> (Range<usize>, String) {
    let (start, is_all) = start_tag(source, node);
    if is_all { at_end(source, node, text) } else { (start..start, text.to_owned()) }
}
