//! Laws of officers as arguments.

use super::{BadOfficer, OfficerArgument};
use chancery_ledger::policy::Role;

#[test]
fn an_officer_is_a_name_its_roles_and_a_file() {
    let one: OfficerArgument = "officer-7:reviewer,author,author:keys/a:b.pub".parse().unwrap();
    assert_eq!((one.name.as_str(), one.roles), ("officer-7", vec![Role::Author, Role::Reviewer]));
    assert_eq!(one.key.to_str(), Some("keys/a:b.pub"));
}

#[test]
fn what_is_no_officer_says_what_one_is() {
    for text in ["officer-7", "officer-7:author", ":author:a.pub", "officer-7:author:"] {
        assert_eq!(text.parse::<OfficerArgument>(), Err(BadOfficer::Shape), "{text}");
    }
    for text in ["a:boss:a.pub", "a::a.pub", "a:author,:a.pub"] {
        assert!(matches!(text.parse::<OfficerArgument>(), Err(BadOfficer::Role(_))), "{text}");
    }
}
