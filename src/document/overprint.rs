//! Bold and shadow made by drawing the same character again a hair's breadth aside.

use std::collections::HashMap;

use super::Rect;

/// Where each character was drawn on a page.
#[derive(Default)]
pub(super) struct Overprint {
    /// The last character drawn in a cell of the page, by character and cell.
    last: HashMap<(char, i32, i32), usize, foldhash::fast::RandomState>,
    /// The corner of each, and the one drawn before it in the same cell.
    drawn: Vec<(f32, f32, Option<usize>)>,
}

impl Overprint {
    /// Whether `char` was drawn before where `rect` is; if not, it is now. `size` is its em, in points.
    pub(super) fn covers(&mut self, char: char, rect: Rect, size: f32) -> bool {
        let side = side(size);
        let reach = (0.15 * size).min(0.4 * (rect.x1 - rect.x0).abs().max(0.1 * size));
        let cell = |position: f32| whole(position / side);
        for x in cell(rect.x0 - reach)..=cell(rect.x0 + reach) {
            for y in cell(rect.y0 - reach)..=cell(rect.y0 + reach) {
                let mut known = self.last.get(&(char, x, y)).copied();
                while let Some((left, top, before)) = known.and_then(|at| self.drawn.get(at)) {
                    if (left - rect.x0).abs() < reach && (top - rect.y0).abs() < reach {
                        return true;
                    }
                    known = *before;
                }
            }
        }
        let before = self.last.insert((char, cell(rect.x0), cell(rect.y0)), self.drawn.len());
        self.drawn.push((rect.x0, rect.y0, before));
        false
    }

    /// Forgets all that was drawn.
    pub(super) fn clear(&mut self) {
        self.last.clear();
        self.drawn.clear();
    }
}

/// The side of a cell for characters of `size`: two to four ems, so that most reach into no other cell, and a power of two, so
/// that copies of nearly the same size share their cells.
fn side(size: f32) -> f32 {
    const EXPONENT: u32 = 0x7F80_0000;
    4.0 * f32::from_bits(size.max(1.0).to_bits() & EXPONENT)
}

/// The largest whole number that is not above `value`; without the call that `f32::floor` is on processors of old.
fn whole(value: f32) -> i32 {
    let near = value as i32;
    near.saturating_sub(i32::from(near as f32 > value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: f32, y: f32) -> Rect {
        Rect { x0: x, y0: y, x1: x + 10.0, y1: y + 10.0 }
    }

    #[test]
    fn copies_a_hair_aside_are_covered_and_neighbours_are_not() {
        let mut overprint = Overprint::default();
        assert!(!overprint.covers('甲', at(31.9, 63.9), 10.0));
        // Over the edges of a cell, and a little larger.
        assert!(overprint.covers('甲', at(32.4, 64.4), 10.1));
        assert!(!overprint.covers('乙', at(32.4, 64.4), 10.0));
        assert!(!overprint.covers('甲', at(41.9, 63.9), 10.0));
        assert!(!overprint.covers('甲', at(31.9, 73.9), 10.0));
        overprint.clear();
        assert!(!overprint.covers('甲', at(31.9, 63.9), 10.0));
    }

    #[test]
    fn cells_left_and_above_the_page() {
        assert_eq!([-1.5, -1.0, -0.5, 0.0, 0.5, 1.0].map(whole), [-2, -1, -1, 0, 0, 1]);
        let mut overprint = Overprint::default();
        assert!(!overprint.covers('甲', at(-0.2, -0.2), 10.0));
        assert!(overprint.covers('甲', at(0.2, 0.2), 10.0));
    }
}
