//! The examples beside the patterns, and how the patterns explain themselves.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use joko::analyze::{self, Analysis, Options, dissect};
use joko::document::{self, ReadOptions};
use joko::pattern::Account;
use joko::rulebook::Rulebook;
use joko::trial;

#[test]
fn every_example_comes_to_what_it_expects() {
    let rulebook = rulebook();
    let trials = trial::run(&rulebook);
    let failed = trials.iter().filter(|trial| trial.mutation.is_none() && !trial.passes());
    let lines: Vec<String> = failed
        .map(|trial| {
            let file = rulebook.file(trial.file);
            format!("{file}:{}: {:?}, got {}: {}", trial.line, trial.expected, trial.got, trial.text)
        })
        .collect();
    assert!(lines.is_empty(), "{}", lines.join("\n"));
}

/// What `explain` tells and what was found are worked out apart; this is what keeps them together.
#[test]
fn explanations_agree_with_findings() {
    let rulebook = rulebook();
    for file in contracts() {
        let analysis = analysis(&file, &rulebook);
        for (clause, id) in rulebook.ids().enumerate() {
            let explanation = analyze::explain(&analysis, &rulebook, id);
            let findings = analysis.findings.iter().filter(|finding| finding.clause == clause);
            let found: Vec<_> = findings.map(|finding| (finding.pattern, finding.span)).collect();
            let told: Vec<_> = explanation.matches.iter().map(|account| (account.pattern, account.span)).collect();
            assert_eq!(found, told, "{}, {id}", file.display());
            let mut misses = explanation.misses.iter().flat_map(|misses| &misses.nearest);
            assert!(explanation.matches.iter().all(holds), "{}, {id}: a match with a part that fails", file.display());
            assert!(!misses.any(holds), "{}, {id}: a miss of which every part holds", file.display());
        }
    }
}

#[test]
fn exit_status_tells_sound_files_from_faulty_ones() {
    let status = |args: &[&str]| {
        let mut joko = Command::new(env!("CARGO_BIN_EXE_joko"));
        let run = joko.current_dir(env!("CARGO_MANIFEST_DIR")).arg("patterns").args(args).output();
        run.expect("the program runs").status.code()
    };
    assert_eq!(status(&["check"]), Some(0));
    assert_eq!(status(&["check", "patterns"]), Some(0));
    assert_eq!(status(&["check", "tests/pattern_errors"]), Some(2));
    assert_eq!(status(&["test", "patterns"]), Some(0));
    assert_eq!(status(&["test", "tests/pattern_errors"]), Some(2));
    assert_eq!(status(&["list", "--clause", "no-such-clause"]), Some(2));
}

fn holds(account: &Account) -> bool {
    account.parts.iter().all(|part| part.held)
}

fn rulebook() -> Rulebook {
    Rulebook::load(Rulebook::built_in_sources()).expect("the built-in patterns are sound")
}

fn contracts() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/contracts");
    let entries = fs::read_dir(folder).expect("the corpus").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|end| end == "txt")).collect();
    files.sort();
    files
}

fn analysis(file: &Path, rulebook: &Rulebook) -> Analysis {
    let bytes = fs::read(file).expect("the contract can be read");
    let document = document::read(&bytes, file, &ReadOptions::default()).expect("plain text");
    dissect(document, rulebook, &Options::default())
}
