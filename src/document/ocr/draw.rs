//! A PDF page as a picture.

use hayro::hayro_interpret::hayro_syntax::object::{Array, Dict, Name};
use hayro::hayro_interpret::{InterpreterCache, InterpreterSettings, RenderContent};
use hayro::hayro_syntax::page::Page;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};

use super::LONGEST;
use super::picture::{Picture, shade};
use crate::document::field::MAX_FIELDS;
use crate::document::optional::Layers;

/// Pixels to the point: 216 dots per inch. The networks read lines of 48 pixels, which is 16 points.
const SCALE: f32 = 3.0;

/// The page as it is shown, without what was marked on it afterwards.
pub(in crate::document) fn draw(page: &Page<'_>) -> Option<Picture> {
    let (width, height) = page.render_dimensions();
    let longest = width.max(height);
    if !longest.is_finite() || width.min(height) < 1.0 {
        return None;
    }
    let scale = SCALE.min(LONGEST / longest);
    let settings = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let cache = RenderCache::new();
    let interpreter = InterpreterSettings { render_content: content(page), ..InterpreterSettings::default() };
    let drawn = render(page, &cache, &interpreter, &RenderSettings::default(), &settings);
    let pixels = drawn.data().iter().map(|pixel| shade(pixel.r, pixel.g, pixel.b)).collect();
    Some(Picture { width: usize::from(drawn.width()), height: usize::from(drawn.height()), pixels })
}

/// Highlights and notes are none of the document's text, and disturb its recognition; form fields that were filled in are.
/// The interpreter draws all annotations or none, whatever layer they are on: words that the page does not show are worse
/// than a field that is left out.
pub(in crate::document) fn content(page: &Page<'_>) -> RenderContent {
    let Some(annotations) = page.raw().get::<Array<'_>>(b"Annots") else { return RenderContent::PAGE };
    let is_field = |annotation: &Dict<'_>| annotation.get::<Name<'_>>(b"Subtype").as_deref() == Some(b"Widget");
    let mut layers = Layers::new(page.xref(), &InterpreterCache::new());
    let mut filled = false;
    for field in annotations.iter::<Dict<'_>>().take(MAX_FIELDS).filter(is_field) {
        if !layers.show(&field) {
            return RenderContent::PAGE;
        }
        filled = true;
    }
    if filled { RenderContent::all() } else { RenderContent::PAGE }
}
