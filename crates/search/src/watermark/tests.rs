//! Laws of the watermark.

use super::*;

fn log(n: u8) -> Log {
    Log { key: [n; 32], epoch: u64::from(n) }
}

fn reached(n: u8, entries: u64) -> Reached {
    Reached { log: log(n), entries, tip: Digest::of(&[n]) }
}

#[test]
fn what_a_commit_says_reads_back() {
    let marks = Digest::of(b"a fork");
    let watermark = Watermark::new([reached(2, 7), reached(1, 3)], marks);
    let text = watermark.payload("records 1");
    assert_eq!(Watermark::of_payload(&text), Some(("records 1".to_owned(), watermark)));
}

#[test]
fn anything_else_is_no_watermark() {
    let text = Watermark::new([reached(1, 3)], Digest::of(&[])).payload("records 1");
    let cut = &text[..text.len() - 2];
    let other = text.replace("marks", "remarks");
    let digits = text.replacen(&Digest::of(&[]).to_string()[..8], "zzzzzzzz", 1);
    for text in ["", "{}", cut, &other, &digits] {
        assert_eq!(Watermark::of_payload(text), None, "{text}");
    }
}

#[test]
fn behind_counts_what_is_held_and_not_read() {
    let watermark = Watermark::new([reached(1, 3), reached(2, 5)], Digest::of(&[]));
    assert_eq!(watermark.total(), 8);
    assert_eq!(watermark.behind([(log(1), 4), (log(2), 5), (log(3), 10)]), 11);
    assert_eq!(watermark.behind([(log(1), 2)]), 0);
}

#[test]
fn another_mark_is_another_watermark() {
    let one = Watermark::new([reached(1, 3)], Digest::of(&[]));
    let other = Watermark::new([reached(1, 3)], Digest::of(b"a cut"));
    assert_ne!(one.digest(), other.digest());
    assert_eq!(one.digest(), Watermark::new([reached(1, 3), reached(2, 0)], one.marks()).digest());
}
