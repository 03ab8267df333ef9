//! A PDF page as a picture.

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::page::Page;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};

use super::LONGEST;
use super::picture::{Picture, shade};

/// Pixels to the point: 216 dots per inch. The networks read lines of 48 pixels, which is 16 points.
const SCALE: f32 = 3.0;

/// The page as it is shown.
pub(in crate::document) fn draw(page: &Page<'_>) -> Option<Picture> {
    let (width, height) = page.render_dimensions();
    let longest = width.max(height);
    if !longest.is_finite() || width.min(height) < 1.0 {
        return None;
    }
    let scale = SCALE.min(LONGEST / longest);
    let settings = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let cache = RenderCache::new();
    let drawn = render(page, &cache, &InterpreterSettings::default(), &RenderSettings::default(), &settings);
    let pixels = drawn.data().iter().map(|pixel| shade(pixel.r, pixel.g, pixel.b)).collect();
    Some(Picture { width: usize::from(drawn.width()), height: usize::from(drawn.height()), pixels })
}
