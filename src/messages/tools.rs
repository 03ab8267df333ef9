//! What the commands that look inside say: `explain`, `inspect`, `patterns`.

use super::Lang;

/// Of a clause whose patterns were not tried.
#[must_use]
pub fn not_tried(lang: Lang) -> &'static str {
    lang.of(
        "上位プロバイダーと事業者を判別できないため、パターンと照合していません。--role で指定できます。\n",
        "No patterns were tried, because upstream and operator cannot be told. Name them with --role.\n",
    )
}

/// Before a sentence.
#[must_use]
pub fn sentence(lang: Lang) -> &'static str {
    lang.of("文", "sentence")
}

/// Before its words.
#[must_use]
pub fn tokens(lang: Lang) -> &'static str {
    lang.of("語", "tokens")
}

/// Before who acts.
#[must_use]
pub fn subject(lang: Lang) -> &'static str {
    lang.of("主体", "subject")
}

/// Before what is done.
#[must_use]
pub fn predicate(lang: Lang) -> &'static str {
    lang.of("述語", "predicate")
}

/// Before a form of a pattern.
#[must_use]
pub fn form(lang: Lang) -> &'static str {
    lang.of("形", "form")
}

/// Before an element that nothing provides.
#[must_use]
pub fn not_found(lang: Lang) -> &'static str {
    lang.of("見つからないもの", "not found")
}

/// Where nothing comes near to it.
#[must_use]
pub fn nothing_near(lang: Lang) -> &'static str {
    lang.of("近い文はありません", "nothing comes near")
}

/// In the place of words that are not there.
#[must_use]
pub fn none(lang: Lang) -> &'static str {
    lang.of("なし", "none")
}

/// Before who is to act.
#[must_use]
pub fn acting(lang: Lang) -> &'static str {
    lang.of("主体", "subject ")
}

/// After a unit that is deleted.
#[must_use]
pub fn struck(lang: Lang) -> &'static str {
    lang.of("［削除］", " [struck]")
}

/// After a statement that is denied.
#[must_use]
pub fn negated(lang: Lang) -> &'static str {
    lang.of("否定", "negated")
}

/// Of a party whose role is not known.
#[must_use]
pub fn unknown_role(lang: Lang) -> &'static str {
    lang.of("役割不明", "unknown role")
}

/// Of an example as it is written.
#[must_use]
pub fn example(lang: Lang) -> &'static str {
    lang.of("例文", "example")
}

/// Above the column of examples.
#[must_use]
pub fn examples(lang: Lang) -> &'static str {
    lang.of("例文", "examples")
}

/// Above the column of what is derived from them.
#[must_use]
pub fn robustness(lang: Lang) -> &'static str {
    lang.of("変化への強さ", "robustness")
}

/// Before sums.
#[must_use]
pub fn total(lang: Lang) -> &'static str {
    lang.of("合計", "total")
}

/// What stands in brackets after something.
#[must_use]
pub fn in_brackets(what: &str, lang: Lang) -> String {
    lang.of(format!("（{what}）"), format!(" ({what})"))
}

/// What an example should have come to, and what it came to.
#[must_use]
pub fn expected(expected: &str, got: &str, lang: Lang) -> String {
    lang.of(format!("期待 {expected}、判定 {got}"), format!("expected {expected}, got {got}"))
}

/// Any verdict but this one.
#[must_use]
pub fn other_than(id: &str, lang: Lang) -> String {
    lang.of(format!("{id} 以外"), format!("not {id}"))
}

/// Of a model wording that does not do what it is for.
#[must_use]
pub fn idle(got: &str, lang: Lang) -> String {
    lang.of(
        format!("条項例がその要素を満たしません（判定 {got}）"),
        format!("the model wording does not provide its elements (got {got})"),
    )
}

/// Above the robustness of patterns.
#[must_use]
pub fn whole(whole: usize, count: usize, lang: Lang) -> String {
    lang.of(
        format!("パターンごとの変化への強さ: {count}件中{whole}件はすべて合格"),
        format!("Robustness of each pattern: {whole} of {count} pass everything"),
    )
}

/// How many pattern files were looked at, and what was found.
#[must_use]
pub fn looked_at(files: usize, faults: usize, warnings: usize, lang: Lang) -> String {
    lang.of(
        format!("{files}ファイル: エラー {faults}、注意 {warnings}"),
        format!("{files} files: {faults} errors, {warnings} warnings"),
    )
}
