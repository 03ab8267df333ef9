//! `joko patterns check`: every fault of every pattern file, each under the line that it stands in.

use std::collections::BTreeSet;

use joko::messages::Lang;
use joko::messages::tools as words;
use joko::pattern::remarks;
use joko::report::snippet;
use joko::rulebook::{Rulebook, RulebookError};
use joko::trial;

use crate::cli::args::PatternsDir;
use crate::cli::error::Failure;
use crate::cli::{Outcome, output, rules};

pub(super) fn run(args: &PatternsDir, lang: Lang) -> Result<Outcome, Failure> {
    let sources = rules::sources(args.dir.as_deref())?;
    let (mut report, faults, rulebook) = match Rulebook::load(sources.clone()) {
        Ok(rulebook) => (String::new(), 0, Some(rulebook)),
        Err(RulebookError::Patterns(faults)) => {
            (faults.iter().map(|it| snippet::fault(it, lang) + "\n").collect(), faults.len(), None)
        }
        Err(source) => return Err(Failure::Rulebook { source: Box::new(source) }),
    };
    let reached = rulebook.as_ref().map(reached);
    let mut warnings = 0;
    for source in &sources {
        let reached = reached.as_ref().map(|reached| in_file(reached, &source.name));
        for remark in remarks(&source.text, reached.as_ref()) {
            warnings += 1;
            report += &(snippet::remark(&remark, source, lang) + "\n");
        }
    }
    report += &total(sources.len(), faults, warnings, lang);
    output::write(&report, None)?;
    Ok(if faults == 0 { Outcome::Pass } else { Outcome::Unreadable })
}

/// File and id of each pattern that matches in an example of its file.
fn reached(rulebook: &Rulebook) -> BTreeSet<(String, String)> {
    let trials = trial::run(rulebook);
    let unchanged = trials.iter().filter(|trial| trial.mutation.is_none());
    let matches = unchanged.flat_map(|trial| trial.matches.iter().map(|it| (trial.file, it.pattern)));
    matches.map(|(file, pattern)| (rulebook.file(file).to_owned(), rulebook.pattern(pattern).to_owned())).collect()
}

fn in_file<'a>(reached: &'a BTreeSet<(String, String)>, name: &str) -> BTreeSet<&'a str> {
    reached.iter().filter(|(file, _)| file == name).map(|(_, pattern)| pattern.as_str()).collect()
}

fn total(files: usize, faults: usize, warnings: usize, lang: Lang) -> String {
    words::looked_at(files, faults, warnings, lang) + "\n"
}
