//! `joko diff`: what changed between two versions of a contract.

use std::path::Path;

use joko::analyze::{Options, analyze};
use joko::messages::Lang;
use joko::parallel;
use joko::report::Report;
use joko::report::diff::json::Comparison;
use joko::report::diff::{diff, html, terminal};
use joko::report::terminal::View;
use joko::rulebook::Rulebook;

use super::args::{Diff, DiffFormat};
use super::error::Failure;
use super::{Outcome, input, output, rules};

pub(super) fn run(args: &Diff, lang: Lang) -> Result<Outcome, Failure> {
    let files = [args.old.clone(), args.new.clone()];
    input::check(&files)?;
    output::check(&args.target, &files)?;
    let rulebook = rules::load(args.patterns.as_deref())?;
    let options = Options { read: args.read.options(), roles: args.roles.clone(), near_misses: false };
    let judged =
        parallel::map(&files, parallel::available(), |file| input::guarded(file, || judge(file, &rulebook, &options)));
    let mut reports = Vec::new();
    let mut failures = Vec::new();
    for result in judged {
        match result {
            Ok(report) => reports.push(report),
            Err(failure) => failures.push(failure),
        }
    }
    let [old, new] = reports.as_slice() else {
        // Both are told, where neither can be read.
        for failure in &failures {
            output::complain(failure, lang);
        }
        return Ok(Outcome::Unreadable);
    };
    let diff = diff(old, new);
    let clauses = &rulebook.clauses;
    let text = match args.format {
        DiffFormat::Text => terminal::render(&diff, clauses, View { lang, width: output::width() }, args.full),
        DiffFormat::Json => output::json(&Comparison::of(&diff, clauses, lang)),
        DiffFormat::Html => html::render(&diff, clauses, lang, args.full),
    };
    output::write(&text, args.target.output.as_deref())?;
    Ok(if diff.is_worse() { Outcome::Fail } else { Outcome::Pass })
}

fn judge(file: &Path, rulebook: &Rulebook, options: &Options) -> Result<Report, Failure> {
    let bytes = input::bytes(file)?;
    analyze(&bytes, file, rulebook, options).map_err(|source| Failure::Read { file: file.to_owned(), source })
}
