//! What a PDF asks for in memory and work, found out before it is given.
//!
//! The interpreter unpacks every stream whole, and a few kilobytes may hold gigabytes. So the streams of the file are weighed
//! before it is opened, and what a page draws with before it is drawn. Most streams are too small to unpack to much and are
//! not looked into; the others are unpacked piece by piece, to be counted and thrown away.

mod drawing;
mod picture;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};
use hayro_syntax::Filter;
use hayro_syntax::object::{Array, Dict, FromBytes, Name, Object, ObjectIdentifier, Stream};
use hayro_syntax::page::{Page, Resources};
use memchr::memmem;

pub(super) use drawing::Drawing;

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
/// Bytes of content interpreted on all pages together, those of a form each time that it is drawn. The densest documents
/// have a tenth of it; without any text in it, it takes some 20 seconds.
const MAX_INTERPRETED: usize = 192 << 20;
/// What drawing a form takes beyond its content, in bytes of content that take as long.
const FORM: usize = 256;
/// Bytes that are unpacked in the time that one byte of content is interpreted.
const UNPACKED_TO_INTERPRETED: usize = 16;
/// Bytes unpacked for their weight alone, in a whole document.
const MAX_WEIGHED: usize = 2 << 30;
/// How much more than the file's own limit may be unpacked for its weight before it is opened, and thrown away.
const LIMITS_WEIGHED: usize = 16;
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
    let mut weighed = 0_usize;
    for stream in streams(bytes) {
        let ceiling = ceiling(&stream);
        if is_opening(stream.dict()) {
            total = total.saturating_add(ceiling);
            opening.push((ceiling, stream));
        } else if ceiling > max && !is_image(stream.dict()) {
            weighed = weighed.saturating_add(size(&stream, max).ok_or(TooLarge)?);
            if weighed / LIMITS_WEIGHED > max {
                return Err(TooLarge);
            }
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

/// What `data` is when `filters` are taken off; `None` if more than `max`, or if it takes one that nobody puts before others.
fn unpack<'a>(mut data: Cow<'a, [u8]>, filters: &[Filter], max: usize) -> Option<Cow<'a, [u8]>> {
    for filter in filters {
        data = match filter {
            Filter::FlateDecode => {
                let mut out = Vec::new();
                inflate(&data, max, Some(&mut out))?;
                Cow::Owned(out)
            }
            Filter::Ascii85Decode => Cow::Owned(ascii_85(&data)),
            Filter::AsciiHexDecode => Cow::Owned(ascii_hex(&data)),
            Filter::Crypt => data,
            _ => return None,
        };
    }
    Some(data)
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
    /// Bytes of content interpreted so far, forms included each time that they were drawn.
    interpreted: usize,
    /// Bytes unpacked so far to be weighed.
    weighed: usize,
    /// Fonts that have been weighed.
    known: HashMap<ObjectIdentifier, Result<usize, ()>>,
    /// Streams that have been weighed.
    streams: HashMap<ObjectIdentifier, Result<usize, ()>>,
    /// Fonts that were weighed and not asked for yet.
    fonts: Vec<Dict<'a>>,
}

/// What drawing a page may come to.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Load {
    /// Bytes of the largest form that it can draw.
    form: usize,
}

/// What a page, and what it draws, draws with.
#[derive(Default)]
struct Resort<'a> {
    /// Whether it is to be drawn, so that patterns, masks and the procedures of glyphs count as forms do.
    is_drawn: bool,
    forms: Vec<Stream<'a>>,
    /// What is unpacked anew each time that an operator names it, and to how many bytes.
    unpacked: HashMap<Vec<u8>, usize>,
    seen: HashSet<ObjectIdentifier>,
}

impl Resort<'_> {
    /// Bytes that the operators of `content` unpack.
    fn unpacks(&self, content: &[u8]) -> usize {
        if self.unpacked.is_empty() {
            return 0;
        }
        let ends = |byte: &u8| byte.is_ascii_whitespace() || b"/<>[]()%".contains(byte);
        let name = |at: usize| {
            let rest = content.get(at + 1..)?;
            Name::new(rest.get(..rest.iter().position(ends).unwrap_or(rest.len()))?)
        };
        let bytes = |at| name(at).and_then(|name| self.unpacked.get(name.as_ref()).copied()).unwrap_or(0);
        memchr::memchr_iter(b'/', content).map(bytes).fold(0, usize::saturating_add)
    }
}

impl<'a> Account<'a> {
    pub(super) fn new(max: usize) -> Self {
        let (known, streams) = (HashMap::new(), HashMap::new());
        Self { max, kept: 0, interpreted: 0, weighed: 0, known, streams, fonts: Vec::new() }
    }

    /// Weighs a page and what it draws with, before it is drawn.
    pub(super) fn page(&mut self, page: &Page<'a>) -> Result<Load, TooLarge> {
        if self.interpreted >= MAX_INTERPRETED {
            return Err(TooLarge);
        }
        let content = self.contents(page)?;
        let mut resort = Resort::default();
        self.resources(page.resources(), &mut resort, 0)?;
        let form = self.largest(&resort)?;
        self.spend(content.len().saturating_add(resort.unpacks(content) / UNPACKED_TO_INTERPRETED))?;
        Ok(Load { form })
    }

    /// What the largest procedure takes that drawing the page as a picture may run beside its content, in bytes of content:
    /// forms, patterns, soft masks, glyphs, annotations.
    pub(super) fn nested(&mut self, page: &Page<'a>) -> Result<usize, TooLarge> {
        let mut resort = Resort { is_drawn: true, ..Resort::default() };
        self.resources(page.resources(), &mut resort, 0)?;
        let annotations = page.raw().get::<Array<'_>>(b"Annots").into_iter().flat_map(|list| list.iter::<Dict<'_>>());
        for appearance in annotations.filter_map(|annotation| annotation.get::<Dict<'_>>(b"AP")?.get(b"N")) {
            match appearance {
                Object::Stream(form) => self.procedure(form, &mut resort, 0)?,
                Object::Dict(states) => {
                    for form in states.keys().filter_map(|state| states.get::<Stream<'_>>(state)) {
                        self.procedure(form, &mut resort, 0)?;
                    }
                }
                _ => {}
            }
        }
        self.largest(&resort)
    }

    /// What the largest of the procedures takes.
    fn largest(&mut self, resort: &Resort<'a>) -> Result<usize, TooLarge> {
        let mut largest = 0;
        for form in &resort.forms {
            largest = largest.max(self.form(form, resort)?);
        }
        Ok(largest)
    }

    /// Weighs a form field's appearance and what it draws with.
    pub(super) fn appearance(&mut self, form: &Stream<'_>, resources: &Resources<'a>) -> Result<(), TooLarge> {
        let mut resort = Resort::default();
        self.resources(resources, &mut resort, 0)?;
        let form = self.form(form, &resort)?;
        self.spend(form)
    }

    /// How many forms a page of that load may draw.
    pub(super) fn forms_left(&self, load: Load) -> usize {
        MAX_INTERPRETED.saturating_sub(self.interpreted) / (load.form + 1)
    }

    /// The fonts that were weighed since the last time.
    pub(super) fn new_fonts(&mut self) -> Vec<Dict<'a>> {
        std::mem::take(&mut self.fonts)
    }

    /// Accounts for forms that were drawn.
    pub(super) fn drew(&mut self, load: Load, forms: usize) {
        self.interpreted = self.interpreted.saturating_add(load.form.saturating_mul(forms));
    }

    fn spend(&mut self, cost: usize) -> Result<(), TooLarge> {
        let spent = self.interpreted.saturating_add(cost);
        if spent > MAX_INTERPRETED {
            return Err(TooLarge);
        }
        self.interpreted = spent;
        Ok(())
    }

    /// The content of a page.
    fn contents<'p>(&mut self, page: &'p Page<'_>) -> Result<&'p [u8], TooLarge> {
        let parts: Vec<Stream<'_>> = match page.raw().get::<Object<'_>>(b"Contents") {
            Some(Object::Stream(stream)) => vec![stream],
            Some(Object::Array(array)) => array.iter::<Stream<'_>>().collect(),
            _ => Vec::new(),
        };
        let mut total = parts.iter().map(ceiling).fold(0, usize::saturating_add);
        if total > MAX_CONTENT || self.kept.saturating_add(total) > self.max {
            total = 0;
            for part in &parts {
                total = total.saturating_add(self.unpacked(part)?);
            }
        }
        if total > MAX_CONTENT || self.kept.saturating_add(total) > self.max {
            return Err(TooLarge);
        }
        let content = page.page_stream().unwrap_or_default();
        self.kept += content.len();
        content_is_sane(content)?;
        Ok(content)
    }

    fn resources(&mut self, resources: &Resources<'a>, resort: &mut Resort<'a>, depth: usize) -> Result<(), TooLarge> {
        for name in resources.fonts.keys() {
            if let Some(font) = resources.fonts.get::<Dict<'_>>(&name) {
                // A dictionary that is no object of its own goes by the object that it stands in.
                self.font(&font, resources.fonts.get_ref(&name).map(ObjectIdentifier::from))?;
            }
        }
        self.states(resources, resort);
        let mut procedures: Vec<Stream<'_>> =
            resources.x_objects.keys().filter_map(|name| resources.x_objects.get(name)).collect();
        if resort.is_drawn {
            procedures.extend(resources.patterns.keys().filter_map(|name| resources.patterns.get::<Stream<'_>>(name)));
            let states = &resources.ext_g_states;
            let masks = states.keys().filter_map(|name| states.get::<Dict<'_>>(name)?.get::<Dict<'_>>(b"SMask"));
            procedures.extend(masks.filter_map(|mask| mask.get::<Stream<'_>>(b"G")));
            for font in resources.fonts.keys().filter_map(|name| resources.fonts.get::<Dict<'_>>(name)) {
                let Some(glyphs) = font.get::<Dict<'_>>(b"CharProcs") else { continue };
                procedures.extend(glyphs.keys().filter_map(|name| glyphs.get::<Stream<'_>>(name)));
                let inner = font.get::<Dict<'_>>(b"Resources");
                if let Some(inner) =
                    inner.filter(|_| depth < MAX_DEPTH && font.obj_id().is_none_or(|id| resort.seen.insert(id)))
                {
                    self.resources(&Resources::new(inner), resort, depth + 1)?;
                }
            }
        }
        for procedure in procedures {
            self.procedure(procedure, resort, depth)?;
        }
        Ok(())
    }

    /// Weighs what a form or the like draws with, once.
    fn procedure(&mut self, form: Stream<'a>, resort: &mut Resort<'a>, depth: usize) -> Result<(), TooLarge> {
        let unseen = form.dict().obj_id().is_none_or(|id| resort.seen.insert(id));
        if !unseen || depth >= MAX_DEPTH || is_image(form.dict()) {
            return Ok(());
        }
        let inner = form.dict().get::<Dict<'_>>(b"Resources");
        resort.forms.push(form);
        match inner {
            Some(inner) => self.resources(&Resources::new(inner), resort, depth + 1),
            None => Ok(()),
        }
    }

    /// Weighs what operators unpack each time: the form of a soft mask, functions, shadings.
    fn states(&mut self, resources: &Resources<'a>, resort: &mut Resort<'a>) {
        let mut named: Vec<(Name<'_>, Vec<Stream<'_>>)> = Vec::new();
        for name in resources.ext_g_states.keys() {
            let Some(state) = resources.ext_g_states.get::<Dict<'_>>(&name) else { continue };
            let mut streams = functions(&state, b"TR");
            streams.extend(functions(&state, b"TR2"));
            if let Some(mask) = state.get::<Dict<'_>>(b"SMask") {
                streams.extend(mask.get::<Stream<'_>>(b"G"));
                streams.extend(functions(&mask, b"TR"));
            }
            named.push((name, streams));
        }
        for name in resources.patterns.keys() {
            // Those that tile a surface are unpacked when they are drawn.
            let pattern = resources.patterns.get::<Dict<'_>>(&name);
            let streams = pattern.and_then(|pattern| pattern.get(b"Shading")).map(shading);
            named.push((name, streams.unwrap_or_default()));
        }
        for name in resources.shadings.keys() {
            let streams = resources.shadings.get(&name).map(shading);
            named.push((name, streams.unwrap_or_default()));
        }
        for (name, streams) in named.iter().filter(|(_, streams)| !streams.is_empty()) {
            let sizes = streams.iter().map(|stream| self.unpacked(stream).unwrap_or(usize::MAX));
            let size = sizes.fold(0, usize::saturating_add);
            let known = resort.unpacked.entry(name.as_ref().to_vec()).or_default();
            *known = size.max(*known);
        }
    }

    /// What drawing a form takes.
    fn form(&mut self, form: &Stream<'_>, resort: &Resort<'_>) -> Result<usize, TooLarge> {
        let size = self.unpacked(form)?;
        let mut unpacked = 0;
        if size > SMALL_CONTENT || !resort.unpacked.is_empty() {
            self.weighed = self.weighed.saturating_add(size);
            let content = form.decoded_data().unwrap_or_default();
            content_is_sane(&content)?;
            unpacked = resort.unpacks(&content) / UNPACKED_TO_INTERPRETED;
        }
        Ok(size.saturating_add(FORM).saturating_add(unpacked))
    }

    /// What a stream unpacks to in bytes, weighed once.
    fn unpacked(&mut self, stream: &Stream<'_>) -> Result<usize, TooLarge> {
        let id = stream.dict().obj_id();
        if let Some(known) = id.and_then(|id| self.streams.get(&id)) {
            return known.map_err(|()| TooLarge);
        }
        if self.weighed > MAX_WEIGHED {
            return Err(TooLarge);
        }
        let size = size(stream, MAX_CONTENT);
        self.weighed = self.weighed.saturating_add(size.unwrap_or(MAX_CONTENT));
        if let Some(id) = id {
            self.streams.insert(id, size.ok_or(()));
        }
        size.ok_or(TooLarge)
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

/// The functions under `key` that are streams.
fn functions<'a>(dict: &Dict<'a>, key: &[u8]) -> Vec<Stream<'a>> {
    match dict.get::<Object<'_>>(key) {
        Some(Object::Stream(function)) => vec![function],
        Some(Object::Array(functions)) => functions.iter::<Object<'_>>().filter_map(Object::into_stream).collect(),
        _ => Vec::new(),
    }
}

/// A shading and its functions, as far as they are streams.
fn shading(shading: Object<'_>) -> Vec<Stream<'_>> {
    match shading {
        Object::Stream(mesh) => functions(mesh.dict(), b"Function").into_iter().chain([mesh]).collect(),
        Object::Dict(dict) => functions(&dict, b"Function"),
        _ => Vec::new(),
    }
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
