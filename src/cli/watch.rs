//! `joko check --watch`: judges drafts again whenever they are saved, and shows what changed.

use std::collections::BTreeSet;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use joko::analyze::Options;
use joko::messages::Lang;
use joko::report::Report;
use joko::report::diff::{Change, terminal as changes, verdicts};
use joko::report::terminal::{self, View};
use joko::rulebook::Rulebook;
use notify_debouncer_full::notify::{self, EventKind, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, new_debouncer};

use super::args::{Check, CheckFormat};
use super::error::Failure;
use super::{Outcome, input, output};

/// Editors write a file in several steps; what follows within this time belongs together.
const SETTLED: Duration = Duration::from_millis(80);
/// Files are given this long to come back before they are called gone: some editors take them away for a moment.
const GONE: Duration = Duration::from_millis(150);

/// Judges, waits, and judges again until it is interrupted or nobody reads what it prints.
pub(super) fn run(args: &Check, lang: Lang) -> Result<Outcome, Failure> {
    refuse(args)?;
    let mut session = Session::start(args, lang)?;
    let (sender, saved) = mpsc::channel();
    let tell = move |result: DebounceEventResult| {
        // Only at the end of the program does nobody listen any more.
        let _ = sender.send(result);
    };
    let mut watcher =
        new_debouncer(SETTLED, Some(SETTLED / 4), tell).map_err(|source| unwatched(&args.files[0], source))?;
    // Watched before it is read, so that no save between the two is missed.
    for folder in session.folders() {
        watcher.watch(&folder, RecursiveMode::NonRecursive).map_err(|source| unwatched(&folder, source))?;
    }
    for at in 0..session.drafts.len() {
        session.look(at)?;
    }
    session.wait()?;
    for result in saved {
        let Some(touched) = touched(result) else {
            // Some events were lost: everything may have changed.
            session.look_at_all(|_| true)?;
            continue;
        };
        session.look_at_all(|draft| draft.names.iter().any(|name| touched.contains(name)))?;
    }
    Ok(Outcome::Pass)
}

/// What cannot be watched, or not be shown so.
fn refuse(args: &Check) -> Result<(), Failure> {
    if args.format != CheckFormat::Text || args.target.output.is_some() {
        return Err(Failure::WatchShows);
    }
    if args.files.iter().any(|file| input::is_standard(file)) {
        return Err(Failure::WatchStdin);
    }
    Ok(())
}

fn unwatched(file: &Path, source: notify::Error) -> Failure {
    let source = match source.kind {
        notify::ErrorKind::Io(source) => source,
        notify::ErrorKind::PathNotFound => io::Error::from(ErrorKind::NotFound),
        other => io::Error::other(notify::Error::new(other)),
    };
    Failure::Watch { file: file.to_owned(), source }
}

/// The files that something happened to; `None` where that is not known. Being read is nothing that happens to a file.
fn touched(result: DebounceEventResult) -> Option<BTreeSet<PathBuf>> {
    let events = result.ok()?;
    if events.iter().any(|event| event.need_rescan()) {
        return None;
    }
    let written = events.iter().filter(|event| !matches!(event.kind, EventKind::Access(_)));
    Some(written.flat_map(|event| event.paths.iter().cloned()).collect())
}

struct Session<'a> {
    args: &'a Check,
    lang: Lang,
    rulebook: Rulebook,
    options: Options,
    drafts: Vec<Draft>,
}

/// A file that is being written.
struct Draft {
    /// As it was given.
    file: PathBuf,
    /// What the system may call it: its name in its folder, and what that links to.
    names: Vec<PathBuf>,
    /// Whether it could not be opened when it was last looked at.
    gone: bool,
    /// What it held then, if it could.
    bytes: Option<Vec<u8>>,
    /// What it came to when it could last be read.
    report: Option<Report>,
}

impl<'a> Session<'a> {
    fn start(args: &'a Check, lang: Lang) -> Result<Self, Failure> {
        let rulebook = args.judge.rulebook()?;
        let drafts: Result<_, _> = args.files.iter().map(|file| Draft::of(file)).collect();
        let options = args.judge.options(true);
        Ok(Self { args, lang, rulebook, options, drafts: drafts? })
    }

    /// The folders of all files. A file that is saved under another name and renamed is not the one that was watched; its
    /// folder is.
    fn folders(&self) -> BTreeSet<PathBuf> {
        let names = self.drafts.iter().flat_map(|draft| &draft.names);
        names.filter_map(|name| name.parent()).map(Path::to_owned).collect()
    }

    /// Looks at the files that are `meant`, and says that it goes on waiting if there was anything to show.
    fn look_at_all(&mut self, meant: impl Fn(&Draft) -> bool) -> Result<(), Failure> {
        let mut shown = false;
        for at in 0..self.drafts.len() {
            if meant(&self.drafts[at]) {
                shown |= self.look(at)?;
            }
        }
        if shown { self.wait() } else { Ok(()) }
    }

    /// Judges a file again if it holds something else, and shows what that changed.
    fn look(&mut self, at: usize) -> Result<bool, Failure> {
        let file = self.drafts[at].file.clone();
        let read = read(&file);
        let told = std::mem::replace(&mut self.drafts[at].gone, read.is_err());
        let bytes = match read {
            Ok(bytes) => bytes,
            Err(failure) => {
                self.drafts[at].bytes = None;
                if !told {
                    output::complain(&failure, self.lang);
                }
                return Ok(!told);
            }
        };
        if self.drafts[at].bytes.as_ref() == Some(&bytes) {
            return Ok(false);
        }
        let judged = input::guarded(&file, || self.args.judge.report(&bytes, &file, &self.rulebook, &self.options));
        self.drafts[at].bytes = Some(bytes);
        let report = match judged {
            Ok(report) => report,
            Err(failure) => {
                output::complain(&failure, self.lang);
                return Ok(true);
            }
        };
        let text = match &self.drafts[at].report {
            None => terminal::render(&report, &self.rulebook.clauses, self.view()),
            Some(before) => self.changed(before, &report),
        };
        self.drafts[at].report = Some(report);
        output::write(&text, None)?;
        Ok(true)
    }

    /// What changed first, then how things stand.
    fn changed(&self, before: &Report, now: &Report) -> String {
        let clauses = &self.rulebook.clauses;
        let mut found = verdicts(before, now);
        found.retain(|clause| clause.change != Change::Same);
        found.sort_by_key(|clause| clause.change);
        let mut text = changes::saved(&now.file, found.is_empty(), self.lang);
        for change in &found {
            text += &changes::clause(before, now, change, clauses, self.view());
        }
        text + "\n" + &changes::table(now, clauses, self.view())
    }

    fn wait(&self) -> Result<(), Failure> {
        output::note(joko::messages::diff::waiting(self.lang))
    }

    fn view(&self) -> View {
        View { lang: self.lang, width: output::width() }
    }
}

impl Draft {
    fn of(file: &Path) -> Result<Self, Failure> {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let open = |source| Failure::Watch { file: file.to_owned(), source };
        let folder = folder.canonicalize().map_err(open)?;
        let name = file.file_name().ok_or_else(|| open(io::Error::from(ErrorKind::IsADirectory)))?;
        let mut names = vec![folder.join(name)];
        names.extend(file.canonicalize().ok().filter(|real| *real != names[0]));
        Ok(Self { file: file.to_owned(), names, gone: false, bytes: None, report: None })
    }
}

/// The bytes of `file`; a file that is not there is given a moment to come back.
fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    match input::bytes(file) {
        Err(Failure::Open { source, .. }) if source.kind() == ErrorKind::NotFound => {
            std::thread::sleep(GONE);
            input::bytes(file)
        }
        read => read,
    }
}
