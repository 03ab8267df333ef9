//! Annotated PDFs, read again: by joko's own reader, by lopdf, and by the programs that people open them with.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use joko::analyze::{Options, analyze};
use joko::document::{self, Document, Kind, Ocr, ReadOptions};
use joko::messages::Lang;
use joko::report::Report;
use joko::report::annotate::{self, AnnotateError, Attachment, Contents, Mark};
use joko::rulebook::Rulebook;
use joko::verdict::Verdict;
use lopdf::{Dictionary, Object, SaveOptions};

use crate::document::{file, hex, japanese, stream};

use crate::common::skipped;

/// A contract that satisfies, leaves to an effort and contradicts, line by line as its page is set.
const LINES: [&str; 10] = [
    "業務提携契約書",
    "株式会社上流（以下「甲」という。）と下流株式会社（以下「乙」という。）は、",
    "インターネット接続サービスについて次のとおり契約する。",
    "第１条 乙は、利用者との間で、自己の名において直接に利用契約を締結する。",
    "第２条 乙は、契約約款を備え、利用者が常時閲覧できるように努める。",
    "第３条 利用者に対する利用料金は、甲が、甲の名義により利用者に直接請求し、乙は",
    "これに関与しない。",
    "第４条 乙は、利用者からの問い合わせを受け付ける窓口を設け、一次窓口として対応",
    "する。",
    "第５条 乙が窓口を設けるときは、甲は協力する。",
];

static RULES: LazyLock<Rulebook> = LazyLock::new(|| Rulebook::built_in().expect("the built-in rules load"));

/// How the lines are set on the page: the text matrix of each, in the file's own space.
struct Setting {
    name: &'static str,
    entries: &'static str,
    down: bool,
    matrix: fn(f64) -> [f64; 6],
}

const A4: &str = "/MediaBox [0 0 595 842]";
const UPRIGHT: Setting =
    Setting { name: "upright", entries: A4, down: false, matrix: |row| [1., 0., 0., 1., 50., 780. - row] };
const SETTINGS: [Setting; 9] = [
    UPRIGHT,
    Setting {
        name: "turned by 90",
        entries: "/Rotate 90 /MediaBox [0 0 595 842]",
        down: false,
        matrix: |row| [0., 1., -1., 0., 60. + row, 50.],
    },
    Setting {
        name: "turned by 180",
        entries: "/Rotate 180 /MediaBox [0 0 595 842]",
        down: false,
        matrix: |row| [-1., 0., 0., -1., 545., 60. + row],
    },
    Setting {
        name: "turned by 270",
        entries: "/Rotate -90 /MediaBox [0 0 595 842]",
        down: false,
        matrix: |row| [0., -1., 1., 0., 535. - row, 800.],
    },
    Setting {
        name: "cropped",
        entries: "/CropBox [20 30 575 810] /MediaBox [0 0 595 842]",
        down: false,
        matrix: |row| [1., 0., 0., 1., 50., 760. - row],
    },
    Setting {
        name: "off the origin",
        entries: "/MediaBox [-100 -200 495 642]",
        down: false,
        matrix: |row| [1., 0., 0., 1., -50., 580. - row],
    },
    Setting {
        name: "turned, cropped and in larger units",
        entries: "/UserUnit 2 /Rotate 90 /CropBox [20 30 575 810] /MediaBox [0 0 595 842]",
        down: false,
        matrix: |row| [0., 1., -1., 0., 60. + row, 50.],
    },
    Setting { name: "vertical", entries: A4, down: true, matrix: |row| [1., 0., 0., 1., 500. - row, 780.] },
    Setting {
        name: "vertical, off the origin and cropped",
        entries: "/MediaBox [-100 -200 495 642] /CropBox [-90 -150 480 630]",
        down: true,
        matrix: |row| [1., 0., 0., 1., 400. - row, 580.],
    },
];

impl Setting {
    fn matrix(&self, line: usize) -> [f64; 6] {
        (self.matrix)(20.0 * line as f64)
    }

    fn content(&self) -> Vec<u8> {
        let line = |(index, text): (usize, &&str)| {
            let matrix = self.matrix(index).map(|part| part.to_string()).join(" ");
            format!("BT /F 10 Tf {matrix} Tm {} ET\n", hex(text))
        };
        stream("", LINES.iter().enumerate().map(line).collect::<String>().as_bytes())
    }

    fn file(&self) -> Vec<u8> {
        let font = japanese(if self.down { "UniJIS-UCS2-V" } else { "UniJIS-UCS2-H" });
        let entries = format!("{} /Resources << /Font << /F 3 0 R >> >>", self.entries);
        file("", &[(self.content(), "")], &entries, &[&font])
    }

    /// Upper left, upper right, lower left and lower right of a character as it reads, in the file's own space.
    fn corners(&self, line: usize, index: usize) -> [(f64, f64); 4] {
        let [a, b, c, d, e, f] = self.matrix(line);
        let at = 10.0 * index as f64;
        let (x0, x1, top, bottom) = if self.down { (-5.0, 5.0, -at, -at - 10.0) } else { (at, at + 10.0, 8.8, -1.2) };
        [(x0, top), (x1, top), (x0, bottom), (x1, bottom)].map(|(x, y)| (a * x + c * y + e, b * x + d * y + f))
    }
}

fn judged(bytes: &[u8], name: &str) -> Report {
    let options = Options { read: ReadOptions::default(), roles: Vec::new(), near_misses: false };
    analyze(bytes, Path::new(name), &RULES, &options).expect("it can be read")
}

fn attachment() -> Attachment {
    Attachment {
        name: "判定.txt".into(),
        mime: "text/plain".into(),
        description: "報告".into(),
        bytes: "甲乙".repeat(99).into_bytes(),
    }
}

/// `bytes` annotated, with the report and what it says of it.
fn annotated(bytes: &[u8]) -> Result<(Vec<u8>, Report, Vec<Mark>), AnnotateError> {
    let report = judged(bytes, "contract.pdf");
    let marks = Contents::of(&report, &RULES.clauses, Lang::Ja).marks;
    let options = ReadOptions::default();
    annotate::annotate(bytes, &report, &RULES.clauses, Some(&attachment()), &options, Lang::Ja)
        .map(|output| (output, report, marks))
}

fn sound(bytes: &[u8]) -> (Vec<u8>, Report, Vec<Mark>) {
    let (output, report, marks) = annotated(bytes).expect("it can be annotated");
    assert!(output.starts_with(bytes), "the file's own bytes come first");
    assert!(shown(&document(&output)) == shown(&report.document), "the text is as it was");
    (output, report, marks)
}

fn document(bytes: &[u8]) -> Document {
    document::read(bytes, Path::new("contract.pdf"), &ReadOptions::default()).expect("it can be read")
}

/// The text of a document and where it stands.
fn shown(document: &Document) -> (String, String) {
    (document.raw.clone(), format!("{:?}", document.pages))
}

/// A highlight as lopdf reads it.
struct Highlight {
    page: usize,
    /// Number of the mark, by the name of the annotation.
    number: usize,
    note: String,
    quads: Vec<[(f64, f64); 4]>,
    rect: [f64; 4],
}

fn load(bytes: &[u8]) -> lopdf::Document {
    let document = lopdf::Document::load_mem(bytes).expect("lopdf reads it");
    assert_eq!(document.xref_recovery, None, "nothing had to be mended");
    document
}

fn annotations(document: &lopdf::Document, page: lopdf::ObjectId) -> Vec<Dictionary> {
    let page = document.get_dictionary(page).expect("a page");
    let Ok(list) = page.get_deref(b"Annots", document) else { return Vec::new() };
    let list = list.as_array().expect("a list").iter();
    list.filter_map(|one| document.dereference(one).expect("it is there").1.as_dict().ok().cloned()).collect()
}

fn highlights(document: &lopdf::Document) -> Vec<Highlight> {
    let mut found = Vec::new();
    for (page, id) in document.get_pages() {
        for dict in annotations(document, id) {
            if dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Highlight") {
                found.push(highlight(&dict, page as usize));
            }
        }
    }
    found
}

fn highlight(dict: &Dictionary, page: usize) -> Highlight {
    let numbers = |key: &[u8]| -> Vec<f64> {
        let list = dict.get(key).and_then(Object::as_array).expect("a list");
        list.iter().map(|number| f64::from(number.as_float().expect("a number"))).collect()
    };
    let quad = |points: &[f64]| [0, 2, 4, 6].map(|at| (points[at], points[at + 1]));
    let name = text(dict, b"NM");
    Highlight {
        page,
        number: name.split('-').nth(1).and_then(|number| number.parse().ok()).expect("a numbered name"),
        note: text(dict, b"Contents"),
        quads: numbers(b"QuadPoints").chunks_exact(8).map(quad).collect(),
        rect: numbers(b"Rect").try_into().expect("four numbers"),
    }
}

fn text(dict: &Dictionary, key: &[u8]) -> String {
    lopdf::decode_text_string(dict.get(key).expect("it is there")).expect("a string")
}

/// The least and the greatest of the points in both directions.
fn around(points: &[(f64, f64)]) -> [f64; 4] {
    let fold = |pick: fn(&(f64, f64)) -> f64, better: fn(f64, f64) -> f64| {
        points.iter().map(pick).reduce(better).unwrap_or(0.0)
    };
    [fold(|p| p.0, f64::min), fold(|p| p.1, f64::min), fold(|p| p.0, f64::max), fold(|p| p.1, f64::max)]
}

fn area([x0, y0, x1, y1]: [f64; 4]) -> f64 {
    (x1 - x0) * (y1 - y0)
}

fn within(inner: [f64; 4], outer: [f64; 4], slack: f64) -> bool {
    inner[0] >= outer[0] - slack
        && inner[1] >= outer[1] - slack
        && inner[2] <= outer[2] + slack
        && inner[3] <= outer[3] + slack
}

#[test]
fn highlights_lie_on_the_words_however_the_page_is_set() {
    for setting in &SETTINGS {
        let what = setting.name;
        let (output, report, marks) = sound(&setting.file());
        let read: Vec<&str> = report
            .document
            .lines
            .iter()
            .filter_map(|line| report.document.raw.get(line.raw.start..line.raw.end))
            .collect();
        assert_eq!(read, LINES, "{what}");
        let verdict = |id: &str| marks.iter().find(|mark| mark.clause == id).map(|mark| mark.verdict);
        assert_eq!(verdict("direct-contract"), Some(Verdict::Found), "{what}");
        assert_eq!(verdict("terms-availability"), Some(Verdict::Partial), "{what}");
        assert_eq!(verdict("direct-billing"), Some(Verdict::Contradicted), "{what}");
        let highlights = highlights(&load(&output));
        assert_eq!(highlights.len(), marks.len(), "{what}");
        for found in &highlights {
            let mark = &marks[found.number];
            let mut glyphs = Vec::new();
            for part in report.text.raw(mark.span) {
                for (at, _) in report.document.raw.char_indices().filter(|(at, _)| (part.start..part.end).contains(at))
                {
                    let line =
                        report.document.lines.iter().position(|line| (line.raw.start..line.raw.end).contains(&at));
                    let Some(line) = line else { continue };
                    let before =
                        report.document.raw.get(report.document.lines[line].raw.start..at).expect("characters");
                    glyphs.push((line, before.chars().count()));
                }
            }
            assert!(glyphs.len() >= mark.quote.chars().count(), "{what}: {}", mark.quote);
            let boxes: Vec<[f64; 4]> =
                glyphs.iter().map(|(line, index)| around(&setting.corners(*line, *index))).collect();
            for glyph in &boxes {
                let covered = found.quads.iter().any(|quad| within(*glyph, around(quad), 0.1));
                assert!(covered, "{what}: {glyph:?} of {} outside {:?}", mark.quote, found.quads);
            }
            let covered: f64 = found.quads.iter().map(|quad| area(around(quad))).sum();
            let due: f64 = boxes.iter().map(|glyph| area(*glyph)).sum();
            assert!((covered / due - 1.0).abs() < 0.01, "{what}: {} is marked with {covered}, not {due}", mark.quote);
            assert!(found.quads.iter().all(|quad| within(around(quad), found.rect, 0.0)), "{what}");
            // The corners come in the order in which the words read.
            let (line, index) = glyphs[0];
            let first = setting.corners(line, index)[0];
            let near = |point: (f64, f64)| (point.0 - first.0).abs() < 0.1 && (point.1 - first.1).abs() < 0.1;
            assert!(near(found.quads[0][0]), "{what}: {:?} does not begin at {first:?}", found.quads[0]);
        }
    }
}

#[test]
fn notes_say_the_verdict_in_words() {
    let (output, _, marks) = sound(&UPRIGHT.file());
    for found in highlights(&load(&output)) {
        let mark = &marks[found.number];
        assert!(found.note.contains(&mark.title) && found.note.contains(&mark.place), "{}", found.note);
        let word = match mark.verdict {
            Verdict::Found => "◎ 充足: ",
            Verdict::Partial => "△ 一部充足: ",
            Verdict::Contradicted => "✕ 抵触: ",
            other => panic!("nothing is marked where the verdict is {other:?}"),
        };
        assert!(found.note.starts_with(word) && found.note.contains("理由: "), "{}", found.note);
    }
    let weak = marks.iter().find(|mark| mark.verdict == Verdict::Partial).expect("an effort");
    assert!(weak.note(Lang::Ja).contains("この箇所: 努力義務にとどまる"), "{}", weak.note(Lang::Ja));
}

#[test]
fn what_disqualifies_is_marked_with_its_reason() {
    // 取次店 introduces users, who contract with the upstream.
    let text = include_str!("../corpus/contracts/c10.txt");
    let report = judged(text.as_bytes(), "c10.txt");
    let contents = Contents::of(&report, &RULES.clauses, Lang::En);
    let mark = contents.marks.iter().find(|mark| mark.clause == "agency-sales").expect("it is a sales agency");
    assert_eq!((mark.verdict, mark.word, mark.page), (Verdict::Contradicted, "present", None));
    let note = mark.note(Lang::En);
    assert!(
        note.starts_with("✕ present: Mere sales agency\nPlace: 前文\n") && note.contains("which disqualifies"),
        "{note}"
    );
    assert_eq!(contents.headings.last(), Some(&("agency-sales".to_owned(), mark.heading())));
}

#[test]
fn the_same_file_is_annotated_alike() {
    let bytes = UPRIGHT.file();
    assert_eq!(sound(&bytes).0, sound(&bytes).0);
}

#[test]
fn every_mark_has_a_bookmark_that_leads_to_its_page() {
    let (output, _, marks) = sound(include_bytes!("../corpus/forms/lo/d05.pdf"));
    let document = load(&output);
    let pages = document.get_pages();
    let catalog = document.catalog().expect("a catalog");
    let outlines = catalog.get_deref(b"Outlines", &document).and_then(Object::as_dict).expect("bookmarks");
    let top = under(&document, outlines);
    let own = top.last().expect("joko's own come last");
    assert_eq!(text(own, b"Title"), "joko: 不適合（充足 5、抵触 2、欠落 1）");
    let clauses = under(&document, own);
    assert_eq!(clauses.len(), 8);
    assert!(clauses.iter().any(|clause| text(clause, b"Title").starts_with("－ 欠落: ") && !clause.has(b"Dest")));
    let places: Vec<Dictionary> = clauses.iter().flat_map(|clause| under(&document, clause)).collect();
    assert_eq!(places.len(), marks.len());
    for (place, mark) in places.iter().zip(&marks) {
        assert!(text(place, b"Title").starts_with(&mark.place), "{}", text(place, b"Title"));
        let to = place.get(b"Dest").and_then(Object::as_array).expect("a place")[0].as_reference().expect("a page");
        assert_eq!(pages.get(&mark.page.expect("a page")), Some(&to));
    }
    let count = |dict: &Dictionary| dict.get(b"Count").and_then(Object::as_i64).unwrap_or(0);
    assert_eq!(count(own), 8 + places.len() as i64);
    assert_eq!(count(outlines), (top.len() + 8 + places.len()) as i64);
}

/// The bookmarks under `parent`, each checked to lead back to the one before.
fn under(document: &lopdf::Document, parent: &Dictionary) -> Vec<Dictionary> {
    let mut items = Vec::new();
    let mut next = parent.get(b"First").and_then(Object::as_reference).ok();
    let mut previous = None;
    while let Some(id) = next {
        let item = document.get_dictionary(id).expect("a bookmark").clone();
        assert_eq!(item.get(b"Prev").and_then(Object::as_reference).ok(), previous);
        previous = Some(id);
        next = item.get(b"Next").and_then(Object::as_reference).ok();
        items.push(item);
    }
    assert_eq!(parent.get(b"Last").and_then(Object::as_reference).ok(), previous);
    items
}

/// Files of every build, with what they hold beside their text: the words of an old note, an old bookmark, an old attachment.
fn builds() -> Vec<(&'static str, Vec<u8>)> {
    let font = japanese("UniJIS-UCS2-H");
    let old = b"<< /Type /Annot /Subtype /Text /Rect [9 9 19 19] /Contents (old note) >>";
    let shared = b"[4 0 R null]";
    let outlines = b"<< /Type /Outlines /First 7 0 R /Last 7 0 R /Count 1 >>";
    let bookmark = b"<< /Title (old bookmark) /Parent 6 0 R >>";
    let names = b"<< /EmbeddedFiles << /Kids [9 0 R] >> >>";
    let leaf = b"<< /Limits [(zzz) (zzz)] /Names [(zzz) << /Type /Filespec /F (old.txt) /EF << /F 10 0 R >> >>] >>";
    let packed = stream("/Type /EmbeddedFile", b"old attachment");
    let objects: [&[u8]; 8] = [&font, old, shared, outlines, bookmark, names, leaf, &packed];
    let pages = [(UPRIGHT.content(), "/Annots 5 0 R"), (stream("", b""), "/Annots 5 0 R")];
    let entries = format!("{A4} /Resources << /Font << /F 3 0 R >> >>");
    let table = file("/Outlines 6 0 R /Names 8 0 R /PageMode /UseNone", &pages, &entries, &objects);
    let junk = [b"From: somebody\n\n".as_slice(), &table].concat();
    let save = |options: SaveOptions| {
        let mut bytes = Vec::new();
        load(&table).save_with_options(&mut bytes, options).expect("lopdf writes it");
        bytes
    };
    let streams = save(SaveOptions { use_xref_streams: true, use_object_streams: true, ..SaveOptions::default() });
    // An update of an update: the newest section has a page of its own.
    let mut update = lopdf::IncrementalDocument::create_from(streams.clone(), load(&streams));
    let page = load(&streams).get_pages()[&1];
    update.opt_clone_object_to_new_document(page).expect("the page is there");
    let mut updated = Vec::new();
    update.save_to(&mut updated).expect("lopdf writes it");
    let without_end = table.trim_ascii_end().to_vec();
    vec![
        ("a table", table.clone()),
        ("after a mail's header", junk),
        ("streams", streams),
        ("an update", updated),
        ("a table and a stream", hybrid(&table)),
        ("no line end", without_end),
    ]
}

/// The file with its font moved into a stream of objects, which only readers of `/XRefStm` see.
fn hybrid(table: &[u8]) -> Vec<u8> {
    let document = load(table);
    let font = String::from_utf8(japanese("UniJIS-UCS2-H")).expect("it is text");
    let start = String::from_utf8_lossy(table).rfind("xref\n0 ").expect("a table");
    let count = document.max_id + 1;
    let mut bytes = table[..start].to_vec();
    let packed = bytes.len();
    let objects = stream("/Type /ObjStm /N 1 /First 4", format!("3 0 {font}").as_bytes());
    bytes.extend(format!("{count} 0 obj\n").bytes().chain(objects).chain(*b"\nendobj\n"));
    let hidden = bytes.len();
    // One entry: object 3 is the first in that stream.
    let entry = [&[2], &count.to_be_bytes()[..], &[0, 0]].concat();
    let entries = format!("/Type /XRef /Size {} /W [1 4 2] /Index [3 1] /Root 1 0 R", count + 2);
    bytes.extend(format!("{} 0 obj\n", count + 1).bytes().chain(stream(&entries, &entry)).chain(*b"\nendobj\n"));
    let xref = bytes.len();
    let mut table = format!("xref\n0 {}\n", count + 2);
    for id in 0..count + 2 {
        let at = match document.reference_table.get(id) {
            _ if id == 3 => None,
            Some(lopdf::xref::XrefEntry::Normal { offset, .. }) => Some(*offset as usize),
            _ => [(count, packed), (count + 1, hidden)].iter().find(|(own, _)| *own == id).map(|(_, at)| *at),
        };
        table += &at.map_or("0000000000 65535 f \n".into(), |at| format!("{at:010} 00000 n \n"));
    }
    let trailer = format!("trailer << /Size {} /Root 1 0 R /XRefStm {hidden} >>", count + 2);
    bytes.extend(format!("{table}{trailer}\nstartxref\n{xref}\n%%EOF\n").bytes());
    bytes
}

#[test]
fn files_of_every_build_keep_what_they_had() {
    for (what, bytes) in builds() {
        let (output, _, marks) = sound(&bytes);
        let document = load(&output);
        let pages = document.get_pages();
        let (first, second) = (annotations(&document, pages[&1]), annotations(&document, pages[&2]));
        let highlights = highlights(&document);
        assert!(!marks.is_empty() && highlights.len() == marks.len(), "{what}");
        assert!(highlights.iter().all(|found| found.page == 1), "{what}: the other page shares the list no longer");
        assert_eq!((first.len(), second.len()), (1 + 2 * marks.len(), 1), "{what}");
        assert!([&first, &second].iter().all(|list| text(&list[0], b"Contents") == "old note"), "{what}");
        let catalog = document.catalog().expect("a catalog");
        let outlines = catalog.get_deref(b"Outlines", &document).and_then(Object::as_dict).expect("bookmarks");
        let titles: Vec<String> = under(&document, outlines).iter().map(|item| text(item, b"Title")).collect();
        assert!(
            titles.len() == 2 && titles[0] == "old bookmark" && titles[1].starts_with("joko: "),
            "{what}: {titles:?}"
        );
        assert_eq!(catalog.get(b"PageMode").and_then(Object::as_name).ok(), Some(b"UseNone".as_slice()), "{what}");
        let names = catalog.get_deref(b"Names", &document).and_then(Object::as_dict).expect("names");
        let tree = names.get_deref(b"EmbeddedFiles", &document).and_then(Object::as_dict).expect("attachments");
        let files = files(&document, tree);
        let own = attachment();
        assert_eq!(files.len(), 2, "{what}");
        assert!(files[0].0 < files[1].0, "{what}: keys are in order");
        assert_eq!((files[0].1.as_str(), files[0].2.as_slice()), ("old.txt", b"old attachment".as_slice()), "{what}");
        assert_eq!((&files[1].1, &files[1].2), (&own.name, &own.bytes), "{what}");
    }
}

/// Key, name and content of each file under a tree of names.
fn files(document: &lopdf::Document, tree: &Dictionary) -> Vec<(Vec<u8>, String, Vec<u8>)> {
    if let Ok(kids) = tree.get_deref(b"Kids", document).and_then(Object::as_array) {
        let kids = kids.iter().map(|kid| document.dereference(kid).expect("it is there").1.as_dict().expect("a node"));
        return kids.flat_map(|kid| files(document, kid)).collect();
    }
    let names = tree.get_deref(b"Names", document).and_then(Object::as_array).expect("names");
    let file = |pair: &[Object]| {
        let spec = document.dereference(&pair[1]).expect("it is there").1.as_dict().expect("a file");
        let packed = spec.get_deref(b"EF", document).and_then(Object::as_dict).expect("its content");
        let packed = packed.get_deref(b"F", document).and_then(Object::as_stream).expect("its content");
        let bytes = packed.decompressed_content().unwrap_or_else(|_| packed.content.clone());
        let name = text(spec, if spec.has(b"UF") { b"UF" } else { b"F" });
        (pair[0].as_str().expect("a key").to_vec(), name, bytes)
    };
    names.chunks_exact(2).map(file).collect()
}

#[test]
fn what_would_do_harm_is_refused() {
    let refused = |bytes: &[u8]| annotated(bytes).err();
    // Encrypted, with nothing asked before it is opened.
    let document = load(&UPRIGHT.file());
    assert!(matches!(refused(&encrypted(document)), Some(AnnotateError::Encrypted)));
    // Certified: nothing may be changed, or only forms be filled in; with annotations allowed, nothing else is added.
    for (level, refusal) in [("/P 1", true), ("/P 2", true), ("", true), ("/P 3", false)] {
        let signature = format!(
            "<< /Type /Sig /Reference [<< /Type /SigRef /TransformMethod /DocMDP /TransformParams << {level} >> >>] >>"
        );
        let entries = format!("{A4} /Resources << /Font << /F 3 0 R >> >>");
        let font = japanese("UniJIS-UCS2-H");
        let bytes =
            file("/Perms << /DocMDP 4 0 R >>", &[(UPRIGHT.content(), "")], &entries, &[&font, signature.as_bytes()]);
        if refusal {
            assert_eq!(refused(&bytes), Some(AnnotateError::Certified), "{level}");
        } else {
            let document = load(&sound(&bytes).0);
            let catalog = document.catalog().expect("a catalog");
            assert!(!highlights(&document).is_empty() && !catalog.has(b"Outlines") && !catalog.has(b"Names"));
        }
    }
    // A table that points elsewhere: readers mend it, but nothing can be built on it.
    let shifted = String::from_utf8(UPRIGHT.file()).expect("it is ASCII").replace("startxref\n", "startxref\n9");
    assert!(matches!(refused(shifted.as_bytes()), Some(AnnotateError::Broken(_))));
    let cut = UPRIGHT.file();
    assert!(matches!(refused(&cut[..cut.len() - 40]), Some(AnnotateError::Broken(_))));
    // Other formats have no place for marks.
    let report = judged("覚書\n\n第1条 甲は乙に支払う。\n".as_bytes(), "a.txt");
    let plain = annotate::annotate(b"", &report, &RULES.clauses, None, &ReadOptions::default(), Lang::Ja);
    assert_eq!(plain, Err(AnnotateError::Kind(Kind::Plain)));
}

/// The file under an empty password for reading, as offices protect what they publish.
fn encrypted(mut document: lopdf::Document) -> Vec<u8> {
    let id = || Object::String(b"0123456789abcdef".to_vec(), lopdf::StringFormat::Hexadecimal);
    document.trailer.set("ID", vec![id(), id()]);
    let version = lopdf::EncryptionVersion::V2 {
        document: &document,
        owner_password: "owner",
        user_password: "",
        key_length: 128,
        permissions: lopdf::Permissions::all(),
    };
    let state = lopdf::EncryptionState::try_from(version).expect("it can be encrypted");
    document.encrypt(&state).expect("it can be encrypted");
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("lopdf writes it");
    bytes
}

#[cfg(feature = "ocr")]
#[test]
fn highlights_lie_on_what_was_recognised_in_a_scan() {
    let (output, report, marks) = sound(include_bytes!("data/contract.scan.pdf"));
    assert!(!marks.is_empty() && report.document.pages[0].recognised);
    let highlights = highlights(&load(&output));
    assert_eq!(highlights.len(), marks.len());
    let height = f64::from(report.document.pages[0].height);
    for found in &highlights {
        let boxes = &marks[found.number].boxes;
        assert_eq!(found.quads.len(), boxes.len());
        for (quad, located) in found.quads.iter().zip(boxes) {
            let rect = located.rect;
            let [x0, y0, x1, y1] = [rect.x0, rect.y0, rect.x1, rect.y1].map(f64::from);
            let due = [x0, height - y1, x1, height - y0];
            assert!(around(quad).iter().zip(due).all(|(a, b)| (a - b).abs() < 0.01), "{quad:?} is not {due:?}");
        }
        assert!(found.note.contains("文字認識"), "{}", found.note);
    }
}

/// Runs a program that may not be installed: `None`, with a notice, if it is not.
fn program(name: &str, args: &[&str]) -> Option<Vec<u8>> {
    let Ok(output) = Command::new(name).args(args).output() else {
        skipped(&format!("{name} is not installed: what it makes of annotated files is not tested"));
        return None;
    };
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{name} {args:?}: {}{said}", String::from_utf8_lossy(&output.stdout));
    Some(output.stdout)
}

/// The files of the other programs' tests: as they were, and annotated, with their names.
fn written() -> Vec<(PathBuf, PathBuf, usize)> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("annotate-{:?}", std::thread::current().id()));
    fs::create_dir_all(&folder).expect("the folder can be made");
    let mut files = builds();
    files.extend(SETTINGS.iter().map(|setting| (setting.name, setting.file())));
    files.push(("LibreOffice", include_bytes!("../corpus/forms/lo/d05.pdf").to_vec()));
    files.push(("Chromium", include_bytes!("data/short.chromium.pdf").to_vec()));
    let write = |(index, (_, bytes)): (usize, (&str, Vec<u8>))| {
        let (output, _, marks) = sound(&bytes);
        let [before, after] = ["before", "after"].map(|when| folder.join(format!("{index}-{when}.pdf")));
        fs::write(&before, &bytes).expect("it can be written");
        fs::write(&after, &output).expect("it can be written");
        (before, after, marks.len())
    };
    files.into_iter().enumerate().map(write).collect()
}

#[test]
fn qpdf_finds_no_fault() {
    for (before, after, _) in written() {
        let (before, after) = (before.to_str().expect("Unicode"), after.to_str().expect("Unicode"));
        // What qpdf says of the file as it was is not ours to mend.
        if Command::new("qpdf").args(["--check", before]).output().is_ok_and(|output| output.status.success()) {
            let Some(said) = program("qpdf", &["--check", after]) else { return };
            let said = String::from_utf8_lossy(&said).into_owned();
            assert!(said.contains("No syntax or stream encoding errors found"), "{said}");
        }
    }
}

#[test]
fn poppler_reads_the_same_text_and_draws_the_highlights() {
    for (before, after, _) in written() {
        let (before, after) = (before.to_str().expect("Unicode"), after.to_str().expect("Unicode"));
        let Some(was) = program("pdftotext", &[before, "-"]) else { return };
        assert_eq!(program("pdftotext", &[after, "-"]), Some(was), "{after}");
    }
    let (_, after, _) = &written()[0];
    let Some(picture) = program("pdftoppm", &["-r", "72", "-f", "1", "-l", "1", after.to_str().expect("Unicode")])
    else {
        return;
    };
    // A point of the page is a pixel of the picture, which holds one line of header and one of sizes.
    let body = &picture[picture.len() - 595 * 842 * 3..];
    let pixel = |x: usize, y: usize| &body[(y * 595 + x) * 3..][..3];
    let (output, _, marks) = sound(&builds()[0].1);
    for found in highlights(&load(&output)) {
        let annotate::Color(red, green, blue) = marks[found.number].color();
        let [x0, y0, x1, y1] = around(&found.quads[0]).map(|at| at as usize);
        let inside = (842 - y1 + 1..842 - y0 - 1).flat_map(|y| (x0 + 1..x1 - 1).map(move |x| pixel(x, y)));
        let (mut all, mut colored) = (0, 0);
        for pixel in inside {
            all += 1;
            colored += usize::from(pixel.iter().zip([red, green, blue]).all(|(is, due)| is.abs_diff(due) < 4));
        }
        // The others are the words.
        assert!(3 * colored > all, "{colored} of {all} pixels have the colour of {:?}", marks[found.number].verdict);
    }
}

#[test]
fn signatures_stay_valid() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let [before, after] = ["signed-before.pdf", "signed-after.pdf"].map(|name| folder.join(name));
    let bytes = include_bytes!("data/signed.pdf");
    let (output, _, marks) = sound(bytes);
    assert_eq!(highlights(&load(&output)).len(), marks.len());
    assert!(!marks.is_empty());
    fs::write(&before, bytes).expect("it can be written");
    fs::write(&after, output).expect("it can be written");
    for (file, whole) in [(before, "Total document signed"), (after, "Not total document signed")] {
        let Some(said) = program("pdfsig", &[file.to_str().expect("Unicode")]) else { return };
        let said = String::from_utf8_lossy(&said).into_owned();
        assert!(said.contains("Signature is Valid.") && said.contains(whole), "{said}");
    }
}

/// What PDFium says of the highlights of a file: a line for each with the characters that lie in its quads and its note; then how
/// many bookmarks there are.
const PDFIUM: &str = r#"
import ctypes, sys
import pypdfium2 as pdfium, pypdfium2.raw as raw
def string(get, annot, key):
    size = get(annot, key, None, 0)
    buffer = ctypes.create_string_buffer(size)
    get(annot, key, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return buffer.raw[:size - 2].decode('utf-16-le')
document = pdfium.PdfDocument(sys.argv[1])
for page in document:
    text = page.get_textpage()
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        annot = raw.FPDFPage_GetAnnot(page, index)
        if raw.FPDFAnnot_GetSubtype(annot) != raw.FPDF_ANNOT_HIGHLIGHT:
            continue
        words = ''
        for number in range(raw.FPDFAnnot_CountAttachmentPoints(annot)):
            quad = raw.FS_QUADPOINTSF()
            assert raw.FPDFAnnot_GetAttachmentPoints(annot, number, quad)
            xs, ys = [quad.x1, quad.x2, quad.x3, quad.x4], [quad.y1, quad.y2, quad.y3, quad.y4]
            words += text.get_text_bounded(min(xs), min(ys), max(xs), max(ys))
        note = string(raw.FPDFAnnot_GetStringValue, annot, b'Contents')
        print(''.join(words.split()), '\t', note.replace('\r', '|'), sep='')
print(len(list(document.get_toc())))
"#;

#[test]
fn pdfium_finds_the_notes_on_their_words() {
    let python = std::env::var("JOKO_PYTHON").unwrap_or_else(|_| "python3".into());
    if !Command::new(&python).args(["-c", "import pypdfium2"]).output().is_ok_and(|output| output.status.success()) {
        skipped("pypdfium2 is not installed (JOKO_PYTHON names the Python that has it): PDFium is not asked");
        return;
    }
    // A file whose font PDFium reads as everybody does.
    let bytes = include_bytes!("../corpus/forms/lo/d05.pdf");
    let (output, _, marks) = sound(bytes);
    let after = Path::new(env!("CARGO_TARGET_TMPDIR")).join("annotate-pdfium.pdf");
    fs::write(&after, output).expect("it can be written");
    let said = program(&python, &["-c", PDFIUM, after.to_str().expect("Unicode")]).expect("it was there");
    let said = String::from_utf8(said).expect("Unicode");
    let lines: Vec<(&str, &str)> = said.lines().filter_map(|line| line.split_once('\t')).collect();
    assert_eq!(lines.len(), marks.len(), "{said}");
    // The outcome, the clauses, the places.
    assert_eq!(said.lines().last(), Some((1 + 8 + marks.len()).to_string().as_str()), "{said}");
    for mark in &marks {
        let fold = |words: &str| words.chars().filter(|char| !char.is_whitespace()).map(plain).collect::<String>();
        let note = mark.heading();
        let found = lines.iter().any(|(words, said)| fold(words) == fold(&mark.quote) && said.starts_with(&note));
        assert!(found, "{} is not among\n{said}", mark.quote);
    }
}

/// Full-width forms as the normalised text has them.
fn plain(char: char) -> char {
    ('！'..='～').contains(&char).then(|| char::from_u32(char as u32 - 0xFEE0)).flatten().unwrap_or(char)
}

#[test]
fn damaged_files_are_annotated_soundly_or_not_at_all() {
    let sound = include_bytes!("data/short.lo.pdf");
    let options = ReadOptions { ocr: Ocr::Never, ..ReadOptions::default() };
    let (mut read, mut written) = (0, 0);
    for at in (0..sound.len()).step_by(sound.len() / 150) {
        let mut bytes = sound.to_vec();
        bytes[at] = bytes[at].wrapping_mul(31).wrapping_add(7);
        bytes.truncate(if at % 3 == 0 { sound.len() - at / 40 } else { sound.len() });
        let asked = Options { read: options.clone(), roles: Vec::new(), near_misses: false };
        let Ok(report) = analyze(&bytes, Path::new("a.pdf"), &RULES, &asked) else { continue };
        read += 1;
        let Ok(output) = annotate::annotate(&bytes, &report, &RULES.clauses, None, &options, Lang::Ja) else {
            continue;
        };
        written += 1;
        let again = document::read(&output, Path::new("a.pdf"), &options).expect("it can still be read");
        assert!(output.starts_with(&bytes) && shown(&again) == shown(&report.document), "byte {at}");
        assert_eq!(highlights(&load(&output)).len(), Contents::of(&report, &RULES.clauses, Lang::Ja).marks.len());
    }
    assert!(read > 100 && written > 50, "{read} read, {written} written");
}
