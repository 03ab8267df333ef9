//! Numbers that nothing sets off from their words (2乙は, 2.1本契約は, II利用者への役務): labels where they count on from line to line,
//! words of the text elsewhere (2回線を).

use super::heading::{annex_head, suppl_head};
use super::label::{Reading, Sign, names_party};
use super::line::Line;
use crate::numeral::is_amount;

/// Decides for each such number of `lines` whether it is a label.
pub(super) fn settle(lines: &mut [Line<'_>]) {
    // The numbers that may go on, those of outer levels first.
    let mut last: Vec<Reading> = Vec::new();
    for at in 0..lines.len() {
        if begins_anew(&lines[at]) {
            last.retain(|reading| reading.sign == Sign::Roman);
        }
        let Some(label) = &lines[at].label else { continue };
        if !label.firm
            && let [reading] = label.readings.as_slice()
            && is_plain(reading.sign)
        {
            let reading = reading.clone();
            let words = lines[at].text.get(label.len..).unwrap_or_default();
            let stands = reading.sign != Sign::Roman && (reading.sign != Sign::Bare || names_party(words));
            let counts = counts_on(lines, at, &reading, &last) || is_second(lines, at, &reading, &last, words);
            match &mut lines[at].label {
                Some(label) if counts => label.firm = true,
                _ if stands => {}
                label => *label = None,
            }
        }
        for reading in lines[at].label.iter().flat_map(|label| &label.readings) {
            record(&mut last, reading);
        }
    }
}

/// Notes the number: what it goes on from is over, and all that is inside that.
fn record(last: &mut Vec<Reading>, reading: &Reading) {
    let from = last.iter().rposition(|other| other.sign == reading.sign && is_next(&other.parts, &reading.parts));
    if let Some(from) = from {
        let mut at = 0;
        last.retain(|other| {
            at += 1;
            at <= from || other.sign != reading.sign
        });
    }
    last.push(reading.clone());
}

/// Whether `after` is the number after `before` with the same sign.
fn is_next(before: &[u32], after: &[u32]) -> bool {
    let ends = before.split_last().zip(after.split_last());
    ends.is_some_and(|((old, above), (new, below))| above == below && *new == old + 1)
}

const fn is_plain(sign: Sign) -> bool {
    matches!(sign, Sign::Bare | Sign::Dotted(_) | Sign::Hyphened(_) | Sign::Roman)
}

/// Whether numbers inside what the line begins count from one again. They go on after what an amendment quotes.
fn begins_anew(line: &Line<'_>) -> bool {
    line.label.as_ref().is_some_and(|label| label.article().is_some()) && !line.text.starts_with('「')
        || annex_head(line.text).is_some()
        || suppl_head(line.text).is_some()
}

/// Whether the number is the second provision of an article whose first has none: 2前項の通知は、….
fn is_second(lines: &[Line<'_>], at: usize, reading: &Reading, last: &[Reading], words: &str) -> bool {
    let first = at.checked_sub(1).and_then(|before| lines.get(before)).is_some_and(|before| !ends_in_comma(before));
    let whole = words.trim_end_matches('」').ends_with('。') && !is_amount(words);
    let fresh = last.iter().all(|other| other.sign != reading.sign);
    reading.sign == Sign::Bare && reading.parts == [2] && fresh && first && whole
}

fn ends_in_comma(line: &Line<'_>) -> bool {
    line.text.ends_with(['、', ','])
}

/// Whether the number goes on from the `last` of its sign, or one goes on from it.
fn counts_on(lines: &[Line<'_>], at: usize, reading: &Reading, last: &[Reading]) -> bool {
    let before = at.checked_sub(1).and_then(|before| lines.get(before));
    if before.is_none_or(ends_in_comma) {
        return false;
    }
    let Some((&number, prefix)) = reading.parts.split_last() else { return false };
    let last = || last.iter().filter(|other| other.sign == reading.sign).map(|other| other.parts.as_slice());
    let goes_on = || {
        let within = lines[at + 1..].iter().take_while(|line| reading.sign == Sign::Roman || !begins_anew(line));
        let mut readings = within.filter_map(|line| line.label.as_ref()).flat_map(|label| &label.readings);
        readings.find(|other| other.sign == reading.sign).is_some_and(|next| is_next(&reading.parts, &next.parts))
    };
    let opens = || {
        let headed = before
            .and_then(|before| before.label.as_ref())
            .is_some_and(|label| label.readings.iter().any(|above| !prefix.is_empty() && above.parts == prefix));
        let section = last().filter_map(<[u32]>::split_last).any(|(_, above)| is_next(above, prefix));
        headed || section
    };
    match number {
        _ if last().any(|last| is_next(last, &reading.parts)) => true,
        1 => goes_on() || opens(),
        // After a first paragraph without a number.
        2 => last().next().is_none() && goes_on(),
        _ => false,
    }
}
