//! Suggestions: whoever takes them all has a contract that provides every clause, and that is still one contract.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use joko::analyze::{Options, analyze};
use joko::corpus::{self, Case, Kind, Part};
use joko::messages::Lang;
use joko::parallel;
use joko::party::Role;
use joko::report::Report;
use joko::rulebook::Rulebook;
use joko::suggest::{apply, json, suggest};
use joko::trial;
use joko::verdict::Verdict;

use crate::common::skipped;

#[test]
fn every_contract_provides_every_clause_after_the_suggestions() {
    let rulebook = Rulebook::built_in().expect("the rulebook is sound");
    let cases = corpus::load(&root().join("corpus")).expect("the corpus loads");
    let cases: Vec<Case> =
        cases.into_iter().filter(|case| case.kind == Kind::Contract && !case.label.agency_sales).collect();
    assert!(cases.len() > 200, "the corpus has contracts");
    let results = parallel::map(&cases, parallel::available(), |case| faults(case, &rulebook));
    let mut told: BTreeMap<&str, String> = BTreeMap::new();
    let mut torn: Vec<&str> = Vec::new();
    // Of blind contracts nothing is told but how many.
    let (mut blind, mut blind_torn) = (0, 0);
    let unjudged = results.iter().filter(|result| result.is_none()).count();
    assert!(unjudged <= UNJUDGED, "{unjudged} contracts cannot be judged at all");
    for (case, (faults, tears)) in cases.iter().zip(results).filter_map(|(case, result)| Some((case, result?))) {
        match case.part {
            _ if !tears => {}
            Part::Seen => torn.push(&case.id),
            Part::Blind => blind_torn += 1,
        }
        match case.part {
            _ if faults.is_empty() => {}
            Part::Seen => drop(told.insert(&case.id, faults.join(", "))),
            Part::Blind => blind += 1,
        }
    }
    let shown: String = told.iter().map(|(id, fault)| format!("{id}: {fault}\n")).collect();
    assert!(told.is_empty() && blind == 0, "{shown}{} of {} contracts; blind ones: {blind}", told.len(), cases.len());
    // A contract that changes another one is numbered by that one; an article added to it may look like a gap.
    assert!(
        torn.len() + blind_torn <= TORN,
        "numbers or references that lead nowhere: {torn:?}; blind ones: {blind_torn}"
    );
}

/// Contracts whose numbers skip, or whose references lead nowhere, only after the suggestions.
const TORN: usize = 3;

/// Contracts in which joko finds no operator even when told who it is: nothing that is written into them is judged.
const UNJUDGED: usize = 1;

/// What is not as it should be after the suggestions for `case`, and whether numbers or references came apart.
fn faults(case: &Case, rulebook: &Rulebook) -> Option<(Vec<String>, bool)> {
    let bytes = fs::read(&case.file).expect("the document is there");
    let judge = |bytes: &[u8], options: &Options| analyze(bytes, &case.file, rulebook, options).expect("it is text");
    let mut options = Options::default();
    let mut before = judge(&bytes, &options);
    if before.names(Role::Operator).is_empty() {
        // Where joko cannot tell, the applicant says who is who.
        let names = &case.label.roles;
        let roles = [(&names.upstream, Role::Upstream), (&names.operator, Role::Operator)];
        options.roles = roles.into_iter().filter_map(|(name, role)| Some((name.clone()?, role))).collect();
        before = judge(&bytes, &options);
        if before.names(Role::Operator).is_empty() {
            return None;
        }
    }
    let advice = suggest(&before, rulebook, &options);
    let text = apply::text(&advice.draft, &bytes).expect("it is text");
    let after = judge(text.as_bytes(), &options);
    let mut faults = unmet(&after, rulebook);
    let present = |report: &Report| report.disqualifiers.iter().filter(|it| it.present).count();
    if present(&after) > present(&before) {
        faults.push("a disqualifier that was not there before".to_owned());
    }
    let dangling = |report: &Report| report.contract.references.iter().filter(|it| it.targets.is_empty()).count();
    let torn = after.contract.breaks.len() > before.contract.breaks.len() || dangling(&after) > dangling(&before);
    if before.passes() && text.as_bytes() != bytes {
        faults.push("a change where nothing was to be changed".to_owned());
    }
    Some((faults, torn))
}

fn unmet(report: &Report, rulebook: &Rulebook) -> Vec<String> {
    let open = report.judgments.iter().filter(|judgment| judgment.verdict != Verdict::Found);
    open.map(|judgment| format!("{} {}", rulebook.clauses[judgment.clause].id, judgment.verdict.id())).collect()
}

#[test]
fn word_documents_get_tracked_changes_that_provide_every_clause() {
    let rulebook = Rulebook::built_in().expect("the rulebook is sound");
    let folder = root().join("corpus/forms/docx");
    let mut seen = 0;
    for entry in fs::read_dir(&folder).expect("the folder is there") {
        let file = entry.expect("it can be listed").path();
        let bytes = fs::read(&file).expect("it can be read");
        let options = Options::default();
        let before = analyze(&bytes, &file, &rulebook, &options).expect("it is a document");
        let advice = suggest(&before, &rulebook, &options);
        let drafted = apply::docx(&advice.draft, &bytes, &options.read).expect("it can be changed");
        let after = analyze(&drafted, &file, &rulebook, &options).expect("it is a document");
        assert_eq!(unmet(&after, &rulebook), Vec::<String>::new(), "{}", file.display());
        assert!(!before.passes() || drafted == bytes, "{}: nothing was to be changed", file.display());
        // Accepting the changes gives the same words as the draft of plain text.
        let lines = |report: &Report| {
            let words = report.text.norm.lines().map(str::trim).filter(|line| !line.is_empty());
            words.map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(lines(&after), lines(&advice.after), "{}", file.display());
        seen += 1;
    }
    assert!(seen > 3, "there are Word documents");
}

#[test]
fn places_in_a_pdf_have_their_page() {
    let out = scratch("page");
    let shown = out.join("suggestions.json");
    let file = root().join("corpus/forms/lo/m03.pdf");
    let status = joko(&["suggest", path(&file), "--format", "json", "-o", path(&shown)]);
    assert_eq!(status, Some(1));
    let told: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(&shown).expect("it was written")).expect("it is JSON");
    let clauses = told["clauses"].as_array().expect("clauses are listed");
    let pages: Vec<u64> = clauses
        .iter()
        .flat_map(|clause| clause["suggestions"].as_array().expect("suggestions are listed"))
        .map(|suggestion| suggestion["page"].as_u64().expect("a page is named"))
        .collect();
    assert!(pages.iter().all(|page| (1..=3).contains(page)) && pages.iter().any(|page| *page > 1), "{pages:?}");
}

/// LibreOffice opens the draft: words that go and words that come are both there, as tracked changes.
#[test]
fn libreoffice_shows_the_tracked_changes() {
    let out = scratch("tracked");
    let file = root().join("corpus/forms/docx/b08.docx");
    let status = joko(&["suggest", path(&file), "--apply", path(&out.join("b08.docx"))]);
    assert_eq!(status, Some(1));
    let mut office = Command::new("soffice");
    office.arg(format!("-env:UserInstallation=file://{}", out.join("profile").display()));
    office.args(["--headless", "--convert-to", "fodt", "--outdir"]).arg(&out).arg(out.join("b08.docx"));
    let Ok(run) = office.output() else {
        skipped("soffice is not installed");
        return;
    };
    let text = fs::read_to_string(out.join("b08.fodt"));
    let text = text.unwrap_or_else(|_| panic!("LibreOffice wrote nothing: {}", String::from_utf8_lossy(&run.stderr)));
    assert!(text.contains("<text:insertion>") && text.contains("<text:deletion>"), "both kinds of change");
    let plain: String = text.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, words)| words).collect();
    assert!(plain.contains("「リブねっと」が卸元のサービスを利用したものであることを"), "the wording is there");
    assert!(plain.contains("提携先は「リブデスク」を置くことができます。"), "and what it takes the place of");
}

#[test]
fn the_draft_keeps_line_ends_and_is_unicode() {
    let out = scratch("ends");
    let contract = "契約書\r\n\r\n甲株式会社（以下「甲」という。）と乙株式会社（以下「乙」という。）は、乙が甲の接続網を用いて提供するインターネット接続サービス（以下「本サービス」という。）について、次のとおり契約する。\r\n\r\n第１条（卸提供）\r\n　甲は、乙に対し、接続網を卸提供する。\r\n\r\n第２条（利用者との契約）\r\n　乙は、自己の名で利用者と本サービスの利用契約を締結する。\r\n\r\n第３条（利用料金）\r\n　本サービスの利用料金は、甲が利用者に請求する。";
    let (bytes, _, _) = encoding_rs::SHIFT_JIS.encode(contract);
    fs::write(out.join("a.txt"), &bytes).expect("it can be written");
    assert_eq!(joko(&["suggest", path(&out.join("a.txt")), "--apply", path(&out.join("b.txt"))]), Some(1));
    let draft = fs::read_to_string(out.join("b.txt")).expect("the draft is Unicode");
    assert_eq!(draft.matches('\n').count(), draft.matches("\r\n").count(), "every line ends as before");
    assert!(
        draft.contains("第３条（利用料金）\r\n　乙は、本サービスの利用料金を、自己の名において利用者に請求し"),
        "{draft}"
    );
    assert!(!draft.contains("甲が利用者に請求する"), "{draft}");
    assert!(draft.contains("\r\n\r\n第２条の２（契約約款）\r\n　乙は、本サービスの"), "{draft}");
    assert_eq!(joko(&["check", path(&out.join("b.txt"))]), Some(0));
    assert_eq!(joko(&["suggest", path(&out.join("b.txt"))]), Some(0), "nothing is left to suggest");
}

#[test]
fn wordings_provide_what_they_are_for() {
    let rulebook = Rulebook::built_in().expect("the rulebook is sound");
    let idle: Vec<String> =
        trial::wordings(&rulebook).into_iter().map(|idle| format!("{} {}", idle.got, idle.text)).collect();
    assert!(idle.is_empty(), "{}", idle.join("\n"));
    for (clause, words) in rulebook.clauses.iter().enumerate() {
        let all = rulebook.wordings(clause).iter().any(|wording| wording.elements.len() == words.elements.len());
        assert!(all, "{}: no wording for all elements", words.id);
    }
}

#[test]
fn the_published_schema_is_that_of_the_output() {
    let file = root().join("schema/joko-suggest-1.schema.json");
    let schema = serde_json::to_string_pretty(&json::schema()).expect("a schema is JSON") + "\n";
    if std::env::var_os("JOKO_UPDATE").is_some() {
        fs::write(&file, &schema).expect("it can be written");
    }
    assert_eq!(fs::read_to_string(&file).expect("it is there"), schema, "JOKO_UPDATE=1 cargo test published_schema");
}

#[test]
fn json_tells_what_to_do() {
    let rulebook = Rulebook::built_in().expect("the rulebook is sound");
    let file = root().join("corpus/contracts/b11.txt");
    let bytes = fs::read(&file).expect("it can be read");
    let options = Options::default();
    let report = analyze(&bytes, &file, &rulebook, &options).expect("it is text");
    let advice = suggest(&report, &rulebook, &options);
    let told = serde_json::to_value(json::File::of(&report, &advice, &rulebook.clauses, Lang::En)).expect("JSON");
    assert_eq!(told["schema"], "joko-suggest/1");
    assert_eq!(told["words"]["service"], "うしおネット");
    assert_eq!(told["pass_after"], true);
    let naming = &told["clauses"][3];
    assert_eq!((&naming["verdict"], &naming["after"]), (&"contradicted".into(), &"found".into()));
    let first = &naming["suggestions"][0];
    assert_eq!(
        (&first["kind"], &first["at"], &first["why"]),
        (&"replace".into(), &"第4条第1項".into(), &"opposed".into())
    );
    assert!(first["gone"].as_str().is_some_and(|gone| gone.ends_with("表示してはならない。")), "{first}");
    assert!(
        first["wording"].as_str().is_some_and(|wording| wording.starts_with("乙は、うしおネットが甲の")),
        "{first}"
    );
    let billing = &told["clauses"][7];
    assert_eq!(billing["suggestions"], serde_json::json!([]), "what is found needs nothing");
}

fn joko(args: &[&str]) -> Option<i32> {
    Command::new(env!("CARGO_BIN_EXE_joko")).args(args).output().expect("the program runs").status.code()
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn path(file: &Path) -> &str {
    file.to_str().expect("the path is Unicode")
}

fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("suggest").join(name);
    // It is there only from an earlier run.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("the folder can be made");
    folder
}
