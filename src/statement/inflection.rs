//! What follows a predicate's stem: auxiliaries and the function words that make duty, effort, option or prohibition of it
//! (…しなければならない, …するよう努めるものとする), and how the sentence goes on after it.

use super::words::Function;
use crate::token::{Form, Pos, Token};

/// What the auxiliaries of a predicate say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Mood {
    /// An odd number of negators stands on it.
    pub negated: bool,
    /// れる, られる
    pub passive: bool,
    /// せる, させる, しめる
    pub causative: bool,
    /// できる as the predicate's own ability (確認できる).
    pub potential: bool,
    /// ことができる, てもよい, ことを妨げない
    pub optional: bool,
    /// よう努める, ことに配慮する
    pub effort: bool,
    /// つもりである, ことを目的とする
    pub recital: bool,
    /// ことを要しない, 必要はない, なくてよい: the denial lifts a duty and forbids nothing.
    pub exempt: bool,
}

/// How the sentence goes on after a predicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// The sentence ends.
    Full,
    /// 連用中止, て: another predicate follows.
    Continuative,
    /// たり: what follows する at the end of the series holds for it too.
    Alternative,
    /// が, けれども: another main clause follows.
    Concessive,
    /// ば, 場合, とき, 後: the clause is a condition of what follows.
    Condition,
    /// ため, ように: the clause is a purpose.
    Purpose,
    /// A noun follows, which the clause modifies.
    Attributive,
    /// こと, 旨, か: the clause is an argument of what follows.
    Content,
}

/// Reads on from token `at`, just after the stem of `lemma` (or at する after a verbal noun, or at だ after a noun).
/// Returns the mood, the ending and the first token that belongs to neither.
pub(super) fn tail(norm: &str, tokens: &[Token], at: usize, lemma: &str, function: &Function) -> (Mood, Ending, usize) {
    let mut reader = Tail { norm, tokens, function, at, mood: Mood::default(), form: Form::None, particle: "" };
    reader.form = tokens.get(at.wrapping_sub(1)).map_or(Form::None, |token| token.form);
    reader.stem(lemma);
    reader.auxiliaries();
    while reader.chain() {
        reader.auxiliaries();
    }
    let ending = reader.ending();
    (reader.mood, ending, reader.at)
}

struct Tail<'a> {
    norm: &'a str,
    tokens: &'a [Token],
    function: &'a Function,
    at: usize,
    mood: Mood,
    /// Inflected form of the last word taken.
    form: Form,
    /// The conjunctive particle that closed the auxiliaries, if any.
    particle: &'static str,
}

impl Tail<'_> {
    fn lemma(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| &token.lemma)
    }

    fn surface(&self, at: usize) -> &str {
        self.tokens.get(at).and_then(|token| self.norm.get(token.span.range())).unwrap_or("")
    }

    /// する after a verbal noun is part of the stem, whatever its shape.
    fn stem(&mut self, lemma: &str) {
        let Some(token) = self.tokens.get(self.at) else { return };
        let takes = lemma.ends_with("する") || self.function.polite.contains(&*token.lemma);
        if takes && matches!(token.pos, Pos::Verb | Pos::VerbAuxiliary) && self.function.suru.contains(&*token.lemma) {
            self.mood.potential |= matches!(&*token.lemma, "できる" | "出来る");
            self.mood.causative |= matches!(&*token.lemma, "せしめる" | "しめる" | "させる");
            self.mood.passive |= &*token.lemma == "される";
            self.form = token.form;
            self.at += 1;
        }
    }

    fn auxiliaries(&mut self) {
        while let Some(token) = self.tokens.get(self.at) {
            match (token.pos, &*token.lemma) {
                (Pos::VerbAuxiliary, "れる" | "られる") => self.mood.passive = true,
                (Pos::VerbAuxiliary, "せる" | "させる" | "しめる" | "せしめる") => {
                    self.mood.causative = true
                }
                (
                    Pos::VerbAuxiliary,
                    "いる" | "おる" | "おく" | "ある" | "しまう" | "いく" | "くる" | "もらう" | "いただく" | "頂く"
                    | "くださる" | "下さる" | "やる" | "続ける" | "得る" | "うる" | "始める" | "きる" | "なさる"
                    | "致す" | "いたす" | "出来る" | "できる",
                ) => self.mood.potential |= matches!(&*token.lemma, "できる" | "出来る" | "得る" | "うる"),
                (Pos::Auxiliary, "ない" | "ぬ" | "ん" | "まい") => {
                    self.mood.negated = !self.mood.negated;
                    if self.double_negative() {
                        continue;
                    }
                }
                // 「解約しようとするときは」 is 「解約するときは」.
                (Pos::Auxiliary, "う" | "よう")
                    if self.lemma(self.at + 1) == "と"
                        && matches!(self.lemma(self.at + 2), "する" | "なさる" | "致す" | "いたす") =>
                {
                    self.at += 3;
                    self.form = self.tokens[self.at - 1].form;
                    continue;
                }
                (Pos::Adjective, "ない") if self.form == Form::Continuative => self.mood.negated = !self.mood.negated,
                (Pos::Auxiliary, _) => {}
                (Pos::ParticleTopic, "は")
                    if self.lemma(self.at + 1) == "ない" || self.lemma(self.at + 1) == "ある" => {}
                (Pos::ParticleConjunctive, "て" | "で") => {
                    if self.after_te() {
                        continue;
                    }
                    return;
                }
                (Pos::ParticleConjunctive, "ば" | "と") => return self.close("ば"),
                (Pos::ParticleConjunctive, "が" | "けれど" | "けれども" | "から" | "ので" | "し" | "のに") =>
                {
                    return self.close("が");
                }
                (Pos::ParticleConjunctive, "ながら" | "つつ") => return self.close("て"),
                (Pos::Particle, "たり" | "だり") => return self.close("たり"),
                _ => return,
            }
            self.form = token.form;
            self.at += 1;
        }
    }

    fn close(&mut self, particle: &'static str) {
        self.particle = particle;
        self.at += 1;
    }

    /// なければならない, ねばならない, ざるを得ない: two negators that make a duty. Called at the first one.
    fn double_negative(&mut self) -> bool {
        let next = |offset: usize| self.lemma(self.at + offset);
        let length = if next(1) == "ば" && matches!(next(2), "なる" | "いける") && self.is_negator(self.at + 3) {
            Some(4)
        } else if next(1) == "ば" && matches!(next(2), "なる" | "いける") && next(3) == "ます" {
            Some(5)
        } else if next(1) == "て" && next(2) == "は" && matches!(next(3), "なる" | "いける") && next(4) == "ます"
        {
            Some(6)
        } else if next(1) == "て" && next(2) == "は" && matches!(next(3), "なる" | "いける") {
            Some(5)
        } else if next(1) == "を" && next(2) == "得る" {
            Some(4)
        } else if next(1) == "こと" && next(2) == "に" && next(3) == "は" && next(4) == "なる" {
            Some(6)
        } else {
            None
        };
        let Some(length) = length else { return false };
        self.mood.negated = !self.mood.negated;
        self.at = (self.at + length).min(self.tokens.len());
        self.form = self.tokens[self.at - 1].form;
        true
    }

    fn is_negator(&self, at: usize) -> bool {
        matches!(self.lemma(at), "ない" | "ぬ" | "ん" | "まい")
    }

    /// After て: prohibition (てはならない), permission (てもよい), an auxiliary verb, or the end of the predicate.
    fn after_te(&mut self) -> bool {
        let next = self.lemma(self.at + 1);
        if next == "は" && matches!(self.lemma(self.at + 2), "なる" | "いける") {
            let polite = usize::from(self.lemma(self.at + 3) == "ます");
            if self.is_negator(self.at + 3 + polite) {
                self.mood.negated = !self.mood.negated;
                self.at += 4 + polite;
                self.form = self.tokens[self.at - 1].form;
                return true;
            }
        }
        if next == "も"
            && matches!(self.lemma(self.at + 2), "よい" | "良い" | "いい" | "差し支える" | "かまう" | "構う")
        {
            self.mood.optional = true;
            self.at += 3;
            self.form = self.tokens[self.at - 1].form;
            if self.is_negator(self.at) {
                self.at += 1;
            }
            return true;
        }
        if matches!(next, "よい" | "良い") {
            self.mood.exempt |= self.mood.negated;
            self.at += 2;
            self.form = Form::Base;
            return true;
        }
        if self
            .tokens
            .get(self.at + 1)
            .is_some_and(|token| token.pos == Pos::VerbAuxiliary && !matches!(&*token.lemma, "終わる" | "始まる"))
        {
            self.at += 1;
            return true;
        }
        if next == "も" {
            self.at += 1;
            self.close("ば");
        } else {
            self.close("て");
        }
        false
    }

    /// Whether the tokens from here have these lemmas; alternatives are divided by `|`, and a trailing `?` makes one optional.
    /// Returns the place after them.
    fn follows(&self, lemmas: &[&str]) -> Option<usize> {
        let mut at = self.at;
        for wanted in lemmas {
            let (wanted, optional) = wanted.strip_suffix('?').map_or((*wanted, false), |word| (word, true));
            if wanted.split('|').any(|word| word == self.lemma(at)) {
                at += 1;
            } else if !optional {
                return None;
            }
        }
        Some(at)
    }

    /// One link of the chain of function words after the auxiliaries. Returns whether there was one.
    fn chain(&mut self) -> bool {
        if !self.particle.is_empty() {
            return false;
        }
        if let Some(next) = self.follows(&["もの|こと", "と|に", "する|いたす|致す"]) {
            return self.link(next);
        }
        if let Some(next) = self.follows(&["もの", "と", "みなす|見なす|看做す"]) {
            return self.link(next);
        }
        // 「甲を介することなく」 says how the rest is done.
        if let Some(next) = self.follows(&["こと", "も?", "ない"])
            && self.surface(next - 1) == "なく"
        {
            self.mood.negated = !self.mood.negated;
            self.at = next - 1;
            self.close("ば");
            return true;
        }
        if let Some(next) = self.follows(&["もの|こと", "だ"])
            && (matches!(self.lemma(next), "ある" | "は") || self.ends(next) || self.is_negator(next))
        {
            return self.link(next);
        }
        if let Some(next) = self.follows(&["もの|こと", "です"]) {
            return self.link(next);
        }
        if let Some(next) = self.follows(&["こと", "が|は|も|の", "、?", "できる|出来る"]) {
            self.mood.optional = true;
            return self.link(next);
        }
        if let Some(next) = self.follows(&["こと", "は|も|が", "ある"]) {
            if self.negated_at(next) {
                return self.link(next);
            }
            self.mood.optional = true;
            return self.link(next);
        }
        if let Some(next) = self.follows(&["こと", "は|も|が", "ない"]) {
            self.mood.negated = !self.mood.negated;
            return self.link(next);
        }
        if let Some(next) = self.follows(&["こと", "を|は", "要する|要す"]) {
            self.mood.exempt |= self.negated_at(next);
            return self.link(next);
        }
        if let Some(next) = self.follows(&["こと", "を|は", "必要", "と", "する"]) {
            return self.link(next);
        }
        if let Some(next) = self.follows(&["こと", "を|は|も", "妨げる"]) {
            // 妨げない: an option, and no negation of what it governs.
            self.mood.negated = !self.mood.negated;
            self.mood.optional = true;
            return self.link(next);
        }
        if let Some(next) = self.follows(&["必要", "が|は|も", "ある"]) {
            self.mood.exempt |= self.negated_at(next);
            return self.link(next);
        }
        if let Some(next) = self.follows(&["必要", "が|は|も", "ない"]) {
            self.mood.negated = !self.mood.negated;
            self.mood.exempt = true;
            return self.link(next);
        }
        if let Some(next) =
            self.follows(&["義務|責任|責め|責務|任|責", "を|は|も|が", "負う|有する|担う|ある|任ずる|負担する"])
        {
            return self.link(next);
        }
        if let Some(next) = self.follows(&["義務|責任|責め|責務", "に", "任ずる|任じる"]) {
            return self.link(next);
        }
        if let Some(next) = self.follows(&["権利|権限", "を|は", "有する|持つ|もつ"]) {
            self.mood.optional = true;
            return self.link(next);
        }
        if let Some(next) = self.follows(&["こと", "を", "原則|基本", "と", "する"]) {
            return self.link(next);
        }
        if let Some(next) = self.follows(&["こと", "を", "目標|理想|努力目標", "と", "する"]) {
            self.mood.effort = true;
            return self.link(next);
        }
        if let Some(next) = self.follows(&["こと", "を"]) {
            if self.function.recital.contains(self.lemma(next)) {
                self.mood.recital = true;
                return false;
            }
            if matches!(self.lemma(next), "約する" | "約す" | "誓う") {
                return self.link(next + 1);
            }
        }
        if let Some(next) = self.follows(&["予定|見込み|方針|つもり|趣旨", "だ|です|と"]) {
            self.mood.recital = true;
            return self.link(next);
        }
        if let Some(next) = self.follows(&["よう|こと", "に|を?", "、?"]) {
            return self.toward(next);
        }
        false
    }

    /// …するよう(に): an effort verb makes an effort of it, する makes it plain.
    fn toward(&mut self, next: usize) -> bool {
        let verb = self.lemma(next);
        let suru = self.lemma(next + 1) == "する" || self.lemma(next + 1) == "いたす";
        if self.function.effort.contains(verb) && verb != "図る" {
            self.mood.effort = true;
            return self.link(next + 1);
        }
        if suru && self.function.effort.contains(&format!("{verb}する")) {
            self.mood.effort = true;
            return self.link(next + 2);
        }
        if self.lemma(self.at) == "よう" && matches!(verb, "する" | "いたす") {
            return self.link(next + 1);
        }
        false
    }

    fn link(&mut self, next: usize) -> bool {
        self.at = next;
        self.form = self.tokens[next - 1].form;
        true
    }

    fn ends(&self, at: usize) -> bool {
        self.tokens.get(at).is_none_or(|token| matches!(token.pos, Pos::Stop | Pos::Close | Pos::Comma))
    }

    fn negated_at(&self, mut at: usize) -> bool {
        if self.lemma(at) == "ます" {
            at += 1;
        }
        self.is_negator(at)
    }

    fn ending(&mut self) -> Ending {
        match self.particle {
            "て" => return Ending::Continuative,
            "たり" => return Ending::Alternative,
            "ば" => return Ending::Condition,
            "が" => return Ending::Concessive,
            _ => {}
        }
        let Some(token) = self.tokens.get(self.at) else { return Ending::Full };
        let surface = self.surface(self.at);
        match token.pos {
            Pos::Stop | Pos::Close => return Ending::Full,
            Pos::Comma => {
                return if self.form == Form::Continuative || self.form == Form::None {
                    Ending::Continuative
                } else {
                    Ending::Full
                };
            }
            Pos::ParticleCase if surface == "に" && self.form == Form::Continuative => {
                // ずに: goes on to the next predicate.
                self.at += 1;
                return Ending::Continuative;
            }
            Pos::ParticleCase if surface == "と" => return Ending::Content,
            Pos::ParticleCase if surface.starts_with("まで") => {
                self.at += 1;
                return Ending::Condition;
            }
            Pos::Particle if surface == "だけ" || surface == "のみ" => {
                // 「連絡するだけで退会できる」: nothing more is needed for what follows.
                self.at += 1;
                self.skip_particles();
                return Ending::Condition;
            }
            Pos::Particle if matches!(surface, "か" | "かを") => {
                // 「掲載するかどうか」 leaves it open.
                self.mood.optional = true;
                return Ending::Content;
            }
            Pos::Particle if surface == "の" => return Ending::Content,
            Pos::Conjunction if self.form == Form::Continuative => return Ending::Continuative,
            _ => {}
        }
        if self.form == Form::Continuative && !matches!(token.pos, Pos::Noun | Pos::NounFormal | Pos::NounVerbal) {
            return Ending::Continuative;
        }
        if matches!(surface, "こと" | "旨" | "むね") {
            return Ending::Content;
        }
        if matches!(surface, "よう" | "様") && self.form != Form::Continuative {
            self.at += 1;
            self.skip_particles();
            return Ending::Purpose;
        }
        if surface == "ため" || surface == "為" {
            self.at += 1;
            self.skip_particles();
            return Ending::Purpose;
        }
        if self.function.condition.contains(surface) && !self.compound_after(self.at) {
            // 「復旧するとともに、乙に知らせる」 says both.
            let both = matches!(surface, "とともに" | "と共に");
            self.at += 1;
            self.skip_particles();
            return if both { Ending::Continuative } else { Ending::Condition };
        }
        if surface == "に" || surface == "には" {
            return Ending::Condition;
        }
        Ending::Attributive
    }

    /// Particles after 場合, とき, ため: には, において, を除き. They belong to the clause that they close.
    fn skip_particles(&mut self) {
        while let Some(token) = self.tokens.get(self.at) {
            match token.pos {
                Pos::ParticleCase | Pos::ParticleTopic | Pos::Particle if &*token.lemma != "の" => self.at += 1,
                Pos::Verb if matches!(&*token.lemma, "除く" | "限る" | "際す" | "もつ" | "以つ") => {
                    self.at += 1
                }
                Pos::ParticleConjunctive if &*token.lemma == "て" => self.at += 1,
                _ => break,
            }
        }
    }

    /// 場合 and the like open a condition only as words of their own, not inside a compound (場合分け, 上位).
    fn compound_after(&self, at: usize) -> bool {
        self.tokens.get(at + 1).is_some_and(|next| {
            next.span.start == self.tokens[at].span.end
                && matches!(next.pos, Pos::Noun | Pos::NounVerbal | Pos::Suffix | Pos::Numeral)
        }) || self.lemma(at + 1) == "の" && self.surface(at) != "場合"
    }
}
