//! `joko patterns test`: runs the examples of the pattern files and what is derived from them.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};
use joko::messages::{self, Lang};
use joko::pattern::{Expected, Mutation};
use joko::report::wrap::pad;
use joko::rulebook::Rulebook;
use joko::trial::{self, Trial};

use crate::cli::args::PatternsTest;
use crate::cli::error::Failure;
use crate::cli::{Outcome, output, rules};

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const BAD: Style = AnsiColor::Red.on_default();
const DOUBT: Style = AnsiColor::Yellow.on_default();

pub(super) fn run(args: &PatternsTest, lang: Lang) -> Result<Outcome, Failure> {
    let rulebook = rules::load(args.dir.as_deref())?;
    let trials = trial::run(&rulebook);
    let failed: Vec<&Trial<'_>> = trials.iter().filter(|trial| !trial.passes()).collect();
    let counts = |trial: &Trial<'_>| trial.mutation.is_none() || args.strict;
    let shown = failed.iter().filter(|trial| args.verbose || counts(trial));
    let mut report: String = shown.map(|trial| failure(trial, &rulebook, lang)).collect();
    report += &table(&trials, &rulebook, lang);
    output::write(&report, None)?;
    Ok(if failed.iter().any(|trial| counts(trial)) { Outcome::Fail } else { Outcome::Pass })
}

/// Where the example stands, what it should come to and what it came to, its text and what matched in it.
fn failure(trial: &Trial<'_>, rulebook: &Rulebook, lang: Lang) -> String {
    let (style, what) = match trial.mutation {
        None => (BAD, lang.of("例文", "example")),
        Some(mutation) => (DOUBT, messages::mutation(mutation, lang)),
    };
    let expected = match (trial.expected, lang) {
        (Expected::Is(id), _) => id.to_owned(),
        (Expected::Not(id), Lang::Ja) => format!("{id} 以外"),
        (Expected::Not(id), Lang::En) => format!("not {id}"),
    };
    let verdict =
        lang.of(format!("期待 {expected}、判定 {}", trial.got), format!("expected {expected}, got {}", trial.got));
    let mut out =
        format!("{style}✗{style:#} {BOLD}{}:{}{BOLD:#}  {what}  {verdict}\n", rulebook.file(trial.file), trial.line);
    for line in trial.text.lines().skip(1) {
        let _ = writeln!(out, "    {line}");
    }
    let _ = writeln!(out, "    {DIM}{}{DIM:#}", roles(trial, lang));
    for found in &trial.matches {
        let effect = messages::effect(rulebook.effect(found.pattern), lang);
        let _ = writeln!(out, "    → {}  {effect}「{}」", rulebook.pattern(found.pattern), found.words);
    }
    out + "\n"
}

/// 「乙=事業者 甲=上位プロバイダー」
fn roles(trial: &Trial<'_>, lang: Lang) -> String {
    let roles = trial.roles.iter().map(|(name, role)| format!("{name}={}", messages::role(*role, lang)));
    roles.collect::<Vec<_>>().join(" ")
}

/// One row a clause: examples, all that is derived from them, and each kind of it.
fn table(trials: &[Trial<'_>], rulebook: &Rulebook, lang: Lang) -> String {
    let mut out = row(
        "",
        [lang.of("例文", "examples"), lang.of("変化への強さ", "robustness")].map(str::to_owned),
        |kind| messages::mutation(kind, lang).to_owned(),
    );
    for (file, id) in rulebook.ids().enumerate() {
        out += &counts(id, &trials.iter().filter(|trial| trial.file == file).collect::<Vec<_>>());
    }
    out + &counts(lang.of("合計", "total"), &trials.iter().collect::<Vec<_>>())
}

fn counts(name: &str, trials: &[&Trial<'_>]) -> String {
    let of = |wanted: &dyn Fn(Option<Mutation>) -> bool| {
        let all = trials.iter().filter(|trial| wanted(trial.mutation));
        let (passed, run) = all.fold((0, 0), |(passed, run), trial| (passed + usize::from(trial.passes()), run + 1));
        if run == 0 { "–".to_owned() } else { format!("{passed}/{run}") }
    };
    row(name, [of(&|mutation| mutation.is_none()), of(&|mutation| mutation.is_some())], |kind| {
        of(&|mutation| mutation == Some(kind))
    })
}

fn row(name: &str, cells: [String; 2], kind: impl Fn(Mutation) -> String) -> String {
    let mut out = pad(name, 26);
    for cell in cells {
        out += &pad(&cell, 15);
    }
    for mutation in Mutation::ALL {
        out += &pad(&kind(mutation), 15);
    }
    out.trim_end().to_owned() + "\n"
}
