//! Days are the same for the store and for the fold.

use super::date;
use crate::clock::Day;

#[test]
fn a_day_of_the_store_is_the_same_day_of_the_fold() {
    let day = |number: u32| date(Day::new(number).unwrap()).to_string();
    assert_eq!(day(20_261_101), "2026-11-01");
    assert_eq!(day(20_280_229), "2028-02-29");
}
