//! `joko completions`: completion scripts for shells.

use clap::CommandFactory;

use super::args::{Args, Completions};
use super::error::Failure;
use super::{Outcome, output};

pub(super) fn run(args: &Completions) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "joko", &mut script);
    output::write(&String::from_utf8_lossy(&script), None)?;
    Ok(Outcome::Pass)
}
