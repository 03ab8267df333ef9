//! `joko patterns list`: each pattern with its effect, its elements and its forms.

use std::fmt::Write;

use anstyle::Style;
use joko::messages::{self, Lang};
use joko::pattern::Listing;
use joko::rulebook::Rulebook;

use crate::cli::args::PatternsList;
use crate::cli::error::Failure;
use crate::cli::{Outcome, output, rules};

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

pub(super) fn run(args: &PatternsList, lang: Lang) -> Result<Outcome, Failure> {
    let rulebook = rules::load(args.dir.as_deref())?;
    rules::check_ids(&args.clauses, &rulebook)?;
    output::write(&list(&rulebook, &args.clauses, lang), None)?;
    Ok(Outcome::Pass)
}

/// The patterns of the clauses that were asked for, or of all.
fn list(rulebook: &Rulebook, clauses: &[String], lang: Lang) -> String {
    let mut out = String::new();
    let mut clause = "";
    for listing in rulebook.listings().filter(|it| clauses.is_empty() || clauses.iter().any(|id| id == it.clause)) {
        if listing.clause != clause {
            clause = listing.clause;
            let gap = if out.is_empty() { "" } else { "\n" };
            let _ = writeln!(out, "{gap}{BOLD}{clause}{BOLD:#}");
        }
        out += &entry(&listing, lang);
    }
    out
}

fn entry(listing: &Listing<'_>, lang: Lang) -> String {
    let Listing { pattern, effect, elements, forms, regex, .. } = listing;
    let effect = messages::effect(*effect, lang);
    let mut out = format!("  {pattern}  {effect}  {DIM}{}{DIM:#}\n", elements.join(", "));
    for form in forms {
        let _ = writeln!(out, "    {form}");
    }
    if let Some(regex) = regex {
        let _ = writeln!(out, "    regex {regex}");
    }
    out
}
