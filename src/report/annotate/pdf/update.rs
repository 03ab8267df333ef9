//! A PDF that is added to: objects as they are after the addition, and the bytes of it.

use lopdf::{Dictionary, Document, Error, IncrementalDocument, LoadOptions, Object, ObjectId, StringFormat};
use memchr::memmem;

use super::AnnotateError;

/// References followed from one object to another before they are taken for a circle.
const MAX_STEPS: usize = 32;

/// What a signature that certifies the whole file lets others add.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Certified {
    /// Nothing.
    NoChange,
    /// Values of form fields, further signatures.
    Forms,
    /// The same and annotations.
    Annotations,
}

/// The file and what is added to it.
pub(super) struct Update {
    file: IncrementalDocument,
    /// What stands before the PDF's first byte, such as a mail's header; offsets do not count it.
    before: Vec<u8>,
}

impl Update {
    /// Refuses an encrypted file by name, and any whose table of objects has to be mended: what is added would lean on the
    /// table as it is written.
    pub(super) fn open(bytes: &[u8], max_bytes: usize) -> Result<Self, Option<AnnotateError>> {
        let (before, bytes) = bytes.split_at_checked(memmem::find(bytes, b"%PDF-").unwrap_or(0)).ok_or(None)?;
        let options = LoadOptions { max_decompressed_size: Some(max_bytes), ..LoadOptions::default() };
        let document = Document::load_mem_with_options(bytes, options).map_err(|error| match error {
            Error::Decryption(_) | Error::InvalidPassword | Error::AlreadyEncrypted => Some(AnnotateError::Encrypted),
            _ => None,
        })?;
        if document.is_encrypted() || document.was_encrypted() {
            return Err(Some(AnnotateError::Encrypted));
        }
        if document.xref_recovery.is_some() || document.xref_start == 0 {
            return Err(None);
        }
        Ok(Self { file: IncrementalDocument::create_from(bytes.to_vec(), document), before: before.to_vec() })
    }

    /// The object with this id, as it is now.
    pub(super) fn object(&self, id: ObjectId) -> Option<&Object> {
        let before = || self.file.get_prev_documents().objects.get(&id);
        self.file.new_document.objects.get(&id).or_else(before)
    }

    /// What `object` leads to, if it is a reference.
    pub(super) fn follow<'a>(&'a self, mut object: &'a Object) -> Option<&'a Object> {
        for _ in 0..MAX_STEPS {
            match object {
                Object::Reference(id) => object = self.object(*id)?,
                _ => return Some(object),
            }
        }
        None
    }

    /// The entry of a dictionary, followed to where it leads; nothing where that is null.
    pub(super) fn entry<'a>(&'a self, dict: &'a Dictionary, key: &str) -> Option<&'a Object> {
        dict.get(key.as_bytes()).ok().and_then(|object| self.follow(object)).filter(|object| !object.is_null())
    }

    /// The same where it is a dictionary.
    pub(super) fn dict_in<'a>(&'a self, dict: &'a Dictionary, key: &str) -> Option<&'a Dictionary> {
        self.entry(dict, key)?.as_dict().ok()
    }

    /// The dictionary with this id, to be changed.
    pub(super) fn edit(&mut self, id: ObjectId) -> Option<&mut Dictionary> {
        if !self.file.new_document.objects.contains_key(&id) {
            let object = self.file.get_prev_documents().objects.get(&id)?.clone();
            self.file.new_document.objects.insert(id, object);
        }
        self.file.new_document.objects.get_mut(&id)?.as_dict_mut().ok()
    }

    /// Adds an object and gives back the id that leads to it.
    pub(super) fn add(&mut self, object: impl Into<Object>) -> Option<ObjectId> {
        let id = self.reserve()?;
        self.put(id, object);
        Some(id)
    }

    /// An id for an object that is yet to be [`put`](Self::put).
    pub(super) fn reserve(&mut self) -> Option<ObjectId> {
        let document = &mut self.file.new_document;
        document.max_id = document.max_id.checked_add(1)?;
        Some((document.max_id, 0))
    }

    pub(super) fn put(&mut self, id: ObjectId, object: impl Into<Object>) {
        self.file.new_document.objects.insert(id, object.into());
    }

    pub(super) fn catalog_id(&self) -> Option<ObjectId> {
        let mut id = self.file.get_prev_documents().trailer.get(b"Root").ok()?.as_reference().ok()?;
        for _ in 0..MAX_STEPS {
            match self.object(id)? {
                Object::Reference(next) => id = *next,
                _ => return Some(id),
            }
        }
        None
    }

    pub(super) fn catalog(&self) -> Option<&Dictionary> {
        self.object(self.catalog_id()?)?.as_dict().ok()
    }

    pub(super) fn edit_catalog(&mut self) -> Option<&mut Dictionary> {
        self.edit(self.catalog_id()?)
    }

    /// What the file's certificate allows, if it has one.
    pub(super) fn certified(&self) -> Option<Certified> {
        let signature = self.dict_in(self.dict_in(self.catalog()?, "Perms")?, "DocMDP")?;
        let references = self.entry(signature, "Reference").and_then(|found| found.as_array().ok());
        let mut levels = references.into_iter().flatten().filter_map(|reference| {
            let reference = self.follow(reference)?.as_dict().ok()?;
            let method = self.entry(reference, "TransformMethod")?.as_name().ok()?;
            let parameters = (method == b"DocMDP").then(|| self.dict_in(reference, "TransformParams"))?;
            parameters.and_then(|parameters| self.entry(parameters, "P")?.as_i64().ok())
        });
        // Without a number a certificate is one for forms.
        Some(match levels.next() {
            Some(1) => Certified::NoChange,
            Some(3) => Certified::Annotations,
            _ => Certified::Forms,
        })
    }

    /// The version that the file claims; a later one of the catalog counts.
    pub(super) fn is_before(&self, version: &str) -> bool {
        let later = self.catalog().and_then(|catalog| self.entry(catalog, "Version")?.as_name().ok());
        let header = self.file.get_prev_documents().version.as_bytes();
        later.map_or(header, |later| later.max(header)) < version.as_bytes()
    }

    /// The bytes of the file with what was added behind them; `None` where they cannot be written.
    pub(super) fn finish(mut self) -> Option<Vec<u8>> {
        let previous = self.file.get_prev_documents();
        // The old trailer may be a stream's dictionary, most of which says how that stream is to be read.
        let mut trailer: Dictionary = ["Root", "Info", "ID"]
            .into_iter()
            .filter_map(|key| Some((key, previous.trailer.get(key.as_bytes()).ok()?.clone())))
            .collect();
        trailer.set("Prev", i64::try_from(previous.xref_start).ok()?);
        self.file.new_document.trailer = trailer;
        let mut output = Vec::with_capacity(self.before.len() + self.file.get_prev_documents_bytes().len() * 5 / 4);
        self.file.save_to(&mut output).ok()?;
        output.push(b'\n');
        Some([self.before, output].concat())
    }
}

/// A string for people: ASCII as it is, anything else as UTF-16.
pub(super) fn text(text: &str) -> Object {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Object::String(text.as_bytes().to_vec(), StringFormat::Literal);
    }
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    Object::String(units.flat_map(u16::to_be_bytes).collect(), StringFormat::Hexadecimal)
}

/// A length or place in the file, to the thousandth.
pub(super) fn number(value: f64) -> Object {
    Object::Real(((value * 1000.0).round() / 1000.0) as f32)
}
