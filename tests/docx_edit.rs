//! Word documents that are changed: what is read of them afterwards, and what of the XML has become other.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Cursor, Read as _};
use std::path::Path;

use joko::document::edit::{Draft, Edit, EditError, NewParagraph, Number};
use joko::document::{self, Document, LineKind, RawSpan, ReadOptions};
use zip::ZipArchive;

use crate::docx::{Package, cell, form, item, level, list, p, pp, r, shown, table};

/// A document under change.
struct Changed {
    bytes: Vec<u8>,
}

impl Changed {
    /// Makes the edits that `edits` asks for, given a way to find words.
    fn of(original: &[u8], edits: impl FnOnce(&Finder) -> Vec<Edit>) -> Self {
        let draft = Draft::open(original, &ReadOptions::default()).expect("it is a document");
        let edits = edits(&Finder { raw: draft.document().raw.clone() });
        let bytes = draft.apply(&edits).expect("all have a place");
        sound(original, &bytes);
        assert_eq!(bytes, draft.apply(&edits).expect("as before"), "the same again");
        Self { bytes }
    }

    #[track_caller]
    fn shows(&self, expected: &[&str]) {
        assert_eq!(shown(&read(&self.bytes)), expected);
    }

    /// What stands in the body.
    fn body(&self) -> String {
        let text = member(&self.bytes, "word/document.xml");
        text.split_once("<w:body>").and_then(|(_, rest)| rest.split_once("</w:body>")).expect("a body").0.to_owned()
    }
}

/// Finds words in the text.
struct Finder {
    raw: String,
}

impl Finder {
    #[track_caller]
    fn find(&self, words: &str) -> RawSpan {
        let start = self.raw.find(words).expect("the words are there");
        RawSpan { start, end: start + words.len() }
    }

    #[track_caller]
    fn at(&self, words: &str) -> usize {
        self.find(words).start
    }

    fn comment(&self, words: &str) -> Edit {
        comment(self.find(words))
    }

    fn delete(&self, words: &str) -> Edit {
        Edit::Delete { range: self.find(words) }
    }

    fn insert(&self, before: &str, text: &str) -> Edit {
        Edit::InsertText { at: self.find(before).end, text: text.to_owned() }
    }

    /// New paragraphs after the line with `after`, each with its model.
    fn after(&self, after: &str, paragraphs: &[(&str, &str, Number)]) -> Edit {
        let new = |(text, model, number): &(&str, &str, Number)| NewParagraph {
            text: (*text).to_owned(),
            model: self.at(model),
            number: *number,
        };
        Edit::InsertAfter { at: self.at(after), paragraphs: paragraphs.iter().map(new).collect() }
    }
}

fn comment(range: RawSpan) -> Edit {
    Edit::Comment { range, author: "joko".to_owned(), text: "充足: 理由\n二行目 <&>".to_owned() }
}

fn read(bytes: &[u8]) -> Document {
    document::read(bytes, Path::new("a.docx"), &ReadOptions::default()).expect("it is a document")
}

fn change(body: &str, edits: impl FnOnce(&Finder) -> Vec<Edit>) -> Changed {
    Changed::of(&Package::new(body).bytes(), edits)
}

fn names(bytes: &[u8]) -> Vec<String> {
    let archive = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    archive.file_names().map(|name| name.expect("they are UTF-8").into_owned()).collect()
}

fn packed(bytes: &[u8], name: &str) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let index = archive.index_for_name(name).expect("a member");
    let mut data = Vec::new();
    archive.by_index_raw(index).expect("a member").read_to_end(&mut data).expect("memory");
    data
}

fn member(bytes: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut text = String::new();
    archive.by_name(name).expect("a member").read_to_string(&mut text).expect("it is text");
    text
}

/// What must hold whatever was changed: members that need no change are the same, packed as they were and in their order; all parts
/// are well formed; no id is used twice; each comment has its beginning, its end, its sign and its words.
#[track_caller]
fn sound(original: &[u8], bytes: &[u8]) {
    let (before, after) = (names(original), names(bytes));
    assert_eq!(before, after.get(..before.len()).expect("none is lost"));
    let touched = ["document", "footnotes", "endnotes", "comments", "numbering", "document.xml.rels", "[Content_Types]"];
    for name in &before {
        if !touched.iter().any(|touched| name.contains(touched)) {
            assert_eq!(packed(original, name), packed(bytes, name), "{name} is as it was");
        }
    }
    let mut changes = BTreeSet::new();
    let mut comments: [Vec<String>; 4] = Default::default();
    for name in after.iter().filter(|name| name.ends_with(".xml") || name.ends_with(".rels")) {
        let Some(text) = text_of(bytes, name) else { continue };
        let parsed = roxmltree::Document::parse(&text).unwrap_or_else(|error| panic!("{name}: {error}\n{text}"));
        for node in parsed.descendants().filter(roxmltree::Node::is_element) {
            let id = node.attributes().find(|attribute| attribute.name() == "id").map(|id| id.value().to_owned());
            let kinds = ["commentRangeStart", "commentRangeEnd", "commentReference", "comment"];
            if let Some(kind) = kinds.iter().position(|kind| node.tag_name().name() == *kind) {
                comments[kind].push(id.expect("a comment has an id"));
            } else if ["ins", "del"].contains(&node.tag_name().name()) {
                assert!(changes.insert(id.clone()), "{id:?} is used twice in {name}");
            }
            let is_deleted = node.ancestors().any(|above| above.tag_name().name() == "del");
            assert!(!(is_deleted && node.tag_name().name() == "t" && !in_object(node)), "deleted text is delText: {text}");
            assert!(is_deleted || node.tag_name().name() != "delText", "delText is deleted");
        }
    }
    comments.iter_mut().for_each(|ids| ids.sort());
    let distinct: BTreeSet<&String> = comments[3].iter().collect();
    assert_eq!(distinct.len(), comments[3].len(), "no id twice");
    assert!(comments.iter().all(|ids| *ids == comments[3]), "{comments:?}");
}

/// Ruby and equations are deleted as they are.
fn in_object(node: roxmltree::Node<'_, '_>) -> bool {
    node.ancestors().any(|above| ["ruby", "oMath"].contains(&above.tag_name().name()))
}

/// A member's text, of whichever encoding; `None` for one that is no text.
fn text_of(bytes: &[u8], name: &str) -> Option<String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut data = Vec::new();
    archive.by_name(name).expect("a member").read_to_end(&mut data).expect("memory");
    match data.as_slice() {
        [0xFF, 0xFE, rest @ ..] => {
            let units: Vec<u16> = rest.as_chunks::<2>().0.iter().map(|unit| u16::from_le_bytes(*unit)).collect();
            String::from_utf16(&units).ok()
        }
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8(rest.to_vec()).ok(),
        _ => String::from_utf8(data).ok(),
    }
}

const MARKS: &str = r#"<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>"#;

#[test]
fn a_comment_divides_a_run_and_leaves_the_rest() {
    let bold = r#"<w:r w:rsidR="00A1"><w:rPr><w:b/></w:rPr><w:t>乙は、料金を</w:t><w:tab/><w:t>請求する。</w:t></w:r>"#;
    let body = format!("<w:p><w:pPr/>{}{bold}</w:p><w:p/>", r("１　"));
    let changed = change(&body, |find| vec![find.comment("料金を\t請求")]);
    changed.shows(&["１　乙は、料金を\t請求する。", ""]);
    let start = r#"<w:r w:rsidR="00A1"><w:rPr><w:b/></w:rPr>"#;
    let preserved = r#"<w:t xml:space="preserve">"#;
    assert_eq!(
        changed.body(),
        format!(
            "<w:p><w:pPr/>{}{start}{preserved}乙は、</w:t></w:r><w:commentRangeStart w:id=\"1\"/>{start}{preserved}料金を</w:t><w:tab/>\
             {preserved}請求</w:t></w:r>{MARKS}{start}{preserved}する。</w:t></w:r></w:p><w:p/>",
            r("１　")
        )
    );
    let comments = member(&changed.bytes, "word/comments.xml");
    assert!(comments.contains(r#"<w:comment w:id="1" w:author="joko" w:initials="joko"><w:p><w:r><w:annotationRef/></w:r>"#));
    assert!(comments.contains("二行目 &lt;&amp;&gt;"), "{comments}");
    assert!(member(&changed.bytes, "word/_rels/document.xml.rels").contains("/comments\" Target=\"comments.xml\""));
    assert!(member(&changed.bytes, "[Content_Types].xml").contains("PartName=\"/word/comments.xml\""));
}

#[test]
fn comments_that_are_there_stay() {
    let old = r#"<w:comment w:id="1" w:author="法務"><w:p><w:r><w:t>確認</w:t></w:r></w:p></w:comment>"#;
    let mut original = Package::new(&format!(
        r#"<w:p><w:commentRangeStart w:id="1"/>{}<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r></w:p>"#,
        r("甲は請求する。")
    ));
    original = original.with("comments", old);
    let changed = Changed::of(&original.bytes(), |find| vec![find.comment("請求"), find.comment("甲は")]);
    changed.shows(&["甲は請求する。"]);
    let comments = member(&changed.bytes, "word/comments0.xml");
    assert!(comments.contains(old) && comments.contains(r#"w:id="2""#) && comments.contains(r#"w:id="3""#), "{comments}");
    assert!(!member(&changed.bytes, "[Content_Types].xml").contains("comments"), "it was known before");
}

#[test]
fn comments_over_paragraphs_cells_links_insertions_and_notes() {
    let link = |text: &str| format!(r#"<w:hyperlink w:anchor="a">{}</w:hyperlink>"#, r(text));
    let inserted = |text: &str| format!(r#"<w:ins w:id="9" w:author="A">{}</w:ins>"#, r(text));
    let control = |text: &str| format!("<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>", r(text));
    let note = r#"<w:r><w:footnoteReference w:id="2"/></w:r>"#;
    let body = [
        format!("<w:p>{}{}{}</w:p>", r("一は"), link("二及び三"), inserted("四五六")),
        table(&[&[cell(&p("左の欄")), cell(&p("右の欄"))]]),
        format!("<w:p>{}{note}{}</w:p>", control("七八九"), r("十")),
    ];
    let package = Package::new(&body.concat())
        .with("footnotes", &format!(r#"<w:footnote w:id="2">{}</w:footnote>"#, p("注の文")));
    let lines = ["一は二及び三四五六", "左の欄|右の欄", "七八九十", "注の文"];
    package.shows(&lines);
    let changed = Changed::of(&package.bytes(), |find| {
        let over = |first: &str, last: &str| comment(RawSpan { start: find.at(first), end: find.find(last).end });
        vec![
            find.comment("及び"),
            find.comment("五"),
            over("三", "五"),
            over("六", "左"),
            over("の欄\t", "右"),
            over("欄\n", "八"),
            find.comment("九"),
            find.comment("注の"),
            comment(RawSpan { start: 0, end: find.raw.len() }),
        ]
    });
    changed.shows(&lines);
    let body = changed.body();
    let place = |what: &str| body.find(what).expect("it is there");
    // The note's comment stands at its reference.
    assert!(place(r#"<w:commentRangeStart w:id="10"/>"#) < place("w:footnoteReference"), "{body}");
    assert!(place("w:footnoteReference") < place(r#"<w:commentRangeEnd w:id="10"/>"#), "{body}");
    assert!(body.ends_with(r#"十</w:t></w:r><w:commentRangeEnd w:id="11"/><w:r><w:commentReference w:id="11"/></w:r></w:p>"#));
}

#[test]
fn comments_stand_around_fields_and_ruby() {
    let sign = |kind: &str| format!(r#"<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>"#);
    let field = format!(
        "{}<w:r><w:instrText>REF a</w:instrText></w:r>{}{}{}",
        sign("begin"),
        sign("separate"),
        r("第１条"),
        sign("end")
    );
    let simple = format!(r#"<w:fldSimple w:instr="REF b">{}</w:fldSimple>"#, r("第２条"));
    let ruby = format!("<w:r><w:ruby><w:rt>{}</w:rt><w:rubyBase>{}</w:rubyBase></w:ruby></w:r>", r("じょうい"), r("上位"));
    let circle = format!(r"{}<w:r><w:instrText>eq \o\ac(○,印)</w:instrText></w:r>{}", sign("begin"), sign("end"));
    let body = format!("<w:p>{}{field}{simple}{ruby}{circle}</w:p>", r("前の"));
    let changed = change(&body, |find| {
        vec![find.comment("１"), find.comment("２"), find.comment("位"), find.comment("印")]
    });
    changed.shows(&["前の第１条第２条上位印"]);
    let start = |id: u32| format!(r#"<w:commentRangeStart w:id="{id}"/>"#);
    let end = |id: u32| {
        format!(r#"<w:commentRangeEnd w:id="{id}"/><w:r><w:commentReference w:id="{id}"/></w:r>"#)
    };
    let around = |id: u32, what: &str| format!("{}{what}{}", start(id), end(id));
    let whole = [around(1, &field), around(2, &simple), around(3, &ruby), around(4, &circle)].concat();
    assert_eq!(changed.body(), format!("<w:p>{}{whole}</w:p>", r("前の")));
}

#[test]
fn comments_where_there_are_no_words() {
    let levels = form(7, &[level(0, "decimal", "第%1条", "")]);
    let body = [item(1, 0, ""), item(1, 0, "（目的）"), p("").replace("<w:p>", "<w:p w:rsidR=\"1\">")];
    let package = Package::new(&body.concat()).with("numbering", &(levels + &list(1, 7, "")));
    let changed = Changed::of(&package.bytes(), |find| vec![find.comment("第1条"), find.comment("第2条")]);
    changed.shows(&["第1条\u{3000}", "第2条\u{3000}（目的）", ""]);
}

#[test]
fn words_are_struck_in_the_look_that_they_have() {
    let bold = |text: &str| format!("<w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r>");
    let body = format!("<w:p>{}{}{}</w:p>", r("甲は、"), bold("利用者に"), r("請求する。"));
    let changed = change(&body, |find| vec![find.delete("者に請求"), find.insert("利用者に請求", "請求しないものと")]);
    changed.shows(&["甲は、利用請求しないものとする。"]);
    let del = |id: u32, properties: &str, text: &str| {
        format!(
            r#"<w:del w:id="{id}" w:author="joko"><w:r>{properties}<w:delText xml:space="preserve">{text}</w:delText></w:r></w:del>"#
        )
    };
    let bold = "<w:rPr><w:b/></w:rPr>";
    let kept = |properties: &str, text: &str| format!(r#"<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>"#);
    assert_eq!(
        changed.body().replace("w:id=\"1\"", "w:id=\"0\""),
        format!(
            "<w:p>{}{}{}{}{}{}</w:p>",
            r("甲は、"),
            kept(bold, "利用"),
            del(3, bold, "者に"),
            del(2, "", "請求"),
            format_args!(r#"<w:ins w:id="0" w:author="joko">{}</w:ins>"#, r("請求しないものと")),
            kept("", "する。")
        )
    );
}

#[test]
fn paragraphs_go_with_their_words() {
    let body = [p("一"), p(" 二 "), p("三四"), p("五六"), p("七")].concat();
    let gone = change(&body, |find| vec![find.delete("二")]);
    gone.shows(&["一", "三四", "五六", "七"]);
    assert!(gone.body().contains(r#"<w:p><w:pPr><w:rPr><w:del w:id="1" w:author="joko"/></w:rPr></w:pPr><w:del "#), "{}", gone.body());
    let joined = change(&body, |find| vec![Edit::Delete { range: RawSpan { start: find.at("四"), end: find.at("六") } }]);
    joined.shows(&["一", " 二 ", "三六", "七"]);
    let several = change(&body, |find| vec![Edit::Delete { range: RawSpan { start: find.at("二"), end: find.at("六") } }]);
    several.shows(&["一", "六", "七"]);
    let replaced = change(&body, |find| vec![find.delete("二"), find.insert("二", "弐")]);
    replaced.shows(&["一", " 弐 ", "三四", "五六", "七"]);
    // Where nothing follows, or a section ends, the paragraph stays.
    change(&body, |find| vec![find.delete("七")]).shows(&["一", " 二 ", "三四", "五六", ""]);
    let section = pp("<w:sectPr/>", "一") + &p("二");
    change(&section, |find| vec![find.delete("一")]).shows(&["", "二"]);
    let cells = table(&[&[cell(&(p("一") + &p("二"))), cell(&p("三"))]]);
    change(&cells, |find| vec![find.delete("一"), find.delete("三")]).shows(&["二|"]);
}

#[test]
fn lines_go_with_their_breaks() {
    let line = |text: &str| format!("{}<w:r><w:br/></w:r>", r(text));
    let body = format!("<w:p>{}{}{}{}</w:p>", line("一。"), line("二。"), line("三。"), r("四。"));
    let without = |words: &[&str], expected: &[&str]| {
        change(&body, |find| words.iter().map(|words| find.delete(words)).collect()).shows(expected);
    };
    without(&["一。"], &["二。", "三。", "四。"]);
    without(&["二。", "三。"], &["一。", "四。"]);
    without(&["三。", "四。"], &["一。", "二。"]);
    without(&["一。", "二。"], &["三。", "四。"]);
    without(&["。\n二"], &["一。", "三。", "四。"]);
}

#[test]
fn numbers_follow_what_is_put_in_and_struck() {
    let levels = [
        level(0, "decimal", "第%1条", ""),
        level(1, "decimalFullWidth", "%2", ""),
        level(2, "japaneseCounting", "（%3）", ""),
    ];
    let lists = form(7, &levels) + &list(1, 7, "");
    let look = r#"<w:rPr><w:rFonts w:ascii="A"/></w:rPr>"#;
    let article = |text: &str| {
        format!(
            r#"<w:p><w:pPr><w:keepNext/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:jc w:val="left"/>{look}</w:pPr><w:r>{look}<w:t>{text}</w:t></w:r></w:p>"#
        )
    };
    let body = [article("（目的）"), item(1, 1, "甲は"), item(1, 1, "乙は"), article("（定義）"), item(1, 1, "丙は")];
    let package = Package::new(&body.concat()).with("numbering", &lists);
    package.shows(&["第1条\u{3000}（目的）", "１\u{3000}甲は", "２\u{3000}乙は", "第2条\u{3000}（定義）", "１\u{3000}丙は"]);
    let bytes = package.bytes();
    let draft = Draft::open(&bytes, &ReadOptions::default()).expect("it is a document");
    let find = Finder { raw: draft.document().raw.clone() };
    assert_eq!(draft.label(find.at("（定義）")), Some("第2条\u{3000}"));
    let changed = Changed::of(&bytes, |find| {
        vec![
            find.after("乙は", &[("（料金）", "（目的）", Number::Continues), ("丁は", "乙は", Number::Continues)]),
            find.delete("甲は"),
            find.after("丙は", &[("附則", "丙は", Number::Written), ("戊は", "丙は", Number::Continues)]),
        ]
    });
    changed.shows(&[
        "第1条\u{3000}（目的）",
        "１\u{3000}乙は",
        "第2条\u{3000}（料金）",
        "１\u{3000}丁は",
        "第3条\u{3000}（定義）",
        "１\u{3000}丙は",
        "附則",
        "２\u{3000}戊は",
    ]);
    let new = format!(
        r#"<w:p><w:pPr><w:keepNext/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:jc w:val="left"/><w:rPr><w:ins w:id="1" w:author="joko"/><w:rFonts w:ascii="A"/></w:rPr></w:pPr><w:ins w:id="2" w:author="joko"><w:r>{look}<w:t xml:space="preserve">（料金）</w:t></w:r></w:ins></w:p>"#
    );
    assert!(changed.body().contains(&new), "{}", changed.body());
}

#[test]
fn a_list_of_its_own_begins_anew() {
    let levels = [level(0, "decimal", "第%1条", "")];
    let flat = [level(0, "decimal", "%1.", "")];
    let restart = r#"<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>"#;
    let lists = form(7, &levels) + &form(8, &flat) + &list(1, 7, "") + &list(2, 8, restart) + &list(3, 8, restart);
    let body = [item(1, 0, "（甲）"), item(2, 0, "一"), item(2, 0, "二"), item(1, 0, "（乙）"), item(3, 0, "三")].concat();
    let package = Package::new(&body).with("numbering", &lists);
    let changed = Changed::of(&package.bytes(), |find| {
        vec![find.after(
            "二",
            &[("（丙）", "（甲）", Number::Continues), ("四", "二", Number::Restarts), ("五", "二", Number::Continues)],
        )]
    });
    changed.shows(&[
        "第1条\u{3000}（甲）",
        "1.\u{3000}一",
        "2.\u{3000}二",
        "第2条\u{3000}（丙）",
        "1.\u{3000}四",
        "2.\u{3000}五",
        "第3条\u{3000}（乙）",
        "1.\u{3000}三",
    ]);
}

#[test]
fn numbering_by_style_is_taken_over_or_not() {
    let styles = r#"<w:style w:type="paragraph" w:styleId="A"><w:name w:val="article"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>"#;
    let lists = form(7, &[level(0, "decimal", "第%1条", "")]) + &list(1, 7, "");
    let body = pp(r#"<w:pStyle w:val="A"/>"#, "（目的）") + &pp(r#"<w:pStyle w:val="A"/>"#, "（定義）");
    let package = Package::new(&body).with("styles", styles).with("numbering", &lists);
    let changed = Changed::of(&package.bytes(), |find| {
        vec![find.after(
            "（目的）",
            &[("（料金）", "（定義）", Number::Continues), ("第一章", "（定義）", Number::Written), ("（別）", "（定義）", Number::Restarts)],
        )]
    });
    changed.shows(&["第1条\u{3000}（目的）", "第2条\u{3000}（料金）", "第一章", "第1条\u{3000}（別）", "第2条\u{3000}（定義）"]);
}

#[test]
fn paragraphs_after_tables_notes_and_lines() {
    let note = r#"<w:r><w:footnoteReference w:id="2"/></w:r>"#;
    let body = [
        p("表のとおり。"),
        table(&[&[cell(&p("左")), cell(&p("右"))]]),
        format!("<w:p>{}{note}</w:p>", r("注がある。")),
        format!("<w:p>{}<w:r><w:br/></w:r>{}</w:p>", r("一。"), r("二。")),
    ];
    let package = Package::new(&body.concat())
        .with("footnotes", &format!(r#"<w:footnote w:id="2">{}</w:footnote>"#, p("注の文。")));
    let new = |text: &'static str, model: &'static str| [(text, model, Number::Written)];
    let changed = Changed::of(&package.bytes(), |find| {
        vec![
            find.after("右", &new("表の後。", "表の")),
            find.after("左", &new("欄の中。", "左")),
            find.after("注の文", &new("注の後。", "表の")),
            find.after("一。", &new("一の二。", "一。")),
            find.after("二。", &new("三。\t四。", "一。")),
        ]
    });
    changed.shows(&["表のとおり。", "左+欄の中。|右", "表の後。", "注がある。", "注の文。", "注の後。", "一。", "一の二。", "二。", "三。\t四。"]);
}

#[test]
fn paragraphs_are_set_off_as_their_models_are() {
    let body = [p("前文"), p(""), p("第一条"), p("本文。"), p(""), p("第二条"), p("末文。"), p("")].concat();
    let changed = change(&body, |find| {
        let of = |text, model| (text, model, Number::Written);
        vec![
            find.after("本文", &[of("第三条", "第一条"), of("条文。", "本文"), of("第四条", "第一条"), of("新文。", "本文")]),
            Edit::InsertAfter {
                at: find.raw.len() - 1,
                paragraphs: vec![NewParagraph {
                    text: "第五条".to_owned(),
                    model: find.at("第一条"),
                    number: Number::Written,
                }],
            },
        ]
    });
    changed.shows(&[
        "前文", "", "第一条", "本文。", "", "第三条", "条文。", "", "第四条", "新文。", "", "第二条", "末文。", "", "第五条",
    ]);
}

#[test]
fn words_beside_links_fields_and_insertions_of_others() {
    let link = format!(r#"<w:hyperlink w:anchor="a">{}</w:hyperlink>"#, r("リンク"));
    let inserted = format!(r#"<w:ins w:id="1" w:author="A" w:date="2020-01-01T00:00:00Z">{}</w:ins>"#, r("挿入語"));
    let body = format!("<w:p>{link}{inserted}</w:p><w:p/>");
    let changed = change(&body, |find| {
        vec![find.insert("リンク", "外"), find.insert("リン", "中"), find.insert("挿入", "間"), find.delete("語")]
    });
    changed.shows(&["リン中ク外挿入間", ""]);
    let body = changed.body();
    assert!(body.contains("</w:hyperlink><w:ins w:id=\"2\""), "{body}");
    assert!(!body.contains("挿入</w:t></w:r><w:ins"), "one insertion is not in the other: {body}");
    let start = change(&format!("<w:p>{link}</w:p>"), |_| vec![Edit::InsertText { at: 0, text: "前".to_owned() }]);
    assert!(start.body().starts_with("<w:p><w:ins "), "{}", start.body());
    let empty = change(&(p("一") + "<w:p/>"), |find| vec![Edit::InsertText { at: find.raw.len() - 1, text: "新".to_owned() }]);
    empty.shows(&["一", "新"]);
}

#[test]
fn struck_fields_and_objects_go_as_a_whole() {
    let sign = |kind: &str| format!(r#"<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>"#);
    let field = format!(
        "{}<w:r><w:instrText>REF a</w:instrText></w:r>{}{}{}",
        sign("begin"),
        sign("separate"),
        r("第１条"),
        sign("end")
    );
    let ruby = format!("<w:r><w:ruby><w:rt>{}</w:rt><w:rubyBase>{}</w:rubyBase></w:ruby></w:r>", r("じょうい"), r("上位"));
    let math = "<m:oMath><m:r><m:t>x+y</m:t></m:r></m:oMath>";
    let body = format!("<w:p>{}{field}{}{ruby}{math}{}</w:p>", r("前の"), r("及び"), r("とする。"));
    let changed = change(&body, |find| vec![find.delete("の第１条及"), find.delete("位x")]);
    changed.shows(&["前びとする。"]);
    assert!(changed.body().contains(r#"<w:delInstrText xml:space="preserve">REF a</w:delInstrText>"#));
    let part = change(&body, |find| vec![find.delete("１条")]);
    part.shows(&["前の第及び上位x+yとする。"]);
    assert!(part.body().contains("<w:instrText>REF a</w:instrText>"), "the rest of the field stays");
}

#[test]
fn text_boxes_and_notes_are_changed_where_they_are() {
    let boxed = format!(
        "<w:r><w:t>前</w:t><w:drawing><wp:inline><a:graphic><a:graphicData><wps:wsp><wps:txbx><w:txbxContent>{}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>",
        p("箱の中")
    );
    let body = format!("<w:p>{boxed}</w:p>");
    let package = Package::new(&body);
    package.shows(&["前", "箱の中"]);
    let changed = Changed::of(&package.bytes(), |find| {
        vec![find.delete("箱の"), find.comment("中"), find.after("中", &[("次", "箱", Number::Written)]), find.insert("前", "後")]
    });
    changed.shows(&["前後", "中", "次"]);
}

#[test]
fn other_names_for_the_vocabulary() {
    let strict = "http://purl.oclc.org/ooxml/wordprocessingml/main";
    let transitional = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let types = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
    let files = |document: &str| {
        let files = [("[Content_Types].xml", types), ("word/document.xml", document)];
        crate::docx::zipped(&files.map(|(name, content)| (name.to_owned(), content.to_owned())))
    };
    let prefixed = format!(r#"<x:document xmlns:x="{strict}"><x:body><x:p><x:r><x:t>甲は乙に</x:t></x:r></x:p><x:p/></x:body></x:document>"#);
    let bare = format!(r#"<document xmlns="{transitional}"><body><p><r><t>甲は乙に</t></r></p><p/></body></document>"#);
    for document in [prefixed, bare] {
        let bytes = files(&document);
        let changed = Changed::of(&bytes, |find| {
            vec![
                find.comment("乙"),
                find.delete("甲は"),
                find.insert("甲は乙", "丙"),
                find.after("乙に", &[("次の段落", "乙に", Number::Written)]),
                Edit::InsertText { at: find.raw.len() - 1, text: "末".to_owned() },
            ]
        });
        changed.shows(&["乙丙に", "次の段落", "末"]);
        let comments = member(&changed.bytes, "word/comments.xml");
        let is_strict = document.contains(strict);
        assert_eq!(comments.contains(strict), is_strict);
        assert_eq!(member(&changed.bytes, "word/_rels/document.xml.rels").contains("purl"), is_strict);
    }
}

#[test]
fn the_encoding_stays() {
    let document = format!(
        r#"<?xml version="1.0" encoding="UTF-16"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>"#,
        p("甲は乙に")
    );
    let bytes: Vec<u8> = [0xFF, 0xFE].into_iter().chain(document.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).expect("a new file");
    std::io::Write::write_all(&mut zip, &bytes).expect("memory");
    let original = zip.finish().expect("memory").into_inner();
    Changed::of(&original, |find| vec![find.delete("は乙")]).shows(&["甲に"]);
}

#[test]
fn places_that_are_none() {
    let package = Package::new(&p("本文")).with("header", &p("柱"));
    let bytes = package.bytes();
    let draft = Draft::open(&bytes, &ReadOptions::default()).expect("it is a document");
    let head = draft.document().raw.find('柱').expect("it is read");
    assert_eq!(draft.document().lines.first().map(|line| line.kind), Some(LineKind::Furniture));
    let refused = |edit: Edit| matches!(draft.apply(&[edit]), Err(EditError::NoPlace(0)));
    assert!(refused(comment(RawSpan { start: head, end: head + 3 })));
    assert!(refused(Edit::Delete { range: RawSpan { start: 900, end: 901 } }));
    assert!(refused(Edit::InsertText { at: 900, text: "x".to_owned() }));
    assert!(refused(Edit::InsertAfter { at: 900, paragraphs: Vec::new() }));
    assert_eq!(draft.apply(&[]).map(|same| read(&same).raw).ok().as_deref(), Some(draft.document().raw.as_str()));
}

/// Contracts as Word documents, with and without automatic numbering.
fn contracts() -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for folder in ["corpus/forms/docx", "corpus/forms/docx-auto"] {
        let entries = fs::read_dir(folder).expect("the forms are there").map(|entry| entry.expect("readable").path());
        files.extend(entries.filter(|path| path.extension().is_some_and(|extension| extension == "docx")));
    }
    files.sort();
    files.into_iter().map(|path| (path.display().to_string(), fs::read(&path).expect("readable"))).collect()
}

/// The document as it is when all that joko has changed is rejected.
fn rejected(bytes: &[u8]) -> Vec<u8> {
    let by = r#" w:id="\d+" w:author="joko""#;
    let rules = [
        (format!("<w:p><w:pPr>[^¶]*?<w:ins{by}/>[^¶]*?</w:p>¶"), ""),
        (format!("<w:ins{by}>.*?</w:ins>"), ""),
        (format!("<w:rPr><w:(ins|del){by}/></w:rPr>|<w:del{by}/>"), ""),
        (format!("<w:del{by}>(.*?)</w:del>"), "$1"),
        ("w:delText".to_owned(), "w:t"),
        ("¶".to_owned(), ""),
    ];
    let mut text = member(bytes, "word/document.xml").replace("</w:p>", "</w:p>¶");
    for (rule, replacement) in rules {
        text = regex::Regex::new(&rule).expect("a rule").replace_all(&text, replacement).into_owned();
    }
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    for index in 0..archive.len() {
        let file = archive.by_index_raw(index).expect("a member");
        if file.name().is_ok_and(|name| name == "word/document.xml") {
            drop(file);
            zip.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).expect("a new file");
            std::io::Write::write_all(&mut zip, text.as_bytes()).expect("memory");
        } else {
            zip.raw_copy_file(file).expect("memory");
        }
    }
    zip.finish().expect("memory").into_inner()
}

#[test]
fn comments_anywhere_leave_the_text_of_contracts() {
    let contracts = contracts();
    assert!(contracts.len() > 10);
    for (name, bytes) in contracts {
        let before = read(&bytes);
        let changed = Changed::of(&bytes, |find| {
            // Ranges of any length from every place in turn, on whole characters.
            let places: Vec<usize> = find.raw.char_indices().map(|(at, _)| at).collect();
            let step = places.len() / 40 + 1;
            let ranges = places.iter().step_by(step).enumerate();
            let range = |(number, start): (usize, &usize)| {
                let end = places.iter().position(|at| at == start).and_then(|at| places.get(at + 1 + number * number));
                comment(RawSpan { start: *start, end: end.copied().unwrap_or(find.raw.len()) })
            };
            let in_body = |edit: &Edit| match edit {
                Edit::Comment { range, .. } => body_line(&before, range.start),
                _ => false,
            };
            ranges.map(range).filter(in_body).collect()
        });
        assert_eq!(read(&changed.bytes).raw, before.raw, "{name}");
    }
}

fn body_line(document: &Document, at: usize) -> bool {
    let line = document.lines.iter().find(|line| line.raw.start <= at && at <= line.raw.end);
    line.is_some_and(|line| line.kind == LineKind::Body)
}

#[test]
fn words_struck_anywhere_in_contracts_are_gone_and_no_others() {
    for (name, bytes) in contracts() {
        let before = read(&bytes);
        let lines: Vec<_> = before.lines.iter().filter(|line| line.kind == LineKind::Body).collect();
        let mut expected = String::new();
        let changed = Changed::of(&bytes, |find| {
            let mut edits = Vec::new();
            let mut last = 0;
            for (index, line) in lines.iter().enumerate() {
                // From the third character to the seventh from the end, of every third long line.
                let text = find.raw.get(line.raw.start..line.raw.end).expect("lines lie on characters");
                let places: Vec<usize> = text.char_indices().map(|(at, _)| line.raw.start + at).collect();
                if index % 3 > 0 || places.len() < 20 {
                    continue;
                }
                let range = RawSpan { start: places[12], end: places[places.len() - 6] };
                expected.push_str(find.raw.get(last..range.start).expect("on characters"));
                expected.push_str("【新】");
                last = range.end;
                edits.push(Edit::Delete { range });
                edits.push(Edit::InsertText { at: range.end, text: "【新】".to_owned() });
            }
            expected.push_str(find.raw.get(last..).expect("on characters"));
            edits
        });
        assert_eq!(read(&changed.bytes).raw, expected, "{name}");
        assert_eq!(read(&rejected(&changed.bytes)).raw, before.raw, "{name}");
    }
}

#[test]
fn paragraphs_struck_and_put_in_are_as_before_when_rejected() {
    for (name, bytes) in contracts() {
        let before = read(&bytes);
        let lines: Vec<_> = before.lines.iter().filter(|line| line.kind == LineKind::Body).collect();
        let mut expected: Vec<String> = Vec::new();
        let changed = Changed::of(&bytes, |find| {
            let mut edits = Vec::new();
            for (index, line) in lines.iter().enumerate() {
                let text = find.raw.get(line.raw.start..line.raw.end).expect("lines lie on characters");
                let paragraph = |index: usize| lines.get(index).and_then(|line| line.paragraph);
                let alone = index > 0 && paragraph(index) != paragraph(index - 1) && paragraph(index) != paragraph(index + 1);
                let struck = index % 5 == 2 && alone && !text.trim().is_empty() && line.follows == document::Follows::Break;
                // A table row of one column, or the last of a cell, keeps its paragraph; so does the last of all.
                if struck && index + 1 < lines.len() && !find.raw[line.raw.end..].starts_with('\t') {
                    edits.push(Edit::Delete { range: line.raw });
                } else {
                    expected.push(text.to_owned());
                }
            }
            edits
        });
        assert_eq!(read(&rejected(&changed.bytes)).raw, before.raw, "{name}");
        let after = read(&changed.bytes);
        let rest = after.lines.iter().filter(|line| line.kind == LineKind::Body);
        let rest: Vec<&str> = rest.filter_map(|line| after.raw.get(line.raw.start..line.raw.end)).collect();
        assert!(rest.len() < lines.len(), "{name}");
        // Numbers that Word counts are others now.
        if !name.contains("auto") {
            assert_eq!(rest, expected, "{name}");
        }
    }
}
