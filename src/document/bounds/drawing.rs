//! What drawing a page as a picture takes, found out by going through all of it with nothing drawn: patterns, soft masks and
//! the procedures of glyphs included, which reading text passes over.

use std::collections::{HashMap, HashSet};
use std::panic::resume_unwind;

use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::hayro_syntax::object::ObjectIdentifier;
use hayro_interpret::kurbo::BezPath;
use hayro_interpret::pattern::Pattern;
use hayro_interpret::{
    BlendMode, CacheKey, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, Paint, RenderContent, SoftMask, TransformExt, interpret_page,
};
use hayro_syntax::object::Stream;
use hayro_syntax::page::Page;

use super::{TooLarge, picture};
use crate::document::predefined;

/// Drawing operations of one page after which its picture is given up.
const MAX_OPERATIONS: usize = 500_000;
/// The same for all pages that are drawn.
const MAX_ALL: usize = 10_000_000;
/// Bytes of content that are interpreted in the time of one operation.
const BYTES: usize = 64;
/// Patterns, masks and glyphs within one another; no honest page has more than two or three.
const DEPTH: usize = 8;

/// Weighs the pages that are to be drawn.
pub(in crate::document) struct Drawing {
    /// Bytes that the pictures of a page may come to.
    max: usize,
    /// Operations left for the pages to come.
    operations: usize,
}

impl Drawing {
    pub(in crate::document) fn new(max: usize) -> Self {
        Self { max, operations: MAX_ALL }
    }

    /// Whether a page may be drawn as a picture; its largest pattern, mask or glyph takes `nested` bytes of content to
    /// interpret. Unwinds where it may not, as the interpreter cannot be told to stop.
    pub(in crate::document) fn weigh(&mut self, page: &Page<'_>, content: RenderContent, nested: usize) {
        let limit = self.operations.min(MAX_OPERATIONS);
        // Taken in advance; what is left is given back.
        self.operations -= limit;
        let mut scale =
            Scale { max: self.max, bytes: 0, operations: limit, nested: 1 + nested / BYTES, ..Scale::default() };
        let transform = page.initial_transform(true).to_kurbo();
        let (width, height) = page.render_dimensions();
        let bounds = hayro_interpret::kurbo::Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let settings = InterpreterSettings { render_content: content, ..predefined::settings() };
        let mut context = Context::new(transform, bounds, &InterpreterCache::new(), page.xref(), settings);
        interpret_page(page, &mut context, &mut scale);
        self.operations += scale.operations;
    }
}

/// The surface that weighs.
#[derive(Default)]
struct Scale {
    max: usize,
    /// Bytes of pictures so far.
    bytes: usize,
    /// Operations left.
    operations: usize,
    /// What beginning a pattern, mask or glyph counts as.
    nested: usize,
    depth: usize,
    known: HashMap<ObjectIdentifier, usize>,
    /// Masks, which are drawn once for all that they cover.
    masks: HashSet<u128>,
}

impl Scale {
    fn work(&mut self, amount: usize) {
        match self.operations.checked_sub(amount) {
            Some(left) => self.operations = left,
            None => resume_unwind(Box::new(TooLarge)),
        }
    }

    /// Goes through what is drawn within something else.
    fn nest(&mut self, inner: impl FnOnce(&mut Self)) {
        self.work(self.nested);
        if self.depth == DEPTH {
            resume_unwind(Box::new(TooLarge));
        }
        self.depth += 1;
        inner(self);
        self.depth -= 1;
    }

    fn picture(&mut self, stream: &Stream<'_>) {
        let weight = match stream.dict().obj_id() {
            Some(id) => *self.known.entry(id).or_insert_with(|| picture::weight(stream, self.max)),
            None => picture::weight(stream, self.max),
        };
        self.bytes = self.bytes.saturating_add(weight);
        if self.bytes > self.max {
            resume_unwind(Box::new(TooLarge));
        }
    }

    fn mask<'a>(&mut self, mask: Option<&SoftMask<'a>>) {
        if let Some(mask) = mask
            && self.masks.insert(mask.cache_key())
        {
            self.nest(|scale| mask.interpret(scale));
        }
    }

    fn paint<'a>(&mut self, paint: &Paint<'a>, mode: Option<&DrawMode>) {
        if let Paint::Pattern(pattern) = paint
            && let Pattern::Tiling(tile) = pattern.as_ref()
        {
            let stroked = matches!(mode, Some(DrawMode::Stroke(_)));
            self.nest(|scale| {
                tile.interpret(scale, tile.matrix, stroked);
            });
        }
    }
}

impl<'a> Device<'a> for Scale {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.work(1 + path.elements().len() / 16);
        self.mask(props.soft_mask.as_ref());
        self.paint(&props.paint, Some(mode));
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        self.work(1 + run.glyphs().len());
        self.mask(props.soft_mask.as_ref());
        self.paint(&props.paint, Some(mode));
        for glyph in run.glyphs() {
            if let Glyph::Type3(procedure) = &**glyph {
                self.nest(|scale| procedure.interpret(scale, props.transform, glyph.transform(), &props.paint));
            }
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.work(1);
        self.mask(props.soft_mask.as_ref());
        match image {
            Image::Raster(raster) => self.picture(raster.stream()),
            Image::Stencil(stencil) => self.picture(stencil.stream()),
        }
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.work(1);
    }

    fn pop_clip(&mut self) {}

    fn push_transparency_group(&mut self, _: f32, mask: Option<SoftMask<'a>>, _: BlendMode) {
        self.work(1);
        self.mask(mask.as_ref());
    }

    fn pop_transparency_group(&mut self) {}
}
