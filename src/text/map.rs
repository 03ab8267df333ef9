//! The offset map: which characters of the document each part of the normalised text came from.
//!
//! It is a list of runs. A copied run is the same bytes on both sides, so a part of it is a part of the source.
//! A folded run (`㍑` became `リットル`) is atomic: whoever touches a part of it has touched all of it.
//! Both sides grow from run to run; source characters between two runs were left out of the text.

use crate::document::RawSpan;
use crate::span::Span;

/// Which characters of the document each part of the normalised text came from.
#[derive(Clone, Debug, Default)]
pub struct OffsetMap {
    runs: Vec<Run>,
}

#[derive(Clone, Copy, Debug)]
struct Run {
    norm: Span,
    raw: RawSpan,
    copied: bool,
}

impl OffsetMap {
    /// Adds a run of the same bytes on both sides, and joins it to the last one where both sides go on.
    pub(super) fn copy(&mut self, norm: Span, raw: RawSpan) {
        if let Some(last) = self.runs.last_mut()
            && last.copied
            && last.norm.end == norm.start
            && last.raw.end == raw.start
        {
            last.norm.end = norm.end;
            last.raw.end = raw.end;
            return;
        }
        self.runs.push(Run { norm, raw, copied: true });
    }

    /// Adds an atomic run.
    pub(super) fn fold(&mut self, norm: Span, raw: RawSpan) {
        self.runs.push(Run { norm, raw, copied: false });
    }

    /// The source of `span`, one range for each stretch of source characters without a gap.
    pub(super) fn raw(&self, span: Span) -> Vec<RawSpan> {
        let mut ranges: Vec<RawSpan> = Vec::new();
        for part in self.parts(span) {
            match ranges.last_mut() {
                Some(last) if last.end == part.start => last.end = part.end,
                _ => ranges.push(part),
            }
        }
        ranges
    }

    /// The source from the first character of `span` to its last, whatever was left out between.
    pub(super) fn hull(&self, span: Span) -> Option<RawSpan> {
        let mut parts = self.parts(span);
        let first = parts.next()?;
        Some(RawSpan { start: first.start, end: parts.last().map_or(first.end, |last| last.end) })
    }

    /// The normalised text that came from `raw`; `None` when all of it was left out.
    pub(super) fn norm(&self, raw: RawSpan) -> Option<Span> {
        let first = self.runs.partition_point(|run| run.raw.end <= raw.start);
        self.runs[first..]
            .iter()
            .take_while(|run| run.raw.start < raw.end)
            .map(|run| {
                if !run.copied {
                    return run.norm;
                }
                let start = raw.start.max(run.raw.start) - run.raw.start;
                let end = raw.end.min(run.raw.end) - run.raw.start;
                Span::new(run.norm.start + start, run.norm.start + end)
            })
            .reduce(Span::union)
    }

    fn parts(&self, span: Span) -> impl Iterator<Item = RawSpan> + '_ {
        let first = self.runs.partition_point(|run| run.norm.end <= span.start);
        self.runs[first..].iter().take_while(move |run| run.norm.start < span.end && !span.is_empty()).map(move |run| {
            if !run.copied {
                return run.raw;
            }
            let start = span.start.max(run.norm.start) - run.norm.start;
            let end = span.end.min(run.norm.end) - run.norm.start;
            RawSpan { start: run.raw.start + start, end: run.raw.start + end }
        })
    }
}
