//! Character recognition: the picture of a page becomes rows of characters with their boxes, as the layout makes them of a PDF's
//! text.

use super::GapReason;
use super::layout::Row;
#[cfg(feature = "ocr")]
use crate::parallel;

#[cfg(feature = "ocr")]
mod column;
#[cfg(feature = "ocr")]
mod detect;
#[cfg(feature = "ocr")]
mod network;
mod draw;
mod mend;
mod picture;
mod place;
mod ruling;
mod tesseract;
#[cfg(feature = "ocr")]
mod turning;

pub(super) use draw::{content, draw};
pub(super) use picture::{Picture, shade};
use place::{Frame, LineRead, Read};

/// Longest side of a picture, in pixels: an A3 page at 216 dots per inch, A4 at 300. Larger pages and pictures, and scans that
/// take a pixel for a point, are made smaller.
pub(super) const LONGEST: f32 = 3_600.0;

/// The em of a page whose lines are too short to tell, in pixels: 10.5 points of a page of usual size.
const EM: f32 = 31.5;

/// Lines that may hold so many characters are text, and no seal or dust.
const LONG: f32 = 8.0;
/// Pages that may hold fewer characters in such lines tell nothing of how legible they are.
const MANY: f32 = 40.0;
/// Characters by the room that they have, each counted by how sure it is, on a page that is read: at least 0.8 where it is clean.
const COVERED: f32 = 0.6;
/// How sure the networks are of a legible page, as a mean: at least 0.91 of what reads well, and about 0.77 of a page too blurred to
/// read.
#[cfg(feature = "ocr")]
const LEGIBLE: f32 = 0.85;
/// The same of tesseract, which is less sure of what it reads well.
const LEGIBLE_TO_TESSERACT: f32 = 0.7;

/// What is read in the picture of a page.
#[derive(Debug, Default)]
pub(super) struct Recognised {
    /// Its rows, on the page set upright.
    pub(super) rows: Vec<Row>,
    /// Quarters of a turn, against the clock, that set the page upright.
    pub(super) quarters: u8,
    /// Why all of it, or part of it, could not be read.
    pub(super) gap: Option<GapReason>,
}

/// Reads the picture of a page of `width` × `height` points.
pub(super) fn rows(picture: &Picture, width: f32, height: f32) -> Recognised {
    let Some(seen) = see(picture) else {
        return Recognised { gap: Some(GapReason::NoEngine), ..Recognised::default() };
    };
    let Seen { mut lines, skew, legible, quarters, turned } = seen;
    let picture = turned.as_ref().unwrap_or(picture);
    let (width, height) = if quarters % 2 == 1 { (height, width) } else { (width, height) };
    let doubtful = is_doubtful(&lines, legible);
    lines.retain(is_text);
    for line in &mut lines {
        mend(&mut line.read);
    }
    let scale = width / picture.width.max(1) as f32;
    let frame = Frame { scale, skew, width, height };
    let em = place::em(&lines).unwrap_or(EM);
    let rows = place::rows(&lines, &ruling::find(picture, skew, em), &frame);
    // It may be a photograph, but nobody has read it.
    let unread = rows.is_empty().then_some(GapReason::ImageOnly);
    Recognised { rows, quarters, gap: unread.or(doubtful.then_some(GapReason::Illegible)) }
}

/// The lines of a picture.
struct Seen {
    lines: Vec<LineRead>,
    /// By how much they slant, in radians.
    skew: f32,
    /// How sure the engine is of a legible page, as a mean.
    legible: f32,
    /// Quarters of a turn, against the clock, that set the picture upright.
    quarters: u8,
    /// The picture set upright, if it was not; the lines are in it.
    turned: Option<Picture>,
}

/// `None` if nothing can recognise characters here.
fn see(picture: &Picture) -> Option<Seen> {
    #[cfg(feature = "ocr")]
    let seen = embedded(picture);
    #[cfg(not(feature = "ocr"))]
    let seen = None;
    seen.or_else(|| {
        let lines = tesseract::lines(picture)?;
        Some(Seen { lines, skew: 0.0, legible: LEGIBLE_TO_TESSERACT, quarters: 0, turned: None })
    })
}

/// The lines as the embedded networks read them.
#[cfg(feature = "ocr")]
fn embedded(picture: &Picture) -> Option<Seen> {
    let networks = network::get()?;
    let (places, skew) = networks.lines(picture)?;
    let way = turning::find(networks, picture, &places);
    if way.quarters == 0 {
        let lines = read(networks, picture, &places, &way.known);
        return Some(Seen { lines, skew, legible: LEGIBLE, quarters: 0, turned: None });
    }
    let turned = picture.turned(way.quarters);
    let (places, skew) = networks.lines(&turned)?;
    let lines = read(networks, &turned, &places, &[]);
    Some(Seen { lines, skew, legible: LEGIBLE, quarters: way.quarters, turned: Some(turned) })
}

/// What the lines at `places` say; of some it is `known`.
#[cfg(feature = "ocr")]
fn read(
    networks: &network::Networks,
    picture: &Picture,
    places: &[picture::Slanted],
    known: &[(usize, Vec<Read>)],
) -> Vec<LineRead> {
    let places: Vec<(usize, &picture::Slanted)> = places.iter().enumerate().collect();
    parallel::map(&places, parallel::available(), |&(number, place)| {
        let down = place.height > 1.5 * place.width;
        let place = if down { place.turned(1) } else { *place };
        let mut read = match known.iter().find(|(at, _)| *at == number) {
            Some((_, read)) => read.clone(),
            None => networks.read(picture, &place).unwrap_or_default(),
        };
        if down {
            column::fill(networks, picture, &place, &mut read);
        }
        LineRead { place, down, read }
    })
}

/// Whether so much of a page's text was not read, or read so unsurely, that what it says is not known. Short pieces are left aside: seals,
/// drawings and dust are taken for such. Of vertical writing marks and small kana are lost that the engines never saw, however sure they are of
/// the rest: what is found there stands, but nothing is held missing.
fn is_doubtful(lines: &[LineRead], legible: f32) -> bool {
    let long = || lines.iter().filter(|line| line.ems() >= LONG);
    let room: f32 = long().map(LineRead::ems).sum();
    let read = long().map(|line| line.read.len()).sum::<usize>() as f32;
    let sure: f32 = long().flat_map(|line| &line.read).map(|read| read.confidence).sum();
    let down: f32 = long().filter(|line| line.down).map(LineRead::ems).sum();
    room >= MANY && (2.0 * down > room || sure < COVERED * room || sure < legible * read)
}

/// Turns confusions back, blanks aside.
fn mend(read: &mut [Read]) {
    let mut visible: Vec<&mut Read> = read.iter_mut().filter(|read| !read.char.is_whitespace()).collect();
    let mut chars: Vec<char> = visible.iter().map(|read| read.char).collect();
    mend::mend(&mut chars);
    for (read, char) in visible.iter_mut().zip(chars) {
        read.char = char;
    }
}

/// Whether a line was read rather than guessed: pictures, seals and dust are taken for lines as well.
fn is_text(line: &LineRead) -> bool {
    let sum: f32 = line.read.iter().map(|read| read.confidence).sum();
    !line.read.is_empty() && sum / line.read.len() as f32 > 0.5
}
