//! `joko check`: judges contracts and reports on them.

use joko::messages::Lang;
use joko::parallel;
use joko::report::Report;
use joko::report::batch::{Batch, FailOn};
use joko::report::diff;
use joko::report::json;
use joko::rulebook::Rulebook;
use joko::suggest;

use super::args::{Check, CheckFormat, SchemaOf};
use super::error::Failure;
use super::progress::Progress;
use super::{Outcome, format, input, output, watch};

pub(super) fn run(args: &Check, lang: Lang) -> Result<Outcome, Failure> {
    format::check(args)?;
    if args.watch {
        return watch::run(args, lang);
    }
    input::check(&args.files)?;
    output::check(&args.target, &args.files)?;
    let rulebook = args.judge.rulebook()?;
    let (reports, failures) = judge_all(args, &rulebook);
    let unread: Vec<_> = failures.iter().filter_map(|failure| format::unread(failure, lang)).collect();
    let fail_on = format::fail_on(&args.fail_on);
    let batch = Batch { reports: &reports, unread: &unread, clauses: &rulebook.clauses, fail_on: &fail_on, lang };
    format::write(&batch, args)?;
    for failure in &failures {
        output::complain(failure, lang);
    }
    let outcome = outcome(&reports, &failures, &fail_on);
    // The process ends here: taking the rulebook and the reports apart piece by piece would be a tenth of a short run.
    std::mem::forget((rulebook, reports));
    Ok(outcome)
}

/// `joko schema`: the JSON Schema of an output.
pub(super) fn schema(of: SchemaOf) -> Result<Outcome, Failure> {
    let schema = match of {
        SchemaOf::Check => json::schema(),
        SchemaOf::Diff => diff::json::schema(),
        SchemaOf::Suggest => suggest::json::schema(),
    };
    output::write(&output::json(&schema), None)?;
    Ok(Outcome::Pass)
}

fn judge_all(args: &Check, rulebook: &Rulebook) -> (Vec<Report>, Vec<Failure>) {
    let near_misses = args.format == CheckFormat::Text && format::is_detailed(args);
    let options = args.judge.options(near_misses);
    let jobs = args.jobs.unwrap_or_else(parallel::available);
    let progress = Progress::new(args.files.len());
    let results = parallel::map(&args.files, jobs, |file| {
        let result = input::guarded(file, || args.judge.report(&input::bytes(file)?, file, rulebook, &options));
        progress.done(file);
        result
    });
    drop(progress);
    let (mut reports, mut failures) = (Vec::new(), Vec::new());
    for result in results {
        match result {
            Ok(report) => reports.push(report),
            Err(failure) => failures.push(failure),
        }
    }
    (reports, failures)
}

fn outcome(reports: &[Report], failures: &[Failure], fail_on: &FailOn) -> Outcome {
    if !failures.is_empty() {
        Outcome::Unreadable
    } else if reports.iter().any(|report| fail_on.fails_report(report)) {
        Outcome::Fail
    } else {
        Outcome::Pass
    }
}
