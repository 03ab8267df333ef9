//! The ruling lines of a picture: long straight runs of dark pixels, which bound the cells of tables.

use super::picture::Picture;

/// A pixel is dark from so much below the shade of the paper on.
const DARKER: u8 = 72;
/// Dark pixels to the side that are shorter than this, in ems, are strokes of characters and dashes.
const ACROSS: f32 = 2.2;
/// The same downwards: brackets and strokes of ideographs take an em at the most.
const DOWN: f32 = 1.6;
/// A line is no thicker, in ems; what is thicker is a filled area.
const THICK: f32 = 0.3;
/// Pixels of a line that may be missing.
const BREAK: usize = 1;
/// Runs of one picture after which no more are looked at: a photograph, not a table.
const MANY: usize = 20_000;

/// A run of dark pixels along a line: the line's number, the first pixel and the one past the last.
type Run = (usize, usize, usize);

/// A point of a picture, in pixels.
type Point = (f32, f32);
/// A ruling line by its ends.
pub(super) type Stroke = (Point, Point);

/// The ends of the ruling lines in a picture that slants by `skew`. `em` is that of its text, in pixels.
pub(super) fn find(picture: &Picture, skew: f32, em: f32) -> Vec<Stroke> {
    let (width, height) = (picture.width, picture.height);
    let dark: Vec<bool> = {
        let limit = paper(picture).saturating_sub(DARKER);
        picture.pixels.iter().map(|shade| *shade < limit).collect()
    };
    let is_dark = |x: usize, y: usize| dark.get(y * width + x).is_some_and(|dark| *dark);
    // Slants are small, so that a page that is sheared is as good as one that is turned.
    let drift = |length: usize| -> Vec<isize> {
        (0..length).map(|at| ((at as f32 - length as f32 / 2.0) * skew.tan()).round() as isize).collect()
    };
    let (fall, lean) = (drift(width), drift(height));
    // A line that slants passes from one row of pixels to the next, where neither may be dark enough alone.
    let row = |line: usize, at: usize| {
        let y = line.checked_add_signed(fall[at]).filter(|y| *y < height);
        y.is_some_and(|y| is_dark(at, y) || is_dark(at, y + 1))
    };
    let column = |line: usize, at: usize| {
        let x = line.checked_add_signed(-lean[at]).filter(|x| x + 1 < width);
        x.is_some_and(|x| is_dark(x, at) || is_dark(x + 1, at))
    };
    let thick = (THICK * em).max(3.0) as usize;
    let rows = merged(runs(height, width, (ACROSS * em) as usize, row), thick);
    let columns = merged(runs(width, height, (DOWN * em) as usize, column), thick);
    let slope = skew.tan();
    let (x, y) = (width as f32 / 2.0, height as f32 / 2.0);
    let on_row = |at: f32, along: f32| (along, at + (along - x) * slope);
    let on_column = |at: f32, along: f32| (at - (along - y) * slope, along);
    let across = rows.into_iter().map(|(at, from, to)| (on_row(at, from), on_row(at, to)));
    let down = columns.into_iter().map(|(at, from, to)| (on_column(at, from), on_column(at, to)));
    across.chain(down).collect()
}

/// The shade of the paper: the median.
fn paper(picture: &Picture) -> u8 {
    let mut counts = [0_usize; 256];
    for shade in &picture.pixels {
        counts[usize::from(*shade)] += 1;
    }
    let mut passed = 0;
    let middle = counts.iter().position(|count| {
        passed += count;
        2 * passed >= picture.pixels.len()
    });
    middle.and_then(|shade| u8::try_from(shade).ok()).unwrap_or(u8::MAX)
}

/// The dark runs of at least `least` pixels on each of `lines` lines of `length` pixels.
fn runs(lines: usize, length: usize, least: usize, is_dark: impl Fn(usize, usize) -> bool) -> Vec<Run> {
    let mut runs = Vec::new();
    for line in 0..lines {
        // Where a run began, and where its last dark pixel was.
        let mut open: Option<(usize, usize)> = None;
        let mut at = 0;
        while at <= length && runs.len() < MANY {
            let dark = at < length && is_dark(line, at);
            match open {
                Some((start, _)) if dark => open = Some((start, at)),
                Some((start, last)) if at == length || at - last > BREAK => {
                    if last + 1 - start >= least {
                        runs.push((line, start, last + 1));
                    }
                    open = None;
                }
                None if dark => open = Some((at, at)),
                _ => {}
            }
            at += 1;
        }
    }
    runs
}

/// Runs on lines beside each other as one line each, with its middle, start and end; without those that are thicker than `thick`.
fn merged(runs: Vec<Run>, thick: usize) -> Vec<(f32, f32, f32)> {
    struct Line {
        first: usize,
        last: usize,
        from: usize,
        to: usize,
        /// Sums of the lines' numbers, weighted by the runs' lengths, and of the lengths.
        moment: f32,
        weight: f32,
    }
    let mut done: Vec<Line> = Vec::new();
    let mut open: Vec<Line> = Vec::new();
    for (at, from, to) in runs {
        let (still, ended): (Vec<Line>, Vec<Line>) = open.into_iter().partition(|line| at - line.last <= 2);
        open = still;
        done.extend(ended);
        let weight = (to - from) as f32;
        match open.iter_mut().find(|line| from <= line.to + BREAK && line.from <= to + BREAK) {
            Some(line) => {
                (line.last, line.from, line.to) = (at, line.from.min(from), line.to.max(to));
                (line.moment, line.weight) = (line.moment + weight * at as f32, line.weight + weight);
            }
            None => open.push(Line { first: at, last: at, from, to, moment: weight * at as f32, weight }),
        }
    }
    done.extend(open);
    let thin = done.into_iter().filter(|line| line.last - line.first < thick);
    thin.map(|line| (line.moment / line.weight + 1.0, line.from as f32, line.to as f32)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A white picture of 400 × 300 pixels with what `dark` says.
    fn picture(dark: impl Fn(f32, f32) -> bool) -> Picture {
        let shade = |at: usize| if dark((at % 400) as f32, (at / 400) as f32) { 40 } else { 250 };
        Picture { width: 400, height: 300, pixels: (0..400 * 300).map(shade).collect() }
    }

    #[test]
    fn lines_are_found_and_strokes_and_areas_are_not() {
        let drawn = picture(|x, y| {
            let across = (50.0..350.0).contains(&x) && (100.0..102.0).contains(&y);
            let down = (200.0..202.0).contains(&x) && (100.0..180.0).contains(&y);
            let stroke = (60.0..88.0).contains(&x) && (120.0..123.0).contains(&y);
            let area = (50.0..350.0).contains(&x) && (220.0..260.0).contains(&y);
            across || down || stroke || area
        });
        let found = find(&drawn, 0.0, 30.0);
        let [across, down] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!(*across, ((50.0, 101.0), (350.0, 101.0)));
        assert_eq!(*down, ((201.0, 100.0), (201.0, 180.0)));
    }

    #[test]
    fn a_slanted_line_is_one_line() {
        let skew = 0.02_f32;
        let drawn = picture(|x, y| {
            let middle = 100.0 + (x - 200.0) * skew.tan();
            (20.0..380.0).contains(&x) && (y - middle).abs() <= 1.5
        });
        let found = find(&drawn, skew, 30.0);
        let [(start, end)] = found.as_slice() else { panic!("{found:?}") };
        assert!(start.0 < 25.0 && (start.1 - 96.9).abs() < 1.0, "{start:?}");
        assert!(end.0 > 375.0 && (end.1 - 104.1).abs() < 1.0, "{end:?}");
    }
}
