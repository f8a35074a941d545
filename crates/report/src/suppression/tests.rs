//! Laws of suppression: nothing small is shown, and nothing kept back follows from one line.

use proptest::prelude::*;

use crate::table::{Cell, Row, Table};

fn table(counts: &[Vec<u64>]) -> Table {
    let with_sum = |row: &Vec<u64>| -> Vec<Cell> {
        let sum = (row.len() > 1).then(|| row.iter().sum());
        row.iter().copied().chain(sum).map(Cell::Count).collect()
    };
    let width = counts[0].len();
    let sums: Vec<u64> = (0..width).map(|at| counts.iter().map(|row| row[at]).sum()).collect();
    let rows = counts.iter().map(|row| Row { label: "x".to_owned(), cells: with_sum(row) });
    Table {
        name: "t",
        title: "t",
        rows_are: "t",
        columns: vec!["c".to_owned(); if width > 1 { width + 1 } else { 1 }],
        rows: rows.collect(),
        total: Some(with_sum(&sums)),
        note: None,
    }
}

fn cells(table: &Table) -> Vec<Vec<Cell>> {
    table.rows.iter().map(|row| row.cells.clone()).chain(table.total.clone()).collect()
}

/// The lines on which subtraction works: each column, and each row where there is a total of it.
fn lines(cells: &[Vec<Cell>]) -> Vec<Vec<Cell>> {
    let across = cells.iter().filter(|row| row.len() > 1).cloned();
    let down = (0..cells[0].len()).map(|at| cells.iter().map(|row| row[at]).collect());
    across.chain(down).collect()
}

fn suppressed(counts: &[Vec<u64>], small: u64) -> Vec<Vec<Cell>> {
    let mut table = table(counts);
    table.suppress(small);
    cells(&table)
}

const S: Cell = Cell::Suppressed;
const fn n(number: u64) -> Cell {
    Cell::Count(number)
}

#[test]
fn a_single_small_cell_takes_the_next_smallest_with_it() {
    let shown = suppressed(&[vec![2], vec![40], vec![9], vec![0]], 5);
    assert_eq!(shown, [vec![S], vec![n(40)], vec![S], vec![n(0)], vec![n(51)]]);
}

#[test]
fn two_ones_are_not_kept_apart_by_a_total_of_two() {
    assert_eq!(suppressed(&[vec![1], vec![1]], 5), [vec![S], vec![S], vec![S]]);
}

#[test]
fn nothing_is_kept_back_where_nothing_is_small_or_the_limit_is_off() {
    let counts = [vec![7, 9], vec![0, 12]];
    assert_eq!(suppressed(&counts, 5), cells(&table(&counts)));
    let counts = [vec![1, 9], vec![0, 2]];
    assert_eq!(suppressed(&counts, 1), cells(&table(&counts)));
    assert_eq!(suppressed(&counts, 0), cells(&table(&counts)));
}

#[test]
fn medians_of_few_answers_are_kept_back_whole() {
    let mut table = table(&[vec![3, 10], vec![5, 10]]);
    table.total = None;
    table.suppress(5);
    assert_eq!(table.rows[0].cells, [S, S, S]);
    assert_eq!(table.rows[1].cells[0], n(5));
}

proptest! {
    #[test]
    fn nothing_small_is_shown_and_no_line_tells_what_is_kept_back(
        width in 1_usize..6,
        numbers in proptest::collection::vec(prop_oneof![Just(0_u64), 1_u64..9, 0_u64..200], 1..36),
        small in 2_u64..8,
    ) {
        let counts: Vec<Vec<u64>> = numbers.chunks(width).filter(|row| row.len() == width).map(<[u64]>::to_vec).collect();
        prop_assume!(!counts.is_empty());
        let (before, after) = (cells(&table(&counts)), suppressed(&counts, small));
        let mut hidden = 0;
        for (before, after) in lines(&before).iter().zip(lines(&after)) {
            let kept = after.iter().filter(|cell| **cell == S).count();
            prop_assert!(kept != 1, "{after:?} of {before:?}");
            hidden += kept;
            for (before, after) in before.iter().zip(after) {
                let Cell::Count(count) = *before else { unreachable!() };
                prop_assert!(after == S || after == *before);
                prop_assert!(after == S || count == 0 || count >= small, "{count} is shown");
            }
        }
        let small_ones = before.iter().flatten().any(|cell| matches!(cell, Cell::Count(c) if (1..small).contains(c)));
        prop_assert!(small_ones || hidden == 0, "{after:?} of {before:?}");
    }
}
