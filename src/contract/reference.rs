//! References from unit to unit: which units the words of `pointer` mean where they stand.

use super::index::{Index, scope};
use super::pointer::{Base, Mention, is_link, read, starts};
use super::{Contract, Reference, UnitId, UnitKind};
use crate::span::Span;
use crate::text::Text;

/// Finds every reference in the units' text, in text order, and what it refers to.
pub(super) fn references(contract: &Contract, text: &Text) -> Vec<Reference> {
    let index = Index::of(contract);
    let names = Names::of(contract, text);
    let mut references = Vec::new();
    for unit in contract.ids() {
        if matches!(contract.unit(unit).kind, UnitKind::Toc | UnitKind::Title | UnitKind::Signature) {
            continue;
        }
        let mut reader = Reader {
            index: &index,
            names: &names,
            contract,
            unit,
            home: scope(contract, unit),
            recent: Recent::default(),
        };
        for &span in &contract.unit(unit).body {
            reader.read(span, text, &mut references);
        }
    }
    references.sort_by_key(|reference| reference.span);
    references
}

/// What the document calls its own parts.
struct Names<'t> {
    /// The kind of the main agreement, as its title ends: 契約, 約款.
    main: Option<&'static str>,
    /// The headings of parts (共通条項, 再販規程), each with the agreement that holds it.
    parts: Vec<(&'t str, Option<UnitId>)>,
}

impl<'t> Names<'t> {
    fn of(contract: &Contract, text: &'t Text) -> Self {
        let title = contract.title.map_or("", |title| text.get(title));
        let title = title.split(['(', '「']).next().unwrap_or_default().trim_end().trim_end_matches('書');
        let parts = contract.ids().filter(|&id| contract.unit(id).kind == UnitKind::Chapter).filter_map(|id| {
            let caption = text.get(contract.unit(id).caption?);
            let names = DOCUMENTS.iter().chain(&["条項", "条件", "特則"]).any(|word| caption.ends_with(word));
            names.then(|| (caption, scope(contract, id)))
        });
        Self { main: DOCUMENTS.iter().copied().find(|word| title.ends_with(word)), parts: parts.collect() }
    }
}

/// Reads the text of one unit.
struct Reader<'c> {
    index: &'c Index<'c>,
    names: &'c Names<'c>,
    contract: &'c Contract,
    unit: UnitId,
    /// The agreement or annex that the unit is in.
    home: Option<UnitId>,
    recent: Recent,
}

/// What was referred to last, for 同条, 同項 and the 第3項 of 第4条第2項及び第3項.
#[derive(Default)]
struct Recent {
    article: Option<UnitId>,
    paragraph: Option<UnitId>,
    /// Whether it was in another document, so that 同条 is there too.
    elsewhere: bool,
    /// The agreement or annex it was in.
    home: Option<UnitId>,
    end: usize,
}

impl Reader<'_> {
    fn read(&mut self, span: Span, text: &Text, references: &mut Vec<Reference>) {
        let words = text.get(span);
        // Numbers in an annex are quantities.
        let in_annex = self.home.is_some_and(|home| self.contract.unit(home).kind == UnitKind::Annex);
        let separator = self.contract.separator.filter(|_| !in_annex);
        let mut at = 0;
        while let Some(rest) = words.get(at..) {
            let Some(c) = rest.chars().next() else { break };
            let before = words.get(..at).unwrap_or_default();
            let Some(mention) = starts(c).then(|| read(before, rest, separator)).flatten() else {
                at += c.len_utf8();
                continue;
            };
            let found = Span::new(span.start + at, span.start + at + mention.len);
            at += mention.len;
            let between = text.get(Span::new(self.recent.end.min(found.start), found.start));
            let after = words.get(at..).unwrap_or_default();
            let targets = self.targets(before, &mention, after, is_link(between));
            self.recent.end = found.end;
            if let Some(targets) = targets {
                references.push(Reference { span: found, targets });
            }
        }
    }

    /// What the words mean; `None` if they refer to something outside the document or do not refer at all.
    fn targets(&mut self, before: &str, mention: &Mention, after: &str, linked: bool) -> Option<Vec<UnitId>> {
        let home = match self.said(before) {
            Home::Own => self.home,
            Home::Main => None,
            Home::Attached(agreement) => Some(agreement),
            Home::Part(home) => home,
            Home::Elsewhere => {
                self.recent = Recent { elsewhere: true, ..Recent::default() };
                return None;
            }
            Home::Unsaid if self.recent.elsewhere && (linked || mention.goes_on()) => return None,
            Home::Unsaid if linked => self.recent.home,
            Home::Unsaid => self.home,
        };
        self.recent.elsewhere = false;
        let mut targets = self.resolve(home, mention, linked);
        if let Some(last) = &mention.until {
            self.stretch(home, &mut targets, last);
        }
        if targets.is_empty()
            && matches!(mention.base, Base::Annex { .. })
            && let Some(meant) = after.strip_prefix('(').and_then(|after| read("", after, None))
        {
            // 附属図(別紙をいう。)
            targets = self.resolve(home, &meant, false);
        }
        self.recent.home = home;
        // What looks like a number, or names the items of a form, dangles only in appearance.
        let doubtful = matches!(mention.base, Base::Numbers(_) | Base::Item(_) | Base::AllItems);
        (!targets.is_empty() || !doubtful).then_some(targets)
    }

    fn resolve(&mut self, home: Option<UnitId>, mention: &Mention, linked: bool) -> Vec<UnitId> {
        let targets = match &mention.base {
            Base::Article(parts) => one(self.index.top(home, parts)),
            Base::Numbers(parts) => one(self.index.numbered(home, parts)),
            Base::Before(kind, count) => self.before(*kind, *count),
            Base::After(UnitKind::Article) => one(self.index.top_after(self.article())),
            Base::After(kind) => one(self.enclosing(*kind).and_then(|unit| self.index.sibling(unit, 1))),
            Base::This(UnitKind::Article) => one(self.article()),
            Base::This(kind) => one(self.enclosing(*kind)),
            Base::Same(UnitKind::Article) => one(self.recent.article),
            Base::Same(UnitKind::Paragraph) => {
                let before = || self.enclosing(UnitKind::Paragraph).and_then(|unit| self.index.sibling(unit, -1));
                one(self.recent.paragraph.or_else(before))
            }
            Base::Same(kind) => one(self.enclosing(*kind)),
            Base::Paragraph(number) => one(self.paragraph(home, *number, linked)),
            Base::Item(number) => one(self.item(*number, linked)),
            Base::AllBefore => self.all_items_before(),
            Base::AllItems => self.index.items(Some(self.unit)),
            Base::Chapter(number) => one(self.contract.ids().find(|&id| {
                let unit = self.contract.unit(id);
                unit.kind == UnitKind::Chapter && unit.number.as_ref().is_some_and(|n| n.parts == [*number])
            })),
            Base::Annex { word, parts, letter } => match self.index.annex(home, word, parts, letter.as_deref()) {
                None if parts.is_empty() && letter.is_none() => self.index.annexes_called(word).collect(),
                found => one(found),
            },
            Base::Suppl => one(self.contract.ids().find(|&id| self.contract.unit(id).kind == UnitKind::SupplProvision)),
        };
        self.descend(targets, mention)
    }

    fn enclosing(&self, kind: UnitKind) -> Option<UnitId> {
        self.index.enclosing(self.unit, kind)
    }

    /// The article that the words stand in, or the top-level number in an agreement without articles.
    fn article(&self) -> Option<UnitId> {
        self.index.enclosing_top(self.unit)
    }

    /// 第2項, alone or after 第4条第1項及び.
    fn paragraph(&self, home: Option<UnitId>, number: u32, linked: bool) -> Option<UnitId> {
        let is_article = |&unit: &UnitId| self.contract.unit(unit).kind == UnitKind::Article;
        let article = self.recent.article.filter(|_| linked).or_else(|| self.article().filter(is_article));
        match article {
            Some(article) => self.index.child(article, UnitKind::Paragraph, number),
            None => self.index.top(home, &[number]),
        }
    }

    /// 第2号, alone or after 第4条第1号及び.
    fn item(&self, number: u32, linked: bool) -> Option<UnitId> {
        let said = self.recent.paragraph.or(self.recent.article).filter(|_| linked);
        let own = || self.enclosing(UnitKind::Paragraph).or_else(|| self.article());
        self.index.item(said.or_else(own)?, number)
    }

    /// 前条, 前項, 前二号.
    fn before(&self, kind: UnitKind, count: u32) -> Vec<UnitId> {
        let run = |from: Option<UnitId>| -> Vec<UnitId> {
            let steps = (1..=count).rev().filter_map(|back| isize::try_from(back).ok());
            steps.filter_map(|back| self.index.sibling(from?, -back)).collect()
        };
        let item = self.enclosing(UnitKind::Item);
        match kind {
            UnitKind::Article => self.index.tops_before(self.article(), count),
            UnitKind::Paragraph => {
                let paragraphs = run(self.enclosing(UnitKind::Paragraph));
                let items = run(item);
                // Without articles the level below the top is called 項 as well, and so are items right below an article (① 甲は).
                let in_article = self.enclosing(UnitKind::Article).is_some();
                if !items.is_empty() && (paragraphs.is_empty() || !in_article) { items } else { paragraphs }
            }
            _ => run(item),
        }
    }

    /// 前各号: in an item those before it, elsewhere all of the paragraph.
    fn all_items_before(&self) -> Vec<UnitId> {
        match self.enclosing(UnitKind::Item) {
            Some(item) => {
                let all = self.index.items(self.contract.unit(item).parent);
                all.into_iter().take_while(|&other| other < item).collect()
            }
            None => self.index.items(self.enclosing(UnitKind::Paragraph).or_else(|| self.article())),
        }
    }

    /// From the article to the paragraph and item that the same reference names.
    fn descend(&mut self, targets: Vec<UnitId>, mention: &Mention) -> Vec<UnitId> {
        let Some(&(mut target)) = targets.last() else { return targets };
        self.remember(target);
        if targets.len() > 1 {
            return targets;
        }
        if let Some(number) = mention.paragraph {
            let Some(paragraph) = self.index.child(target, UnitKind::Paragraph, number) else { return Vec::new() };
            target = paragraph;
            self.remember(target);
        }
        if mention.items {
            let items = self.index.items(Some(target));
            return if items.is_empty() { vec![target] } else { items };
        }
        match mention.item {
            Some(number) => one(self.index.item(target, number)),
            None => vec![target],
        }
    }

    fn remember(&mut self, target: UnitId) {
        let unit = self.contract.unit(target);
        match unit.kind {
            UnitKind::Article => {
                self.recent.article = Some(target);
                self.recent.paragraph = None;
            }
            UnitKind::Paragraph => {
                let article = unit.parent.filter(|&parent| self.contract.unit(parent).kind == UnitKind::Article);
                self.recent.article = article.or(self.recent.article);
                self.recent.paragraph = Some(target);
            }
            _ => {}
        }
    }

    /// Adds everything from the first target to the last member of a range.
    fn stretch(&mut self, home: Option<UnitId>, targets: &mut Vec<UnitId>, last: &Mention) {
        let ends = self.resolve(home, last, true);
        let (Some(&first), Some(&end)) = (targets.last(), ends.last()) else { return };
        let (kind, parent) = (self.contract.unit(end).kind, self.contract.unit(end).parent);
        let between = (first.0 + 1..=end.0).map(UnitId).filter(|&id| {
            let other = self.contract.unit(id);
            let alike = other.kind == kind && (kind == UnitKind::Article || other.parent == parent);
            alike && scope(self.contract, id) == scope(self.contract, end)
        });
        targets.extend(between);
    }

    /// Whose units the words before a reference make it mean.
    fn said(&self, before: &str) -> Home {
        // 電気通信事業法(昭和59年法律第86号)第26条, 「会員規約」の第2条
        let open = before.rfind('(').filter(|_| before.ends_with(')'));
        let before = open.and_then(|open| before.get(..open)).unwrap_or(before);
        let before = before.strip_suffix('の').unwrap_or(before).trim_end_matches(['」', '』', ' ']);
        let attached = self.home.is_some_and(|home| self.contract.unit(home).kind == UnitKind::Agreement);
        let own = DOCUMENTS.iter().any(|word| {
            let rest = before.strip_suffix(word);
            rest.is_some_and(|rest| rest.ends_with('本') || rest.ends_with("この"))
        });
        if let Some(&(_, home)) = self.names.parts.iter().find(|(name, _)| before.ends_with(name)) {
            return Home::Part(home);
        }
        let main = ["本契約", "原契約"].iter().any(|word| before.ends_with(word))
            || before.ends_with("基本契約") && !before.ends_with("本基本契約")
            || !own && self.is_main(before);
        if attached && main {
            return Home::Main;
        }
        if own || before.ends_with("基本契約") {
            return Home::Own;
        }
        let called = |id: &&UnitId| match self.contract.unit(**id).word.as_deref() {
            Some("") => before.ends_with("原契約"),
            word => word.is_some_and(|word| before.ends_with(word)),
        };
        match self.index.agreements.iter().find(called) {
            Some(&agreement) if !attached => Home::Attached(agreement),
            _ if DOCUMENTS.iter().chain(LAWS).any(|word| before.ends_with(word)) => Home::Elsewhere,
            _ => Home::Unsaid,
        }
    }
}

impl Reader<'_> {
    /// Whether the words end in what the main agreement is, alone: 約款 in a 特約, but not 会員約款.
    fn is_main(&self, before: &str) -> bool {
        let rest = self.names.main.and_then(|word| before.strip_suffix(word));
        let own = self.home.and_then(|home| self.contract.unit(home).word.as_deref());
        own != self.names.main
            && rest.is_some_and(|rest| rest.is_empty() || rest.ends_with([' ', '、', '。', '(', 'は', 'が', 'び']))
    }
}

/// What agreements and their like are called.
const DOCUMENTS: &[&str] =
    &["契約", "協定", "覚書", "規約", "約款", "規程", "規定", "規則", "合意書", "確認書", "特約", "定款", "準則"];

/// What laws are called.
const LAWS: &[&str] = &["法", "法律", "令", "条例", "告示"];

fn one(found: Option<UnitId>) -> Vec<UnitId> {
    found.into_iter().collect()
}

/// Whose units a reference means.
enum Home {
    /// Those of the agreement that it stands in, said so.
    Own,
    /// The main agreement's, from one attached to it.
    Main,
    /// An attached agreement's.
    Attached(UnitId),
    /// Those of the agreement that holds the part named.
    Part(Option<UnitId>),
    /// Those of a law or of another document.
    Elsewhere,
    /// Nothing is said.
    Unsaid,
}
