//! Which way a scan lies: upright, on either side or upside down, told by the picture alone.
//!
//! A line that is read from the wrong end yields next to nothing, so a few lines tell the direction. A line of vertical writing and
//! one of horizontal writing that lies on its side look alike and are both read well; single characters of it tell them apart, as
//! they stand upright in the one and lie in the other.

use super::network::Networks;
use super::picture::{Picture, Slanted};
use super::place::Read;
use crate::document::layout::median;
use crate::parallel;

/// Lines that are tried.
const TRIED: usize = 3;
/// Lines shorter than this, in multiples of their height, tell little.
const LONG: f32 = 5.0;
/// Share of a line's characters from which it counts as read.
const READ: f32 = 0.5;
/// Characters of each line that are looked at alone.
const ALONE: usize = 6;
/// Marks and small kana, which horizontal writing shows and the network leaves out of vertical writing.
const HORIZONTAL: &str = "、。，．ーっッゃゅょャュョ";
/// Characters read without any of those before horizontal lines are doubted.
const MARKLESS: usize = 60;

/// How a picture lies.
#[derive(Debug, Default)]
pub(super) struct Way {
    /// Quarters of a turn, against the clock, that set it upright.
    pub(super) quarters: u8,
    /// What lines say, by number, if it is upright already: they were read to find out.
    pub(super) known: Vec<(usize, Vec<Read>)>,
}

/// How `picture` with its `lines` lies; upright where that cannot be told.
pub(super) fn find(networks: &Networks, picture: &Picture, lines: &[Slanted]) -> Way {
    let tall = |line: &Slanted| line.height > 1.5 * line.width;
    let length = |line: &Slanted| line.width.max(line.height);
    let of_kind = |kind: bool| lines.iter().filter(move |line| tall(line) == kind);
    let total = |kind: bool| of_kind(kind).map(length).sum::<f32>();
    let down = total(true) > total(false);
    let long = |line: &Slanted| length(line) > LONG * line.width.min(line.height);
    let mut order: Vec<usize> = (0..lines.len()).filter(|&at| tall(&lines[at]) == down && long(&lines[at])).collect();
    order.sort_by(|&a, &b| length(&lines[b]).total_cmp(&length(&lines[a])));
    // The longest may be the border of something; those behind them are full lines of text.
    let step = (order.len() / (3 * TRIED)).max(1);
    let tried: Vec<usize> = order.into_iter().step_by(step).take(TRIED).collect();
    if tried.is_empty() {
        return Way::default();
    }
    let read = |quarters: u8| {
        parallel::map(&tried, parallel::available(), |&at| {
            networks.read(picture, &lines[at].turned(quarters)).unwrap_or_default()
        })
    };
    let share = |answers: &[Vec<Read>]| {
        let sure: f32 = answers.iter().flatten().map(|read| read.confidence).sum();
        let ems: f32 = tried.iter().map(|&at| lines[at].ems()).sum();
        sure / ems.max(1.0)
    };
    let (ahead, back) = if down { (1, 3) } else { (0, 2) };
    let (mut quarters, mut answers) = (ahead, read(ahead));
    let read_ahead = share(&answers);
    if read_ahead < READ {
        let other = read(back);
        if share(&other) > READ.min(2.0 * read_ahead + 0.1) {
            (quarters, answers) = (back, other);
        } else {
            return Way::default();
        }
    }
    let text = || answers.iter().flatten().map(|read| read.char);
    let markless = text().count() >= MARKLESS && !text().any(|char| HORIZONTAL.contains(char));
    let laid = || tried.iter().zip(&answers).map(|(&at, read)| (lines[at].turned(quarters), read)).collect::<Vec<_>>();
    // Columns without an ideograph are columns.
    let vertical = (quarters != 0 || markless) && stands(networks, picture, &laid()).unwrap_or(quarters == 1);
    let upright = if vertical { (quarters + 3) % 4 } else { quarters };
    // What was read holds where it was read as it will be: rows to the right, columns downwards.
    let holds = upright == 0;
    Way { quarters: upright, known: if holds { tried.into_iter().zip(answers).collect() } else { Vec::new() } }
}

/// Whether the characters of lines, each laid along its reading direction, stand across it as in vertical writing; `None` if no
/// ideograph tells.
fn stands(networks: &Networks, picture: &Picture, lines: &[(Slanted, &Vec<Read>)]) -> Option<bool> {
    let mut cells: Vec<(Slanted, char)> = Vec::new();
    for (line, read) in lines {
        let pitches = read.windows(2).map(|pair| (pair[1].at - pair[0].at) * line.width);
        let Some(em) = median(pitches).filter(|em| *em > 4.0 && *em < 1.5 * line.height) else { continue };
        let ideographs = read.iter().filter(|read| ('\u{4E00}'..='\u{9FFF}').contains(&read.char) && read.char != '一');
        let every = (ideographs.clone().count() / ALONE).max(1);
        cells.extend(ideographs.step_by(every).take(ALONE).map(|read| {
            let (x, y) = line.at((read.at - 0.5) * line.width, 0.0);
            (Slanted { x, y, width: em, height: line.height, angle: line.angle }, read.char)
        }));
    }
    let same = |cell: &Slanted, char: char| {
        let read = networks.read(picture, cell).unwrap_or_default();
        matches!(read.as_slice(), [own] if own.char == char)
    };
    let votes =
        parallel::map(&cells, parallel::available(), |(cell, char)| (same(cell, *char), same(&cell.turned(3), *char)));
    // Of those that stand the network reads some lying as well; hardly any the other way round.
    let lying = votes.iter().filter(|(lying, standing)| *lying && !standing).count();
    let standing = votes.iter().filter(|(_, standing)| *standing).count();
    (lying + standing > 0).then_some(standing > lying)
}
