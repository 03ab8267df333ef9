//! Reading PDFs of every sort: the files are written here, one trait each, so that a test shows what it is about.

use std::fmt::Write;
use std::path::Path;

use joko::document::{self, Document, Follows, GapReason, LineKind, ReadError, ReadOptions, Rect};

/// A PDF with one A4 page for each of `contents` and the font dictionary (and what it needs) `fonts` as objects from 3 on.
fn pdf(contents: &[&str], resources: &str, objects: &[&[u8]]) -> Vec<u8> {
    let pages: Vec<(Vec<u8>, &str)> = contents.iter().map(|content| (stream("", content.as_bytes()), "")).collect();
    let resources = format!("/MediaBox [0 0 595 842] /Resources << {resources} >>");
    file("", &pages, &resources, objects)
}

/// A PDF with an entry of its catalog, a content stream and entries for each page, entries that all pages have, and objects
/// from 3 on.
pub(crate) fn file(catalog: &str, pages: &[(Vec<u8>, &str)], entries: &str, objects: &[&[u8]]) -> Vec<u8> {
    let mut all: Vec<Vec<u8>> = vec![format!("<< /Type /Catalog /Pages 2 0 R {catalog} >>").into_bytes(), Vec::new()];
    all.extend(objects.iter().map(|object| object.to_vec()));
    let mut kids = String::new();
    for (content, own) in pages {
        all.push(content.clone());
        let page = format!("<< /Type /Page /Parent 2 0 R /Contents {} 0 R {own} {entries} >>", all.len());
        all.push(page.into_bytes());
        write!(kids, "{} 0 R ", all.len()).expect("a string takes all");
    }
    all[1] = format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", pages.len()).into_bytes();
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut offsets = Vec::new();
    for (number, object) in (1..).zip(&all) {
        offsets.push(file.len());
        file.extend(format!("{number} 0 obj\n").bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let start = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", all.len() + 1).bytes());
    for offset in offsets {
        file.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    file.extend(format!("trailer << /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", all.len() + 1).bytes());
    file
}

pub(crate) fn stream(entries: &str, data: &[u8]) -> Vec<u8> {
    let mut object = format!("<< {entries} /Length {} >>\nstream\n", data.len()).into_bytes();
    object.extend(data);
    object.extend(b"\nendstream");
    object
}

/// A Japanese font that is not embedded, as older office suites wrote it, under the resource name `F`.
pub(crate) fn japanese(encoding: &str) -> Vec<u8> {
    format!(
        "<< /Type /Font /Subtype /Type0 /BaseFont /MS-Mincho /Encoding /{encoding} /DescendantFonts [<< /Type /Font \
         /Subtype /CIDFontType2 /BaseFont /MS-Mincho /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 \
         >> /DW 1000 /FontDescriptor << /Type /FontDescriptor /FontName /MS-Mincho /Flags 4 >> >>] >>"
    )
    .into_bytes()
}

/// A PDF whose pages are set in Japanese; text is given by [`hex`].
fn page(content: &str) -> Vec<u8> {
    pdf(&[content], "/Font << /F 3 0 R >>", &[&japanese("UniJIS-UCS2-H")])
}

/// The operand that shows `text` in a UCS-2 font.
pub(crate) fn hex(text: &str) -> String {
    let codes: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    format!("<{codes}> Tj")
}

/// Shows `text` at 10 points from (x, y), the origin at the bottom left as PDF counts.
fn at(x: f32, y: f32, text: &str) -> String {
    format!("BT /F 10 Tf {x} {y} Td {} ET\n", hex(text))
}

fn read(bytes: &[u8]) -> Document {
    document::read(bytes, Path::new("test.pdf"), &ReadOptions::default()).expect("it is a PDF")
}

/// The lines with their marks: `f` furniture, `w` wrapped.
fn lines(document: &Document) -> Vec<(char, &str)> {
    let mark = |line: &document::Line| match (line.kind, line.follows) {
        (LineKind::Furniture, _) => 'f',
        (LineKind::Body, Follows::Wrapped) => 'w',
        (LineKind::Body, Follows::Cell) => 'c',
        (LineKind::Body, Follows::Break) => '-',
    };
    let text = |line: &document::Line| document.raw.get(line.raw.start..line.raw.end).expect("lines lie on characters");
    document.lines.iter().map(|line| (mark(line), text(line))).collect()
}

fn texts(document: &Document) -> Vec<&str> {
    lines(document).into_iter().map(|(_, text)| text).collect()
}

#[test]
fn fonts_that_are_not_embedded() {
    assert_eq!(texts(&read(&page(&at(50.0, 700.0, "乙は、利用者に請求する。")))), ["乙は、利用者に請求する。"]);
    // 契約 in Shift JIS.
    let old = pdf(&["BT /F 10 Tf 50 700 Td <8C5F96F1> Tj ET"], "/Font << /F 3 0 R >>", &[&japanese("90ms-RKSJ-H")]);
    assert_eq!(texts(&read(&old)), ["契約"]);
}

#[test]
fn embedded_fonts_without_to_unicode() {
    let (program, _) = hayro_interpret::font::StandardFont::Helvetica.get_font_data();
    let program = stream("/Subtype /CIDFontType0C", (*program).as_ref());
    let font = String::from_utf8(japanese("UniJIS-UCS2-H"))
        .expect("it is text")
        .replace("/Flags 4", "/Flags 4 /FontFile3 4 0 R");
    let file = pdf(&[&at(50.0, 700.0, "契約")], "/Font << /F 3 0 R >>", &[font.as_bytes(), &program]);
    assert_eq!(texts(&read(&file)), ["契約"]);
}

#[test]
fn characters_have_their_places() {
    let document = read(&page(&at(50.0, 700.0, "甲乙")));
    let page = &document.pages[0];
    assert_eq!((page.number, page.width, page.height), (1, 595.0, 842.0));
    let near = |rect: Rect, x: f32| {
        (rect.x0 - x).abs() < 0.01
            && (rect.x1 - x - 10.0).abs() < 0.01
            && (rect.y0 - (142.0 - 8.8)).abs() < 0.01
            && (rect.y1 - (142.0 + 1.2)).abs() < 0.01
    };
    assert!(near(page.glyphs[0].rect, 50.0) && near(page.glyphs[1].rect, 60.0), "{:?}", page.glyphs);
    assert_eq!(document.raw.get(page.glyphs[1].raw.start..page.glyphs[1].raw.end), Some("乙"));
}

#[test]
fn turned_pages_read_upright() {
    let turned = String::from_utf8(page("BT /F 10 Tf 0 1 -1 0 300 100 Tm <75329593> Tj ET")).expect("it is ASCII");
    let turned = turned.replace("/MediaBox [0 0 595 842]", "/Rotate 90 /MediaBox [0 0 595 842]");
    let document = read(turned.as_bytes());
    assert_eq!(texts(&document), ["甲間"]);
    assert_eq!((document.pages[0].width, document.pages[0].height), (842.0, 595.0));
    let (first, second) = (document.pages[0].glyphs[0].rect, document.pages[0].glyphs[1].rect);
    assert!(first.x0 < second.x0 && (first.y0 - second.y0).abs() < 0.01);
}

#[test]
fn vertical_fonts_read_down_and_leftwards() {
    let content = format!(
        "BT /F 10 Tf 500 700 Td {} ET BT /F 10 Tf 480 700 Td {} ET",
        hex("第一条を定める"),
        hex("第二条を定める")
    );
    let file = pdf(&[&content], "/Font << /F 3 0 R >>", &[&japanese("UniJIS-UCS2-V")]);
    assert_eq!(texts(&read(&file)), ["第一条を定める", "第二条を定める"]);
}

#[test]
fn bold_by_drawing_twice_reads_once() {
    let twice = at(50.0, 700.0, "第１条") + &at(50.3, 700.0, "第１条");
    assert_eq!(texts(&read(&page(&twice))), ["第１条"]);
    let filled_and_stroked = format!("BT /F 10 Tf 2 Tr 50 700 Td {} ET", hex("第１条"));
    assert_eq!(texts(&read(&page(&filled_and_stroked))), ["第１条"]);
    assert_eq!(texts(&read(&page(&at(50.0, 700.0, "人人人")))), ["人人人"]);
}

#[test]
fn hidden_text_is_text_but_not_twice() {
    let hidden = format!("BT /F 10 Tf 3 Tr 50 700 Td {} ET ", hex("甲は通知する。"));
    assert_eq!(texts(&read(&page(&hidden))), ["甲は通知する。"]);
    assert_eq!(texts(&read(&page(&(hidden + "0 Tr " + &at(52.0, 701.0, "甲は通知する。"))))), ["甲は通知する。"]);
}

#[test]
fn watermarks_are_set_aside() {
    let watermark = format!("BT /F 60 Tf 0.7 0.7 -0.7 0.7 100 200 Tm {} ET ", hex("見本"));
    let document = read(&page(&(watermark + &at(50.0, 700.0, "甲は通知する。"))));
    assert_eq!(lines(&document)[0], ('-', "甲は通知する。"));
    assert!(lines(&document).iter().skip(1).all(|(mark, _)| *mark == 'f'));
}

#[test]
fn replacement_text_is_heeded() {
    let content = format!("/Span << /ActualText <FEFF4E59> >> BDC {} EMC", at(50.0, 700.0, "⼄"));
    assert_eq!(texts(&read(&page(&content))), ["乙"]);
}

#[test]
fn running_heads_and_page_numbers_are_set_aside() {
    let body = |text: &str, number: &str| {
        at(50.0, 800.0, "業務提携契約書") + &at(50.0, 600.0, text) + &at(290.0, 30.0, number)
    };
    let contents = [body("第１条（目的）", "－１－"), body("第２条（定義）", "－２－")];
    let contents: Vec<&str> = contents.iter().map(String::as_str).collect();
    let document = read(&pdf(&contents, "/Font << /F 3 0 R >>", &[&japanese("UniJIS-UCS2-H")]));
    let body: Vec<&str> = lines(&document).into_iter().filter(|(mark, _)| *mark != 'f').map(|(_, text)| text).collect();
    assert_eq!(body, ["第１条（目的）", "第２条（定義）"]);
}

#[test]
fn wrapped_lines_go_on_over_pages() {
    let full = "乙は、利用者に対し、本サービスの料金を自己の名において請求し、これを収納するものとし、甲は";
    let first = at(50.0, 700.0, full) + &at(50.0, 682.0, full);
    let contents = [first.as_str(), &at(50.0, 700.0, "請求しない。")];
    let document = read(&pdf(&contents, "/Font << /F 3 0 R >>", &[&japanese("UniJIS-UCS2-H")]));
    assert_eq!(lines(&document), [('-', full), ('w', full), ('w', "請求しない。")]);
}

#[test]
fn unreadable_pages_are_gaps() {
    let image =
        stream("/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8", b"0");
    let contents = ["q 595 0 0 842 0 0 cm /I Do Q", &at(50.0, 700.0, "甲は通知する。")];
    let document =
        read(&pdf(&contents, "/Font << /F 3 0 R >> /XObject << /I 4 0 R >>", &[&japanese("UniJIS-UCS2-H"), &image]));
    let gaps: Vec<(u32, GapReason)> = document.gaps.iter().map(|gap| (gap.page, gap.why)).collect();
    assert_eq!(gaps, [(1, GapReason::ImageOnly)]);
    assert_eq!(texts(&document), ["甲は通知する。"]);

    let (program, _) = hayro_interpret::font::StandardFont::Helvetica.get_font_data();
    let font = String::from_utf8(japanese("Identity-H")).expect("it is text").replace("(Japan1)", "(Identity)");
    let font = font.replace("/Flags 4", "/Flags 4 /FontFile3 4 0 R");
    let program = stream("/Subtype /CIDFontType0C", (*program).as_ref());
    let document = read(&pdf(
        &["BT /F 10 Tf 50 700 Td <000A000B000C> Tj ET"],
        "/Font << /F 3 0 R >>",
        &[font.as_bytes(), &program],
    ));
    assert_eq!(document.gaps.iter().map(|gap| gap.why).collect::<Vec<_>>(), [GapReason::Unmapped]);

    assert_eq!(read(&page("")).gaps.len(), 1, "a file without text cannot be judged");
}

#[test]
fn what_cannot_be_read_says_why() {
    let error = |bytes: &[u8], name: &str| {
        document::read(bytes, Path::new(name), &ReadOptions::default()).expect_err("it is no document")
    };
    assert!(matches!(error(b"", "a.pdf"), ReadError::Empty));
    assert!(matches!(error(b"\x01\x02\x03", "a.pdf"), ReadError::Broken(_)));
    assert!(matches!(error(b"%PDF-1.7\n", "a"), ReadError::Broken(_)));
    assert!(matches!(error(b"PK\x03\x04junk", "a.docx"), ReadError::BrokenOffice(_)));
    assert!(matches!(error(b"\0\x01\x02", "a"), ReadError::Unsupported(_)));
}

#[test]
fn passwords() {
    // A page of the text below, encrypted with AES-256 under the password 秘密.
    let bytes = include_bytes!("data/encrypted.pdf");
    let read = |password: Option<&str>| {
        document::read(
            bytes,
            Path::new("a.pdf"),
            &ReadOptions { password: password.map(str::to_owned), ..ReadOptions::default() },
        )
    };
    assert!(matches!(read(None), Err(ReadError::Encrypted)));
    assert!(matches!(read(Some("機密")), Err(ReadError::Encrypted)));
    assert_eq!(texts(&read(Some("秘密")).expect("the password is right")), ["甲は通知する。"]);
}

#[test]
fn damage_never_panics() {
    let whole = page(&(at(50.0, 700.0, "第１条（目的）") + &at(50.0, 680.0, "甲は通知する。")));
    for cut in (0..whole.len()).step_by(7) {
        let _ = document::read(&whole[..cut], Path::new("cut.pdf"), &ReadOptions::default());
        let mut bent = whole.clone();
        bent[cut] = bent[cut].wrapping_mul(31).wrapping_add(cut as u8);
        let _ = document::read(&bent, Path::new("bent.pdf"), &ReadOptions::default());
    }
}

#[test]
fn forms_that_call_themselves_come_to_an_end() {
    let form = stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 3 0 R >> >>",
        b"/X Do /X Do /X Do /X Do",
    );
    let document = read(&pdf(&["/X Do"], "/XObject << /X 3 0 R >>", &[&form]));
    assert_eq!(document.gaps.len(), 1);
}

/// Data packed by Flate.
fn packed(entries: &str, data: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packed, data).expect("a vector takes all");
    stream(&format!("{entries} /Filter /FlateDecode"), &packed.finish().expect("a vector takes all"))
}

fn gaps(document: &Document) -> Vec<(u32, GapReason)> {
    document.gaps.iter().map(|gap| (gap.page, gap.why)).collect()
}

#[test]
fn pages_beyond_the_limit_are_gaps() {
    let contents = [at(50.0, 700.0, "甲は通知する。"), at(50.0, 700.0, "乙は支払う。"), at(50.0, 700.0, "丙は休む。")];
    let contents: Vec<&str> = contents.iter().map(String::as_str).collect();
    let file = pdf(&contents, "/Font << /F 3 0 R >>", &[&japanese("UniJIS-UCS2-H")]);
    let options = ReadOptions { max_pages: 2, ..ReadOptions::default() };
    let document = document::read(&file, Path::new("a.pdf"), &options).expect("it is a PDF");
    assert_eq!(texts(&document), ["甲は通知する。", "乙は支払う。"]);
    assert_eq!(gaps(&document), [(3, GapReason::BeyondPages)]);
}

#[test]
fn files_beyond_the_limit_are_refused() {
    let options = ReadOptions { max_bytes: 1 << 20, ..ReadOptions::default() };
    let read = |bytes: &[u8]| document::read(bytes, Path::new("a.pdf"), &options);
    let large = pdf(&[""], "", &[&stream("", &vec![b' '; 2 << 20])]);
    assert!(matches!(read(&large), Err(ReadError::TooLarge(_))));
    // Objects may be in it, so it would be unpacked while the file is opened.
    let objects = packed("/Type /ObjStm /N 1 /First 6", &vec![b' '; 2 << 20]);
    assert!(matches!(read(&pdf(&[""], "", &[&objects])), Err(ReadError::TooLarge(_))));
}

#[test]
fn what_unpacks_to_too_much_costs_its_page_alone() {
    let good = at(50.0, 700.0, "甲は通知する。");
    let zeros = vec![b' '; 20 << 20];
    let form = packed("/Type /XObject /Subtype /Form /BBox [0 0 9 9]", &zeros);
    let resources = "/Font << /F 3 0 R >> /XObject << /X 4 0 R >>";
    let document = read(&pdf(&[&good, "/X Do"], resources, &[&japanese("UniJIS-UCS2-H"), &form]));
    assert_eq!(gaps(&document), [(1, GapReason::BeyondSize), (2, GapReason::BeyondSize)]);

    let pages = [(stream("", good.as_bytes()), ""), (packed("", &zeros), "")];
    let entries = "/MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >>";
    let file = file("", &pages, entries, &[&japanese("UniJIS-UCS2-H")]);
    let document = read(&file);
    assert_eq!(texts(&document), ["甲は通知する。"]);
    assert_eq!(gaps(&document), [(2, GapReason::BeyondSize)]);
}

#[test]
fn a_picture_too_large_to_be_drawn_costs_its_page_alone() {
    // Told by its dictionary, or only by its mask's.
    let large = packed(
        "/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceGray /BitsPerComponent 1",
        &vec![0; 1 << 20],
    );
    let masked = packed(
        "/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8 /SMask 4 0 R",
        &[0; 64],
    );
    for picture in [4, 5] {
        let entries =
            format!("/MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> /XObject << /X {picture} 0 R >> >>");
        let scan = (stream("", b"q 595 0 0 842 0 0 cm /X Do Q"), "");
        let document = read(&file("", &[scan], &entries, &[&japanese("UniJIS-UCS2-H"), &large, &masked]));
        assert_eq!(gaps(&document), [(1, GapReason::BeyondSize)]);
    }
}

#[test]
fn what_takes_too_much_memory_or_work_costs_its_page_alone() {
    let entries = "/MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> /XObject << /X 4 0 R >> >>";
    let good = (stream("", at(50.0, 700.0, "甲は通知する。").as_bytes()), "");
    // One run of a million glyphs.
    let run = format!("BT /F 10 Tf <{}> Tj ET", "4E59".repeat(1 << 20));
    let form = stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9]", b"");
    let document = read(&file(
        "",
        &[good.clone(), (stream("", run.as_bytes()), "")],
        entries,
        &[&japanese("UniJIS-UCS2-H"), &form],
    ));
    assert_eq!((texts(&document), gaps(&document)), (vec!["甲は通知する。"], vec![(2, GapReason::BeyondSize)]));
    // A form of two megabytes drawn a thousand times.
    let form = stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9]", &vec![b' '; 2 << 20]);
    let often = stream("", "/X Do ".repeat(1000).as_bytes());
    let document = read(&file("", &[good.clone(), (often, "")], entries, &[&japanese("UniJIS-UCS2-H"), &form]));
    assert_eq!((texts(&document), gaps(&document)), (vec!["甲は通知する。"], vec![(2, GapReason::BeyondSize)]));
    // Widths for four thousand million characters.
    let font = String::from_utf8(japanese("UniJIS-UCS2-H")).expect("it is text");
    let font = font.replace("/DW 1000", "/DW 1000 /W [0 4294967295 500]");
    let document = read(&file("", &[good], entries, &[font.as_bytes(), &stream("", b"")]));
    assert_eq!(gaps(&document), [(1, GapReason::BeyondSize)]);
}

#[test]
fn page_trees_that_go_round_come_to_an_end() {
    let whole = page(&at(50.0, 700.0, "甲は通知する。"));
    let whole = String::from_utf8(whole).expect("it is ASCII");
    let round = whole.replace("/Kids [5 0 R ] /Count 1", "/Kids [5 0 R 2 0 R 5 0 R]");
    assert_ne!(round, whole);
    assert_eq!(texts(&read(round.as_bytes())), ["甲は通知する。"]);
}

#[test]
fn files_without_a_sound_table_of_objects_are_read() {
    let whole = page(&at(50.0, 700.0, "甲は通知する。"));
    let ends = whole.windows(4).position(|window| window == b"xref").expect("it has a table");
    let mut junk = b"From: applicant\r\n".to_vec();
    junk.extend(&whole);
    for bent in [&whole[..ends], &junk] {
        assert_eq!(texts(&read(bent)), ["甲は通知する。"]);
    }
}

const A4: &str = "/MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >>";

/// An A4 page of a form: its content, and its annotations as objects from 5 on; object 4 is an appearance that shows 乙.
fn form(content: &str, catalog: &str, annotations: &[&str]) -> Document {
    let font = japanese("UniJIS-UCS2-H");
    let appearance = stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 100 20] /Resources << /Font << /F 3 0 R >> >>",
        b"BT /F 10 Tf 2 5 Td <4E59> Tj ET",
    );
    let mut objects: Vec<&[u8]> = vec![&font, &appearance];
    objects.extend(annotations.iter().map(|annotation| annotation.as_bytes()));
    let list: String = (5..).zip(annotations).map(|(number, _)| format!("{number} 0 R ")).collect();
    let page = (stream("", content.as_bytes()), format!("/Annots [{list}]"));
    read(&file(catalog, &[(page.0, page.1.as_str())], A4, &objects))
}

/// The gaps of an A4 page that shows 甲 beside `content`, the resources of `resources` being objects from 4 on.
fn gaps_beside_text(content: &str, resources: &str, objects: &[&[u8]]) -> Vec<(u32, GapReason)> {
    let font = japanese("UniJIS-UCS2-H");
    let objects: Vec<&[u8]> = [font.as_slice()].into_iter().chain(objects.iter().copied()).collect();
    gaps(&read(&pdf(&[&(at(50.0, 700.0, "甲") + content)], &format!("/Font << /F 3 0 R >> {resources}"), &objects)))
}

#[test]
fn what_operators_unpack_again_and_again_is_work() {
    let beyond = [(1, GapReason::BeyondSize)];
    let form = packed("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Group << /S /Transparency >>", &[b' '; 8 << 20]);
    let mask = "/ExtGState << /G << /SMask << /S /Alpha /G 4 0 R >> >> >>";
    assert_eq!(gaps_beside_text(&"/G gs ".repeat(10_000), mask, &[&form]), beyond);
    assert_eq!(gaps_beside_text(&"/#47 gs ".repeat(10_000), mask, &[&form]), beyond);
    assert_eq!(gaps_beside_text("/G gs /Other gs", mask, &[&form]), []);
    let mesh = "/ShadingType 4 /ColorSpace /DeviceGray /BitsPerCoordinate 8 /BitsPerComponent 8 /BitsPerFlag 8 \
                /Decode [0 1 0 1 0 1]";
    let mesh = packed(mesh, &[0; 8 << 20]);
    assert_eq!(gaps_beside_text(&"/S sh ".repeat(10_000), "/Shading << /S 4 0 R >>", &[&mesh]), beyond);
    let pattern = "/Pattern << /P << /PatternType 2 /Shading 4 0 R >> >>";
    assert_eq!(gaps_beside_text(&format!("/Pattern cs {}", "/P scn ".repeat(10_000)), pattern, &[&mesh]), beyond);
}

#[test]
fn forms_within_forms_are_counted_each_time() {
    let form = |inner: &str, content: &[u8]| {
        packed(&format!("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << {inner} >>"), content)
    };
    let ten = "/X Do ".repeat(10);
    let inner = |number: usize| form(&format!("/XObject << /X {number} 0 R >>"), ten.as_bytes());
    let (last, forms) = (form("", &[b' '; 1 << 20]), [5, 6, 7, 8].map(inner));
    let mut objects: Vec<&[u8]> = forms.iter().map(Vec::as_slice).collect();
    objects.push(&last);
    assert_eq!(gaps_beside_text("/X Do", "/XObject << /X 4 0 R >>", &objects), [(1, GapReason::BeyondSize)]);
}

/// The gaps of an A4 page that is covered by the picture `image`, object 4, and then shows `content`.
fn gaps_of_scan(image: &[u8], content: &str, resources: &str, objects: &[&[u8]]) -> Vec<(u32, GapReason)> {
    let resources = format!("/XObject << /I 3 0 R >> {resources}");
    let objects: Vec<&[u8]> = [image].into_iter().chain(objects.iter().copied()).collect();
    gaps(&read(&pdf(&[&format!("q 595 0 0 842 0 0 cm {content} Q")], &resources, &objects)))
}

#[test]
fn pictures_are_weighed_by_what_they_unpack_to() {
    let beyond = [(1, GapReason::BeyondSize)];
    let entries = "/Type /XObject /Subtype /Image /Width 9 /Height 9 /ColorSpace /DeviceGray /BitsPerComponent";
    let zeros = packed(&format!("{entries} 8"), &vec![0; 300 << 20]);
    assert_eq!(gaps_of_scan(&zeros, "/I Do", "", &[]), beyond);
    let columns = "/Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 100000000 >>";
    assert_eq!(gaps_of_scan(&stream(&format!("{entries} 1 {columns}"), b"\0\0"), "/I Do", "", &[]), beyond);
    assert_eq!(
        gaps_of_scan(&stream(&format!("/ImageMask true {entries} 1 {columns}"), b"\0\0"), "/I Do", "", &[]),
        beyond
    );
    // A comment, then a page of 60,000 by 60,000.
    let page = b"\0\0\0\0\x3E\0\x01\0\0\0\x04\0\0\0\0\0\0\0\x01\x30\0\x01\0\0\0\x13\0\0\xEA\x60\0\0\xEA\x60\0\0\0\0\0\0\0\0\0\0\0";
    assert_eq!(gaps_of_scan(&stream(&format!("{entries} 1 /Filter /JBIG2Decode"), page), "/I Do", "", &[]), beyond);
    // In the content itself, a small one and one that is none.
    let small = stream(&format!("{entries} 8"), &[0; 81]);
    let inline = |width: u32| {
        format!("/I Do BI /W {width} /H 9 /CS /G /BPC 1 /F /CCF /DP << /K -1 /Columns {width} >> ID 00 EI")
    };
    assert_eq!(gaps_of_scan(&small, &inline(100_000_000), "", &[]), beyond);
    assert_ne!(gaps_of_scan(&small, &inline(9), "", &[]), beyond);
}

#[test]
fn patterns_within_patterns_are_not_drawn_without_end() {
    let small = "/Type /XObject /Subtype /Image /Width 9 /Height 9 /ColorSpace /DeviceGray /BitsPerComponent 8";
    let tile = |inner: usize, content: &str| {
        let entries = "/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 9 /YStep 9";
        packed(&format!("{entries} /Resources << /Pattern << /P {inner} 0 R >> >>"), content.as_bytes())
    };
    let ten = format!("/Pattern cs /P scn {}", "0 0 1 1 re f ".repeat(10));
    let tiles = [tile(5, &ten), tile(6, &ten), tile(7, &ten), tile(8, &ten), tile(9, &ten), tile(9, "0 0 1 1 re f")];
    let objects: Vec<&[u8]> = tiles.iter().map(Vec::as_slice).collect();
    let painted = "/I Do /Pattern cs /P scn 0 0 595 842 re f";
    let image = stream(small, &[0; 81]);
    let often = format!("{painted} {}", "0 0 1 1 re f ".repeat(10));
    assert_eq!(gaps_of_scan(&image, &often, "/Pattern << /P 4 0 R >>", &objects), [(1, GapReason::BeyondSize)]);
    // One that paints with itself, and one with nothing.
    let itself = tile(4, &ten);
    assert_ne!(gaps_of_scan(&image, painted, "/Pattern << /P 4 0 R >>", &[&itself]), [(1, GapReason::BeyondSize)]);
    let plain = tile(9, "0 0 1 1 re f");
    assert_ne!(gaps_of_scan(&image, painted, "/Pattern << /P 4 0 R >>", &[&plain]), [(1, GapReason::BeyondSize)]);
}

#[test]
fn form_fields_are_read_where_they_stand() {
    let content = at(50.0, 700.0, "名称：") + &at(50.0, 660.0, "所在地：") + &at(50.0, 620.0, "書面による");
    let document = form(
        &content,
        "",
        &[
            // Filled in, with and without an appearance; the second inherits its type and value.
            "<< /Subtype /Widget /FT /Tx /Rect [90 695 190 715] /V <FEFF4E59> /AP << /N 4 0 R >> >>",
            "<< /Subtype /Widget /Rect [90 655 190 675] /Parent << /FT /Tx /V <FEFF67714EAC> /DA (/F 10 Tf) >> >>",
            "<< /Subtype /Widget /FT /Btn /AS /Yes /Rect [35 618 47 630] >>",
            // Not shown, or not ticked.
            "<< /Subtype /Widget /FT /Tx /F 2 /Rect [90 575 190 595] /V (hidden) >>",
            "<< /Subtype /Widget /FT /Btn /AS /Off /Rect [35 575 47 590] >>",
            "<< /Subtype /Widget /FT /Btn /Ff 65536 /AS /Yes /Rect [35 555 47 570] >>",
            "<< /Subtype /Widget /FT /Tx /Ff 8192 /Rect [90 535 190 555] /V (secret) >>",
        ],
    );
    assert_eq!(texts(&document), ["名称：\u{3000}乙", "所在地：東京", "☑ 書面による"]);
    let second = document.pages[0]
        .glyphs
        .iter()
        .find(|glyph| document.raw.get(glyph.raw.start..).is_some_and(|rest| rest.starts_with('東')));
    let rect = second.expect("it has a place").rect;
    assert!(rect.x0 >= 90.0 && rect.x1 <= 190.0 && rect.y0 >= 842.0 - 675.0 && rect.y1 <= 842.0 - 655.0, "{rect:?}");
}

#[test]
fn form_fields_of_layers_that_are_off_are_not_read() {
    let catalog = "/OCProperties << /OCGs [5 0 R 6 0 R] /D << /OFF [5 0 R] >> >>";
    // What is said of the layer, and whether the field is shown.
    let cases = [
        ("/OC 5 0 R", false),
        ("/OC 6 0 R", true),
        ("/OC 7 0 R", false),
        ("/OC 8 0 R", true),
        ("/OC << /Type /OCMD /OCGs [5 0 R 6 0 R] /P /AllOn >>", false),
        ("/OC << /Type /OCMD /OCGs [5 0 R 6 0 R] >>", true),
        ("/OC << /Type /OCMD /OCGs 5 0 R /P /AllOff >>", true),
        ("/OC << /Type /OCMD /OCGs 5 0 R >>", false),
        ("/OC << /Type /OCMD >>", true),
        ("/OC 99 0 R", true),
        ("/F 32", false),
    ];
    for (entry, shown) in cases {
        for rest in ["/FT /Tx /V <FEFF4E59>", "/FT /Tx /V <FEFF4E59> /AP << /N 4 0 R >>", "/FT /Btn /AS /Yes"] {
            let field = format!("<< /Subtype /Widget /Rect [90 695 190 715] {rest} {entry} >>");
            let annotations = [
                "<< /Type /OCG /Name (a) >>",
                "<< /Type /OCG /Name (b) >>",
                "<< /Type /OCMD /OCGs [5 0 R 6 0 R] /P /AllOn >>",
                "<< /Type /OCMD /OCGs [5 0 R 6 0 R] /P /AnyOn >>",
                field.as_str(),
            ];
            let read = form(&at(50.0, 700.0, "名称："), catalog, &annotations);
            assert_eq!(read.raw.trim_end().ends_with('：'), !shown, "{entry} {rest}: {:?}", texts(&read));
        }
    }
}

#[test]
fn values_win_over_appearances_that_the_file_calls_stale() {
    let field = "<< /Subtype /Widget /FT /Ch /Rect [90 695 190 715] /AP << /N 4 0 R >> /V (b) \
                 /Opt [[(a) <FEFF75320000>] [(b) <FEFF4E19>]] >>";
    assert_eq!(texts(&form("", "/AcroForm << /NeedAppearances true >>", &[field])), ["丙"]);
    assert_eq!(texts(&form("", "", &[field])), ["乙"]);
}

#[test]
fn other_annotations_are_left_out() {
    let kinds = ["FreeText", "Stamp", "Text", "Highlight", "Popup", "Watermark"];
    let annotations: Vec<String> = kinds
        .iter()
        .map(|kind| format!("<< /Subtype /{kind} /Rect [90 695 190 715] /Contents (note) /AP << /N 4 0 R >> >>"))
        .chain(["<< /Subtype /Widget /FT /Sig /Rect [90 600 190 620] /AP << /N 4 0 R >> >>".to_owned()])
        .collect();
    let annotations: Vec<&str> = annotations.iter().map(String::as_str).collect();
    assert_eq!(texts(&form(&at(50.0, 700.0, "甲は通知する。"), "", &annotations)), ["甲は通知する。"]);
}

#[test]
fn optional_content_that_is_off_is_not_read() {
    let layers = "<< /Type /OCG /Name (a) >>";
    let inner = stream("/Type /XObject /Subtype /Form /BBox [0 0 595 842] /OC 4 0 R", at(50.0, 640.0, "丁").as_bytes());
    let content =
        format!("/OC /Off BDC {} EMC /OC /On BDC {} EMC /X Do", at(50.0, 700.0, "旧条項"), at(50.0, 680.0, "新条項"),);
    let entries = "/MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> /XObject << /X 6 0 R >> \
                   /Properties << /Off 4 0 R /On 5 0 R >> >>";
    let catalog = "/OCProperties << /OCGs [4 0 R 5 0 R] /D << /OFF [4 0 R] >> >>";
    let objects: [&[u8]; 4] = [&japanese("UniJIS-UCS2-H"), layers.as_bytes(), layers.as_bytes(), &inner];
    let document = read(&file(catalog, &[(stream("", content.as_bytes()), "")], entries, &objects));
    assert_eq!(texts(&document), ["新条項"]);
}

#[test]
fn text_under_a_scan_is_recognised_text_or_none() {
    let image =
        stream("/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8", b"0");
    let scan = |text: &str| {
        let content = format!("q 595 0 0 842 0 0 cm /I Do Q 3 Tr {}", at(50.0, 700.0, text));
        read(&pdf(&[&content], "/Font << /F 3 0 R >> /XObject << /I 4 0 R >>", &[&japanese("UniJIS-UCS2-H"), &image]))
    };
    let text = "乙は、利用者に対し、本サービスの料金を自己の名において請求し、これを収納する。";
    let document = scan(text);
    assert_eq!((texts(&document), gaps(&document)), (vec![text], vec![]));
    assert!(document.pages[0].recognised);
    // By a program that took Japanese for Latin, or by none that was in its senses.
    for garbage in ["ZIX. FIFSBICML. ABEACORHEBCDZICBVTHML. CHERIE.", "¤¦§¬®¯´·¸º¾¿×÷¤¦§¬®¯´·¸º¾¿×÷¤¦§¬®¯´·¸"]
    {
        let document = scan(garbage);
        assert_eq!((texts(&document), gaps(&document)), (vec![], vec![(1, GapReason::ImageOnly)]));
        assert!(!document.pages[0].recognised);
    }
    assert!(!read(&page(&at(50.0, 700.0, text))).pages[0].recognised);
}

fn page_labels(document: &Document) -> Vec<Option<&str>> {
    document.pages.iter().map(|page| page.label.as_deref()).collect()
}

#[test]
fn pages_bear_the_numbers_of_the_files_labels() {
    let pages: Vec<(Vec<u8>, &str)> = (0..5).map(|_| (stream("", at(50.0, 600.0, "甲").as_bytes()), "")).collect();
    let labels =
        "/PageLabels << /Kids [<< /Nums [2 << /S /D /P <FEFF5225002D> /St 3 >>] >> << /Nums [0 << /S /r >>] >>] >>";
    let document = read(&file(labels, &pages, A4, &[&japanese("UniJIS-UCS2-H")]));
    assert_eq!(page_labels(&document), [Some("i"), Some("ii"), Some("別-3"), Some("別-4"), Some("別-5")]);
    assert_eq!(page_labels(&read(&page(&at(50.0, 600.0, "甲")))), [None]);
}

#[test]
fn pages_bear_the_numbers_printed_on_them() {
    let content = |number: &str| (stream("", (at(50.0, 600.0, "甲") + &at(290.0, 30.0, number)).as_bytes()), "");
    let pages = [content("－３－"), content("－４－"), content("－５－")];
    let document = read(&file("/PageLabels << /Nums [0 << /S /D >>] >>", &pages, A4, &[&japanese("UniJIS-UCS2-H")]));
    assert_eq!(page_labels(&document), [Some("3"), Some("4"), Some("5")]);
}

/// A TrueType font whose map gives `characters` the glyphs from 1 on; the glyphs are empty.
fn truetype(characters: &str) -> Vec<u8> {
    let glyphs = characters.chars().count() as u16 + 1;
    let words = |words: &[u16]| words.iter().flat_map(|word| word.to_be_bytes()).collect::<Vec<u8>>();
    let mut map: Vec<(u16, u16)> = characters.chars().map(|char| char as u16).zip(1..).collect();
    map.sort_unstable();
    map.push((0xFFFF, 0));
    let segments = map.len() as u16;
    let mut cmap = vec![0, 1, 3, 1, 0, 12, 4, 16 + 8 * segments, 0, 2 * segments, 0, 0, 0];
    cmap.extend(map.iter().map(|(char, _)| *char));
    cmap.push(0);
    cmap.extend(map.iter().map(|(char, _)| *char));
    cmap.extend(map.iter().map(|(char, glyph)| glyph.wrapping_sub(*char)));
    cmap.extend(map.iter().map(|_| 0));
    let head = [1, 0, 1, 0, 0, 0, 0x5F0F, 0x3CF5, 0, 1000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1000, 1000, 0, 8, 2, 0, 0];
    let hhea = [1, 0, 880, 0xFF88, 0, 1000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
    let maxp = [1, 0, glyphs, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    let mut hmtx = vec![1000, 0];
    hmtx.resize(1 + glyphs as usize, 0);
    let tables: [(&[u8; 4], Vec<u8>); 7] = [
        (b"cmap", words(&cmap)),
        (b"glyf", vec![0; 4]),
        (b"head", words(&head)),
        (b"hhea", words(&hhea)),
        (b"hmtx", words(&hmtx)),
        (b"loca", words(&vec![0; glyphs as usize + 1])),
        (b"maxp", words(&maxp)),
    ];
    let mut font = words(&[1, 0, 7, 64, 2, 48]);
    let mut at = 12 + 16 * 7_u32;
    for (name, table) in &tables {
        font.extend(name.iter());
        font.extend([0_u32, at, table.len() as u32].iter().flat_map(|word| word.to_be_bytes()));
        at += table.len().next_multiple_of(4) as u32;
    }
    for (_, table) in &tables {
        font.extend(table);
        font.resize(font.len().next_multiple_of(4), 0);
    }
    font
}

/// Reads the glyphs 1, 2, 3 … of an embedded font that maps them to `characters`, with that ToUnicode.
fn by_glyph_number(characters: &str, to_unicode: &str) -> Document {
    let font = String::from_utf8(japanese("Identity-H")).expect("it is text").replace("(Japan1)", "(Identity)");
    let font = font
        .replace("/Flags 4", "/Flags 4 /FontFile2 4 0 R")
        .replace("/DescendantFonts", "/ToUnicode 5 0 R /DescendantFonts");
    let codes: String = (1..=characters.chars().count()).map(|glyph| format!("{glyph:04X}")).collect();
    let table = stream(
        "",
        format!("begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange {to_unicode} endcmap").as_bytes(),
    );
    let objects: [&[u8]; 3] = [font.as_bytes(), &stream("", &truetype(characters)), &table];
    read(&pdf(&[&format!("BT /F 10 Tf 50 700 Td <{codes}> Tj ET")], "/Font << /F 3 0 R >>", &objects))
}

#[test]
fn character_tables_that_tell_nothing_are_not_believed() {
    let text = "乙は甲に通知する。";
    assert_eq!(texts(&by_glyph_number(text, "")), [text]);
    let identity = "1 beginbfrange <0000> <FFFF> <0000> endbfrange";
    let document = by_glyph_number(text, identity);
    assert_eq!((texts(&document), gaps(&document)), (vec![text], vec![]));
    let one: String = (1..=9).map(|code| format!("<{code:04X}> <0020> ")).collect();
    assert_eq!(texts(&by_glyph_number(text, &format!("9 beginbfchar {one}endbfchar"))), [text]);
    let private = "1 beginbfrange <0001> <0009> <E001> endbfrange";
    assert_eq!(texts(&by_glyph_number(text, private)), [text]);
    // A table that says something is believed, whatever the font says.
    let sound = "1 beginbfrange <0001> <0009> <3042> endbfrange";
    assert_eq!(texts(&by_glyph_number(text, sound)), ["あぃいぅうぇえぉお"]);
}

#[test]
fn characters_of_private_use_are_kept_and_are_not_readable() {
    // 1 of 21 is a rare name's character; of 3, the text.
    let few = by_glyph_number("\u{E000}", "1 beginbfchar <0001> <E000> endbfchar");
    assert_eq!((texts(&few), gaps(&few)), (vec!["\u{E000}"], vec![(1, GapReason::Unmapped)]));
    let name = "乙の代表者は、髙\u{E000}太郎とし甲に通知する。";
    let document = by_glyph_number(name, "");
    let told = name.replace('\u{E000}', "\u{FFFD}");
    assert_eq!((texts(&document), gaps(&document)), (vec![told.as_str()], vec![]));
}

#[test]
fn glyphs_by_number_of_a_font_that_is_not_embedded_are_not_guessed() {
    let font = String::from_utf8(japanese("Identity-H")).expect("it is text");
    let show = "BT /F 10 Tf 50 700 Td <04570458> Tj ET";
    // CIDs of Adobe-Japan1 have a meaning of their own.
    assert!(gaps(&read(&pdf(&[show], "/Font << /F 3 0 R >>", &[font.as_bytes()]))).is_empty());
    let font = font.replace("(Japan1)", "(Identity)");
    let document = read(&pdf(&[show], "/Font << /F 3 0 R >>", &[font.as_bytes()]));
    assert_eq!(gaps(&document), [(1, GapReason::Unmapped)]);
}

#[test]
fn fonts_that_cannot_be_loaded_leave_a_gap() {
    let font = String::from_utf8(japanese("NoSuchEncoding-H")).expect("it is text");
    let good = at(50.0, 600.0, "甲は通知する。").replace("/F ", "/G ");
    let content = format!("BT /F 10 Tf 50 700 Td <8C5F96F1> Tj ET {good}");
    let document =
        read(&pdf(&[&content], "/Font << /F 3 0 R /G 4 0 R >>", &[font.as_bytes(), &japanese("UniJIS-UCS2-H")]));
    assert_eq!((texts(&document), gaps(&document)), (vec!["甲は通知する。"], vec![(1, GapReason::Unmapped)]));
}

#[test]
fn every_predefined_encoding_of_japanese() {
    // 契約ア in each.
    let (shift_jis, euc, unicode) = ("8C5F96F18341", "B7C0CCF3A5A2", "59517D0430A2");
    for (encodings, codes) in [
        (&["83pv-RKSJ-H", "90ms-RKSJ-H", "90ms-RKSJ-V", "90msp-RKSJ-H", "90msp-RKSJ-V", "90pv-RKSJ-H"][..], shift_jis),
        (&["Add-RKSJ-H", "Add-RKSJ-V", "Ext-RKSJ-H", "Ext-RKSJ-V"], shift_jis),
        (&["EUC-H", "EUC-V"], euc),
        (&["H", "V"], "3740 4C73 2522"),
        (&["UniJIS-UCS2-H", "UniJIS-UCS2-V", "UniJIS-UCS2-HW-H", "UniJIS-UCS2-HW-V"], unicode),
        (&["UniJIS-UTF16-H", "UniJIS-UTF16-V"], unicode),
        // CIDs of Adobe-Japan1.
        (&["Identity-H", "Identity-V"], "0716 0EFF 039E"),
    ] {
        for encoding in encodings {
            // Three characters are too few to tell which way they run.
            let content = format!("BT /F 10 Tf 50 700 Td <{codes}{codes}> Tj ET");
            let document = read(&pdf(&[&content], "/Font << /F 3 0 R >>", &[&japanese(encoding)]));
            assert_eq!((texts(&document), gaps(&document)), (vec!["契約ア契約ア"], vec![]), "{encoding}");
        }
    }
}

#[test]
fn type_3_fonts_by_the_names_of_their_glyphs() {
    let font = |names: &str| {
        format!(
            "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 1 \
             /LastChar 3 /Widths [1000 1000 1000] /Encoding << /Differences [1 {names}] >> /CharProcs << >> >>"
        )
    };
    let show = "BT /F 10 Tf 50 700 Td <010203> Tj ET";
    let read = |names: &str| read(&pdf(&[show], "/Font << /F 3 0 R >>", &[font(names).as_bytes()]));
    assert_eq!(texts(&read("/uni4E59 /uni306F /A")), ["乙はA"]);
    let numbered = read("/g1 /g2 /g3");
    assert_eq!(gaps(&numbered), [(1, GapReason::Unmapped)]);
}

#[test]
fn radicals_and_half_width_kana_become_ordinary_characters() {
    let halves = at(50.0, 700.0, "⼄は⻑期のｶ") + &at(110.0, 700.0, "ﾞｲﾄﾞﾗｲﾝ");
    let document = read(&page(&halves));
    let text = joko::text::Text::of(&document);
    assert_eq!(text.norm.trim(), "乙は長期のガイドライン");
}

#[test]
fn rectangles_lie_on_the_glyphs_however_the_page_is_turned_or_scaled() {
    const BOX: &str = "/MediaBox [0 0 595 842]";
    let across = japanese("UniJIS-UCS2-H");
    let down = |metrics: &str| {
        let font = String::from_utf8(japanese("UniJIS-UCS2-V")).expect("it is text");
        font.replace("/DW 1000", &format!("/DW 1000 {metrics}")).into_bytes()
    };
    let plain = "BT /F 10 Tf 50 700 Td <7532> Tj ET";
    // In the page's own coordinates the box of 甲 reaches from (50, 698.8) to (60, 708.8).
    for (what, font, entries, content, [x0, y0, x1, y1]) in [
        ("upright", &across, BOX, plain, [50.0, 133.2, 60.0, 143.2]),
        ("turned by 90", &across, "/Rotate 90 /MediaBox [0 0 595 842]", plain, [698.8, 50.0, 708.8, 60.0]),
        ("turned by 180", &across, "/Rotate 180 /MediaBox [0 0 595 842]", plain, [535.0, 698.8, 545.0, 708.8]),
        ("turned by 270", &across, "/Rotate 270 /MediaBox [0 0 595 842]", plain, [133.2, 535.0, 143.2, 545.0]),
        ("cropped", &across, "/CropBox [20 30 575 800] /MediaBox [0 0 595 842]", plain, [30.0, 91.2, 40.0, 101.2]),
        ("off the origin", &across, "/MediaBox [-10 -20 585 822]", plain, [60.0, 113.2, 70.0, 123.2]),
        ("in larger units", &across, "/UserUnit 2 /MediaBox [0 0 595 842]", plain, [100.0, 266.4, 120.0, 286.4]),
        ("narrow", &across, BOX, "BT /F 10 Tf 50 Tz 50 700 Td <7532> Tj ET", [50.0, 133.2, 55.0, 143.2]),
        ("raised", &across, BOX, "BT /F 10 Tf 5 Ts 50 700 Td <7532> Tj ET", [50.0, 128.2, 60.0, 138.2]),
        ("vertical", &down(""), BOX, plain, [45.0, 142.0, 55.0, 152.0]),
        ("vertical, DW2", &down("/DW2 [500 -1000]"), BOX, plain, [45.0, 138.2, 55.0, 148.2]),
        ("vertical, W2", &down("/W2 [0 20000 -1000 0 880]"), BOX, plain, [50.0, 142.0, 60.0, 152.0]),
    ] {
        let entries = format!("{entries} /Resources << /Font << /F 3 0 R >> >>");
        let document = read(&file("", &[(stream("", content.as_bytes()), "")], &entries, &[font]));
        let rect = document.pages[0].glyphs[0].rect;
        let off = [rect.x0 - x0, rect.y0 - y0, rect.x1 - x1, rect.y1 - y1];
        assert!(off.iter().all(|off| off.abs() < 0.1), "{what}: {rect:?}");
    }
}

/// A line from (x0, y0) to (x1, y1).
fn rule(x0: f32, y0: f32, x1: f32, y1: f32) -> String {
    format!("0.5 w {x0} {y0} m {x1} {y1} l S\n")
}

#[test]
fn columns_are_read_one_after_the_other() {
    let left = [
        "第１条　甲は、乙に対して本サービスを提",
        "供し、乙は、利用者に対して本サービスを",
        "再販売するものとし、その料金を定める。",
    ];
    let right =
        ["第２条　乙は、利用者に対して料金を自ら", "請求し、回収する。甲は、利用者に対して", "料金を請求しない。"];
    let mut content = at(150.0, 740.0, "業務提携に関する基本的な契約書の全文をここに記載する");
    for (row, (left, right)) in left.iter().zip(right).enumerate() {
        let y = 700.0 - 16.0 * row as f32;
        content += &at(50.0, y, left);
        // The other column stands a little lower.
        content += &at(310.0, y - 4.0, right);
    }
    let document = read(&page(&content));
    let expected: Vec<(char, &str)> = [('-', "業務提携に関する基本的な契約書の全文をここに記載する")]
        .into_iter()
        .chain(std::iter::zip(['-', 'w', 'w'], left))
        .chain(std::iter::zip(['-', 'w', 'w'], right))
        .collect();
    assert_eq!(lines(&document), expected);
}

#[test]
fn ruled_tables_are_read_cell_by_cell() {
    let mut content = at(50.0, 740.0, "別表");
    for y in [720.0, 700.0, 660.0] {
        content += &rule(50.0, y, 350.0, y);
    }
    for x in [50.0, 150.0, 350.0] {
        content += &rule(x, 720.0, x, 660.0);
    }
    content += &at(55.0, 706.0, "業務");
    content += &at(155.0, 706.0, "担当");
    // The second cell has two lines and stands higher than the first.
    content += &at(155.0, 686.0, "乙が行い、その費用は乙が");
    content += &at(55.0, 678.0, "請求");
    content += &at(155.0, 670.0, "負担する。");
    content += &at(50.0, 630.0, "以上");
    let document = read(&page(&content));
    let expected = [
        ('-', "別表"),
        ('-', "業務"),
        ('c', "担当"),
        ('-', "請求"),
        ('c', "乙が行い、その費用は乙が"),
        ('w', "負担する。"),
        ('-', "以上"),
    ];
    assert_eq!(lines(&document), expected);
    assert_eq!(document.raw, "別表\n業務\t担当\n請求\t乙が行い、その費用は乙が\n負担する。\n以上\n");
}

#[test]
fn a_box_around_text_is_no_table() {
    let mut content = at(55.0, 706.0, "甲は通知する。");
    content += &at(55.0, 690.0, "乙は、甲に通知しない。");
    content += "0.5 w 50 680 300 40 re S\n";
    assert_eq!(lines(&read(&page(&content))), [('-', "甲は通知する。"), ('-', "乙は、甲に通知しない。")]);
}

#[test]
fn ruby_is_set_aside() {
    let mut content = at(50.0, 700.0, "乙は、瑕疵を修補する。");
    write!(content, "BT /F 5 Tf 80 709 Td {} ET", hex("かし")).expect("a string takes all");
    assert_eq!(lines(&read(&page(&content))), [('-', "乙は、瑕疵を修補する。"), ('f', "かし")]);
}

#[test]
fn footnotes_do_not_cut_a_paragraph() {
    let long = "乙は、利用者に対し、本サービスの料金を自己の名において請求するものとし、甲は、";
    let first = at(50.0, 120.0, long)
        + &format!("BT /F 5 Tf 440 125 Td {} ET\n", hex("※１"))
        + &rule(50.0, 100.0, 150.0, 100.0)
        + &format!("BT /F 8 Tf 50 85 Td {} ET\n", hex("※１　別に定める。"));
    let second = at(50.0, 780.0, "これを請求しない。") + &at(50.0, 764.0, "第２条　甲は、乙に通知する。");
    let file = pdf(&[&first, &second], "/Font << /F 3 0 R >>", &[&japanese("UniJIS-UCS2-H")]);
    let expected =
        [('-', long), ('w', "これを請求しない。"), ('-', "※１　別に定める。"), ('-', "第２条　甲は、乙に通知する。")];
    let document = read(&file);
    let body = document.lines.iter().zip(lines(&document)).filter(|(line, _)| line.kind == LineKind::Body);
    let (pages, body): (Vec<_>, Vec<_>) = body.map(|(line, text)| (line.page, text)).unzip();
    assert_eq!(body, expected);
    assert_eq!(pages, [Some(1), Some(2), Some(1), Some(2)]);
    assert!(lines(&document).contains(&('f', "※１")));
}
