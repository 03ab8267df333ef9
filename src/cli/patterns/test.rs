//! `joko patterns test`: runs the examples of the pattern files and what is derived from them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use anstyle::{AnsiColor, Style};
use joko::messages::tools as words;
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
    let rulebook = rules::load_with_examples(args.dir.as_deref())?;
    let trials = trial::run(&rulebook);
    let failed: Vec<&Trial<'_>> = trials.iter().filter(|trial| !trial.passes()).collect();
    let counts = |trial: &Trial<'_>| trial.mutation.is_none() || args.strict;
    let shown = failed.iter().filter(|trial| args.verbose || counts(trial));
    let mut report: String = shown.map(|trial| failure(trial, &rulebook, lang)).collect();
    report += &table(&trials, &rulebook, lang);
    report += &patterns(&trials, &rulebook, args.verbose, lang);
    let idle = trial::wordings(&rulebook);
    report += &idle.iter().map(|idle| self::idle(idle, &rulebook, lang)).collect::<String>();
    output::write(&report, None)?;
    Ok(if !idle.is_empty() || failed.iter().any(|trial| counts(trial)) { Outcome::Fail } else { Outcome::Pass })
}

/// Where the example stands, what it should come to and what it came to, its text and what matched in it.
fn failure(trial: &Trial<'_>, rulebook: &Rulebook, lang: Lang) -> String {
    let (style, what) = match trial.mutation {
        None => (BAD, words::example(lang)),
        Some(mutation) => (DOUBT, messages::mutation(mutation, lang)),
    };
    let expected = match trial.expected {
        Expected::Is(id) => id.to_owned(),
        Expected::Not(id) => words::other_than(id, lang),
    };
    let verdict = words::expected(&expected, trial.got, lang);
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

/// A model wording that does not provide what it is for.
fn idle(idle: &trial::Idle, rulebook: &Rulebook, lang: Lang) -> String {
    let what = words::idle(idle.got, lang);
    let mut out = format!("{BAD}✗{BAD:#} {BOLD}{}:{}{BOLD:#}  {what}\n", rulebook.file(idle.file), idle.line);
    for line in idle.text.lines().skip(1) {
        let _ = writeln!(out, "    {line}");
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
    let mut out = row("", [words::examples(lang), words::robustness(lang)].map(str::to_owned), |kind| {
        messages::mutation(kind, lang).to_owned()
    });
    for (file, id) in rulebook.ids().enumerate() {
        out += &counts(id, &trials.iter().filter(|trial| trial.file == file).collect::<Vec<_>>());
    }
    out + &counts(words::total(lang), &trials.iter().collect::<Vec<_>>())
}

/// How many of the weakest patterns are named where not all are asked for.
const WEAKEST: usize = 10;

/// For each pattern that matches an example: of what is derived from its examples, how much comes out right. The weakest first.
fn patterns(trials: &[Trial<'_>], rulebook: &Rulebook, all: bool, lang: Lang) -> String {
    let mut figures: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for example in trials.iter().filter(|trial| trial.mutation.is_none()) {
        let derived = trials
            .iter()
            .filter(|trial| trial.mutation.is_some() && (trial.file, trial.line) == (example.file, example.line));
        let (right, run) = derived.fold((0, 0), |(right, run), trial| (right + usize::from(trial.passes()), run + 1));
        for pattern in example.matches.iter().map(|found| found.pattern).collect::<BTreeSet<_>>() {
            let figure = figures.entry(pattern).or_default();
            *figure = (figure.0 + right, figure.1 + run);
        }
    }
    let mut figures: Vec<_> = figures.into_iter().filter(|(_, (_, run))| *run > 0).collect();
    let whole = figures.iter().filter(|(_, (right, run))| right == run).count();
    figures.sort_by_key(|(pattern, (right, run))| (right * 1000 / run, *pattern));
    let count = figures.len();
    let mut out = format!("\n{}\n", words::whole(whole, count, lang));
    let shown = figures.iter().filter(|(_, (right, run))| all || right < run);
    for (pattern, (right, run)) in shown.take(if all { count } else { WEAKEST }) {
        let name = format!("{} {}", rulebook.clause_of(*pattern), rulebook.pattern(*pattern));
        let _ = writeln!(out, "  {}{right}/{run}", pad(&name, 64));
    }
    out
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
        out += &pad(&cell, 14);
    }
    for mutation in Mutation::ALL {
        out += &pad(&kind(mutation), 10);
    }
    out.trim_end().to_owned() + "\n"
}
