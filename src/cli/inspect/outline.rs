//! The contract as a tree: one line a unit, indented by depth.

use std::fmt::Write;
use std::iter;

use joko::contract::{Contract, UnitId, UnitKind};
use joko::messages;
use joko::messages::tools as words;
use serde::Serialize;

use super::View;
use crate::cli::args::Format;
use crate::cli::output;

pub(super) fn show(view: View<'_>, format: Format) -> String {
    let units = (0..).zip(&view.contract.units).map(|(index, _)| UnitId(index));
    match format {
        Format::Text => units.map(|id| line(id, view)).collect(),
        Format::Json => output::json(&units.map(|id| Json::of(id, view)).collect::<Vec<_>>()),
    }
}

/// `  第3条第1項  乙は、利用者との間で…`
fn line(id: UnitId, view: View<'_>) -> String {
    let unit = view.contract.unit(id);
    let mut line = "  ".repeat(depth(view.contract, id)) + &name(id, view);
    if let Some(caption) = unit.caption {
        let _ = write!(line, "（{}）", view.words(caption));
    }
    if unit.struck {
        line.push_str(words::struck(view.lang));
    }
    if let Some(body) = unit.body.first() {
        let _ = write!(line, "  {}", beginning(view.words(*body)));
    }
    line.push('\n');
    line
}

/// The unit's place, or its kind where it has none of its own.
fn name(id: UnitId, view: View<'_>) -> String {
    match view.place(id) {
        place if place.is_empty() => messages::unit_kind(view.contract.unit(id).kind, view.lang).to_owned(),
        place => place,
    }
}

fn depth(contract: &Contract, id: UnitId) -> usize {
    iter::successors(contract.unit(id).parent, |parent| contract.unit(*parent).parent).count()
}

/// Enough of `line` to know it by.
fn beginning(line: &str) -> String {
    const LONG: usize = 40;
    match line.char_indices().nth(LONG) {
        None => line.to_owned(),
        Some(_) => line.chars().take(LONG).chain(['…']).collect(),
    }
}

#[derive(Serialize)]
struct Json<'a> {
    at: String,
    kind: &'static str,
    caption: Option<&'a str>,
    parent: Option<u32>,
    struck: bool,
    start: usize,
    end: usize,
    body: Vec<&'a str>,
}

impl<'a> Json<'a> {
    fn of(id: UnitId, view: View<'a>) -> Self {
        let unit = view.contract.unit(id);
        let (start, end) = view.text.scalars(unit.span);
        Self {
            at: view.place(id),
            kind: kind(unit.kind),
            caption: unit.caption.map(|span| view.words(span)),
            parent: unit.parent.map(|UnitId(index)| index),
            struck: unit.struck,
            start,
            end,
            body: unit.body.iter().map(|span| view.words(*span)).collect(),
        }
    }
}

const fn kind(kind: UnitKind) -> &'static str {
    match kind {
        UnitKind::Title => "title",
        UnitKind::Toc => "toc",
        UnitKind::Preamble => "preamble",
        UnitKind::Agreement => "agreement",
        UnitKind::Chapter => "chapter",
        UnitKind::Article => "article",
        UnitKind::Paragraph => "paragraph",
        UnitKind::Item => "item",
        UnitKind::Subitem => "subitem",
        UnitKind::SupplProvision => "suppl-provision",
        UnitKind::Annex => "annex",
        UnitKind::Signature => "signature",
    }
}
