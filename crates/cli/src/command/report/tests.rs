//! Laws of what people see of a report.

use super::*;

fn report(columns: &[&str], rows: &[(&str, &[u64])]) -> ReportView {
    let numbers = |cells: &[u64]| cells.iter().map(|number| CellView::Number(*number)).collect();
    let row = |(label, cells): &(&str, &[u64])| RowView {
        label: (*label).to_owned(),
        cells: numbers(cells),
    };
    let table = TableView {
        name: "t".to_owned(),
        title: "Denials".to_owned(),
        rows_are: "destination".to_owned(),
        columns: columns.iter().map(|column| (*column).to_owned()).collect(),
        rows: rows.iter().map(row).collect(),
        total: None,
        note: None,
    };
    ReportView {
        report: "denials".to_owned(),
        title: "Denials".to_owned(),
        from: "2026-01-01".to_owned(),
        to: "2026-06-30".to_owned(),
        exercise: true,
        small: 5,
        tables: vec![table],
    }
}

#[test]
fn states_have_names_numbers_stand_under_their_heads_and_a_drill_says_so() {
    let text = told(&report(&["records"], &[("SY", &[7]), ("(none given)", &[12])]));
    assert!(text.starts_with("EXERCISE"), "{text}");
    assert!(text.contains("SY Syria"), "{text}");
    let shown =
        text.lines().filter(|line| line.ends_with(" records") || line.ends_with([' ', '7', '2']));
    let ends: Vec<usize> = shown.map(|line| line.width()).collect();
    assert!(ends.len() == 3 && ends.windows(2).all(|two| two[0] == two[1]), "{text}");
}

#[test]
fn a_table_that_does_not_fit_is_told_in_words_within_the_screen() {
    let names: Vec<String> = (0..30).map(|at| format!("kind-number-{at}")).collect();
    let columns: Vec<&str> = names.iter().map(String::as_str).collect();
    let counts: Vec<u64> = (0..30).collect();
    let text = told(&report(&columns, &[("EG", &counts)]));
    assert!(text.lines().all(|line| line.width() <= 100), "{text}");
    assert!(text.contains("kind-number-29 29") && !text.contains("kind-number-0 "), "{text}");
}

#[test]
fn a_page_shows_no_markup_of_others_and_the_drill_in_large_letters() {
    let page = page::page(&report(&["records"], &[("<img src=x>", &[9]), ("EG", &[3])])).unwrap();
    assert!(!page.contains("<img"), "{page}");
    assert!(page.contains("class=\"drill\"") && page.contains("EG Egypt"), "{page}");
}
