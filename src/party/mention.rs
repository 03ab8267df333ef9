//! Mentions: every place where the text names a party, or users, or both parties at once.

use aho_corasick::{AhoCorasick, MatchKind};

use super::Party;
use crate::span::Span;

/// A set of parties, one bit for each in the order of their list; users have a bit of their own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct PartySet(u8);

impl PartySet {
    /// The users.
    pub const USERS: Self = Self(1 << 7);
    /// Nobody.
    pub const NONE: Self = Self(0);

    /// The party at this index of the list; contracts with more than seven parties keep the first seven apart.
    #[must_use]
    pub fn party(index: usize) -> Self {
        Self(1 << index.min(6))
    }

    /// Everybody in either.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether anybody is in both.
    #[must_use]
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether nobody is in it.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Those not in `other`.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
}

/// All mentions of a text, in order.
#[derive(Clone, Debug, Default)]
pub struct Mentions {
    found: Vec<(Span, PartySet)>,
    all: PartySet,
    /// Names of services and the like that belong to a party.
    marks: Vec<(Span, PartySet)>,
}

impl Mentions {
    /// Looks for the names of `parties` (users last) and for the words that mean all of them.
    #[must_use]
    pub fn of(norm: &str, parties: &[Party], both: &[String]) -> Self {
        let contracting = parties.len().saturating_sub(1);
        let all = (0..contracting).fold(PartySet::NONE, |set, index| set.union(PartySet::party(index)));
        let mut names: Vec<&str> = Vec::new();
        let mut sets = Vec::new();
        for (index, party) in parties.iter().enumerate() {
            let set = if index == contracting { PartySet::USERS } else { PartySet::party(index) };
            for name in party.names.iter().filter(|name| !name.is_empty()) {
                names.push(name);
                sets.push(set);
            }
        }
        for word in both {
            names.push(word);
            sets.push(all);
        }
        let Ok(automaton) = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&names) else {
            return Self::default();
        };
        let found = automaton
            .find_iter(norm)
            .filter(|hit| stands_alone(norm, hit.start(), hit.end(), sets[hit.pattern().as_usize()]))
            .map(|hit| (Span::new(hit.start(), hit.end()), sets[hit.pattern().as_usize()]))
            .collect();
        Self { found, all, marks: marked(norm, parties) }
    }

    /// Every name inside `span` that belongs to a party without being the party.
    pub fn marks_within(&self, span: Span) -> impl Iterator<Item = (Span, PartySet)> + '_ {
        let from = self.marks.partition_point(|(mark, _)| mark.start < span.start);
        self.marks[from..].iter().take_while(move |(mark, _)| mark.end <= span.end).copied()
    }

    /// Every mention inside `span`, in order.
    pub fn within(&self, span: Span) -> impl Iterator<Item = (Span, PartySet)> + '_ {
        let from = self.found.partition_point(|(mention, _)| mention.start < span.start);
        self.found[from..].iter().take_while(move |(mention, _)| mention.end <= span.end).copied()
    }

    /// Who a noun is: the mention that it consists of, up to a suffix (等, 側, 双方).
    #[must_use]
    pub fn named(&self, norm: &str, head: Span) -> PartySet {
        let mut set = PartySet::NONE;
        let mut end = head.start;
        for (mention, who) in self.within(head) {
            if mention.start > end && !norm.get(end..mention.start).is_some_and(|gap| JOINTS.contains(&gap)) {
                break;
            }
            set = set.union(who);
            end = mention.end;
        }
        // A compound that ends in a word for users is a kind of user: 個人会員, 光会員.
        if set.is_empty()
            && let Some((mention, PartySet::USERS)) = self.within(head).last()
            && mention.end == head.end
        {
            return PartySet::USERS;
        }
        let rest = norm.get(end..head.end).unwrap_or_default();
        if rest.is_empty() || SUFFIXES.contains(&rest) { set } else { PartySet::NONE }
    }

    /// All contracting parties.
    #[must_use]
    pub const fn all(&self) -> PartySet {
        self.all
    }
}

fn marked(norm: &str, parties: &[Party]) -> Vec<(Span, PartySet)> {
    let marks = super::mark::marks(norm, parties);
    let names: Vec<&str> = marks.iter().map(|(name, _)| name.as_str()).collect();
    let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&names);
    automaton.map_or_else(
        |_| Vec::new(),
        |automaton| {
            let hits = automaton.find_iter(norm);
            hits.map(|hit| (Span::new(hit.start(), hit.end()), marks[hit.pattern().as_usize()].1)).collect()
        },
    )
}

/// What may stand between two names in one compound.
const JOINTS: [&str; 7] = ["", "、", "・", "及び", "と", "又は", "並びに"];

/// What may follow a name without making another thing of it.
const SUFFIXES: [&str; 33] = [
    "等",
    "側",
    "双方",
    "ら",
    "各自",
    "自身",
    "ご自身",
    "自体",
    "自ら",
    "1社",
    "一社",
    "ただ1社",
    "ただ一社",
    "様",
    "さま",
    "さん",
    "各位",
    "両者",
    "両社",
    "間",
    "個人",
    "本人",
    "それぞれ",
    "相互",
    "いずれ",
    "一同",
    "の双方",
    "又は第三者",
    "全員",
    "単独",
    "あて",
    "宛",
    "宛て",
];

/// A name inside a longer word of its own script is another word: センター in データセンター, 甲 in 甲府.
fn stands_alone(norm: &str, start: usize, end: usize, set: PartySet) -> bool {
    let before = norm.get(..start).and_then(|text| text.chars().next_back());
    let after = norm.get(end..).and_then(|text| text.chars().next());
    let first = norm.get(start..end).and_then(|text| text.chars().next());
    let last = norm.get(start..end).and_then(|text| text.chars().next_back());
    let (Some(first), Some(last)) = (first, last) else { return false };
    let clings_before = before.is_some_and(|before| {
        is_katakana(before) && is_katakana(first) || before.is_ascii_alphanumeric() && first.is_ascii_alphanumeric()
    });
    let clings_after = after.is_some_and(|after| {
        is_katakana(after) && is_katakana(last) || last.is_ascii_alphanumeric() && after.is_ascii_alphanumeric()
    });
    if clings_before || clings_after {
        return false;
    }
    if set.meets(PartySet::USERS) {
        return !after.is_some_and(|after| matches!(after, '数' | '証' | '番' | '規' | '情' | '課' | '係' | 'I'));
    }
    // 一切乙が, 毎月甲に: the stems name nobody only in a few words (亀甲, 早乙女).
    let stem = end - start == first.len_utf8() && "甲乙丙丁".contains(first);
    let kanji_before = before.is_some_and(|before| {
        if stem {
            "装手亀鼈早".contains(before)
        } else {
            is_kanji(before) && is_kanji(first) && !"各両本該同及又当の甲乙丙丁".contains(before)
        }
    });
    // A body named by one character is not its people or its grounds: 県民, 町内.
    let place = "都道府県市区町村".contains(first)
        && first.len_utf8() == end - start
        && after.is_some_and(|after| "民内営立".contains(after));
    let foreign_after = after.is_some_and(|after| matches!(after, '員' | '府' | '種' | '号' | '州'));
    !(kanji_before || foreign_after || place)
}

fn is_katakana(sign: char) -> bool {
    matches!(sign, 'ァ'..='ヺ' | 'ー')
}

fn is_kanji(sign: char) -> bool {
    matches!(sign, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '々')
}
