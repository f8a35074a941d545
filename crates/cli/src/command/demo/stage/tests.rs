//! The table of states is right, and a path is one word.

use std::collections::BTreeSet;

use super::*;

#[test]
fn every_state_of_the_table_is_one_and_stands_once() {
    let codes: BTreeSet<StateCode> = STATES.iter().map(|code| code.parse().unwrap()).collect();
    assert_eq!(codes.len(), STATES.len());
}

#[test]
fn a_path_is_one_word_for_a_shell() {
    assert_eq!(quoted(Path::new("a/b-1.x")), "a/b-1.x");
    assert_eq!(quoted(Path::new("my dir/it's")), r"'my dir/it'\''s'");
}
