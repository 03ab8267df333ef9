//! `joko check --watch` as a real process: files are written, and what it prints is waited for.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

const DRAFT: &str = include_str!("report/contract.txt");
/// Nothing takes so long; where it does, the test fails instead of waiting for ever.
const LONG: Duration = Duration::from_secs(60);
const WAITING: &str = "保存を待っています";

#[test]
fn a_save_shows_what_changed() {
    let folder = folder("save");
    fs::write(folder.join("draft.txt"), DRAFT).expect("the file can be written");
    let watch = Watch::start(&folder, &["draft.txt"]);
    let first = watch.until(WAITING);
    assert!(first.contains("業務提携契約書"), "the whole report comes first: {first}");
    fs::write(folder.join("draft.txt"), against(DRAFT)).expect("the file can be written");
    let said = watch.until(WAITING);
    assert!(said.contains("draft.txt: 判定の変化"), "{said}");
    let (_, told) = said.split_once("▼ 悪化").expect("what became worse is told");
    let (change, table) = told.split_once("\n✕ 抵触  ").expect("how things stand is told after it");
    assert!(change.contains("◎ 充足 → ✕ 抵触"), "{said}");
    assert!(table.contains("第7条"), "{said}");
}

#[test]
fn editors_that_rename_are_followed() {
    let folder = folder("rename");
    fs::write(folder.join("draft.txt"), against(DRAFT)).expect("the file can be written");
    let watch = Watch::start(&folder, &["draft.txt"]);
    watch.until(WAITING);
    for text in [DRAFT.to_owned(), against(DRAFT)] {
        fs::write(folder.join(".draft.swp"), &text).expect("the file can be written");
        fs::rename(folder.join(".draft.swp"), folder.join("draft.txt")).expect("the file can be renamed");
        let said = watch.until(WAITING);
        let expected = if text == DRAFT { "✕ 抵触 → ◎ 充足" } else { "◎ 充足 → ✕ 抵触" };
        assert!(said.contains(expected), "{said}");
    }
}

#[test]
fn only_the_file_that_changed_is_judged() {
    let folder = folder("others");
    for name in ["a.txt", "b.txt"] {
        fs::write(folder.join(name), DRAFT).expect("the file can be written");
    }
    let watch = Watch::start(&folder, &["a.txt", "b.txt"]);
    watch.until(WAITING);
    fs::write(folder.join("unrelated.txt"), "何でもない").expect("the file can be written");
    fs::write(folder.join("a.txt"), DRAFT).expect("the file can be written");
    fs::write(folder.join("b.txt"), DRAFT.to_owned() + "\n以上\n").expect("the file can be written");
    let said = watch.until(WAITING);
    assert!(said.contains("b.txt: 判定は変わっていません"), "{said}");
    assert!(!said.contains("a.txt"), "a file that was saved as it was is not judged again: {said}");
}

#[test]
fn a_file_that_is_gone_or_broken_is_waited_for() {
    let folder = folder("gone");
    let draft = folder.join("draft.txt");
    let watch = Watch::start(&folder, &["draft.txt"]);
    let said = watch.until(WAITING);
    assert!(said.contains("draft.txt: ファイルが見つかりません"), "{said}");
    fs::write(&draft, DRAFT).expect("the file can be written");
    assert!(watch.until(WAITING).contains("業務提携契約書"));
    fs::remove_file(&draft).expect("the file can be removed");
    assert!(watch.until(WAITING).contains("ファイルが見つかりません"));
    fs::write(&draft, b"\0\x01\x02\x03 nothing").expect("the file can be written");
    assert!(watch.until(WAITING).contains("文字として読めない"));
    fs::write(&draft, against(DRAFT)).expect("the file can be written");
    let said = watch.until(WAITING);
    assert!(said.contains("◎ 充足 → ✕ 抵触"), "compared with what could last be read: {said}");
}

#[test]
fn what_cannot_be_watched_is_refused() {
    let folder = folder("refused");
    fs::write(folder.join("a.txt"), DRAFT).expect("the file can be written");
    let refused = [
        (vec!["a.txt", "--format", "json"], "--watch は画面への表示"),
        (vec!["a.txt", "-o", "b.txt"], "--watch は画面への表示"),
        (vec!["-"], "標準入力"),
        (vec!["nowhere/a.txt"], "nowhere/a.txt: 変更を見張れません"),
    ];
    for (args, expected) in refused {
        let output = command(&folder, &args).output().expect("the program runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{args:?}: {said}");
        assert!(said.contains(expected), "{args:?}: {said}");
    }
}

/// The draft with billing turned into its opposite.
fn against(draft: &str) -> String {
    let turned = draft.replace("利用料金は、乙が自己の名において", "利用料金は、甲が自己の名において");
    assert_ne!(turned, draft, "the fixture has the words");
    turned
}

/// A running program. It is ended when the test is over, however that ends.
struct Watch {
    child: Child,
    lines: Receiver<String>,
}

impl Watch {
    fn start(folder: &Path, files: &[&str]) -> Self {
        // One pipe for both streams keeps the order in which things are said.
        let (reader, writer) = std::io::pipe().expect("a pipe");
        let mut command = command(folder, files);
        command.stdout(writer.try_clone().expect("a pipe")).stderr(writer);
        let child = command.spawn().expect("the program starts");
        // It holds the writing end too, and the reader would never come to an end.
        drop(command);
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(reader).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        Self { child, lines }
    }

    /// What is said up to the line with `words`.
    fn until(&self, words: &str) -> String {
        let start = Instant::now();
        let mut said = String::new();
        while !said.contains(words) {
            let left = LONG.checked_sub(start.elapsed()).unwrap_or_else(|| panic!("{words:?} never came:\n{said}"));
            match self.lines.recv_timeout(left) {
                Ok(line) => said += &(line + "\n"),
                Err(error) => panic!("{words:?} never came ({error}):\n{said}"),
            }
        }
        said
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn command(folder: &Path, files: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_joko"));
    command.args(["check", "--watch"]).args(files).current_dir(folder);
    command.env_remove("COLUMNS").env_remove("CLICOLOR_FORCE");
    command
}

/// An empty folder of that name.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("watch").join(name);
    // It is there only from an earlier run.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("the folder can be made");
    folder
}
