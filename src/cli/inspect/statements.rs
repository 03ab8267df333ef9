//! The statements: who does what to whom, how bindingly.

use std::fmt::Write;

use joko::analyze::Analysis;
use joko::messages;
use joko::messages::tools as words;
use joko::statement::{Argument, Statement};
use serde::Serialize;

use super::{Quoted, View};
use crate::cli::args::Format;
use crate::cli::output;

pub(super) fn show(analysis: &Analysis, view: View<'_>, format: Format) -> String {
    let statements = &analysis.statements;
    match format {
        Format::Text => statements.iter().map(|statement| lines(statement, view)).collect(),
        Format::Json => output::json(&statements.iter().map(|statement| Json::of(statement, view)).collect::<Vec<_>>()),
    }
}

/// The predicate and what it comes to, then its arguments, those in brackets understood from elsewhere.
fn lines(statement: &Statement, view: View<'_>) -> String {
    let lang = view.lang;
    let Quoted { at, words, .. } = view.quoted(statement.span);
    let mut lines = format!("{at}  {words}\n  {}", statement.predicate);
    let _ = write!(lines, "  {}", messages::modality(statement.modality, lang));
    if statement.negated {
        let _ = write!(lines, "  {}", words::negated(lang));
    }
    lines.push('\n');
    for argument in &statement.arguments {
        let words = view.words(argument.span);
        let words = if argument.carried { format!("（{words}）") } else { words.to_owned() };
        let _ = writeln!(lines, "    {:?}  {words}", argument.case);
    }
    lines
}

#[derive(Serialize)]
struct Json<'a> {
    #[serde(flatten)]
    clause: Quoted<'a>,
    predicate: &'a str,
    negated: bool,
    modality: &'static str,
    kind: String,
    arguments: Vec<ArgumentJson<'a>>,
}

#[derive(Serialize)]
struct ArgumentJson<'a> {
    case: String,
    words: &'a str,
    head: &'a str,
    carried: bool,
}

impl<'a> Json<'a> {
    fn of(statement: &'a Statement, view: View<'a>) -> Self {
        Self {
            clause: view.quoted(statement.span),
            predicate: &statement.predicate,
            negated: statement.negated,
            modality: messages::modality(statement.modality, messages::Lang::En),
            kind: format!("{:?}", statement.kind).to_lowercase(),
            arguments: statement.arguments.iter().map(|argument| ArgumentJson::of(argument, view)).collect(),
        }
    }
}

impl<'a> ArgumentJson<'a> {
    fn of(argument: &Argument, view: View<'a>) -> Self {
        Self {
            case: format!("{:?}", argument.case).to_lowercase(),
            words: view.words(argument.span),
            head: view.words(argument.head),
            carried: argument.carried,
        }
    }
}
