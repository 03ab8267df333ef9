//! Two versions of a contract beside one another, from outside: `joko diff`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use joko::report::diff::json::schema;
use serde_json::Value;

use crate::common::skipped;

const OLD: &str = include_str!("report/contract.txt");

#[test]
fn what_became_worse_comes_first() {
    let new = OLD.replace("乙が自己の名において利用者に請求し", "甲が自己の名において利用者に請求し");
    let folder = folder("worse", &[("old.txt", OLD), ("new.txt", &new)]);
    let output = joko(&folder, &["diff", "old.txt", "new.txt"]);
    assert_eq!(output.status.code(), Some(1), "a verdict became worse");
    let said = said(&output);
    let (_, told) = said.split_once("▼ 悪化").expect("the change is told");
    assert!(told.contains("◎ 充足 → ✕ 抵触"), "{said}");
    assert!(told.contains("■ 新旧対照表"), "the texts come after the verdicts: {said}");
    assert!(said.contains("《乙》が自己の名") && said.contains("【甲】が自己の名"), "{said}");
    let back = joko(&folder, &["diff", "new.txt", "old.txt"]);
    assert_eq!(back.status.code(), Some(0), "the other way it became better");
}

#[test]
fn an_inserted_article_leaves_the_others_alone() {
    let mut new = OLD.replace(
        "第2条（利用契約）",
        "第2条（秘密保持）\n甲及び乙は、相手方の秘密を第三者に漏らしてはならない。\n\n第3条（利用契約）",
    );
    let (head, tail) = new.split_once("第3条（窓口）").expect("the fixture has it");
    let numbers = [("第7条", "第8条"), ("第6条", "第7条"), ("第5条", "第6条"), ("第4条", "第5条")];
    let tail = numbers.iter().fold(tail.to_owned(), |tail, (old, new)| tail.replace(old, new));
    new = format!("{head}第4条（窓口）{tail}");
    let folder = folder("inserted", &[("old.txt", OLD), ("new.txt", &new)]);
    let units = units(&folder, "old.txt", "new.txt");
    let changes: Vec<String> = units
        .iter()
        .filter(|unit| unit["change"] != "same" || unit["moved"] == true)
        .map(|unit| format!("{} {}", unit["change"].as_str().expect("a word"), place(&unit["new"])))
        .collect();
    assert_eq!(changes, ["added 第2条"]);
    let billing = units.iter().find(|unit| place(&unit["new"]) == "第8条").expect("the last article");
    assert_eq!((place(&billing["old"]), &billing["renumbered"]), ("第7条", &Value::Bool(true)));
}

#[test]
fn an_article_that_moved_is_moved_not_new() {
    let article = "第4条（表示）\n乙は、接続サービスの名称、ウェブサイト及び請求書に「上流ネットのIPoEサービスを利用しています」と、利用者が容易に認識することができる大きさの文字で表示しなければならない。\n\n";
    assert!(OLD.contains(article), "the fixture has it");
    let new = OLD
        .replace(article, "")
        .replace("第2条（利用契約）", &format!("{}第2条（利用契約）", article.replace("第4条", "第1条の2")));
    let folder = folder("moved", &[("old.txt", OLD), ("new.txt", &new)]);
    let units = units(&folder, "old.txt", "new.txt");
    let moved: Vec<&Value> = units.iter().filter(|unit| unit["moved"] == true).collect();
    let [unit] = moved.as_slice() else { panic!("one unit moved: {moved:?}") };
    assert_eq!(
        (place(&unit["old"]), place(&unit["new"]), unit["change"].as_str()),
        ("第4条", "第1条の2", Some("same"))
    );
    assert!(units.iter().all(|unit| unit["change"] == "same"));
}

#[test]
fn the_same_contract_in_two_forms_is_the_same() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for form in ["tests/data/short.lo.pdf", "tests/data/short.chromium.pdf"] {
        let output = joko(root, &["diff", "tests/data/short.txt", form]);
        assert_eq!(output.status.code(), Some(0), "{form}");
        assert!(said(&output).contains("文言に変更はありません"), "{form}: {}", said(&output));
    }
}

#[test]
fn narrow_terminals_get_one_version_below_the_other() {
    let new = OLD.replace("これを交付する", "これを公開する");
    let folder = folder("narrow", &[("old.txt", OLD), ("new.txt", &new)]);
    let wide = said(&joko(&folder, &["diff", "old.txt", "new.txt"]));
    assert!(wide.lines().any(|line| line.contains("《交付》する。") && line.contains("│")), "{wide}");
    let mut command = command(&folder, &["diff", "old.txt", "new.txt"]);
    let narrow = said(&command.env("COLUMNS", "50").output().expect("the program runs"));
    assert!(!narrow.contains(" │ ") && narrow.contains("旧 ") && narrow.contains("【公開】"), "{narrow}");
}

#[test]
fn the_schema_is_the_one_in_the_repository() {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "schema/joko-diff-1.schema.json"].iter().collect();
    let got = serde_json::to_string_pretty(&schema()).expect("JSON") + "\n";
    if std::env::var_os("JOKO_UPDATE").is_some() {
        fs::write(&path, &got).expect("the file can be written");
    }
    assert!(fs::read_to_string(&path).expect("the schema is there") == got, "the schema differs; got:\n{got}");
}

#[test]
fn pieces_are_the_words_of_the_units() {
    let new = OLD.replace("努めるものとする", "なければならない").replace("前月末日", "15日");
    let folder = folder("pieces", &[("old.txt", OLD), ("new.txt", &new)]);
    let units = units(&folder, "old.txt", "new.txt");
    let joined = |side: &Value, changed: Option<bool>| -> String {
        let pieces = side["pieces"].as_array().expect("pieces").iter();
        let wanted = pieces.filter(|piece| changed.is_none_or(|changed| piece["changed"] == changed));
        wanted.map(|piece| piece["text"].as_str().expect("text")).collect()
    };
    let changed: Vec<&Value> = units.iter().filter(|unit| unit["change"] == "changed").collect();
    assert_eq!(changed.len(), 2);
    assert_eq!(joined(&changed[1]["old"], Some(true)), "前月末日");
    assert_eq!(joined(&changed[1]["new"], Some(true)), "15日");
    for unit in changed {
        assert_eq!(
            joined(&unit["old"], Some(false)),
            joined(&unit["new"], Some(false)),
            "what stayed is the same on both sides"
        );
        assert!(new.contains(joined(&unit["new"], None).lines().last().expect("words")));
    }
}

#[test]
fn the_page_marks_changes_without_colour_and_escapes_words() {
    let new = OLD.replace("これを交付する", "<b>これ</b>&を公開する");
    let folder = folder("page", &[("old.txt", OLD), ("new.txt", &new)]);
    let page = said(&joko(&folder, &["diff", "old.txt", "new.txt", "--format", "html"]));
    assert!(page.contains("<del>") && page.contains("<ins>"), "{page}");
    assert!(page.contains("&lt;") && !page.contains("<b>"), "{page}");
    for fetched in ["<script", "<link", "<img", "url(", "@import", "http:", "https:"] {
        assert!(!page.contains(fetched), "the page holds {fetched}");
    }
    let parsed = scraper::Html::parse_document(&page);
    let selector = scraper::Selector::parse("table.texts ins").expect("a selector");
    let inserted: String = parsed.select(&selector).flat_map(|element| element.text()).collect();
    assert_eq!(inserted, "<b></b>&公開");
}

/// Chromium prints the page; poppler reads what it printed.
#[test]
fn the_page_prints_to_a4_on_its_side() {
    let new = OLD.replace("乙が自己の名において利用者に請求し", "甲が自己の名において利用者に請求し");
    let folder = folder("print", &[("old.txt", OLD), ("new.txt", &new)]);
    joko(&folder, &["diff", "old.txt", "new.txt", "--format", "html", "-o", "diff.html"]);
    let page = folder.join("diff.html");
    let args = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--print-to-pdf=diff.pdf"];
    let printed = Command::new("chromium").args(args).arg(&page).current_dir(&folder).output();
    let (Ok(_), Ok(info)) = (printed, Command::new("pdfinfo").arg("diff.pdf").current_dir(&folder).output()) else {
        skipped("chromium or pdfinfo is not installed");
        return;
    };
    let info = said(&info);
    assert!(info.contains("841.92 x 594.96") || info.contains("842 x 595"), "not A4 on its side: {info}");
    let text = Command::new("pdftotext").args(["-layout", "diff.pdf", "-"]).current_dir(&folder).output();
    let text: String = said(&text.expect("pdftotext comes with pdfinfo")).split_whitespace().collect();
    assert!(text.contains("▼悪化") && text.contains("新旧対照表") && text.contains("甲が自己の名において"), "{text}");
}

fn units(folder: &Path, old: &str, new: &str) -> Vec<Value> {
    let output = joko(folder, &["diff", old, new, "--format", "json"]);
    let json: Value = serde_json::from_slice(&output.stdout).expect("the output is JSON");
    assert_eq!(json["schema"], "joko-diff/1");
    json["units"].as_array().expect("units").clone()
}

fn place(side: &Value) -> &str {
    side["at"].as_str().unwrap_or_default()
}

fn said(output: &Output) -> String {
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).expect("the output is Unicode")
}

fn joko(folder: &Path, args: &[&str]) -> Output {
    command(folder, args).output().expect("the program runs")
}

fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_joko"));
    command.args(args).current_dir(folder).env_remove("COLUMNS").env_remove("CLICOLOR_FORCE");
    command
}

/// An empty folder of that name with these files.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("diff").join(name);
    // It is there only from an earlier run.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("the folder can be made");
    for (name, content) in files {
        fs::write(folder.join(name), content).expect("the file can be written");
    }
    folder
}
