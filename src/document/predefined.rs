//! The predefined CMaps (ISO 32000-2, 9.7.5.2), those of Japanese as the build wrote them: the bundle that holds all of them takes longer
//! to unpack than a page to read.

use std::sync::Arc;

use hayro_cmap::{CMap, CMapName};
use hayro_interpret::InterpreterSettings;

/// By name.
const WRITTEN: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/cmaps/list.rs"));

/// The predefined CMap of that name.
pub(super) fn cmap(name: CMapName<'_>) -> Option<CMap> {
    CMap::parse(load(name)?, load)
}

/// The bytes of the predefined CMap of that name.
pub(super) fn load(name: CMapName<'_>) -> Option<&'static [u8]> {
    let written = WRITTEN.iter().find(|(written, _)| written.as_bytes() == name.to_bytes());
    written.map(|(_, bytes)| *bytes).or_else(|| hayro_cmap::load_embedded(name))
}

/// How pages are interpreted.
pub(super) fn settings() -> InterpreterSettings {
    InterpreterSettings { cmap_resolver: Arc::new(load), ..InterpreterSettings::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hayro_cmap::WritingMode;

    #[test]
    fn what_was_written_says_what_the_bundle_says() {
        for (name, bytes) in WRITTEN {
            let parsed = |bytes| CMap::parse(bytes, hayro_cmap::load_embedded).expect("a CMap");
            let bundled = hayro_cmap::load_embedded(CMapName::from_bytes(name.as_bytes())).expect("a bundled CMap");
            let (written, bundled) = (parsed(bytes), parsed(bundled));
            let down = |cmap: &CMap| cmap.metadata().writing_mode == Some(WritingMode::Vertical);
            assert_eq!(down(&written), down(&bundled), "{name}");
            let codes = (0..=0xFF).map(|code| (1, code)).chain((0..=0xFFFF).map(|code| (2, code)));
            for (bytes, code) in codes.chain((0xD840_DC00..=0xD845_DFFF).map(|code| (4, code))) {
                let (own, other) = (written.lookup_cid_code(code, bytes), bundled.lookup_cid_code(code, bytes));
                assert_eq!(own, other, "{name} {code:x}");
            }
            for code in 0..=u32::from(u16::MAX) {
                let (own, other) = (written.lookup_bf_string(code), bundled.lookup_bf_string(code));
                assert_eq!(format!("{own:?}"), format!("{other:?}"), "{name} {code:x}");
            }
        }
    }
}
