//! Where wording belongs in a contract, and with what label and heading it stands there: as the next paragraph of the article that
//! deals with the matter, or as an article of its own, so that nothing else is numbered anew.

use std::sync::LazyLock;

use regex::Regex;

use super::number;
use crate::contract::{Contract, UnitId, UnitKind};
use crate::document::{Document, LineKind};
use crate::report::Report;
use crate::span::Span;

/// A stretch to be put in at a place of the raw text.
#[derive(Clone, Debug)]
pub(super) struct Insertion {
    /// Byte of the raw text, at the end of a line.
    pub at: usize,
    /// What is put in; line ends first where it begins a line.
    pub text: String,
    /// The section that it goes into or comes after.
    pub beside: UnitId,
    /// Whether it is an article of its own.
    pub article: bool,
}

/// What a contract without 条 calls its top numbers, and 条 elsewhere: the parts that deal with one matter each.
pub(super) fn sections(contract: &Contract) -> Vec<UnitId> {
    let main = |id: &UnitId| is_section(contract, *id) && in_body(contract, *id);
    contract.ids().filter(main).collect()
}

/// The section that holds `unit`.
pub(super) fn section_of(contract: &Contract, unit: UnitId) -> Option<UnitId> {
    crate::pattern::ancestors(contract, unit).find(|id| is_section(contract, *id)).filter(|id| in_body(contract, *id))
}

fn is_section(contract: &Contract, id: UnitId) -> bool {
    let unit = contract.unit(id);
    let inside = |kinds: &[UnitKind]| {
        crate::pattern::ancestors(contract, id).skip(1).any(|above| kinds.contains(&contract.unit(above).kind))
    };
    match unit.kind {
        UnitKind::Article => true,
        UnitKind::Paragraph => {
            let holds_article = contract
                .ids()
                .any(|other| contract.unit(other).parent == Some(id) && contract.unit(other).kind == UnitKind::Article);
            !inside(&[UnitKind::Article, UnitKind::Paragraph]) && !holds_article
        }
        _ => false,
    }
}

fn in_body(contract: &Contract, id: UnitId) -> bool {
    const APART: [UnitKind; 5] =
        [UnitKind::Annex, UnitKind::SupplProvision, UnitKind::Toc, UnitKind::Signature, UnitKind::Preamble];
    !contract.unit(id).struck
        && !crate::pattern::ancestors(contract, id).any(|above| APART.contains(&contract.unit(above).kind))
}

/// Headings of what commonly ends a contract.
const TAIL: [&str; 20] = [
    "秘密",
    "機密",
    "守秘",
    "個人情報",
    "賠償",
    "不可抗力",
    "反社会",
    "暴力団",
    "譲渡",
    "有効期間",
    "契約期間",
    "存続期間",
    "期間",
    "解除",
    "管轄",
    "協議",
    "準拠法",
    "雑則",
    "残存",
    "契約の終了",
];

/// The section after which an article on a matter that the contract does not deal with can stand: before what commonly ends a
/// contract.
pub(super) fn before_the_tail(report: &Report) -> Option<UnitId> {
    let sections = sections(&report.contract);
    let tail = sections.iter().position(|id| {
        report.contract.unit(*id).caption.is_some_and(|caption| {
            let caption = report.text.get(caption);
            TAIL.iter().any(|word| caption.contains(word))
        })
    });
    match tail {
        Some(at) if at > 1 => sections.get(at - 1).copied(),
        _ => sections.last().copied(),
    }
}

/// `body` as the next paragraph, or item, of `section`; as further sentences of it where it has neither.
pub(super) fn in_section(report: &Report, section: UnitId, body: &str) -> Option<Insertion> {
    let at = end_of(report, section)?;
    let label = next_label(report, section);
    let text = match label {
        Some(label) => format!("\n{label}{body}"),
        None => body.to_owned(),
    };
    Some(Insertion { at, text, beside: section, article: false })
}

/// `body` under `caption` as an article of its own, after `anchor` and the branches that it has; as the last number of a contract
/// without 条.
pub(super) fn of_its_own(report: &Report, anchor: UnitId, caption: &str, body: &str) -> Option<Insertion> {
    let labelled = header(report, anchor).is_some_and(|header| ARTICLE.is_match(&header.text));
    if report.contract.unit(anchor).kind == UnitKind::Article && labelled {
        after_article(report, anchor, caption, body)
    } else {
        as_last_number(report, anchor, caption, body).or_else(|| after_article(report, anchor, caption, body))
    }
}

static ARTICLE: LazyLock<Regex> = LazyLock::new(|| {
    const DIGITS: &str = "[0-9０-９〇一二三四五六七八九十百]+";
    Regex::new(&format!("(第?[ 　]*)({DIGITS})([ 　]*[条條])((?:の{DIGITS})*)")).expect("the expression is sound")
});

fn after_article(report: &Report, anchor: UnitId, caption: &str, body: &str) -> Option<Insertion> {
    let contract = &report.contract;
    let number = |id: UnitId| contract.unit(id).number.as_ref().map(|number| number.parts.clone());
    let first = *number(anchor)?.first()?;
    let scope = |id: UnitId| {
        crate::pattern::ancestors(contract, id).find(|above| contract.unit(*above).kind == UnitKind::Agreement)
    };
    let articles: Vec<UnitId> = sections(contract)
        .into_iter()
        .filter(|id| contract.unit(*id).kind == UnitKind::Article && scope(*id) == scope(anchor))
        .collect();
    let family = articles.iter().filter(|id| number(**id).is_some_and(|parts| parts.first() == Some(&first)));
    let last = *family.clone().next_back()?;
    let branch = family.filter_map(|id| number(*id)?.get(1).copied()).max();
    // The last article of a contract that changes another one is not that one's last.
    let ends = articles.last() == Some(&last) && branch.is_none() && !super::amend::amends(report);
    let model = model(report, &articles, last)?;
    let header = header(report, model)?;
    let found = ARTICLE.captures(&header.text)?;
    let (whole, digits) = (found.get(0)?, found.get(2)?);
    let written = |value: u32| number::like(digits.as_str(), 0, value);
    let label = if ends {
        format!("{}{}{}", &found[1], written(first + 1)?, &found[3])
    } else {
        format!("{}{}{}の{}", &found[1], written(first)?, &found[3], written(branch.map_or(2, |branch| branch + 1))?)
    };
    let mut text = header.text.clone();
    // An article that an amendment quotes opens with a quotation mark; what is put in closes none.
    let quote = text.find('「').filter(|at| text.get(..*at).is_some_and(|before| before.trim().is_empty()));
    // From the end, so that places before stay.
    let mut changes = vec![(whole.range(), label)];
    changes.extend(header.caption.clone().map(|place| (place, caption.to_owned())));
    changes.sort_by_key(|(place, _)| std::cmp::Reverse(place.start));
    for (place, with) in changes {
        text.replace_range(place, &with);
    }
    if let Some(at) = quote {
        text.replace_range(at..at + '「'.len_utf8(), "");
    }
    let at = end_of(report, last)?;
    let gap = if blank_before(
        &report.document,
        line_start(&report.document, report.text.hull(contract.unit(model).span)?.start),
    ) {
        "\n\n"
    } else {
        "\n"
    };
    Some(Insertion { at, text: format!("{gap}{text}{body}"), beside: last, article: true })
}

/// The article whose look a new one after `anchor` takes: the nearest with a heading, if articles have any, of one paragraph if
/// there is such.
fn model(report: &Report, articles: &[UnitId], anchor: UnitId) -> Option<UnitId> {
    let contract = &report.contract;
    let headed = |id: &UnitId| contract.unit(*id).caption.is_some();
    let plain = |id: &UnitId| {
        let simple = |header: Header| !header.numbered && !header.text.contains('「') && ARTICLE.is_match(&header.text);
        header(report, *id).is_some_and(simple)
    };
    let distance = |id: &UnitId| id.0.abs_diff(anchor.0);
    let most = articles.iter().filter(|id| headed(id)).count() * 2 > articles.len();
    let fits =
        |id: &&UnitId| headed(id) == most && header(report, **id).is_some_and(|header| ARTICLE.is_match(&header.text));
    let nearest = |good: &dyn Fn(&UnitId) -> bool| {
        articles.iter().filter(fits).filter(|id| good(id)).min_by_key(|id| distance(id)).copied()
    };
    nearest(&plain).or_else(|| nearest(&|_| true))
}

/// What stands before the words of a section: its label and heading, on one line or more.
struct Header {
    text: String,
    /// Where the heading stands in it.
    caption: Option<std::ops::Range<usize>>,
    /// Whether a label of the first paragraph stood in it, which is left out.
    numbered: bool,
}

fn header(report: &Report, section: UnitId) -> Option<Header> {
    let unit = report.contract.unit(section);
    let raw = &report.document.raw;
    let start = line_start(&report.document, report.text.hull(unit.span)?.start);
    let end = report.text.hull(first_body(report, section)?)?.start;
    let mut text = raw.get(start..end)?.to_owned();
    if text.chars().count() > 80 {
        return None;
    }
    let caption = unit.caption.and_then(|caption| {
        let hull = report.text.hull(caption)?;
        let (from, to) = (hull.start.checked_sub(start)?, hull.end.checked_sub(start)?);
        (to <= text.len()).then_some(from..to)
    });
    // A label of the first paragraph behind label and heading of the article is not part of the header.
    let own = ARTICLE.find(&text).map_or(0, |found| found.end()).max(caption.as_ref().map_or(0, |place| place.end));
    let tail = text.get(own..)?;
    let label = number::numerals(tail).first().map(|(place, _)| place.start);
    if let Some(label) = label {
        let kept: String = tail.get(..label)?.trim_end_matches(['(', '（']).to_owned();
        // The space before the label, or the indentation of its line; a space between heading and words where it was all there is.
        let kept = if kept.is_empty() { "　".to_owned() } else { kept };
        text = text.get(..own)?.to_owned() + &kept;
    }
    Some(Header { text, caption, numbered: label.is_some() })
}

/// A section at the end of a contract whose sections are just numbered.
fn as_last_number(report: &Report, anchor: UnitId, caption: &str, body: &str) -> Option<Insertion> {
    let contract = &report.contract;
    let (kind, parent) = (contract.unit(anchor).kind, contract.unit(anchor).parent);
    let alike = |id: &UnitId| contract.unit(*id).kind == kind && contract.unit(*id).parent == parent;
    let last = sections(contract).into_iter().rfind(alike)?;
    let unit = contract.unit(last);
    let raw = &report.document.raw;
    let start = line_start(&report.document, report.text.hull(unit.span)?.start);
    let end = report.text.hull(first_body(report, last)?)?.start;
    let header = raw.get(start..end)?;
    let place = unit.caption.and_then(|caption| {
        let hull = report.text.hull(caption)?;
        Some((hull.start.checked_sub(start)?, hull.end.checked_sub(start)?))
    });
    let (before, tail, heading) = match place {
        Some((from, to)) => (header.get(..from)?, header.get(to..)?, caption),
        None => (header, "", ""),
    };
    let (before, number) = match number::next(before) {
        Some(label) => (label, number::numerals(before).last()?.1 + 1),
        // （見出し）１　: the number stands behind the heading.
        None => (before.to_owned(), number::numerals(tail).first()?.1),
    };
    let mut tail = tail.to_owned();
    let labels = number::numerals(&tail);
    if let Some((first, worth)) = labels.first().cloned() {
        if labels.len() > 1 {
            tail = number::with_last(&tail, 1)?;
        }
        let new = if labels.len() > 1 { number } else { 1 };
        let new = if before.chars().any(|c| number::numerals(&c.to_string()).len() == 1) { new } else { number + 1 };
        let written = number::like(tail.get(first.clone())?, worth, new)?;
        tail.replace_range(first, &written);
    }
    let gap = if blank_before(&report.document, start) { "\n\n" } else { "\n" };
    let at = end_of(report, last)?;
    Some(Insertion { at, text: format!("{gap}{before}{heading}{tail}{body}"), beside: last, article: true })
}

/// The first words of a unit that are no label and no heading.
fn first_body(report: &Report, unit: UnitId) -> Option<Span> {
    let contract = &report.contract;
    let span = contract.unit(unit).span;
    let inside = contract.ids().skip(unit.0 as usize).take_while(|id| contract.unit(*id).span.start < span.end);
    inside.filter_map(|id| contract.unit(id).body.first().copied()).find(|body| !body.is_empty())
}

/// The label that the next paragraph or item of `section` bears, with the space around it; `None` where those have none.
fn next_label(report: &Report, section: UnitId) -> Option<String> {
    let contract = &report.contract;
    let rungs = rungs(report, section);
    if let Some(label) = rungs.last().and_then(|last| label(report, *last)) {
        return number::next(&label);
    }
    if contract.unit(section).kind != UnitKind::Article {
        return None;
    }
    let others = sections(contract).into_iter().filter(|id| contract.unit(*id).kind == UnitKind::Article);
    let second = others.filter_map(|id| label(report, *self::rungs(report, id).get(1)?)).next();
    second.and_then(|label| number::with_last(&label, 2)).or_else(|| Some(default_label(report, section)))
}

/// ２　, in digits as wide as those of the articles.
fn default_label(report: &Report, section: UnitId) -> String {
    let wide = header(report, section).is_none_or(|header| !header.text.contains(|c: char| c.is_ascii_digit()));
    if wide { "２　".to_owned() } else { "2　".to_owned() }
}

/// The paragraphs of a section; its items where those stand in the place of paragraphs.
fn rungs(report: &Report, section: UnitId) -> Vec<UnitId> {
    let contract = &report.contract;
    let below = |id: UnitId, kind: UnitKind| -> Vec<UnitId> {
        contract
            .ids()
            .filter(|other| contract.unit(*other).parent == Some(id) && contract.unit(*other).kind == kind)
            .collect()
    };
    if contract.unit(section).kind == UnitKind::Paragraph {
        return if says_something(report, section) { Vec::new() } else { below(section, UnitKind::Item) };
    }
    let paragraphs = below(section, UnitKind::Paragraph);
    match paragraphs.as_slice() {
        [only] if !says_something(report, *only) && label(report, *only).is_none() => below(*only, UnitKind::Item),
        _ => paragraphs,
    }
}

/// Whether a unit has words of its own.
fn says_something(report: &Report, unit: UnitId) -> bool {
    report.contract.unit(unit).body.iter().any(|body| !report.text.get(*body).trim().is_empty())
}

/// What stands before the words of `unit` on their line, if it is a label; not the number of an article.
fn label(report: &Report, unit: UnitId) -> Option<String> {
    let body = first_body(report, unit)?;
    let end = report.text.hull(body)?.start;
    let start = line_start(&report.document, end);
    let label = report.document.raw.get(start..end)?;
    let short = label.chars().count() <= 12 && !label.contains(['条', '條']);
    (short && !number::numerals(label).is_empty()).then(|| label.to_owned())
}

/// The end of the last line of `unit`.
pub(super) fn end_of(report: &Report, unit: UnitId) -> Option<usize> {
    let words = report.text.get(report.contract.unit(unit).span);
    let start = report.contract.unit(unit).span.start;
    let last = words.trim_end().char_indices().next_back()?;
    let span = Span::new(start + last.0, start + last.0 + last.1.len_utf8());
    let raw = report.text.hull(span)?.end;
    let line = report.document.lines.iter().find(|line| line.raw.start <= raw && raw <= line.raw.end)?;
    Some(line.raw.end)
}

/// Where the line with the byte `at` begins.
pub(super) fn line_start(document: &Document, at: usize) -> usize {
    let line = document.lines.iter().rev().find(|line| line.raw.start <= at);
    line.map_or(0, |line| line.raw.start)
}

/// Whether a blank line stands before the line that begins at `start`.
fn blank_before(document: &Document, start: usize) -> bool {
    let before = document.lines.iter().rfind(|line| line.kind == LineKind::Body && line.raw.start < start);
    before
        .is_some_and(|line| document.raw.get(line.raw.start..line.raw.end).is_some_and(|words| words.trim().is_empty()))
}

/// Whether a unit of which nothing is left can go with its number: it is one of several and not the first on its article's line, and
/// nothing cites it from a place that `stays`.
pub(super) fn can_go(report: &Report, unit: UnitId, stays: &dyn Fn(usize) -> bool) -> bool {
    let contract = &report.contract;
    let own = contract.unit(unit);
    let cited =
        contract.references.iter().any(|reference| reference.targets.contains(&unit) && stays(reference.span.start));
    let siblings = siblings(contract, unit);
    let inner = matches!(own.kind, UnitKind::Paragraph | UnitKind::Item | UnitKind::Subitem);
    // A number on the line of the article's own stays with it.
    let alone = place_of_line(report, unit).is_some_and(|line| !line.contains(['条', '條']));
    inner && !cited && siblings.len() > 1 && siblings.first() != Some(&unit) && alone && own.parent.is_some()
}

/// The units after `unit` under the same parent.
pub(super) fn later_siblings(report: &Report, unit: UnitId) -> Vec<UnitId> {
    siblings(&report.contract, unit).into_iter().filter(|other| *other > unit).collect()
}

fn siblings(contract: &Contract, unit: UnitId) -> Vec<UnitId> {
    let own = contract.unit(unit);
    let alike = |id: &UnitId| contract.unit(*id).parent == own.parent && contract.unit(*id).kind == own.kind;
    contract.ids().filter(alike).collect()
}

/// What stands before the words of `unit` on their line.
fn place_of_line(report: &Report, unit: UnitId) -> Option<&str> {
    let end = report.text.hull(first_body(report, unit)?)?.start;
    report.document.raw.get(line_start(&report.document, end)..end)
}

/// `body` on a line of its own at the end of the contract proper: where no sections were made out.
pub(super) fn at_the_end(report: &Report, body: &str) -> Option<Insertion> {
    let contract = &report.contract;
    let apart = [UnitKind::Annex, UnitKind::SupplProvision, UnitKind::Toc, UnitKind::Signature];
    let proper =
        |id: &UnitId| !crate::pattern::ancestors(contract, *id).any(|above| apart.contains(&contract.unit(above).kind));
    let last = contract.ids().filter(proper).last()?;
    Some(Insertion { at: end_of(report, last)?, text: format!("\n{body}"), beside: last, article: false })
}
