//! Why a pattern matches a statement, and what keeps it from others: statements held against forms, part by part.

use super::compile::{Effect, Pattern};
use super::find::{self, Field, Finding};
use super::form::{self, Element, Form, Wanted};
use super::scan::{Scene, polarity_fits};
use super::terms::Terms;
use crate::contract::UnitId;
use crate::party::{PartySet, Role};
use crate::span::Span;
use crate::statement::{Argument, Case, Modality, Statement};

/// What the patterns of a clause made of a contract.
#[derive(Clone, Debug, Default)]
pub struct Explanation {
    /// Each match, in document order.
    pub matches: Vec<Account>,
    /// For what nothing provides, what comes nearest.
    pub misses: Vec<Misses>,
}

/// What comes nearest to what nothing provides.
#[derive(Clone, Debug)]
pub struct Misses {
    /// Index of the clause's element; `None` where the clause has none.
    pub element: Option<usize>,
    /// Statements of different sentences, the nearest first.
    pub nearest: Vec<Account>,
}

/// A statement held against a form of a pattern.
#[derive(Clone, Debug)]
pub struct Account {
    /// Index of the pattern in the rulebook.
    pub pattern: usize,
    /// The unit that the words stand in.
    pub unit: UnitId,
    /// The statement's clause, or what a regular expression found.
    pub span: Span,
    /// Index of the statement; `None` for what a regular expression found.
    pub statement: Option<usize>,
    /// Who acts in it.
    pub subject: Vec<Role>,
    /// How bindingly it is said.
    pub modality: Modality,
    /// The form as the parser understands it.
    pub form: String,
    /// What is asked of the statement. The pattern matches if every part holds.
    pub parts: Vec<Part>,
}

/// Something that a pattern asks of a statement.
#[derive(Clone, Debug)]
pub struct Part {
    /// What is asked.
    pub asked: Asked,
    /// Whether it is so.
    pub held: bool,
    /// The words that satisfy it, or that stand where others should.
    pub words: Option<Span>,
    /// Who is meant by those words.
    pub roles: Vec<Role>,
}

/// What a pattern can ask. Words, word classes and forms are written as in pattern files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// One of the form's predicates.
    Predicate,
    /// A phrase in this relation.
    Argument { case: Case, wanted: String, role: bool, optional: bool },
    /// That it is denied, or affirmed.
    Polarity { negated: bool },
    /// More than background.
    Modality,
    /// A statement of its own, neither condition nor modifier.
    Kind,
    /// A place that can provide: no preamble, heading, definition or deleted text.
    Provision,
    /// An annex.
    Annex,
    /// Another statement within reach that fits this form.
    Together(String),
    /// Words in the clause or sentence.
    Words(String),
    /// One of these topics in the paragraph or a heading above it.
    About(String),
    /// Words in the article.
    Near(String),
    /// That a form that excludes the match does not fit.
    Not(String),
    /// That words that exclude the match are absent.
    Unless(String),
    /// That no heading above it holds these words.
    Apart(String),
    /// That a heading above it holds these words.
    Under(String),
    /// More than that a duty is lifted.
    Duty,
    /// No other service.
    SameService,
}

impl Account {
    fn failures(&self) -> usize {
        self.parts.iter().filter(|part| !part.held).count()
    }

    /// Whether more holds than fails, aside from what holds of almost every statement.
    fn comes_near(&self) -> bool {
        let common = |part: &&Part| part.held && matches!(part.asked, Asked::Polarity { .. } | Asked::Modality);
        let common = self.parts.iter().filter(common).count();
        self.parts.len() - common > 2 * self.failures()
    }

    /// Whether the form names predicates. One that takes any says less about a statement.
    fn by_predicate(&self) -> bool {
        self.parts.iter().any(|part| part.asked == Asked::Predicate)
    }
}

impl Part {
    const fn of(asked: Asked, held: bool) -> Self {
        Self { asked, held, words: None, roles: Vec::new() }
    }
}

/// What explaining looks at.
pub(crate) struct Lens<'a> {
    pub patterns: &'a [Pattern],
    pub terms: &'a Terms,
    pub field: &'a Field<'a>,
    pub scene: &'a Scene<'a>,
}

/// How many near misses are told.
const NEAREST: usize = 3;

/// The matches of the clause, and the nearest misses for each of its `elements` that no match provides.
pub(crate) fn explain(lens: &Lens<'_>, findings: &[Finding], clause: usize, elements: usize) -> Explanation {
    let mine = findings.iter().filter(|finding| finding.clause == clause);
    Explanation {
        matches: mine.map(|finding| lens.matched(finding)).collect(),
        misses: misses(lens, findings, clause, elements),
    }
}

/// The nearest misses for each of the clause's `elements` that no match provides.
pub(crate) fn misses(lens: &Lens<'_>, findings: &[Finding], clause: usize, elements: usize) -> Vec<Misses> {
    let provides = |finding: &&Finding| finding.clause == clause && finding.effect == Effect::Provides;
    let provided = |element: Option<usize>| {
        let mut providing = findings.iter().filter(provides);
        providing.any(|finding| element.is_none_or(|element| finding.elements.contains(&element)))
    };
    let wanted: Vec<Option<usize>> = if elements == 0 { vec![None] } else { (0..elements).map(Some).collect() };
    let unmet = wanted.into_iter().filter(|element| !provided(*element));
    unmet.map(|element| Misses { element, nearest: lens.nearest(clause, element) }).collect()
}

impl Lens<'_> {
    /// The account of a match: of the form for which every part holds.
    fn matched(&self, finding: &Finding) -> Account {
        let pattern = &self.patterns[finding.pattern];
        let statements = self.field.statements.iter().enumerate();
        let here = statements
            .filter(|(at, it)| it.span == finding.span && find::matches(pattern, *at, self.field, self.scene));
        let accounts = here.flat_map(|(at, _)| self.accounts(finding.pattern, at));
        accounts.min_by_key(Account::failures).unwrap_or_else(|| Account {
            pattern: finding.pattern,
            unit: finding.unit,
            span: finding.span,
            statement: None,
            subject: Vec::new(),
            modality: finding.modality,
            form: pattern.regex.as_ref().map(ToString::to_string).unwrap_or_default(),
            parts: Vec::new(),
        })
    }

    /// The statements that come nearest to providing the element.
    fn nearest(&self, clause: usize, element: Option<usize>) -> Vec<Account> {
        let bears = |pattern: &Pattern| {
            pattern.clause == clause
                && pattern.effect == Effect::Provides
                && element.is_none_or(|element| pattern.elements.contains(&element))
        };
        let patterns = (0..self.patterns.len()).filter(|at| bears(&self.patterns[*at]));
        let mut accounts: Vec<Account> = patterns
            .flat_map(|pattern| (0..self.field.statements.len()).flat_map(move |at| self.accounts(pattern, at)))
            .filter(Account::comes_near)
            .collect();
        accounts.sort_by_key(|account| {
            (!account.by_predicate(), account.failures(), usize::MAX - account.parts.len(), account.span)
        });
        let mut told: Vec<usize> = Vec::new();
        accounts.retain(|account| {
            let sentence = account.statement.map(|at| self.field.statements[at].sentence);
            let new = sentence.is_some_and(|sentence| !told.contains(&sentence));
            told.extend(sentence.filter(|_| new));
            new
        });
        accounts.truncate(NEAREST);
        accounts
    }

    /// The statement held against each form of the pattern whose predicate it has.
    fn accounts(&self, pattern: usize, at: usize) -> Vec<Account> {
        let statement = &self.field.statements[at];
        let forms = &self.patterns[pattern];
        let single = forms.any.iter().map(|form| (form, false));
        let joint = forms.all.first().into_iter().flatten().map(|form| (form, true));
        let fitting = single.chain(joint).filter(|(form, _)| form::predicate_fits(form, statement));
        fitting.map(|(form, joint)| self.account(pattern, form, joint, at)).collect()
    }

    fn account(&self, pattern: usize, form: &Form, joint: bool, at: usize) -> Account {
        let statement = &self.field.statements[at];
        let unit = self.field.sentences[statement.sentence].unit;
        let mut parts = self.form_parts(&self.patterns[pattern], form, statement);
        if joint {
            parts.extend(self.joint_parts(&self.patterns[pattern], at));
        }
        parts.extend(self.circumstances(&self.patterns[pattern], at, unit));
        Account {
            pattern,
            unit,
            span: statement.span,
            statement: Some(at),
            subject: self.roles(self.scene.subject(statement)),
            modality: find::weight(statement, self.scene),
            form: self.describe(form),
            parts,
        }
    }

    /// What the form itself asks, which is what `Scene::fits` tests.
    fn form_parts(&self, pattern: &Pattern, form: &Form, statement: &Statement) -> Vec<Part> {
        let wanted = find::wanted_polarities(pattern);
        let predicate = Part {
            words: Some(statement.predicate_span),
            ..Part::of(Asked::Predicate, form::predicate_fits(form, statement))
        };
        // A form that takes any predicate asks for none.
        let mut parts: Vec<Part> = (!form.any_predicate()).then_some(predicate).into_iter().collect();
        parts.extend(form.arguments.iter().map(|argument| self.argument_part(argument, statement)));
        let held = wanted.iter().any(|negated| polarity_fits(form, statement, *negated));
        parts.push(Part::of(Asked::Polarity { negated: form.negated ^ wanted[0] }, held));
        parts
    }

    fn argument_part(&self, wanted: &Wanted, statement: &Statement) -> Part {
        let subject = self.scene.subject(statement);
        let filler = self.scene.filler(wanted, statement, subject);
        let instead = || statement.arguments.iter().find(|argument| self.scene.relates(wanted, argument, statement));
        let held = self.scene.argument_fits(wanted, statement, subject);
        let shown: Option<&Argument> = filler.or_else(|| if held { None } else { instead() });
        let role = wanted.headed && matches!(wanted.elements.last(), Some(Element::Role(_)));
        let asked = Asked::Argument { case: wanted.case, wanted: self.wanted(wanted), role, optional: wanted.optional };
        Part {
            words: shown.map(|argument| argument.span),
            roles: shown.map(|argument| self.roles(self.scene.noun(argument, subject))).unwrap_or_default(),
            ..Part::of(asked, held)
        }
    }

    /// The other statements that the pattern asks for.
    fn joint_parts(&self, pattern: &Pattern, at: usize) -> Vec<Part> {
        let part = |forms: &Vec<Form>| {
            let other = find::joined(pattern, forms, at, self.field, self.scene);
            let form = forms.first().map(|form| self.describe(form)).unwrap_or_default();
            let words = other.map(|other| self.field.statements[other].span);
            Part { words, ..Part::of(Asked::Together(form), other.is_some()) }
        };
        pattern.all.iter().skip(1).map(part).collect()
    }

    /// What the pattern asks beside its form. What every statement is asked is told only where it does not hold.
    fn circumstances(&self, pattern: &Pattern, at: usize, unit: UnitId) -> Vec<Part> {
        let Self { field, scene, .. } = *self;
        let statement = &field.statements[at];
        let subject = scene.subject(statement);
        let mut parts = Vec::new();
        for any in &pattern.words {
            let held = any.iter().any(|element| find::said(*element, pattern, at, field, scene));
            let names: Vec<String> = any.iter().map(|element| self.element(*element)).collect();
            parts.push(Part::of(Asked::Words(names.join("・")), held));
        }
        if !pattern.about.is_empty() {
            let held = pattern.about.iter().any(|element| find::is_about(*element, pattern, unit, field, scene));
            let names: Vec<String> = pattern.about.iter().map(|element| self.element(*element)).collect();
            parts.push(Part::of(Asked::About(names.join("・")), held));
        }
        for any in &pattern.near {
            let held = any.iter().any(|element| find::is_near(*element, pattern, unit, field, scene));
            let names: Vec<String> = any.iter().map(|element| self.element(*element)).collect();
            parts.push(Part::of(Asked::Near(names.join("・")), held));
        }
        if pattern.annex {
            parts.push(Part::of(Asked::Annex, find::in_annex(field.contract, unit)));
        }
        parts.push(Part::of(Asked::Modality, pattern.background || statement.modality != Modality::Recital));
        let excluded = pattern.not.iter().filter(|form| {
            find::wanted_polarities(pattern).iter().any(|negated| scene.fits(form, statement, *negated))
        });
        let sentence = field.sentences[statement.sentence].span;
        let barred = pattern.unless.iter().filter(|element| scene.says(**element, sentence, subject));
        let extent = find::extent(pattern, statement, field);
        let beside = pattern.without.iter().filter(|element| find::names(**element, extent, scene));
        let close = pattern.far.iter().filter(|element| find::in_paragraph(**element, unit, field, scene));
        let under = pattern.under.iter().any(|element| find::under_heading(*element, unit, field, scene));
        let unheaded = pattern.under.iter().filter(|_| !under).take(1);
        let headed = pattern.apart.iter().filter(|element| find::in_heading(**element, unit, field, scene));
        let failures = excluded
            .map(|form| Asked::Not(self.describe(form)))
            .chain(barred.map(|element| Asked::Unless(self.element(*element))))
            .chain(beside.map(|element| Asked::Unless(self.element(*element))))
            .chain(close.map(|element| Asked::Unless(self.element(*element))))
            .chain(headed.map(|element| Asked::Apart(self.element(*element))))
            .chain(unheaded.map(|element| Asked::Under(self.element(*element))))
            .chain((!find::kind_fits(pattern, statement)).then_some(Asked::Kind))
            .chain((!pattern.background && !field.provisions[unit.0 as usize]).then_some(Asked::Provision))
            .chain(find::only_lifts(pattern, statement).then_some(Asked::Duty))
            .chain(find::of_other_service(statement, unit, field, scene).then_some(Asked::SameService));
        parts.extend(failures.map(|asked| Part::of(asked, false)));
        parts
    }

    fn roles(&self, who: PartySet) -> Vec<Role> {
        let roles = [Role::Upstream, Role::Operator, Role::User];
        roles.into_iter().filter(|role| who.meets(self.scene.roles.of(*role))).collect()
    }

    /// The form in the signs of the pattern language.
    fn describe(&self, form: &Form) -> String {
        let mut words = String::new();
        for wanted in &form.arguments {
            let phrase = self.wanted(wanted) + particle(wanted.case);
            words += &if wanted.optional { format!("（{phrase}）") } else { phrase };
        }
        let shown: Vec<&str> = form.predicates.iter().take(3).map(String::as_str).collect();
        let more = if form.predicates.len() > shown.len() { "｜…" } else { "" };
        let denied = if form.negated { "（否定）" } else { "" };
        format!("{words}｛{}{more}｝{denied}", shown.join("｜"))
    }

    fn wanted(&self, wanted: &Wanted) -> String {
        let elements: Vec<String> = wanted.elements.iter().map(|element| self.element(*element)).collect();
        let only = if wanted.only { "のみ" } else { "" };
        elements.join("〜") + if wanted.headed { "" } else { "〜" } + only
    }

    fn element(&self, element: Element) -> String {
        match element {
            Element::Role(role) => slot(role).to_owned(),
            Element::Term(term) => self.terms.written(term),
            Element::Beside(first, term) => self.terms.written(first) + &self.terms.written(term),
            Element::Next(role, term) => format!("{}{}", slot(role), self.terms.written(term)),
        }
    }
}

/// The slot of a role.
const fn slot(role: Role) -> &'static str {
    match role {
        Role::Upstream => "［上位］",
        Role::Operator => "［事業者］",
        Role::User => "［利用者］",
    }
}

/// The particle that stands for a relation in forms.
#[must_use]
pub const fn particle(case: Case) -> &'static str {
    match case {
        Case::Ga => "が",
        Case::Wo => "を",
        Case::Ni => "に",
        Case::To => "と",
        Case::De => "で",
        Case::By => "により",
        Case::Kara => "から",
        Case::Made => "まで",
        Case::No => "の",
        Case::Topic => "は",
        Case::About => "について",
        Case::As => "として",
        Case::Per => "に基づき",
        Case::Along => "とともに",
        Case::Except => "以外",
        Case::Instead => "に代わり",
        Case::Unlike => "ではなく",
        Case::Causee => "をして",
        Case::Bare | Case::Complement => "",
    }
}
