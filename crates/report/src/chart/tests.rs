//! Laws of the charts.

use super::*;

#[test]
fn a_label_cannot_become_markup_and_nothing_is_drawn_of_what_is_kept_back() {
    let rows = [("<script>alert(1)</script>", Cell::Count(7)), ("отказ", Cell::Suppressed)];
    let svg = bars(&rows).unwrap().unwrap();
    assert!(!svg.contains("<script"), "{svg}");
    assert!(svg.contains("отказ") && svg.contains("kept back") && svg.contains('7'), "{svg}");
}

#[test]
fn a_table_without_a_number_has_no_chart() {
    assert!(bars(&[]).unwrap().is_none());
    assert!(bars(&[("a", Cell::Count(0)), ("b", Cell::Suppressed)]).unwrap().is_none());
}

#[test]
fn the_longest_bar_fills_the_room_and_the_smallest_is_seen() {
    assert_eq!(length(10_000, 10_000, 380), 380);
    assert_eq!(length(1, 10_000, 380), 1);
    assert_eq!(length(0, 10_000, 380), 0);
}
