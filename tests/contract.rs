//! Contracts and the outlines they must have: `outlines/NAME.txt` holds the text, a line `=====`, and the outline.
//!
//! `JOKO_UPDATE=1 cargo test --test contract` writes the outlines anew; read the difference before you keep it.

mod common;

use joko::contract::{Contract, outline};
use joko::text::Text;
use std::fmt::Write as _;

const RULE: &str = "=====\n";

#[test]
fn outlines() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/outlines");
    let mut wrong = String::new();
    for file in std::fs::read_dir(folder).expect("folder of cases") {
        let path = file.expect("case").path();
        let case = std::fs::read_to_string(&path).expect("case");
        let (raw, expected) = case.split_once(RULE).expect("a rule between text and outline");
        let shown = shown(raw);
        if std::env::var_os("JOKO_UPDATE").is_some() {
            std::fs::write(&path, format!("{raw}{RULE}{shown}")).expect("case to be written");
        } else if shown != expected {
            let _ = writeln!(wrong, "{}\n{}", path.display(), difference(expected, &shown));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// The outline, then the references that name other units, the gaps in the numbering, and nothing else.
fn shown(raw: &str) -> String {
    let text = Text::of(&common::document(raw));
    let contract = Contract::of(&text);
    let mut shown = outline(&contract, &text);
    for reference in &contract.references {
        let targets: Vec<String> = reference.targets.iter().map(|&target| contract.place(target)).collect();
        let from = contract.unit_at(reference.span.start).map(|unit| contract.place(unit)).unwrap_or_default();
        let _ = writeln!(shown, "{from} {} → {}", text.get(reference.span), targets.join(" "));
    }
    for gap in &contract.breaks {
        let _ = writeln!(shown, "{} after a gap: {} expected", contract.place(gap.unit), gap.expected);
    }
    shown
}

fn difference(expected: &str, shown: &str) -> String {
    let mut out = String::new();
    let (mut old, mut new) = (expected.lines(), shown.lines());
    loop {
        match (old.next(), new.next()) {
            (None, None) => return out,
            (old, new) if old == new => {}
            (old, new) => {
                let _ = writeln!(out, "- {}\n+ {}", old.unwrap_or_default(), new.unwrap_or_default());
            }
        }
    }
}
