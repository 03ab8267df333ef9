//! The word classes are kept in the form that a reviewer can check: words sorted, none twice, each as the text stage leaves it,
//! and every class that another one takes in exists.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use unicode_normalization::UnicodeNormalization;

type Classes = BTreeMap<String, BTreeMap<String, Vec<String>>>;

fn classes(file: &str) -> Classes {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("dictionaries/terms").join(file);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn words_are_sorted_unique_and_folded() {
    for file in ["nouns.toml", "verbs.toml"] {
        for (kind, list) in classes(file) {
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
fn classes_take_in_only_classes_that_exist() {
    for file in ["nouns.toml", "verbs.toml"] {
        for (kind, list) in classes(file) {
            for (class, words) in &list {
                for other in words.iter().filter_map(|word| word.strip_prefix('@')) {
                    assert!(
                        list.contains_key(other),
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
