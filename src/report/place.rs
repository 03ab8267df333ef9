//! Places and remarks beside quotes, in words.

use super::Report;
use super::reason::review;
use crate::messages::{self, Lang};
use crate::rulebook::Clause;
use crate::verdict::{Evidence, Judgment, Verdict};

/// `第3条第1項（2ページ、表示は「i」）`: place, page and the number printed on it, or a Word document's paragraph.
pub(super) fn place(report: &Report, evidence: &Evidence, lang: Lang) -> String {
    let place = report.contract.place(evidence.unit);
    let page = report.page(evidence).map(|page| messages::sheet::page(page, report.page_label(evidence), lang));
    let place_on = page.or_else(|| report.paragraph(evidence).map(|number| messages::sheet::paragraph(number, lang)));
    place_on.map_or(place.clone(), |on| place + &messages::sheet::in_brackets(&on, lang))
}

/// What a reader must know about a quote that does not simply provide: that it opposes, or what makes it weak.
pub(super) fn remark(evidence: &Evidence, lang: Lang) -> Option<&'static str> {
    let weakness = evidence.weakness.map(|weakness| messages::weakness_word(weakness, lang));
    weakness.or_else(|| (!evidence.supports).then(|| messages::sheet::sheet(lang).against))
}

/// The verdict that `evidence` alone speaks for under `judgment`: what goes against a clause is marked so, whatever the others say.
pub(super) fn look(judgment: &Judgment, evidence: &Evidence) -> Verdict {
    match (evidence.supports, evidence.weakness, judgment.verdict) {
        (false, None, _) => Verdict::Contradicted,
        (_, Some(_), Verdict::Found) => Verdict::Partial,
        (true, _, Verdict::Contradicted) => Verdict::Found,
        (_, _, verdict) => verdict,
    }
}

/// What a reader of `judgment` should go to after the reason, one a line: the places and quotes of the deciding evidence (`第3条（2ページ）
/// 「…」`), what a clause that is missing would have to say, and what to read again.
pub(super) fn details(report: &Report, clauses: &[Clause], judgment: &Judgment, lang: Lang) -> Vec<String> {
    let quotes = judgment.deciding().map(|evidence| quote(report, evidence, lang));
    let words = messages::sheet::sheet(lang);
    let elements = clauses[judgment.clause].elements.iter().map(|id| messages::element(id, lang)).collect::<Vec<_>>();
    let needed = (judgment.verdict == Verdict::Missing)
        .then(|| messages::sheet::field(words.needed, &lang.list(&elements), lang));
    let again = review(report, judgment, lang).map(|why| messages::sheet::field(words.review, &why, lang));
    quotes.chain(needed).chain(again).collect()
}

/// The place of `evidence` and its words.
pub(super) fn quote(report: &Report, evidence: &Evidence, lang: Lang) -> String {
    let words = report.text.get(evidence.span).replace('\n', " ");
    let place = place(report, evidence, lang);
    messages::report::quote(&place, &words, lang)
}
