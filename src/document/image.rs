//! Pictures: a scan or photograph handed in as such is a document of one page, or of as many as the file holds pictures.

use std::io::Cursor;

use image::{DynamicImage, ImageReader, Limits};

use super::guard::guarded;
use super::ocr::{self, Picture, Recognised, shade};
use super::page::{ReadPage, put_together};
use super::{Document, GapReason, Kind, Ocr, ReadError, ReadOptions};

/// Longest side of a page in points: A4, as the resolution that files tell is seldom right.
const LONGEST: f32 = 842.0;

/// Whether the bytes begin as a picture does.
pub(super) fn is_image(head: &[u8]) -> bool {
    let starts: [&[u8]; 4] = [b"\x89PNG", b"\xFF\xD8\xFF", b"II*\0", b"MM\0*"];
    starts.iter().any(|start| head.starts_with(start))
}

/// Reads a picture.
pub(super) fn read(bytes: &[u8], options: &ReadOptions) -> Result<Document, ReadError> {
    let picture = guarded(|| decode(bytes, options.max_bytes));
    let picture = picture.unwrap_or_else(|| Err("復号できません".to_owned())).map_err(ReadError::BrokenImage)?;
    let longest = picture.width.max(picture.height).max(1) as f32;
    let (width, height) = (picture.width as f32 * LONGEST / longest, picture.height as f32 * LONGEST / longest);
    let seen = match options.ocr {
        Ocr::Never => Recognised { gap: Some(GapReason::ImageOnly), ..Recognised::default() },
        Ocr::Auto | Ocr::Always if options.max_ocr_pages == 0 => {
            Recognised { gap: Some(GapReason::BeyondPictures), ..Recognised::default() }
        }
        Ocr::Auto | Ocr::Always => ocr::rows(&picture, width, height),
    };
    let Recognised { rows, quarters, gap } = seen;
    let recognised = !rows.is_empty();
    let mut pages = vec![ReadPage { width, height, rows, quarters, recognised, gap }];
    for _ in 1..pictures(bytes, options.max_pages) {
        pages.push(ReadPage::unread((width, height), GapReason::ImageOnly));
    }
    Ok(put_together(pages, Kind::Image, None))
}

fn decode(bytes: &[u8], max_bytes: usize) -> Result<Picture, String> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|error| error.to_string())?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(max_bytes as u64);
    reader.limits(limits);
    let decoded = reader.decode().map_err(|error| error.to_string())?;
    let picture = in_grey(&decoded);
    let longest = picture.width.max(picture.height).max(1) as f32;
    Ok(picture.shrunk((ocr::LONGEST / longest).min(1.0)))
}

fn in_grey(decoded: &DynamicImage) -> Picture {
    let pixels = match decoded {
        DynamicImage::ImageLuma8(grey) => grey.as_raw().clone(),
        // What shines through is white, as paper is.
        coloured => coloured
            .to_rgba8()
            .pixels()
            .map(|pixel| {
                let [r, g, b, a] = pixel.0;
                let over_white = |value: u8| (u16::from(value) * u16::from(a) / 255) as u8 + (255 - a);
                shade(over_white(r), over_white(g), over_white(b))
            })
            .collect(),
    };
    Picture { width: decoded.width() as usize, height: decoded.height() as usize, pixels }
}

/// How many pictures a TIFF file chains together, `most` at the most; 1 for other formats. Only the first is decoded.
fn pictures(bytes: &[u8], most: usize) -> usize {
    let big = bytes.starts_with(b"MM\0*");
    if !big && !bytes.starts_with(b"II*\0") {
        return 1;
    }
    let number = |at: usize, length: usize| {
        let digits = bytes.get(at..at.checked_add(length)?)?;
        let add = |sum: usize, digit: &u8| sum << 8 | usize::from(*digit);
        Some(if big { digits.iter().fold(0, add) } else { digits.iter().rev().fold(0, add) })
    };
    let mut count = 0;
    let mut next = number(4, 4);
    while let Some(at) = next.filter(|at| *at > 0 && count < most) {
        count += 1;
        // A directory is the number of its entries, the entries of 12 bytes, and where the next directory stands.
        next = number(at, 2).and_then(|entries| number(at + 2 + 12 * entries, 4));
    }
    count.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chained_pictures_are_counted_and_loops_end() {
        // Two directories without entries; the second leads back to the first.
        let tiff = b"II*\0\x08\0\0\0\0\0\x0e\0\0\0\0\0\x08\0\0\0";
        assert_eq!(pictures(tiff, 7), 7);
        let tiff = b"II*\0\x08\0\0\0\0\0\x0e\0\0\0\0\0\0\0\0\0";
        assert_eq!(pictures(tiff, 7), 2);
        assert_eq!(pictures(b"\x89PNG", 7), 1);
    }

    #[test]
    fn a_broken_picture_is_an_error() {
        let error = read(b"\x89PNG\r\n\x1a\nnothing", &ReadOptions::default());
        assert!(matches!(error, Err(ReadError::BrokenImage(_))));
    }
}
