//! `joko check`: judges contracts and reports on them.

use std::path::Path;

use joko::analyze::{Options, analyze};
use joko::messages::Lang;
use joko::parallel;
use joko::report::Report;
use joko::report::diff;
use joko::report::json::{self, File};
use joko::report::terminal::{self, View};
use joko::rulebook::Rulebook;

use super::args::{Check, CheckFormat, SchemaOf};
use super::error::Failure;
use super::{Outcome, input, output, rules, watch};

pub(super) fn run(args: &Check, lang: Lang) -> Result<Outcome, Failure> {
    if args.watch {
        return watch::run(args, lang);
    }
    input::check(&args.files)?;
    output::check(&args.target, &args.files)?;
    let rulebook = rules::load(args.patterns.as_deref())?;
    rules::check_ids(&args.clauses, &rulebook)?;
    let (reports, failures) = judge_all(args, &rulebook);
    output::write(&print(&reports, &rulebook, args.format, lang), args.target.output.as_deref())?;
    for failure in &failures {
        output::complain(failure, lang);
    }
    let outcome = outcome(&reports, &failures);
    // The process ends here: taking the rulebook and the reports apart piece by piece would be a tenth of a short run.
    std::mem::forget((rulebook, reports));
    Ok(outcome)
}

/// `joko schema`: the JSON Schema of an output.
pub(super) fn schema(of: SchemaOf) -> Result<Outcome, Failure> {
    let schema = match of {
        SchemaOf::Check => json::schema(),
        SchemaOf::Diff => diff::json::schema(),
    };
    output::write(&output::json(&schema), None)?;
    Ok(Outcome::Pass)
}

fn judge_all(args: &Check, rulebook: &Rulebook) -> (Vec<Report>, Vec<Failure>) {
    let options = Options { read: args.read.options(), roles: args.roles.clone() };
    let jobs = args.jobs.unwrap_or_else(parallel::available);
    let results = parallel::map(&args.files, jobs, |file| {
        input::guarded(file, || {
            let mut report = judge(file, rulebook, &options)?;
            if !args.clauses.is_empty() {
                report.keep(&args.clauses, &rulebook.clauses);
            }
            Ok(report)
        })
    });
    let (mut reports, mut failures) = (Vec::new(), Vec::new());
    for result in results {
        match result {
            Ok(report) => reports.push(report),
            Err(failure) => failures.push(failure),
        }
    }
    (reports, failures)
}

fn judge(file: &Path, rulebook: &Rulebook, options: &Options) -> Result<Report, Failure> {
    let bytes = input::bytes(file)?;
    analyze(&bytes, file, rulebook, options).map_err(|source| Failure::Read { file: file.to_owned(), source })
}

fn print(reports: &[Report], rulebook: &Rulebook, format: CheckFormat, lang: Lang) -> String {
    let files = || reports.iter().map(|report| File::of(report, &rulebook.clauses, lang));
    match format {
        CheckFormat::Text => text(reports, rulebook, lang),
        CheckFormat::Json => output::json(&files().collect::<Vec<_>>()),
        CheckFormat::Jsonl => files().map(|file| line(&file)).collect(),
    }
}

fn line(file: &File) -> String {
    let mut line = serde_json::to_string(file).expect("output structs hold nothing that JSON does not");
    line.push('\n');
    line
}

fn text(reports: &[Report], rulebook: &Rulebook, lang: Lang) -> String {
    let view = View { lang, width: output::width() };
    let blocks: Vec<String> = reports.iter().map(|report| terminal::render(report, &rulebook.clauses, view)).collect();
    let total = if reports.len() > 1 { terminal::total(reports, lang) } else { String::new() };
    blocks.join("\n") + &total
}

fn outcome(reports: &[Report], failures: &[Failure]) -> Outcome {
    if !failures.is_empty() {
        Outcome::Unreadable
    } else if reports.iter().all(Report::passes) {
        Outcome::Pass
    } else {
        Outcome::Fail
    }
}
