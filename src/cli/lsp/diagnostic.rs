//! Verdicts as an editor shows them: under the words that they rest on, or under the title where nothing is there to rest on.

use joko::messages::{self, Lang, lsp as words};
use joko::report::reason::disqualifier_title;
use joko::report::{Nature, Warning, reason};
use joko::rulebook::Clause;
use joko::verdict::{Evidence, Judgment, Verdict};
use lsp_types::{Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString, Range};

use super::draft::{Draft, Judged};

const SOURCE: &str = "joko";

/// Everything about a draft that its writer should see.
pub(super) fn diagnostics(draft: &Draft, judged: &Judged, clauses: &[Clause], lang: Lang) -> Vec<Diagnostic> {
    let page = Page { draft, judged, clauses, lang };
    let report = &judged.report;
    // An editor opens all sorts of texts. Of one that is no such contract at all there is no more to say than that.
    if matches!(report.nature, Nature::Unrelated | Nature::Terms) {
        return vec![page.nature(report.nature)];
    }
    let verdicts = report.judgments.iter().filter_map(|judgment| page.judgment(judgment));
    let disqualifiers = report.disqualifiers.iter().filter(|found| found.present).map(|found| {
        let name = disqualifier_title(found, lang);
        let message = words::diagnostic(messages::report::presence(true, lang), name, "", lang);
        page.diagnostic(&found.id, DiagnosticSeverity::ERROR, message, &found.evidence.iter().collect::<Vec<_>>())
    });
    let warnings = report.warnings.iter().filter_map(|warning| page.warning(warning));
    verdicts.chain(disqualifiers).chain(warnings).collect()
}

/// That a draft cannot be judged.
pub(super) fn unreadable(draft: &Draft, message: String) -> Diagnostic {
    Diagnostic {
        range: draft.first_line(),
        severity: Some(DiagnosticSeverity::ERROR),
        source: Some(SOURCE.to_owned()),
        message,
        ..Diagnostic::default()
    }
}

/// The verdict with its reason, and why it should be read again.
pub(super) fn told(judged: &Judged, clauses: &[Clause], judgment: &Judgment, lang: Lang) -> String {
    let clause = &clauses[judgment.clause];
    let verdict = messages::verdict(judgment.verdict, lang);
    let why = match judgment.verdict {
        Verdict::Missing => reason::needed(clause, lang),
        _ => reason::reason(&judged.report, clauses, judgment, lang),
    };
    let mut message = words::diagnostic(verdict, reason::title(clause, lang), &why, lang);
    if let Some(why) = reason::review(&judged.report, judgment, lang) {
        message += "\n";
        message += &words::again(&why, lang);
    }
    message
}

struct Page<'a> {
    draft: &'a Draft,
    judged: &'a Judged,
    clauses: &'a [Clause],
    lang: Lang,
}

impl Page<'_> {
    fn judgment(&self, judgment: &Judgment) -> Option<Diagnostic> {
        let severity = match judgment.verdict {
            Verdict::Found => return None,
            Verdict::Contradicted | Verdict::Missing => DiagnosticSeverity::ERROR,
            Verdict::Partial | Verdict::Undetermined => DiagnosticSeverity::WARNING,
        };
        let message = told(self.judged, self.clauses, judgment, self.lang);
        // What weakens comes first: it is what has to be mended.
        let mut evidence: Vec<&Evidence> = judgment.deciding().collect();
        evidence.sort_by_key(|evidence| evidence.supports && evidence.weakness.is_none());
        Some(self.diagnostic(&self.clauses[judgment.clause].id, severity, message, &evidence))
    }

    fn diagnostic(
        &self,
        code: &str,
        severity: DiagnosticSeverity,
        message: String,
        evidence: &[&Evidence],
    ) -> Diagnostic {
        let mut places =
            evidence.iter().filter_map(|evidence| Some((self.draft.range(self.judged, evidence.span)?, *evidence)));
        let range = places.next().map_or_else(|| self.title(), |(range, _)| range);
        let related: Vec<DiagnosticRelatedInformation> =
            places.map(|(range, evidence)| self.related(range, evidence)).collect();
        Diagnostic {
            range,
            severity: Some(severity),
            code: Some(NumberOrString::String(code.to_owned())),
            source: Some(SOURCE.to_owned()),
            message,
            related_information: (!related.is_empty()).then_some(related),
            ..Diagnostic::default()
        }
    }

    fn related(&self, range: Range, evidence: &Evidence) -> DiagnosticRelatedInformation {
        let place = self.judged.report.contract.place(evidence.unit);
        let remark = match evidence.weakness {
            Some(weakness) => messages::weakness_word(weakness, self.lang),
            None if evidence.supports => words::provides(self.lang),
            None => messages::diff::against(self.lang),
        };
        DiagnosticRelatedInformation {
            location: Location { uri: self.draft.uri.clone(), range },
            message: words::diagnostic(remark, &place, "", self.lang),
        }
    }

    fn warning(&self, warning: &Warning) -> Option<Diagnostic> {
        let message = reason::warning(&self.judged.report, warning, self.lang);
        let contract = &self.judged.report.contract;
        let (code, unit) = match warning {
            Warning::Nature(_) => ("nature", None),
            Warning::Roles => ("roles", None),
            Warning::Break(found) => ("numbering", Some(found.unit)),
            Warning::Dangling(unit, _) => ("reference", Some(*unit)),
            // An editor's text is whole.
            Warning::Unreadable(_) => return None,
        };
        let span = unit.map(|unit| contract.unit(unit)).and_then(|unit| unit.caption.or(unit.body.first().copied()));
        let range = span.and_then(|span| self.draft.range(self.judged, span)).unwrap_or_else(|| self.title());
        Some(Self::information(code, range, message))
    }

    fn nature(&self, nature: Nature) -> Diagnostic {
        Self::information("nature", self.title(), messages::nature(nature, self.lang).to_owned())
    }

    fn information(code: &str, range: Range, message: String) -> Diagnostic {
        Diagnostic {
            range,
            severity: Some(DiagnosticSeverity::INFORMATION),
            code: Some(NumberOrString::String(code.to_owned())),
            source: Some(SOURCE.to_owned()),
            message,
            ..Diagnostic::default()
        }
    }

    /// The contract's title, where what is missing is shown.
    fn title(&self) -> Range {
        let title = self.judged.report.contract.title;
        title.and_then(|span| self.draft.range(self.judged, span)).unwrap_or_else(|| self.draft.first_line())
    }
}
