//! What the report says beside verdicts and reasons.

use super::Lang;

/// How many of all files satisfy the criteria.
#[must_use]
pub fn total(passed: usize, all: usize, lang: Lang) -> String {
    lang.of(format!("{all}件中{passed}件が適合"), format!("{passed} of {all} pass"))
}

/// In the place of a title.
#[must_use]
pub fn untitled(lang: Lang) -> &'static str {
    lang.of("（表題なし）", "(untitled)")
}

/// A file with its format and, where it has any, its pages.
#[must_use]
pub fn file(name: &str, kind: &str, pages: Option<usize>, lang: Lang) -> String {
    match pages {
        Some(pages) => lang.of(format!("{name}（{kind}、全{pages}ページ）"), format!("{name} ({kind}, {pages} pages)")),
        None => lang.of(format!("{name}（{kind}）"), format!("{name} ({kind})")),
    }
}

/// Of a role that nobody plays.
#[must_use]
pub fn nobody(lang: Lang) -> &'static str {
    lang.of("特定できません", "not identified")
}

/// By which words a party's role is known.
#[must_use]
pub fn because(place: &str, words: &str, lang: Lang) -> String {
    lang.of(format!("根拠: {place}「{words}」"), format!("by {place} “{words}”"))
}

/// A place with its page, counted from 1.
#[must_use]
pub fn on_page(place: &str, page: u32, lang: Lang) -> String {
    lang.of(format!("{place}（p.{page}）"), format!("{place} (p. {page})"))
}

/// That there are so many places more.
#[must_use]
pub fn more_places(count: usize, lang: Lang) -> String {
    lang.of(format!("ほか{count}か所"), format!("and {count} more"))
}

/// Why a person should read the places again.
#[must_use]
pub fn read_again(why: &str, lang: Lang) -> String {
    lang.of(format!("要確認: {why}"), format!("read again: {why}"))
}

/// Where words come near to what is missing, and what they lack.
#[must_use]
pub fn nearest(place: &str, lacks: &[String], lang: Lang) -> String {
    if lacks.is_empty() {
        return lang.of(format!("近い記述: {place}"), format!("nearest: {place}"));
    }
    lang.of(
        format!("近い記述: {place}（ないもの: {}）", lacks.join("、")),
        format!("nearest: {place} (lacks {})", lacks.join(", ")),
    )
}

/// Which pages could not be read, and why.
#[must_use]
pub fn unread_pages(pages: &str, why: &str, lang: Lang) -> String {
    lang.of(format!("{pages}を読み取れません（{why}）"), format!("{pages} could not be read ({why})"))
}

/// Before something that the reader should know.
#[must_use]
pub fn note(lang: Lang) -> &'static str {
    lang.of("注意", "note")
}

/// Before what a contract comes to.
#[must_use]
pub fn result(lang: Lang) -> &'static str {
    lang.of("判定", "result")
}

/// Whether a contract passes.
#[must_use]
pub fn outcome(passes: bool, lang: Lang) -> &'static str {
    if passes { lang.of("適合", "pass") } else { lang.of("不適合", "fail") }
}

/// Whether a disqualifier holds.
#[must_use]
pub fn presence(present: bool, lang: Lang) -> &'static str {
    if present { lang.of("該当", "present") } else { lang.of("非該当", "absent") }
}

/// A remark after quoted words.
#[must_use]
pub fn bracketed(remark: &str, lang: Lang) -> String {
    lang.of(format!("［{remark}］"), format!("[{remark}]"))
}

/// What stands between the items of a list.
#[must_use]
pub fn comma(lang: Lang) -> &'static str {
    lang.of("、", ", ")
}

/// Of a role that nobody plays, in the place of names.
#[must_use]
pub fn nobody_in_brackets(lang: Lang) -> &'static str {
    lang.of("（特定できません）", "(not identified)")
}

/// Words of a contract after their place.
#[must_use]
pub fn quote(place: &str, words: &str, lang: Lang) -> String {
    lang.of(format!("{place}「{words}」"), format!("{place} “{words}”"))
}

/// The page, counted from 1, in brackets.
#[must_use]
pub fn page(page: u32, lang: Lang) -> String {
    lang.of(format!("（{page}ページ）"), format!(" (page {page})"))
}

/// Which pages could not be read.
#[must_use]
pub fn unread(pages: &str, lang: Lang) -> String {
    lang.of(format!("{pages}を読み取れません"), format!("{pages} could not be read"))
}
