//! Names of the small closed sets: verdicts, roles, weaknesses, gaps, kinds of unit, reasons not to read a file.

use super::Lang;
use crate::contract::UnitKind;
use crate::document::{Foreign, GapReason, Kind, ReadError};
use crate::party::Role;
use crate::report::Nature;
use crate::statement::Modality;
use crate::verdict::{Lean, Verdict, Weakness};

/// The sign in front of a verdict.
#[must_use]
pub const fn mark(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Found => "◎",
        Verdict::Partial => "△",
        Verdict::Contradicted => "✕",
        Verdict::Missing => "－",
        Verdict::Undetermined => "？",
    }
}

/// The verdict in a word.
#[must_use]
pub fn verdict(verdict: Verdict, lang: Lang) -> &'static str {
    match verdict {
        Verdict::Found => lang.of("充足", "found"),
        Verdict::Partial => lang.of("一部充足", "partial"),
        Verdict::Contradicted => lang.of("抵触", "contradicted"),
        Verdict::Missing => lang.of("欠落", "missing"),
        Verdict::Undetermined => lang.of("判定不能", "undetermined"),
    }
}

/// The role as the criteria name it.
#[must_use]
pub fn role(role: Role, lang: Lang) -> &'static str {
    match role {
        Role::Upstream => lang.of("上位プロバイダー", "upstream"),
        Role::Operator => lang.of("事業者", "operator"),
        Role::User => lang.of("利用者", "user"),
    }
}

/// How bindingly something is said.
#[must_use]
pub fn modality(modality: Modality, lang: Lang) -> &'static str {
    match modality {
        Modality::Binding => lang.of("義務・断定", "binding"),
        Modality::Optional => lang.of("任意", "option"),
        Modality::Effort => lang.of("努力", "effort"),
        Modality::Deferred => lang.of("別途協議", "later"),
        Modality::Recital => lang.of("背景", "recital"),
    }
}

/// What makes a provision less than binding, as it ends a sentence about the provision.
#[must_use]
pub fn weakness(weakness: Weakness, lang: Lang) -> &'static str {
    match weakness {
        Weakness::Effort => lang.of("努力義務にとどまる", "is only an effort"),
        Weakness::Optional => lang.of("任意にとどまる", "is only an option"),
        Weakness::Deferred => lang.of("別途の協議・定めに委ねられている", "is left to a later agreement"),
        Weakness::Exception => lang.of("広い例外により義務が失われうる", "can be set aside under a broad exception"),
        Weakness::Dangling => {
            lang.of("引用する別紙等が文書に含まれていない", "cites an annex that the document does not hold")
        }
    }
}

/// The same in a word, as a remark beside the provision.
#[must_use]
pub fn weakness_word(weakness: Weakness, lang: Lang) -> &'static str {
    match weakness {
        Weakness::Effort => lang.of("努力義務", "effort"),
        Weakness::Optional => lang.of("任意", "option"),
        Weakness::Deferred => lang.of("別途協議", "later agreement"),
        Weakness::Exception => lang.of("広い例外あり", "broad exception"),
        Weakness::Dangling => lang.of("引用先なし", "annex missing"),
    }
}

/// Why a page could not be read.
#[must_use]
pub fn gap(why: GapReason, lang: Lang) -> &'static str {
    match why {
        GapReason::ImageOnly => lang.of("画像のみで文字情報がない", "an image without text"),
        GapReason::NoEngine => lang.of(
            "画像のみで文字情報がなく、文字認識の手段もない。tesseract（jpn、jpn_vert）を入れると読める",
            "an image without text, and nothing to recognise it with; install tesseract (jpn, jpn_vert)",
        ),
        GapReason::Illegible => {
            lang.of("画像の文字の多くを確かに読み取れない", "much of the picture's text is illegible")
        }
        GapReason::BeyondPictures => lang.of(
            "文字認識をするページ数の上限（--max-ocr-pages）を超えるため読んでいない",
            "not read: beyond --max-ocr-pages",
        ),
        GapReason::Unmapped => lang.of("文字コードに対応付けられない字形", "glyphs without characters"),
        GapReason::Damaged => lang.of("ページの内容が壊れている", "damaged content"),
        GapReason::BeyondPages => {
            lang.of("ページ数の上限（--max-pages）を超えるため読んでいない", "not read: beyond --max-pages")
        }
        GapReason::BeyondSize => {
            lang.of("大きさ・処理量の上限（--max-mb）を超えるため読んでいない", "not read: beyond --max-mb")
        }
    }
}

/// `第3ページ`, `第3、5ページ`, `第3〜5ページ`; the pages are in order.
#[must_use]
pub fn pages(pages: &[u32], lang: Lang) -> String {
    let runs = pages.chunk_by(|a, b| *b == a + 1).flat_map(|run| match run {
        [first, _, .., last] => vec![format!("{first}{}{last}", lang.of("〜", "–"))],
        few => few.iter().map(u32::to_string).collect(),
    });
    let numbers: Vec<String> = runs.collect();
    let list = lang.list(&numbers);
    match lang {
        Lang::Ja => format!("第{list}ページ"),
        Lang::En if pages.len() == 1 => format!("page {list}"),
        Lang::En => format!("pages {list}"),
    }
}

/// That the words were recognised in a picture, and how surely: `［文字認識98%］`.
#[must_use]
pub fn recognised(share: f32, lang: Lang) -> String {
    let percent = (share * 100.0).floor().clamp(0.0, 100.0) as u8;
    lang.of(format!("  ［文字認識{percent}%］"), format!("  [recognised, {percent}%]"))
}

/// That pages were read by character recognition.
#[must_use]
pub fn recognised_pages(numbers: &[u32], lang: Lang) -> String {
    let pages = pages(numbers, lang);
    lang.of(
        format!("{pages}は画像から文字認識で読み取りました。引用は原本と照合してください"),
        format!("{pages}: text recognised in pictures; compare the quotes with the original"),
    )
}

/// The file format.
#[must_use]
pub fn kind(kind: Kind, lang: Lang) -> &'static str {
    match kind {
        Kind::Pdf => "PDF",
        Kind::Docx => "DOCX",
        Kind::Html => "HTML",
        Kind::Markdown => "Markdown",
        Kind::Image => lang.of("画像", "picture"),
        Kind::Plain => lang.of("テキスト", "text"),
    }
}

/// The kind of a part of the contract.
#[must_use]
pub fn unit_kind(kind: UnitKind, lang: Lang) -> &'static str {
    match kind {
        UnitKind::Title => lang.of("表題", "title"),
        UnitKind::Toc => lang.of("目次", "contents"),
        UnitKind::Preamble => lang.of("前文", "preamble"),
        UnitKind::Agreement => lang.of("付属の契約", "agreement"),
        UnitKind::Chapter => lang.of("章", "chapter"),
        UnitKind::Article => lang.of("条", "article"),
        UnitKind::Paragraph => lang.of("項", "paragraph"),
        UnitKind::Item => lang.of("号", "item"),
        UnitKind::Subitem => lang.of("号の細分", "subitem"),
        UnitKind::SupplProvision => lang.of("附則", "supplementary provision"),
        UnitKind::Annex => lang.of("別紙", "annex"),
        UnitKind::Signature => lang.of("後文・署名欄", "signature"),
    }
}

/// Why a file could not be read at all.
#[must_use]
pub fn read_error(error: &ReadError, lang: Lang) -> String {
    if lang == Lang::Ja {
        return error.to_string();
    }
    match error {
        ReadError::Empty => "the file is empty".into(),
        ReadError::Unsupported(format) => format!("{} cannot be read", foreign(*format, lang)),
        ReadError::Encrypted => "protected by a password".into(),
        ReadError::Broken(why) => format!("cannot be read as a PDF ({why})"),
        ReadError::TooLarge(max) => format!("too large (at most {} MB, unpacked content included)", max >> 20),
        ReadError::BrokenOffice(why) => format!("cannot be read as a Word document ({why})"),
        ReadError::BrokenImage(why) => format!("cannot be read as a picture ({why})"),
    }
}

/// What can be done about it.
#[must_use]
pub fn read_hint(error: &ReadError, lang: Lang) -> &'static str {
    match error {
        ReadError::Empty => {
            lang.of("ファイルの保存・転送が済んでいるか確かめてください", "was it saved and copied whole?")
        }
        ReadError::Unsupported(format) => foreign_hint(*format, lang),
        ReadError::Encrypted => lang.of(
            "--password でパスワードを指定するか、保護を外して保存し直してください",
            "give the password with --password, or save an unprotected copy",
        ),
        ReadError::Broken(_) => lang.of(
            "PDF閲覧ソフトで開けるか確かめ、「PDFとして印刷」で保存し直してください",
            "if a viewer opens it, print it to a new PDF",
        ),
        ReadError::TooLarge(_) => lang.of(
            "確かな文書であれば --max-mb で上限を上げてください",
            "if the document is to be trusted, allow more with --max-mb",
        ),
        ReadError::BrokenOffice(_) => lang.of(
            "Wordで開けるか確かめ、.docx又はPDFで保存し直してください",
            "if Word opens it, save it again as .docx or as a PDF",
        ),
        ReadError::BrokenImage(_) => {
            lang.of("PNG、JPEG又はPDFで保存し直してください", "save it again as PNG, JPEG or PDF")
        }
    }
}

/// A file format that joko does not read.
#[must_use]
pub fn foreign(format: Foreign, lang: Lang) -> String {
    let name = match format {
        Foreign::Doc => lang.of("旧形式のWord文書（.doc）", "a Word document of the old format (.doc)"),
        Foreign::Locked => lang.of("パスワード付きのOffice文書", "an Office document behind a password"),
        Foreign::Rtf => lang.of("リッチテキスト（RTF）", "rich text (RTF)"),
        Foreign::Odt => lang.of("OpenDocumentの文書（.odt）", "an OpenDocument text (.odt)"),
        Foreign::Ichitaro => lang.of("一太郎の文書", "an Ichitaro document"),
        Foreign::Sheet => lang.of("表計算のファイル（Excelなど）", "a spreadsheet"),
        Foreign::Slides => lang.of("スライドのファイル（PowerPointなど）", "a presentation"),
        Foreign::Picture(kind) => return lang.of(format!("画像（{kind}）"), format!("a picture ({kind})")),
        Foreign::Mail => lang.of("電子メールのファイル", "a mail"),
        Foreign::WebArchive => lang.of("Webアーカイブ（MHTML）", "a web archive (MHTML)"),
        Foreign::Xml => lang.of("XML文書", "an XML document"),
        Foreign::PostScript => "PostScript",
        Foreign::Archive => lang.of("圧縮ファイル（ZIPなど）", "an archive (such as ZIP)"),
        Foreign::Office => lang.of("種類の分からないOffice文書", "an Office document of unknown kind"),
        Foreign::Binary => lang.of("文字として読めないデータ", "data that is no text"),
    };
    name.to_owned()
}

/// What can be done with a file of this format.
fn foreign_hint(format: Foreign, lang: Lang) -> &'static str {
    match format {
        Foreign::Doc | Foreign::Rtf | Foreign::Odt => lang.of(
            "Word又はLibreOfficeで開き、.docx又はPDFで保存し直してください",
            "open it in Word or LibreOffice and save it as .docx or PDF",
        ),
        Foreign::Locked => lang.of(
            "Officeで開き、パスワードを外して保存し直してください",
            "open it in Office and save it without the password",
        ),
        Foreign::Ichitaro => {
            lang.of("一太郎で開き、PDFで保存し直してください", "open it in Ichitaro and save it as PDF")
        }
        Foreign::Sheet | Foreign::Slides | Foreign::Xml | Foreign::PostScript | Foreign::Office => {
            lang.of("作成したソフトで開き、PDFで保存し直してください", "open it where it was made and save it as PDF")
        }
        Foreign::Picture(_) => lang.of("PDFにまとめて指定してください", "put the pictures into a PDF"),
        Foreign::Mail => lang.of("添付された契約書を取り出して指定してください", "save the contract attached to it"),
        Foreign::WebArchive => lang.of(
            "ブラウザーで開き、PDF又は「HTMLのみ」で保存し直してください",
            "open it in a browser and save it as PDF or as HTML only",
        ),
        Foreign::Archive => lang.of("展開して、中の契約書を指定してください", "unpack it and name the contract in it"),
        Foreign::Binary => lang.of(
            "契約書のファイルか確かめ、PDF・Word・テキストで保存し直してください",
            "is it the contract? save it as PDF, Word or text",
        ),
    }
}

/// What a document is, as a warning says it of one that is no partnership contract.
#[must_use]
pub fn nature(nature: Nature, lang: Lang) -> &'static str {
    match nature {
        Nature::Partnership => {
            lang.of("上位プロバイダーと事業者との業務提携契約", "a contract between an upstream and an operator")
        }
        Nature::Agency => lang.of(
            "取次・販売委託の契約とみられます（利用者は上位プロバイダーと契約する）",
            "This looks like a sales agency contract: users contract with the upstream",
        ),
        Nature::Terms => lang.of(
            "利用者向けの約款・規約とみられます。上位プロバイダーと事業者との契約ではありません",
            "This looks like terms of service toward users, not a contract between an upstream and an operator",
        ),
        Nature::Unrelated => lang.of(
            "上位プロバイダーと事業者との契約とは認められません",
            "This does not look like a contract between an upstream and an operator",
        ),
    }
}

/// Why a verdict should be read again, without the place.
#[must_use]
pub fn lean(lean: Lean, lang: Lang) -> &'static str {
    match lean {
        Lean::Roles => lang.of("上位と事業者の別が確かでない", "who is upstream and who is operator is not certain"),
        Lean::Subject => lang.of("主語を前の文から補った", "the subject is taken from an earlier sentence"),
        Lean::Length => lang.of("文が長い", "the sentence is long"),
        Lean::Opposed => lang.of("要件を満たす定めも別にある", "another provision meets the requirement"),
        Lean::Lacking => lang.of("要件の一部しか見つからない", "only part of what is required was recognised"),
        Lean::Unmatched(_) => lang.of("関連する語句がある", "words of the matter stand there"),
    }
}
