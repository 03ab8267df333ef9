//! Reading scans: `data/scan.pdf` is a page of six lines at 200 dots per inch, turned by a degree, blurred, compressed, with a red
//! seal over its text. `data/scan-vertical.jpg` is the beginning of a page of vertical writing, with a seal as well.

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

/// The scan's picture, turned by `turn` and handed in as such.
#[cfg(feature = "ocr")]
fn turned(turn: impl Fn(&image::DynamicImage) -> image::DynamicImage) -> Document {
    let start = SCAN.windows(3).position(|bytes| bytes == b"\xFF\xD8\xFF").expect("a JPEG");
    let picture = image::load_from_memory(&SCAN[start..]).expect("it decodes");
    let mut png = std::io::Cursor::new(Vec::new());
    turn(&picture).write_to(&mut png, image::ImageFormat::Png).expect("it encodes");
    read(&png.into_inner(), Ocr::Auto)
}

#[cfg(feature = "ocr")]
#[test]
fn a_scan_that_lies_on_its_side_or_upside_down_reads_the_same_and_marks_its_ink() {
    let upright = turned(Clone::clone);
    let words = "料金を直接に請求してはならない";
    // Where the last character of the words is, as shares of the page.
    let place = |document: &Document| {
        let page = &document.pages[0];
        let at = document.raw.find(words).expect("read") + words.len() - "い".len();
        let rect = page.glyphs.iter().find(|glyph| glyph.raw.start == at).expect("it has a place").rect;
        ((rect.x0 + rect.x1) / 2.0 / page.width, (rect.y0 + rect.y1) / 2.0 / page.height)
    };
    let (x, y) = place(&upright);
    let cases = [
        (turned(image::DynamicImage::rotate90), (1.0 - y, x)),
        (turned(image::DynamicImage::rotate180), (1.0 - x, 1.0 - y)),
        (turned(image::DynamicImage::rotate270), (y, 1.0 - x)),
    ];
    for (document, (x, y)) in cases {
        assert!(document.gaps.is_empty() && document.pages[0].recognised);
        let (own_x, own_y) = place(&document);
        assert!((own_x - x).abs() < 0.01 && (own_y - y).abs() < 0.01, "{own_x} {own_y} beside {x} {y}");
    }
}

#[cfg(feature = "ocr")]
#[test]
fn vertical_writing_reads_with_its_marks_and_small_kana() {
    let document = read(include_bytes!("data/scan-vertical.jpg"), Ocr::Auto);
    // What is lost of it is not known, so that nothing may be held missing.
    assert_eq!(document.gaps.iter().map(|gap| gap.why).collect::<Vec<_>>(), [GapReason::Illegible]);
    let text = body(&document);
    for part in [
        "みなみ電算の海底ケーブル中継回線と認証・メールの設備を利用し、",
        "「島民ユーザ」という。",
        "潮風ネットが自己の名をもって取り交わす。ただし、",
    ] {
        assert!(text.contains(part), "{text}");
    }
}

#[cfg(feature = "ocr")]
#[test]
fn what_is_beyond_the_allowance_of_recognition_is_a_gap() {
    let options = ReadOptions { max_ocr_pages: 0, ..ReadOptions::default() };
    let document = document::read(SCAN, Path::new("scan.pdf"), &options).expect("readable");
    assert_eq!(document.gaps.iter().map(|gap| gap.why).collect::<Vec<_>>(), [GapReason::BeyondPictures]);
    assert!(document.raw.is_empty());
}

#[cfg(feature = "ocr")]
#[test]
fn what_cannot_be_told_for_sure_is_a_gap() {
    // So small that nobody could read it.
    let blurred = turned(|picture| {
        let (width, height) = (picture.width(), picture.height());
        let small = picture.resize_exact(width / 6, height / 6, image::imageops::FilterType::Triangle);
        small.resize_exact(width, height, image::imageops::FilterType::Triangle)
    });
    let sure: Vec<f32> = blurred.lines.iter().filter_map(|line| line.confidence).collect();
    assert_eq!(
        blurred.gaps.iter().map(|gap| gap.why).collect::<Vec<_>>(),
        [GapReason::Illegible],
        "{sure:?} {}",
        blurred.raw
    );
}
