//! Keys and notes that others published: signed-note's own example, and those of Go's `sumdb/note`.

use crate::key::SecretKey;
use crate::note::{Note, NoteKey, SignatureKind, SignatureLine};

const FOO: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
const FOO_NOTE: &str = "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

const PETER: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const ENOCH: &str = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
const TEXT: &str = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const PETER_LINE: &str = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
const ENOCH_LINE: &str = "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";

fn key(vkey: &str) -> NoteKey {
    vkey.parse().unwrap()
}

fn signers(note: &str, known: &[NoteKey]) -> Result<Vec<String>, &'static str> {
    let note = Note::decode(note.as_bytes()).map_err(|flaw| flaw.name())?;
    let verified = note.verify(known).map_err(|flaw| flaw.name())?;
    Ok(verified.iter().map(|line| line.key.name().to_owned()).collect())
}

#[test]
fn published_keys_are_read_and_written_alike() {
    for vkey in [FOO, PETER, ENOCH] {
        assert_eq!(key(vkey).to_string(), vkey);
    }
}

#[test]
fn the_example_of_the_standard_verifies() {
    assert_eq!(signers(FOO_NOTE, &[key(FOO)]), Ok(vec!["example.com/foo".into()]));
}

#[test]
fn lines_of_known_keys_verify_and_others_are_passed_over() {
    let both = format!("{TEXT}\n{PETER_LINE}{ENOCH_LINE}");
    let (peter, enoch) = (key(PETER), key(ENOCH));
    let names = |names: &[&str]| Ok(names.iter().map(|name| (*name).to_owned()).collect());
    assert_eq!(signers(&both, std::slice::from_ref(&peter)), names(&["PeterNeumann"]));
    assert_eq!(signers(&both, &[peter, enoch]), names(&["PeterNeumann", "EnochRoot"]));
    assert_eq!(signers(&both, &[key(FOO)]), Err("note-unsigned"));
    let note = Note::decode(both.as_bytes()).unwrap();
    assert_eq!((note.text(), note.encode()), (TEXT, both.into_bytes()));
}

#[test]
fn a_known_key_that_signs_badly_or_twice_has_the_note_refused() {
    let known = [key(PETER), key(ENOCH)];
    let twice = format!("{TEXT}\n{PETER_LINE}{PETER_LINE}");
    assert_eq!(signers(&twice, &known), Err("note-repeated"));
    let other_text = format!("{TEXT}{TEXT}\n{PETER_LINE}");
    assert_eq!(signers(&other_text, &known), Err("bad-signature"));
    let other_name = format!("{TEXT}\n{}", PETER_LINE.replace("PeterNeumann", "CarmenSandiego"));
    assert_eq!(signers(&other_name, &known), Err("note-unsigned"));
}

#[test]
fn the_published_line_is_what_the_published_secret_signs() {
    // EnochRoot's seed is 32 bytes of zero.
    let secret = SecretKey::from_seed(&[0; 32]);
    let enoch = NoteKey::new("EnochRoot", SignatureKind::Ed25519, secret.public()).unwrap();
    assert_eq!(enoch.to_string(), ENOCH);
    let line = SignatureLine::new(&enoch, secret.sign(TEXT.as_bytes()).to_vec());
    let note = Note::new(TEXT.to_owned(), vec![line]);
    assert_eq!(note.encode(), format!("{TEXT}\n{ENOCH_LINE}").into_bytes());
}
