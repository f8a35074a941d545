//! A case file is what it says, byte for byte, and everything else is none.

use super::*;

mod vectors;

fn note(at: i64, case: Option<&str>) -> Reliance {
    Reliance {
        note: format!("{at:016x}"),
        version: Id::from_bytes([7; 32]),
        number: 2,
        reference: "EE-2026-0001".to_owned(),
        cited: "EE-2026-0002".to_owned(),
        title: "Überwachung, 監視".to_owned(),
        state: "EE".to_owned(),
        exercise: true,
        relied_as: ReliedAs::Considered,
        reason: "the end user differs".to_owned(),
        case: case.map(str::to_owned),
        made_at_s: at,
    }
}

fn case() -> NoteFile {
    NoteFile {
        state: "KR".to_owned(),
        authority: "authority".to_owned(),
        notes: vec![note(1, None), note(2, Some("2026/17"))],
        packs: vec![vec![1, 2, 3]],
        missing: vec![(Id::from_bytes([9; 32]), "no checkpoint covers it".to_owned())],
    }
}

#[test]
fn case_file_reads_as_it_was_written_and_is_written_one_way() {
    let bytes = case().encode();
    assert_eq!(NoteFile::decode(&bytes).unwrap(), case());
    assert_eq!(NoteFile::decode(&bytes).unwrap().encode(), bytes);
}

#[test]
fn every_change_of_a_byte_is_noticed_or_changes_what_is_read() {
    let bytes = case().encode();
    for at in 0..bytes.len() {
        let mut bent = bytes.clone();
        bent[at] ^= 1;
        assert_ne!(NoteFile::decode(&bent), Ok(case()), "byte {at}");
    }
    for length in 0..bytes.len() {
        assert!(NoteFile::decode(&bytes[..length]).is_err(), "cut at {length}");
    }
    assert!(NoteFile::decode(&[bytes, vec![0]].concat()).is_err(), "something follows");
}

#[test]
fn what_is_no_case_is_told_apart() {
    let map = |fields: Vec<(Value, Value)>| NoteFile::decode(&encode(&Value::Map(fields)));
    let other = map(vec![(1.into(), "chancery-case-2".into())]);
    assert_eq!(other, Err(NoteFileFlaw::Format("chancery-case-2".to_owned())));
    assert!(
        matches!(map(vec![(1.into(), 1.into())]), Err(NoteFileFlaw::Field(_))),
        "a pack is none"
    );
    let list = || Value::Array(Vec::new());
    let with = |notes: Value| {
        map(vec![
            (1.into(), FORMAT.into()),
            (2.into(), "KR".into()),
            (3.into(), "authority".into()),
            (4.into(), notes),
            (5.into(), list()),
            (6.into(), list()),
        ])
    };
    assert!(with(list()).is_ok());
    let item = NoteFileFlaw::Item { list: "notes", at: 0 };
    assert_eq!(with(Value::Array(vec![Value::Map(Vec::new())])), Err(item));
}
