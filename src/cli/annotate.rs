//! `joko annotate`: the document itself with the evidence marked in it.

use std::slice;

use joko::analyze::{Options, analyze};
use joko::messages::{self, Lang};
use joko::report::Report;
use joko::report::annotate::{self, Attachment};
use joko::report::terminal::{self, View};
use joko::rulebook::Rulebook;

use super::args::Annotate;
use super::error::Failure;
use super::{Outcome, input, output, rules};

/// Columns of the attached report.
const WIDTH: usize = 80;

pub(super) fn run(args: &Annotate, lang: Lang) -> Result<Outcome, Failure> {
    output::check(&args.target(), slice::from_ref(&args.file))?;
    let rulebook = rules::load(args.patterns.as_deref())?;
    rules::check_ids(&args.clauses, &rulebook)?;
    let bytes = input::bytes(&args.file)?;
    let annotated = input::guarded(&args.file, || annotated(args, &bytes, &rulebook, lang))?;
    output::write_bytes(&annotated, Some(&args.output))?;
    Ok(Outcome::Pass)
}

fn annotated(args: &Annotate, bytes: &[u8], rulebook: &Rulebook, lang: Lang) -> Result<Vec<u8>, Failure> {
    let options = Options { read: args.read.options(), roles: args.roles.clone() };
    let unreadable = |source| Failure::Read { file: args.file.clone(), source };
    let mut report = analyze(bytes, &args.file, rulebook, &options).map_err(unreadable)?;
    if !args.clauses.is_empty() {
        report.keep(&args.clauses, &rulebook.clauses);
    }
    let attachment = attachment(&report, rulebook, lang);
    annotate::annotate(bytes, &report, &rulebook.clauses, Some(&attachment), &options.read, lang)
        .map_err(|source| Failure::Annotate { file: args.file.clone(), source })
}

/// The report as it is attached.
fn attachment(report: &Report, rulebook: &Rulebook, lang: Lang) -> Attachment {
    let text = terminal::render(report, &rulebook.clauses, View { lang, width: WIDTH });
    // The mark in front tells a viewer of texts that this is UTF-8.
    let text = format!("\u{FEFF}{}", anstream::adapter::strip_str(&text));
    Attachment {
        name: "joko-report.txt".to_owned(),
        mime: "text/plain".to_owned(),
        description: messages::mark_attachment(lang).to_owned(),
        bytes: text.into_bytes(),
    }
}
