//! Examples of pattern files as tiny contracts, and what becomes of them when one thing about them is changed.

use crate::party::Role;

use super::compile::Example;
use super::paraphrase;

/// How an example is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mutation {
    /// Upstream and operator change places.
    Swap,
    /// Every sentence says that it is not so.
    Negation,
    /// Every sentence says that it is striven for.
    Effort,
    /// The sentence is only an article's caption.
    Caption,
    /// The sentence is part of the 前文.
    Preamble,
    /// は becomes が.
    Subject,
    /// A phrase goes before the topic.
    Order,
    /// する becomes を行う.
    Light,
    /// The active becomes a passive with its agent named.
    Passive,
}

impl Mutation {
    /// All of them, in the order of tables.
    pub const ALL: [Self; 9] = [
        Self::Swap,
        Self::Negation,
        Self::Effort,
        Self::Caption,
        Self::Preamble,
        Self::Subject,
        Self::Order,
        Self::Light,
        Self::Passive,
    ];
}

/// What a verdict must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected<'a> {
    /// This id.
    Is(&'a str),
    /// Any other than this id.
    Not(&'a str),
}

impl Expected<'_> {
    /// Whether the verdict with this id is right.
    #[must_use]
    pub fn holds(self, verdict: &str) -> bool {
        match self {
            Self::Is(id) => verdict == id,
            Self::Not(id) => verdict != id,
        }
    }
}

/// A contract that is made of an example.
#[derive(Debug)]
pub(crate) struct Specimen<'a> {
    /// How the example is changed; `None` for the example itself.
    pub mutation: Option<Mutation>,
    /// The contract's text.
    pub text: String,
    /// Who plays which role in it.
    pub roles: Vec<(String, Role)>,
    pub expected: Expected<'a>,
}

/// The example as a contract, then what is derived from it. A clause is symmetric if the criteria ask what both parties do, not
/// which of them does what.
pub(crate) fn specimens(example: &Example, symmetric: bool) -> Vec<Specimen<'_>> {
    let whole = Specimen {
        mutation: None,
        text: in_article(&example.text),
        roles: roles(example),
        expected: Expected::Is(&example.expect),
    };
    let derived = Mutation::ALL.into_iter().filter(|mutation| *mutation != Mutation::Swap || !symmetric);
    [whole].into_iter().chain(derived.filter_map(|mutation| mutant(example, mutation))).collect()
}

/// The example changed, if it is one that the change can be made to and that it must make a difference to.
fn mutant(example: &Example, mutation: Mutation) -> Option<Specimen<'_>> {
    let expect = example.expect.as_str();
    let provided = matches!(expect, "found" | "present");
    let says_something = provided || matches!(expect, "partial" | "contradicted");
    let nothing = if expect == "present" { "absent" } else { "missing" };
    let mut roles = roles(example);
    let (text, expected) = match mutation {
        Mutation::Swap if provided || expect == "contradicted" => {
            roles.iter_mut().for_each(|(_, role)| *role = other(*role));
            (in_article(&example.text), Expected::Not(expect))
        }
        Mutation::Negation if provided => (in_article(&with_ends(&example.text, negated)?), Expected::Not(expect)),
        Mutation::Effort if expect == "found" => {
            (in_article(&with_ends(&example.text, striven_for)?), Expected::Is("partial"))
        }
        Mutation::Caption if says_something => (as_caption(&example.text)?, Expected::Is(nothing)),
        // What an agreement is may be told by its background, so a disqualifier may stand there.
        Mutation::Preamble if says_something && expect != "present" => {
            (as_preamble(&example.text)?, Expected::Is(nothing))
        }
        Mutation::Subject | Mutation::Order | Mutation::Light | Mutation::Passive if says_something => {
            (in_article(&said_otherwise(example, mutation)?), Expected::Is(expect))
        }
        _ => return None,
    };
    Some(Specimen { mutation: Some(mutation), text, roles, expected })
}

/// The example with each sentence that can be said in another way changed; `None` if none can.
fn said_otherwise(example: &Example, mutation: Mutation) -> Option<String> {
    let names: Vec<&str> = example.roles.values().map(String::as_str).collect();
    let change = |sentence: &str| match mutation {
        Mutation::Subject => paraphrase::subject_as_ga(sentence, &names),
        Mutation::Order => paraphrase::reordered(sentence, &names),
        Mutation::Light => paraphrase::with_light_verb(sentence),
        _ => paraphrase::passive(sentence, &names),
    };
    // A list or an article of its own has more than sentences.
    if example.text.contains('\n') || has_articles(&example.text) {
        return None;
    }
    let mut changed = false;
    let sentences = example.text.trim().strip_suffix('。')?.split('。').map(|sentence| match change(sentence) {
        Some(other) => {
            changed = true;
            other
        }
        None => sentence.to_owned(),
    });
    let text = sentences.collect::<Vec<_>>().join("。") + "。";
    changed.then_some(text)
}

fn roles(example: &Example) -> Vec<(String, Role)> {
    let role = |id: &str| [Role::Upstream, Role::Operator, Role::User].into_iter().find(|role| role.id() == id);
    example.roles.iter().filter_map(|(id, name)| Some((name.clone(), role(id)?))).collect()
}

const fn other(role: Role) -> Role {
    match role {
        Role::Upstream => Role::Operator,
        Role::Operator => Role::Upstream,
        Role::User => Role::User,
    }
}

/// The first line of each specimen.
const TITLE: &str = "契約書";
/// A provision that bears on no clause.
const NEUTRAL: &str = "本契約の有効期間は、契約締結の日から1年間とする。";

/// The text as the only paragraph of an article; a text that brings articles of its own stays as it is.
fn in_article(text: &str) -> String {
    if has_articles(text) { format!("{TITLE}\n{text}\n") } else { format!("{TITLE}\n第1条 {}\n", text.trim()) }
}

/// The text as the caption of an article about something else. More than one sentence makes no caption.
fn as_caption(text: &str) -> Option<String> {
    let sentence = text.trim().strip_suffix('。').filter(|sentence| !sentence.contains(['。', '\n']))?;
    Some(format!("{TITLE}\n第1条（{sentence}）\n{NEUTRAL}\n"))
}

/// The text before the first article.
fn as_preamble(text: &str) -> Option<String> {
    (!has_articles(text)).then(|| format!("{TITLE}\n{}\n第1条（有効期間）\n{NEUTRAL}\n", text.trim()))
}

fn has_articles(text: &str) -> bool {
    text.lines().any(|line| line.starts_with('第') && line.chars().take(6).any(|sign| sign == '条'))
}

/// The text with the end of every sentence changed; `None` if one of them cannot be.
fn with_ends(text: &str, change: impl Fn(&str) -> Option<String>) -> Option<String> {
    let sentences = text.trim().strip_suffix('。')?.split('。');
    let changed: Option<Vec<String>> = sentences.map(change).collect();
    changed.map(|sentences| sentences.join("。") + "。")
}

/// Predicates that end sentences of contracts, and their denials.
const PREDICATES: [(&str, &str); 12] = [
    ("する", "しない"),
    ("します", "しません"),
    ("行う", "行わない"),
    ("行います", "行いません"),
    ("負う", "負わない"),
    ("担う", "担わない"),
    ("定める", "定めない"),
    ("設ける", "設けない"),
    ("講じる", "講じない"),
    ("講ずる", "講じない"),
    ("受け付ける", "受け付けない"),
    ("届け出る", "届け出ない"),
];
/// What makes a statement a duty without saying more.
const DUTY: &str = "ものとする";

/// 「請求する」→「請求しない」、「請求するものとする」→「請求しないものとする」
fn negated(sentence: &str) -> Option<String> {
    let (act, duty) = sentence.strip_suffix(DUTY).map_or((sentence, ""), |act| (act, DUTY));
    if act.ends_with("こととする") {
        return None;
    }
    PREDICATES.iter().find_map(|(yes, no)| Some(format!("{}{no}{duty}", act.strip_suffix(yes)?)))
}

/// 「請求する」→「請求するよう努めるものとする」
fn striven_for(sentence: &str) -> Option<String> {
    let act = sentence.strip_suffix(DUTY).unwrap_or(sentence);
    let plain = act.strip_suffix("します").map_or_else(|| act.to_owned(), |stem| format!("{stem}する"));
    let known = plain != sentence || PREDICATES.iter().any(|(yes, _)| plain.ends_with(yes));
    (known && !plain.ends_with("こととする")).then(|| format!("{plain}よう努める{DUTY}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn denial_goes_before_the_duty() {
        assert_eq!(negated("乙が請求するものとする").as_deref(), Some("乙が請求しないものとする"));
        assert_eq!(negated("乙が請求します").as_deref(), Some("乙が請求しません"));
        assert_eq!(negated("乙が請求しなければならない"), None);
    }

    #[test]
    fn effort_takes_the_place_of_the_duty() {
        assert_eq!(striven_for("乙が行うものとする").as_deref(), Some("乙が行うよう努めるものとする"));
        assert_eq!(striven_for("乙が請求します").as_deref(), Some("乙が請求するよう努めるものとする"));
        assert_eq!(striven_for("乙とすることができる"), None);
    }

    #[test]
    fn every_sentence_changes_or_none() {
        assert_eq!(
            with_ends("甲が復旧する。乙が通知する。", negated).as_deref(),
            Some("甲が復旧しない。乙が通知しない。")
        );
        assert_eq!(with_ends("甲が復旧する。乙による。", negated), None);
    }
}
