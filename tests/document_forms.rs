//! PDF forms of the corpus read back as the text that they were made from: every character, in order, and every line.
//!
//! The forms are made by `corpus/make-forms.py`; `corpus run --forms` holds their verdicts against the text's. `JOKO_FORMS` names another
//! folder of forms, `JOKO_CONTRACTS` of texts; with `--nocapture` the test prints a line for each file and each line that came out
//! otherwise.

#![allow(clippy::print_stdout, reason = "a test may print")]

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use joko::document::{self, Document, Follows, LineKind, ReadOptions};

/// Lines of `document` with wraps and the cells of a row joined and white space gone.
fn joined(document: &Document) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in document.lines.iter().filter(|line| line.kind == LineKind::Body) {
        let text = squeeze(document.raw.get(line.raw.start..line.raw.end).expect("lines lie on characters"));
        match lines.last_mut() {
            Some(last) if line.follows != Follows::Break => last.push_str(&text),
            _ => lines.push(text),
        }
    }
    lines.retain(|line| counts(line));
    lines
}

/// Blank lines do not count, nor page numbers that the source itself carries: they are set aside only at the edge of a page.
fn counts(line: &str) -> bool {
    !line.trim_matches('－').chars().all(char::is_numeric)
}

/// `text` without white space, nor the signs that part the cells of a table where a line stands for a row.
fn squeeze(text: &str) -> String {
    // Signs that part cells may be drawn as lines; a collection's glyph may stand for a character with a variation selector.
    let counts = |char: &char| {
        !char.is_whitespace() && !matches!(char, '／' | '｜' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
    };
    text.chars().filter(counts).map(plain).collect()
}

/// The character that a font's Kangxi radical stands for; here only those that browsers are seen to write.
fn plain(char: char) -> char {
    use unicode_normalization::UnicodeNormalization;
    match char {
        '\u{2F00}'..='\u{2FDF}' => std::iter::once(char).nfkc().next().unwrap_or(char),
        // Encodings that have no sign for it write the word.
        '㊞' => '印',
        _ => char,
    }
}

/// The source of `a01.lo.pdf` is `a01.txt`.
fn source(form: &Path, contracts: &Path) -> Option<Vec<String>> {
    let id = form.file_name()?.to_str()?.split('.').next()?;
    let text = fs::read_to_string(contracts.join(format!("{id}.txt"))).ok()?;
    Some(text.lines().map(squeeze).filter(|line| counts(line)).collect())
}

fn folder(variable: &str, default: &str) -> PathBuf {
    env::var_os(variable).map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join(default), PathBuf::from)
}

/// Share of the source's lines that came out as they are, in thousandths.
fn compare(form: &Path, source: &[String]) -> u32 {
    let bytes = fs::read(form).expect("the form is readable");
    let document = document::read(&bytes, form, &ReadOptions::default()).expect("the form is a sound PDF");
    assert!(document.gaps.is_empty(), "{}: {:?}", form.display(), document.gaps);
    let lines = joined(&document);
    let (read, written) = (lines.concat(), source.concat());
    let characters = if read == written { "same characters" } else { "OTHER CHARACTERS" };
    let mut kept = 0;
    let mut rest = lines.iter();
    for line in source {
        if rest.clone().any(|read| read == line) {
            rest.by_ref().find(|read| *read == line);
            kept += 1;
        } else {
            println!("    lost: {line}");
        }
    }
    println!("{}: {characters}, {kept} of {} lines, {} read", form.display(), source.len(), lines.len());
    if read != written {
        let at = read.chars().zip(written.chars()).take_while(|(a, b)| a == b).count();
        let from = |text: &str| text.chars().skip(at.saturating_sub(10)).take(30).collect::<String>();
        println!("    read    {}\n    written {}", from(&read), from(&written));
    }
    assert!(read == written || env::var_os("JOKO_FORMS").is_some(), "{}: other characters", form.display());
    kept * 1000 / source.len().max(1) as u32
}

/// Compares every PDF in `forms` that has a source; returns for each the share of its lines, in thousandths.
fn compare_all(forms: &Path, contracts: &Path) -> Vec<(PathBuf, u32)> {
    let mut paths = entries(forms);
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "pdf"));
    let compared = |form: PathBuf| {
        let source = source(&form, contracts)?;
        let kept = compare(&form, &source);
        Some((form, kept))
    };
    paths.into_iter().filter_map(compared).collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    paths
}

/// Lines of a scan are recognised, not read, and the lines of a table that the maker drew are no lines of the source.
const OTHERWISE: [&str; 3] = ["scan200", "scan300", "table-pdf"];

#[test]
fn corpus_forms_read_back_as_their_source() {
    let (forms, contracts) = (folder("JOKO_FORMS", "corpus/forms"), folder("JOKO_CONTRACTS", "corpus/contracts"));
    let mut read = 0;
    for form in entries(&forms).iter().filter(|form| !OTHERWISE.iter().any(|name| form.ends_with(name))) {
        for (file, kept) in compare_all(form, &contracts) {
            read += 1;
            assert!(
                kept >= 940 || env::var_os("JOKO_FORMS").is_some(),
                "{}: only {kept} ‰ of the lines",
                file.display()
            );
        }
    }
    assert!(read > 0, "there are forms to read");
}

#[test]
fn a_short_contract_reads_back_whole() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let shares: Vec<u32> = compare_all(&data, &data).into_iter().map(|(_, kept)| kept).collect();
    assert_eq!(shares, [1000, 1000]);
}
