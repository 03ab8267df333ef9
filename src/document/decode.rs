//! From a glyph to the characters it stands for, by every table a PDF may offer.
//!
//! The interpreter follows ToUnicode and glyph names. Two ways remain for embedded fonts that carry neither: the character
//! collection (character code → CID → Unicode, for Adobe-Japan1 and its like) and the font program's own character map, read
//! backwards.

use std::collections::HashMap;
use std::rc::Rc;

use hayro_cmap::{BfString, CMap, CMapName, CidFamily};
use hayro_interpret::font::{Glyph, OutlineFontData, OutlineGlyph};
use hayro_syntax::Pdf;
use hayro_syntax::object::{self, Array, Dict, Name, Object, Stream};
use skrifa::{FontRef, MetadataProvider};

/// Longest text that one glyph may stand for, in characters: longer mappings are broken tables.
const MAX_CHARS: usize = 16;

/// Maps glyphs to characters; one for each document, so that tables are read once.
pub(super) struct Decoder<'a> {
    pdf: &'a Pdf,
    /// Composite fonts by name without subset prefix; read only when a glyph needs them.
    composites: Option<HashMap<String, Rc<Composite>>>,
    /// Ways to read a font program whose glyphs the interpreter could not map, by its cache key.
    programs: HashMap<u128, Program>,
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
}

impl<'a> Decoder<'a> {
    pub(super) fn new(pdf: &'a Pdf) -> Self {
        Self { pdf, composites: None, programs: HashMap::new() }
    }

    /// Appends what `glyph` reads as to `out`; false if nothing maps it, and then U+FFFD is appended.
    pub(super) fn decode(&mut self, glyph: &Glyph<'_>, out: &mut String) -> bool {
        let found = match glyph.as_unicode() {
            Some(BfString::Char(char)) => push_clean(std::iter::once(char), out),
            Some(BfString::String(text)) => push_clean(text.chars().take(MAX_CHARS), out),
            None => false,
        };
        if found {
            return true;
        }
        let other = match glyph {
            Glyph::Outline(outline) => self.by_program(outline),
            Glyph::Type3(_) => None,
        };
        out.push(other.unwrap_or(char::REPLACEMENT_CHARACTER));
        other.is_some()
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
        Program { composite, reverse: reverse_map(font.data.as_ref().as_ref()) }
    }
}

impl Composite {
    fn read(font: &Dict<'_>) -> Option<Self> {
        let codes = read_codes(&font.get::<Object<'_>>(b"Encoding")?)?;
        let descendant = font.get::<Array<'_>>(b"DescendantFonts")?.iter::<Dict<'_>>().next()?;
        let named = codes.metadata().character_collection.as_ref().map(|collection| collection.family.clone());
        let family = named.filter(|family| *family != CidFamily::AdobeIdentity).or_else(|| read_family(&descendant));
        let collection = family.and_then(|family| family.ucs2_cmap()).and_then(predefined).map(Rc::new);
        Some(Self { codes, collection })
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
            name => predefined(name),
        },
        Object::Stream(stream) => CMap::parse(&decoded(stream)?, hayro_cmap::load_embedded),
        _ => None,
    }
}

fn decoded(stream: &Stream<'_>) -> Option<Vec<u8>> {
    stream.decoded_data().ok().map(std::borrow::Cow::into_owned)
}

fn predefined(name: CMapName<'_>) -> Option<CMap> {
    CMap::parse(hayro_cmap::load_embedded(name)?, hayro_cmap::load_embedded)
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
    fn subset_prefixes() {
        assert_eq!(without_subset_prefix("ABCDEF+MS-Mincho"), "MS-Mincho");
        assert_eq!(without_subset_prefix("A+B"), "A+B");
    }
}
