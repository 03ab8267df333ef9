//! What could be changed for one clause: several ways, those that change least first.

use super::amend;
use super::place::{self, Insertion};
use super::remove;
use super::style::Style;
use super::wording::Wording;
use super::{Kind, Suggestion, Why, raw_words};
use crate::contract::{UnitId, UnitKind};
use crate::document::RawSpan;
use crate::party::Role;
use crate::report::Report;
use crate::rulebook::Rulebook;
use crate::span::Span;
use crate::verdict::{Evidence, Judgment, Weakness};

/// A way to mend a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Way {
    /// Weak words lose what makes them weak; otherwise wording takes the place of their sentence.
    trims: bool,
    /// All elements are provided anew, not only those that are lacking.
    whole: bool,
    /// Wording gets an article of its own, not a paragraph of the one that deals with the matter.
    apart: bool,
    /// The service is called by what it is, not by its name, in which others may be named, too.
    plain: bool,
}

impl Way {
    pub(super) const ALL: [Self; 8] = [
        Self { trims: true, whole: false, apart: false, plain: false },
        Self { trims: false, whole: false, apart: false, plain: false },
        Self { trims: true, whole: true, apart: false, plain: false },
        Self { trims: false, whole: true, apart: false, plain: false },
        Self { trims: true, whole: true, apart: true, plain: false },
        Self { trims: false, whole: true, apart: true, plain: false },
        Self { trims: true, whole: true, apart: true, plain: true },
        Self { trims: false, whole: true, apart: true, plain: true },
    ];
}

/// A change of the raw text, with what there is to say about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub at: RawSpan,
    pub with: String,
    clause: usize,
    elements: Vec<String>,
    kind: Kind,
    unit: UnitId,
    /// The sentence or unit around it, whose new reading is worth showing.
    around: Option<RawSpan>,
    why: Why,
}

impl Change {
    /// What there is to say about it, once `after` is known.
    pub(super) fn suggestion(self, before: &Report, after: &Report) -> Suggestion {
        let page = page(before, self.unit);
        let gone = raw_words(before, self.at).trim().to_owned();
        let result = self.around.map_or_else(String::new, |around| {
            let head = raw_words(before, RawSpan { start: around.start, end: self.at.start });
            let tail = raw_words(before, RawSpan { start: self.at.end, end: around.end });
            format!("{head}{}{tail}", self.with)
        });
        let becomes = matches!(self.kind, Kind::AddTo | Kind::AddAfter).then(|| new_place(after, &self.with)).flatten();
        Suggestion {
            clause: self.clause,
            elements: self.elements,
            kind: self.kind,
            place: before.contract.place(self.unit),
            page,
            gone,
            joins: self.kind == Kind::AddTo && !self.with.starts_with('\n'),
            wording: self.with.trim_matches('\n').to_owned(),
            result,
            becomes,
            why: self.why,
        }
    }
}

/// The page on which a unit begins. A draft has no glyphs any more, but its lines know their pages.
fn page(report: &Report, unit: UnitId) -> Option<u32> {
    let at = report.text.hull(report.contract.unit(unit).span)?.start;
    report.document.lines.iter().find(|line| line.raw.start <= at && at <= line.raw.end)?.page
}

/// The place of words that were put in.
fn new_place(after: &Report, words: &str) -> Option<String> {
    let words = words.trim_matches('\n');
    let start = after.document.raw.find(words)?;
    // The last words of it: a label and a heading may count as something else.
    let end = start + words.trim_end().len();
    let last = words.trim_end().chars().next_back()?.len_utf8();
    let span = after.text.span_of(RawSpan { start: end - last, end })?;
    Some(after.contract.place(after.contract.unit_at(span.start)?))
}

/// What `way` changes for `clause`; nothing where it does not apply.
pub(super) fn changes(report: &Report, rulebook: &Rulebook, clause: usize, style: &Style, way: Way) -> Vec<Change> {
    let Some(judgment) = report.judgments.iter().find(|judgment| judgment.clause == clause) else { return Vec::new() };
    let style = &if way.plain { style.plain() } else { style.clone() };
    let mut plan = Plan {
        report,
        rulebook,
        clause,
        style,
        way,
        judgment,
        changes: Vec::new(),
        gone: Vec::new(),
        mended: Vec::new(),
    };
    plan.clear();
    plan.provide();
    joined(plan.changes, report)
}

/// Sentences of one unit that go one behind the other as one change.
fn joined(changes: Vec<Change>, report: &Report) -> Vec<Change> {
    let mut changes = changes;
    changes.sort_by_key(|change| (change.at.start, change.at.end));
    let mut out: Vec<Change> = Vec::new();
    for change in changes {
        if let Some(last) = out.last_mut()
            && last.unit == change.unit
            && change.kind != Kind::Replace
            && change.with.is_empty()
            && last.around.is_none()
            && change.around.is_none()
            && !matches!(last.kind, Kind::AddTo | Kind::AddAfter)
            && !matches!(change.kind, Kind::AddTo | Kind::AddAfter)
            && raw_words(report, RawSpan { start: last.at.end, end: change.at.start }).trim().is_empty()
            && !raw_words(report, RawSpan { start: last.at.end, end: change.at.start }).contains('\n')
        {
            last.at.end = change.at.end;
            let more: Vec<String> = change.elements.into_iter().filter(|id| !last.elements.contains(id)).collect();
            last.elements.extend(more);
            continue;
        }
        out.push(change);
    }
    out
}

/// A sentence that goes as a whole.
#[derive(Clone, Copy, Debug)]
struct Gone {
    unit: UnitId,
    span: Span,
    why: Why,
}

struct Plan<'a> {
    report: &'a Report,
    rulebook: &'a Rulebook,
    clause: usize,
    style: &'a Style,
    way: Way,
    judgment: &'a Judgment,
    changes: Vec<Change>,
    /// Sentences that go as a whole.
    gone: Vec<Gone>,
    /// Elements whose words were made binding.
    mended: Vec<String>,
}

impl Plan<'_> {
    /// Decides on the words that must go.
    fn clear(&mut self) {
        let kept: Vec<Span> = self
            .report
            .judgments
            .iter()
            .flat_map(|judgment| &judgment.evidence)
            .filter(|evidence| {
                evidence.supports && (evidence.weakness.is_none() || evidence.weakness == Some(Weakness::Exception))
            })
            .map(|evidence| evidence.span)
            .collect();
        for evidence in &self.judgment.evidence {
            let elements = &self.rulebook.clauses[self.clause].elements;
            let met =
                |id: &String| elements.iter().position(|known| known == id).is_some_and(|at| self.judgment.met[at]);
            match (evidence.supports, evidence.weakness) {
                // An exception is evidence of its own; what is provided elsewhere may well be said once more, less firmly.
                (true, None | Some(Weakness::Exception)) => {}
                (true, Some(_)) if evidence.elements.iter().all(met) => {}
                (true, Some(weakness)) => self.strengthen(evidence, weakness),
                (false, _) => self.oppose(evidence, &kept),
            }
        }
        self.echoes(&kept);
    }

    /// Sentences of the same article that deny the matter, too: they would contradict what takes the place of those that go.
    fn echoes(&mut self, kept: &[Span]) {
        let (report, contract) = (self.report, &self.report.contract);
        let opposed = self.gone.iter().filter(|gone| gone.why == Why::Opposed);
        let mut sections: Vec<UnitId> = opposed.filter_map(|gone| place::section_of(contract, gone.unit)).collect();
        let first = self.rulebook.wordings(self.clause).first();
        sections.extend(first.and_then(|wording| self.headed(wording)));
        sections.sort_unstable();
        sections.dedup();
        let (operators, upstreams) = (report.names(Role::Operator), report.names(Role::Upstream));
        for section in sections {
            let within = contract.unit(section).span;
            let units = contract.ids().filter(|id| within.contains(contract.unit(*id).span));
            let sentences =
                units.flat_map(|unit| remove::sentences(report, unit).into_iter().map(move |span| (unit, span)));
            for (unit, span) in sentences {
                let words = report.text.get(span);
                let told = self.gone.iter().any(|gone| gone.span.overlaps(span))
                    || kept.iter().any(|kept| kept.overlaps(span));
                let other = self.changes.iter().any(|change| {
                    report.text.hull(span).is_some_and(|raw| raw.start <= change.at.start && change.at.end <= raw.end)
                });
                // What the upstream does not do may well be as it should.
                let ours = operators.iter().any(|name| words.contains(name))
                    || !upstreams.iter().any(|name| words.contains(name));
                let cites = contract.references.iter().any(|reference| {
                    span.contains(reference.span)
                        && self
                            .gone
                            .iter()
                            .any(|gone| gone.why == Why::Opposed && reference.targets.contains(&gone.unit))
                });
                let matter = cites || self.rulebook.watches(self.clause, &report.text.norm, span);
                if told || other {
                    continue;
                }
                if ours && matter && remove::denies(words) {
                    self.gone.push(Gone { unit, span, why: Why::Opposed });
                } else if upstreams.iter().any(|name| remove::goes_on_from(words, name))
                    && self.goes_before(section, span)
                {
                    self.gone.push(Gone { unit, span, why: Why::Void });
                }
            }
        }
        self.gone.sort_by_key(|gone| gone.span);
    }

    /// Whether what opposes goes from `section` before `span`.
    fn goes_before(&self, section: UnitId, span: Span) -> bool {
        let within = self.report.contract.unit(section).span;
        self.gone
            .iter()
            .any(|gone| gone.why == Why::Opposed && within.contains(gone.span) && gone.span.end <= span.start)
    }

    /// Whether nothing of a unit's own text is left without the sentences `gone`.
    fn emptied(&self, unit: UnitId, gone: &[Gone]) -> bool {
        let mine = |span: &Span| gone.iter().any(|other| other.span.contains(*span));
        let holds_more = self.report.contract.units.iter().any(|other| other.parent == Some(unit));
        remove::sentences(self.report, unit).iter().all(mine) && !holds_more
    }

    /// Provisions of the same article that rest on one of which nothing is left (前項により…), for as long as there are more.
    fn dependants(&self, gone: &mut Vec<Gone>, slot: Option<UnitId>) {
        let contract = &self.report.contract;
        loop {
            let void: Vec<UnitId> = gone
                .iter()
                .map(|gone| gone.unit)
                .filter(|unit| slot != Some(*unit) && self.emptied(*unit, gone))
                .collect();
            let rests =
                contract.references.iter().filter(|reference| reference.targets.iter().any(|unit| void.contains(unit)));
            let found = rests.filter_map(|reference| {
                let unit = contract.unit_at(reference.span.start)?;
                let near = void.iter().any(|other| {
                    place::section_of(contract, *other).is_some()
                        && place::section_of(contract, *other) == place::section_of(contract, unit)
                });
                let span = remove::sentences(self.report, unit)
                    .into_iter()
                    .find(|sentence| sentence.contains(reference.span))?;
                (near && !gone.iter().any(|gone| gone.span.overlaps(span))).then_some(Gone {
                    unit,
                    span,
                    why: Why::Void,
                })
            });
            let found: Vec<Gone> = found.collect();
            if found.is_empty() {
                return;
            }
            for sentence in found {
                if !gone.iter().any(|other| other.span == sentence.span) {
                    gone.push(sentence);
                }
            }
            gone.sort_by_key(|gone| gone.span);
        }
    }

    /// Whether the first of several paragraphs would be left empty: what follows it commonly rests on it, so wording had better
    /// take its place. An exception to another provision only goes.
    fn leads(&self, gone: &Gone, all: &[Gone]) -> bool {
        let contract = &self.report.contract;
        let siblings = contract.units.iter().filter(|other| other.parent == contract.unit(gone.unit).parent);
        let first = contract.unit(gone.unit).number.as_ref().is_none_or(|number| number.parts.ends_with(&[1]));
        let exception = self.report.text.get(gone.span).contains("かかわらず");
        first && !exception && siblings.count() > 1 && self.takes_wording(gone) && self.emptied(gone.unit, all)
    }

    fn strengthen(&mut self, evidence: &Evidence, weakness: Weakness) {
        let trimmed = remove::trimmed(self.report, evidence, self.style.polite).filter(|_| self.way.trims);
        match trimmed {
            Some(change) => {
                self.mended.extend(evidence.elements.iter().cloned());
                self.part(evidence, &change, Why::Weak(weakness));
            }
            None => self.whole_sentence(evidence, Why::Weak(weakness)),
        }
    }

    fn oppose(&mut self, evidence: &Evidence, kept: &[Span]) {
        let why = match evidence.weakness {
            Some(Weakness::Exception) => Why::Weak(Weakness::Exception),
            _ => Why::Opposed,
        };
        match remove::clause(self.report, evidence, kept, self.style.polite).filter(|_| self.way.trims) {
            Some(change) => self.part(evidence, &change, why),
            None => self.whole_sentence(evidence, why),
        }
    }

    /// A change inside a sentence.
    fn part(&mut self, evidence: &Evidence, change: &remove::Change, why: Why) {
        let Some(at) = self.report.text.hull(change.words) else { return };
        if self.changes.iter().any(|other| other.at.start < at.end && at.start < other.at.end) {
            return;
        }
        let around = remove::sentence(self.report, evidence).and_then(|span| self.report.text.hull(span));
        let kind = if change.with.is_empty() { Kind::Remove } else { Kind::Replace };
        let elements = evidence.elements.clone();
        let with = change.with.clone();
        self.changes.push(Change { at, with, clause: self.clause, elements, kind, unit: evidence.unit, around, why });
    }

    fn whole_sentence(&mut self, evidence: &Evidence, why: Why) {
        let Some(sentence) = remove::sentence(self.report, evidence) else { return };
        let mut all = vec![sentence];
        all.extend(remove::that_go_on(self.report, evidence.unit, sentence));
        for span in all {
            if !self.gone.iter().any(|other| other.span.overlaps(span)) {
                self.gone.push(Gone { unit: evidence.unit, span, why });
            }
        }
        self.gone.sort_by_key(|gone| gone.span);
    }

    /// Puts in what is lacking, in the place of what goes or where the matter is dealt with.
    fn provide(&mut self) {
        let mut gone = std::mem::take(&mut self.gone);
        let in_gone = |span: Span| gone.iter().any(|gone| gone.span.contains(Span::new(span.start, span.start)));
        let elements = &self.rulebook.clauses[self.clause].elements;
        let lacking = |index: usize| {
            let id = &elements[index];
            let mut strong = self
                .judgment
                .evidence
                .iter()
                .filter(|evidence| {
                    let whole = matches!(evidence.weakness, None | Some(Weakness::Exception));
                    evidence.supports && whole && evidence.elements.contains(id)
                })
                .peekable();
            // What an exception hollows out is whole again without it.
            let provided = strong.peek().is_some();
            let lost = provided && strong.all(|evidence| in_gone(evidence.span));
            (!self.judgment.met[index] && !provided || lost) && !self.mended.contains(id)
        };
        let mut needed: Vec<usize> = (0..elements.len()).filter(|index| self.way.whole || lacking(*index)).collect();
        // Where the words were only lost with a sentence that goes, more than its elements may be needed.
        if needed.is_empty() && gone.is_empty() && self.changes.is_empty() {
            needed = (0..elements.len()).collect();
        }
        let leader = gone.iter().find(|sentence| sentence.why == Why::Opposed && self.leads(sentence, &gone)).copied();
        if needed.is_empty() && leader.is_some() {
            needed = (0..elements.len()).collect();
        }
        let wording = self.wording(&needed).cloned();
        let slot = leader.or_else(|| gone.iter().find(|gone| self.takes_wording(gone)).copied());
        let slot = slot.filter(|_| !self.way.apart && wording.is_some());
        self.dependants(&mut gone, slot.map(|slot| slot.unit));
        for sentence in &gone {
            let here = slot.is_some_and(|slot| slot.span == sentence.span);
            let with = wording.as_ref().filter(|_| here).map(|wording| wording.text(self.style));
            self.take_out(sentence, with, &gone, slot.map(|slot| slot.unit));
        }
        if let (Some(wording), None) = (&wording, slot) {
            self.insert(wording);
        }
    }

    /// Whether wording can stand in the place of a sentence: in a provision of the contract proper, not in a cell or caption.
    fn takes_wording(&self, gone: &Gone) -> bool {
        let Gone { unit, span, .. } = *gone;
        let contract = &self.report.contract;
        let cell = contract.tables.iter().any(|table| table.rows.iter().flatten().any(|cell| cell.overlaps(span)));
        let kind = contract.unit(unit).kind;
        !cell
            && matches!(kind, UnitKind::Article | UnitKind::Paragraph | UnitKind::Item)
            && self.report.text.get(span).ends_with('。')
            && place::section_of(contract, unit).is_some()
    }

    /// The wording that provides all of `needed` and the least beside.
    fn wording(&self, needed: &[usize]) -> Option<&Wording> {
        let fits = |wording: &&Wording| needed.iter().all(|element| wording.elements.contains(element));
        let wordings = self.rulebook.wordings(self.clause).iter().filter(fits).filter(|_| !needed.is_empty());
        wordings.min_by_key(|wording| wording.elements.len())
    }

    /// Takes a sentence out, or puts `with` in its place. A unit of which nothing is left goes with its number where it is the last
    /// and nothing cites it; otherwise 削除 keeps the number.
    fn take_out(&mut self, gone: &Gone, with: Option<String>, all: &[Gone], slot: Option<UnitId>) {
        let Gone { unit, span, why } = *gone;
        let Some(mut at) = self.report.text.hull(span) else { return };
        let contract = &self.report.contract;
        let cell = contract.tables.iter().any(|table| table.rows.iter().flatten().any(|cell| cell.overlaps(span)));
        let own = remove::sentences(self.report, unit);
        let emptied = slot != Some(unit) && self.emptied(unit, all);
        let first = own.first().is_some_and(|sentence| sentence.start == span.start);
        let (kind, with) = match with {
            Some(with) => (Kind::Replace, with),
            None if cell => (Kind::Replace, "―".to_owned()),
            None if emptied && self.can_go(unit, all, slot) => {
                if first {
                    at.start = place::line_start(&self.report.document, at.start);
                }
                (Kind::Delete, String::new())
            }
            None if emptied && first => (Kind::Replace, "削除".to_owned()),
            None => (Kind::Remove, String::new()),
        };
        let elements = self.borne(span);
        self.changes.push(Change { at, with, clause: self.clause, elements, kind, unit, around: None, why });
    }

    /// Whether an emptied unit can go with its number: what comes after it in its article goes, too, and nothing that stays cites it.
    fn can_go(&self, unit: UnitId, all: &[Gone], slot: Option<UnitId>) -> bool {
        let later = place::later_siblings(self.report, unit);
        let goes = |other: UnitId| slot != Some(other) && self.emptied(other, all);
        let stays = |at: usize| !all.iter().any(|gone| gone.span.start <= at && at < gone.span.end);
        later.into_iter().all(goes) && place::can_go(self.report, unit, &stays)
    }

    /// The elements that the words of a sentence bear on.
    fn borne(&self, sentence: Span) -> Vec<String> {
        let mut elements: Vec<String> = Vec::new();
        for evidence in self.judgment.evidence.iter().filter(|evidence| evidence.span.overlaps(sentence)) {
            elements.extend(evidence.elements.iter().filter(|id| !elements.contains(id)).cloned().collect::<Vec<_>>());
        }
        elements
    }

    fn insert(&mut self, wording: &Wording) {
        let report = self.report;
        let (body, caption) = (wording.text(self.style), wording.caption(self.style));
        let home = self.home(wording);
        let inside = || place::in_section(report, home?, &body);
        let anchor = || home.or_else(|| self.neighbour()).or_else(|| place::before_the_tail(report));
        let apart = || place::of_its_own(report, anchor()?, &caption, &body);
        let beside = || place::in_section(report, anchor()?, &body);
        let amending = || amend::provision(report, &caption, &body);
        let made = if self.way.apart {
            apart().map(|made| amend::article(report, made)).or_else(beside)
        } else {
            amending().or_else(inside).or_else(apart).or_else(beside)
        };
        let Some(Insertion { at, text, beside, article }) = made.or_else(|| place::at_the_end(report, &body)) else {
            return;
        };
        let ids = &self.rulebook.clauses[self.clause].elements;
        self.changes.push(Change {
            at: RawSpan { start: at, end: at },
            with: text,
            clause: self.clause,
            elements: wording.elements.iter().filter_map(|element| ids.get(*element).cloned()).collect(),
            kind: if article { Kind::AddAfter } else { Kind::AddTo },
            unit: beside,
            around: None,
            why: Why::Lacking,
        });
    }

    /// The section that deals with the matter: one that provides part of it, best under a heading of the matter; or one with such
    /// a heading.
    fn home(&self, wording: &Wording) -> Option<UnitId> {
        let contract = &self.report.contract;
        let provided = self.judgment.evidence.iter().filter_map(|evidence| place::section_of(contract, evidence.unit));
        let provided: Vec<UnitId> = provided.collect();
        let headed = self.headings(wording);
        let found = provided.iter().find(|section| headed.contains(section)).or(provided.first()).copied();
        found.or_else(|| headed.first().copied())
    }

    /// The first section under a heading of the matter.
    fn headed(&self, wording: &Wording) -> Option<UnitId> {
        self.headings(wording).first().copied()
    }

    fn headings(&self, wording: &Wording) -> Vec<UnitId> {
        let contract = &self.report.contract;
        let words: Vec<String> = wording.under.iter().map(|word| self.style.fill(word)).collect();
        let headed = |section: &UnitId| {
            contract.unit(*section).caption.is_some_and(|caption| {
                let caption = self.report.text.get(caption);
                let matter = words.iter().any(|word| caption.contains(word.as_str()));
                matter && !BETWEEN_PARTIES.iter().any(|word| caption.contains(word))
            })
        };
        place::sections(contract).into_iter().filter(headed).collect()
    }

    /// The section of the clause that stands next in the criteria and is provided for: the one before, or else the one after.
    fn neighbour(&self) -> Option<UnitId> {
        let section = |clause: usize| {
            let judgment = self.report.judgments.iter().find(|judgment| judgment.clause == clause)?;
            judgment.evidence.iter().filter_map(|it| place::section_of(&self.report.contract, it.unit)).next_back()
        };
        (0..self.clause).rev().chain(self.clause + 1..self.rulebook.clauses.len()).find_map(section)
    }
}

/// Words of headings over what the parties owe each other.
const BETWEEN_PARTIES: [&str; 7] = ["卸料金", "仕入", "対価", "委託料", "本契約", "当事者", "甲乙"];
