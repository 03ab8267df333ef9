//! The contract's outermost layout, before any unit is opened: where the table of contents stands, where an attached
//! agreement begins, which lines head articles, and whether the units at the top are articles or numbers.

use super::heading::{
    agreement_word, annex_head, announced, bracketed, caption_before_article, closing_words, compact, is_bare_heading,
    is_date, is_section_head, is_sentence, is_short_heading, is_toc_entry, is_toc_head, suppl_head, without_leaders,
};
use super::label::{Reading, Sign};
use super::line::Line;
use std::ops::Range;

/// An agreement in the document: the first, or one attached to it that starts its numbers again.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) lines: Range<usize>,
    /// Its kind word, if it is attached; the first has none. Empty where it is the whole text of the agreement that the first
    /// one amends.
    pub(super) word: Option<String>,
    /// Whether it stands inside the first one: before its signature and annexes.
    pub(super) inside: bool,
}

/// How the top level of an agreement is numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// 第N条.
    Articles,
    /// Plain numbers of this sign.
    Numbers {
        /// The sign of the top-level units; `None` where nothing is numbered.
        top: Option<Sign>,
        /// The sign of the headings that group them, where they count on across it (Ⅰ, Ⅱ).
        chapter: Option<Sign>,
        /// Whether the level below repeats the top number before a dot, so that the top level counts as articles.
        decimal: bool,
    },
}

/// The lines of the table of contents, if there is one.
pub(super) fn toc(lines: &[Line<'_>]) -> Option<Range<usize>> {
    let first = lines.iter().position(|line| is_toc_head(line.text));
    if let Some(head) = first {
        let entries = lines.get(head + 1..)?;
        let opening = entries.iter().find_map(|line| line.label.as_ref()).and_then(|label| label.readings.first());
        let mut seen_opening = false;
        let len = entries
            .iter()
            .take_while(|line| {
                let again = opening.is_some_and(|opening| numbers(line, opening));
                let restarts = again && seen_opening;
                seen_opening |= again;
                is_toc_entry(line.text, line.label.as_ref()) && !restarts
            })
            .count();
        return Some(head..head + 1 + len);
    }
    unheaded_toc(lines)
}

/// A run of at least three headings of chapters and articles, nothing between them, after which they begin again or all of which
/// lead to the numbers of their pages.
fn unheaded_toc(lines: &[Line<'_>]) -> Option<Range<usize>> {
    let shown: Vec<(String, bool)> = lines.iter().map(|line| without_leaders(line.text)).collect();
    let entry = |at: usize| {
        let (line, (words, led)) = (&lines[at], &shown[at]);
        is_bare_heading(words) && (*led || line.label.is_some() || annex_head(line.text).is_some())
    };
    let opens = |line: &Line<'_>| {
        let chapter = || line.label.as_ref().and_then(|label| label.chapter()).is_some_and(|(_, parts)| parts == [1]);
        article(line).is_some_and(|parts| parts == [1]) || chapter()
    };
    let first = (0..lines.len()).find(|&at| opens(&lines[at]))?;
    let len = (first..lines.len()).take_while(|&at| entry(at)).count();
    let numbered = |at: usize| article(&lines[at]).is_some_and(|parts| parts == [1]);
    let opening = lines[first].label.as_ref().and_then(|label| label.readings.first());
    let again = |at: usize| match opening {
        Some(opening) if !numbered(first) => numbers(&lines[at], opening),
        _ => numbered(at),
    };
    let restart = (first + 1..lines.len()).find(|&at| again(at)).or_else(|| {
        let own = (first..lines.len()).find(|&at| numbered(at))?;
        (own + 1..lines.len()).find(|&at| numbered(at))
    });
    let restart = match restart {
        Some(restart) => restart,
        None if shown[first..first + len].iter().filter(|(_, led)| *led).count() >= 3 => lines.len(),
        None => return None,
    };
    let mut len = len.min(restart - first);
    // A preamble or chapter that leads to its page stands before.
    let start = (0..first).rev().take_while(|&at| shown[at].1 && is_bare_heading(&shown[at].0)).last().unwrap_or(first);
    len += first - start;
    (len >= 3).then_some(start..start + len)
}

/// Splits the document where an attached agreement begins.
pub(super) fn parts(lines: &[Line<'_>], toc: Option<&Range<usize>>) -> Vec<Part> {
    let mut starts = vec![Start { at: 0, word: None, inside: false }];
    let mut last_article: Option<usize> = None;
    // What stands before the line: a signature, an annex.
    let (mut signed, mut annexed) = (false, false);
    for (at, line) in lines.iter().enumerate() {
        if toc.is_some_and(|toc| toc.contains(&at)) {
            continue;
        }
        let found = if let Some(parts) = article(line) {
            let opens = parts == [1] && !follows_announcement(lines, at);
            let named = line.label.as_ref().and_then(|label| label.agreement).filter(|_| opens);
            let found = match (named, last_article) {
                (Some(word), last) => Some(named_start(lines, last.unwrap_or(0), at, word)),
                (None, Some(last)) if opens => attached_start(lines, last, at),
                _ => None,
            };
            last_article = Some(at);
            found
        } else if annex_head(line.text).is_some() {
            (signed, annexed) = (false, true);
            None
        } else if is_date(line.text) {
            signed = at > 2;
            None
        } else if line.label.is_none()
            && (signed || annexed && stands_apart(lines, at))
            && let Some(word) = agreement_word(line.text)
            && opens_with_numbers(&lines[at + 1..])
        {
            last_article = None;
            Some(Start { at, word: Some(word.to_owned()), inside: false })
        } else {
            None
        };
        if let Some(start) = found {
            starts.push(Start { inside: start.inside && !annexed, ..start });
            (signed, annexed) = (false, false);
        }
    }
    let ends: Vec<usize> = starts.iter().skip(1).map(|start| start.at).chain([lines.len()]).collect();
    let parts = starts.into_iter().zip(ends);
    parts.map(|(start, end)| Part { lines: start.at..end, word: start.word, inside: start.inside }).collect()
}

/// Where a part begins, and what it is.
struct Start {
    at: usize,
    word: Option<String>,
    inside: bool,
}

/// Where the agreement begins whose first article, at `first`, names it (特約第1条): at the heading before, if there is one.
fn named_start(lines: &[Line<'_>], last: usize, first: usize, word: &str) -> Start {
    let heads = |&at: &usize| lines[at].label.is_none() && agreement_word(lines[at].text).is_some();
    let captioned = first > last + 1 && bracketed(lines[first - 1].text).is_some();
    let own = if captioned { first - 1 } else { first };
    let at = (last + 1..own).rev().take(3).find(heads).unwrap_or(own);
    Start { at, word: Some(word.to_owned()), inside: !is_closed(lines, last + 1..at) }
}

/// Where the agreement begins whose first article stands at `first`; `None` if an annex or 附則 holds it. Without a heading
/// that names a kind of agreement, the nearest heading before it names it.
fn attached_start(lines: &[Line<'_>], last: usize, first: usize) -> Option<Start> {
    let mut heading = None;
    for at in (last + 1..first).rev() {
        let line = &lines[at];
        if annex_head(line.text).is_some() || suppl_head(line.text).is_some() {
            return None;
        }
        if line.label.is_some() {
            continue;
        }
        if let Some(word) = agreement_word(line.text) {
            return Some(match whole_text(lines, last, at) {
                Some(at) => Start { at, word: Some(String::new()), inside: false },
                None => Start { at, word: Some(word.to_owned()), inside: !is_closed(lines, last + 1..at) },
            });
        }
        if heading.is_none() && is_short_heading(line.text) && !is_date(line.text) {
            heading = Some((at, compact(line.text)));
        }
    }
    let goes_on = lines[first + 1..].iter().filter_map(article).next().is_some_and(|parts| parts == [2]);
    let (at, word) = heading.unwrap_or((first, "契約".to_owned()));
    goes_on.then(|| Start { at, word: Some(word), inside: !is_closed(lines, last + 1..at) })
}

/// The line that says that the amended agreement follows as a whole (変更後の全文), at or shortly before its title.
fn whole_text(lines: &[Line<'_>], last: usize, title: usize) -> Option<usize> {
    let says_so = |&at: &usize| {
        let line = &lines[at];
        let after = ["変更後", "改正後", "改定後", "改訂後"].iter().any(|word| line.text.contains(word));
        line.label.is_none() && !is_sentence(line.text) && (after || compact(line.text).ends_with("全文"))
    };
    (last + 1..=title).rev().take(3).find(says_so)
}

/// Whether the lines hold a signature or an annex, so that what follows them is another paper.
fn is_closed(lines: &[Line<'_>], mut range: Range<usize>) -> bool {
    range.any(|at| begins_signature(lines, at) || annex_head(lines[at].text).is_some())
}

/// Whether the line is the title of another paper: a kind of agreement and no more, with a rule before it or what the
/// parties agree on after it.
fn stands_apart(lines: &[Line<'_>], at: usize) -> bool {
    let compact = compact(lines[at].text);
    let title = compact.split(['(', '「']).next().unwrap_or_default().trim_end_matches('書');
    let named = title.chars().count() <= 16
        && ["契約", "覚", "特約", "協定", "合意", "確認"].iter().any(|word| title.ends_with(word));
    let ruled = at > 0 && is_ruled(lines[at - 1].text);
    let recital = |line: &Line<'_>| {
        is_sentence(line.text) && ["契約", "合意", "締結", "取り交わ", "約"].iter().any(|word| line.text.contains(word))
    };
    named && (ruled || lines[at + 1..].iter().take(3).any(recital))
}

/// Whether a first number that is no article's comes soon.
fn opens_with_numbers(lines: &[Line<'_>]) -> bool {
    let opens =
        |line: &Line<'_>| opens_numbering(line) && line.label.as_ref().is_none_or(|label| label.article().is_none());
    lines.iter().take(8).any(opens)
}

/// How `lines`, one agreement, are numbered.
pub(super) fn mode(lines: &[Line<'_>], skip: impl Fn(usize) -> bool) -> Mode {
    let body = || lines.iter().enumerate().filter(|&(at, _)| !skip(at));
    if body().any(|(at, line)| article(line).is_some() && !follows_announcement(lines, at)) {
        return Mode::Articles;
    }
    let labelled: Vec<&Line<'_>> = body()
        .filter(|(at, line)| *at > 0 && line.label.is_some() && annex_head(line.text).is_none())
        .map(|(_, line)| line)
        .collect();
    let explicit = |sign: Sign| matches!(sign, Sign::Chapter(_) | Sign::Article | Sign::Bullet(_));
    let opening = |line: &&Line<'_>| {
        let label = line.label.as_ref()?;
        label
            .readings
            .iter()
            .find(|reading| reading.parts == [1] && !explicit(reading.sign))
            .map(|reading| reading.sign)
    };
    // Found once, as each line may open a numbering that nothing continues.
    let mut seconds: Vec<Sign> = Vec::new();
    for label in labelled.iter().filter_map(|line| line.label.as_ref()).filter(|label| label.firm) {
        for reading in label.readings.iter().filter(|reading| reading.parts == [2]) {
            if !seconds.contains(&reading.sign) {
                seconds.push(reading.sign);
            }
        }
    }
    let continued = |sign: Sign| seconds.contains(&sign);
    let first = labelled
        .iter()
        .filter_map(&opening)
        .find(|&sign| continued(sign))
        .or_else(|| labelled.iter().find_map(&opening));
    let chapter = labelled.iter().zip(labelled.iter().skip(1)).filter_map(|(head, below)| {
        let (word, parts) = head.label.as_ref()?.chapter().filter(|_| is_bare_heading(head.text))?;
        numbers(below, &Reading { sign: Sign::Dotted(2), parts: vec![*parts.first()?, 1] }).then_some(word)
    });
    let chapters: Vec<char> = chapter.collect();
    if let &[word, _, ..] = chapters.as_slice() {
        // 第4章 holds 4.1 and 4.2: it counts as their article.
        return Mode::Numbers { top: Some(Sign::Chapter(word)), chapter: None, decimal: true };
    }
    let Some(first) = first else { return Mode::Numbers { top: None, chapter: None, decimal: false } };
    let decimal = labelled
        .iter()
        .filter(|line| {
            line.label.as_ref().is_some_and(|label| label.readings.iter().any(|r| r.sign == Sign::Dotted(2)))
        })
        .count()
        >= 2;
    let second = labelled.iter().filter_map(&opening).find(|&sign| sign != first && continued(sign));
    if let Some(second) = second
        && counts_across(&labelled, first, second)
    {
        return Mode::Numbers { top: Some(second), chapter: Some(first), decimal };
    }
    Mode::Numbers { top: Some(first), chapter: None, decimal }
}

/// Whether the numbers of sign `below` go on where those of sign `above` go up, so that `above` only groups them.
fn counts_across(labelled: &[&Line<'_>], above: Sign, below: Sign) -> bool {
    let second = Reading { sign: above, parts: vec![2] };
    let Some(at) = labelled.iter().position(|line| numbers(line, &second)) else { return false };
    let next = labelled[at + 1..].iter().find_map(|line| {
        line.label
            .as_ref()?
            .readings
            .iter()
            .find(|reading| reading.sign == below)
            .and_then(|reading| reading.parts.first().copied())
    });
    next.is_some_and(|next| next > 1)
}

/// The first line of the body: everything before it is title, contents and preamble.
pub(super) fn body_start(lines: &[Line<'_>], mode: Mode, skip: impl Fn(usize) -> bool) -> usize {
    // Nothing before the contents is body.
    let first = (0..lines.len()).rev().find(|&at| skip(at)).map_or(1, |last| last + 1);
    let body = || lines.iter().enumerate().skip(first);
    let chapter = |line: &Line<'_>| {
        is_bare_heading(line.text)
            && line.label.as_ref().and_then(|label| label.chapter()).is_some_and(|(_, parts)| parts == [1])
    };
    let opens = |line: &Line<'_>| match mode {
        Mode::Articles => article(line).is_some(),
        Mode::Numbers { top, chapter, .. } => {
            [top, chapter].into_iter().flatten().any(|sign| numbers(line, &Reading { sign, parts: vec![1] }))
        }
    };
    let unnumbered = || {
        let ends =
            |line: &Line<'_>| closing_words(line.text) >= 3 || is_date(line.text) || annex_head(line.text).is_some();
        let sentence = body().find(|(_, line)| is_sentence(line.text)).map_or(1, |(at, _)| at);
        body().find(|&(at, line)| at > sentence && ends(line)).map_or(lines.len(), |(at, _)| at)
    };
    let Some((mut start, _)) = body().find(|(_, line)| opens(line) || chapter(line)) else { return unnumbered() };
    while start > first && !skip(start - 1) && heads_next(lines, start - 1, mode) {
        start -= 1;
    }
    start
}

/// Whether the line at `at` is a heading of what follows it: a bracketed caption, a group of articles.
fn heads_next(lines: &[Line<'_>], at: usize, mode: Mode) -> bool {
    let line = &lines[at];
    let heads_chapter =
        lines.get(at + 1).and_then(|next| next.label.as_ref()).is_some_and(|label| label.chapter().is_some());
    bracketed(line.text).is_some() && !heads_chapter
        || mode == Mode::Articles && is_section_head(line.text)
        || mode == Mode::Articles && groups_articles(lines, at) && opens_numbering(line)
}

/// Whether the line is a numbered heading right before an article, so that it heads a group of them: Ⅰ 総則, 一、趣旨.
pub(super) fn groups_articles(lines: &[Line<'_>], at: usize) -> bool {
    let line = &lines[at];
    let firm = line.label.as_ref().is_some_and(|label| label.firm && label.article().is_none());
    let next = lines.get(at + 1).filter(|next| bracketed(next.text).is_none()).or_else(|| lines.get(at + 2));
    firm && is_bare_heading(line.text) && next.is_some_and(|next| article(next).is_some())
}

/// The article number that the line begins with, a heading in brackets before it allowed.
pub(super) fn article(line: &Line<'_>) -> Option<Vec<u32>> {
    if let Some(label) = &line.label {
        return label.article().map(<[u32]>::to_vec);
    }
    let bracket = caption_before_article(line.text)?;
    let rest = line.text.get(bracket..)?.trim_start();
    super::label::label(rest, None)?.article().map(<[u32]>::to_vec)
}

/// Whether the line before says that the text of an amended article follows.
pub(super) fn follows_announcement(lines: &[Line<'_>], at: usize) -> bool {
    at > 0 && announced(lines[at - 1].text).is_some()
}

fn numbers(line: &Line<'_>, reading: &Reading) -> bool {
    line.label.as_ref().is_some_and(|label| label.firm && label.readings.contains(reading))
}

fn opens_numbering(line: &Line<'_>) -> bool {
    line.label.as_ref().is_some_and(|label| label.readings.iter().any(|reading| reading.parts == [1]))
}

/// Whether the line can begin the signature: closing words, a date, a rule, the parties' addresses.
pub(super) fn begins_signature(lines: &[Line<'_>], at: usize) -> bool {
    let line = &lines[at];
    if line.label.is_some() {
        return false;
    }
    let closing = closing_words(line.text);
    let date_next = lines.get(at + 1).is_some_and(|next| is_date(next.text));
    let compact = compact(line.text);
    closing >= 3
        || closing >= 2 && date_next
        || is_date(line.text)
        || compact == "以上"
        || compact.starts_with("年月日")
        || is_ruled(line.text)
        || is_party_line(line.text)
}

/// Whether the line is a closing formula or a date with the parties below it: after an annex, the whole paper's signature.
pub(super) fn is_signed_below(lines: &[Line<'_>], at: usize) -> bool {
    let line = &lines[at];
    let party = |line: &Line<'_>| is_party_line(line.text);
    line.label.is_none()
        && (closing_words(line.text) >= 3 || is_date(line.text) && lines[at + 1..].iter().take(2).any(party))
}

/// A line drawn across the page.
fn is_ruled(line: &str) -> bool {
    let compact = compact(line);
    compact.chars().count() >= 8 && compact.chars().all(|c| "-―─━_=*".contains(c))
}

/// A party's name and address: no sentence, an organisation, a place or an officer.
fn is_party_line(line: &str) -> bool {
    const ORGANISATIONS: &[&str] = &["株式会社", "合同会社", "有限会社", "組合", "法人", "会議所"];
    const DETAILS: &[&str] = &[
        "代表",
        "取締役",
        "執行役員",
        "社長",
        "会長",
        "部長",
        "理事",
        "市",
        "区",
        "県",
        "都",
        "府",
        "道",
        "印",
        "住所",
        "所在地",
    ];
    let has = |words: &[&str]| words.iter().any(|word| line.contains(word));
    !line.contains(['。', '/', '|', '│']) && has(ORGANISATIONS) && has(DETAILS)
}
