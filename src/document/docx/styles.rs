//! Styles: what a paragraph or run has by its style, through all the styles that this one is based on.

use std::collections::HashMap;

use roxmltree::Document;

use super::xml::{attribute, child, children, descend, is, number, toggle, value};

/// Numbering as properties state it; each half may come from elsewhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct NumberingProperty {
    /// The list; 0 means none.
    pub(super) list: Option<i64>,
    /// The level in it, counted from 0.
    pub(super) level: Option<usize>,
}

impl NumberingProperty {
    /// Reads the `w:numPr` of paragraph properties.
    pub(super) fn of(properties: roxmltree::Node<'_, '_>) -> Self {
        child(properties, "numPr")
            .map(|node| Self { list: number(node, "numId"), level: number(node, "ilvl") })
            .unwrap_or_default()
    }
}

#[derive(Debug, Default)]
struct Style {
    based_on: Option<String>,
    numbering: NumberingProperty,
    hidden: Option<bool>,
}

/// The styles of a document by their ids.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: HashMap<String, Style>,
    /// The style of paragraphs that name none.
    default: Option<String>,
}

/// Styles that a style is based on, one upon the other; Word allows ten.
const CHAIN: usize = 32;

impl Styles {
    /// Reads the part.
    pub(super) fn of(document: &Document<'_>) -> Self {
        let mut styles = Self::default();
        for node in children(document.root_element(), "style") {
            let Some(id) = attribute(node, "styleId") else { continue };
            let is_default = matches!(attribute(node, "default"), Some("1" | "true" | "on"));
            if is_default && attribute(node, "type").is_none_or(|kind| kind == "paragraph") {
                styles.default = Some(id.to_owned());
            }
            let numbering = child(node, "pPr").map(NumberingProperty::of).unwrap_or_default();
            let hidden = child(node, "rPr").and_then(|properties| toggle(properties, "vanish"));
            let based_on = value(node, "basedOn").map(str::to_owned);
            styles.styles.insert(id.to_owned(), Style { based_on, numbering, hidden });
        }
        styles
    }

    /// The ids from `style` down to the style that all others rest on.
    pub(super) fn chain<'s>(&'s self, style: Option<&'s str>) -> impl Iterator<Item = &'s str> {
        let first = style.or(self.default.as_deref());
        let below = |id: &&str| self.styles.get(*id)?.based_on.as_deref();
        std::iter::successors(first, below).take(CHAIN)
    }

    /// The numbering that a paragraph has by its style.
    pub(super) fn numbering(&self, style: Option<&str>) -> NumberingProperty {
        let mut found = NumberingProperty::default();
        for style in self.chain(style).filter_map(|id| self.styles.get(id)) {
            found.list = found.list.or(style.numbering.list);
            found.level = found.level.or(style.numbering.level);
        }
        found
    }

    /// Whether the style hides its text.
    pub(super) fn hides(&self, style: Option<&str>) -> bool {
        self.chain(style).filter_map(|id| self.styles.get(id)).find_map(|style| style.hidden).unwrap_or(false)
    }
}

/// The id of the style that paragraph or run properties name.
pub(super) fn style_of<'a>(properties: Option<roxmltree::Node<'a, '_>>) -> Option<&'a str> {
    let style = properties?.children().find(|child| is(*child, "pStyle") || is(*child, "rStyle"))?;
    attribute(style, "val")
}

/// Whether the run properties under `path` of `node` hide; `None` where they say nothing.
pub(super) fn hidden(node: roxmltree::Node<'_, '_>, path: &[&str]) -> Option<bool> {
    toggle(descend(node, path)?, "vanish")
}
