//! `joko inspect`: what the analyzer saw at each stage. Each stage has one function for people and one struct for programs.

use std::fmt::Write;
use std::path::Path;

use joko::analyze::{Options, analyze};
use joko::contract::{Contract, UnitId, UnitKind};
use joko::document::{self, ReadOptions};
use joko::messages::{self, Lang};
use joko::party::{Party, Role};
use joko::report::Report;
use joko::span::Span;
use joko::text::Text;
use serde::Serialize;

use super::args::{Format, Inspect, Stage};
use super::error::Failure;
use super::{Outcome, input, output, rules};

pub(super) fn run(args: &Inspect, lang: Lang) -> Result<Outcome, Failure> {
    let bytes = input::bytes(&args.file)?;
    let shown = input::guarded(&args.file, || show(args, &bytes, lang))?;
    output::write(&shown, None)?;
    Ok(Outcome::Pass)
}

fn show(args: &Inspect, bytes: &[u8], lang: Lang) -> Result<String, Failure> {
    let read = ReadOptions { password: args.read.password.clone() };
    match args.stage {
        Stage::Text => Ok(text(&read_text(bytes, &args.file, &read)?, args.format)),
        Stage::Outline => Ok(outline(&read_text(bytes, &args.file, &read)?, args.format, lang)),
        Stage::Parties => Ok(parties(&read_report(bytes, &args.file, read)?, args.format, lang)),
    }
}

fn read_text(bytes: &[u8], file: &Path, read: &ReadOptions) -> Result<Text, Failure> {
    let document = document::read(bytes, file, read);
    let document = document.map_err(|source| Failure::Read { file: file.to_owned(), source })?;
    Ok(Text::of(&document))
}

fn read_report(bytes: &[u8], file: &Path, read: ReadOptions) -> Result<Report, Failure> {
    let options = Options { read, roles: Vec::new() };
    let report = analyze(bytes, file, &rules::load(), &options);
    report.map_err(|source| Failure::Read { file: file.to_owned(), source })
}

/// The normalised text and nothing else: `start` and `end` of the JSON report count in it.
fn text(text: &Text, format: Format) -> String {
    match format {
        Format::Text => text.norm.clone(),
        Format::Json => output::json(&TextJson { text: &text.norm }),
    }
}

#[derive(Serialize)]
struct TextJson<'a> {
    text: &'a str,
}

fn outline(text: &Text, format: Format, lang: Lang) -> String {
    let contract = Contract::of(text);
    let units = (0..).zip(&contract.units).map(|(index, _)| UnitId(index));
    match format {
        Format::Text => units.map(|id| outline_line(&contract, id, text, lang)).collect(),
        Format::Json => {
            let units: Vec<UnitJson> = units.map(|id| UnitJson::of(&contract, id, text)).collect();
            output::json(&units)
        }
    }
}

/// `  第3条第1項  乙は、利用者との間で…`
fn outline_line(contract: &Contract, id: UnitId, text: &Text, lang: Lang) -> String {
    let unit = contract.unit(id);
    let indent = "  ".repeat(depth(contract, id));
    let mut line = format!("{indent}{}", name(contract, id, lang));
    if let Some(caption) = unit.caption {
        let _ = write!(line, "（{}）", text.get(caption));
    }
    if unit.struck {
        line.push_str(lang.of("［削除］", " [struck]"));
    }
    if let Some(body) = unit.body.first() {
        let _ = write!(line, "  {}", beginning(text.get(*body)));
    }
    line.push('\n');
    line
}

/// The unit's place, or its kind where it has none of its own.
fn name(contract: &Contract, id: UnitId, lang: Lang) -> String {
    match contract.place(id) {
        place if place.is_empty() => messages::unit_kind(contract.unit(id).kind, lang).to_owned(),
        place => place,
    }
}

fn depth(contract: &Contract, id: UnitId) -> usize {
    std::iter::successors(contract.unit(id).parent, |parent| contract.unit(*parent).parent).count()
}

/// Enough of `line` to know it by.
fn beginning(line: &str) -> String {
    const LONG: usize = 40;
    match line.char_indices().nth(LONG) {
        None => line.to_owned(),
        Some(_) => line.chars().take(LONG).chain(['…']).collect(),
    }
}

#[derive(Serialize)]
struct UnitJson<'a> {
    at: String,
    kind: &'static str,
    caption: Option<&'a str>,
    parent: Option<u32>,
    struck: bool,
    start: usize,
    end: usize,
    body: Vec<&'a str>,
}

impl<'a> UnitJson<'a> {
    fn of(contract: &Contract, id: UnitId, text: &'a Text) -> Self {
        let unit = contract.unit(id);
        let (start, end) = text.scalars(unit.span);
        Self {
            at: contract.place(id),
            kind: kind(unit.kind),
            caption: unit.caption.map(|span| text.get(span)),
            parent: unit.parent.map(|UnitId(index)| index),
            struck: unit.struck,
            start,
            end,
            body: unit.body.iter().map(|span| text.get(*span)).collect(),
        }
    }
}

const fn kind(kind: UnitKind) -> &'static str {
    match kind {
        UnitKind::Title => "title",
        UnitKind::Toc => "toc",
        UnitKind::Preamble => "preamble",
        UnitKind::Agreement => "agreement",
        UnitKind::Chapter => "chapter",
        UnitKind::Article => "article",
        UnitKind::Paragraph => "paragraph",
        UnitKind::Item => "item",
        UnitKind::Subitem => "subitem",
        UnitKind::SupplProvision => "suppl-provision",
        UnitKind::Annex => "annex",
        UnitKind::Signature => "signature",
    }
}

fn parties(report: &Report, format: Format, lang: Lang) -> String {
    match format {
        Format::Text => report.parties.iter().map(|party| party_lines(party, report, lang)).collect(),
        Format::Json => {
            let parties: Vec<PartyJson> = report.parties.iter().map(|party| PartyJson::of(party, report)).collect();
            output::json(&parties)
        }
    }
}

/// The names and the role, then the words that the role rests on.
fn party_lines(party: &Party, report: &Report, lang: Lang) -> String {
    let role = party.role.map_or(lang.of("役割不明", "unknown role"), |role| messages::role(role, lang));
    let mut lines = format!("{}  {role}\n", party.names.join(lang.of("、", ", ")));
    for Quoted { at, words, .. } in quoted(&party.because, report) {
        let _ = writeln!(lines, "  {at}  {words}");
    }
    lines
}

#[derive(Serialize)]
struct PartyJson<'a> {
    names: &'a [String],
    role: Option<&'static str>,
    because: Vec<Quoted<'a>>,
}

#[derive(Serialize)]
struct Quoted<'a> {
    at: String,
    words: &'a str,
    start: usize,
    end: usize,
}

impl<'a> PartyJson<'a> {
    fn of(party: &'a Party, report: &'a Report) -> Self {
        let role = party.role.map(|role| match role {
            Role::Upstream => "upstream",
            Role::Operator => "operator",
            Role::User => "user",
        });
        Self { names: &party.names, role, because: quoted(&party.because, report) }
    }
}

fn quoted<'a>(spans: &[Span], report: &'a Report) -> Vec<Quoted<'a>> {
    let quoted = |span: &Span| {
        let unit = report.contract.unit_at(span.start);
        let (start, end) = report.text.scalars(*span);
        let at = unit.map(|unit| report.contract.place(unit)).unwrap_or_default();
        Quoted { at, words: report.text.get(*span), start, end }
    };
    spans.iter().map(quoted).collect()
}
