//! The outline: the tree of units, one a line, as `joko inspect --stage outline` prints it.

use super::{Contract, UnitId};
use crate::text::Text;
use std::fmt::Write as _;

/// Characters of a unit's text that the outline shows.
const SHOWN: usize = 30;

/// Prints the tree: place, kind, heading and the first words of each unit, indented by depth.
#[must_use]
pub fn outline(contract: &Contract, text: &Text) -> String {
    let mut out = String::new();
    for id in contract.ids() {
        let unit = contract.unit(id);
        let depth = std::iter::successors(unit.parent, |&parent| contract.unit(parent).parent).count();
        let _ = write!(out, "{:indent$}{} {:?}", "", contract.place(id), unit.kind, indent = depth * 2);
        if let Some(caption) = unit.caption {
            let _ = write!(out, " 【{}】", text.get(caption));
        }
        if unit.struck {
            out.push_str(" 削除");
        }
        let words = first_words(contract, text, id);
        if !words.is_empty() {
            let _ = write!(out, " {words}");
        }
        out.push('\n');
    }
    out
}

fn first_words(contract: &Contract, text: &Text, id: UnitId) -> String {
    let body = &contract.unit(id).body;
    let Some(&first) = body.first() else { return String::new() };
    let words = text.get(first);
    let mut shown: String = words.chars().take(SHOWN).collect();
    if shown.len() < words.len() {
        shown.push('…');
    }
    if body.len() > 1 {
        let _ = write!(shown, " (+{})", body.len() - 1);
    }
    shown
}
