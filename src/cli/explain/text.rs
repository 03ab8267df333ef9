//! The explanation for people: each match with its parts, then near misses, one line each with what holds and what does not.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};
use joko::messages::tools as words;
use joko::messages::{self, Lang};

use super::told::{Match, Miss, PartTold, Token, Told, Weakness};

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const GOOD: Style = AnsiColor::Green.on_default();
const BAD: Style = AnsiColor::Red.on_default();
const WEAK: Style = AnsiColor::Yellow.on_default();

pub(super) fn show(told: &[Told], lang: Lang) -> String {
    told.iter().map(|told| clause(told, lang)).collect::<Vec<_>>().join("\n")
}

fn clause(told: &Told, lang: Lang) -> String {
    let mut out = format!("{BOLD}{} {}{BOLD:#}  {}\n", told.clause, told.title, told.verdict);
    let roles: Vec<String> = told.roles.iter().map(|party| format!("{}={}", party.name, party.title)).collect();
    if !roles.is_empty() {
        let _ = writeln!(out, "{DIM}{}{DIM:#}\n", roles.join(" "));
    }
    if told.matches.is_empty() && told.misses.is_empty() {
        out += words::not_tried(lang);
    }
    for found in &told.matches {
        out += &matched(found, lang);
    }
    for Weakness { at, words, why, .. } in &told.weaknesses {
        let _ = writeln!(out, "{WEAK}△{WEAK:#} {BOLD}{at}{BOLD:#}  {why}\n    「{words}」\n");
    }
    for miss in &told.misses {
        out += &missed(miss, lang);
    }
    out
}

fn matched(found: &Match, lang: Lang) -> String {
    let elements = if found.elements.is_empty() { String::new() } else { format!(": {}", found.elements.join(", ")) };
    let mut out = format!("{BOLD}{}{BOLD:#}  {}（{}{elements}）\n", found.at, found.pattern, found.effect_title);
    let lines = [
        (words::sentence(lang), found.sentence.clone()),
        (words::tokens(lang), found.tokens.iter().map(token).collect::<Vec<_>>().join(" ")),
        (words::subject(lang), found.subject_title.clone()),
        (words::predicate(lang), predicate(found, lang)),
        (words::form(lang), found.form.clone()),
    ];
    for (label, words) in lines.iter().filter(|(_, words)| !words.is_empty()) {
        let _ = writeln!(out, "  {DIM}{}{DIM:#} {words}", joko::report::wrap::pad(label, lang.of(4, 9)));
    }
    for part in &found.parts {
        let _ = writeln!(
            out,
            "    {} {}{}",
            sign(part),
            part.asked,
            part.words.as_ref().map(|words| format!(": {words}")).unwrap_or_default()
        );
    }
    out + "\n"
}

/// 「請求/請求する」 where the base form is another than the surface.
fn token(token: &Token) -> String {
    if token.surface == token.lemma { token.surface.clone() } else { format!("{}/{}", token.surface, token.lemma) }
}

fn predicate(found: &Match, lang: Lang) -> String {
    if found.predicate.is_empty() {
        return String::new();
    }
    let polarity = messages::polarity(found.negated, lang);
    format!("{}  {polarity}  {}", found.predicate, found.modality_title)
}

fn missed(miss: &Miss, lang: Lang) -> String {
    let what = miss.element.as_deref().map(|id| format!("{id} {}", messages::element(id, lang)));
    let what = what.map(|what| words::in_brackets(&what, lang)).unwrap_or_default();
    let mut out = format!("{BOLD}{}{what}{BOLD:#}\n", words::not_found(lang));
    if miss.nearest.is_empty() {
        let _ = writeln!(out, "  {}", words::nothing_near(lang));
    }
    for near in &miss.nearest {
        let parts: Vec<String> = near.parts.iter().map(|part| outcome(part, lang)).collect();
        let _ = writeln!(out, "  {BOLD}{}{BOLD:#}: {}  {DIM}{}{DIM:#}", near.at, parts.join(" / "), near.pattern);
        let _ = writeln!(out, "    「{}」", near.words);
    }
    out + "\n"
}

/// 「主体［事業者］ ✗（甲=上位プロバイダー）」
fn outcome(part: &PartTold, lang: Lang) -> String {
    let mut out = format!("{} {}", part.asked, sign(part));
    if !part.held && part.kind == "argument" {
        let words = part.words.clone().unwrap_or_else(|| words::none(lang).to_owned());
        let who = if part.role_title.is_empty() { words } else { format!("{words}={}", part.role_title) };
        out += &words::in_brackets(&who, lang);
    }
    out
}

fn sign(part: &PartTold) -> String {
    match (part.held, part.weak) {
        (true, false) => format!("{GOOD}○{GOOD:#}"),
        (true, true) => format!("{WEAK}△{WEAK:#}"),
        (false, _) => format!("{BAD}✗{BAD:#}"),
    }
}
