//! Files to read: by name, or standard input as `-`.

use std::fs;
use std::io::{self, Read};
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};

use super::error::Failure;

/// The bytes of `file`.
pub(super) fn bytes(file: &Path) -> Result<Vec<u8>, Failure> {
    let read = if is_standard(file) { stdin() } else { fs::read(file) };
    read.map_err(|source| Failure::Open { file: file.to_owned(), source })
}

/// Refuses a list of files that names standard input more than once: it can be read only once.
pub(super) fn check(files: &[PathBuf]) -> Result<(), Failure> {
    match files.iter().filter(|file| is_standard(file)).count() {
        0 | 1 => Ok(()),
        _ => Err(Failure::StdinTwice),
    }
}

/// Whether `file` stands for a standard stream.
pub(super) fn is_standard(file: &Path) -> bool {
    file == Path::new("-")
}

/// `work` on `file`, so that a bug in the analysis of one file does not take the others along.
pub(super) fn guarded<T>(file: &Path, work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    // `work` only builds a new value; nothing that it could leave half done is used afterwards.
    let caught = panic::catch_unwind(AssertUnwindSafe(work));
    caught.unwrap_or_else(|_| Err(Failure::Crashed { file: file.to_owned() }))
}

fn stdin() -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    Ok(bytes)
}
