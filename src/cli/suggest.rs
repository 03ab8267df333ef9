//! `joko suggest`: what to write so that a contract provides what it lacks, and the draft with it.

use std::path::Path;

use joko::document::Kind;
use joko::messages::Lang;
use joko::report::Report;
use joko::report::terminal::View;
use joko::rulebook::Rulebook;
use joko::suggest::{self, Advice, apply, json, terminal};

use super::args::{Format, Suggest, Target};
use super::error::Failure;
use super::{Outcome, input, output};

pub(super) fn run(args: &Suggest, lang: Lang) -> Result<Outcome, Failure> {
    let inputs = [args.file.clone()];
    output::check(&args.target, &inputs)?;
    let draft = Target { output: args.apply.clone(), force: args.target.force };
    output::check(&draft, &inputs)?;
    let rulebook = args.judge.rulebook()?;
    let options = args.judge.options(false);
    let bytes = input::bytes(&args.file)?;
    input::guarded(&args.file, || {
        let report = args.judge.report(&bytes, &args.file, &rulebook, &options)?;
        let advice = suggest::suggest(&report, &rulebook, &options);
        let drafted = args.apply.as_deref().map(|file| made(file, &report, &advice, &bytes, args)).transpose()?;
        output::write(&print(&report, &advice, &rulebook, args.format, lang), args.target.output.as_deref())?;
        if let Some(drafted) = drafted {
            output::write_bytes(&drafted, args.apply.as_deref())?;
        }
        Ok(if advice.suggestions.is_empty() && report.passes() { Outcome::Pass } else { Outcome::Fail })
    })
}

fn print(report: &Report, advice: &Advice<'_>, rulebook: &Rulebook, format: Format, lang: Lang) -> String {
    match format {
        Format::Json => output::json(&json::File::of(report, advice, &rulebook.clauses, lang)),
        Format::Text => terminal::render(report, advice, &rulebook.clauses, View { lang, width: output::width() }),
    }
}

/// The draft as `file` asks for it.
fn made(file: &Path, report: &Report, advice: &Advice<'_>, bytes: &[u8], args: &Suggest) -> Result<Vec<u8>, Failure> {
    let word = file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("docx"));
    let failure = |source| Failure::Read { file: args.file.clone(), source };
    match (word, report.document.kind) {
        (false, _) => apply::text(&advice.draft, bytes).map(String::into_bytes).map_err(failure),
        (true, Kind::Docx) => apply::docx(&advice.draft, bytes, &args.judge.read.options())
            .map_err(|source| Failure::Tracked { file: args.file.clone(), source }),
        (true, _) => Err(Failure::NoWord { file: file.to_owned() }),
    }
}
