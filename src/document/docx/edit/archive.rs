//! The archive with some of its members changed and others added; the rest is copied as it is, packed as it was.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::EditError;
use super::markup::{at_end, escape, qualified};
use super::splice::Splices;
use crate::document::docx::package::{Package, relationships_of};
use crate::document::docx::xml::{self, attribute};

/// Members that are changed or added, by name, with their text.
#[derive(Debug, Default)]
pub(super) struct Changes {
    members: BTreeMap<String, String>,
}

impl Changes {
    /// Writes `text` to the member `name`.
    pub(super) fn put(&mut self, name: &str, text: String) {
        self.members.insert(name.to_owned(), text);
    }

    /// Adds the part `name`, to which `main` is to lead by a relationship of this type, unless it does.
    pub(super) fn add_part(
        &mut self,
        package: &mut Package<'_>,
        main: &str,
        name: &str,
        relationship: Option<&str>,
        media_type: &str,
        text: String,
    ) -> Result<(), EditError> {
        let (folder, list) = relationships_of(main);
        let target = name.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/'));
        let target = target.map_or_else(|| format!("/{name}"), str::to_owned);
        let empty = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>"#;
        let source = package.text(&list)?.unwrap_or_else(|| empty.to_owned());
        if let Some(relationship) = relationship {
            let leads = added(&source, "Relationship", |root| {
                let taken = |id: &str| root.children().any(|node| attribute(node, "Id") == Some(id));
                let id = (1..).map(|number| format!("rId{number}")).find(|id| !taken(id)).unwrap_or_default();
                format!(r#" Id="{id}" Type="{}" Target="{}""#, escape(relationship), escape(&target))
            })?;
            self.put(&list, leads);
        }
        let types = "[Content_Types].xml";
        let source = package.text(types)?.ok_or_else(|| EditError::Write(format!("{types}がありません")))?;
        let part = format!("/{name}");
        let parsed = xml::parse(&source)?;
        let states = |node: roxmltree::Node<'_, '_>| {
            attribute(node, "PartName").is_some_and(|own| own.eq_ignore_ascii_case(&part))
        };
        if !parsed.root_element().children().any(states) {
            let attributes = format!(r#" PartName="{}" ContentType="{media_type}""#, escape(&part));
            self.put(types, added(&source, "Override", |_| attributes)?);
        }
        self.put(name, text);
        Ok(())
    }

    /// The archive `bytes` with the changes made.
    pub(super) fn write(self, bytes: &[u8]) -> Result<Vec<u8>, EditError> {
        let failed = |error: &dyn std::error::Error| EditError::Write(error.to_string());
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| failed(&error))?;
        let mut names = BTreeMap::new();
        for name in self.members.keys() {
            names.extend(member(&archive, name).map(|index| (index, name)));
        }
        let mut writer = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len())));
        for index in 0..archive.len() {
            let Some(text) = names.get(&index).and_then(|name| self.members.get(*name)) else {
                let file = archive.by_index_raw(index).map_err(|error| failed(&error))?;
                writer.raw_copy_file(file).map_err(|error| failed(&error))?;
                continue;
            };
            let mut file = archive.by_index(index).map_err(|error| failed(&error))?;
            let mut options = SimpleFileOptions::default().compression_method(file.compression());
            if let Some(time) = file.last_modified() {
                options = options.last_modified_time(time);
            }
            let mut head = Vec::new();
            let name = file.name().map_err(|error| failed(&error))?.into_owned();
            file.by_ref().take(3).read_to_end(&mut head).map_err(|error| failed(&error))?;
            drop(file);
            writer.start_file(name, options).map_err(|error| failed(&error))?;
            writer.write_all(&encoded(text, &head)).map_err(|error| failed(&error))?;
        }
        for (name, text) in &self.members {
            if member(&archive, name).is_none() {
                writer.start_file(name.as_str(), SimpleFileOptions::default()).map_err(|error| failed(&error))?;
                writer.write_all(text.as_bytes()).map_err(|error| failed(&error))?;
            }
        }
        Ok(writer.finish().map_err(|error| failed(&error))?.into_inner())
    }
}

/// The member that `name` means, as the reader finds it.
fn member(archive: &ZipArchive<Cursor<&[u8]>>, name: &str) -> Option<usize> {
    archive.index_for_name(name).or_else(|| {
        archive.file_names_raw().position(|other: &[u8]| other.eq_ignore_ascii_case(name.as_bytes()))
    })
}

/// `text` in the encoding of what began with `head`.
fn encoded(text: &str, head: &[u8]) -> Vec<u8> {
    match head {
        [0xFF, 0xFE, ..] => [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect(),
        [0xFE, 0xFF, ..] => [0xFE, 0xFF].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect(),
        [0xEF, 0xBB, 0xBF] => head.iter().copied().chain(text.bytes()).collect(),
        _ => text.as_bytes().to_vec(),
    }
}

/// `source` with an element more at its end, in the vocabulary of its root.
fn added(
    source: &str,
    name: &str,
    attributes: impl FnOnce(roxmltree::Node<'_, '_>) -> String,
) -> Result<String, EditError> {
    let parsed = xml::parse(source)?;
    let root = parsed.root_element();
    let prefix = qualified(source, root).rsplit_once(':').map(|(prefix, _)| format!("{prefix}:")).unwrap_or_default();
    let (range, text) = at_end(source, root, &format!("<{prefix}{name}{}/>", attributes(root)));
    let mut splices = Splices::default();
    splices.put(range, 0, text);
    Ok(splices.apply(source))
}
