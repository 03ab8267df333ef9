//! Ninth step: everything about one contract in a [`Report`], from which every output is made. Nothing is worked out again
//! here: outputs only print.

use crate::contract::Contract;
use crate::document::Document;
use crate::party::Party;
use crate::text::Text;
use crate::verdict::{Disqualifier, Judgment};

/// All that joko has to say about one file.
#[derive(Clone, Debug)]
pub struct Report {
    /// The file's name as it was given; `-` for standard input.
    pub file: String,
    /// What was read, kept for places and rectangles.
    pub document: Document,
    /// Its text, kept for quotes.
    pub text: Text,
    /// Its structure, kept for places.
    pub contract: Contract,
    /// Parties and users with their roles.
    pub parties: Vec<Party>,
    /// The eight clauses in the order of the criteria: the worst of all upstreams.
    pub judgments: Vec<Judgment>,
    /// The same for each upstream, where the contract carries more than one.
    pub upstreams: Vec<UpstreamReport>,
    /// Disqualifiers (note 3 of the criteria).
    pub disqualifiers: Vec<Disqualifier>,
    /// What the reader should know beside the verdicts, in Japanese.
    pub warnings: Vec<String>,
}

/// The verdicts for one upstream of several.
#[derive(Clone, Debug)]
pub struct UpstreamReport {
    /// The upstream's name.
    pub name: String,
    /// The eight clauses in the order of the criteria.
    pub judgments: Vec<Judgment>,
}
