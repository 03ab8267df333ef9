//! Highlights and their notes: one for each mark and page, with its look drawn out, so that every viewer shows it alike.

use std::cmp::Reverse;

use lopdf::{Object, ObjectId, Stream, dictionary};

use super::super::{Color, Mark};
use super::update::{Update, number, text};
use crate::document::{PageSpace, Rect};
use crate::messages::{self, Lang};
use crate::verdict::Verdict;

/// Who the notes are from.
const AUTHOR: &str = "joko";
/// Flag of an annotation: printed with the page.
const PRINT: i64 = 4;
/// Flags of a note's window: printed, neither scaled nor turned with the page.
const WINDOW: i64 = 28;
/// Width and height of a note's window, in points.
const NOTE: (f32, f32) = (220.0, 140.0);
/// Highlights on one page from which on they are no longer laid side by side where they meet.
const MAX_MEETING: usize = 2_000;
/// Width of the line along the words, in points.
const LINE: f32 = 0.8;
/// How far beyond the boxes of the words the lines along them reach, in points.
const MARGIN: f32 = 3.0;

/// The part of a mark that stands on one page.
struct Piece<'m> {
    mark: &'m Mark,
    /// Number of the mark among all.
    number: usize,
    rects: Vec<Rect>,
}

/// `None` where a page is not there.
pub(super) fn add(update: &mut Update, spaces: &[PageSpace], marks: &[Mark], lang: Lang) -> Option<()> {
    for (page, space) in (1..).zip(spaces) {
        let mut pieces: Vec<Piece<'_>> = (0..)
            .zip(marks)
            .map(|(number, mark)| {
                let here = mark.boxes.iter().filter(|located| located.page == page);
                Piece { mark, number, rects: here.map(|located| located.rect).collect() }
            })
            .filter(|piece| !piece.rects.is_empty())
            .collect();
        // The last lies uppermost: few words must not lie under many.
        pieces.sort_by_key(|piece| Reverse(piece.mark.span.end - piece.mark.span.start));
        if !pieces.is_empty() {
            on_page(update, space, &pieces, lang)?;
        }
    }
    Some(())
}

fn on_page(update: &mut Update, space: &PageSpace, pieces: &[Piece<'_>], lang: Lang) -> Option<()> {
    let page = update.object(space.object)?.as_dict().ok()?;
    // The list may be shared with other pages: this page gets one of its own.
    let mut list = match update.entry(page, "Annots") {
        Some(Object::Array(list)) => list.clone(),
        _ => Vec::new(),
    };
    for piece in pieces {
        let [note, window] = annotation(update, space, pieces, piece, lang)?;
        list.extend([Object::Reference(note), Object::Reference(window)]);
    }
    update.edit(space.object)?.set("Annots", list);
    // Before 1.4 nothing was transparent.
    if update.is_before("1.4") {
        update.edit_catalog()?.set("Version", "1.4");
    }
    Some(())
}

/// The highlight, and the window of its note.
fn annotation(
    update: &mut Update,
    space: &PageSpace,
    pieces: &[Piece<'_>],
    piece: &Piece<'_>,
    lang: Lang,
) -> Option<[ObjectId; 2]> {
    let [note, window] = [update.reserve()?, update.reserve()?];
    let around = piece.rects.iter().copied().reduce(Rect::union)?;
    let look = look(update, space, pieces, piece, grown(around, MARGIN))?;
    let quads: Vec<Object> = piece.rects.iter().flat_map(|rect| quad(space, *rect)).collect();
    let mark = piece.mark;
    update.put(
        note,
        dictionary! {
            "Type" => "Annot",
            "Subtype" => "Highlight",
            "P" => space.object,
            "Rect" => bounds(space, grown(around, MARGIN)),
            "QuadPoints" => quads,
            "C" => components(mark.color()),
            "F" => PRINT,
            "T" => text(AUTHOR),
            "Subj" => text(&mark.heading()),
            "Contents" => text(&contents(pieces, piece, lang)),
            "NM" => text(&format!("joko-{}-{}-{}-{}", piece.number, mark.clause, mark.span.start, mark.span.end)),
            "Popup" => window,
            "AP" => dictionary! { "N" => look },
        },
    );
    let (x, y) = ((space.width - NOTE.0).max(0.0), around.y0.min(space.height - NOTE.1).max(0.0));
    update.put(
        window,
        dictionary! {
            "Type" => "Annot",
            "Subtype" => "Popup",
            "P" => space.object,
            "Parent" => note,
            "Rect" => bounds(space, Rect { x0: x, y0: y, x1: x + NOTE.0, y1: y + NOTE.1 }),
            "F" => WINDOW,
            "Open" => false,
        },
    );
    Some([note, window])
}

/// What the note says. Only one of several notes on the same words can be opened by clicking, so each names the others.
fn contents(pieces: &[Piece<'_>], piece: &Piece<'_>, lang: Lang) -> String {
    let meets = |other: &&Piece<'_>| {
        other.number != piece.number
            && piece.rects.iter().any(|rect| other.rects.iter().any(|other| meeting(*rect, *other).is_some()))
    };
    let mut others: Vec<String> = Vec::new();
    for other in pieces.iter().filter(meets) {
        let heading = other.mark.heading();
        if other.mark.clause != piece.mark.clause && !others.contains(&heading) {
            others.push(heading);
        }
    }
    let mut note = piece.mark.note(lang);
    if !others.is_empty() {
        note = format!("{note}\n{}", messages::mark_others(&others, lang));
    }
    // What ends a line in a note is a carriage return.
    note.replace('\n', "\r")
}

/// The form that draws a highlight: colour that darkens the page and leaves its text as it is, and a line along the words that
/// tells the verdict without colour.
fn look(
    update: &mut Update,
    space: &PageSpace,
    pieces: &[Piece<'_>],
    piece: &Piece<'_>,
    around: Rect,
) -> Option<ObjectId> {
    let mut content = format!("/G gs {} rg {} RG\n", operands(piece.mark.color()), operands(ink(piece.mark.verdict)));
    let stripes: Vec<Stripe> = piece.rects.iter().flat_map(|rect| stripes(pieces, piece, *rect)).collect();
    for stripe in &stripes {
        let [a, b, c, d] = corners(stripe.area).map(|(x, y)| point(space, x, y));
        content += &format!("{a} m {b} l {d} l {c} l h f\n");
    }
    let scale = space.scale();
    content += &format!("{} w {} d\n", plain(f64::from(LINE) * scale), dash(piece.mark.verdict, scale));
    for lined in stripes.iter().filter_map(|stripe| stripe.lined) {
        content += &lines(space, lined, piece.mark.verdict);
    }
    let form = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Form",
        "BBox" => bounds(space, around),
        "Resources" => dictionary! {
            "ExtGState" => dictionary! { "G" => dictionary! { "Type" => "ExtGState", "BM" => "Multiply" } },
        },
    };
    let mut form = Stream::new(form, content.into_bytes());
    form.compress().ok()?;
    update.add(form)
}

/// A part of a line of a mark.
struct Stripe {
    /// What is coloured.
    area: Rect,
    /// The whole height of the line, where the line along the words is this mark's to draw.
    lined: Option<Rect>,
}

/// The parts of `rect`, a line of `piece`. Where other marks stand on the same words, each takes its share of the line's height,
/// so that colours stay what they are, and the worst verdict draws the line along the words.
fn stripes(pieces: &[Piece<'_>], piece: &Piece<'_>, rect: Rect) -> Vec<Stripe> {
    let others: Vec<(&Piece<'_>, Rect)> = pieces
        .iter()
        .filter(|other| other.number != piece.number)
        .flat_map(|other| other.rects.iter().filter_map(move |there| Some((other, meeting(rect, *there)?))))
        .take(MAX_MEETING)
        .collect();
    let down = runs_down(rect);
    let (start, end) = along(rect, down);
    let mut cuts = vec![start, end];
    cuts.extend(others.iter().flat_map(|(_, other)| <[f32; 2]>::from(along(*other, down))));
    cuts.sort_by(f32::total_cmp);
    cuts.dedup();
    let stripe = |pair: &[f32]| {
        let [from, to] = *pair else { return Stripe { area: rect, lined: Some(rect) } };
        let covers = |other: Rect| along(other, down).0 <= from && to <= along(other, down).1;
        let mut here: Vec<(Verdict, usize)> = vec![(piece.mark.verdict, piece.number)];
        here.extend(others.iter().filter(|(_, at)| covers(*at)).map(|(other, _)| (other.mark.verdict, other.number)));
        here.sort_unstable();
        here.dedup();
        let worst = here.last().is_some_and(|(_, number)| *number == piece.number);
        let index = here.iter().position(|(_, number)| *number == piece.number).unwrap_or(0);
        Stripe {
            area: share(rect, down, (from, to), index, here.len()),
            lined: worst.then(|| share(rect, down, (from, to), 0, 1)),
        }
    };
    cuts.windows(2).map(stripe).collect()
}

/// The part of `rect` between two places along its line, and of that the share `index` of `count` across it.
fn share(rect: Rect, down: bool, (from, to): (f32, f32), index: usize, count: usize) -> Rect {
    let (start, end) = along(rect, !down);
    let step = (end - start) / count as f32;
    let (low, high) = (start + step * index as f32, start + step * (index + 1) as f32);
    if down { Rect { x0: low, y0: from, x1: high, y1: to } } else { Rect { x0: from, y0: low, x1: to, y1: high } }
}

/// What two lines have in common, if they are the same line of the page: a neighbour may touch it by a hair.
fn meeting(a: Rect, b: Rect) -> Option<Rect> {
    let both = Rect { x0: a.x0.max(b.x0), y0: a.y0.max(b.y0), x1: a.x1.min(b.x1), y1: a.y1.min(b.y1) };
    let down = runs_down(a);
    let length = |rect: Rect, down: bool| along(rect, down).1 - along(rect, down).0;
    let across = length(both, !down) > 0.5 * length(a, !down).min(length(b, !down));
    (across && length(both, down) > 0.5).then_some(both)
}

/// Whether a line of text runs downwards: one character alone may as well.
fn runs_down(rect: Rect) -> bool {
    rect.y1 - rect.y0 > 1.5 * (rect.x1 - rect.x0)
}

/// Where a line begins and ends in the direction in which it runs.
const fn along(rect: Rect, down: bool) -> (f32, f32) {
    if down { (rect.y0, rect.y1) } else { (rect.x0, rect.x1) }
}

/// The line or lines under the words, or to their right where they run downwards.
fn lines(space: &PageSpace, rect: Rect, verdict: Verdict) -> String {
    let down = runs_down(rect);
    let line = |off: f32| {
        let (from, to) = if down {
            ((rect.x1 + off, rect.y0), (rect.x1 + off, rect.y1))
        } else {
            ((rect.x0, rect.y1 + off), (rect.x1, rect.y1 + off))
        };
        format!("{} m {} l S\n", point(space, from.0, from.1), point(space, to.0, to.1))
    };
    match verdict {
        Verdict::Contradicted => line(0.5 * LINE) + &line(2.5 * LINE),
        _ => line(0.5 * LINE),
    }
}

/// How the line is broken.
fn dash(verdict: Verdict, scale: f64) -> String {
    match verdict {
        Verdict::Partial => format!("[{} {}] 0", plain(4.0 * scale), plain(2.5 * scale)),
        _ => "[] 0".to_owned(),
    }
}

/// The colour of the line along the words.
const fn ink(verdict: Verdict) -> Color {
    match verdict {
        Verdict::Found => Color(0x2E, 0x8B, 0x3D),
        Verdict::Partial => Color(0xB3, 0x76, 0x00),
        Verdict::Contradicted => Color(0xC6, 0x28, 0x28),
        Verdict::Missing => Color(0x8E, 0x24, 0xAA),
        Verdict::Undetermined => Color(0x00, 0x83, 0x8F),
    }
}

/// Upper left, upper right, lower left and lower right, as the page is shown: the order in which viewers expect them.
const fn corners(rect: Rect) -> [(f32, f32); 4] {
    [(rect.x0, rect.y0), (rect.x1, rect.y0), (rect.x0, rect.y1), (rect.x1, rect.y1)]
}

fn quad(space: &PageSpace, rect: Rect) -> impl Iterator<Item = Object> {
    corners(rect).map(|(x, y)| space.point(x, y)).into_iter().flat_map(|(x, y)| [number(x), number(y)])
}

/// The rectangle around `rect` in the file's own space.
fn bounds(space: &PageSpace, rect: Rect) -> Vec<Object> {
    let points = corners(rect).map(|(x, y)| space.point(x, y));
    let (xs, ys) = (points.map(|point| point.0), points.map(|point| point.1));
    let least = |values: [f64; 4]| values.into_iter().fold(f64::INFINITY, f64::min);
    let most = |values: [f64; 4]| values.into_iter().fold(f64::NEG_INFINITY, f64::max);
    [least(xs), least(ys), most(xs), most(ys)].map(number).to_vec()
}

fn grown(rect: Rect, by: f32) -> Rect {
    Rect { x0: rect.x0 - by, y0: rect.y0 - by, x1: rect.x1 + by, y1: rect.y1 + by }
}

fn point(space: &PageSpace, x: f32, y: f32) -> String {
    let (x, y) = space.point(x, y);
    format!("{} {}", plain(x), plain(y))
}

/// A number in a content stream.
fn plain(value: f64) -> String {
    format!("{:.3}", value)
}

fn components(Color(red, green, blue): Color) -> Vec<Object> {
    [red, green, blue].map(|part| number(f64::from(part) / 255.0)).to_vec()
}

fn operands(Color(red, green, blue): Color) -> String {
    [red, green, blue].map(|part| plain(f64::from(part) / 255.0)).join(" ")
}
