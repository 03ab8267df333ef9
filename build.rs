//! Unpacks the compiled IPADIC of `dictionaries/ipadic/` into `OUT_DIR`, where lindera's embedding macro looks for it,
//! and compiles the user dictionary of the domain's terms beside it. Nothing is downloaded.

use std::error::Error;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::{env, fs};

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
    Ok(())
}

fn unpack(packed: &Path, unpacked: &Path) -> Result<(), Box<dyn Error>> {
    let bytes = fs::read(packed).map_err(|error| format!("{}: {error}", packed.display()))?;
    let mut plain = Vec::new();
    lzma_rust2::XzReader::new(&bytes[..], false).read_to_end(&mut plain)?;
    fs::write(unpacked, plain)?;
    Ok(())
}
