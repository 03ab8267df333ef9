//! The part with the comments.

use roxmltree::Document as Xml;

use super::markup::{Markup, at_end, escape};
use super::paragraph::Lists;
use super::splice::Splices;

/// A comment that is added.
#[derive(Debug)]
pub(super) struct Comment {
    pub(super) id: String,
    pub(super) author: String,
    pub(super) text: String,
}

/// The part, which may have been there as `old`, with `comments`. `namespace` is that of Word's vocabulary in this package.
pub(super) fn part(old: Option<(&str, &Xml<'_>)>, comments: &[Comment], lists: &Lists<'_>, namespace: &str) -> String {
    match old {
        Some((source, xml)) => {
            let root = xml.root_element();
            let markup = Markup::of(root, super::AUTHOR);
            let mut splices = Splices::default();
            let (range, text) = at_end(source, root, &all(comments, lists, &markup));
            splices.put(range, 0, text);
            splices.apply(source)
        }
        None => {
            let content = all(comments, lists, &Markup::declared("w", super::AUTHOR));
            format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:comments xmlns:w=\"{}\">{content}</w:comments>",
                escape(namespace)
            )
        }
    }
}

fn all(comments: &[Comment], lists: &Lists<'_>, markup: &Markup) -> String {
    comments.iter().map(|comment| one(comment, lists, markup)).collect()
}

fn one(comment: &Comment, lists: &Lists<'_>, markup: &Markup) -> String {
    let style = |element: &str, of: &str, id: Option<&String>| {
        id.map(|id| markup.around(element, &markup.empty(of, &[("val", id)]))).unwrap_or_default()
    };
    let of_text = style("pPr", "pStyle", lists.comment_text.as_ref());
    let of_sign = style("rPr", "rStyle", lists.comment_reference.as_ref());
    let sign = markup.around("r", &(of_sign + &markup.empty("annotationRef", &[])));
    let japanese = markup.around("rPr", &markup.empty("rFonts", &[("hint", "eastAsia")]));
    let paragraph = |(index, line): (usize, &str)| {
        let sign = if index == 0 { sign.as_str() } else { "" };
        markup.around("p", &(of_text.clone() + sign + &markup.run(&japanese, line)))
    };
    let content: String = comment.text.split('\n').enumerate().map(paragraph).collect();
    let initials: String = comment.author.chars().take(4).collect();
    let attributes = [("id", comment.id.as_str()), ("author", &comment.author), ("initials", &initials)];
    markup.open("comment", &attributes) + &content + &markup.close("comment")
}
