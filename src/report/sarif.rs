//! The verdicts as SARIF 2.1.0: the clauses are rules, whatever is not found is a result at its places.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};
use serde_sarif::sarif::{
    Artifact, ArtifactContent, ArtifactLocation, Invocation, Location, LogicalLocation, Message,
    MultiformatMessageString, Notification, PhysicalLocation, PropertyBag, Region, ReportingConfiguration,
    ReportingDescriptor, Result as Finding, ResultLevel, Run, Sarif, Tool, ToolComponent,
};

use super::Report;
use super::batch::{Batch, Unread};
use super::place::place;
use super::reason::disqualifier_title;
use super::reason::{self, reason, title};
use super::source::stretch;
use crate::document::Kind;
use crate::messages::{self, Lang};
use crate::rulebook::Clause;
use crate::verdict::{Disqualifier, Evidence, Judgment, Verdict};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The log of one run.
#[must_use]
pub fn log(batch: &Batch<'_>) -> impl Serialize + use<> {
    Sarif::builder().schema(SCHEMA.to_owned()).version("2.1.0").runs(vec![run(batch)]).build()
}

fn run(batch: &Batch<'_>) -> Run {
    let driver = ToolComponent::builder()
        .name("joko")
        .version(env!("CARGO_PKG_VERSION").to_owned())
        .language(batch.lang.of("ja", "en").to_owned())
        .rules(rules(batch))
        .build();
    let invocation = Invocation::builder()
        .execution_successful(batch.unread.is_empty())
        .tool_execution_notifications(notifications(batch))
        .build();
    Run::builder()
        .tool(Tool::builder().driver(driver).build())
        .column_kind("unicodeCodePoints")
        .invocations(vec![invocation])
        .artifacts(artifacts(batch))
        .results(batch.reports.iter().flat_map(|report| findings(report, batch)).collect::<Vec<_>>())
        .build()
}

/// One rule for each clause, and one for each disqualifier that is known.
fn rules(batch: &Batch<'_>) -> Vec<ReportingDescriptor> {
    let clauses = batch.clauses.iter().map(|clause| rule(clause, batch.lang));
    let disqualifiers = batch.reports.first().map_or(&[][..], |report| &report.disqualifiers);
    clauses.chain(disqualifiers.iter().map(|found| disqualifier_rule(found, batch.lang))).collect()
}

fn rule(clause: &Clause, lang: Lang) -> ReportingDescriptor {
    let elements: Vec<&str> = clause.elements.iter().map(|id| messages::element(id, lang)).collect();
    let help = messages::sheet::rule(&clause.criteria.join(", "), &lang.list(&elements), lang);
    descriptor(&clause.id, title(clause, lang), help)
}

fn disqualifier_rule(disqualifier: &Disqualifier, lang: Lang) -> ReportingDescriptor {
    let title = disqualifier_title(disqualifier, lang);
    descriptor(&disqualifier.id, title, messages::sheet::disqualifier_rule(title, lang))
}

fn descriptor(id: &str, title: &str, help: String) -> ReportingDescriptor {
    ReportingDescriptor::builder()
        .id(id.to_owned())
        .short_description(words(title))
        .full_description(words(&help))
        .help(words(&help))
        .default_configuration(ReportingConfiguration::builder().level("error").build())
        .build()
}

fn findings(report: &Report, batch: &Batch<'_>) -> Vec<Finding> {
    let judged = report.judgments.iter().filter(|judgment| judgment.verdict != Verdict::Found);
    let judged = judged.map(|judgment| finding(report, judgment, batch.clauses, batch.lang));
    let present = report.disqualifiers.iter().filter(|disqualifier| disqualifier.present);
    judged.chain(present.map(|found| disqualifying(report, found, batch.lang))).collect()
}

fn finding(report: &Report, judgment: &Judgment, clauses: &[Clause], lang: Lang) -> Finding {
    let clause = &clauses[judgment.clause];
    let level = match judgment.verdict {
        Verdict::Contradicted | Verdict::Missing => ResultLevel::Error,
        Verdict::Found | Verdict::Partial | Verdict::Undetermined => ResultLevel::Warning,
    };
    let lacking: Vec<&String> =
        clause.elements.iter().zip(&judgment.met).filter(|(_, met)| !**met).map(|(id, _)| id).collect();
    let mut properties = vec![
        ("verdict".to_owned(), Value::from(messages::verdict(judgment.verdict, Lang::En))),
        ("lacking".to_owned(), json!(lacking)),
    ];
    properties.extend(reason::review(report, judgment, lang).map(|why| ("readAgain".to_owned(), why.into())));
    let evidence: Vec<&Evidence> = judgment.deciding().collect();
    result(report, &clause.id, level, reason(report, clauses, judgment, lang), &evidence, properties, lang)
}

fn disqualifying(report: &Report, disqualifier: &Disqualifier, lang: Lang) -> Finding {
    let text = messages::sheet::disqualifying(disqualifier_title(disqualifier, lang), lang);
    let properties = vec![("verdict".to_owned(), Value::from("present"))];
    let evidence: Vec<&Evidence> = disqualifier.evidence.iter().collect();
    result(report, &disqualifier.id, ResultLevel::Error, text, &evidence, properties, lang)
}

fn result(
    report: &Report,
    rule: &str,
    level: ResultLevel,
    text: String,
    evidence: &[&Evidence],
    properties: Vec<(String, Value)>,
    lang: Lang,
) -> Finding {
    let locations: Vec<Location> = if evidence.is_empty() {
        vec![whole(&report.file)]
    } else {
        evidence.iter().map(|evidence| location(report, evidence, lang)).collect()
    };
    Finding::builder()
        .rule_id(rule.to_owned())
        .level(level)
        .message(message(text))
        .locations(locations)
        .properties(
            PropertyBag::builder().additional_properties(properties.into_iter().collect::<BTreeMap<_, _>>()).build(),
        )
        .build()
}

fn location(report: &Report, evidence: &Evidence, lang: Lang) -> Location {
    let unit = LogicalLocation::builder()
        .name(report.contract.place(evidence.unit))
        .fully_qualified_name(report.contract.place(evidence.unit))
        .kind("provision".to_owned())
        .build();
    let page = report
        .page(evidence)
        .map(|page| LogicalLocation::builder().name(page.to_string()).kind("page".to_owned()).build());
    let physical =
        PhysicalLocation::builder().artifact_location(artifact(&report.file)).region(region(report, evidence));
    Location::builder()
        .physical_location(physical.build())
        .logical_locations(std::iter::once(unit).chain(page).collect::<Vec<_>>())
        .message(message(place(report, evidence, lang)))
        .build()
}

/// In a text file, its own lines and characters; elsewhere characters of the text that was read, as the JSON output counts.
fn region(report: &Report, evidence: &Evidence) -> Region {
    let snippet = ArtifactContent::builder().text(report.text.get(evidence.span).to_owned()).build();
    let Some(stretch) = stretch(report, evidence) else {
        let (start, end) = report.text.scalars(evidence.span);
        return Region::builder().char_offset(start as i64).char_length((end - start) as i64).snippet(snippet).build();
    };
    Region::builder()
        .start_line(stretch.start_line as i64)
        .start_column(stretch.start_column as i64)
        .end_line(stretch.end_line as i64)
        .end_column(stretch.end_column as i64)
        .char_offset(stretch.offset as i64)
        .char_length(stretch.length as i64)
        .snippet(snippet)
        .build()
}

fn artifacts(batch: &Batch<'_>) -> Vec<Artifact> {
    let judged = batch.reports.iter().map(|report| {
        let counted = messages::sheet::counted(report.document.kind == Kind::Plain, batch.lang);
        Artifact::builder().location(artifact(&report.file)).description(message(counted.to_owned())).build()
    });
    let unread = batch.unread.iter().map(|unread| Artifact::builder().location(artifact(&unread.file)).build());
    judged.chain(unread).collect()
}

/// What could not be read, and what a reader should know beside the verdicts.
fn notifications(batch: &Batch<'_>) -> Vec<Notification> {
    let unread = batch.unread.iter().map(|Unread { file, cause, hint }| {
        notification(file, "error", messages::sheet::unreadable(cause, hint.as_deref(), batch.lang))
    });
    let noted = batch.reports.iter().flat_map(|report| {
        super::notes(report, batch.lang).into_iter().map(|note| notification(&report.file, "warning", note))
    });
    unread.chain(noted).collect()
}

fn notification(file: &str, level: &str, text: String) -> Notification {
    Notification::builder().level(level).message(message(text)).locations(vec![whole(file)]).build()
}

fn whole(file: &str) -> Location {
    Location::builder().physical_location(PhysicalLocation::builder().artifact_location(artifact(file)).build()).build()
}

fn artifact(file: &str) -> ArtifactLocation {
    ArtifactLocation::builder().uri(uri(file)).build()
}

fn message(text: String) -> Message {
    Message::builder().text(text).build()
}

fn words(text: &str) -> MultiformatMessageString {
    MultiformatMessageString::builder().text(text.to_owned()).build()
}

/// `file` as a URI reference: relative names stay so, absolute ones become `file:`; what is no plain letter is escaped.
fn uri(file: &str) -> String {
    let mut uri = if file.starts_with('/') { "file://".to_owned() } else { String::new() };
    for byte in file.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(byte.into()),
            b'\\' if cfg!(windows) => uri.push('/'),
            _ => uri += &format!("%{byte:02X}"),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_uri_references() {
        assert_eq!(uri("a/b 1.pdf"), "a/b%201.pdf");
        assert_eq!(uri("契.txt"), "%E5%A5%91.txt");
        assert_eq!(uri("c:d.txt"), "c%3Ad.txt");
        assert_eq!(uri("/a/b.txt"), "file:///a/b.txt");
    }
}
