//! Holding statements against forms.

use super::form::{Element, Form, Wanted};
use super::terms::{Occurrences, TermId};
use crate::party::{Mentions, PartySet, Role};
use crate::span::Span;
use crate::statement::{Argument, Case, Statement};

/// Who plays which role.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Roles {
    /// 上位
    pub upstream: PartySet,
    /// 事業者
    pub operator: PartySet,
}

impl Roles {
    /// Who plays `role`.
    pub(crate) const fn of(self, role: Role) -> PartySet {
        match role {
            Role::Upstream => self.upstream,
            Role::Operator => self.operator,
            Role::User => PartySet::USERS,
        }
    }
}

/// What matching looks at beside the statement.
pub(crate) struct Scene<'a> {
    pub norm: &'a str,
    pub mentions: &'a Mentions,
    pub occurrences: &'a Occurrences,
    pub roles: Roles,
    /// The class of desks, shops and departments, which act for the party they belong to.
    pub organs: Option<TermId>,
    /// Named desks and whose they are.
    pub desks: &'a [(String, PartySet)],
}

/// Words that point back to the subject.
const REFLEXIVE: [&str; 9] = ["自己", "自ら", "みずから", "自社", "自身", "自分", "自組合", "自会社", "自己自身"];
/// Words that take up a desk named before.
const ANAPHORIC: [&str; 10] =
    ["この", "その", "これらの", "同", "当該", "上記の", "前号の", "前項の", "前条の", "第1項の"];
/// Head nouns that say nothing themselves: what modifies them counts.
const GENERIC_HEADS: [&str; 9] = ["もの", "内容", "全文", "最新版", "原本", "全部", "一切", "現行のもの", "それ"];
/// Persons and bodies that act for the party they belong to: 乙の代表者, 町長.
const REPRESENTATIVES: [&str; 11] =
    ["代表取締役", "代表理事", "代表者", "理事長", "理事会", "組合長", "会長", "社長", "代表", "首長", "長"];
/// Head nouns of what is said: the clause before them is their content.
const CONTENT_HEADS: [&str; 5] = ["旨", "こと", "事実", "もの", "次第"];
/// Words that point to the other party.
const RECIPROCAL: [&str; 4] = ["相手方", "他方", "相手", "他方当事者"];

impl Scene<'_> {
    fn text(&self, span: Span) -> &str {
        self.norm.get(span.range()).unwrap_or_default()
    }

    /// Who acts in `statement`.
    pub(crate) fn subject(&self, statement: &Statement) -> PartySet {
        let by_case = |case: Case| {
            statement
                .arguments
                .iter()
                .filter(|argument| argument.case == case)
                .map(|argument| self.noun(argument, PartySet::NONE))
                .find(|who| !who.is_empty())
        };
        by_case(Case::Ga).or_else(|| by_case(Case::Topic)).unwrap_or_default()
    }

    /// Whom a phrase means: a party by name, the subject itself (自己), the other one (相手方), or whose desk it is.
    pub(crate) fn noun(&self, argument: &Argument, subject: PartySet) -> PartySet {
        let mut who = self.mentions.named(self.norm, argument.head);
        for head in &argument.heads {
            who = who.union(self.mentions.named(self.norm, *head));
        }
        if !who.is_empty() {
            return who;
        }
        let words = self.text(argument.head);
        if REFLEXIVE.iter().any(|word| words.starts_with(word)) {
            return if subject.is_empty() { self.antecedent(argument.head) } else { subject };
        }
        let before = self.text(Span::new(argument.span.start, argument.head.start));
        let of_contract = ["契約の", "契約上の"].iter().any(|word| before.ends_with(word));
        if !of_contract && RECIPROCAL.iter().any(|word| words.starts_with(word)) {
            return self.mentions.all().without(subject);
        }
        let who = self.represented(argument);
        if who.is_empty() { self.desk(argument, subject) } else { who }
    }

    /// The party that 自己 points to inside a clause that names no subject: the last one before it that its sentence is about.
    fn antecedent(&self, head: Span) -> PartySet {
        let before = self.norm.get(..head.start).unwrap_or_default();
        let from = before.rfind(['。', '\n']).map_or(0, |at| at + 1);
        let leads = |name: Span| {
            let rest = self.norm.get(name.end..head.start).unwrap_or_default();
            ["は", "が", "も"].iter().any(|particle| rest.starts_with(particle))
        };
        let named = self.mentions.within(Span::new(from, head.start));
        named
            .filter(|(name, who)| !who.meets(PartySet::USERS) && leads(*name))
            .last()
            .map_or(PartySet::NONE, |(_, who)| who)
    }

    /// For whom the person or body that a phrase names acts: 協会会長, 甲の理事長.
    fn represented(&self, argument: &Argument) -> PartySet {
        let words = self.text(argument.head);
        let titles = REPRESENTATIVES.iter().filter(|title| words.ends_with(**title));
        let mut owners = titles.filter_map(|title| {
            let end = argument.head.end - title.len();
            let before = self.mentions.within(Span::new(argument.span.start, end));
            let (name, who) = before.filter(|(_, who)| !who.meets(PartySet::USERS)).last()?;
            ["", "の"].contains(&self.text(Span::new(name.end, end))).then_some(who)
        });
        owners.next().unwrap_or(PartySet::NONE)
    }

    /// Whose desk or department a phrase names.
    fn desk(&self, argument: &Argument, subject: PartySet) -> PartySet {
        let words = self.text(argument.head);
        let is_desk = self.organs.is_some_and(|organs| self.occurrences.any(organs, argument.head));
        if let Some((_, owner)) = self.desks.iter().find(|(name, _)| words.contains(name.as_str())) {
            return *owner;
        }
        if !is_desk {
            return PartySet::NONE;
        }
        // 「ひかり相談係」 is taken up as 相談係.
        let shortened = |name: &str| words.chars().count() >= 2 && name.ends_with(words);
        if let Some((_, owner)) = self.desks.iter().find(|(name, _)| shortened(name)) {
            return *owner;
        }
        let owner = self.mentions.within(argument.span).filter(|(_, who)| !who.meets(PartySet::USERS)).last();
        if let Some((_, owner)) = owner {
            return owner;
        }
        if REFLEXIVE.iter().any(|word| self.text(argument.span).contains(word)) {
            return subject;
        }
        // A desk without a name is the one that the contract sets up, if only one party has any.
        if ANAPHORIC.iter().any(|word| self.text(argument.span).starts_with(word)) || words == "窓口" {
            return self.sole_desk_owner();
        }
        PartySet::NONE
    }

    fn sole_desk_owner(&self) -> PartySet {
        let owners = self.desks.iter().fold(PartySet::NONE, |set, (_, owner)| set.union(*owner));
        if self.desks.iter().all(|(_, owner)| *owner == owners) { owners } else { PartySet::NONE }
    }

    /// Whether `statement` has everything that `form` asks for; `negated` is the polarity that is wanted.
    pub(crate) fn fits(&self, form: &Form, statement: &Statement, negated: bool) -> bool {
        polarity_fits(form, statement, negated)
            && super::form::predicate_fits(form, statement)
            && self.arguments_fit(form, statement)
    }

    /// Whether the phrases of `statement` are those that `form` asks for.
    pub(crate) fn arguments_fit(&self, form: &Form, statement: &Statement) -> bool {
        let subject = self.subject(statement);
        form.arguments.iter().all(|wanted| self.argument_fits(wanted, statement, subject))
    }

    /// Whether some phrase of `statement` is the one that is wanted.
    pub(crate) fn argument_fits(&self, wanted: &Wanted, statement: &Statement, subject: PartySet) -> bool {
        let fits = self.filler(wanted, statement, subject).is_some();
        if fits || !wanted.optional {
            return fits;
        }
        // An optional role that is filled by somebody else speaks against the form.
        let [Element::Role(role)] = wanted.elements[..] else { return true };
        !statement.arguments.iter().any(|argument| {
            let same = argument.case == wanted.case || wanted.case == Case::Ga && argument.case == Case::Topic;
            same && {
                let who = self.noun(argument, subject);
                !who.is_empty() && !who.meets(self.roles.of(role))
            }
        })
    }

    /// The phrase of `statement` that is the one that is wanted.
    pub(super) fn filler<'a>(
        &self,
        wanted: &Wanted,
        statement: &'a Statement,
        subject: PartySet,
    ) -> Option<&'a Argument> {
        let mut arguments = statement.arguments.iter();
        arguments.find(|argument| self.relates(wanted, argument, statement) && self.holds(wanted, argument, subject))
    }

    /// Whether the phrase stands in the relation that is wanted.
    pub(super) fn relates(&self, wanted: &Wanted, argument: &Argument, statement: &Statement) -> bool {
        use Case::{About, Along, As, Bare, By, Complement, De, Ga, Instead, Kara, Made, Ni, Per, To, Topic, Wo};
        if wanted.only && !argument.only {
            return false;
        }
        let case = argument.case;
        match wanted.case {
            Ga => {
                case == Ga
                    || case == Topic
                        && !statement.arguments.iter().any(|other| {
                            other.case == Ga && !other.carried && !self.noun(other, PartySet::NONE).is_empty()
                        })
            }
            // A party that is the topic acts; it is not what is acted on.
            Wo => {
                case == Wo
                    || case == Topic && self.mentions.named(self.norm, argument.head).is_empty()
                    || case == Ga && (argument.topic || statement.potential || argument.also)
            }
            Topic => matches!(case, Topic | Ga | Wo),
            Ni => matches!(case, Ni),
            De | By => matches!(case, De | By | Per),
            Kara => case == Kara,
            To => matches!(case, To | Complement),
            Complement => matches!(case, Complement | To),
            Bare => matches!(case, Bare | De | Per),
            About => matches!(case, About | Topic | Wo),
            Per => matches!(case, Per | De | By),
            As | Along | Instead | Made => case == wanted.case,
            other => case == other,
        }
    }

    /// Whether the phrase holds what is wanted, in order.
    fn holds(&self, wanted: &Wanted, argument: &Argument, subject: PartySet) -> bool {
        if let ([Element::Role(role)], true) = (&wanted.elements[..], wanted.headed) {
            return self.noun(argument, subject).meets(self.roles.of(*role));
        }
        let whole = self.with_content(argument);
        let mut from = whole.start;
        let last = wanted.elements.len().saturating_sub(1);
        for (index, element) in wanted.elements.iter().enumerate() {
            let found = match element {
                Element::Role(role) => self.mention(self.roles.of(*role), whole, from, subject),
                Element::Term(term) if index == last && wanted.headed => self.at_head(*term, argument, from),
                Element::Term(term) | Element::Next(_, term) | Element::Beside(_, term) => {
                    self.occurrences.first(*term, whole, from)
                }
            };
            let Some(found) = found else { return false };
            from = found.end;
        }
        true
    }

    /// The phrase with all of what it says: in 「サービスが甲の網を利用して提供される旨」 the parser gives the noun the last clause
    /// alone. The content begins after a comma, a topic, or the sign that opens a quotation around it.
    fn with_content(&self, argument: &Argument) -> Span {
        if !CONTENT_HEADS.contains(&self.text(argument.head)) {
            return argument.span;
        }
        let before = self.norm.get(..argument.span.start).unwrap_or_default();
        let mut depth = 0_usize;
        for (at, sign) in before.char_indices().rev() {
            match sign {
                '」' | '』' | ')' => depth += 1,
                '「' | '『' | '(' if depth > 0 => depth -= 1,
                '、' | '。' | '\n' | '「' | '『' | '(' if depth == 0 => {
                    return Span::new(at + sign.len_utf8(), argument.span.end);
                }
                _ => {}
            }
        }
        argument.span
    }

    /// Whether `span` names the role or holds the term.
    pub(crate) fn says(&self, element: Element, span: Span, subject: PartySet) -> bool {
        self.places(element, span, subject).next().is_some()
    }

    /// The places in `span` that name the role or hold the term.
    pub(super) fn places(
        &self,
        element: Element,
        span: Span,
        subject: PartySet,
    ) -> Box<dyn Iterator<Item = Span> + '_> {
        let named = move |role| {
            let who = self.roles.of(role);
            self.mentions.within(span).filter(move |(_, found)| found.meets(who)).map(|(name, _)| name)
        };
        let followed = move |place: &Span, term| self.occurrences.starts_at(term, Span::new(place.end, span.end));
        match element {
            Element::Role(role) => {
                Box::new(named(role).chain(self.mention(self.roles.of(role), span, span.start, subject)))
            }
            Element::Term(term) => Box::new(self.occurrences.within(term, span).filter(|found| !self.quoted(*found))),
            Element::Next(role, term) => Box::new(named(role).filter(move |name| followed(name, term))),
            Element::Beside(first, term) => {
                Box::new(self.occurrences.within(first, span).filter(move |found| followed(found, term)))
            }
        }
    }

    /// Whether `span` names a desk of the role, which stands for it.
    pub(crate) fn names_desk(&self, role: Role, span: Span) -> bool {
        let words = self.text(span);
        self.desks.iter().any(|(name, owner)| owner.meets(self.roles.of(role)) && words.contains(name.as_str()))
    }

    /// The first mention of `who` in `span` from byte `from` on; 自己 and その count as the subject's.
    fn mention(&self, who: PartySet, span: Span, from: usize, subject: PartySet) -> Option<Span> {
        let named = self
            .mentions
            .within(Span::new(from, span.end))
            .find(|(_, found)| found.meets(who))
            .map(|(mention, _)| mention);
        let reflexive = || {
            let words = self.norm.get(from..span.end)?;
            let hit = first_of(words, REFLEXIVE.iter().chain(&["その"]).copied())?;
            // 「乙がその名義で発行する請求書」: the nearest party before it in the phrase is meant, not the subject.
            let before = Span::new(span.start, from + hit.0);
            let acts = |mention: &Span| {
                let rest = self.norm.get(mention.end..).unwrap_or_default();
                ["が", "は", "の", "も", "において", "自ら"].iter().any(|particle| rest.starts_with(particle))
            };
            let own = |(mention, found): &(Span, PartySet)| !found.meets(PartySet::USERS) && acts(mention);
            let nearest = self.mentions.within(before).filter(own).last();
            let subject = nearest.map_or(subject, |(_, found)| found);
            subject.meets(who).then(|| Span::new(from + hit.0, from + hit.0 + hit.1))
        };
        let other = || {
            let words = self.norm.get(from..span.end)?;
            let hit = first_of(words, RECIPROCAL.iter().copied())?;
            let before = self.norm.get(..from + hit.0).unwrap_or_default();
            if before.ends_with("契約の") || before.ends_with("の契約") {
                return None;
            }
            self.mentions.all().without(subject).meets(who).then(|| Span::new(from + hit.0, from + hit.0 + hit.1))
        };
        let marked = || {
            let mut marks = self.mentions.marks_within(Span::new(from, span.end));
            marks.find(|(_, owner)| owner.meets(who)).map(|(mark, _)| mark)
        };
        named.or_else(marked).or_else(reflexive).or_else(other)
    }

    /// Whether a place lies in a quotation that is a sentence rather than a name.
    fn quoted(&self, found: Span) -> bool {
        let before = self.norm.get(..found.start).unwrap_or_default();
        let line = before.rfind('\n').map_or(0, |at| at + 1);
        let lead = before.get(line..).unwrap_or_default();
        let Some(open) = lead.rfind('「') else { return false };
        if lead.get(open..).is_some_and(|rest| rest.contains('」')) {
            return false;
        }
        // 「２ 乙は、… on a line of its own is the text that an amendment puts in.
        let numbered =
            lead.get(open + '「'.len_utf8()..).is_some_and(|words| words.starts_with(|c: char| c.is_ascii_digit()));
        if numbered && lead.get(..open).is_some_and(|margin| margin.trim().is_empty()) {
            return false;
        }
        let rest = self.norm.get(line + open..).unwrap_or_default();
        rest.find('」').is_some_and(|close| rest.get(..close).is_some_and(|words| words.chars().count() > 22))
    }

    /// A place of the term in the phrase's head or a parallel one.
    fn at_head(&self, term: TermId, argument: &Argument, from: usize) -> Option<Span> {
        self.occurrences.within(term, argument.span).find(|found| {
            found.start >= from
                && !self.quoted(*found)
                && (GENERIC_HEADS.contains(&self.text(argument.head))
                    || found.overlaps(argument.head)
                    || argument.heads.iter().any(|head| found.overlaps(*head)))
        })
    }
}

/// Whether `statement` denies or affirms as `form` does, or with `negated` the other way round.
pub(super) fn polarity_fits(form: &Form, statement: &Statement, negated: bool) -> bool {
    statement.negated == (form.negated ^ negated)
}

/// Where the first of `signs` stands in `words`, and its length in bytes. Phrases are short: preparing a search for each sign costs more than
/// looking at every place.
fn first_of<'s>(words: &str, signs: impl Iterator<Item = &'s str> + Clone) -> Option<(usize, usize)> {
    words.char_indices().find_map(|(at, _)| {
        let rest = words.get(at..)?;
        let found = signs.clone().filter(|sign| rest.starts_with(sign)).map(str::len).min()?;
        Some((at, found))
    })
}
