//! What `joko corpus` says: figures, tables and changes. Each wording is documented by its English.

use super::Lang;

/// “blind, wrong verdicts”.
#[must_use]
pub fn blind_wrong(lang: Lang) -> &'static str {
    lang.of("評価用（blind）の誤り:", "blind, wrong verdicts:")
}

/// “unreadable”.
#[must_use]
pub fn unread_documents(lang: Lang) -> &'static str {
    lang.of("読めない文書:", "unreadable:")
}

/// “worse”.
#[must_use]
pub fn worse(lang: Lang) -> &'static str {
    lang.of("悪化", "worse")
}

/// “better”.
#[must_use]
pub fn better(lang: Lang) -> &'static str {
    lang.of("改善", "better")
}

/// “changed”.
#[must_use]
pub fn changed(lang: Lang) -> &'static str {
    lang.of("変化", "changed")
}

/// “seen”.
#[must_use]
pub fn seen(lang: Lang) -> &'static str {
    lang.of("開発用 seen", "seen")
}

/// “blind”.
#[must_use]
pub fn blind(lang: Lang) -> &'static str {
    lang.of("評価用 blind", "blind")
}

/// “verdicts right”.
#[must_use]
pub fn verdicts_right(lang: Lang) -> &'static str {
    lang.of("判定の一致", "verdicts right")
}

/// “false found (of all not found)”.
#[must_use]
pub fn false_found(lang: Lang) -> &'static str {
    lang.of("誤った充足（充足でないもののうち）", "false found (of all not found)")
}

/// “contradicted: recall”.
#[must_use]
pub fn contradicted_recall(lang: Lang) -> &'static str {
    lang.of("抵触の再現率", "contradicted: recall")
}

/// “evidence: main place exact”.
#[must_use]
pub fn main_place_exact(lang: Lang) -> &'static str {
    lang.of("根拠: 主たる箇所が正解", "evidence: main place exact")
}

/// “evidence: gold places named”.
#[must_use]
pub fn gold_places_named(lang: Lang) -> &'static str {
    lang.of("根拠: 正解の箇所を挙げた割合", "evidence: gold places named")
}

/// “evidence: named places right”.
#[must_use]
pub fn named_places_right(lang: Lang) -> &'static str {
    lang.of("根拠: 挙げた箇所が正解の割合", "evidence: named places right")
}

/// “evidence: gold words touched”.
#[must_use]
pub fn gold_words_touched(lang: Lang) -> &'static str {
    lang.of("根拠: 正解の文言に触れた割合", "evidence: gold words touched")
}

/// “roles right”.
#[must_use]
pub fn roles_right(lang: Lang) -> &'static str {
    lang.of("役割の一致", "roles right")
}

/// “agency-sales right”.
#[must_use]
pub fn agency_right(lang: Lang) -> &'static str {
    lang.of("販売委託の一致", "agency-sales right")
}

/// “verdicts marked to be read again”.
#[must_use]
pub fn verdicts_marked(lang: Lang) -> &'static str {
    lang.of("要確認の印が付いた判定", "verdicts marked to be read again")
}

/// “wrong verdicts that are marked”.
#[must_use]
pub fn wrong_marked(lang: Lang) -> &'static str {
    lang.of("誤った判定のうち印が付いたもの", "wrong verdicts that are marked")
}

/// “unrelated documents: not missing”.
#[must_use]
pub fn unrelated_not_missing(lang: Lang) -> &'static str {
    lang.of("無関係な文書での欠落以外の判定", "unrelated documents: not missing")
}

/// “right”.
#[must_use]
pub fn right(lang: Lang) -> &'static str {
    lang.of("一致", "right")
}

/// “main place”.
#[must_use]
pub fn main_place(lang: Lang) -> &'static str {
    lang.of("主たる箇所", "main place")
}

/// “by clause (F1)”.
#[must_use]
pub fn by_clause(lang: Lang) -> &'static str {
    lang.of("条項ごと（F1）", "by clause (F1)")
}

/// “precision”.
#[must_use]
pub fn precision(lang: Lang) -> &'static str {
    lang.of("適合率", "precision")
}

/// “recall”.
#[must_use]
pub fn recall(lang: Lang) -> &'static str {
    lang.of("再現率", "recall")
}

/// “by verdict”.
#[must_use]
pub fn by_verdict(lang: Lang) -> &'static str {
    lang.of("判定ごと", "by verdict")
}

/// “confusion (rows gold, columns joko)”.
#[must_use]
pub fn confusion(lang: Lang) -> &'static str {
    lang.of("混同行列（行が正解、列がjoko）", "confusion (rows gold, columns joko)")
}

/// “form”.
#[must_use]
pub fn form(lang: Lang) -> &'static str {
    lang.of("形式", "form")
}

/// “files”.
#[must_use]
pub fn files(lang: Lang) -> &'static str {
    lang.of("件数", "files")
}

/// “verdicts”.
#[must_use]
pub fn verdicts(lang: Lang) -> &'static str {
    lang.of("判定", "verdicts")
}

/// “main places”.
#[must_use]
pub fn main_places(lang: Lang) -> &'static str {
    lang.of("主たる箇所", "main places")
}

/// “roles”.
#[must_use]
pub fn roles(lang: Lang) -> &'static str {
    lang.of("役割", "roles")
}

/// “characters”.
#[must_use]
pub fn characters(lang: Lang) -> &'static str {
    lang.of("文字", "characters")
}

/// “unreadable”.
#[must_use]
pub fn unreadable(lang: Lang) -> &'static str {
    lang.of("読めない", "unreadable")
}

/// “other forms (the same as from the text)”.
#[must_use]
pub fn other_forms(lang: Lang) -> &'static str {
    lang.of("他の形式（本文のテキストと同じになった割合）", "other forms (the same as from the text)")
}

/// “differs by form”.
#[must_use]
pub fn differs_by_form(lang: Lang) -> &'static str {
    lang.of("形式による違い:", "differs by form:")
}

/// “blind, differing by form”.
#[must_use]
pub fn blind_by_form(lang: Lang) -> &'static str {
    lang.of("評価用（blind）の形式による違い:", "blind, differing by form:")
}

/// “since the baseline”.
#[must_use]
pub fn since_the_baseline(lang: Lang) -> &'static str {
    lang.of("前回から", "since the baseline")
}

/// How many verdicts changed, and how.
#[must_use]
pub fn changes(worse: usize, better: usize, different: usize, new: usize, lang: Lang) -> String {
    lang.of(
        format!("悪化 {worse}、改善 {better}、その他の変化 {different}、新規 {new}"),
        format!("{worse} worse, {better} better, {different} different, {new} new"),
    )
}

/// The same of blind cases alone.
#[must_use]
pub fn of_these_blind(worse: usize, better: usize, different: usize, lang: Lang) -> String {
    lang.of(
        format!("（うち評価用は悪化 {worse}、改善 {better}、その他 {different}）"),
        format!(" (of these blind: {worse} worse, {better} better, {different} different)"),
    )
}

/// How many documents a part of the corpus has.
#[must_use]
pub fn size(contracts: usize, unrelated: usize, lang: Lang) -> String {
    lang.of(
        format!("契約{contracts}件、無関係{unrelated}件"),
        format!("{contracts} contracts, {unrelated} unrelated documents"),
    )
}
