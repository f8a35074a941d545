//! Laws of an entry's row.

use super::{INLINE_BYTES, PIECE_BYTES, Row, STATEMENT_BYTES_MAX};

#[test]
fn a_row_reads_back_and_knows_its_pieces() {
    let lengths = [0, 1, INLINE_BYTES, INLINE_BYTES + 1, INLINE_BYTES + PIECE_BYTES + 1];
    for length in lengths {
        let body = vec![3; length];
        let (row, pieces) = Row::split(b"statement", &body).unwrap();
        let bytes = row.write();
        let read = Row::read(&bytes).unwrap();
        assert_eq!(read, row);
        let written: Vec<(u16, usize)> = pieces.map(|(at, piece)| (at, piece.len())).collect();
        assert_eq!(read.pieces().collect::<Vec<_>>(), written);
        let rest: usize = written.iter().map(|(_, bytes)| bytes).sum();
        assert_eq!(row.inline.len() + rest, length);
    }
}

#[test]
fn a_row_cut_or_lengthened_anywhere_is_refused() {
    let (row, _) = Row::split(b"statement", b"body").unwrap();
    let mut bytes = row.write();
    for end in 0..bytes.len() {
        assert!(Row::read(&bytes[..end]).is_err(), "cut at {end}");
    }
    bytes.push(0);
    assert!(Row::read(&bytes).is_err());
}

#[test]
fn a_statement_longer_than_a_leaf_can_bear_is_refused() {
    assert!(Row::split(&[0; STATEMENT_BYTES_MAX], b"").is_some());
    assert!(Row::split(&[0; STATEMENT_BYTES_MAX + 1], b"").is_none());
}

#[test]
fn seventeen_of_the_longest_rows_stay_in_the_database_file() {
    // Beside the row itself sled keeps its key, and some 16 bytes of its own.
    let row = 6 + STATEMENT_BYTES_MAX + INLINE_BYTES + 21 + 16;
    assert!(17 * row.max(PIECE_BYTES + 22 + 16) < 1024 * 1024 / 4);
}
