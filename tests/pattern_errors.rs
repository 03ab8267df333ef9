//! Wrong pattern files and what is said about them: `tests/pattern_errors/NAME.toml` with its message in `NAME.txt` beside it.
//! `JOKO_UPDATE=1` rewrites the messages.

use std::path::{Path, PathBuf};
use std::{env, fs};

use joko::messages::Lang;
use joko::report::snippet;
use joko::rulebook::{PatternSource, Rulebook, RulebookError};

#[test]
fn each_fault_is_shown_where_it_stands() {
    let wrong: Vec<PathBuf> = files().into_iter().filter(|file| !as_expected(file)).collect();
    assert!(wrong.is_empty(), "other messages than expected: {wrong:#?}");
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pattern_errors");
    let entries = fs::read_dir(folder).expect("the folder can be read").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|end| end == "toml")).collect();
    files.sort();
    files
}

fn as_expected(file: &Path) -> bool {
    let got = messages(file);
    let expected = file.with_extension("txt");
    if env::var_os("JOKO_UPDATE").is_some() {
        fs::write(&expected, &got).expect("the message can be written");
    }
    fs::read_to_string(expected).is_ok_and(|expected| expected == got)
}

/// Every fault of the file, as a terminal without colours shows it.
fn messages(file: &Path) -> String {
    let name = file.file_name().expect("a file").to_string_lossy().into_owned();
    let text = fs::read_to_string(file).expect("the file can be read");
    match Rulebook::load(vec![PatternSource { name, text }]) {
        Err(RulebookError::Patterns(faults)) => {
            let faults: Vec<String> = faults.iter().map(|fault| snippet::fault(fault, Lang::Ja)).collect();
            anstream::adapter::strip_str(&faults.join("\n")).to_string()
        }
        other => panic!("{}: no fault of the file: {other:?}", file.display()),
    }
}
