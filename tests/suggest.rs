//! Suggestions: whoever takes them all has a contract that provides every clause.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use joko::analyze::{Options, analyze};
use joko::corpus::{self, Case, Kind, Part};
use joko::parallel;
use joko::rulebook::Rulebook;
use joko::suggest::{apply, suggest};
use joko::verdict::Verdict;

/// What is not as it should be after the suggestions for `case`, as words for people; the draft, too.
fn shortfall(case: &Case, rulebook: &Rulebook) -> (Vec<String>, String) {
    let bytes = fs::read(&case.file).expect("the document is there");
    let options = Options::default();
    let report = analyze(&bytes, &case.file, rulebook, &options).expect("it is text");
    let advice = suggest(&report, rulebook, &options);
    let text = apply::text(&advice.draft, &bytes).expect("it is text");
    let after = analyze(text.as_bytes(), &case.file, rulebook, &options).expect("it is text");
    let mut faults: Vec<String> = after
        .judgments
        .iter()
        .filter(|judgment| judgment.verdict != Verdict::Found)
        .map(|judgment| format!("{} {}", rulebook.clauses[judgment.clause].id, format!("{:?}", judgment.verdict)))
        .collect();
    let present = |report: &joko::report::Report| report.disqualifiers.iter().filter(|it| it.present).count();
    if present(&after) > present(&report) {
        faults.push("a disqualifier that was not there before".to_owned());
    }
    (faults, text)
}

#[test]
fn every_contract_provides_every_clause_after_the_suggestions() {
    let rulebook = Rulebook::built_in().expect("the rulebook is sound");
    let cases = corpus::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")).expect("the corpus loads");
    let cases: Vec<Case> =
        cases.into_iter().filter(|case| case.kind == Kind::Contract && !case.label.agency_sales).collect();
    let results = parallel::map(&cases, parallel::available(), |case| shortfall(case, &rulebook));
    let mut faults: BTreeMap<&str, String> = BTreeMap::new();
    let mut blind = 0;
    for (case, (missed, text)) in cases.iter().zip(results) {
        if let Ok(folder) = std::env::var("JOKO_DRAFTS")
            && case.part == Part::Seen
        {
            fs::write(Path::new(&folder).join(format!("{}.txt", case.id)), text).expect("the draft can be written");
        }
        if missed.is_empty() {
            continue;
        }
        match case.part {
            Part::Seen => drop(faults.insert(&case.id, missed.join(", "))),
            Part::Blind => blind += 1,
        }
    }
    let told: String = faults.iter().map(|(id, fault)| format!("{id}: {fault}\n")).collect();
    assert!(faults.is_empty() && blind == 0, "{told}{} of {} contracts; blind ones: {blind}", faults.len() + blind, cases.len());
}
