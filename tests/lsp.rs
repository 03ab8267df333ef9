//! `joko lsp` as a real process that an editor speaks to over standard input and output.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::{Value, json};

use crate::common::skipped;

const DRAFT: &str = include_str!("report/contract.txt");
const URI: &str = "file:///home/u/%E5%A5%91%E7%B4%84.txt";
/// Nothing takes so long; where it does, the test fails instead of waiting for ever.
const LONG: Duration = Duration::from_secs(60);

#[test]
fn verdicts_stand_under_the_words_that_they_rest_on() {
    // 𠮷 takes two UTF-16 units, and the lines end as on Windows.
    let text = DRAFT.replace("2　前項の場合、", "2　前項の場合、𠮷野を除く").replace('\n', "\r\n");
    let mut editor = Editor::start(&json!({}));
    assert_eq!(editor.capabilities["positionEncoding"], "utf-16");
    let shown = editor.open(URI, "plaintext", &text);
    assert_eq!(shown["version"], 1);
    let desk = find(&shown, "helpdesk");
    assert_eq!((&desk["severity"], &desk["source"]), (&json!(2), &json!("joko")));
    assert!(words(&text, &desk["range"]).contains("問い合わせを受け付ける窓口を設け"), "{desk}");
    let cancellation = find(&shown, "single-step-cancellation");
    assert_eq!(cancellation["severity"], 1);
    assert!(words(&text, &cancellation["range"]).contains("甲所定の様式により甲に届け出"), "{cancellation}");
    assert!(cancellation["message"].as_str().expect("words").starts_with("［抵触］"), "{cancellation}");
    let missing = find(&shown, "incident-roles");
    assert_eq!((words(&text, &missing["range"]).as_str(), &missing["severity"]), ("業務提携契約書", &json!(1)));
    assert!(missing["message"].as_str().expect("words").contains("必要な内容: "), "{missing}");
    assert!(codes(&shown).iter().all(|code| code != "direct-billing"), "what is found is no diagnostic");
    editor.end();
}

#[test]
fn every_quote_is_found_where_it_stands() {
    let mut editor =
        Editor::start(&json!({ "textDocument": { "publishDiagnostics": { "relatedInformation": true } } }));
    let contract = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus/contracts/c02.txt");
    let text = std::fs::read_to_string(contract).expect("the contract is there").replace("direct", "𠮷direct");
    let against =
        text.replace("自己の名において", "甲の名において").replace("するものとする", "するよう努めるものとする");
    let shown = editor.open(URI, "plaintext", &against);
    let output = Command::new(env!("CARGO_BIN_EXE_joko"))
        .args(["check", "--format", "json", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let mut check = output.expect("the program starts");
    check.stdin.take().expect("a pipe").write_all(against.as_bytes()).expect("it reads");
    let output = check.wait_with_output().expect("the program ends");
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let mut seen = 0;
    for diagnostic in shown["diagnostics"].as_array().expect("diagnostics") {
        let clauses = report[0]["clauses"].as_array().expect("clauses");
        let Some(clause) = clauses.iter().find(|clause| clause["id"] == diagnostic["code"]) else { continue };
        let quotes: Vec<String> = clause["evidence"]
            .as_array()
            .expect("evidence")
            .iter()
            .map(|one| bare(one["quote"].as_str().expect("a quote")))
            .collect();
        let related = diagnostic["relatedInformation"].as_array().cloned().unwrap_or_default();
        let ranges = related.iter().map(|related| &related["location"]["range"]).chain([&diagnostic["range"]]);
        for range in ranges.filter(|_| !quotes.is_empty()) {
            // Folded: the quote has half-width digits where the text may have full-width ones.
            let words: String = bare(&words(&against, range)).chars().map(half).collect();
            assert!(quotes.contains(&words), "{words} is none of {quotes:?}");
            seen += 1;
        }
    }
    assert!(seen >= 3, "the contract has weak provisions now: {shown}");
    editor.end();
}

#[test]
fn a_change_is_judged_when_the_writer_pauses() {
    let mut editor = Editor::start(&json!({}));
    let shown = editor.open(URI, "plaintext", DRAFT);
    assert!(!codes(&shown).contains(&"direct-billing".to_owned()));
    let line = DRAFT.lines().position(|line| line.starts_with("利用料金は、")).expect("the fixture has it");
    let change = json!({
        "range": { "start": { "line": line, "character": 6 }, "end": { "line": line, "character": 7 } },
        "text": "甲"
    });
    editor.change(URI, 2, &json!([change]));
    let shown = editor.diagnostics();
    let billing = find(&shown, "direct-billing");
    assert_eq!(
        (&billing["range"]["start"]["line"], &billing["severity"], &shown["version"]),
        (&json!(line), &json!(1), &json!(2))
    );
    // Typing: each of these is stale when the next comes.
    for version in 3..30 {
        editor.change(URI, version, &json!([{ "text": DRAFT.replace("利用料金は、乙が", "利用料金は、甲が") }]));
    }
    editor.change(URI, 30, &json!([{ "text": DRAFT }]));
    let mut published = 1;
    let mut shown = editor.diagnostics();
    while shown["version"] != 30 {
        published += 1;
        shown = editor.diagnostics();
    }
    assert!(published < 20, "{published} states were judged, most of them for nobody");
    assert!(!codes(&shown).contains(&"direct-billing".to_owned()), "the last state counts");
    editor.end();
}

#[test]
fn hover_and_outline_tell_what_stands_where() {
    let mut editor =
        Editor::start(&json!({ "textDocument": { "documentSymbol": { "hierarchicalDocumentSymbolSupport": true } } }));
    editor.notify("textDocument/didOpen", &opened(URI, "plaintext", DRAFT));
    // Asked for before the writer has paused: it is judged at once.
    let line = DRAFT.lines().position(|line| line.starts_with("利用料金は、")).expect("the fixture has it");
    let at = json!({ "textDocument": { "uri": URI }, "position": { "line": line, "character": 12 } });
    let hover = editor.ask("textDocument/hover", &at);
    let shown = hover["result"]["contents"]["value"].as_str().expect("there is a provision");
    assert!(shown.contains("`direct-billing`") && shown.contains("◎") && shown.contains("✓ "), "{shown}");
    let at = json!({ "textDocument": { "uri": URI }, "position": { "line": 0, "character": 1 } });
    let hover = editor.ask("textDocument/hover", &at);
    assert_eq!(hover["result"]["contents"]["value"], "**表題**");
    let symbols = editor.ask("textDocument/documentSymbol", &json!({ "textDocument": { "uri": URI } }));
    let names: Vec<&str> =
        symbols["result"].as_array().expect("a tree").iter().map(|one| one["name"].as_str().expect("a name")).collect();
    assert!(names.contains(&"第2条（利用契約）") && names.contains(&"別紙1"), "{names:?}");
    let contract = symbols["result"]
        .as_array()
        .expect("a tree")
        .iter()
        .find(|one| one["name"] == "第2条（利用契約）")
        .expect("an article");
    let paragraphs: Vec<&Value> = contract["children"].as_array().expect("paragraphs").iter().collect();
    assert_eq!(paragraphs.len(), 2);
    assert!(words(DRAFT, &paragraphs[1]["range"]).contains("契約約款を定め"));
    editor.end();
}

#[test]
fn markdown_and_html_are_mapped_to_their_source() {
    let mut editor = Editor::start(&json!({ "general": { "positionEncodings": ["utf-16", "utf-8"] } }));
    assert_eq!(editor.capabilities["positionEncoding"], "utf-8", "the one that needs no counting");
    let mut markdown = String::new();
    let mut html = String::from(
        "<!DOCTYPE html><html><head><meta charset=\"Shift_JIS\"><title>業務提携契約書</title></head><body>\n",
    );
    for line in DRAFT.lines().filter(|line| !line.is_empty()) {
        let bold = line.replace("甲所定の様式", "**甲所定**の様式");
        markdown += &if line.starts_with('第') { format!("## {bold}\n\n") } else { format!("{bold}\n\n") };
        html += &format!("<p class=\"x\">{}</p>\n", line.replace("甲所定の様式", "<b>甲所定</b>の様式"));
    }
    html += "</body></html>\n";
    for (uri, language, text) in [("file:///a", "markdown", &markdown), ("file:///b", "html", &html)] {
        let shown = editor.open(uri, language, text);
        let cancellation = find(&shown, "single-step-cancellation");
        let range = &cancellation["range"];
        let line = text.lines().nth(range["start"]["line"].as_u64().expect("a line") as usize).expect("the line");
        let [start, end] = ["start", "end"].map(|end| range[end]["character"].as_u64().expect("a column") as usize);
        // Columns are bytes here.
        let words = line.get(start..end).expect("whole characters");
        assert!(words.contains("甲所定") && words.ends_with("届け出なければならない"), "{language}: {words}");
    }
    editor.end();
}

#[test]
fn texts_that_are_no_such_contract_are_left_alone() {
    let mut editor = Editor::start(&json!({}));
    let shown = editor.open("file:///README.md", "markdown", "# 道具の説明\n\nこの道具は、写真を並べ替える。\n");
    assert_eq!((codes(&shown), &shown["diagnostics"][0]["severity"]), (vec!["nature".to_owned()], &json!(3)));
    let shown = editor.open("file:///empty.txt", "plaintext", "");
    assert_eq!(shown["diagnostics"], json!([]));
    editor.end();
}

#[test]
fn nothing_that_comes_in_ends_the_session() {
    let mut editor = Editor::start(&json!({}));
    for body in [
        "{\"jsonrpc\":",
        "[]",
        "{\"id\":7,\"method\":3}",
        "\u{0}",
        "null",
        "{\"jsonrpc\":\"2.0\",\"id\":99999999999,\"method\":\"shutdown\"}",
    ] {
        editor.raw(&format!("Content-Length: {}\r\n\r\n{body}", body.len()));
        let answer = editor.next();
        assert!(answer["error"]["code"].is_i64(), "{body}: {answer}");
    }
    editor.raw("what is this\r\n\r\n");
    let unknown = editor.ask("textDocument/rename", &json!({}));
    assert_eq!(unknown["error"]["code"], -32601);
    let wrong = editor.ask("textDocument/hover", &json!({ "position": "here" }));
    assert_eq!(wrong["error"]["code"], -32602);
    let closed =
        json!({ "textDocument": { "uri": "file:///nowhere" }, "position": { "line": 4_000_000, "character": 0 } });
    assert_eq!(editor.ask("textDocument/hover", &closed)["result"], Value::Null);
    editor.notify("textDocument/didOpen", &json!({ "textDocument": 3 }));
    assert_eq!(editor.next()["method"], "window/logMessage");
    editor.change("file:///nowhere", 1, &json!([{ "text": "x" }]));
    assert_eq!(editor.next()["method"], "window/logMessage");
    // Ranges that lie beyond the text, or end before they begin.
    editor.open(URI, "plaintext", DRAFT);
    let ranges = [(900, 0, 900, 9), (0, 5, 0, 2), (2, 999, 3, 999), (5, 3, 1, 0)];
    for (version, (a, b, c, d)) in (2..).zip(ranges) {
        let range = json!({ "start": { "line": a, "character": b }, "end": { "line": c, "character": d } });
        editor.change(URI, version, &json!([{ "range": range, "text": "。" }]));
    }
    while editor.diagnostics()["version"] != 5 {}
    editor.end();
}

#[test]
fn a_quick_fix_makes_the_draft_provide_the_clause() {
    let mut editor = Editor::start(&json!({}));
    for (uri, language, text) in [
        (URI, "plaintext", DRAFT.replace('\n', "\r\n")),
        ("file:///draft.md", "markdown", DRAFT.replace("\n第", "\n## 第").replace('\n', "\n\n")),
    ] {
        let shown = editor.open(uri, language, &text);
        let mut mended = 0;
        for diagnostic in shown["diagnostics"].as_array().expect("diagnostics") {
            let code = diagnostic["code"].as_str().expect("a code");
            let asked = json!({ "textDocument": { "uri": uri }, "range": diagnostic["range"], "context": { "diagnostics": [], "only": ["quickfix"] } });
            let actions = editor.ask("textDocument/codeAction", &asked)["result"].clone();
            let actions = actions.as_array().expect("actions");
            assert!(actions.iter().all(|action| action["kind"] == "quickfix"), "{actions:?}");
            let Some(action) = actions.iter().find(|action| action["diagnostics"][0]["code"] == code) else { continue };
            let edits = action["edit"]["changes"][uri].as_array().expect("edits");
            let again = applied(&text, edits);
            editor.change(uri, 2, &json!([{ "text": again }]));
            assert!(
                !codes(&editor.diagnostics()).contains(&code.to_owned()),
                "{language}: {code} is not mended by\n{again}"
            );
            assert_eq!(again.contains('\r'), text.contains('\r'), "line ends stay");
            assert!(blanks(&again) <= blanks(&text), "no line is left blank: {again}");
            editor.change(uri, 3, &json!([{ "text": text }]));
            assert_eq!(codes(&editor.diagnostics()), codes(&shown));
            mended += 1;
        }
        assert_eq!(mended, 4, "{language}: {:?}", codes(&shown));
    }
    editor.end();
}

#[test]
fn all_clauses_are_mended_at_once_when_the_action_is_chosen() {
    let mut editor = Editor::start(&json!({
        "workspace": { "workspaceEdit": { "documentChanges": true } },
        "textDocument": { "codeAction": { "dataSupport": true, "resolveSupport": { "properties": ["edit"] } } }
    }));
    editor.open(URI, "plaintext", DRAFT);
    let asked = json!({
        "textDocument": { "uri": URI },
        "range": { "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 0 } },
        "context": { "diagnostics": [], "only": ["source.fixAll"] }
    });
    let actions = editor.ask("textDocument/codeAction", &asked)["result"].clone();
    let [action] = actions.as_array().expect("actions").as_slice() else { panic!("one action: {actions}") };
    assert!(action.get("edit").is_none(), "the edit is not worked out before it is wanted");
    let resolved = editor.ask("codeAction/resolve", action)["result"].clone();
    let change = &resolved["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"], json!({ "uri": URI, "version": 1 }));
    let again = applied(DRAFT, change["edits"].as_array().expect("edits"));
    editor.change(URI, 2, &json!([{ "text": again }]));
    assert_eq!(codes(&editor.diagnostics()), Vec::<String>::new(), "{again}");
    let late = editor.ask("codeAction/resolve", action);
    assert_eq!(late["error"]["code"], -32801, "the text has changed since: {late}");
    editor.end();
}

/// A client that others wrote: pygls, with `JOKO_PYTHON` or `python3`.
#[test]
fn another_client_understands_the_server() {
    let python = std::env::var("JOKO_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let has_pygls = Command::new(&python).args(["-c", "import pygls.lsp.client"]).stderr(Stdio::null()).status();
    if !has_pygls.is_ok_and(|status| status.success()) {
        skipped(&format!("{python} has no pygls 2"));
        return;
    }
    let root = env!("CARGO_MANIFEST_DIR");
    let output = Command::new(&python)
        .args([
            &format!("{root}/tests/lsp_client.py"),
            env!("CARGO_BIN_EXE_joko"),
            &format!("{root}/tests/report/contract.txt"),
        ])
        .output()
        .expect("python starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said: Value = serde_json::from_slice(&output.stdout).expect("it prints JSON");
    assert_eq!(said["before"], json!(["helpdesk", "incident-roles", "single-step-cancellation", "terms-availability"]));
    assert_eq!(said["after"], json!([]));
    assert!(said["hover"].as_str().expect("a hover").contains("`direct-contract`"));
    assert!(said["symbols"].as_array().expect("symbols").contains(&json!("第7条（料金）")), "{said}");
}

#[test]
fn closing_takes_the_diagnostics_away() {
    let mut editor = Editor::start(&json!({}));
    assert!(!codes(&editor.open(URI, "plaintext", DRAFT)).is_empty());
    editor.notify("textDocument/didClose", &json!({ "textDocument": { "uri": URI } }));
    assert_eq!(editor.diagnostics()["diagnostics"], json!([]));
    editor.end();
}

#[test]
fn the_end_is_as_the_protocol_has_it() {
    let mut editor = Editor::spawn();
    assert_eq!(editor.ask("textDocument/hover", &json!({}))["error"]["code"], -32002, "initialize comes first");
    editor.notify("exit", &Value::Null);
    assert_eq!(editor.child.wait().expect("it ends").code(), Some(1), "ended without a shutdown");
    let mut editor = Editor::start(&json!({}));
    editor.stdin = None;
    assert_eq!(editor.child.wait().expect("it ends").code(), Some(1), "the editor is gone");
}

/// An editor without a window.
struct Editor {
    child: Child,
    stdin: Option<ChildStdin>,
    incoming: Receiver<Value>,
    capabilities: Value,
    requests: i32,
}

impl Editor {
    fn spawn() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_joko"))
            .args(["lsp", "--stdio"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
        let (sender, incoming) = channel();
        std::thread::spawn(move || {
            while let Some(message) = read(&mut stdout) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        let stdin = child.stdin.take();
        Self { child, stdin, incoming, capabilities: Value::Null, requests: 0 }
    }

    fn start(capabilities: &Value) -> Self {
        let mut editor = Self::spawn();
        let answer =
            editor.ask("initialize", &json!({ "processId": null, "rootUri": null, "capabilities": capabilities }));
        editor.capabilities = answer["result"]["capabilities"].clone();
        editor.notify("initialized", &json!({}));
        editor
    }

    fn raw(&mut self, text: &str) {
        let stdin = self.stdin.as_mut().expect("the session is open");
        stdin.write_all(text.as_bytes()).and_then(|()| stdin.flush()).expect("the server reads");
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        self.raw(&format!("Content-Length: {}\r\n\r\n{text}", text.len()));
    }

    fn notify(&mut self, method: &str, params: &Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// The answer to a request; what comes before it is passed over.
    fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.requests += 1;
        let id = self.requests;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message = self.next();
            if message["id"] == id {
                return message;
            }
        }
    }

    fn next(&self) -> Value {
        self.incoming.recv_timeout(LONG).expect("the server says something")
    }

    /// What is published next.
    fn diagnostics(&self) -> Value {
        loop {
            let message = self.next();
            if message["method"] == "textDocument/publishDiagnostics" {
                return message["params"].clone();
            }
        }
    }

    fn open(&mut self, uri: &str, language: &str, text: &str) -> Value {
        self.notify("textDocument/didOpen", &opened(uri, language, text));
        self.diagnostics()
    }

    fn change(&mut self, uri: &str, version: i32, changes: &Value) {
        self.notify(
            "textDocument/didChange",
            &json!({ "textDocument": { "uri": uri, "version": version }, "contentChanges": changes }),
        );
    }

    /// Shuts the server down as editors do.
    fn end(mut self) {
        assert_eq!(self.ask("shutdown", &Value::Null)["result"], Value::Null);
        self.notify("exit", &Value::Null);
        assert_eq!(self.child.wait().expect("it ends").code(), Some(0));
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn opened(uri: &str, language: &str, text: &str) -> Value {
    json!({ "textDocument": { "uri": uri, "languageId": language, "version": 1, "text": text } })
}

fn read(stream: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end().strip_prefix("Content-Length: ") {
            Some(value) => length = value.parse().ok()?,
            None if line.trim_end().is_empty() => break,
            None => {}
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).ok()?;
    Some(serde_json::from_slice(&body).expect("the server writes JSON"))
}

fn codes(shown: &Value) -> Vec<String> {
    let diagnostics = shown["diagnostics"].as_array().expect("diagnostics");
    diagnostics.iter().map(|one| one["code"].as_str().unwrap_or_default().to_owned()).collect()
}

fn find<'a>(shown: &'a Value, code: &str) -> &'a Value {
    let diagnostics = shown["diagnostics"].as_array().expect("diagnostics");
    diagnostics.iter().find(|one| one["code"] == code).unwrap_or_else(|| panic!("no {code} in {:?}", codes(shown)))
}

/// The words in a range that counts UTF-16 units, found without joko.
fn words(text: &str, range: &Value) -> String {
    let units: Vec<u16> = text.encode_utf16().collect();
    String::from_utf16(&units[unit(text, &range["start"])..unit(text, &range["end"])]).expect("whole characters")
}

fn unit(text: &str, position: &Value) -> usize {
    let before = text.encode_utf16().enumerate().filter(|(_, unit)| *unit == u16::from(b'\n')).map(|(at, _)| at + 1);
    let starts: Vec<usize> = std::iter::once(0).chain(before).collect();
    let number = |key: &str| position[key].as_u64().expect("a number") as usize;
    starts[number("line")] + number("character")
}

/// The most blank lines in a row.
fn blanks(text: &str) -> usize {
    let lines: Vec<bool> = text.lines().map(|line| line.trim().is_empty()).collect();
    lines.chunk_by(|a, b| a == b).filter(|run| run[0]).map(<[bool]>::len).max().unwrap_or_default()
}

/// `text` after `edits`, whose ranges count UTF-16 units of it as it was.
fn applied(text: &str, edits: &[Value]) -> String {
    let mut units: Vec<u16> = text.encode_utf16().collect();
    let mut edits: Vec<(usize, usize, &str)> = edits
        .iter()
        .map(|edit| {
            (
                unit(text, &edit["range"]["start"]),
                unit(text, &edit["range"]["end"]),
                edit["newText"].as_str().expect("text"),
            )
        })
        .collect();
    edits.sort_unstable();
    for (start, end, new) in edits.into_iter().rev() {
        units.splice(start..end, new.encode_utf16());
    }
    String::from_utf16(&units).expect("whole characters")
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The half-width form of a full-width character, where it has one.
fn half(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}
