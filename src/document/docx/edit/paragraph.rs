//! New paragraphs in the look and numbering of others.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use roxmltree::{Document as Xml, Node};

use super::markup::Ids;
use super::plan::Plan;
use super::sheet::{Rank, Sheet, Spot, is_plain, paragraph_of};
use super::{NewParagraph, Number};
use crate::document::docx::inline::paragraph_style;
use crate::document::docx::numbering::Numbering;
use crate::document::docx::origin::Part;
use crate::document::docx::styles::{NumberingProperty, Styles};
use crate::document::docx::xml::{attribute, child, children, descend, is, number, value};

/// What styles and lists say, and the lists that are added.
pub(super) struct Lists<'a> {
    pub(super) styles: Styles,
    pub(super) numbering: Numbering,
    /// The part with the lists.
    pub(super) xml: Option<&'a Xml<'a>>,
    /// Lists that begin anew: of which list, and from which level on.
    pub(super) added: Vec<Added>,
    /// The id of the style for the sign of a comment.
    pub(super) comment_reference: Option<String>,
    /// The id of the style for what a comment says.
    pub(super) comment_text: Option<String>,
}

/// A list that begins anew.
#[derive(Clone, Copy, Debug)]
pub(super) struct Added {
    pub(super) id: i64,
    pub(super) of: i64,
    pub(super) level: usize,
}

impl<'a> Lists<'a> {
    /// Reads the parts, where there are any.
    pub(super) fn of(styles: Option<&'a Xml<'a>>, numbering: Option<&'a Xml<'a>>) -> Self {
        let named = |wanted: &str| {
            let mut styles = styles.into_iter().flat_map(|xml| children(xml.root_element(), "style"));
            let is_named = |style: &Node<'_, '_>| {
                value(*style, "name").is_some_and(|name| name.trim().eq_ignore_ascii_case(wanted))
            };
            styles.find(is_named).and_then(|style| attribute(style, "styleId")).map(str::to_owned)
        };
        Self {
            comment_reference: named("annotation reference"),
            comment_text: named("annotation text"),
            styles: styles.map(Styles::of).unwrap_or_default(),
            numbering: numbering.map(Numbering::of).unwrap_or_default(),
            xml: numbering,
            added: Vec::new(),
        }
    }

    fn place(&self, paragraph: Node<'_, '_>) -> Option<(i64, usize)> {
        let own = child(paragraph, "pPr").map(NumberingProperty::of).unwrap_or_default();
        self.numbering.place(own, paragraph_style(paragraph), &self.styles)
    }

    /// Adds a list that counts as `of` does, from the start at `level`.
    fn restart(&mut self, of: i64, level: usize) -> Option<i64> {
        let root = self.xml?.root_element();
        let known = children(root, "num").filter_map(|node| attribute(node, "numId")?.trim().parse::<i64>().ok());
        let id = known.chain(self.added.iter().map(|added| added.id)).max().unwrap_or(0).checked_add(1)?;
        self.added.push(Added { id, of, level });
        Some(id)
    }

    /// The part with the lists that were added; `None` if none were.
    pub(super) fn finish(&self, source: &'a str, ids: &mut Ids) -> Option<String> {
        let mut sheet = Sheet::new(source, self.xml?, super::AUTHOR);
        let root = self.xml?.root_element();
        let nodes: Vec<Node<'_, '_>> = children(root, "num").collect();
        let end = nodes.last()?.range().end;
        for Added { id, of, level } in &self.added {
            let of = nodes.iter().find(|node| attribute(**node, "numId").is_some_and(|id| id.trim() == of.to_string()))?;
            let form = value(*of, "abstractNumId")?;
            let (markup, level) = (sheet.markup.clone(), level.to_string());
            let mut content = markup.empty("abstractNumId", &[("val", form)]);
            let is_level = |node: &Node<'_, '_>| attribute(*node, "ilvl").is_some_and(|own| own.trim() == level);
            let own = children(*of, "lvlOverride");
            let (same, others): (Vec<Node<'_, '_>>, Vec<Node<'_, '_>>) = own.partition(is_level);
            let start = same.iter().find_map(|node| number::<i64>(*node, "startOverride"));
            let form = children(root, "abstractNum").find(|node| attribute(*node, "abstractNumId") == Some(form));
            let by_form = || number(children(form?, "lvl").find(is_level)?, "start");
            let start = start.or_else(by_form).unwrap_or(1).to_string();
            let level_of = |node: &Node<'_, '_>| number_of(*node);
            let mut overrides: BTreeMap<i64, String> = BTreeMap::new();
            for other in &others {
                overrides.insert(level_of(other), source.get(other.range()).unwrap_or_default().to_owned());
            }
            let mut own = markup.empty("startOverride", &[("val", &start)]);
            for level in same.iter().filter_map(|node| child(*node, "lvl")) {
                own += source.get(level.range()).unwrap_or_default();
            }
            let own = markup.open("lvlOverride", &[("ilvl", &level)]) + &own + &markup.close("lvlOverride");
            overrides.insert(level.parse().unwrap_or(0), own);
            content.extend(overrides.into_values());
            let list = markup.open("num", &[("numId", &id.to_string())]) + &content + &markup.close("num");
            sheet.put(Spot::At(end), Rank::Inserted, list);
        }
        sheet.finish(ids)
    }
}

fn number_of(node: Node<'_, '_>) -> i64 {
    attribute(node, "ilvl").and_then(|level| level.trim().parse().ok()).unwrap_or(0)
}

/// Where new paragraphs go.
enum Target {
    /// Between paragraphs.
    Between(Part, usize),
    /// Into a paragraph as lines of it, at this place.
    Within(Part, Spot),
}

impl<'a> Plan<'a> {
    /// Puts paragraphs after the line at byte `at`.
    pub(super) fn insert_after(&mut self, at: usize, paragraphs: &[NewParagraph]) -> Option<()> {
        let index = self.row_at(at)?;
        let first = self.row_at(paragraphs.first()?.model)?;
        match self.target(index, first)? {
            Target::Within(part, spot) => {
                for paragraph in paragraphs {
                    let model = self.row_at(paragraph.model)?;
                    let look = if self.row(model)?.origin.part == part { self.look_of_line(model) } else { String::new() };
                    let sheet = self.sheets.get_mut(&part)?;
                    let line = sheet.markup.run(&look, &format!("\n{}", paragraph.text));
                    let line = sheet.markup.inserted(&line, &mut self.ids);
                    sheet.put(spot, Rank::Inserted, line);
                }
            }
            Target::Between(part, at) => {
                let mut restarted = BTreeMap::new();
                let mut after_blank = self.is_blank(index);
                for paragraph in paragraphs {
                    let blank = self.blank_before(self.row_at(paragraph.model)?, part).filter(|_| !after_blank);
                    let blank = blank.map(|model| NewParagraph { text: String::new(), model, number: Number::Written });
                    for paragraph in blank.as_ref().into_iter().chain([paragraph]) {
                        let xml = self.new_paragraph(paragraph, part, &mut restarted)?;
                        self.sheets.get_mut(&part)?.put(Spot::At(at), Rank::Inserted, xml);
                    }
                    after_blank = paragraph.text.trim().is_empty() && paragraph.number == Number::Written;
                }
            }
        }
        Some(())
    }

    fn target(&self, index: usize, model: usize) -> Option<Target> {
        let (row, model) = (self.row(index)?, self.row(model)?);
        let mut part = row.origin.part;
        let mut sheet = self.sheets.get(&part)?;
        let mut paragraph = sheet.node(row.origin.paragraphs?.1)?;
        if let (Some(anchor), None) = (row.origin.anchor, model.origin.anchor) {
            // After a note or box is after the paragraph that it hangs from.
            part = Part::Main;
            sheet = self.sheets.get(&part)?;
            paragraph = paragraph_of(sheet.node(anchor)?)?;
        } else if self.lines_of_paragraph(index).last() != Some(index) {
            let next = self.row(index + 1)?.origin.opened_by?;
            return Some(Target::Within(part, sheet.joint(sheet.node(next)?, 0, false, None)));
        }
        let model = (model.origin.part == part).then(|| sheet.node(model.origin.paragraphs?.0)).flatten();
        let holds_model = |table: &Node<'_, '_>| model.is_some_and(|model| table.range().contains(&model.range().start));
        let tables = paragraph.ancestors().filter(|node| is(*node, "tbl"));
        let outermost = tables.filter(|table| !holds_model(table)).last();
        Some(Target::Between(part, outermost.unwrap_or(paragraph).range().end))
    }

    fn is_blank(&self, row: usize) -> bool {
        self.row(row).is_some_and(|row| row.text.trim().is_empty())
    }

    /// A byte of the blank paragraph that sets a line off from what is before it, if one does.
    fn blank_before(&self, row: usize, part: Part) -> Option<usize> {
        let lines = self.lines_of_paragraph(row);
        let before = lines.start.checked_sub(1).filter(|before| row == lines.start && self.is_blank(*before))?;
        let parent = |row: usize| {
            let origin = &self.row(row)?.origin;
            let paragraph = self.sheets.get(&part).filter(|_| origin.part == part)?.node(origin.paragraphs?.0)?;
            Some(paragraph.parent()?.id())
        };
        (parent(before)? == parent(row)?).then(|| self.draft.line(before).map(|line| line.start)).flatten()
    }

    fn new_paragraph(
        &mut self,
        new: &NewParagraph,
        part: Part,
        restarted: &mut BTreeMap<(i64, usize), i64>,
    ) -> Option<String> {
        let model = self.row_at(new.model)?;
        let origin = &self.row(model)?.origin;
        let is_here = origin.part == part;
        let paragraph = self.sheets.get(&origin.part)?.node(origin.paragraphs?.0)?;
        let look = if is_here { self.look_of_line(model) } else { String::new() };
        let place = self.lists.place(paragraph);
        let list = match (new.number, place) {
            (Number::Restarts, Some((list, level))) => {
                let id = self.lists.restart(list, level)?;
                restarted.insert((list, level), id);
                Some((id, level))
            }
            (Number::Continues, Some((list, level))) => restarted.get(&(list, level)).map(|id| (*id, level)),
            _ => None,
        };
        let sheet = self.sheets.get(&part)?;
        let markup = sheet.markup.clone();
        let own = child(paragraph, "pPr").filter(|_| is_here);
        let mut before = String::new();
        let mut after = String::new();
        for property in own.into_iter().flat_map(|own| own.children()).filter(Node::is_element) {
            // The order of properties is fixed: these come before the numbering.
            let leads = ["pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl"];
            let side = if leads.iter().any(|name| is(property, name)) { &mut before } else { &mut after };
            let left = ["rPr", "sectPr", "numPr", "pageBreakBefore"].iter().any(|name| is(property, name));
            if !left && is_plain(property) {
                *side += sheet.copied_one(property);
            }
        }
        let numbering = match (new.number, list) {
            (Number::Written, _) => place.map(|_| None),
            (_, Some(list)) => Some(Some(list)),
            (_, None) => {
                // As the model has it, which may be by its style alone.
                let own = own.map(NumberingProperty::of).unwrap_or_default();
                let by_itself = own.list.is_some() || own.level.is_some();
                place.filter(|_| by_itself).map(Some)
            }
        };
        if let Some(list) = numbering {
            let (id, level) = list.unwrap_or((0, 0));
            let level = markup.empty("ilvl", &[("val", &level.to_string())]);
            let id = markup.empty("numId", &[("val", &id.to_string())]);
            let _ = write!(before, "{}", markup.around("numPr", &(level + &id)));
        }
        let of_mark = own.and_then(|own| descend(own, &["rPr"]));
        let of_mark = of_mark.map(|own| sheet.copied(own, |node| is_plain(*node))).unwrap_or_default();
        let mark = markup.change("ins", &mut self.ids) + &of_mark;
        let properties = markup.around("pPr", &(before + &after + &markup.around("rPr", &mark)));
        let words = if new.text.is_empty() {
            String::new()
        } else {
            markup.inserted(&markup.run(&look, &new.text), &mut self.ids)
        };
        Some(markup.around("p", &(properties + &words)))
    }
}
