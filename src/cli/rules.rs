//! The rulebook that a command runs with.

use std::path::Path;

use joko::rulebook::Rulebook;

use super::error::Failure;

/// The built-in rulebook, or the one with the patterns of `folder`.
pub(super) fn load(folder: Option<&Path>) -> Result<Rulebook, Failure> {
    let loaded = folder.map_or_else(Rulebook::built_in, Rulebook::with_patterns);
    loaded.map_err(|source| Failure::Rulebook { source: Box::new(source) })
}
