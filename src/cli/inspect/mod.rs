//! `joko inspect`: what the analyzer saw at each stage. Each stage has a file, with lines for people and a struct for programs.

mod findings;
mod outline;
mod parties;
mod sentences;
mod statements;

use joko::analyze::{Analysis, Options, dissect};
use joko::contract::{Contract, UnitId};
use joko::document::{self, Document};
use joko::messages::Lang;
use joko::rulebook::Rulebook;
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
    let document = read(args, bytes)?;
    match args.stage {
        Stage::Text => return Ok(text(&Text::of(&document), args.format)),
        Stage::Outline => {
            let text = Text::of(&document);
            let view = View { contract: &Contract::of(&text), text: &text, lang };
            return Ok(outline::show(view, args.format));
        }
        Stage::Sentences | Stage::Parties | Stage::Statements | Stage::Findings => {}
    }
    let rulebook = rules::load(args.patterns.as_deref())?;
    let analysis = dissect(document, &rulebook, &Options::default());
    Ok(show_analysis(args, &analysis, &rulebook, lang))
}

fn show_analysis(args: &Inspect, analysis: &Analysis, rulebook: &Rulebook, lang: Lang) -> String {
    let view = View { contract: &analysis.contract, text: &analysis.text, lang };
    match args.stage {
        Stage::Text => text(&analysis.text, args.format),
        Stage::Outline => outline::show(view, args.format),
        Stage::Sentences => sentences::show(&analysis.sentences, view, args.format),
        Stage::Parties => parties::show(&analysis.parties, view, args.format),
        Stage::Statements => statements::show(analysis, view, args.format),
        Stage::Findings => findings::show(&analysis.findings, rulebook, view, args.format),
    }
}

fn read(args: &Inspect, bytes: &[u8]) -> Result<Document, Failure> {
    let options = args.read.options();
    document::read(bytes, &args.file, &options).map_err(|source| Failure::Read { file: args.file.clone(), source })
}

/// The normalised text and nothing else: `start` and `end` of the JSON report count in it.
fn text(text: &Text, format: Format) -> String {
    #[derive(Serialize)]
    struct Json<'a> {
        text: &'a str,
    }
    match format {
        Format::Text => text.norm.clone(),
        Format::Json => output::json(&Json { text: &text.norm }),
    }
}

/// What every stage needs to show its product.
#[derive(Clone, Copy)]
struct View<'a> {
    contract: &'a Contract,
    text: &'a Text,
    lang: Lang,
}

/// Words of the contract with their place.
#[derive(Serialize)]
struct Quoted<'a> {
    at: String,
    words: &'a str,
    start: usize,
    end: usize,
}

impl<'a> View<'a> {
    fn words(self, span: Span) -> &'a str {
        self.text.get(span)
    }

    fn quoted(self, span: Span) -> Quoted<'a> {
        let at = self.contract.unit_at(span.start).map(|unit| self.place(unit)).unwrap_or_default();
        let (start, end) = self.text.scalars(span);
        Quoted { at, words: self.words(span), start, end }
    }

    fn place(self, unit: UnitId) -> String {
        self.contract.place(unit)
    }
}
