//! Model wordings (条項例): what a pattern file offers for elements that a contract lacks, and how it is put into the contract's
//! own words.

use super::style::Style;

/// A model wording of a pattern file, checked.
#[derive(Clone, Debug)]
pub struct Wording {
    /// Indices of the clause's elements that it provides.
    pub elements: Vec<usize>,
    /// The heading of an article of its own.
    pub caption: String,
    /// Words of the headings of articles that deal with the matter.
    pub under: Vec<String>,
    /// Its sentences in である style, with slots.
    pub text: String,
    /// Line of the pattern file.
    pub line: usize,
}

/// What may stand in braces.
pub(crate) const SLOTS: [&str; 5] = ["operator", "upstream", "user", "service", "terms"];

/// Ends of sentences in である style, and in です・ます style. The longest comes first.
const ENDS: [(&str, &str); 13] = [
    ("ものとする", "ものとします"),
    ("とならない", "となりません"),
    ("要しない", "要しません"),
    ("ようにする", "ようにします"),
    ("とする", "とします"),
    ("請求しない", "請求しません"),
    ("完結する", "完結します"),
    ("締結する", "締結します"),
    ("行う", "行います"),
    ("負う", "負います"),
    ("当たる", "当たります"),
    ("ならない", "なりません"),
    ("する", "します"),
];

impl Wording {
    /// What is wrong with it, for whoever wrote it.
    pub(crate) fn fault(text: &str) -> Option<String> {
        let mut rest = text;
        while let Some((_, after)) = rest.split_once('{') {
            let Some((slot, after)) = after.split_once('}') else {
                return Some("「{」が閉じていません".to_owned());
            };
            if !SLOTS.contains(&slot) {
                return Some(format!("「{{{slot}}}」は {} のいずれでもありません", SLOTS.join("・")));
            }
            rest = after;
        }
        None
    }

    /// What is wrong with the ends of its sentences.
    pub(crate) fn unended(text: &str) -> Option<String> {
        let Some(sentences) = text.strip_suffix('。') else {
            return Some("「。」で終わっていません".to_owned());
        };
        let open = sentences.split('。').find(|sentence| polite(sentence).is_none())?;
        let tail: String = open.chars().skip(open.chars().count().saturating_sub(6)).collect();
        Some(format!("「…{tail}」をです・ます体にできません"))
    }

    /// The wording in the contract's own words.
    pub(crate) fn text(&self, style: &Style) -> String {
        let filled = style.fill(&self.text);
        if style.polite { in_polite_style(&filled) } else { filled }
    }

    /// The heading in the contract's own words.
    pub(crate) fn caption(&self, style: &Style) -> String {
        style.fill(&self.caption)
    }
}

/// Every sentence in です・ます style; one whose end is not known stays.
fn in_polite_style(text: &str) -> String {
    let sentences = text.split_inclusive('。').map(|sentence| {
        let bare = sentence.trim_end_matches('。');
        polite(bare).map_or_else(|| sentence.to_owned(), |polite| polite + "。")
    });
    sentences.collect()
}

fn polite(sentence: &str) -> Option<String> {
    ENDS.iter().find_map(|(plain, polite)| Some(sentence.strip_suffix(plain)?.to_owned() + polite))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_style_changes_at_the_end_of_each_sentence() {
        assert_eq!(
            in_polite_style("乙は、契約を締結する。甲は、当事者とならない。"),
            "乙は、契約を締結します。甲は、当事者となりません。"
        );
        assert!(Wording::unended("乙は、契約を結ぶ。").is_some());
        assert!(Wording::fault("{nobody}は").is_some_and(|fault| fault.contains("nobody")));
    }
}
