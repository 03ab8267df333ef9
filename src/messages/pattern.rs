//! How patterns, their examples and what speaks for or against a match are named.

use super::Lang;
use crate::pattern::{Asked, Effect, Mutation, RemarkKind, particle};

/// What a match does to the verdict.
#[must_use]
pub fn effect(effect: Effect, lang: Lang) -> &'static str {
    match effect {
        Effect::Provides => lang.of("充足", "provides"),
        Effect::Opposes => lang.of("抵触", "opposes"),
        Effect::Weakens => lang.of("弱化", "weakens"),
    }
}

/// How an example was changed, in a word.
#[must_use]
pub fn mutation(mutation: Mutation, lang: Lang) -> &'static str {
    match mutation {
        Mutation::Swap => lang.of("役割交換", "roles swapped"),
        Mutation::Negation => lang.of("否定", "denied"),
        Mutation::Effort => lang.of("努力義務", "effort"),
        Mutation::Caption => lang.of("見出し", "caption"),
        Mutation::Preamble => lang.of("前文", "preamble"),
        Mutation::Subject => lang.of("は→が", "は→が"),
        Mutation::Order => lang.of("語順", "order"),
        Mutation::Light => lang.of("を行う", "を行う"),
        Mutation::Passive => lang.of("受身", "passive"),
    }
}

/// What is remarked of a pattern.
#[must_use]
pub fn remark(kind: RemarkKind, pattern: &str, lang: Lang) -> String {
    match kind {
        RemarkKind::Regex => {
            lang.of(format!("「{pattern}」は正規表現を使っています"), format!("{pattern} uses a regular expression"))
        }
        RemarkKind::Unreached => lang.of(
            format!("「{pattern}」はこのファイルのどの例文にも一致しません"),
            format!("{pattern} matches in none of the file's examples"),
        ),
    }
}

/// Whether something is said or denied.
#[must_use]
pub fn polarity(negated: bool, lang: Lang) -> &'static str {
    if negated { lang.of("否定", "denied") } else { lang.of("肯定", "affirmed") }
}

/// What words lack that come near to a provision, for readers who know no patterns; `None` for what only patterns speak of.
#[must_use]
pub fn wanted(asked: &Asked, lang: Lang) -> Option<String> {
    match asked {
        Asked::Argument { case, wanted, .. } => Some(format!("{}{}", plain(wanted), particle(*case))),
        Asked::Words(words) | Asked::About(words) | Asked::Near(words) | Asked::Under(words) => Some(plain(words)),
        Asked::Polarity { negated } => Some(polarity(*negated, lang).to_owned()),
        Asked::Modality => Some(lang.of("確定した定め", "a binding provision").to_owned()),
        Asked::Provision => Some(lang.of("条項としての定め", "a provision").to_owned()),
        _ => None,
    }
}

/// A class of words, ［@相談窓口］, as the word that it goes by: 「相談窓口」.
fn plain(wanted: &str) -> String {
    wanted.replace("［@", "「").replace('［', "「").replace('］', "」")
}

/// What a pattern asks of a statement. Words, classes and forms stay as pattern files write them.
#[must_use]
pub fn asked(asked: &Asked, lang: Lang) -> String {
    match asked {
        Asked::Predicate => lang.of("述語", "predicate").into(),
        Asked::Argument { case, wanted, optional: true, .. } => format!("（{wanted}{}）", particle(*case)),
        Asked::Argument { case, wanted, .. } => format!("{wanted}{}", particle(*case)),
        Asked::Polarity { negated } => format!("{} {}", lang.of("極性", "polarity"), polarity(*negated, lang)),
        Asked::Modality => lang.of("様態", "modality").into(),
        Asked::Kind => lang.of("独立の記述（条件・修飾でない）", "a statement of its own").into(),
        Asked::Provision => lang.of("定めとなる箇所（前文・見出し等でない）", "a place that provides").into(),
        Asked::Annex => lang.of("別紙の中", "in an annex").into(),
        Asked::Together(form) => lang.of(format!("併せて「{form}」"), format!("together with {form}")),
        Asked::Words(words) => lang.of(format!("語 {words}"), format!("words {words}")),
        Asked::About(words) => lang.of(format!("話題 {words}"), format!("about {words}")),
        Asked::Near(words) => lang.of(format!("近くに {words}"), format!("near {words}")),
        Asked::Not(form) => lang.of(format!("除外「{form}」でない"), format!("not {form}")),
        Asked::Unless(words) => lang.of(format!("除外語 {words} がない"), format!("unless {words}")),
        Asked::Under(words) => lang.of(format!("見出しに {words}"), format!("a heading with {words}")),
        Asked::Apart(words) => lang.of(format!("見出しに {words} がない"), format!("no heading with {words}")),
        Asked::Duty => lang.of("義務を免ずるだけでない", "more than lifting a duty").into(),
        Asked::SameService => lang.of("別のサービスでない", "no other service").into(),
    }
}
