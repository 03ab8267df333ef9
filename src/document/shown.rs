//! What a glyph shows: mostly one character. Kept without an allocation of its own, with what the layout asks of every glyph again
//! and again.

use std::ops::Deref;

use smol_str::SmolStr;

/// The characters of a glyph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shown {
    text: SmolStr,
    blank: bool,
    begins_wide: bool,
    ends_wide: bool,
}

impl Shown {
    pub(super) fn new(text: &str) -> Self {
        let mut chars = text.chars();
        let first = chars.next();
        let begins_wide = first.is_some_and(is_wide);
        let ends_wide = chars.next_back().map_or(begins_wide, is_wide);
        Self { blank: text.chars().all(char::is_whitespace), begins_wide, ends_wide, text: SmolStr::new(text) }
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether there is nothing but white space.
    pub(super) fn is_blank(&self) -> bool {
        self.blank
    }

    /// Whether the first character takes a full em.
    pub(super) fn begins_wide(&self) -> bool {
        self.begins_wide
    }

    /// Whether the last character takes a full em.
    pub(super) fn ends_wide(&self) -> bool {
        self.ends_wide
    }
}

impl Deref for Shown {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl From<&str> for Shown {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<char> for Shown {
    fn from(char: char) -> Self {
        Self::new(char.encode_utf8(&mut [0; 4]))
    }
}

/// Whether a character takes a full em, as ideographs and kana do.
pub(super) fn is_wide(char: char) -> bool {
    unicode_width::UnicodeWidthChar::width_cjk(char) == Some(2) && !('\u{370}'..='\u{4FF}').contains(&char)
}
