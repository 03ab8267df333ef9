//! Fifth step: who the contract's parties are, by what names, and which [`Role`] of the criteria each plays.

mod bracket;
mod definition;
mod desk;
mod mark;
mod mention;
mod role;
mod user;

use crate::contract::Contract;
use crate::span::Span;
use crate::text::Text;

pub(crate) use desk::desks;
pub use mention::{Mentions, PartySet};
pub use role::Casting;
pub(crate) use role::{Deed, Domain, Hypotheses, assign, names_an_operator};

/// A role of the criteria.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// 上位プロバイダー
    Upstream,
    /// 事業者
    Operator,
    /// 利用者
    User,
}

impl Role {
    /// The id that the command line and the JSON output use.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Upstream => "upstream",
            Self::Operator => "operator",
            Self::User => "user",
        }
    }
}

/// A party to the contract, or the users that it speaks of.
#[derive(Clone, Debug)]
pub struct Party {
    /// Every name that the contract calls it by; the one it uses most first.
    pub names: Vec<String>,
    /// Its role, if one could be worked out.
    pub role: Option<Role>,
    /// The words that the role rests on.
    pub because: Vec<Span>,
}

/// The words by which contracts call users, roles and both parties at once, from `dictionaries/roles.toml`.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RoleWords {
    /// 利用者, 会員, 契約者 …
    pub users: Vec<String>,
    /// Words of a definition that show that it defines users.
    pub user_glosses: Vec<String>,
    /// 両者, 甲乙 …
    pub both: Vec<String>,
    /// What company and public body names contain.
    pub bodies: Vec<String>,
    /// Words in a party's name or definition that show the upstream.
    pub upstream: Vec<String>,
    /// Words in a party's name or definition that show the operator.
    pub operator: Vec<String>,
    /// Parts of company names that upstreams rather have.
    pub upstream_hints: Vec<String>,
    /// Parts of names that operators rather have.
    pub operator_hints: Vec<String>,
    /// Parts of names that those have who connect users, upstream or operator.
    pub carriers: Vec<String>,
    /// Names that are parties by themselves (当社, パートナー).
    pub names: Vec<String>,
    /// What one party does to the other, as forms with ［上位］ and ［事業者］.
    pub acts: Vec<Act>,
}

/// An act that tells the roles apart.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Act {
    /// A form of the pattern language.
    pub form: String,
    /// How much it says.
    pub weight: f32,
    /// Whether it is what makes somebody an upstream: the operator's service runs on what the act gives.
    #[serde(default)]
    pub basis: bool,
}

/// Finds the parties and the users, without roles for the parties yet. Users are the last of the list.
#[must_use]
pub(crate) fn parties(text: &Text, contract: &Contract, words: &RoleWords) -> Vec<Party> {
    let mut found = definition::parties(text, contract, words);
    let users = user::users(text, contract, words, &found);
    found.push(Party { names: users, role: Some(Role::User), because: Vec::new() });
    found
}
