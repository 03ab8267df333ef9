//! CJK radicals supplement (U+2E80–U+2EF3) to unified ideographs.
//!
//! PDF fonts often map the glyphs of 西, 長 or 戸 to the radicals that look the same. NFKC turns the Kangxi radicals
//! (U+2F00–U+2FD5) into ideographs and leaves this block alone; the pairs are `EquivalentUnifiedIdeograph.txt` of the
//! Unicode Character Database.

/// The ideograph that looks like the radical `c`.
pub(super) fn ideograph(c: char) -> Option<char> {
    if !('\u{2E80}'..='\u{2EFF}').contains(&c) {
        return None;
    }
    let at = IDEOGRAPHS.binary_search_by_key(&c, |&(radical, _)| radical).ok()?;
    Some(IDEOGRAPHS[at].1)
}

/// Radical and ideograph, sorted by radical.
#[rustfmt::skip]
const IDEOGRAPHS: &[(char, char)] = &[
    ('\u{2E81}', '厂'), ('\u{2E82}', '乛'), ('\u{2E83}', '乚'), ('\u{2E84}', '乙'), ('\u{2E85}', '亻'), ('\u{2E86}', '冂'),
    ('\u{2E87}', '𠘨'), ('\u{2E88}', '刀'), ('\u{2E89}', '刂'), ('\u{2E8A}', '卜'), ('\u{2E8B}', '㔾'), ('\u{2E8C}', '小'),
    ('\u{2E8D}', '尐'), ('\u{2E8E}', '兀'), ('\u{2E8F}', '尣'), ('\u{2E90}', '尢'), ('\u{2E91}', '𡯂'), ('\u{2E92}', '巳'),
    ('\u{2E93}', '幺'), ('\u{2E94}', '彑'), ('\u{2E95}', '彐'), ('\u{2E96}', '忄'), ('\u{2E97}', '心'), ('\u{2E98}', '扌'),
    ('\u{2E99}', '攵'), ('\u{2E9B}', '旡'), ('\u{2E9C}', '日'), ('\u{2E9D}', '月'), ('\u{2E9E}', '歺'), ('\u{2E9F}', '母'),
    ('\u{2EA0}', '民'), ('\u{2EA1}', '氵'), ('\u{2EA2}', '氺'), ('\u{2EA3}', '灬'), ('\u{2EA4}', '爫'), ('\u{2EA5}', '爬'),
    ('\u{2EA6}', '丬'), ('\u{2EA7}', '牛'), ('\u{2EA8}', '犭'), ('\u{2EA9}', '王'), ('\u{2EAA}', '𤴔'), ('\u{2EAB}', '目'),
    ('\u{2EAC}', '示'), ('\u{2EAD}', '礻'), ('\u{2EAE}', '𥫗'), ('\u{2EAF}', '糹'), ('\u{2EB0}', '纟'), ('\u{2EB1}', '罓'),
    ('\u{2EB2}', '罒'), ('\u{2EB3}', '㓁'), ('\u{2EB4}', '冗'), ('\u{2EB5}', '𦉫'), ('\u{2EB6}', '羊'), ('\u{2EB7}', '𦍌'),
    ('\u{2EB8}', '𦍋'), ('\u{2EB9}', '耂'), ('\u{2EBA}', '肀'), ('\u{2EBB}', '聿'), ('\u{2EBC}', '肉'), ('\u{2EBD}', '𦥑'),
    ('\u{2EBE}', '艹'), ('\u{2EBF}', '艺'), ('\u{2EC0}', '艻'), ('\u{2EC1}', '虎'), ('\u{2EC2}', '衤'), ('\u{2EC3}', '覀'),
    ('\u{2EC4}', '西'), ('\u{2EC5}', '见'), ('\u{2EC6}', '角'), ('\u{2EC7}', '𧢲'), ('\u{2EC8}', '讠'), ('\u{2EC9}', '贝'),
    ('\u{2ECA}', '𧾷'), ('\u{2ECB}', '车'), ('\u{2ECC}', '辶'), ('\u{2ECD}', '辷'), ('\u{2ECE}', '辸'), ('\u{2ECF}', '邑'),
    ('\u{2ED0}', '钅'), ('\u{2ED1}', '長'), ('\u{2ED2}', '镸'), ('\u{2ED3}', '长'), ('\u{2ED4}', '门'), ('\u{2ED5}', '𨸏'),
    ('\u{2ED6}', '阝'), ('\u{2ED7}', '雨'), ('\u{2ED8}', '青'), ('\u{2ED9}', '韦'), ('\u{2EDA}', '页'), ('\u{2EDB}', '风'),
    ('\u{2EDC}', '飞'), ('\u{2EDD}', '食'), ('\u{2EDE}', '𩙿'), ('\u{2EDF}', '飠'), ('\u{2EE0}', '饣'), ('\u{2EE1}', '𩠐'),
    ('\u{2EE2}', '马'), ('\u{2EE3}', '骨'), ('\u{2EE4}', '鬼'), ('\u{2EE5}', '鱼'), ('\u{2EE6}', '鸟'), ('\u{2EE7}', '卤'),
    ('\u{2EE8}', '麦'), ('\u{2EE9}', '黄'), ('\u{2EEA}', '黾'), ('\u{2EEB}', '斉'), ('\u{2EEC}', '齐'), ('\u{2EED}', '歯'),
    ('\u{2EEE}', '齿'), ('\u{2EEF}', '竜'), ('\u{2EF0}', '龙'), ('\u{2EF1}', '龜'), ('\u{2EF2}', '亀'), ('\u{2EF3}', '龟'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_are_sorted_and_no_ideograph_is_a_radical() {
        assert!(IDEOGRAPHS.is_sorted_by_key(|&(radical, _)| radical));
        assert!(IDEOGRAPHS.iter().all(|&(_, ideograph)| super::ideograph(ideograph).is_none()));
        assert_eq!(ideograph('\u{2ED1}'), Some('長'));
    }
}
