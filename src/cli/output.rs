//! Where output goes: standard output with colours as the terminal takes them, or a file without.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anstyle::{AnsiColor, Style};
use joko::messages::{Lang, failure};
use serde::Serialize;

use super::args::{Color, Target};
use super::error::Failure;
use super::input;

const ERROR: Style = AnsiColor::Red.on_default().bold();
const HINT: Style = AnsiColor::Cyan.on_default();

/// Lets `--color` decide for both standard streams.
pub(super) fn set_color(color: Color) {
    let choice = match color {
        Color::Auto => anstream::ColorChoice::Auto,
        Color::Always => anstream::ColorChoice::Always,
        Color::Never => anstream::ColorChoice::Never,
    };
    choice.write_global();
}

/// Writes `text` to `target`, or to standard output.
pub(super) fn write(text: &str, target: Option<&Path>) -> Result<(), Failure> {
    if let Some(file) = target.filter(|file| !input::is_standard(file)) {
        return write_bytes(anstream::adapter::strip_str(text).to_string().as_bytes(), Some(file));
    }
    let mut stdout = anstream::stdout().lock();
    stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()).map_err(Failure::stdout)
}

/// Writes `bytes` as they are to `target`, or to standard output.
pub(super) fn write_bytes(bytes: &[u8], target: Option<&Path>) -> Result<(), Failure> {
    if let Some(file) = target.filter(|file| !input::is_standard(file)) {
        return fs::write(file, bytes).map_err(|source| Failure::Write { file: file.to_owned(), source });
    }
    let mut stdout = io::stdout().lock();
    stdout.write_all(bytes).and_then(|()| stdout.flush()).map_err(Failure::stdout)
}

/// Tells the person what went wrong, on standard error.
pub(super) fn complain(told: &Failure, lang: Lang) {
    let mut text = format!("{ERROR}{}:{ERROR:#} {}\n", failure::error(lang), told.cause(lang));
    if let Some(hint) = told.hint(lang) {
        text += &format!("  {HINT}{}:{HINT:#} {hint}\n", failure::hint(lang));
    }
    // Where standard error is closed, there is nobody left to tell.
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}

/// Tells the person something in passing, on standard error.
pub(super) fn note(text: &str) -> Result<(), Failure> {
    writeln!(anstream::stderr().lock(), "{text}").map_err(Failure::stdout)
}

/// `value` as JSON for people and programs: indented, one line end after it.
pub(super) fn json(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("output structs hold nothing that JSON does not");
    text.push('\n');
    text
}

/// Refuses a target before any work is lost on it: one of the files that are to be read, a file that exists where nobody
/// said `--force`, a place that cannot be written to.
pub(super) fn check(target: &Target, inputs: &[PathBuf]) -> Result<(), Failure> {
    let Some(file) = target.output.as_deref().filter(|file| !input::is_standard(file)) else { return Ok(()) };
    // A target that does not exist yet has no canonical name, and is none of the inputs.
    if let Ok(real) = file.canonicalize() {
        if inputs.iter().any(|input| input.canonicalize().is_ok_and(|input| input == real)) {
            return Err(Failure::OverwritesInput { file: file.to_owned() });
        }
        if file.is_file() && !target.force {
            return Err(Failure::Exists { file: file.to_owned() });
        }
    }
    writable(file).map_err(|source| Failure::Write { file: file.to_owned(), source })
}

/// Opens `file` for writing, to know that it can be, and leaves all as it was.
fn writable(file: &Path) -> io::Result<()> {
    if file.exists() {
        return OpenOptions::new().write(true).open(file).map(drop);
    }
    OpenOptions::new().write(true).create_new(true).open(file)?;
    fs::remove_file(file)
}

/// Columns to wrap at: of the terminal, or of `COLUMNS`, within what is comfortable to read.
pub(super) fn width() -> usize {
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    columns.or_else(terminal).unwrap_or(80).clamp(40, 100)
}
