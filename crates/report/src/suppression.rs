//! Small cells are kept back, and as many others as it takes that nobody finds them by subtraction.
//!
//! A cell from 1 to just below the limit is small. On each line, a row or a column with its total, one cell that is kept
//! back alone is the total less the others, and several whose sum is small are nearly known; so the
//! smallest of the others is kept back too, and in the end the total itself. Zero is shown: it is about
//! nobody. This withstands subtraction along a line. It does not withstand somebody who solves all lines of
//! several reports together, or who knows all records but one.

use crate::table::{Cell, Table};

/// Counts below this are small, unless the caller says otherwise.
pub const SMALL_DEFAULT: u64 = 5;

/// A place in the grid of rows and total.
type Place = (usize, usize);

impl Table {
    /// Keeps back what is smaller than `small`, and what would tell it; 0 or 1 keeps nothing back.
    pub fn suppress(&mut self, small: u64) {
        if small <= 1 || self.rows.is_empty() {
            return;
        }
        if self.total.is_none() {
            return self.suppress_rows(small);
        }
        let mut grid = Grid::of(self);
        for (row, line) in grid.counts.iter().enumerate() {
            for (column, count) in line.iter().enumerate() {
                grid.hidden[row][column] = (1..small).contains(count);
            }
        }
        // Each round hides at least one more, so there are at most as many rounds as cells.
        while let Some(place) = grid.lines().into_iter().find_map(|line| grid.leak(&line, small)) {
            grid.hidden[place.0][place.1] = true;
        }
        grid.apply(self);
    }

    /// A table of medians: its first column says of how many, and a row of few is kept back whole.
    fn suppress_rows(&mut self, small: u64) {
        for row in &mut self.rows {
            if matches!(row.cells.first(), Some(Cell::Count(count)) if (1..small).contains(count)) {
                row.cells.iter_mut().for_each(|cell| *cell = Cell::Suppressed);
            }
        }
    }
}

/// The counts with their totals: the last row is the total of the rows; where there are several columns the last
/// is the total of a row.
struct Grid {
    counts: Vec<Vec<u64>>,
    hidden: Vec<Vec<bool>>,
}

impl Grid {
    fn of(table: &Table) -> Grid {
        let number = |cell: &Cell| match cell {
            Cell::Count(count) => *count,
            Cell::Days(_) | Cell::Suppressed | Cell::Nothing => 0,
        };
        let rows = table.rows.iter().map(|row| &row.cells).chain(table.total.iter());
        let counts: Vec<Vec<u64>> = rows.map(|cells| cells.iter().map(number).collect()).collect();
        let hidden = counts.iter().map(|line| vec![false; line.len()]).collect();
        Grid { counts, hidden }
    }

    /// Every row and every column, as places; the last of each is its total.
    fn lines(&self) -> Vec<Vec<Place>> {
        let (height, width) = (self.counts.len(), self.counts[0].len());
        let across = (0..height).map(|row| (0..width).map(|column| (row, column)).collect());
        let down = (0..width).map(|column| (0..height).map(|row| (row, column)).collect());
        match width {
            1 => down.collect(),
            _ => across.chain(down).collect(),
        }
    }

    /// Where the line tells what it should not, the place that is to be hidden next.
    fn leak(&self, line: &[Place], small: u64) -> Option<Place> {
        let hidden = |place: &Place| self.hidden[place.0][place.1];
        let count = |place: &Place| self.counts[place.0][place.1];
        let (total, cells) = line.split_last()?;
        let kept: Vec<u64> = cells.iter().filter(|place| hidden(place)).map(count).collect();
        let told = match (kept.len(), hidden(total)) {
            (0, total_is_hidden) => total_is_hidden,
            (1, true) => false,
            (1, false) => true,
            (_, total_is_hidden) => !total_is_hidden && kept.iter().sum::<u64>() < small,
        };
        if !told {
            return None;
        }
        let shown = cells.iter().filter(|place| !hidden(place) && count(place) > 0);
        let next = shown.min_by_key(|place| count(place)).or((!hidden(total)).then_some(total));
        next.copied()
    }

    fn apply(&self, table: &mut Table) {
        let rows = table.rows.iter_mut().map(|row| &mut row.cells).chain(table.total.iter_mut());
        for (cells, hidden) in rows.zip(&self.hidden) {
            for (cell, hidden) in cells.iter_mut().zip(hidden) {
                if *hidden {
                    *cell = Cell::Suppressed;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
