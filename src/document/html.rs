//! HTML: what a browser would show, line by line, with the numbers of lists computed and the cells of tables kept apart.
//!
//! The page is parsed as browsers parse it, so broken markup is read as well as they read it. Style sheets are looked at only
//! for how lists are numbered; of styles written on an element, those count that hide it, strike it out or keep its spaces.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashMap;

use encoding_rs::Encoding;
use html5ever::buffer_queue::BufferQueue;
use html5ever::local_name;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts, TreeSink};
use scraper::{ElementRef, Html, HtmlTreeSink, Node, Selector};

use super::label::{Label, is_heading, label};
use super::marker::{Marker, Numeral};
use super::{Document, Follows, Kind, LineKind, ReadError, ReadOptions, encoding, plain};

/// Whether `bytes` begin as a web page does.
pub(super) fn is_html(bytes: &[u8]) -> bool {
    const STARTS: [&str; 4] = ["<!doctype html", "<html", "<head>", "<body"];
    // UTF-16 shows as ASCII between zeros.
    let head: Vec<u8> = bytes.iter().take(4096).filter(|&&byte| byte != 0).map(u8::to_ascii_lowercase).collect();
    let head = String::from_utf8_lossy(&head);
    let mut rest = head.trim_start_matches(['\u{FEFF}', '\u{FFFD}']).trim_start();
    while let Some(end) = [("<!--", "-->"), ("<?", "?>")]
        .iter()
        .find_map(|(open, close)| rest.starts_with(open).then(|| rest.find(close).map(|at| at + close.len()))?)
    {
        rest = rest.get(end..).unwrap_or_default().trim_start();
    }
    STARTS.iter().any(|start| rest.starts_with(start))
}

/// Reads a page.
pub(super) fn read(bytes: &[u8], options: &ReadOptions) -> Result<Document, ReadError> {
    let text = encoding::decode(bytes, declared(bytes))?;
    from_text(&text, Kind::Html, options)
}

/// The encoding that the page says it has, in a `meta` element or an XML declaration.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head: Vec<u8> = bytes.iter().take(4096).map(u8::to_ascii_lowercase).collect();
    let head = String::from_utf8_lossy(&head);
    let after = ["charset", "encoding"]
        .into_iter()
        .find_map(|word| head.split(word).skip(1).find_map(|rest| rest.trim_start().strip_prefix('=')))?;
    let name = after.trim_start().trim_start_matches(['"', '\'']);
    let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:".contains(c))).unwrap_or(name.len());
    Encoding::for_label(name.get(..end)?.as_bytes())
}

/// Reads a page that is characters already.
pub(super) fn from_text(text: &str, kind: Kind, options: &ReadOptions) -> Result<Document, ReadError> {
    let html = parse(text).ok_or(ReadError::TooLarge(options.max_bytes))?;
    let mut page = Page::new(&html);
    page.walk();
    let mut document = Document { kind, title: page.title, ..Document::default() };
    for line in page.lines {
        document.push_line(&line.text, line.follows).kind = line.kind;
    }
    if document.raw.trim().is_empty() { Err(ReadError::Empty) } else { Ok(document) }
}

/// Elements inside one another beyond which tags only break lines. Browsers stop at about as many.
const DEPTH: usize = 512;
/// Character formats inside one another, which a parser repeats in each paragraph that they run through.
const FORMATS: usize = 32;
/// Nodes of a page; a contract has some thousand.
const NODES: usize = 3_000_000;
/// Bytes between two looks at how large the page has become.
const CHUNK: usize = 16 << 10;

/// The page as a tree, unless it is one of a size that no page has.
fn parse(text: &str) -> Option<Html> {
    let tree = TreeBuilder::new(HtmlTreeSink::new(Html::new_document()), TreeBuilderOpts::default());
    let sink = Bounded { tree, depth: Cell::new(0), formats: Cell::new(0) };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let queue = BufferQueue::default();
    let mut rest = text;
    while !rest.is_empty() {
        let (chunk, after) = rest.split_at(rest.floor_char_boundary(CHUNK));
        rest = after;
        queue.push_back(StrTendril::from(chunk));
        // The tokenizer stops at the end of each script.
        while !queue.is_empty() {
            let _ = tokenizer.feed(&queue);
        }
        if tokenizer.sink.tree.sink.0.borrow().tree.values().len() > NODES {
            return None;
        }
    }
    tokenizer.end();
    Some(tokenizer.sink.tree.sink.finish())
}

type NodeId = <HtmlTreeSink as TreeSink>::Handle;

/// Passes on to the tree builder what keeps the tree of a sane depth: its work grows with depth, and hostile pages are made of
/// nothing else.
struct Bounded {
    tree: TreeBuilder<NodeId, HtmlTreeSink>,
    /// Elements open, as far as tags alone tell.
    depth: Cell<usize>,
    formats: Cell<usize>,
}

impl TokenSink for Bounded {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
        let token = match token {
            Token::TagToken(tag) => match self.bound(tag) {
                Some(tag) => Token::TagToken(tag),
                None => return TokenSinkResult::Continue,
            },
            other => other,
        };
        self.tree.process_token(token, line)
    }

    fn end(&self) {
        self.tree.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.tree.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

impl Bounded {
    fn bound(&self, tag: Tag) -> Option<Tag> {
        let name: &str = &tag.name;
        if RAW.contains(&name) || tag.self_closing {
            return Some(tag);
        }
        let is_format = FORMATTING.contains(&name);
        let beyond = self.depth.get() >= DEPTH || is_format && self.formats.get() >= FORMATS;
        if !(ENDED_BY_OTHERS.contains(&name) || EMPTY.contains(&name)) {
            for (count, counts) in [(&self.depth, true), (&self.formats, is_format)] {
                if counts && tag.kind == TagKind::StartTag {
                    count.set(count.get() + 1);
                } else if counts {
                    count.set(count.get().saturating_sub(1));
                }
            }
        }
        if !beyond {
            return Some(tag);
        }
        is_block(name).then(|| Tag { kind: TagKind::StartTag, name: local_name!("br"), attrs: Vec::new(), ..tag })
    }
}

/// What these hold is no markup.
const RAW: [&str; 9] =
    ["script", "style", "textarea", "title", "iframe", "noembed", "noframes", "noscript", "plaintext"];
const EMPTY: [&str; 13] =
    ["br", "hr", "img", "input", "wbr", "meta", "link", "area", "base", "col", "embed", "source", "track"];
/// Elements whose end tag may be left out, so that counting tags would not tell how deep they are.
const ENDED_BY_OTHERS: [&str; 18] = [
    "p", "li", "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot", "option", "rt", "rp", "caption", "colgroup",
    "body", "html", "head",
];
const FORMATTING: [&str; 14] =
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// Whether an element stands on lines of its own.
fn is_block(name: &str) -> bool {
    const BLOCKS: [&str; 48] = [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "optgroup",
        "p",
        "pre",
        "search",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
    ];
    BLOCKS.contains(&name) || matches!(name, "ul" | "textarea" | "xmp" | "listing" | "plaintext")
}

/// A line as it will be in the document.
#[derive(Debug)]
struct Line {
    text: String,
    kind: LineKind,
    follows: Follows,
}

/// What becomes of white space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Space {
    /// One space for any amount of it.
    Collapsed,
    /// The same, but for line ends.
    Lines,
    /// It stays as it is.
    Kept,
}

/// A list that is open.
#[derive(Debug)]
struct List {
    marker: Marker,
    next: i64,
    step: i64,
}

/// A row of a table that is open.
#[derive(Debug, Default)]
struct Row {
    /// Its cells as far as they are read, each in lines.
    cells: Vec<Vec<Line>>,
    /// Columns filled by these.
    columns: usize,
    /// Where the open cell began in the lines of the page.
    start: usize,
}

/// A table that is open and has columns.
#[derive(Debug, Default)]
struct Table {
    row: Row,
    /// For each column, the heading of a cell that reaches down into further rows, and how many.
    carried: Vec<(usize, String)>,
}

/// What was found at the start of an element and is over at its end.
#[derive(Debug)]
struct Frame {
    block: bool,
    space: Space,
    kind: LineKind,
    /// Where the lines of hand-wrapped text began.
    pre: Option<usize>,
    is_list: bool,
    is_item: bool,
    /// `Some` for tables: whether it has columns.
    table: Option<bool>,
    is_row: bool,
    cell: Option<(usize, usize)>,
    after: &'static str,
}

/// The page as far as it is read.
struct Page<'h> {
    html: &'h Html,
    /// How elements number their lists, by the page's style sheets.
    styles: HashMap<NodeId, Marker>,
    title: Option<String>,
    lines: Vec<Line>,
    /// The line that is being read.
    text: String,
    /// White space read and not yet written.
    pending: bool,
    /// The marker of an item that has no text yet.
    marker: String,
    space: Space,
    kind: LineKind,
    lists: Vec<List>,
    /// The open tables; `None` for one that only arranges the page.
    tables: Vec<Option<Table>>,
    frames: Vec<Frame>,
}

impl<'h> Page<'h> {
    fn new(html: &'h Html) -> Self {
        Self {
            html,
            styles: list_styles(html),
            title: None,
            lines: Vec::new(),
            text: String::new(),
            pending: false,
            marker: String::new(),
            space: Space::Collapsed,
            kind: LineKind::Body,
            lists: Vec::new(),
            tables: Vec::new(),
            frames: Vec::new(),
        }
    }

    /// Goes through the tree without recursion, however deep it is.
    fn walk(&mut self) {
        let mut node = self.html.tree.root();
        loop {
            let opened = match node.value() {
                Node::Text(text) => {
                    self.write(text);
                    false
                }
                Node::Element(_) => ElementRef::wrap(node).is_some_and(|element| self.open(element)),
                Node::Document | Node::Fragment => true,
                _ => false,
            };
            if opened && let Some(child) = node.first_child() {
                node = child;
                continue;
            }
            if opened {
                self.close();
            }
            while node.next_sibling().is_none() {
                let Some(parent) = node.parent() else {
                    self.end_line();
                    return;
                };
                self.close();
                node = parent;
            }
            let Some(next) = node.next_sibling() else { return };
            node = next;
        }
    }

    /// Begins an element; false if nothing in it is to be read.
    fn open(&mut self, element: ElementRef<'h>) -> bool {
        let name = element.value().name();
        if name == "title" && self.title.is_none() {
            let words = collapse(&element.text().collect::<String>());
            self.title = Some(words).filter(|words| !words.is_empty());
        }
        if is_hidden(element) {
            return false;
        }
        match name {
            "br" => self.end_line(),
            "hr" => self.end_line(),
            "input" => self.field(element),
            "select" => {
                let chosen = chosen(element);
                self.write(&chosen);
                return false;
            }
            _ => {}
        }
        let block = is_block(name) || property(element, "display").is_some_and(|value| value == "block");
        if block {
            self.end_line();
        }
        let mut frame = Frame {
            block,
            space: self.space,
            kind: self.kind,
            pre: None,
            is_list: false,
            is_item: false,
            table: None,
            is_row: false,
            cell: None,
            after: "",
        };
        let table = self.tables.last_mut().and_then(Option::as_mut);
        match name {
            "pre" | "textarea" | "xmp" | "listing" | "plaintext" => {
                self.space = Space::Kept;
                frame.pre = (name != "textarea").then_some(self.lines.len());
            }
            "ol" | "ul" | "menu" | "dir" => {
                frame.is_list = true;
                let list = self.list(element);
                self.lists.push(list);
            }
            "li" => {
                frame.is_item = true;
                let marker = self.item(element);
                self.marker.push_str(&marker);
            }
            "table" => {
                let has_columns = has_columns(element);
                frame.table = Some(has_columns);
                self.tables.push(has_columns.then(Table::default));
            }
            "tr" => {
                if let Some(table) = table {
                    frame.is_row = true;
                    table.row = Row::default();
                }
            }
            "td" | "th" => {
                if let Some(table) = table {
                    let span = |name| element.attr(name).and_then(|value| value.trim().parse().ok());
                    let rows = match span("rowspan") {
                        Some(0) => 999,
                        rows => rows.unwrap_or(1_usize).clamp(1, 999),
                    };
                    frame.cell = Some((span("colspan").unwrap_or(1_usize).clamp(1, 99), rows));
                    table.row.start = self.lines.len();
                }
            }
            "q" => {
                self.write("「");
                frame.after = "」";
            }
            "nav" if is_links(element) => self.kind = LineKind::Furniture,
            "footer" if is_imprint(element) => self.kind = LineKind::Furniture,
            _ if element.attr("role") == Some("navigation") && is_links(element) => self.kind = LineKind::Furniture,
            _ => {}
        }
        match property(element, "white-space").as_deref() {
            Some("pre" | "pre-wrap" | "break-spaces") => self.space = Space::Kept,
            Some("pre-line") => self.space = Space::Lines,
            Some("normal" | "nowrap") => self.space = Space::Collapsed,
            _ => {}
        }
        self.frames.push(frame);
        true
    }

    fn close(&mut self) {
        // The root has no frame.
        let Some(frame) = self.frames.pop() else { return };
        self.write(frame.after);
        if frame.block {
            self.end_line();
        }
        self.space = frame.space;
        self.kind = frame.kind;
        if let Some(start) = frame.pre {
            rewrap(self.lines.get_mut(start..).unwrap_or_default());
        }
        if frame.is_list {
            self.lists.pop();
        }
        if frame.is_item {
            self.marker.clear();
        }
        if let Some((columns, rows)) = frame.cell
            && let Some(table) = self.tables.last_mut().and_then(Option::as_mut)
        {
            let start = table.row.start.min(self.lines.len());
            table.cell(self.lines.split_off(start), columns, rows);
        }
        if frame.is_row
            && let Some(table) = self.tables.last_mut().and_then(Option::as_mut)
        {
            let lines = table.end_row();
            self.lines.extend(lines);
        }
        if frame.table.is_some() {
            self.tables.pop();
        }
    }

    /// Writes the characters of a text node on the line.
    fn write(&mut self, words: &str) {
        for c in words.chars() {
            match c {
                '\n' if self.space != Space::Collapsed => self.end_line(),
                '\r' => {}
                ' ' | '\t' | '\n' | '\u{C}' if self.space != Space::Kept => self.pending = true,
                _ => {
                    if !self.marker.is_empty() && !c.is_whitespace() {
                        let marker = std::mem::take(&mut self.marker);
                        self.text.insert_str(0, &marker);
                        self.pending &= self.text.len() > marker.len();
                    }
                    if self.pending && !self.text.is_empty() {
                        self.text.push(' ');
                    }
                    self.pending = false;
                    // A tab would be taken for the border of a cell.
                    if c == '\t' { self.text.push_str("    ") } else { self.text.push(c) }
                }
            }
        }
    }

    fn end_line(&mut self) {
        self.pending = false;
        let text = std::mem::take(&mut self.text);
        if !text.trim().is_empty() {
            self.lines.push(Line { text, kind: self.kind, follows: Follows::Break });
        }
    }

    fn list(&self, element: ElementRef<'_>) -> List {
        let ordered = element.value().name() == "ol";
        let usual = if ordered { Marker::Number(Numeral::Decimal) } else { Marker::Sign("・") };
        let marker = self.own_marker(element).unwrap_or(usual);
        let items = || element.child_elements().filter(|child| child.value().name() == "li").count();
        let reversed = ordered && element.attr("reversed").is_some();
        let start = element.attr("start").filter(|_| ordered).and_then(|start| start.trim().parse().ok());
        let first = if reversed { i64::try_from(items()).unwrap_or(1) } else { 1 };
        List { marker, next: start.unwrap_or(first), step: if reversed { -1 } else { 1 } }
    }

    /// The marker that the element itself asks for.
    fn own_marker(&self, element: ElementRef<'_>) -> Option<Marker> {
        let inline = property(element, "list-style-type").and_then(|value| Marker::of_style(&value));
        let short = || property(element, "list-style").and_then(|value| short_style(&value));
        let by_sheet = || self.styles.get(&element.id()).cloned();
        let by_type = || element.attr("type").and_then(Marker::of_type);
        inline.or_else(short).or_else(by_sheet).or_else(by_type)
    }

    /// The marker of the item that begins.
    fn item(&mut self, element: ElementRef<'_>) -> String {
        let own = self.own_marker(element);
        let Some(list) = self.lists.last_mut() else { return String::from("・") };
        let number = element.attr("value").and_then(|value| value.trim().parse().ok()).unwrap_or(list.next);
        list.next = number.saturating_add(list.step);
        own.as_ref().unwrap_or(&list.marker).text(number)
    }

    /// What a filled-in field shows.
    fn field(&mut self, element: ElementRef<'_>) {
        let kind = element.attr("type").unwrap_or("text").to_ascii_lowercase();
        match kind.as_str() {
            "hidden" | "password" | "submit" | "reset" | "button" | "image" | "file" | "color" | "range" => {}
            "checkbox" | "radio" => self.write(if element.attr("checked").is_some() { "☑" } else { "□" }),
            _ => self.write(element.attr("value").unwrap_or_default()),
        }
    }
}

/// Words with white space as a browser shows it.
fn collapse(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Lines of one stretch of preformatted text may be wrapped by hand, as those of a text file.
fn rewrap(lines: &mut [Line]) {
    let follows = {
        let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        plain::follows(&texts, &vec![LineKind::Body; texts.len()])
    };
    for (line, follows) in lines.iter_mut().zip(follows) {
        line.follows = follows;
    }
}

/// Whether a browser would not show the element, or shows it as deleted.
fn is_hidden(element: ElementRef<'_>) -> bool {
    const NEVER: [&str; 23] = [
        "script", "style", "template", "noscript", "iframe", "object", "embed", "video", "audio", "canvas", "datalist",
        "rt", "rp", "rtc", "del", "s", "strike", "svg", "map", "noembed", "noframes", "title", "button",
    ];
    let name = element.value().name();
    let closed = name == "dialog" && element.attr("open").is_none();
    // What is hidden until it is searched for is there to be found.
    let hidden = element.attr("hidden").is_some_and(|value| !value.eq_ignore_ascii_case("until-found"));
    let is = |name: &str, wanted: &str| property(element, name).is_some_and(|value| value == wanted);
    NEVER.contains(&name)
        || closed
        || hidden
        || is("display", "none")
        || is("visibility", "hidden")
        || ["text-decoration", "text-decoration-line"]
            .iter()
            .any(|name| property(element, name).is_some_and(|value| value.contains("line-through")))
}

/// A property of the element's own `style`, in lower case unless it is quoted.
fn property(element: ElementRef<'_>, wanted: &str) -> Option<String> {
    let style = element.attr("style")?;
    declarations(style)
        .filter(|(name, _)| name.eq_ignore_ascii_case(wanted))
        .last()
        .map(|(_, value)| value.into_owned())
}

/// Names and values of a list of CSS declarations, as far as no quoted sign parts them.
fn declarations(style: &str) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
    style.split(';').filter_map(|declaration| {
        let (name, value) = declaration.split_once(':')?;
        let value = value.trim().trim_end_matches("!important").trim_end();
        let quoted = value.starts_with(['"', '\'']);
        let value = if quoted { Cow::Borrowed(value) } else { Cow::Owned(value.to_ascii_lowercase()) };
        Some((name.trim(), value))
    })
}

/// The type among the values of `list-style`.
fn short_style(value: &str) -> Option<Marker> {
    value.split_whitespace().find_map(Marker::of_style)
}

/// Rules of style sheets that are looked at: each is held against every element.
const RULES: usize = 64;

/// How the page's own style sheets have lists numbered. Only rules that say so are looked at, later ones win.
fn list_styles(html: &Html) -> HashMap<NodeId, Marker> {
    let mut styles = HashMap::new();
    let Ok(sheets) = Selector::parse("style") else { return styles };
    let sheets: String = html.select(&sheets).flat_map(|sheet| sheet.text()).take(1000).collect();
    if !sheets.contains("list-style") {
        return styles;
    }
    let mut looked_at = 0;
    for rule in sheets.split('}') {
        let Some((selector, body)) = rule.rsplit_once('{') else { continue };
        let marker =
            declarations(body).filter(|(name, _)| name.starts_with("list-style")).filter_map(|(name, value)| {
                if name == "list-style-type" { Marker::of_style(&value) } else { short_style(&value) }
            });
        let Some(marker) = marker.last() else { continue };
        // A comment may stand before the selector, and an at-rule around it.
        let selector = selector.rsplit(['/', '{', ';']).next().unwrap_or_default();
        let Ok(selector) = Selector::parse(selector.trim()) else { continue };
        looked_at += 1;
        if looked_at > RULES {
            break;
        }
        for element in html.select(&selector) {
            styles.insert(element.id(), marker.clone());
        }
    }
    styles
}

/// The words of the chosen entry of a menu.
fn chosen(element: ElementRef<'_>) -> String {
    let options =
        || element.descendants().filter_map(ElementRef::wrap).filter(|option| option.value().name() == "option");
    let option = options().find(|option| option.attr("selected").is_some()).or_else(|| options().next());
    option.map(|option| collapse(&option.text().collect::<String>())).unwrap_or_default()
}

/// Whether a table has columns: some row has two cells that say something, and no table lies in it. Others only arrange a
/// page.
fn has_columns(table: ElementRef<'_>) -> bool {
    if matches!(table.attr("role"), Some("presentation" | "none")) {
        return false;
    }
    let mut filled: HashMap<NodeId, usize> = HashMap::new();
    for element in table.descendants().skip(1).filter_map(ElementRef::wrap) {
        match element.value().name() {
            "table" => return false,
            "td" | "th" if element.text().any(|words| !words.trim().is_empty()) => {
                if let Some(row) = element.parent() {
                    *filled.entry(row.id()).or_default() += 1;
                }
            }
            _ => {}
        }
    }
    filled.into_values().any(|cells| cells > 1)
}

/// Whether an element is a menu of links and nothing else.
fn is_links(element: ElementRef<'_>) -> bool {
    let count = |words: &str| words.chars().filter(|c| !c.is_whitespace()).count();
    let all: usize = element.text().map(count).sum();
    let links = element.descendants().filter_map(ElementRef::wrap).filter(|link| link.value().name() == "a");
    let linked: usize = links.flat_map(|link| link.text()).map(count).sum();
    linked * 10 >= all * 9
}

/// Whether a footer says no more than whose page it is.
fn is_imprint(element: ElementRef<'_>) -> bool {
    let words = collapse(&element.text().collect::<String>());
    let low = words.to_ascii_lowercase();
    (low.contains('©') || low.contains("copyright") || low.contains("(c)"))
        && words.chars().count() <= 200
        && !words.contains('。')
        && label(&words) == Label::None
}

/// The longest words of a merged cell that are said again for each row that it reaches into.
const HEADING: usize = 16;

impl Table {
    /// Ends a cell that was read as `lines`.
    fn cell(&mut self, lines: Vec<Line>, columns: usize, rows: usize) {
        self.carry_on();
        let column = self.row.columns;
        if rows > 1 {
            let words = joined(&lines);
            let heading = if words.chars().count() <= HEADING { words } else { String::new() };
            if self.carried.len() < column + columns {
                self.carried.resize(column + columns, (0, String::new()));
            }
            for (index, slot) in self.carried[column..column + columns].iter_mut().enumerate() {
                *slot = (rows, if index == 0 { heading.clone() } else { String::new() });
            }
        }
        self.row.columns += columns;
        self.row.cells.push(lines);
    }

    /// Fills in the columns before the next cell that belong to cells of rows above.
    fn carry_on(&mut self) {
        while let Some((_, words)) = self.carried.get(self.row.columns).filter(|(rows, _)| *rows > 0) {
            let line = Line { text: words.clone(), kind: LineKind::Body, follows: Follows::Break };
            self.row.cells.push(if words.is_empty() { Vec::new() } else { vec![line] });
            self.row.columns += 1;
        }
    }

    /// The lines of the row that ends.
    fn end_row(&mut self) -> Vec<Line> {
        self.carry_on();
        for slot in &mut self.carried {
            slot.0 = slot.0.saturating_sub(1);
        }
        let row = std::mem::take(&mut self.row);
        let filled: Vec<&Vec<Line>> = row.cells.iter().filter(|cell| !cell.is_empty()).collect();
        let headed = filled.first().and_then(|cell| cell.first()).is_some_and(|line| is_heading(&line.text));
        let in_sentences = filled.iter().skip(1).any(|cell| cell.iter().any(|line| line.text.contains('。')));
        let provision =
            |cell: &&Vec<Line>| is_numbered(cell) || cell.iter().any(|line| label(&line.text) == Label::Sure);
        // A cell alone is a row of a table if it is no provision beside a margin.
        let alone = match filled.as_slice() {
            [] => true,
            [cell] => row.cells.len() < 2 || cell.len() > 1 || provision(cell),
            _ => false,
        };
        if alone || headed && in_sentences || filled.into_iter().any(|cell| is_numbered(cell)) {
            return paragraphs(row.cells.into_iter().filter(|cell| !cell.is_empty()).collect());
        }
        // Empty cells keep the places of those after them.
        let first = std::iter::once(Follows::Break).chain(std::iter::repeat(Follows::Cell));
        let line = |(cell, follows): (Vec<Line>, Follows)| {
            let kind = cell.first().map_or(LineKind::Body, |line| line.kind);
            Line { text: joined(&cell), kind, follows }
        };
        row.cells.into_iter().zip(first).map(line).collect()
    }
}

/// Whether a cell holds numbered provisions, which must not melt into one line.
fn is_numbered(cell: &[Line]) -> bool {
    cell.iter().skip(1).any(|line| label(&line.text) != Label::None && !line.text.starts_with(['・', '※', '▪', '-']))
}

/// Cells whose lines stand on their own, each number with the words of the next cell.
fn paragraphs(cells: Vec<Vec<Line>>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for cell in cells {
        let numbered = lines.last().is_some_and(|line| {
            let number = line.text.trim();
            number.chars().count() <= 6 && !is_heading(number) && label(&format!("{number} 甲")) == Label::Sure
        });
        let numbered = numbered && cell.first().is_some_and(|line| label(&line.text) == Label::None);
        let start = lines.len();
        lines.extend(cell);
        if let Some(first) = lines.get_mut(start).filter(|_| numbered) {
            first.follows = Follows::Cell;
        }
    }
    lines
}

/// The lines of a cell as one.
fn joined(cell: &[Line]) -> String {
    let mut words = String::new();
    for line in cell {
        let text = line.text.trim();
        // A list of short entries; a sentence goes on where it was broken.
        let apart = words.chars().count() <= 12 || label(text) != Label::None;
        if !words.is_empty() && apart && !words.ends_with(['。', '、', '，', '：', ':', '　']) {
            words.push('　');
        }
        words.push_str(text);
    }
    words
}
