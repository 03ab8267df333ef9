//! Each output of one report, held against a file that a reader can check: `tests/report/`. `JOKO_UPDATE=1` rewrites them.

use std::path::{Path, PathBuf};
use std::{env, fs};

use joko::contract::Contract;
use joko::document::{self, ReadOptions};
use joko::messages::Lang;
use joko::party::{Party, Role};
use joko::pattern::Asked;
use joko::report::json::{self, File};
use joko::report::terminal::{self, View};
use joko::report::{Nature, NearMiss, Report, Warning};
use joko::rulebook::Clause;
use joko::span::Span;
use joko::text::Text;
use joko::verdict::{Disqualifier, Evidence, Judgment, Lean, Verdict, Weakness};

#[test]
fn text_in_japanese() {
    let view = View { lang: Lang::Ja, width: 80 };
    expect("tests/report/ja.txt", &plain(&terminal::render(&report(), &clauses(), view)));
}

#[test]
fn text_in_english() {
    let view = View { lang: Lang::En, width: 80 };
    expect("tests/report/en.txt", &plain(&terminal::render(&report(), &clauses(), view)));
}

#[test]
fn json() {
    let file = File::of(&report(), &clauses(), Lang::Ja);
    expect("tests/report/report.json", &(serde_json::to_string_pretty(&file).expect("JSON") + "\n"));
}

#[test]
fn schema() {
    expect("schema/joko-1.schema.json", &(serde_json::to_string_pretty(&json::schema()).expect("JSON") + "\n"));
}

fn expect(path: &str, got: &str) {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), path].iter().collect();
    if env::var_os("JOKO_UPDATE").is_some() {
        fs::write(&path, got).expect("the file can be written");
    }
    let expected = fs::read_to_string(&path).expect("the file can be read");
    assert!(expected == got, "{} differs; got:\n{got}", path.display());
}

fn plain(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}

/// A verdict of each kind on a real text, made up so that no pattern is needed.
fn report() -> Report {
    let document =
        document::read(include_bytes!("report/contract.txt"), Path::new("contract.txt"), &ReadOptions::default())
            .expect("plain text");
    let text = Text::of(&document);
    let contract = Contract::of(&text);
    let party = |names: &[&str], role| Party {
        names: names.iter().map(|name| (*name).to_owned()).collect(),
        role: Some(role),
        because: Vec::new(),
    };
    let mut parties = vec![
        party(&["甲", "株式会社上流ネット"], Role::Upstream),
        party(&["乙", "下流通信株式会社"], Role::Operator),
        party(&["利用者"], Role::User),
    ];
    let shown = text.norm.find("甲と乙との責任分界点").expect("the contract says so");
    parties[0].because = vec![Span::new(shown, shown + "甲と乙との責任分界点".len())];
    let judgments = judgments(&text, &contract);
    let cited = contract.unit_at(text.norm.find("別紙1").expect("an annex")).expect("a unit");
    let start = text.norm.find("次のとおり契約").expect("the preamble says so");
    let near = NearMiss {
        clause: 5,
        element: Some(0),
        unit: contract.unit_at(start).expect("a unit"),
        span: Span::new(start, start + "次のとおり契約".len()),
        lacks: vec![Asked::Provision],
    };
    let agency =
        Disqualifier { id: "agency-sales".into(), title: "販売委託".into(), present: false, evidence: Vec::new() };
    Report {
        near_misses: vec![near],
        file: "contract.txt".into(),
        document,
        text,
        contract,
        parties,
        judgments,
        upstreams: Vec::new(),
        disqualifiers: vec![agency],
        nature: Nature::Partnership,
        warnings: vec![Warning::Roles, Warning::Dangling(cited, "別紙2".into())],
    }
}

fn judgments(text: &Text, contract: &Contract) -> Vec<Judgment> {
    let quote = |words: &str, elements: &[&str], supports, weakness| {
        let start = text.norm.find(words).unwrap_or_else(|| panic!("the contract says {words}"));
        Evidence {
            unit: contract.unit_at(start).expect("the words stand in a unit"),
            span: Span::new(start, start + words.len()),
            elements: elements.iter().map(|id| (*id).to_owned()).collect(),
            supports,
            pattern: "made-up".into(),
            weakness,
            inherited: false,
        }
    };
    let leaning = |clause, verdict, met: &[bool], evidence, leans| Judgment {
        clause,
        verdict,
        met: met.to_vec(),
        evidence,
        leans,
    };
    let judgment = |clause, verdict, met: &[bool], evidence| leaning(clause, verdict, met, evidence, Vec::new());
    let preamble = contract.unit_at(text.norm.find("次のとおり契約").expect("a preamble")).expect("a unit");
    let direct =
        quote("乙は、自己の名において、利用者との間で直接利用契約を締結するものとする。", &["concludes"], true, None);
    let terms = quote("乙は、契約約款を定め", &["terms"], true, None);
    let effort = Some(Weakness::Effort);
    let desk = quote("一次窓口として対応するよう努めるものとする", &["window", "first-line"], true, effort);
    let naming = "接続サービスの名称、ウェブサイト及び請求書に「上流ネットのIPoEサービスを利用しています」と、利用者が容易に認識することができる大きさの文字で表示しなければならない";
    let naming = quote(naming, &["disclosure"], true, None);
    let boundary = quote("甲と乙との責任分界点は、別紙1の構成図に示す", &["boundary", "definite"], true, None);
    let annex = quote("乙側インタフェース=責任分界点", &["definite"], true, None);
    let upstream = quote("甲所定の様式により甲に届け出なければならない", &["nothing-else"], false, None);
    let billing = quote("乙が自己の名において利用者に請求し", &["bills"], true, None);
    vec![
        judgment(0, Verdict::Found, &[true], vec![direct]),
        judgment(1, Verdict::Partial, &[true, false], vec![terms]),
        leaning(2, Verdict::Partial, &[false, false], vec![desk], vec![Lean::Subject, Lean::Length]),
        judgment(3, Verdict::Found, &[true], vec![naming]),
        judgment(4, Verdict::Found, &[true, true], vec![boundary, annex]),
        leaning(5, Verdict::Missing, &[false, false], Vec::new(), vec![Lean::Unmatched(preamble)]),
        judgment(6, Verdict::Contradicted, &[true, false], vec![upstream]),
        judgment(7, Verdict::Found, &[true], vec![billing]),
    ]
}

fn clauses() -> Vec<Clause> {
    let clause = |id: &str, title: &str, criteria: &[&str], elements: &[&str]| {
        let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Clause { id: id.into(), title: title.into(), criteria: owned(criteria), elements: owned(elements) }
    };
    vec![
        clause("direct-contract", "利用者との直接契約の締結", &["2-(4)-1", "2-(5)-1"], &["concludes"]),
        clause("terms-availability", "契約約款の整備と随時閲覧", &["2-(4)-2", "2-(5)-1"], &["terms", "viewable"]),
        clause("helpdesk", "利用者窓口の設置と一次対応", &["2-(4)-3", "2-(5)-1"], &["window", "first-line"]),
        clause("service-naming", "上位プロバイダーのサービスの明示", &["2-(4)-4", "2-(5)-1"], &["disclosure"]),
        clause("responsibility-boundary", "責任分界点の明確化", &["2-(5)-2"], &["boundary", "definite"]),
        clause("incident-roles", "障害・緊急時の役割分担", &["2-(5)-3"], &["roles", "user-response"]),
        clause("single-step-cancellation", "解約手続の一本化", &["2-(5)-4"], &["operator-only", "nothing-else"]),
        clause("direct-billing", "利用料金の直接課金・請求", &["2-(5)-5"], &["bills"]),
    ]
}
