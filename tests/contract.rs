//! Contracts and the outlines they must have: `outlines/NAME.txt` holds the text, a line `=====`, and the outline.
//!
//! `JOKO_UPDATE=1 cargo test --test contract` writes the outlines anew; read the difference before you keep it.

use joko::contract::{Contract, Table, outline};
use joko::span::Span;
use joko::text::Text;
use proptest::prelude::*;
use std::fmt::Write as _;

const RULE: &str = "=====\n";

#[test]
fn outlines() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/outlines");
    let mut wrong = String::new();
    for file in std::fs::read_dir(folder).expect("folder of cases") {
        let path = file.expect("case").path();
        let case = std::fs::read_to_string(&path).expect("case");
        let (raw, expected) = case.split_once(RULE).expect("a rule between text and outline");
        let shown = shown(raw);
        if std::env::var_os("JOKO_UPDATE").is_some() {
            std::fs::write(&path, format!("{raw}{RULE}{shown}")).expect("case to be written");
        } else if shown != expected {
            let _ = writeln!(wrong, "{}\n{}", path.display(), difference(expected, &shown));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn numbers_at_random_do_not_nest_without_end() {
    let text = Text::of(&crate::common::document(&"第1条\n1\n(1)\nア\n".repeat(200)));
    let contract = Contract::of(&text);
    let depth = |id| std::iter::successors(Some(id), |&id| contract.unit(id).parent).count();
    let deepest = contract.ids().map(depth).max();
    assert!(deepest.is_some_and(|deepest| (4..=40).contains(&deepest)), "{deepest:?}");
}

/// The outline, then the references that name other units, the gaps in the numbering, and nothing else.
fn shown(raw: &str) -> String {
    let text = Text::of(&crate::common::document(raw));
    let contract = Contract::of(&text);
    let mut shown = outline(&contract, &text);
    for reference in &contract.references {
        let targets: Vec<String> = reference.targets.iter().map(|&target| contract.place(target)).collect();
        let from = contract.unit_at(reference.span.start).map(|unit| contract.place(unit)).unwrap_or_default();
        let _ = writeln!(shown, "{from} {} → {}", text.get(reference.span), targets.join(" "));
    }
    for gap in &contract.breaks {
        let _ = writeln!(shown, "{} after a gap: {} expected", contract.place(gap.unit), gap.expected);
    }
    shown
}

fn difference(expected: &str, shown: &str) -> String {
    let mut out = String::new();
    let (mut old, mut new) = (expected.lines(), shown.lines());
    loop {
        match (old.next(), new.next()) {
            (None, None) => return out,
            (old, new) if old == new => {}
            (old, new) => {
                let _ = writeln!(out, "- {}\n+ {}", old.unwrap_or_default(), new.unwrap_or_default());
            }
        }
    }
}

/// The tables of `lines` under an article: the headings of the columns between `‖`, cells between `│`.
fn tables(lines: &str) -> Vec<String> {
    let text =
        Text::of(&crate::common::document(&format!("契約書\n第1条 甲は、乙に提供する。\n{lines}\n第2条 略する。\n")));
    let row =
        |cells: &Vec<Span>, between: &str| cells.iter().map(|&cell| text.get(cell)).collect::<Vec<_>>().join(between);
    let contract = Contract::of(&text);
    let shown = |table: &Table| {
        let header = table.header.iter().map(|cells| row(cells, "‖"));
        header.chain(table.rows.iter().map(|cells| row(cells, "│"))).collect::<Vec<_>>()
    };
    contract.tables.iter().flat_map(shown).collect()
}

#[test]
fn rows_of_cells_are_tables() {
    for (lines, expected) in [
        (
            "工程／卸元／再販者\n検知／常時監視する／申告を集める\n復旧／網を直す／機器を直す",
            &["工程‖卸元‖再販者", "検知│常時監視する│申告を集める", "復旧│網を直す│機器を直す"][..],
        ),
        (
            "｜段階　　｜乙がすること　　　　　　　　｜甲がすること　　｜\n｜検知　　｜監視し、１０分以内に知らせる｜自社の盤を確かめる｜",
            &["段階‖乙がすること‖甲がすること", "検知│監視し、10分以内に知らせる│自社の盤を確かめる"],
        ),
        (
            "　当事者　｜　分担\n　-------------\n　丙　　　｜　回線の復旧\n　乙　　　｜　集線装置の復旧、説明",
            &["当事者‖分担", "丙│回線の復旧", "乙│集線装置の復旧、説明"],
        ),
        (
            "項目　　　　水準　　　　　　減額の割合\n稼働率　　　９９．９％以上　１０％\n応答率　　　８５％以上　　　５％",
            &["項目‖水準‖減額の割合", "稼働率│99.9%以上│10%", "応答率│85%以上│5%"],
        ),
        ("区分／1件の額\n新規／2,500円/月\n加算／1,000円/件", &["区分‖1件の額", "新規│2,500円/月", "加算│1,000円/件"]),
        (
            "棟／戸数／期日\n江坂／42／2024年6月\n緑橋／28／2024年7月",
            &["棟│戸数│期日", "江坂│42│2024年6月", "緑橋│28│2024年7月"],
        ),
        ("甲\t監視室\t終日\n乙\t応対課\t9時から18時まで", &["甲│監視室│終日", "乙│応対課│9時から18時まで"]),
        ("|対応||甲|\n|検知|通報を受ける||", &["対応││甲", "検知│通報を受ける│"]),
    ] {
        assert_eq!(tables(lines), expected, "{lines}");
    }
}

#[test]
fn empty_cells_keep_the_columns_of_those_after_them() {
    let file = "# 契約書\n\n第1条 甲は、乙に提供する。\n\n| 工程 | 甲の役割 | 乙の役割 |\n|---|---|---|\n| 検知 |  | 通報する |\n\
                |  | 修理する |  |\n|  |  | 周知する |\n\n第2条 略する。\n";
    let document = joko::document::read(file.as_bytes(), "a.md".as_ref(), &joko::document::ReadOptions::default());
    let text = Text::of(&document.expect("it is read"));
    let contract = Contract::of(&text);
    let cells = |row: &Vec<Span>| row.iter().map(|&cell| text.get(cell)).collect::<Vec<_>>().join("│");
    let rows: Vec<String> = contract.tables.iter().flat_map(|table| table.rows.iter().map(cells)).collect();
    assert_eq!(rows, ["検知││通報する", "│修理する│", "││周知する"]);
    assert!(contract.tables.iter().all(|table| table.header.is_some()));
}

#[test]
fn contents_without_a_heading_are_set_aside() {
    for contents in [
        "第1章 総則……………1\n第1条（目的）……………1\n第2条（料金）……………2\n附則……………5\n別紙1 構成図……………6\n",
        "第1条（目的）……………1\n第2条（料金）……………2\n附則……………5\n",
        "第1章 総則\n第1条（目的） 1\n第2条（料金） 2\n",
    ] {
        let chapter = if contents.contains('章') { "第1章 総則\n" } else { "" };
        let body =
            "第1条（目的） 甲は、乙に提供する。\n第2条（料金） 乙は、請求する。\n附則\n締結の日から効力を生ずる。\n";
        let text = Text::of(&crate::common::document(&format!("接続契約書\n{contents}{chapter}{body}")));
        let contract = Contract::of(&text);
        let articles: Vec<String> = contract
            .ids()
            .filter(|&id| contract.unit(id).kind == joko::contract::UnitKind::Article)
            .map(|id| contract.place(id))
            .collect();
        assert_eq!(articles, ["第1条", "第2条"], "{contents}");
    }
}

#[test]
fn running_text_is_no_table() {
    for lines in [
        "品目（Ａ１００／Ａ３００／Ａ１Ｇ）\n品目（Ｂ１００／Ｂ３００／Ｂ１Ｇ）",
        "TCP/IP及びUDP/IPによる。\nHTTP/2及びHTTP/3による。\nIPv4/IPv6による。",
        "月額600円／名\n月額560円／名\n月額500円／名",
        "https://example.jp/terms/\nhttps://example.jp/notes/\nhttps://example.jp/abuse/",
        "甲は、乙に通知する。　乙は、これに従う。　以上とする。\n甲は、乙に通知する。　乙は、これに従う。　以上とする。",
        "検知／甲／乙",
    ] {
        assert_eq!(tables(lines), [""; 0], "{lines}");
    }
}

/// Lines that contracts are made of, in any order.
fn lines() -> impl Strategy<Value = String> {
    let label = "(第[1-4一二]条|第[12]条の2|第[12]章|[1-3]|[1-3][.]|[(][1-3][)]|[①-③]|[一二三]|[アイウ]|[1-3][.-][1-3]|・|別紙[12]?|附則|目次|Ⅰ|特約第[12]条|第[12]部|「第2条|■)?";
    let words =
        "([ 　](目的|削除|甲は、前項に定める。|次の各号のとおりとする。|第[1-3]条を次のとおり改める。|（定義）)){0,2}";
    let other = "(業務契約書|覚書|特約|変更後の全文|────────|工程／甲／乙|検知／監視する／|｜窓口｜甲｜|以上|令和元年5月1日|甲　株式会社上流　代表取締役|（目的）|基本条項|本契約の証として本書2通を作成し、記名押印する。|前文|)";
    prop::collection::vec(
        prop_oneof![3 => (label, words).prop_map(|(label, words)| label + &words), 1 => other.prop_map(String::from)],
        0..40,
    )
    .prop_map(|lines| lines.join("\n"))
}

proptest! {
    #[test]
    fn units_nest_and_hold_the_whole_text(raw in lines()) {
        let text = Text::of(&crate::common::document(&raw));
        let contract = Contract::of(&text);
        for id in contract.ids() {
            let unit = contract.unit(id);
            if let Some(parent) = unit.parent {
                prop_assert!(parent < id && contract.unit(parent).span.contains(unit.span));
            }
            let next = contract.units.get(id.0 as usize + 1);
            prop_assert!(next.is_none_or(|next| unit.span.start <= next.span.start), "units in order");
            for &body in &unit.body {
                let deepest = contract.unit_at(body.start);
                prop_assert_eq!(deepest, Some(id), "text belongs to the unit that lists it");
                prop_assert!(unit.span.contains(body));
            }
        }
        for (at, _) in text.norm.char_indices().filter(|&(_, c)| c != '\n') {
            prop_assert!(contract.unit_at(at).is_some(), "{at} in {:?}", text.norm);
        }
        for table in &contract.tables {
            let columns = table.rows.first().map_or(0, Vec::len);
            prop_assert!(columns >= 2);
            for row in table.rows.iter().chain(&table.header) {
                prop_assert_eq!(row.len(), columns);
                let body = &contract.unit(table.unit).body;
                prop_assert!(row.iter().all(|&cell| body.iter().any(|body| body.contains(cell))));
            }
        }
        for reference in &contract.references {
            prop_assert!(!text.get(reference.span).is_empty());
        }
    }
}
