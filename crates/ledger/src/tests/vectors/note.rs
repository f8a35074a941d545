//! Vectors of the notes that anyone may write, with the keys of Go's tests and a cosigner of our own.

use chancery_encoding::Digest;

use super::{Case, Made, Shared, case};
use crate::cosignature;
use crate::key::SecretKey;
use crate::note::{
    NOTE_BYTES_MAX, Note, NoteKey, SIGNATURE_LINES_MAX, SignatureKind, SignatureLine,
};
use crate::tests::cast::{NOW, key};

const TEXT: &str = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const PETER: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const PETER_LINE: &str = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
const ENOCH_LINE: &str = "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";

pub(super) fn judge(shared: &Shared, case: &Case) -> Result<(), &'static str> {
    let keys = String::from_utf8(shared.bytes("keys")).unwrap();
    let keys: Vec<NoteKey> = keys.lines().map(|vkey| vkey.parse().unwrap()).collect();
    let note = Note::decode(&case.bytes("note")).map_err(|flaw| flaw.name())?;
    assert_eq!(note.encode(), case.bytes("note"), "written again as another");
    note.verify(&keys).map(|_| ()).map_err(|flaw| flaw.name())
}

fn cosigner() -> NoteKey {
    let key = key("EE witness").public();
    NoteKey::new("cosigner.example/w1", SignatureKind::Cosignature, key).unwrap()
}

/// A line of one signature, of which the note has no other.
fn note(lines: Vec<SignatureLine>) -> Vec<u8> {
    Note::new(TEXT.to_owned(), lines).encode()
}

fn cosigned(time: u64, secret: &SecretKey) -> Vec<u8> {
    let signature = secret.sign(&cosignature::message(time, TEXT));
    let bytes = [&time.to_be_bytes()[..], &signature].concat();
    note(vec![SignatureLine::new(&cosigner(), bytes)])
}

fn text(text: &str, lines: &str) -> Vec<u8> {
    format!("{text}\n{lines}").into_bytes()
}

pub(super) fn make() -> Made {
    let cases = [accepted(), of_form(), of_lines(), of_keys()].concat();
    Made {
        about: "C2SP signed notes, read by somebody who knows the keys in `keys`, one vkey a line: one of type \
                0x01, from the tests of Go's sumdb/note, and one of type 0x04.",
        shared: vec![("keys", format!("{PETER}\n{}\n", cosigner()).into_bytes())],
        cases: cases.iter().map(|(name, bytes, flaw)| case(name, "note", bytes, *flaw)).collect(),
    }
}

type Named = (&'static str, Vec<u8>, Option<&'static str>);

fn accepted() -> Vec<Named> {
    let now = u64::try_from(NOW).unwrap();
    let strangers = ENOCH_LINE.repeat(SIGNATURE_LINES_MAX - 1);
    let same_name = PETER_LINE.replacen(" x08g", " x09g", 1);
    vec![
        ("one line of a known key", text(TEXT, PETER_LINE), None),
        (
            "lines of a known key and of another",
            text(TEXT, &format!("{ENOCH_LINE}{PETER_LINE}")),
            None,
        ),
        (
            "another key of the name is passed over",
            text(TEXT, &format!("{same_name}{PETER_LINE}")),
            None,
        ),
        ("cosignature", cosigned(now, &key("EE witness")), None),
        ("as many lines as are read", text(TEXT, &format!("{strangers}{PETER_LINE}")), None),
    ]
}

fn of_form() -> Vec<Named> {
    let mut not_utf8 = text(TEXT, PETER_LINE);
    not_utf8[0] = 0xff;
    let long = |more: usize| {
        let behind = format!("\n\n{PETER_LINE}").into_bytes();
        [vec![b'a'; NOTE_BYTES_MAX + more - behind.len()], behind].concat()
    };
    let many = PETER_LINE.repeat(SIGNATURE_LINES_MAX + 1);
    vec![
        ("longest note, which nobody signed so", long(0), Some("bad-signature")),
        ("one byte more", long(1), Some("note-size")),
        ("not UTF-8", not_utf8, Some("note-characters")),
        ("tabulator", text(&TEXT.replacen(' ', "\t", 1), PETER_LINE), Some("note-characters")),
        ("carriage return", text(TEXT, &PETER_LINE.replace('\n', "\r\n")), Some("note-characters")),
        ("no empty line", [TEXT, PETER_LINE].concat().into_bytes(), Some("note-form")),
        ("no signature line", text(TEXT, ""), Some("note-form")),
        ("no newline at the end", text(TEXT, PETER_LINE.trim_end()), Some("note-form")),
        ("empty", Vec::new(), Some("note-form")),
        ("one line more than are read", text(TEXT, &many), Some("note-count")),
    ]
}

fn of_lines() -> Vec<Named> {
    let line = |line: &str| text(TEXT, &format!("{line}\n{PETER_LINE}"));
    let flaw = Some("note-line");
    vec![
        ("line with a hyphen", line("- a AAAAAAA="), flaw),
        ("line without a space behind the dash", line("—a AAAAAAA="), flaw),
        ("line without a name", line("—  AAAAAAA="), flaw),
        ("line without a signature", line("— a"), flaw),
        ("name with a plus", line("— a+b AAAAAAA="), flaw),
        ("name with a no-break space", line("— a\u{a0}b AAAAAAA="), flaw),
        ("key id and nothing behind it", line("— a AAAAAA=="), flaw),
        ("base64 without padding", line("— a AAAAAAA"), flaw),
        ("base64 with bits behind the end", line("— a AAAAAAB="), flaw),
        ("base64 of URLs", line("— a AAAA-AA="), flaw),
        ("space at the end of a line", line("— a AAAAAAA= "), flaw),
    ]
}

fn of_keys() -> Vec<Named> {
    let bad = Some("bad-signature");
    let now = u64::try_from(NOW).unwrap();
    let mut other_time = cosigned(now, &key("EE witness"));
    let line = Note::decode(&other_time).unwrap().lines()[0].signature().to_vec();
    let later = [&(now + 1).to_be_bytes()[..], &line[8..]].concat();
    other_time.clone_from(&note(vec![SignatureLine::new(&cosigner(), later)]));
    let peter: NoteKey = PETER.parse().unwrap();
    let short = note(vec![SignatureLine::new(&peter, vec![0; 63])]);
    let plain = key("EE witness").sign(TEXT.as_bytes()).to_vec();
    let repeated = format!("{PETER_LINE}{ENOCH_LINE}{PETER_LINE}");
    let stranger = NoteKey::new("PeterNeumann", SignatureKind::Ed25519, key("nobody").public());
    let digest = Digest::of(b"no signature").as_bytes().repeat(2);
    vec![
        ("nobody known has signed", text(TEXT, ENOCH_LINE), Some("note-unsigned")),
        (
            "another key of the name, and no other line",
            note(vec![SignatureLine::new(&stranger.unwrap(), digest)]),
            Some("note-unsigned"),
        ),
        ("a known key signs twice", text(TEXT, &repeated), Some("note-repeated")),
        ("another text", text(&TEXT.replacen('I', "i", 1), PETER_LINE), bad),
        ("signature of 63 bytes", short, bad),
        ("cosignature of another key", cosigned(now, &key("KR witness")), bad),
        ("cosignature with another time", other_time, bad),
        ("cosignature without a time", note(vec![SignatureLine::new(&cosigner(), plain)]), bad),
    ]
}
