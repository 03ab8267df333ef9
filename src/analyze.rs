//! The whole flow, from bytes to [`Report`].

use std::path::Path;

use crate::contract::{Contract, UnitId, UnitKind};
use crate::document::{self, Document, ReadError, ReadOptions};
use crate::party::{self, Casting, Domain, Mentions, Party, PartySet, Role};
use crate::pattern::{self, Explanation, Field, Finding, Lens, Occurrences, Roles, Scene};
use crate::report::{Nature, NearMiss, Report, UpstreamReport, Warning};
use crate::rulebook::Rulebook;
use crate::span::Span;
use crate::statement::{self, Statement};
use crate::text::Text;
use crate::token::{self, Sentence};
use crate::verdict::{self, Bench, Disqualifier};

/// What the caller asks for beside the file.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// How to read the bytes.
    pub read: ReadOptions,
    /// Roles that override what is worked out, by party name.
    pub roles: Vec<(String, Role)>,
    /// Whether the report is to tell what comes nearest to what is missing; it takes half as long again.
    pub near_misses: bool,
}

/// Every stage's product for one contract, for those who want to look inside.
#[derive(Debug)]
pub struct Analysis {
    /// What was read.
    pub document: Document,
    /// Its text.
    pub text: Text,
    /// Its structure.
    pub contract: Contract,
    /// Its sentences.
    pub sentences: Vec<Sentence>,
    /// Its parties, users last.
    pub parties: Vec<Party>,
    /// Where they are named.
    pub mentions: Mentions,
    /// What it says.
    pub statements: Vec<Statement>,
    /// Whether the text speaks so much of connections to the internet that it may be ours even where no roles were made out.
    pub of_the_field: bool,
    /// Who plays which role; `None` where no contract between an upstream and an operator was made out.
    pub casting: Option<Casting>,
    /// Which patterns match, for the first upstream.
    pub findings: Vec<Finding>,
    /// The same for each further upstream, in the order of the casting.
    pub further: Vec<Vec<Finding>>,
    /// For each of the rulebook's files: the first unit with words of its matter.
    pub watched: Vec<Option<UnitId>>,
}

/// Judges one contract.
///
/// # Errors
///
/// When nothing of the file can be read.
pub fn analyze(bytes: &[u8], name: &Path, rulebook: &Rulebook, options: &Options) -> Result<Report, ReadError> {
    let document = document::read(bytes, name, &options.read)?;
    let analysis = dissect(document, rulebook, options);
    let near_misses = if options.near_misses { near_misses(&analysis, rulebook) } else { Vec::new() };
    Ok(Report { near_misses, ..report(analysis, name, rulebook) })
}

/// Runs the stages up to the findings.
#[must_use]
pub fn dissect(document: Document, rulebook: &Rulebook, options: &Options) -> Analysis {
    let text = Text::of(&document);
    let contract = Contract::of(&text);
    let mut parties = party::parties(&text, &contract, &rulebook.roles);
    name_given(&mut parties, options);
    let mentions = Mentions::of(&text.norm, &parties, &rulebook.roles.both);
    let sentences = token::sentences(&text, &contract, &rulebook.tokenizer, &mentions);
    let is_party = |span: Span| is_party(&text.norm, &mentions, span);
    let statements = statement::statements(&text.norm, &contract, &sentences, &rulebook.function, &is_party);
    let occurrences = rulebook.terms.occurrences(&text.norm);
    let mut scene = scene(&text, &mentions, &occurrences, rulebook);
    let desks = party::desks(&scene, &statements);
    scene.desks = &desks;
    let counted = |class: &str| rulebook.terms.noun(class).map_or(0, |term| count(&occurrences, term, &text));
    let domain = Domain {
        networks: counted("通信"),
        connections: counted("接続事業"),
        stated: rulebook.terms.noun("接続事業").is_some_and(|term| occurrences.any(term, opening(&contract))),
    };
    let named = domain.networks + domain.connections >= 2 && party::names_an_operator(&parties, &rulebook.roles);
    let casting = if domain.may_be_ours() || named || !options.roles.is_empty() {
        party::assign(
            &mut parties,
            &statements,
            &mut scene,
            &rulebook.roles,
            &rulebook.hypotheses,
            &options.roles,
            domain,
        )
    } else {
        None
    };
    let provisions = provisions(&text, &contract, &occurrences, rulebook);
    let field = field(&contract, &sentences, &statements, provisions, rulebook);
    let mut readings = casting.iter().flat_map(Casting::readings).map(|roles| {
        scene.roles = roles;
        let mut found = pattern::findings(&rulebook.patterns, &rulebook.index, &field, &scene);
        found.retain(|finding| !of_another_upstream(finding.span, &mentions, casting.as_ref(), roles));
        found
    });
    let findings = readings.next().unwrap_or_default();
    let further = readings.collect();
    // Users are the last of the parties.
    let ours = casting.is_some() || domain.may_be_ours() && parties.len() > 2;
    let watched =
        rulebook.rules.iter().map(|rules| pattern::watched(&rules.watch, &field, &scene).filter(|_| ours)).collect();
    Analysis {
        document,
        text,
        contract,
        sentences,
        parties,
        mentions,
        statements,
        of_the_field: ours,
        casting,
        findings,
        further,
        watched,
    }
}

/// The scene before roles and desks are known.
fn scene<'a>(text: &'a Text, mentions: &'a Mentions, occurrences: &'a Occurrences, rulebook: &Rulebook) -> Scene<'a> {
    let organs = rulebook.terms.noun("窓口");
    Scene { norm: &text.norm, mentions, occurrences, roles: Roles::default(), organs, desks: &[] }
}

fn field<'a>(
    contract: &'a Contract,
    sentences: &'a [Sentence],
    statements: &'a [Statement],
    provisions: Vec<bool>,
    rulebook: &Rulebook,
) -> Field<'a> {
    Field { contract, sentences, statements, provisions, other_service: rulebook.terms.noun("別サービス") }
}

/// What the patterns of the clause or disqualifier with this id made of the contract; nothing where no roles could be told.
#[must_use]
pub fn explain(analysis: &Analysis, rulebook: &Rulebook, id: &str) -> Explanation {
    let Some(clause) = rulebook.ids().position(|known| known == id) else { return Explanation::default() };
    let elements = rulebook.rules[clause].elements.len();
    through_lens(analysis, rulebook, |lens| pattern::explain(lens, &analysis.findings, clause, elements))
        .unwrap_or_default()
}

/// For each mandatory clause, what comes nearest to those of its elements that nothing provides.
fn near_misses(analysis: &Analysis, rulebook: &Rulebook) -> Vec<NearMiss> {
    let misses = |lens: &Lens<'_>| {
        let of = |clause: usize| {
            let misses = pattern::misses(lens, &analysis.findings, clause, rulebook.clauses[clause].elements.len());
            let nearest =
                misses.into_iter().filter_map(|misses| Some((misses.element, misses.nearest.into_iter().next()?)));
            nearest.map(move |(element, account)| NearMiss::of(clause, element, account)).collect::<Vec<_>>()
        };
        (0..rulebook.clauses.len()).flat_map(of).collect()
    };
    through_lens(analysis, rulebook, misses).unwrap_or_default()
}

/// Looks at statements beside patterns; `None` where no roles could be told.
fn through_lens<T>(analysis: &Analysis, rulebook: &Rulebook, look: impl FnOnce(&Lens<'_>) -> T) -> Option<T> {
    let Analysis { text, contract, sentences, mentions, statements, casting, .. } = analysis;
    let roles = casting.as_ref()?.readings().next()?;
    let occurrences = rulebook.terms.occurrences(&text.norm);
    let scene = scene(text, mentions, &occurrences, rulebook);
    let desks = party::desks(&scene, statements);
    let scene = Scene { roles, desks: &desks, ..scene };
    let provisions = provisions(text, contract, &occurrences, rulebook);
    let field = field(contract, sentences, statements, provisions, rulebook);
    Some(look(&Lens { patterns: &rulebook.patterns, terms: &rulebook.terms, field: &field, scene: &scene }))
}

/// Whether words name another of several upstreams and not the one that the contract is read for (note 1).
fn of_another_upstream(span: Span, mentions: &Mentions, casting: Option<&Casting>, roles: Roles) -> bool {
    let upstreams = casting.into_iter().flat_map(|casting| &casting.upstreams);
    let all = upstreams.fold(PartySet::NONE, |set, party| set.union(PartySet::party(*party)));
    let named = mentions.within(span).fold(PartySet::NONE, |set, (_, who)| set.union(who));
    named.meets(all.without(roles.upstream)) && !named.meets(roles.upstream)
}

/// Where a contract says what it is about: from its beginning to the end of its first article or paragraph.
fn opening(contract: &Contract) -> Span {
    let first = contract.units.iter().find(|unit| matches!(unit.kind, UnitKind::Article | UnitKind::Paragraph));
    Span::new(0, first.map_or(0, |unit| unit.span.end))
}

fn count(occurrences: &Occurrences, term: pattern::TermId, text: &Text) -> usize {
    occurrences.within(term, Span::new(0, text.norm.len())).count()
}

/// A party that only the caller names (`--role 当社=upstream`) joins the list.
fn name_given(parties: &mut Vec<Party>, options: &Options) {
    for (name, role) in &options.roles {
        let known = parties.iter().any(|party| party.names.contains(name));
        if *role == Role::User {
            if let Some(users) = parties.last_mut()
                && !known
            {
                users.names.insert(0, name.clone());
            }
        } else if !known {
            parties.insert(0, Party { names: vec![name.clone()], role: None, because: Vec::new() });
        }
    }
}

/// Whether a noun can act: a party, users, or a word that points back to one.
fn is_party(norm: &str, mentions: &Mentions, span: Span) -> bool {
    mentions.named(norm, span) != PartySet::NONE
        || norm
            .get(span.range())
            .is_some_and(|words| matches!(words, "自己" | "自ら" | "自社" | "相手方" | "他方" | "自身"))
}

/// For each unit, whether what it says can be a provision: no table of contents, recital, definition or deleted text.
fn provisions(text: &Text, contract: &Contract, occurrences: &Occurrences, rulebook: &Rulebook) -> Vec<bool> {
    let background = rulebook.terms.noun("背景見出し");
    let mut flags: Vec<bool> = Vec::with_capacity(contract.units.len());
    for unit in &contract.units {
        let inherited = unit.parent.is_none_or(|parent| flags[parent.0 as usize]);
        let own = !matches!(unit.kind, UnitKind::Toc | UnitKind::Title | UnitKind::Preamble | UnitKind::Signature)
            && !unit.struck
            && !unit.caption.is_some_and(|caption| {
                background.is_some_and(|term| {
                    occurrences
                        .within(term, caption)
                        .any(|found| found.end - found.start + 6 >= text.get(caption).len())
                })
            });
        flags.push(inherited && own);
    }
    flags
}

/// Runs the last stages: findings become judgments, judgments a report.
#[must_use]
pub fn report(analysis: Analysis, name: &Path, rulebook: &Rulebook) -> Report {
    let bench = |findings| Bench {
        rulebook,
        norm: &analysis.text.norm,
        contract: &analysis.contract,
        sentences: &analysis.sentences,
        findings,
        unsure_roles: analysis.casting.as_ref().map_or(analysis.of_the_field, Casting::doubtful),
        watched: &analysis.watched,
        gaps: !analysis.document.gaps.is_empty() || hides_provisions(&analysis),
    };
    let first = bench(&analysis.findings);
    let mut judgments = verdict::judgments(&first);
    let mut disqualifiers = verdict::disqualifiers(&first, &judgments);
    let mut upstreams = Vec::new();
    if !analysis.further.is_empty() {
        let names = analysis.casting.iter().flat_map(|casting| &casting.upstreams);
        let mut names = names.map(|party| analysis.parties[*party].names[0].clone());
        upstreams.extend(names.next().map(|name| UpstreamReport { name, judgments: judgments.clone() }));
        for (name, findings) in names.zip(&analysis.further) {
            let bench = bench(findings);
            let own = verdict::judgments(&bench);
            verdict::worsen(&mut judgments, &own);
            let more = verdict::disqualifiers(&bench, &own);
            disqualifiers = disqualifiers.into_iter().zip(more).map(|(a, b)| if b.present { b } else { a }).collect();
            upstreams.push(UpstreamReport { name, judgments: own });
        }
    }
    let nature = nature(&analysis, &disqualifiers);
    let warnings = warnings(&analysis, nature);
    Report {
        file: name.display().to_string(),
        near_misses: Vec::new(),
        judgments,
        disqualifiers,
        document: analysis.document,
        text: analysis.text,
        contract: analysis.contract,
        parties: analysis.parties,
        upstreams,
        nature,
        warnings,
    }
}

/// What the document is: told by its roles, by the disqualifier for sales agents, and by its title.
fn nature(analysis: &Analysis, disqualifiers: &[Disqualifier]) -> Nature {
    const TERMS: [&str; 5] = ["約款", "規約", "利用規定", "利用規程", "会則"];
    let title = analysis.contract.title.map_or("", |title| analysis.text.get(title));
    if disqualifiers.iter().any(|disqualifier| disqualifier.present) {
        Nature::Agency
    } else if analysis.casting.is_some() {
        Nature::Partnership
    } else if TERMS.iter().any(|word| title.contains(word)) {
        Nature::Terms
    } else {
        Nature::Unrelated
    }
}

/// Characters that could not be read. On a page, the sign that opens a line is a bullet in a font that nobody knows.
fn unreadable<'t>(document: &Document, text: &'t Text) -> impl Iterator<Item = Span> + 't {
    let norm = text.norm.as_str();
    let paged = !document.pages.is_empty();
    let opens = |at: usize| norm.get(..at).is_some_and(|before| before.is_empty() || before.ends_with('\n'));
    let found = norm.match_indices(char::REPLACEMENT_CHARACTER).filter(move |(at, _)| !(paged && opens(*at)));
    found.map(|(at, found)| Span::new(at, at + found.len()))
}

/// Whether a character that could not be read stands where a provision can. A name or a title that lacks one hides nothing.
fn hides_provisions(analysis: &Analysis) -> bool {
    let frames: Vec<Span> = analysis
        .contract
        .units
        .iter()
        .filter(|unit| matches!(unit.kind, UnitKind::Toc | UnitKind::Title | UnitKind::Preamble | UnitKind::Signature))
        .map(|unit| unit.span)
        .collect();
    unreadable(&analysis.document, &analysis.text).any(|at| !frames.iter().any(|frame| frame.contains(at)))
}

/// What a reader should know beside the verdicts, in the order of its weight.
fn warnings(analysis: &Analysis, nature: Nature) -> Vec<Warning> {
    let mut warnings = Vec::new();
    if nature != Nature::Partnership {
        warnings.push(Warning::Nature(nature));
    }
    if analysis.casting.as_ref().map_or(analysis.of_the_field, Casting::doubtful) {
        warnings.push(Warning::Roles);
    }
    let unreadable = unreadable(&analysis.document, &analysis.text).count();
    if unreadable > 0 {
        warnings.push(Warning::Unreadable(unreadable));
    }
    warnings.extend(analysis.contract.breaks.iter().map(|found| Warning::Break(*found)));
    let annex = |words: &&str| words.starts_with(['別', '附', '付', '図', '添']);
    for reference in analysis.contract.references.iter().filter(|reference| reference.targets.is_empty()) {
        let Some(words) = analysis.text.norm.get(reference.span.range()).filter(annex) else { continue };
        let Some(sentence) = analysis.sentences.iter().find(|sentence| sentence.span.contains(reference.span)) else {
            continue;
        };
        let warning = Warning::Dangling(sentence.unit, words.to_owned());
        let told = |other: &Warning| matches!(other, Warning::Dangling(_, known) if known == words);
        if !warnings.iter().any(told) {
            warnings.push(warning);
        }
    }
    warnings
}
