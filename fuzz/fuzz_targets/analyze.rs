//! The whole flow on any text: from bytes to a report.

#![no_main]

use std::path::Path;
use std::sync::LazyLock;

use joko::analyze::{Options, analyze};
use joko::rulebook::Rulebook;
use libfuzzer_sys::fuzz_target;

static RULEBOOK: LazyLock<Rulebook> =
    LazyLock::new(|| Rulebook::built_in().expect("the rules that are built in are sound"));

fuzz_target!(|bytes: &[u8]| {
    let _ = analyze(bytes, Path::new("a.txt"), &RULEBOOK, &Options::default());
});
