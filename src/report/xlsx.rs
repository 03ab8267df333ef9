//! The verdicts as a workbook, one row a contract × clause: headings that stay in view and can be filtered, cells as text.

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use unicode_width::UnicodeWidthStr;

use super::batch::Batch;
use super::row::{Row, VERDICT, rows};
use crate::messages;
use crate::verdict::Verdict;

/// Characters that a cell may hold, in UTF-16 units.
const LONGEST: usize = 32_767;
/// Height of a line and of the tallest row, in points.
const LINE: f64 = 18.0;
const TALLEST: f64 = 409.0;
/// Width of each column, in half-width characters.
const WIDTHS: [f64; 14] = [22.0, 24.0, 22.0, 26.0, 13.0, 10.0, 18.0, 8.0, 60.0, 26.0, 26.0, 48.0, 30.0, 20.0];

/// The rows of `batch` under a row of headings, as the bytes of a file.
///
/// # Errors
///
/// When there are more rows than a sheet can hold.
pub fn render(batch: &Batch<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The crate would take the clock's date.
    let epoch = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_author("joko").set_creation_datetime(&epoch));
    let sheet = workbook.add_worksheet();
    sheet.set_name(messages::sheet::tab(batch.lang))?;
    let rows = rows(batch);
    headings(sheet, batch)?;
    for (at, row) in (1..).zip(&rows) {
        write(sheet, at, row)?;
    }
    layout(sheet, u32::try_from(rows.len()).unwrap_or(u32::MAX))?;
    workbook.save_to_buffer()
}

fn headings(sheet: &mut Worksheet, batch: &Batch<'_>) -> Result<(), XlsxError> {
    let bold = cell().set_bold().set_background_color(Color::RGB(0x00E8_E8E8));
    for (column, heading) in (0..).zip(messages::sheet::columns(batch.lang)) {
        sheet.write_string_with_format(0, column, heading, &bold)?;
    }
    Ok(())
}

fn write(sheet: &mut Worksheet, at: u32, row: &Row) -> Result<(), XlsxError> {
    for (column, words) in row.cells.iter().enumerate() {
        let format = if column == VERDICT { look(row.verdict) } else { cell() };
        // Always text: a cell that begins like a formula is none.
        sheet.write_string_with_format(at, column as u16, fitting(words), &format)?;
    }
    sheet.set_row_height(at, height(row))?;
    Ok(())
}

/// The height in points that shows all lines of `row`, in which a full-width character takes two columns.
fn height(row: &Row) -> f64 {
    let lines = |(words, width): (&String, f64)| -> f64 {
        // Cells are a little narrower inside than the column.
        words.lines().map(|line| (line.width() as f64 / (width - 2.0)).ceil().max(1.0)).sum()
    };
    let most = row.cells.iter().zip(WIDTHS).map(lines).fold(1.0, f64::max);
    (most * LINE).min(TALLEST)
}

fn layout(sheet: &mut Worksheet, last: u32) -> Result<(), XlsxError> {
    let columns = WIDTHS.len() as u16;
    for (column, width) in (0..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, last, columns - 1)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?;
    Ok(())
}

fn cell() -> Format {
    Format::new().set_text_wrap().set_align(FormatAlign::Top).set_border(FormatBorder::Hair)
}

/// The verdict's own colours, as in the HTML output; the word stands in them.
fn look(verdict: Option<Verdict>) -> Format {
    let (ink, paper) = match verdict {
        Some(Verdict::Found) => (0x000B_4A1E, 0x00D7_F0DC),
        Some(Verdict::Partial) => (0x0055_3D00, 0x00FD_F0C4),
        Some(Verdict::Contradicted) => (0x0080_0E08, 0x00FB_D9D5),
        Some(Verdict::Missing) => (0x0055_217A, 0x00EA_DCF5),
        Some(Verdict::Undetermined) | None => (0x000B_4468, 0x00D5_E9F7),
    };
    cell().set_bold().set_font_color(Color::RGB(ink)).set_background_color(Color::RGB(paper))
}

/// `words`, cut where a cell can hold no more.
fn fitting(words: &str) -> String {
    let mut units = 0;
    let fits = |character: &char| {
        units += character.len_utf16();
        units <= LONGEST
    };
    words
        .chars()
        .filter(|&character| matches!(character, '\n' | '\t') || !character.is_control())
        .take_while(fits)
        .collect()
}
