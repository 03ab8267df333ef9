//! Markdown: its structure becomes that of a page and is read as one.
//!
//! Contracts kept as Markdown are often plain lines without blank lines between them, so a line end inside a paragraph
//! counts wherever the line after it does not plainly go on.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};
use unicode_width::UnicodeWidthStr;

use super::follow::ends_sentence;
use super::label::{Label, label};
use super::{Document, Kind, ReadError, ReadOptions, encoding, html as page};

/// Reads Markdown with the tables, struck-out words and task lists that GitHub knows.
pub(super) fn read(bytes: &[u8], options: &ReadOptions) -> Result<Document, ReadError> {
    let text = encoding::decode(bytes, None)?;
    let (properties, body) = front_matter(&text);
    let mut document = page::from_text(&to_html(body), Kind::Markdown, options)?;
    document.title = title(properties);
    Ok(document)
}

/// The properties in front of the text, between lines of three hyphens, and the text. What holds anything but properties is
/// text.
fn front_matter(text: &str) -> (&str, &str) {
    let whole = ("", text);
    let Some(rest) = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n")) else { return whole };
    let mut len = 0;
    for line in rest.split_inclusive('\n') {
        let words = line.trim_end();
        if words == "---" || words == "..." {
            return (rest.get(..len).unwrap_or_default(), rest.get(len + line.len()..).unwrap_or_default());
        }
        let key = words.split(':').next().filter(|key| key.len() < words.len()).unwrap_or_default();
        let is_key = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
        if !(is_key || words.is_empty() || words.starts_with(['#', ' ', '-'])) {
            return whole;
        }
        len += line.len();
    }
    whole
}

fn title(properties: &str) -> Option<String> {
    let title = properties.lines().find_map(|line| line.strip_prefix("title:"))?;
    let title = title.trim().trim_matches(['"', '\'']);
    (!title.is_empty()).then(|| title.to_owned())
}

fn to_html(text: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let parser = Parser::new_ext(text, options);
    // [1]: 乙は、… has the form of a link's address, which no browser shows; only what can be an address is one.
    let definitions = parser.reference_definitions().iter();
    let mut unseen: Vec<Range<usize>> = definitions
        .filter(|(_, link)| !link.dest.is_ascii() || !link.dest.contains(['/', '.', '#', '@']))
        .map(|(_, link)| link.span.clone())
        .collect();
    unseen.sort_by_key(|span| std::cmp::Reverse(span.start));
    let mut events = Vec::new();
    let mut numbers: Vec<Option<u64>> = Vec::new();
    let mut depth = 0_usize;
    let mut single: Vec<usize> = Vec::new();
    for (event, range) in parser.into_offset_iter() {
        if depth == 0 {
            while let Some(span) = unseen.pop_if(|span| span.start < range.start) {
                events.push(Event::Html(plain_paragraph(text.get(span).unwrap_or_default()).into()));
            }
        }
        match &event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        match event {
            Event::Start(Tag::List(first)) => {
                numbers.push(first.map(|first| first.saturating_sub(1)));
                events.push(Event::Start(Tag::List(first)));
            }
            Event::End(TagEnd::List(ordered)) => {
                numbers.pop();
                events.push(Event::End(TagEnd::List(ordered)));
            }
            Event::Start(Tag::Item) => {
                let written = text.get(range).unwrap_or_default();
                events.push(Event::Html(item(written, numbers.last_mut()).into()));
            }
            Event::End(TagEnd::Item) => events.push(Event::Html("</li>\n".into())),
            // ~ from … to ~ is no struck-out word.
            Event::Start(Tag::Strikethrough)
                if !text.get(range.clone()).is_some_and(|words| words.starts_with("~~")) =>
            {
                single.push(depth);
                events.push(Event::Text("~".into()));
            }
            Event::End(TagEnd::Strikethrough) if single.last() == Some(&(depth + 1)) => {
                single.pop();
                events.push(Event::Text("~".into()));
            }
            Event::SoftBreak if goes_on(text, &range) => events.push(Event::SoftBreak),
            Event::SoftBreak => events.push(Event::HardBreak),
            event => events.push(event),
        }
    }
    while let Some(span) = unseen.pop() {
        events.push(Event::Html(plain_paragraph(text.get(span).unwrap_or_default()).into()));
    }
    let mut page = String::with_capacity(text.len() * 2);
    html::push_html(&mut page, events.into_iter());
    page
}

/// The start of an item that is `written` so, with its number as a reader of the page sees it: as written where numbers
/// grow, counted where the same is written before each.
fn item(written: &str, last: Option<&mut Option<u64>>) -> String {
    let digits: String = written.chars().take_while(char::is_ascii_digit).collect();
    let Some(Some(last)) = last else { return String::from("<li>") };
    let number = digits.parse().ok().filter(|number: &u64| *number > *last).unwrap_or_else(|| last.saturating_add(1));
    *last = number;
    let sign = if written.get(digits.len()..).is_some_and(|rest| rest.starts_with(')')) { ')' } else { '.' };
    let mut start = String::new();
    // Writing to a string cannot fail.
    let _ = write!(start, "<li style=\"list-style-type:'{number}{sign} '\">");
    start
}

/// Columns of the shortest line that is taken for one wrapped by hand.
const WRAPPED: usize = 40;

/// Whether the line after a line end inside a paragraph goes on with the sentence before it.
fn goes_on(text: &str, line_end: &Range<usize>) -> bool {
    let before = text.get(..line_end.start).unwrap_or_default().trim_end_matches(['\r', '\n']);
    let before = before.rsplit('\n').next().unwrap_or_default();
    let after = text.get(line_end.end..).unwrap_or_default().lines().next().unwrap_or_default();
    let after = after.trim_start_matches([' ', '>']);
    let broken_off = before.trim_end().ends_with(['、', '，', ',']) || before.width_cjk() >= WRAPPED;
    broken_off
        && !ends_sentence(before)
        && !after.starts_with('\u{3000}')
        && label(after) == Label::None
        && !before.contains(['\t', '|', '｜'])
        && !after.contains(['\t', '|', '｜'])
}

/// Words as they are, each line on its own.
fn plain_paragraph(words: &str) -> String {
    let escaped: Cow<'_, str> = words.replace('&', "&amp;").replace('<', "&lt;").into();
    format!("<p>{}</p>\n", escaped.trim().replace('\n', "<br>"))
}
