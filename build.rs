//! Unpacks the compiled IPADIC of `dictionaries/ipadic/` into `OUT_DIR`, where lindera's embedding macro looks for it,
//! and compiles the user dictionary of the domain's terms beside it. Writes the predefined CMaps of Japanese as files of their own, so
//! that reading one does not unpack them all. Nothing is downloaded.

use std::error::Error;
use std::fmt::Write as _;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::{env, fs};

use hayro_cmap::{BfString, CMap, CMapName, WritingMode, load_embedded};
use lindera_dictionary::builder::DictionaryBuilder;
use lindera_dictionary::dictionary::metadata::Metadata;

const FILES: [&str; 9] = [
    "char_def.bin",
    "dict.trie",
    "dict.vals",
    "dict.valsidx",
    "dict.words",
    "dict.wordsidx",
    "matrix.mtx",
    "metadata.json",
    "unk.bin",
];

fn main() -> Result<(), Box<dyn Error>> {
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or("CARGO_MANIFEST_DIR is not set")?);
    let source = root.join("dictionaries/ipadic");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=dictionaries/ipadic");
    println!("cargo::rerun-if-changed=dictionaries/user.csv");
    println!("cargo::rustc-env=LINDERA_WORKDIR={}", out.display());
    for name in FILES {
        unpack(&source.join(format!("{name}.xz")), &out.join(name))?;
    }
    let metadata = Metadata::load(&fs::read(out.join("metadata.json"))?)?;
    DictionaryBuilder::new(metadata)
        .build_user_dictionary(&root.join("dictionaries/user.csv"), &out.join("user.bin"))?;
    write_cmaps(&out.join("cmaps"))
}

/// CMaps of Japanese that PDF predefines (ISO 32000-2, table 116) and that files name without embedding them, and what their CIDs show.
const CMAPS: [&str; 19] = [
    "83pv-RKSJ-H",
    "90ms-RKSJ-H",
    "90ms-RKSJ-V",
    "90msp-RKSJ-H",
    "90msp-RKSJ-V",
    "90pv-RKSJ-H",
    "EUC-H",
    "EUC-V",
    "Ext-RKSJ-H",
    "Ext-RKSJ-V",
    "H",
    "V",
    "UniJIS-UCS2-H",
    "UniJIS-UCS2-V",
    "UniJIS-UCS2-HW-H",
    "UniJIS-UCS2-HW-V",
    "UniJIS-UTF16-H",
    "UniJIS-UTF16-V",
    "Adobe-Japan1-UCS2",
];

/// Writes each CMap into `folder`, in the text form of Adobe's Technical Note #5014, and `list.rs`, which holds all of them by name.
fn write_cmaps(folder: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    let mut list = String::from("&[\n");
    for name in CMAPS {
        let bytes =
            load_embedded(CMapName::from_bytes(name.as_bytes())).ok_or_else(|| format!("{name}: no such CMap"))?;
        let cmap = CMap::parse(bytes, load_embedded).ok_or_else(|| format!("{name}: not read"))?;
        let vertical = u8::from(matches!(cmap.metadata().writing_mode, Some(WritingMode::Vertical)));
        let mut text = format!(
            "%!PS\n/Registry (Adobe) def /Ordering (Japan1) def /Supplement 7 def\n/CMapName /{name} def /WMode {vertical} def\n"
        );
        if name.ends_with("Japan1-UCS2") {
            write_characters(&cmap, &mut text)?;
        } else {
            write_cids(&cmap, name.contains("UTF16"), &mut text)?;
        }
        fs::write(folder.join(name), text)?;
        writeln!(list, "({name:?}, include_bytes!({name:?})),")?;
    }
    list.push(']');
    Ok(fs::write(folder.join("list.rs"), list)?)
}

/// The CIDs of codes of one and two bytes, and of surrogate pairs.
fn write_cids(cmap: &CMap, surrogates: bool, text: &mut String) -> Result<(), Box<dyn Error>> {
    let mut codes: Vec<_> = vec![(1, 0..=0xFF), (2, 0..=0xFFFF)];
    if surrogates {
        codes.extend((0xD800..=0xDBFF_u32).map(|high| (4, high << 16 | 0xDC00..=high << 16 | 0xDFFF)));
    }
    for (bytes, codes) in codes {
        let cids = codes.filter_map(|code| Some((code, cmap.lookup_cid_code(code, bytes)?)));
        let digits = 2 * usize::from(bytes);
        let (chars, ranges): (Vec<_>, Vec<_>) =
            ranges(cids, |_| true).into_iter().partition(|(first, last, _)| first == last);
        let chars = chars.iter().map(|(code, _, cid)| format!("<{code:0digits$x}>{cid}"));
        write_section("cidchar", chars.collect(), text)?;
        let ranges = ranges.iter().map(|(first, last, cid)| format!("<{first:0digits$x}><{last:0digits$x}>{cid}"));
        write_section("cidrange", ranges.collect(), text)?;
    }
    Ok(())
}

/// What each CID shows.
fn write_characters(cmap: &CMap, text: &mut String) -> Result<(), Box<dyn Error>> {
    let (mut single, mut chars) = (Vec::new(), Vec::new());
    let utf16 = |shown: &str| shown.encode_utf16().map(|unit| format!("{unit:04x}")).collect::<String>();
    for cid in 0..=u32::from(u16::MAX) {
        match cmap.lookup_bf_string(cid) {
            Some(BfString::Char(char)) if u32::from(char) <= 0xFFFF => single.push((cid, u32::from(char))),
            Some(BfString::Char(char)) => chars.push(format!("<{cid:04x}><{}>", utf16(&char.to_string()))),
            Some(BfString::String(shown)) => chars.push(format!("<{cid:04x}><{}>", utf16(&shown))),
            None => {}
        }
    }
    let ranges = ranges(single.into_iter(), |char| char & 0xFF != 0);
    let (alone, ranges): (Vec<_>, Vec<_>) = ranges.into_iter().partition(|(first, last, _)| first == last);
    chars.extend(alone.iter().map(|(cid, _, char)| format!("<{cid:04x}><{char:04x}>")));
    write_section("bfchar", chars, text)?;
    let ranges = ranges.iter().map(|(first, last, char)| format!("<{first:04x}><{last:04x}><{char:04x}>"));
    write_section("bfrange", ranges.collect(), text)
}

/// Writes `entries` between operators, at most a hundred at a time.
fn write_section(kind: &str, entries: Vec<String>, text: &mut String) -> Result<(), Box<dyn Error>> {
    for entries in entries.chunks(100) {
        writeln!(text, "{} begin{kind}\n{}\nend{kind}", entries.len(), entries.join("\n"))?;
    }
    Ok(())
}

/// Pairs in which both numbers count up, as first code, last code and first value. Inside a range the last byte alone of the code may
/// count up, and the value as far as `counts` has it.
fn ranges(pairs: impl Iterator<Item = (u32, u32)>, counts: impl Fn(u32) -> bool) -> Vec<(u32, u32, u32)> {
    let mut ranges: Vec<(u32, u32, u32)> = Vec::new();
    for (code, value) in pairs {
        match ranges.last_mut() {
            Some((first, last, start))
                if *last + 1 == code && code & 0xFF != 0 && value == *start + code - *first && counts(value) =>
            {
                *last = code;
            }
            _ => ranges.push((code, code, value)),
        }
    }
    ranges
}

fn unpack(packed: &Path, unpacked: &Path) -> Result<(), Box<dyn Error>> {
    let bytes = fs::read(packed).map_err(|error| format!("{}: {error}", packed.display()))?;
    let mut plain = Vec::new();
    lzma_rust2::XzReader::new(&bytes[..], false).read_to_end(&mut plain)?;
    fs::write(unpacked, plain)?;
    Ok(())
}
