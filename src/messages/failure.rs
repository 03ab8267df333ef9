//! What went wrong with a command or a file, and what can be done about it.

use super::Lang;

/// Of a file whose analysis ended in a panic.
#[must_use]
pub fn crashed(lang: Lang) -> &'static str {
    lang.of("解析中に内部エラーが発生しました", "internal error")
}

/// Of an output that is one of the inputs.
#[must_use]
pub fn overwrites_input(lang: Lang) -> &'static str {
    lang.of("出力先が入力ファイルと同じです", "the output is one of the inputs")
}

/// Of an output that exists.
#[must_use]
pub fn exists(lang: Lang) -> &'static str {
    lang.of("出力先のファイルが既にあります", "the output exists already")
}

/// Of tracked changes for what is no Word document.
#[must_use]
pub fn no_word(lang: Lang) -> &'static str {
    lang.of("Wordの変更履歴は、Word文書の契約書にだけ付けられます", "only a Word document can be given tracked changes")
}

/// Of standard input named more than once.
#[must_use]
pub fn stdin_twice(lang: Lang) -> &'static str {
    lang.of("標準入力「-」が2回以上指定されています", "standard input “-” is named more than once")
}

/// Of a workbook on standard output.
#[must_use]
pub fn needs_file(lang: Lang) -> &'static str {
    lang.of("--format xlsx は標準出力に書けません", "--format xlsx cannot go to standard output")
}

/// Of `--bom` for something else than CSV.
#[must_use]
pub fn bom_without_csv(lang: Lang) -> &'static str {
    lang.of("--bom は --format csv のときだけ使えます", "--bom is for --format csv only")
}

/// Of `--fail-on never` with verdicts.
#[must_use]
pub fn never_and_more(lang: Lang) -> &'static str {
    lang.of("--fail-on の never は他の判定と一緒に使えません", "--fail-on: never stands alone")
}

/// Hint: it is a bug.
#[must_use]
pub fn report_bug(lang: Lang) -> &'static str {
    lang.of("jokoの不具合です。この文書を添えて報告してください", "a bug in joko: please report it")
}

/// Hint: another output.
#[must_use]
pub fn another_output(lang: Lang) -> &'static str {
    lang.of("-o に別の名前を指定してください", "give -o another name")
}

/// Hint: to overwrite.
#[must_use]
pub fn force(lang: Lang) -> &'static str {
    lang.of("上書きするには --force を付けてください", "--force overwrites it")
}

/// Hint: an output is needed.
#[must_use]
pub fn name_output(lang: Lang) -> &'static str {
    lang.of("-o にファイル名を指定してください", "name a file with -o")
}

/// Hint: a text file as output.
#[must_use]
pub fn text_output(lang: Lang) -> &'static str {
    lang.of("出力先を .txt にしてください", "name a .txt file instead")
}

/// Hint: where the corpus is.
#[must_use]
pub fn name_corpus(lang: Lang) -> &'static str {
    lang.of("文書集のフォルダーを --dir で指定してください", "name the corpus folder with --dir")
}

/// Of a file that is not there.
#[must_use]
pub fn not_found(lang: Lang) -> &'static str {
    lang.of("ファイルが見つかりません", "no such file")
}

/// Of a file that may not be read.
#[must_use]
pub fn no_permission(lang: Lang) -> &'static str {
    lang.of("読み取る権限がありません", "permission denied")
}

/// Of a folder in the place of a file.
#[must_use]
pub fn is_folder(lang: Lang) -> &'static str {
    lang.of("フォルダーです", "is a folder")
}

/// Hint: a wrong name.
#[must_use]
pub fn check_name(lang: Lang) -> &'static str {
    lang.of("名前と場所を確かめてください", "check its name and place")
}

/// Hint: files, not their folder.
#[must_use]
pub fn name_files(lang: Lang) -> &'static str {
    lang.of("中のファイルを指定してください（例: フォルダー/*.pdf）", "name the files in it, as in folder/*.pdf")
}

/// Of an output that cannot be written.
#[must_use]
pub fn unwritable(cause: &str, lang: Lang) -> String {
    lang.of(format!("書き込めません（{cause}）"), format!("cannot be written ({cause})"))
}

/// Of a workbook that cannot hold what it should.
#[must_use]
pub fn no_workbook(cause: &str, lang: Lang) -> String {
    lang.of(format!("ブックを作れません（{cause}）"), format!("the workbook cannot be made ({cause})"))
}

/// Of an id that nothing has.
#[must_use]
pub fn unknown_id(id: &str, lang: Lang) -> String {
    lang.of(format!("「{id}」というIDはありません"), format!("no such id: {id}"))
}

/// Hint: the ids that there are.
#[must_use]
pub fn known_ids(ids: &str, lang: Lang) -> String {
    lang.of(format!("使えるID: {ids}"), format!("known ids: {ids}"))
}

/// Of a file that cannot be opened.
#[must_use]
pub fn unopened(cause: &str, lang: Lang) -> String {
    lang.of(format!("開けません（{cause}）"), format!("cannot be opened ({cause})"))
}

/// Before what went wrong.
#[must_use]
pub fn error(lang: Lang) -> &'static str {
    lang.of("エラー", "error")
}

/// Before what can be done about it.
#[must_use]
pub fn hint(lang: Lang) -> &'static str {
    lang.of("ヒント", "hint")
}

/// Before what should be looked at, but keeps nobody from going on.
#[must_use]
pub fn warning(lang: Lang) -> &'static str {
    lang.of("注意", "warning")
}
