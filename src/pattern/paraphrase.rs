//! The same said in another way: changes to an example that must leave its verdict as it is. Each works on the example's words alone,
//! and only where the outcome is plain Japanese.

/// What makes a statement a duty without saying more.
const DUTY: &str = "ものとする";

/// 「乙は、…する」→「乙が、…する」
pub(super) fn subject_as_ga(sentence: &str, names: &[&str]) -> Option<String> {
    let (name, rest) = topic(sentence, names)?;
    Some(format!("{name}が{rest}"))
}

/// 「乙は、利用者に対し、…する」→「利用者に対し、乙は、…する」
pub(super) fn reordered(sentence: &str, names: &[&str]) -> Option<String> {
    const ENDS: [&str; 9] =
        ["に対し", "に対して", "において", "について", "に関し", "との間で", "との間に", "ときは", "場合は"];
    let (name, rest) = topic(sentence, names)?;
    let (phrase, rest) = rest.strip_prefix('、')?.split_once('、')?;
    let whole = !phrase.contains(['「', '」', '（', '）']) && ENDS.iter().any(|end| phrase.ends_with(end));
    (whole && !rest.is_empty()).then(|| format!("{phrase}、{name}は、{rest}"))
}

/// 「料金を請求する」→「料金の請求を行う」
pub(super) fn with_light_verb(sentence: &str) -> Option<String> {
    let (before, action, duty) = object_and_action(sentence)?;
    Some(format!("{before}の{action}を行う{duty}"))
}

/// 「乙は、利用者に料金を請求する」→「利用者に料金が乙により請求される」
pub(super) fn passive(sentence: &str, names: &[&str]) -> Option<String> {
    let (name, rest) = topic(sentence, names)?;
    let (before, action, duty) = object_and_action(rest.trim_start_matches('、'))?;
    // A second subject, or a clause before the object, would change hands.
    let plain = !before.contains(['は', 'が', '、', '「']);
    plain.then(|| format!("{before}が{name}により{action}される{duty}"))
}

/// A sentence that opens with one of `names` as its topic: the name, and what follows は.
fn topic<'a>(sentence: &'a str, names: &[&'a str]) -> Option<(&'a str, &'a str)> {
    names.iter().find_map(|name| Some((*name, sentence.strip_prefix(name)?.strip_prefix('は')?)))
}

/// A sentence that ends in an object with を and an action of two kanji with する: what stands before を, the action, and the duty.
fn object_and_action(sentence: &str) -> Option<(&str, &str, &'static str)> {
    let (act, duty) = sentence.strip_suffix(DUTY).map_or((sentence, ""), |act| (act, DUTY));
    let stem = act.strip_suffix("する")?;
    let (before, action) = stem.rsplit_once('を')?;
    let kanji = |sign: char| matches!(sign, '\u{4E00}'..='\u{9FFF}');
    (action.chars().count() == 2 && action.chars().all(kanji) && !before.is_empty()).then_some((before, action, duty))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_topic_becomes_a_subject() {
        assert_eq!(subject_as_ga("乙は、料金を請求する", &["甲", "乙"]).as_deref(), Some("乙が、料金を請求する"));
        assert_eq!(subject_as_ga("料金は、乙が請求する", &["甲", "乙"]), None);
    }

    #[test]
    fn a_phrase_goes_before_the_topic() {
        let other = reordered("乙は、利用者に対し、料金を請求する", &["乙"]);
        assert_eq!(other.as_deref(), Some("利用者に対し、乙は、料金を請求する"));
        assert_eq!(reordered("乙は、窓口を設け、利用者に対応する", &["乙"]), None);
    }

    #[test]
    fn an_action_is_carried_out() {
        assert_eq!(with_light_verb("料金を請求するものとする").as_deref(), Some("料金の請求を行うものとする"));
        assert_eq!(with_light_verb("料金を受け取る"), None);
    }

    #[test]
    fn the_agent_is_named_by_the_passive() {
        let other = passive("乙は、利用者に料金を請求する", &["乙"]);
        assert_eq!(other.as_deref(), Some("利用者に料金が乙により請求される"));
        assert_eq!(passive("乙は、甲が定める料金を請求する", &["乙"]), None);
    }
}
