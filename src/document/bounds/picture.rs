//! What a picture comes to when it is unpacked: as its dictionary has it, or as the packed picture itself says where that
//! is more.

use std::borrow::Cow;

use hayro_syntax::Filter;
use hayro_syntax::object::{Array, Dict, Object, Stream};
use memchr::memmem;

use super::{size, unpack};

/// Bytes that a picture and its masks take while they are drawn. Nothing above `max` is told apart.
pub(super) fn weight(picture: &Stream<'_>, max: usize) -> usize {
    let masks = [b"SMask".as_slice(), b"Mask"].map(|key| picture.dict().get::<Stream<'_>>(key));
    let all = masks.iter().flatten().chain([picture]);
    all.map(|picture| alone(picture, max)).fold(0, usize::saturating_add)
}

fn alone(picture: &Stream<'_>, max: usize) -> usize {
    let side = |long: &[u8], short: &[u8]| {
        let side = picture.dict().get::<i64>(short).or_else(|| picture.dict().get::<i64>(long));
        usize::try_from(side.unwrap_or(0)).unwrap_or(0)
    };
    let (width, height) = (side(b"Width", b"W"), side(b"Height", b"H"));
    let told = in_colour(width, height);
    let filters = picture.filters();
    let Some((last, before)) = filters.split_last() else { return told };
    if before.iter().any(|filter| is_of_pictures(*filter)) {
        // What comes out of a picture is no packed picture, nor anything else that unpacks.
        return usize::MAX;
    }
    if !is_of_pictures(*last) {
        return size(picture, max).map_or(usize::MAX, |bytes| told.max(bytes));
    }
    if *last == Filter::CcittFaxDecode {
        // The height is the dictionary's, the width is not.
        let columns = parameters(picture).and_then(|dict| dict.get::<u32>(b"Columns")).unwrap_or(1728);
        return told.max(in_colour(columns as usize, height));
    }
    let Some(data) = unpack(picture.raw_data(), before, max) else { return usize::MAX };
    let packed = match last {
        Filter::DctDecode => jpeg(&data),
        Filter::JpxDecode => jpx(&data),
        _ => {
            let globals = parameters(picture).and_then(|dict| dict.get::<Stream<'_>>(b"JBIG2Globals"));
            let shared = match &globals {
                Some(globals) => unpack(globals.raw_data(), &globals.filters(), max),
                None => Some(Cow::default()),
            };
            shared.map(|shared| jbig2(&data).saturating_add(jbig2(&shared)))
        }
    };
    told.max(packed.unwrap_or(usize::MAX))
}

fn is_of_pictures(filter: Filter) -> bool {
    matches!(filter, Filter::DctDecode | Filter::JpxDecode | Filter::Jbig2Decode | Filter::CcittFaxDecode)
}

/// The parameters of the last filter.
fn parameters<'a>(picture: &Stream<'a>) -> Option<Dict<'a>> {
    let dict = picture.dict();
    match dict.get::<Object<'_>>(b"DecodeParms").or_else(|| dict.get::<Object<'_>>(b"DP"))? {
        Object::Dict(dict) => Some(dict),
        Object::Array(array) => last(&array),
        _ => None,
    }
}

fn last<'a>(array: &Array<'a>) -> Option<Dict<'a>> {
    array.iter::<Object<'_>>().last()?.into_dict()
}

/// Bytes of so many pixels in colour.
fn in_colour(width: usize, height: usize) -> usize {
    width.saturating_mul(height).saturating_mul(3)
}

/// What the header of a JPEG picture says; nothing is drawn of one that has none.
fn jpeg(data: &[u8]) -> Option<usize> {
    let mut reader = image::ImageReader::new(std::io::Cursor::new(data));
    reader.set_format(image::ImageFormat::Jpeg);
    Some(reader.into_dimensions().map_or(0, |(width, height)| in_colour(width as usize, height as usize)))
}

/// What the SIZ segment of a JPEG 2000 picture says (ISO/IEC 15444-1, A.5.1).
fn jpx(data: &[u8]) -> Option<usize> {
    let Some(segment) = memmem::find(data, b"\xFF\x4F\xFF\x51") else { return Some(0) };
    Some(in_colour(big_endian(data, segment + 8, 4)?, big_endian(data, segment + 12, 4)?))
}

/// What the segments of a JBIG2 picture come to (ITU-T T.88, 7.2 to 7.4): the page in colour, and the regions and patterns
/// that it is put together from, a bit to the pixel.
fn jbig2(data: &[u8]) -> usize {
    const UNKNOWN: usize = 0xFFFF_FFFF;
    let (mut page, mut stripes, mut bits) = (None, 0, 0_usize);
    let mut at = 0;
    while let Some(segment) = Segment::read(data, at) {
        let number = |offset, digits| big_endian(segment.data, offset, digits).unwrap_or(0);
        match segment.kind {
            16 => {
                let pattern = number(1, 1).saturating_mul(number(2, 1));
                bits = bits.saturating_add(pattern.saturating_mul(number(3, 4).saturating_add(1)));
            }
            // Regions open with their width and height.
            4..=7 | 20..=23 | 36..=43 => bits = bits.saturating_add(number(0, 4).saturating_mul(number(4, 4))),
            48 => page = page.or(Some((number(0, 4), number(4, 4)))),
            50 => stripes = stripes.max(number(0, 4).saturating_add(1)),
            _ => {}
        }
        at = segment.end;
    }
    let (width, height) = page.unwrap_or_default();
    let height = if height == UNKNOWN { stripes } else { height };
    in_colour(width, height).saturating_add(bits / 8)
}

/// A segment of a JBIG2 picture.
struct Segment<'d> {
    kind: u8,
    data: &'d [u8],
    /// Where the next one begins.
    end: usize,
}

impl<'d> Segment<'d> {
    fn read(data: &'d [u8], at: usize) -> Option<Self> {
        let number = big_endian(data, at, 4)?;
        let flags = *data.get(at + 4)?;
        let short = usize::from(data.get(at + 5)? >> 5);
        // How many segments it refers to, and a bit for each whether that one is still needed.
        let (referred, mut next) = if short < 5 {
            (short, at + 6)
        } else {
            let count = big_endian(data, at + 5, 4)? & 0x1FFF_FFFF;
            (count, at + 9 + count / 8 + 1)
        };
        let digits = match number {
            0..=256 => 1,
            257..=65536 => 2,
            _ => 4,
        };
        next = next.checked_add(referred.checked_mul(digits)?)?;
        next += if flags & 0x40 == 0 { 1 } else { 4 };
        let length = big_endian(data, next, 4)?;
        let start = next + 4;
        let rest = data.get(start..)?;
        let length = if length == 0xFFFF_FFFF { unknown_length(rest)? } else { length };
        // A segment that is cut off says how large it is, even so.
        let own = rest.get(..length).unwrap_or(rest);
        Some(Self { kind: flags & 0x3F, data: own, end: start.saturating_add(length) })
    }
}

/// The length of a region that does not tell it: to the mark at its end and the number of rows after that.
fn unknown_length(region: &[u8]) -> Option<usize> {
    let mark: &[u8] = if region.get(17)? & 1 == 1 { b"\0\0" } else { b"\xFF\xAC" };
    Some(18 + memmem::find(region.get(18..)?, mark)? + 6)
}

fn big_endian(data: &[u8], at: usize, digits: usize) -> Option<usize> {
    let digits = data.get(at..at.checked_add(digits)?)?;
    Some(digits.iter().fold(0, |sum, digit| sum << 8 | usize::from(*digit)))
}

#[cfg(test)]
mod tests {
    use hayro_syntax::object::FromBytes;

    use super::*;

    const MAX: usize = 1 << 20;

    fn picture(entries: &str, data: &[u8]) -> usize {
        let mut bytes = format!("<< {entries} /Length {} >>\nstream\n", data.len()).into_bytes();
        bytes.extend(data);
        bytes.extend(b"\nendstream");
        weight(&Stream::from_bytes(&bytes).expect("it is a stream"), MAX)
    }

    fn segment(number: u32, kind: u8, data: &[u8]) -> Vec<u8> {
        let mut segment = number.to_be_bytes().to_vec();
        segment.extend([kind, 0, 1]);
        segment.extend((data.len() as u32).to_be_bytes());
        segment.extend(data);
        segment
    }

    fn page(width: u32, height: u32) -> Vec<u8> {
        [width, height, 0, 0].iter().flat_map(|number| number.to_be_bytes()).chain([0, 0x80, 0]).collect()
    }

    #[test]
    fn the_page_of_a_jbig2_picture_may_stand_anywhere() {
        let entries = "/Width 10 /Height 10 /Filter /JBIG2Decode";
        let first = segment(0, 48, &page(2000, 3000));
        assert_eq!(picture(entries, &first), 18_000_000);
        let comment = segment(0, 62, b"\0\0\0\0");
        assert_eq!(picture(entries, &[comment, segment(1, 48, &page(2000, 3000))].concat()), 18_000_000);
        // After one that refers to nine others and belongs to page 1025 (T.88, 7.2.8, example 2).
        let mut long = b"\0\0\x02\x34\x40\xE0\0\0\x09\x02\xFD".to_vec();
        long.extend([0; 18]);
        long.extend(b"\0\0\x04\x01\0\0\0\x02\0\0");
        assert_eq!(picture(entries, &[long, first.clone()].concat()), 18_000_000);
        // After a region that does not tell its length.
        let mut region = segment(0, 38, &[&[0; 18], b"12345678\xFF\xAC\0\0\0\x01".as_slice()].concat());
        region[7..11].copy_from_slice(&[0xFF; 4]);
        assert_eq!(picture(entries, &[region, first].concat()), 18_000_000);
    }

    #[test]
    fn the_height_of_a_jbig2_picture_may_stand_in_its_stripes() {
        let rows = |last: u32| segment(2, 50, &last.to_be_bytes());
        let striped = [segment(0, 48, &page(2000, u32::MAX)), rows(99), rows(2999)].concat();
        assert_eq!(picture("/Width 10 /Height 10 /Filter /JBIG2Decode", &striped), 18_000_000);
        // Without stripes nothing is drawn.
        let none = segment(0, 48, &page(2000, u32::MAX));
        assert_eq!(picture("/Width 10 /Height 10 /Filter /JBIG2Decode", &none), 300);
    }

    #[test]
    fn the_regions_of_a_jbig2_picture_count() {
        let region: Vec<u8> = [8000_u32, 8000, 0, 0].iter().flat_map(|number| number.to_be_bytes()).collect();
        let data = [segment(0, 48, &page(10, 10)), segment(1, 36, &region), segment(2, 36, &region)].concat();
        assert_eq!(picture("/Width 10 /Height 10 /Filter /JBIG2Decode", &data), 300 + 2 * 8_000_000);
    }

    #[test]
    fn a_fax_is_as_wide_as_its_columns() {
        let entries = "/Width 10 /Height 10 /Filter /CCITTFaxDecode";
        assert_eq!(picture(&format!("{entries} /DecodeParms << /Columns 100000 >>"), b""), 3_000_000);
        assert_eq!(picture(&format!("{entries} /DecodeParms [null << /Columns 100000 >>]"), b""), 3_000_000);
        assert_eq!(picture(entries, b""), 3 * 1728 * 10);
        // As in the content of a page.
        assert_eq!(picture("/W 10 /H 10 /F /CCF /DP << /Columns 100000 >>", b""), 3_000_000);
    }

    #[test]
    fn what_unpacks_to_more_than_it_says_is_no_small_picture() {
        use std::io::Write;
        let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(&vec![0; MAX + 1]).expect("memory takes all");
        let packed = packer.finish().expect("memory takes all");
        assert_eq!(picture("/Width 10 /Height 10 /Filter /FlateDecode", &packed), usize::MAX);
        assert_eq!(picture("/Width 10 /Height 10 /Filter [/FlateDecode /DCTDecode]", &packed), usize::MAX);
        assert_eq!(picture("/Width 10 /Height 10 /Filter [/DCTDecode /FlateDecode]", b""), usize::MAX);
        assert_eq!(picture("/Width 10 /Height 10", &[0; 100]), 300);
    }
}
