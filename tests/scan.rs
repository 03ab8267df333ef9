//! Reading scans: `data/scan.pdf` is a page of six lines at 200 dots per inch, turned by a degree, blurred, compressed, with a red
//! seal over its text.

use std::path::Path;

use joko::document::{self, Document, GapReason, Ocr, ReadOptions};
#[cfg(feature = "ocr")]
use joko::document::{Kind, LineKind};

const SCAN: &[u8] = include_bytes!("data/scan.pdf");

fn read(bytes: &[u8], ocr: Ocr) -> Document {
    let options = ReadOptions { ocr, ..ReadOptions::default() };
    document::read(bytes, Path::new("scan.pdf"), &options).expect("readable")
}

#[cfg(feature = "ocr")]
fn body(document: &Document) -> String {
    let lines = document.lines.iter().filter(|line| line.kind == LineKind::Body);
    let text: String =
        lines.map(|line| document.raw.get(line.raw.start..line.raw.end).expect("lines lie on characters")).collect();
    text.chars().filter(|char| !char.is_whitespace()).collect()
}

#[test]
fn without_recognition_a_scan_is_a_gap() {
    let document = read(SCAN, Ocr::Never);
    assert_eq!(document.gaps.iter().map(|gap| (gap.page, gap.why)).collect::<Vec<_>>(), [(1, GapReason::ImageOnly)]);
    assert!(document.raw.is_empty() && !document.pages[0].recognised);
}

#[cfg(feature = "ocr")]
#[test]
fn a_scan_reads_as_its_text_with_places() {
    let document = read(SCAN, Ocr::Auto);
    assert_eq!(document.kind, Kind::Pdf);
    assert!(document.gaps.is_empty() && document.pages[0].recognised);
    let text = body(&document);
    for part in [
        "第4条(料金の請求)1乙は、会員に対し、本サービスの料金を自己の名において請求し、収納する。",
        "2甲は、会員に対し、料金を直接に請求してはならない。",
        "サポートセンターは乙が設け、甲に取り次がない。",
    ] {
        let plain: String =
            text.replace('（', "(").replace('）', ")").replace('４', "4").replace('１', "1").replace('２', "2");
        assert!(plain.contains(part), "{plain}");
    }
    assert!(document.lines.iter().all(|line| line.confidence.is_some_and(|sure| sure > 0.6 && sure <= 1.0)));
    // 請 at the end of the second line covers the pixels 925–953 × 146–176 of the picture.
    let at = document.raw.find("おいて請").expect("read") + "おいて".len();
    let glyph = document.pages[0].glyphs.iter().find(|glyph| glyph.raw.start == at).expect("it has a place");
    let point = |pixel: f32| pixel * 72.0 / 200.0;
    let apart = [
        glyph.rect.x0 - point(925.0),
        glyph.rect.x1 - point(953.0),
        glyph.rect.y0 - point(146.0),
        glyph.rect.y1 - point(176.0),
    ];
    assert!(apart.iter().all(|apart| apart.abs() < 2.0), "{apart:?}");
}

#[cfg(feature = "ocr")]
#[test]
fn a_picture_is_a_document_of_one_page() {
    // The scan's picture is a JPEG file within the PDF.
    let start = SCAN.windows(3).position(|bytes| bytes == b"\xFF\xD8\xFF").expect("a JPEG");
    let document = read(&SCAN[start..], Ocr::Auto);
    assert_eq!((document.kind, document.pages.len()), (Kind::Image, 1));
    assert!(body(&document).contains("料金を直接に請求してはならない。"));
}
