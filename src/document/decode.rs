//! From a glyph to the characters it stands for, by every table a PDF may offer.
//!
//! The interpreter follows ToUnicode and glyph names. Two ways remain for embedded fonts that carry neither: the character
//! collection (character code → CID → Unicode, for Adobe-Japan1 and its like) and the font program's own character map, read
//! backwards. They also serve where ToUnicode tells nothing: where it repeats the glyph numbers, calls every glyph by one
//! character, or gives characters of private use. A table that says something is believed, whatever the font says.

use std::collections::HashMap;
use std::rc::Rc;

use hayro_cmap::{BfString, CMap, CMapName, CidFamily};
use hayro_interpret::font::{Glyph, OutlineFontData, OutlineGlyph};
use hayro_syntax::Pdf;
use hayro_syntax::object::{self, Array, Dict, Name, Object, Stream};
use skrifa::{FontRef, MetadataProvider};

use super::{predefined, symbol};

/// Longest text that one glyph may stand for, in characters: longer mappings are broken tables.
const MAX_CHARS: usize = 16;

/// Maps glyphs to characters; one for each document, so that tables are read once.
pub(super) struct Decoder<'a> {
    pdf: &'a Pdf,
    /// Composite fonts by name without subset prefix; read only when a glyph needs them.
    composites: Option<HashMap<String, Rc<Composite>>>,
    /// Ways to read a font program whose glyphs the interpreter could not map, by its cache key.
    programs: HashMap<u128, Program>,
    /// Fonts whose ToUnicode is not believed, by name without subset prefix.
    distrusted: HashMap<String, Distrust>,
}

/// What a glyph was read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// Characters.
    Text,
    /// Characters of private use (外字): only who made the font knows what they are.
    Private,
    /// Nothing: no table maps the glyph.
    Unmapped,
}

/// Why a font's ToUnicode is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Distrust {
    /// It repeats the codes, which are glyph numbers.
    Identity,
    /// It gives the same character for every code.
    OneCharacter,
}

/// What is known about the glyphs of one embedded font program.
struct Program {
    composite: Option<Rc<Composite>>,
    /// The font's own character map, from glyph to character.
    reverse: HashMap<u32, char>,
}

/// The tables of a composite font.
struct Composite {
    codes: CMap,
    /// From CID to Unicode.
    collection: Option<Rc<CMap>>,
    /// Whether the font program is in the file; if not, the interpreter's program is a stand-in with other glyphs.
    embedded: bool,
}

impl<'a> Decoder<'a> {
    pub(super) fn new(pdf: &'a Pdf) -> Self {
        Self { pdf, composites: None, programs: HashMap::new(), distrusted: HashMap::new() }
    }

    /// Forgets what a panic may have left half written.
    pub(super) fn reset(&mut self) {
        self.composites = None;
        self.programs.clear();
    }

    /// Looks at a font before it is used.
    pub(super) fn learn(&mut self, font: &Dict<'_>) {
        let Some(distrust) = distrust(font) else { return };
        if let Some(name) = font.get::<Name<'_>>(b"BaseFont") {
            self.distrusted.insert(without_subset_prefix(name.as_str()).to_owned(), distrust);
        }
    }

    /// Appends what `glyph` reads as to `out`: U+FFFD if nothing maps it.
    pub(super) fn decode(&mut self, glyph: &Glyph<'_>, out: &mut String) -> Reading {
        let before = out.len();
        let found = match glyph.as_unicode() {
            Some(BfString::Char(char)) => push_clean(std::iter::once(char), out),
            Some(BfString::String(text)) => push_clean(text.chars().take(MAX_CHARS), out),
            None => false,
        };
        let said = out.get(before..).unwrap_or_default();
        let private = found && said.chars().all(is_private);
        if found && !private && self.distrusted.is_empty() {
            return Reading::Text;
        }
        let distrust = self.distrust(glyph);
        if found && !private && distrust.is_none() {
            return Reading::Text;
        }
        let other = match glyph {
            Glyph::Outline(outline) => self.by_program(outline).filter(|char| !is_private(*char)),
            Glyph::Type3(_) => None,
        };
        // Codes that are Unicode after all make Japanese; glyph numbers do so only by chance.
        let credible = distrust == Some(Distrust::Identity) && said.chars().all(is_japanese);
        let sign = said.chars().next().filter(|_| private).and_then(|char| sign(char, glyph));
        if let Some(char) = other.or(sign) {
            out.truncate(before);
            out.push(char);
            Reading::Text
        } else if found && private {
            Reading::Private
        } else if found && credible {
            Reading::Text
        } else {
            out.truncate(before);
            out.push(char::REPLACEMENT_CHARACTER);
            Reading::Unmapped
        }
    }

    fn distrust(&self, glyph: &Glyph<'_>) -> Option<Distrust> {
        let Glyph::Outline(outline) = glyph else { return None };
        let name = outline.font_data().filter(|_| !self.distrusted.is_empty())?.postscript_name?;
        self.distrusted.get(&name).copied()
    }

    fn by_program(&mut self, glyph: &OutlineGlyph) -> Option<char> {
        let font = glyph.font_data()?;
        if !self.programs.contains_key(&font.cache_key) {
            let program = self.read_program(&font);
            self.programs.insert(font.cache_key, program);
        }
        let program = self.programs.get(&font.cache_key)?;
        let by_collection = program.composite.as_ref().and_then(|composite| composite.char(glyph.char_code()));
        by_collection.or_else(|| program.reverse.get(&glyph.glyph_id().to_u32()).copied())
    }

    fn read_program(&mut self, font: &OutlineFontData) -> Program {
        let pdf = self.pdf;
        let composites = self.composites.get_or_insert_with(|| read_composites(pdf));
        let composite = font.postscript_name.as_ref().and_then(|name| composites.get(name)).cloned();
        let stand_in = composite.as_ref().is_some_and(|composite| !composite.embedded);
        let reverse = if stand_in { HashMap::new() } else { reverse_map(font.data.as_ref().as_ref()) };
        Program { composite, reverse }
    }
}

impl Composite {
    fn read(font: &Dict<'_>) -> Option<Self> {
        let codes = read_codes(&font.get::<Object<'_>>(b"Encoding")?)?;
        let descendant = font.get::<Array<'_>>(b"DescendantFonts")?.iter::<Dict<'_>>().next()?;
        let named = codes.metadata().character_collection.as_ref().map(|collection| collection.family.clone());
        let family = named.filter(|family| *family != CidFamily::AdobeIdentity).or_else(|| read_family(&descendant));
        let collection = family.and_then(|family| family.ucs2_cmap()).and_then(predefined::cmap).map(Rc::new);
        let descriptor = descendant.get::<Dict<'_>>(b"FontDescriptor");
        let embedded = descriptor.is_some_and(|descriptor| {
            [b"FontFile".as_slice(), b"FontFile2", b"FontFile3"].iter().any(|key| descriptor.contains_key(key))
        });
        Some(Self { codes, collection, embedded })
    }

    fn char(&self, code: u32) -> Option<char> {
        let collection = self.collection.as_ref()?;
        let cid = (1..=4).find_map(|length| self.codes.lookup_cid_code(code, length))?;
        match collection.lookup_bf_string(cid)? {
            BfString::Char(char) => Some(char).filter(|char| is_text(*char)),
            BfString::String(_) => None,
        }
    }
}

/// All composite fonts of the file, by name. A name used twice (two subsets of one font) shares its tables in practice.
fn read_composites(pdf: &Pdf) -> HashMap<String, Rc<Composite>> {
    let mut composites = HashMap::new();
    for object in pdf.objects() {
        let Object::Dict(dict) = object else { continue };
        let is_composite = dict.get::<Name<'_>>(b"Subtype").is_some_and(|name| name.as_str() == "Type0");
        let Some(name) = dict.get::<Name<'_>>(b"BaseFont").filter(|_| is_composite) else { continue };
        if let Some(composite) = Composite::read(&dict) {
            composites.insert(without_subset_prefix(name.as_str()).to_owned(), Rc::new(composite));
        }
    }
    composites
}

/// `ABCDEF+Name` is how a subset of `Name` is called.
fn without_subset_prefix(name: &str) -> &str {
    name.split_once('+').filter(|(prefix, _)| prefix.len() == 6).map_or(name, |(_, rest)| rest)
}

fn read_codes(encoding: &Object<'_>) -> Option<CMap> {
    match encoding {
        Object::Name(name) => match CMapName::from_bytes(name) {
            CMapName::IdentityH => Some(CMap::identity_h()),
            CMapName::IdentityV => Some(CMap::identity_v()),
            name => predefined::cmap(name),
        },
        Object::Stream(stream) => CMap::parse(&decoded(stream)?, predefined::load),
        _ => None,
    }
}

fn decoded(stream: &Stream<'_>) -> Option<Vec<u8>> {
    stream.decoded_data().ok().map(std::borrow::Cow::into_owned)
}

fn read_family(descendant: &Dict<'_>) -> Option<CidFamily> {
    let info = descendant.get::<Dict<'_>>(b"CIDSystemInfo")?;
    let registry = info.get::<object::String<'_>>(b"Registry")?;
    let ordering = info.get::<object::String<'_>>(b"Ordering")?;
    Some(CidFamily::from_registry_ordering(registry.as_bytes(), ordering.as_bytes()))
}

/// Glyph → character from the font's own map. Where several characters share a glyph, an ordinary one wins.
fn reverse_map(font: &[u8]) -> HashMap<u32, char> {
    let mut map = HashMap::new();
    let Ok(font) = FontRef::from_index(font, 0) else { return map };
    for (code, glyph) in font.charmap().mappings() {
        let Some(char) = char::from_u32(code).filter(|char| is_text(*char)) else { continue };
        let entry = map.entry(glyph.to_u32()).or_insert(char);
        if is_compatibility(*entry) && !is_compatibility(char) {
            *entry = char;
        }
    }
    map
}

/// Whether a font's ToUnicode tells nothing.
fn distrust(font: &Dict<'_>) -> Option<Distrust> {
    let table = Table::read(&decoded(&font.get::<Stream<'_>>(b"ToUnicode")?)?);
    if table.codes >= 3 && table.targets == Targets::One {
        return Some(Distrust::OneCharacter);
    }
    let identity = table.codes >= 5 && 10 * table.identical >= 9 * table.codes;
    (identity && shows_glyphs_by_number(font)).then_some(Distrust::Identity)
}

/// Whether the codes of a font are glyph numbers of its program or CIDs of a collection: nothing that could be Unicode.
fn shows_glyphs_by_number(font: &Dict<'_>) -> bool {
    let encoding = font.get::<Name<'_>>(b"Encoding");
    let identity = encoding.is_some_and(|name| matches!(name.as_ref(), b"Identity-H" | b"Identity-V"));
    let descendant = font.get::<Array<'_>>(b"DescendantFonts").and_then(|fonts| fonts.iter::<Dict<'_>>().next());
    identity
        && descendant.is_some_and(|font| {
            let subtype = font.get::<Name<'_>>(b"Subtype");
            let by_number = subtype.is_some_and(|name| name.as_ref() == b"CIDFontType2")
                && font.get::<Stream<'_>>(b"CIDToGIDMap").is_none();
            let collected = read_family(&font).is_some_and(|family| family.ucs2_cmap().is_some());
            by_number || collected
        })
}

/// What a ToUnicode table says, in figures.
#[derive(Debug, Default, PartialEq, Eq)]
struct Table {
    /// Codes that it maps.
    codes: usize,
    /// Those that it maps to the character of the same number.
    identical: usize,
    targets: Targets,
}

/// The characters of a table.
#[derive(Debug, Default, PartialEq, Eq)]
enum Targets {
    #[default]
    None,
    One,
    Several,
}

impl Table {
    /// Reads the hexadecimal strings between the operators: `<code> <text>` or `<first> <last> <text>`.
    fn read(cmap: &[u8]) -> Self {
        let mut table = Self::default();
        let mut known: Option<&[u8]> = None;
        let mut strings: Vec<&[u8]> = Vec::new();
        let mut rest = cmap;
        while let Some(at) = rest.iter().position(|byte| matches!(byte, b'<' | b'e' | b'b')) {
            rest = rest.get(at..).unwrap_or_default();
            if let Some(after) = rest.strip_prefix(b"beginbf") {
                strings.clear();
                rest = after;
            } else if let Some(after) = rest.strip_prefix(b"endbfchar") {
                for pair in strings.chunks_exact(2) {
                    table.add(pair[0], pair[0], pair[1], &mut known);
                }
                rest = after;
            } else if let Some(after) = rest.strip_prefix(b"endbfrange") {
                // Arrays of characters make the strings uneven; tables that have them are written with care.
                for range in strings.chunks_exact(3) {
                    table.add(range[0], range[1], range[2], &mut known);
                }
                rest = after;
            } else if let (Some(end), b'<') = (rest.iter().position(|byte| *byte == b'>'), rest[0]) {
                strings.push(rest.get(1..end).unwrap_or_default());
                rest = rest.get(end + 1..).unwrap_or_default();
            } else {
                rest = rest.get(1..).unwrap_or_default();
            }
        }
        table
    }

    fn add<'t>(&mut self, first: &[u8], last: &[u8], text: &'t [u8], known: &mut Option<&'t [u8]>) {
        let number = |hex: &[u8]| u32::from_str_radix(std::str::from_utf8(hex).ok()?.trim(), 16).ok();
        let (Some(first), Some(last)) = (number(first), number(last)) else { return };
        let codes = last.saturating_sub(first).min(0xFFFF) as usize + 1;
        self.codes += codes;
        if number(text) == Some(first) {
            self.identical += codes;
        }
        self.targets = match (&self.targets, known.replace(text)) {
            (Targets::None, _) if codes == 1 => Targets::One,
            (Targets::One, Some(before)) if codes == 1 && before == text => Targets::One,
            _ => Targets::Several,
        };
    }
}

fn is_private(char: char) -> bool {
    matches!(char, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..)
}

pub(super) fn is_japanese(char: char) -> bool {
    matches!(char, '、'..='〟' | 'ぁ'..='ヿ' | '\u{4E00}'..='\u{9FFF}' | '！'..='ﾟ')
}

/// What a character of private use shows in a symbol font.
fn sign(char: char, glyph: &Glyph<'_>) -> Option<char> {
    let Glyph::Outline(outline) = glyph else { return None };
    let name = outline.font_data()?.postscript_name?;
    Some(symbol::sign(char, Some(&name))).filter(|sign| *sign != char)
}

/// Radicals, compatibility ideographs and private use: right shape, wrong character.
fn is_compatibility(char: char) -> bool {
    matches!(char, '\u{2E80}'..='\u{2FDF}' | '\u{E000}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' | '\u{2F800}'..='\u{2FA1F}')
}

fn is_text(char: char) -> bool {
    !char.is_control() && char != char::REPLACEMENT_CHARACTER
}

/// Appends the characters that are text; false if there is none. Tabs and line ends that tables map to are spaces.
fn push_clean(chars: impl Iterator<Item = char>, out: &mut String) -> bool {
    let before = out.len();
    for char in chars {
        match char {
            '\t' | '\n' | '\r' => out.push(' '),
            _ if is_text(char) => out.push(char),
            _ => {}
        }
    }
    out.len() > before
}

/// A PDF text string: UTF-16 or UTF-8 by its mark, else the Latin of PDFDocEncoding.
pub(super) fn text_string(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        // Not what the standard says, but what several producers write.
        _ if !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok() => String::from_utf8_lossy(bytes).into_owned(),
        _ => bytes.iter().map(|&byte| char::from(byte)).collect(),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    char::decode_utf16(units).map(|char| char.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_strings_by_their_mark() {
        assert_eq!(text_string(b"\xFE\xFF\x59\x51\x7D\x04"), "契約");
        assert_eq!(text_string("\u{FEFF}契約".as_bytes()), "契約");
        assert_eq!(text_string(b"Agreement"), "Agreement");
    }

    #[test]
    fn control_characters_are_no_text() {
        let mut out = String::new();
        assert!(!push_clean("\0\u{1}".chars(), &mut out));
        assert!(push_clean("ﬁ\0".chars(), &mut out));
        assert_eq!(out, "ﬁ");
    }

    #[test]
    fn tables_that_tell_nothing() {
        let table = |cmap: &str| Table::read(cmap.as_bytes());
        let identity = table(
            "1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0000> <FFFF> <0000> endbfrange",
        );
        assert_eq!((identity.codes, identity.identical), (65_536, 65_536));
        let one = table("3 beginbfchar <01> <0020>\n<02> <0020>\n<03> <0020>\nendbfchar");
        assert_eq!((one.codes, one.targets), (3, Targets::One));
        let sound = table("2 beginbfchar <01> <4E59> <02> <7532> endbfchar 1 beginbfrange <03> <05> <3042> endbfrange");
        assert_eq!(sound, Table { codes: 5, identical: 0, targets: Targets::Several });
    }

    #[test]
    fn subset_prefixes() {
        assert_eq!(without_subset_prefix("ABCDEF+MS-Mincho"), "MS-Mincho");
        assert_eq!(without_subset_prefix("A+B"), "A+B");
    }
}
