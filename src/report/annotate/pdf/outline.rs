//! Bookmarks: the outcome, under it each clause, under each clause its places. They follow those that the file has.

use lopdf::{Dictionary, Object, ObjectId, dictionary};

use super::super::{Contents, Mark};
use super::update::{Update, number, text};
use crate::document::PageSpace;
use crate::messages::{self, Lang};

/// Bookmarks of the file that are counted to find the last.
const MAX_ITEMS: usize = 100_000;
/// Points of the page shown above a place that is gone to.
const ABOVE: f32 = 48.0;
/// Characters of a quote in a bookmark.
const MAX_QUOTE: usize = 24;

/// A bookmark and what is under it.
struct Item {
    title: String,
    to: Option<Object>,
    under: Vec<Item>,
}

/// `None` where the file's own bookmarks cannot be made out.
pub(super) fn add(update: &mut Update, spaces: &[PageSpace], contents: &Contents, lang: Lang) -> Option<()> {
    let root = root(update)?;
    let old = update.object(root)?.as_dict().ok()?.clone();
    let last = last(update, &old)?;
    let (first, count) = insert(update, &[item(spaces, contents, lang)], root, last)?;
    if let Some(last) = last {
        update.edit(last)?.set("Next", first);
    }
    let shown = old.get(b"Count").and_then(Object::as_i64).unwrap_or(0);
    let outlines = update.edit(root)?;
    if last.is_none() {
        outlines.set("First", first);
    }
    outlines.set("Last", first);
    // A count below zero says that nothing is unfolded; the number is of what would be.
    outlines.set("Count", if shown < 0 { shown.saturating_sub(count) } else { shown.saturating_add(count) });
    let catalog = update.edit_catalog()?;
    catalog.set("Outlines", root);
    if !catalog.has(b"PageMode") {
        catalog.set("PageMode", "UseOutlines");
    }
    Some(())
}

/// The dictionary of the bookmarks, as an object of its own.
fn root(update: &mut Update) -> Option<ObjectId> {
    let catalog = update.catalog()?;
    let known = catalog.get(b"Outlines").and_then(Object::as_reference).ok();
    let is_dict = |id: &ObjectId| matches!(update.object(*id), Some(Object::Dictionary(_)));
    if let Some(id) = known.filter(is_dict) {
        return Some(id);
    }
    let direct = update.dict_in(catalog, "Outlines").cloned();
    update.add(direct.unwrap_or_else(|| dictionary! { "Type" => "Outlines" }))
}

/// The last of the bookmarks that stand outermost; `Some(None)` where there is none, `None` where they go round.
fn last(update: &Update, outlines: &Dictionary) -> Option<Option<ObjectId>> {
    let item = |dict: &Dictionary, key: &[u8]| {
        let id = dict.get(key).and_then(Object::as_reference).ok()?;
        Some((id, update.object(id)?.as_dict().ok()?))
    };
    let Some((mut id, mut dict)) = item(outlines, b"Last").or_else(|| item(outlines, b"First")) else {
        return Some(None);
    };
    for _ in 0..MAX_ITEMS {
        match item(dict, b"Next") {
            Some(next) => (id, dict) = next,
            None => return Some(Some(id)),
        }
    }
    None
}

/// Adds `items` under `parent`, the first behind `before`; gives the first, and how many are shown with all that is under
/// them.
fn insert(update: &mut Update, items: &[Item], parent: ObjectId, before: Option<ObjectId>) -> Option<(ObjectId, i64)> {
    let ids = items.iter().map(|_| update.reserve()).collect::<Option<Vec<ObjectId>>>()?;
    let mut shown = 0;
    for (index, (item, id)) in items.iter().zip(&ids).enumerate() {
        let mut dict = dictionary! { "Title" => text(&item.title), "Parent" => parent };
        dict.extend(&item.to.iter().map(|to| ("Dest", to.clone())).collect());
        if let Some(previous) = index.checked_sub(1).map(|index| ids[index]).or(before) {
            dict.set("Prev", previous);
        }
        if let Some(next) = ids.get(index + 1) {
            dict.set("Next", *next);
        }
        shown += 1;
        if !item.under.is_empty() {
            let (first, count) = insert(update, &item.under, *id, None)?;
            dict.set("First", first);
            dict.set("Last", (first.0 + item.under.len() as u32 - 1, 0));
            dict.set("Count", count);
            shown += count;
        }
        update.put(*id, dict);
    }
    Some((*ids.first()?, shown))
}

fn item(spaces: &[PageSpace], contents: &Contents, lang: Lang) -> Item {
    let clause = |(id, heading): &(String, String)| {
        let under: Vec<Item> =
            contents.marks.iter().filter(|mark| mark.clause == *id).map(|mark| place(spaces, mark, lang)).collect();
        Item { title: heading.clone(), to: under.iter().find_map(|item| item.to.clone()), under }
    };
    Item { title: contents.outcome.clone(), to: None, under: contents.headings.iter().map(clause).collect() }
}

fn place(spaces: &[PageSpace], mark: &Mark, lang: Lang) -> Item {
    let more = mark.quote.chars().nth(MAX_QUOTE).is_some();
    let quote: String = mark.quote.chars().take(MAX_QUOTE).chain(more.then_some('…')).collect();
    Item {
        title: messages::mark_bookmark(&mark.place, mark.page, &quote, lang),
        to: target(spaces, mark),
        under: Vec::new(),
    }
}

/// The page with the first of the words, somewhat below its upper edge.
fn target(spaces: &[PageSpace], mark: &Mark) -> Option<Object> {
    let first = mark.boxes.first()?;
    let space = spaces.get((first.page as usize).checked_sub(1)?)?;
    let (x, y) = space.point(0.0, (first.rect.y0 - ABOVE).max(0.0));
    Some(Object::Array(vec![space.object.into(), "XYZ".into(), number(x), number(y), Object::Null]))
}
