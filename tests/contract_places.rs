//! The places of labelled quotes: run over the folders in `JOKO_LABELS` (`:` between them), each with `NAME.txt` and `NAME.json`.
//!
//! `JOKO_LABELS=dir cargo test --test contract_places -- --ignored --nocapture`

use joko::contract::{Contract, outline};
use joko::span::Span;
use joko::text::Text;
use std::path::{Path, PathBuf};

/// A quotation from a contract, and the place that its label gives.
#[derive(serde::Deserialize)]
struct Quote {
    at: String,
    quote: String,
}

#[test]
#[ignore = "reads the folders in JOKO_LABELS"]
#[expect(clippy::print_stdout, reason = "the report is what the test is run for")]
fn quotes_stand_where_their_labels_say() {
    let (mut right, mut all) = (0, 0);
    for path in labelled_contracts() {
        let text =
            Text::of(&crate::common::document(&std::fs::read_to_string(path.with_extension("txt")).expect("text")));
        let contract = Contract::of(&text);
        for quote in quotes(&path) {
            all += 1;
            match found(&quote, &text, &contract) {
                Ok(()) => right += 1,
                Err(places) => println!("{}: {} ≠ {places:?}: {}", path.display(), quote.at, quote.quote),
            }
        }
    }
    println!("{right}/{all}");
    assert!(all > 0, "JOKO_LABELS names no folder with labels");
    assert!(right * 100 >= all * 99, "{right} of {all} places are right");
}

#[test]
#[ignore = "reads the folders in JOKO_LABELS"]
#[expect(clippy::print_stdout, reason = "the outlines are what the test is run for")]
fn outlines() {
    for path in contracts() {
        let text = Text::of(&crate::common::document(&std::fs::read_to_string(&path).expect("text")));
        let contract = Contract::of(&text);
        println!("=== {} {:?}", path.display(), contract.title.map(|title| text.get(title)));
        println!("{}", outline(&contract, &text));
        for table in &contract.tables {
            println!("table in {}", contract.place(table.unit));
            let shown = |cells: &[Span]| cells.iter().map(|&cell| text.get(cell)).collect::<Vec<_>>().join(" | ");
            table.header.iter().for_each(|cells| println!("  header: {}", shown(cells)));
            table.rows.iter().for_each(|cells| println!("  {}", shown(cells)));
        }
        for gap in &contract.breaks {
            println!("break: {} where {} was expected", contract.place(gap.unit), gap.expected);
        }
    }
}

/// The places of all occurrences, unless one is the place of the label.
fn found(quote: &Quote, text: &Text, contract: &Contract) -> Result<(), Vec<String>> {
    let words = Text::of(&crate::common::document(&quote.quote)).norm;
    let places: Vec<String> = text
        .norm
        .match_indices(words.as_str())
        .filter_map(|(at, _)| contract.unit_at(at))
        .map(|unit| contract.place(unit))
        .collect();
    if places.contains(&quote.at) { Ok(()) } else { Err(places) }
}

fn contracts() -> Vec<PathBuf> {
    let folders = std::env::var("JOKO_LABELS").unwrap_or_default();
    let files = folders.split(':').filter_map(|folder| Path::new(folder).read_dir().ok()).flatten().flatten();
    let mut paths: Vec<PathBuf> =
        files.map(|file| file.path()).filter(|path| path.extension().is_some_and(|end| end == "txt")).collect();
    paths.sort();
    paths
}

fn labelled_contracts() -> impl Iterator<Item = PathBuf> {
    contracts().into_iter().map(|path| path.with_extension("json")).filter(|path| path.exists())
}

fn quotes(path: &Path) -> Vec<Quote> {
    fn collect(value: &serde_json::Value, quotes: &mut Vec<Quote>) {
        if value.is_object()
            && let Ok(quote) = serde_json::from_value(value.clone())
        {
            quotes.push(quote);
        }
        let children: Vec<&serde_json::Value> = value
            .as_object()
            .map(|map| map.values().collect())
            .or_else(|| value.as_array().map(|list| list.iter().collect()))
            .unwrap_or_default();
        for child in children {
            collect(child, quotes);
        }
    }
    let mut found = Vec::new();
    collect(&serde_json::from_str(&std::fs::read_to_string(path).expect("labels")).expect("labels"), &mut found);
    found
}

#[test]
#[ignore = "reads the folders in JOKO_LABELS"]
#[expect(clippy::print_stdout, reason = "the references are what the test is run for")]
fn references() {
    for path in contracts() {
        let text = Text::of(&crate::common::document(&std::fs::read_to_string(&path).expect("text")));
        let contract = Contract::of(&text);
        println!("=== {}", path.display());
        for reference in &contract.references {
            let targets: Vec<String> = reference.targets.iter().map(|&target| contract.place(target)).collect();
            let from = contract.unit_at(reference.span.start).map(|unit| contract.place(unit)).unwrap_or_default();
            println!("{from}: {} → {targets:?}", text.get(reference.span));
        }
        for id in contract.ids().filter(|&id| contract.unit(id).struck) {
            println!("struck: {}", contract.place(id));
        }
    }
}

#[test]
#[ignore = "reads the folders in JOKO_LABELS"]
#[expect(clippy::print_stdout, reason = "the figures are what the test is run for")]
fn time() {
    for path in contracts() {
        let document = crate::common::document(&std::fs::read_to_string(&path).expect("text"));
        let rounds = 100;
        let start = std::time::Instant::now();
        for _ in 0..rounds {
            std::hint::black_box(Text::of(&document));
        }
        let text_time = start.elapsed() / rounds;
        let text = Text::of(&document);
        let start = std::time::Instant::now();
        for _ in 0..rounds {
            std::hint::black_box(Contract::of(&text));
        }
        let contract_time = start.elapsed() / rounds;
        println!(
            "{} characters: text {text_time:?}, contract {contract_time:?} {}",
            text.norm.chars().count(),
            path.display()
        );
    }
}
