//! What a number counts: 3日, 2回線, 5階.

/// Whether `words`, right after a number, make it an amount (30日前に, 2回線を) and no number of a provision (2乙は, 1本契約は).
pub(crate) fn is_amount(words: &str) -> bool {
    const COUNTERS: &str = "年月日時分秒円銭万億兆千百十件名人台回個箇か力ケヶヵカ週社者戸棟室階割倍点級種類段枚通部口桁車線列冊文字次号条項章節編款丁番位泊歳本";
    const WORDS: [&str; 11] = ["営業日", "暦日", "つ", "以", "未満", "程度", "四半期", "拠点", "世帯", "施設", "親等"];
    // Words that begin like counters: 本契約, 分界点, 月額.
    const NAMES: [&str; 47] = [
        "本契", "本サ", "本条", "本件", "本業", "本書", "本約", "本規", "本項", "分界", "分担", "分離", "月額", "月次",
        "年額", "日割", "日常", "時期", "通知", "通信", "通話", "台帳", "点検", "名称", "名義", "件数", "条件", "条例",
        "項目", "回答", "回収", "回復", "社名", "社員", "口座", "文書", "番号", "位置", "部品", "部材", "個人", "個別",
        "人員", "線路", "割引", "段階", "枚数",
    ];
    let counts = words.starts_with(|char| COUNTERS.contains(char)) || WORDS.iter().any(|word| words.starts_with(word));
    counts && !NAMES.iter().any(|name| words.starts_with(name))
}

#[cfg(test)]
mod tests {
    use super::is_amount;

    #[test]
    fn amounts_are_told_from_numbers_of_provisions() {
        for words in ["日前に", "営業日以内", "回線を", "本の光ファイバ", "つの窓口", "以上の"]
        {
            assert!(is_amount(words), "{words}");
        }
        for words in [
            "乙は、",
            "本サービスの",
            "第1項の",
            "契約者は",
            "いずれの",
            "総則",
            "前項",
            "両当事者は",
            "分界点",
            "月額料金",
        ] {
            assert!(!is_amount(words), "{words}");
        }
    }
}
