//! Optional content: whether what belongs to a group of it (a "layer") is shown as the file is opened.
//!
//! The interpreter decides this for what a page draws and tells nobody. So that annotations go by the same decision, it is
//! given a square to draw under the same group.

use super::predefined;
use hayro_interpret::font::GlyphRun;
use hayro_interpret::hayro_syntax::content::TypedIter;
use hayro_interpret::hayro_syntax::object::{Array, Dict, MaybeRef, Name, ObjRef, Object};
use hayro_interpret::hayro_syntax::page::Resources;
use hayro_interpret::kurbo::{Affine, BezPath, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache, SoftMask,
    interpret,
};
use hayro_syntax::xref::XRef;

/// Groups of one membership that are asked for.
const MAX_GROUPS: usize = 1000;

/// What is on and what is off in a file.
pub(super) struct Layers<'a> {
    context: Option<Context<'a>>,
}

impl<'a> Layers<'a> {
    pub(super) fn new(xref: &'a XRef, cache: &InterpreterCache<'a>) -> Self {
        let place = Rect::new(0.0, 0.0, 1.0, 1.0);
        let context = || Context::new(Affine::IDENTITY, place, cache, xref, predefined::settings());
        Self { context: xref.has_optional_content_groups().then(context) }
    }

    /// Whether an annotation, or a form, with this dictionary is shown.
    pub(super) fn show(&mut self, dict: &Dict<'a>) -> bool {
        if !dict.contains_key(b"OC") || self.context.is_none() {
            return true;
        }
        if dict.get_ref(b"OC").is_some() {
            let resources = Resources { properties: dict.clone(), ..Resources::new(Dict::empty()) };
            return self.draws(b"/OC /OC BDC 0 0 1 1 re f EMC", &resources);
        }
        dict.get::<Dict<'_>>(b"OC").is_none_or(|membership| self.show_member(&membership))
    }

    /// The same for a membership that is no object of its own, which the interpreter knows of forms alone.
    fn show_member(&mut self, membership: &Dict<'a>) -> bool {
        let groups: Vec<ObjRef> = match membership.get::<Object<'_>>(b"OCGs") {
            Some(Object::Array(groups)) => references(&groups),
            _ => membership.get_ref(b"OCGs").into_iter().collect(),
        };
        let mut on = groups.iter().map(|group| {
            let content = format!("/OC << /OC {} {} R >> BDC 0 0 1 1 re f EMC", group.obj_number, group.gen_number);
            self.draws(content.as_bytes(), &Resources::new(Dict::empty()))
        });
        match membership.get::<Name<'_>>(b"P").as_deref() {
            _ if groups.is_empty() => true,
            Some(b"AllOn") => on.all(|on| on),
            Some(b"AnyOff") => on.any(|on| !on),
            Some(b"AllOff") => on.all(|on| !on),
            _ => on.any(|on| on),
        }
    }

    fn draws(&mut self, content: &[u8], resources: &Resources<'a>) -> bool {
        let mut surface = Surface { drawn: false };
        if let Some(context) = &mut self.context {
            interpret(TypedIter::new(content), resources, context, &mut surface);
        }
        surface.drawn
    }
}

fn references(groups: &Array<'_>) -> Vec<ObjRef> {
    groups.raw_iter().take(MAX_GROUPS).filter_map(|group: MaybeRef<_>| group.as_obj_ref()).collect()
}

/// A surface that only notices whether anything is drawn on it.
struct Surface {
    drawn: bool,
}

impl Device<'_> for Surface {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'_>, _: &DrawMode) {
        self.drawn = true;
    }

    fn draw_glyph_run(&mut self, _: &GlyphRun<'_, '_>, _: DrawProps<'_>, _: &DrawMode) {}

    fn draw_image(&mut self, _: Image<'_, '_>, _: ImageDrawProps<'_>) {}

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn pop_clip(&mut self) {}

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}

    fn pop_transparency_group(&mut self) {}
}
