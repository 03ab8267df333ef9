//! Contracts that only change another one: what they lack becomes a provision of their own, after their last, because the text that
//! they give to the other contract is not theirs to number.

use std::sync::LazyLock;

use regex::Regex;

use super::number;
use super::place::Insertion;
use crate::contract::{UnitId, UnitKind};
use crate::document::{Document, LineKind, RawSpan};
use crate::report::Report;

/// A label that opens a provision, with what comes before and behind it.
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^([ 　]*(?:第|[(（])?)([0-9０-９〇一二三四五六七八九十]+)([条]?[)）]?[ 　．.、]+)")
        .expect("the expression is sound")
});
/// What a provision does that changes another contract.
static CHANGES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?:改める|改め、|加える|追加|削る|削除|差し替える|変更)").expect("the expression is sound")
});
/// Titles of contracts that change another one.
const TITLES: [&str; 6] = ["変更", "改定", "改訂", "一部を", "修正", "追加覚書"];

/// Where and with which label the next provision of a contract that changes another one stands.
struct Next<'a> {
    label: String,
    /// The last provision's line, and the one above where that is its heading.
    last: &'a str,
    heading: Option<&'a str>,
    /// Whether provisions are told apart by headings on lines above them.
    headed: bool,
    /// Whether the line with the label is a heading itself.
    titled: bool,
    gap: &'static str,
    at: usize,
    beside: UnitId,
}

/// Whether the contract changes another one.
pub(super) fn amends(report: &Report) -> bool {
    let title = report.contract.title.map(|title| report.text.get(title)).unwrap_or_default();
    TITLES.iter().any(|word| title.contains(word))
}

/// `body`, under `caption` where provisions are headed, as the last provision of a contract that changes another one; `None` for
/// any other contract.
pub(super) fn provision(report: &Report, caption: &str, body: &str) -> Option<Insertion> {
    let next = next(report)?;
    let Next { label, gap, .. } = &next;
    let text = match next.heading.filter(|_| next.headed) {
        // 「６　原契約第８条の変更」: the label's own line is a heading.
        _ if next.titled => format!("{gap}{label}{caption}\n　{body}"),
        Some(model) => format!("{gap}{}\n{label}{body}", bracketed(model, caption)),
        None if next.headed => format!("{gap}{}\n{label}{body}", bracketed("", caption)),
        None => format!("{gap}{label}{}次の定めを加える。\n　{body}", other(report)),
    };
    Some(Insertion { at: next.at, text, beside: next.beside, article: true })
}

/// An article that `made` would put into the text of the other contract, as one that the last provision adds to it.
pub(super) fn article(report: &Report, made: Insertion) -> Insertion {
    let Some(next) = next(report).filter(|next| !next.titled && !next.last.trim().is_empty()) else { return made };
    let text = format!("{}{}{}次の一条を加える。\n\n{}", next.gap, next.label, other(report), made.text.trim_start());
    Insertion { at: next.at, text, beside: next.beside, article: true }
}

/// What the contract calls the one that it changes, as the object of what is added.
fn other(report: &Report) -> &'static str {
    if report.text.norm.contains("原契約") { "原契約に" } else { "" }
}

fn next(report: &Report) -> Option<Next<'_>> {
    if !amends(report) {
        return None;
    }
    let document = &report.document;
    let lines: Vec<(RawSpan, &str)> = document
        .lines
        .iter()
        .filter(|line| line.kind == LineKind::Body)
        .filter_map(|line| Some((line.raw, document.raw.get(line.raw.start..line.raw.end)?)))
        .collect();
    let series = series(&lines)?;
    let last = *series.last()?;
    let found = LABEL.captures(lines[last].1)?;
    let label = format!("{}{}{}", &found[1], number::next(&found[2])?, &found[3]);
    let heading = |at: usize| {
        let above = at.checked_sub(1).map(|above| lines[above].1)?;
        let words = above.trim();
        let brackets = words.starts_with(['（', '(', '【', '〔']) && words.ends_with(['）', ')', '】', '〕']);
        brackets.then_some(above)
    };
    let most = |good: &dyn Fn(usize) -> bool| series.iter().filter(|at| good(**at)).count() * 2 > series.len();
    let top = if heading(last).is_some() { last - 1 } else { last };
    let apart = top > 0 && lines[top - 1].1.trim().is_empty();
    let (at, beside) = end(report, document, &lines, last)?;
    Some(Next {
        label,
        last: lines[last].1,
        heading: heading(last),
        headed: most(&|at| heading(at).is_some()),
        titled: most(&|at| !lines[at].1.contains('。')),
        gap: if apart { "\n\n" } else { "\n" },
        at,
        beside,
    })
}

/// The lines that open the contract's own provisions: labels of one look that count on, more than one of which changes something.
fn series(lines: &[(RawSpan, &str)]) -> Option<Vec<usize>> {
    let first = lines.iter().position(|(_, line)| LABEL.is_match(line) && CHANGES.is_match(line))?;
    let look = |line: &str| LABEL.captures(line).map(|found| (found[1].trim().to_owned(), found[3].trim().to_owned()));
    let worth = |line: &str| number::numerals(&LABEL.captures(line)?[2]).first().map(|(_, worth)| *worth);
    let mine = look(lines[first].1)?;
    let (mut series, mut next) = (vec![first], worth(lines[first].1)? + 1);
    for (at, (_, line)) in lines.iter().enumerate().skip(first + 1) {
        if look(line).as_ref() == Some(&mine) && worth(line) == Some(next) {
            series.push(at);
            next += 1;
        }
    }
    let changing = series.iter().filter(|at| CHANGES.is_match(lines[**at].1)).count();
    (changing > 1).then_some(series)
}

/// The end of the provision that begins at line `from`, the last one, and the unit that holds it.
fn end(report: &Report, document: &Document, lines: &[(RawSpan, &str)], from: usize) -> Option<(usize, UnitId)> {
    let contract = &report.contract;
    let start = lines[from].0.start;
    let closes = |id: &UnitId| {
        matches!(contract.unit(*id).kind, UnitKind::SupplProvision | UnitKind::Signature | UnitKind::Annex)
    };
    let after = contract
        .ids()
        .filter(closes)
        .filter_map(|id| Some(report.text.hull(contract.unit(id).span)?.start))
        .filter(|at| *at > start)
        .min()
        .unwrap_or(document.raw.len());
    let (last, _) =
        lines.iter().rev().find(|(raw, line)| raw.start >= start && raw.end < after && !line.trim().is_empty())?;
    let unit = contract.unit_at(report.text.span_of(*last)?.start)?;
    Some((last.end, unit))
}

/// `caption` in the brackets of `model`.
fn bracketed(model: &str, caption: &str) -> String {
    let indent: String = model.chars().take_while(|sign| sign.is_whitespace()).collect();
    let model = model.trim();
    let open = model.chars().next().filter(|sign| "（(【〔".contains(*sign)).unwrap_or('（');
    let close = model.chars().next_back().filter(|sign| "）)】〕".contains(*sign)).unwrap_or('）');
    format!("{indent}{open}{caption}{close}")
}
