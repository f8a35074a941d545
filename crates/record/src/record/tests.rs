//! Laws of the record.

use super::*;

#[test]
fn the_salt_changes_the_body_and_not_the_record() {
    let record =
        Record(tree::from_json(r#"{"kind":"unheard-of","more":[1,null,true]}"#).expect("a tree"));
    let (one, two) = (record.to_body([1; SALT_BYTES]), record.to_body([2; SALT_BYTES]));
    assert_ne!(one, two);
    assert_eq!(Record::from_body(&one), Ok(record.clone()));
    assert_eq!(Record::from_body(&two), Ok(record));
}

#[test]
fn a_record_that_does_not_say_counts_as_an_exercise() {
    let record = Record(tree::from_json("{}").expect("a tree"));
    assert!(record.exercise());
}
