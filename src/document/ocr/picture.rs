//! A page's picture in shades of grey, and how lines are cut out of it.

/// Share of a coloured pixel's brightness that is taken from its red channel: a red seal nearly vanishes, while the text under
/// it and text in blue or black ink stay dark. What is red on purpose keeps enough contrast to be read.
const RED: u32 = 3;

/// A picture, white being 255.
#[derive(Clone, Debug)]
pub(in crate::document) struct Picture {
    /// Pixels in a row.
    pub(in crate::document) width: usize,
    /// Rows of pixels.
    pub(in crate::document) height: usize,
    /// Row by row from the top.
    pub(in crate::document) pixels: Vec<u8>,
}

/// An upright or slanted rectangle in a picture, in pixels. `u` runs along its text line, `v` across it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slanted {
    /// Its centre.
    pub(super) x: f32,
    /// Its centre.
    pub(super) y: f32,
    /// Extent along `u`.
    pub(super) width: f32,
    /// Extent along `v`.
    pub(super) height: f32,
    /// From the x axis to `u`, clockwise as y grows downwards, in radians.
    pub(super) angle: f32,
}

impl Slanted {
    #[cfg(feature = "ocr")]
    /// The point of the picture at `u`, `v` from the centre.
    pub(super) fn at(&self, u: f32, v: f32) -> (f32, f32) {
        let (sin, cos) = self.angle.sin_cos();
        (self.x + u * cos - v * sin, self.y + u * sin + v * cos)
    }

    /// Characters that a line of that size may hold, roughly.
    pub(super) fn ems(&self) -> f32 {
        self.width.max(self.height) / (0.75 * self.width.min(self.height)).max(1.0)
    }

    /// The same place with `u` turned by quarters of a turn clockwise.
    pub(super) fn turned(self, quarters: u8) -> Self {
        let angle = self.angle + f32::from(quarters) * std::f32::consts::FRAC_PI_2;
        let (width, height) = if quarters % 2 == 1 { (self.height, self.width) } else { (self.width, self.height) };
        Self { width, height, angle, ..self }
    }
}

/// The shade of a pixel.
pub(in crate::document) fn shade(red: u8, green: u8, blue: u8) -> u8 {
    let (r, g, b) = (u32::from(red), u32::from(green), u32::from(blue));
    let luma = (299 * r + 587 * g + 114 * b) / 1000;
    ((RED * r + luma) / (RED + 1)).min(255) as u8
}

impl Picture {
    #[cfg(feature = "ocr")]
    /// The shade at a point between pixels; white outside.
    fn sample(&self, x: f32, y: f32) -> f32 {
        let (x, y) = (x - 0.5, y - 0.5);
        let (left, top) = (x.floor(), y.floor());
        let (fx, fy) = (x - left, y - top);
        let pixel = |dx: i64, dy: i64| {
            let (px, py) = (left as i64 + dx, top as i64 + dy);
            let inside = px >= 0 && py >= 0 && px < self.width as i64 && py < self.height as i64;
            let shade = inside.then(|| self.pixels.get(py as usize * self.width + px as usize)).flatten();
            shade.map_or(255.0, |shade| f32::from(*shade))
        };
        let upper = pixel(0, 0) * (1.0 - fx) + pixel(1, 0) * fx;
        let lower = pixel(0, 1) * (1.0 - fx) + pixel(1, 1) * fx;
        upper * (1.0 - fy) + lower * fy
    }

    #[cfg(feature = "ocr")]
    /// The picture turned by quarters of a turn against the clock.
    pub(super) fn turned(&self, quarters: u8) -> Self {
        let (width, height) = if quarters % 2 == 1 { (self.height, self.width) } else { (self.width, self.height) };
        let mut pixels = Vec::with_capacity(width * height);
        for y in 0..height {
            for x in 0..width {
                let (from_x, from_y) = match quarters % 4 {
                    0 => (x, y),
                    1 => (height - 1 - y, x),
                    2 => (width - 1 - x, height - 1 - y),
                    _ => (y, width - 1 - x),
                };
                pixels.push(self.pixels.get(from_y * self.width + from_x).copied().unwrap_or(u8::MAX));
            }
        }
        Self { width, height, pixels }
    }

    /// The picture at `scale` of its size, at most its own, each pixel the mean of those that it stands for.
    pub(in crate::document) fn shrunk(&self, scale: f32) -> Self {
        let size = |length: usize| ((length as f32 * scale).round() as usize).clamp(1, length.max(1));
        let (width, height) = (size(self.width), size(self.height));
        if (width, height) == (self.width, self.height) {
            return self.clone();
        }
        let across = spans(self.width, width);
        let down = spans(self.height, height);
        let mut pixels = Vec::with_capacity(width * height);
        let mut sums = vec![0.0_f32; width];
        for rows in &down {
            sums.fill(0.0);
            for &(row, weight) in rows {
                let line = self.pixels.get(row * self.width..(row + 1) * self.width).unwrap_or_default();
                for (sum, columns) in sums.iter_mut().zip(&across) {
                    let shade = |&(column, weight): &(usize, f32)| {
                        weight * line.get(column).map_or(255.0, |shade| f32::from(*shade))
                    };
                    *sum += weight * columns.iter().map(shade).sum::<f32>();
                }
            }
            pixels.extend(sums.iter().map(|sum| sum.round().clamp(0.0, 255.0) as u8));
        }
        Self { width, height, pixels }
    }

    #[cfg(feature = "ocr")]
    /// What lies in `place`, laid straight and brought to `width` × `height` pixels.
    pub(super) fn cut(&self, place: &Slanted, width: usize, height: usize) -> Vec<f32> {
        let (du, dv) = (place.width / width as f32, place.height / height as f32);
        // Where a pixel stands for several, more points of it are looked at.
        let taps = (du.max(dv).ceil() as usize).clamp(1, 4);
        let mut shades = Vec::with_capacity(width * height);
        for row in 0..height {
            for column in 0..width {
                let mut sum = 0.0;
                for tap in 0..taps * taps {
                    let within = |index: usize| (index as f32 + 0.5) / taps as f32;
                    let u = (column as f32 + within(tap % taps)) * du - place.width / 2.0;
                    let v = (row as f32 + within(tap / taps)) * dv - place.height / 2.0;
                    let (x, y) = place.at(u, v);
                    sum += self.sample(x, y);
                }
                shades.push(sum / (taps * taps) as f32);
            }
        }
        shades
    }
}

/// For each of `to` pixels the pixels of `from` that it stands for, with their shares.
fn spans(from: usize, to: usize) -> Vec<Vec<(usize, f32)>> {
    let step = from as f32 / to as f32;
    let span = |index: usize| {
        let (start, end) = (index as f32 * step, (index + 1) as f32 * step);
        let pixels = start.floor() as usize..(end.ceil() as usize).min(from);
        pixels.map(|at| (at, (end.min(at as f32 + 1.0) - start.max(at as f32)).max(0.0) / step)).collect()
    };
    (0..to).map(span).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn red_is_nearly_white_and_black_under_it_stays_black() {
        assert!(shade(225, 40, 40) > 180);
        assert!(shade(60, 10, 10) < 60);
        assert!(shade(30, 40, 160) < 70);
    }

    #[test]
    fn shrinking_keeps_the_mean() {
        let picture = Picture { width: 4, height: 2, pixels: vec![0, 100, 200, 200, 100, 200, 0, 0] };
        let small = picture.shrunk(0.5);
        assert_eq!((small.width, small.height, small.pixels), (2, 1, vec![100, 100]));
    }

    #[cfg(feature = "ocr")]
    #[test]
    fn quarters_against_the_clock() {
        let picture = Picture { width: 3, height: 2, pixels: vec![1, 2, 3, 4, 5, 6] };
        let turned = |quarters| picture.turned(quarters).pixels;
        assert_eq!((turned(1), picture.turned(1).width), (vec![3, 6, 2, 5, 1, 4], 2));
        assert_eq!((turned(2), turned(3)), (vec![6, 5, 4, 3, 2, 1], vec![4, 1, 5, 2, 6, 3]));
    }

    #[cfg(feature = "ocr")]
    #[test]
    fn cutting_turns_a_slanted_place_straight() {
        // A dark column in a white picture, cut with `u` running downwards.
        let pixels = (0..400).map(|at| if at % 20 == 10 { 0 } else { 255 }).collect();
        let picture = Picture { width: 20, height: 20, pixels };
        let place = Slanted { x: 10.5, y: 10.0, width: 5.0, height: 20.0, angle: 0.0 }.turned(1);
        let cut = picture.cut(&place, 20, 5);
        let middle = cut.get(2 * 20..3 * 20).expect("five rows");
        assert!(middle.iter().all(|shade| *shade < 10.0), "{middle:?}");
        assert!(cut.iter().take(20).all(|shade| *shade > 245.0));
    }
}
