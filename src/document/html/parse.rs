//! From characters to a tree, as browsers parse pages, with bounds to what a page may cost.

use std::cell::Cell;

use html5ever::buffer_queue::BufferQueue;
use html5ever::local_name;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts, TreeSink};
use scraper::{Html, HtmlTreeSink};

use super::{NodeId, is_block};

/// Elements inside one another beyond which tags only break lines. Browsers stop at about as many.
const DEPTH: usize = 512;
/// Character formats inside one another, which a parser repeats in each paragraph that they run through.
const FORMATS: usize = 32;
/// Nodes of a page; a contract has some thousand.
const NODES: usize = 3_000_000;
/// Bytes between two looks at how large the page has become.
const CHUNK: usize = 16 << 10;

/// The page as a tree, unless it is one of a size that no page has.
pub(super) fn parse(text: &str) -> Option<Html> {
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
