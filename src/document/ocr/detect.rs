//! Where the lines of a picture are: the network's map of how likely each pixel lies within a text line becomes rectangles.
//!
//! The network is trained to mark the core of each line only, so that neighbours do not touch; each core is grown again to the
//! size of its line (Liao et al., *Real-time scene text detection with differentiable binarization*, 2020).

use super::picture::Slanted;

/// Likelihood from which a pixel belongs to a line.
const PIXEL: f32 = 0.3;
/// Mean likelihood that a line must have.
const LINE: f32 = 0.5;
/// How far a core is grown, in multiples of its area by its perimeter.
const GROWTH: f32 = 1.6;
/// Cores thinner than this are dust, in pixels of the map.
const THIN: f32 = 2.0;
/// Lines of a page at most; the rest of a picture of dust is not looked at.
const MAX_LINES: usize = 2_000;

/// The network's answer: likelihoods row by row.
pub(super) struct Map<'m> {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) likely: &'m [f32],
}

/// The text lines of `map`, and the angle by which most of them slant, in radians.
pub(super) fn lines(map: &Map<'_>) -> (Vec<Slanted>, f32) {
    let cores: Vec<Vec<(f32, f32)>> = cores(map).iter().map(|core| hull(core)).collect();
    let slanted: Vec<Slanted> = cores.iter().map(|hull| smallest(hull)).collect();
    let skew = skew(&slanted);
    let place = |(hull, own): (&Vec<(f32, f32)>, &Slanted)| {
        // A short line's own angle is chance.
        let sure = own.width.max(own.height) > 6.0 * own.width.min(own.height);
        let own_angle = if sure && (own.angle - skew).abs() < 0.05 { own.angle } else { skew };
        grown(extent(hull, own_angle))
    };
    let lines = cores.iter().zip(&slanted).filter(|(_, own)| own.width.min(own.height) >= THIN).map(place);
    (lines.collect(), skew)
}

/// The border pixels of each stretch of likely pixels.
fn cores(map: &Map<'_>) -> Vec<Vec<(f32, f32)>> {
    let Map { width, height, likely } = *map;
    let is_likely = |at: usize| likely.get(at).is_some_and(|likely| *likely > PIXEL);
    let mut seen = vec![false; width * height];
    let mut found = Vec::new();
    for start in 0..width * height {
        if seen[start] || !is_likely(start) {
            continue;
        }
        seen[start] = true;
        let (mut open, mut border, mut sum, mut count) = (vec![start], Vec::new(), 0.0, 0);
        while let Some(at) = open.pop() {
            (sum, count) = (sum + likely[at], count + 1);
            let (x, y) = (at % width, at / width);
            let mut inside = 0;
            for ny in y.saturating_sub(1)..=(y + 1).min(height - 1) {
                for nx in x.saturating_sub(1)..=(x + 1).min(width - 1) {
                    let near = ny * width + nx;
                    if is_likely(near) {
                        inside += 1;
                        if !seen[near] {
                            seen[near] = true;
                            open.push(near);
                        }
                    }
                }
            }
            if inside < 9 {
                border.push((x as f32 + 0.5, y as f32 + 0.5));
            }
        }
        if sum / count as f32 > LINE && found.len() < MAX_LINES {
            found.push(border);
        }
    }
    found
}

/// The convex hull (Andrew's monotone chain).
fn hull(points: &[(f32, f32)]) -> Vec<(f32, f32)> {
    let mut sorted = points.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    sorted.dedup();
    let mut hull = half(sorted.iter());
    hull.extend(half(sorted.iter().rev()));
    hull
}

fn half<'p>(points: impl Iterator<Item = &'p (f32, f32)>) -> Vec<(f32, f32)> {
    let mut chain: Vec<(f32, f32)> = Vec::new();
    for &(x, y) in points {
        while let [.., a, b] = chain.as_slice()
            && (b.0 - a.0) * (y - a.1) - (b.1 - a.1) * (x - a.0) <= 0.0
        {
            chain.pop();
        }
        chain.push((x, y));
    }
    chain
}

/// The smallest rectangle around a hull: one of its sides lies on one of the hull's.
fn smallest(hull: &[(f32, f32)]) -> Slanted {
    let sides = hull.windows(2).filter_map(|pair| match pair {
        [a, b] if a != b => Some((b.1 - a.1).atan2(b.0 - a.0)),
        _ => None,
    });
    let quarter = std::f32::consts::FRAC_PI_2;
    let upright = |angle: f32| angle - (angle / quarter).round() * quarter;
    let rectangles = sides.map(|angle| extent(hull, upright(angle)));
    let area = |place: &Slanted| (place.width + 1.0) * (place.height + 1.0);
    rectangles.min_by(|a, b| area(a).total_cmp(&area(b))).unwrap_or_else(|| extent(hull, 0.0))
}

/// The rectangle at `angle` around a hull of pixel centres.
fn extent(hull: &[(f32, f32)], angle: f32) -> Slanted {
    let (sin, cos) = angle.sin_cos();
    let along = |&(x, y): &(f32, f32)| x * cos + y * sin;
    let across = |&(x, y): &(f32, f32)| y * cos - x * sin;
    let range = |values: &mut dyn Iterator<Item = f32>| {
        values.fold((f32::MAX, f32::MIN), |(low, high), value| (low.min(value), high.max(value)))
    };
    let (u0, u1) = range(&mut hull.iter().map(along));
    let (v0, v1) = range(&mut hull.iter().map(across));
    let (u, v) = ((u0 + u1) / 2.0, (v0 + v1) / 2.0);
    Slanted { x: u * cos - v * sin, y: u * sin + v * cos, width: u1 - u0 + 1.0, height: v1 - v0 + 1.0, angle }
}

fn grown(core: Slanted) -> Slanted {
    let by = GROWTH * core.width * core.height / (2.0 * (core.width + core.height));
    Slanted { width: core.width + 2.0 * by, height: core.height + 2.0 * by, ..core }
}

/// The slant of most text: the median over the long lines, each counted by its length.
fn skew(lines: &[Slanted]) -> f32 {
    let length = |line: &Slanted| line.width.max(line.height);
    let mut long: Vec<&Slanted> =
        lines.iter().filter(|line| length(line) > 6.0 * line.width.min(line.height)).collect();
    long.sort_by(|a, b| a.angle.total_cmp(&b.angle));
    let half = long.iter().map(|line| length(line)).sum::<f32>() / 2.0;
    let mut passed = 0.0;
    for line in long {
        passed += length(line);
        if passed >= half {
            return line.angle;
        }
    }
    0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A map of 200 × 100 in which `inside` is likely.
    fn map(inside: impl Fn(f32, f32) -> bool) -> Vec<f32> {
        let likely = |at: usize| if inside((at % 200) as f32, (at / 200) as f32) { 0.9 } else { 0.01 };
        (0..200 * 100).map(likely).collect()
    }

    #[test]
    fn a_core_grows_to_its_line() {
        let likely = map(|x, y| (20.0..180.0).contains(&x) && (40.0..50.0).contains(&y));
        let (lines, skew) = lines(&Map { width: 200, height: 100, likely: &likely });
        let [line] = lines.as_slice() else { panic!("{lines:?}") };
        assert!(skew.abs() < 0.001);
        assert!((line.x - 100.0).abs() < 0.6 && (line.y - 45.0).abs() < 0.6, "{line:?}");
        // 160 × 10 grown by 1.6 × 1600 / 340.
        assert!((line.width - 175.0).abs() < 1.0 && (line.height - 25.0).abs() < 1.0, "{line:?}");
    }

    #[test]
    fn the_slant_is_found_and_dust_is_not_a_line() {
        let slope = 0.035_f32;
        let likely = map(|x, y| {
            let middle = 30.0 + slope * x;
            (10.0..190.0).contains(&x) && (y - middle).abs() < 5.0 || (x, y) == (100.0, 80.0)
        });
        let (lines, skew) = lines(&Map { width: 200, height: 100, likely: &likely });
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert!((skew - slope).abs() < 0.006, "{skew}");
    }

    #[test]
    fn columns_are_tall() {
        let likely = map(|x, y| (90.0..100.0).contains(&x) && (10.0..90.0).contains(&y));
        let (lines, skew) = lines(&Map { width: 200, height: 100, likely: &likely });
        assert!(skew.abs() < 0.001);
        assert!(lines.iter().all(|line| line.height > 3.0 * line.width), "{lines:?}");
    }
}
