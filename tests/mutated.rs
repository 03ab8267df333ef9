//! A thousand damaged files: whatever is done to the bytes, the readers come to an end, make no more of them than could be in
//! them, and hand on what the next stages can work with.

use std::io::{Cursor, Read, Write};
use std::path::Path;

use joko::contract::Contract;
use joko::document::{self, Ocr, ReadOptions};
use joko::text::Text;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Damaged files made of each sound one; together with the fixtures below, a thousand.
const EACH: u32 = 100;
/// What comes out may be larger than what went in, but not by more than this factor and this many bytes.
const GROWTH: usize = 64;
const SLACK: usize = 1 << 20;

/// The fixture whose parts are damaged rather than the file.
const PARTS: &str = "parts.docx";

/// A generator of numbers (xorshift), so that the same files come out everywhere.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    /// `bytes` with one to eight faults: bits turned, bytes set, stretches cut, doubled or moved, the end lost.
    fn damage(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut bytes = bytes.to_vec();
        for _ in 0..=self.below(8) {
            let at = self.below(bytes.len());
            let end = (at + 1 + self.below(200)).min(bytes.len());
            match self.below(6) {
                _ if bytes.is_empty() => {}
                0 => bytes[at] ^= 1 << self.below(8),
                1 => bytes[at] = [0, 0xFF, b'<', b'>', b'(', 0x1B, b'\n', 0x80][self.below(8)],
                2 => drop(bytes.drain(at..end)),
                3 => {
                    let stretch = bytes[at..end].to_vec();
                    let to = self.below(bytes.len());
                    bytes.splice(to..to, stretch);
                }
                4 => bytes[at..end].reverse(),
                _ => bytes.truncate(at.max(bytes.len() / 4)),
            }
        }
        bytes
    }
}

/// A Word document with faults in its parts; in the archive itself a fault would mostly be one of a checksum.
fn damaged_parts(document: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut parts = ZipArchive::new(Cursor::new(document)).expect("the fixture is an archive");
    let mut damaged = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..parts.len() {
        let mut part = parts.by_index(index).expect("the fixture is sound");
        let name = part.name().expect("the fixture is sound").into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).expect("the fixture is sound");
        // Most faults go to what holds the words.
        if name == "word/document.xml" || dice.below(4) == 0 {
            bytes = dice.damage(&bytes);
        }
        damaged.start_file(name, SimpleFileOptions::default()).expect("a new part");
        damaged.write_all(&bytes).expect("memory");
    }
    damaged.finish().expect("memory").into_inner()
}

fn page(text: &str) -> String {
    let paragraphs: String = text.lines().map(|line| format!("<p>{line}</p>\n")).collect();
    format!(
        "<!DOCTYPE html><meta charset=utf-8><title>契約</title><ol type=i><li>甲<li>乙</ol>\
         <table><tr><th rowspan=2>区分<th>甲<tr><td colspan=3>復旧</table><pre>図 A\n  B</pre>{paragraphs}"
    )
}

fn markdown(text: &str) -> String {
    format!("---\ntitle: 契約\n---\n# 契約\n\n1. 甲\n   - 乙\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n[1]: 丙\n\n{text}")
}

#[test]
fn damaged_files_are_read_to_an_end() {
    let text = include_str!("report/contract.txt");
    let encoded = |encoding: &'static encoding_rs::Encoding| encoding.encode(text).0.into_owned();
    let fixtures: [(&str, Vec<u8>); 10] = [
        ("short.lo.pdf", include_bytes!("data/short.lo.pdf").to_vec()),
        ("short.chromium.pdf", include_bytes!("data/short.chromium.pdf").to_vec()),
        ("archive.docx", include_bytes!("../corpus/forms/docx/b02.docx").to_vec()),
        (PARTS, include_bytes!("../corpus/forms/docx/c05.docx").to_vec()),
        ("a.html", page(text).into_bytes()),
        ("a.md", markdown(text).into_bytes()),
        ("utf-8.txt", text.as_bytes().to_vec()),
        ("shift_jis.txt", encoded(encoding_rs::SHIFT_JIS)),
        ("iso-2022-jp.txt", encoded(encoding_rs::ISO_2022_JP)),
        ("utf-16.txt", text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
    ];
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let mut read = 0;
    // Recognising every page that lost its text would take hours.
    let options = ReadOptions { ocr: Ocr::Never, ..ReadOptions::default() };
    for (name, sound) in &fixtures {
        for round in 0..EACH {
            let bytes = if *name == PARTS { damaged_parts(sound, &mut dice) } else { dice.damage(sound) };
            // Files that are refused are none of this test's business.
            let Ok(document) = document::read(&bytes, Path::new(name), &options) else { continue };
            read += 1;
            let limit = bytes.len() * GROWTH + SLACK;
            assert!(document.raw.len() <= limit, "{name}, round {round}: {} bytes", document.raw.len());
            let text = Text::of(&document);
            let contract = Contract::of(&text);
            for unit in &contract.units {
                assert!(text.norm.get(unit.span.range()).is_some(), "{name}, round {round}: {:?}", unit.span);
            }
        }
    }
    assert!(read > 500, "only {read} files were read at all: the damage is too great to test anything");
}
