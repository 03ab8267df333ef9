//! An explanation with its words: what both the text and the JSON show.

use joko::analyze::Analysis;
use joko::messages::tools as words;
use joko::messages::{self, Lang};
use joko::party::Role;
use joko::pattern::{Account, Asked, Explanation, Part};
use joko::report::Report;
use joko::rulebook::Rulebook;
use joko::span::Span;
use joko::statement::{Case, Modality};
use serde::Serialize;

/// What explanations take their words from.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) analysis: &'a Analysis,
    pub(super) rulebook: &'a Rulebook,
    pub(super) lang: Lang,
}

/// The explanation of one clause.
#[derive(Serialize)]
pub(super) struct Told {
    pub(super) clause: String,
    pub(super) title: String,
    pub(super) verdict: &'static str,
    /// Who plays which role; without roles no pattern is tried.
    pub(super) roles: Vec<Party>,
    pub(super) matches: Vec<Match>,
    pub(super) misses: Vec<Miss>,
    /// What makes a match count for less than it says.
    pub(super) weaknesses: Vec<Weakness>,
}

#[derive(Serialize)]
pub(super) struct Weakness {
    pub(super) at: String,
    pub(super) words: String,
    pub(super) pattern: String,
    pub(super) why: &'static str,
}

#[derive(Serialize)]
pub(super) struct Party {
    pub(super) name: String,
    pub(super) role: &'static str,
    #[serde(skip)]
    pub(super) title: &'static str,
}

/// A statement held against a form, with all that the analyzer saw in it.
#[derive(Serialize)]
pub(super) struct Match {
    pub(super) at: String,
    pub(super) sentence: String,
    /// The statement's own clause of the sentence.
    pub(super) words: String,
    pub(super) pattern: String,
    pub(super) effect: &'static str,
    #[serde(skip)]
    pub(super) effect_title: &'static str,
    pub(super) elements: Vec<String>,
    pub(super) subject: Vec<&'static str>,
    #[serde(skip)]
    pub(super) subject_title: String,
    pub(super) predicate: String,
    pub(super) negated: bool,
    pub(super) modality: &'static str,
    #[serde(skip)]
    pub(super) modality_title: &'static str,
    pub(super) tokens: Vec<Token>,
    pub(super) form: String,
    pub(super) parts: Vec<PartTold>,
}

#[derive(Serialize)]
pub(super) struct Token {
    pub(super) surface: String,
    pub(super) lemma: String,
}

#[derive(Serialize)]
pub(super) struct PartTold {
    pub(super) kind: &'static str,
    /// What is asked, in words.
    pub(super) asked: String,
    pub(super) held: bool,
    /// Held, but less than bindingly.
    pub(super) weak: bool,
    /// The contract's words that it holds or fails by.
    pub(super) words: Option<String>,
    pub(super) roles: Vec<&'static str>,
    #[serde(skip)]
    pub(super) role_title: String,
}

#[derive(Serialize)]
pub(super) struct Miss {
    pub(super) element: Option<String>,
    pub(super) nearest: Vec<Match>,
}

impl Told {
    pub(super) fn of(explanation: &Explanation, id: &str, view: View<'_>) -> Self {
        let elements = view.rulebook.elements(id);
        let miss = |misses: &joko::pattern::Misses| Miss {
            element: misses.element.and_then(|element| elements.get(element).cloned()),
            nearest: misses.nearest.iter().map(|account| Match::of(account, elements, view)).collect(),
        };
        Self {
            clause: id.to_owned(),
            title: title(id, view),
            verdict: "",
            roles: parties(view),
            matches: explanation.matches.iter().map(|account| Match::of(account, elements, view)).collect(),
            misses: explanation.misses.iter().map(miss).collect(),
            weaknesses: Vec::new(),
        }
    }

    /// The verdict on the clause or disqualifier, and what weighs against the matches.
    pub(super) fn judge(&mut self, report: &Report, rulebook: &Rulebook, lang: Lang) {
        let clause = rulebook.clauses.iter().position(|clause| clause.id == self.clause);
        let Some(judgment) = clause.and_then(|clause| report.judgments.get(clause)) else {
            let present = report.disqualifiers.iter().any(|it| it.id == self.clause && it.present);
            self.verdict = if present { "present" } else { "absent" };
            return;
        };
        self.verdict = judgment.verdict.id();
        let weak = judgment.evidence.iter().filter_map(|evidence| Some((evidence, evidence.weakness?)));
        let told = weak.map(|(evidence, weakness)| Weakness {
            at: report.contract.place(evidence.unit),
            words: report.text.get(evidence.span).to_owned(),
            pattern: evidence.pattern.clone(),
            why: messages::weakness(weakness, lang),
        });
        self.weaknesses = told.collect();
    }
}

fn title(id: &str, view: View<'_>) -> String {
    match view.lang {
        Lang::Ja => view.rulebook.title(id).to_owned(),
        Lang::En => {
            messages::clause(id).map_or_else(|| messages::disqualifier(id), |words| words.title_in_english()).to_owned()
        }
    }
}

fn parties(view: View<'_>) -> Vec<Party> {
    let parties = view.analysis.parties.iter();
    let told = parties.filter_map(|party| {
        let role = party.role?;
        Some(Party { name: party.names.first()?.clone(), role: role.id(), title: messages::role(role, view.lang) })
    });
    told.collect()
}

impl Match {
    fn of(account: &Account, elements: &[String], view: View<'_>) -> Self {
        let Analysis { contract, sentences, statements, .. } = view.analysis;
        let statement = account.statement.map(|at| &statements[at]);
        let sentence = sentences.iter().find(|sentence| sentence.span.overlaps(account.span));
        let effect = view.rulebook.effect(account.pattern);
        let borne = view.rulebook.borne(account.pattern);
        Self {
            at: contract.place(account.unit),
            sentence: view.words(sentence.map_or(account.span, |sentence| sentence.span)),
            words: view.words(account.span),
            pattern: view.rulebook.pattern(account.pattern).to_owned(),
            effect: messages::effect(effect, Lang::En),
            effect_title: messages::effect(effect, view.lang),
            elements: borne.iter().filter_map(|element| elements.get(*element).cloned()).collect(),
            subject: account.subject.iter().copied().map(Role::id).collect(),
            subject_title: view.roles(&account.subject),
            predicate: statement.map(|statement| statement.predicate.clone()).unwrap_or_default(),
            negated: statement.is_some_and(|statement| statement.negated),
            modality: messages::modality(account.modality, Lang::En),
            modality_title: messages::modality(account.modality, view.lang),
            tokens: view.tokens(account.span),
            form: account.form.clone(),
            parts: account.parts.iter().map(|part| PartTold::of(part, account, view)).collect(),
        }
    }
}

impl View<'_> {
    fn words(self, span: Span) -> String {
        self.analysis.text.get(span).to_owned()
    }

    fn tokens(self, span: Span) -> Vec<Token> {
        let all = self.analysis.sentences.iter().flat_map(|sentence| &sentence.tokens);
        let inside = all.filter(|token| span.contains(token.span));
        let told = inside.map(|token| {
            let surface = self.words(token.span);
            // The tokenizer knows names by a private character.
            let name = token.lemma.starts_with(|sign| matches!(sign, '\u{E000}'..='\u{F8FF}'));
            let lemma = if name { surface.clone() } else { token.lemma.to_string() };
            Token { surface, lemma }
        });
        told.collect()
    }

    fn roles(self, roles: &[Role]) -> String {
        let titles: Vec<&str> = roles.iter().map(|role| messages::role(*role, self.lang)).collect();
        self.lang.list(&titles)
    }
}

impl PartTold {
    fn of(part: &Part, account: &Account, view: View<'_>) -> Self {
        Self {
            kind: kind(&part.asked),
            asked: asked(&part.asked, account, view),
            held: part.held,
            weak: part.held && part.asked == Asked::Modality && account.modality != Modality::Binding,
            words: part.words.map(|span| view.words(span)),
            roles: part.roles.iter().copied().map(Role::id).collect(),
            role_title: view.roles(&part.roles),
        }
    }
}

const fn kind(asked: &Asked) -> &'static str {
    match asked {
        Asked::Predicate => "predicate",
        Asked::Argument { .. } => "argument",
        Asked::Polarity { .. } => "polarity",
        Asked::Modality => "modality",
        Asked::Kind => "kind",
        Asked::Provision => "provision",
        Asked::Annex => "annex",
        Asked::Together(_) => "together",
        Asked::Words(_) => "words",
        Asked::About(_) => "about",
        Asked::Near(_) => "near",
        Asked::Not(_) => "not",
        Asked::Unless(_) => "unless",
        Asked::Apart(_) => "apart",
        Asked::Under(_) => "under",
        Asked::Duty => "duty",
        Asked::SameService => "same-service",
    }
}

/// 「述語 請求する」「主体［事業者］」「［@料金］を」
fn asked(asked: &Asked, account: &Account, view: View<'_>) -> String {
    let lang = view.lang;
    match asked {
        Asked::Predicate => {
            let statement = account.statement.map(|at| &view.analysis.statements[at]);
            let predicate = statement.map(|statement| statement.predicate.as_str()).unwrap_or_default();
            format!("{} {predicate}", messages::asked(asked, lang))
        }
        Asked::Argument { case: Case::Ga, wanted, role: true, .. } => {
            format!("{}{wanted}", words::acting(lang))
        }
        Asked::Modality => {
            format!("{} {}", messages::asked(asked, lang), messages::modality(account.modality, lang))
        }
        _ => messages::asked(asked, lang),
    }
}
