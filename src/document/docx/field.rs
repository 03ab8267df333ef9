//! Fields: of instruction and result, the result is what the page shows.

use roxmltree::Node;

use super::inline::form_field;
use super::xml::{Name, attribute, name};

/// The fields that are open, innermost last.
#[derive(Debug, Default)]
pub(super) struct Fields {
    open: Vec<Field>,
    /// Whether marks are missing in this story: then nothing is hidden, lest all the rest be taken for an instruction.
    torn: bool,
}

#[derive(Debug, Default)]
struct Field {
    instruction: String,
    /// Whether the result has begun.
    in_result: bool,
    /// What it shows where it has no result.
    form: Option<String>,
}

impl Fields {
    /// The fields of the part or text box under `story`.
    pub(super) fn of(story: Node<'_, '_>) -> Self {
        let kinds = story.descendants().filter(|node| name(*node) == Some(Name::Word("fldChar")));
        let balance = kinds.map(|node| match attribute(node, "fldCharType") {
            Some("begin") => 1,
            Some("end") => -1,
            _ => 0,
        });
        Self { open: Vec::new(), torn: balance.sum::<i64>() != 0 }
    }

    /// Takes note of a `w:fldChar`; answers what a field without a result shows when it ends.
    pub(super) fn mark(&mut self, node: Node<'_, '_>) -> Option<String> {
        match attribute(node, "fldCharType") {
            Some("begin") => self.open.push(Field { form: form_field(node), ..Field::default() }),
            Some("separate") => {
                if let Some(field) = self.open.last_mut() {
                    field.in_result = true;
                }
            }
            Some("end") => {
                let field = self.open.pop()?;
                let shown = field.form.or_else(|| equation(&field.instruction));
                return shown.filter(|_| !field.in_result && !self.hide());
            }
            _ => {}
        }
        None
    }

    /// Takes words of the innermost field's instruction.
    pub(super) fn instruct(&mut self, words: &str) {
        if let Some(field) = self.open.last_mut().filter(|field| !field.in_result) {
            field.instruction.push_str(words);
        }
    }

    /// Whether text that stands here is part of an instruction.
    pub(super) fn hide(&self) -> bool {
        !self.torn && self.open.iter().any(|field| !field.in_result)
    }
}

/// What an EQ field shows of enclosed characters and of ruby, for which Word has used it: `EQ \o\ac(○,印)` is 印 in a circle,
/// `EQ \* jc2 \o\ad(\s\up 9(よみ),漢字)` is 漢字.
fn equation(instruction: &str) -> Option<String> {
    let code = instruction.trim_start();
    let code = code.strip_prefix("EQ").or_else(|| code.strip_prefix("eq")).or_else(|| code.strip_prefix("Eq"))?;
    let at = code.find("\\o").or_else(|| code.find("\\O"))?;
    let open = code.get(at..)?.find('(')? + at + 1;
    let mut depth = 0_usize;
    let mut parts = vec![String::new()];
    for c in code.get(open..)?.chars() {
        match c {
            ')' if depth == 0 => break,
            ',' if depth == 0 => parts.push(String::new()),
            c => {
                depth = match c {
                    '(' => depth + 1,
                    ')' => depth.saturating_sub(1),
                    _ => depth,
                };
                parts.last_mut()?.push(c);
            }
        }
    }
    let shown: Vec<&str> = parts.iter().map(|part| part.trim()).filter(|part| !part.starts_with('\\')).collect();
    match shown.as_slice() {
        ["○" | "◯", inner] => Some(match inner.parse() {
            Ok(number) => super::numeral::numeral("decimalEnclosedCircle", number),
            Err(_) => (*inner).to_owned(),
        }),
        [.., last] => Some((*last).to_owned()),
        [] => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equation_fields() {
        assert_eq!(equation(r" eq \o\ac(○,印)").as_deref(), Some("印"));
        assert_eq!(equation(r" EQ \o\ac(○,21) ").as_deref(), Some("㉑"));
        assert_eq!(
            equation(r#"EQ \* jc2 \* "Font:ＭＳ 明朝" \* hps10 \o\ad(\s\up 9(じょうい),上位)"#).as_deref(),
            Some("上位")
        );
        assert_eq!(equation("PAGE"), None);
        assert_eq!(equation(r"EQ \o("), Some(String::new()));
    }
}
