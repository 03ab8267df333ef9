//! The rows of all pages in the order in which they are read, and which of them go on a paragraph, over columns and pages.

use std::collections::HashMap;

use super::Follows;
use super::follow::{self, Shape};
use super::furniture::PageRows;
use super::layout::{self, Row, Stand};

/// The em of most contracts in points, to measure margins by.
const EM: f32 = 10.5;

/// A row in its place in the document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed {
    /// Number of its page, from 0.
    pub(super) page: usize,
    /// Number of the row on the page, from 0.
    pub(super) row: usize,
    /// How it goes on; `None` for furniture.
    pub(super) follows: Option<Follows>,
}

/// The rows of `pages` in reading order. `furniture` tells for each row whether it is set aside.
pub(super) fn order(pages: &[PageRows<'_>], furniture: &[Vec<bool>]) -> Vec<Placed> {
    let margins = Margins::of(pages, furniture);
    let place = |late: bool| {
        let rows = move |(page, (rows, furniture)): (usize, (&PageRows<'_>, &Vec<bool>))| {
            let kept = rows.rows.iter().zip(furniture).enumerate();
            let kept = kept.filter(move |(_, (row, aside))| !**aside && row.late == late);
            kept.map(|(row, _)| (page, row)).collect::<Vec<_>>()
        };
        pages.iter().zip(furniture).enumerate().flat_map(rows).collect::<Vec<_>>()
    };
    let follow = |places: Vec<(usize, usize)>| {
        let follows = follows(&places, pages, &margins);
        let placed = |((page, row), follows)| Placed { page, row, follows: Some(follows) };
        places.into_iter().zip(follows).map(placed).collect::<Vec<_>>()
    };
    let (body, late) = (follow(place(false)), follow(place(true)));
    let (mut body, mut late) = (body.into_iter().peekable(), late.into_iter().peekable());
    let mut order = Vec::new();
    for (page, furniture) in furniture.iter().enumerate() {
        while let Some(next) = body.next_if(|next| next.page == page) {
            // What earlier pages held back stands between two paragraphs.
            if next.follows == Some(Follows::Break) {
                while let Some(held) = late.next_if(|held| held.page < page) {
                    order.push(held);
                }
            }
            order.push(next);
        }
        let aside = furniture.iter().enumerate().filter(|(_, aside)| **aside);
        order.extend(aside.map(|(row, _)| Placed { page, row, follows: None }));
    }
    order.extend(late);
    order
}

/// How the rows at `places` go on.
fn follows(places: &[(usize, usize)], pages: &[PageRows<'_>], margins: &Margins) -> Vec<Follows> {
    let mut shapes: Vec<Shape<'_>> = Vec::with_capacity(places.len());
    let mut before: Option<(usize, &Row)> = None;
    for &(number, row) in places {
        let page = &pages[number];
        let row = &page.rows[row];
        shapes.push(shape(row, before.map(|(at, before)| (at == number, before)), margins.of_row(number, page, row)));
        before = Some((number, row));
    }
    let follows = follow::follow(&shapes);
    let stand = |(&(page, row), follows): (&(usize, usize), Follows)| match pages[page].rows[row].stand {
        Stand::Cell => Follows::Cell,
        Stand::Within => Follows::Wrapped,
        Stand::Fresh | Stand::Free => follows,
    };
    places.iter().zip(follows).map(stand).collect()
}

/// The shape of `row`, `before` being the row before it, and whether that is on the same page.
fn shape<'r>(row: &'r Row, before: Option<(bool, &Row)>, (left, right): (f32, f32)) -> Shape<'r> {
    let em = row.size.max(1.0);
    // As far away as can be: what begins here goes on nothing.
    const APART: Option<f32> = Some(f32::INFINITY);
    let in_table = |row: &Row| matches!(row.stand, Stand::Cell | Stand::Within);
    let pitch = match before {
        None => None,
        Some((same_page, before)) => {
            let same_frame = before.frame == row.frame;
            if row.stand == Stand::Fresh || in_table(before) && !in_table(row) || same_page && !same_frame {
                APART
            } else if before.lane.abs_diff(row.lane) > 2 * EM as u32 {
                if same_page { APART } else { None }
            } else if !same_page || row.middle < before.middle {
                // The next page or column.
                None
            } else {
                Some((row.middle - before.middle) / em)
            }
        }
    };
    // However many closing marks a line ends in, they may all stand beyond the margin.
    let room = match right - row.end {
        room if room < 0.0 => (room + row.hang).min(0.0),
        room => room,
    };
    Shape {
        text: &row.text,
        start: (row.start - left) / em,
        edge: (row.edge - left) / em,
        room: room / em,
        need: row.need / em,
        size: em,
        pitch,
        spread: row.spread,
    }
}

/// What has margins of its own: the direction of writing, the page's width and the column's.
type Kind = (layout::Frame, i32, i32);

/// Where the text of the document and of each page begins and ends along its rows, in points.
struct Margins {
    shared: HashMap<Kind, f32>,
    /// Of pages with enough text to have margins of their own: left and right.
    own: Vec<(f32, Option<f32>)>,
}

impl Margins {
    fn of(pages: &[PageRows<'_>], furniture: &[Vec<bool>]) -> Self {
        let mut ends: HashMap<Kind, Vec<f32>> = HashMap::new();
        // Where text of columns and cells ends, on pages of each kind.
        let mut reach: HashMap<Kind, Vec<f32>> = HashMap::new();
        let mut own = Vec::new();
        for (page, furniture) in pages.iter().zip(furniture) {
            let body = page.rows.iter().zip(furniture).filter(|(_, aside)| !**aside).map(|(row, _)| row);
            let body: Vec<&Row> = body.collect();
            for row in &body {
                ends.entry(kind(page, row)).or_default().push(row.core_end);
                if row.lane != 0 {
                    reach.entry((row.frame, page.width as i32, 0)).or_default().push(row.left + row.core_end);
                }
            }
            own.push(own_margins(&body));
        }
        let margin = |ends: &[f32]| {
            let outermost = ends.iter().copied().fold(f32::MIN, f32::max);
            let shared = (ends.len() / 16).clamp(2, 4);
            follow::settled_margin(ends, EM, shared).unwrap_or(outermost)
        };
        let settled = |(key, ends): (Kind, Vec<f32>)| {
            let own = margin(&ends);
            let full = ends.iter().filter(|end| (0.0..=1.2 * EM).contains(&(own - **end))).count();
            // A few lines beside a table may be short, all of them: the table shows how far they could have gone.
            let wider = reach.get(&key).filter(|_| full < (ends.len() / 4).max(4)).map(|reach| margin(reach));
            (key, wider.map_or(own, |wider| own.max(wider)))
        };
        Self { shared: ends.into_iter().map(settled).collect(), own }
    }

    /// Where the lines of the row's column begin and end.
    fn of_row(&self, number: usize, page: &PageRows<'_>, row: &Row) -> (f32, f32) {
        let shared = self.shared.get(&kind(page, row)).copied().unwrap_or(row.end);
        if row.lane != 0 {
            return (0.0, shared);
        }
        // A page has a margin of its own only where its whole text is shifted, as on facing pages: a page of short lines must
        // not pass for a narrow one.
        let outer = self.own.iter().map(|(left, _)| *left).fold(0.0, f32::max);
        let (left, right) = self.own.get(number).copied().unwrap_or_default();
        let shifted = |own: &f32| ((shared - own) - (outer - left)).abs() < EM;
        (left, right.filter(shifted).unwrap_or(shared))
    }
}

fn kind(page: &PageRows<'_>, row: &Row) -> Kind {
    (row.frame, page.width as i32, row.lane / (2 * EM as i32))
}

fn own_margins(body: &[&Row]) -> (f32, Option<f32>) {
    let whole = || body.iter().filter(|row| row.lane == 0);
    let left = whole().map(|row| row.start).fold(f32::MAX, f32::min);
    let ends: Vec<f32> = whole().map(|row| row.core_end).collect();
    let enough = (ends.len() / 6).max(4);
    let right = follow::settled_margin(&ends, EM, enough);
    (if left == f32::MAX { 0.0 } else { left }, right)
}
