//! Vectors of the lines of witnesses under a checkpoint.

use super::Made;
use super::checkpoint::{Named, made};
use crate::cosignature::{COSIGNATURE_TIME_MAX, message, witness_key};
use crate::key::SecretKey;
use crate::note::{Note, NoteKey, SignatureKind, SignatureLine};
use crate::tests::cast::{NOW, certificate, key};
use crate::tests::forest::{cosigned, leaves, signed};

/// The checkpoint of EE with these lines behind the author's.
fn note(lines: &[SignatureLine]) -> Vec<u8> {
    let author = Note::decode(&signed(&leaves(u64::MAX, 7)).encode()).unwrap();
    Note::new(author.text().to_owned(), [author.lines(), lines].concat()).encode()
}

fn lines() -> [SignatureLine; 2] {
    let whole = Note::decode(&cosigned(&leaves(u64::MAX, 7)).encode()).unwrap();
    let [_, kr, nl] = whole.lines() else { unreachable!("an author and two witnesses") };
    [kr.clone(), nl.clone()]
}

fn line(name: &NoteKey, secret: &SecretKey, time: u64) -> SignatureLine {
    let text = signed(&leaves(u64::MAX, 7)).checkpoint().text();
    let signature = secret.sign(&message(time, &text));
    SignatureLine::new(name, [&time.to_be_bytes()[..], &signature].concat())
}

/// A line under a name of our own making.
fn named(name: &str, kind: SignatureKind) -> SignatureLine {
    let secret = key("NL witness");
    let name = NoteKey::named(name.to_owned(), kind, secret.public());
    line(&name, &secret, u64::try_from(NOW).unwrap())
}

pub(super) fn make() -> Made {
    let cases = [accepted(), of_order(), of_names(), of_bytes()].concat();
    made(
        "Cosignatures on a checkpoint of EE, read by a node of the network that `genesis` founds. They are by \
         the witnesses of KR and NL.",
        &cases,
    )
}

fn accepted() -> Vec<Named> {
    let [kr, nl] = lines();
    let nl_key = witness_key(&certificate("NL"));
    let at = |time| note(&[line(&nl_key, &key("NL witness"), time)]);
    let own = line(&witness_key(&certificate("EE")), &key("EE witness"), 0);
    vec![
        ("one witness", note(std::slice::from_ref(&nl)), None),
        ("two witnesses", note(&[kr, nl]), None),
        ("in 1970", at(0), None),
        ("at the end of 9999", at(COSIGNATURE_TIME_MAX), None),
        // Whether an author counts as its own witness is for those who count.
        ("the author's own witness key", note(&[own]), None),
    ]
}

fn of_order() -> Vec<Named> {
    let [kr, nl] = lines();
    let order = Some("cosignature-order");
    vec![
        ("larger name first", note(&[nl.clone(), kr]), order),
        ("one line twice", note(&[nl.clone(), nl]), order),
    ]
}

fn of_names() -> Vec<Named> {
    let name = witness_key(&certificate("NL")).name().to_owned();
    let part = |at: usize, part: &str| {
        let mut parts: Vec<&str> = name.split('/').collect();
        parts[at] = part;
        note(&[named(&parts.join("/"), SignatureKind::Cosignature)])
    };
    let unknown = Some("unknown-witness");
    let stranger = NoteKey::named(name.clone(), SignatureKind::Cosignature, key("nobody").public());
    vec![
        (
            "witness of another system",
            note(&[named("witness.example.com/w1", SignatureKind::Cosignature)]),
            unknown,
        ),
        ("name of another network", part(1, "0123456789abcdef"), unknown),
        ("name of another state", part(2, "KR"), unknown),
        ("name of another authority", part(3, "customs"), unknown),
        ("name of another key", part(4, "0123456789abcdef"), unknown),
        ("name in capitals", part(4, &name.rsplit('/').next().unwrap().to_uppercase()), unknown),
        (
            "key without a certificate under the name of one",
            note(&[line(&stranger, &key("nobody"), 0)]),
            unknown,
        ),
        ("id of a plain signature", note(&[named(&name, SignatureKind::Ed25519)]), unknown),
    ]
}

fn of_bytes() -> Vec<Named> {
    let nl = witness_key(&certificate("NL"));
    let secret = key("NL witness");
    let bytes = |bytes: Vec<u8>| note(&[SignatureLine::new(&nl, bytes)]);
    let whole = lines()[1].signature().to_vec();
    let mut later = whole.clone();
    later[7] ^= 1;
    let bad = Some("bad-cosignature");
    let text = signed(&leaves(u64::MAX, 7)).checkpoint().text();
    let plain = [&0_u64.to_be_bytes()[..], &secret.sign(text.as_bytes())].concat();
    let other = signed(&leaves(u64::MAX, 6)).checkpoint().text();
    let elsewhere = [&0_u64.to_be_bytes()[..], &secret.sign(&message(0, &other))].concat();
    vec![
        ("a byte is missing", bytes(whole[..71].to_vec()), Some("cosignature-length")),
        ("a byte more", bytes([&whole[..], &[0]].concat()), Some("cosignature-length")),
        ("no time", bytes(whole[8..].to_vec()), Some("cosignature-length")),
        (
            "in the year 10000",
            note(&[line(&nl, &secret, COSIGNATURE_TIME_MAX + 1)]),
            Some("cosignature-time"),
        ),
        ("another time", bytes(later), bad),
        ("another key signs", note(&[line(&nl, &key("KR witness"), 0)]), bad),
        ("signature over the text alone", bytes(plain), bad),
        ("signature over another checkpoint", bytes(elsewhere), bad),
    ]
}
