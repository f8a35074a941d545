//! Laws of the story.

use super::*;

#[test]
fn the_digest_depends_on_every_word_and_on_their_order() {
    let digest = |words: &[u64]| {
        let mut story = Story::new(Telling::Digest);
        story.note(words);
        story.digest()
    };
    assert_eq!(digest(&[1, 2]), digest(&[1, 2]));
    assert_ne!(digest(&[1, 2]), digest(&[2, 1]));
    assert_ne!(digest(&[1, 2]), digest(&[1, 2, 0]));
}

#[test]
fn telling_does_not_change_the_digest() {
    let run = |telling| {
        let mut story = Story::new(telling);
        story.note_bytes(b"abcdefghij");
        story.tell(1500, || "EE stops".to_owned());
        (story.digest(), story.into_lines())
    };
    let (quiet, none) = run(Telling::Digest);
    let (told, lines) = run(Telling::Lines);
    assert_eq!(quiet, told);
    assert!(none.is_empty());
    assert_eq!(lines, ["    1.500 s  EE stops"]);
}
