//! Ruby: small kana beside a word that say how it is read. They are no part of the line.

use super::layout::Fragment;

/// Ruby is at most so large, in ems of its word.
const SMALL: f32 = 0.65;
/// Ruby is at most so far from its word, in ems of the word.
const NEAR: f32 = 0.6;

/// Whether each fragment is ruby (or a row of emphasis dots) of another. `fragments` are in order of their middles.
pub(super) fn find(fragments: &[Fragment<'_>]) -> Vec<bool> {
    let sizes = || fragments.iter().map(|fragment| fragment.size);
    let largest = sizes().fold(0.0, f32::max);
    if sizes().all(|size| size > SMALL * largest) {
        return vec![false; fragments.len()];
    }
    let is_ruby = |(at, ruby): (usize, &Fragment<'_>)| {
        let below = fragments.get(at + 1..).unwrap_or_default();
        let reach = |base: &&Fragment<'_>| base.v0 < ruby.v1 + NEAR * largest;
        ruby.size <= SMALL * largest
            && is_reading(ruby)
            && below.iter().take(64).take_while(reach).any(|base| belongs(ruby, base))
    };
    fragments.iter().enumerate().map(is_ruby).collect()
}

fn belongs(ruby: &Fragment<'_>, base: &Fragment<'_>) -> bool {
    let overhang = base.size;
    ruby.size <= SMALL * base.size
        && base.v0 - ruby.v1 < NEAR * base.size
        && (ruby.v0 + ruby.v1) / 2.0 < base.v0 + 0.2 * base.size
        && ruby.u0 > base.u0 - overhang
        && ruby.u1 < base.u1 + overhang
}

fn is_reading(fragment: &Fragment<'_>) -> bool {
    let kana = |char: char| matches!(char, '\u{3041}'..='\u{30FF}' | '\u{FF65}'..='\u{FF9F}' | ' ' | '\u{3000}');
    let dot = |char: char| "・•﹅﹆●○◦﹅﹆".contains(char);
    fragment.marks.iter().flat_map(|placed| placed.mark.text.chars()).all(|char| kana(char) || dot(char))
}
