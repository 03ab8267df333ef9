//! Foreign code that may panic: caught, told apart from a fault of joko's own.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

thread_local! {
    /// Whether this thread runs code that may panic and is guarded against it.
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread is interpreting somebody's file, so that a panic is a fault of the file: it is caught, and a gap of
/// the document tells of it. A panic hook need not.
#[must_use]
pub fn in_foreign_code() -> bool {
    GUARDED.get()
}

/// Runs foreign code that may panic.
pub(crate) fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    caught(work).ok()
}

/// Runs foreign code that may panic; the error is what was thrown.
pub(super) fn caught<T>(work: impl FnOnce() -> T) -> thread::Result<T> {
    let before = GUARDED.replace(true);
    let result = catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(before);
    result
}
