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
fn file(catalog: &str, pages: &[(Vec<u8>, &str)], entries: &str, objects: &[&[u8]]) -> Vec<u8> {
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

fn stream(entries: &str, data: &[u8]) -> Vec<u8> {
    let mut object = format!("<< {entries} /Length {} >>\nstream\n", data.len()).into_bytes();
    object.extend(data);
    object.extend(b"\nendstream");
    object
}

/// A Japanese font that is not embedded, as older office suites wrote it, under the resource name `F`.
fn japanese(encoding: &str) -> Vec<u8> {
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
fn hex(text: &str) -> String {
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
    assert!(matches!(error(b"PK\x03\x04junk", "a.docx"), ReadError::Unsupported(_)));
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
