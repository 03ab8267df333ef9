//! Words of the examiner's sheet, of tables for spreadsheets, and of reports for other programs.

use super::Lang;

/// Headings and labels of the sheet and of the contract behind it.
#[derive(Debug)]
pub struct SheetWords {
    /// What the page is.
    pub sheet: &'static str,
    /// What the page with several files is.
    pub index: &'static str,
    /// Instead of a title.
    pub untitled: &'static str,
    /// The link over the sheet.
    pub skip: &'static str,
    /// The link back to the list of files.
    pub to_index: &'static str,
    /// The file's name.
    pub file: &'static str,
    /// Format and pages.
    pub form: &'static str,
    /// The outcome over all clauses.
    pub result: &'static str,
    /// Heading of the verdict table.
    pub verdicts: &'static str,
    /// Column with the clause's number.
    pub number: &'static str,
    /// Column with the clause's title.
    pub clause: &'static str,
    /// Column with the verdict.
    pub verdict: &'static str,
    /// Column with places and quotes.
    pub evidence: &'static str,
    /// Column with the checkbox.
    pub confirmed: &'static str,
    /// Column for the examiner's own words.
    pub remarks: &'static str,
    /// Before what should be read again.
    pub review: &'static str,
    /// Before the elements that are missing altogether.
    pub needed: &'static str,
    /// Heading of what a reader should know.
    pub notes: &'static str,
    /// Heading of provisions that are less than binding.
    pub weak: &'static str,
    /// Heading of the verdicts for each upstream.
    pub upstreams: &'static str,
    /// Before the disqualifiers.
    pub disqualifier: &'static str,
    /// Where a role has no name.
    pub unknown_role: &'static str,
    /// Heading of the contract.
    pub contract: &'static str,
    /// What marks mean.
    pub legend: &'static str,
    /// That a unit is deleted by another provision.
    pub struck: &'static str,
    /// Words that go against the clause.
    pub against: &'static str,
    /// The disqualifier holds.
    pub present: &'static str,
    /// The disqualifier does not hold.
    pub absent: &'static str,
    /// All is found.
    pub pass: &'static str,
    /// Something is not.
    pub fail: &'static str,
    /// The file could not be read.
    pub unread: &'static str,
    /// Line for who confirms.
    pub examiner: &'static str,
    /// Line for when.
    pub date: &'static str,
    /// That joko helps and does not decide.
    pub disclaimer: &'static str,
}

const JA: SheetWords = SheetWords {
    sheet: "審査票 ── 安全・安心マーク 必須条項の確認",
    index: "審査票の一覧",
    untitled: "（表題なし）",
    skip: "契約書の本文へ",
    to_index: "一覧へ戻る",
    file: "ファイル",
    form: "形式",
    result: "判定",
    verdicts: "条項ごとの判定",
    number: "番号",
    clause: "条項",
    verdict: "判定",
    evidence: "根拠の箇所と引用",
    confirmed: "確認済み",
    remarks: "備考",
    review: "要確認",
    needed: "必要な内容",
    notes: "注意",
    weak: "例外・効力を弱める定め",
    upstreams: "上位プロバイダーごとの判定",
    disqualifier: "失格事由",
    unknown_role: "特定できません",
    contract: "契約書の本文",
    legend: "本文中の印: 番号は条項の番号、その後は判定です。印から判定へ、判定の箇所から本文へ移れます。",
    struck: "削除",
    against: "反する定め",
    present: "該当",
    absent: "非該当",
    pass: "適合",
    fail: "不適合",
    unread: "読取不能",
    examiner: "確認者",
    date: "確認日",
    disclaimer: "jokoによる機械的な判定です。審査に代わるものではありません。",
};

const EN: SheetWords = SheetWords {
    sheet: "Examiner's sheet: mandatory clauses of the 安全・安心マーク",
    index: "Examiner's sheets",
    untitled: "(untitled)",
    skip: "To the contract",
    to_index: "Back to the list",
    file: "File",
    form: "Format",
    result: "Result",
    verdicts: "Verdicts",
    number: "No.",
    clause: "Clause",
    verdict: "Verdict",
    evidence: "Places and quotes",
    confirmed: "Checked",
    remarks: "Remarks",
    review: "Read again",
    needed: "Needed",
    notes: "Notes",
    weak: "Exceptions and weak provisions",
    upstreams: "Verdicts for each upstream",
    disqualifier: "Disqualifier",
    unknown_role: "not identified",
    contract: "The contract",
    legend: "Marks in the text: the clause's number, then the verdict. A mark leads to the verdict, a verdict's place to the text.",
    struck: "deleted",
    against: "against",
    present: "present",
    absent: "absent",
    pass: "pass",
    fail: "fail",
    unread: "unreadable",
    examiner: "Examiner",
    date: "Date",
    disclaimer: "Judged by a program, joko. It helps to examine and does not replace it.",
};

/// The words in `lang`.
#[must_use]
pub fn sheet(lang: Lang) -> &'static SheetWords {
    lang.of(&JA, &EN)
}

/// A page and, where it differs, the number printed on it: `2ページ、表示は「i」`.
#[must_use]
pub fn page(number: u32, label: Option<&str>, lang: Lang) -> String {
    let page = lang.of(format!("{number}ページ"), format!("page {number}"));
    match label {
        Some(label) if label != number.to_string() => {
            lang.of(format!("{page}、表示は「{label}」"), format!("{page}, printed “{label}”"))
        }
        _ => page,
    }
}

/// A paragraph of a Word document.
#[must_use]
pub fn paragraph(number: u32, lang: Lang) -> String {
    lang.of(format!("{number}段落目"), format!("¶{number}"))
}

/// Words in brackets after what they are about.
#[must_use]
pub fn in_brackets(words: &str, lang: Lang) -> String {
    lang.of(format!("（{words}）"), format!(" ({words})"))
}

/// The file format and how many pages there are.
#[must_use]
pub fn form(kind: &str, pages: Option<usize>, lang: Lang) -> String {
    pages.map_or_else(
        || kind.to_owned(),
        |pages| lang.of(format!("{kind}、全{pages}ページ"), format!("{kind}, {pages} pages")),
    )
}

/// That pages could not be read, and why.
#[must_use]
pub fn unread_pages(pages: &[u32], why: &str, lang: Lang) -> String {
    let pages = super::pages(pages, lang);
    lang.of(format!("{pages}を読み取れません（{why}）"), format!("{pages} could not be read ({why})"))
}

/// How many files satisfy the criteria.
#[must_use]
pub fn passed(passed: usize, all: usize, lang: Lang) -> String {
    lang.of(format!("{all}件中{passed}件が適合"), format!("{passed} of {all} pass"))
}

/// How many files could not be read.
#[must_use]
pub fn unread_files(count: usize, lang: Lang) -> String {
    lang.of(format!("読み取れないファイル {count}件"), format!("{count} could not be read"))
}

/// Where a link from a mark leads.
#[must_use]
pub fn back(title: &str, verdict: &str, lang: Lang) -> String {
    lang.of(format!("{title}: {verdict}。判定へ戻る"), format!("{title}: {verdict}. Back to the verdict"))
}

/// The accessible name of a clause's field.
#[must_use]
pub fn field(field: &str, title: &str, lang: Lang) -> String {
    lang.of(format!("{field}: {title}"), format!("{field}: {title}"))
}

/// Headings of the columns, one row a clause: CSV and XLSX.
#[must_use]
pub fn columns(lang: Lang) -> [&'static str; 14] {
    lang.of(
        [
            "ファイル",
            "表題",
            "条項ID",
            "条項",
            "判定ID",
            "判定",
            "箇所",
            "ページ",
            "引用",
            "満たす要素",
            "欠ける要素",
            "理由",
            "要確認",
            "失格事由",
        ],
        [
            "file",
            "document",
            "clause_id",
            "clause",
            "verdict_id",
            "verdict",
            "places",
            "pages",
            "quotes",
            "elements_met",
            "elements_lacking",
            "reason",
            "read_again",
            "disqualifiers",
        ],
    )
}

/// The name of the sheet in a spreadsheet file.
#[must_use]
pub fn tab(lang: Lang) -> &'static str {
    lang.of("判定", "verdicts")
}

/// What a contract must provide, as a rule of a linter is explained.
#[must_use]
pub fn rule(criteria: &str, elements: &str, lang: Lang) -> String {
    lang.of(
        format!(
            "基準 {criteria}。契約書が次のすべてを、正しい当事者について、拘束力をもって定めていること: {elements}。"
        ),
        format!(
            "Criteria {criteria}. The contract must provide all of this, bindingly and for the right party: {elements}."
        ),
    )
}

/// The same for what must not be.
#[must_use]
pub fn disqualifying(title: &str, lang: Lang) -> String {
    lang.of(
        format!("この契約書には失格事由「{title}」に当たる定めがあります。"),
        format!("The contract is disqualified: {title}."),
    )
}

/// What a rule about a disqualifier says.
#[must_use]
pub fn disqualifier_rule(title: &str, lang: Lang) -> String {
    lang.of(
        format!("注3の失格事由「{title}」に当たる定めがないこと。"),
        format!("The contract must not be disqualified (note 3): {title}."),
    )
}

/// What could not be read, in one line.
#[must_use]
pub fn unreadable(cause: &str, hint: Option<&str>, lang: Lang) -> String {
    let hint = hint.map_or_else(String::new, |hint| lang.of(format!("。{hint}"), format!("; {hint}")));
    lang.of(format!("ファイルを読み取れません: {cause}{hint}"), format!("The file could not be read: {cause}{hint}"))
}

/// By what the offsets of a file count.
#[must_use]
pub fn counted(plain: bool, lang: Lang) -> &'static str {
    if plain {
        lang.of(
            "charOffsetはこのファイルの文字数（改行は1字）",
            "charOffset counts characters of this file, a line end as one",
        )
    } else {
        lang.of(
            "charOffsetは joko inspect --stage text が示す本文の文字数",
            "charOffset counts characters of the text that joko inspect --stage text prints",
        )
    }
}
