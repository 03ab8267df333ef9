//! Why a clause came to its verdict, in one sentence for people.

use super::{Report, Warning};
use crate::contract::Break;
use crate::messages::{self, Lang};
use crate::party::Role;
use crate::rulebook::Clause;
use crate::verdict::{Evidence, Judgment, Lean, Verdict};

/// The sentence for `judgment` after the places that it is about.
#[must_use]
pub fn reason(report: &Report, clauses: &[Clause], judgment: &Judgment, lang: Lang) -> String {
    let sentence = sentence(report, clauses, judgment, lang);
    match places(report, judgment) {
        places if places.is_empty() => sentence,
        places => format!("{}: {sentence}", lang.list(&places)),
    }
}

/// What the contract says or lacks, for a reader who sees the places beside it.
#[must_use]
pub fn sentence(report: &Report, clauses: &[Clause], judgment: &Judgment, lang: Lang) -> String {
    let clause = &clauses[judgment.clause];
    let content = match judgment.verdict {
        Verdict::Found => phrase(report, clause, lang, Side::Provided),
        Verdict::Contradicted => phrase(report, clause, lang, Side::Opposed),
        Verdict::Partial => shortfall(clause, judgment, lang),
        Verdict::Missing => absent(&subject(clause, lang), lang),
        Verdict::Undetermined => unread(report, &subject(clause, lang), lang),
    };
    match lang {
        Lang::Ja => content + "。",
        Lang::En => capitalized(&content) + ".",
    }
}

/// What a contract without any provision on the clause would have to say, under the clause's title.
#[must_use]
pub fn needed(clause: &Clause, lang: Lang) -> String {
    let elements: Vec<&str> = clause.elements.iter().map(|id| messages::element(id, lang)).collect();
    let elements = lang.list(&elements);
    lang.of(format!("規定が見当たらない。必要な内容: {elements}"), format!("No provision. Needed: {elements}"))
}

/// What a reader should know beside the verdicts, as a sentence.
#[must_use]
pub fn warning(report: &Report, warning: &Warning, lang: Lang) -> String {
    match warning {
        Warning::Nature(nature) => messages::nature(*nature, lang).to_owned(),
        Warning::Roles => lang
            .of(
                "上位プロバイダーと事業者の別が確かでありません。--role で指定できます",
                "Who is upstream and who is operator is not certain; --role can say it",
            )
            .to_owned(),
        Warning::Break(Break { unit, expected }) => {
            let place = report.contract.place(*unit);
            lang.of(
                format!("{place}の前で番号が飛んでいます（{expected}がありません）"),
                format!("The numbering skips before {place}: {expected} is not there"),
            )
        }
        Warning::Unreadable(count) if report.pages().is_some() => lang.of(
            format!("どの文字か分からない字が{count}字あります。--ocr always で字の形から読み取れることがあります"),
            format!("{count} glyphs map to no character; --ocr always may read them by their shape"),
        ),
        Warning::Unreadable(count) => lang.of(
            format!(
                "読み取れない文字が{count}字あります。ファイルが壊れていないか、途中で切れていないか確かめてください"
            ),
            format!("{count} characters could not be read: the file may be damaged or cut"),
        ),
        Warning::Dangling(unit, words) => {
            let place = report.contract.place(*unit);
            lang.of(
                format!("{place}が引用する「{words}」が文書に見当たりません"),
                format!("{place} cites {words}, which the document does not hold"),
            )
        }
    }
}

/// Why a person should read the places of `judgment` again; `None` where joko is sure of them.
#[must_use]
pub fn review(report: &Report, judgment: &Judgment, lang: Lang) -> Option<String> {
    let why = |lean: &Lean| match lean {
        Lean::Unmatched(unit) => {
            let place = report.contract.place(*unit);
            let words = messages::lean(*lean, lang);
            lang.of(format!("{place}に{words}"), format!("{place}: {words}"))
        }
        _ => messages::lean(*lean, lang).to_owned(),
    };
    let reasons: Vec<String> = judgment.leans.iter().map(why).collect();
    (!reasons.is_empty()).then(|| reasons.join(lang.of("、", ", ")))
}

/// The clause's title in `lang`.
#[must_use]
pub fn title(clause: &Clause, lang: Lang) -> &str {
    let english = messages::clause(&clause.id).map(messages::ClauseWords::title_in_english);
    lang.of(None, english).unwrap_or(&clause.title)
}

/// Titles of the elements that the contract does not provide at all, neither fully nor weakly.
#[must_use]
pub fn lacking<'a>(clause: &'a Clause, judgment: &Judgment, lang: Lang) -> Vec<&'a str> {
    let weakly = |id: &String| judgment.evidence.iter().any(|evidence| evidence.elements.contains(id));
    elements(clause, judgment, false).filter(|id| !weakly(id)).map(|id| messages::element(id, lang)).collect()
}

/// The title as it stands inside a sentence.
fn subject(clause: &Clause, lang: Lang) -> String {
    let title = title(clause, lang);
    lang.of(title.to_owned(), title.to_lowercase())
}

fn capitalized(sentence: &str) -> String {
    let mut rest = sentence.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

enum Side {
    Provided,
    Opposed,
}

fn phrase(report: &Report, clause: &Clause, lang: Lang, side: Side) -> String {
    let Some(words) = messages::clause(&clause.id) else {
        return match side {
            Side::Provided => {
                lang.of(format!("{}についての規定がある", clause.title), format!("{} is provided", clause.title))
            }
            Side::Opposed => {
                lang.of(format!("{}に反する規定がある", clause.title), format!("{} is contradicted", clause.title))
            }
        };
    };
    let template = match side {
        Side::Provided => words.provided(lang),
        Side::Opposed => words.opposed(lang),
    };
    template
        .replace("{operator}", &player(report, Role::Operator, lang))
        .replace("{upstream}", &player(report, Role::Upstream, lang))
        .replace("{user}", &player(report, Role::User, lang))
}

/// `乙（事業者）`; just the role where the contract uses that word itself or the player is unknown. Users need no gloss.
fn player(report: &Report, role: Role, lang: Lang) -> String {
    let word = messages::role(role, lang);
    match report.names(role).first() {
        None => lang.of(word.to_owned(), format!("the {word}")),
        Some(&name) if name == word || role == Role::User => name.to_owned(),
        Some(name) => lang.of(format!("{name}（{word}）"), format!("{name} ({word})")),
    }
}

fn shortfall(clause: &Clause, judgment: &Judgment, lang: Lang) -> String {
    let lacking = lacking(clause, judgment, lang);
    let weak = weak(clause, judgment, lang);
    match (weak, lacking.is_empty()) {
        (Some(weak), true) => weak,
        (Some(weak), false) => {
            let absent = absent(&lang.list(&lacking), lang);
            lang.of(format!("{weak}（ほかに、{absent}）"), format!("{weak}; besides, {absent}"))
        }
        (None, true) => lang.of("一部の定めにとどまる".into(), "provided in part only".into()),
        (None, false) => provided_but(clause, judgment, &lang.list(&lacking), lang),
    }
}

fn provided_but(clause: &Clause, judgment: &Judgment, lacking: &str, lang: Lang) -> String {
    let met: Vec<&str> = elements(clause, judgment, true).map(|id| messages::element(id, lang)).collect();
    if met.is_empty() {
        return absent(lacking, lang);
    }
    let met = lang.list(&met);
    lang.of(
        format!("{met}の定めはあるが、{lacking}についての規定が見当たらない"),
        format!("the contract provides {met}, but not {lacking}"),
    )
}

/// What is said about the first weak provision.
fn weak(clause: &Clause, judgment: &Judgment, lang: Lang) -> Option<String> {
    let (evidence, weakness) = judgment.evidence.iter().find_map(|evidence| Some((evidence, evidence.weakness?)))?;
    let named = clause.elements.iter().filter(|id| evidence.elements.contains(id));
    let named: Vec<&str> = named.map(|id| messages::element(id, lang)).collect();
    let subject = if named.is_empty() { subject(clause, lang) } else { lang.list(&named) };
    let weakness = messages::weakness(weakness, lang);
    Some(lang.of(format!("{subject}の定めが{weakness}"), format!("the provision for {subject} {weakness}")))
}

fn absent(what: &str, lang: Lang) -> String {
    lang.of(format!("{what}についての規定が見当たらない"), format!("no provision for {what}"))
}

fn unread(report: &Report, title: &str, lang: Lang) -> String {
    let pages = report.unreadable_pages();
    let absent = absent(title, lang);
    if pages.is_empty() {
        return lang.of(
            format!("読み取れない文字があり、読み取れた部分には{absent}"),
            format!("some characters could not be read, and the rest has {absent}"),
        );
    }
    let pages = messages::pages(&pages, lang);
    lang.of(
        format!("{pages}を読み取れず、読み取れた部分には{absent}"),
        format!("{pages} could not be read, and the rest has {absent}"),
    )
}

fn elements<'a>(clause: &'a Clause, judgment: &Judgment, met: bool) -> impl Iterator<Item = &'a String> {
    clause.elements.iter().zip(&judgment.met).filter(move |(_, is)| **is == met).map(|(id, _)| id)
}

/// The places of the deciding evidence, each once.
fn places(report: &Report, judgment: &Judgment) -> Vec<String> {
    let mut places = Vec::new();
    for Evidence { unit, .. } in judgment.deciding() {
        let place = report.contract.place(*unit);
        if !places.contains(&place) {
            places.push(place);
        }
    }
    places
}
