//! How patterns, their examples and what speaks for or against a match are named.

use super::Lang;
use crate::pattern::{Effect, Mutation, RemarkKind};

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
