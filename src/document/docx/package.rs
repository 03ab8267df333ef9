//! The package: a ZIP archive of XML parts, which name each other by relationships.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use super::xml::{self, attribute};
use crate::document::ReadError;

/// An opened archive and how much of it may still be unpacked.
pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// Bytes that may be unpacked, over all parts.
    max_bytes: usize,
    /// Bytes that may still be.
    left: usize,
}

/// A relationship of a part to another.
#[derive(Debug)]
pub(super) struct Relationship {
    /// By which the part refers to it.
    pub(super) id: String,
    /// The last word of its type: `officeDocument`, `styles`, `footnotes`.
    pub(super) kind: String,
    /// The part's name in the archive; `None` for what lies outside of it.
    pub(super) target: Option<String>,
}

impl<'b> Package<'b> {
    /// Opens `bytes`, of which at most `max_bytes` are unpacked.
    pub(super) fn open(bytes: &'b [u8], max_bytes: usize) -> Result<Self, ReadError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
        Ok(Self { archive, max_bytes, left: max_bytes })
    }

    /// Whether the archive holds a part of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// The text of a part; `None` if there is no such part.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, ReadError> {
        Ok(self.bytes(name)?.map(|bytes| decode(&bytes)))
    }

    fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, ReadError> {
        // Some writers differ in case from what they refer to; to Windows it is the same.
        let index = self.archive.index_for_name(name).or_else(|| {
            let same = |other: &[u8]| other.eq_ignore_ascii_case(name.as_bytes());
            self.archive.file_names_raw().position(same)
        });
        let Some(index) = index else { return Ok(None) };
        let part = self.archive.by_index(index).map_err(|error| broken(&error))?;
        let mut bytes = Vec::new();
        // The size that the archive states is not to be trusted.
        part.take(self.left as u64 + 1).read_to_end(&mut bytes).map_err(|error| broken(&error))?;
        self.left = self.left.checked_sub(bytes.len()).ok_or(ReadError::TooLarge(self.max_bytes))?;
        Ok(Some(bytes))
    }

    /// The relationships of `part`, or of the package itself for the empty name.
    pub(super) fn relationships(&mut self, part: &str) -> Result<Vec<Relationship>, ReadError> {
        let (folder, name) = relationships_of(part);
        let Some(text) = self.text(&name)? else { return Ok(Vec::new()) };
        let document = xml::parse(&text)?;
        let relationship = |node: roxmltree::Node<'_, '_>| {
            let kind = attribute(node, "Type")?.rsplit('/').next()?.to_owned();
            let outside = attribute(node, "TargetMode") == Some("External");
            let target = attribute(node, "Target").filter(|_| !outside).map(|target| resolve(folder, target));
            let id = attribute(node, "Id").unwrap_or_default().to_owned();
            Some(Relationship { id, kind, target })
        };
        Ok(document.root_element().children().filter_map(relationship).collect())
    }
}

/// The folder of a part, and the name of the member that holds its relationships.
pub(super) fn relationships_of(part: &str) -> (&str, String) {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let name = if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") };
    (folder, name)
}

fn broken(error: &dyn std::error::Error) -> ReadError {
    ReadError::BrokenOffice(error.to_string())
}

/// The part that `target` means in a relationship of a part in `folder`.
fn resolve(folder: &str, target: &str) -> String {
    let path = target.split('#').next().unwrap_or_default().replace('\\', "/");
    let mut steps: Vec<&str> =
        if path.starts_with('/') { Vec::new() } else { folder.split('/').filter(|step| !step.is_empty()).collect() };
    for step in path.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// XML is UTF-8 or UTF-16 here, nothing else.
fn decode(bytes: &[u8]) -> String {
    let (encoding, mark) = encoding_rs::Encoding::for_bom(bytes).unwrap_or((encoding_rs::UTF_8, 0));
    let bytes = bytes.get(mark..).unwrap_or_default();
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_relative_to_the_part() {
        assert_eq!(resolve("word", "styles.xml"), "word/styles.xml");
        assert_eq!(resolve("word", "/word/styles.xml"), "word/styles.xml");
        assert_eq!(resolve("word/sub", "../notes/./a.xml#x"), "word/notes/a.xml");
        assert_eq!(resolve("", "word/document.xml"), "word/document.xml");
    }
}
