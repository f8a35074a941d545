//! Laws of the kind.

use super::*;

#[test]
fn every_kind_reads_back() {
    for kind in Kind::ALL {
        assert_eq!(kind.to_string().parse(), Ok(kind));
    }
}

#[test]
fn a_kind_of_a_later_version_is_unknown_not_guessed() {
    assert_eq!("denial-notice".parse::<Kind>(), Err(UnknownKind("denial-notice".to_owned())));
}
