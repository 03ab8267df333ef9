//! The command line: arguments, one file a command, and how an outcome becomes an exit status.

mod annotate;
mod args;
mod check;
mod completions;
mod corpus;
mod corpus_text;
mod diff;
mod error;
mod explain;
mod format;
mod input;
mod judge;
mod inspect;
mod lsp;
mod output;
mod patterns;
mod progress;
mod rules;
mod watch;
mod suggest;

use std::process::ExitCode;

use clap::Parser;

use self::args::{Args, Command};
use self::error::Failure;

/// What a command that could run came to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// All is as it should be.
    Pass,
    /// Something was judged that is not.
    Fail,
    /// Some input could not be read; the rest was judged.
    Unreadable,
}

/// Runs the program with the arguments of the process.
pub(crate) fn run() -> ExitCode {
    let args = Args::parse();
    output::set_color(args.color);
    match dispatch(&args) {
        Ok(Outcome::Pass) | Err(Failure::BrokenPipe) => ExitCode::SUCCESS,
        Ok(Outcome::Fail) => ExitCode::from(1),
        Ok(Outcome::Unreadable) => ExitCode::from(2),
        Err(failure) => {
            output::complain(&failure, args.lang.into());
            ExitCode::from(2)
        }
    }
}

fn dispatch(args: &Args) -> Result<Outcome, Failure> {
    let lang = args.lang.into();
    match &args.command {
        Command::Check(check) => check::run(check, lang),
        Command::Inspect(inspect) => inspect::run(inspect, lang),
        Command::Explain(explain) => explain::run(explain, lang),
        Command::Diff(diff) => diff::run(diff, lang),
        Command::Lsp(lsp) => lsp::run(lsp, lang),
        Command::Suggest(suggest) => suggest::run(suggest, lang),
        Command::Corpus(corpus) => corpus::run(corpus, lang),
        Command::Annotate(annotate) => annotate::run(annotate, lang),
        Command::Patterns(patterns) => patterns::run(patterns, lang),
        Command::Completions(completions) => completions::run(completions),
        Command::Schema(schema) => check::schema(schema.of),
    }
}
