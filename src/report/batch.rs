//! Everything that one run judged or could not read: what outputs over several files are made from.

use super::Report;
use crate::messages::Lang;
use crate::rulebook::Clause;
use crate::verdict::{Judgment, Verdict};

/// The files of one run.
#[derive(Clone, Copy, Debug)]
pub struct Batch<'a> {
    /// What was judged, in the order in which the files were named.
    pub reports: &'a [Report],
    /// What could not be read, in the same order.
    pub unread: &'a [Unread],
    /// The mandatory clauses that judgments index.
    pub clauses: &'a [Clause],
    /// What counts as a failure.
    pub fail_on: &'a FailOn,
    /// The language.
    pub lang: Lang,
}

/// A file that could not be read at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// Its name as it was given.
    pub file: String,
    /// Why.
    pub cause: String,
    /// What can be done about it.
    pub hint: Option<String>,
}

/// Which verdicts fail a contract: they decide the exit status and what other programs are told as a failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailOn {
    /// Verdicts on clauses.
    pub verdicts: Vec<Verdict>,
    /// Whether a disqualifier that is present fails, too.
    pub disqualifier: bool,
}

impl Default for FailOn {
    /// Anything but `found`.
    fn default() -> Self {
        let verdicts = vec![Verdict::Partial, Verdict::Contradicted, Verdict::Missing, Verdict::Undetermined];
        Self { verdicts, disqualifier: true }
    }
}

impl FailOn {
    /// Whether `judgment` fails its contract.
    #[must_use]
    pub fn fails(&self, judgment: &Judgment) -> bool {
        self.verdicts.contains(&judgment.verdict)
    }

    /// Whether `report` holds anything that fails it.
    #[must_use]
    pub fn fails_report(&self, report: &Report) -> bool {
        report.judgments.iter().any(|judgment| self.fails(judgment))
            || self.disqualifier && report.disqualifiers.iter().any(|disqualifier| disqualifier.present)
    }
}
