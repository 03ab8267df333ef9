//! Why a clause came to its verdict, in one sentence for people.

use super::{Report, Warning};
use crate::contract::Break;
use crate::messages::{self, Lang, reason as words};
use crate::party::Role;
use crate::rulebook::Clause;
use crate::verdict::{Disqualifier, Evidence, Judgment, Lean, Verdict};

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
    words::needed(&elements, lang)
}

/// What a reader should know beside the verdicts, as a sentence.
#[must_use]
pub fn warning(report: &Report, warning: &Warning, lang: Lang) -> String {
    match warning {
        Warning::Nature(nature) => messages::nature(*nature, lang).to_owned(),
        Warning::Roles => words::unsure_roles(lang).to_owned(),
        Warning::Break(Break { unit, expected }) => {
            words::skip(&report.contract.place(*unit), &expected.to_string(), lang)
        }
        Warning::Unreadable(count) if report.pages().is_some() => words::unknown_glyphs(*count, lang),
        Warning::Unreadable(count) => words::unread_characters(*count, lang),
        Warning::Dangling(unit, cited) => words::dangling(&report.contract.place(*unit), cited, lang),
    }
}

/// Why a person should read the places of `judgment` again; `None` where joko is sure of them.
#[must_use]
pub fn review(report: &Report, judgment: &Judgment, lang: Lang) -> Option<String> {
    let why = |lean: &Lean| match lean {
        Lean::Unmatched(unit) => {
            let place = report.contract.place(*unit);
            words::lean_at(&place, messages::lean(*lean, lang), lang)
        }
        _ => messages::lean(*lean, lang).to_owned(),
    };
    let reasons: Vec<String> = judgment.leans.iter().map(why).collect();
    (!reasons.is_empty()).then(|| reasons.join(messages::report::comma(lang)))
}

/// The clause's title in `lang`.
#[must_use]
pub fn title(clause: &Clause, lang: Lang) -> &str {
    let english = messages::clause(&clause.id).map(messages::ClauseWords::title_in_english);
    lang.of(None, english).unwrap_or(&clause.title)
}

/// How many clauses came to each verdict: `充足 5、欠落 3`.
#[must_use]
pub fn counts(report: &Report, lang: Lang) -> String {
    let counts = Verdict::ALL.into_iter().map(|verdict| (verdict, report.count(verdict)));
    let counts = counts.filter(|(_, count)| *count > 0);
    let counts: Vec<String> =
        counts.map(|(verdict, count)| format!("{} {count}", messages::verdict(verdict, lang))).collect();
    counts.join(messages::report::comma(lang))
}

/// A disqualifier's title in `lang`.
#[must_use]
pub fn disqualifier_title(disqualifier: &Disqualifier, lang: Lang) -> &str {
    lang.of(disqualifier.title.as_str(), messages::disqualifier(&disqualifier.id))
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
            Side::Provided => words::provided(&clause.title, lang),
            Side::Opposed => words::opposed(&clause.title, lang),
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
        None => words::unnamed(word, lang),
        Some(&name) if name == word || role == Role::User => name.to_owned(),
        Some(name) => words::player(name, word, lang),
    }
}

fn shortfall(clause: &Clause, judgment: &Judgment, lang: Lang) -> String {
    let lacking = lacking(clause, judgment, lang);
    let weak = weak(clause, judgment, lang);
    match (weak, lacking.is_empty()) {
        (Some(weak), true) => weak,
        (Some(weak), false) => {
            let absent = absent(&lang.list(&lacking), lang);
            words::weak_and_absent(&weak, &absent, lang)
        }
        (None, true) => words::in_part(lang).to_owned(),
        (None, false) => provided_but(clause, judgment, &lang.list(&lacking), lang),
    }
}

fn provided_but(clause: &Clause, judgment: &Judgment, lacking: &str, lang: Lang) -> String {
    let met: Vec<&str> = elements(clause, judgment, true).map(|id| messages::element(id, lang)).collect();
    if met.is_empty() {
        return absent(lacking, lang);
    }
    let met = lang.list(&met);
    words::provided_but(&met, lacking, lang)
}

/// What is said about the first weak provision.
fn weak(clause: &Clause, judgment: &Judgment, lang: Lang) -> Option<String> {
    let (evidence, weakness) = judgment.evidence.iter().find_map(|evidence| Some((evidence, evidence.weakness?)))?;
    let named = clause.elements.iter().filter(|id| evidence.elements.contains(id));
    let named: Vec<&str> = named.map(|id| messages::element(id, lang)).collect();
    let subject = if named.is_empty() { subject(clause, lang) } else { lang.list(&named) };
    let weakness = messages::weakness(weakness, lang);
    Some(words::weak(&subject, weakness, lang))
}

fn absent(what: &str, lang: Lang) -> String {
    words::absent(what, lang)
}

fn unread(report: &Report, title: &str, lang: Lang) -> String {
    let pages = report.unreadable_pages();
    let absent = absent(title, lang);
    if pages.is_empty() {
        return words::unread_words(&absent, lang);
    }
    words::unread_pages(&messages::pages(&pages, lang), &absent, lang)
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
