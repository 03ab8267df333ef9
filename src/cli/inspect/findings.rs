//! The findings: which pattern of which clause matched where.

use joko::messages;
use joko::pattern::Finding;
use joko::rulebook::Rulebook;
use serde::Serialize;

use super::{Quoted, View};
use crate::cli::args::Format;
use crate::cli::output;

pub(super) fn show(findings: &[Finding], rulebook: &Rulebook, view: View<'_>, format: Format) -> String {
    let findings: Vec<Json> = findings.iter().map(|finding| Json::of(finding, rulebook, view)).collect();
    match format {
        Format::Text => findings.iter().map(line).collect(),
        Format::Json => output::json(&findings),
    }
}

fn line(finding: &Json) -> String {
    let Json { quoted: Quoted { at, words, .. }, clause, pattern, effect, modality } = finding;
    format!("{at}  {clause}/{pattern}  {effect}  {modality}\n    {words}\n")
}

#[derive(Serialize)]
struct Json<'a> {
    #[serde(flatten)]
    quoted: Quoted<'a>,
    clause: &'a str,
    pattern: &'a str,
    effect: String,
    modality: &'static str,
}

impl<'a> Json<'a> {
    fn of(finding: &Finding, rulebook: &'a Rulebook, view: View<'a>) -> Self {
        let (clause, pattern) = rulebook.names(finding);
        Self {
            quoted: Quoted { at: view.place(finding.unit), ..view.quoted(finding.span) },
            clause,
            pattern,
            effect: format!("{:?}", finding.effect).to_lowercase(),
            modality: messages::modality(finding.modality, messages::Lang::En),
        }
    }
}
