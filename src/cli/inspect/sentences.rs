//! The sentences, each with its tokens.

use joko::token::{Sentence, Token};
use serde::Serialize;

use super::{Quoted, View};
use crate::cli::args::Format;
use crate::cli::output;

pub(super) fn show(sentences: &[Sentence], view: View<'_>, format: Format) -> String {
    match format {
        Format::Text => sentences.iter().map(|sentence| line(sentence, view)).collect(),
        Format::Json => output::json(&sentences.iter().map(|sentence| Json::of(sentence, view)).collect::<Vec<_>>()),
    }
}

/// `第3条第1項  乙|は|、|…`
fn line(sentence: &Sentence, view: View<'_>) -> String {
    let tokens: Vec<&str> = sentence.tokens.iter().map(|token| view.words(token.span)).collect();
    format!("{}  {}\n", view.place(sentence.unit), tokens.join("|"))
}

#[derive(Serialize)]
struct Json<'a> {
    #[serde(flatten)]
    sentence: Quoted<'a>,
    tokens: Vec<TokenJson<'a>>,
}

#[derive(Serialize)]
struct TokenJson<'a> {
    surface: &'a str,
    lemma: &'a str,
    pos: String,
}

impl<'a> Json<'a> {
    fn of(sentence: &'a Sentence, view: View<'a>) -> Self {
        let quoted = Quoted { at: view.place(sentence.unit), ..view.quoted(sentence.span) };
        Self { sentence: quoted, tokens: sentence.tokens.iter().map(|token| TokenJson::of(token, view)).collect() }
    }
}

impl<'a> TokenJson<'a> {
    fn of(token: &'a Token, view: View<'a>) -> Self {
        Self { surface: view.words(token.span), lemma: &token.lemma, pos: format!("{:?}", token.pos) }
    }
}
