//! Bunsetsu (文節): a content word or compound with the particles that follow it.

use super::inflection::{self, Ending};
use super::words::Function;
use crate::span::Span;
use crate::token::{Form, Pos, Token, closer};

/// The relation that a phrase's particles give it to its predicate, before voice is undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Case {
    /// が
    Ga,
    /// を
    Wo,
    /// に, へ, に対し, 宛て
    Ni,
    /// と, との間で
    To,
    /// で, において, をもって, を通じて: place and means.
    De,
    /// により, によって: means, or the agent of a passive.
    By,
    /// から, より
    Kara,
    /// まで, までに
    Made,
    /// の, and every other phrase that modifies the noun after it.
    No,
    /// は without any other case: subject or object.
    Topic,
    /// について, に関し, につき
    About,
    /// として
    As,
    /// に基づき, に従い, に応じ
    Per,
    /// とともに, と併せて
    Along,
    /// を除き, 以外, のほか
    Except,
    /// に代わり
    Instead,
    /// ではなく, としてではなく
    Unlike,
    /// 甲をして…させる: who is made to do it.
    Causee,
    /// No particle.
    Bare,
    /// The noun of a noun predicate (…である, …とする).
    Complement,
}

impl Case {
    const ALL: [Self; 20] = [
        Self::Ga,
        Self::Wo,
        Self::Ni,
        Self::To,
        Self::De,
        Self::By,
        Self::Kara,
        Self::Made,
        Self::No,
        Self::Topic,
        Self::About,
        Self::As,
        Self::Per,
        Self::Along,
        Self::Except,
        Self::Instead,
        Self::Unlike,
        Self::Causee,
        Self::Bare,
        Self::Complement,
    ];

    /// The case that is written so in kept readings of forms.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|case| case.name() == name)
    }

    /// How it is written there.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Ga => "Ga",
            Self::Wo => "Wo",
            Self::Ni => "Ni",
            Self::To => "To",
            Self::De => "De",
            Self::By => "By",
            Self::Kara => "Kara",
            Self::Made => "Made",
            Self::No => "No",
            Self::Topic => "Topic",
            Self::About => "About",
            Self::As => "As",
            Self::Per => "Per",
            Self::Along => "Along",
            Self::Except => "Except",
            Self::Instead => "Instead",
            Self::Unlike => "Unlike",
            Self::Causee => "Causee",
            Self::Bare => "Bare",
            Self::Complement => "Complement",
        }
    }
}

/// What a chunk is.
#[derive(Clone, Debug)]
pub(super) enum ChunkKind {
    /// A noun or compound with its particles.
    Nominal { case: Case, topic: bool, also: bool, only: bool, verbal: bool },
    /// A predicate with its auxiliaries.
    Predicate(Box<Predicate>),
    /// An adverb.
    Adverb,
    /// 及び, 又は and the like between parallel members.
    Parallel,
    /// A conjunction that opens a sentence (ただし, また).
    Conjunction,
    /// この, 当該: belongs to the noun after it.
    Adnominal,
}

/// A predicate as its chunk shows it.
#[derive(Clone, Debug)]
pub(super) struct Predicate {
    /// Base form.
    pub lemma: String,
    /// What its auxiliaries say.
    pub mood: inflection::Mood,
    /// How the sentence goes on after it.
    pub ending: Ending,
}

/// A bunsetsu.
#[derive(Clone, Debug)]
pub(super) struct Chunk {
    /// Content word and particles.
    pub span: Span,
    /// Content word alone.
    pub head: Span,
    pub kind: ChunkKind,
    /// Whether a comma follows.
    pub comma: bool,
}

/// Cuts the tokens of a sentence into chunks.
pub(super) fn chunks(norm: &str, tokens: &[Token], function: &Function) -> Vec<Chunk> {
    let mut reader = Reader { norm, tokens, function, at: 0, chunks: Vec::new() };
    while reader.at < tokens.len() {
        reader.step();
    }
    reader.chunks
}

/// A position in the tokens of a sentence.
pub(super) struct Reader<'a> {
    pub norm: &'a str,
    pub tokens: &'a [Token],
    pub function: &'a Function,
    pub at: usize,
    chunks: Vec<Chunk>,
}

impl Reader<'_> {
    fn step(&mut self) {
        let token = &self.tokens[self.at];
        match token.pos {
            Pos::Comma => {
                if let Some(last) = self.chunks.last_mut() {
                    last.comma = true;
                }
                self.at += 1;
            }
            Pos::Stop | Pos::Other | Pos::Close => self.at += 1,
            Pos::Conjunction => self.single(|lemma, function| {
                if function.parallel.contains(lemma) { ChunkKind::Parallel } else { ChunkKind::Conjunction }
            }),
            Pos::Adverb => self.single(|_, _| ChunkKind::Adverb),
            Pos::Adnominal => self.single(|_, _| ChunkKind::Adnominal),
            Pos::Verb | Pos::VerbAuxiliary | Pos::Adjective if !self.is_nominalised(self.at) => self.predicate(self.at),
            Pos::Auxiliary if self.chunks.last().is_some_and(|last| matches!(last.kind, ChunkKind::Nominal { .. })) => {
                self.copula();
            }
            Pos::Auxiliary | Pos::Particle | Pos::ParticleCase | Pos::ParticleConjunctive | Pos::ParticleTopic => {
                self.at += 1;
            }
            Pos::Open if self.is_parenthesis(self.at) => self.at = self.after_bracket(self.at),
            _ => self.nominal(),
        }
    }

    fn single(&mut self, kind: impl Fn(&str, &Function) -> ChunkKind) {
        let token = &self.tokens[self.at];
        self.chunks.push(Chunk {
            span: token.span,
            head: token.span,
            kind: kind(&token.lemma, self.function),
            comma: false,
        });
        self.at += 1;
    }

    /// A noun compound: nouns, prefixes, suffixes, quotations and marks up to the first particle. It turns out to be a predicate
    /// where する or one of its like follows a verbal noun, or where だ follows an adjectival one.
    fn nominal(&mut self) {
        let first = self.at;
        let mut last = first;
        let mut verbal = None;
        while self.at < self.tokens.len() {
            let token = &self.tokens[self.at];
            match token.pos {
                Pos::Open if self.is_parenthesis(self.at) => {
                    self.at = self.after_bracket(self.at);
                    continue;
                }
                Pos::Open => {
                    let after = self.after_bracket(self.at);
                    last = after.saturating_sub(1);
                    verbal = None;
                    self.at = after;
                    continue;
                }
                // 「乙: 伝送装置の点検」: the colon makes a topic of what stands before it.
                Pos::Symbol if self.at > first && matches!(self.surface(self.at, self.at), ":" | "：") => {
                    let head = Span::new(self.tokens[first].span.start, self.tokens[last].span.end);
                    let kind =
                        ChunkKind::Nominal { case: Case::Topic, topic: true, also: false, only: false, verbal: false };
                    self.chunks.push(Chunk { span: head, head, kind, comma: true });
                    self.at += 1;
                    return;
                }
                Pos::NounVerbal => verbal = Some(self.at),
                Pos::NounFormal if self.at > first && self.starts_formal(self.at) => break,
                Pos::Noun
                | Pos::Pronoun
                | Pos::Numeral
                | Pos::Suffix
                | Pos::NounFormal
                | Pos::NounAdverbial
                | Pos::NounAdjectival
                | Pos::Prefix
                | Pos::Close
                | Pos::Symbol => verbal = None,
                Pos::Verb | Pos::VerbAuxiliary if self.is_nominalised(self.at) => verbal = Some(self.at),
                _ => break,
            }
            if self.at > first && self.breaks_compound(self.at) {
                break;
            }
            last = self.at;
            self.at += 1;
        }
        if self.at == first {
            self.at += 1;
            return;
        }
        let head = Span::new(self.tokens[first].span.start, self.tokens[last].span.end);
        let next = self.tokens.get(self.at);
        if let Some(next) = next {
            // 「一本化する」: the suffix makes a verb of any noun.
            let suru = self.function.suru.contains(&*next.lemma);
            if suru && last > first && self.tokens[last].pos == Pos::Suffix && self.surface(last, last) == "化" {
                let lemma = format!("{}する", self.surface(first, last));
                self.finish_predicate(head, lemma, self.at);
                return;
            }
            // 「お伺いする」, 「お答えください」: the polite form of a verb.
            let humble = self.surface(first, last).strip_prefix('お').and_then(|stem| self.function.action.get(stem));
            if let Some(verb) = humble
                && (suru || self.function.polite.contains(&*next.lemma))
            {
                let verb = verb.clone();
                self.finish_predicate(head, verb, self.at + 1);
                return;
            }
            let polite =
                matches!(next.pos, Pos::Verb | Pos::VerbAuxiliary) && self.function.polite.contains(&*next.lemma);
            if verbal == Some(last)
                && (matches!(next.pos, Pos::Verb | Pos::VerbAuxiliary) && self.function.suru.contains(&*next.lemma)
                    || polite)
            {
                return self.verbal_predicate(first, last);
            }
            // 乙 is no adjective in contracts.
            let adjectival = self.tokens[last].pos == Pos::NounAdjectival && self.surface(first, last) != "乙";
            if adjectival && next.pos == Pos::Auxiliary {
                return self.adjectival(first, last, head);
            }
            let adverbial = self.tokens[last].pos == Pos::NounAdjectival && first == last && self.multiword().is_none();
            if adverbial && &*next.lemma == "に" && !self.to_suru(self.at + 1) {
                self.at += 1;
                let span = Span::new(head.start, next.span.end);
                self.chunks.push(Chunk { span, head, kind: ChunkKind::Adverb, comma: false });
                return;
            }
        }
        self.particles(head, verbal == Some(last));
    }

    fn to_suru(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| &*token.lemma == "する" || &*token.lemma == "なる")
    }

    /// 適切な modifies; 必要である and 可能で go on as predicates.
    fn adjectival(&mut self, first: usize, last: usize, head: Span) {
        let next = &self.tokens[self.at];
        if next.form == Form::Attributive {
            let span = Span::new(head.start, next.span.end);
            self.at += 1;
            self.chunks.push(Chunk { span, head, kind: ChunkKind::Adnominal, comma: false });
            return;
        }
        let lemma = self.surface(first, last).to_owned();
        self.finish_predicate(head, lemma, self.at);
    }

    fn surface(&self, first: usize, last: usize) -> &str {
        self.norm.get(self.tokens[first].span.start..self.tokens[last].span.end).unwrap_or_default()
    }

    fn verbal_predicate(&mut self, first: usize, last: usize) {
        let head = Span::new(self.tokens[first].span.start, self.tokens[last].span.end);
        // A long compound before する keeps its last verbal noun as the predicate: 業務委託する is 委託する.
        let noun = match self.tokens[last].pos {
            Pos::NounVerbal => self.surface(last, last).trim_start_matches(['ご', 'お']).to_owned(),
            _ => self.tokens[last].lemma.to_string(),
        };
        let lemma = if self.tokens[last].pos == Pos::NounVerbal { format!("{noun}する") } else { noun };
        if last > first && self.tokens[last - 1].pos != Pos::Prefix {
            let object = Span::new(head.start, self.tokens[last].span.start);
            self.chunks.push(Chunk {
                span: object,
                head: object,
                kind: ChunkKind::Nominal { case: Case::Bare, topic: false, also: false, only: false, verbal: false },
                comma: false,
            });
        }
        let start = self.tokens[last].span.start;
        self.finish_predicate(Span::new(start, head.end), lemma, self.at);
    }

    fn predicate(&mut self, at: usize) {
        let token = &self.tokens[at];
        let (span, lemma) = (token.span, token.lemma.to_string());
        self.finish_predicate(span, lemma, at + 1);
    }

    /// …である, …だ, …です after a noun.
    fn copula(&mut self) {
        let at = self.at;
        if let Some(Chunk { kind: ChunkKind::Nominal { case, .. }, .. }) = self.chunks.last_mut()
            && *case == Case::Bare
        {
            *case = Case::Complement;
        }
        let span = self.tokens[at].span;
        self.finish_predicate(span, "である".to_owned(), at);
    }

    fn finish_predicate(&mut self, head: Span, lemma: String, after: usize) {
        let (mood, ending, next) = inflection::tail(self.norm, self.tokens, after, &lemma, self.function);
        let end = self.tokens[next.max(1) - 1].span.end.max(head.end);
        self.at = next.max(self.at + usize::from(next == self.at));
        self.chunks.push(Chunk {
            span: Span::new(head.start, end),
            head,
            kind: ChunkKind::Predicate(Box::new(Predicate { lemma: modern(lemma), mood, ending })),
            comma: false,
        });
    }

    fn particles(&mut self, head: Span, verbal: bool) {
        let mut case = None;
        let (mut topic, mut also, mut only) = (false, false, false);
        let mut end = head.end;
        loop {
            if let Some(token) = self.tokens.get(self.at)
                && token.pos == Pos::Open
                && self.is_parenthesis(self.at)
            {
                self.at = self.after_bracket(self.at);
                continue;
            }
            if let Some((relation, length)) = self.multiword() {
                case = Some(relation);
                let stop = self.tokens[self.at].span.start + length;
                while self.tokens.get(self.at).is_some_and(|token| token.span.start < stop) {
                    end = self.tokens[self.at].span.end;
                    self.at += 1;
                }
                continue;
            }
            let Some(token) = self.tokens.get(self.at) else { break };
            match (token.pos, &*token.lemma) {
                (Pos::ParticleTopic, "は") => topic = true,
                (Pos::ParticleTopic, _) => also = true,
                (Pos::ParticleConjunctive, "が") if case.is_none() => case = Some(Case::Ga),
                (Pos::ParticleCase, lemma) => match self.function.case(lemma) {
                    // 利用者への, 甲との: the outer の makes a modifier of it.
                    Some(Case::No) => case = Some(Case::No),
                    Some(relation) if case.is_none() || case == Some(Case::Bare) => case = Some(relation),
                    // 「甲と乙とが」: the と closes the list, and what follows it is the case.
                    Some(relation) if case == Some(Case::To) => case = Some(relation),
                    Some(_) => {}
                    None => break,
                },
                (Pos::Particle, "のみ" | "だけ" | "しか" | "ばかり") => only = true,
                (Pos::Particle, "の") => case = Some(Case::No),
                (Pos::Particle, "と" | "や" | "とか") if case.is_none() => case = Some(Case::To),
                (Pos::Particle, "まで") => case = Some(Case::Made),
                (
                    Pos::Particle,
                    "など" | "等" | "でも" | "くらい" | "ほど" | "ずつ" | "こそ" | "か" | "さえ" | "すら",
                ) => {}
                _ => break,
            }
            end = token.span.end;
            self.at += 1;
        }
        let case = case.unwrap_or(if topic || also { Case::Topic } else { Case::Bare });
        let closing = self.closing_yoru(head.end);
        let case = if closing.is_some() { Case::Ni } else { case };
        let kind = ChunkKind::Nominal { case, topic, also, only, verbal };
        self.chunks.push(Chunk { span: Span::new(head.start, end), head, kind, comma: false });
        if let Some(verb) = closing {
            self.finish_predicate(verb, "よる".to_owned(), self.at);
        }
    }

    /// 「別紙1による。」, 「別紙1によるものとする。」: what modifies nouns elsewhere is the predicate here. Returns its span.
    fn closing_yoru(&self, from: usize) -> Option<Span> {
        let last = self.tokens.get(self.at.checked_sub(1)?)?;
        let closes = self.tokens.get(self.at).is_none_or(|next| {
            matches!(next.pos, Pos::Stop | Pos::Close) || matches!(&*next.lemma, "もの" | "こと" | "場合")
        });
        let words = self.norm.get(from..last.span.end)?;
        (closes && words.ends_with("による")).then(|| Span::new(last.span.end - "による".len(), last.span.end))
    }

    /// A function word of several tokens at the reader's place (をもって, に代わって), with its length in bytes.
    fn multiword(&self) -> Option<(Case, usize)> {
        let start = self.tokens.get(self.at)?.span.start;
        let end = self.tokens.last()?.span.end;
        let rest = self.norm.get(start..end)?;
        let (case, length) = self.function.multiword(rest)?;
        // 記載をしてはならない: the を and して of a light verb.
        let verbal = rest.get(..length).is_some_and(|word| word.starts_with('を') && word.ends_with('て'));
        let goes_on = |next: &str| {
            ["はなら", "はなり", "はいけ", "いる", "いな", "いま", "おり", "もよ", "いただ"]
                .iter()
                .any(|tail| next.starts_with(tail))
        };
        if verbal && rest.get(length..).is_some_and(goes_on) {
            return None;
        }
        let stop = start + length;
        self.tokens.iter().skip(self.at).any(|token| token.span.end == stop).then_some((case, length))
    }

    /// A verb's 連用形 used as a noun: before a case particle (申出を), or inside a compound (問合せ窓口).
    fn is_nominalised(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        if !matches!(token.pos, Pos::Verb | Pos::VerbAuxiliary) || token.form != Form::Continuative {
            return false;
        }
        let Some(next) = self.tokens.get(at + 1) else { return false };
        if next.span.start != token.span.end {
            return false;
        }
        // 「…に基づき乙が」: with an argument of its own it is a predicate.
        let governs = at > 0
            && matches!(self.tokens[at - 1].pos, Pos::ParticleCase | Pos::ParticleTopic)
            && &*self.tokens[at - 1].lemma != "の";
        match next.pos {
            Pos::Noun | Pos::NounVerbal | Pos::Suffix if governs => false,
            Pos::ParticleCase => &*next.lemma != "に" || token.pos == Pos::Verb && &*token.lemma != "する",
            Pos::ParticleTopic => &*next.lemma == "は" || &*next.lemma == "も",
            Pos::Noun | Pos::NounVerbal | Pos::Suffix => true,
            Pos::Conjunction => matches!(&*next.lemma, "及び" | "並びに" | "および" | "ならびに"),
            _ => false,
        }
    }

    /// Adverbial nouns (直接, 別途, 随時) stand alone unless a particle or suffix makes nouns of them.
    fn breaks_compound(&self, at: usize) -> bool {
        let previous = &self.tokens[at - 1];
        let here = &self.tokens[at];
        self.function.adverbial.contains(&*here.lemma)
            && !self.tokens.get(at + 1).is_some_and(|next| next.pos == Pos::ParticleCase || next.pos == Pos::Suffix)
            || self.function.adverbial.contains(&*previous.lemma) && previous.pos != Pos::Prefix
            // 「同意のうえ甲と」
            || &*previous.lemma == "うえ" && at > 1 && &*self.tokens[at - 2].lemma == "の"
    }

    /// もの, こと, とき and the like begin their own chunk after a noun only where they are words of their own.
    fn starts_formal(&self, at: usize) -> bool {
        matches!(&*self.tokens[at].lemma, "もの" | "こと" | "とき" | "場合")
    }

    fn is_parenthesis(&self, at: usize) -> bool {
        let span = self.tokens[at].span;
        self.norm.get(span.range()).is_some_and(|sign| sign.starts_with(['(', '（', '〔']))
            && self.after_bracket(at) > at + 1
    }

    /// The token after the bracket that closes the one at `at`; just after the opening one where it never closes.
    fn after_bracket(&self, at: usize) -> usize {
        let open = self.tokens[at].span;
        let sign = self.norm.get(open.range()).and_then(|surface| surface.chars().next_back());
        let Some(sign) = sign else { return at + 1 };
        let Some(close) = closer(sign) else { return at + 1 };
        let mut depth = 0_usize;
        for (index, token) in self.tokens.iter().enumerate().skip(at) {
            let surface = self.norm.get(token.span.range()).unwrap_or_default();
            for here in surface.chars() {
                depth += usize::from(here == sign);
                if here == close {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return index + 1;
                    }
                }
            }
        }
        at + 1
    }
}

/// 属し and 有し can be read as forms of 属す, 有す; patterns say 属する, 有する.
fn modern(lemma: String) -> String {
    match lemma.strip_suffix('す') {
        Some(stem) if matches!(stem, "属" | "有" | "要" | "徴" | "発" | "帰属" | "収受" | "徴収") => {
            format!("{stem}する")
        }
        _ => lemma,
    }
}
