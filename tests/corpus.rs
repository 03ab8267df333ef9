//! The corpus itself: every label fits its document, and the runner keeps its promises about baselines and blind cases.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use joko::corpus::{self, Case, Kind};
use joko::verdict::Verdict;

#[test]
fn labels_fit_their_documents() {
    let cases = corpus::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")).expect("the corpus loads");
    let faults: Vec<String> = cases.iter().flat_map(faults).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What is wrong with a label, without a word of the document: it may be blind.
fn faults(case: &Case) -> Vec<String> {
    let text = fs::read_to_string(&case.file).expect("the document is there");
    let mut faults = Vec::new();
    if case.label.clause.len() != 8 {
        faults.push(format!("{}: a label holds eight clauses", case.id));
    }
    for gold in &case.label.clause {
        if (gold.verdict == Verdict::Missing) != gold.evidence.is_empty() {
            faults.push(format!("{} {}: evidence goes with every verdict but missing", case.id, gold.id));
        }
        if case.kind == Kind::Unrelated && gold.verdict != Verdict::Missing {
            faults.push(format!("{} {}: an unrelated document misses every clause", case.id, gold.id));
        }
        if gold.evidence.iter().any(|evidence| !text.contains(&evidence.quote)) {
            faults.push(format!("{} {}: a quote is not in the document", case.id, gold.id));
        }
    }
    faults
}

#[test]
fn a_case_that_gets_worse_fails_even_if_another_gets_better() {
    let corpus = small("worse", "seen");
    assert_eq!(status(&run(&corpus, &["run"])), 0, "what is new is not worse");
    assert_eq!(status(&run(&corpus, &["run", "--update-baseline"])), 0);
    assert_eq!(status(&run(&corpus, &["diff"])), 0);

    // The label says missing throughout. A baseline that was right about one clause less, and a label that now says otherwise
    // about another, make one better and one worse.
    let baseline = corpus.join("baseline.toml");
    let saved = fs::read_to_string(&baseline).expect("the baseline was saved");
    let saved = saved.replace("helpdesk = [\"missing\"]", "helpdesk = [\"found\", \"第1条\"]");
    fs::write(&baseline, saved.replace("direct-billing = [\"missing\"]", "direct-billing = [\"found\", \"第1条\"]"))
        .expect("the baseline can be written");
    let label = corpus.join("labels/x01.toml");
    let found = "id = \"direct-billing\"\nverdict = \"found\"\n[[clause.evidence]]\nat = \"第1条\"\nquote = \"秘密\"\nelements = [\"bills\"]\n";
    let text = fs::read_to_string(&label).expect("the label is there");
    fs::write(&label, text.replace("id = \"direct-billing\"\nverdict = \"missing\"\n", found))
        .expect("it can be written");

    for command in ["run", "diff"] {
        let output = run(&corpus, &[command]);
        assert_eq!(status(&output), 1);
        assert!(stdout(&output).contains("悪化 x01 direct-billing: found 第1条 → missing"), "{}", stdout(&output));
        assert!(stdout(&output).contains("改善 x01 helpdesk: found 第1条 → missing"), "{}", stdout(&output));
    }
}

#[test]
fn a_blind_case_shows_nothing_of_itself_unless_revealed() {
    let corpus = small("blind", "blind");
    let label = corpus.join("labels/x01.toml");
    let text = fs::read_to_string(&label).expect("the label is there").replace("absent", "present");
    let text = text.replacen("verdict = \"missing\"\n", "verdict = \"partial\"\n", 1);
    fs::write(&label, text).expect("the label can be written");
    for format in ["text", "json"] {
        let shown = stdout(&run(&corpus, &["run", "-v", "--format", format]));
        assert!(!shown.contains("x01"), "{shown}");
        assert!(stdout(&run(&corpus, &["run", "-v", "--reveal", "--format", format])).contains("x01"));
    }
}

#[test]
fn another_form_must_be_judged_alike() {
    let corpus = small("forms", "seen");
    fs::create_dir_all(corpus.join("forms/other")).expect("the folder can be made");
    let form = corpus.join("forms/other/x01.txt");
    fs::copy(corpus.join("contracts/x01.txt"), &form).expect("it can be copied");
    assert_eq!(status(&run(&corpus, &["run", "--forms"])), 0);

    fs::copy(PROVIDING, &form).expect("it can be copied");
    assert_eq!(status(&run(&corpus, &["run"])), 0, "forms are judged only when they are asked for");
    let output = run(&corpus, &["run", "--forms"]);
    assert_eq!(status(&output), 1);
    assert!(stdout(&output).contains("x01 other direct-billing: missing → found 第8条第1項"), "{}", stdout(&output));

    fs::write(&form, "").expect("it can be written");
    let output = run(&corpus, &["run", "--lang", "en", "--forms"]);
    assert_eq!(status(&output), 1);
    assert!(stdout(&output).contains("x01 other: "), "{}", stdout(&output));

    // Other folders are named.
    let named = corpus.join("forms").display().to_string();
    assert_eq!(status(&run(&corpus, &["run", "--forms", &named])), 1);
    assert_eq!(status(&run(&corpus, &["run", "--forms", "nowhere"])), 2);
}

#[test]
fn forms_of_a_blind_case_show_only_counts() {
    let corpus = small("blind-forms", "blind");
    fs::create_dir_all(corpus.join("forms/other")).expect("the folder can be made");
    fs::copy(PROVIDING, corpus.join("forms/other/x01.txt")).expect("it can be copied");
    for format in ["text", "json"] {
        let output = run(&corpus, &["run", "--forms", "--format", format]);
        assert_eq!(status(&output), 1);
        assert!(!stdout(&output).contains("x01") && stdout(&output).contains("other"), "{}", stdout(&output));
        assert!(stdout(&run(&corpus, &["run", "--forms", "--reveal", "--format", format])).contains("x01"));
    }
}

/// A contract that provides clauses which the corpus of one document misses.
const PROVIDING: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus/contracts/c02.txt");

/// A corpus of one document, in which every clause is missing.
fn small(name: &str, part: &str) -> PathBuf {
    let corpus = Path::new(env!("CARGO_TARGET_TMPDIR")).join("corpus").join(name);
    // It is there only from an earlier run.
    let _ = fs::remove_dir_all(&corpus);
    for folder in ["contracts", "labels"] {
        fs::create_dir_all(corpus.join(folder)).expect("the folder can be made");
    }
    let manifest =
        format!("[[case]]\nid = \"x01\"\nfile = \"contracts/x01.txt\"\npart = \"{part}\"\nkind = \"unrelated\"\n");
    let mut label = "title = \"秘密保持契約書\"\nagency-sales = \"absent\"\n[roles]\n".to_owned();
    for clause in CLAUSES {
        label += &format!("[[clause]]\nid = \"{clause}\"\nverdict = \"missing\"\n");
    }
    let document = "秘密保持契約書\n\n第1条 甲及び乙は、相手方の秘密を漏らしてはならない。\n";
    for (file, content) in [("manifest.toml", &*manifest), ("labels/x01.toml", &label), ("contracts/x01.txt", document)]
    {
        fs::write(corpus.join(file), content).expect("the file can be written");
    }
    corpus
}

const CLAUSES: [&str; 8] = [
    "direct-contract",
    "terms-availability",
    "helpdesk",
    "service-naming",
    "responsibility-boundary",
    "incident-roles",
    "single-step-cancellation",
    "direct-billing",
];

fn run(corpus: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_joko"));
    command.arg("corpus").args(args).arg("--dir").arg(corpus);
    command.output().expect("the program runs")
}

fn status(output: &Output) -> i32 {
    output.status.code().expect("the program ends by itself")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("the output is Unicode")
}
