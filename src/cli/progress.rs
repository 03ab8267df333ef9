//! How far a run over several files has come, on standard error where that is a terminal.

use std::io::{IsTerminal, stderr};
use std::path::Path;

use indicatif::{ProgressBar, ProgressStyle};

/// A bar that vanishes when the run is over; nothing for a single file or where nobody looks.
pub(super) struct Progress(ProgressBar);

impl Progress {
    /// For a run over `files` files.
    pub(super) fn new(files: usize) -> Self {
        if files < 2 || !stderr().is_terminal() {
            return Self(ProgressBar::hidden());
        }
        let style = ProgressStyle::with_template("{bar:24} {pos}/{len}  {wide_msg}").expect("the template is valid");
        let bar = ProgressBar::new(files as u64).with_style(style.progress_chars("##-"));
        bar.tick();
        Self(bar)
    }

    /// One more file is done.
    pub(super) fn done(&self, file: &Path) {
        self.0.set_message(file.file_name().unwrap_or_default().to_string_lossy().into_owned());
        self.0.inc(1);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
