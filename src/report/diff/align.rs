//! Two lists beside one another: which of the one goes with which of the other, by how alike they are.

use std::collections::BTreeMap;

/// Work that a comparison of everything with everything may be, in pairs of characters.
const WORK: usize = 400_000_000;
/// Pairs that a table may hold.
const TABLE: usize = 8_000_000;

/// What the lists are made of.
pub(super) trait Alike {
    /// The number of elements of both lists.
    fn sizes(&self) -> (usize, usize);
    /// How alike two elements are; 0 or less if they are not.
    fn score(&self, old: usize, new: usize) -> f32;
    /// What it costs to compare all with all.
    fn work(&self) -> usize;
    /// What equal elements have in common.
    fn key(&self, side: Which, at: usize) -> &str;
}

/// One of the two lists.
#[derive(Clone, Copy)]
pub(super) enum Which {
    Old,
    New,
}

/// The pairs that keep the order of both lists and are most alike together.
pub(super) fn in_order(lists: &impl Alike) -> Vec<(usize, usize)> {
    let (n, m) = lists.sizes();
    if lists.work() > WORK || n.saturating_mul(m) > TABLE {
        return equal_in_order(lists);
    }
    let width = m + 1;
    let scores: Vec<f32> = (0..n).flat_map(|i| (0..m).map(move |j| (i, j))).map(|(i, j)| lists.score(i, j)).collect();
    // best[i][j]: the most that the lists from i and j on can give.
    let mut best = vec![0.0_f32; (n + 1) * width];
    for i in (0..n).rev() {
        for j in (0..m).rev() {
            let skip = best[(i + 1) * width + j].max(best[i * width + j + 1]);
            let score = scores[i * m + j];
            let take = if score > 0.0 { score + best[(i + 1) * width + j + 1] } else { 0.0 };
            best[i * width + j] = skip.max(take);
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < n && j < m {
        let here = best[i * width + j];
        let score = scores[i * m + j];
        if score > 0.0 && here <= score + best[(i + 1) * width + j + 1] {
            pairs.push((i, j));
            i += 1;
            j += 1;
        } else if here <= best[(i + 1) * width + j] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// The pairs whatever their order, the most alike first: for what was left over and may have moved.
pub(super) fn anywhere(lists: &impl Alike) -> Vec<(usize, usize)> {
    let (n, m) = lists.sizes();
    if lists.work() > WORK || n.saturating_mul(m) > TABLE {
        return Vec::new();
    }
    let all = (0..n).flat_map(|i| (0..m).map(move |j| (i, j)));
    let mut scored: Vec<(f32, usize, usize)> =
        all.map(|(i, j)| (lists.score(i, j), i, j)).filter(|(score, ..)| *score > 0.0).collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut old, mut new) = (vec![false; n], vec![false; m]);
    scored.retain(|&(_, i, j)| {
        let free = !old[i] && !new[j];
        if free {
            (old[i], new[j]) = (true, true);
        }
        free
    });
    let mut pairs: Vec<(usize, usize)> = scored.into_iter().map(|(_, i, j)| (i, j)).collect();
    pairs.sort_unstable();
    pairs
}

/// Equal elements in the order of both lists, for lists that are too long to weigh everything against everything.
fn equal_in_order(lists: &impl Alike) -> Vec<(usize, usize)> {
    let (n, m) = lists.sizes();
    let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for j in 0..m {
        places.entry(lists.key(Which::New, j)).or_default().push(j);
    }
    let mut next = 0;
    let mut pairs = Vec::new();
    for i in 0..n {
        let Some(found) = places.get(lists.key(Which::Old, i)) else { continue };
        if let Some(&j) = found.get(found.partition_point(|&j| j < next)) {
            pairs.push((i, j));
            next = j + 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Letters<'a>(&'a [&'a str], &'a [&'a str]);

    impl Alike for Letters<'_> {
        fn sizes(&self) -> (usize, usize) {
            (self.0.len(), self.1.len())
        }
        fn score(&self, old: usize, new: usize) -> f32 {
            f32::from(u8::from(self.0[old] == self.1[new]))
        }
        fn work(&self) -> usize {
            0
        }
        fn key(&self, side: Which, at: usize) -> &str {
            match side {
                Which::Old => self.0[at],
                Which::New => self.1[at],
            }
        }
    }

    #[test]
    fn an_insertion_shifts_the_rest() {
        let lists = Letters(&["a", "b", "c"], &["a", "x", "b", "c"]);
        assert_eq!(in_order(&lists), [(0, 0), (1, 2), (2, 3)]);
        assert_eq!(equal_in_order(&lists), [(0, 0), (1, 2), (2, 3)]);
    }

    #[test]
    fn what_moved_is_found_anywhere() {
        let lists = Letters(&["a", "b", "c"], &["c", "a", "b"]);
        assert_eq!(in_order(&lists), [(0, 1), (1, 2)]);
        assert_eq!(anywhere(&lists), [(0, 1), (1, 2), (2, 0)]);
    }
}
