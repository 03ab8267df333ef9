//! A PDF with its evidence marked: highlights with notes, bookmarks to each place, the report attached.
//!
//! All of it is an incremental update. The file's own bytes come first, untouched, so that a signature over them stays what it
//! was; what is new follows. Pages are found and measured as the reader of documents finds them, objects are written by lopdf,
//! and the result is read again by both before anybody gets it.

mod attach;
mod highlight;
mod outline;
mod update;

use super::{AnnotateError, Attachment, Contents};
use crate::document::{self, PageSpace, ReadOptions};
use crate::messages::{self, Lang};
use update::{Certified, Update};

/// Marks put at most into one file; no honest contract comes near it.
const MAX_BOXES: usize = 100_000;

/// Why a file that can be read cannot be added to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The table that says where the objects are cannot be read as it is written.
    References,
    /// The pages, or what leads to them, are not where they should be.
    Pages,
    /// What was added could not be read again.
    Result,
}

pub(super) fn annotate(
    bytes: &[u8],
    contents: &Contents,
    attachment: Option<&Attachment>,
    options: &ReadOptions,
    lang: Lang,
) -> Result<Vec<u8>, AnnotateError> {
    if contents.marks.iter().map(|mark| mark.boxes.len()).sum::<usize>() > MAX_BOXES {
        return Err(AnnotateError::TooLarge);
    }
    let broken = |fault| AnnotateError::Broken(messages::pdf_fault(fault, lang).to_owned());
    let mut update =
        opened(bytes, options.max_bytes).map_err(|refusal| refusal.unwrap_or(broken(Fault::References)))?;
    let spaces = document::page_spaces(bytes, options).ok_or(broken(Fault::Pages))?;
    let added = document::guarded(|| add(&mut update, &spaces, contents, attachment, lang)).flatten();
    added.ok_or(broken(Fault::Pages))?;
    let output = document::guarded(|| update.finish()).flatten().ok_or(broken(Fault::Result))?;
    if is_sound(&output, &spaces, options) { Ok(output) } else { Err(broken(Fault::Result)) }
}

/// The file, ready to be added to; without a refusal of its own where it is broken.
fn opened(bytes: &[u8], max_bytes: usize) -> Result<Update, Option<AnnotateError>> {
    let update = document::guarded(|| Update::open(bytes, max_bytes)).ok_or(None)??;
    match update.certified() {
        Some(Certified::NoChange | Certified::Forms) => Err(Some(AnnotateError::Certified)),
        Some(Certified::Annotations) | None => Ok(update),
    }
}

/// `None` where the file is not as its pages promise.
fn add(
    update: &mut Update,
    spaces: &[PageSpace],
    contents: &Contents,
    attachment: Option<&Attachment>,
    lang: Lang,
) -> Option<()> {
    highlight::add(update, spaces, &contents.marks, lang)?;
    // A certificate that allows notes allows nothing else.
    if update.certified().is_none() {
        outline::add(update, spaces, contents, lang)?;
        if let Some(attachment) = attachment {
            attach::add(update, attachment)?;
        }
    }
    Some(())
}

/// Whether both readers find in `output` the pages that were there before, without mending anything.
fn is_sound(output: &[u8], spaces: &[PageSpace], options: &ReadOptions) -> bool {
    let options = ReadOptions { max_bytes: options.max_bytes.saturating_add(output.len()), ..options.clone() };
    document::guarded(|| Update::open(output, options.max_bytes).is_ok()).unwrap_or(false)
        && document::page_spaces(output, &options).as_deref() == Some(spaces)
}
