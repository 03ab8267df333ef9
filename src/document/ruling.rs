//! Ruling lines: the straight lines that a page draws along its axes, as borders of tables or above footnotes.

use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point};

use super::Rect;

/// A filled shape that is no wider is a line and not an area, in points.
const THIN: f32 = 3.0;
/// Shorter strokes are parts of letters, marks or dots, in points.
const SHORT: f32 = 4.0;
/// Ruling lines of one page after which no more are kept: drawings, not tables.
const MANY: usize = 20_000;

/// Adds the ruling lines that `path` draws, as rectangles without width where it is stroked.
pub(super) fn collect(path: &BezPath, transform: Affine, filled: bool, rules: &mut Vec<Rect>) {
    if rules.len() >= MANY {
        return;
    }
    if filled {
        rules.extend(thin_areas(path, transform));
    } else {
        segments(path, transform, |a, b| {
            let rect = around(a, b);
            let (width, height) = (rect.x1 - rect.x0, rect.y1 - rect.y0);
            if width.min(height) < 0.5 && width.max(height) >= SHORT {
                rules.push(rect);
            }
        });
    }
}

fn around(a: Point, b: Point) -> Rect {
    let (x0, x1, y0, y1) = (a.x.min(b.x), a.x.max(b.x), a.y.min(b.y), a.y.max(b.y));
    Rect { x0: x0 as f32, y0: y0 as f32, x1: x1 as f32, y1: y1 as f32 }
}

/// Calls `take` for every straight segment of the path.
fn segments(path: &BezPath, transform: Affine, mut take: impl FnMut(Point, Point)) {
    let (mut first, mut at) = (Point::ZERO, Point::ZERO);
    for element in path.elements() {
        match *element {
            PathEl::MoveTo(point) => (first, at) = (transform * point, transform * point),
            PathEl::LineTo(point) => {
                let to = transform * point;
                take(at, to);
                at = to;
            }
            PathEl::ClosePath => {
                take(at, first);
                at = first;
            }
            PathEl::QuadTo(_, point) | PathEl::CurveTo(_, _, point) => at = transform * point,
        }
    }
}

/// The parts of a filled path, one for each of its outlines, that are so thin that they are lines.
fn thin_areas(path: &BezPath, transform: Affine) -> Vec<Rect> {
    let mut areas = Vec::new();
    let mut outline: Option<Rect> = None;
    let mut curved = false;
    let mut finish = |outline: &mut Option<Rect>, curved: &mut bool| {
        if let Some(rect) = outline.take()
            && !*curved
        {
            let (width, height) = (rect.x1 - rect.x0, rect.y1 - rect.y0);
            if width.min(height) <= THIN && width.max(height) >= SHORT && width.max(height) > 2.0 * width.min(height) {
                areas.push(rect);
            }
        }
        *curved = false;
    };
    for element in path.elements() {
        let point = match *element {
            PathEl::MoveTo(point) => {
                finish(&mut outline, &mut curved);
                point
            }
            PathEl::LineTo(point) => point,
            PathEl::QuadTo(_, point) | PathEl::CurveTo(_, _, point) => {
                curved = true;
                point
            }
            PathEl::ClosePath => continue,
        };
        let point = transform * point;
        let rect = around(point, point);
        outline = Some(outline.map_or(rect, |all| all.union(rect)));
    }
    finish(&mut outline, &mut curved);
    areas
}
