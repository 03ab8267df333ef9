//! The other engine: tesseract, if it is installed with its Japanese data. It gets the picture on its standard input and answers
//! with a table of words, so that no file is left behind.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder as _};

use super::picture::{Picture, Slanted};
use super::place::{LineRead, Read};

/// How long a page may take; a dense one takes a few seconds.
const PATIENCE: Duration = Duration::from_secs(120);
/// Mean confidence below which horizontal text was probably vertical.
const DOUBTFUL: f32 = 0.6;

/// What tesseract reads in the picture; `None` if it or its Japanese data is not there.
pub(super) fn lines(picture: &Picture) -> Option<Vec<LineRead>> {
    let mut png = Cursor::new(Vec::new());
    let (width, height) = (u32::try_from(picture.width).ok()?, u32::try_from(picture.height).ok()?);
    PngEncoder::new(&mut png).write_image(&picture.pixels, width, height, ExtendedColorType::L8).ok()?;
    let png = png.into_inner();
    let across = parse(&run(&png, &["-l", "jpn", "--psm", "3"])?, false);
    if confidence(&across) >= DOUBTFUL {
        return Some(across);
    }
    let down = run(&png, &["-l", "jpn_vert", "--psm", "5"]).map(|table| parse(&table, true)).unwrap_or_default();
    Some(if confidence(&down) > confidence(&across) { down } else { across })
}

fn run(png: &[u8], arguments: &[&str]) -> Option<String> {
    let mut command = Command::new("tesseract");
    command.args(["stdin", "stdout"]).args(arguments).arg("tsv");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().ok()?;
    let (mut input, mut output) = (child.stdin.take()?, child.stdout.take()?);
    let (sender, answer) = mpsc::channel();
    thread::scope(|scope| {
        // Both ends at once, or a full pipe would keep both programs waiting. A process that ended early closes its pipe.
        scope.spawn(move || input.write_all(png));
        scope.spawn(move || {
            let mut table = Vec::new();
            let read = output.read_to_end(&mut table).map(|_| table);
            // Nobody may be waiting any more.
            let _ = sender.send(read);
        });
        let table = answer.recv_timeout(PATIENCE).ok().and_then(Result::ok);
        if table.is_none() {
            // It may have ended in the meantime.
            let _ = child.kill();
        }
        let done = child.wait().is_ok_and(|status| status.success());
        table.filter(|_| done).and_then(|table| String::from_utf8(table).ok())
    })
}

fn confidence(lines: &[LineRead]) -> f32 {
    let all: Vec<f32> = lines.iter().flat_map(|line| &line.read).map(|read| read.confidence).collect();
    all.iter().sum::<f32>() / all.len().max(1) as f32
}

/// The lines of tesseract's table. The characters of a word share its box evenly.
fn parse(table: &str, down: bool) -> Vec<LineRead> {
    type Word<'t> = ([f32; 4], f32, &'t str);
    let mut lines: BTreeMap<[u32; 3], Vec<Word<'_>>> = BTreeMap::new();
    for row in table.lines() {
        let cells: Vec<&str> = row.split('\t').collect();
        let [level, _, block, paragraph, line, _, left, top, width, height, confidence, text] = cells.as_slice() else {
            continue;
        };
        if *level != "5" || text.trim().is_empty() {
            continue;
        }
        let number = |cell: &str| cell.parse::<f32>().unwrap_or(0.0);
        let place = [block, paragraph, line].map(|cell| cell.parse().unwrap_or(0));
        let [x0, y0] = [number(left), number(top)];
        let bounds = [x0, y0, x0 + number(width), y0 + number(height)];
        lines.entry(place).or_default().push((bounds, number(confidence) / 100.0, text.trim()));
    }
    lines.into_values().map(|words| line(&words, down)).collect()
}

fn line(words: &[([f32; 4], f32, &str)], down: bool) -> LineRead {
    let edge = |side: usize, choose: fn(f32, f32) -> f32| {
        words.iter().map(|(bounds, ..)| bounds[side]).reduce(choose).unwrap_or(0.0)
    };
    let [x0, y0, x1, y1] = [edge(0, f32::min), edge(1, f32::min), edge(2, f32::max), edge(3, f32::max)];
    let upright = Slanted { x: (x0 + x1) / 2.0, y: (y0 + y1) / 2.0, width: x1 - x0, height: y1 - y0, angle: 0.0 };
    let place = if down { upright.turned(1) } else { upright };
    let (start, length) = if down { (y0, y1 - y0) } else { (x0, x1 - x0) };
    let mut read = Vec::new();
    for (bounds, confidence, text) in words {
        let (from, to) = if down { (bounds[1], bounds[3]) } else { (bounds[0], bounds[2]) };
        let count = text.chars().count() as f32;
        for (index, char) in text.chars().enumerate() {
            let at = from + (to - from) * (index as f32 + 0.5) / count;
            read.push(Read { char, at: (at - start) / length.max(1.0), confidence: *confidence });
        }
    }
    LineRead { place, down, read }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_line_belong_together() {
        let table = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n\
                     4\t1\t1\t1\t1\t0\t100\t50\t200\t20\t-1\t\n\
                     5\t1\t1\t1\t1\t1\t100\t50\t80\t20\t96.5\t乙は甲に\n\
                     5\t1\t1\t1\t1\t2\t200\t52\t100\t18\t90\t通知する。\n\
                     5\t1\t1\t1\t2\t1\t100\t90\t40\t20\t80\t以上\n";
        let lines = parse(table, false);
        let text = |line: &LineRead| line.read.iter().map(|read| read.char).collect::<String>();
        assert_eq!(lines.iter().map(text).collect::<Vec<_>>(), ["乙は甲に通知する。", "以上"]);
        assert!((lines[0].read[0].at - 0.05).abs() < 0.001 && (lines[0].read[0].confidence - 0.965).abs() < 0.001);
        assert!((lines[0].place.width - 200.0).abs() < 0.1 && (lines[0].place.height - 20.0).abs() < 0.1);
    }
}
