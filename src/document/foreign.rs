//! Formats that joko does not read, told by their content and, where that says too little, by the file's name.

use std::path::Path;

use memchr::memmem;

/// A file format that joko does not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreign {
    /// Word's format before 2007.
    Doc,
    /// An Office document behind a password.
    Locked,
    /// Rich Text Format.
    Rtf,
    /// OpenDocument text.
    Odt,
    /// 一太郎.
    Ichitaro,
    /// A spreadsheet, of whatever program.
    Sheet,
    /// A presentation, of whatever program.
    Slides,
    /// A picture.
    Picture(&'static str),
    /// A mail with its headers.
    Mail,
    /// A web page saved with its pictures in one file.
    WebArchive,
    /// XML that is no web page.
    Xml,
    /// PostScript.
    PostScript,
    /// Files packed into one.
    Archive,
    /// An Office document of no kind that could be told.
    Office,
    /// Bytes that are no text in any encoding.
    Binary,
}

/// Bytes at either end of a file in which its parts are looked up.
const REACH: usize = 64 << 10;

/// The foreign format that `bytes` are in, if they are.
pub(super) fn format(bytes: &[u8], name: &Path) -> Option<Foreign> {
    let extension = name.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_ascii_lowercase();
    by_signature(bytes, &extension).or_else(|| by_first_words(bytes, &extension))
}

fn by_signature(bytes: &[u8], extension: &str) -> Option<Foreign> {
    const SIGNATURES: [(&[u8], Foreign); 16] = [
        (b"{\\rtf", Foreign::Rtf),
        (b"GIF8", Foreign::Picture("GIF")),
        (b"\0\0\x01\0", Foreign::Picture("ICO")),
        (b"\0\0\0\x0CjP  ", Foreign::Picture("JPEG 2000")),
        (b"8BPS", Foreign::Picture("PSD")),
        (b"AT&TFORM", Foreign::Picture("DjVu")),
        (b"%!PS", Foreign::PostScript),
        (b"\x1F\x8B", Foreign::Archive),
        (b"7z\xBC\xAF\x27\x1C", Foreign::Archive),
        (b"Rar!", Foreign::Archive),
        (b"BZh", Foreign::Archive),
        (b"\xFD7zXZ", Foreign::Archive),
        (b"\x7FELF", Foreign::Binary),
        (b"MZ\x90\0", Foreign::Binary),
        (b"SQLite format 3\0", Foreign::Binary),
        (b"ID3\x03", Foreign::Binary),
    ];
    let at = |start: usize, word: &[u8]| bytes.get(start..).is_some_and(|rest| rest.starts_with(word));
    if at(0, b"PK\x03\x04") || at(0, b"PK\x05\x06") {
        return Some(packed(bytes));
    }
    if at(0, b"\xD0\xCF\x11\xE0") {
        return Some(compound(bytes, extension));
    }
    if at(0, b"RIFF") && at(8, b"WEBP") {
        return Some(Foreign::Picture("WebP"));
    }
    if at(4, b"ftyp") {
        let heif = ["heic", "heix", "mif1", "msf1", "heim", "hevc"].iter().any(|brand| at(8, brand.as_bytes()));
        let avif = at(8, b"avif");
        return Some(if heif {
            Foreign::Picture("HEIC")
        } else if avif {
            Foreign::Picture("AVIF")
        } else {
            Foreign::Binary
        });
    }
    if at(0, b"BM") && at(6, b"\0\0\0\0") {
        return Some(Foreign::Picture("BMP"));
    }
    if at(2, b"-lh") && at(6, b"-") {
        return Some(Foreign::Archive);
    }
    SIGNATURES.iter().find(|(start, _)| at(0, start)).map(|(_, format)| *format)
}

/// What a ZIP file holds, by the names of its entries, which stand in it as they are.
pub(super) fn packed(bytes: &[u8]) -> Foreign {
    let holds = |word: &[u8]| holds(bytes, word);
    if holds(b"application/vnd.oasis.opendocument.text") {
        Foreign::Odt
    } else if holds(b"application/vnd.oasis.opendocument.spreadsheet") || holds(b"xl/workbook") {
        Foreign::Sheet
    } else if holds(b"application/vnd.oasis.opendocument.presentation") || holds(b"ppt/presentation") {
        Foreign::Slides
    } else if holds(b"[Content_Types].xml") {
        Foreign::Office
    } else {
        Foreign::Archive
    }
}

/// What an OLE compound file holds, by the names of its streams.
fn compound(bytes: &[u8], extension: &str) -> Foreign {
    let holds = |word: &str| {
        let wide: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memmem::find(bytes, &wide).is_some()
    };
    match extension {
        "jtd" | "jtt" | "jtdc" => Foreign::Ichitaro,
        "msg" => Foreign::Mail,
        _ if holds("EncryptedPackage") => Foreign::Locked,
        _ if holds("WordDocument") => Foreign::Doc,
        _ if holds("Workbook") => Foreign::Sheet,
        _ if holds("PowerPoint Document") => Foreign::Slides,
        _ if holds("__properties_version1.0") => Foreign::Mail,
        "doc" | "dot" => Foreign::Doc,
        "xls" => Foreign::Sheet,
        "ppt" => Foreign::Slides,
        _ => Foreign::Office,
    }
}

fn holds(bytes: &[u8], word: &[u8]) -> bool {
    let head = bytes.get(..REACH).unwrap_or(bytes);
    let tail = bytes.get(bytes.len().saturating_sub(REACH)..).unwrap_or_default();
    [head, tail].iter().any(|part| memmem::find(part, word).is_some())
}

/// Formats that are text to the eye.
fn by_first_words(bytes: &[u8], extension: &str) -> Option<Foreign> {
    const FIELDS: [&str; 12] = [
        "return-path:",
        "received:",
        "delivered-to:",
        "message-id:",
        "mime-version:",
        "from:",
        "to:",
        "subject:",
        "date:",
        "content-type:",
        "x-mailer:",
        "reply-to:",
    ];
    let head: Vec<u8> = bytes.iter().take(4096).map(u8::to_ascii_lowercase).collect();
    let head = String::from_utf8_lossy(&head);
    let head = head.trim_start_matches('\u{FEFF}');
    let fields = head
        .lines()
        .take_while(|line| !line.is_empty())
        .filter(|line| FIELDS.iter().any(|field| line.starts_with(field)));
    let mails = fields.count() >= 3 && head.contains("mime-version:");
    if extension == "mht"
        || extension == "mhtml"
        || mails && head.contains("multipart/related") && head.contains("text/html")
    {
        Some(Foreign::WebArchive)
    } else if mails || extension == "eml" {
        Some(Foreign::Mail)
    } else if head.trim_start().starts_with("<?xml") && !super::html::is_html(bytes) {
        Some(if head.contains("opendocument") { Foreign::Odt } else { Foreign::Xml })
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(bytes: &[u8], name: &str) -> Option<Foreign> {
        format(bytes, Path::new(name))
    }

    #[test]
    fn formats_are_told_by_content() {
        let wide = |word: &str| -> Vec<u8> {
            let units = word.encode_utf16().flat_map(u16::to_le_bytes);
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".iter().copied().chain(units).collect()
        };
        assert_eq!(named(&wide("WordDocument"), "a.txt"), Some(Foreign::Doc));
        assert_eq!(named(&wide("EncryptedPackage"), "a.docx"), Some(Foreign::Locked));
        assert_eq!(named(&wide("Workbook"), "-"), Some(Foreign::Sheet));
        assert_eq!(named(&wide("?"), "a.jtd"), Some(Foreign::Ichitaro));
        assert_eq!(named(b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.text", "-"), Some(Foreign::Odt));
        assert_eq!(named(b"PK\x03\x04[Content_Types].xml xl/workbook.xml", "-"), Some(Foreign::Sheet));
        assert_eq!(named(b"PK\x03\x04photo.jpg", "-"), Some(Foreign::Archive));
        assert_eq!(named(b"{\\rtf1", "a.doc"), Some(Foreign::Rtf));
        assert_eq!(named(b"\0\0\0\x18ftypheic", "a.jpg"), Some(Foreign::Picture("HEIC")));
        assert_eq!(named(b"From: a\r\nTo: b\r\nMIME-Version: 1.0\r\n\r\nhello", "-"), Some(Foreign::Mail));
        assert_eq!(named(b"<?xml version='1.0'?><w:wordDocument/>", "a.xml"), Some(Foreign::Xml));
    }

    #[test]
    fn text_is_not_foreign() {
        assert_eq!(named("From: 甲\nTo: 乙\n第1条".as_bytes(), "a.txt"), None);
        assert_eq!(named(b"<?xml version='1.0'?>\n<html xmlns='http://www.w3.org/1999/xhtml'>", "-"), None);
        assert_eq!(named("PKは甲をいう。".as_bytes(), "-"), None);
    }
}
