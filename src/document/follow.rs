//! Which lines go on from the line before and which start a paragraph, from what the page shows.
//!
//! A line goes on when the line before had no room for its first piece, and nothing marks it as a new paragraph: no label, no
//! indent of its own, no wider gap above, no other size.

use unicode_normalization::UnicodeNormalization as _;

use super::Follows;
use super::label::{Label, label};
use crate::numeral::numeral;

/// What the rules need to know of a line. Lengths are in ems of the line, positions from the left edge of its frame.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape<'t> {
    /// The line.
    pub(super) text: &'t str,
    /// Where its visible text begins.
    pub(super) start: f32,
    /// Where it begins with the blanks that are written before its visible text.
    pub(super) edge: f32,
    /// Room that is left in it up to the right margin; negative where it stands out.
    pub(super) room: f32,
    /// Width of its first unbreakable piece.
    pub(super) need: f32,
    /// The em in points, or any other unit that is the same for all lines.
    pub(super) size: f32,
    /// Distance from the middle of the line above on the same page, if there is one.
    pub(super) pitch: Option<f32>,
    /// Whether a gap as between table cells runs through it.
    pub(super) spread: bool,
}

/// Room that rounding may leave beside a piece that did not fit. Barely anything: a list whose lines end an em before the
/// margin is common.
const SLACK: f32 = 0.06;
/// Text that stands out of the margin by more is no running text.
const OVERHANG: f32 = 1.6;
/// Starts of lines that differ by less are aligned.
const ALIGNED: f32 = 0.6;
/// The widest first-line indent.
const INDENT: f32 = 2.6;
/// The widest hanging indent under a label.
const HANGING: f32 = 6.0;
/// A gap above a line that is so much wider than usual parts paragraphs.
const WIDER: f32 = 1.3;

/// Decides for each line how it goes on from the one before; the first never does.
pub(super) fn follow(shapes: &[Shape<'_>]) -> Vec<Follows> {
    let usual_pitch = usual_pitch(shapes);
    let mut follows = Vec::with_capacity(shapes.len());
    let mut paragraph = Paragraph::default();
    for (index, line) in shapes.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|before| shapes.get(before));
        let goes_on = before.is_some_and(|before| goes_on(before, line, &paragraph, usual_pitch));
        if goes_on {
            paragraph.rest = paragraph.rest.or(Some(line.start));
        } else {
            paragraph = Paragraph {
                first: line.start,
                edge: line.edge,
                labelled: label(line.text) != Label::None,
                keyed: is_keyed(line.text),
                number: bracketed_number(line.text),
                lettered: first_two(line.text)
                    .is_some_and(|(first, second)| first == '・' || is_katakana(first) && !is_katakana(second)),
                rest: None,
            };
        }
        follows.push(if goes_on { Follows::Wrapped } else { Follows::Break });
    }
    follows
}

/// The paragraph that the line before belongs to.
#[derive(Default)]
struct Paragraph {
    /// Where its first line begins.
    first: f32,
    /// Where that line begins with the blanks written before it.
    edge: f32,
    /// Whether it begins with a label.
    labelled: bool,
    /// Whether it begins as an entry of a list of properties does.
    keyed: bool,
    /// The number in brackets that it begins with: (2).
    number: Option<u32>,
    /// Whether it begins with a dot or with a katakana letter that stands alone: ア.
    lettered: bool,
    /// Where its further lines begin, once there is one.
    rest: Option<f32>,
}

fn goes_on(before: &Shape<'_>, line: &Shape<'_>, paragraph: &Paragraph, usual_pitch: f32) -> bool {
    let is_full = before.room < line.need + SLACK && before.room > -OVERHANG;
    let same_size = (before.size - line.size).abs() < 0.12 * before.size.max(line.size);
    let close = line.pitch.is_none_or(|pitch| pitch < WIDER * usual_pitch);
    if !is_full || !same_size || !close || before.spread || before.text.trim().is_empty() || ends_in_leader(before.text)
    {
        return false;
    }
    if !is_aligned(line, paragraph)
        || (paragraph.keyed && is_keyed(line.text))
        || names_signer(before.text, line.text)
        || is_next_row(before.text, line.text)
    {
        return false;
    }
    if opens_quoted_unit(before.text, line.text) {
        return false;
    }
    match label(line.text) {
        Label::Sure => splits_word(before.text, line.text) && !paragraph.lettered,
        Label::Likely => {
            !ends_sentence(before.text) && !returns_to_first(line, paragraph) && !counts_on(before, line, paragraph)
        }
        Label::None => true,
    }
}

/// Whether the line begins where further lines of the paragraph begin.
fn is_aligned(line: &Shape<'_>, paragraph: &Paragraph) -> bool {
    if line.text.starts_with('\u{3000}') {
        // Without a label there is nothing that further lines would be set under.
        let usual = paragraph.rest.or_else(|| (!paragraph.labelled).then_some(paragraph.first));
        if usual.is_some_and(|usual| line.start > usual + ALIGNED) {
            return false;
        }
    }
    match paragraph.rest {
        Some(rest) => (line.start - rest).abs() <= ALIGNED,
        None => {
            let indent = line.start - paragraph.first;
            let hanging = if paragraph.labelled { HANGING } else { ALIGNED };
            // Written blanks indent the first line alone, however many they are.
            (line.edge - paragraph.edge).abs() <= ALIGNED || (-INDENT <= indent && indent <= hanging)
        }
    }
}

/// Whether a line with a likely label stands where the paragraph's own label stands, clear of its further lines.
fn returns_to_first(line: &Shape<'_>, paragraph: &Paragraph) -> bool {
    let apart = paragraph.rest.is_some_and(|rest| (rest - paragraph.first).abs() > ALIGNED);
    paragraph.labelled && apart && (line.start - paragraph.first).abs() <= ALIGNED
}

/// Whether a line opens a unit that an amendment quotes, after a whole sentence: 「第6条の2 ….
fn opens_quoted_unit(before: &str, line: &str) -> bool {
    ends_sentence(before) && line.trim_start().strip_prefix('「').is_some_and(|quoted| label(quoted) != Label::None)
}

/// Whether a word in katakana runs over the end of a line, its last letter alone on the next: サービ, ス.
fn splits_word(before: &str, line: &str) -> bool {
    let last = before.trim_end().chars().next_back();
    let line = line.trim_start();
    last.is_some_and(is_katakana) && line.strip_prefix('・').unwrap_or(line).starts_with(is_katakana)
}

fn first_two(text: &str) -> Option<(char, char)> {
    let mut chars = text.trim_start().chars();
    Some((chars.next()?, chars.next()?))
}

fn is_katakana(char: char) -> bool {
    matches!(char, 'ァ'..='ヺ' | 'ー')
}

/// Whether a line begins with the number after the paragraph's own, and the line before names no list of numbers.
fn counts_on(before: &Shape<'_>, line: &Shape<'_>, paragraph: &Paragraph) -> bool {
    let next = paragraph.number.and_then(|number| number.checked_add(1));
    let lists = before.text.trim_end().ends_with(['、', '，', 'び', 'は', 'に', 'の', '～', '〜']);
    next.is_some() && bracketed_number(line.text) == next && !lists
}

/// The number of a label in round brackets: （２）, (二).
fn bracketed_number(text: &str) -> Option<u32> {
    let inner = text.trim_start().strip_prefix(['(', '（'])?;
    let (number, _) = inner.split_once([')', '）'])?;
    let folded: String = number.nfkc().collect();
    numeral(&folded).filter(|(_, len)| *len == folded.len()).map(|(value, _)| value)
}

/// Whether a line ends where a sentence or a heading does.
pub(super) fn ends_sentence(text: &str) -> bool {
    text.trim_end().ends_with(['。', '．', '.', '：', ':', '」', '】'])
}

/// Whether a line is a signer's name below an address that happens to fill its line: 甲　東京都…, 株式会社….
fn names_signer(before: &str, line: &str) -> bool {
    let mut chars = before.trim_start().chars();
    let party = chars.next().is_some_and(|char| "甲乙丙丁戊".contains(char));
    let address = party
        && chars.next().is_some_and(|char| char.is_whitespace() || char == '：')
        && !before.contains(['、', '。']);
    let organisations = ["株式会社", "合同会社", "有限会社", "代表", "一般社団法人", "一般財団法人"];
    let within = splits_word(before, line) || organisations.iter().any(|word| is_split(word, before, line));
    // Once the organisation is named, its name may go on.
    let named = organisations.iter().any(|word| before.contains(word));
    let names = organisations.iter().any(|word| match named {
        true => line.trim_start().starts_with(word),
        false => line.contains(word),
    });
    address && !within && !line.contains(['、', '。']) && names
}

/// Whether `word` begins at the end of a line and ends at the beginning of the next.
fn is_split(word: &str, before: &str, line: &str) -> bool {
    let (before, line) = (before.trim_end(), line.trim_start());
    let mut cuts = word.char_indices().skip(1);
    cuts.any(|(at, _)| {
        word.split_at_checked(at).is_some_and(|(head, tail)| before.ends_with(head) && line.starts_with(tail))
    })
}

/// Whether two lines are rows of a table whose cells are parted by signs (準備／確認／甲) or by blanks.
fn is_next_row(before: &str, line: &str) -> bool {
    let signs = |text: &str| text.chars().filter(|char| "／｜│".contains(*char)).count();
    let alike = |count: &dyn Fn(&str) -> usize| count(line) >= 2 && count(before) == count(line);
    // 監視／甲.
    let ends_short = |text: &str| text.rsplit_once('／').is_some_and(|(_, last)| last.trim_end().chars().count() <= 8);
    let pair = signs(before) == 1 && signs(line) == 1 && ends_short(before) && !before.contains('。');
    alike(&signs) || alike(&gaps) || pair
}

/// Number of gaps of several blanks inside a line.
fn gaps(text: &str) -> usize {
    let is_cell = |cell: &&str| !cell.trim().is_empty();
    text.trim().split("\u{3000}\u{3000}").filter(is_cell).count().saturating_sub(1)
}

/// An entry of a list of properties: 上位回線：….
fn is_keyed(text: &str) -> bool {
    let key =
        text.trim_start().chars().take_while(|char| char.is_alphanumeric() || "・／/()（）".contains(*char)).count();
    (1..=12).contains(&key) && text.trim_start().chars().nth(key) == Some('：')
}

/// An entry of a table of contents: 第1条　目的 ……… 3.
fn ends_in_leader(text: &str) -> bool {
    let words = text.trim_end().trim_end_matches(|char: char| char.is_numeric() || char.is_whitespace());
    let leaders = words.chars().rev().take_while(|char| "….・．‥･".contains(*char)).count();
    words.len() < text.trim_end().len() && (leaders >= 3 || words.ends_with("……"))
}

/// The line pitch of running text in ems: the lower quartile, as gaps between paragraphs are wider and lines closer than
/// usual are few.
fn usual_pitch(shapes: &[Shape<'_>]) -> f32 {
    let mut pitches: Vec<f32> =
        shapes.iter().filter_map(|shape| shape.pitch).filter(|pitch| *pitch > 0.8 && pitch.is_finite()).collect();
    pitches.sort_by(f32::total_cmp);
    pitches.get(pitches.len() / 4).copied().unwrap_or(f32::MAX)
}

/// The right margin that full lines reach, given where lines end: the outermost end within an em or so of which `shared` lines
/// end. Ends beyond it belong to lines that stand out.
pub(super) fn right_margin(mut ends: Vec<f32>, em: f32, shared: usize) -> Option<f32> {
    ends.sort_by(|a, b| b.total_cmp(a));
    ends.windows(shared.max(1)).find(|window| window[0] - window[window.len() - 1] <= 1.2 * em).map(|window| window[0])
}

/// The right margin as [`right_margin`] has it, less the marks that may not begin a line and so stand beyond it: where many more lines end
/// at one place just before it than farther out, that place is the margin.
pub(super) fn settled_margin(ends: &[f32], em: f32, shared: usize) -> Option<f32> {
    let outer = right_margin(ends.to_vec(), em, shared)?;
    let mut near: Vec<f32> = ends.iter().copied().filter(|end| (0.0..=1.2 * em).contains(&(outer - end))).collect();
    near.sort_by(|a, b| b.total_cmp(a));
    let mut beyond = 0;
    for place in near.chunk_by(|a, b| a - b < 0.05 * em) {
        if place.len() >= shared.max(3) && place.len() >= 2 * beyond {
            return place.first().copied();
        }
        beyond += place.len();
    }
    Some(outer)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines of full-width text, each as (indent, text, pitch); the margin is where the longest ends.
    fn follows(lines: &[(f32, &'static str, f32)]) -> String {
        let end = |(indent, text, _): &(f32, &str, f32)| indent + text.chars().count() as f32;
        let right = lines.iter().map(end).fold(0.0, f32::max);
        let shape = |line: &(f32, &'static str, f32)| {
            let (indent, text, pitch) = *line;
            let blank = text.chars().take_while(|char| char.is_whitespace()).count() as f32;
            Shape {
                text,
                start: indent + blank,
                edge: indent,
                room: right - end(line),
                need: 1.0,
                size: 10.0,
                pitch: Some(pitch),
                spread: false,
            }
        };
        let shapes: Vec<Shape<'_>> = lines.iter().map(shape).collect();
        follow(&shapes).iter().map(|follows| if *follows == Follows::Wrapped { 'w' } else { '-' }).collect()
    }

    #[test]
    fn full_lines_go_on() {
        let lines = [
            (0.0, "　乙は、本サービスの利用者に対し、その料金", 1.5),
            (0.0, "を自己の名で請求する。", 1.5),
            (0.0, "第２条（定義）", 1.5),
        ];
        assert_eq!(follows(&lines), "-w-");
    }

    #[test]
    fn labels_start_paragraphs_even_after_full_lines() {
        let lines = [
            (0.0, "１　乙は、利用者との間で利用契約を締結する。", 1.5),
            (0.0, "２　甲は、利用者に対して料金を請求しない。", 1.5),
        ];
        assert_eq!(follows(&lines), "--");
    }

    #[test]
    fn citations_at_the_start_of_a_line_go_on() {
        let lines = [
            (0.0, "２　乙は、甲に対し、前項に定めるもののほか、", 1.5),
            (1.0, "第５条第２項に定める事項を通知し、その他前", 1.5),
            (1.0, "（１）及び（２）の書面を送る。", 1.5),
        ];
        assert_eq!(follows(&lines), "-ww");
    }

    #[test]
    fn a_word_may_end_in_what_looks_like_a_label() {
        let lines = [(0.0, "委託者は、領収証に「接続　雪原サービ", 1.5), (0.0, "ス　ＹＵＫＩ」と印字する。", 1.5)];
        assert_eq!(follows(&lines), "-w");
        let lines = [(0.0, "ア　監視装置、交換機及びサーバ", 1.5), (0.0, "イ　監視装置に附属する機器一式", 1.5)];
        assert_eq!(follows(&lines), "--");
    }

    #[test]
    fn a_quoted_unit_starts_a_paragraph() {
        let lines = [(0.0, "原契約第八条を次のように改める。", 1.5), (0.0, "「第八条　乙は、会員に甲の名", 1.5)];
        assert_eq!(follows(&lines), "--");
    }

    #[test]
    fn the_next_number_of_a_list_starts_a_paragraph() {
        let lines = [
            (0.0, "（１）甲　認証の異常の発見及び復旧並びに乙への連絡", 1.5),
            (0.0, "（２）乙　利用者への周知、説明及び苦情への回答、", 1.5),
            (0.0, "（３）に定めるもの及び前項の", 1.5),
        ];
        assert_eq!(follows(&lines), "--w");
    }

    #[test]
    fn an_indented_line_starts_a_paragraph() {
        let lines = [
            (0.0, "　乙は、利用者に対して料金を請求するものとす", 1.5),
            (0.0, "る。ただし、甲が承諾したときは除くものとする。", 1.5),
            (1.0, "前項の承諾は書面による。", 1.5),
        ];
        assert_eq!(follows(&lines), "-w-");
    }

    #[test]
    fn a_wider_gap_starts_a_paragraph() {
        let lines = [
            (0.0, "乙は、利用者に対して料金を請求するものとする", 1.5),
            (0.0, "甲は、料金を請求しない。甲は、これを妨げない", 2.5),
            (0.0, "ものとする。", 1.5),
        ];
        assert_eq!(follows(&lines), "--w");
    }

    #[test]
    fn hanging_indents_and_their_end() {
        let lines = [
            (1.0, "一　乙は、利用者に対して料金を請求するもの", 1.5),
            (3.0, "とし、甲は請求しないものとし、その費用は", 1.5),
            (3.0, "乙が負うものとする。そのほかの場合は、甲", 1.5),
            (0.0, "甲及び乙は協議による。", 1.5),
        ];
        assert_eq!(follows(&lines), "-ww-");
    }

    #[test]
    fn dates_and_signers_stand_alone() {
        let lines = [
            (0.0, "甲及び乙は、本書二通を作成し、各一通を保有する。", 1.5),
            (0.0, "平成二十一年十一月二日", 1.5),
            (0.0, "甲　東京都千代田区丸の内一丁目一番一号丸の内ビル", 1.5),
            (0.0, "株式会社甲野通信　代表取締役　甲野太郎", 1.5),
        ];
        assert_eq!(follows(&lines), "----");
    }

    #[test]
    fn the_name_of_a_signer_may_go_on() {
        let lines = [
            (0.0, "乙　北海道札幌市白石区　株式会社サンライズ・ネットワー", 1.5),
            (0.0, "クス　代表取締役　乙川花子", 1.5),
        ];
        assert_eq!(follows(&lines), "-w");
        let lines = [(0.0, "乙　長野県松本市　東邦インターネット株式会", 1.5), (0.0, "社　代表取締役　乙川花子", 1.5)];
        assert_eq!(follows(&lines), "-w");
    }

    #[test]
    fn rows_that_blanks_part_stand_alone() {
        let lines = [
            (0.0, "両社の任務は、次の表のとおりとする。　　　　　", 1.5),
            (0.0, "　　事項　　　　甲　　　　　　　乙　　　　　　", 1.5),
            (0.0, "　　監視　　　　上流側　　　　　分界から下流側", 1.5),
            (0.0, "及び宅内", 1.5),
        ];
        assert_eq!(follows(&lines), "---w");
        let lines = [(0.0, "周知及び申出に対する応答／甲", 1.5), (0.0, "官庁への報告／先に知った側", 1.5)];
        assert_eq!(follows(&lines), "--");
    }

    #[test]
    fn a_dot_inside_a_word_is_no_bullet() {
        let lines = [(0.0, "ホールセール", 1.5), (0.0, "・チャージ", 1.5)];
        assert_eq!(follows(&lines), "-w");
        let lines = [(0.0, "・サーバー及びルーター", 1.5), (0.0, "・ケーブル", 1.5)];
        assert_eq!(follows(&lines), "--");
    }

    #[test]
    fn properties_stand_alone() {
        let lines = [(0.0, "上位回線：物件ごとに共用する", 1.5), (0.0, "監視方法：五分間隔", 1.5)];
        assert_eq!(follows(&lines), "--");
    }

    #[test]
    fn entries_of_a_table_of_contents_stand_alone() {
        let lines = [(0.0, "第１条　目的………………………………………１", 1.5), (0.0, "定義……", 1.5)];
        assert_eq!(follows(&lines), "--");
    }

    #[test]
    fn the_margin_is_one_that_lines_share() {
        assert_eq!(right_margin(vec![100.0, 99.0, 140.0, 50.0], 10.0, 2), Some(100.0));
        assert_eq!(right_margin(vec![80.0], 10.0, 1), Some(80.0));
        assert_eq!(right_margin(vec![80.0], 10.0, 2), None);
    }

    #[test]
    fn marks_that_may_not_begin_a_line_stand_beyond_the_margin() {
        let ends = [110.0, 100.0, 100.0, 100.0, 95.0, 100.0, 95.0, 50.0];
        assert_eq!(settled_margin(&ends, 10.0, 2), Some(100.0));
        assert_eq!(settled_margin(&[110.0, 110.0, 100.0, 100.0, 100.0], 10.0, 2), Some(110.0));
    }
}
