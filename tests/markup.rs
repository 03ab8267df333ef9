//! HTML and Markdown as lines: what a browser shows, in its order, cell by cell.

use std::path::Path;

use joko::document::{self, Document, Follows, Foreign, Kind, LineKind, ReadError, ReadOptions};

fn read(text: &str, name: &str) -> Document {
    document::read(text.as_bytes(), Path::new(name), &ReadOptions::default()).expect("it can be read")
}

/// Lines of the body: cells parted by `|`, lines that go on by `+`.
fn lines(document: &Document) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in document.lines.iter().filter(|line| line.kind == LineKind::Body) {
        let words = document.raw.get(line.raw.start..line.raw.end).expect("lines lie on characters");
        match (line.follows, lines.last_mut()) {
            (Follows::Cell, Some(last)) => *last += &format!("|{words}"),
            (Follows::Wrapped, Some(last)) => *last += &format!("+{words}"),
            _ => lines.push(words.to_owned()),
        }
    }
    lines
}

fn html(body: &str) -> Vec<String> {
    lines(&read(&format!("<!DOCTYPE html><title>x</title><body>{body}"), "a.html"))
}

fn markdown(text: &str) -> Vec<String> {
    lines(&read(text, "a.md"))
}

#[test]
fn blocks_and_breaks_are_lines() {
    let shown = html(
        "<h1>提携\n契約書</h1>前文<p>甲は、<br>乙に <b>通知</b>する。<div>第1条<span>（目的）</span></div><hr>末尾",
    );
    assert_eq!(shown, ["提携 契約書", "前文", "甲は、", "乙に 通知する。", "第1条（目的）", "末尾"]);
}

#[test]
fn the_title_is_that_of_the_head() {
    let document = read("<html><head><title> 提携\n契約 </title><body><p>甲は通知する。", "-");
    assert_eq!((document.title.as_deref(), document.kind), (Some("提携 契約"), Kind::Html));
}

#[test]
fn what_is_not_shown_is_left_out() {
    let shown = html(
        "<script>x</script><style>p{}</style><template>x</template><noscript>x</noscript><p hidden>x</p>\
         <p style='color:red; display : NONE'>x</p><iframe>x</iframe><!-- x --><dialog>x</dialog>\
         <p>乙は<del>甲</del><ins>利用者</ins>に<s>無償で</s><span style='text-decoration:line-through'>x</span>請求する。</p>\
         <details><summary>細則</summary><p>別に定める。</p></details><p aria-hidden=true>見える</p>",
    );
    assert_eq!(shown, ["乙は利用者に請求する。", "細則", "別に定める。", "見える"]);
}

#[test]
fn ruby_entities_fields_and_quotes() {
    let shown = html(
        "<p><ruby>瑕疵<rp>(</rp><rt>かし</rt><rp>)</rp></ruby>&#x3042;&amp;&lt;&nbsp;&nbsp;甲</p>\
         <p>名称：<input value='株式会社A'><input type=hidden value=x> <input type=checkbox checked>可\
         <select><option>月<option selected>年</select></p><textarea>一行目\n二行目</textarea><q>会員</q>",
    );
    assert_eq!(shown, ["瑕疵あ&<\u{A0}\u{A0}甲", "名称：株式会社A ☑可年", "一行目", "二行目", "「会員」"]);
}

#[test]
fn preformatted_text_keeps_its_lines() {
    assert_eq!(html("<pre>\n第1条\n　甲は  乙に\n</pre>"), ["第1条", "　甲は  乙に"]);
    assert_eq!(html("<p style='white-space:pre-line'>甲は   乙に\n通知する。"), ["甲は 乙に", "通知する。"]);
}

#[test]
fn lists_bear_the_numbers_that_are_seen() {
    assert_eq!(
        html("<ol><li>甲<li>乙<ol type=i><li>丙</li></ol><li value=7>丁<li>戊</ol>"),
        ["1. 甲", "2. 乙", "i. 丙", "7. 丁", "8. 戊"]
    );
    assert_eq!(html("<ol start=3 type=A><li><p>甲</p><p>続き</p></li></ol><ul><li>乙</ul>"), ["C. 甲", "続き", "・乙"]);
    assert_eq!(html("<ol reversed><li>甲<li>乙</ol>"), ["2. 甲", "1. 乙"]);
    assert_eq!(html("<ol style='list-style-type: cjk-ideographic'><li>甲<li>乙</ol>"), ["一、甲", "二、乙"]);
    assert_eq!(html("<ol style='list-style: katakana-iroha inside'><li>甲<li>乙</ol>"), ["イ、甲", "ロ、乙"]);
    assert_eq!(html("<ol style='list-style:none'><li>第1条　甲</ol>"), ["第1条　甲"]);
    assert_eq!(html("<ol><li><ol type=a><li>甲</ol></ol>"), ["1. a. 甲"]);
}

#[test]
fn style_sheets_number_lists() {
    let shown = html(
        "<style>/* x */ .items > li { color: red; list-style-type: lower-roman } @media print { ul { list-style: none } }</style>\
         <ol class=items><li>甲<li>乙</ol><ul><li>丙</ul>",
    );
    assert_eq!(shown, ["i. 甲", "ii. 乙", "丙"]);
}

#[test]
fn style_sheets_win_by_weight_and_order() {
    let list = |style: &str| html(&format!("<style>{style}</style><div id=a><ol class='b c'><li>甲</ol></div>"));
    assert_eq!(list("#a ol{list-style:lower-roman} .b{list-style:upper-alpha} ol{list-style:none}"), ["i. 甲"]);
    assert_eq!(list(".b{list-style:upper-alpha} .c{list-style:upper-roman inside}"), ["I. 甲"]);
    assert_eq!(list(".b{list-style:upper-alpha!important} .c{list-style:upper-roman}"), ["A. 甲"]);
    assert_eq!(list(".b:not(.c){list-style:upper-alpha} ol.c, p{list-style-type:'※'}"), ["※甲"]);
    assert_eq!(
        list("@media (max-width:600px){ol{list-style:none}} @supports(a:b){ol{list-style:upper-alpha}}"),
        ["A. 甲"]
    );
    assert_eq!(list("@import 'x.css'; ol{broken; list-style:upper-alpha;}"), ["A. 甲"]);
    let own = "<style>ol{list-style:none}</style><ol style='list-style:upper-alpha'><li>甲</ol>";
    assert_eq!(html(own), ["A. 甲"]);
}

#[test]
fn counters_of_style_sheets_are_read() {
    let shown = html(
        "<style>body{counter-reset:article} h2{counter-increment:article;counter-reset:clause}\
         h2::before{content:'第' counter(article, cjk-decimal) '条　'}\
         p.k{counter-increment:clause} p.k:before{content:counter(clause) '　'} p.k::after{content:'（注）'}</style>\
         <h2>目的</h2><p class=k>甲は<p class=k>乙は<h2>料金</h2><p class=k>丙は",
    );
    assert_eq!(shown, ["第一条　目的", "1　甲は（注）", "2　乙は（注）", "第二条　料金", "1　丙は（注）"]);
    let nested = html(
        "<style>ol{list-style:none;counter-reset:i} li{counter-increment:i} li::before{content:counters(i,'.') ' '}</style>\
         <ol><li>甲<ol><li>乙<li>丙</ol><li>丁</ol>",
    );
    assert_eq!(nested, ["1 甲", "1.1 乙", "1.2 丙", "2 丁"]);
    let marker = html(
        "<style>li::marker{content:'第' counter(list-item, japanese-informal) '条 '}</style><ol start=3><li>甲<li>乙",
    );
    assert_eq!(marker, ["第三条 甲", "第四条 乙"]);
    // An item that is drawn as a block has no number of its own.
    let block = html(
        "<style>ol{counter-reset:x} li{display:block;counter-increment:x} li::before{content:'(' counter(x) ') '}</style><ol><li>甲<li>乙",
    );
    assert_eq!(block, ["(1) 甲", "(2) 乙"]);
    let label = html(
        "<style>dt::before{content:attr(data-no) '．'} dt::after{content:'\\f101'}</style><dl><dt data-no=ア>甲</dl>",
    );
    assert_eq!(label, ["ア．甲"]);
}

#[test]
fn counter_styles_of_a_page_are_known() {
    let list = |body: &str| {
        html(&format!("<style>@counter-style x{{{body}}} ol{{list-style:x}}</style><ol><li>甲<li>乙<li>丙</ol>"))
    };
    assert_eq!(list("system:extends decimal;prefix:'第';suffix:'条　'"), ["第1条　甲", "第2条　乙", "第3条　丙"]);
    assert_eq!(list("system:cyclic;symbols:'イ' 'ロ';suffix:'　'"), ["イ　甲", "ロ　乙", "イ　丙"]);
    assert_eq!(list("system:fixed;symbols:'①' '②';suffix:' '"), ["① 甲", "② 乙", "3 丙"]);
    assert_eq!(list("system:alphabetic;symbols:a b;suffix:') '"), ["a) 甲", "b) 乙", "aa) 丙"]);
    assert_eq!(list("symbols:'*';suffix:' '"), ["* 甲", "** 乙", "*** 丙"]);
    assert_eq!(list("system:numeric;symbols:'0' '1'"), ["1. 甲", "10. 乙", "11. 丙"]);
}

#[test]
fn what_style_sheets_hide_is_left_out() {
    let shown = html(
        "<style>.a{display:none} .b{visibility:hidden} .c{text-decoration-line:line-through} .d{display:block}\
         li.a{counter-increment:x} @media print{.e{display:none}} @media screen{.f{display:none}}</style>\
         <p class=a>甲<p class=b>乙<p>丙<s>丁</s><span class=c>戊</span><span class=d>己</span><p class=e>庚<p class=f>辛",
    );
    assert_eq!(shown, ["丙", "己", "辛"]);
}

#[test]
fn tables_are_rows_of_cells() {
    let shown = html(
        "<table><caption>分担</caption><tr><th>区分<th>甲<th>乙<tr><td rowspan=2>障害<td>一次<br>対応する<td>二次\
         <tr><td>通知<td>復旧</table>",
    );
    assert_eq!(shown, ["分担", "区分|甲|乙", "障害|一次　対応する|二次", "障害|通知|復旧"]);
}

#[test]
fn empty_cells_keep_their_places() {
    let table = "<table><tr><th>工程<th>甲の役割<th>乙の役割<tr><td>検知<td><td>通報する<tr><td><td>修理する<td>\
                 <tr><td><td><td>周知する</table>";
    assert_eq!(html(table), ["工程|甲の役割|乙の役割", "検知||通報する", "|修理する|", "||周知する"]);
}

#[test]
fn tables_that_only_arrange_the_page_are_paragraphs() {
    assert_eq!(html("<table><tr><td>第1条<p>甲は通知する。</table>"), ["第1条", "甲は通知する。"]);
    assert_eq!(html("<table><tr><td>左<td><table><tr><td>甲<td>乙</table></table>"), ["左", "甲|乙"]);
}

#[test]
fn provisions_in_cells_stay_apart() {
    let shown = html(
        "<table><tr><td>第1条（目的）<td>甲は、通知する。<tr><td>第2条（料金）<td>１　乙は、請求する。<br>２　甲は、請求しない。\
         <tr><td>3<td>甲は、定める。<br>２　乙は、従う。</table>",
    );
    assert_eq!(
        shown,
        [
            "第1条（目的）",
            "甲は、通知する。",
            "第2条（料金）",
            "１　乙は、請求する。",
            "２　甲は、請求しない。",
            "3|甲は、定める。",
            "２　乙は、従う。"
        ]
    );
}

#[test]
fn menus_and_imprints_are_set_aside_and_nothing_else() {
    let shown = html(
        "<nav><a href=/>ホーム</a> <a href=/t>規約</a></nav><header><h1>契約書</h1></header>\
         <nav><a href=#1>第1条</a>本契約の目次による。</nav><p>甲は通知する。<footer>© 2024 株式会社A</footer><footer>附則 Copyright は甲に属する。</footer>",
    );
    assert_eq!(shown, ["契約書", "第1条本契約の目次による。", "甲は通知する。", "附則 Copyright は甲に属する。"]);
}

#[test]
fn a_page_says_its_encoding() {
    let page =
        "<html><meta http-equiv=Content-Type content='text/html; charset=Shift_JIS'><p>乙は、①髙橋㈱に請求する。";
    let (bytes, _, _) = encoding_rs::SHIFT_JIS.encode(page);
    let document = document::read(&bytes, Path::new("a.htm"), &ReadOptions::default()).expect("a page");
    assert_eq!(lines(&document), ["乙は、①髙橋㈱に請求する。"]);
    let wide: Vec<u8> = "\u{FEFF}<html><p>乙は請求する。".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let document = document::read(&wide, Path::new("-"), &ReadOptions::default()).expect("a page");
    assert_eq!((document.kind, lines(&document)), (Kind::Html, vec!["乙は請求する。".to_owned()]));
}

#[test]
fn hostile_pages_come_to_an_end() {
    let bodies = [
        "<div>".repeat(100_000) + "甲は通知する。",
        "<b>".repeat(50_000) + &"<p>甲".repeat(20_000),
        "<table><tr><td>".repeat(30_000) + "甲",
        "<ol><li>".repeat(50_000) + "甲",
        "<font color=1><a href=x>".repeat(20_000) + "甲</p>",
        "</div>".repeat(100_000) + "甲",
        "<svg><math>".repeat(20_000) + "</svg><p>甲",
    ];
    for body in bodies {
        let read = document::read(body.as_bytes(), Path::new("a.html"), &ReadOptions::default());
        assert!(read.is_ok_and(|document| document.raw.contains('甲')), "{}", body.get(..24).unwrap_or_default());
    }
}

#[test]
fn markdown_shows_its_structure() {
    let shown = markdown(
        "---\ntitle: 契約\n---\n# 提携契約書\n\n## 第1条（目的）\n\n**甲**は、[乙](http://example.jp)に`通知`する。\n\n\
         | 区分 | 甲 |\n|---|---|\n| 障害 | 復旧 |\n\n```\n構成図 A -- B\n```\n\n> 引用\n",
    );
    assert_eq!(
        shown,
        ["提携契約書", "第1条（目的）", "甲は、乙に通知する。", "区分|甲", "障害|復旧", "構成図 A -- B", "引用"]
    );
    assert_eq!(read("---\ntitle: 契約\n---\n甲", "a.md").title.as_deref(), Some("契約"));
}

#[test]
fn markdown_keeps_the_numbers_of_lists() {
    assert_eq!(markdown("1. 甲\n1. 乙\n   - 丙\n1. 丁\n"), ["1. 甲", "2. 乙", "・丙", "3. 丁"]);
    assert_eq!(markdown("3) 甲\n4) 乙\n"), ["3) 甲", "4) 乙"]);
    assert_eq!(markdown("1. 甲\n3. 乙\n"), ["1. 甲", "3. 乙"]);
}

#[test]
fn plain_lines_of_markdown_stay_lines() {
    let shown = markdown(
        "業務提携契約書\n第1条（目的）\n　甲は通知する。\n２　乙は、\n利用者に請求する。\n(1) 会員\n第2条（料金）\n1. 乙は請求する。\n2. 甲は請求しない。\n",
    );
    assert_eq!(
        shown,
        [
            "業務提携契約書",
            "第1条（目的）",
            "　甲は通知する。",
            "２　乙は、 利用者に請求する。",
            "(1) 会員",
            "第2条（料金）",
            "1. 乙は請求する。",
            "2. 甲は請求しない。"
        ]
    );
}

#[test]
fn markdown_loses_no_words() {
    assert_eq!(markdown("受付は9:00~18:00、土曜は9:00~12:00とする。"), ["受付は9:00~18:00、土曜は9:00~12:00とする。"]);
    assert_eq!(markdown("甲は~~無償で~~通知する。"), ["甲は通知する。"]);
    assert_eq!(
        markdown("甲は通知する。\n\n[1]: 乙は、請求する。\n\n丙"),
        ["甲は通知する。", "[1]: 乙は、請求する。", "丙"]
    );
    assert_eq!(markdown("---\n甲は、通知する。\n---\n乙"), ["甲は、通知する。", "乙"]);
    assert_eq!(markdown("甲<br>乙<ruby>丙<rt>へい</rt></ruby>"), ["甲", "乙丙"]);
}

#[test]
fn foreign_formats_are_named() {
    let error = |bytes: &[u8], name: &str| {
        document::read(bytes, Path::new(name), &ReadOptions::default()).expect_err("it is foreign")
    };
    let error = error(b"{\\rtf1\\ansi", "a.txt");
    assert!(matches!(error, ReadError::Unsupported(Foreign::Rtf)));
    assert_eq!(error.to_string(), "リッチテキスト（RTF）は読めません");
}
