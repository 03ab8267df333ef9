//! What went wrong, for the person who has to mend it: the file, the cause and a hint.

use std::io;
use std::path::{Path, PathBuf};

use joko::corpus::LoadError;
use joko::document::ReadError;
use joko::document::edit::EditError;
use joko::messages::{self, Lang, failure as words};
use joko::report::annotate::AnnotateError;
use joko::rulebook::RulebookError;

/// Why a command, or one of its files, could not be done.
#[derive(Debug)]
pub(super) enum Failure {
    /// Nobody reads the output any more: no failure to speak of.
    BrokenPipe,
    /// A file cannot be opened.
    Open { file: PathBuf, source: io::Error },
    /// A file is no readable document.
    Read { file: PathBuf, source: ReadError },
    /// A file was judged, but cannot be annotated.
    Annotate { file: PathBuf, source: AnnotateError },
    /// The analysis of a file ended in a panic.
    Crashed { file: PathBuf },
    /// The output cannot be written.
    Write { file: PathBuf, source: io::Error },
    /// The output would overwrite an input.
    OverwritesInput { file: PathBuf },
    /// The output exists already, and nobody said that it may be overwritten.
    Exists { file: PathBuf },
    /// The changes cannot be written into a Word document.
    Tracked { file: PathBuf, source: EditError },
    /// A file, or its folder, cannot be watched.
    Watch { file: PathBuf, source: io::Error },
    /// Watching is asked for together with an output that cannot be written again and again.
    WatchShows,
    /// Standard input is to be watched.
    WatchStdin,
    /// A Word document was asked for, but the contract is none.
    NoWord { file: PathBuf },
    /// Standard input is named more than once.
    StdinTwice,
    /// A spreadsheet file was asked for on standard output.
    NeedsFile,
    /// `--bom` for something that is no CSV.
    BomWithoutCsv,
    /// `--fail-on never` together with verdicts.
    NeverAndMore,
    /// The spreadsheet cannot hold all rows.
    Spreadsheet { source: Box<dyn std::error::Error + Send + Sync> },
    /// An id is not known.
    UnknownId { id: String, known: Vec<String> },
    /// The dictionaries or patterns cannot be used.
    Rulebook { source: Box<RulebookError> },
    /// The corpus cannot be loaded.
    Corpus { source: LoadError },
}

impl Failure {
    /// A failure to write to standard output.
    pub(super) fn stdout(source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::BrokenPipe => Self::BrokenPipe,
            _ => Self::Write { file: "-".into(), source },
        }
    }

    /// The input file that could not be judged, if that is what went wrong.
    pub(super) fn file(&self) -> Option<&Path> {
        match self {
            Self::Open { file, .. } | Self::Read { file, .. } | Self::Crashed { file } => Some(file),
            _ => None,
        }
    }

    /// The cause, file first.
    pub(super) fn cause(&self, lang: Lang) -> String {
        match self {
            Self::BrokenPipe => String::new(),
            Self::Open { file, source } => at(file, &open_cause(source, lang)),
            Self::Read { file, source } => at(file, &messages::read_error(source, lang)),
            Self::Annotate { file, source } => at(file, &messages::annotate_error(source, lang)),
            Self::Crashed { file } => at(file, words::crashed(lang)),
            Self::Write { file, source } => at(file, &words::unwritable(&source.to_string(), lang)),
            Self::OverwritesInput { file } => at(file, words::overwrites_input(lang)),
            Self::Exists { file } => at(file, words::exists(lang)),
            Self::Tracked { file, source } => at(file, &messages::suggest::edit_error(source, lang)),
            Self::Watch { file, source } => at(file, &messages::diff::unwatched(&open_cause(source, lang), lang)),
            Self::WatchShows => messages::diff::watch_shows(lang).0.to_owned(),
            Self::WatchStdin => messages::diff::watch_stdin(lang).to_owned(),
            Self::NoWord { file } => at(file, words::no_word(lang)),
            Self::StdinTwice => words::stdin_twice(lang).into(),
            Self::NeedsFile => words::needs_file(lang).into(),
            Self::BomWithoutCsv => words::bom_without_csv(lang).into(),
            Self::NeverAndMore => words::never_and_more(lang).into(),
            Self::Spreadsheet { source } => words::no_workbook(&source.to_string(), lang),
            Self::UnknownId { id, .. } => words::unknown_id(id, lang),
            Self::Rulebook { source } => rulebook_cause(source),
            Self::Corpus { source } => source.to_string(),
        }
    }

    /// What can be done about it.
    pub(super) fn hint(&self, lang: Lang) -> Option<String> {
        match self {
            Self::Open { source, .. } => open_hint(source, lang).map(str::to_owned),
            Self::Read { source, .. } => Some(messages::read_hint(source, lang).to_owned()),
            Self::Annotate { source, .. } => Some(messages::annotate_hint(source, lang).to_owned()),
            Self::Crashed { .. } => Some(words::report_bug(lang).to_owned()),
            Self::OverwritesInput { .. } => Some(words::another_output(lang).to_owned()),
            Self::Exists { .. } => Some(words::force(lang).to_owned()),
            Self::NeedsFile => Some(words::name_output(lang).to_owned()),
            Self::WatchShows => Some(messages::diff::watch_shows(lang).1.to_owned()),
            Self::NoWord { .. } | Self::Tracked { .. } => Some(words::text_output(lang).to_owned()),
            Self::UnknownId { known, .. } => {
                let known = known.join(", ");
                Some(words::known_ids(&known, lang))
            }
            Self::Corpus { source: LoadError::Read { .. } } => Some(words::name_corpus(lang).to_owned()),
            Self::BomWithoutCsv | Self::NeverAndMore | Self::Spreadsheet { .. } => None,
            Self::BrokenPipe
            | Self::Write { .. }
            | Self::Watch { .. }
            | Self::WatchStdin
            | Self::StdinTwice
            | Self::Rulebook { .. }
            | Self::Corpus { .. } => None,
        }
    }
}

impl From<LoadError> for Failure {
    fn from(source: LoadError) -> Self {
        Self::Corpus { source }
    }
}

/// Every fault of the pattern files, one a line.
fn rulebook_cause(source: &RulebookError) -> String {
    let RulebookError::Patterns(faults) = source else { return source.to_string() };
    let faults = faults.iter().map(|fault| format!("\n  {fault}"));
    faults.fold(source.to_string(), |cause, fault| cause + &fault)
}

fn at(file: &Path, cause: &str) -> String {
    format!("{}: {cause}", file.display())
}

fn open_cause(source: &io::Error, lang: Lang) -> String {
    match source.kind() {
        io::ErrorKind::NotFound => words::not_found(lang).into(),
        io::ErrorKind::PermissionDenied => words::no_permission(lang).into(),
        io::ErrorKind::IsADirectory => words::is_folder(lang).into(),
        _ => words::unopened(&source.to_string(), lang),
    }
}

fn open_hint(source: &io::Error, lang: Lang) -> Option<&'static str> {
    match source.kind() {
        io::ErrorKind::NotFound => Some(words::check_name(lang)),
        io::ErrorKind::IsADirectory => Some(words::name_files(lang)),
        _ => None,
    }
}
