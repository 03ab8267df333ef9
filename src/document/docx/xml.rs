//! XML as Word writes it: names without their namespaces' two editions, values that are on or off, limits.

use roxmltree::{Document, Node, ParsingOptions};

use crate::document::ReadError;

/// Elements, texts and comments of one part; a contract of 300 pages has some 200,000.
const MAX_NODES: u32 = 4_000_000;
/// Elements inside each other. A table in a table in a text box comes to some 40.
const MAX_DEPTH: usize = 300;

/// Parses a part, unless it is out of all proportion.
pub(super) fn parse(text: &str) -> Result<Document<'_>, ReadError> {
    let options = ParsingOptions { nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| match error {
        roxmltree::Error::NodesLimitReached => ReadError::BrokenOffice("要素が多すぎます".to_owned()),
        error => ReadError::BrokenOffice(error.to_string()),
    })?;
    if is_too_deep(document.root()) {
        return Err(ReadError::BrokenOffice("入れ子が深すぎます".to_owned()));
    }
    Ok(document)
}

/// Goes down and up by links, as the nesting that it looks for would be too much for recursion.
fn is_too_deep(root: Node<'_, '_>) -> bool {
    let mut depth = 0_usize;
    let mut at = root;
    loop {
        if let Some(child) = at.first_child() {
            (at, depth) = (child, depth + 1);
            if depth > MAX_DEPTH {
                return true;
            }
            continue;
        }
        while at.next_sibling().is_none() {
            let Some(parent) = at.parent() else { return false };
            (at, depth) = (parent, depth.saturating_sub(1));
        }
        let Some(next) = at.next_sibling() else { return false };
        at = next;
    }
}

/// The vocabularies whose elements matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name<'n> {
    /// WordprocessingML, in either edition.
    Word(&'n str),
    /// Equations.
    Math(&'n str),
    /// Markup compatibility: alternatives for older readers.
    Compatibility(&'n str),
    /// Drawings and whatever else.
    Other(&'n str),
}

/// The name of an element; `None` for text and the like.
pub(super) fn name<'a>(node: Node<'a, '_>) -> Option<Name<'a>> {
    if !node.is_element() {
        return None;
    }
    let local = node.tag_name().name();
    Some(match node.tag_name().namespace() {
        Some(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
            | "http://purl.oclc.org/ooxml/wordprocessingml/main",
        ) => Name::Word(local),
        Some(
            "http://schemas.openxmlformats.org/officeDocument/2006/math"
            | "http://purl.oclc.org/ooxml/officeDocument/math",
        ) => Name::Math(local),
        Some("http://schemas.openxmlformats.org/markup-compatibility/2006") => Name::Compatibility(local),
        _ => Name::Other(local),
    })
}

/// Whether `node` is the element of WordprocessingML with this name.
pub(super) fn is(node: Node<'_, '_>, word: &str) -> bool {
    name(node) == Some(Name::Word(word))
}

/// The first child with this name.
pub(super) fn child<'a, 'i>(node: Node<'a, 'i>, word: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|child| is(*child, word))
}

/// All children with this name.
pub(super) fn children<'a, 'i>(node: Node<'a, 'i>, word: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(move |child| is(*child, word))
}

/// The child at the end of `path`.
pub(super) fn descend<'a, 'i>(node: Node<'a, 'i>, path: &[&str]) -> Option<Node<'a, 'i>> {
    path.iter().try_fold(node, |node, word| child(node, word))
}

/// The attribute with this local name, whatever its namespace.
pub(super) fn attribute<'a>(node: Node<'a, '_>, local: &str) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == local).map(|attribute| attribute.value())
}

/// `w:val` of the child with this name.
pub(super) fn value<'a>(node: Node<'a, '_>, word: &str) -> Option<&'a str> {
    attribute(child(node, word)?, "val")
}

/// `w:val` as a number.
pub(super) fn number<T: std::str::FromStr>(node: Node<'_, '_>, word: &str) -> Option<T> {
    value(node, word)?.trim().parse().ok()
}

/// A property that is on by being there, unless its value says otherwise; `None` where it is not there.
pub(super) fn toggle(node: Node<'_, '_>, word: &str) -> Option<bool> {
    let property = child(node, word)?;
    Some(!matches!(attribute(property, "val"), Some("0" | "false" | "off")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nesting_is_bounded_without_recursion() {
        let nested = |depth: usize| "<a>".repeat(depth) + &"</a>".repeat(depth);
        assert!(parse(&nested(MAX_DEPTH)).is_ok());
        assert!(matches!(parse(&nested(200_000)), Err(ReadError::BrokenOffice(_))));
    }
}
