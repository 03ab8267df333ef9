//! Word documents, built here part by part: what Word would show of each is what is read.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::path::Path;

use joko::document::{self, Document, Follows, Foreign, GapReason, Kind, LineKind, ReadError, ReadOptions};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const NAMES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"
 xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:v="urn:schemas-microsoft-com:vml""#;

/// A document under construction: its parts by kind, and what they hold within the root element.
#[derive(Default)]
pub(crate) struct Package {
    body: String,
    parts: Vec<(&'static str, String)>,
}

impl Package {
    pub(crate) fn new(body: &str) -> Self {
        Self { body: body.to_owned(), parts: Vec::new() }
    }

    /// Adds the part `kind`, such as `styles`.
    pub(crate) fn with(mut self, kind: &'static str, content: &str) -> Self {
        self.parts.push((kind, content.to_owned()));
        self
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let root = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship
 Id="r2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>"#;
        let types = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels"
 ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override
 PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
        let mut relationships = String::new();
        let mut files =
            vec![("[Content_Types].xml".to_owned(), types.to_owned()), ("_rels/.rels".to_owned(), root.to_owned())];
        for (number, (kind, content)) in self.parts.iter().enumerate() {
            if *kind == "core" {
                files.push(("docProps/core.xml".to_owned(), content.clone()));
                continue;
            }
            let element = match *kind {
                "header" => "hdr",
                "footer" => "ftr",
                kind => kind,
            };
            let _ = write!(
                relationships,
                r#"<Relationship Id="p{number}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{kind}{number}.xml"/>"#
            );
            files.push((format!("word/{kind}{number}.xml"), format!("<w:{element} {NAMES}>{content}</w:{element}>")));
        }
        files.push((
            "word/_rels/document.xml.rels".to_owned(),
            format!(r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relationships}</Relationships>"#),
        ));
        let body = &self.body;
        files.push((
            "word/document.xml".to_owned(),
            format!("<w:document {NAMES}><w:body>{body}</w:body></w:document>"),
        ));
        zipped(&files)
    }

    pub(crate) fn read(&self) -> Document {
        document::read(&self.bytes(), Path::new("a.docx"), &ReadOptions::default()).expect("it is a document")
    }

    /// Its lines, joined as they go on: a cell after `|`, a wrapped line after `+`; furniture in brackets.
    #[track_caller]
    pub(crate) fn shows(&self, expected: &[&str]) {
        assert_eq!(shown(&self.read()), expected);
    }
}

pub(crate) fn zipped(files: &[(String, String)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(name.as_str(), SimpleFileOptions::default()).expect("a new file");
        zip.write_all(content.as_bytes()).expect("memory");
    }
    zip.finish().expect("memory").into_inner()
}

pub(crate) fn shown(document: &Document) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in &document.lines {
        let text = document.raw.get(line.raw.start..line.raw.end).expect("lines lie on characters");
        match (line.kind, line.follows, lines.last_mut()) {
            (LineKind::Furniture, ..) => lines.push(format!("[{text}]")),
            (_, Follows::Cell, Some(last)) => *last += &format!("|{text}"),
            (_, Follows::Wrapped, Some(last)) => *last += &format!("+{text}"),
            _ => lines.push(text.to_owned()),
        }
    }
    lines
}

/// A run.
pub(crate) fn r(text: &str) -> String {
    format!(r#"<w:r><w:t xml:space="preserve">{text}</w:t></w:r>"#)
}

/// A paragraph of one run.
pub(crate) fn p(text: &str) -> String {
    format!("<w:p>{}</w:p>", r(text))
}

/// A paragraph with properties.
pub(crate) fn pp(properties: &str, text: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr>{}</w:p>", if text.is_empty() { String::new() } else { r(text) })
}

/// A paragraph of this list and level.
pub(crate) fn item(list: u32, level: u32, text: &str) -> String {
    pp(&num(list, level), text)
}

pub(crate) fn num(list: u32, level: u32) -> String {
    format!(r#"<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr>"#)
}

/// A level of an abstract list; `more` stands among its other children.
pub(crate) fn level(number: u32, format: &str, text: &str, more: &str) -> String {
    format!(
        r#"<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>"#
    )
}

pub(crate) fn form(id: u32, levels: &[String]) -> String {
    format!(r#"<w:abstractNum w:abstractNumId="{id}">{}</w:abstractNum>"#, levels.concat())
}

pub(crate) fn list(id: u32, form: u32, more: &str) -> String {
    format!(r#"<w:num w:numId="{id}"><w:abstractNumId w:val="{form}"/>{more}</w:num>"#)
}

pub(crate) fn cell(content: &str) -> String {
    format!("<w:tc>{content}</w:tc>")
}

pub(crate) fn table(rows: &[&[String]]) -> String {
    let rows: String = rows.iter().map(|cells| format!("<w:tr>{}</w:tr>", cells.concat())).collect();
    format!("<w:tbl><w:tblPr/><w:tblGrid/>{rows}</w:tbl>")
}

#[test]
fn a_contract_numbered_by_word() {
    let levels = [
        level(0, "decimal", "第%1条", ""),
        level(1, "decimalFullWidth", "%2", ""),
        level(2, "japaneseCounting", "（%3）", r#"<w:suff w:val="space"/>"#),
        level(3, "irohaFullWidth", "%4", r#"<w:suff w:val="nothing"/>"#),
    ];
    let body = [
        item(1, 0, "（目的）"),
        item(1, 1, "甲は"),
        item(1, 1, "乙は"),
        item(1, 2, "一つ目"),
        item(1, 2, "二つ目"),
        item(1, 3, "細目"),
        item(1, 0, "（定義）"),
        item(1, 1, "甲は"),
        p("本文"),
        item(1, 2, "新しい号"),
    ];
    Package::new(&body.concat()).with("numbering", &(form(7, &levels) + &list(1, 7, ""))).shows(&[
        "第1条　（目的）",
        "１　甲は",
        "２　乙は",
        "（一） 一つ目",
        "（二） 二つ目",
        "イ細目",
        "第2条　（定義）",
        "１　甲は",
        "本文",
        "（一） 新しい号",
    ]);
}

#[test]
fn levels_above_are_part_of_the_label() {
    let levels = [
        level(0, "upperRoman", "%1.", ""),
        level(1, "decimal", "%1.%2", ""),
        level(2, "decimal", "%1.%2.%3", "<w:isLgl/>"),
        level(3, "none", "注", ""),
    ];
    let body =
        [item(1, 0, "一"), item(1, 1, "二"), item(1, 2, "三"), item(1, 2, "四"), item(1, 3, "五"), item(1, 0, "六")];
    Package::new(&body.concat()).with("numbering", &(form(0, &levels) + &list(1, 0, ""))).shows(&[
        "I.　一",
        "I.1　二",
        "1.1.1　三",
        "1.1.2　四",
        "注　五",
        "II.　六",
    ]);
}

#[test]
fn a_level_that_is_passed_over_counts_as_begun() {
    let levels =
        [level(0, "decimal", "%1.", ""), level(1, "decimal", "%1.%2", ""), level(2, "decimal", "%1.%2.%3", "")];
    let body = [item(1, 1, "a"), item(1, 0, "b"), item(1, 2, "c"), item(1, 1, "d")];
    Package::new(&body.concat()).with("numbering", &(form(0, &levels) + &list(1, 0, ""))).shows(&[
        "1.1　a",
        "2.　b",
        "2.1.1　c",
        "2.2　d",
    ]);
}

#[test]
fn lists_of_one_form_count_on_unless_they_start_anew() {
    let levels = [level(0, "decimal", "%1.", ""), level(1, "lowerLetter", "%2)", r#"<w:lvlRestart w:val="0"/>"#)];
    let anew = r#"<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>"#;
    let other = format!(r#"<w:lvlOverride w:ilvl="0">{}</w:lvlOverride>"#, level(0, "decimalEnclosedCircle", "%1", ""));
    let lists = [list(1, 3, ""), list(2, 3, ""), list(3, 3, anew), list(4, 3, &other)];
    let body = [
        item(1, 0, "a"),
        item(1, 1, "b"),
        item(2, 0, "c"),
        item(2, 1, "d"),
        item(3, 0, "e"),
        item(3, 0, "f"),
        item(4, 0, "g"),
        item(1, 0, "h"),
    ];
    Package::new(&body.concat())
        .with("numbering", &(form(3, &levels) + &lists.concat()))
        .shows(&["1.　a", "a)　b", "2.　c", "b)　d", "5.　e", "6.　f", "⑦　g", "8.　h"]);
}

#[test]
fn numbering_by_style() {
    let tied = |number: u32, style: &str, text: &str| {
        level(number, "decimal", text, &format!(r#"<w:pStyle w:val="{style}"/>"#))
    };
    let numbering = form(0, &[tied(0, "Jo", "第%1条"), tied(1, "Ko", "%2")])
        + r#"<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="Items"/></w:abstractNum>"#
        + &form(2, &[level(0, "aiueoFullWidth", "%1", "")])
        + &list(1, 0, "")
        + &list(2, 1, "")
        + &list(3, 2, "");
    let styles = r#"<w:style w:type="paragraph" w:default="1" w:styleId="a"/>
        <w:style w:type="paragraph" w:styleId="Jo"><w:basedOn w:val="a"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="Ko"><w:basedOn w:val="Jo"/></w:style>
        <w:style w:type="paragraph" w:styleId="Round"><w:basedOn w:val="Round"/></w:style>
        <w:style w:type="numbering" w:styleId="Items"><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>"#;
    let styled = |style: &str, more: &str, text: &str| pp(&format!(r#"<w:pStyle w:val="{style}"/>{more}"#), text);
    let body = [
        styled("Jo", "", "目的"),
        styled("Ko", "", "甲は"),
        styled("Ko", "", "乙は"),
        styled("Jo", r#"<w:numPr><w:numId w:val="0"/></w:numPr>"#, "番号なし"),
        styled("Jo", "", "定義"),
        styled("Round", "", "本文"),
        item(2, 0, "項目"),
        item(2, 0, "項目"),
    ];
    Package::new(&body.concat()).with("numbering", &numbering).with("styles", styles).shows(&[
        "第1条　目的",
        "1　甲は",
        "2　乙は",
        "番号なし",
        "第2条　定義",
        "本文",
        "ア　項目",
        "イ　項目",
    ]);
}

#[test]
fn bullets_and_formats_by_example() {
    let bullet = |char: &str, font: &str| {
        format!(
            r#"<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="{char}"/><w:rPr><w:rFonts w:ascii="{font}"/></w:rPr></w:lvl>"#
        )
    };
    let padded = r#"<w:lvl w:ilvl="0"><w:start w:val="1"/><mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent><w:lvlText w:val="%1"/></w:lvl>"#;
    let numbering = form(0, &[bullet("\u{F0B7}", "Symbol")])
        + &form(1, &[bullet("\u{F06C}", "Wingdings")])
        + &form(2, &[padded.to_owned()])
        + &list(1, 0, "")
        + &list(2, 1, "")
        + &list(3, 2, "");
    Package::new(&(item(1, 0, "a") + &item(2, 0, "b") + &item(3, 0, "c") + &item(9, 0, "d")))
        .with("numbering", &numbering)
        .shows(&["・　a", "●　b", "001　c", "d"]);
}

#[test]
fn tracked_changes_are_accepted() {
    let numbering = form(0, &[level(0, "decimal", "%1.", "")]) + &list(1, 0, "");
    let gone = |text: &str| format!(r#"<w:del w:id="1"><w:r><w:delText>{text}</w:delText></w:r></w:del>"#);
    let new = |text: &str| format!(r#"<w:ins w:id="2">{}</w:ins>"#, r(text));
    let mark = "<w:rPr><w:del w:id=\"3\"/></w:rPr>";
    let numbered = num(1, 0);
    let body = [
        format!("<w:p><w:pPr>{numbered}</w:pPr>{}{}{}</w:p>", r("乙は"), gone("甲に"), new("丙に")),
        // A paragraph that is gone is not counted.
        format!("<w:p><w:pPr>{numbered}{mark}</w:pPr>{}</w:p>", gone("削除された号")),
        item(1, 0, "通知する"),
        // The mark alone is deleted.
        format!("<w:p><w:pPr>{numbered}{mark}</w:pPr>{}</w:p>", r("前半")),
        item(1, 0, "後半"),
        format!(
            "<w:p><w:moveFrom w:id=\"4\">{}</w:moveFrom><w:moveTo w:id=\"5\">{}</w:moveTo></w:p>",
            r("旧"),
            r("新")
        ),
        // What its properties were does not matter.
        pp(&format!("<w:pPrChange w:id=\"6\"><w:pPr>{numbered}</w:pPr></w:pPrChange>"), "番号なし"),
        format!(
            "<w:tbl><w:tr><w:trPr><w:del w:id=\"7\"/></w:trPr>{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
            cell(&p("消えた行")),
            cell(&p("残る行")),
            cell(&p("右"))
        ),
    ];
    let package = Package::new(&body.concat()).with("numbering", &numbering);
    package.shows(&["1.　乙は丙に", "2.　通知する", "3.　前半後半", "新", "番号なし", "残る行|右"]);
    let paragraphs: Vec<Option<u32>> = package.read().lines.iter().map(|line| line.paragraph).collect();
    assert_eq!(paragraphs, [1, 3, 4, 6, 7, 9, 10].map(Some));
}

#[test]
fn tables() {
    let c = |text: &str| cell(&p(text));
    let nested = table(&[&[c("内1"), c("内2")]]);
    let body = [
        table(&[&[c("工程"), c("担当")], &[c("保守"), cell(&(p("甲") + &p("乙")))], &[c("監視"), c("")]]),
        table(&[&[c("第１条（目的）")], &[c("甲は通知する。")]]),
        table(&[&[c("第２条"), cell(&(p("１　甲は、通知する。") + &p("２　乙は、応じる。")))]]),
        table(&[&[c("外"), cell(&(nested + &p("")))]]),
        format!(
            r#"<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{}</w:tc></w:tr><w:tr><w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>{}</w:tr></w:tbl>"#,
            p("見出し"),
            c("左"),
            c("右")
        ),
    ];
    Package::new(&body.concat()).shows(&[
        "工程|担当",
        "保守|甲+乙",
        "監視|",
        "第１条（目的）",
        "甲は通知する。",
        "第２条",
        "１　甲は、通知する。",
        "２　乙は、応じる。",
        "外",
        "内1|内2",
        "",
        "見出し",
        "左|右",
    ]);
}

#[test]
fn text_boxes_are_read_once() {
    let content = |text: &str| format!("<w:txbxContent>{}</w:txbxContent>", p(text));
    let modern = format!(
        "<w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx>{}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>",
        content("枠の中")
    );
    let old = |text: &str| format!("<w:pict><v:shape><v:textbox>{}</v:textbox></v:shape></w:pict>", content(text));
    let twice = format!(
        r#"<w:r><mc:AlternateContent><mc:Choice Requires="wps">{modern}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent></w:r>"#,
        old("枠の中")
    );
    let wordless = format!(
        r#"<w:r><mc:AlternateContent><mc:Choice Requires="wpc"><w:drawing/></mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent></w:r>"#,
        old("代わりの枠")
    );
    let package = Package::new(&format!(
        "<w:p>{}{twice}{}</w:p><w:p><w:r>{}</w:r></w:p><w:p>{wordless}</w:p>{}",
        r("本文は"),
        r("続く。"),
        old("古い枠"),
        p("末尾")
    ));
    package.shows(&["本文は続く。", "枠の中", "", "古い枠", "", "代わりの枠", "末尾"]);
    let numbers: Vec<Option<u32>> = package.read().lines.iter().map(|line| line.paragraph).collect();
    assert_eq!(numbers, [1, 1, 2, 2, 3, 3, 4].map(Some));
}

/// The file of a document whose body refers to other parts: kind, id, name and content of each.
fn with_parts(body: &str, parts: &[(&str, &str, &str, &str)]) -> Document {
    let root = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
    let mut relationships = String::new();
    for (kind, id, name, _) in parts {
        let _ =
            write!(relationships, r#"<Relationship Id="{id}" Type="http://x/relationships/{kind}" Target="{name}"/>"#);
    }
    let mut files = vec![
        ("_rels/.rels".to_owned(), root.to_owned()),
        (
            "word/_rels/document.xml.rels".to_owned(),
            format!(
                r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relationships}</Relationships>"#
            ),
        ),
        ("word/document.xml".to_owned(), format!("<w:document {NAMES}><w:body>{body}</w:body></w:document>")),
    ];
    files.extend(parts.iter().map(|(_, _, name, content)| (format!("word/{name}"), (*content).to_owned())));
    document::read(&zipped(&files), Path::new("a.docx"), &ReadOptions::default()).expect("it is a document")
}

#[test]
fn diagrams_and_charts_stand_where_they_are_drawn() {
    let graphic = |inner: &str| {
        format!(
            r#"<w:r><w:drawing><wp:inline><wp:extent cx="5000000" cy="7000000"/><a:graphic><a:graphicData>{inner}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"#
        )
    };
    let diagram = graphic(r#"<dgm:relIds xmlns:dgm="d" r:dm="d1" r:lo="d2"/>"#);
    let chart = graphic(r#"<c:chart xmlns:c="c" r:id="c1"/>"#);
    let point = |id: u32, text: &str| {
        format!(r#"<dgm:pt modelId="{id}"><dgm:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dgm:t></dgm:pt>"#)
    };
    let data = format!(
        r#"<dgm:dataModel xmlns:dgm="d" xmlns:a="a"><dgm:ptLst><dgm:pt modelId="1" type="doc"/>{}{}</dgm:ptLst><dgm:cxnLst>
 <dgm:cxn srcId="1" destId="3" srcOrd="0"/><dgm:cxn srcId="1" destId="2" srcOrd="1"/></dgm:cxnLst></dgm:dataModel>"#,
        point(2, "乙が請求する"),
        point(3, "甲が受け付ける")
    );
    let empty = r#"<dgm:dataModel xmlns:dgm="d" xmlns:dsp="s"><dsp:dataModelExt relId="d9"/></dgm:dataModel>"#;
    let drawn = r#"<dsp:drawing xmlns:dsp="s" xmlns:a="a"><dsp:sp><dsp:txBody><a:p><a:r><a:t>乙が</a:t></a:r><a:r><a:t>請求する</a:t></a:r></a:p></dsp:txBody></dsp:sp></dsp:drawing>"#;
    let pie = r#"<c:chartSpace xmlns:c="c" xmlns:a="a"><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>料金の分配</a:t></a:r></a:p></c:rich></c:tx></c:title>
 <c:ser><c:cat><c:strRef><c:strCache><c:pt idx="0"><c:v>甲</c:v></c:pt><c:pt idx="1"><c:v>乙</c:v></c:pt></c:strCache></c:strRef></c:cat>
 <c:val><c:numRef><c:numCache><c:pt idx="0"><c:v>30</c:v></c:pt><c:pt idx="1"><c:v>70</c:v></c:pt></c:numCache></c:numRef></c:val></c:ser></c:chart></c:chartSpace>"#;
    let body = format!("<w:p>{}{diagram}</w:p>{}<w:p>{chart}</w:p>{}", r("手続"), p("中"), p("末尾"));
    let document = with_parts(
        &body,
        &[("diagramData", "d1", "diagrams/data1.xml", &data), ("chart", "c1", "charts/chart1.xml", pie)],
    );
    assert_eq!(
        shown(&document),
        ["手続", "甲が受け付ける", "乙が請求する", "中", "", "料金の分配", "甲|30", "乙|70", "末尾"]
    );
    assert!(document.gaps.is_empty());
    let numbers: Vec<Option<u32>> = document.lines.iter().take(4).map(|line| line.paragraph).collect();
    assert_eq!(numbers, [1, 1, 1, 2].map(Some));
    // Where the data has no words, what Word last drew of it has.
    let parts =
        [("diagramData", "d1", "diagrams/data1.xml", empty), ("diagramDrawing", "d9", "diagrams/drawing1.xml", drawn)];
    let body = format!("<w:p>{}{diagram}</w:p>", r("手続"));
    assert_eq!(shown(&with_parts(&body, &parts)), ["手続", "乙が請求する"]);
    // One that is not there is a picture like others.
    let document = with_parts(&body, &[]);
    assert_eq!((shown(&document), document.gaps.len()), (vec!["手続".to_owned()], 1));
}

#[test]
fn word_art_is_text() {
    let art = r#"<w:pict><v:group><v:shape><v:textpath on="t" string="業務提携契約書"/></v:shape></v:group></w:pict>"#;
    let shape = "<w:drawing><a:graphic><a:graphicData><a:sp><a:txBody><a:p><a:r><a:t>乙が</a:t></a:r><a:r><a:t>請求する</a:t></a:r></a:p></a:txBody></a:sp></a:graphicData></a:graphic></w:drawing>";
    let twice = format!(
        r#"<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing/></mc:Choice><mc:Fallback>{art}</mc:Fallback></mc:AlternateContent>"#
    );
    let package = Package::new(&format!("<w:p><w:r>{art}</w:r></w:p><w:p><w:r>{shape}{twice}</w:r></w:p>"));
    package.shows(&["", "業務提携契約書", "", "乙が請求する", "業務提携契約書"]);
}

#[test]
fn notes_follow_their_paragraph() {
    let notes = format!(
        r#"<w:footnote w:type="separator" w:id="0">{}</w:footnote><w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r>{}</w:p></w:footnote>"#,
        p("線"),
        r(" 脚注の文。")
    );
    let end = format!(r#"<w:endnote w:id="1">{}</w:endnote>"#, p("文末脚注。"));
    let reference = r#"<w:r><w:footnoteReference w:id="1"/></w:r>"#;
    let body = format!(
        "<w:p>{}{reference}{}</w:p>{}<w:p>{}<w:r><w:endnoteReference w:id=\"1\"/></w:r></w:p>",
        r("料金"),
        r("を支払う。"),
        table(&[&[cell(&format!("<w:p>{}{reference}</w:p>", r("左"))), cell(&p("右"))]]),
        r("以上")
    );
    Package::new(&body).with("footnotes", &notes).with("endnotes", &end).shows(&[
        "料金を支払う。",
        " 脚注の文。",
        "左|右",
        " 脚注の文。",
        "以上",
        "文末脚注。",
    ]);
}

#[test]
fn headers_and_footers_are_set_aside() {
    let package = Package::new(&p("本文")).with("header", &p("契約番号１")).with("footer", &(p("") + &p("1/3")));
    package.shows(&["[契約番号１]", "本文", "[1/3]"]);
}

#[test]
fn what_stands_in_a_run() {
    let body = [
        // Split as Word splits after each edit.
        "<w:p><w:r><w:t>乙は</w:t></w:r><w:proofErr/><w:bookmarkStart/><w:r><w:t xml:space=\"preserve\">、 A</w:t><w:tab/><w:t> B </w:t></w:r></w:p>".to_owned(),
        "<w:p><w:r><w:t>１条</w:t><w:br/><w:t>甲は。</w:t><w:cr/><w:t>乙は。</w:t><w:br w:type=\"page\"/><w:t>次頁</w:t></w:r></w:p>".to_owned(),
        "<w:p><w:r><w:t>03</w:t><w:noBreakHyphen/><w:t>1</w:t><w:softHyphen/><w:t>2</w:t></w:r></w:p>".to_owned(),
        "<w:p><w:r><w:ruby><w:rt><w:r><w:t>じょうい</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>上位</w:t></w:r></w:rubyBase></w:ruby></w:r><w:r><w:t>事業者</w:t></w:r></w:p>".to_owned(),
        r#"<w:p><w:r><w:sym w:font="Wingdings" w:char="F0A8"/><w:t>有</w:t><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>無</w:t><w:sym w:font="Gaiji" w:char="E000"/></w:r></w:p>"#.to_owned(),
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隠し</w:t></w:r><w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>見える</w:t></w:r></w:p>".to_owned(),
        format!("<w:p><w:hyperlink>{}</w:hyperlink><w:smartTag><w:smartTagPr/>{}</w:smartTag><w:customXml>{}</w:customXml><w:commentRangeStart/><w:r><w:commentReference/></w:r></w:p>", r("リンク"), r("タグ"), r("要素")),
        format!("<w:p>{}<m:oMath><m:f><m:num><m:r><m:t>料金</m:t></m:r></m:num><m:den><m:r><m:t>30</m:t></m:r></m:den></m:f></m:oMath></w:p>", r("日割＝")),
    ];
    Package::new(&body.concat()).shows(&[
        "乙は、 A\tB",
        "１条",
        "甲は。",
        "乙は。",
        "次頁",
        "03\u{2011}12",
        "上位事業者",
        "□有☑無\u{E000}",
        "見える",
        "リンクタグ要素",
        "日割＝料金/30",
    ]);
}

#[test]
fn fields_show_their_results() {
    let mark = |kind: &str| format!(r#"<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>"#);
    let code = |code: &str| format!("<w:r><w:instrText>{code}</w:instrText></w:r>");
    let field = |instruction: &str, result: &str| {
        mark("begin") + &code(instruction) + &mark("separate") + &r(result) + &mark("end")
    };
    let (begin, separate, end) = (mark("begin"), mark("separate"), mark("end"));
    let body = [
        format!(
            "<w:p>{}{}<w:fldSimple w:instr=\"DATE\">{}</w:fldSimple></w:p>",
            r("前条"),
            field("REF a", "第3条"),
            r("今日")
        ),
        // Another field among the instructions.
        format!("<w:p>{begin}{}{}{separate}{}{end}</w:p>", code("IF "), field("MERGEFIELD x", "条件"), r("結果")),
        format!("<w:p>{begin}{}{separate}{}</w:p>", code("TOC"), r("第1条　目的\u{3000}1")),
        format!("<w:p>{}{end}</w:p>", r("第2条　定義　2")),
        format!(
            r#"<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="1"/></w:checkBox></w:ffData></w:fldChar></w:r>{}{end}{}</w:p>"#,
            code("FORMCHECKBOX"),
            r("同意する")
        ),
        format!("<w:p>{}{begin}{}{end}</w:p>", r("代表取締役　"), code(r"EQ \o\ac(○,印)")),
    ];
    Package::new(&body.concat()).shows(&[
        "前条第3条今日",
        "結果",
        "第1条　目的　1",
        "第2条　定義　2",
        "☑同意する",
        "代表取締役　印",
    ]);
    // A field without its end hides nothing but its instruction.
    Package::new(&format!("<w:p>{begin}{}</w:p>{}", code("X"), p("本文"))).shows(&["", "本文"]);
}

#[test]
fn content_controls() {
    let control = |properties: &str, content: &str| {
        format!("<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>")
    };
    let asking = "<w:showingPlcHdr/>";
    let prompt = |text: &str| format!("<w:r><w:rPr><w:rStyle w:val=\"a3\"/></w:rPr><w:t>{text}</w:t></w:r>");
    let body = [
        control("", &p("段落")),
        format!("<w:p>{}{}{}</w:p>", r("名称："), control("", &r("株式会社")), control(asking, &prompt("ここに入力"))),
        control(asking, &format!("<w:p>{}</w:p>", prompt("クリックして入力"))),
        control(asking, &p("差し込まれた文")),
    ];
    Package::new(&body.concat()).shows(&["段落", "名称：株式会社", "差し込まれた文"]);
}

#[test]
fn line_breaks_by_hand_go_on() {
    let long = "乙は、本サービスの利用者に対し、その料金を自己の名で請求し、";
    let broken = format!("<w:p><w:r><w:t>{long}</w:t><w:br/><w:t>収納する。</w:t></w:r></w:p>");
    Package::new(&broken).shows(&[&format!("{long}+収納する。")]);
}

#[test]
fn the_strict_edition_and_the_title() {
    let core =
        r#"<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:title> 業務提携契約書 </dc:title></cp:coreProperties>"#;
    let document = Package::new(&p("本文")).with("core", core).read();
    assert_eq!((document.kind, document.title.as_deref()), (Kind::Docx, Some("業務提携契約書")));
    let relationships = r#"<Relationships><Relationship Id="r" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="/main/text.xml"/></Relationships>"#;
    let text = format!("<w:document {NAMES}><w:body>{}</w:body></w:document>", p("本文"))
        .replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main");
    let bytes = zipped(&[("_rels/.rels".into(), relationships.into()), ("main/text.xml".into(), text)]);
    let document = document::read(&bytes, Path::new("-"), &ReadOptions::default()).expect("it is a document");
    assert_eq!(shown(&document), ["本文"]);
}

#[test]
fn pictures_in_place_of_text_are_gaps() {
    let picture = |cm: u32| {
        let side = cm * 360_000;
        format!(
            r#"<w:p><w:r><w:lastRenderedPageBreak/><w:drawing><wp:inline><wp:extent cx="{side}" cy="{side}"/><a:graphic><a:blip/></a:graphic></wp:inline></w:drawing></w:r></w:p>"#
        )
    };
    let gaps = |body: &str| {
        let document = Package::new(body).read();
        document.gaps.iter().map(|gap| (gap.page, gap.why)).collect::<Vec<_>>()
    };
    assert_eq!(gaps(&(p("本文") + &picture(3))), []);
    assert_eq!(gaps(&(p("本文") + &picture(20))), [(2, GapReason::ImageOnly)]);
    assert_eq!(gaps(&picture(3)), [(2, GapReason::ImageOnly)]);
}

#[test]
fn what_cannot_be_read_says_why() {
    let error = |bytes: &[u8]| {
        document::read(bytes, Path::new("a.docx"), &ReadOptions::default()).expect_err("it is no document")
    };
    assert!(matches!(error(b"PK\x03\x04junk"), ReadError::BrokenOffice(_)));
    let mut torn = Package::new(&p("本文")).bytes();
    torn.truncate(torn.len() / 2);
    assert!(matches!(error(&torn), ReadError::BrokenOffice(_)));
    assert!(matches!(error(&Package::new("<w:p>").bytes()), ReadError::BrokenOffice(_)));
    assert!(matches!(error(&Package::new("").bytes()), ReadError::Empty));
    assert!(matches!(error(&zipped(&[("a.txt".into(), "本文".into())])), ReadError::Unsupported(Foreign::Archive)));
    let wide = |name: &str| name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let old = |name: &str| [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", wide(name).as_slice()].concat();
    assert!(matches!(error(&old("WordDocument")), ReadError::Unsupported(Foreign::Doc)));
    assert!(matches!(error(&old("EncryptedPackage")), ReadError::Unsupported(Foreign::Locked)));
    assert!(matches!(error(&old("Workbook")), ReadError::Unsupported(Foreign::Sheet)));
}

#[test]
fn limits() {
    let bomb = Package::new(&p(&" ".repeat(8 << 20))).bytes();
    assert!(bomb.len() < 100_000);
    let options = ReadOptions { max_bytes: 1 << 20, ..ReadOptions::default() };
    assert!(matches!(document::read(&bomb, Path::new("a.docx"), &options), Err(ReadError::TooLarge(_))));
    let deep = "<w:sdt><w:sdtContent>".repeat(100_000) + &"</w:sdtContent></w:sdt>".repeat(100_000);
    let deep = document::read(&Package::new(&deep).bytes(), Path::new("a.docx"), &ReadOptions::default());
    assert!(matches!(deep, Err(ReadError::BrokenOffice(_))));
}
