//! Time to read a document: `cargo bench --bench document -- FILE…` prints milliseconds for each file, best and median.

#![allow(clippy::print_stdout, reason = "a benchmark prints")]

use std::hint::black_box;
use std::path::PathBuf;
use std::time::Instant;

use joko::document::{self, ReadOptions};

const ROUNDS: usize = 30;

fn main() {
    let mut files: Vec<PathBuf> =
        std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).map(PathBuf::from).collect();
    if files.is_empty() {
        let data = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data");
        files = vec![data.join("short.lo.pdf"), data.join("short.chromium.pdf")];
    }
    for file in files {
        let bytes = std::fs::read(&file).expect("the file is readable");
        let mut times: Vec<f64> = (0..ROUNDS).map(|_| time(&bytes, &file)).collect();
        times.sort_by(f64::total_cmp);
        println!("{}: best {:.2} ms, median {:.2} ms", file.display(), times[0], times[ROUNDS / 2]);
    }
}

fn time(bytes: &[u8], file: &std::path::Path) -> f64 {
    let start = Instant::now();
    let _ = black_box(document::read(bytes, file, &ReadOptions::default()));
    start.elapsed().as_secs_f64() * 1000.0
}
