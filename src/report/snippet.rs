//! Faults and remarks of pattern files: the message, the place, and the line with a caret under the offending words.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use crate::messages::{self, Lang};
use crate::pattern::{PatternError, Remark};
use crate::rulebook::PatternSource;

/// A fault as people read it.
#[must_use]
pub fn fault(fault: &PatternError, lang: Lang) -> String {
    let level = Level::ERROR.with_name(messages::failure::error(lang));
    snippet(level, &fault.message, &fault.file, &fault.source, fault.at.clone())
}

/// A remark on `source` as people read it.
#[must_use]
pub fn remark(remark: &Remark, source: &PatternSource, lang: Lang) -> String {
    let level = Level::WARNING.with_name(messages::failure::warning(lang));
    let message = messages::remark(remark.kind, &remark.pattern, lang);
    snippet(level, &message, &source.name, &source.text, remark.at.clone())
}

fn snippet(level: Level<'_>, message: &str, file: &str, source: &str, at: Range<usize>) -> String {
    let snippet = Snippet::source(source).path(file).annotation(AnnotationKind::Primary.span(at));
    Renderer::styled().render(&[level.primary_title(message).element(snippet)]) + "\n"
}
