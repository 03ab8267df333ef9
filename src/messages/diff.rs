//! What `joko diff` says about two versions of a contract.

use super::Lang;
use crate::report::diff::{Change, Row, RowChange, Side};

/// The version before and the version after.
#[must_use]
pub const fn versions(lang: Lang) -> (&'static str, &'static str) {
    match lang {
        Lang::Ja => ("旧", "新"),
        Lang::En => ("old", "new"),
    }
}

/// How a verdict changed, in a word.
#[must_use]
pub fn change(change: Change, lang: Lang) -> &'static str {
    match change {
        Change::Worse => lang.of("悪化", "worse"),
        Change::Better => lang.of("改善", "better"),
        Change::Evidence => lang.of("根拠の変更", "other words"),
        Change::Same => lang.of("変化なし", "same"),
    }
}

/// The sign in front of it.
#[must_use]
pub const fn mark(change: Change) -> &'static str {
    match change {
        Change::Worse => "▼",
        Change::Better => "▲",
        Change::Evidence => "◇",
        Change::Same => "＝",
    }
}

/// What became of a unit: `変更`, `追加`, `移動・変更`, `番号のみ変更`.
#[must_use]
pub fn row(row: &Row, lang: Lang) -> String {
    let words = match row.change {
        RowChange::Same if row.moved => return lang.of("移動", "moved").to_owned(),
        RowChange::Same if row.is_renumbered() => lang.of("番号のみ変更", "renumbered"),
        RowChange::Same => lang.of("変更なし", "same"),
        RowChange::Changed if row.moved => lang.of("移動・変更", "moved, changed"),
        RowChange::Changed => lang.of("変更", "changed"),
        RowChange::Added => lang.of("追加", "added"),
        RowChange::Deleted => lang.of("削除", "deleted"),
    };
    words.to_owned()
}

/// A place with its page: `第3条第1項（2ページ）`.
#[must_use]
pub fn at(place: &str, page: Option<u32>, lang: Lang) -> String {
    match page {
        None => place.to_owned(),
        Some(page) => lang.of(format!("{place}（{page}ページ）"), format!("{place} (page {page})")),
    }
}

/// A unit's place with its page and, unless its words begin with it, the caption of its article: `第3条第2項（利用契約）`.
#[must_use]
pub fn side(side: &Side, lang: Lang) -> String {
    let place = match side.caption.as_deref().filter(|_| !side.opens) {
        None => side.place.clone(),
        Some(caption) => lang.of(format!("{}（{caption}）", side.place), format!("{} ({caption})", side.place)),
    };
    at(&place, side.page, lang)
}

/// The heading of the whole.
#[must_use]
pub const fn title(lang: Lang) -> &'static str {
    match lang {
        Lang::Ja => "新旧対照",
        Lang::En => "Comparison of two versions",
    }
}

/// The heading over the verdicts.
#[must_use]
pub const fn verdicts(lang: Lang) -> &'static str {
    match lang {
        Lang::Ja => "判定の変化",
        Lang::En => "Verdicts",
    }
}

/// The heading over the roles.
#[must_use]
pub const fn roles(lang: Lang) -> &'static str {
    match lang {
        Lang::Ja => "当事者の変化",
        Lang::En => "Parties",
    }
}

/// The heading over the texts.
#[must_use]
pub const fn texts(lang: Lang) -> &'static str {
    match lang {
        Lang::Ja => "新旧対照表",
        Lang::En => "Texts side by side",
    }
}

/// That no verdict changed.
#[must_use]
pub const fn no_change(lang: Lang) -> &'static str {
    match lang {
        Lang::Ja => "判定は変わっていません",
        Lang::En => "No verdict changed",
    }
}

/// That the texts are the same.
#[must_use]
pub const fn same_text(lang: Lang) -> &'static str {
    match lang {
        Lang::Ja => "文言に変更はありません",
        Lang::En => "The wording is the same",
    }
}

/// What has no words on one side.
#[must_use]
pub const fn nothing(change: RowChange, lang: Lang) -> &'static str {
    match (change, lang) {
        (RowChange::Added, Lang::Ja) => "（新設）",
        (RowChange::Added, Lang::En) => "(new)",
        (_, Lang::Ja) => "（削除）",
        (_, Lang::En) => "(deleted)",
    }
}

/// That a unit's words are the same as on the other side.
#[must_use]
pub const fn unchanged(lang: Lang) -> &'static str {
    match lang {
        Lang::Ja => "（文言は同じ）",
        Lang::En => "(same words)",
    }
}

/// That units between two others are left out because nothing changed: `（略）第5条〜第8条`.
#[must_use]
pub fn omitted(first: &str, last: &str, lang: Lang) -> String {
    let places = if first == last { first.to_owned() } else { format!("{first}{}{last}", lang.of("〜", "–")) };
    lang.of(format!("（略） {places}"), format!("(unchanged) {places}"))
}

/// How changed words are marked in text without colour.
#[must_use]
pub const fn legend(lang: Lang) -> &'static str {
    match lang {
        Lang::Ja => "《 》は旧だけにある語、【 】は新だけにある語",
        Lang::En => "《 》 words of the old version only, 【 】 words of the new version only",
    }
}

/// The same where words are struck out and underlined.
#[must_use]
pub const fn legend_marked(lang: Lang) -> (&'static str, &'static str) {
    match lang {
        Lang::Ja => ("旧だけにある語", "新だけにある語"),
        Lang::En => ("words of the old version only", "words of the new version only"),
    }
}

/// How many verdicts and units changed.
#[must_use]
pub fn summary(verdicts: [usize; 3], rows: [usize; 4], lang: Lang) -> String {
    let ([worse, better, evidence], [changed, added, deleted, moved]) = (verdicts, rows);
    lang.of(
        format!(
            "判定 悪化{worse}・改善{better}・根拠の変更{evidence}、条項 変更{changed}・追加{added}・削除{deleted}・移動{moved}"
        ),
        format!(
            "verdicts {worse} worse, {better} better, {evidence} on other words; units {changed} changed, {added} added, {deleted} deleted, {moved} moved"
        ),
    )
}

/// Headings of the columns of the verdicts' table.
#[must_use]
pub const fn columns(lang: Lang) -> [&'static str; 4] {
    match lang {
        Lang::Ja => ["変化", "条項", "旧", "新"],
        Lang::En => ["change", "clause", "old", "new"],
    }
}

/// That words speak against the clause or weaken it.
#[must_use]
pub const fn against(lang: Lang) -> &'static str {
    match lang {
        Lang::Ja => "反する定め",
        Lang::En => "against",
    }
}

/// The columns of the texts' table beside old and new.
#[must_use]
pub const fn kind(lang: Lang) -> &'static str {
    match lang {
        Lang::Ja => "区分",
        Lang::En => "kind",
    }
}

/// That a side has no page or characters that could be read, as `旧` or `新` says it.
#[must_use]
pub fn of_version(version: &str, note: &str, lang: Lang) -> String {
    lang.of(format!("{version}: {note}"), format!("{version}: {note}"))
}

/// What a disqualifier is: present or absent.
#[must_use]
pub fn presence(present: bool, lang: Lang) -> &'static str {
    if present { lang.of("該当", "present") } else { lang.of("非該当", "absent") }
}

/// That a file was judged again, and whether any verdict changed.
#[must_use]
pub fn saved(file: &str, same: bool, lang: Lang) -> String {
    if same {
        lang.of(format!("{file}: 判定は変わっていません"), format!("{file}: no verdict changed"))
    } else {
        lang.of(format!("{file}: 判定の変化"), format!("{file}: verdicts changed"))
    }
}

/// That the program goes on when a file is saved.
#[must_use]
pub const fn waiting(lang: Lang) -> &'static str {
    match lang {
        Lang::Ja => "保存を待っています（Ctrl-Cで終わります）",
        Lang::En => "waiting for changes (Ctrl-C ends it)",
    }
}

/// Why a file cannot be watched.
#[must_use]
pub fn unwatched(cause: &str, lang: Lang) -> String {
    lang.of(format!("変更を見張れません（{cause}）"), format!("cannot be watched ({cause})"))
}

/// That watching only shows text, and what can be done.
#[must_use]
pub const fn watch_shows(lang: Lang) -> (&'static str, &'static str) {
    match lang {
        Lang::Ja => ("--watch は画面への表示（--format text）だけで使えます", "-o と --format を外してください"),
        Lang::En => ("--watch only shows text on the screen (--format text)", "leave out -o and --format"),
    }
}

/// That standard input cannot be watched.
#[must_use]
pub const fn watch_stdin(lang: Lang) -> &'static str {
    match lang {
        Lang::Ja => "--watch では標準入力「-」を指定できません",
        Lang::En => "standard input “-” cannot be watched",
    }
}
