//! Suggestions as code actions: the model wording put in where it belongs, the words that stand against it taken out.
//!
//! Working a suggestion out means judging the draft a few times over, so an editor that can wait for the edit until the action is
//! chosen gets it then.

use std::ops::Range as Bytes;

use joko::analyze::Options;
use joko::document::{Kind, RawSpan};
use joko::messages::{Lang, lsp as words};
use joko::report::{Report, reason};
use joko::rulebook::Rulebook;
use joko::suggest::{Edit, suggest};
use joko::verdict::Verdict;
use lsp_types::{CodeAction, CodeActionKind, Diagnostic, NumberOrString, Range, TextEdit};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::draft::{Draft, Judged};

/// What an action is for, as it goes to the editor and comes back.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Errand {
    /// The document.
    pub(super) uri: String,
    /// The state of it that the action was offered on.
    pub(super) version: i32,
    /// Id of the clause; all clauses where there is none.
    clause: Option<String>,
}

/// The actions for what is shown in `range`, without their edits: one for each clause, and one for all of them.
pub(super) fn actions(
    draft: &Draft,
    judged: &Judged,
    range: Range,
    shown: &[Diagnostic],
    rulebook: &Rulebook,
    lang: Lang,
) -> Vec<CodeAction> {
    // What is put into HTML would have to be HTML.
    if judged.report.document.kind == Kind::Html {
        return Vec::new();
    }
    let errand = |clause: Option<&str>| {
        let errand =
            Errand { uri: draft.uri.as_str().to_owned(), version: draft.version, clause: clause.map(str::to_owned) };
        Some(json!(errand))
    };
    let lacking = judged.report.judgments.iter().filter(|judgment| judgment.verdict != Verdict::Found);
    let mut actions: Vec<CodeAction> = lacking
        .filter_map(|judgment| {
            let clause = &rulebook.clauses[judgment.clause];
            let code = Some(NumberOrString::String(clause.id.clone()));
            let diagnostic = shown.iter().find(|diagnostic| diagnostic.code == code)?;
            touches(diagnostic.range, range).then(|| CodeAction {
                title: words::mend(reason::title(clause, lang), lang),
                kind: Some(CodeActionKind::QUICKFIX),
                diagnostics: Some(vec![diagnostic.clone()]),
                data: errand(Some(&clause.id)),
                ..CodeAction::default()
            })
        })
        .collect();
    if !shown.is_empty() && judged.report.judgments.iter().any(|judgment| judgment.verdict != Verdict::Found) {
        actions.push(CodeAction {
            title: words::mend_all(lang).to_owned(),
            kind: Some(CodeActionKind::SOURCE_FIX_ALL),
            data: errand(None),
            ..CodeAction::default()
        });
    }
    actions
}

/// The changes of the text that `errand` comes to; `None` where nothing can be suggested, or not be put into this text.
pub(super) fn edits(
    draft: &Draft,
    judged: &Judged,
    errand: &Errand,
    rulebook: &Rulebook,
    options: &Options,
) -> Option<Vec<TextEdit>> {
    // What is suggested is judged under this name, which tells Markdown from text.
    let mut report = Report { file: draft.name.display().to_string(), ..judged.report.clone() };
    if let Some(id) = &errand.clause {
        report.keep(std::slice::from_ref(id), &rulebook.clauses);
    }
    let advice = suggest(&report, rulebook, options);
    let changes: Option<Vec<Change>> = advice.draft.edits().iter().map(|edit| change(draft, judged, edit)).collect();
    let mut changes = changes.filter(|changes| !changes.is_empty())?;
    for at in 0..changes.len() {
        if let Some(line) = emptied(draft, &changes, at) {
            changes[at].0 = line;
        }
    }
    let edit = |(bytes, new_text)| TextEdit { range: draft.lines.range(&draft.text, bytes), new_text };
    Some(changes.into_iter().map(edit).collect())
}

/// Bytes of the text, and what stands there instead.
type Change = (Bytes<usize>, String);

/// The line, line end included, of which the change at `at` leaves nothing and to which no other change belongs.
fn emptied(draft: &Draft, changes: &[Change], at: usize) -> Option<Bytes<usize>> {
    let (bytes, new) = &changes[at];
    let before = draft.text.get(..bytes.start)?;
    let start = before.rfind(['\r', '\n']).map_or(0, |end| end + 1);
    let after = draft.text.get(bytes.end..)?;
    let blank = after.len() - after.trim_start_matches([' ', '\t', '\u{3000}']).len();
    let rest = after.get(blank..)?;
    let end = ["\r\n", "\n", "\r"].iter().find_map(|end| rest.starts_with(end).then_some(end.len()))?;
    let line = start..bytes.end + blank + end;
    let alone = changes
        .iter()
        .enumerate()
        .all(|(other, (bytes, _))| other == at || bytes.end < line.start || bytes.start >= line.end);
    let nothing = bytes.start < bytes.end && new.is_empty() && before.get(start..)?.trim().is_empty();
    (nothing && alone).then_some(line)
}

/// The edit as an editor takes it.
pub(super) fn workspace_edit(draft: &Draft, edits: &[TextEdit], versioned: bool) -> Value {
    let uri = draft.uri.as_str();
    if versioned {
        let document = json!({ "textDocument": { "uri": uri, "version": draft.version }, "edits": edits });
        return json!({ "documentChanges": [document] });
    }
    json!({ "changes": { uri: edits } })
}

/// The edit as a change of the editor's text.
fn change(draft: &Draft, judged: &Judged, edit: &Edit) -> Option<Change> {
    let bytes = place(draft, judged, edit.at)?;
    let end = if draft.text.contains("\r\n") { "\r\n" } else { "\n" };
    // A line of its own is a paragraph in Markdown only behind a blank one.
    let end = if judged.report.document.kind == Kind::Markdown { end.repeat(2) } else { end.to_owned() };
    Some((bytes, edit.text.replace('\n', &end)))
}

/// Where `raw` stands in the source, if it stands there as it is: words that markup runs through cannot be replaced by plain ones.
fn place(draft: &Draft, judged: &Judged, raw: RawSpan) -> Option<Bytes<usize>> {
    let document = &judged.report.document;
    if raw.start < raw.end {
        let bytes = judged.origin.bytes(document, raw)?;
        let same = draft.text.get(bytes.clone()) == document.raw.get(raw.start..raw.end);
        return same.then_some(bytes);
    }
    // Nothing goes. What is put in stands right behind the character before it, or else before the one after it.
    let line = document.lines.iter().find(|line| line.raw.start <= raw.start && raw.start <= line.raw.end)?;
    let words = document.raw.get(line.raw.start..line.raw.end)?;
    let at = raw.start - line.raw.start;
    if let Some(last) = words.get(..at)?.chars().next_back() {
        let end = judged.origin.bytes(document, RawSpan { start: raw.start - last.len_utf8(), end: raw.start })?.end;
        return Some(end..end);
    }
    let first = words.chars().next().map_or(0, char::len_utf8);
    let start = judged.origin.bytes(document, RawSpan { start: raw.start, end: raw.start + first })?.start;
    Some(start..start)
}

fn touches(a: Range, b: Range) -> bool {
    a.start <= b.end && b.start <= a.end
}
