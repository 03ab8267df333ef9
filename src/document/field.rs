//! The fields of a form: what was filled in stands on the page as an annotation and is read as text of the page.
//!
//! All other annotations (comments, stamps, highlights, signatures) were put on the page afterwards and are left out.

use hayro_interpret::hayro_syntax::content::TypedIter;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Object, Rect, Stream, String as PdfString};
use hayro_interpret::hayro_syntax::page::{Page, Resources};
use hayro_interpret::kurbo::{self, Affine, Shape};
use hayro_interpret::{Context, InterpreterCache, interpret};
use hayro_syntax::Pdf;

use super::bounds::Account;
use super::decode;
use super::device::TextDevice;
use super::optional::Layers;
use super::predefined;

/// Generations of fields from which a field inherits; deeper ones go round in a circle.
const MAX_PARENTS: usize = 32;
/// Fields read on one page.
pub(super) const MAX_FIELDS: usize = 10_000;
/// Bits of `/F`: not shown on the screen.
const UNSEEN: u32 = 1 << 1 | 1 << 5;
/// Bits of `/Ff`.
const MULTILINE: u32 = 1 << 12;
const PASSWORD: u32 = 1 << 13;
const PUSH_BUTTON: u32 = 1 << 16;
/// What a ticked box or button reads as.
const TICKED: &str = "☑";

/// What drawing a field needs.
pub(super) struct Surface<'s, 'a> {
    pub(super) pdf: &'a Pdf,
    pub(super) cache: &'s InterpreterCache<'a>,
    pub(super) account: &'s mut Account<'a>,
    /// From the page's own coordinates to points from its top left corner.
    pub(super) transform: Affine,
}

/// Draws what the form fields of `page` show.
pub(super) fn draw<'a>(page: &Page<'a>, surface: &mut Surface<'_, 'a>, device: &mut TextDevice<'_, 'a>) {
    let Some(annotations) = page.raw().get::<Array<'_>>(b"Annots") else { return };
    let form = catalog(surface.pdf).and_then(|catalog| catalog.get::<Dict<'_>>(b"AcroForm"));
    let stale = form.as_ref().and_then(|form| form.get::<bool>(b"NeedAppearances")).unwrap_or(false);
    let mut layers = Layers::new(surface.pdf.xref(), surface.cache);
    for annotation in annotations.iter::<Dict<'_>>().take(MAX_FIELDS) {
        if is_shown(&annotation, &mut layers) {
            draw_field(&Field { annotation, stale }, surface, device);
        }
    }
}

/// Whether an annotation is a form field that the page shows.
fn is_shown<'a>(annotation: &Dict<'a>, layers: &mut Layers<'a>) -> bool {
    let unseen = annotation.get::<u32>(b"F").unwrap_or(0) & UNSEEN != 0;
    let appearance = || annotation.get::<Dict<'_>>(b"AP")?.get::<Stream<'_>>(b"N");
    !unseen
        && is_named(annotation, b"Subtype", b"Widget")
        && layers.show(annotation)
        // An appearance may belong to a group of its own.
        && appearance().is_none_or(|form| layers.show(form.dict()))
}

/// The document's catalog.
pub(super) fn catalog(pdf: &Pdf) -> Option<Dict<'_>> {
    pdf.xref().get::<Dict<'_>>(pdf.xref().root_id())
}

fn is_named(dict: &Dict<'_>, key: &[u8], name: &[u8]) -> bool {
    dict.get::<Name<'_>>(key).is_some_and(|found| found.as_ref() == name)
}

/// A field's place on the page.
struct Field<'a> {
    annotation: Dict<'a>,
    /// Whether the file says that appearances do not show the values.
    stale: bool,
}

fn draw_field<'a>(field: &Field<'a>, surface: &mut Surface<'_, 'a>, device: &mut TextDevice<'_, 'a>) -> Option<()> {
    let flags = field.inherited::<u32>(b"Ff").unwrap_or(0);
    match field.inherited::<Name<'_>>(b"FT")?.as_ref() {
        b"Tx" | b"Ch" if flags & PASSWORD == 0 => {
            let before = device.count();
            draw_appearance(field, surface, device);
            let value = field.value().filter(|value| !value.trim().is_empty())?;
            let shown = device.text_since(before);
            let squeezed = |text: &str| text.split_whitespace().collect::<String>();
            if shown.trim().is_empty() || (field.stale && squeezed(&shown) != squeezed(&value)) {
                device.truncate(before);
                write(&value, field, flags & MULTILINE != 0, surface.transform, device);
            }
        }
        b"Btn" if flags & PUSH_BUTTON == 0 && field.is_ticked() => {
            write(TICKED, field, false, surface.transform, device);
        }
        _ => {}
    }
    Some(())
}

impl<'a> Field<'a> {
    /// An entry of the field or of the nearest field that it is part of.
    fn inherited<T>(&self, key: &[u8]) -> Option<T>
    where
        T: TryFrom<Object<'a>>,
    {
        let mut dict = self.annotation.clone();
        for _ in 0..MAX_PARENTS {
            if let Some(found) = dict.get::<Object<'_>>(key).and_then(|object| T::try_from(object).ok()) {
                return Some(found);
            }
            dict = dict.get::<Dict<'_>>(b"Parent")?;
        }
        None
    }

    /// The value as a reader sees it: a choice by its caption, several one below the other.
    fn value(&self) -> Option<String> {
        let text = |object: Object<'_>| match object {
            Object::String(string) => Some(decode::text_string(string.as_bytes())),
            Object::Stream(stream) => Some(decode::text_string(&stream.decoded_data().ok()?)),
            _ => None,
        };
        let caption = |value: String| self.caption(&value).unwrap_or(value);
        match self.inherited::<Object<'_>>(b"V")? {
            Object::Array(values) => {
                let values: Vec<String> = values.iter::<Object<'_>>().filter_map(text).map(caption).collect();
                Some(values.join("\n"))
            }
            value => text(value).map(caption),
        }
    }

    /// What a choice shows for the value that it exports.
    fn caption(&self, value: &str) -> Option<String> {
        let options = self.inherited::<Array<'_>>(b"Opt")?;
        options.iter::<Array<'_>>().find_map(|option| {
            let mut texts = option.iter::<PdfString<'_>>().map(|text| decode::text_string(text.as_bytes()));
            (texts.next()? == value).then(|| texts.next())?
        })
    }

    fn is_ticked(&self) -> bool {
        let state = self.annotation.get::<Name<'_>>(b"AS").or_else(|| self.inherited::<Name<'_>>(b"V"));
        state.is_some_and(|state| state.as_ref() != b"Off")
    }

    fn rect(&self) -> Option<kurbo::Rect> {
        let rect = self.annotation.get::<Rect>(b"Rect")?;
        let rect = kurbo::Rect::new(rect.x0, rect.y0, rect.x1, rect.y1).abs();
        (rect.is_finite() && rect.area() > 0.0).then_some(rect)
    }

    /// The size of type that the field asks for; none where it is to fit.
    fn font_size(&self) -> Option<f64> {
        let appearance = self.inherited::<PdfString<'_>>(b"DA")?;
        let text = String::from_utf8_lossy(appearance.as_bytes()).into_owned();
        let words: Vec<&str> = text.split_whitespace().collect();
        let size = words.iter().position(|word| *word == "Tf").and_then(|at| words.get(at.checked_sub(1)?))?;
        size.parse().ok().filter(|size| *size > 0.0)
    }
}

/// Draws the appearance stream as the standard maps it to the annotation's rectangle (ISO 32000-1, 12.5.5).
fn draw_appearance<'a>(
    field: &Field<'a>,
    surface: &mut Surface<'_, 'a>,
    device: &mut TextDevice<'_, 'a>,
) -> Option<()> {
    let stream = field.annotation.get::<Dict<'_>>(b"AP")?.get::<Stream<'_>>(b"N")?;
    let dict = stream.dict();
    let resources = Resources::new(dict.get::<Dict<'_>>(b"Resources").unwrap_or_default());
    surface.account.appearance(&stream, &resources).ok()?;
    let rect = field.rect()?;
    let [x0, y0, x1, y1] = dict.get::<[f64; 4]>(b"BBox")?;
    let matrix = Affine::new(dict.get::<[f64; 6]>(b"Matrix").unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]));
    let bounds = (matrix * kurbo::Rect::new(x0, y0, x1, y1).to_path(0.1)).bounding_box();
    let (across, down) = (rect.width() / bounds.width(), rect.height() / bounds.height());
    if !(across.is_finite() && down.is_finite()) {
        return None;
    }
    let place = Affine::translate((rect.x0, rect.y0))
        * Affine::scale_non_uniform(across, down)
        * Affine::translate((-bounds.x0, -bounds.y0));
    let transform = surface.transform * place * matrix;
    let xref = surface.pdf.xref();
    let mut context = Context::new(transform, bounds, surface.cache, xref, predefined::settings());
    let content = stream.decoded_data().ok()?;
    interpret(TypedIter::new(&content), &resources, &mut context, device);
    Some(())
}

/// Sets `text` in the field's rectangle, for want of an appearance.
fn write(text: &str, field: &Field<'_>, multiline: bool, transform: Affine, device: &mut TextDevice<'_, '_>) {
    let Some(rect) = field.rect() else { return };
    let rows: Vec<&str> = text.split(['\r', '\n']).filter(|row| !row.trim().is_empty()).collect();
    let rooms = rows.len().max(if multiline { 2 } else { 1 }) as f64;
    let size = field.font_size().unwrap_or(12.0).min(rect.height() / rooms).max(1.0);
    let top = if multiline { rect.y1 } else { (rect.y0 + rect.y1 + rows.len() as f64 * size) / 2.0 };
    for (number, row) in (1..).zip(rows) {
        let baseline = top - f64::from(number) * size + 0.12 * size;
        let place = Affine::translate((rect.x0, baseline)) * Affine::scale(size / 1000.0);
        device.write(row, transform * place);
    }
}
