//! What is loaded and checked once and then shared unchanged: dictionaries and patterns.

/// Dictionaries and patterns, ready to use.
#[derive(Debug, Default)]
pub struct Rulebook {
    /// The eight mandatory clauses in the order of the criteria.
    pub clauses: Vec<Clause>,
}

/// A mandatory clause of the criteria.
#[derive(Clone, Debug)]
pub struct Clause {
    /// Id, such as `direct-contract`.
    pub id: String,
    /// Title in Japanese.
    pub title: String,
    /// Numbers of the criteria that ask for it, such as `2-(4)-1`.
    pub criteria: Vec<String>,
    /// Ids of its elements, all needed for `found`.
    pub elements: Vec<String>,
}
