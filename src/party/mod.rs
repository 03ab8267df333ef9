//! Fifth step: who the contract's parties are, by what names, and which [`Role`] of the criteria each plays.

use crate::span::Span;

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
