//! Word's documents (Office Open XML, `.docx`): paragraphs, tables and notes as Word shows them, with automatic numbering computed
//! and tracked changes taken as accepted.
//!
//! There are no pages in the file. A line's place is the number of its paragraph.

pub mod edit;
mod field;
mod graphic;
mod inline;
mod numbering;
mod numeral;
mod origin;
mod package;
mod story;
mod styles;
mod table;
mod xml;

use std::collections::HashMap;

use roxmltree::{Document as Xml, Node};

use self::graphic::Graphics;
use self::inline::Picture;
use self::numbering::Numbering;
use self::package::{Package, Relationship};
use self::story::{Beside, Row, Source};
use self::styles::Styles;
use self::xml::{Name, attribute, children, name};
use super::{Document, Follows, Foreign, Gap, GapReason, Kind, LineKind, ReadError, ReadOptions};

/// Reads a document that Word, or a program like it, has written.
pub(super) fn read(bytes: &[u8], options: &ReadOptions) -> Result<Document, ReadError> {
    read_with_origins(bytes, options).map(|(document, ..)| document)
}

/// The same, with the parts that were read and where in them each line stands.
fn read_with_origins(bytes: &[u8], options: &ReadOptions) -> Result<(Document, Parts, Told), ReadError> {
    let mut package = Package::open(bytes, options.max_bytes)?;
    let root = package.relationships("")?;
    let title = target(&root, "core-properties").map(|part| title(&mut package, part)).transpose()?.flatten();
    let parts = Parts::of(&mut package, &root, bytes)?;
    let mut document = Document { kind: Kind::Docx, title, ..Document::default() };
    let told = tell(&parts, &xml::parse(&parts.main.text)?, &mut document)?;
    Ok((document, parts, told))
}

fn target<'r>(relationships: &'r [Relationship], kind: &str) -> Option<&'r str> {
    // The strict edition has names of its own, such as coreProperties.
    let same = |other: &str| other == kind || other.replace("Properties", "-properties") == kind;
    relationships.iter().find(|relationship| same(&relationship.kind))?.target.as_deref()
}

/// What an Office file is whose main part has this root.
fn office_kind(root: Node<'_, '_>) -> Foreign {
    match root.tag_name().name() {
        "workbook" => Foreign::Sheet,
        "presentation" => Foreign::Slides,
        _ => Foreign::Office,
    }
}

fn title(package: &mut Package<'_>, part: &str) -> Result<Option<String>, ReadError> {
    let Some(text) = package.text(part)? else { return Ok(None) };
    // A title is worth no error.
    let Ok(properties) = xml::parse(&text) else { return Ok(None) };
    let node = properties.root_element().children().find(|node| node.tag_name().name() == "title");
    Ok(node.and_then(|node| node.text()).map(|title| title.trim().to_owned()).filter(|title| !title.is_empty()))
}

/// A part as it is in the archive.
#[derive(Debug, Default)]
struct Member {
    name: String,
    text: String,
}

/// The main part, and the others that it needs.
#[derive(Debug, Default)]
struct Parts {
    main: Member,
    styles: Option<Member>,
    numbering: Option<Member>,
    footnotes: Option<Member>,
    endnotes: Option<Member>,
    headers: Vec<Member>,
    footers: Vec<Member>,
    /// Diagrams and charts of the main part.
    graphics: Graphics,
}

impl Parts {
    /// Takes the parts out of the archive that `bytes` are; `root` are the relationships of the package.
    fn of(package: &mut Package<'_>, root: &[Relationship], bytes: &[u8]) -> Result<Self, ReadError> {
        let name = match target(root, "officeDocument") {
            Some(main) => main.to_owned(),
            None if package.has("word/document.xml") => "word/document.xml".to_owned(),
            None => return Err(ReadError::Unsupported(super::foreign::packed(bytes))),
        };
        let text = package.text(&name)?.ok_or_else(|| ReadError::BrokenOffice(format!("{name}がありません")))?;
        let parsed = xml::parse(&text)?;
        if self::name(parsed.root_element()) != Some(Name::Word("document")) {
            return Err(ReadError::Unsupported(office_kind(parsed.root_element())));
        }
        drop(parsed);
        let mut parts = Self { main: Member { name, text }, ..Self::default() };
        let relationships = package.relationships(&parts.main.name)?;
        parts.graphics = graphic::graphics(package, &relationships)?;
        for relationship in relationships {
            let Some(name) = relationship.target else { continue };
            let mut member = || -> Result<Option<Member>, ReadError> {
                Ok(package.text(&name)?.map(|text| Member { name: name.clone(), text }))
            };
            let mut put = |place: &mut Option<Member>| -> Result<(), ReadError> {
                if place.is_none() {
                    *place = member()?;
                }
                Ok(())
            };
            match relationship.kind.as_str() {
                "styles" => put(&mut parts.styles)?,
                "numbering" => put(&mut parts.numbering)?,
                "footnotes" => put(&mut parts.footnotes)?,
                "endnotes" => put(&mut parts.endnotes)?,
                "header" => parts.headers.extend(member()?),
                "footer" => parts.footers.extend(member()?),
                _ => {}
            }
        }
        Ok(parts)
    }
}

/// Parses a part that may not be there.
fn parse(part: Option<&Member>) -> Result<Option<Xml<'_>>, ReadError> {
    part.map(|part| xml::parse(&part.text)).transpose()
}

/// The lines of the text as they were made, and the first of them among the lines of the document.
struct Told {
    first: usize,
    rows: Vec<Row>,
}

fn tell(parts: &Parts, main: &Xml<'_>, document: &mut Document) -> Result<Told, ReadError> {
    let styles = parse(parts.styles.as_ref())?.map(|part| Styles::of(&part)).unwrap_or_default();
    let numbering = parse(parts.numbering.as_ref())?.map(|part| Numbering::of(&part)).unwrap_or_default();
    for header in &parts.headers {
        furniture(&header.text, &styles, &numbering, document)?;
    }
    let (footnotes, endnotes) = (parse(parts.footnotes.as_ref())?, parse(parts.endnotes.as_ref())?);
    let source = Source {
        styles: &styles,
        numbering: &numbering,
        paragraphs: paragraphs(main.root_element()),
        footnotes: notes(footnotes.as_ref(), "footnote"),
        endnotes: notes(endnotes.as_ref(), "endnote"),
        graphics: &parts.graphics,
    };
    let mut beside = Beside::default();
    let rows = story::tell(&source, main.root_element(), &mut beside);
    let is_empty = rows.iter().all(|row| row.text.trim().is_empty());
    let first = document.lines.len();
    rows.iter().for_each(|row| push(document, row, LineKind::Body));
    for footer in &parts.footers {
        furniture(&footer.text, &styles, &numbering, document)?;
    }
    document.gaps.extend(gaps(&beside, is_empty));
    if is_empty && document.gaps.is_empty() { Err(ReadError::Empty) } else { Ok(Told { first, rows }) }
}

fn push(document: &mut Document, row: &Row, kind: LineKind) {
    let line = document.push_line(&row.text, row.follows);
    (line.kind, line.paragraph) = (kind, row.paragraph);
}

/// Headers and footers, which are no part of the text.
fn furniture(part: &str, styles: &Styles, numbering: &Numbering, document: &mut Document) -> Result<(), ReadError> {
    let parsed = xml::parse(part)?;
    let source = Source {
        styles,
        numbering,
        paragraphs: HashMap::new(),
        footnotes: HashMap::new(),
        endnotes: HashMap::new(),
        graphics: &Graphics::new(),
    };
    let rows = story::tell(&source, parsed.root_element(), &mut Beside::default());
    let rows = rows.iter().filter(|row| !row.text.trim().is_empty());
    rows.for_each(|row| push(document, &Row { follows: Follows::Break, ..row.clone() }, LineKind::Furniture));
    Ok(())
}

/// The number of each paragraph of the body, counted from 1 in the order of the file: those in table cells and content controls
/// with the others, those that are deleted too, those in text boxes not.
fn paragraphs(root: Node<'_, '_>) -> HashMap<roxmltree::NodeId, u32> {
    let mut numbers = HashMap::new();
    let mut number = 0;
    let mut boxed: Option<std::ops::Range<usize>> = None;
    for node in root.descendants() {
        match name(node) {
            Some(Name::Word("txbxContent"))
                if !boxed.as_ref().is_some_and(|range| range.contains(&node.range().start)) =>
            {
                boxed = Some(node.range());
            }
            Some(Name::Word("p")) if !boxed.as_ref().is_some_and(|range| range.contains(&node.range().start)) => {
                number += 1;
                numbers.insert(node.id(), number);
            }
            _ => {}
        }
    }
    numbers
}

/// Notes by their ids; the lines that part notes from the text are none.
fn notes<'a, 'i>(part: Option<&'a Xml<'i>>, word: &'static str) -> HashMap<&'a str, Node<'a, 'i>> {
    let nodes = part.into_iter().flat_map(|part| children(part.root_element(), word));
    let of_text = nodes.filter(|node| attribute(*node, "type").is_none_or(|kind| kind == "normal"));
    of_text.filter_map(|node| Some((attribute(node, "id")?, node))).collect()
}

/// What the document shows and cannot be read as text: pages that are pictures, and other documents taken in.
fn gaps(beside: &Beside, is_empty: bool) -> Vec<Gap> {
    // 12 by 17 cm: nearly a page. A smaller picture beside text is a drawing or a seal.
    let fills_page = |picture: &Picture| picture.width >= 12 * 360_000 && picture.height >= 17 * 360_000;
    let pictures = beside.pictures.iter().filter(|(_, picture)| is_empty || fills_page(picture));
    let pictures = pictures.map(|(page, _)| Gap { page: *page, why: GapReason::ImageOnly });
    let chunks = beside.chunks.iter().map(|page| Gap { page: *page, why: GapReason::Damaged });
    let mut gaps: Vec<Gap> = pictures.chain(chunks).collect();
    gaps.sort_by_key(|gap| gap.page);
    gaps.dedup();
    gaps
}
