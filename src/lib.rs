//! joko (条項, "clause") reads a Japanese partnership contract between an internet operator and its upstream provider and
//! judges whether it provides the eight clauses that the 安全・安心マーク requires.
//!
//! The steps, each a module, each a function of what came before:
//!
//! ```text
//! bytes → document → text → contract → token → party → statement → pattern → verdict → report → output
//! ```
//!
//! 1. [`document`]: bytes become lines of raw text with the place of each character.
//! 2. [`text`]: lines become one normalised string with a map back.
//! 3. [`contract`]: the string becomes the tree of 条, 項, 号 and 別紙.
//! 4. [`token`]: units become sentences of tokens.
//! 5. [`party`]: who is upstream, operator and user.
//! 6. [`statement`]: who does what to whom, how bindingly.
//! 7. [`pattern`]: which statements match which clause pattern.
//! 8. [`verdict`]: findings become one judgment for each clause.
//! 9. [`report`]: judgments become output.
//!
//! [`analyze`] runs them all; [`rulebook`] holds what is loaded once: dictionaries and patterns. [`messages`] holds every word that
//! people read.

pub mod analyze;
pub mod rulebook;
pub mod span;
pub mod messages;
pub mod parallel;

pub mod document;
pub mod text;
pub mod contract;
pub mod token;
pub mod party;
pub mod statement;
pub mod pattern;
pub mod verdict;
pub mod report;
pub mod suggest;

pub mod corpus;
pub mod trial;
