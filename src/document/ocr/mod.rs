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

pub(super) use draw::draw;
pub(super) use picture::{Picture, shade};
use place::{Frame, LineRead, Read};

/// Longest side of a picture, in pixels: an A3 page at 216 dots per inch, A4 at 300. Larger pages and pictures, and scans that
/// take a pixel for a point, are made smaller.
pub(super) const LONGEST: f32 = 3_600.0;

/// The em of a page whose lines are too short to tell, in pixels: 10.5 points of a page of usual size.
const EM: f32 = 31.5;

/// The rows in the picture of a page of `width` × `height` points, or why there are none.
pub(super) fn rows(picture: &Picture, width: f32, height: f32) -> (Vec<Row>, Option<GapReason>) {
    match read(picture, width, height) {
        Some(rows) if !rows.is_empty() => (rows, None),
        // It may be a photograph, but nobody has read it.
        Some(_) => (Vec::new(), Some(GapReason::ImageOnly)),
        None => (Vec::new(), Some(GapReason::NoEngine)),
    }
}

/// `None` if nothing can recognise characters here.
fn read(picture: &Picture, width: f32, height: f32) -> Option<Vec<Row>> {
    #[cfg(feature = "ocr")]
    let read = embedded(picture);
    #[cfg(not(feature = "ocr"))]
    let read = None;
    let (mut lines, skew) = match read {
        Some(read) => read,
        None => (tesseract::lines(picture)?, 0.0),
    };
    lines.retain(is_text);
    for line in &mut lines {
        mend(&mut line.read);
    }
    let scale = width / picture.width.max(1) as f32;
    let frame = Frame { scale, skew, width, height };
    let em = place::em(&lines).unwrap_or(EM);
    Some(place::rows(&lines, &ruling::find(picture, skew, em), &frame))
}

/// The lines as the embedded networks read them, and by how much they slant, in radians.
#[cfg(feature = "ocr")]
fn embedded(picture: &Picture) -> Option<(Vec<LineRead>, f32)> {
    let networks = network::get()?;
    let (places, skew) = networks.lines(picture)?;
    let lines = parallel::map(&places, parallel::available(), |place| {
        let down = place.height > 1.5 * place.width;
        let place = if down { place.turned(1) } else { *place };
        let mut read = networks.read(picture, &place).unwrap_or_default();
        if down {
            column::fill(networks, picture, &place, &mut read);
        }
        LineRead { place, down, read }
    });
    Some((lines, skew))
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
