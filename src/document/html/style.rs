//! Style sheets of the page itself, as far as they decide which words are seen: what is hidden, what stands on lines of its
//! own, which numbers and signs are drawn.
//!
//! Sheets that the page only refers to are not there to be read.

use std::collections::HashMap;

use cssparser::{Parser, Token};
use scraper::{ElementRef, Html, Selector};

use super::NodeId;

/// Rules that are held against every element.
const RULES: usize = 500;
/// Elements held against rules, all together.
const MATCHES: usize = 20_000_000;
/// Bytes of style sheets that are looked at.
const SHEETS: usize = 4 << 20;
/// Conditions around rules around rules.
const DEPTH: usize = 8;
/// Longest selector that is looked at, in bytes.
const SELECTOR: usize = 300;

/// Properties that decide what is read.
const PROPERTIES: [&str; 9] = [
    "display",
    "visibility",
    "white-space",
    "list-style-type",
    "counter-reset",
    "counter-increment",
    "counter-set",
    "content",
    "text-decoration",
];

/// What of an element a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Part {
    /// The element.
    Itself,
    /// What is drawn in front of its content.
    Before,
    /// What is drawn after it.
    After,
    /// The number of an item of a list.
    Marker,
}

/// What wins over what: `!important`, ids, classes, names, later rules.
type Weight = (bool, [usize; 3], usize);

/// The styles of a page.
#[derive(Debug, Default)]
pub(super) struct Styles {
    values: HashMap<(NodeId, Part, &'static str), (Weight, String)>,
    /// Bodies of `@counter-style` by their names.
    pub(super) counters: HashMap<String, Vec<(String, String)>>,
}

impl Styles {
    pub(super) fn of(html: &Html) -> Self {
        let mut rules = Rules::default();
        let mut styles = Self::default();
        let Ok(selector) = Selector::parse("style") else { return styles };
        let mut left = SHEETS;
        for sheet in html.select(&selector) {
            let medium = Medium::of(sheet.attr("media").unwrap_or_default());
            let text: String = sheet.text().collect();
            left = left.saturating_sub(text.len());
            if left > 0 && medium != Medium::Other {
                rules.read(&mut Parser::new(&text), medium, 0);
            }
        }
        styles.counters = rules.counters;
        let elements = html.tree.values().len().max(1);
        for (order, rule) in rules.found.into_iter().take(RULES.min(MATCHES / elements)).enumerate() {
            for element in html.select(&rule.selector) {
                for (name, value, important) in &rule.declarations {
                    let weight = (*important, rule.specificity, order);
                    let slot = styles.values.entry((element.id(), rule.part, name)).or_default();
                    if slot.1.is_empty() || slot.0 <= weight {
                        *slot = (weight, value.clone());
                    }
                }
            }
        }
        styles
    }

    /// A property of the element, by its own `style` or by the sheets; in lower case unless it is quoted.
    pub(super) fn property(&self, element: ElementRef<'_>, name: &'static str) -> Option<String> {
        let by_sheet = self.values.get(&(element.id(), Part::Itself, name));
        let own = element.attr("style").and_then(|style| {
            let all = declarations(&mut Parser::new(style));
            all.into_iter().filter(|(other, ..)| other == name).max_by_key(|(.., important)| *important)
        });
        match (own, by_sheet) {
            (Some((.., important)), Some(((true, ..), value))) if !important => Some(value.clone()),
            (Some((_, value, _)), _) => Some(value),
            (None, by_sheet) => by_sheet.map(|(_, value)| value.clone()),
        }
    }

    /// A property of what is drawn beside the element.
    pub(super) fn of_part(&self, element: ElementRef<'_>, part: Part, name: &'static str) -> Option<&str> {
        self.values.get(&(element.id(), part, name)).map(|(_, value)| value.as_str())
    }
}

/// A rule that says something of interest, of one selector.
struct Rule {
    selector: Selector,
    part: Part,
    specificity: [usize; 3],
    declarations: Vec<(&'static str, String, bool)>,
}

#[derive(Default)]
struct Rules {
    found: Vec<Rule>,
    counters: HashMap<String, Vec<(String, String)>>,
}

impl Rules {
    /// Reads rules up to the end of the sheet or block.
    fn read(&mut self, input: &mut Parser<'_>, medium: Medium, depth: usize) {
        loop {
            input.skip_whitespace();
            let start = input.position();
            let prelude = loop {
                // The block of a function such as :not() is passed over.
                input.skip_whitespace();
                let before = input.position();
                let (opens, ends) = match input.next() {
                    Ok(token) => (matches!(token, Token::CurlyBracketBlock), matches!(token, Token::Semicolon)),
                    Err(_) => return,
                };
                let prelude = input.slice(start..before).trim();
                // A statement such as @import has no block.
                if opens || ends && prelude.starts_with('@') {
                    break if opens { prelude } else { "" };
                }
            };
            if prelude.is_empty() {
                continue;
            }
            let parsed: Result<(), cssparser::ParseError<()>> = input.parse_nested_block(|body| {
                match prelude.strip_prefix('@') {
                    Some(rule) => self.at_rule(rule, body, medium, depth),
                    None => self.rule(prelude, body, medium),
                }
                Ok(())
            });
            if parsed.is_err() {
                continue;
            }
        }
    }

    fn at_rule(&mut self, rule: &str, body: &mut Parser<'_>, medium: Medium, depth: usize) {
        let (name, prelude) =
            rule.split_at(rule.find(|c: char| c != '-' && !c.is_alphanumeric()).unwrap_or(rule.len()));
        match name.to_ascii_lowercase().as_str() {
            "media" if depth < DEPTH => match medium.and(Medium::of(prelude)) {
                Medium::Other => {}
                medium => self.read(body, medium, depth + 1),
            },
            "supports" | "layer" if depth < DEPTH => self.read(body, medium, depth + 1),
            "counter-style" => {
                let all = declarations(body).into_iter().map(|(name, value, _)| (name, value)).collect();
                self.counters.insert(prelude.trim().to_owned(), all);
            }
            _ => {}
        }
    }

    fn rule(&mut self, prelude: &str, body: &mut Parser<'_>, medium: Medium) {
        let known = |(name, value, important): (String, String, bool)| {
            let name = PROPERTIES.iter().find(|property| **property == name)?;
            let elsewhere = medium == Medium::Screen && matches!(*name, "display" | "visibility");
            (!elsewhere).then_some((*name, value, important))
        };
        let declarations: Vec<_> = declarations(body).into_iter().filter_map(known).collect();
        if declarations.is_empty() {
            return;
        }
        let mut parts = Parser::new(prelude);
        let selectors = parts.parse_comma_separated_ignoring_errors(|selector| {
            selector.skip_whitespace();
            let start = selector.position();
            while selector.next().is_ok() {}
            Ok::<_, cssparser::ParseError<()>>(selector.slice_from(start).trim().to_owned())
        });
        for selector in selectors {
            let (selector, part) = part_of(&selector);
            // What looks ahead in the page would take its square in time.
            if selector.len() > SELECTOR || selector.contains(":has(") || self.found.len() >= RULES {
                continue;
            }
            if let Ok(parsed) = Selector::parse(selector) {
                let mut specificity = specificity(selector);
                specificity[2] += usize::from(part != Part::Itself);
                self.found.push(Rule { selector: parsed, part, specificity, declarations: declarations.clone() });
            }
        }
    }
}

/// What rules for a medium are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Medium {
    /// The page as it is printed.
    Paper,
    /// A screen alone: as the page is numbered there, so it is meant; what is hidden there may be for paper.
    Screen,
    /// A small screen, or a voice.
    Other,
}

impl Medium {
    fn of(media: &str) -> Self {
        let one = |query: &str| {
            let query = query.trim().to_ascii_lowercase();
            let narrow =
                query.contains("max-width") || query.contains("max-device-width") || query.contains("prefers-");
            match query.strip_prefix("not ") {
                Some(other) if other.contains("screen") => Self::Paper,
                Some(_) => Self::Other,
                None if narrow || query.contains("speech") => Self::Other,
                None if query.contains("screen") => Self::Screen,
                None => Self::Paper,
            }
        };
        let found: Vec<Self> = media.split(',').map(one).collect();
        [Self::Paper, Self::Screen].into_iter().find(|medium| found.contains(medium)).unwrap_or(Self::Other)
    }

    /// For rules of a medium that are among those of this one.
    fn and(self, inner: Self) -> Self {
        match (self, inner) {
            (Self::Paper, other) => other,
            (Self::Screen, Self::Other) | (Self::Other, _) => Self::Other,
            (Self::Screen, _) => Self::Screen,
        }
    }
}

/// The element that a selector is about, and what of it.
fn part_of(selector: &str) -> (&str, Part) {
    const PARTS: [(&str, Part); 5] = [
        ("::before", Part::Before),
        (":before", Part::Before),
        ("::after", Part::After),
        (":after", Part::After),
        ("::marker", Part::Marker),
    ];
    let found = PARTS.iter().find_map(|(name, part)| Some((selector.strip_suffix(name)?, *part)));
    match found {
        Some(("", part)) => ("*", part),
        Some((rest, part)) => (rest, part),
        None => (selector, Part::Itself),
    }
}

/// How much a selector weighs: ids, then classes and the like, then names.
fn specificity(selector: &str) -> [usize; 3] {
    let mut weight = [0; 3];
    let mut input = Parser::new(selector);
    let mut after_sign = false;
    while let Ok(token) = input.next_including_whitespace() {
        match token {
            Token::IDHash(_) | Token::Hash(_) => weight[0] += 1,
            Token::SquareBracketBlock | Token::Colon | Token::Delim('.') => weight[1] += 1,
            Token::Ident(_) if !after_sign => weight[2] += 1,
            _ => {}
        }
        after_sign = matches!(token, Token::Colon | Token::Delim('.'));
    }
    weight
}

/// Names in lower case, values, and whether they are important. Values are in lower case but for what is quoted.
fn declarations(input: &mut Parser<'_>) -> Vec<(String, String, bool)> {
    let mut found = Vec::new();
    loop {
        input.skip_whitespace();
        let start = input.position();
        let (end, rest) = loop {
            // What a function was given is passed over.
            input.skip_whitespace();
            let end = input.position();
            match input.next() {
                Ok(Token::Semicolon) => break (end, true),
                // A rule within the rule.
                Ok(Token::CurlyBracketBlock) => break (start, true),
                Ok(_) => {}
                Err(_) => break (end, false),
            }
        };
        let declaration = input.slice(start..end).trim();
        if let Some((name, value)) = declaration.split_once(':') {
            let value = value.trim();
            let unimportant = value.strip_suffix("!important").or_else(|| value.strip_suffix("! important"));
            let value = unimportant.unwrap_or(value).trim_end();
            let value = if value.contains(['"', '\'']) { value.to_owned() } else { value.to_ascii_lowercase() };
            let name = match name.trim().to_ascii_lowercase() {
                name if name == "list-style" => "list-style-type".to_owned(),
                name if name == "text-decoration-line" => "text-decoration".to_owned(),
                name => name,
            };
            found.push((name, value, unimportant.is_some()));
        }
        if !rest {
            return found;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_end_where_they_end() {
        let read = |text| -> Vec<String> {
            declarations(&mut Parser::new(text)).into_iter().map(|(name, value, _)| format!("{name}={value}")).collect()
        };
        assert_eq!(
            read("Display:BLOCK; content: \"第;\" counter(a, b) '条' ; a{b:c} x:y !important"),
            ["display=block", "content=\"第;\" counter(a, b) '条'", "x=y"]
        );
        assert_eq!(read("content: counter(a)"), ["content=counter(a)"]);
        assert_eq!(read("content: counter(a); display: none"), ["content=counter(a)", "display=none"]);
    }

    #[test]
    fn heavier_selectors_weigh_more() {
        assert_eq!(specificity("#a .b:first-child > p[x]"), [1, 3, 1]);
        assert_eq!(specificity("ol li"), [0, 0, 2]);
    }
}
