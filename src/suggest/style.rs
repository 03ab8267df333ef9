//! How a contract speaks: what it calls the parties, the users, the service and its terms, and in which style its sentences end.

use crate::messages::{self, Lang};
use crate::party::Role;
use crate::report::Report;
use crate::span::Span;

/// The contract's own words for the slots of model wordings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Style {
    /// The operator; a placeholder where it is not known.
    pub operator: String,
    /// The upstream, or all of them; a placeholder where none is known.
    pub upstream: String,
    /// What users are called.
    pub user: String,
    /// What the operator provides to the users.
    pub service: String,
    /// What the terms of service are called.
    pub terms: String,
    /// Whether sentences end in です・ます.
    pub polite: bool,
    /// Roles whose names are placeholders.
    pub unknown: Vec<Role>,
}

/// What the service is, where it has no name.
const SERVICE: &str = "インターネット接続サービス";

impl Style {
    /// The style of the contract of `report`.
    #[must_use]
    pub fn of(report: &Report) -> Self {
        let mut unknown = Vec::new();
        let mut name = |role: Role| {
            let found = names(report, role);
            if found.is_empty() {
                unknown.push(role);
                return format!("〔{}〕", messages::role(role, Lang::Ja));
            }
            found.join("及び")
        };
        let operator = name(Role::Operator);
        let upstream = name(Role::Upstream);
        let user = user(report).unwrap_or_else(|| "利用者".to_owned());
        let service = service(report).unwrap_or_else(|| SERVICE.to_owned());
        Self { operator, upstream, user, service, terms: terms(report), polite: is_polite(&report.text.norm), unknown }
    }

    /// The words of contracts that are made up to try wordings with.
    #[must_use]
    pub(crate) fn example(polite: bool) -> Self {
        Self {
            operator: "乙".to_owned(),
            upstream: "甲".to_owned(),
            user: "利用者".to_owned(),
            service: "本サービス".to_owned(),
            terms: "契約約款".to_owned(),
            polite,
            unknown: Vec::new(),
        }
    }

    /// The same without the names of the service and the terms.
    pub(crate) fn plain(&self) -> Self {
        Self { service: SERVICE.to_owned(), terms: "契約約款".to_owned(), ..self.clone() }
    }

    /// `text` with its slots filled.
    #[must_use]
    pub(crate) fn fill(&self, text: &str) -> String {
        text.replace("{operator}", &self.operator)
            .replace("{upstream}", &self.upstream)
            .replace("{user}", &self.user)
            .replace("{service}", &self.service)
            .replace("{terms}", &self.terms)
    }
}

/// The name that the contract uses most for whoever plays `role`; each one's where several upstreams play it.
fn names(report: &Report, role: Role) -> Vec<String> {
    if role == Role::Upstream && report.upstreams.len() > 1 {
        return report.upstreams.iter().map(|upstream| as_written(report, &upstream.name)).collect();
    }
    report.names(role).first().map(|name| as_written(report, name)).into_iter().collect()
}

/// The word for users that the contract uses most: with what it usually puts before or behind it (島民ユーザ, 入居者様).
fn user(report: &Report) -> Option<String> {
    let norm = &report.text.norm;
    let names = report.names(Role::User);
    let first = *names.first()?;
    let count = |word: &str| norm.matches(word).count();
    let most = |word: &&str| count(word) * 2 > count(first);
    let name = names.iter().copied().filter(|name| name.contains(first)).filter(most).max_by_key(|name| name.len())?;
    let polite = ["様", "さま"].iter().map(|end| format!("{name}{end}")).find(|word| most(&word.as_str()));
    Some(as_written(report, polite.as_deref().unwrap_or(name)))
}

/// `words` of the normalised text with the widths that the document gives them.
fn as_written(report: &Report, words: &str) -> String {
    let found = report.text.norm.find(words).map(|at| Span::new(at, at + words.len()));
    let source = found.map(|span| report.text.source(span)).filter(|source| !source.contains(['\n', '\t']));
    source.unwrap_or(words).to_owned()
}

/// What stands behind the name of a service that users use.
const OF_A_SERVICE: [&str; 24] = [
    "の利用契約",
    "の加入契約",
    "の提供に関する契約",
    "の利用に関する契約",
    "に関する契約",
    "の利用料金",
    "の利用料",
    "の料金",
    "の月額料金",
    "の会費",
    "の契約約款",
    "の加入約款",
    "の利用規約",
    "の会員規約",
    "の約款",
    "の規約",
    "を解約",
    "の解約",
    "を退会",
    "の申込み",
    "の利用の申込み",
    "に加入",
    "の利用を",
    "に関する問合せ",
];

/// The name of the operator's service: the quoted or defined name that most often stands where only such a name does.
fn service(report: &Report) -> Option<String> {
    let norm = &report.text.norm;
    let parties: Vec<&String> = report.parties.iter().flat_map(|party| &party.names).collect();
    let mut best: Option<(usize, &str, bool)> = None;
    for name in quoted(norm) {
        if parties.iter().any(|party| party.as_str() == name) || NO_SERVICE.iter().any(|end| name.ends_with(end)) {
            continue;
        }
        if given_to_the_operator(report, name) {
            continue;
        }
        let marked = format!("「{name}」");
        let count = |words: &str| {
            let found = OF_A_SERVICE.iter().map(|after| norm.matches(&format!("{words}{after}")).count());
            found.sum::<usize>()
        };
        let (bare, quoted) = (count(name), count(&marked));
        let score = bare + quoted;
        if score > 0 && best.is_none_or(|(most, ..)| score > most) {
            best = Some((score, name, quoted > bare));
        }
    }
    best.map(|(_, name, quoted)| {
        let name = as_written(report, name);
        if quoted { format!("「{name}」") } else { name }
    })
}

/// Ends of quoted names that are no services.
const NO_SERVICE: [&str; 32] = [
    "契約",
    "規約",
    "約款",
    "規程",
    "規則",
    "規定",
    "細則",
    "料金",
    "者",
    "会員",
    "センター",
    "窓口",
    "デスク",
    "サイト",
    "ページ",
    "設備",
    "機能",
    "届",
    "書",
    "図",
    "ポート",
    "会社",
    "基盤",
    "網",
    "卸サービス",
    "支援サービス",
    "事業",
    "依頼",
    "業務",
    "接続",
    "スペース",
    "回線",
];

/// Whether the words that define `name` say that it is what the upstream gives the operator.
fn given_to_the_operator(report: &Report, name: &str) -> bool {
    let norm = &report.text.norm;
    let Some(at) = norm.find(&format!("「{name}」")) else { return false };
    let before = norm.get(..at).unwrap_or_default();
    let sentence = before.rsplit(['。', '\n']).next().unwrap_or_default();
    let after = norm.get(at..).unwrap_or_default().split(['。', '\n']).next().unwrap_or_default();
    let upstreams = report.names(Role::Upstream);
    let operators = report.names(Role::Operator);
    let gives = |words: &str| {
        upstreams.iter().any(|upstream| {
            operators.iter().any(|operator| {
                ["が", "の", "は、"].iter().any(|by| words.contains(&format!("{upstream}{by}{operator}")))
            }) || ["が提供", "の提供する", "が運営", "の運営", "が保有", "の保有", "が卸", "の有する"]
                .iter()
                .any(|act| words.contains(&format!("{upstream}{act}")))
        })
    };
    gives(sentence) || gives(after)
}

/// Quoted names in text order, each once.
fn quoted(norm: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for (at, open) in norm.match_indices('「') {
        let rest = norm.get(at + open.len()..).unwrap_or_default();
        let Some(name) = rest.find('」').and_then(|close| rest.get(..close)) else { continue };
        if (2..=20).contains(&name.chars().count()) && !name.contains(['。', '\n', '、']) && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// What the contract calls the terms of service, as far as it provides them; 契約約款 otherwise.
fn terms(report: &Report) -> String {
    let evidence = report.judgments.iter().flat_map(|judgment| &judgment.evidence);
    let quotes = evidence
        .filter(|evidence| evidence.supports && evidence.elements.iter().any(|id| id == "terms"))
        .map(|evidence| report.text.get(evidence.span));
    let name = quotes.filter_map(|quote| terms_in(quote, report)).next();
    name.map_or_else(|| "契約約款".to_owned(), |name| as_written(report, &name))
}

/// The name of the terms that `quote` speaks of: what it quotes, or the word itself.
fn terms_in(quote: &str, report: &Report) -> Option<String> {
    const ENDS: [&str; 9] = ["約款", "規約", "規程", "規則", "規定", "細則", "条件書", "きまり", "ルール"];
    let own = |name: &&str| ENDS.iter().any(|end| name.ends_with(end)) && !name.contains('・');
    if let Some(name) = quoted(quote).into_iter().find(own) {
        return Some(format!("「{name}」"));
    }
    let (at, end) = ENDS.iter().filter_map(|end| Some((quote.find(end)?, end))).min()?;
    // Words in katakana before it are rather the name of a service.
    let word = |c: char| matches!(c, '\u{4E00}'..='\u{9FFF}');
    let before = quote.get(..at)?;
    let run = before.trim_end_matches(word);
    let run = before.get(run.len()..)?;
    let run = if ["同", "前", "当", "光"].iter().any(|word| run.starts_with(word)) { "" } else { run };
    let parties = report.parties.iter().flat_map(|party| &party.names);
    let run = parties.filter_map(|party| run.strip_prefix(party.as_str())).next().unwrap_or(run);
    let name = format!("{run}{end}");
    (name.chars().count() <= 12).then_some(name)
}

/// Whether more sentences end in です・ます than otherwise.
fn is_polite(norm: &str) -> bool {
    let sentences: Vec<&str> = norm.split('。').collect();
    let polite =
        |sentence: &&&str| ["ます", "です", "ません", "ください", "ました"].iter().any(|end| sentence.ends_with(end));
    sentences.iter().filter(polite).count() * 2 > sentences.len().saturating_sub(1)
}
