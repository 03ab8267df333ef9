//! `joko lsp`: a language server over standard input and output. Drafts that are open in an editor are judged while they are
//! written, and the verdicts shown under the words that they rest on.
//!
//! One thread reads, one works. A draft is judged when its writer pauses; what came in meanwhile is looked at before anything is
//! shown, so that no verdict is shown on words that are gone.

mod action;
mod diagnostic;
mod draft;
mod hover;
mod origin;
mod position;
mod symbol;
mod wire;

use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use joko::analyze::{Options, analyze};
use joko::document::ReadError;
use joko::messages::{self, Lang, lsp as words};
use joko::rulebook::Rulebook;
use lsp_server::{ErrorCode, Message, Notification, Request, RequestId};
use lsp_types::{
    CodeAction, CodeActionClientCapabilities, CodeActionKind, CodeActionOptions, CodeActionParams,
    CodeActionProviderCapability, DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    DidSaveTextDocumentParams, DocumentSymbolParams, HoverParams, HoverProviderCapability, InitializeParams,
    InitializeResult, MessageType, OneOf, PublishDiagnosticsParams, SaveOptions, ServerCapabilities, ServerInfo,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions, TextDocumentSyncSaveOptions, Uri,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use self::action::Errand;
use self::draft::{Draft, Judged};
use self::origin::Origin;
use self::position::Encoding;
use self::wire::Incoming;
use super::args::Lsp;
use super::error::Failure;
use super::{Outcome, input, rules};

/// How long a writer must pause before the draft is judged.
const PAUSE: Duration = Duration::from_millis(150);

pub(super) fn run(args: &Lsp, lang: Lang) -> Result<Outcome, Failure> {
    let rulebook = rules::load(args.patterns.as_deref())?;
    let options = Options { roles: args.roles.clone(), ..Options::default() };
    let mut server = Server {
        rulebook,
        options,
        lang,
        client: Client::default(),
        state: State::Fresh,
        drafts: BTreeMap::new(),
        queue: VecDeque::new(),
        incoming: listen(),
    };
    server.serve()
}

/// Reads in a thread of its own, which ends with the stream or the process.
fn listen() -> Receiver<Incoming> {
    let (sender, incoming) = mpsc::channel();
    std::thread::spawn(move || {
        let mut stream = io::stdin().lock();
        while let Ok(Some(message)) = wire::read(&mut stream) {
            if sender.send(message).is_err() {
                break;
            }
        }
    });
    incoming
}

struct Server {
    rulebook: Rulebook,
    options: Options,
    lang: Lang,
    client: Client,
    state: State,
    /// The open documents by their URI.
    drafts: BTreeMap<String, Draft>,
    /// What came in while something else was worked on.
    queue: VecDeque<Incoming>,
    incoming: Receiver<Incoming>,
}

/// What the editor can do.
struct Client {
    encoding: Encoding,
    /// Whether it shows a tree of symbols.
    tree: bool,
    /// Whether it shows further places of a diagnostic.
    related: bool,
    /// Whether it asks for the edit of an action when that is chosen.
    resolves: bool,
    /// Whether its edits name the state of the text that they are for.
    versioned: bool,
}

impl Default for Client {
    fn default() -> Self {
        Self { encoding: Encoding::Utf16, tree: false, related: false, resolves: false, versioned: false }
    }
}

/// Where the session stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing was agreed yet.
    Fresh,
    Running,
    /// The editor said that it is going to end it.
    ShutDown,
    /// It is over.
    Over,
}

/// Why a request is not answered.
struct Refusal {
    code: ErrorCode,
    why: String,
}

type Answer = Result<Value, Refusal>;

impl Server {
    fn serve(&mut self) -> Result<Outcome, Failure> {
        while let Some(next) = self.next() {
            let shut_down = self.state == State::ShutDown;
            match next {
                Next::Judge(uri) => self.judge(&uri)?,
                Next::Incoming(Incoming::Malformed(error)) => send(&error)?,
                Next::Incoming(Incoming::Message(Message::Request(request))) => self.request(request)?,
                Next::Incoming(Incoming::Message(Message::Notification(note))) => self.notified(note)?,
                // joko asks the editor nothing.
                Next::Incoming(Incoming::Message(Message::Response(_))) => {}
            }
            if self.state == State::Over {
                return Ok(if shut_down { Outcome::Pass } else { Outcome::Fail });
            }
        }
        Ok(Outcome::Fail)
    }

    /// What is to be done next: what came in, or a draft whose writer paused. `None` when the editor is gone.
    fn next(&mut self) -> Option<Next> {
        if let Some(incoming) = self.queue.pop_front() {
            return Some(Next::Incoming(incoming));
        }
        let due = self.drafts.iter().filter_map(|(uri, draft)| Some((draft.due?, uri))).min();
        let Some((due, uri)) = due else { return self.incoming.recv().ok().map(Next::Incoming) };
        match self.incoming.recv_timeout(due.saturating_duration_since(Instant::now())) {
            Ok(incoming) => Some(Next::Incoming(incoming)),
            Err(RecvTimeoutError::Timeout) => Some(Next::Judge(uri.clone())),
            Err(RecvTimeoutError::Disconnected) => None,
        }
    }

    /// Takes in what has come meanwhile, without working on it.
    fn drain(&mut self) {
        self.queue.extend(self.incoming.try_iter());
    }

    fn request(&mut self, request: Request) -> Result<(), Failure> {
        let Request { id, method, params } = request;
        self.drain();
        let answer = if self.is_cancelled(&id) {
            Err(Refusal { code: ErrorCode::RequestCanceled, why: "cancelled".to_owned() })
        } else {
            let crashed = Refusal { code: ErrorCode::InternalError, why: words::crashed(self.lang).to_owned() };
            // A bug in one answer is no reason to leave the editor alone.
            match input::guarded(method.as_ref(), || Ok(self.answer(&method, params))) {
                Ok(answer) => answer?,
                Err(_) => Err(crashed),
            }
        };
        match answer {
            Ok(result) => send(&wire::answer(&id, &result)),
            Err(refusal) => send(&wire::error(&id, refusal.code, &refusal.why)),
        }
    }

    /// Whether the editor has said meanwhile that it does not need the answer.
    fn is_cancelled(&self, id: &RequestId) -> bool {
        let wanted = json!(id);
        self.queue.iter().any(|incoming| {
            matches!(incoming, Incoming::Message(Message::Notification(note))
                if note.method == "$/cancelRequest" && note.params.get("id") == Some(&wanted))
        })
    }

    fn answer(&mut self, method: &str, params: Value) -> Result<Answer, Failure> {
        let refused = |code, why: &str| Ok(Err(Refusal { code, why: why.to_owned() }));
        match (self.state, method) {
            (State::Fresh, "initialize") => Ok(parse(params).map(|params| self.initialize(params))),
            (State::Fresh, _) => refused(ErrorCode::ServerNotInitialized, "initialize comes first"),
            (State::ShutDown | State::Over, _) => refused(ErrorCode::InvalidRequest, "the server is shut down"),
            (State::Running, "initialize") => refused(ErrorCode::InvalidRequest, "initialized already"),
            (State::Running, "shutdown") => {
                self.state = State::ShutDown;
                Ok(Ok(Value::Null))
            }
            (State::Running, "textDocument/hover") => {
                let params: HoverParams = match parse(params) {
                    Ok(params) => params,
                    Err(refusal) => return Ok(Err(refusal)),
                };
                let at = params.text_document_position_params;
                let lang = self.lang;
                self.ask(&at.text_document.uri, |draft, judged, rulebook, _| {
                    value(&hover::hover(draft, judged, at.position, &rulebook.clauses, lang))
                })
            }
            (State::Running, "textDocument/documentSymbol") => {
                let params: DocumentSymbolParams = match parse(params) {
                    Ok(params) => params,
                    Err(refusal) => return Ok(Err(refusal)),
                };
                self.ask(&params.text_document.uri, |draft, judged, _, client| {
                    value(&symbol::symbols(draft, judged, client.tree))
                })
            }
            (State::Running, "textDocument/codeAction") => {
                let params: CodeActionParams = match parse(params) {
                    Ok(params) => params,
                    Err(refusal) => return Ok(Err(refusal)),
                };
                self.actions(&params)
            }
            (State::Running, "codeAction/resolve") => Ok(parse(params).and_then(|action| self.resolve(action))),
            (State::Running, _) => refused(ErrorCode::MethodNotFound, method),
        }
    }

    /// Answers from what the draft at `uri` came to, which is judged now if it was not yet; null where there is no such draft, or it
    /// cannot be judged.
    fn ask(
        &mut self,
        uri: &Uri,
        from: impl FnOnce(&Draft, &Judged, &Rulebook, &Client) -> Value,
    ) -> Result<Answer, Failure> {
        let uri = uri.as_str();
        if self.drafts.get(uri).is_some_and(|draft| draft.due.is_some()) {
            self.judge(uri)?;
        }
        let found = self.drafts.get(uri).and_then(|draft| Some((draft, draft.judged.as_ref()?)));
        Ok(Ok(found.map_or(Value::Null, |(draft, judged)| from(draft, judged, &self.rulebook, &self.client))))
    }

    /// The actions for a range; with their edits, if the editor cannot ask for them later.
    fn actions(&mut self, params: &CodeActionParams) -> Result<Answer, Failure> {
        let (lang, options) = (self.lang, self.options.clone());
        let only = params.context.only.clone();
        let wanted = move |action: &CodeAction| match (&only, &action.kind) {
            (Some(only), Some(kind)) => only.iter().any(|only| is_kind(kind, only)),
            _ => true,
        };
        self.ask(&params.text_document.uri, |draft, judged, rulebook, client| {
            let shown = diagnostic::diagnostics(draft, judged, &rulebook.clauses, lang);
            let mut actions = action::actions(draft, judged, params.range, &shown, rulebook, lang);
            actions.retain(wanted);
            let actions = actions.into_iter().filter_map(|action| {
                let errand = action.data.clone().filter(|_| !client.resolves);
                let Some(errand) = errand.and_then(|data| serde_json::from_value(data).ok()) else {
                    return Some(value(&action));
                };
                let edits = action::edits(draft, judged, &errand, rulebook, &options)?;
                Some(with_edit(&action, action::workspace_edit(draft, &edits, client.versioned)))
            });
            Value::Array(actions.collect())
        })
    }

    /// An action with its edit.
    fn resolve(&self, action: CodeAction) -> Answer {
        let errand: Errand = parse(action.data.clone().unwrap_or_default())?;
        let found = self.drafts.get(&errand.uri).filter(|draft| draft.version == errand.version);
        let Some((draft, judged)) = found.and_then(|draft| Some((draft, draft.judged.as_ref()?))) else {
            let why = words::changed_since(self.lang).to_owned();
            return Err(Refusal { code: ErrorCode::ContentModified, why });
        };
        let Some(edits) = action::edits(draft, judged, &errand, &self.rulebook, &self.options) else {
            return Err(Refusal { code: ErrorCode::RequestFailed, why: words::no_edit(self.lang).to_owned() });
        };
        Ok(with_edit(&action, action::workspace_edit(draft, &edits, self.client.versioned)))
    }

    fn initialize(&mut self, params: InitializeParams) -> Value {
        let capabilities = params.capabilities;
        let offered = capabilities.general.and_then(|general| general.position_encodings).unwrap_or_default();
        let documents = capabilities.text_document.unwrap_or_default();
        self.client = Client {
            encoding: Encoding::of(&offered),
            tree: documents
                .document_symbol
                .and_then(|symbol| symbol.hierarchical_document_symbol_support)
                .unwrap_or_default(),
            resolves: resolves(documents.code_action.as_ref()),
            versioned: capabilities
                .workspace
                .and_then(|workspace| workspace.workspace_edit)
                .and_then(|edit| edit.document_changes)
                .unwrap_or_default(),
            related: documents.publish_diagnostics.and_then(|publish| publish.related_information).unwrap_or_default(),
        };
        self.state = State::Running;
        let sync = TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions { include_text: Some(false) })),
            ..TextDocumentSyncOptions::default()
        };
        value(&InitializeResult {
            capabilities: ServerCapabilities {
                position_encoding: Some(self.client.encoding.kind()),
                text_document_sync: Some(TextDocumentSyncCapability::Options(sync)),
                hover_provider: Some(HoverProviderCapability::Simple(true)),
                document_symbol_provider: Some(OneOf::Left(true)),
                code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
                    code_action_kinds: Some(vec![CodeActionKind::QUICKFIX, CodeActionKind::SOURCE_FIX_ALL]),
                    resolve_provider: Some(self.client.resolves),
                    ..CodeActionOptions::default()
                })),
                ..ServerCapabilities::default()
            },
            server_info: Some(ServerInfo {
                name: "joko".to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
        })
    }

    fn notified(&mut self, note: Notification) -> Result<(), Failure> {
        let Notification { method, params } = note;
        match (self.state, method.as_str()) {
            (_, "exit") => {
                self.state = State::Over;
                Ok(())
            }
            (State::Running, "textDocument/didOpen") => self.with(&method, params, Self::open),
            (State::Running, "textDocument/didChange") => self.with(&method, params, Self::change),
            (State::Running, "textDocument/didSave") => self.with(&method, params, Self::save),
            (State::Running, "textDocument/didClose") => self.with(&method, params, Self::close),
            // What is unknown, or comes too early or too late, is passed over: nobody waits for an answer.
            _ => Ok(()),
        }
    }

    /// Hands the parameters of a notification on; says so in the editor's log if they are none.
    fn with<P: DeserializeOwned>(
        &mut self,
        method: &str,
        params: Value,
        handle: impl FnOnce(&mut Self, P) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        match parse(params) {
            Ok(params) => handle(self, params),
            Err(refusal) => log(MessageType::WARNING, &format!("{method}: {}", refusal.why)),
        }
    }

    fn open(&mut self, params: DidOpenTextDocumentParams) -> Result<(), Failure> {
        let document = params.text_document;
        let uri = document.uri.as_str().to_owned();
        let mut draft =
            Draft::new(document.uri, &document.language_id, document.version, document.text, self.client.encoding);
        // Nobody is typing yet.
        draft.due = Some(Instant::now());
        self.drafts.insert(uri, draft);
        Ok(())
    }

    fn change(&mut self, params: DidChangeTextDocumentParams) -> Result<(), Failure> {
        let document = params.text_document;
        let Some(draft) = self.drafts.get_mut(document.uri.as_str()) else {
            return log(MessageType::WARNING, &words::not_open(document.uri.as_str(), self.lang));
        };
        draft.change(document.version, params.content_changes);
        draft.due = Some(Instant::now() + PAUSE);
        Ok(())
    }

    fn save(&mut self, params: DidSaveTextDocumentParams) -> Result<(), Failure> {
        if let Some(draft) = self.drafts.get_mut(params.text_document.uri.as_str())
            && draft.due.is_some()
        {
            draft.due = Some(Instant::now());
        }
        Ok(())
    }

    fn close(&mut self, params: DidCloseTextDocumentParams) -> Result<(), Failure> {
        let uri = params.text_document.uri;
        if self.drafts.remove(uri.as_str()).is_none() {
            return Ok(());
        }
        publish(&PublishDiagnosticsParams { uri, diagnostics: Vec::new(), version: None })
    }

    /// Judges the draft at `uri` and shows what it came to, unless its writer has gone on meanwhile.
    fn judge(&mut self, uri: &str) -> Result<(), Failure> {
        let Some(draft) = self.drafts.get(uri) else { return Ok(()) };
        let bytes = draft.file();
        let unreadable = |source| Failure::Read { file: draft.name.clone(), source };
        let judged = input::guarded(&draft.name, || {
            let report = analyze(&bytes, &draft.name, &self.rulebook, &self.options).map_err(unreadable)?;
            let origin = Origin::of(&report.document, &draft.text);
            Ok(Judged { report, origin })
        });
        self.drain();
        let stale = self.is_stale(uri);
        let Some(draft) = self.drafts.get_mut(uri) else { return Ok(()) };
        draft.due = None;
        let mut diagnostics = match judged {
            Ok(judged) => {
                let shown = diagnostic::diagnostics(draft, &judged, &self.rulebook.clauses, self.lang);
                draft.judged = Some(judged);
                shown
            }
            // A draft begins with nothing.
            Err(Failure::Read { source: ReadError::Empty, .. }) => Vec::new(),
            Err(failure) => {
                let message = match &failure {
                    Failure::Read { source, .. } => messages::read_error(source, self.lang),
                    _ => words::crashed(self.lang).to_owned(),
                };
                vec![diagnostic::unreadable(draft, message)]
            }
        };
        if stale {
            return Ok(());
        }
        if !self.client.related {
            diagnostics.iter_mut().for_each(|diagnostic| diagnostic.related_information = None);
        }
        publish(&PublishDiagnosticsParams { uri: draft.uri.clone(), diagnostics, version: Some(draft.version) })
    }

    /// Whether what waits to be worked on changes or closes the document.
    fn is_stale(&self, uri: &str) -> bool {
        let touches = |note: &Notification| {
            matches!(note.method.as_str(), "textDocument/didChange" | "textDocument/didClose")
                && note.params.pointer("/textDocument/uri").and_then(Value::as_str) == Some(uri)
        };
        self.queue
            .iter()
            .any(|incoming| matches!(incoming, Incoming::Message(Message::Notification(note)) if touches(note)))
    }
}

/// What is to be done.
enum Next {
    Incoming(Incoming),
    /// The draft with this URI is to be judged.
    Judge(String),
}

/// Whether an editor can ask for an action's edit later.
fn resolves(actions: Option<&CodeActionClientCapabilities>) -> bool {
    let actions = actions.filter(|actions| actions.data_support == Some(true));
    let later = actions.and_then(|actions| actions.resolve_support.as_ref());
    later.is_some_and(|later| later.properties.iter().any(|property| property == "edit"))
}

/// Whether `kind` is `wanted` or below it, as `quickfix.joko` is below `quickfix`.
fn is_kind(kind: &CodeActionKind, wanted: &CodeActionKind) -> bool {
    let below = kind.as_str().strip_prefix(wanted.as_str());
    wanted.as_str().is_empty() || below.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn with_edit(action: &CodeAction, edit: Value) -> Value {
    let mut action = value(action);
    action["edit"] = edit;
    action
}

fn parse<P: DeserializeOwned>(params: Value) -> Result<P, Refusal> {
    serde_json::from_value(params).map_err(|fault| Refusal { code: ErrorCode::InvalidParams, why: fault.to_string() })
}

fn value(result: &impl Serialize) -> Value {
    serde_json::to_value(result).expect("the protocol's structs hold nothing that JSON does not")
}

fn publish(params: &PublishDiagnosticsParams) -> Result<(), Failure> {
    send(&wire::notification("textDocument/publishDiagnostics", params))
}

/// Writes to the editor's log.
fn log(kind: MessageType, message: &str) -> Result<(), Failure> {
    send(&wire::notification("window/logMessage", &json!({ "type": kind, "message": message })))
}

fn send(message: &Value) -> Result<(), Failure> {
    wire::write(&mut io::stdout().lock(), message).map_err(Failure::stdout)
}
