//! Stamps and watermarks: large characters drawn across the text, and words such as 社外秘 that say something of the paper and
//! not of the contract.

use super::layout::Placed;

/// Characters larger than this, in ems of the text, may be a watermark.
const LARGE: f32 = 2.4;
/// Watermarks are of few characters.
const MANY: usize = 200;

/// The marks of a watermark, which are large and have text drawn over them; and the others. `em` is that of the text.
pub(super) fn watermarks<'m>(placed: Vec<Placed<'m>>, em: f32) -> (Vec<Placed<'m>>, Vec<Placed<'m>>) {
    let is_large = |placed: &Placed<'_>| placed.mark.size > LARGE * em && !placed.mark.text.is_blank();
    let large = || placed.iter().filter(|mark| is_large(mark));
    let count = large().take(MANY + 1).count();
    let over = |large: &Placed<'_>, small: &Placed<'_>| {
        let (mark, other) = (large.mark.rect, small.mark.rect);
        let (x, y) = ((other.x0 + other.x1) / 2.0, (other.y0 + other.y1) / 2.0);
        small.mark.size < 0.5 * large.mark.size && mark.x0 < x && x < mark.x1 && mark.y0 < y && y < mark.y1
    };
    let crossed = || large().filter(|mark| placed.iter().any(|small| over(mark, small))).count();
    if count == 0 || count > MANY || 2 * crossed() < count {
        return (Vec::new(), placed);
    }
    // All of its letters go with those that have text over them.
    placed.into_iter().partition(is_large)
}

/// Whether a line is nothing but a word that is stamped or printed on papers: 社外秘, 収入印紙.
pub(super) fn is_stamp(text: &str) -> bool {
    const WORDS: [&str; 14] = [
        "社外秘",
        "部外秘",
        "極秘",
        "厳秘",
        "取扱注意",
        "収入印紙",
        "収入印紙欄",
        "収入印紙貼付欄",
        "印紙貼付欄",
        "収入印紙貼付",
        "ドラフト",
        "draft",
        "confidential",
        "copy",
    ];
    if text.len() > 60 {
        return false;
    }
    let compact: String = text
        .chars()
        .filter(|char| !char.is_whitespace() && !"【】()（）〔〕[]".contains(*char))
        .flat_map(char::to_lowercase)
        .collect();
    WORDS.contains(&compact.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_paper() {
        assert!(is_stamp("【社 外 秘】") && is_stamp("収入印紙") && is_stamp("DRAFT"));
        assert!(!is_stamp("収入印紙は乙の負担とする。") && !is_stamp("秘密保持"));
    }
}
