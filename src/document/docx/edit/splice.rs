//! New text between and in place of parts of the old, byte ranges of which stay as they are.

use std::ops::Range;

/// What is to be put in place of ranges of a text. No two ranges overlap, unless one was taken out by [`Splices::within`].
#[derive(Debug, Default)]
pub(super) struct Splices {
    splices: Vec<Splice>,
}

#[derive(Debug)]
struct Splice {
    range: Range<usize>,
    /// Of several at one place, the lower comes first; of the same, the one that was put in first.
    rank: u8,
    text: String,
}

impl Splices {
    /// Puts `text` in place of `range`.
    pub(super) fn put(&mut self, range: Range<usize>, rank: u8, text: String) {
        self.splices.push(Splice { range, rank, text });
    }

    /// Whether there is nothing to be done.
    pub(super) fn is_empty(&self) -> bool {
        self.splices.is_empty()
    }

    /// The bytes of `text` in `range`, with what lies within them done, once and for all.
    pub(super) fn within(&mut self, text: &str, range: Range<usize>) -> String {
        let lies_within = |splice: &Splice| range.start < splice.range.start && splice.range.end < range.end;
        let (inner, outer) = std::mem::take(&mut self.splices).into_iter().partition(lies_within);
        self.splices = outer;
        spliced(text, range, inner)
    }

    /// The whole of `text` with everything done.
    pub(super) fn apply(self, text: &str) -> String {
        spliced(text, 0..text.len(), self.splices)
    }
}

fn spliced(text: &str, range: Range<usize>, mut splices: Vec<Splice>) -> String {
    splices.sort_by_key(|splice| (splice.range.start, splice.range.end, splice.rank));
    let mut out = String::with_capacity(range.len());
    let mut at = range.start;
    for splice in splices {
        out.push_str(text.get(at..splice.range.start).unwrap_or_default());
        out.push_str(&splice.text);
        at = at.max(splice.range.end);
    }
    out.push_str(text.get(at..range.end).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_stays() {
        let mut splices = Splices::default();
        splices.put(3..4, 0, "X".to_owned());
        splices.put(4..4, 1, "2".to_owned());
        splices.put(4..4, 0, "1".to_owned());
        splices.put(8..8, 0, "in".to_owned());
        assert_eq!(splices.within("abcdefghijkl", 7..9), "hini");
        splices.put(7..9, 0, "out".to_owned());
        assert_eq!(splices.apply("abcdefghijkl"), "abcX12efgoutjkl");
    }
}
