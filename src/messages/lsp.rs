//! What an editor shows of a draft.

use super::Lang;

/// `［一部充足］契約約款の整備と随時閲覧: …`
#[must_use]
pub fn diagnostic(verdict: &str, title: &str, why: &str, lang: Lang) -> String {
    let head = lang.of(format!("［{verdict}］{title}"), format!("[{verdict}] {title}"));
    if why.is_empty() { head } else { format!("{head}: {why}") }
}

/// Why the verdict should be read again.
#[must_use]
pub fn again(why: &str, lang: Lang) -> String {
    lang.of(format!("要確認: {why}"), format!("read again: {why}"))
}

/// That words speak for the clause.
#[must_use]
pub const fn provides(lang: Lang) -> &'static str {
    match lang {
        Lang::Ja => "定めあり",
        Lang::En => "provides",
    }
}

/// Whether an element is met.
#[must_use]
pub const fn met(met: bool) -> &'static str {
    if met { "✓" } else { "✗" }
}

/// That an answer could not be worked out.
#[must_use]
pub const fn crashed(lang: Lang) -> &'static str {
    match lang {
        Lang::Ja => "解析中に内部エラーが発生しました",
        Lang::En => "internal error",
    }
}

/// That a change is of a document that was not opened.
#[must_use]
pub fn not_open(uri: &str, lang: Lang) -> String {
    lang.of(format!("{uri} は開かれていません"), format!("{uri} is not open"))
}

/// An action that makes the draft provide a clause.
#[must_use]
pub fn mend(title: &str, lang: Lang) -> String {
    lang.of(format!("条項例で補う: {title}"), format!("Use the model wording: {title}"))
}

/// An action that does so for all clauses.
#[must_use]
pub const fn mend_all(lang: Lang) -> &'static str {
    match lang {
        Lang::Ja => "足りない条項をすべて条項例で補う",
        Lang::En => "Use the model wording for all clauses",
    }
}

/// That there is nothing to suggest for this text.
#[must_use]
pub const fn no_edit(lang: Lang) -> &'static str {
    match lang {
        Lang::Ja => "この文書に入れられる条項例がありません",
        Lang::En => "there is no wording that could be put into this text",
    }
}

/// That the text has changed since an action was offered.
#[must_use]
pub const fn changed_since(lang: Lang) -> &'static str {
    match lang {
        Lang::Ja => "文書がその後変更されています",
        Lang::En => "the text has changed since",
    }
}
