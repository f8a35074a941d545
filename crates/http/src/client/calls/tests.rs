//! Paths survive what people type.

use super::*;

#[test]
fn a_name_stays_one_path_segment() {
    assert_eq!(escape("EE-2026-0001"), "EE-2026-0001");
    assert_eq!(escape("../peers?x#é"), "..%2Fpeers%3Fx%23%C3%A9");
}

#[test]
fn an_empty_listing_has_no_query() {
    assert_eq!(Listing::default().query(), "");
    let listing = Listing { state: Some("EE".into()), limit: Some(3), ..Listing::default() };
    assert_eq!(listing.query(), "?state=EE&limit=3");
}
