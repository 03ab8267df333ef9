//! Whatever bytes are handed in as a file named .pdf: reading ends, and the next stages can work with what comes out.

#![no_main]

use std::path::Path;

use joko::contract::Contract;
use joko::document::{self, Ocr, ReadOptions};
use joko::text::Text;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let options = ReadOptions { ocr: Ocr::Never, max_pages: 20, max_bytes: 16 << 20, ..ReadOptions::default() };
    if let Ok(document) = document::read(bytes, Path::new("a.pdf"), &options) {
        let text = Text::of(&document);
        let _ = Contract::of(&text);
    }
});
