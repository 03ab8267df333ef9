//! The rulebook that a command runs with.

use std::path::Path;

use joko::rulebook::{PatternSource, Rulebook, RulebookError};

use super::error::Failure;

/// The built-in rulebook, or the one with the patterns of `folder`.
pub(super) fn load(folder: Option<&Path>) -> Result<Rulebook, Failure> {
    folder.map_or_else(Rulebook::built_in, Rulebook::with_patterns).map_err(failure)
}

/// The same with the examples of the pattern files.
pub(super) fn load_with_examples(folder: Option<&Path>) -> Result<Rulebook, Failure> {
    Rulebook::load(sources(folder)?).map_err(failure)
}

/// The built-in pattern files, or those of `folder`, as they are written.
pub(super) fn sources(folder: Option<&Path>) -> Result<Vec<PatternSource>, Failure> {
    folder.map_or_else(|| Ok(Rulebook::built_in_sources()), Rulebook::sources_in).map_err(failure)
}

/// Refuses ids that are of no clause and no disqualifier.
pub(super) fn check_ids(ids: &[String], rulebook: &Rulebook) -> Result<(), Failure> {
    match ids.iter().find(|id| !rulebook.ids().any(|known| known == id.as_str())) {
        None => Ok(()),
        Some(id) => Err(Failure::UnknownId { id: id.clone(), known: rulebook.ids().map(str::to_owned).collect() }),
    }
}

fn failure(source: RulebookError) -> Failure {
    Failure::Rulebook { source: Box::new(source) }
}
