//! Contracts and the outlines they must have: `outlines/NAME.txt` holds the text, a line `=====`, and the outline.
//!
//! `JOKO_UPDATE=1 cargo test --test contract` writes the outlines anew; read the difference before you keep it.

mod common;

use joko::contract::{Contract, outline};
use joko::text::Text;
use proptest::prelude::*;
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

/// Lines that contracts are made of, in any order.
fn lines() -> impl Strategy<Value = String> {
    let label = "(第[1-4一二]条|第[12]条の2|第[12]章|[1-3]|[1-3][.]|[(][1-3][)]|[①-③]|[一二三]|[アイウ]|[1-3][.-][1-3]|・|別紙[12]?|附則|目次|Ⅰ|「第2条|■)?";
    let words =
        "([ 　](目的|削除|甲は、前項に定める。|次の各号のとおりとする。|第[1-3]条を次のとおり改める。|（定義）)){0,2}";
    let other =
        "(業務契約書|覚書|以上|令和元年5月1日|（目的）|基本条項|本契約の証として本書2通を作成し、記名押印する。|前文|)";
    prop::collection::vec(
        prop_oneof![3 => (label, words).prop_map(|(label, words)| label + &words), 1 => other.prop_map(String::from)],
        0..40,
    )
    .prop_map(|lines| lines.join("\n"))
}

proptest! {
    #[test]
    fn units_nest_and_hold_the_whole_text(raw in lines()) {
        let text = Text::of(&common::document(&raw));
        let contract = Contract::of(&text);
        for id in contract.ids() {
            let unit = contract.unit(id);
            if let Some(parent) = unit.parent {
                prop_assert!(parent < id && contract.unit(parent).span.contains(unit.span));
            }
            let next = contract.units.get(id.0 as usize + 1);
            prop_assert!(next.is_none_or(|next| unit.span.start <= next.span.start), "units in order");
            for &body in &unit.body {
                let deepest = contract.unit_at(body.start);
                prop_assert_eq!(deepest, Some(id), "text belongs to the unit that lists it");
                prop_assert!(unit.span.contains(body));
            }
        }
        for (at, _) in text.norm.char_indices().filter(|&(_, c)| c != '\n') {
            prop_assert!(contract.unit_at(at).is_some(), "{at} in {:?}", text.norm);
        }
        for reference in &contract.references {
            prop_assert!(!text.get(reference.span).is_empty());
        }
    }
}
