//! What `joko check` prints, in the format that was asked for.

use joko::messages::Lang;
use joko::report::batch::{Batch, FailOn, Unread};
use joko::report::json::File;
use joko::report::terminal::{self, View};
use joko::report::{csv, github, html, junit, sarif, xlsx};
use joko::verdict::Verdict;

use super::args::{Check, CheckFormat, FailWord};
use super::error::Failure;
use super::{input, output};

/// Refuses options that do not go together, before any file is read.
pub(super) fn check(args: &Check) -> Result<(), Failure> {
    let to_file = args.target.output.as_deref().is_some_and(|file| !input::is_standard(file));
    if args.format == CheckFormat::Xlsx && !to_file {
        return Err(Failure::NeedsFile);
    }
    if args.bom && args.format != CheckFormat::Csv {
        return Err(Failure::BomWithoutCsv);
    }
    if args.fail_on.len() > 1 && args.fail_on.contains(&FailWord::Never) {
        return Err(Failure::NeverAndMore);
    }
    Ok(())
}

/// Which verdicts fail a contract, as `--fail-on` says it.
pub(super) fn fail_on(words: &[FailWord]) -> FailOn {
    if words.is_empty() {
        return FailOn::default();
    }
    let verdict = |word: &FailWord| match word {
        FailWord::Partial => Some(Verdict::Partial),
        FailWord::Contradicted => Some(Verdict::Contradicted),
        FailWord::Missing => Some(Verdict::Missing),
        FailWord::Undetermined => Some(Verdict::Undetermined),
        FailWord::Present | FailWord::Never => None,
    };
    FailOn { verdicts: words.iter().filter_map(verdict).collect(), disqualifier: words.contains(&FailWord::Present) }
}

/// A file that could not be judged, as formats name it.
pub(super) fn unread(failure: &Failure, lang: Lang) -> Option<Unread> {
    let file = failure.file()?.display().to_string();
    let cause = failure.cause(lang);
    let cause = cause.strip_prefix(&format!("{file}: ")).unwrap_or(&cause).to_owned();
    Some(Unread { file, cause, hint: failure.hint(lang) })
}

/// Writes `batch` as `args` ask for it.
pub(super) fn write(batch: &Batch<'_>, args: &Check) -> Result<(), Failure> {
    let target = args.target.output.as_deref();
    let files = || batch.reports.iter().map(|report| File::of(report, batch.clauses, batch.lang));
    let bytes = match args.format {
        // Its colours depend on where it goes.
        CheckFormat::Text => return output::write(&text(batch, is_detailed(args)), target),
        CheckFormat::Json => output::json(&files().collect::<Vec<_>>()).into_bytes(),
        CheckFormat::Jsonl => files().map(|file| line(&file)).collect::<String>().into_bytes(),
        CheckFormat::Html => html::render(batch).into_bytes(),
        CheckFormat::Csv => csv::render(batch, args.bom),
        CheckFormat::Xlsx => xlsx::render(batch).map_err(|source| Failure::Spreadsheet { source: Box::new(source) })?,
        CheckFormat::Sarif => output::json(&sarif::log(batch)).into_bytes(),
        CheckFormat::Junit => junit::render(batch).into_bytes(),
        CheckFormat::Github => github::render(batch).into_bytes(),
    };
    output::write_bytes(&bytes, target)
}

fn line(file: &File) -> String {
    let mut line = serde_json::to_string(file).expect("output structs hold nothing that JSON does not");
    line.push('\n');
    line
}

/// Whether everything is told of each file: of one, and of many where it is asked for.
pub(super) fn is_detailed(args: &Check) -> bool {
    args.verbose || args.files.len() == 1
}

fn text(batch: &Batch<'_>, detailed: bool) -> String {
    let Batch { reports, clauses, lang, .. } = *batch;
    let view = View { lang, width: output::width() };
    let list = reports.iter().map(|report| terminal::brief(report, view)).collect::<String>();
    let total = if reports.len() > 1 { terminal::total(reports, lang) } else { String::new() };
    if !detailed {
        return list + &total;
    }
    let blocks: Vec<String> = reports.iter().map(|report| terminal::render(report, clauses, view)).collect();
    // Many reports end with a list of their files.
    let list = if reports.len() > 1 { format!("\n{list}") } else { String::new() };
    blocks.join("\n\n") + &list + &total
}
