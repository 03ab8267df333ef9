//! Words in drawings that are no text boxes: diagrams (SmartArt), charts, WordArt, shapes of other vocabularies.
//!
//! Diagrams and charts are parts of their own, to which the drawing only refers. They are read as rows of cells.

use std::collections::HashMap;

use roxmltree::Node;

use super::package::{Package, Relationship};
use super::xml::{self, Name, attribute, name};
use crate::document::ReadError;

/// A line of a drawing, in cells.
pub(super) type Line = Vec<String>;

/// Points of a diagram that are below one another; more than anybody can see.
const MAX_DEPTH: usize = 100;

/// The drawings of a part that are parts of their own, by the ids under which it refers to them.
pub(super) type Graphics = HashMap<String, Vec<Line>>;

/// Reads the drawings that `relationships` lead to.
pub(super) fn graphics(package: &mut Package<'_>, relationships: &[Relationship]) -> Result<Graphics, ReadError> {
    let mut graphics = Graphics::new();
    for relationship in relationships {
        let read = match relationship.kind.as_str() {
            "chart" | "chartEx" => chart,
            "diagramData" => diagram,
            _ => continue,
        };
        let Some(text) = relationship.target.as_deref().and_then(|part| package.text(part).transpose()) else {
            continue;
        };
        let text = text?;
        // What cannot be parsed is as if it were not there; the drawing then counts as a picture.
        let Ok(parsed) = xml::parse(&text) else { continue };
        let mut lines = read(parsed.root_element());
        // The drawing that Word made of it last, for those that cannot lay out diagrams.
        let drawn = parsed.descendants().find(|node| is(*node, "dataModelExt"));
        if lines.is_empty()
            && let Some(id) = drawn.and_then(|node| attribute(node, "relId"))
            && let Some(part) =
                relationships.iter().find(|other| other.id == id).and_then(|other| other.target.as_deref())
            && let Some(text) = package.text(part)?
            && let Ok(parsed) = xml::parse(&text)
        {
            lines = paragraphs(parsed.root_element());
        }
        graphics.insert(relationship.id.clone(), lines);
    }
    Ok(graphics)
}

/// Whether an element of a drawing has words of its own, or refers to a part that has.
pub(super) fn has_words(node: Node<'_, '_>) -> bool {
    match name(node) {
        Some(Name::Other("textpath")) => attribute(node, "string").is_some_and(|words| !words.trim().is_empty()),
        Some(Name::Other("relIds")) => attribute(node, "dm").is_some(),
        Some(Name::Other("chart")) => attribute(node, "id").is_some(),
        Some(Name::Other("txBody")) => true,
        _ => false,
    }
}

/// The words of such an element; `None` if it refers to what is not there.
pub(super) fn lines(node: Node<'_, '_>, graphics: &Graphics) -> Option<Vec<Line>> {
    match name(node)? {
        Name::Other("textpath") => {
            let words = attribute(node, "string")?;
            Some(words.split(['\r', '\n']).map(|line| vec![line.trim().to_owned()]).collect())
        }
        Name::Other("relIds") => graphics.get(attribute(node, "dm")?).cloned(),
        Name::Other("chart") => graphics.get(attribute(node, "id")?).cloned(),
        _ => Some(paragraphs(node)),
    }
}

fn is(node: Node<'_, '_>, local: &str) -> bool {
    name(node) == Some(Name::Other(local))
}

fn child<'a, 'i>(node: Node<'a, 'i>, local: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|child| is(*child, local))
}

/// The paragraphs of DrawingML under `node` that show anything, a line each.
fn paragraphs(node: Node<'_, '_>) -> Vec<Line> {
    let paragraphs = node.descendants().filter(|node| is(*node, "p"));
    let texts = paragraphs.flat_map(|paragraph| {
        let mut text = String::new();
        for piece in paragraph.descendants() {
            match name(piece) {
                Some(Name::Other("t")) => text.push_str(piece.text().unwrap_or_default()),
                Some(Name::Other("br")) => text.push('\n'),
                _ => {}
            }
        }
        text.split('\n').map(|line| line.trim().to_owned()).collect::<Vec<_>>()
    });
    texts.filter(|text| !text.is_empty()).map(|text| vec![text]).collect()
}

/// A diagram: its points from the top down, those below one right after it, as its text pane shows them.
fn diagram(root: Node<'_, '_>) -> Vec<Line> {
    let points = || root.descendants().filter(|node| is(*node, "pt"));
    let by_id: HashMap<&str, Node<'_, '_>> =
        points().filter_map(|node| Some((attribute(node, "modelId")?, node))).collect();
    let mut below: HashMap<&str, Vec<(u32, &str)>> = HashMap::new();
    for connection in root.descendants().filter(|node| is(*node, "cxn")) {
        let of_parent = attribute(connection, "type").is_none_or(|kind| kind == "parOf");
        let ends = attribute(connection, "srcId").zip(attribute(connection, "destId"));
        if let Some((above, point)) = ends.filter(|_| of_parent) {
            let order = attribute(connection, "srcOrd").and_then(|order| order.parse().ok()).unwrap_or(0);
            below.entry(above).or_default().push((order, point));
        }
    }
    let top = points().find(|node| attribute(*node, "type") == Some("doc")).and_then(|node| attribute(node, "modelId"));
    let mut lines = Vec::new();
    let mut open: Vec<(&str, usize)> = top.map(|top| (top, 0)).into_iter().collect();
    // Each is taken once, even if the points go round in a circle.
    while let Some((id, depth)) = open.pop() {
        if let Some(point) = by_id.get(id) {
            lines.extend(paragraphs(*point));
        }
        if depth < MAX_DEPTH {
            let mut points = below.remove(id).unwrap_or_default();
            points.sort_by_key(|(order, _)| *order);
            open.extend(points.into_iter().rev().map(|(_, point)| (point, depth + 1)));
        }
    }
    lines
}

/// A chart: its title and those of its axes, then a table of what it draws.
fn chart(root: Node<'_, '_>) -> Vec<Line> {
    let titles = root.descendants().filter(|node| is(*node, "title"));
    let mut lines: Vec<Line> = titles.flat_map(title).collect();
    let series: Vec<Node<'_, '_>> = root.descendants().filter(|node| is(*node, "ser")).collect();
    let named = |series: &Node<'_, '_>| {
        let name = child(*series, "tx").map(|name| points(name).into_iter().map(|(_, text)| text).collect::<String>());
        name.unwrap_or_default()
    };
    let names: Line = series.iter().map(named).collect();
    if names.iter().any(|name| !name.is_empty()) {
        lines.push([String::new()].into_iter().chain(names).collect());
    }
    let categories = |series: Node<'_, '_>| child(series, "cat").or_else(|| child(series, "xVal")).map(points);
    let values = |series: Node<'_, '_>| child(series, "val").or_else(|| child(series, "yVal")).map(points);
    let labels = series.iter().find_map(|series| categories(*series)).unwrap_or_default();
    let columns: Vec<HashMap<usize, String>> =
        series.iter().map(|series| values(*series).unwrap_or_default().into_iter().collect()).collect();
    let mut indices: Vec<usize> = labels
        .iter()
        .map(|(index, _)| *index)
        .chain(columns.iter().flat_map(|column| column.keys().copied()))
        .collect();
    indices.sort_unstable();
    indices.dedup();
    let labels: HashMap<usize, String> = labels.into_iter().collect();
    for index in indices {
        let of = |cells: &HashMap<usize, String>| cells.get(&index).cloned().unwrap_or_default();
        lines.push([of(&labels)].into_iter().chain(columns.iter().map(of)).collect());
    }
    if series.is_empty() {
        // Charts of the newer kind keep their data apart from what draws it.
        let data = root.descendants().filter(|node| is(*node, "pt") && node.text().is_some());
        lines.extend(data.filter_map(|point| Some(vec![point.text()?.trim().to_owned()])));
    }
    lines.retain(|line| line.iter().any(|cell| !cell.is_empty()));
    lines
}

/// A title as it is written, or as it was when the cell that it comes from was last looked up.
fn title(node: Node<'_, '_>) -> Vec<Line> {
    let written = paragraphs(node);
    if written.is_empty() { points(node).into_iter().map(|(_, text)| vec![text]).collect() } else { written }
}

/// The points that a chart keeps of what it draws, with their indices.
fn points(node: Node<'_, '_>) -> Vec<(usize, String)> {
    let is_share =
        node.descendants().any(|node| is(node, "formatCode") && node.text().is_some_and(|text| text.contains('%')));
    // Of categories in several levels, the innermost comes first.
    let level = node.descendants().find(|node| is(*node, "lvl")).unwrap_or(node);
    let mut points: Vec<(usize, String)> = Vec::new();
    for point in level.descendants().filter(|node| is(*node, "pt")) {
        let index = attribute(point, "idx").and_then(|index| index.parse().ok()).unwrap_or(points.len());
        let text = child(point, "v").and_then(|value| value.text()).unwrap_or_default().trim();
        points.push((index, if is_share { percent(text) } else { text.to_owned() }));
    }
    if points.is_empty() {
        points.extend(child(node, "v").and_then(|value| value.text()).map(|text| (0, text.trim().to_owned())));
    }
    points
}

/// A share of one in hundredths, rounded to what a reader would be shown at most.
fn percent(value: &str) -> String {
    match value.parse::<f64>() {
        Ok(share) if share.is_finite() => format!("{}%", (share * 10_000.0).round() / 100.0),
        _ => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(read: fn(Node<'_, '_>) -> Vec<Line>, content: &str) -> Vec<String> {
        let parsed = xml::parse(content).expect("it is sound");
        read(parsed.root_element()).into_iter().map(|line| line.join("|")).collect()
    }

    #[test]
    fn points_of_a_diagram_stand_below_what_they_hang_from() {
        let point = |id: u32, kind: &str, text: &str| {
            format!("<pt modelId=\"{id}\" type=\"{kind}\"><t><p><r><t>{text}</t></r></p></t></pt>")
        };
        let link = |above: u32, below: u32, order: u32| {
            format!("<cxn modelId=\"9{below}\" srcId=\"{above}\" destId=\"{below}\" srcOrd=\"{order}\"/>")
        };
        let points = [point(1, "doc", ""), point(2, "node", "受付"), point(3, "node", "乙"), point(4, "node", "請求")];
        // The last goes round in a circle.
        let links = [link(1, 4, 1), link(1, 2, 0), link(2, 3, 0), link(3, 1, 0)];
        let presented = "<cxn type=\"presOf\" srcId=\"4\" destId=\"2\"/>";
        let data = format!("<dataModel>{}{}{presented}</dataModel>", points.concat(), links.concat());
        assert_eq!(told(diagram, &data), ["受付", "乙", "請求"]);
    }

    #[test]
    fn charts_are_tables_of_what_they_draw() {
        let cache = |texts: &[&str]| -> String {
            texts.iter().enumerate().map(|(at, text)| format!("<pt idx=\"{at}\"><v>{text}</v></pt>")).collect()
        };
        let series = |name: &str, format: &str, values: &[&str]| {
            format!(
                "<ser><tx><strRef><strCache>{}</strCache></strRef></tx><cat><strRef><strCache>{}</strCache></strRef></cat>\
                 <val><numRef><numCache><formatCode>{format}</formatCode>{}</numCache></numRef></val></ser>",
                cache(&[name]),
                cache(&["甲", "乙"]),
                cache(values)
            )
        };
        let chart_part = format!(
            "<chartSpace><chart><title><tx><rich><p><r><t>負担の割合</t></r></p></rich></tx></title><plotArea>{}{}</plotArea>\
             </chart></chartSpace>",
            series("料金", "General", &["100", "250"]),
            series("割合", "0%", &["0.29", "0.71"])
        );
        assert_eq!(told(chart, &chart_part), ["負担の割合", "|料金|割合", "甲|100|29%", "乙|250|71%"]);
    }
}
