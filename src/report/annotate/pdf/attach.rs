//! A file inside the PDF: the report, under the attachments that a viewer lists.

use lopdf::{Dictionary, Object, Stream, StringFormat, dictionary};

use super::super::Attachment;
use super::update::{Update, text};

/// Levels of the tree of names that are gone down.
const MAX_DEPTH: usize = 32;

/// `None` where the file's own list of attachments cannot be made out.
pub(super) fn add(update: &mut Update, attachment: &Attachment) -> Option<()> {
    let file = file(update, attachment)?;
    let catalog = update.catalog()?;
    let names = update.dict_in(catalog, "Names").cloned().unwrap_or_default();
    let tree = update.dict_in(&names, "EmbeddedFiles").cloned().unwrap_or_default();
    // Keys are in order, and only tell files apart: one that goes on from the last is the last.
    let own = attachment.name.as_bytes().to_vec();
    let key = match last_key(update, &tree) {
        Some(last) if last >= own => [last, own].concat(),
        _ => own,
    };
    let tree = with(update, tree, Object::String(key, StringFormat::Literal), file)?;
    let tree = update.add(tree)?;
    let mut names = names;
    names.set("EmbeddedFiles", tree);
    let names = update.add(names)?;
    update.edit_catalog()?.set("Names", names);
    Some(())
}

/// The file and what describes it.
fn file(update: &mut Update, attachment: &Attachment) -> Option<Object> {
    let size = i64::try_from(attachment.bytes.len()).ok()?;
    let entries = dictionary! {
        "Type" => "EmbeddedFile",
        "Subtype" => Object::Name(attachment.mime.as_bytes().to_vec()),
        "Params" => dictionary! { "Size" => size },
    };
    let mut stream = Stream::new(entries, attachment.bytes.clone());
    stream.compress().ok()?;
    let stream = update.add(stream)?;
    let ascii: String = attachment.name.chars().map(|char| if char.is_ascii_graphic() { char } else { '_' }).collect();
    let described = update.add(dictionary! {
        "Type" => "Filespec",
        "F" => text(&ascii),
        "UF" => text(&attachment.name),
        "Desc" => text(&attachment.description),
        "AFRelationship" => "Supplement",
        "EF" => dictionary! { "F" => stream, "UF" => stream },
    })?;
    Some(Object::Reference(described))
}

/// The tree of names with one more at its end.
fn with(update: &mut Update, mut tree: Dictionary, key: Object, file: Object) -> Option<Dictionary> {
    let leaf = vec![key.clone(), file];
    if let Some(Object::Array(kids)) = update.entry(&tree, "Kids").cloned() {
        let kid = dictionary! { "Limits" => vec![key.clone(), key], "Names" => leaf };
        let kid = update.add(kid)?;
        tree.set("Kids", [kids, vec![Object::Reference(kid)]].concat());
    } else {
        let own = match update.entry(&tree, "Names") {
            Some(Object::Array(own)) => own.clone(),
            _ => Vec::new(),
        };
        tree.set("Names", [own, leaf].concat());
    }
    // Only what hangs below another has limits; the root has none.
    tree.remove(b"Limits");
    Some(tree)
}

/// The last key of a tree of names.
fn last_key(update: &Update, tree: &Dictionary) -> Option<Vec<u8>> {
    let mut node = tree;
    for _ in 0..MAX_DEPTH {
        if let Some(Object::Array(names)) = update.entry(node, "Names") {
            let keys = names.iter().step_by(2).filter_map(|key| update.follow(key)?.as_str().ok());
            return keys.max().map(<[u8]>::to_vec);
        }
        node = update.follow(update.entry(node, "Kids")?.as_array().ok()?.last()?)?.as_dict().ok()?;
    }
    None
}
