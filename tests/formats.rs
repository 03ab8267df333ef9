//! Each output of `joko check` read by another program: Chromium, poppler, LibreOffice, Python's csv, xml and jsonschema. Where a program
//! is not installed, its test says so and passes; beside it stands one that needs nothing but this crate.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use scraper::{ElementRef, Html, Selector};
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

use crate::common::skipped;

/// A contract of several pages with tables, annexes, an attached agreement, and a verdict of every kind but one.
const PDF: &str = "corpus/forms/lo/c05.pdf";
const TEXT: &str = "corpus/contracts/m03.txt";
/// What a hostile applicant might write: markup, formulas, workflow commands.
const HOSTILE: &str = "=HYPERLINK(\"http://x\")<script>alert(1)</script>契約書\n\n甲と乙は、次のとおり契約する。\n\n第1条 乙は、<b onload='x'>自己</b>の名において利用者に請求する。\n第2条 =1+1である。%0A::error::\u{1b}[31m赤\n";

#[test]
fn html_holds_every_word_of_the_contract_once() {
    for file in [PDF, TEXT, "corpus/contracts/l03.txt", "corpus/contracts/d14.txt"] {
        let page = Html::parse_document(&joko(&["--format", "html", file]));
        let text = run("inspect", &["--stage", "text", file]);
        let shown = select(&page, ".text").next().expect("the contract is there");
        assert_eq!(bare(&without(shown, &["tag", "page", "note", "given"])), bare(&text), "{file}");
    }
}

#[test]
fn html_links_lead_both_ways() {
    let html = joko(&["--format", "html", PDF, TEXT]);
    let page = Html::parse_document(&html);
    let ids: Vec<&str> = select(&page, "[id]").filter_map(|element| element.value().id()).collect();
    let known: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), known.len(), "an id stands twice");
    let links: Vec<&str> = select(&page, "a").filter_map(|link| link.attr("href")).collect();
    for link in &links {
        assert!(known.contains(link.strip_prefix('#').expect("links stay on the page")), "{link} leads nowhere");
    }
    let files: Value = serde_json::from_str(&joko(&["--format", "json", PDF, TEXT])).expect("JSON");
    for (number, file) in (1..).zip(files.as_array().expect("an array")) {
        for (index, clause) in file["clauses"].as_array().expect("clauses").iter().enumerate() {
            let row = format!("f{number}c{index}");
            assert!(known.contains(row.as_str()), "{row} has no row");
            let evidence = clause["evidence"].as_array().expect("evidence");
            let back = select(&page, ".tag").filter(|tag| tag.attr("href") == Some(&format!("#{row}"))).count();
            assert_eq!(back, evidence.len(), "marks of {row}");
            let there = links.iter().filter(|link| link.starts_with(&format!("#{row}-"))).count();
            assert!(there >= evidence.len(), "links to the marks of {row}");
        }
    }
}

#[test]
fn html_marks_the_quotes_and_names_their_verdicts() {
    let page = Html::parse_document(&joko(&["--format", "html", TEXT]));
    let files: Value = serde_json::from_str(&joko(&["--format", "json", TEXT])).expect("JSON");
    let marked: String = select(&page, ".text mark").flat_map(|mark| mark.text()).collect();
    let contradicted: String = select(&page, ".text mark.contradicted").flat_map(|mark| mark.text()).collect();
    for clause in files[0]["clauses"].as_array().expect("clauses") {
        for evidence in clause["evidence"].as_array().expect("evidence") {
            let quote = bare(evidence["quote"].as_str().expect("a quote"));
            assert!(bare(&marked).contains(&quote), "{quote} is not marked");
            if evidence["supports"] == false {
                assert!(bare(&contradicted).contains(&quote), "{quote} is not marked as contradicted");
            }
        }
    }
    for tag in select(&page, ".tag, .verdict") {
        let said: String = tag.text().collect();
        assert!(
            said.chars().any(|sign| "◎△✕－？".contains(sign)) && said.chars().count() > 1,
            "{said:?} is colour alone"
        );
    }
}

#[test]
fn html_is_one_accessible_file() {
    let html = joko(&["--format", "html", PDF, TEXT]);
    assert_eq!(html, joko(&["--format", "html", PDF, TEXT]));
    for outside in ["http:", "https:", "<script", "<link", "@import", "url(", "src="] {
        assert!(!html.contains(outside), "{outside}");
    }
    let page = Html::parse_document(&html);
    assert_eq!(page.root_element().attr("lang"), Some("ja"));
    assert_eq!(select(&page, "h1").count(), 1);
    assert_eq!(select(&page, "main").count(), 1);
    assert!(select(&page, "th").all(|head| head.attr("scope").is_some()), "a heading of a table without a scope");
    assert!(select(&page, "input, [role=textbox]").all(|field| field.attr("aria-label").is_some()));
    assert_eq!(select(&page, "input[type=checkbox]").count(), 18, "eight clauses and a disqualifier, twice");
    let level =
        |heading: ElementRef<'_>| heading.value().name().trim_start_matches('h').parse::<u8>().expect("a level");
    let levels: Vec<u8> = select(&page, "h1, h2, h3, h4, h5, h6").map(level).collect();
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "a level of headings is left out: {levels:?}");
    let english = Html::parse_document(&joko(&["--lang", "en", "--format", "html", TEXT]));
    assert_eq!(english.root_element().attr("lang"), Some("en"));
    assert_eq!(select(&english, ".text").next().and_then(|text| text.attr("lang")), Some("ja"));
}

#[test]
fn hostile_text_stays_text() {
    let folder = folder("hostile");
    let file = folder.join("a<i>,b.txt");
    fs::write(&file, HOSTILE).expect("the file can be written");
    let file = file.to_str().expect("Unicode");
    let html = joko(&["--format", "html", file]);
    let page = Html::parse_document(&html);
    assert_eq!(select(&page, "script, b, i, [onload]").count(), 0);
    assert!(!html.contains('\u{1b}'));
    let text: String = page.root_element().text().collect();
    assert!(text.contains("<script>alert(1)</script>契約書"));
    for line in joko(&["--format", "github", file]).lines() {
        assert!(line.starts_with("::error file=") || line.starts_with("::notice file="), "{line}");
        assert!(line.contains("a<i>%2Cb.txt"), "{line}");
    }
    let table = joko(&["--format", "csv", file]);
    let rows: Vec<csv::StringRecord> =
        csv::Reader::from_reader(table.as_bytes()).records().collect::<Result<_, _>>().expect("CSV");
    assert_eq!(rows.len(), 8);
    assert!(rows.iter().all(|row| row[1].starts_with("'=HYPERLINK")), "{rows:?}");
    let log = joko(&["--format", "junit", file]);
    assert!(roxmltree::Document::parse(&log).is_ok(), "{log}");
}

#[test]
fn html_prints_to_clean_pages() {
    let Some(chromium) = installed(&["chromium", "chromium-browser", "google-chrome"]) else { return };
    let (Some(pdftotext), Some(pdfinfo)) = (installed(&["pdftotext"]), installed(&["pdfinfo"])) else { return };
    let folder = folder("print");
    joko(&["--format", "html", PDF, "-o", path(&folder, "c05.html")]);
    let printed = Command::new(chromium)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"])
        .arg(format!("--user-data-dir={}", folder.join("profile").display()))
        .arg(format!("--print-to-pdf={}", folder.join("c05.pdf").display()))
        .arg(format!("file://{}", folder.join("c05.html").display()))
        .output()
        .expect("the browser starts");
    assert!(printed.status.success(), "{}", String::from_utf8_lossy(&printed.stderr));
    let info = said(Command::new(pdfinfo).arg(folder.join("c05.pdf")));
    assert!(info.contains("(A4)"), "{info}");
    let text = said(Command::new(pdftotext).args(["-layout", path(&folder, "c05.pdf"), "-"]));
    let text: String = text.nfkc().collect();
    let pages: Vec<&str> = text.split('\u{c}').filter(|page| !page.trim().is_empty()).collect();
    assert!((4..=8).contains(&pages.len()), "{} pages", pages.len());
    for words in
        ["審査票", "上位プロバイダー", "不適合", "努力義務", "確認済み", "備考", "利用者との直接契約", "第4条第1項"]
    {
        assert!(bare(pages[0]).contains(words), "{words} is not on the first page:\n{}", pages[0]);
    }
    let count = pages.len();
    for (number, page) in (1..).zip(&pages) {
        assert!(bare(page).ends_with(&format!("{number}{count}")), "page {number} has no number:\n{page}");
    }
    // The contract begins on a page of its own, and the table's heading stands on each page of the table.
    let contract = pages.iter().position(|page| page.contains("契約書の本文")).expect("the contract is printed");
    assert!(contract > 0 && pages[contract].trim_start().starts_with("契約書の本文"));
    assert!(pages[..contract].iter().all(|page| page.contains("確認済み")));
}

#[test]
fn csv_is_read_by_python() {
    let Some(python) = python("csv") else { return };
    let folder = folder("csv");
    joko_status(2, &["--format", "csv", "--bom", PDF, TEXT, "nowhere.pdf", "-o", path(&folder, "a.csv")]);
    let read = "import csv, json, sys; print(json.dumps(list(csv.reader(open(sys.argv[1], encoding='utf-8-sig', newline='')))))";
    let rows: Vec<Vec<String>> =
        serde_json::from_str(&said(Command::new(python).args(["-c", read, path(&folder, "a.csv")]))).expect("JSON");
    assert_eq!(fs::read(folder.join("a.csv")).expect("the file is there")[..3], *b"\xef\xbb\xbf");
    assert_eq!(rows.len(), 1 + 8 + 8 + 1);
    assert!(rows.iter().all(|row| row.len() == 14));
    assert_eq!(rows[0][..4], ["ファイル", "表題", "条項ID", "条項"]);
    let files: Value = serde_json::from_str(&joko(&["--format", "json", PDF, TEXT])).expect("JSON");
    let clauses: Vec<&Value> =
        files.as_array().expect("files").iter().flat_map(|file| file["clauses"].as_array().expect("clauses")).collect();
    for (row, clause) in rows[1..].iter().zip(clauses) {
        assert_eq!(row[2], clause["id"].as_str().expect("an id"));
        assert_eq!(row[4], clause["verdict"].as_str().expect("a verdict"));
        let places: Vec<&str> = clause["evidence"]
            .as_array()
            .expect("evidence")
            .iter()
            .map(|found| found["at"].as_str().expect("a place"))
            .collect();
        assert_eq!(row[6], places.join("\n"));
        assert_eq!(row[11], clause["reason"].as_str().expect("a reason"));
    }
    assert_eq!(rows[17][0], "nowhere.pdf");
    assert_eq!(rows[17][4], "unreadable");
    assert!(rows[17][11].contains("見つかりません"));
}

#[test]
fn xlsx_is_a_sheet_of_text_without_formulas() {
    let folder = folder("xlsx");
    let hostile = folder.join("a.txt");
    fs::write(&hostile, HOSTILE).expect("the file can be written");
    let hostile = hostile.to_str().expect("Unicode");
    for name in ["a.xlsx", "b.xlsx"] {
        joko(&["--format", "xlsx", TEXT, hostile, "-o", path(&folder, name)]);
    }
    let bytes = fs::read(folder.join("a.xlsx")).expect("the file is there");
    assert!(bytes == fs::read(folder.join("b.xlsx")).expect("the file is there"), "the same input, other bytes");
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    let sheet = roxmltree::Document::parse(&sheet).expect("XML");
    let named = |name: &'static str| sheet.descendants().filter(move |node| node.tag_name().name() == name);
    assert_eq!(named("row").count(), 1 + 8 + 8);
    assert_eq!(named("f").count(), 0, "a formula");
    assert!(named("c").all(|cell| cell.attribute("t") != Some("n")), "a number");
    assert_eq!(named("autoFilter").next().and_then(|filter| filter.attribute("ref")), Some("A1:N17"));
    assert_eq!(named("pane").next().and_then(|pane| pane.attribute("state")), Some("frozen"));
    assert!(part(&bytes, "xl/sharedStrings.xml").contains("=HYPERLINK"));
    assert!(part(&bytes, "docProps/core.xml").contains("2000-01-01T00:00:00Z"));
}

#[test]
fn xlsx_is_read_by_openpyxl() {
    let Some(python) = python("openpyxl") else { return };
    let folder = folder("openpyxl");
    joko(&["--format", "xlsx", TEXT, "-o", path(&folder, "a.xlsx")]);
    let read = "
import json, sys, openpyxl
sheet = openpyxl.load_workbook(sys.argv[1]).active
assert sheet.freeze_panes == 'A2' and sheet.auto_filter.ref == 'A1:N9'
assert all(cell.data_type != 'f' for row in sheet for cell in row)
print(json.dumps([[cell.value or '' for cell in row] for row in sheet]))
";
    let rows: Vec<Vec<String>> =
        serde_json::from_str(&said(Command::new(python).args(["-c", read, path(&folder, "a.xlsx")]))).expect("JSON");
    assert_eq!(rows, rows_of(joko(&["--format", "csv", TEXT]).as_bytes()));
}

#[test]
fn xlsx_is_read_by_libreoffice() {
    let Some(soffice) = installed(&["soffice", "libreoffice"]) else { return };
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let program = std::env::split_paths(&paths).filter_map(|folder| folder.join(soffice).canonicalize().ok()).next();
    if !program.is_some_and(|program| program.with_file_name("libsclo.so").exists()) {
        return skipped("LibreOffice has no Calc");
    }
    let folder = folder("calc");
    joko(&["--format", "xlsx", TEXT, "-o", path(&folder, "a.xlsx")]);
    let converted = Command::new(soffice)
        .arg(format!("-env:UserInstallation=file://{}", folder.join("profile").display()))
        .args(["--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir", path(&folder, "")])
        .arg(folder.join("a.xlsx"))
        .output()
        .expect("LibreOffice starts");
    assert!(converted.status.success(), "{}", String::from_utf8_lossy(&converted.stderr));
    let calc = fs::read(folder.join("a.csv")).expect("LibreOffice wrote the sheet");
    assert_eq!(rows_of(&calc), rows_of(joko(&["--format", "csv", TEXT]).as_bytes()));
}

#[test]
fn sarif_says_what_is_not_found_and_where() {
    let log: Value =
        serde_json::from_str(&joko_status(2, &["--format", "sarif", PDF, TEXT, "nowhere.pdf"])).expect("JSON");
    let typed: serde_sarif::sarif::Sarif = serde_json::from_value(log.clone()).expect("SARIF");
    let run = &typed.runs[0];
    let rules: Vec<&str> = run.tool.driver.rules.iter().flatten().map(|rule| rule.id.as_str()).collect();
    assert_eq!(rules.len(), 9, "eight clauses and a disqualifier");
    let files: Value = serde_json::from_str(&joko(&["--format", "json", PDF, TEXT])).expect("JSON");
    let expected: Vec<(&str, &str)> = files
        .as_array()
        .expect("files")
        .iter()
        .flat_map(|file| {
            let clauses =
                file["clauses"].as_array().expect("clauses").iter().filter(|clause| clause["verdict"] != "found");
            clauses.map(|clause| (file["file"].as_str().expect("a name"), clause["id"].as_str().expect("an id")))
        })
        .collect();
    let results = log["runs"][0]["results"].as_array().expect("results");
    let at = |location: &Value, key: &str| location["physicalLocation"][key].clone();
    let got: Vec<(&str, &str)> = results
        .iter()
        .map(|result| {
            let file = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
            (file.as_str().expect("a file"), result["ruleId"].as_str().expect("a rule"))
        })
        .collect();
    assert_eq!(got.len(), expected.len());
    assert_eq!(got, expected.iter().map(|(file, id)| (file.trim_start_matches('/'), *id)).collect::<Vec<_>>());
    for result in results {
        assert!(rules.contains(&result["ruleId"].as_str().expect("a rule")));
        for location in result["locations"].as_array().expect("locations") {
            let (region, file) = (at(location, "region"), at(location, "artifactLocation"));
            if region.is_null() {
                continue;
            }
            let file = file["uri"].as_str().expect("a file");
            // In a text file the characters are its own, in others those of the text that was read.
            let text = if file == TEXT {
                fs::read_to_string(root().join(TEXT)).expect("the contract")
            } else {
                run_inspect(file)
            };
            let [start, length] =
                ["charOffset", "charLength"].map(|key| region[key].as_u64().expect("a number") as usize);
            let words: String = text.chars().skip(start).take(length).collect();
            let snippet = region["snippet"]["text"].as_str().expect("the words");
            assert_eq!(bare(&words), bare(snippet));
            if file == TEXT {
                let line = region["startLine"].as_u64().expect("a line") as usize;
                let line = text.lines().nth(line - 1).expect("the file has the line");
                let begins: String =
                    line.chars().skip(region["startColumn"].as_u64().expect("a column") as usize - 1).collect();
                assert!(bare(&begins).starts_with(&bare(&words).chars().take(5).collect::<String>()), "{begins}");
            }
            assert!(!location["logicalLocations"][0]["name"].as_str().expect("a place").is_empty());
        }
    }
    let invocation = &log["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    assert!(
        invocation["toolExecutionNotifications"][0]["message"]["text"]
            .as_str()
            .expect("words")
            .contains("見つかりません")
    );
}

#[test]
fn sarif_keeps_to_its_schema() {
    let Some(python) = python("jsonschema") else { return };
    // The schema travels with the crate that makes the log.
    let version = said(Command::new("rustc").arg("-vV").current_dir(root()));
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("rustc names its host");
    let metadata: Value = serde_json::from_str(&said(
        Command::new(env!("CARGO"))
            .args(["metadata", "--format-version", "1", "--offline", "--locked", "--filter-platform", host])
            .current_dir(root()),
    ))
    .expect("JSON");
    let package =
        metadata["packages"].as_array().expect("packages").iter().find(|package| package["name"] == "serde-sarif");
    let manifest = package.expect("a dependency")["manifest_path"].as_str().expect("a path");
    let schema = Path::new(manifest).with_file_name("src").join("schema.json");
    let folder = folder("sarif");
    joko_status(2, &["--format", "sarif", PDF, TEXT, "nowhere.pdf", "-o", path(&folder, "a.sarif")]);
    validate(python, schema.to_str().expect("Unicode"), path(&folder, "a.sarif"), "one");
    joko(&["--lang", "en", "--format", "sarif", TEXT, "-o", path(&folder, "b.sarif")]);
    validate(python, schema.to_str().expect("Unicode"), path(&folder, "b.sarif"), "one");
}

#[test]
fn json_keeps_to_its_schema() {
    let Some(python) = python("jsonschema") else { return };
    let folder = folder("schema");
    let schema = root().join("schema/joko-1.schema.json");
    joko(&["--format", "json", PDF, TEXT, "-o", path(&folder, "a.json")]);
    validate(python, schema.to_str().expect("Unicode"), path(&folder, "a.json"), "each");
    fs::write(folder.join("b.json"), joko(&["--format", "jsonl", PDF])).expect("the file can be written");
    validate(python, schema.to_str().expect("Unicode"), path(&folder, "b.json"), "one");
    // The validator does refuse: a verdict that there is not.
    let wrong = joko(&["--format", "jsonl", PDF]).replacen("\"found\"", "\"good\"", 1);
    fs::write(folder.join("c.json"), wrong).expect("the file can be written");
    let refused = validation(python, schema.to_str().expect("Unicode"), path(&folder, "c.json"), "one");
    assert!(!refused.status.success());
}

#[test]
fn junit_counts_what_fails() {
    let all = joko_status(2, &["--format", "junit", PDF, TEXT, "nowhere.pdf"]);
    let files: Value = serde_json::from_str(&joko(&["--format", "json", PDF, TEXT])).expect("JSON");
    let log = roxmltree::Document::parse(&all).expect("XML");
    let suites: Vec<_> = log.root_element().children().filter(|node| node.has_tag_name("testsuite")).collect();
    assert_eq!(suites.len(), 3);
    for (suite, file) in suites.iter().zip(files.as_array().expect("files")) {
        assert_eq!(suite.attribute("name"), file["file"].as_str());
        assert_eq!(suite.attribute("tests"), Some("9"));
        let failing = 8 - file["summary"]["found"].as_u64().expect("a number");
        assert_eq!(suite.attribute("failures"), Some(failing.to_string().as_str()));
        assert_eq!(suite.descendants().filter(|node| node.has_tag_name("failure")).count() as u64, failing);
    }
    assert_eq!(suites[2].attribute("errors"), Some("1"));
    assert!(!all.contains("timestamp") && !all.contains(" time="));
    let lenient = joko_status(1, &["--format", "junit", "--fail-on", "contradicted", TEXT]);
    assert_eq!(lenient.matches("<failure").count(), 1, "{lenient}");
    assert!(lenient.contains("<system-out>"), "what does not fail is told all the same");
}

#[test]
fn junit_is_read_by_python() {
    let Some(python) = python("xml.etree.ElementTree") else { return };
    let folder = folder("junit");
    joko_status(2, &["--format", "junit", PDF, TEXT, "nowhere.pdf", "-o", path(&folder, "a.xml")]);
    // What readers of JUnit XML rely on: totals that add up, names on every case, a message on every failure.
    let read = "
import sys, xml.etree.ElementTree as T
root = T.parse(sys.argv[1]).getroot()
assert root.tag == 'testsuites', root.tag
suites = list(root)
for suite in suites:
    cases = suite.findall('testcase')
    assert int(suite.get('tests')) == len(cases)
    assert int(suite.get('failures')) == len(suite.findall('testcase/failure'))
    assert int(suite.get('errors')) == len(suite.findall('testcase/error'))
    assert all(case.get('name') and case.get('classname') == suite.get('name') for case in cases)
    assert all(bad.get('message') and bad.get('type') for case in cases for bad in case if bad.tag in ('failure', 'error'))
for kind in ('tests', 'failures', 'errors'):
    assert int(root.get(kind)) == sum(int(suite.get(kind)) for suite in suites), kind
print(root.get('tests'), root.get('errors'))
";
    assert_eq!(said(Command::new(python).args(["-c", read, path(&folder, "a.xml")])).trim(), "19 1");
}

#[test]
fn annotations_name_file_line_and_verdict() {
    let lines = joko_status(2, &["--format", "github", TEXT, "nowhere.pdf"]);
    let errors: Vec<&str> = lines.lines().filter(|line| line.starts_with("::error ")).collect();
    assert_eq!(errors.len(), 4, "{lines}");
    let against = errors.iter().find(|line| line.contains("抵触")).expect("a contradiction");
    let (_, rest) = against.split_once(",line=").expect("a line");
    let line: usize = rest.split(',').next().expect("a number").parse().expect("a number");
    let contract = fs::read_to_string(root().join(TEXT)).expect("the contract");
    let line: String = contract.lines().nth(line - 1).expect("the file has the line").nfkc().collect();
    assert!(bare(&line).contains("利用者が支払う「のせだにネット」の利用料"), "{line}");
    assert!(errors[3].starts_with("::error file=nowhere.pdf,title="));
    let mild = joko_status(0, &["--format", "github", "--fail-on", "never", TEXT]);
    assert!(mild.contains("::warning ") && !mild.contains("::error "), "{mild}");
}

#[test]
fn progress_is_for_terminals() {
    let Some(script) = installed(&["script"]) else { return };
    let folder = folder("progress");
    let command = |files: &str| format!("{} check {files} -o /dev/null --force", env!("CARGO_BIN_EXE_joko"));
    let on_terminal = |files: &str| {
        let output = Command::new(script)
            .args(["-qec", &command(files), "/dev/null"])
            .current_dir(root())
            .env("TERM", "xterm")
            .stdin(Stdio::null())
            .output()
            .expect("script starts");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    assert!(on_terminal(&format!("{TEXT} {PDF}")).contains("2/2"));
    assert!(!on_terminal(TEXT).contains("1/1"), "a single file needs no bar");
    let piped = spawn(&["check", TEXT, PDF, "-o", path(&folder, "a.txt")]);
    assert!(piped.stderr.is_empty(), "{}", String::from_utf8_lossy(&piped.stderr));
}

#[test]
fn action_and_hook_do_what_they_say() {
    let Some(python) = python("yaml") else { return };
    let read = |file: &str| -> Value {
        let convert = "import json, sys, yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1], encoding='utf-8'))))";
        serde_json::from_str(&said(Command::new(python).args(["-c", convert, file]).current_dir(root()))).expect("JSON")
    };
    let hooks = read(".pre-commit-hooks.yaml");
    for hook in hooks.as_array().expect("a list of hooks") {
        let entry: Vec<&str> = hook["entry"].as_str().expect("an entry").split_whitespace().collect();
        assert_eq!(entry[0], "joko");
        assert_eq!(hook["language"], "rust");
        let output = spawn(&[&entry[1..], &[TEXT]].concat());
        assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let action = read("action.yml");
    assert_eq!(action["runs"]["using"], "composite");
    let steps = action["runs"]["steps"].as_array().expect("steps");
    let check = steps.iter().find(|step| step["id"] == "check").expect("a step that checks");
    let folder = folder("action");
    fs::create_dir_all(folder.join("joko/bin")).expect("the folder can be made");
    fs::hard_link(env!("CARGO_BIN_EXE_joko"), folder.join("joko/bin/joko")).expect("the program can be linked");
    let run = |files: &str, fail_on: &str, format: &str| {
        let mut bash = Command::new("bash");
        bash.args(["-eo", "pipefail", "-c", check["run"].as_str().expect("a script")]).current_dir(root());
        for (name, value) in check["env"].as_object().expect("an environment") {
            let input = value.as_str().expect("words").trim_start_matches("${{ inputs.").trim_end_matches(" }}");
            let given = match input {
                "files" => files,
                "fail-on" => fail_on,
                "format" => format,
                "output" if format != "github" => path(&folder, "out"),
                other => action["inputs"][other]["default"].as_str().unwrap_or_else(|| panic!("an input {other}")),
            };
            bash.env(name, given);
        }
        bash.env("RUNNER_TEMP", &folder).env("GITHUB_OUTPUT", folder.join("outputs")).output().expect("bash starts")
    };
    let strict = run(TEXT, "", "github");
    assert_eq!(strict.status.code(), Some(1), "{}", String::from_utf8_lossy(&strict.stderr));
    assert!(String::from_utf8_lossy(&strict.stdout).contains("::error file=corpus/contracts/m03.txt"));
    // Wildcards are expanded; a name that matches nothing is told as it is.
    let lenient = run(&format!("{TEXT}\ncorpus/forms/lo/c0[5].p*\n"), "never", "sarif");
    assert_eq!(lenient.status.code(), Some(0), "{}", String::from_utf8_lossy(&lenient.stderr));
    let log: Value = serde_json::from_slice(&fs::read(folder.join("out")).expect("the output is there")).expect("JSON");
    assert_eq!(log["runs"][0]["artifacts"].as_array().map(Vec::len), Some(2));
    let astray = run("no where*.pdf", "", "github");
    assert_eq!(astray.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&astray.stdout).contains("file=no where*.pdf"));
}

/// `text` without white space and without what only parts the cells of a table.
fn bare(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace() && !"|｜/／".contains(*character)).collect()
}

/// The text of `element` without what is in elements of these classes.
fn without(element: ElementRef<'_>, classes: &[&str]) -> String {
    let set_aside = |element: &ElementRef<'_>| {
        let own = element.value().classes();
        own.into_iter().any(|class| classes.contains(&class))
    };
    let mut text = String::new();
    for child in element.children() {
        if let Some(words) = child.value().as_text() {
            text += words;
        } else if let Some(child) = ElementRef::wrap(child).filter(|child| !set_aside(child)) {
            text += &without(child, classes);
        }
    }
    text
}

fn select<'a>(page: &'a Html, selector: &str) -> impl Iterator<Item = ElementRef<'a>> {
    let selector = Selector::parse(selector).expect("a selector");
    page.select(&selector).collect::<Vec<_>>().into_iter()
}

fn rows_of(table: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(table);
    reader.records().map(|row| row.expect("CSV").iter().map(str::to_owned).collect()).collect()
}

/// A part of an Office document, as text.
fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
    let mut text = String::new();
    archive.by_name(name).expect("the part is there").read_to_string(&mut text).expect("text");
    text
}

fn validate(python: &str, schema: &str, file: &str, how: &str) {
    let output = validation(python, schema, file, how);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Holds `file`, or each element of the array in it, against `schema`.
fn validation(python: &str, schema: &str, file: &str, how: &str) -> Output {
    let program = "
import json, sys, jsonschema
schema, values = (json.load(open(name, encoding='utf-8')) for name in sys.argv[1:3])
kind = jsonschema.validators.validator_for(schema)
kind.check_schema(schema)
values = values if sys.argv[3] == 'each' else [values]
assert values
for value in values:
    kind(schema).validate(value)
";
    Command::new(python).args(["-c", program, schema, file, how]).output().expect("Python starts")
}

/// The first of these programs that is installed; a notice if there is none.
fn installed(names: &[&'static str]) -> Option<&'static str> {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let found = names.iter().find(|name| std::env::split_paths(&paths).any(|folder| folder.join(name).is_file()));
    if found.is_none() {
        skipped(&format!("{} is not installed", names[0]));
    }
    found.copied()
}

/// Python, if it has this module.
fn python(module: &str) -> Option<&'static str> {
    let python = installed(&["python3"])?;
    let output = Command::new(python).args(["-c", &format!("import {module}")]).output().expect("Python starts");
    if !output.status.success() {
        skipped(&format!("Python has no {module}"));
        return None;
    }
    Some(python)
}

/// What `joko check` prints, whatever it judges.
fn joko(args: &[&str]) -> String {
    let output = spawn(&[&["check"], args].concat());
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("the output is Unicode")
}

fn joko_status(status: i32, args: &[&str]) -> String {
    let output = spawn(&[&["check"], args].concat());
    assert_eq!(output.status.code(), Some(status), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("the output is Unicode")
}

fn run(command: &str, args: &[&str]) -> String {
    let output = spawn(&[&[command], args].concat());
    String::from_utf8(output.stdout).expect("the output is Unicode")
}

fn run_inspect(file: &str) -> String {
    run("inspect", &["--stage", "text", file])
}

fn spawn(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_joko"))
        .args(args)
        .current_dir(root())
        .stdin(Stdio::null())
        .output()
        .expect("the program starts")
}

fn said(command: &mut Command) -> String {
    let output = command.output().expect("the program starts");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// `name` in `folder`, as an argument. The few of a test may stay until it ends.
fn path(folder: &Path, name: &str) -> &'static str {
    Box::leak(folder.join(name).to_str().expect("Unicode").to_owned().into_boxed_str())
}

/// An empty folder of that name.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("formats").join(name);
    // It is there only from an earlier run.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("the folder can be made");
    folder
}
