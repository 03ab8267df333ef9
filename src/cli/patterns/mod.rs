//! `joko patterns`: lists the clause patterns, validates pattern files and runs their examples.

mod check;
mod list;
mod test;

use joko::messages::Lang;

use super::Outcome;
use super::args::{Patterns, PatternsCommand};
use super::error::Failure;

pub(super) fn run(args: &Patterns, lang: Lang) -> Result<Outcome, Failure> {
    match &args.command {
        PatternsCommand::List(args) => list::run(args, lang),
        PatternsCommand::Check(args) => check::run(args, lang),
        PatternsCommand::Test(args) => test::run(args, lang),
    }
}
