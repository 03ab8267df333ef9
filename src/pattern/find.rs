//! Findings: which patterns match which statements of the contract.

use std::collections::HashMap;
use std::sync::Arc;

use super::compile::{Effect, Pattern};
use super::file::{Polarity, Within};
use super::form::{Element, Form};
use super::scan::Scene;
use super::terms::TermId;
use crate::contract::{Contract, UnitId, UnitKind};
use crate::party::PartySet;
use crate::span::Span;
use crate::statement::{ClauseKind, Modality, Statement};
use crate::token::Sentence;

/// A match of a pattern.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Index of the pattern in the rulebook.
    pub pattern: usize,
    /// Index of its clause among the rulebook's files.
    pub clause: usize,
    /// What it does to the verdict.
    pub effect: Effect,
    /// Indices of the clause's elements that it bears on.
    pub elements: Vec<usize>,
    /// The unit it stands in.
    pub unit: UnitId,
    /// The statement's clause.
    pub span: Span,
    /// How bindingly it is said.
    pub modality: Modality,
    /// Whether the statement's subject is inherited.
    pub inherited: bool,
    /// The article that holds it.
    pub article: UnitId,
    /// Whether a heading above it says that its clause's matter stands there.
    pub headed: bool,
}

/// Which patterns can match a predicate at all: the filter before the real test.
#[derive(Debug, Default)]
pub(crate) struct Index {
    by_predicate: HashMap<String, Vec<usize>>,
    /// Patterns with a form that takes any predicate.
    any: Vec<usize>,
    without: Vec<usize>,
}

impl Index {
    /// Sorts the patterns by the predicates of their forms.
    pub(crate) fn of(patterns: &[Pattern]) -> Self {
        let mut index = Self::default();
        for (at, pattern) in patterns.iter().enumerate() {
            // Forms share the words of a class.
            let mut classes: Vec<&Arc<[String]>> = Vec::new();
            for form in pattern.any.iter().chain(pattern.all.first().into_iter().flatten()) {
                if !classes.iter().any(|known| Arc::ptr_eq(known, &form.predicates)) {
                    classes.push(&form.predicates);
                }
            }
            for predicate in classes.into_iter().flat_map(|class| class.iter()) {
                match index.by_predicate.get_mut(predicate) {
                    Some(list) if list.last() == Some(&at) => {}
                    Some(list) => list.push(at),
                    None => drop(index.by_predicate.insert(predicate.clone(), vec![at])),
                }
            }
            let mut forms = pattern.any.iter().chain(pattern.all.first().into_iter().flatten());
            if forms.any(Form::any_predicate) {
                index.any.push(at);
            }
            if pattern.regex.is_some() {
                index.without.push(at);
            }
        }
        index
    }

    /// An index that filters nothing: every pattern is tried on every statement. What the filter must not change is measured with it.
    #[cfg(test)]
    fn exhaustive(patterns: &[Pattern]) -> Self {
        let without = (0..patterns.len()).filter(|at| patterns[*at].regex.is_some()).collect();
        Self { by_predicate: HashMap::new(), any: (0..patterns.len()).collect(), without }
    }

    fn candidates(&self, predicate: &str) -> impl Iterator<Item = &usize> {
        let own = self.by_predicate.get(predicate).map_or(&[][..], Vec::as_slice);
        own.iter().chain(self.any.iter().filter(|at| !own.contains(at)))
    }
}

/// What findings are looked for in.
pub(crate) struct Field<'a> {
    pub contract: &'a Contract,
    pub sentences: &'a [Sentence],
    pub statements: &'a [Statement],
    /// For each unit: whether its words can provide anything.
    pub provisions: Vec<bool>,
    /// Words that show that another service is meant.
    pub other_service: Option<TermId>,
}

/// Every match, in document order.
pub(crate) fn findings(patterns: &[Pattern], index: &Index, field: &Field<'_>, scene: &Scene<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (at, statement) in field.statements.iter().enumerate() {
        let Some(sentence) = field.sentences.get(statement.sentence) else { continue };
        let provides = field.provisions[sentence.unit.0 as usize] && statement.modality != Modality::Recital;
        for candidate in index.candidates(&statement.predicate) {
            let pattern = &patterns[*candidate];
            if (provides || pattern.background) && matches(pattern, at, field, scene) {
                found.push(finding(*candidate, pattern, statement, sentence.unit, field, scene));
            }
        }
    }
    for candidate in &index.without {
        by_regex(*candidate, &patterns[*candidate], field, scene, &mut found);
    }
    found.sort_by_key(|finding| (finding.span, finding.pattern));
    found.dedup_by_key(|finding| (finding.span, finding.pattern));
    found
}

fn finding(
    at: usize,
    pattern: &Pattern,
    statement: &Statement,
    unit: UnitId,
    field: &Field<'_>,
    scene: &Scene<'_>,
) -> Finding {
    Finding {
        pattern: at,
        clause: pattern.clause,
        effect: pattern.effect,
        elements: pattern.elements.clone(),
        unit,
        span: statement.span,
        modality: weight(statement, scene).max(if pattern.partial { Modality::Effort } else { Modality::Binding }),
        inherited: statement.inherited,
        article: home(field.contract, unit, Within::Article),
        headed: pattern.headings.iter().any(|element| under_heading(*element, unit, field, scene)),
    }
}

/// できる of users, or of nobody in particular, says what is possible for them: content, not option.
pub(super) fn weight(statement: &Statement, scene: &Scene<'_>) -> Modality {
    let able = statement.modality == Modality::Binding && statement.potential && !statement.negated;
    if statement.modality != Modality::Optional && !able {
        return statement.modality;
    }
    let subject = scene.subject(statement);
    if subject.is_empty() || subject.meets(PartySet::USERS) { Modality::Binding } else { Modality::Optional }
}

fn by_regex(at: usize, pattern: &Pattern, field: &Field<'_>, scene: &Scene<'_>, found: &mut Vec<Finding>) {
    let Some(regex) = &pattern.regex else { return };
    for (number, unit) in field.contract.units.iter().enumerate() {
        let id = UnitId(u32::try_from(number).unwrap_or(u32::MAX));
        if !field.provisions[number] || pattern.annex && !in_annex(field.contract, id) {
            continue;
        }
        for line in &unit.body {
            let Some(hit) = scene.norm.get(line.range()).and_then(|words| regex.find(words)) else { continue };
            let span = Span::new(line.start + hit.start(), line.start + hit.end());
            if !topical(pattern, id, field, scene) {
                continue;
            }
            found.push(Finding {
                pattern: at,
                clause: pattern.clause,
                effect: pattern.effect,
                elements: pattern.elements.clone(),
                unit: id,
                span,
                modality: Modality::Binding,
                inherited: false,
                article: home(field.contract, id, Within::Article),
                headed: pattern.headings.iter().any(|element| under_heading(*element, id, field, scene)),
            });
        }
    }
}

/// The first unit that can provide something and whose words hold one of `words`.
pub(crate) fn watched(words: &[Element], field: &Field<'_>, scene: &Scene<'_>) -> Option<UnitId> {
    let mut sentences = field.sentences.iter().filter(|sentence| field.provisions[sentence.unit.0 as usize]);
    sentences
        .find(|sentence| words.iter().any(|word| scene.says(*word, sentence.span, PartySet::NONE)))
        .map(|sentence| sentence.unit)
}

/// Whether the unit lies in an annex.
pub(crate) fn in_annex(contract: &Contract, id: UnitId) -> bool {
    ancestors(contract, id).any(|id| contract.unit(id).kind == UnitKind::Annex)
}

/// The unit and those that hold it, innermost first.
pub(crate) fn ancestors(contract: &Contract, id: UnitId) -> impl Iterator<Item = UnitId> + '_ {
    std::iter::successors(Some(id), |id| contract.unit(*id).parent)
}

pub(super) fn matches(pattern: &Pattern, at: usize, field: &Field<'_>, scene: &Scene<'_>) -> bool {
    let statement = &field.statements[at];
    if !kind_fits(pattern, statement) {
        return false;
    }
    let fits = |form: &Form, statement: &Statement| {
        wanted_polarities(pattern).iter().any(|negated| scene.fits(form, statement, *negated))
    };
    let Some(sentence) = field.sentences.get(statement.sentence) else { return false };
    if pattern.annex && !in_annex(field.contract, sentence.unit) {
        return false;
    }
    let single = pattern.any.iter().any(|form| fits(form, statement));
    let joint = || {
        !pattern.all.is_empty()
            && pattern.all[0].iter().any(|form| fits(form, statement))
            && pattern.all[1..].iter().all(|forms| joined(pattern, forms, at, field, scene).is_some())
    };
    if !(single || joint()) || pattern.not.iter().any(|form| fits(form, statement)) {
        return false;
    }
    if !pattern.words.iter().all(|any| any.iter().any(|element| said(*element, pattern, at, field, scene))) {
        return false;
    }
    if pattern.without.iter().any(|element| names(*element, extent(pattern, statement, field), scene)) {
        return false;
    }
    if only_lifts(pattern, statement) {
        return false;
    }
    let subject = scene.subject(statement);
    if pattern.unless.iter().any(|element| scene.says(*element, sentence.span, subject)) {
        return false;
    }
    topical(pattern, sentence.unit, field, scene) && !of_other_service(statement, sentence.unit, field, scene)
}

/// Whether the pattern looks at clauses of this kind.
pub(super) fn kind_fits(pattern: &Pattern, statement: &Statement) -> bool {
    match statement.kind {
        ClauseKind::Main | ClauseKind::Content | ClauseKind::Purpose => true,
        ClauseKind::Relative => pattern.relative,
        ClauseKind::Condition => pattern.condition,
    }
}

/// Whether a statement must say the opposite of the form; either will do where both stand.
pub(super) const fn wanted_polarities(pattern: &Pattern) -> &'static [bool] {
    match pattern.polarity {
        Polarity::Affirmed => &[false],
        Polarity::Negated => &[true],
        Polarity::Any => &[false, true],
    }
}

/// The statement within reach that fits one of `forms`.
pub(super) fn joined(
    pattern: &Pattern,
    forms: &[Form],
    at: usize,
    field: &Field<'_>,
    scene: &Scene<'_>,
) -> Option<usize> {
    let fits = |form: &Form, other: usize| {
        wanted_polarities(pattern).iter().any(|negated| scene.fits(form, &field.statements[other], *negated))
    };
    let bars = |other: usize| {
        let there = &field.statements[other];
        let barred = !kind_fits(pattern, there) || pattern.not.iter().any(|form| scene.fits(form, there, false));
        pattern.within == Within::Matter && barred
    };
    reach(pattern, at, field, scene).find(|other| forms.iter().any(|form| fits(form, *other)) && !bars(*other))
}

/// Whether the statement's clause, or its sentence where the pattern reaches farther, holds the element. What another clause of
/// the sentence denies is not said.
pub(super) fn said(element: Element, pattern: &Pattern, at: usize, field: &Field<'_>, scene: &Scene<'_>) -> bool {
    let statement = &field.statements[at];
    let subject = scene.subject(statement);
    let extent = extent(pattern, statement, field);
    let sentence = field.sentences[statement.sentence].span;
    let by_argument = statement.arguments.iter().any(|argument| {
        let own = pattern.within != Within::Conditions || sentence.contains(argument.span);
        own && scene.says(element, argument.span, subject)
    });
    if by_argument || matches!(element, Element::Role(role) if scene.names_desk(role, extent)) {
        return true;
    }
    match pattern.within {
        Within::Clause | Within::Conditions => scene.says(element, extent, subject),
        Within::Sentence | Within::Paragraph | Within::Article | Within::Matter => {
            scene.says(element, statement.span, subject)
                || scene.places(element, extent, subject).any(|place| !denied(place, at, field))
        }
    }
}

/// Whether a clause around a place of the statement's sentence denies it: the innermost one, or the one whose noun that clause
/// modifies. A denial that is part of the words themselves (問わず) denies nothing else.
fn denied(place: Span, at: usize, field: &Field<'_>) -> bool {
    let sentence = field.statements[at].sentence;
    let mut around: Vec<&Statement> = field
        .statements
        .iter()
        .filter(|statement| statement.sentence == sentence && statement.span.contains(place))
        .collect();
    let length = |statement: &&Statement| statement.span.end - statement.span.start;
    around.sort_by_key(length);
    for level in around.chunk_by(|a, b| a.span == b.span) {
        let denies = |statement: &&Statement| statement.negated && place.end < statement.predicate_span.end;
        if level.iter().all(denies) {
            return true;
        }
        if level.iter().any(|statement| matches!(statement.kind, ClauseKind::Main | ClauseKind::Content)) {
            return false;
        }
    }
    false
}

/// Whether the words name the role, by its desk too, or hold the term.
pub(super) fn names(element: Element, span: Span, scene: &Scene<'_>) -> bool {
    scene.says(element, span, PartySet::NONE) || matches!(element, Element::Role(role) if scene.names_desk(role, span))
}

/// The words that belong to the statement as far as the pattern reaches.
pub(super) fn extent(pattern: &Pattern, statement: &Statement, field: &Field<'_>) -> Span {
    match pattern.within {
        Within::Clause => statement.span,
        Within::Conditions => with_conditions(statement, field),
        Within::Sentence | Within::Paragraph | Within::Article | Within::Matter => {
            field.sentences[statement.sentence].span
        }
    }
}

/// The statement's clause and what stands between it and the main clause before it.
fn with_conditions(statement: &Statement, field: &Field<'_>) -> Span {
    let end = statement.predicate_span.end;
    let before = field.statements.iter().filter(|other| {
        other.sentence == statement.sentence
            && other.kind == ClauseKind::Main
            // 「遅滞なく」 says nothing of its own.
            && other.predicate != "ない"
            && other.predicate_span.end <= statement.predicate_span.start
    });
    let start = before.map(|other| other.predicate_span.end).max();
    Span::new(start.unwrap_or(field.sentences[statement.sentence].span.start).min(end), end)
}

/// Whether the statement only lifts a duty, which opposes nothing.
pub(super) fn only_lifts(pattern: &Pattern, statement: &Statement) -> bool {
    statement.exempt && pattern.effect == Effect::Opposes && pattern.polarity != Polarity::Affirmed
}

/// The other statements as far away as `within` allows.
fn reach<'a>(
    pattern: &'a Pattern,
    at: usize,
    field: &'a Field<'_>,
    scene: &'a Scene<'_>,
) -> impl Iterator<Item = usize> + 'a {
    let within = pattern.within;
    let here = &field.statements[at];
    let unit = field.sentences.get(here.sentence).map(|sentence| sentence.unit);
    let home = unit.map(|unit| home(field.contract, unit, within));
    let headed = move |unit: UnitId| pattern.headings.iter().any(|element| under_heading(*element, unit, field, scene));
    let here_headed = within == Within::Matter && unit.is_some_and(headed);
    (0..field.statements.len()).filter(move |other| {
        let there = &field.statements[*other];
        match within {
            Within::Clause => *other == at,
            Within::Conditions | Within::Sentence => there.sentence == here.sentence,
            Within::Paragraph | Within::Article | Within::Matter => {
                let unit = field.sentences.get(there.sentence).map(|sentence| sentence.unit);
                unit.map(|unit| self::home(field.contract, unit, within)) == home
                    || here_headed && unit.is_some_and(headed)
            }
        }
    })
}

/// The paragraph or article that holds a unit; in a document without articles its top-level paragraph stands for one.
fn home(contract: &Contract, unit: UnitId, within: Within) -> UnitId {
    let of_kind =
        |wanted: fn(UnitKind) -> bool| ancestors(contract, unit).filter(move |id| wanted(contract.unit(*id).kind));
    let found = match within {
        Within::Article | Within::Matter => of_kind(|kind| matches!(kind, UnitKind::Article | UnitKind::Annex))
            .next()
            .or_else(|| of_kind(|kind| kind == UnitKind::Paragraph).last()),
        _ => of_kind(|kind| matches!(kind, UnitKind::Paragraph | UnitKind::Annex)).next(),
    };
    found.unwrap_or(unit)
}

/// Whether the words that the pattern is about stand in the same paragraph or in a heading above it.
fn topical(pattern: &Pattern, unit: UnitId, field: &Field<'_>, scene: &Scene<'_>) -> bool {
    let about = |element: &Element| is_about(*element, pattern, unit, field, scene);
    (pattern.about.is_empty() || pattern.about.iter().any(about))
        && pattern.near.iter().all(|any| any.iter().any(|element| is_near(*element, pattern, unit, field, scene)))
        && !pattern.apart.iter().any(|element| in_heading(*element, unit, field, scene))
        && !pattern.far.iter().any(|element| in_paragraph(*element, unit, field, scene))
        && (pattern.under.is_empty() || pattern.under.iter().any(|element| under_heading(*element, unit, field, scene)))
}

/// Whether a heading above the unit holds the element.
pub(super) fn in_heading(element: Element, unit: UnitId, field: &Field<'_>, scene: &Scene<'_>) -> bool {
    ancestors(field.contract, unit)
        .filter_map(|id| field.contract.unit(id).caption)
        .any(|caption| scene.says(element, caption, PartySet::NONE))
}

/// Whether the paragraph holds the element.
pub(super) fn in_paragraph(element: Element, unit: UnitId, field: &Field<'_>, scene: &Scene<'_>) -> bool {
    scene.says(element, field.contract.unit(home(field.contract, unit, Within::Paragraph)).span, PartySet::NONE)
}

/// Whether the heading that the unit stands under holds the element: its article's or what is in it; that of a chapter counts where
/// these have none or the article itself speaks of the matter.
pub(super) fn under_heading(element: Element, unit: UnitId, field: &Field<'_>, scene: &Scene<'_>) -> bool {
    let captions: Vec<_> = ancestors(field.contract, unit)
        .filter_map(|id| Some((field.contract.unit(id).kind, field.contract.unit(id).caption?)))
        .collect();
    let outer = |kind: UnitKind| matches!(kind, UnitKind::Chapter | UnitKind::Title | UnitKind::Agreement);
    let article = field.contract.unit(home(field.contract, unit, Within::Article));
    let speaks = || scene.says(element, article.span, PartySet::NONE);
    let own = captions.iter().any(|(kind, _)| !outer(*kind)) && !speaks();
    captions
        .iter()
        .filter(|(kind, _)| !own || !outer(*kind))
        .any(|(_, caption)| scene.says(element, *caption, PartySet::NONE))
}

/// Whether the paragraph, or a heading above it, holds the element.
pub(super) fn is_about(
    element: Element,
    pattern: &Pattern,
    unit: UnitId,
    field: &Field<'_>,
    scene: &Scene<'_>,
) -> bool {
    let within = match pattern.within {
        Within::Article | Within::Matter => Within::Article,
        _ => Within::Paragraph,
    };
    let home = field.contract.unit(home(field.contract, unit, within)).span;
    scene.says(element, home, PartySet::NONE) || in_heading(element, unit, field, scene)
}

/// The same, or anywhere in the article.
pub(super) fn is_near(element: Element, pattern: &Pattern, unit: UnitId, field: &Field<'_>, scene: &Scene<'_>) -> bool {
    let article = field.contract.unit(home(field.contract, unit, Within::Article)).span;
    is_about(element, pattern, unit, field, scene)
        || scene.says(element, article, PartySet::NONE)
        || matches!(element, Element::Role(role) if scene.names_desk(role, article))
}

/// Whether what the statement says is said of another service: of its own phrases, what accompanies (とともに) aside, or of the
/// whole article by its heading.
pub(super) fn of_other_service(statement: &Statement, unit: UnitId, field: &Field<'_>, scene: &Scene<'_>) -> bool {
    use crate::statement::Case;
    let Some(other) = field.other_service else { return false };
    let heading = ancestors(field.contract, unit)
        .filter_map(|id| field.contract.unit(id).caption)
        .any(|caption| scene.occurrences.any(other, caption) && scene.mentions.within(caption).next().is_none());
    heading
        || statement.arguments.iter().any(|argument| {
            matches!(argument.case, Case::Wo | Case::About | Case::Topic | Case::Ga | Case::Kara)
                && scene
                    .occurrences
                    .within(other, argument.span)
                    .filter(|found| !scene.mentions.within(argument.span).any(|(name, _)| name.overlaps(*found)))
                    .any(|found| !accompanies(scene.norm, found, argument.span))
        })
}

/// 「放送サービスの料金と併せて」 inside a phrase only keeps company with what is meant.
fn accompanies(norm: &str, found: Span, phrase: Span) -> bool {
    let rest = norm.get(found.end..phrase.end).unwrap_or_default();
    // 「共済事業その他の事業」 goes on with the same kind.
    let rest = rest.find("その他の事業").map_or(rest, |end| rest.get(..end).unwrap_or(rest));
    ["とともに", "と共に", "と併せ", "と合わせ", "とあわせ", "に加え", "及び", "その他", "並びに"]
        .iter()
        .any(|word| rest.contains(word))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::Index;
    use crate::analyze::{Options, dissect, report};
    use crate::document::{self, ReadOptions};
    use crate::rulebook::Rulebook;

    /// With the filter on or off, the whole corpus gives the same verdicts and evidence.
    #[test]
    fn the_filter_changes_nothing() {
        let filtered = Rulebook::built_in().expect("the built-in rules load");
        let mut exhaustive = Rulebook::built_in().expect("the built-in rules load");
        exhaustive.index = Index::exhaustive(&exhaustive.patterns);
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/contracts");
        let mut files: Vec<_> =
            fs::read_dir(folder).expect("the corpus").filter_map(|entry| Some(entry.ok()?.path())).collect();
        files.sort();
        assert!(files.len() > 100, "the corpus is there");
        for file in files {
            let bytes = fs::read(&file).expect("a contract");
            let judge = |rulebook: &Rulebook| {
                let document = document::read(&bytes, &file, &ReadOptions::default()).expect("readable");
                let report = report(dissect(document, rulebook, &Options::default()), &file, rulebook);
                format!("{:?}{:?}", report.judgments, report.disqualifiers)
            };
            assert_eq!(judge(&filtered), judge(&exhaustive), "{}", file.display());
        }
    }
}
