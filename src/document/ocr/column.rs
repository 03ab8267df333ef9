//! Vertical writing: the network reads a column turned on its side, but leaves out marks and small kana, which look like nothing
//! so. They leave holes in the column's grid of ems. What stands in a hole is set upright between its neighbours as horizontal
//! writing has it, and read so.

use super::network::Networks;
use super::picture::{Picture, Slanted};
use super::place::Read;
use crate::document::layout::median;
use crate::document::shown::is_wide;

/// Marks that are turned with the column in vertical writing, so that they stand upright when it lies on its side.
const TURNED: &str = "（）()「」『』〔〕【】[]〈〉《》ー－―—…‥：:＝=～〜";
/// Marks and kana that holes mostly hold.
const EXPECTED: &str =
    "、。，．・々っゃゅょッャュョァィゥェォぁぃぅぇぉゎヶヵ（）()「」『』〔〕【】[]〈〉《》ー―：:～〜";
/// How sure a reading must be that is expected, and any other.
const SURE: (f32, f32) = (0.4, 0.9);
/// Share of a hole that is dark, at the least, if it holds something.
const INK: f32 = 0.008;
/// A shade that counts as dark.
const DARK: f32 = 165.0;
/// Side of a character set upright, in pixels.
const SIDE: usize = 48;
/// Characters on either side of a hole that it is read with.
const BESIDE: usize = 2;

/// A place of the column's grid: its middle as a share of the column's length, and what was read there.
type Slot = (f32, Option<Read>);

/// Adds what stands in the holes of a column. `place` follows the column downwards.
pub(super) fn fill(networks: &Networks, picture: &Picture, place: &Slanted, read: &mut Vec<Read>) {
    let pitches = read.windows(2).filter_map(|pair| match pair {
        [a, b] if is_wide(a.char) && is_wide(b.char) => Some((b.at - a.at) * place.width),
        _ => None,
    });
    let Some(em) = median(pitches).filter(|em| *em > 4.0 && *em < 1.5 * place.height) else { return };
    let slots = slots(read, em / place.width);
    let column = Column { networks, picture, place, em, slots: &slots };
    let fill = |(index, slot): (usize, &Slot)| slot.1.or_else(|| column.look(index));
    *read = slots.iter().enumerate().filter_map(fill).collect();
}

/// The characters that were read and the holes between them, `share` of the column's length being an em.
fn slots(read: &[Read], share: f32) -> Vec<Slot> {
    let mut slots: Vec<Slot> = Vec::with_capacity(read.len());
    // Marks at the ends of a column have their ink in a corner, so that it seems to end before them.
    let beyond = 0.7 * share;
    let mut before: Option<f32> = None;
    for (next, own) in read.iter().map(|own| (own.at, Some(*own))).chain([(1.0 + beyond, None)]) {
        let start = before.unwrap_or(-beyond);
        let holes = ((next - start) / share).round().clamp(0.0, 40.0) as usize;
        for hole in 1..holes {
            // Grids are even, so a hole is where its neighbours say.
            let at = match (before, own) {
                (Some(before), Some(_)) => before + (next - before) * hole as f32 / holes as f32,
                (Some(before), None) => before + share * hole as f32,
                (None, _) => next - share * (holes - hole) as f32,
            };
            slots.push((at, None));
        }
        if own.is_some() {
            slots.push((next, own));
        }
        before = Some(next);
    }
    slots
}

struct Column<'c> {
    networks: &'c Networks,
    picture: &'c Picture,
    place: &'c Slanted,
    /// In pixels.
    em: f32,
    slots: &'c [Slot],
}

impl Column<'_> {
    /// What stands in the hole of that number.
    fn look(&self, hole: usize) -> Option<Read> {
        let at = self.slots[hole].0;
        let (standing, _) = self.shades(at);
        let ink = Ink::of(&standing).filter(|ink| ink.dark >= INK)?;
        let count = 2 * BESIDE + 1;
        let mut pixels = vec![u8::MAX; SIDE * SIDE * count];
        for number in 0..count {
            let slot = (hole + number).checked_sub(BESIDE).and_then(|slot| self.slots.get(slot));
            // A neighbour that stands off the grid is left out.
            let apart =
                |slot: &&Slot| ((slot.0 - at) * self.place.width / self.em + BESIDE as f32 - number as f32).abs();
            let Some(slot) = slot.filter(|slot| apart(slot) < 0.4) else { continue };
            let shades = self.upright(slot);
            for (row, line) in shades.chunks(SIDE).enumerate() {
                let start = row * SIDE * count + number * SIDE;
                if let Some(part) = pixels.get_mut(start..start + SIDE) {
                    part.iter_mut().zip(line).for_each(|(pixel, shade)| *pixel = shade.clamp(0.0, 255.0) as u8);
                }
            }
        }
        let line = Picture { width: SIDE * count, height: SIDE, pixels };
        let (width, height) = ((SIDE * count) as f32, SIDE as f32);
        let whole = Slanted { x: width / 2.0, y: height / 2.0, width, height, angle: 0.0 };
        let read = self.networks.read(&line, &whole)?;
        let middle = |read: &&Read| (read.at * count as f32 - BESIDE as f32 - 0.5).abs() < 0.5;
        let best = read.iter().filter(middle).max_by(|a, b| a.confidence.total_cmp(&b.confidence));
        let sure = |best: &&Read| match EXPECTED.contains(best.char) {
            true => best.confidence >= SURE.0,
            false => is_wide(best.char) && best.confidence >= SURE.1,
        };
        // Where a comma or full stop stands, nothing else does.
        let mark = || ink.mark(&standing).map(|char| Read { char, at, confidence: SURE.0 });
        best.filter(sure).map(|best| Read { at, ..*best }).or_else(mark)
    }

    /// The shades of the em around `at`: as it stands on the page, and as it lies with the column.
    fn shades(&self, at: f32) -> (Vec<f32>, Vec<f32>) {
        let (x, y) = self.place.at((at - 0.5) * self.place.width, 0.0);
        let cell = Slanted { x, y, width: self.em, height: self.em, angle: self.place.angle };
        (self.picture.cut(&cell.turned(3), SIDE, SIDE), self.picture.cut(&cell, SIDE, SIDE))
    }

    /// A character as horizontal writing has it.
    fn upright(&self, (at, own): &Slot) -> Vec<f32> {
        let (standing, lying) = self.shades(*at);
        if let Some(own) = own {
            return if TURNED.contains(own.char) || !is_wide(own.char) { lying } else { standing };
        }
        let Some(ink) = Ink::of(&standing) else { return standing };
        let (width, height) = (ink.x1 - ink.x0, ink.y1 - ink.y0);
        let (x, y) = ((ink.x0 + ink.x1) / 2.0, (ink.y0 + ink.y1) / 2.0);
        if ink.is_mark() {
            // At the top right in vertical writing, at the bottom left in horizontal writing.
            return shifted(&standing, (0.22 - x, 0.78 - y));
        }
        let dash = width < 0.3 && height > 0.45;
        if dash || ink.is_bracket() { lying } else { standing }
    }
}

/// Where the ink of a character is, in ems.
struct Ink {
    x0: f32,
    x1: f32,
    y0: f32,
    y1: f32,
    /// Share of the em that is dark.
    dark: f32,
}

impl Ink {
    /// `None` if there is none. What reaches in from the neighbours is left out.
    fn of(shades: &[f32]) -> Option<Self> {
        const EDGE: usize = SIDE / 12;
        let inner = EDGE..SIDE - EDGE;
        let dark = |at: &usize| shades[*at] < DARK && inner.contains(&(at / SIDE));
        let dark: Vec<usize> = (0..shades.len()).filter(dark).collect();
        let share = |length: usize| length as f32 / SIDE as f32;
        Some(Self {
            x0: share(dark.iter().map(|at| at % SIDE).min()?),
            x1: share(dark.iter().map(|at| at % SIDE).max()? + 1),
            y0: share(dark.iter().map(|at| at / SIDE).min()?),
            y1: share(dark.iter().map(|at| at / SIDE).max()? + 1),
            dark: dark.len() as f32 / shades.len() as f32,
        })
    }

    /// Whether it stands where a comma or full stop of vertical writing does.
    fn is_mark(&self) -> bool {
        let (width, height) = (self.x1 - self.x0, self.y1 - self.y0);
        width < 0.45 && height < 0.45 && self.x0 + self.x1 > 1.0 && self.y0 + self.y1 < 1.0
    }

    /// The comma or full stop that it is by its place; the middle of a full stop is light.
    fn mark(&self, shades: &[f32]) -> Option<char> {
        let middle = |low: f32, high: f32| ((low + high) / 2.0 * SIDE as f32) as usize;
        let at = middle(self.y0, self.y1) * SIDE + middle(self.x0, self.x1);
        let ring = shades.get(at).is_some_and(|shade| *shade >= DARK);
        self.is_mark().then_some(if ring { '。' } else { '、' })
    }

    /// Whether it is a bracket by its shape: it fills the lower or the upper half.
    fn is_bracket(&self) -> bool {
        let (width, height, y) = (self.x1 - self.x0, self.y1 - self.y0, (self.y0 + self.y1) / 2.0);
        width > 0.3 && height < 0.58 && !(0.4..0.6).contains(&y)
    }
}

/// A character moved by a part of an em; white comes in.
fn shifted(shades: &[f32], (x, y): (f32, f32)) -> Vec<f32> {
    let [dx, dy] = [x, y].map(|by| (by * SIDE as f32).round() as isize);
    let from = |at: usize| {
        let (x, y) = ((at % SIDE).checked_add_signed(-dx)?, (at / SIDE).checked_add_signed(-dy)?);
        (x < SIDE && y < SIDE).then(|| shades.get(y * SIDE + x).copied()).flatten()
    };
    (0..shades.len()).map(|at| from(at).unwrap_or(255.0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_stand_where_the_grid_has_them() {
        let read = |char: char, at: f32| Read { char, at, confidence: 1.0 };
        // Ten ems; the third, the sixth and the last were not read.
        let known = [("甲", 0), ("は", 1), ("乙", 3), ("に", 4), ("通", 6), ("知", 7), ("る", 8)];
        let known: Vec<Read> =
            known.iter().map(|(text, at)| read(text.chars().next().expect("one"), 0.05 + 0.1 * *at as f32)).collect();
        let holes: Vec<f32> = slots(&known, 0.1).iter().filter(|slot| slot.1.is_none()).map(|slot| slot.0).collect();
        assert_eq!(holes.len(), 3, "{holes:?}");
        assert!(holes.iter().zip([0.25, 0.55, 0.95]).all(|(hole, at)| (hole - at).abs() < 0.01), "{holes:?}");
    }

    #[test]
    fn marks_move_with_their_ink() {
        let mut shades = vec![255.0; SIDE * SIDE];
        shades[10 * SIDE + 40] = 0.0;
        let ink = Ink::of(&shades).expect("a dark pixel");
        assert!((ink.x0 - 40.0 / 48.0).abs() < 0.01 && (ink.y1 - 11.0 / 48.0).abs() < 0.01);
        let moved = shifted(&shades, (-0.5, 0.5));
        assert_eq!(moved.iter().position(|shade| *shade < DARK), Some(34 * SIDE + 16));
    }
}
