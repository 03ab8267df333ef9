//! Sentences that say why a clause came to its verdict, and warnings beside the verdicts.

use super::Lang;

/// What a contract without any provision would have to say.
#[must_use]
pub fn needed(elements: &str, lang: Lang) -> String {
    lang.of(format!("規定が見当たらない。必要な内容: {elements}"), format!("No provision. Needed: {elements}"))
}

/// Of roles that may be the other way round.
#[must_use]
pub fn unsure_roles(lang: Lang) -> &'static str {
    lang.of(
        "上位プロバイダーと事業者の別が確かでありません。--role で指定できます",
        "Who is upstream and who is operator is not certain; --role can say it",
    )
}

/// Of numbers that skip before a place.
#[must_use]
pub fn skip(place: &str, expected: &str, lang: Lang) -> String {
    lang.of(
        format!("{place}の前で番号が飛んでいます（{expected}がありません）"),
        format!("The numbering skips before {place}: {expected} is not there"),
    )
}

/// Of glyphs of a page that stand for no known character.
#[must_use]
pub fn unknown_glyphs(count: usize, lang: Lang) -> String {
    lang.of(
        format!("どの文字か分からない字が{count}字あります。--ocr always で字の形から読み取れることがあります"),
        format!("{count} glyphs map to no character; --ocr always may read them by their shape"),
    )
}

/// Of characters of a text that could not be read.
#[must_use]
pub fn unread_characters(count: usize, lang: Lang) -> String {
    lang.of(
        format!("読み取れない文字が{count}字あります。ファイルが壊れていないか、途中で切れていないか確かめてください"),
        format!("{count} characters could not be read: the file may be damaged or cut"),
    )
}

/// Of an annex that is cited and not there.
#[must_use]
pub fn dangling(place: &str, cited: &str, lang: Lang) -> String {
    lang.of(
        format!("{place}が引用する「{cited}」が文書に見当たりません"),
        format!("{place} cites {cited}, which the document does not hold"),
    )
}

/// What a verdict leans on, and where.
#[must_use]
pub fn lean_at(place: &str, lean: &str, lang: Lang) -> String {
    lang.of(format!("{place}に{lean}"), format!("{place}: {lean}"))
}

/// That a clause of which the catalogue knows no more than its title is provided.
#[must_use]
pub fn provided(title: &str, lang: Lang) -> String {
    lang.of(format!("{title}についての規定がある"), format!("{title} is provided"))
}

/// The same of one that is contradicted.
#[must_use]
pub fn opposed(title: &str, lang: Lang) -> String {
    lang.of(format!("{title}に反する規定がある"), format!("{title} is contradicted"))
}

/// A role that nobody is known to play.
#[must_use]
pub fn unnamed(role: &str, lang: Lang) -> String {
    lang.of(role.to_owned(), format!("the {role}"))
}

/// A party with its role.
#[must_use]
pub fn player(name: &str, role: &str, lang: Lang) -> String {
    lang.of(format!("{name}（{role}）"), format!("{name} ({role})"))
}

/// Of a clause that is provided weakly, and not in full.
#[must_use]
pub fn weak_and_absent(weak: &str, absent: &str, lang: Lang) -> String {
    lang.of(format!("{weak}（ほかに、{absent}）"), format!("{weak}; besides, {absent}"))
}

/// Of a clause that is provided in part.
#[must_use]
pub fn in_part(lang: Lang) -> &'static str {
    lang.of("一部の定めにとどまる", "provided in part only")
}

/// Of a clause some elements of which are provided.
#[must_use]
pub fn provided_but(met: &str, lacking: &str, lang: Lang) -> String {
    lang.of(
        format!("{met}の定めはあるが、{lacking}についての規定が見当たらない"),
        format!("the contract provides {met}, but not {lacking}"),
    )
}

/// Of a provision that is weak.
#[must_use]
pub fn weak(subject: &str, weakness: &str, lang: Lang) -> String {
    lang.of(format!("{subject}の定めが{weakness}"), format!("the provision for {subject} {weakness}"))
}

/// Of what nothing provides.
#[must_use]
pub fn absent(what: &str, lang: Lang) -> String {
    lang.of(format!("{what}についての規定が見当たらない"), format!("no provision for {what}"))
}

/// Of a contract some characters of which could not be read.
#[must_use]
pub fn unread_words(absent: &str, lang: Lang) -> String {
    lang.of(
        format!("読み取れない文字があり、読み取れた部分には{absent}"),
        format!("some characters could not be read, and the rest has {absent}"),
    )
}

/// Of a contract some pages of which could not be read.
#[must_use]
pub fn unread_pages(pages: &str, absent: &str, lang: Lang) -> String {
    lang.of(
        format!("{pages}を読み取れず、読み取れた部分には{absent}"),
        format!("{pages} could not be read, and the rest has {absent}"),
    )
}
