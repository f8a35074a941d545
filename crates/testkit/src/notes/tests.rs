//! Laws of checkpoints as bytes.

use super::*;

#[test]
fn a_note_covers_what_stands_in_it() {
    let (both, author) = (b"a\nb\n\n- one\n- two\n", b"a\nb\n\n- one\n");
    assert_eq!(author_only(both).as_deref(), Some(&author[..]));
    assert!(covers(both, author) && !covers(author, both));
    assert!(!covers(both, b"a\nc\n\n- one\n"));
}
