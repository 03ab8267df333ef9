//! `joko corpus`: judges the corpus anew and holds the verdicts against the gold labels and the saved baseline.

use std::path::Path;

use joko::corpus::{self, Baseline, Case, Change, Difference, Effect, FormScore, Mistake, Part, Score, mistakes};
use joko::messages::Lang;
use joko::parallel;
use joko::rulebook::Rulebook;
use serde::Serialize;

use super::args::{self, Corpus, CorpusCases, CorpusCommand, CorpusRun, Format};
use super::error::Failure;
use super::{Outcome, corpus_text, output, rules};

pub(super) fn run(args: &Corpus, lang: Lang) -> Result<Outcome, Failure> {
    match &args.command {
        CorpusCommand::Run(args) => run_cases(args, lang),
        CorpusCommand::Diff(args) => diff(args, lang),
    }
}

/// What a run came to, as it is printed.
#[derive(Serialize)]
pub(super) struct Summary<'a> {
    /// The figures of each part, seen and blind apart.
    pub(super) parts: Vec<PartScore>,
    /// What changed since the baseline was saved, as far as it may be shown.
    pub(super) changes: Vec<Change<'a>>,
    /// How many changes are not shown, so that blind cases stay blind.
    pub(super) hidden_changes: HiddenChanges,
    /// What is wrong, where it was asked for and may be shown.
    pub(super) mistakes: Vec<Mistake<'a>>,
    /// For blind cases, only how many verdicts on each clause are wrong.
    pub(super) hidden_mistakes: Vec<HiddenMistakes>,
    /// Form by form, how far they were judged as the text.
    pub(super) forms: Vec<FormScore>,
    /// Other forms of a document that were judged otherwise, as far as they may be shown.
    pub(super) form_differences: Vec<FormDifference>,
    /// How many verdicts, places and roles differ that are not shown.
    pub(super) hidden_form_differences: usize,
    /// Documents that could not be read.
    pub(super) failures: Vec<String>,
}

#[derive(Serialize)]
pub(super) struct PartScore {
    pub(super) part: Part,
    #[serde(flatten)]
    pub(super) score: Score,
}

#[derive(Default, Serialize)]
pub(super) struct HiddenChanges {
    pub(super) worse: usize,
    pub(super) better: usize,
    pub(super) different: usize,
    pub(super) new: usize,
}

#[derive(Serialize)]
pub(super) struct HiddenMistakes {
    pub(super) clause: String,
    pub(super) wrong: usize,
}

#[derive(Serialize)]
pub(super) struct FormDifference {
    pub(super) case: String,
    pub(super) form: String,
    /// Why it could not be read, if so.
    pub(super) failure: Option<String>,
    /// What came out otherwise.
    pub(super) differences: Vec<Difference>,
}

type Judged<'a> = Vec<(&'a Case, &'a corpus::Outcome)>;

fn run_cases(args: &CorpusRun, lang: Lang) -> Result<Outcome, Failure> {
    let all = corpus::load(&args.cases.dir)?;
    let cases = select(&all, &args.cases)?;
    let rulebook = rules::load(args.cases.patterns.as_deref())?;
    let outcomes = judge(&cases, &rulebook);
    let judged: Judged = cases.iter().copied().zip(&outcomes).collect();
    let path = args.cases.dir.join("baseline.toml");
    let mut baseline = Baseline::load(&path)?;
    let changes = baseline.changes(&judged);
    let worse = changes.iter().any(|change| change.effect == Effect::Worse);
    let forms = match &args.forms {
        Some(folder) => forms(&judged, folder.as_deref().unwrap_or(&args.cases.dir.join("forms")), &rulebook)?,
        None => Forms::default(),
    };
    let broken = forms.differ() || outcomes.iter().any(|outcome| outcome.failure.is_some());

    let summary = summarize(args, &judged, changes, forms);
    let shown = match args.format {
        Format::Text => corpus_text::run(&summary, lang),
        Format::Json => output::json(&summary),
    };
    output::write(&shown, None)?;
    if args.update_baseline {
        baseline.update(&judged);
        baseline.retain(&all);
        save(&baseline, &path)?;
    }
    Ok(if broken || (worse && !args.update_baseline) { Outcome::Fail } else { Outcome::Pass })
}

fn diff(args: &CorpusCases, lang: Lang) -> Result<Outcome, Failure> {
    let all = corpus::load(&args.dir)?;
    let cases = select(&all, args)?;
    let outcomes = judge(&cases, &rules::load(args.patterns.as_deref())?);
    let judged: Judged = cases.iter().copied().zip(&outcomes).collect();
    let changes = Baseline::load(&args.dir.join("baseline.toml"))?.changes(&judged);
    let worse = changes.iter().any(|change| change.effect == Effect::Worse);
    let (shown, hidden) = hide(changes, args.reveal);
    output::write(&corpus_text::changes(&shown, &hidden, lang), None)?;
    Ok(if worse { Outcome::Fail } else { Outcome::Pass })
}

fn select<'a>(all: &'a [Case], args: &CorpusCases) -> Result<Vec<&'a Case>, Failure> {
    if let Some(id) = args.ids.iter().find(|id| !all.iter().any(|case| case.id == **id)) {
        let known = all.iter().map(|case| case.id.clone()).collect();
        return Err(Failure::UnknownId { id: id.clone(), known });
    }
    let of_part = |case: &&Case| match args.part {
        args::Part::Seen => case.part == Part::Seen,
        args::Part::Blind => case.part == Part::Blind,
        args::Part::All => true,
    };
    let named = |case: &&Case| args.ids.is_empty() || args.ids.contains(&case.id);
    Ok(all.iter().filter(of_part).filter(named).collect())
}

fn judge(cases: &[&Case], rulebook: &Rulebook) -> Vec<corpus::Outcome> {
    parallel::map(cases, parallel::available(), |case| corpus::run(case, rulebook))
}

/// What other forms of the documents came to.
#[derive(Default)]
struct Forms {
    scores: Vec<FormScore>,
    /// For each file that was judged otherwise, its part of the corpus.
    differences: Vec<(Part, FormDifference)>,
}

impl Forms {
    /// Whether a verdict or the place that it rests on came out otherwise. Further names of a party, such as with its signer's title, are
    /// told and do no harm.
    fn differ(&self) -> bool {
        let other = |score: &FormScore| {
            let ratios = [score.verdicts, score.places];
            score.unreadable > 0 || ratios.iter().any(|ratio| ratio.count < ratio.of)
        };
        self.scores.iter().any(other)
    }

    /// Takes out what must not be shown of blind cases, and counts it.
    fn hide(self, reveal: bool) -> (Vec<FormDifference>, usize) {
        let (shown, hidden): (Vec<_>, Vec<_>) =
            self.differences.into_iter().partition(|(part, _)| *part == Part::Seen || reveal);
        let count = hidden.iter().map(|(_, file)| file.differences.len()).sum();
        (shown.into_iter().map(|(_, file)| file).collect(), count)
    }
}

fn forms(judged: &Judged, folder: &Path, rulebook: &Rulebook) -> Result<Forms, Failure> {
    let files = corpus::forms(judged, folder)?;
    let compared = parallel::map(&files, parallel::available(), |file| corpus::compare(file, rulebook));
    let mut forms = Forms::default();
    for (file, comparison) in files.iter().zip(compared) {
        if forms.scores.last().is_none_or(|score| score.form != file.form) {
            forms.scores.push(FormScore { form: file.form.clone(), ..FormScore::default() });
        }
        if let Some(score) = forms.scores.last_mut() {
            score.add(&comparison);
        }
        if comparison.failure.is_some() || !comparison.differences.is_empty() {
            let difference = FormDifference {
                case: file.case.id.clone(),
                form: file.form.clone(),
                failure: comparison.failure,
                differences: comparison.differences,
            };
            forms.differences.push((file.case.part, difference));
        }
    }
    Ok(forms)
}

fn summarize<'a>(args: &CorpusRun, judged: &Judged<'a>, changes: Vec<Change<'a>>, mut forms: Forms) -> Summary<'a> {
    let (changes, hidden_changes) = hide(changes, args.cases.reveal);
    let scores = std::mem::take(&mut forms.scores);
    let (form_differences, hidden_form_differences) = forms.hide(args.cases.reveal);
    let (shown, hidden): (Judged, Judged) =
        judged.iter().copied().partition(|(case, _)| case.part == Part::Seen || args.cases.reveal);
    Summary {
        parts: [Part::Seen, Part::Blind].into_iter().filter_map(|part| PartScore::of(part, judged)).collect(),
        changes,
        hidden_changes,
        mistakes: if args.verbose { mistakes(&shown) } else { Vec::new() },
        hidden_mistakes: if args.verbose { count_mistakes(&mistakes(&hidden)) } else { Vec::new() },
        forms: scores,
        form_differences,
        hidden_form_differences,
        failures: judged.iter().filter_map(|(_, outcome)| outcome.failure.clone()).collect(),
    }
}

impl PartScore {
    fn of(part: Part, judged: &Judged) -> Option<Self> {
        let cases: Judged = judged.iter().copied().filter(|(case, _)| case.part == part).collect();
        (!cases.is_empty()).then(|| Self { part, score: Score::of(&cases) })
    }
}

/// Takes out what must not be shown of blind cases, and counts it.
fn hide(changes: Vec<Change>, reveal: bool) -> (Vec<Change>, HiddenChanges) {
    let (shown, hidden): (Vec<_>, Vec<_>) =
        changes.into_iter().partition(|change| change.case.part == Part::Seen || reveal);
    let count = |effect| hidden.iter().filter(|change| change.effect == effect).count();
    let hidden = HiddenChanges {
        worse: count(Effect::Worse),
        better: count(Effect::Better),
        different: count(Effect::Different),
        new: count(Effect::New),
    };
    (shown, hidden)
}

fn count_mistakes(mistakes: &[Mistake]) -> Vec<HiddenMistakes> {
    let mut counts: Vec<HiddenMistakes> = Vec::new();
    for mistake in mistakes.iter().filter(|mistake| mistake.kind == corpus::MistakeKind::Verdict) {
        match counts.iter_mut().find(|count| count.clause == mistake.about) {
            Some(count) => count.wrong += 1,
            None => counts.push(HiddenMistakes { clause: mistake.about.to_owned(), wrong: 1 }),
        }
    }
    counts
}

fn save(baseline: &Baseline, path: &Path) -> Result<(), Failure> {
    baseline.save(path).map_err(|source| Failure::Write { file: path.to_owned(), source })
}
