//! The parties: their names, their roles, and the words that the roles rest on.

use std::fmt::Write;

use joko::messages;
use joko::messages::tools as words;
use joko::party::{Party, Role};
use serde::Serialize;

use super::{Quoted, View};
use crate::cli::args::Format;
use crate::cli::output;

pub(super) fn show(parties: &[Party], view: View<'_>, format: Format) -> String {
    match format {
        Format::Text => parties.iter().map(|party| lines(party, view)).collect(),
        Format::Json => output::json(&parties.iter().map(|party| Json::of(party, view)).collect::<Vec<_>>()),
    }
}

fn lines(party: &Party, view: View<'_>) -> String {
    let lang = view.lang;
    let role = party.role.map_or(words::unknown_role(lang), |role| messages::role(role, lang));
    let mut lines = format!("{role}  {}\n", party.names.join(messages::report::comma(lang)));
    for span in &party.because {
        let Quoted { at, words, .. } = view.quoted(*span);
        let _ = writeln!(lines, "  {at}  {words}");
    }
    lines
}

#[derive(Serialize)]
struct Json<'a> {
    names: &'a [String],
    role: Option<&'static str>,
    because: Vec<Quoted<'a>>,
}

impl<'a> Json<'a> {
    fn of(party: &'a Party, view: View<'a>) -> Self {
        let because = party.because.iter().map(|span| view.quoted(*span)).collect();
        Self { names: &party.names, role: party.role.map(Role::id), because }
    }
}
