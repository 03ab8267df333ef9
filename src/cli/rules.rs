//! The rulebook that a command runs with.

use joko::rulebook::Rulebook;

/// The built-in rulebook.
pub(super) fn load() -> Rulebook {
    Rulebook::default()
}
