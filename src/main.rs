//! The `joko` program.

mod cli;

use std::panic;
use std::process::ExitCode;

fn main() -> ExitCode {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        // What a broken file makes of its interpreter is caught, and told as a gap of the document.
        if !joko::document::in_foreign_code() {
            usual(info);
        }
    }));
    cli::run()
}
