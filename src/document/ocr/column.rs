//! Vertical writing: the network reads a column turned on its side, but leaves out marks and small kana, which look like nothing
//! so. They leave holes in the column's grid of ems; what stands in a hole is looked at alone.

use super::network::Networks;
use super::picture::{Picture, Slanted};
use super::place::Read;
use crate::document::layout::median;

/// Marks that are turned with the column in vertical writing, so that they stand upright when it lies on its side.
const TURNED: &str = "（）()「」『』〔〕【】[]〈〉《》ー－―—…‥：:＝=～〜";
/// Marks and kana that a hole may hold; anything else in it is a guess.
const UPRIGHT: &str = "、。，．っゃゅょッャュョァィゥェォぁぃぅぇぉ・々";
/// Share of a hole that is dark, at the least, if it holds something.
const INK: f32 = 0.004;
/// A shade that counts as dark.
const DARK: f32 = 128.0;

/// Adds what stands in the holes of a column. `place` follows the column downwards.
pub(super) fn fill(networks: &Networks, picture: &Picture, place: &Slanted, read: &mut Vec<Read>) {
    let pitches = read.windows(2).filter_map(|pair| match pair {
        [a, b] => Some((b.at - a.at) * place.width),
        _ => None,
    });
    let Some(em) = median(pitches).filter(|em| *em > 4.0 && *em < 1.5 * place.height) else { return };
    let share = em / place.width;
    let mut filled: Vec<Read> = Vec::with_capacity(read.len());
    // The edges of the column, as if characters stood beyond them.
    let margin = 0.5 * share;
    let ends = std::iter::once(1.0 + margin);
    let mut before = -margin;
    for (next, own) in read.iter().map(|own| (own.at, Some(*own))).chain(ends.map(|end| (end, None))) {
        let holes = ((next - before) / share).round() as usize;
        // Grids are even, so a hole is where its neighbours say.
        for hole in 1..holes.min(40) {
            let at = before + (next - before) * hole as f32 / holes as f32;
            filled.extend(look(networks, picture, place, at, em));
        }
        filled.extend(own);
        before = next;
    }
    *read = filled;
}

fn look(networks: &Networks, picture: &Picture, place: &Slanted, at: f32, em: f32) -> Option<Read> {
    let (x, y) = place.at((at - 0.5) * place.width, 0.0);
    let cell = Slanted { x, y, width: em, height: em, angle: place.angle };
    let shades = picture.cut(&cell, 24, 24);
    let dark = shades.iter().filter(|shade| **shade < DARK).count();
    if (dark as f32) < INK * shades.len() as f32 {
        return None;
    }
    let one = |cell: Slanted, known: &str| {
        let read = networks.read(picture, &cell)?;
        let best = read.into_iter().max_by(|a, b| a.confidence.total_cmp(&b.confidence))?;
        known.contains(best.char).then_some(Read { at, ..best })
    };
    let lying = one(cell, TURNED);
    let standing = one(cell.turned(3), UPRIGHT);
    lying.into_iter().chain(standing).max_by(|a, b| a.confidence.total_cmp(&b.confidence))
}
