//! Reading PDFs of every sort: the files are written here, one trait each, so that a test shows what it is about.

use std::fmt::Write;
use std::path::Path;

use joko::document::{self, Document, Follows, GapReason, LineKind, ReadError, ReadOptions, Rect};

/// A PDF with one A4 page for each of `contents` and the font dictionary (and what it needs) `fonts` as objects from 3 on.
fn pdf(contents: &[&str], resources: &str, objects: &[&[u8]]) -> Vec<u8> {
    let mut all: Vec<Vec<u8>> = vec![b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(), Vec::new()];
    all.extend(objects.iter().map(|object| object.to_vec()));
    let mut kids = String::new();
    for content in contents {
        all.push(stream("", content.as_bytes()));
        let page = format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {} 0 R /Resources << {resources} >> >>",
            all.len()
        );
        all.push(page.into_bytes());
        write!(kids, "{} 0 R ", all.len()).expect("a string takes all");
    }
    all[1] = format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", contents.len()).into_bytes();
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
    assert!(matches!(error(b"abc\x8C\x5F", "a.txt"), ReadError::NotUtf8(4)));
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
