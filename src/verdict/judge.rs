//! The precedence of the criteria: what opposes beats what provides, what is weak makes partial, and what could not be read is
//! never held missing.

use super::{Disqualifier, Evidence, Judgment, Verdict, Weakness};
use super::{exception, gather};
use crate::contract::{Contract, UnitId};
use crate::pattern::{Effect, Finding, Follow};
use crate::rulebook::Rulebook;
use crate::statement::Modality;
use crate::token::Sentence;

/// What judging looks at.
pub(crate) struct Bench<'a> {
    pub rulebook: &'a Rulebook,
    pub norm: &'a str,
    pub contract: &'a Contract,
    pub sentences: &'a [Sentence],
    pub findings: &'a [Finding],
    /// Whether it could not be told well who is the upstream and who the operator.
    pub unsure_roles: bool,
    /// For each of the rulebook's files: the first unit with words of its matter.
    pub watched: &'a [Option<UnitId>],
    /// Whether part of the document could not be read.
    pub gaps: bool,
}

/// One judgment for each mandatory clause, in order.
pub(crate) fn judgments(bench: &Bench<'_>) -> Vec<Judgment> {
    (0..bench.rulebook.clauses.len()).map(|clause| judge(bench, clause)).collect()
}

/// A finding with what speaks against its weight.
pub(super) struct Weighed<'a> {
    pub(super) finding: &'a Finding,
    pub(super) weakness: Option<Weakness>,
    exception: Option<exception::Exception>,
}

fn judge(bench: &Bench<'_>, clause: usize) -> Judgment {
    let mine: Vec<Weighed<'_>> =
        bench.findings.iter().filter(|finding| finding.clause == clause).map(|finding| weigh(bench, finding)).collect();
    let mine = gather::decisive(bench, prevailing(bench, mine));
    let elements = &bench.rulebook.clauses[clause].elements;
    let provides = || mine.iter().filter(|weighed| weighed.finding.effect == Effect::Provides);
    let opposing: Vec<_> = mine
        .iter()
        .filter(|weighed| weighed.finding.effect == Effect::Opposes && weighed.finding.modality == Modality::Binding)
        .collect();
    let weakening: Vec<_> = mine
        .iter()
        .filter(|weighed| {
            weighed.finding.effect == Effect::Weakens
                || weighed.finding.effect == Effect::Opposes && weighed.finding.modality == Modality::Optional
        })
        .collect();
    let met: Vec<bool> = (0..elements.len())
        .map(|element| {
            let borne = provides().any(|weighed| weighed.finding.elements.contains(&element));
            provides().filter(|weighed| weighed.weakness.is_none()).any(|weighed| {
                let implied = &bench.rulebook.patterns[weighed.finding.pattern].implied;
                weighed.finding.elements.contains(&element) || !borne && implied.contains(&element)
            })
        })
        .collect();
    let verdict = if !opposing.is_empty() {
        Verdict::Contradicted
    } else if met.iter().all(|met| *met) && weakening.is_empty() {
        Verdict::Found
    } else if provides().next().is_some() || !weakening.is_empty() {
        Verdict::Partial
    } else if bench.gaps {
        Verdict::Undetermined
    } else {
        Verdict::Missing
    };
    let mut evidence: Vec<Evidence> = Vec::new();
    match verdict {
        Verdict::Contradicted => evidence.extend(opposing.iter().map(|weighed| exhibit(bench, weighed, false))),
        Verdict::Found => {
            evidence.extend(
                provides().filter(|weighed| weighed.weakness.is_none()).map(|weighed| exhibit(bench, weighed, true)),
            );
        }
        Verdict::Partial => {
            evidence.extend(provides().map(|weighed| exhibit(bench, weighed, true)));
            evidence.extend(provides().filter_map(|weighed| counter(bench, weighed)));
            evidence.extend(weakening.iter().map(|weighed| exhibit(bench, weighed, false)));
        }
        Verdict::Missing | Verdict::Undetermined => {}
    }
    let evidence = without_leads(bench, settle(evidence));
    let mut judgment = Judgment { clause, verdict, met, evidence, leans: Vec::new() };
    judgment.leans = super::lean::leans(bench, &judgment);
    judgment
}

/// An attached agreement (個別契約, 特約, 覚書) prevails over the one that it is attached to: where it provides an element less than
/// bindingly, what the main agreement provides of it no longer counts.
fn prevailing<'a>(bench: &Bench<'_>, mine: Vec<Weighed<'a>>) -> Vec<Weighed<'a>> {
    let attached = |weighed: &Weighed<'_>| {
        crate::pattern::ancestors(bench.contract, weighed.finding.unit)
            .any(|id| bench.contract.unit(id).kind == crate::contract::UnitKind::Agreement)
    };
    let replaced: Vec<usize> = mine
        .iter()
        .filter(|weighed| weighed.finding.effect == Effect::Provides && weighed.weakness.is_some() && attached(weighed))
        .flat_map(|weighed| weighed.finding.elements.clone())
        .collect();
    let keeps = |weighed: &Weighed<'_>| {
        attached(weighed)
            || weighed.finding.effect != Effect::Provides
            || !weighed.finding.elements.iter().all(|element| replaced.contains(element))
    };
    mine.into_iter().filter(keeps).collect()
}

/// Document order; one piece of evidence for the same words, and for the same unit only what adds an element.
fn settle(mut evidence: Vec<Evidence>) -> Vec<Evidence> {
    evidence.sort_by(|a, b| (a.span, &a.pattern).cmp(&(b.span, &b.pattern)));
    let mut kept: Vec<Evidence> = Vec::new();
    for piece in evidence {
        let same = kept.iter_mut().find(|other| {
            other.supports == piece.supports
                && other.unit == piece.unit
                && (other.span == piece.span || other.span.contains(piece.span) || piece.span.contains(other.span))
        });
        match same {
            Some(other) => {
                other.elements.extend(
                    piece.elements.into_iter().filter(|element| !other.elements.contains(element)).collect::<Vec<_>>(),
                );
                other.span = other.span.union(piece.span);
                if other.weakness.is_some() && piece.weakness.is_none() {
                    other.weakness = None;
                }
            }
            None => kept.push(piece),
        }
    }
    kept
}

/// A lead (柱書) that only announces its items gives way to what the items say.
fn without_leads(bench: &Bench<'_>, evidence: Vec<Evidence>) -> Vec<Evidence> {
    const ANNOUNCES: [&str; 6] = ["次の各号", "次に掲げる", "次の区分", "次のとおり", "次の分担", "以下の各号"];
    let announces = |piece: &Evidence| {
        bench.norm.get(piece.span.range()).is_some_and(|words| ANNOUNCES.iter().any(|word| words.contains(word)))
    };
    let below = |piece: &Evidence, other: &Evidence| {
        other.unit != piece.unit
            && other.supports == piece.supports
            && crate::pattern::ancestors(bench.contract, other.unit).any(|unit| unit == piece.unit)
    };
    let told_below = |piece: &Evidence| {
        let told: Vec<&String> =
            evidence.iter().filter(|other| below(piece, other)).flat_map(|other| &other.elements).collect();
        piece.elements.iter().all(|element| told.contains(&element))
    };
    let needless: Vec<bool> =
        evidence.iter().map(|piece| !piece.elements.is_empty() && announces(piece) && told_below(piece)).collect();
    evidence.into_iter().zip(needless).filter(|(_, needless)| !needless).map(|(piece, _)| piece).collect()
}

fn weigh<'a>(bench: &Bench<'_>, finding: &'a Finding) -> Weighed<'a> {
    let weakness = match finding.modality {
        Modality::Binding | Modality::Recital => None,
        Modality::Optional => Some(Weakness::Optional),
        Modality::Effort => Some(Weakness::Effort),
        Modality::Deferred => Some(Weakness::Deferred),
    };
    let exception = exception::broad(bench, finding);
    let weakness = weakness.or_else(|| dangling(bench, finding).then_some(Weakness::Dangling));
    let weakness = weakness.or(exception.as_ref().map(|_| Weakness::Exception));
    Weighed { finding, weakness, exception }
}

/// Whether the finding rests on an annex or provision that its sentence cites and the document does not hold (宛先なし).
fn dangling(bench: &Bench<'_>, finding: &Finding) -> bool {
    let follow = &bench.rulebook.patterns[finding.pattern].follow;
    let Some(sentence) = bench.sentences.iter().find(|sentence| sentence.span.contains(finding.span)) else {
        return false;
    };
    bench.contract.references.iter().filter(|reference| sentence.span.contains(reference.span)).any(|reference| {
        let annex =
            bench.norm.get(reference.span.range()).is_some_and(|words| words.starts_with(['別', '附', '付', '図']));
        let kind = if annex { Follow::Annex } else { Follow::Reference };
        reference.targets.is_empty() && follow.contains(&kind)
    })
}

fn exhibit(bench: &Bench<'_>, weighed: &Weighed<'_>, supports: bool) -> Evidence {
    let pattern = &bench.rulebook.patterns[weighed.finding.pattern];
    let elements = &bench.rulebook.rules[pattern.clause].elements;
    Evidence {
        unit: weighed.finding.unit,
        span: weighed.finding.span,
        elements: weighed.finding.elements.iter().filter_map(|element| elements.get(*element).cloned()).collect(),
        supports,
        pattern: pattern.id.clone(),
        weakness: weighed.weakness,
        inherited: weighed.finding.inherited,
    }
}

/// The exception that hollows a finding out, as evidence against it.
fn counter(bench: &Bench<'_>, weighed: &Weighed<'_>) -> Option<Evidence> {
    let exception = weighed.exception.as_ref()?;
    let mut evidence = exhibit(bench, weighed, false);
    evidence.unit = exception.unit;
    evidence.span = exception.span;
    Some(evidence)
}

/// The disqualifiers (note 3).
pub(crate) fn disqualifiers(bench: &Bench<'_>, judgments: &[Judgment]) -> Vec<Disqualifier> {
    let rules = bench.rulebook.rules.iter().enumerate().filter(|(_, rules)| rules.disqualifier);
    rules
        .map(|(clause, rules)| {
            let excluded = judgments.iter().any(|judgment| {
                judgment.verdict == Verdict::Found
                    && rules.unless_found.as_ref() == Some(&bench.rulebook.clauses[judgment.clause].id)
            });
            let evidence = settle(
                bench
                    .findings
                    .iter()
                    .filter(|finding| !excluded && finding.clause == clause && finding.effect == Effect::Provides)
                    .map(|finding| exhibit(bench, &weigh(bench, finding), true))
                    .collect(),
            );
            Disqualifier { id: rules.id.clone(), title: rules.title.clone(), present: !evidence.is_empty(), evidence }
        })
        .collect()
}
