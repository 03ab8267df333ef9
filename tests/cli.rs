//! The program from outside: what it prints and which status it ends with. The cases stand in `tests/cli/cases.toml`.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    args: Vec<String>,
    #[serde(default)]
    files: BTreeMap<String, String>,
    #[serde(default)]
    stdin: String,
    status: i32,
    #[serde(default)]
    stdout: Vec<String>,
    #[serde(default)]
    stderr: Vec<String>,
}

#[test]
fn cases() {
    let cases: Cases = toml::from_str(include_str!("cli/cases.toml")).expect("the cases are valid TOML");
    let faults: Vec<String> = (0..).zip(&cases.case).filter_map(|(index, case)| fault(index, case)).collect();
    assert!(faults.is_empty(), "{} of {} cases fail:\n{}", faults.len(), cases.case.len(), faults.join("\n"));
}

#[test]
fn quotes_are_the_text_at_their_offsets() {
    let contract = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/contracts/c02.txt");
    let contract = contract.to_str().expect("the path is Unicode");
    let folder = folder("offsets");
    let text: Vec<char> = stdout(&run(&folder, &["inspect", "--stage", "text", contract], "")).chars().collect();
    let files: Value = serde_json::from_str(&stdout(&run(&folder, &["check", "--format", "json", contract], "")))
        .expect("the output is JSON");
    let clauses = files[0]["clauses"].as_array().expect("there are clauses");
    assert_eq!(clauses.len(), 8);
    let evidence: Vec<&Value> =
        clauses.iter().flat_map(|clause| clause["evidence"].as_array().expect("an array")).collect();
    assert!(!evidence.is_empty(), "a contract that provides most clauses has evidence");
    for evidence in evidence {
        let [start, end] = ["start", "end"].map(|key| evidence[key].as_u64().expect("a number") as usize);
        assert_eq!(text[start..end].iter().collect::<String>(), evidence["quote"]);
        assert!(!evidence["at"].as_str().expect("a place").is_empty());
    }
}

#[test]
fn an_output_file_holds_what_standard_output_would() {
    let folder = folder("output");
    fs::write(folder.join("a.txt"), "覚書\n\n第1条 甲は乙に支払う。\n").expect("the file can be written");
    let printed = stdout(&run(&folder, &["check", "a.txt"], ""));
    let silent = run(&folder, &["check", "a.txt", "-o", "report.txt", "--color", "always"], "");
    assert_eq!(stdout(&silent), "");
    assert_eq!(fs::read_to_string(folder.join("report.txt")).expect("the report is there"), printed);
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let folder = folder("pipe");
    fs::write(folder.join("a.txt"), "覚書\n\n第1条 甲は乙に支払う。\n").expect("the file can be written");
    let mut child = spawn(&folder, &["check", "a.txt"]);
    drop(child.stdout.take());
    drop(child.stdin.take());
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty());
}

/// What is wrong with the outcome of `case`, if anything.
fn fault(index: usize, case: &Case) -> Option<String> {
    let folder = folder(&format!("case-{index}"));
    for (name, content) in &case.files {
        fs::write(folder.join(name), content).expect("the file can be written");
    }
    let args: Vec<&str> = case.args.iter().map(String::as_str).collect();
    let output = run(&folder, &args, &case.stdin);
    let (out, err) = (stdout(&output), String::from_utf8_lossy(&output.stderr).into_owned());
    let lacking = |said: &str, expected: &[String]| expected.iter().find(|words| !said.contains(*words)).cloned();
    let what = if output.status.code() != Some(case.status) {
        format!("ends with {:?} instead of {}", output.status.code(), case.status)
    } else if let Some(words) = lacking(&out, &case.stdout).or_else(|| lacking(&err, &case.stderr)) {
        format!("does not say {words:?}")
    } else if case.stderr.is_empty() && !err.is_empty() {
        "complains".to_owned()
    } else {
        return None;
    };
    Some(format!("{}: {what}\n--- stdout\n{out}--- stderr\n{err}", case.name))
}

fn run(folder: &Path, args: &[&str], stdin: &str) -> Output {
    let mut child = spawn(folder, args);
    // A program that does not read its input may have ended before it is written.
    let _ = child.stdin.take().expect("standard input is a pipe").write_all(stdin.as_bytes());
    child.wait_with_output().expect("the program ends")
}

fn spawn(folder: &Path, args: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_joko"))
        .args(args)
        .current_dir(folder)
        .env_remove("COLUMNS")
        .env_remove("CLICOLOR_FORCE")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("the output is Unicode")
}

/// An empty folder of that name.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli").join(name);
    // It is there only from an earlier run.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("the folder can be made");
    folder
}
