//! Vectors of the checkpoints of EE's log: the four lines, and the author's.

use chancery_encoding::Digest;

use super::{Case, Made, Shared, case};
use crate::checkpoint::{CHECKPOINT_BYTES_MAX, Checkpoint, SignedCheckpoint};
use crate::log::POSITION_MAX;
use crate::note::{Note, SignatureLine};
use crate::roster::{Directory, Genesis};
use crate::tests::cast::{genesis, issuer, key, statement_key};
use crate::tests::forest::{checkpoint, cosigned, leaves, signed};

pub(super) fn judge(shared: &Shared, case: &Case) -> Result<(), &'static str> {
    let directory = Directory::new(&Genesis::decode(&shared.bytes("genesis")).unwrap());
    let bytes = case.bytes("note");
    let read = SignedCheckpoint::decode(&bytes, &directory).map_err(|flaw| flaw.name())?;
    assert_eq!(read.encode(), bytes, "written again as another");
    Ok(())
}

pub(super) type Named = (&'static str, Vec<u8>, Option<&'static str>);

pub(super) fn make() -> Made {
    let cases = [accepted(), of_text(), of_origin(), of_author(), of_note()].concat();
    made(
        "Checkpoints of the log of EE, read by a node of the network that `genesis` founds. The cases of \
         their cosignatures are in cosignature.json.",
        &cases,
    )
}

pub(super) fn made(about: &'static str, cases: &[Named]) -> Made {
    Made {
        about,
        shared: vec![("genesis", genesis().encode())],
        cases: cases.iter().map(|(name, bytes, flaw)| case(name, "note", bytes, *flaw)).collect(),
    }
}

fn seven() -> Vec<Digest> {
    leaves(u64::MAX, 7)
}

/// Any text, signed by EE under the name that its first line gives.
fn of(text: &str) -> Vec<u8> {
    let key = statement_key("EE");
    let origin = text.lines().next().unwrap();
    let name = crate::note::NoteKey::named(
        origin.to_owned(),
        crate::note::SignatureKind::Ed25519,
        key.public(),
    );
    let line = SignatureLine::new(&name, key.sign(text.as_bytes()).to_vec());
    Note::new(text.to_owned(), vec![line]).encode()
}

/// The right text with one line replaced.
fn with_line(at: usize, line: &str) -> Vec<u8> {
    let text = checkpoint(&seven()).text();
    let mut lines: Vec<&str> = text.lines().collect();
    lines[at] = line;
    of(&format!("{}\n", lines.join("\n")))
}

/// The right origin with one part replaced.
fn with_part(at: usize, part: &str) -> Vec<u8> {
    let origin = checkpoint(&seven()).origin();
    let mut parts: Vec<&str> = origin.split('/').collect();
    parts[at] = part;
    with_line(0, &parts.join("/"))
}

fn bent(bend: impl FnOnce(&mut Checkpoint)) -> Vec<u8> {
    let mut checkpoint = checkpoint(&seven());
    bend(&mut checkpoint);
    checkpoint.sign(&statement_key("EE")).unwrap().encode()
}

fn accepted() -> Vec<Named> {
    vec![
        ("author alone", signed(&seven()).encode(), None),
        ("one entry", signed(&seven()[..1]).encode(), None),
        ("largest size", bent(|checkpoint| checkpoint.size = POSITION_MAX), None),
        ("author and two witnesses", cosigned(&seven()).encode(), None),
    ]
}

fn of_text() -> Vec<Named> {
    let text = checkpoint(&seven()).text();
    let short: String = text.split_inclusive('\n').take(3).collect();
    let (size, root) = (Some("checkpoint-size"), Some("checkpoint-root"));
    let roster = Some("checkpoint-roster");
    let lines: Vec<&str> = text.lines().collect();
    let url = lines[2].replace('+', "-").replace('/', "_");
    assert_ne!(url, lines[2], "the root has no letter that base64 of URLs writes otherwise");
    vec![
        ("no roster", of(&short), Some("checkpoint-lines")),
        ("fifth line", of(&format!("{text}more\n")), Some("checkpoint-lines")),
        ("empty line at the end of the text", of(&format!("{text}\n")), Some("checkpoint-lines")),
        ("size is zero", with_line(1, "0"), size),
        ("size is negative", with_line(1, "-7"), size),
        ("size has a plus", with_line(1, "+7"), size),
        ("size begins with a zero", with_line(1, "07"), size),
        ("size is empty", with_line(1, " "), size),
        ("size is 2^53", with_line(1, "9007199254740992"), size),
        ("size is beyond 64 bits", with_line(1, "18446744073709551616"), size),
        ("root is too short", with_line(2, "AAAA"), root),
        ("root without padding", with_line(2, lines[2].trim_end_matches('=')), root),
        ("root in base64 of URLs", with_line(2, &url), root),
        ("roster without its word", with_line(3, lines[3].trim_start_matches("roster ")), roster),
        ("roster in capitals", with_line(3, &format!("roster {}", "A".repeat(64))), roster),
        ("roster is too short", with_line(3, &lines[3][..70]), roster),
    ]
}

fn of_origin() -> Vec<Named> {
    let origin = checkpoint(&seven()).origin();
    let key = origin.split('/').nth(4).unwrap().to_owned();
    let flaw = Some("checkpoint-origin");
    vec![
        ("origin of another system", with_line(0, "example.com/behind-the-sofa"), flaw),
        ("origin has another prefix", with_part(0, "Chancery"), flaw),
        ("network is too short", with_part(1, "00"), flaw),
        ("state is none", with_part(2, "ee"), flaw),
        ("authority is none", with_part(3, "Foreign-Trade"), flaw),
        ("key in capitals", with_part(4, &key.to_uppercase()), flaw),
        ("epoch begins with a zero", with_part(5, "00"), flaw),
        ("epoch is 2^53", with_part(5, "9007199254740992"), flaw),
        ("origin has a seventh part", with_line(0, &format!("{origin}/")), flaw),
    ]
}

fn of_author() -> Vec<Named> {
    let stranger = {
        let mut checkpoint = checkpoint(&seven());
        checkpoint.log.key = *key("nobody").public().as_bytes();
        checkpoint.sign(&key("nobody")).unwrap().encode()
    };
    let other = Digest::of(b"another network");
    vec![
        ("another network", bent(|checkpoint| checkpoint.network = other), Some("other-network")),
        ("key without a certificate", stranger, Some("unknown-author")),
        (
            "another issuer",
            bent(|checkpoint| checkpoint.issuer = issuer("KR")),
            Some("wrong-issuer"),
        ),
        (
            "epoch that is not open",
            bent(|checkpoint| checkpoint.log.epoch = 1),
            Some("future-epoch"),
        ),
        ("unknown roster", bent(|checkpoint| checkpoint.roster = other), Some("unknown-roster")),
    ]
}

fn of_note() -> Vec<Named> {
    let whole = cosigned(&seven()).encode();
    let note = Note::decode(&whole).unwrap();
    let written =
        |lines: &[SignatureLine]| Note::new(note.text().to_owned(), lines.to_vec()).encode();
    let [author, kr, nl] = note.lines() else { unreachable!("an author and two witnesses") };
    let key = checkpoint(&seven()).author_key(statement_key("EE").public());
    let line = |signature: Vec<u8>| written(&[SignatureLine::new(&key, signature)]);
    let by_another = statement_key("KR").sign(note.text().as_bytes());
    let mut long = vec![b'a'; CHECKPOINT_BYTES_MAX];
    long.extend(&whole);
    let bare = checkpoint(&seven()).text().into_bytes();
    let by = Some("not-by-author");
    vec![
        ("no signature", bare, Some("note-form")),
        ("too long", long, Some("checkpoint-length")),
        ("author's line is missing", written(&[kr.clone(), nl.clone()]), by),
        ("author's line is the second", written(&[kr.clone(), author.clone(), nl.clone()]), by),
        (
            "witnesses are not sorted",
            written(&[author.clone(), nl.clone(), kr.clone()]),
            Some("cosignature-order"),
        ),
        ("another key signs", line(by_another.to_vec()), Some("bad-signature")),
        ("author's signature is too short", line(vec![0; 63]), Some("bad-signature")),
    ]
}
