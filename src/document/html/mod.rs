//! HTML: what a browser would show, line by line, with the numbers of lists computed and the cells of tables kept apart.
//!
//! The page is parsed as browsers parse it, so broken markup is read as well as they read it. Of styles, those count that hide
//! words or strike them out, break lines, keep spaces, or draw numbers and signs.

mod counter;
mod parse;
mod style;
mod table;

use encoding_rs::Encoding;
use html5ever::tree_builder::TreeSink;
use scraper::{ElementRef, Html, HtmlTreeSink, Node};

use self::counter::{Counters, marker};
use self::parse::parse;
use self::style::{Part, Styles};
use self::table::{Row, Table, has_columns};
use super::label::{Label, label};
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

/// A node of the page.
type NodeId = <HtmlTreeSink as TreeSink>::Handle;

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
    after: String,
}

/// The page as far as it is read.
struct Page<'h> {
    html: &'h Html,
    styles: Styles,
    counters: Counters,
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
            styles: Styles::of(html),
            counters: Counters::default(),
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
                self.close(ElementRef::wrap(node));
            }
            while node.next_sibling().is_none() {
                let Some(parent) = node.parent() else {
                    self.end_line();
                    return;
                };
                self.close(ElementRef::wrap(parent));
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
        if self.is_hidden(element) {
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
        let display = self.styles.property(element, "display").unwrap_or_default();
        let block = match display.as_str() {
            "block" | "flex" | "grid" | "list-item" | "table" | "flow-root" => true,
            "inline" | "contents" => false,
            _ => is_block(name),
        };
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
            after: String::new(),
        };
        self.count(element);
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
                if display.is_empty() || display.contains("list-item") {
                    self.marker.push_str(&marker);
                }
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
                frame.after = "」".to_owned();
            }
            "nav" if is_links(element) => self.kind = LineKind::Furniture,
            "footer" if is_imprint(element) => self.kind = LineKind::Furniture,
            _ if element.attr("role") == Some("navigation") && is_links(element) => self.kind = LineKind::Furniture,
            _ => {}
        }
        match self.styles.property(element, "white-space").as_deref() {
            Some("pre" | "pre-wrap" | "break-spaces") => self.space = Space::Kept,
            Some("pre-line") => self.space = Space::Lines,
            Some("normal" | "nowrap") => self.space = Space::Collapsed,
            _ => {}
        }
        self.frames.push(frame);
        if let Some(words) = self.drawn(element, Part::Before) {
            self.draw(element, Part::Before, &words);
        }
        true
    }

    /// Counts an element, as the style sheets say.
    fn count(&mut self, element: ElementRef<'_>) {
        let depth = self.frames.len();
        if let Some(value) = self.styles.property(element, "counter-reset") {
            self.counters.reset(&value, depth);
        }
        if let Some(value) = self.styles.property(element, "counter-increment") {
            self.counters.increment(&value, depth);
        }
        if let Some(value) = self.styles.property(element, "counter-set") {
            self.counters.set(&value, depth);
        }
    }

    /// What the style sheets draw beside the element; it may be counted before that.
    fn drawn(&mut self, element: ElementRef<'_>, part: Part) -> Option<String> {
        let content = self.styles.of_part(element, part, "content")?;
        let is = |name, wanted: &str| self.styles.of_part(element, part, name).is_some_and(|value| value == wanted);
        if is("display", "none") || is("visibility", "hidden") {
            return None;
        }
        let depth = self.frames.len();
        if let Some(value) = self.styles.of_part(element, part, "counter-reset") {
            self.counters.reset(value, depth);
        }
        if let Some(value) = self.styles.of_part(element, part, "counter-increment") {
            self.counters.increment(value, depth);
        }
        let attribute = |name: &str| element.attr(name).map(str::to_owned);
        self.counters.text(content, attribute, &self.styles)
    }

    /// Writes what is drawn beside an element, on a line of its own where the style sheets say so.
    fn draw(&mut self, element: ElementRef<'_>, part: Part, words: &str) {
        let display = self.styles.of_part(element, part, "display");
        let block = matches!(display, Some("block" | "flex" | "grid" | "list-item" | "table"));
        if block {
            self.end_line();
        }
        self.write(words);
        if block {
            self.end_line();
        }
    }

    /// Whether a browser would not show the element, or shows it as deleted.
    fn is_hidden(&self, element: ElementRef<'_>) -> bool {
        let name = element.value().name();
        let closed = name == "dialog" && element.attr("open").is_none();
        // What is hidden until it is searched for is there to be found.
        let hidden = element.attr("hidden").is_some_and(|value| !value.eq_ignore_ascii_case("until-found"));
        let is = |name, wanted: &str| self.styles.property(element, name).is_some_and(|value| value == wanted);
        let struck =
            || self.styles.property(element, "text-decoration").is_some_and(|value| value.contains("line-through"));
        UNSEEN.contains(&name)
            || closed
            || hidden
            || is("display", "none")
            || is("visibility", "hidden")
            || is("visibility", "collapse")
            || struck()
    }

    fn close(&mut self, node: Option<ElementRef<'h>>) {
        let after = node.and_then(|element| Some((element, self.drawn(element, Part::After)?)));
        // The root has no frame.
        let Some(frame) = self.frames.pop() else { return };
        self.counters.close(self.frames.len());
        if let Some((element, words)) = after {
            self.draw(element, Part::After, &words);
        }
        self.write(&frame.after);
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
        let by_style = self.styles.property(element, "list-style-type").and_then(|value| marker(&value, &self.styles));
        by_style.or_else(|| element.attr("type").and_then(Marker::of_type))
    }

    /// The marker of the item that begins.
    fn item(&mut self, element: ElementRef<'_>) -> String {
        let own = self.own_marker(element);
        let depth = self.frames.len();
        let Some(list) = self.lists.last_mut() else { return String::from("・") };
        let number = element.attr("value").and_then(|value| value.trim().parse().ok()).unwrap_or(list.next);
        list.next = number.saturating_add(list.step);
        let usual = own.as_ref().unwrap_or(&list.marker).text(number);
        self.counters.set_up("list-item", number, depth);
        self.drawn(element, Part::Marker).unwrap_or(usual)
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

/// Elements of which a browser shows nothing, or that are said to be deleted, or that say how other words are read.
const UNSEEN: [&str; 23] = [
    "script", "style", "template", "noscript", "iframe", "object", "embed", "video", "audio", "canvas", "datalist",
    "rt", "rp", "rtc", "del", "s", "strike", "svg", "map", "noembed", "noframes", "title", "button",
];

/// The words of the chosen entry of a menu.
fn chosen(element: ElementRef<'_>) -> String {
    let options =
        || element.descendants().filter_map(ElementRef::wrap).filter(|option| option.value().name() == "option");
    let option = options().find(|option| option.attr("selected").is_some()).or_else(|| options().next());
    option.map(|option| collapse(&option.text().collect::<String>())).unwrap_or_default()
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
