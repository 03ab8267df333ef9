//! The word classes are kept in the form that a reviewer can check: words sorted, none twice, each as the text stage leaves it,
//! and every class that another one takes in exists.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use unicode_normalization::UnicodeNormalization;

type Classes = BTreeMap<String, BTreeMap<String, Vec<String>>>;

/// The class files, by name.
fn files() -> BTreeMap<String, Classes> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("dictionaries/terms");
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let paths = entries.map(|entry| entry.unwrap_or_else(|error| panic!("{}: {error}", folder.display())).path());
    let files: BTreeMap<_, _> = paths
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let classes = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            (path.file_name().unwrap_or_default().to_string_lossy().into_owned(), classes)
        })
        .collect();
    assert!(!files.is_empty(), "{}: no class files", folder.display());
    files
}

#[test]
fn words_are_sorted_unique_and_folded() {
    for (file, classes) in files() {
        for (kind, list) in classes {
            for (class, words) in list {
                let mut clean: Vec<String> = words.iter().map(|word| word.nfkc().collect()).collect();
                clean.sort();
                clean.dedup();
                assert_eq!(words, clean, "{file}: [{kind}] {class}");
                assert!(!words.is_empty(), "{file}: [{kind}] {class} is empty");
            }
        }
    }
}

#[test]
fn classes_stand_in_one_file_and_take_in_only_classes_that_exist() {
    let files = files();
    let mut known: BTreeMap<(String, String), String> = BTreeMap::new();
    for (file, classes) in &files {
        for (kind, list) in classes {
            for class in list.keys() {
                let other = known.insert((kind.clone(), class.clone()), file.clone());
                assert_eq!(other, None, "{file}: [{kind}] {class} stands in another file too");
            }
        }
    }
    for (file, classes) in &files {
        for (kind, list) in classes {
            for (class, words) in list {
                for other in words.iter().filter_map(|word| word.strip_prefix('@')) {
                    assert!(
                        known.contains_key(&(kind.clone(), other.to_owned())),
                        "{file}: [{kind}] {class} takes in @{other}, which does not exist"
                    );
                }
            }
        }
    }
}

#[test]
fn the_user_dictionary_names_each_word_once() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("dictionaries/user.csv");
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("user.csv: {error}"));
    let mut seen = std::collections::HashSet::new();
    for (number, line) in text.lines().enumerate() {
        let surface = line.split(',').next().unwrap_or_default();
        assert_eq!(line.split(',').count(), 11, "user.csv:{}: eleven fields", number + 1);
        assert!(seen.insert(surface.to_owned()), "user.csv:{}: {surface} stands twice", number + 1);
    }
}
