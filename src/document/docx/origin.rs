//! Where the characters of a line stand in the XML: what it takes to write into the document what was decided on its text.

use roxmltree::NodeId;

/// A line as it is shown, with the nodes that show it.
#[derive(Clone, Debug, Default)]
pub(super) struct Shown {
    pub(super) text: String,
    pub(super) stretches: Vec<Stretch>,
    /// The line break that it comes after, inside its paragraph.
    pub(super) opened_by: Option<NodeId>,
}

/// The characters of a line from `start` on, up to the next stretch, which one node shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    /// Byte of the line.
    pub(super) start: usize,
    pub(super) node: NodeId,
}

impl Shown {
    /// Adds what `node` shows.
    pub(super) fn push(&mut self, text: &str, node: NodeId) {
        if !text.is_empty() {
            self.stretches.push(Stretch { start: self.text.len(), node });
            self.text.push_str(text);
        }
    }

    /// Goes on with another line.
    pub(super) fn append(&mut self, other: &Self) {
        let before = self.text.len();
        let moved = |stretch: &Stretch| Stretch { start: before + stretch.start, ..*stretch };
        self.stretches.extend(other.stretches.iter().map(moved));
        self.text.push_str(&other.text);
    }

    /// The same line behind `label`, which no node shows.
    pub(super) fn labelled(&self, label: &str) -> Self {
        let mut labelled = Self { text: label.to_owned(), stretches: Vec::new(), opened_by: self.opened_by };
        labelled.append(self);
        labelled
    }

    /// Puts another character in the place of some, as `change` says for each and what was shown before it.
    pub(super) fn change(&mut self, mut change: impl FnMut(&str, char) -> char) {
        let mut text = String::with_capacity(self.text.len());
        let mut stretches = self.stretches.iter_mut().peekable();
        for (at, c) in self.text.char_indices() {
            while let Some(stretch) = stretches.next_if(|stretch| stretch.start <= at) {
                stretch.start = text.len();
            }
            let changed = change(&text, c);
            text.push(changed);
        }
        self.text = text;
    }
}

/// The part of the package to which nodes belong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// The body.
    #[default]
    Main,
    Footnotes,
    Endnotes,
}

/// Where a line comes from.
#[derive(Clone, Debug, Default)]
pub(super) struct Origin {
    /// The part that holds it.
    pub(super) part: Part,
    /// What shows its characters, in order; a label that Word counts itself has no node.
    pub(super) stretches: Vec<Stretch>,
    /// Bytes at its start that are such a label, with what parts it from the text.
    pub(super) label: usize,
    /// Its first paragraph, which gives it its properties, and its last, which others differ from only by tracked changes. `None` for
    /// an empty cell.
    pub(super) paragraphs: Option<(NodeId, NodeId)>,
    /// The line break that it comes after, inside its paragraph.
    pub(super) opened_by: Option<NodeId>,
    /// For a note or text box, what stands for it in the body: the reference or the box.
    pub(super) anchor: Option<NodeId>,
}
