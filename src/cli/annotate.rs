//! `joko annotate`: the document itself with the evidence marked in it.

use std::slice;

use joko::messages::{self, Lang};
use joko::report::Report;
use joko::report::annotate::{self, Attachment};
use joko::report::batch::{Batch, FailOn};
use joko::report::html;
use joko::rulebook::Rulebook;

use super::args::Annotate;
use super::error::Failure;
use super::{Outcome, input, output};

pub(super) fn run(args: &Annotate, lang: Lang) -> Result<Outcome, Failure> {
    output::check(&args.target(), slice::from_ref(&args.file))?;
    let rulebook = args.judge.rulebook()?;
    let bytes = input::bytes(&args.file)?;
    let annotated = input::guarded(&args.file, || annotated(args, &bytes, &rulebook, lang))?;
    output::write_bytes(&annotated, Some(&args.output))?;
    Ok(Outcome::Pass)
}

fn annotated(args: &Annotate, bytes: &[u8], rulebook: &Rulebook, lang: Lang) -> Result<Vec<u8>, Failure> {
    let options = args.judge.options(false);
    let report = args.judge.report(bytes, &args.file, rulebook, &options)?;
    let attachment = attachment(&report, rulebook, lang);
    annotate::annotate(bytes, &report, &rulebook.clauses, Some(&attachment), &options.read, lang)
        .map_err(|source| Failure::Annotate { file: args.file.clone(), source })
}

/// The report as it is attached.
fn attachment(report: &Report, rulebook: &Rulebook, lang: Lang) -> Attachment {
    let reports = slice::from_ref(report);
    let fail_on = FailOn::default();
    let batch = Batch { reports, unread: &[], clauses: &rulebook.clauses, fail_on: &fail_on, lang };
    Attachment {
        name: "joko-report.html".to_owned(),
        mime: "text/html".to_owned(),
        description: messages::mark_attachment(lang).to_owned(),
        bytes: html::render(&batch).into_bytes(),
    }
}
