//! What is said about suggestions. The wording for the contract itself is Japanese whatever the language and stands in the pattern
//! files.

use super::{Lang, read_error, weakness_word};
use crate::document::edit::EditError;
use crate::suggest::{Kind, Suggestion, Why};

/// What is to be done at which place.
#[must_use]
pub fn deed(suggestion: &Suggestion, lang: Lang) -> String {
    let Suggestion { kind, place, .. } = suggestion;
    let becomes = suggestion.becomes.as_deref().filter(|new| new != place);
    let becomes =
        becomes.map_or(String::new(), |new| lang.of(format!("（{new}となる）"), format!(" (it becomes {new})")));
    match kind {
        Kind::AddTo if suggestion.joins => lang
            .of(format!("{place}の末尾に次の文を加える"), format!("Add the following sentence at the end of {place}")),
        Kind::AddTo => lang.of(format!("{place}に次の項を加える{becomes}"), format!("Add to {place}{becomes}")),
        Kind::AddAfter => {
            lang.of(format!("{place}の次に次の条を加える{becomes}"), format!("Add an article after {place}{becomes}"))
        }
        Kind::Replace if suggestion.wording == "削除" => {
            lang.of(format!("{place}を「削除」とする"), format!("Put 「削除」 in the place of {place}"))
        }
        Kind::Replace => lang.of(format!("{place}を改める"), format!("Change {place}")),
        Kind::Delete => lang.of(format!("{place}を番号とも削る"), format!("Delete {place} with its number")),
        Kind::Remove => lang.of(format!("{place}から削る"), format!("Take out of {place}")),
    }
}

/// Why it is suggested, for the elements named `elements`.
#[must_use]
pub fn why(why: Why, elements: &str, lang: Lang) -> String {
    match why {
        Why::Lacking => lang.of(format!("定めがない内容: {elements}"), format!("lacking: {elements}")),
        Why::Opposed => lang.of("要件に反する定めである".to_owned(), "it provides the opposite".to_owned()),
        Why::Void => lang.of("削る定めを前提としている".to_owned(), "it rests on a provision that goes".to_owned()),
        Why::Weak(weakness) => {
            let word = weakness_word(weakness, lang);
            lang.of(format!("拘束力が足りない（{word}）: {elements}"), format!("not binding ({word}): {elements}"))
        }
    }
}

/// The heading over words that go.
#[must_use]
pub fn gone(lang: Lang) -> &'static str {
    lang.of("削る語句", "words that go")
}

/// The heading over wording that is put in.
#[must_use]
pub fn wording(lang: Lang) -> &'static str {
    lang.of("条項例", "model wording")
}

/// The heading over a sentence as it reads afterwards.
#[must_use]
pub fn result(lang: Lang) -> &'static str {
    lang.of("改めた後", "as it then reads")
}

/// Said once where the point of demarcation is only an example.
#[must_use]
pub fn boundary_is_an_example(lang: Lang) -> &'static str {
    lang.of(
        "責任分界点は例です。実際の機器・ポートに書き直してください",
        "The point of demarcation is an example: name the real device and port",
    )
}

/// Said once where names are placeholders.
#[must_use]
pub fn unknown_roles(placeholders: &str, lang: Lang) -> String {
    lang.of(
        format!("当事者の役割を特定できず、{placeholders}としています。--role 名称=役割 で指定してください（例: --role 甲=upstream）"),
        format!("Who plays which role is not known; {placeholders} stands for it. Say it with --role, as in --role 甲=upstream"),
    )
}

/// Said once where the contract is that of a sales agent.
#[must_use]
pub fn agency(lang: Lang) -> &'static str {
    lang.of(
        "販売委託（代理・取次・媒介・紹介）の定めがあるため、条項を加えても適合しません。契約の形を改める必要があります",
        "The contract makes the operator a sales agent: no wording mends that; its whole form must change",
    )
}

/// Said once with any suggestion.
#[must_use]
pub fn is_a_draft(lang: Lang) -> &'static str {
    lang.of(
        "条項例は案です。サービスの実態と合うこと、相手方が合意することを確かめてください",
        "The wording is a draft: make sure that it fits what is done, and that the other party agrees",
    )
}

/// Said where there is nothing to suggest.
#[must_use]
pub fn nothing(lang: Lang) -> &'static str {
    lang.of("加える条項はありません。対象の条項はすべて充足しています", "Nothing to add: every clause is met")
}

/// Said of a clause for which no way was found.
#[must_use]
pub fn no_way(lang: Lang) -> &'static str {
    lang.of("条項例を組み立てられません。手で書き直してください", "No wording could be made to fit: rewrite it by hand")
}

/// The label of the last line: what the draft comes to.
#[must_use]
pub fn afterwards(lang: Lang) -> &'static str {
    lang.of("反映後の判定  ", "the draft would come to  ")
}

/// Said of the draft that was written to `file`.
#[must_use]
pub fn written(file: &str, lang: Lang) -> String {
    lang.of(format!("反映した案を {file} に書き出しました"), format!("the draft is in {file}"))
}

/// Why changes cannot be written into a Word document.
#[must_use]
pub fn edit_error(error: &EditError, lang: Lang) -> String {
    match error {
        EditError::Read(source) => read_error(source, lang),
        _ => lang
            .of(format!("変更履歴を付けられません（{error}）"), "tracked changes cannot be written into it".to_owned()),
    }
}
