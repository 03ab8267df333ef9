//! Every crate that joko names in `Cargo.toml` has its line in `THIRD-PARTY.md`.

use std::fs;
use std::path::Path;

#[test]
fn every_crate_has_its_notice() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |name: &str| fs::read_to_string(root.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    let manifest: toml::Table = toml::from_str(&read("Cargo.toml")).expect("Cargo.toml is TOML");
    let notices = read("THIRD-PARTY.md");
    let (_, crates) = notices.split_once("\n## Crates\n").expect("the notices have a part on crates");
    let named: Vec<&str> = crates
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split(" | ").next())
        .flat_map(|cell| cell.split(" (").next().unwrap_or_default().split(", "))
        .collect();
    let wanted = ["dependencies", "build-dependencies", "dev-dependencies"]
        .into_iter()
        .filter_map(|table| manifest.get(table)?.as_table())
        .flat_map(toml::Table::keys);
    let missing: Vec<&String> = wanted.filter(|name| !named.contains(&name.as_str())).collect();
    assert!(missing.is_empty(), "THIRD-PARTY.md does not name {missing:?}");
}
