//! The whole flow, from bytes to [`Report`].

use std::path::Path;

use crate::contract::Contract;
use crate::document::{self, ReadError, ReadOptions};
use crate::party::Role;
use crate::report::Report;
use crate::rulebook::Rulebook;
use crate::text::Text;

/// What the caller asks for beside the file.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// How to read the bytes.
    pub read: ReadOptions,
    /// Roles that override what is worked out, by party name.
    pub roles: Vec<(String, Role)>,
}

/// Judges one contract.
///
/// # Errors
///
/// When nothing of the file can be read.
pub fn analyze(bytes: &[u8], name: &Path, rulebook: &Rulebook, options: &Options) -> Result<Report, ReadError> {
    let _ = rulebook;
    let document = document::read(bytes, name, &options.read)?;
    let text = Text::of(&document);
    let contract = Contract::of(&text);
    Ok(Report {
        file: name.display().to_string(),
        document,
        text,
        contract,
        parties: Vec::new(),
        judgments: Vec::new(),
        upstreams: Vec::new(),
        disqualifiers: Vec::new(),
        warnings: Vec::new(),
    })
}
