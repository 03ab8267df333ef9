//! The contract's outline: chapters, articles, paragraphs.

use std::collections::BTreeMap;

use joko::contract::{UnitId, UnitKind};
use lsp_types::{DocumentSymbol, DocumentSymbolResponse, Location, Range, SymbolInformation, SymbolKind};

use super::draft::{Draft, Judged};

/// The tree of units, or the list of them for editors that know no trees.
pub(super) fn symbols(draft: &Draft, judged: &Judged, tree: bool) -> DocumentSymbolResponse {
    let contract = &judged.report.contract;
    let mut children: BTreeMap<Option<UnitId>, Vec<UnitId>> = BTreeMap::new();
    for id in contract.ids() {
        children.entry(contract.unit(id).parent).or_default().push(id);
    }
    let outline = Outline { draft, judged, children };
    let symbols = outline.below(None);
    if tree { DocumentSymbolResponse::Nested(symbols) } else { DocumentSymbolResponse::Flat(flat(draft, symbols)) }
}

struct Outline<'a> {
    draft: &'a Draft,
    judged: &'a Judged,
    children: BTreeMap<Option<UnitId>, Vec<UnitId>>,
}

impl Outline<'_> {
    /// The units in `parent`. Units nest a few levels deep, as deep as a contract's numbering.
    fn below(&self, parent: Option<UnitId>) -> Vec<DocumentSymbol> {
        let ids = self.children.get(&parent).map(Vec::as_slice).unwrap_or_default();
        ids.iter().filter_map(|id| self.symbol(*id)).collect()
    }

    fn symbol(&self, id: UnitId) -> Option<DocumentSymbol> {
        let report = &self.judged.report;
        let unit = report.contract.unit(id);
        let place = report.contract.place(id);
        let caption = unit.caption.map(|span| report.text.get(span).trim()).filter(|caption| !caption.is_empty());
        let name = match caption {
            _ if place.is_empty() => return None,
            Some(caption) => format!("{place}（{caption}）"),
            None => place,
        };
        let range = self.draft.range(self.judged, unit.span)?;
        let first = unit.caption.or(unit.body.first().copied());
        let first = first.and_then(|span| self.draft.range(self.judged, span)).filter(|first| within(range, *first));
        let children = self.below(Some(id));
        #[expect(deprecated, reason = "the field must be given, and nothing is deprecated")]
        Some(DocumentSymbol {
            name,
            detail: unit.body.first().map(|span| report.text.get(*span).chars().take(40).collect()),
            kind: kind(unit.kind),
            tags: None,
            deprecated: None,
            range,
            selection_range: first.unwrap_or(range),
            children: (!children.is_empty()).then_some(children),
        })
    }
}

fn flat(draft: &Draft, symbols: Vec<DocumentSymbol>) -> Vec<SymbolInformation> {
    let mut list = Vec::new();
    for symbol in symbols {
        let location = Location { uri: draft.uri.clone(), range: symbol.range };
        #[expect(deprecated, reason = "the field must be given, and nothing is deprecated")]
        list.push(SymbolInformation {
            name: symbol.name,
            kind: symbol.kind,
            tags: None,
            deprecated: None,
            location,
            container_name: None,
        });
        list.extend(flat(draft, symbol.children.unwrap_or_default()));
    }
    list
}

fn within(outer: Range, inner: Range) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

const fn kind(kind: UnitKind) -> SymbolKind {
    match kind {
        UnitKind::Title | UnitKind::Toc | UnitKind::Preamble | UnitKind::Signature => SymbolKind::STRING,
        UnitKind::Agreement => SymbolKind::MODULE,
        UnitKind::Chapter | UnitKind::SupplProvision | UnitKind::Annex => SymbolKind::NAMESPACE,
        UnitKind::Article => SymbolKind::CLASS,
        UnitKind::Paragraph => SymbolKind::METHOD,
        UnitKind::Item | UnitKind::Subitem => SymbolKind::FIELD,
    }
}
