//! What is no note, and no key of one.

use crate::note::{NOTE_BYTES_MAX, Note, NoteKey, SIGNATURE_LINES_MAX, SignatureKind};
use crate::tests::cast;

fn flaw(bytes: &[u8]) -> Option<&'static str> {
    Note::decode(bytes).err().map(|flaw| flaw.name())
}

#[test]
fn a_text_may_have_empty_lines_and_the_last_parts_it() {
    let note = Note::decode("one\n\ntwo\n\n— a AAAAAAA=\n".as_bytes()).unwrap();
    assert_eq!(note.text(), "one\n\ntwo\n");
    assert_eq!(note.lines().len(), 1);
    assert_eq!((note.lines()[0].name(), note.lines()[0].signature()), ("a", &[0][..]));
}

#[test]
fn malformed_lines_are_refused() {
    for line in [
        "",
        "- a AAAAAAA=",
        "—a AAAAAAA=",
        "— a",
        "— a ",
        "—  AAAAAAA=",
        "— a AAAAAA==",
        "— a+b AAAAAAA=",
        "— a  AAAAAAA=",
        "— a AAAAAAA= ",
        "— a AAAAAAA",
        "— a AAAAAAB=",
        "— a\u{a0}b AAAAAAA=",
        "— a AAAA-AA=",
    ] {
        let note = format!("text\n\n{line}\n");
        assert!(matches!(flaw(note.as_bytes()), Some("note-line" | "note-form")), "{line:?}");
    }
}

#[test]
fn size_and_count_are_bounded() {
    let line = "— a AAAAAAA=\n";
    let note = |lines: usize| format!("text\n\n{}", line.repeat(lines)).into_bytes();
    assert_eq!(flaw(&note(SIGNATURE_LINES_MAX)), None);
    assert_eq!(flaw(&note(SIGNATURE_LINES_MAX + 1)), Some("note-count"));
    let mut long = vec![b'a'; NOTE_BYTES_MAX - line.len() - 2];
    long.extend(format!("\n\n{line}").bytes());
    assert_eq!((long.len(), flaw(&long)), (NOTE_BYTES_MAX, None));
    long.insert(0, b'a');
    assert_eq!(flaw(&long), Some("note-size"));
}

#[test]
fn a_key_with_anything_bent_is_refused() {
    let key =
        NoteKey::new("a.example", SignatureKind::Cosignature, cast::key("EE witness").public());
    let vkey = key.unwrap().to_string();
    assert_eq!(vkey.parse::<NoteKey>().unwrap().to_string(), vkey);
    for at in 0..vkey.len() {
        let mut bent = vkey.clone().into_bytes();
        bent[at] ^= 1;
        let bent = String::from_utf8(bent).unwrap();
        assert!(bent.parse::<NoteKey>().is_err(), "{bent}");
    }
    for name in ["", "a b", "a+b", "a\u{2003}b", "a\nb"] {
        let key = cast::key("EE witness").public();
        assert!(NoteKey::new(name, SignatureKind::Ed25519, key).is_err(), "{name:?}");
    }
}
