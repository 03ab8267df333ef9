//! The text stage: what is folded, joined and dropped, and the way back to the page.

use crate::common::{document, pages};
use joko::document::{Follows, RawSpan};
use joko::span::Span;
use joko::text::Text;
use proptest::prelude::*;

fn norm(raw: &str) -> String {
    Text::of(&document(raw)).norm
}

#[test]
fn spaces() {
    for (raw, expected) in [
        ("　甲は、乙 に\u{3000}支払う。  \n\n乙は", "甲は、乙に 支払う。\n乙は"),
        ("第1条 目的", "第1条 目的"),
        ("第 1 条 目的", "第1条 目的"),
        ("第1 取扱店の指定", "第1 取扱店の指定"),
        ("第１条（目的） 甲は", "第1条(目的) 甲は"),
        ("1 甲は", "1 甲は"),
        ("(1) 甲は", "(1) 甲は"),
        ("ア 甲は", "ア 甲は"),
        ("4.2 甲は", "4.2 甲は"),
        ("別紙1 接続点", "別紙1 接続点"),
        ("平成 24 年 10 月", "平成24年10月"),
        ("Data Center の 2 階", "Data Centerの2階"),
        ("項目\t水準　　減額", "項目 水準 減額"),
        ("目　　次", "目 次"),
        ("甲\u{200B}は\u{FEFF}", "甲は"),
    ] {
        assert_eq!(norm(raw), expected, "{raw:?}");
    }
}

#[test]
fn wrapped_lines_are_one_line() {
    let mut document = document("甲は、利用者に料\n　金を請求する。\n乙は wide\narea network を\n第2条");
    for (line, follows) in document.lines.iter_mut().zip([
        Follows::Break,
        Follows::Wrapped,
        Follows::Break,
        Follows::Wrapped,
        Follows::Break,
    ]) {
        line.follows = follows;
    }
    let text = Text::of(&document);
    assert_eq!(text.norm, "甲は、利用者に料金を請求する。\n乙はwide area networkを\n第2条");
    let found = text.norm.find("料金").expect("the word across the break");
    let span = Span::new(found, found + "料金".len());
    assert_eq!(text.source(span), "料\n　金");
    assert_eq!(text.raw(span).len(), 2);
}

#[test]
fn a_word_broken_after_its_hyphen_is_one_word() {
    let mut document = document("乙は、TL-\nIPoEを提供し、TCP/\nIPを用いる。");
    for line in document.lines.iter_mut().skip(1) {
        line.follows = Follows::Wrapped;
    }
    assert_eq!(Text::of(&document).norm, "乙は、TL-IPoEを提供し、TCP/IPを用いる。");
}

#[test]
fn latin_words_that_the_page_breaks_are_whole_where_the_document_knows_them() {
    let mut document = document("Ｎｏｒvaneは甲とする。乙は、甲のNo\nrvane網及びBase\nLineを用いる。");
    for line in &mut document.lines[1..] {
        line.follows = Follows::Wrapped;
    }
    assert_eq!(Text::of(&document).norm, "Norvaneは甲とする。乙は、甲のNorvane網及びBase Lineを用いる。");
}

#[test]
fn a_part_of_an_expansion_is_all_of_it() {
    let document = document("第1条 10㍑を①とする");
    let text = Text::of(&document);
    assert_eq!(text.norm, "第1条 10リットルを1とする");
    let at = text.norm.find("トル").expect("the expansion");
    let span = Span::new(at, at + "トル".len());
    assert_eq!(text.source(span), "㍑");
    let raw = text.raw(span)[0];
    let back = text.span_of(raw).expect("part of the text");
    assert_eq!(text.get(back), "リットル");
    let one = text.norm.rfind('1').expect("①");
    assert_eq!(text.source(Span::new(one, one + 1)), "①");
    assert_eq!(text.scalars(Span::new(one, one + 1)), (11, 12));
}

#[test]
fn a_span_over_two_lines_has_two_rectangles() {
    let (document, follows) = (pages(&["甲は、利用者に", "請求する。"]), Follows::Wrapped);
    let mut document = document;
    document.lines[1].follows = follows;
    let text = Text::of(&document);
    let at = text.norm.find("者に請求").expect("the words");
    let located = text.locate(Span::new(at, at + "者に請求".len()), &document);
    let edges: Vec<_> = located.iter().map(|place| (place.page, place.rect.x0, place.rect.x1, place.rect.y0)).collect();
    assert_eq!(edges, [(1, 50.0, 70.0, 0.0), (1, 0.0, 20.0, 12.0)]);
}

/// Lines as they come out of a file: Japanese, half-width kana, radicals, ligatures, spaces of every width.
fn raw_text() -> impl Strategy<Value = String> {
    "([ぁ-んァ-ヶ甲乙第条項一-三]|[ｦ-ﾟ]|[⺀-⿕]|[㌀-㏿]|[①-⓿]|[0-9a-zA-Z.(),-]|[ \u{3000}\t]|[゙゚\u{200B}]|[！-～]|\n){0,60}"
}

proptest! {
    #[test]
    fn every_span_comes_from_whole_characters_in_order(raw in raw_text(), a in 0usize..200, b in 0usize..200) {
        let text = Text::of(&document(&raw));
        let (start, end) = (a.min(b).min(text.norm.len()), a.max(b).min(text.norm.len()));
        let ranges = text.raw(Span::new(start, end));
        prop_assert_eq!(ranges.is_empty(), start == end);
        let mut last = 0;
        for RawSpan { start, end } in ranges {
            prop_assert!(last <= start && start < end);
            let whole_start = if text.norm.is_char_boundary(a.min(b)) { raw.is_char_boundary(start) } else { true };
            let whole_end = if text.norm.is_char_boundary(a.max(b)) { raw.is_char_boundary(end) } else { true };
            prop_assert!(whole_start && whole_end, "{start}..{end} of {raw:?}");
            last = end;
        }
    }

    #[test]
    fn no_line_is_blank_and_no_space_stands_at_an_edge(raw in raw_text()) {
        let norm = norm(&raw);
        for line in norm.split('\n').filter(|_| !norm.is_empty()) {
            prop_assert!(!line.is_empty() && line == line.trim() && !line.contains("  "), "{norm:?}");
        }
    }

    #[test]
    fn there_and_back_covers_the_span(raw in raw_text(), pick in any::<prop::sample::Index>()) {
        let text = Text::of(&document(&raw));
        prop_assume!(!text.norm.is_empty());
        let (at, c) = text.norm.char_indices().nth(pick.index(text.norm.chars().count())).expect("a character");
        let span = Span::new(at, at + c.len_utf8());
        let raw = text.raw(span);
        let back = raw.iter().filter_map(|&raw| text.span_of(raw)).reduce(Span::union).expect("part of the text");
        prop_assert!(back.contains(span));
        let before = text.get(Span::new(0, at)).chars().count();
        prop_assert_eq!(text.scalars(span), (before, before + 1));
    }

    #[test]
    fn rectangles_lie_on_the_glyphs(raw in raw_text(), a in 0usize..200, b in 0usize..200) {
        let lines: Vec<&str> = raw.split('\n').collect();
        let document = pages(&lines);
        let text = Text::of(&document);
        let (start, end) = (a.min(b).min(text.norm.len()), a.max(b).min(text.norm.len()));
        let glyphs = &document.pages[0].glyphs;
        for place in text.locate(Span::new(start, end), &document) {
            let inside = |x: f32, y: f32| x >= place.rect.x0 && x < place.rect.x1 && y >= place.rect.y0 && y < place.rect.y1;
            prop_assert!(glyphs.iter().any(|glyph| inside(glyph.rect.x0, glyph.rect.y0)));
        }
    }
}
