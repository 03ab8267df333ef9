//! What `joko corpus` prints for people: figures, tables, changes and mistakes.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};
use joko::corpus::{Change, Difference, Effect, GOLD_VERDICTS, Mistake, MistakeKind, Part, Quote, Ratio, Score};
use joko::messages::{Lang, corpus as words};
use joko::report::wrap::pad;

use super::corpus::{FormDifference, HiddenChanges, PartScore, Summary};

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const GOOD: Style = AnsiColor::Green.on_default();
const BAD: Style = AnsiColor::Red.on_default();

/// All that a run came to; what calls for action comes last, where the reader's eye is.
pub(super) fn run(summary: &Summary, lang: Lang) -> String {
    let mut out = String::new();
    for part in &summary.parts {
        out += &figures(part, lang);
    }
    for mistake in &summary.mistakes {
        out += &self::mistake(mistake);
    }
    if !summary.hidden_mistakes.is_empty() {
        let counts = summary.hidden_mistakes.iter().map(|count| format!("{} {}", count.clause, count.wrong));
        let counts = counts.collect::<Vec<_>>().join(", ");
        let _ = writeln!(out, "{} {counts}\n", words::blind_wrong(lang));
    }
    out += &forms(summary, lang);
    for failure in &summary.failures {
        let _ = writeln!(out, "{BAD}{}{BAD:#} {failure}", words::unread_documents(lang));
    }
    out + &changes(&summary.changes, &summary.hidden_changes, lang)
}

/// Every change since the baseline was saved, and how many of each sort.
pub(super) fn changes(changes: &[Change], hidden: &HiddenChanges, lang: Lang) -> String {
    let mut out = String::new();
    for change in changes.iter().filter(|change| change.effect != Effect::New) {
        let (style, word) = match change.effect {
            Effect::Worse => (BAD, words::worse(lang)),
            Effect::Better => (GOOD, words::better(lang)),
            Effect::Different | Effect::New => (DIM, words::changed(lang)),
        };
        let (before, now) = (change.before.join(" "), change.now.join(" "));
        let _ = writeln!(out, "{style}{word}{style:#} {} {}: {before} → {now}", change.case.id, change.clause);
    }
    out + &tally(changes, hidden, lang)
}

/// One line: how many changes of each sort.
fn tally(changes: &[Change], hidden: &HiddenChanges, lang: Lang) -> String {
    let count = |effect, hidden: usize| hidden + changes.iter().filter(|change| change.effect == effect).count();
    let worse = count(Effect::Worse, hidden.worse);
    let better = count(Effect::Better, hidden.better);
    let different = count(Effect::Different, hidden.different);
    let new = count(Effect::New, hidden.new);
    let mut line = format!(
        "{BOLD}{}{BOLD:#}  {}",
        words::since_the_baseline(lang),
        words::changes(worse, better, different, new, lang)
    );
    let HiddenChanges { worse, better, different, .. } = hidden;
    if worse + better + different > 0 {
        line += &words::of_these_blind(*worse, *better, *different, lang);
    }
    line + "\n"
}

fn figures(PartScore { part, score }: &PartScore, lang: Lang) -> String {
    let name = match part {
        Part::Seen => words::seen(lang),
        Part::Blind => words::blind(lang),
    };
    let size = words::size(score.contracts, score.unrelated, lang);
    let mut out = format!("{BOLD}{name}{BOLD:#}  {size}\n");
    for (label, figure) in headline(score, lang) {
        let _ = writeln!(out, "  {}{figure}", pad(label, 44));
    }
    if score.contracts > 0 {
        out += &by_clause(score, lang);
        out += &by_verdict(score, lang);
        out += &confusion(score, lang);
    }
    out + "\n"
}

fn headline(score: &Score, lang: Lang) -> Vec<(&'static str, String)> {
    let evidence = &score.evidence;
    vec![
        (words::verdicts_right(lang), percent(score.verdicts)),
        ("macro-F1", f1(score.macro_f1)),
        (words::false_found(lang), percent(score.false_found)),
        (words::contradicted_recall(lang), percent(score.contradicted_recall)),
        (words::main_place_exact(lang), percent(evidence.exact)),
        (words::gold_places_named(lang), percent(evidence.recall)),
        (words::named_places_right(lang), percent(evidence.precision)),
        (words::gold_words_touched(lang), percent(evidence.touched)),
        (words::roles_right(lang), percent(score.roles)),
        (words::agency_right(lang), percent(score.agency_sales)),
        (words::verdicts_marked(lang), percent(score.marked)),
        (words::wrong_marked(lang), percent(score.wrong_marked)),
        (words::unrelated_not_missing(lang), percent(score.unrelated_not_missing)),
    ]
}

fn by_clause(score: &Score, lang: Lang) -> String {
    let mut rows = vec![
        ["", words::right(lang), "macro", "found", "part.", "contr.", "miss.", words::main_place(lang)]
            .map(str::to_owned),
    ];
    for clause in &score.by_clause {
        let mut row = [const { String::new() }; 8];
        row[0].clone_from(&clause.id);
        row[1] = percent(clause.verdicts);
        row[2] = f1(clause.macro_f1);
        for (cell, verdict) in row[3..7].iter_mut().zip(&clause.by_verdict) {
            *cell = f1(verdict.f1);
        }
        row[7] = percent(clause.exact);
        rows.push(row);
    }
    table(words::by_clause(lang), &rows, [26, 20, 8, 8, 8, 8, 8, 20])
}

fn by_verdict(score: &Score, lang: Lang) -> String {
    let mut rows = vec![["", words::precision(lang), words::recall(lang), "F1"].map(str::to_owned)];
    for verdict in &score.by_verdict {
        let id = verdict.verdict.id().to_owned();
        rows.push([id, percent(verdict.precision), percent(verdict.recall), f1(verdict.f1)]);
    }
    table(words::by_verdict(lang), &rows, [26, 20, 20, 8])
}

fn confusion(score: &Score, lang: Lang) -> String {
    let mut rows = vec![["", "found", "partial", "contr.", "missing", "undet."].map(str::to_owned)];
    for (verdict, counts) in GOLD_VERDICTS.into_iter().zip(&score.confusion) {
        let mut row = [const { String::new() }; 6];
        verdict.id().clone_into(&mut row[0]);
        for (cell, count) in row[1..].iter_mut().zip(counts) {
            *cell = count.to_string();
        }
        rows.push(row);
    }
    table(words::confusion(lang), &rows, [26, 9, 9, 9, 9, 9])
}

fn table<const N: usize>(title: &str, rows: &[[String; N]], widths: [usize; N]) -> String {
    let mut out = format!("\n  {BOLD}{title}{BOLD:#}\n");
    for row in rows {
        let cells: String = row.iter().zip(widths).map(|(cell, width)| pad(cell, width)).collect();
        let _ = writeln!(out, "  {}", cells.trim_end());
    }
    out
}

/// `90.3 %  325/360`
fn percent(ratio: Ratio) -> String {
    let Ratio { count, of } = ratio;
    ratio.share().map_or_else(|| "–".to_owned(), |share| format!("{:5.1} %  {count}/{of}", share * 100.0))
}

fn f1(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format!("{value:.3}"))
}

fn mistake(mistake: &Mistake) -> String {
    let Mistake { case, about, gold, ours, .. } = mistake;
    let said = match mistake.kind {
        MistakeKind::Place => format!("{gold}, other place"),
        MistakeKind::Verdict | MistakeKind::AgencySales => format!("gold {gold}, joko {ours}"),
        MistakeKind::Role => format!("gold {gold}, joko {}", if ours.is_empty() { "–" } else { ours }),
    };
    let mut out = format!("{BOLD}{}{BOLD:#} {about}: {said}\n", case.id);
    for (style, quotes) in [(GOOD, &mistake.gold_quotes), (BAD, &mistake.our_quotes)] {
        for Quote { at, words } in quotes {
            let who = if style == GOOD { "gold" } else { "joko" };
            let _ = writeln!(out, "  {style}{who}{style:#} {at}「{words}」");
        }
    }
    out + "\n"
}

/// One row for each form, then what came out otherwise.
fn forms(summary: &Summary, lang: Lang) -> String {
    if summary.forms.is_empty() {
        return String::new();
    }
    let head = [
        words::form(lang),
        words::files(lang),
        words::verdicts(lang),
        words::main_places(lang),
        words::roles(lang),
        words::characters(lang),
        words::unreadable(lang),
    ];
    let mut rows = vec![head.map(str::to_owned)];
    for score in &summary.forms {
        let characters =
            score.characters.share().map_or_else(|| "–".to_owned(), |share| format!("{:7.3} %", share * 100.0));
        rows.push([
            score.form.clone(),
            score.files.to_string(),
            percent(score.verdicts),
            percent(score.places),
            percent(score.roles),
            characters,
            score.unreadable.to_string(),
        ]);
    }
    let title = words::other_forms(lang);
    let mut out = table(title, &rows, [12, 7, 20, 20, 20, 12, 8]) + "\n";
    for FormDifference { case, form, failure, differences } in &summary.form_differences {
        let what = words::differs_by_form(lang);
        if let Some(failure) = failure {
            let _ = writeln!(out, "{BAD}{what}{BAD:#} {case} {form}: {failure}");
            continue;
        }
        for Difference { about, text, form: other } in differences {
            let _ = writeln!(out, "{BAD}{what}{BAD:#} {case} {form} {about}: {text} → {other}");
        }
    }
    if summary.hidden_form_differences > 0 {
        let what = words::blind_by_form(lang);
        let _ = writeln!(out, "{what} {}", summary.hidden_form_differences);
    }
    out + "\n"
}
