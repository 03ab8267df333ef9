//! The predefined CMaps (ISO 32000-2, 9.7.5.2), those of Japanese as the build wrote them: the bundle that holds all of them takes longer
//! to unpack than a page to read.

use std::sync::Arc;

use hayro_cmap::{BfString, CMap, CMapName, CidFamily};
use hayro_interpret::InterpreterSettings;

/// What a CID of a character collection shows.
pub(super) enum Collection {
    Japan1,
    Other(Box<CMap>),
}

impl Collection {
    pub(super) fn of(family: &CidFamily) -> Option<Self> {
        match family {
            CidFamily::AdobeJapan1 => Some(Self::Japan1),
            other => other.ucs2_cmap().and_then(cmap).map(Box::new).map(Self::Other),
        }
    }

    /// What the CID shows.
    pub(super) fn shown(&self, cid: u32) -> Option<Shown> {
        match self {
            Self::Japan1 => japan1(cid).map(Shown::Text),
            Self::Other(cmap) => match cmap.lookup_bf_string(cid)? {
                BfString::Char(char) => Some(Shown::Char(char)),
                BfString::String(_) => None,
            },
        }
    }
}

/// What a glyph shows: one character, or what a table of the program says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    Char(char),
    Text(&'static str),
}

impl Shown {
    /// Its first character.
    pub(super) fn first(self) -> Option<char> {
        match self {
            Self::Char(char) => Some(char),
            Self::Text(text) => text.chars().next(),
        }
    }

    pub(super) fn push_to(self, out: &mut String) {
        match self {
            Self::Char(char) => out.push(char),
            Self::Text(text) => out.push_str(text),
        }
    }
}

fn japan1(cid: u32) -> Option<&'static str> {
    /// CIDs of Adobe-Japan1-7, as in `build.rs`.
    const CIDS: usize = 23_060;
    const TABLE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/japan1.bin"));
    let (starts, texts) = TABLE.split_at_checked(4 * (CIDS + 1))?;
    let (starts, _) = starts.as_chunks::<4>();
    let start = |cid: usize| usize::try_from(u32::from_le_bytes(*starts.get(cid)?)).ok();
    let cid = usize::try_from(cid).ok().filter(|cid| *cid < CIDS)?;
    let text = str::from_utf8(texts.get(start(cid)?..start(cid + 1)?)?).ok()?;
    Some(text).filter(|text| !text.is_empty())
}

/// The predefined CMap of that name.
pub(super) fn cmap(name: CMapName<'_>) -> Option<CMap> {
    CMap::parse(load(name)?, load)
}

/// How pages are interpreted. What the CIDs of fonts that are not embedded show is told by [`Collection`], where it is looked up and
/// not parsed.
pub(super) fn settings() -> InterpreterSettings {
    let resolve = |name: CMapName<'_>| if matches!(name, CMapName::AdobeJapan1Ucs2) { None } else { load(name) };
    InterpreterSettings { cmap_resolver: Arc::new(resolve), ..InterpreterSettings::default() }
}

/// The bytes of the predefined CMap of that name.
pub(super) fn load(name: CMapName<'_>) -> Option<&'static [u8]> {
    macro_rules! written {
        ($($file:literal)*) => {
            match name.to_bytes() {
                $(file if file == $file.as_bytes() => Some(include_bytes!(concat!(env!("OUT_DIR"), "/", $file)).as_slice()),)*
                _ => hayro_cmap::load_embedded(name),
            }
        };
    }
    written! {
        "83pv-RKSJ-H" "90ms-RKSJ-H" "90ms-RKSJ-V" "90msp-RKSJ-H" "90msp-RKSJ-V" "90pv-RKSJ-H" "EUC-H" "EUC-V" "H" "V" "Ext-RKSJ-H"
        "Ext-RKSJ-V" "UniJIS-UCS2-H" "UniJIS-UCS2-V" "UniJIS-UCS2-HW-H" "UniJIS-UCS2-HW-V" "UniJIS-UTF16-H"
        "UniJIS-UTF16-V"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hayro_cmap::WritingMode;

    #[test]
    fn what_was_written_says_what_the_bundle_says() {
        for name in [
            "83pv-RKSJ-H",
            "90ms-RKSJ-V",
            "90pv-RKSJ-H",
            "EUC-H",
            "V",
            "UniJIS-UCS2-HW-V",
            "UniJIS-UTF16-V",
            "UniJIS-UTF16-H",
        ] {
            let of =
                |bytes: Option<&[u8]>| CMap::parse(bytes.expect("a CMap"), hayro_cmap::load_embedded).expect("read");
            let named = || CMapName::from_bytes(name.as_bytes());
            let (written, bundled) = (of(load(named())), of(hayro_cmap::load_embedded(named())));
            let down = |cmap: &CMap| cmap.metadata().writing_mode == Some(WritingMode::Vertical);
            assert_eq!(down(&written), down(&bundled), "{name}");
            let codes = (0..=0xFF).map(|code| (1, code)).chain((0..=0xFFFF).map(|code| (2, code)));
            for (bytes, code) in codes.chain((0xD840_DC00..=0xD84F_DFFF).map(|code| (4, code))) {
                let (own, other) = (written.lookup_cid_code(code, bytes), bundled.lookup_cid_code(code, bytes));
                assert_eq!(own, other, "{name} {code:x}");
            }
        }
    }

    #[test]
    fn cids_of_japanese_show_what_the_bundle_says() {
        let bundled = CidFamily::AdobeJapan1.ucs2_cmap().and_then(cmap).expect("a CMap");
        for cid in 0..=u32::from(u16::MAX) {
            let (mut own, mut other) = (String::new(), String::new());
            Collection::Japan1.shown(cid).into_iter().for_each(|shown| shown.push_to(&mut own));
            match bundled.lookup_bf_string(cid) {
                Some(BfString::Char(char)) => other.push(char),
                Some(BfString::String(text)) => other.push_str(&text),
                None => {}
            }
            assert_eq!(own, other, "{cid}");
        }
    }
}
