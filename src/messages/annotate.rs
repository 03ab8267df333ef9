//! What notes in an annotated document say, and why a document cannot be annotated.

use super::{Lang, kind, weakness};
use crate::report::annotate::{AnnotateError, Fault};
use crate::verdict::{Verdict, Weakness};

/// The elements that the words bear on.
#[must_use]
pub fn mark_elements(elements: &[String], lang: Lang) -> String {
    let list = lang.list(elements);
    lang.of(format!("要素: {list}"), format!("Elements: {list}"))
}

/// Where the words stand.
#[must_use]
pub fn mark_place(place: &str, page: Option<u32>, lang: Lang) -> String {
    match page {
        Some(page) => lang.of(format!("箇所: {place}（{page}ページ）"), format!("Place: {place} (page {page})")),
        None => lang.of(format!("箇所: {place}"), format!("Place: {place}")),
    }
}

/// Why the clause came to its verdict.
#[must_use]
pub fn mark_reason(reason: &str, lang: Lang) -> String {
    lang.of(format!("理由: {reason}"), format!("Reason: {reason}"))
}

/// Why the words should be read again.
#[must_use]
pub fn mark_review(why: &str, lang: Lang) -> String {
    lang.of(format!("要確認: {why}"), format!("Read again: {why}"))
}

/// What makes the marked words weak.
#[must_use]
pub fn mark_weak(why: Weakness, lang: Lang) -> String {
    let words = weakness(why, lang);
    lang.of(format!("この箇所: {words}"), format!("These words: the provision {words}"))
}

/// That the marked words contradict the clause, or weaken it.
#[must_use]
pub fn mark_against(verdict: Verdict, lang: Lang) -> &'static str {
    match verdict {
        Verdict::Contradicted => lang.of("この箇所: 要件に反する定め", "These words: contradict the clause"),
        _ => lang.of("この箇所: 要件を弱める定め", "These words: weaken the clause"),
    }
}

/// The other marks on the same words, by their first lines.
#[must_use]
pub fn mark_others(headings: &[String], lang: Lang) -> String {
    let list = headings.join(lang.of("、", ", "));
    lang.of(format!("同じ箇所のほかの判定: {list}"), format!("Also on these words: {list}"))
}

/// A place in the list of bookmarks.
#[must_use]
pub fn mark_bookmark(place: &str, page: Option<u32>, quote: &str, lang: Lang) -> String {
    match page {
        Some(page) => lang.of(format!("{place}（{page}ページ）「{quote}」"), format!("{place} (page {page}): {quote}")),
        None => lang.of(format!("{place}「{quote}」"), format!("{place}: {quote}")),
    }
}

/// What the contract came to, with how many clauses came to each verdict.
#[must_use]
pub fn mark_outcome(passes: bool, counts: &str, lang: Lang) -> String {
    let word = super::report::outcome(passes, lang);
    lang.of(format!("joko: {word}（{counts}）"), format!("joko: {word} ({counts})"))
}

/// What the attached report is.
#[must_use]
pub fn mark_attachment(lang: Lang) -> &'static str {
    lang.of("jokoの判定報告", "report of joko")
}

/// Why a PDF that can be read cannot be added to.
#[must_use]
pub fn pdf_fault(fault: Fault, lang: Lang) -> &'static str {
    match fault {
        Fault::References => lang.of("相互参照表が壊れている", "its cross-reference table is damaged"),
        Fault::Pages => lang.of("ページ又はしおりの構成が壊れている", "its pages or bookmarks are damaged"),
        Fault::Result => lang.of("書き足した結果を読み直せない", "what was added could not be read again"),
    }
}

/// Why the disqualifier with this id holds.
#[must_use]
pub fn mark_disqualified(id: &str, lang: Lang) -> &'static str {
    match id {
        "agency-sales" => lang.of(
            "事業者が代理・取次・媒介・紹介をするにとどまる旨の規定があり、失格事由に当たる。",
            "The operator only acts as agent, intermediary or introducer, which disqualifies the contract.",
        ),
        _ => lang.of("失格事由に当たる規定がある。", "The provision disqualifies the contract."),
    }
}

/// That a disqualifier holds.
#[must_use]
pub fn present(lang: Lang) -> &'static str {
    lang.of("該当", "present")
}

/// Why a document cannot be annotated.
#[must_use]
pub fn annotate_error(error: &AnnotateError, lang: Lang) -> String {
    match error {
        AnnotateError::Kind(found) => {
            let found = kind(*found, lang);
            lang.of(
                format!("{found}には注釈を付けられません（付けられるのはPDFとWordの.docx）"),
                format!("{found} cannot be annotated: only PDF and Word documents (.docx) can"),
            )
        }
        AnnotateError::Encrypted => lang.of(
            "暗号化されたPDFには注釈を付けられません（付けると保護が失われます）".into(),
            "an encrypted PDF cannot be annotated: its protection would be lost".into(),
        ),
        AnnotateError::Certified => lang.of(
            "注釈の追加を認めない電子署名（証明）が付いたPDFです。書き足すと署名が無効になります".into(),
            "the PDF is certified by a signature that allows no annotations: adding any would void it".into(),
        ),
        AnnotateError::Signed => lang.of(
            "電子署名の付いたWordの文書です。注釈を付けると署名が無効になります".into(),
            "the Word document is signed: annotating would void the signature".into(),
        ),
        AnnotateError::Broken(why) => lang.of(
            format!("読めますが、構造が壊れているため書き足せません（{why}）"),
            format!("can be read, but is too broken to be added to ({why})"),
        ),
        AnnotateError::TooLarge => lang.of("大きすぎるため注釈を付けられません".into(), "too large to annotate".into()),
    }
}

/// What can be done about it.
#[must_use]
pub fn annotate_hint(error: &AnnotateError, lang: Lang) -> &'static str {
    match error {
        AnnotateError::Kind(_) => lang.of(
            "PDFで保存し直すか、joko check で報告を見てください",
            "save it as a PDF, or see the report of joko check",
        ),
        AnnotateError::Encrypted => {
            lang.of("保護を外して保存した写しを指定してください", "annotate a copy saved without protection")
        }
        AnnotateError::Certified => {
            lang.of("「PDFとして印刷」で作った写しを指定してください", "annotate a copy printed to a new PDF")
        }
        AnnotateError::Signed => {
            lang.of("署名を外して保存した写しを指定してください", "annotate a copy saved without the signature")
        }
        AnnotateError::Broken(_) | AnnotateError::TooLarge => lang.of(
            "PDF閲覧ソフトで開き、「PDFとして印刷」で作った写しを指定してください",
            "open it in a viewer and annotate a copy printed to a new PDF",
        ),
    }
}
