//! Word documents with comments at the evidence and tracked changes, as other programs see them.

#![allow(clippy::print_stdout, reason = "a test may say what it leaves out")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use joko::analyze::{Options, analyze};
use joko::document::edit::{Draft, Edit, NewParagraph, Number};
use joko::document::{self, RawSpan, ReadOptions};
use joko::messages::Lang;
use joko::report::Report;
use joko::report::annotate::{self, AnnotateError, Contents, Mark};
use joko::rulebook::Rulebook;
use zip::ZipArchive;

static RULES: LazyLock<Rulebook> = LazyLock::new(|| Rulebook::built_in().expect("the built-in rules load"));

const CONTRACTS: [&str; 3] = ["docx/c05", "docx-auto/c05", "docx-auto/m03"];

fn contract(id: &str) -> Vec<u8> {
    fs::read(format!("corpus/forms/{id}.docx")).expect("the form is there")
}

fn judged(bytes: &[u8]) -> Report {
    analyze(bytes, Path::new("a.docx"), &RULES, &Options::default()).expect("it is a contract")
}

fn annotated(bytes: &[u8], lang: Lang) -> (Vec<u8>, Contents) {
    let report = judged(bytes);
    let annotated = annotate::annotate(bytes, &report, &RULES.clauses, None, &ReadOptions::default(), lang);
    (annotated.expect("it can be commented on"), Contents::of(&report, &RULES.clauses, lang))
}

fn member(bytes: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut text = String::new();
    archive.by_name(name).expect("a member").read_to_string(&mut text).expect("it is text");
    text
}

/// Words as they compare: without white space, in half-width forms where there are two.
fn folded(words: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    words.nfkc().filter(|char| !char.is_whitespace()).collect()
}

/// The words that each comment stands on, by its id.
fn commented(bytes: &[u8]) -> BTreeMap<String, String> {
    let text = member(bytes, "word/document.xml");
    let parsed = roxmltree::Document::parse(&text).expect("it is well formed");
    let mut open: Vec<String> = Vec::new();
    let mut words: BTreeMap<String, String> = BTreeMap::new();
    for node in parsed.descendants() {
        let id = || node.attributes().find(|attribute| attribute.name() == "id").expect("an id").value().to_owned();
        match node.tag_name().name() {
            "commentRangeStart" => open.push(id()),
            "commentRangeEnd" => open.retain(|open| *open != id()),
            "t" => {
                for id in &open {
                    words.entry(id.clone()).or_default().push_str(node.text().unwrap_or_default());
                }
            }
            _ => {}
        }
    }
    words
}

/// What each comment says, by its id; paragraphs as lines.
fn comments(bytes: &[u8]) -> BTreeMap<String, String> {
    let text = member(bytes, "word/comments.xml");
    let parsed = roxmltree::Document::parse(&text).expect("it is well formed");
    let all = parsed.root_element().children().map(|comment| {
        let id = comment.attributes().find(|attribute| attribute.name() == "id").expect("an id").value().to_owned();
        let line = |paragraph: roxmltree::Node<'_, '_>| -> String {
            paragraph
                .descendants()
                .filter(|node| node.tag_name().name() == "t")
                .filter_map(|node| node.text())
                .collect()
        };
        (id, comment.children().map(line).collect::<Vec<String>>().join("\n"))
    });
    all.collect()
}

#[test]
fn every_mark_is_a_comment_on_its_words() {
    for id in CONTRACTS {
        let original = contract(id);
        let (bytes, contents) = annotated(&original, Lang::Ja);
        let read =
            |bytes: &[u8]| document::read(bytes, Path::new("a.docx"), &ReadOptions::default()).expect("it is").raw;
        assert_eq!(read(&bytes), read(&original), "{id}: the text is as it was");
        let (on, said) = (commented(&bytes), comments(&bytes));
        assert_eq!(said.len(), contents.marks.len() + 1, "{id}");
        let mut left: Vec<(String, String)> =
            said.iter().map(|(id, said)| (folded(on.get(id).map_or("", String::as_str)), said.clone())).collect();
        let mut take = |words: &dyn Fn(&str) -> bool, note: &str| {
            let found = left.iter().position(|(on, said)| words(on) && said == note);
            left.swap_remove(found.unwrap_or_else(|| panic!("{id}: {note}\n{left:?}")));
        };
        for Mark { quote, .. } in &contents.marks {
            assert!(!quote.trim().is_empty());
        }
        for mark in &contents.marks {
            // Numbers that Word counts are in the quote, but not in the file.
            let quote = folded(&mark.quote);
            take(&|on| quote.ends_with(on) && on.chars().count() + 4 >= quote.chars().count(), &mark.note(Lang::Ja));
        }
        take(&|on| on.contains("契約書"), &said["1"]);
        assert!(said["1"].starts_with("joko: 不適合（充足 5、"), "{}", said["1"]);
        assert!(contents.headings.iter().all(|(_, heading)| said["1"].contains(heading)), "{}", said["1"]);
    }
}

#[test]
fn in_english() {
    let (bytes, contents) = annotated(&contract("docx/c05"), Lang::En);
    let said = comments(&bytes);
    assert!(said["1"].starts_with("joko: fail (found 5, "), "{}", said["1"]);
    assert!(contents.marks.iter().all(|mark| said.values().any(|said| *said == mark.note(Lang::En))));
    assert!(said.values().any(|said| said.contains("\nReason: ")));
}

#[test]
fn a_signed_document_is_refused() {
    let original = contract("docx/c05");
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut archive = ZipArchive::new(Cursor::new(&original)).expect("an archive");
    for index in 0..archive.len() {
        let file = archive.by_index_raw(index).expect("a member");
        if file.name().is_ok_and(|name| name != "_rels/.rels") {
            zip.raw_copy_file(file).expect("memory");
        }
    }
    let origin = r#"<Relationship Id="s1" Type="http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin" Target="_xmlsignatures/origin.sigs"/></Relationships>"#;
    let relationships = member(&original, "_rels/.rels").replace("</Relationships>", origin);
    zip.start_file("_rels/.rels", zip::write::SimpleFileOptions::default()).expect("a new file");
    std::io::Write::write_all(&mut zip, relationships.as_bytes()).expect("memory");
    let signed = zip.finish().expect("memory").into_inner();
    let report = judged(&signed);
    let refused = annotate::annotate(&signed, &report, &RULES.clauses, None, &ReadOptions::default(), Lang::Ja);
    assert_eq!(refused, Err(AnnotateError::Signed));
}

/// A contract with tracked changes of every kind and a comment, and a list whose items begin anew.
fn revised() -> Vec<u8> {
    let original = contract("docx-auto/c05");
    let draft = Draft::open(&original, &ReadOptions::default()).expect("it is a document");
    let raw = &draft.document().raw;
    let at = |words: &str| raw.find(words).expect("the words are there");
    let range = |words: &str| RawSpan { start: at(words), end: at(words) + words.len() };
    let new = |text: &str, model: &str, number| NewParagraph { text: text.to_owned(), model: at(model), number };
    let after = "トランスリンクは、会員との間に";
    let edits = [
        Edit::InsertAfter {
            at: at(after),
            paragraphs: vec![
                new("（契約約款）", "（契約の構成）", Number::Continues),
                new("ひだまりは、契約約款を定める。", "両社は、プラットフォーム", Number::Written),
                new("前項の約款は、随時閲覧できる。", after, Number::Continues),
                new("号の一", "会員規約　", Number::Restarts),
                new("号の二", "会員規約　", Number::Continues),
            ],
        },
        Edit::InsertText { at: range("前項の文書を").end, text: "（写しを含む。）".to_owned() },
        Edit::Delete { range: range("1か月の予告期間をおいて") },
        Edit::Delete {
            range: range("トランスリンクのロゴの使用方法は、別途提供するブランドガイドラインによる。")
        },
        Edit::Comment {
            range: range("随時これを閲覧"), author: "joko".to_owned(), text: "一行目\n二行目".to_owned()
        },
    ];
    draft.apply(&edits).expect("all have a place")
}

/// A folder for what a test writes.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("docx").join(name);
    fs::create_dir_all(&folder).expect("it can be made");
    folder
}

/// The Python with these packages; without it the test is left out, and says so.
fn python(packages: &str) -> Option<String> {
    let python = std::env::var("JOKO_PYTHON").unwrap_or_else(|_| "python3".into());
    let has = Command::new(&python).args(["-c", &format!("import {packages}")]).output();
    let has = has.is_ok_and(|output| output.status.success());
    if !has {
        println!("{packages} not installed (JOKO_PYTHON names the Python that has them): left out");
    }
    has.then_some(python)
}

/// What a program prints.
fn said(command: &mut Command) -> String {
    let output = command.output().expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("Unicode")
}

#[test]
fn python_docx_and_lxml_read_it() {
    let Some(python) = python("docx, lxml") else { return };
    let (bytes, contents) = annotated(&contract("docx/c05"), Lang::Ja);
    let folder = folder("python");
    for (name, bytes) in [("annotated", &bytes), ("revised", &revised())] {
        fs::write(folder.join(name).with_extension("docx"), bytes).expect("it can be written");
    }
    let read = "
import sys, zipfile, docx, lxml.etree
for name in ('annotated', 'revised'):
    file = f'{sys.argv[1]}/{name}.docx'
    archive = zipfile.ZipFile(file)
    assert archive.testzip() is None
    for member in archive.namelist():
        if member.endswith(('.xml', '.rels')):
            lxml.etree.fromstring(archive.read(member))
    document = docx.Document(file)
    print(len(document.comments), len(document.paragraphs))
    print('\\n'.join(p.text for p in next(iter(document.comments)).paragraphs))
    print('--')
";
    let said = said(Command::new(python).args(["-c", read]).arg(&folder));
    let (first, second) = said.split_once("--\n").expect("two documents");
    assert!(first.starts_with(&format!("{} ", contents.marks.len() + 1)), "{first}");
    assert!(contents.headings.iter().all(|(_, heading)| first.contains(heading)), "{first}");
    assert!(second.starts_with("1 ") && second.contains("\n一行目\n二行目\n"), "{second}");
}

/// What LibreOffice makes of a document: the content of an OpenDocument text.
fn by_libreoffice(name: &str, bytes: &[u8]) -> Option<String> {
    if !Command::new("soffice").arg("--version").output().is_ok_and(|output| output.status.success()) {
        println!("soffice is not installed: left out");
        return None;
    }
    let folder = folder(name);
    fs::write(folder.join("a.docx"), bytes).expect("it can be written");
    let converted = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}", folder.join("profile").display()))
        .args(["--headless", "--convert-to", "odt", "--outdir"])
        .arg(&folder)
        .arg(folder.join("a.docx"))
        .output()
        .expect("it was there");
    assert!(converted.status.success(), "{}", String::from_utf8_lossy(&converted.stderr));
    let archive = fs::read(folder.join("a.odt")).expect("it was converted");
    Some(member(&archive, "content.xml"))
}

/// The words under `node`, without those of what hangs from it.
fn words(node: roxmltree::Node<'_, '_>) -> String {
    let hangs = |node: &roxmltree::Node<'_, '_>| {
        node.ancestors().any(|above| ["annotation", "tracked-changes"].contains(&above.tag_name().name()))
    };
    node.descendants().filter(|node| node.is_text() && !hangs(node)).filter_map(|node| node.text()).collect()
}

#[test]
fn libreoffice_shows_the_comments() {
    let (bytes, contents) = annotated(&contract("docx-auto/c05"), Lang::Ja);
    let Some(content) = by_libreoffice("comments", &bytes) else { return };
    let parsed = roxmltree::Document::parse(&content).expect("it is well formed");
    let named = |name: &'static str| parsed.descendants().filter(move |node| node.tag_name().name() == name);
    let notes: Vec<String> = named("annotation")
        .map(|note| {
            let lines = note.children().filter(|node| node.tag_name().name() == "p");
            let line = |node: roxmltree::Node<'_, '_>| -> String {
                node.descendants().filter(|node| node.is_text()).filter_map(|node| node.text()).collect()
            };
            lines.map(line).collect::<Vec<String>>().join("\n")
        })
        .collect();
    assert_eq!(notes.len(), contents.marks.len() + 1);
    assert_eq!(named("annotation-end").count(), notes.len(), "each has a beginning and an end");
    for mark in &contents.marks {
        let wanted = folded(&mark.note(Lang::Ja));
        assert!(notes.iter().any(|note| folded(note) == wanted), "{wanted}\n{notes:?}");
    }
}

#[test]
fn libreoffice_tracks_the_changes() {
    let Some(content) = by_libreoffice("changes", &revised()) else { return };
    let parsed = roxmltree::Document::parse(&content).expect("it is well formed");
    let named = |name: &'static str| parsed.descendants().filter(move |node| node.tag_name().name() == name);
    let creators: Vec<&str> = named("changed-region")
        .filter_map(|region| region.descendants().find(|node| node.tag_name().name() == "creator")?.text())
        .collect();
    assert!(creators.len() >= 4 && creators.iter().all(|creator| *creator == "joko"), "{creators:?}");
    let deleted: String = named("deletion")
        .flat_map(|region| region.descendants())
        .filter(|node| node.is_text())
        .filter_map(|node| node.text())
        .collect();
    for words in ["1か月の予告期間をおいて", "ブランドガイドライン"] {
        assert!(deleted.contains(words), "{deleted}");
    }
    let shown = words(parsed.root_element());
    for words in ["契約約款を定める。", "（写しを含む。）", "号の二"] {
        assert!(shown.contains(words), "{shown}");
    }
    assert!(!shown.contains("ブランドガイドライン"), "what is struck is no part of the text");
    assert_eq!(named("annotation").count(), 1);
}
