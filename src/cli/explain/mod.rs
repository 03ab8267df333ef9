//! `joko explain`: which statements the patterns of a clause matched and why, and what came nearest to what was not found.

mod text;
mod told;

use joko::analyze::{self, Options, dissect};
use joko::document;
use joko::messages::Lang;
use joko::rulebook::Rulebook;

use self::told::{Told, View};
use super::args::{Explain, Format};
use super::error::Failure;
use super::{Outcome, input, output, rules};

pub(super) fn run(args: &Explain, lang: Lang) -> Result<Outcome, Failure> {
    let rulebook = rules::load(args.patterns.as_deref())?;
    rules::check_ids(&args.clauses, &rulebook)?;
    let bytes = input::bytes(&args.file)?;
    let shown = input::guarded(&args.file, || show(args, &bytes, &rulebook, lang))?;
    output::write(&shown, None)?;
    Ok(Outcome::Pass)
}

fn show(args: &Explain, bytes: &[u8], rulebook: &Rulebook, lang: Lang) -> Result<String, Failure> {
    let read = args.read.options();
    let unreadable = |source| Failure::Read { file: args.file.clone(), source };
    let document = document::read(bytes, &args.file, &read).map_err(unreadable)?;
    let analysis = dissect(document, rulebook, &Options { read, roles: args.roles.clone(), near_misses: false });
    let view = View { analysis: &analysis, rulebook, lang };
    let mut told: Vec<Told> =
        args.clauses.iter().map(|id| Told::of(&analyze::explain(&analysis, rulebook, id), id, view)).collect();
    // Judging takes the analysis over, so it comes last.
    let report = analyze::report(analysis, &args.file, rulebook);
    told.iter_mut().for_each(|told| told.judge(&report, rulebook, lang));
    Ok(match args.format {
        Format::Text => text::show(&told, lang),
        Format::Json => output::json(&told),
    })
}
