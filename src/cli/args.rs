//! The arguments. Their comments are the help that `--help` prints, so they are in Japanese.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{ArgAction, Parser, Subcommand, ValueEnum};
use joko::document::{self, ReadOptions};
use joko::messages;
use joko::party;

/// The page that `--help` prints, with Japanese headings.
const HELP: &str = "{about-with-newline}\n使い方: {usage}\n\n{all-args}{after-help}";
const EXIT_STATUS: &str = "\
終了コード:
  0  すべての必須条項が充足し、失格事由がない（--fail-on に当たる判定がない）
  1  それ以外の判定
  2  使い方の誤り、又は読めないファイルがある";
const ANNOTATE_STATUS: &str = "\
PDFには、根拠の箇所のハイライトと注釈、しおり、判定の報告（添付ファイル）を書き足します。元の内容と電子署名のバイト列は変わりません。
Wordの文書には、根拠の箇所にコメントを付けます。

終了コード: 判定にかかわらず、書き出せれば 0、読めないファイルや注釈を付けられないファイルなら 2";
const DIFF_STATUS: &str = "\
終了コード:
  0  悪くなった判定がない
  1  悪くなった判定、又は新たに該当した失格事由がある
  2  使い方の誤り、又は読めないファイルがある";
const ARGUMENTS: &str = "引数";
const OPTIONS: &str = "オプション";

/// 契約書が「安全・安心マーク」の必須条項を定めているかを判定します
#[derive(Debug, Parser)]
#[command(
    version,
    max_term_width = 100,
    help_template = HELP,
    subcommand_help_heading = "コマンド",
    next_help_heading = OPTIONS,
    disable_help_flag = true,
    disable_help_subcommand = true,
    disable_version_flag = true
)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Command,
    /// 色を付けるか
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(super) color: Color,
    /// 表示の言語
    #[arg(long, global = true, value_name = "LANG", default_value = "ja")]
    pub(super) lang: Lang,
    /// この説明を表示する
    #[arg(short, long, global = true, action = ArgAction::Help)]
    help: Option<bool>,
    /// バージョンを表示する
    #[arg(short = 'V', long, action = ArgAction::Version)]
    version: Option<bool>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// 契約書を条項ごとに判定し、根拠の箇所と理由を示します
    #[command(after_help = EXIT_STATUS)]
    Check(Check),
    /// 解析の途中経過（本文・構造など）を示します
    Inspect(Inspect),
    /// ある条項について、一致した記述とその理由、惜しい記述を示します
    Explain(Explain),
    /// 足りない条項の条項例と、改め、又は削る語句を示します
    #[command(after_help = "終了コード: 対象の条項がすべて充足していれば 0、提案があれば 1、読めなければ 2")]
    Suggest(Suggest),
    /// 根拠の箇所に印と注釈を付けた写しを作ります
    #[command(after_help = ANNOTATE_STATUS)]
    Annotate(Annotate),
    /// 契約書の新旧二つの版を比べ、判定の変化と新旧対照表を示します
    #[command(after_help = DIFF_STATUS)]
    Diff(Diff),
    /// エディター用の言語サーバーを動かします（標準入出力）
    Lsp(Lsp),
    /// 条項パターンの一覧・検査・例文の実行をします
    Patterns(Patterns),
    /// 正解ラベル付きの文書集で判定を検証します
    Corpus(Corpus),
    /// シェルの補完スクリプトを出力します
    Completions(Completions),
    /// JSON出力のスキーマを出力します
    #[command(hide = true)]
    Schema(Schema),
}

#[derive(Debug, Parser)]
#[command(help_template = HELP, next_help_heading = OPTIONS)]
pub(super) struct Check {
    /// 契約書（PDF・Word・画像・HTML・Markdown・テキスト）。「-」は標準入力
    #[arg(required = true, value_name = "FILE", help_heading = ARGUMENTS)]
    pub(super) files: Vec<PathBuf>,
    /// 出力形式
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: CheckFormat,
    /// CSVの先頭にBOMを付ける（Excelで開くとき）
    #[arg(long)]
    pub(super) bom: bool,
    #[command(flatten)]
    pub(super) target: Target,
    #[command(flatten)]
    pub(super) judge: Judge,
    /// どの判定があれば終了コードを1とするか（コンマ区切り。省略すると充足以外のすべてと失格事由）
    #[arg(long, value_name = "VERDICT", value_delimiter = ',')]
    pub(super) fail_on: Vec<FailWord>,
    /// 複数のファイルのそれぞれについても、根拠まで示す
    #[arg(short, long)]
    pub(super) verbose: bool,
    /// ファイルが保存されるたびに判定し直し、変わったところを示す（Ctrl-Cで終わる）
    #[arg(long)]
    pub(super) watch: bool,
    /// 同時に処理するファイルの数（省略するとCPUの数）
    #[arg(long, value_name = "N")]
    pub(super) jobs: Option<NonZeroUsize>,
}

/// How a file is judged.
#[derive(Debug, Parser)]
pub(super) struct Judge {
    /// 当事者の役割を指定する（例: 甲=upstream）。判別の結果より優先する
    #[arg(long = "role", value_name = "NAME=upstream|operator|user", value_parser = role)]
    pub(super) roles: Vec<(String, party::Role)>,
    /// この条項だけを対象にする（例: direct-billing）
    #[arg(long = "clause", value_name = "ID")]
    pub(super) clauses: Vec<String>,
    /// 組込みのパターンの代わりに使うパターンのフォルダー
    #[arg(long, value_name = "DIR")]
    pub(super) patterns: Option<PathBuf>,
    #[command(flatten)]
    pub(super) read: Read,
}

#[derive(Debug, Parser)]
pub(super) struct Target {
    /// 出力先のファイル（省略又は「-」で標準出力）
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// 出力先が既にあれば上書きする
    #[arg(long)]
    pub(super) force: bool,
}

#[derive(Debug, Parser)]
pub(super) struct Read {
    /// 保護されたPDFのパスワード
    #[arg(long, value_name = "TEXT")]
    pub(super) password: Option<String>,
    /// 画像のページの文字を読み取るか
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(super) ocr: Ocr,
    /// 1ファイルから読むページ数の上限
    #[arg(long, value_name = "N", default_value_t = ReadOptions::default().max_pages)]
    pub(super) max_pages: usize,
    /// 1ファイルのうち文字認識をするページ数の上限（1ページに数秒かかる）
    #[arg(long, value_name = "N", default_value_t = ReadOptions::default().max_ocr_pages)]
    pub(super) max_ocr_pages: usize,
    /// 1ファイル（圧縮を解いた内容を含む）の大きさの上限（MB）
    #[arg(long, value_name = "N", default_value_t = ReadOptions::default().max_bytes >> 20)]
    pub(super) max_mb: usize,
}

impl Read {
    pub(super) fn options(&self) -> ReadOptions {
        let ocr = match self.ocr {
            Ocr::Auto => document::Ocr::Auto,
            Ocr::Never => document::Ocr::Never,
            Ocr::Always => document::Ocr::Always,
        };
        let max_bytes = self.max_mb.saturating_mul(1 << 20);
        let (max_pages, max_ocr_pages) = (self.max_pages, self.max_ocr_pages);
        ReadOptions { password: self.password.clone(), ocr, max_pages, max_ocr_pages, max_bytes }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Ocr {
    /// 文字を持たないページだけ読み取る
    Auto,
    /// 読み取らない
    Never,
    /// すべてのページを読み取る
    Always,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckFormat {
    /// 人が読むための報告
    Text,
    /// JSONの配列
    Json,
    /// 1行に1ファイルのJSON
    Jsonl,
    /// 審査票と、根拠に印を付けた契約書（印刷できる1つのHTML）
    Html,
    /// 契約書と条項ごとに1行の表
    Csv,
    /// 同じ表のExcelブック（-o が必要）
    Xlsx,
    /// SARIF 2.1.0
    Sarif,
    /// JUnit XML
    Junit,
    /// GitHub Actionsの注釈
    Github,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FailWord {
    /// 一部充足
    Partial,
    /// 抵触
    Contradicted,
    /// 欠落
    Missing,
    /// 判定不能
    Undetermined,
    /// 失格事由に該当
    Present,
    /// どの判定でも0とする
    Never,
}

#[derive(Debug, Parser)]
#[command(help_template = HELP, next_help_heading = OPTIONS)]
pub(super) struct Inspect {
    /// 契約書（PDF・Word・画像・HTML・Markdown・テキスト）。「-」は標準入力
    #[arg(value_name = "FILE", help_heading = ARGUMENTS)]
    pub(super) file: PathBuf,
    /// どの段階の結果を示すか
    #[arg(long, value_name = "STAGE", default_value = "outline")]
    pub(super) stage: Stage,
    /// 組込みのパターンの代わりに使うパターンのフォルダー
    #[arg(long, value_name = "DIR")]
    pub(super) patterns: Option<PathBuf>,
    /// 出力形式
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: Format,
    #[command(flatten)]
    pub(super) read: Read,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Stage {
    /// 正規化した本文（JSON出力のstart・endはこの本文の文字数で数える）
    Text,
    /// 条・項・号・別紙などの構造
    Outline,
    /// 文と単語
    Sentences,
    /// 当事者と役割
    Parties,
    /// 誰が何をするかの記述
    Statements,
    /// 条項パターンに一致した箇所
    Findings,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// 人が読むための表示
    Text,
    /// JSON
    Json,
}

#[derive(Debug, Parser)]
#[command(help_template = HELP, subcommand_help_heading = "コマンド", disable_help_subcommand = true)]
pub(super) struct Corpus {
    #[command(subcommand)]
    pub(super) command: CorpusCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum CorpusCommand {
    /// 全件を判定し、正解との一致と前回からの変化を示します
    Run(CorpusRun),
    /// 前回の保存からの変化だけを示します
    Diff(CorpusCases),
}

#[derive(Debug, Parser)]
#[command(help_template = HELP, next_help_heading = OPTIONS)]
pub(super) struct CorpusRun {
    #[command(flatten)]
    pub(super) cases: CorpusCases,
    /// 出力形式
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: Format,
    /// 今回の判定を baseline.toml に保存する
    #[arg(long)]
    pub(super) update_baseline: bool,
    /// PDFなど別形式の文書（<フォルダー>/<形式>/<ID>.<拡張子>）でも同じ判定になるかを確かめる。省略時は文書集のforms
    #[arg(long, value_name = "DIR", num_args = 0..=1)]
    pub(super) forms: Option<Option<PathBuf>>,
    /// 誤った判定を正解と並べて示す
    #[arg(short, long)]
    pub(super) verbose: bool,
}

#[derive(Debug, Parser)]
#[command(help_template = HELP, next_help_heading = OPTIONS)]
pub(super) struct CorpusCases {
    /// 対象の区分
    #[arg(long, value_name = "PART", default_value = "all")]
    pub(super) part: Part,
    /// この文書だけを対象にする
    #[arg(long = "case", value_name = "ID")]
    pub(super) ids: Vec<String>,
    /// 文書集のフォルダー
    #[arg(long, value_name = "DIR", default_value = "corpus")]
    pub(super) dir: PathBuf,
    /// 組込みのパターンの代わりに使うパターンのフォルダー
    #[arg(long, value_name = "DIR")]
    pub(super) patterns: Option<PathBuf>,
    /// 評価用（blind）の文書についても内容を示す
    #[arg(long)]
    pub(super) reveal: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Part {
    /// 開発用
    Seen,
    /// 評価用
    Blind,
    /// 両方
    All,
}

#[derive(Debug, Parser)]
#[command(help_template = HELP, next_help_heading = OPTIONS)]
pub(super) struct Explain {
    /// 契約書（PDF・Word・画像・HTML・Markdown・テキスト）。「-」は標準入力
    #[arg(value_name = "FILE", help_heading = ARGUMENTS)]
    pub(super) file: PathBuf,
    /// 説明する条項（例: direct-billing）
    #[arg(long = "clause", value_name = "ID", required = true)]
    pub(super) clauses: Vec<String>,
    /// 当事者の役割を指定する（例: 甲=upstream）。判別の結果より優先する
    #[arg(long = "role", value_name = "NAME=upstream|operator|user", value_parser = role)]
    pub(super) roles: Vec<(String, party::Role)>,
    /// 組込みのパターンの代わりに使うパターンのフォルダー
    #[arg(long, value_name = "DIR")]
    pub(super) patterns: Option<PathBuf>,
    /// 出力形式
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: Format,
    #[command(flatten)]
    pub(super) read: Read,
}

#[derive(Debug, Parser)]
#[command(help_template = HELP, next_help_heading = OPTIONS)]
pub(super) struct Suggest {
    /// 契約書（PDF・Word・画像・HTML・Markdown・テキスト）。「-」は標準入力
    #[arg(value_name = "FILE", help_heading = ARGUMENTS)]
    pub(super) file: PathBuf,
    /// 提案をすべて反映した案を書き出す。.docx はWordの変更履歴（Word文書のみ）、それ以外はテキスト
    #[arg(long, value_name = "OUT")]
    pub(super) apply: Option<PathBuf>,
    /// 出力形式
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: Format,
    #[command(flatten)]
    pub(super) target: Target,
    #[command(flatten)]
    pub(super) judge: Judge,
}

#[derive(Debug, Parser)]
#[command(help_template = HELP, next_help_heading = OPTIONS)]
pub(super) struct Annotate {
    /// 契約書（PDF又はWord）。「-」は標準入力
    #[arg(value_name = "FILE", help_heading = ARGUMENTS)]
    pub(super) file: PathBuf,
    /// 出力先のファイル（「-」で標準出力）
    #[arg(short, long, value_name = "FILE", required = true)]
    pub(super) output: PathBuf,
    /// 出力先が既にあれば上書きする
    #[arg(long)]
    pub(super) force: bool,
    #[command(flatten)]
    pub(super) judge: Judge,
}

impl Annotate {
    pub(super) fn target(&self) -> Target {
        Target { output: Some(self.output.clone()), force: self.force }
    }
}

#[derive(Debug, Parser)]
#[command(help_template = HELP, next_help_heading = OPTIONS)]
pub(super) struct Diff {
    /// 旧版の契約書（PDF・Word・画像・HTML・Markdown・テキスト）。「-」は標準入力
    #[arg(value_name = "OLD", help_heading = ARGUMENTS)]
    pub(super) old: PathBuf,
    /// 新版の契約書。形式は旧版と違ってもよい
    #[arg(value_name = "NEW", help_heading = ARGUMENTS)]
    pub(super) new: PathBuf,
    /// 出力形式
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: DiffFormat,
    /// 変更のない条項の文言も示す
    #[arg(long)]
    pub(super) full: bool,
    #[command(flatten)]
    pub(super) target: Target,
    /// 当事者の役割を指定する（例: 甲=upstream）。判別の結果より優先する
    #[arg(long = "role", value_name = "NAME=upstream|operator|user", value_parser = role)]
    pub(super) roles: Vec<(String, party::Role)>,
    /// 組込みのパターンの代わりに使うパターンのフォルダー
    #[arg(long, value_name = "DIR")]
    pub(super) patterns: Option<PathBuf>,
    #[command(flatten)]
    pub(super) read: Read,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum DiffFormat {
    /// 人が読むための報告
    Text,
    /// JSON
    Json,
    /// 新旧対照表（印刷できる1ファイルのHTML）
    Html,
}

#[derive(Debug, Parser)]
#[command(help_template = HELP, next_help_heading = OPTIONS)]
pub(super) struct Lsp {
    /// 当事者の役割を指定する（例: 甲=upstream）。判別の結果より優先する
    #[arg(long = "role", value_name = "NAME=upstream|operator|user", value_parser = role)]
    pub(super) roles: Vec<(String, party::Role)>,
    /// 組込みのパターンの代わりに使うパターンのフォルダー
    #[arg(long, value_name = "DIR")]
    pub(super) patterns: Option<PathBuf>,
    /// 標準入出力で通信する（常にそうする。付けて起動するエディターのため）
    #[arg(long, hide = true)]
    stdio: bool,
}

#[derive(Debug, Parser)]
#[command(help_template = HELP, next_help_heading = OPTIONS)]
pub(super) struct Schema {
    /// どの出力のスキーマか
    #[arg(value_name = "OUTPUT", default_value = "check", help_heading = ARGUMENTS)]
    pub(super) of: SchemaOf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SchemaOf {
    /// joko check --format json
    Check,
    /// joko diff --format json
    Diff,
    /// joko suggest --format json
    Suggest,
}

#[derive(Debug, Parser)]
#[command(help_template = HELP, subcommand_help_heading = "コマンド", disable_help_subcommand = true)]
pub(super) struct Patterns {
    #[command(subcommand)]
    pub(super) command: PatternsCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum PatternsCommand {
    /// パターンを条項ごとに並べます
    List(PatternsList),
    /// パターンファイルの誤りをすべて示します
    #[command(after_help = "終了コード: 誤りがなければ 0、あれば 2（注意だけなら 0）")]
    Check(PatternsDir),
    /// パターンファイルの例文と、それを一か所変えた文を判定します
    #[command(after_help = "終了コード: すべての例文が期待どおりなら 0、でなければ 1")]
    Test(PatternsTest),
}

#[derive(Debug, Parser)]
#[command(help_template = HELP, next_help_heading = OPTIONS)]
pub(super) struct PatternsList {
    /// パターンのフォルダー（省略すると組込みのもの）
    #[arg(value_name = "DIR", help_heading = ARGUMENTS)]
    pub(super) dir: Option<PathBuf>,
    /// この条項だけを示す（例: direct-billing）
    #[arg(long = "clause", value_name = "ID")]
    pub(super) clauses: Vec<String>,
}

#[derive(Debug, Parser)]
#[command(help_template = HELP, next_help_heading = OPTIONS)]
pub(super) struct PatternsDir {
    /// パターンのフォルダー（省略すると組込みのもの）
    #[arg(value_name = "DIR", help_heading = ARGUMENTS)]
    pub(super) dir: Option<PathBuf>,
}

#[derive(Debug, Parser)]
#[command(help_template = HELP, next_help_heading = OPTIONS)]
pub(super) struct PatternsTest {
    /// パターンのフォルダー（省略すると組込みのもの）
    #[arg(value_name = "DIR", help_heading = ARGUMENTS)]
    pub(super) dir: Option<PathBuf>,
    /// 変えた文の不合格も一件ずつ示す
    #[arg(short, long)]
    pub(super) verbose: bool,
    /// 変えた文の不合格も失敗とする
    #[arg(long)]
    pub(super) strict: bool,
}

#[derive(Debug, Parser)]
#[command(help_template = HELP, next_help_heading = OPTIONS)]
pub(super) struct Completions {
    /// シェルの種類
    #[arg(value_name = "SHELL", help_heading = ARGUMENTS)]
    pub(super) shell: clap_complete::Shell,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Color {
    /// 端末への出力のときだけ
    Auto,
    /// 常に
    Always,
    /// 付けない
    Never,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Lang {
    /// 日本語
    Ja,
    /// 英語
    En,
}

impl From<Lang> for messages::Lang {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::Ja => Self::Ja,
            Lang::En => Self::En,
        }
    }
}

/// A name with a role, as `甲=upstream`. The name may hold an equals sign, a role does not.
fn role(argument: &str) -> Result<(String, party::Role), &'static str> {
    const FORM: &str =
        "「名称=役割」の形で、役割は upstream・operator・user のいずれかで指定してください（例: 甲=upstream）";
    let (name, role) = argument.rsplit_once('=').ok_or(FORM)?;
    let role = match role {
        "upstream" => party::Role::Upstream,
        "operator" => party::Role::Operator,
        "user" => party::Role::User,
        _ => return Err(FORM),
    };
    if name.is_empty() { Err(FORM) } else { Ok((name.to_owned(), role)) }
}
