//! Charts: rows as bars, drawn as SVG. The numbers stand beside the bars, so a chart can be read
//! without colour, and what is kept back has no bar and says so.

use plotters::prelude::{
    BLACK, Color, DrawingArea, EmptyElement, IntoDrawingArea, IntoFont, RGBColor, Rectangle,
    SVGBackend, TextStyle, WHITE,
};
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::table::Cell;

/// A page of A4 is about as wide as this many units at the size of its text.
const WIDTH: u32 = 720;
const BAR: i32 = 22;
/// Room for a label of about thirty characters.
const LABEL: i32 = 250;
/// Room for the number behind the longest bar.
const NUMBER: i32 = 90;
/// More bars than this fill more than a page; the table has them all.
pub const BARS_MAX: usize = 25;
const LABEL_CHARS_MAX: usize = 34;
/// Dark enough to print in grey.
const INK: RGBColor = RGBColor(54, 84, 134);

/// Why a chart was not drawn.
#[derive(Debug, thiserror::Error)]
#[error("the chart could not be drawn: {0}")]
pub struct ChartError(String);

type Canvas<'a> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;

/// Rows as bars, at most 25 of them; none when there is nothing to draw.
///
/// # Errors
/// When the drawing library fails.
pub fn bars(rows: &[(&str, Cell)]) -> Result<Option<String>, ChartError> {
    let rows = &rows[..rows.len().min(BARS_MAX)];
    let most = rows.iter().filter_map(|(_, cell)| number(*cell)).max().unwrap_or(0);
    if most == 0 {
        return Ok(None);
    }
    let height = u32::try_from(rows.len()).unwrap_or(0) * BAR.unsigned_abs() + 8;
    let mut svg = String::new();
    {
        let canvas = SVGBackend::with_string(&mut svg, (WIDTH, height)).into_drawing_area();
        canvas.fill(&WHITE).map_err(failed)?;
        for (at, (label, cell)) in (0..).zip(rows) {
            bar(&canvas, at, label, *cell, most)?;
        }
        canvas.present().map_err(failed)?;
    }
    Ok(Some(svg))
}

fn bar(canvas: &Canvas<'_>, at: i32, label: &str, cell: Cell, most: u64) -> Result<(), ChartError> {
    let (top, middle) = (at * BAR + 6, at * BAR + 4 + BAR / 2);
    let text = |place| TextStyle::from(("sans-serif", 13).into_font()).color(&BLACK).pos(place);
    let left = Pos::new(HPos::Left, VPos::Center);
    let label = cut(label);
    let right = Pos::new(HPos::Right, VPos::Center);
    canvas.draw_text(&label, &text(right), (LABEL - 10, middle)).map_err(failed)?;
    let room = i32::try_from(WIDTH).unwrap_or(0) - LABEL - NUMBER;
    let length = match number(cell) {
        Some(count) => length(count, most, room),
        None => 0,
    };
    let corners = [(LABEL, top), (LABEL + length, top + BAR - 6)];
    let element = EmptyElement::at((0, 0)) + Rectangle::new(corners, INK.filled());
    canvas.draw(&element).map_err(failed)?;
    let shown = match cell {
        Cell::Suppressed => "kept back".to_owned(),
        Cell::Count(_) | Cell::Days(_) | Cell::Nothing => cell.to_string(),
    };
    canvas.draw_text(&shown, &text(left), (LABEL + length + 6, middle)).map_err(failed)
}

/// In whole units, at least one for what is not zero.
fn length(count: u64, most: u64, room: i32) -> i32 {
    let room = u64::try_from(room).unwrap_or(0);
    let length = (count * room).div_ceil(most.max(1));
    i32::try_from(length).unwrap_or(0)
}

const fn number(cell: Cell) -> Option<u64> {
    match cell {
        Cell::Count(number) | Cell::Days(number) => Some(number),
        Cell::Suppressed | Cell::Nothing => None,
    }
}

fn cut(label: &str) -> String {
    match label.chars().count() > LABEL_CHARS_MAX {
        true => label.chars().take(LABEL_CHARS_MAX - 1).chain(['…']).collect(),
        false => label.to_owned(),
    }
}

fn failed(error: impl std::fmt::Display) -> ChartError {
    ChartError(error.to_string())
}

#[cfg(test)]
mod tests;
