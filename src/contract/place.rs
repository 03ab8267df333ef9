//! Places in the normal form of the criteria: 第4条第2項第1号, 別紙1, 個別契約第4条, 附則.

use super::{Contract, Number, Unit, UnitId, UnitKind};
use std::fmt::Write as _;

/// The place of the unit `id`.
pub(super) fn place(contract: &Contract, id: UnitId) -> String {
    let mut path: Vec<UnitId> = std::iter::successors(Some(id), |&id| contract.unit(id).parent).collect();
    path.reverse();
    // An amended article is named by its own number, not by the paragraph of the amendment that holds it.
    if let Some(article) = path.iter().rposition(|&id| contract.unit(id).kind == UnitKind::Article) {
        let keep = |kind| matches!(kind, UnitKind::Agreement | UnitKind::Annex | UnitKind::SupplProvision);
        let mut at = 0;
        path.retain(|&id| {
            at += 1;
            at > article || keep(contract.unit(id).kind)
        });
    }
    let has_article = path.iter().any(|&id| contract.unit(id).kind == UnitKind::Article);
    let mut place = String::new();
    for &id in &path {
        let unit = contract.unit(id);
        match unit.kind {
            UnitKind::Agreement => place.push_str(unit.word.as_deref().unwrap_or("契約")),
            UnitKind::Annex | UnitKind::SupplProvision => {
                // The word may name the agreement already: 個別契約別紙.
                let name = annex(unit);
                if name.starts_with(place.as_str()) {
                    place.clear();
                }
                place.push_str(&name);
                if !has_article {
                    return place;
                }
            }
            UnitKind::Article => push(&mut place, "条", unit.number.as_ref()),
            UnitKind::Paragraph if prints_paragraph(contract, id) => push(&mut place, "項", unit.number.as_ref()),
            UnitKind::Item => push(&mut place, "号", unit.number.as_ref()),
            _ => {}
        }
    }
    let last = contract.unit(id);
    let own = match last.kind {
        UnitKind::Title => "表題".to_owned(),
        UnitKind::Toc => "目次".to_owned(),
        UnitKind::Preamble => "前文".to_owned(),
        UnitKind::Signature => "後文".to_owned(),
        UnitKind::Chapter => chapter(last),
        UnitKind::Agreement if place.is_empty() => "全文".to_owned(),
        _ => String::new(),
    };
    place + &own
}

/// 第3条の2.
fn push(place: &mut String, word: &str, number: Option<&Number>) {
    let Some(number) = number else { return };
    let Some((first, branches)) = number.parts.split_first() else { return };
    let _ = write!(place, "第{first}{word}");
    for branch in branches {
        let _ = write!(place, "の{branch}");
    }
}

/// Paragraph 1 is written only where the article numbers more than one. In an agreement without articles the number is all
/// there is.
fn prints_paragraph(contract: &Contract, id: UnitId) -> bool {
    let unit = contract.unit(id);
    let Some(article) = unit.parent.filter(|&parent| contract.unit(parent).kind == UnitKind::Article) else {
        return true;
    };
    let next = (id.0 as usize + 1..contract.units.len())
        .take_while(|&at| contract.units[at].span.start < contract.unit(article).span.end)
        .any(|at| contract.units[at].parent == Some(article));
    next || unit.number.as_ref().is_some_and(|number| number.parts != [1]) || contract.partial.contains(&article)
}

/// 別紙1, 別紙A, 別紙1-2, 附則.
fn annex(unit: &Unit) -> String {
    let mut name = unit.word.clone().unwrap_or_else(|| "附則".to_owned());
    if let Some(number) = &unit.number {
        if name.ends_with(|c: char| c.is_ascii_alphabetic()) {
            name.push(' ');
        }
        let parts: Vec<String> = number.parts.iter().map(u32::to_string).collect();
        name.push_str(&parts.join("-"));
        name.push_str(number.letter.as_deref().unwrap_or_default());
    }
    name
}

fn chapter(unit: &Unit) -> String {
    let mut name = String::new();
    match (&unit.number, &unit.word) {
        (None, Some(word)) => name.push_str(word),
        (number, word) => push(&mut name, word.as_deref().unwrap_or("章"), number.as_ref()),
    }
    name
}
