//! Judging one file as the arguments ask for it: what `check`, `suggest` and `annotate` share.

use std::path::Path;

use joko::analyze::{Options, analyze};
use joko::report::Report;
use joko::rulebook::Rulebook;

use super::args::Judge;
use super::error::Failure;
use super::rules;

impl Judge {
    /// The rulebook, which knows every clause that is asked for.
    pub(super) fn rulebook(&self) -> Result<Rulebook, Failure> {
        let rulebook = rules::load(self.patterns.as_deref())?;
        rules::check_ids(&self.clauses, &rulebook)?;
        Ok(rulebook)
    }

    pub(super) fn options(&self, near_misses: bool) -> Options {
        Options { read: self.read.options(), roles: self.roles.clone(), near_misses }
    }

    /// What `bytes` come to, the clauses that are asked for alone.
    pub(super) fn report(
        &self,
        bytes: &[u8],
        file: &Path,
        rulebook: &Rulebook,
        options: &Options,
    ) -> Result<Report, Failure> {
        let unreadable = |source| Failure::Read { file: file.to_owned(), source };
        let mut report = analyze(bytes, file, rulebook, options).map_err(unreadable)?;
        if !self.clauses.is_empty() {
            report.keep(&self.clauses, &rulebook.clauses);
        }
        Ok(report)
    }
}
