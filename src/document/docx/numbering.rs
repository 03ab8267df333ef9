//! Automatic numbering: which label Word puts before a paragraph.
//!
//! A paragraph names a list (`w:num`) and a level. A list is a form of an abstract list, with which it shares one count:
//! two lists of the same form count on, unless one of them says where it starts.

use crate::document::symbol;
use std::collections::{HashMap, HashSet};

use roxmltree::{Document, Node};

use super::numeral::numeral;
use super::styles::{NumberingProperty, Styles};
use super::xml::{attribute, child, children, descend, is, number, toggle, value};

/// Levels of a list.
const LEVELS: usize = 9;

/// The lists of a document.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    forms: HashMap<i64, Form>,
    lists: HashMap<i64, List>,
}

/// An abstract list.
#[derive(Debug, Default)]
struct Form {
    levels: [Option<Level>; LEVELS],
    /// The numbering style whose list is meant instead.
    link: Option<String>,
}

/// A list that paragraphs name.
#[derive(Debug, Default)]
struct List {
    form: i64,
    levels: [Option<Level>; LEVELS],
    starts: [Option<u32>; LEVELS],
}

#[derive(Clone, Debug, Default)]
struct Level {
    start: u32,
    format: String,
    /// Least number of digits, where the format says it by example (001, 002, 003, …).
    digits: usize,
    /// The label, with %1 for the number of the first level.
    text: String,
    /// Whether the numbers of all levels are written in plain digits.
    legal: bool,
    /// What stands between label and text.
    suffix: &'static str,
    /// The level, counted from 1, after which this one starts again; 0 for never.
    restart: Option<usize>,
    /// The paragraph style that stands for this level.
    style: Option<String>,
    /// The font of the label, which decides what a bullet looks like.
    font: Option<String>,
    hidden: bool,
}

impl Numbering {
    /// Reads the part.
    pub(super) fn of(document: &Document<'_>) -> Self {
        let mut numbering = Self::default();
        for node in children(document.root_element(), "abstractNum") {
            let Some(id) = attribute(node, "abstractNumId").and_then(|id| id.trim().parse().ok()) else { continue };
            let mut form = Form { link: value(node, "numStyleLink").map(str::to_owned), ..Form::default() };
            for level in children(node, "lvl") {
                put(&mut form.levels, level);
            }
            numbering.forms.insert(id, form);
        }
        for node in children(document.root_element(), "num") {
            let Some(id) = attribute(node, "numId").and_then(|id| id.trim().parse().ok()) else { continue };
            let mut list = List { form: number(node, "abstractNumId").unwrap_or(-1), ..List::default() };
            for change in children(node, "lvlOverride") {
                if let Some(start) = level_of(change).and_then(|level| list.starts.get_mut(level)) {
                    *start = number(change, "startOverride");
                }
                if let Some(level) = child(change, "lvl") {
                    put(&mut list.levels, level);
                }
            }
            numbering.lists.insert(id, list);
        }
        numbering
    }

    /// The list and level of a paragraph with this numbering of its own and this style, if it is numbered at all.
    pub(super) fn place(&self, own: NumberingProperty, style: Option<&str>, styles: &Styles) -> Option<(i64, usize)> {
        let by_style = styles.numbering(style);
        let list = own.list.or(by_style.list).filter(|list| *list != 0)?;
        let (_, form) = self.form(list, styles)?;
        // A style is tied to its level by the level that names it; what the style itself says counts for less.
        let tied = || {
            let named = |level: &Option<Level>, id: &str| {
                level.as_ref().is_some_and(|level| level.style.as_deref() == Some(id))
            };
            let level_of = |id: &str| form.levels.iter().position(|level| named(level, id));
            own.list.is_none().then(|| styles.chain(style).find_map(level_of)).flatten()
        };
        let level = own.level.or_else(tied).or(by_style.level).unwrap_or(0);
        (level < LEVELS).then_some((list, level))
    }

    /// The form of `list` and its id, by way of the numbering style that it may name.
    fn form(&self, list: i64, styles: &Styles) -> Option<(i64, &Form)> {
        let mut id = self.lists.get(&list)?.form;
        for _ in 0..8 {
            let form = self.forms.get(&id)?;
            let Some(style) = &form.link else { return Some((id, form)) };
            let Some(linked) = styles.numbering(Some(style)).list.and_then(|list| self.lists.get(&list)) else {
                return Some((id, form));
            };
            if linked.form == id {
                return Some((id, form));
            }
            id = linked.form;
        }
        None
    }

    fn level<'n>(&'n self, list: i64, form: &'n Form, level: usize) -> Option<&'n Level> {
        self.lists.get(&list).and_then(|list| list.levels.get(level)?.as_ref()).or(form.levels.get(level)?.as_ref())
    }
}

fn level_of(node: Node<'_, '_>) -> Option<usize> {
    attribute(node, "ilvl")?.trim().parse().ok()
}

fn put(levels: &mut [Option<Level>; LEVELS], node: Node<'_, '_>) {
    if let Some(place) = level_of(node).and_then(|level| levels.get_mut(level)) {
        *place = Some(Level::of(node));
    }
}

impl Level {
    fn of(node: Node<'_, '_>) -> Self {
        let formats: Vec<Node<'_, '_>> = node.descendants().filter(|node| is(*node, "numFmt")).collect();
        let mut named = formats.iter().filter_map(|node| attribute(*node, "val")).filter(|format| *format != "custom");
        let example = formats.iter().find_map(|node| attribute(*node, "format")?.split(',').next());
        let font = descend(node, &["rPr", "rFonts"]);
        Self {
            start: number(node, "start").unwrap_or(0),
            format: named.next().unwrap_or("decimal").to_owned(),
            digits: example.map_or(0, |example| example.trim().chars().take_while(|c| *c == '0').count() + 1),
            text: value(node, "lvlText").unwrap_or_default().to_owned(),
            legal: toggle(node, "isLgl").unwrap_or(false),
            suffix: match value(node, "suff") {
                Some("nothing") => "",
                Some("space") => " ",
                // A tab, which would make columns of a list.
                _ => "\u{3000}",
            },
            restart: number(node, "lvlRestart"),
            style: value(node, "pStyle").map(str::to_owned),
            font: font.and_then(|font| attribute(font, "ascii").or(attribute(font, "hAnsi"))).map(str::to_owned),
            hidden: super::styles::hidden(node, &["rPr"]).unwrap_or(false),
        }
    }

    fn numeral(&self, value: u32, legal: bool) -> String {
        let written = matches!(self.format.as_str(), "none" | "decimalZero");
        let format = if legal && !written { "decimal" } else { &self.format };
        let digits = numeral(format, value);
        let missing = if digits.is_empty() { 0 } else { self.digits.saturating_sub(digits.chars().count()) };
        "0".repeat(missing) + &digits
    }
}

/// How far the lists of a story have counted.
#[derive(Debug, Default)]
pub(super) struct Counters {
    /// By the form's id; `None` for a level that is yet to start.
    counts: HashMap<i64, [Option<u32>; LEVELS]>,
    /// Starts of their own that lists have made use of.
    started: HashSet<(i64, usize)>,
}

impl Counters {
    /// Counts a paragraph of this list and level: its label, and what parts it from the text.
    pub(super) fn next(
        &mut self,
        (list, level): (i64, usize),
        numbering: &Numbering,
        styles: &Styles,
    ) -> Option<(String, &'static str)> {
        let (id, form) = numbering.form(list, styles)?;
        let own = numbering.level(list, form, level)?;
        let override_of = |level: usize| numbering.lists.get(&list).and_then(|list| list.starts[level]);
        let start_of = |level: usize| {
            override_of(level).or(numbering.level(list, form, level).map(|level| level.start)).unwrap_or(0)
        };
        let counts = self.counts.entry(id).or_default();
        // A level that was passed over counts as begun: what follows on it is the second.
        for (above, count) in counts.iter_mut().enumerate().take(level) {
            *count = count.or_else(|| Some(start_of(above)));
        }
        let starts_anew = override_of(level).is_some() && self.started.insert((list, level));
        counts[level] = match counts[level] {
            Some(count) if !starts_anew => Some(count.saturating_add(1)),
            _ => Some(start_of(level)),
        };
        for (deeper, count) in counts.iter_mut().enumerate().skip(level + 1) {
            let restart = numbering.level(list, form, deeper).and_then(|level| level.restart);
            if restart.is_none_or(|restart| level < restart) {
                *count = None;
            }
        }
        if own.hidden {
            return None;
        }
        if own.format == "bullet" {
            let bullet = symbol::bullet(&own.text, own.font.as_deref());
            return (!bullet.is_empty()).then_some((bullet, own.suffix));
        }
        let value = |at: usize| {
            let of = numbering.level(list, form, at).filter(|of| at <= level && of.format != "bullet")?;
            Some(of.numeral(counts[at].unwrap_or_default(), own.legal))
        };
        let label = fill(&own.text, value);
        (!label.is_empty()).then_some((label, own.suffix))
    }
}

/// Puts the numbers of the levels into the label: 第%1条.
fn fill(text: &str, value: impl Fn(usize) -> Option<String>) -> String {
    let mut label = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let level = chars.peek().and_then(|next| next.to_digit(10)).filter(|digit| c == '%' && *digit > 0);
        match level {
            Some(level) => {
                chars.next();
                label.push_str(&value(level as usize - 1).unwrap_or_default());
            }
            None => label.push(c),
        }
    }
    label
}
