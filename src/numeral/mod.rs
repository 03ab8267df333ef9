//! Numerals, Arabic, Roman and Chinese, and letters that count: read from labels, and written as readers would see them.

mod counter;
mod read;
mod write;

pub(crate) use counter::is_amount;
pub(crate) use read::{alphabet, arabic, chinese, circled, gojuon, iroha, numeral, roman as read_roman};
pub(crate) use write::{Chinese, KANJI, roman};
