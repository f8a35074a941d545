//! Laws of the marking.

use super::*;

#[test]
fn every_label_reads_back() {
    for marking in Marking::ALL {
        assert_eq!(marking.to_string().parse(), Ok(marking));
    }
}

#[test]
fn strictness_is_the_order() {
    assert!(Marking::ALL.is_sorted());
    assert!(Marking::Red > Marking::AmberStrict);
}

#[test]
fn another_spelling_is_refused() {
    for text in ["TLP:WHITE", "tlp:clear", "CLEAR", "TLP: RED", ""] {
        assert_eq!(text.parse::<Marking>(), Err(UnknownMarking(text.to_owned())));
    }
}
