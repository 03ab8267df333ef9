//! References to units: 前条, 第4条第2項, 同項, 前各号, 別紙1, 7.1; and the units that another provision deletes.

use super::number::{arabic, numeral};
use super::{Contract, Reference, UnitId, UnitKind};
use crate::span::Span;
use crate::text::Text;

/// Finds every reference in the units' text, in text order, and what it refers to.
pub(super) fn references(contract: &Contract, text: &Text) -> Vec<Reference> {
    let index = Index::of(contract);
    let mut references = Vec::new();
    for id in contract.ids() {
        if matches!(contract.unit(id).kind, UnitKind::Toc | UnitKind::Title | UnitKind::Signature) {
            continue;
        }
        let mut recent = Recent::default();
        for &span in &contract.unit(id).body {
            index.scan(id, span, text, &mut recent, &mut references);
        }
    }
    references.sort_by_key(|reference| reference.span);
    references
}

/// The units that `references` delete: 第3条を削除する, 前条は、これを削る, and those that say 削除 in place of their text.
pub(super) fn struck(contract: &Contract, text: &Text, references: &[Reference]) -> Vec<UnitId> {
    let deleted = references
        .iter()
        .filter(|reference| deletes(contract, text, reference))
        .flat_map(|reference| reference.targets.iter().copied());
    let emptied = contract.ids().filter(|&id| {
        let unit = contract.unit(id);
        unit.body.len() == 1
            && unit.body.iter().all(|&body| matches!(text.get(body), "削除" | "(削除)" | "【削除】" | "削除。"))
    });
    deleted.chain(emptied).collect()
}

/// Whether the words around the reference delete its target, whatever happens.
fn deletes(contract: &Contract, text: &Text, reference: &Reference) -> bool {
    let Some(unit) = contract.unit_at(reference.span.start) else { return false };
    let Some(body) = contract.unit(unit).body.iter().find(|body| body.contains(reference.span)) else { return false };
    let before = text.get(Span::new(body.start, reference.span.start));
    let after = text.get(Span::new(reference.span.end, body.end));
    let sentence = before.rsplit('。').next().unwrap_or_default();
    let conditional = ["場合", "とき", "限り", "ただし", "但し", "ついて", "関して", "には", "では", "かかわらず"]
        .iter()
        .any(|word| sentence.contains(word));
    let own = reference.targets.iter().any(|&target| contract.unit(target).span.contains(reference.span));
    let after = after.strip_prefix('(').and_then(|rest| rest.split_once(')')).map_or(after, |(_, rest)| rest);
    let after = ["の規定", "の定め", "及びその見出し", "の全文"]
        .iter()
        .find_map(|word| after.strip_prefix(word))
        .unwrap_or(after);
    let deleted = [
        "を削除する",
        "を削除し",
        "を削る",
        "を削り",
        "は削除",
        "は、削除",
        "はこれを削",
        "は、これを削",
        "は適用しない",
        "は、適用しない",
        "は、これを適用しない",
        "はこれを適用しない",
        "の適用はない。",
        "の適用を排除する",
    ];
    !conditional && !own && deleted.iter().any(|words| after.starts_with(words))
}

/// What the words refer to, before it is looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Base {
    Article(Vec<u32>),
    Paragraph(u32),
    Item(u32),
    /// So many units of the kind before this one.
    Before(UnitKind, u32),
    After(UnitKind),
    This(UnitKind),
    Same(UnitKind),
    /// 前各号
    AllBefore,
    /// 次の各号, 各号
    AllItems,
    Chapter(u32),
    Annex {
        word: &'static str,
        parts: Vec<u32>,
        letter: Option<String>,
    },
    Suppl,
    /// 7.1, 9-1
    Numbers(Vec<u32>),
}

/// The words of a reference.
#[derive(Debug)]
struct Mention {
    base: Base,
    paragraph: Option<u32>,
    item: Option<u32>,
    /// 第3条各号
    items: bool,
    len: usize,
}

impl Mention {
    /// Whether it means something only after the reference before it: 同条, a paragraph alone.
    const fn goes_on(&self) -> bool {
        matches!(self.base, Base::Same(_) | Base::Paragraph(_) | Base::Item(_))
    }
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

/// The contract's units by what references call them.
struct Index<'c> {
    contract: &'c Contract,
    /// Articles and, in agreements without them, numbers of the top level; each with the agreement or annex that holds it.
    tops: Vec<(Option<UnitId>, UnitId)>,
    annexes: Vec<UnitId>,
    /// What parts the numbers of units like 7.1 or 7-1, if there are any.
    separator: Option<char>,
}

impl<'c> Index<'c> {
    fn of(contract: &'c Contract) -> Self {
        let tops: Vec<_> =
            contract.ids().filter(|&id| is_top(contract, id)).map(|id| (scope(contract, id), id)).collect();
        let annexes = contract.ids().filter(|&id| contract.unit(id).kind == UnitKind::Annex).collect();
        Self { contract, tops, annexes, separator: contract.separator }
    }

    fn scan(&self, unit: UnitId, span: Span, text: &Text, recent: &mut Recent, references: &mut Vec<Reference>) {
        let words = text.get(span);
        let mut at = 0;
        while let Some(rest) = words.get(at..) {
            let Some(c) = rest.chars().next() else { break };
            let before = words.get(..at).unwrap_or_default();
            let in_annex =
                scope(self.contract, unit).is_some_and(|home| self.contract.unit(home).kind == UnitKind::Annex);
            let readable = starts(c) && !(in_annex && c.is_ascii_digit());
            let Some((mention, range)) = readable.then(|| self.mention(before, rest)).flatten() else {
                at += c.len_utf8();
                continue;
            };
            let start = span.start + at;
            let end = start + range.as_ref().map_or(mention.len, |&(_, len)| len);
            let linked = is_link(text.get(Span::new(recent.end.min(start), start)));
            at = end - span.start;
            let home = match self.home(before, scope(self.contract, unit).is_some()) {
                Home::Own => scope(self.contract, unit),
                Home::Main => None,
                Home::Attached(agreement) => Some(agreement),
                Home::Unsaid if linked => recent.home,
                Home::Unsaid => scope(self.contract, unit),
                Home::Elsewhere => {
                    *recent = Recent { elsewhere: true, end, ..Recent::default() };
                    continue;
                }
            };
            if std::mem::replace(&mut recent.elsewhere, false) && (linked || mention.goes_on()) {
                recent.elsewhere = true;
                recent.end = end;
                continue;
            }
            let mut targets = self.resolve(unit, home, &mention, recent, linked);
            if let Some((last, _)) = range {
                self.stretch(unit, home, &mut targets, &last, recent);
            }
            if targets.is_empty()
                && matches!(mention.base, Base::Annex { .. })
                && let Some(meant) = words.get(at..).and_then(|rest| rest.strip_prefix('('))
                && let Some(meant) = read("", meant, None)
            {
                // 附属図(別紙をいう。)
                targets = self.resolve(unit, home, &meant, recent, false);
            }
            recent.home = home;
            recent.end = end;
            // What looks like a number, or names the articles of a form, dangles only in appearance.
            if targets.is_empty() && matches!(mention.base, Base::Numbers(_) | Base::Item(_) | Base::AllItems) {
                continue;
            }
            references.push(Reference { span: Span::new(start, end), targets });
        }
    }

    /// The reference that `rest` begins with, and its last member if it is a range (第1条から第3条まで) with the length of all.
    fn mention(&self, before: &str, rest: &str) -> Option<(Mention, Option<(Mention, usize)>)> {
        let first = read(before, rest, self.separator)?;
        let after = rest.get(first.len..)?;
        let range = ["から", "乃至", "ないし", "〜", "~"].iter().find_map(|word| {
            let last = read("", after.strip_prefix(word)?, self.separator)?;
            let len = first.len + word.len() + last.len;
            let until = rest.get(len..).is_some_and(|rest| rest.starts_with("まで"));
            (*word != "から" || until).then(|| (last, len + if until { "まで".len() } else { 0 }))
        });
        Some((first, range))
    }

    fn resolve(
        &self,
        unit: UnitId,
        home: Option<UnitId>,
        mention: &Mention,
        recent: &mut Recent,
        linked: bool,
    ) -> Vec<UnitId> {
        let contract = self.contract;
        let own = self.enclosing_top(unit);
        let own_paragraph = self.enclosing(unit, UnitKind::Paragraph);
        let one = |found: Option<UnitId>| found.into_iter().collect::<Vec<_>>();
        let targets = match &mention.base {
            Base::Article(parts) => one(self.top(home, parts)),
            Base::Numbers(parts) => one(self.numbered(home, parts)),
            Base::Before(UnitKind::Article, count) => self.tops_before(own, *count),
            Base::After(UnitKind::Article) => one(self.top_after(own)),
            Base::This(UnitKind::Article) => one(own),
            Base::Same(UnitKind::Article) => one(recent.article),
            Base::Paragraph(number) => {
                let article = recent
                    .article
                    .filter(|_| linked)
                    .or(own.filter(|&own| contract.unit(own).kind == UnitKind::Article));
                match article {
                    Some(article) => one(self.child(article, UnitKind::Paragraph, *number)),
                    None => one(self.top(home, &[*number])),
                }
            }
            Base::Before(UnitKind::Paragraph, count) => self.paragraphs_before(unit, own_paragraph, *count),
            Base::After(UnitKind::Paragraph) => one(own_paragraph.and_then(|paragraph| self.sibling(paragraph, 1))),
            Base::This(UnitKind::Paragraph) => one(own_paragraph),
            Base::Same(UnitKind::Paragraph) => {
                one(recent.paragraph.or(own_paragraph.and_then(|paragraph| self.sibling(paragraph, -1))))
            }
            Base::Item(number) => {
                let holder = recent.paragraph.or(recent.article).filter(|_| linked).or(own_paragraph).or(own);
                one(holder.and_then(|holder| self.item(holder, *number)))
            }
            Base::Before(_, count) => {
                let item = self.enclosing(unit, UnitKind::Item);
                (1..=*count).rev().filter_map(|back| self.sibling(item?, -(back as isize))).collect()
            }
            Base::AllBefore => match self.enclosing(unit, UnitKind::Item) {
                Some(item) => {
                    self.items(contract.unit(item).parent).into_iter().take_while(|&other| other < item).collect()
                }
                None => self.items(own_paragraph.or(own)),
            },
            Base::After(_) => one(self.enclosing(unit, UnitKind::Item).and_then(|item| self.sibling(item, 1))),
            Base::This(_) | Base::Same(_) => one(self.enclosing(unit, UnitKind::Item)),
            Base::AllItems => self.items(Some(unit)),
            Base::Chapter(number) => one(contract.ids().find(|&id| {
                let unit = contract.unit(id);
                unit.kind == UnitKind::Chapter && unit.number.as_ref().is_some_and(|n| n.parts == [*number])
            })),
            Base::Annex { word, parts, letter } => match self.annex(home, word, parts, letter.as_deref()) {
                None if parts.is_empty() && letter.is_none() => self.annexes_called(word).collect(),
                found => one(found),
            },
            Base::Suppl => one(contract.ids().find(|&id| contract.unit(id).kind == UnitKind::SupplProvision)),
        };
        self.descend(targets, mention, recent)
    }

    /// From the article to the paragraph and item that the same reference names.
    fn descend(&self, targets: Vec<UnitId>, mention: &Mention, recent: &mut Recent) -> Vec<UnitId> {
        let contract = self.contract;
        let [target] = targets[..] else {
            if let Some(&last) = targets.last() {
                self.remember(last, recent);
            }
            return targets;
        };
        let mut target = target;
        self.remember(target, recent);
        if let Some(number) = mention.paragraph {
            let Some(paragraph) = self.child(target, UnitKind::Paragraph, number) else { return Vec::new() };
            target = paragraph;
            self.remember(target, recent);
        }
        if mention.items {
            let items = self.items(Some(target));
            return if items.is_empty() { vec![target] } else { items };
        }
        let Some(number) = mention.item else { return vec![target] };
        let holder =
            if contract.unit(target).kind == UnitKind::Item { contract.unit(target).parent } else { Some(target) };
        holder.and_then(|holder| self.item(holder, number)).into_iter().collect()
    }

    fn remember(&self, target: UnitId, recent: &mut Recent) {
        match self.contract.unit(target).kind {
            UnitKind::Article => {
                recent.article = Some(target);
                recent.paragraph = None;
            }
            UnitKind::Paragraph => {
                recent.paragraph = Some(target);
                recent.article = self
                    .contract
                    .unit(target)
                    .parent
                    .filter(|&parent| self.contract.unit(parent).kind == UnitKind::Article)
                    .or(recent.article);
            }
            _ => {}
        }
    }

    /// Adds everything from the first target to the last member of a range.
    fn stretch(
        &self,
        unit: UnitId,
        home: Option<UnitId>,
        targets: &mut Vec<UnitId>,
        last: &Mention,
        recent: &mut Recent,
    ) {
        let ends = self.resolve(unit, home, last, recent, true);
        let (Some(&first), Some(&end)) = (targets.last(), ends.last()) else { return };
        let kind = self.contract.unit(end).kind;
        let parent = self.contract.unit(end).parent;
        let same_level = |id: UnitId| {
            let other = self.contract.unit(id);
            other.kind == kind && (kind == UnitKind::Article || other.parent == parent)
        };
        let between = (first.0 + 1..=end.0)
            .map(UnitId)
            .filter(|&id| same_level(id) && scope(self.contract, id) == scope(self.contract, end));
        targets.extend(between);
    }

    fn enclosing(&self, unit: UnitId, kind: UnitKind) -> Option<UnitId> {
        ancestors(self.contract, unit).find(|&id| self.contract.unit(id).kind == kind)
    }

    fn enclosing_top(&self, unit: UnitId) -> Option<UnitId> {
        let article = self.enclosing(unit, UnitKind::Article);
        article.or_else(|| ancestors(self.contract, unit).find(|&id| is_top(self.contract, id)))
    }

    fn tops_in(&self, home: Option<UnitId>) -> impl DoubleEndedIterator<Item = UnitId> + '_ {
        self.tops.iter().filter(move |&&(scope, _)| scope == home).map(|&(_, id)| id)
    }

    fn top(&self, home: Option<UnitId>, parts: &[u32]) -> Option<UnitId> {
        let named = |home| {
            self.tops_in(home)
                .find(|&id| self.contract.unit(id).number.as_ref().is_some_and(|number| number.parts == parts))
        };
        // An annex or 附則 without such an article means the agreement's.
        named(home).or_else(|| {
            let inner = home.filter(|&home| self.contract.unit(home).kind != UnitKind::Agreement)?;
            named(self.contract.unit(inner).parent)
        })
    }

    fn numbered(&self, home: Option<UnitId>, parts: &[u32]) -> Option<UnitId> {
        let (first, rest) = parts.split_first()?;
        let top = self.top(home, &[*first])?;
        rest.iter().try_fold(top, |holder, &number| {
            self.child(holder, UnitKind::Paragraph, number).or_else(|| self.child(holder, UnitKind::Item, number))
        })
    }

    fn tops_before(&self, own: Option<UnitId>, count: u32) -> Vec<UnitId> {
        let Some(own) = own else { return Vec::new() };
        let mut before: Vec<UnitId> =
            self.tops_in(scope(self.contract, own)).filter(|&id| id < own).rev().take(count as usize).collect();
        before.reverse();
        before
    }

    fn top_after(&self, own: Option<UnitId>) -> Option<UnitId> {
        let own = own?;
        self.tops_in(scope(self.contract, own)).find(|&id| id > own)
    }

    /// 前項, 前二項. In an agreement without articles the level below the top is called 項 as well.
    fn paragraphs_before(&self, unit: UnitId, own: Option<UnitId>, count: u32) -> Vec<UnitId> {
        let item = self.enclosing(unit, UnitKind::Item);
        let in_article = self.enclosing(unit, UnitKind::Article).is_some();
        let from = if in_article { own } else { item.filter(|&item| self.sibling(item, -1).is_some()).or(own) };
        let Some(from) = from else { return Vec::new() };
        let before: Vec<UnitId> = (1..=count).rev().filter_map(|back| self.sibling(from, -(back as isize))).collect();
        // Items right below an article are paragraphs to those who wrote ① 甲は.
        match item.filter(|_| before.is_empty()) {
            Some(item) => (1..=count).rev().filter_map(|back| self.sibling(item, -(back as isize))).collect(),
            None => before,
        }
    }

    /// The unit so many places on among its siblings of the same kind.
    fn sibling(&self, id: UnitId, step: isize) -> Option<UnitId> {
        let unit = self.contract.unit(id);
        let siblings: Vec<UnitId> = self
            .contract
            .ids()
            .filter(|&other| {
                let other = self.contract.unit(other);
                other.kind == unit.kind && other.parent == unit.parent
            })
            .collect();
        let at = siblings.iter().position(|&other| other == id)?;
        siblings.get(at.checked_add_signed(step)?).copied()
    }

    fn children(&self, holder: UnitId, kind: UnitKind) -> impl Iterator<Item = UnitId> + '_ {
        let end = self.contract.unit(holder).span.end;
        (holder.0 + 1..self.contract.units.len() as u32)
            .map(UnitId)
            .take_while(move |&id| self.contract.unit(id).span.start < end)
            .filter(move |&id| self.contract.unit(id).parent == Some(holder) && self.contract.unit(id).kind == kind)
    }

    fn child(&self, holder: UnitId, kind: UnitKind, number: u32) -> Option<UnitId> {
        let numbered = self
            .children(holder, kind)
            .find(|&id| self.contract.unit(id).number.as_ref().is_some_and(|n| n.parts == [number]));
        // An article's only paragraph has no number and is its first.
        numbered.or_else(|| {
            self.children(holder, kind).next().filter(|&id| number == 1 && self.contract.unit(id).number.is_none())
        })
    }

    fn items(&self, holder: Option<UnitId>) -> Vec<UnitId> {
        let Some(holder) = holder else { return Vec::new() };
        let direct: Vec<UnitId> = self.children(holder, UnitKind::Item).collect();
        if !direct.is_empty() || self.contract.unit(holder).kind != UnitKind::Article {
            return direct;
        }
        self.children(holder, UnitKind::Paragraph)
            .next()
            .map_or_else(Vec::new, |paragraph| self.children(paragraph, UnitKind::Item).collect())
    }

    fn item(&self, holder: UnitId, number: u32) -> Option<UnitId> {
        self.items(Some(holder))
            .into_iter()
            .find(|&id| self.contract.unit(id).number.as_ref().is_some_and(|n| n.parts == [number]))
    }

    fn annex(&self, home: Option<UnitId>, word: &str, parts: &[u32], letter: Option<&str>) -> Option<UnitId> {
        let fits = |id: UnitId| {
            let unit = self.contract.unit(id);
            let number = unit.number.as_ref();
            let same_number = number.map_or(&[][..], |number| &number.parts) == parts;
            let same_letter = number.and_then(|number| number.letter.as_deref()) == letter;
            unit.word.as_deref().is_some_and(|own| own.ends_with(word)) && same_number && same_letter
        };
        let in_home = |&&id: &&UnitId| scope(self.contract, id) == home || self.contract.unit(id).parent == home;
        let found = self
            .annexes
            .iter()
            .filter(in_home)
            .find(|&&id| fits(id))
            .or_else(|| self.annexes.iter().find(|&&id| fits(id)));
        found.copied()
    }

    /// All annexes of a name: 別紙 without a number, where they are numbered, means them all.
    fn annexes_called(&self, word: &str) -> impl Iterator<Item = UnitId> {
        self.annexes.iter().copied().filter(move |&id| self.contract.unit(id).word.as_deref() == Some(word))
    }

    /// Whose units the words before a reference make it mean.
    fn home(&self, before: &str, attached: bool) -> Home {
        const OWN: &[&str] =
            &["契約", "協定", "覚書", "規約", "約款", "規程", "規定", "合意書", "個別契約", "基本契約", "特約"];
        const OTHER: &[&str] = &[
            "法", "法律", "令", "条例", "規則", "規程", "規約", "約款", "契約", "協定", "覚書", "告示", "定款", "準則",
            "規定",
        ];
        // 電気通信事業法(昭和59年法律第86号)第26条
        let open = before.rfind('(').filter(|_| before.ends_with(')'));
        let before = open.and_then(|open| before.get(..open)).unwrap_or(before);
        let before = before.trim_end_matches(['」', '』', ' ']);
        let before = before.strip_suffix('の').unwrap_or(before);
        let names = |words: &[&str]| words.iter().any(|word| before.ends_with(word));
        let own = OWN.iter().any(|word| {
            before.strip_suffix(word).is_some_and(|rest| rest.ends_with(['本', 'こ']) || rest.ends_with("この"))
        });
        if before.ends_with("基本契約") && !before.ends_with("本基本契約") && attached
            || before.ends_with("本契約") && attached
        {
            return Home::Main;
        }
        if own || before.ends_with("基本契約") {
            return Home::Own;
        }
        let called = |id: &UnitId| {
            let unit = self.contract.unit(*id);
            unit.kind == UnitKind::Agreement && unit.word.as_deref().is_some_and(|word| before.ends_with(word))
        };
        match self.contract.ids().find(called) {
            Some(agreement) if !attached => Home::Attached(agreement),
            _ if names(OTHER) => Home::Elsewhere,
            _ => Home::Unsaid,
        }
    }
}

fn ancestors(contract: &Contract, unit: UnitId) -> impl Iterator<Item = UnitId> + '_ {
    std::iter::successors(Some(unit), |&id| contract.unit(id).parent)
}

/// The attached agreement, annex or 附則 that numbers on its own and holds `unit`.
fn scope(contract: &Contract, unit: UnitId) -> Option<UnitId> {
    ancestors(contract, unit)
        .skip(1)
        .find(|&id| matches!(contract.unit(id).kind, UnitKind::Agreement | UnitKind::Annex | UnitKind::SupplProvision))
}

/// Whether the unit is an article, or a top-level number of an agreement without articles.
fn is_top(contract: &Contract, id: UnitId) -> bool {
    let unit = contract.unit(id);
    let holder = unit.parent.map(|parent| contract.unit(parent).kind);
    match unit.kind {
        // Amended text quotes an article of another agreement, but references mean it by its number all the same.
        UnitKind::Article => true,
        UnitKind::Paragraph => matches!(holder, None | Some(UnitKind::Agreement | UnitKind::Chapter)),
        _ => false,
    }
}

/// Characters that a reference can begin with.
fn starts(c: char) -> bool {
    matches!(c, '第' | '前' | '次' | '本' | '同' | '各' | '別' | '附' | '付' | '添') || c.is_ascii_digit()
}

fn read(before: &str, rest: &str, separator: Option<char>) -> Option<Mention> {
    let (base, mut len) = base(before, rest, separator)?;
    let mut mention = Mention { base, paragraph: None, item: None, items: false, len };
    let tail = |len: usize| rest.get(len..).unwrap_or_default();
    let is_article = matches!(
        mention.base,
        Base::Article(_)
            | Base::Before(UnitKind::Article, 1)
            | Base::After(UnitKind::Article)
            | Base::This(UnitKind::Article)
            | Base::Same(UnitKind::Article)
    );
    let is_paragraph = matches!(
        mention.base,
        Base::Paragraph(_)
            | Base::Before(UnitKind::Paragraph, 1)
            | Base::Same(UnitKind::Paragraph)
            | Base::This(UnitKind::Paragraph)
    );
    // 第5条(約款)第2項
    let gap = tail(len).strip_prefix('(').and_then(|inner| inner.split_once(')')).map(|(heading, _)| heading.len() + 2);
    let skipped = gap.filter(|&gap| is_article && ordinal(tail(len + gap), '項').is_some()).unwrap_or(0);
    if is_article && let Some((number, more)) = ordinal(tail(len + skipped), '項') {
        mention.paragraph = Some(number);
        len += skipped + more;
    }
    if (is_article || is_paragraph)
        && let Some((number, more)) = ordinal(tail(len), '号')
    {
        mention.item = Some(number);
        len += more;
    } else if (is_article || is_paragraph) && (tail(len).starts_with("各号") || tail(len).starts_with("の各号")) {
        mention.items = true;
        len += if tail(len).starts_with('の') { "の各号".len() } else { "各号".len() };
    }
    mention.len = len;
    Some(mention)
}

fn base(before: &str, rest: &str, separator: Option<char>) -> Option<(Base, usize)> {
    let c = rest.chars().next()?;
    let after = rest.get(c.len_utf8()..)?;
    // 基本条項, 同条件, 前項目 hold no reference.
    let word_goes_on = c == '本' && before.ends_with(['基', '日', '資', '見']);
    let kind = |text: &str| {
        let mut chars = text.chars();
        match (chars.next()?, chars.next()) {
            _ if word_goes_on => None,
            ('条' | '條', Some('件' | '項' | '約' | '例' | '文')) | ('項', Some('目')) => None,
            ('条' | '條', _) => Some(UnitKind::Article),
            ('項', _) => Some(UnitKind::Paragraph),
            ('号', _) => Some(UnitKind::Item),
            _ => None,
        }
    };
    let two = c.len_utf8() + '条'.len_utf8();
    match c {
        '第' => {
            if let Some((parts, len)) = article(rest) {
                return Some((Base::Article(parts), len));
            }
            ordinal(rest, '項')
                .map(|(number, len)| (Base::Paragraph(number), len))
                .or_else(|| ordinal(rest, '号').map(|(number, len)| (Base::Item(number), len)))
                .or_else(|| ordinal(rest, '章').map(|(number, len)| (Base::Chapter(number), len)))
        }
        '前' => {
            if let Some(kind) = kind(after) {
                return Some((Base::Before(kind, 1), two));
            }
            if after.starts_with("各号") {
                return Some((Base::AllBefore, "前各号".len()));
            }
            let (count, len) = numeral(after)?;
            let kind = kind(after.get(len..)?)?;
            (count <= 20).then_some((Base::Before(kind, count), two + len))
        }
        '次' if after.starts_with("の各号") => Some((Base::AllItems, "次の各号".len())),
        '次' => kind(after).map(|kind| (Base::After(kind), two)),
        '本' => kind(after).map(|kind| (Base::This(kind), two)),
        '同' => kind(after).map(|kind| (Base::Same(kind), two)),
        '各' if after.starts_with('号') && !before.ends_with(['当', '該']) => Some((Base::AllItems, two)),
        '別' | '附' | '付' | '添' => annex(rest),
        _ => compound(before, rest, separator?),
    }
}

/// 第3条の2.
fn article(text: &str) -> Option<(Vec<u32>, usize)> {
    let (value, mut len) = ordinal(text, '条').or_else(|| ordinal(text, '條'))?;
    let mut parts = vec![value];
    while let Some(rest) = text.get(len..)
        && let Some((branch, digits)) = rest.strip_prefix('の').and_then(numeral)
        && !rest
            .get('の'.len_utf8() + digits..)
            .is_some_and(|rest| rest.starts_with(['項', '号', '者', '部', '定', '般', '方']))
    {
        parts.push(branch);
        len += 'の'.len_utf8() + digits;
    }
    Some((parts, len))
}

/// 第N項 and its like.
fn ordinal(text: &str, word: char) -> Option<(u32, usize)> {
    let rest = text.strip_prefix('第')?;
    let (value, len) = numeral(rest)?;
    let after = rest.get(len..)?.strip_prefix(word)?;
    Some((value, text.len() - after.len()))
}

fn annex(text: &str) -> Option<(Base, usize)> {
    const WORDS: &[&str] =
        &["別紙", "別表", "別図", "別添", "別記", "附属図", "附属書", "付属書", "付図", "添付図", "附図"];
    if text.starts_with("附則") {
        return Some((Base::Suppl, "附則".len()));
    }
    let word = WORDS.iter().find(|word| text.starts_with(**word))?;
    let rest = text.get(word.len()..)?;
    let number = rest.strip_prefix('第').unwrap_or(rest);
    let skipped = rest.len() - number.len();
    if let Some((value, len)) = numeral(number) {
        let mut parts = vec![value];
        let mut len = word.len() + skipped + len;
        if let Some((branch, digits)) = text.get(len..).and_then(|rest| rest.strip_prefix('-')).and_then(arabic) {
            parts.push(branch);
            len += 1 + digits;
        }
        return Some((Base::Annex { word, parts, letter: None }, len));
    }
    let letter = rest
        .chars()
        .next()
        .filter(char::is_ascii_uppercase)
        .filter(|_| !rest.chars().nth(1).is_some_and(|c| c.is_ascii_alphanumeric()));
    let len = word.len() + usize::from(letter.is_some());
    Some((Base::Annex { word, parts: Vec::new(), letter: letter.map(String::from) }, len))
}

/// 7.1, 9-1, and a plain 4 where the words after it leave no doubt (4に定める).
fn compound(before: &str, rest: &str, separator: char) -> Option<(Base, usize)> {
    let glued = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ',' | '第' | '約' | '金');
    if before.ends_with(glued) {
        return None;
    }
    let (value, mut len) = arabic(rest)?;
    let mut parts = vec![value];
    while let Some((value, digits)) = rest.get(len..).and_then(|rest| rest.strip_prefix(separator)).and_then(arabic) {
        parts.push(value);
        len += 1 + digits;
    }
    let after = rest.get(len..)?;
    let named = [
        "の",
        "に定め",
        "に基づ",
        "に規定",
        "による",
        "により",
        "及び",
        "又は",
        "から",
        "まで",
        "、",
        "と",
        "を",
        "は",
        "で",
        "に",
    ];
    let ends = if parts.len() > 1 {
        after.is_empty() || named.iter().any(|word| after.starts_with(word))
    } else {
        ["に定め", "の定め", "に規定", "の規定", "に基づ", "に掲げ"].iter().any(|word| after.starts_with(word))
    };
    ends.then_some((Base::Numbers(parts), len))
}

/// Whose units a reference means.
enum Home {
    /// Those of the agreement that it stands in, said so.
    Own,
    /// The main agreement's, from one attached to it.
    Main,
    /// An attached agreement's.
    Attached(UnitId),
    /// Those of a law or of another document.
    Elsewhere,
    /// Nothing is said.
    Unsaid,
}

/// Whether the words between two references join them, so that the second is read after the first.
fn is_link(between: &str) -> bool {
    matches!(
        between,
        "及び"
            | "および"
            | "又は"
            | "または"
            | "並びに"
            | "若しくは"
            | "もしくは"
            | "、"
            | "・"
            | "と"
            | "から"
            | "ならびに"
            | ""
    )
}
