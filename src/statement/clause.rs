//! Clauses: which phrases belong to which predicate. One pass from left to right over the chunks of a sentence; phrases wait
//! until a predicate takes them, and what a relative clause modifies goes on as part of a larger phrase.

use super::chunk::{Case, Chunk, ChunkKind, Predicate};
use super::inflection::Ending;
use super::words::Function;
use super::{Argument, ClauseKind, Modality, Part, Statement};
use crate::span::Span;

/// A phrase that no predicate has taken yet.
#[derive(Clone, Debug)]
struct Open {
    argument: Argument,
    /// A comma stands after it.
    comma: bool,
    /// An adverb, or a noun without particle.
    loose: bool,
    /// The content clause that it nominalises (…することを).
    content: Option<usize>,
    /// The relative clause whose head noun comes next.
    relative: Option<usize>,
}

/// The statements of a sentence in the order of their predicates. `sentence` is their index among all sentences.
pub(super) fn statements(norm: &str, sentence: usize, chunks: &[Chunk], function: &Function) -> Vec<Statement> {
    let mut parser =
        Parser { norm, sentence, function, chunks, open: Vec::new(), pending: None, found: Vec::new(), hedge: false };
    for at in 0..chunks.len() {
        parser.take(at);
    }
    parser.close();
    parser.found
}

struct Parser<'a> {
    norm: &'a str,
    sentence: usize,
    function: &'a Function,
    chunks: &'a [Chunk],
    open: Vec<Open>,
    /// A phrase that modifies the noun to come: 甲の, 甲及び, 甲が定める.
    pending: Option<Open>,
    found: Vec<Statement>,
    /// A hedge that holds until another topic (できる限り).
    hedge: bool,
}

impl Parser<'_> {
    fn text(&self, span: Span) -> &str {
        self.norm.get(span.range()).unwrap_or_default()
    }

    fn take(&mut self, at: usize) {
        let chunk = &self.chunks[at];
        match &chunk.kind {
            ChunkKind::Nominal { case, topic, also, only, verbal } => {
                self.nominal(at, *case, *topic, *also, *only, *verbal);
            }
            ChunkKind::Predicate(predicate) => self.predicate(chunk, predicate),
            ChunkKind::Adverb => {
                self.flush();
                self.open.push(Open {
                    argument: Argument::plain(chunk.head, Case::Bare),
                    comma: chunk.comma,
                    loose: true,
                    content: None,
                    relative: None,
                });
            }
            ChunkKind::Adnominal => {
                if self.pending.is_none() {
                    self.pending = Some(Open {
                        argument: Argument { parts: Vec::new(), ..Argument::plain(chunk.head, Case::No) },
                        comma: false,
                        loose: true,
                        content: None,
                        relative: None,
                    });
                }
            }
            ChunkKind::Parallel => {
                // 「Aを、又はBを」: a phrase that has its particle already stays as it is.
            }
            ChunkKind::Conjunction => self.flush(),
        }
    }

    fn nominal(&mut self, at: usize, case: Case, topic: bool, also: bool, only: bool, verbal: bool) {
        let chunk = &self.chunks[at];
        let particle = self.text(Span::new(chunk.head.end, chunk.span.end)).to_owned();
        let mut argument = Argument { case, topic, also, only, verbal, ..Argument::plain(chunk.head, case) };
        let mut content = None;
        if let Some(before) = self.pending.take() {
            argument.span = before.argument.span.union(chunk.head);
            argument.parts.clone_from(&before.argument.parts);
            argument.heads.clone_from(&before.argument.heads);
            argument.verbal |= before.argument.verbal && before.argument.case == Case::Bare;
            if before.argument.case == Case::Bare || before.argument.case == Case::To {
                argument.heads.push(before.argument.head);
            } else if !before.loose {
                let own = Part {
                    span: before.argument.span,
                    head: before.argument.head,
                    particle: before.argument.particle.clone(),
                };
                argument.parts.push(own);
            }
            content = before.content;
            if let Some(relative) = before.relative {
                self.fill_gap(relative, chunk.head);
            }
        }
        argument.particle.clone_from(&particle);
        let open = Open { argument, comma: chunk.comma, loose: false, content, relative: None };
        let next = self.chunks.get(at + 1);
        let joins = match case {
            Case::No => true,
            Case::Bare => self.joins_next(chunk, next),
            Case::To => next.is_some_and(|next| {
                let particle = self.text(Span::new(next.head.end, next.span.end));
                // 「乙の負担と責任において」
                let means = self.text(next.head) == "責任"
                    && ["で", "において", "をもって", "の下", "に於て"].iter().any(|word| particle.starts_with(word));
                matches!(next.kind, ChunkKind::Nominal { .. }) && !chunk.comma && (particle.starts_with('と') || means)
            }),
            _ => matches!(next, Some(Chunk { kind: ChunkKind::Parallel, .. })) && case == Case::Bare,
        };
        if joins {
            self.pending = Some(open);
        } else {
            self.push(open);
        }
    }

    /// The head noun fills the gap of its relative clause: 甲の営む事業 is 甲が事業を営む.
    fn fill_gap(&mut self, relative: usize, head: Span) {
        let words = self.norm.get(head.range()).unwrap_or_default();
        let person = words.ends_with(['者', '人', '方', '社', '員', '客']) || matches!(words, "甲" | "乙" | "丙");
        if matches!(words, "の" | "こと" | "旨") {
            return;
        }
        let Some(statement) = self.found.get_mut(relative) else { return };
        let has = |case: Case| statement.arguments.iter().any(|argument| argument.case == case);
        let case = match (has(Case::Ga), has(Case::Wo)) {
            (false, _) if person || statement.passive => Case::Ga,
            (_, false) => Case::Wo,
            (false, true) => Case::Ga,
            _ => return,
        };
        statement.arguments.push(Argument { carried: true, ..Argument::plain(head, case) });
    }

    /// A bare noun goes on into the next one as a parallel member (A、B及びC) or a compound; adverbial nouns do not.
    fn joins_next(&self, chunk: &Chunk, next: Option<&Chunk>) -> bool {
        let words = self.text(chunk.head);
        if self.function.adverbial.contains(words) || self.function.condition.contains(words) {
            return false;
        }
        matches!(
            next.map(|next| &next.kind),
            Some(ChunkKind::Parallel | ChunkKind::Nominal { .. } | ChunkKind::Adnominal)
        )
    }

    /// A new topic takes the place of the one before it.
    fn push(&mut self, open: Open) {
        if open.argument.topic && matches!(open.argument.case, Case::Topic) {
            self.hedge &= self.found.iter().all(|statement| statement.kind != ClauseKind::Main);
            self.open.retain(|old| !old.argument.carried);
        }
        if open.argument.case == Case::Ga {
            self.open.retain(|old| !(old.argument.carried && old.argument.case == Case::Ga));
        }
        self.open.push(open);
    }

    fn flush(&mut self) {
        if let Some(pending) = self.pending.take()
            && !pending.argument.head.is_empty()
        {
            self.push(pending);
        }
    }

    fn predicate(&mut self, chunk: &Chunk, predicate: &Predicate) {
        // 「できる限り」 stands before its clause like a clause of its own.
        let rest = self.norm.get(chunk.head.start..).unwrap_or_default();
        if predicate.ending == Ending::Condition && self.function.hedges.iter().any(|hedge| rest.starts_with(hedge)) {
            self.hedge = true;
        }
        let parallel = self.parallel_verbs(chunk);
        self.flush();
        let kind = match predicate.ending {
            Ending::Full | Ending::Continuative | Ending::Alternative | Ending::Concessive => ClauseKind::Main,
            Ending::Condition => ClauseKind::Condition,
            Ending::Purpose => ClauseKind::Purpose,
            Ending::Attributive => ClauseKind::Relative,
            Ending::Content => ClauseKind::Content,
        };
        let taken = match kind {
            ClauseKind::Main => std::mem::take(&mut self.open),
            ClauseKind::Relative => self.nearest(),
            _ => self.since_topic(kind, predicate),
        };
        let fresh = taken.iter().any(|open| !open.argument.carried && !open.loose);
        let index = self.found.len();
        let span = taken
            .iter()
            .filter(|open| !open.argument.carried)
            .fold(chunk.span, |span, open| span.union(open.argument.span));
        let mut statement = Statement {
            sentence: self.sentence,
            span,
            predicate: predicate.lemma.clone(),
            predicate_span: chunk.span,
            arguments: taken.iter().map(|open| open.argument.clone()).collect(),
            negated: predicate.mood.negated,
            modality: modality(predicate, self.function),
            kind,
            passive: predicate.mood.passive,
            causative: predicate.mood.causative,
            potential: predicate.mood.potential || predicate.mood.optional,
            agentless: false,
            inherited: false,
            exempt: predicate.mood.exempt,
            alternative: predicate.ending == Ending::Alternative,
            continues: matches!(predicate.ending, Ending::Continuative | Ending::Alternative),
        };
        if kind == ClauseKind::Main {
            self.settle_later(&mut statement, &taken);
            if fresh {
                self.share_object(&mut statement);
            } else {
                self.share_arguments(&mut statement);
            }
            self.govern(&statement, &taken);
        } else if kind != ClauseKind::Relative {
            self.add_carried(&mut statement);
        }
        for lemma in parallel {
            self.found.push(Statement { predicate: lemma, ..statement.clone() });
        }
        self.found.push(statement);
        match kind {
            ClauseKind::Main => self.carry(taken),
            ClauseKind::Relative | ClauseKind::Content => {
                self.pending = Some(Open {
                    argument: Argument { parts: Vec::new(), ..Argument::plain(span, Case::No) },
                    comma: false,
                    loose: true,
                    content: (kind == ClauseKind::Content).then_some(index),
                    relative: (kind == ClauseKind::Relative).then_some(index),
                });
            }
            _ => {}
        }
    }

    /// 「記入、送付する」: verbal nouns parallel to the predicate's own, as lemmas.
    fn parallel_verbs(&mut self, chunk: &Chunk) -> Vec<String> {
        let Some(pending) = &self.pending else { return Vec::new() };
        if pending.argument.case != Case::Bare
            || !pending.argument.verbal
            || pending.argument.head.end > chunk.head.start
        {
            return Vec::new();
        }
        let lemmas = pending
            .argument
            .heads
            .iter()
            .chain(std::iter::once(&pending.argument.head))
            .map(|head| format!("{}する", self.text(*head)))
            .collect::<std::collections::BTreeSet<_>>();
        lemmas.into_iter().collect()
    }

    /// What a relative clause takes: the phrases just before it, as far as its first subject, a topic or a comma.
    fn nearest(&mut self) -> Vec<Open> {
        let mut taken = Vec::new();
        while let Some(last) = self.open.last() {
            if last.argument.topic || last.argument.carried || last.comma {
                break;
            }
            let subject = matches!(last.argument.case, Case::Ga | Case::No);
            // 「名称を目に触れる画面に用いる」: an object before another phrase belongs to the predicate after.
            let displaced = last.argument.case == Case::Wo
                && taken.iter().any(|open: &Open| matches!(open.argument.case, Case::Ni | Case::De | Case::Kara));
            if displaced {
                break;
            }
            if let Some(mut open) = self.open.pop() {
                if open.argument.case == Case::No {
                    open.argument.case = Case::Ga;
                }
                taken.push(open);
            }
            if subject {
                break;
            }
        }
        taken.reverse();
        taken
    }

    /// What a condition, purpose or content clause takes: everything since the last topic, but for what a comma sets off from it.
    fn since_topic(&mut self, kind: ClauseKind, predicate: &Predicate) -> Vec<Open> {
        let from =
            self.open.iter().rposition(|open| open.argument.topic || open.argument.carried).map_or(0, |at| at + 1);
        let object = |open: &Open| open.comma && open.argument.case == Case::Wo;
        let takes_none = predicate.mood.passive || PERCEIVING.contains(&predicate.lemma.as_str());
        let apart = match kind {
            // 「名称を、会員の目にとまるように掲げる」
            ClauseKind::Purpose if takes_none => self.open.iter().rposition(|open| open.comma),
            // 「名称を、会員に尋ねられたときでも明かさない」
            ClauseKind::Condition if takes_none => self.open.iter().rposition(object),
            // 「表示を、会員が見落とすことのない場所に置く」
            _ => {
                let subject =
                    self.open.iter().rposition(|open| open.argument.case == Case::Ga && !open.argument.carried);
                subject.and_then(|subject| self.open[..subject].iter().rposition(object))
            }
        };
        let from = apart.map_or(from, |at| from.max(at + 1));
        let mut taken = self.open.split_off(from);
        // 「契約を、甲を介することなく結ぶ」: of two objects the first belongs to the predicate after.
        let objects = taken.iter().filter(|open| open.argument.case == Case::Wo && !open.loose).count();
        let first = taken.iter().position(|open| open.argument.case == Case::Wo && open.comma);
        if let Some(first) = first.filter(|_| objects > 1) {
            self.open.push(taken.remove(first));
        }
        taken
    }

    /// The topic governs later predicates of the sentence too, and so does a subject that a coordinate predicate leaves.
    fn carry(&mut self, taken: Vec<Open>) {
        let mut kept: Vec<Open> =
            taken.into_iter().filter(|open| open.argument.topic || matches!(open.argument.case, Case::Ga)).collect();
        for open in &mut kept {
            open.argument.carried = true;
        }
        self.open = kept;
    }

    fn add_carried(&self, statement: &mut Statement) {
        if statement.arguments.iter().any(|argument| argument.case == Case::Ga) {
            return;
        }
        let topics = self.open.iter().filter(|open| open.argument.topic || open.argument.case == Case::Ga);
        for open in topics {
            statement.arguments.push(Argument { carried: true, ..open.argument.clone() });
        }
    }

    /// 「約款を定め、ホームページに掲載する」: a coordinate predicate that names no object has that of the one before.
    fn share_object(&self, statement: &mut Statement) {
        let has = |case: Case| statement.arguments.iter().any(|own| own.case == case && !own.carried);
        if has(Case::Wo) || has(Case::Ga) || statement.passive {
            return;
        }
        // 「約款を店頭に掲げるほか、ホームページでも見せる」: what comes beside it is done to the same thing.
        let beside = self.found.last().filter(|last| {
            let words = self.text(last.predicate_span);
            last.kind == ClauseKind::Condition
                && ["とともに", "と共に", "ほか"].iter().any(|word| words.ends_with(word))
        });
        let before = beside.or_else(|| self.found.iter().rev().find(|before| before.kind == ClauseKind::Main));
        let Some(before) = before else { return };
        if !(before.continues || beside.is_some()) || before.passive {
            return;
        }
        let object = before.arguments.iter().find(|argument| argument.case == Case::Wo).cloned();
        statement.arguments.extend(object.map(|object| Argument { carried: true, ..object }));
    }

    /// 「請求し、徴収する」: a coordinate predicate without phrases of its own shares those of the one before.
    fn share_arguments(&self, statement: &mut Statement) {
        let Some(before) = self.found.iter().rev().find(|before| before.kind == ClauseKind::Main) else { return };
        if !before.continues || before.sentence != statement.sentence {
            return;
        }
        for argument in &before.arguments {
            if !statement.arguments.iter().any(|own| own.span == argument.span) {
                statement.arguments.push(Argument { carried: true, ..argument.clone() });
            }
        }
    }

    /// A predicate over a content clause decides what becomes of it: 請求することを禁止する is not charging.
    fn govern(&mut self, outer: &Statement, taken: &[Open]) {
        for open in taken {
            let Some(inner) = open.content else { continue };
            let negating = self.function.negating.contains(&outer.predicate);
            // 認めない forbids; 妨げない allows.
            let forbidding = outer.negated && outer.predicate != "妨げる";
            let permitting = self.function.permitting.contains(&outer.predicate) && !forbidding;
            let recital = RECITING.contains(&outer.predicate.as_str());
            let first =
                self.found[..inner].iter().rposition(|before| !chained(self.norm, before)).map_or(0, |at| at + 1);
            for inner in self.found.iter_mut().take(inner + 1).skip(first) {
                inner.negated ^= outer.negated ^ negating;
                if permitting {
                    inner.modality = inner.modality.max(Modality::Optional);
                }
                if recital {
                    inner.modality = Modality::Recital;
                }
                inner.modality = inner.modality.max(outer.modality);
            }
        }
    }

    /// 「別途協議して定める」 puts the matter off.
    fn settle_later(&mut self, statement: &mut Statement, taken: &[Open]) {
        let own = taken.iter().filter(|open| !open.argument.carried);
        let says_later = |words: &str| self.function.later.iter().any(|later| words.contains(later.as_str()));
        let loose = own.clone().any(|open| {
            (open.loose || open.argument.case != Case::Topic) && {
                let tail = Span::new(open.argument.head.start, open.argument.head.end);
                says_later(self.text(tail))
            }
        });
        let before = self
            .found
            .last()
            .is_some_and(|before| before.kind == ClauseKind::Main && before.continues && says_later(&before.predicate));
        let settles = self.function.settling.contains(&statement.predicate);
        // 「これと別に条件を定めない」 puts nothing off.
        if settles && !statement.negated && (loose || before || says_later(&statement.predicate)) {
            statement.modality = statement.modality.max(Modality::Deferred);
        }
        // 「開示する合理的な努力を払う」 binds no more than 努める.
        let strives = own.clone().any(|open| {
            open.argument.case == Case::Wo
                && ["努力", "配慮"].iter().any(|word| self.text(open.argument.head).ends_with(word))
        });
        if strives {
            statement.modality = statement.modality.max(Modality::Effort);
        }
        let agreed = own.clone().any(|open| {
            let words = self.text(open.argument.head);
            (words.ends_with('上') || words.ends_with("うえ") || open.argument.particle.starts_with("により"))
                && (words.contains("協議") || words.contains("合意"))
        });
        if agreed {
            statement.modality = statement.modality.max(Modality::Deferred);
        }
        // 「最善を尽くす」 strives, 「回答を尽くす」 does it.
        let best = |open: &Open| {
            let head = self.text(open.argument.head);
            open.argument.case == Case::Wo && BEST.iter().any(|best| head.ends_with(best))
        };
        if statement.predicate == "尽くす" && own.clone().any(best) {
            statement.modality = statement.modality.max(Modality::Effort);
        }
        let hedged = self
            .function
            .hedges
            .iter()
            .any(|hedge| own.clone().any(|open| self.text(open.argument.span).contains(hedge.as_str())));
        if hedged || self.hedge {
            statement.modality = statement.modality.max(Modality::Effort);
        }
    }

    /// At the end of the sentence: effort reaches back over coordinate predicates of the same subject, and a sentence without
    /// predicate that ends in a noun of action states that action.
    fn close(&mut self) {
        self.flush();
        let mut later: Option<Modality> = None;
        let mut same_subject = true;
        for statement in self.found.iter_mut().rev() {
            match statement.kind {
                ClauseKind::Main => {
                    // 「掲載して閲覧に供することができる」 is one option; 「掲載し、配布することができる」 need not be.
                    if statement.continues
                        && let Some(weak) = later
                        && (weak == Modality::Recital
                            || weak == Modality::Effort && same_subject
                            || weak == Modality::Optional
                                && (alternates(self.norm, statement.predicate_span.end)
                                    || chained(self.norm, statement)))
                    {
                        statement.modality = statement.modality.max(weak);
                    }
                    later = Some(statement.modality);
                    same_subject = !statement.arguments.iter().any(|argument| argument.topic && !argument.carried);
                }
                ClauseKind::Purpose => {
                    if let Some(weak) = later {
                        statement.modality = statement.modality.max(weak);
                    }
                }
                _ => {}
            }
        }
        self.share_denials();
        self.turn_exclusive_conditions();
        if self.found.iter().all(|statement| statement.kind != ClauseKind::Main || statement.continues) {
            self.nominal_sentence();
        }
    }

    /// 「出したり、待ったりする必要はありません」, 「出し、又は待つことを要しない」: the denial at the end of the series denies each member.
    fn share_denials(&mut self) {
        let norm = self.norm;
        let or_follows = |statement: &Statement| {
            let rest = norm.get(statement.predicate_span.end..).unwrap_or_default();
            let rest = rest.trim_start_matches('、');
            statement.continues && ["又は", "または", "若しくは", "もしくは"].iter().any(|word| rest.starts_with(word))
        };
        let mut last: Option<(bool, bool, Modality)> = None;
        for statement in self.found.iter_mut().rev().filter(|statement| statement.kind == ClauseKind::Main) {
            match last {
                Some((negated, exempt, modality)) if statement.alternative || or_follows(statement) => {
                    statement.negated ^= negated;
                    statement.exempt |= exempt;
                    statement.modality = statement.modality.max(modality);
                }
                _ => last = Some((statement.negated, statement.exempt, statement.modality)),
            }
        }
    }

    /// 「届け出なければ効力を生じない」: a denied condition of a denial is a requirement.
    fn turn_exclusive_conditions(&mut self) {
        for at in 0..self.found.len() {
            let condition = &self.found[at];
            let until = self.norm.get(condition.predicate_span.end..).is_some_and(|rest| {
                ["まで", "まで、", "までは", "限り", "までの間"].iter().any(|word| rest.trim_start().starts_with(word))
            }) || self
                .norm
                .get(condition.predicate_span.range())
                .is_some_and(|words| words.contains("まで"));
            // 「電話をすればよい」: what suffices is what is to be done.
            let suffices = self.found.get(at + 1).is_some_and(|next| {
                next.kind == ClauseKind::Main && matches!(next.predicate.as_str(), "よい" | "足りる" | "済む" | "良い")
            });
            if condition.kind == ClauseKind::Condition && suffices && !condition.negated {
                self.found[at].kind = ClauseKind::Main;
                continue;
            }
            if condition.kind != ClauseKind::Condition || !(condition.negated || until) {
                continue;
            }
            let main = self.found[at + 1..].iter().find(|statement| statement.kind == ClauseKind::Main);
            if main.is_some_and(|main| main.negated) {
                let required = &mut self.found[at];
                required.kind = ClauseKind::Main;
                required.negated = false;
            }
        }
    }

    fn nominal_sentence(&mut self) {
        let taken = std::mem::take(&mut self.open);
        let Some(last) = taken.iter().rev().find(|open| !open.loose) else { return };
        let span = taken.iter().fold(last.argument.span, |span, open| span.union(open.argument.span));
        self.found.push(Statement {
            sentence: self.sentence,
            span,
            predicate: String::new(),
            predicate_span: last.argument.head,
            arguments: taken.iter().map(|open| open.argument.clone()).collect(),
            negated: false,
            modality: Modality::Binding,
            kind: ClauseKind::Main,
            passive: false,
            causative: false,
            potential: false,
            agentless: false,
            inherited: false,
            exempt: false,
            alternative: false,
            continues: false,
        });
    }
}

/// 「締結し、又は移すことができる」: whether an alternative follows, which shares what ends the series.
fn alternates(norm: &str, end: usize) -> bool {
    let rest = norm.get(end..).unwrap_or_default().trim_start_matches(['、', ',', ' ']);
    ["又は", "または", "若しくは", "もしくは"].iter().any(|word| rest.starts_with(word))
}

/// Whether the next predicate follows so closely (作って配る, 作ったり配ったり) that what is said of it is said of both.
fn chained(norm: &str, statement: &Statement) -> bool {
    statement.alternative
        || statement.continues
            && norm.get(statement.predicate_span.range()).is_some_and(|words| words.ends_with('て'))
            && norm.get(statement.predicate_span.end..).is_some_and(|rest| !rest.starts_with('、'))
}

/// What one exhausts who strives.
const BEST: [&str; 6] = ["力", "最善", "ベスト", "誠意", "手", "善処"];

/// What is seen or understood, and takes no object of the sentence.
const PERCEIVING: [&str; 14] = [
    "とまる",
    "留まる",
    "止まる",
    "分かる",
    "わかる",
    "判る",
    "見える",
    "読める",
    "触れる",
    "ふれる",
    "付く",
    "つく",
    "入る",
    "知れる",
];

/// Verbs of wishing and supposing: what they govern is background.
const RECITING: [&str; 14] = [
    "願う",
    "望む",
    "考える",
    "希望する",
    "期待する",
    "検討する",
    "予定する",
    "想定する",
    "鑑みる",
    "踏まえる",
    "理解する",
    "了知する",
    "認識する",
    "要望する",
];

fn modality(predicate: &Predicate, function: &Function) -> Modality {
    let mood = predicate.mood;
    if mood.recital {
        Modality::Recital
    } else if mood.effort || function.effort.contains(&predicate.lemma) && predicate.lemma != "図る" {
        Modality::Effort
    } else if mood.optional && !mood.negated {
        Modality::Optional
    } else {
        Modality::Binding
    }
}

/// 「甲側に原因があるときは甲が、乙側に原因があるときは乙が、復旧する」: the party before the second condition acts in the main clause.
pub(super) fn share_gapped(found: &mut [Statement], is_party: &dyn Fn(Span) -> bool) {
    for at in 0..found.len() {
        if found[at].kind != ClauseKind::Condition {
            continue;
        }
        let subjects: Vec<&Argument> =
            found[at].arguments.iter().filter(|argument| argument.case == Case::Ga && !argument.carried).collect();
        let [first, second, ..] = subjects[..] else { continue };
        if !is_party(first.head) || is_party(second.head) || first.topic {
            continue;
        }
        let gapped = first.clone();
        let acts = |argument: &Argument| argument.case == Case::Ga && !argument.carried && is_party(argument.head);
        let after = found[at].predicate_span.end;
        let main = found
            .iter_mut()
            .filter(|other| other.kind == ClauseKind::Main && other.predicate_span.start >= after)
            .find(|other| other.arguments.iter().any(acts));
        if let Some(main) = main {
            main.arguments.push(gapped);
        }
    }
}
