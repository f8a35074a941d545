//! Laws of the disk.

use super::*;

const LOG: LogId = LogId { key: [1; 32], epoch: 0 };

fn held(id: u8, body: usize) -> Held {
    let entry = Entry { statement: vec![0; 10], body: vec![0; body] };
    Held { id: Id::from_bytes([id; 32]), leaf: Digest::of(&[id]), entry: Rc::new(entry) }
}

fn at(seq: u64) -> Position {
    Position { log: LOG, seq }
}

#[test]
fn a_gap_and_a_second_statement_are_refused() {
    let mut disk = Disk::default();
    assert_eq!(disk.append(at(1), held(1, 0)), Appended::Skips);
    assert_eq!(disk.append(at(0), held(1, 0)), Appended::New);
    assert_eq!(disk.append(at(0), held(1, 0)), Appended::Again);
    assert_eq!(disk.append(at(0), held(2, 0)), Appended::Rewrites);
    assert_eq!(disk.id_at(at(0)), Some(Id::from_bytes([1; 32])));
    assert_eq!(disk.heads().len(), 1);
}

#[test]
fn a_read_stops_at_its_bounds_and_always_gives_one() {
    let mut disk = Disk::default();
    for seq in 0..5 {
        disk.append(at(seq), held(u8::try_from(seq).unwrap(), 90));
    }
    assert_eq!(disk.read(LOG, 1, 10, 250).len(), 2);
    assert_eq!(disk.read(LOG, 1, 3, 10_000).len(), 3);
    assert_eq!(disk.read(LOG, 4, 10, 1).len(), 1);
    assert_eq!(disk.read(LOG, 5, 10, 1000).len(), 0);
    assert_eq!(disk.head_below(LOG, 3).map(|head| head.seq), Some(2));
    assert_eq!(disk.head_below(LOG, 0), None);
}
