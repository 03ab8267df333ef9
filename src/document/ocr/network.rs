//! The embedded engine: PaddleOCR's two networks (PP-OCRv6 small), one that finds lines and one that reads a line.
//!
//! They are part of the binary, so that a scan is read at once and offline, and are not looked at until a page asks for them.

use std::sync::OnceLock;

use rten::Model;
use rten_tensor::prelude::*;
use rten_tensor::{NdTensor, Tensor};

use super::detect::{self, Map};
use super::picture::{Picture, Slanted};
use super::place::Read;

static DETECT: &[u8] = include_bytes!("../../../models/detect.onnx");
static RECOGNISE: &[u8] = include_bytes!("../../../models/recognise.onnx");
static CHARACTERS: &str = include_str!("../../../models/characters.txt");

/// Longest side of the picture in which lines are looked for, in pixels: about 110 dots per inch of an A4 page.
const LOOK: usize = 1280;
/// Height of the lines that the network reads, in pixels.
const HEIGHT: usize = 48;
/// Widths of the lines that it reads, in pixels: shorter ones are filled up, longer ones squeezed.
const WIDTHS: std::ops::RangeInclusive<usize> = 320..=4_800;

/// Likelihood of 乙 from which こ and Z were 乙 after all. The network seems to have seen little of 乙: of twenty on a clean page
/// it read five as こ, with 乙 at 0.18 or more, while each true こ had 乙 below 0.001.
const RIVAL: f32 = 0.05;

/// The two networks, and the characters that the answers of the second stand for.
pub(super) struct Networks {
    detect: Model,
    recognise: Model,
    /// By class, from the second on; the first is the blank.
    characters: Vec<char>,
}

/// The networks, loaded at the first call; `None` if they do not run on this machine.
pub(super) fn get() -> Option<&'static Networks> {
    static NETWORKS: OnceLock<Option<Networks>> = OnceLock::new();
    NETWORKS.get_or_init(load).as_ref()
}

fn load() -> Option<Networks> {
    let detect = Model::load_static_slice(DETECT).ok()?;
    let recognise = Model::load_static_slice(RECOGNISE).ok()?;
    // Each line is one character; the last of them is the space.
    let characters = CHARACTERS.split_terminator('\n').filter_map(|line| line.chars().next()).collect();
    Some(Networks { detect, recognise, characters })
}

impl Networks {
    /// The lines in a picture, and the angle by which they slant, in radians.
    pub(super) fn lines(&self, picture: &Picture) -> Option<(Vec<Slanted>, f32)> {
        let scale = (LOOK as f32 / picture.width.max(picture.height).max(1) as f32).min(1.0);
        let small = picture.shrunk(scale);
        // The network halves the picture five times.
        let whole = |length: usize| length.div_ceil(32) * 32;
        let (width, height) = (whole(small.width), whole(small.height));
        let mut plane = vec![1.0_f32; width * height];
        for (row, pixels) in plane.chunks_mut(width).zip(small.pixels.chunks(small.width)) {
            for (value, pixel) in row.iter_mut().zip(pixels) {
                *value = normal(f32::from(*pixel));
            }
        }
        let input = NdTensor::from_data([1, 3, height, width], plane.repeat(3));
        let output: Tensor<f32> = self.detect.run_one(input.view().into(), None).ok()?.try_into().ok()?;
        let likely = output.to_vec();
        let (lines, skew) = detect::lines(&Map { width, height, likely: &likely });
        let scale = small.width as f32 / picture.width as f32;
        let enlarged = |line: Slanted| Slanted {
            x: line.x / scale,
            y: line.y / scale,
            width: line.width / scale,
            height: line.height / scale,
            ..line
        };
        Some((lines.into_iter().map(enlarged).collect(), skew))
    }

    /// What a line says.
    pub(super) fn read(&self, picture: &Picture, line: &Slanted) -> Option<Vec<Read>> {
        let natural = (HEIGHT as f32 * line.width / line.height.max(1.0)).ceil() as usize;
        let filled = natural.clamp(8, *WIDTHS.end());
        let width = filled.max(*WIDTHS.start());
        // What is filled up is neither black nor white.
        let mut plane = vec![0.0_f32; width * HEIGHT];
        let shades = picture.cut(line, filled, HEIGHT);
        for (row, shades) in plane.chunks_mut(width).zip(shades.chunks(filled)) {
            for (value, shade) in row.iter_mut().zip(shades) {
                *value = normal(*shade);
            }
        }
        let input = NdTensor::from_data([1, 3, HEIGHT, width], plane.repeat(3));
        let output: Tensor<f32> = self.recognise.run_one(input.view().into(), None).ok()?.try_into().ok()?;
        let [_, steps, classes] = <[usize; 3]>::try_from(output.shape()).ok()?;
        let answers = output.to_vec();
        let share = width as f32 / (filled as f32 * steps.max(1) as f32);
        Some(self.decode(&answers, classes.max(1), share))
    }

    /// What the answers for each step along the line come to: the likeliest class of each, repetitions and blanks left out
    /// (connectionist temporal classification). `share` of the line's length is one step.
    fn decode(&self, answers: &[f32], classes: usize, share: f32) -> Vec<Read> {
        let mut read: Vec<Read> = Vec::new();
        let mut last = 0;
        // Sum of likelihoods, and of the steps' positions weighted by them.
        let (mut weight, mut moment) = (0.0, 0.0);
        let otsu = self.characters.iter().position(|char| *char == '乙').map_or(0, |at| at + 1);
        for (step, answer) in answers.chunks(classes).enumerate() {
            let (mut class, likely) = likeliest(answer);
            let doubted = matches!(self.character(class), Some('こ' | 'Z'));
            if doubted && (last == otsu || answer.get(otsu).is_some_and(|rival| *rival > RIVAL)) {
                class = otsu;
            }
            let repeated = class == last;
            last = class;
            let Some(char) = self.character(class) else { continue };
            let middle = (step as f32 + 0.5) * share;
            match read.last_mut().filter(|_| repeated) {
                Some(before) => {
                    (weight, moment) = (weight + likely, moment + likely * middle);
                    before.at = moment / weight;
                    before.confidence = before.confidence.max(likely);
                }
                None => {
                    (weight, moment) = (likely, likely * middle);
                    read.push(Read { char, at: middle, confidence: likely });
                }
            }
        }
        read
    }

    /// What a class stands for; `None` for the blank.
    fn character(&self, class: usize) -> Option<char> {
        class.checked_sub(1).and_then(|class| self.characters.get(class)).copied()
    }
}

/// A shade as the networks take it.
fn normal(shade: f32) -> f32 {
    shade / 127.5 - 1.0
}

fn likeliest(answer: &[f32]) -> (usize, f32) {
    let best = answer.iter().copied().enumerate().max_by(|a, b| a.1.total_cmp(&b.1));
    best.unwrap_or((0, 0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repetitions_are_one_character_unless_a_blank_parts_them() {
        let networks = get().expect("the networks load");
        let class = |char: char| 1 + networks.characters.iter().position(|known| *known == char).expect("known");
        let classes = networks.characters.len() + 1;
        let mut answers = Vec::new();
        for step in [0, class('甲'), class('甲'), 0, class('乙'), 0, class('乙'), 0] {
            let mut answer = vec![0.0; classes];
            answer[step] = 0.9;
            answers.extend(answer);
        }
        let read = networks.decode(&answers, classes, 0.125);
        assert_eq!(read.iter().map(|read| read.char).collect::<String>(), "甲乙乙");
        assert!((read[0].at - 0.25).abs() < 0.001, "{read:?}");
    }

    #[test]
    fn what_may_be_a_party_is_no_kana() {
        let networks = get().expect("the networks load");
        let class = |char: char| 1 + networks.characters.iter().position(|known| *known == char).expect("known");
        let classes = networks.characters.len() + 1;
        let read = |rival: f32| {
            let mut answer = vec![0.0; classes];
            (answer[class('こ')], answer[class('乙')]) = (1.0 - rival, rival);
            networks.decode(&answer, classes, 1.0).first().map(|read| read.char)
        };
        assert_eq!((read(0.2), read(0.001)), (Some('乙'), Some('こ')));
    }

    #[test]
    fn every_class_has_its_character() {
        let networks = get().expect("the networks load");
        let picture = Picture { width: 64, height: 64, pixels: vec![255; 64 * 64] };
        let line = Slanted { x: 32.0, y: 32.0, width: 64.0, height: 12.0, angle: 0.0 };
        assert_eq!(networks.read(&picture, &line), Some(Vec::new()));
        assert_eq!(networks.characters.len(), 6779);
        assert_eq!(networks.characters.last(), Some(&' '));
    }
}
