//! Unpacks the compiled IPADIC of `dictionaries/ipadic/` into `OUT_DIR`, where lindera's embedding macro looks for it,
//! and compiles the user dictionary of the domain's terms beside it. Writes the predefined CMaps of Japanese as files of their own, so
//! that reading one does not unpack them all. Nothing is downloaded.

use std::error::Error;
use std::fmt::Write as _;
use std::io::Read;
use std::ops::RangeInclusive;
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
    for name in CMAPS {
        fs::write(out.join(name), code_to_cid(name)?)?;
    }
    fs::write(out.join("japan1.bin"), cid_to_unicode()?)?;
    Ok(())
}

/// Encodings of Japanese that PDF predefines (ISO 32000-2, table 116), those that files name without embedding them.
const CMAPS: [&str; 18] = [
    "83pv-RKSJ-H",
    "90ms-RKSJ-H",
    "90ms-RKSJ-V",
    "90msp-RKSJ-H",
    "90msp-RKSJ-V",
    "90pv-RKSJ-H",
    "EUC-H",
    "EUC-V",
    "H",
    "V",
    "Ext-RKSJ-H",
    "Ext-RKSJ-V",
    "UniJIS-UCS2-H",
    "UniJIS-UCS2-V",
    "UniJIS-UCS2-HW-H",
    "UniJIS-UCS2-HW-V",
    "UniJIS-UTF16-H",
    "UniJIS-UTF16-V",
];

/// CIDs of Adobe-Japan1-7; `predefined.rs` has the same number.
const CIDS: u32 = 23_060;

fn bundled(name: &str) -> Result<CMap, Box<dyn Error>> {
    let bytes = load_embedded(CMapName::from_bytes(name.as_bytes())).ok_or_else(|| format!("{name}: no such CMap"))?;
    Ok(CMap::parse(bytes, load_embedded).ok_or_else(|| format!("{name}: not read"))?)
}

/// The CMap in the text form of Adobe's Technical Note #5014, what it takes from others included.
fn code_to_cid(name: &str) -> Result<String, Box<dyn Error>> {
    let cmap = bundled(name)?;
    let vertical = u8::from(matches!(cmap.metadata().writing_mode, Some(WritingMode::Vertical)));
    let mut text = format!(
        "%!PS\n/Registry (Adobe) def /Ordering (Japan1) def /Supplement 7 def\n/CMapName /{name} def /WMode {vertical} def\n"
    );
    let mut codes: Vec<(u8, RangeInclusive<u32>)> = vec![(1, 0..=0xFF), (2, 0..=0xFFFF)];
    if name.contains("UTF16") {
        codes.extend((0xD800..=0xDBFF_u32).map(|high| (4, high << 16 | 0xDC00..=high << 16 | 0xDFFF)));
    }
    for (bytes, codes) in codes {
        let digits = 2 * usize::from(bytes);
        // First code, last code and first CID.
        let mut ranges: Vec<(u32, u32, u32)> = Vec::new();
        for code in codes {
            let Some(cid) = cmap.lookup_cid_code(code, bytes) else { continue };
            match ranges.last_mut() {
                // The last byte alone may count up inside a range.
                Some((first, last, start))
                    if *last + 1 == code && code & 0xFF != 0 && cid == *start + code - *first =>
                {
                    *last = code;
                }
                _ => ranges.push((code, code, cid)),
            }
        }
        for ranges in ranges.chunks(100) {
            writeln!(text, "{} begincidrange", ranges.len())?;
            for (first, last, cid) in ranges {
                writeln!(text, "<{first:0digits$x}><{last:0digits$x}>{cid}")?;
            }
            writeln!(text, "endcidrange")?;
        }
    }
    Ok(text)
}

/// What each CID of Adobe-Japan1 shows, nothing or several characters for some: for each and one more where its text begins, in four bytes,
/// the lowest first; then the texts.
fn cid_to_unicode() -> Result<Vec<u8>, Box<dyn Error>> {
    let cmap = bundled("Adobe-Japan1-UCS2")?;
    let (mut starts, mut texts) = (Vec::new(), String::new());
    for cid in 0..=CIDS {
        starts.extend(u32::try_from(texts.len())?.to_le_bytes());
        match cmap.lookup_bf_string(cid).filter(|_| cid < CIDS) {
            Some(BfString::Char(char)) => texts.push(char),
            Some(BfString::String(text)) => texts.push_str(&text),
            None => {}
        }
    }
    starts.extend(texts.into_bytes());
    Ok(starts)
}
fn unpack(packed: &Path, unpacked: &Path) -> Result<(), Box<dyn Error>> {
    let bytes = fs::read(packed).map_err(|error| format!("{}: {error}", packed.display()))?;
    let mut plain = Vec::new();
    lzma_rust2::XzReader::new(&bytes[..], false).read_to_end(&mut plain)?;
    fs::write(unpacked, plain)?;
    Ok(())
}
