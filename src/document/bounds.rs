//! What a PDF asks for in memory and work, found out before it is given.
//!
//! The interpreter unpacks every stream whole, and a few kilobytes may hold gigabytes. So the streams of the file are weighed
//! before it is opened, and what a page draws with before it is drawn. Most streams are too small to unpack to much and are
//! not looked into; the others are unpacked piece by piece, to be counted and thrown away.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};
use hayro_syntax::Filter;
use hayro_syntax::object::{Array, Dict, FromBytes, Name, Object, ObjectIdentifier, Stream};
use hayro_syntax::page::{Page, Resources};
use memchr::memmem;

/// Bytes of one content stream that are interpreted; the densest pages of text have less than one million.
const MAX_CONTENT: usize = 16 << 20;
/// Content below this is not searched for runs that take too much memory: it cannot hold one.
const SMALL_CONTENT: usize = 64 << 10;
/// Bytes of text that one operator may show. The interpreter keeps about a kilobyte for each until the run is drawn.
const MAX_RUN: usize = 64 << 10;
/// CIDs that the widths of one font may name; no more exist.
const MAX_WIDTHS: u64 = 1 << 17;
/// Longest dictionary before a stream, in bytes.
const MAX_DICT: usize = 64 << 10;
/// Bytes of form content interpreted on all pages together, each time that a form is drawn.
const MAX_FORMS: usize = 512 << 20;
/// Depth of forms within forms that is looked into; the interpreter goes no deeper.
const MAX_DEPTH: usize = 50;

/// Unpacks to more than it may.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooLarge;

/// Weighs the streams of a file that is not open yet: what is read while it is opened may come to `max` bytes together, and
/// any other stream to as much alone. Streams of encrypted files pass, as nobody can unpack them yet.
pub(super) fn weigh_file(bytes: &[u8], max: usize) -> Result<(), TooLarge> {
    if bytes.len() > max {
        return Err(TooLarge);
    }
    let mut opening = Vec::new();
    let mut total = bytes.len();
    for stream in streams(bytes) {
        let ceiling = ceiling(&stream);
        if is_opening(stream.dict()) {
            total = total.saturating_add(ceiling);
            opening.push((ceiling, stream));
        } else if ceiling > max && !is_image(stream.dict()) {
            size(&stream, max).ok_or(TooLarge)?;
        }
    }
    opening.sort_by_key(|(ceiling, _)| std::cmp::Reverse(*ceiling));
    for (ceiling, stream) in opening {
        if total <= max {
            break;
        }
        total = (total - ceiling.min(total)).saturating_add(size(&stream, max).ok_or(TooLarge)?);
    }
    if total > max { Err(TooLarge) } else { Ok(()) }
}

/// Every stream that stands in the open in `bytes`.
fn streams(bytes: &[u8]) -> impl Iterator<Item = Stream<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let found = at + memmem::find(bytes.get(at..)?, b"stream")?;
            at = found + b"stream".len();
            let before = bytes.get(found.saturating_sub(MAX_DICT)..found)?;
            if !before.trim_ascii_end().ends_with(b">>") {
                continue;
            }
            let Some(dict) = memmem::rfind(before, b"obj") else { continue };
            let start = found - before.len() + dict + 3;
            if let Some(stream) = bytes.get(start..).and_then(|bytes| Stream::from_bytes(bytes.trim_ascii_start())) {
                at = at.max(found + stream.raw_data().len());
                return Some(stream);
            }
        }
    })
}

/// Whether a stream with this dictionary is unpacked while the file is opened: it holds objects, or says where they are.
fn is_opening(dict: &Dict<'_>) -> bool {
    let named = dict.get::<Name<'_>>(b"Type").is_some_and(|name| matches!(name.as_ref(), b"ObjStm" | b"XRef"));
    named || dict.contains_key(b"First")
}

fn is_image(dict: &Dict<'_>) -> bool {
    dict.get::<Name<'_>>(b"Subtype").is_some_and(|name| name.as_ref() == b"Image")
}

/// What a stream may unpack to at the most, told without unpacking it.
fn ceiling(stream: &Stream<'_>) -> usize {
    stream.filters().iter().fold(stream.raw_data().len(), |size, filter| size.saturating_mul(growth(*filter)))
}

/// How many bytes one byte may unpack to.
fn growth(filter: Filter) -> usize {
    match filter {
        Filter::FlateDecode => 1033,
        Filter::LzwDecode => 2_600,
        Filter::RunLengthDecode => 64,
        Filter::Ascii85Decode => 4,
        _ => 1,
    }
}

/// What a stream unpacks to in bytes; `None` if to more than `max`.
fn size(stream: &Stream<'_>, max: usize) -> Option<usize> {
    let filters = stream.filters();
    let mut data = stream.raw_data();
    let mut sure = true;
    let mut size = data.len();
    for (index, filter) in filters.iter().enumerate() {
        let last = index + 1 == filters.len();
        size = match filter {
            Filter::FlateDecode if sure && last => inflate(&data, max, None)?,
            Filter::FlateDecode if sure => {
                let mut out = Vec::new();
                inflate(&data, max, Some(&mut out))?;
                data = Cow::Owned(out);
                data.len()
            }
            Filter::LzwDecode if sure && last => lzw_size(&data, max)?,
            Filter::Ascii85Decode if sure => {
                data = Cow::Owned(ascii_85(&data));
                data.len()
            }
            Filter::AsciiHexDecode if sure => {
                data = Cow::Owned(ascii_hex(&data));
                data.len()
            }
            other => {
                // Rare before another filter: what it may come to will do.
                sure = false;
                size.saturating_mul(growth(*other))
            }
        };
    }
    (size <= max).then_some(size)
}

/// The size of what `data` inflates to, as far as it can be read; `None` if more than `max`. Keeps it in `keep`.
fn inflate(data: &[u8], max: usize, mut keep: Option<&mut Vec<u8>>) -> Option<usize> {
    let with_header = drain(ZlibDecoder::new(data), max, keep.as_deref_mut())?;
    if with_header > 0 {
        return Some(with_header);
    }
    drain(DeflateDecoder::new(data), max, keep)
}

fn drain(mut from: impl Read, max: usize, mut keep: Option<&mut Vec<u8>>) -> Option<usize> {
    let mut piece = [0; 1 << 14];
    let mut size = 0;
    // A fault ends what can be unpacked.
    while let Ok(count @ 1..) = from.read(&mut piece) {
        size += count;
        if size > max {
            return None;
        }
        if let Some(keep) = keep.as_deref_mut() {
            keep.extend_from_slice(piece.get(..count)?);
        }
    }
    Some(size)
}

/// The size of what `data` unpacks to by LZW: a code stands for one byte, or for one byte more than an earlier one.
fn lzw_size(data: &[u8], max: usize) -> Option<usize> {
    const CLEAR: usize = 256;
    const END: usize = 257;
    let mut lengths: Vec<usize> = Vec::new();
    let (mut bits, mut held, mut size, mut before) = (0_u32, 0_u32, 0_usize, None);
    for &byte in data {
        bits = (bits << 8) | u32::from(byte);
        held += 8;
        // Counted as if widths grew early or late: a wrong width only misplaces codes of a file that is broken anyway.
        let width = match lengths.len() + 258 + 1 {
            ..512 => 9,
            512..1024 => 10,
            1024..2048 => 11,
            _ => 12,
        };
        if held < width {
            continue;
        }
        held -= width;
        let code = (bits >> held) as usize & ((1 << width) - 1);
        bits &= (1 << held) - 1;
        let length = match code {
            CLEAR => {
                lengths.clear();
                before = None;
                continue;
            }
            END => break,
            ..CLEAR => 1,
            _ => lengths.get(code - 258).copied().or(before.map(|length| length + 1)).unwrap_or(1),
        };
        size += length;
        if size > max {
            return None;
        }
        if let Some(before) = before.filter(|_| lengths.len() + 258 < 4096) {
            lengths.push(before + 1);
        }
        before = Some(length);
    }
    Some(size)
}

fn ascii_85(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len());
    let (mut group, mut count) = (0_u32, 0);
    for &byte in data {
        match byte {
            b'z' if count == 0 => out.extend([0; 4]),
            b'!'..=b'u' => {
                group = group.wrapping_mul(85).wrapping_add(u32::from(byte - b'!'));
                count += 1;
                if count == 5 {
                    out.extend(group.to_be_bytes());
                    (group, count) = (0, 0);
                }
            }
            b'~' => break,
            _ => {}
        }
    }
    if count > 1 {
        let group = (count..5).fold(group, |group, _| group.wrapping_mul(85).wrapping_add(84));
        out.extend(group.to_be_bytes().iter().take(count - 1));
    }
    out
}

fn ascii_hex(data: &[u8]) -> Vec<u8> {
    let digits = data.iter().take_while(|byte| **byte != b'>').filter_map(|&byte| char::from(byte).to_digit(16));
    let digits: Vec<u8> = digits.map(|digit| digit as u8).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).unwrap_or(&0)).collect()
}

/// Weighs what pages draw with, and keeps the account over all of them.
pub(super) struct Account<'a> {
    max: usize,
    /// Bytes unpacked that stay in memory.
    kept: usize,
    /// Bytes of form content interpreted so far.
    forms: usize,
    /// What has been weighed: fonts, forms and the resources of forms.
    known: HashMap<ObjectIdentifier, Result<usize, ()>>,
    /// Fonts that were weighed and not asked for yet.
    fonts: Vec<Dict<'a>>,
}

/// What drawing a page may come to.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Load {
    /// Bytes of the largest form that it can draw.
    form: usize,
    /// Bytes that the largest picture among its resources unpacks to, in colour, its mask included.
    pub(super) picture: usize,
}

impl<'a> Account<'a> {
    pub(super) fn new(max: usize) -> Self {
        Self { max, kept: 0, forms: 0, known: HashMap::new(), fonts: Vec::new() }
    }

    /// Weighs a page and what it draws with, before it is drawn.
    pub(super) fn page(&mut self, page: &Page<'a>) -> Result<Load, TooLarge> {
        self.contents(page)?;
        let mut load = Load::default();
        self.resources(page.resources(), &mut load, &mut HashSet::new(), 0)?;
        Ok(load)
    }

    /// Weighs a form field's appearance and what it draws with.
    pub(super) fn appearance(&mut self, form: &Stream<'_>, resources: &Resources<'a>) -> Result<(), TooLarge> {
        let size = self.form(form)?;
        self.resources(resources, &mut Load::default(), &mut HashSet::new(), 0)?;
        self.forms = self.forms.saturating_add(size);
        if self.forms > MAX_FORMS { Err(TooLarge) } else { Ok(()) }
    }

    /// How many forms a page of that load may draw.
    pub(super) fn forms_left(&self, load: Load) -> usize {
        (MAX_FORMS - self.forms.min(MAX_FORMS)) / load.form.max(1)
    }

    /// The fonts that were weighed since the last time.
    pub(super) fn new_fonts(&mut self) -> Vec<Dict<'a>> {
        std::mem::take(&mut self.fonts)
    }

    /// Accounts for forms that were drawn.
    pub(super) fn drew(&mut self, load: Load, forms: usize) {
        self.forms = self.forms.saturating_add(load.form.saturating_mul(forms));
    }

    fn contents(&mut self, page: &Page<'_>) -> Result<(), TooLarge> {
        let parts: Vec<Stream<'_>> = match page.raw().get::<Object<'_>>(b"Contents") {
            Some(Object::Stream(stream)) => vec![stream],
            Some(Object::Array(array)) => array.iter::<Stream<'_>>().collect(),
            _ => Vec::new(),
        };
        let mut total = 0_usize;
        for part in &parts {
            total = total.saturating_add(match ceiling(part) {
                small if small <= MAX_CONTENT / 16 => small,
                _ => size(part, MAX_CONTENT).ok_or(TooLarge)?,
            });
        }
        if total > MAX_CONTENT || self.kept.saturating_add(total) > self.max {
            return Err(TooLarge);
        }
        let content = page.page_stream().unwrap_or_default();
        self.kept += content.len();
        content_is_sane(content)
    }

    fn resources(
        &mut self,
        resources: &Resources<'a>,
        load: &mut Load,
        seen: &mut HashSet<ObjectIdentifier>,
        depth: usize,
    ) -> Result<(), TooLarge> {
        for name in resources.fonts.keys() {
            if let Some(font) = resources.fonts.get::<Dict<'_>>(&name) {
                // A dictionary that is no object of its own goes by the object that it stands in.
                self.font(&font, resources.fonts.get_ref(&name).map(ObjectIdentifier::from))?;
            }
        }
        for name in resources.x_objects.keys() {
            let Some(form) = resources.x_objects.get::<Stream<'_>>(&name) else { continue };
            let unseen = form.dict().obj_id().is_none_or(|id| seen.insert(id));
            if !unseen || depth >= MAX_DEPTH {
                continue;
            }
            if is_image(form.dict()) {
                load.picture = load.picture.max(picture_size(&form));
                continue;
            }
            load.form = load.form.max(self.form(&form)?);
            if let Some(inner) = form.dict().get::<Dict<'_>>(b"Resources") {
                self.resources(&Resources::new(inner), load, seen, depth + 1)?;
            }
        }
        Ok(())
    }

    fn form(&mut self, form: &Stream<'_>) -> Result<usize, TooLarge> {
        self.once(form.dict().obj_id(), |_| {
            let size = size(form, MAX_CONTENT).ok_or(TooLarge)?;
            if size > SMALL_CONTENT {
                content_is_sane(&form.decoded_data().unwrap_or_default())?;
            }
            Ok(size)
        })
    }

    fn font(&mut self, font: &Dict<'a>, id: Option<ObjectIdentifier>) -> Result<usize, TooLarge> {
        self.once(id, |account| {
            account.fonts.push(font.clone());
            let mut total = 0_usize;
            let mut weigh = |stream: Option<Stream<'_>>| {
                let Some(stream) = stream else { return Ok(()) };
                total = total.saturating_add(match ceiling(&stream) {
                    small if small <= MAX_CONTENT / 16 => small,
                    _ => size(&stream, account.max).ok_or(TooLarge)?,
                });
                Ok(())
            };
            weigh(font.get(b"ToUnicode"))?;
            weigh(font.get(b"Encoding"))?;
            let descendant =
                font.get::<Array<'_>>(b"DescendantFonts").and_then(|array| array.iter::<Dict<'_>>().next());
            let inner = descendant.as_ref().unwrap_or(font);
            weigh(inner.get(b"CIDToGIDMap"))?;
            if let Some(descriptor) = inner.get::<Dict<'_>>(b"FontDescriptor") {
                for key in [b"FontFile".as_slice(), b"FontFile2", b"FontFile3"] {
                    weigh(descriptor.get(key))?;
                }
            }
            if descendant.is_some() && !widths_are_sane(inner) {
                return Err(TooLarge);
            }
            account.kept = account.kept.saturating_add(total);
            if account.kept > account.max { Err(TooLarge) } else { Ok(total) }
        })
    }

    /// The weight of an object, weighed once.
    fn once(
        &mut self,
        id: Option<ObjectIdentifier>,
        weigh: impl FnOnce(&mut Self) -> Result<usize, TooLarge>,
    ) -> Result<usize, TooLarge> {
        if let Some(known) = id.and_then(|id| self.known.get(&id)) {
            return known.map_err(|()| TooLarge);
        }
        let weight = weigh(self);
        if let Some(id) = id {
            self.known.insert(id, weight.as_ref().map_or(Err(()), |weight| Ok(*weight)));
        }
        weight
    }
}

/// Bytes that a picture and its masks come to when it is drawn.
fn picture_size(picture: &Stream<'_>) -> usize {
    let masks = [b"SMask".as_slice(), b"Mask"].map(|key| picture.dict().get::<Stream<'_>>(key));
    masks.iter().flatten().chain([picture]).map(pixels).fold(0, |sum, pixels| sum.saturating_add(in_colour(pixels)))
}

/// Bytes of so many pixels in colour.
pub(super) fn in_colour(pixels: usize) -> usize {
    pixels.saturating_mul(3)
}

/// Pixels of a picture: as its dictionary has it, or as the packed picture itself says where that is more.
fn pixels(picture: &Stream<'_>) -> usize {
    let side = |long: &[u8], short: &[u8]| {
        let side = picture.dict().get::<i64>(long).or_else(|| picture.dict().get::<i64>(short));
        usize::try_from(side.unwrap_or(0)).unwrap_or(0)
    };
    let told = side(b"Width", b"W").saturating_mul(side(b"Height", b"H"));
    let data = picture.raw_data();
    let packed = match picture.filters().last() {
        Some(Filter::DctDecode) => jpeg_size(&data),
        Some(Filter::JpxDecode) => jpx_size(&data),
        Some(Filter::Jbig2Decode) => jbig2_size(&data),
        _ => None,
    };
    told.max(packed.map_or(0, |(width, height)| width.saturating_mul(height)))
}

/// Width and height in the header of a JPEG picture.
fn jpeg_size(data: &[u8]) -> Option<(usize, usize)> {
    let mut reader = image::ImageReader::new(std::io::Cursor::new(data));
    reader.set_format(image::ImageFormat::Jpeg);
    reader.into_dimensions().ok().map(|(width, height)| (width as usize, height as usize))
}

/// Width and height in the SIZ segment of a JPEG 2000 picture (ISO/IEC 15444-1, A.5.1).
fn jpx_size(data: &[u8]) -> Option<(usize, usize)> {
    let segment = memmem::find(data, b"\xFF\x4F\xFF\x51")?;
    Some((big_endian(data, segment + 8)?, big_endian(data, segment + 12)?))
}

/// Width and height in the page information of a JBIG2 picture (ITU-T T.88, 7.4.8), which is its first segment.
fn jbig2_size(data: &[u8]) -> Option<(usize, usize)> {
    const PAGE_INFORMATION: u8 = 48;
    (data.get(4)? & 0x3F == PAGE_INFORMATION).then_some(())?;
    Some((big_endian(data, 11)?, big_endian(data, 15)?))
}

fn big_endian(data: &[u8], at: usize) -> Option<usize> {
    let digits: [u8; 4] = data.get(at..at + 4)?.try_into().ok()?;
    usize::try_from(u32::from_be_bytes(digits)).ok()
}

/// Whether the ranges of a composite font's widths are ranges of CIDs: each CID named takes memory.
fn widths_are_sane(font: &Dict<'_>) -> bool {
    let ranges = |key: &[u8], tail: usize| {
        let Some(widths) = font.get::<Array<'_>>(key) else { return 0 };
        // A range is two CIDs and a width (or three figures for vertical ones); a list is one CID and an array.
        let (mut run, mut named) = (Vec::new(), 0_u64);
        for item in widths.iter::<Object<'_>>() {
            match item {
                Object::Number(number) => run.push(number.as_f64()),
                _ => run.clear(),
            }
            if run.len() == 2 + tail {
                named = named.saturating_add((run[1] - run[0]).max(0.0) as u64);
                run.clear();
            }
        }
        named
    };
    ranges(b"W", 1) <= MAX_WIDTHS && ranges(b"W2", 3) <= MAX_WIDTHS
}

/// Whether no operator shows so much text at once that it takes too much memory.
fn content_is_sane(content: &[u8]) -> Result<(), TooLarge> {
    if content.len() <= SMALL_CONTENT {
        return Ok(());
    }
    // Bytes inside of strings since the last operator that shows text.
    let (mut run, mut depth, mut array, mut hex) = (0_usize, 0_u32, 0_u32, false);
    let mut at = 0;
    while let Some(&byte) = content.get(at) {
        let before = at.checked_sub(1).and_then(|at| content.get(at)).copied().unwrap_or(b' ');
        let after = content.get(at + 1).copied().unwrap_or(b' ');
        match byte {
            b'\\' if depth > 0 => {
                at += 1;
                run += 1;
            }
            b'(' if !hex => depth += 1,
            b')' if !hex => depth = depth.saturating_sub(1),
            _ if depth > 0 => run += 1,
            b'<' if after == b'<' => at += 1,
            b'<' => hex = true,
            b'>' => hex = false,
            _ if hex => run += 1,
            b'[' => array += 1,
            b']' => array = array.saturating_sub(1),
            b'j' | b'J' if before == b'T' && array == 0 => run = 0,
            b'\'' | b'"' if array == 0 => run = 0,
            // An inline image may hold any bytes.
            b'D' if before == b'I' && after.is_ascii_whitespace() => {
                at += content.get(at..).and_then(|rest| memmem::find(rest, b"EI")).unwrap_or(0);
            }
            _ => {}
        }
        if run > 2 * MAX_RUN {
            return Err(TooLarge);
        }
        at += 1;
    }
    Ok(())
}
