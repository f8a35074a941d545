//! Vectors of the first two rungs: a statement, its body, and the key that it names.

use chancery_encoding::{Digest, encode};
use ciborium::Value;
use serde_json::Value as Json;

use super::{Case, Made, Shared, hex};
use crate::key::PublicKey;
use crate::statement::{Entry, Header, STATEMENT_BYTES_MAX, Sign1Flaw, StatementFlaw};
use crate::tests::cast::{body, first_record, founding, key, record, statement_key};
use crate::tests::forge::{Forge, set};

pub(super) fn judge(_: &Shared, case: &Case) -> Result<(), &'static str> {
    let entry = Entry { statement: case.bytes("statement"), body: case.bytes("body") };
    let decoded = entry.decode().map_err(|flaw| {
        assert_eq!(cbor(&flaw), case.0["cbor"].as_str(), "{}", case.name());
        flaw.name()
    })?;
    let named = decoded.header().key;
    let key = PublicKey::from_bytes(case.bytes32("key").unwrap_or(named)).unwrap();
    let id = decoded.id();
    decoded.authenticate(&key).map_err(|flaw| flaw.name())?;
    assert_eq!(Some(*id.as_bytes()), case.bytes32("id"), "{}", case.name());
    Ok(())
}

/// What the scan of frame, header or body found, where that is the flaw.
fn cbor(flaw: &StatementFlaw) -> Option<&'static str> {
    match flaw {
        StatementFlaw::Frame(Sign1Flaw::Cbor(flaw) | Sign1Flaw::Protected(flaw))
        | StatementFlaw::Body(flaw) => Some(flaw.kind.name()),
        _ => None,
    }
}

/// Cases under way.
struct Cases(Vec<Vec<(&'static str, Json)>>);

impl Cases {
    fn accept(&mut self, name: &str, statement: Vec<u8>, body: Vec<u8>) {
        let decoded = Entry { statement, body }.decode().unwrap();
        let entry = decoded.entry();
        self.0.push(vec![
            ("name", name.into()),
            ("statement", hex(&entry.statement).into()),
            ("body", hex(&entry.body).into()),
            ("id", decoded.id().to_string().into()),
            ("flaw", Json::Null),
        ]);
    }

    fn refuse(&mut self, flaw: &str, name: &str, statement: &[u8]) {
        self.refuse_with(flaw, name, statement, &own_body());
    }

    fn refuse_with(&mut self, flaw: &str, name: &str, statement: &[u8], body: &[u8]) {
        self.0.push(vec![
            ("name", name.into()),
            ("statement", hex(statement).into()),
            ("body", hex(body).into()),
            ("flaw", flaw.into()),
        ]);
        let entry = Entry { statement: statement.to_vec(), body: body.to_vec() };
        if let Some(kind) = entry.decode().err().as_ref().and_then(cbor) {
            self.0.last_mut().unwrap().push(("cbor", kind.into()));
        }
    }
}

fn own_body() -> Vec<u8> {
    body("EE", "A title")
}

fn header() -> Header {
    header_over(&own_body())
}

fn header_over(body: &[u8]) -> Header {
    let mut header = first_record("EE").header().clone();
    header.body_length = body.len() as u64;
    header.body_digest = Digest::of(body);
    header
}

fn bent(bend: impl FnOnce(&mut Header)) -> Vec<u8> {
    let mut header = header();
    bend(&mut header);
    Forge::statement(&header).bytes()
}

fn own(field: i64) -> [Value; 2] {
    ["chancery".into(), field.into()]
}

fn claim(field: i64) -> [Value; 2] {
    [15.into(), field.into()]
}

pub(super) fn make() -> Made {
    let mut cases = Cases(Vec::new());
    accepted(&mut cases);
    frames(&mut cases);
    headers(&mut cases);
    fields(&mut cases);
    bodies(&mut cases);
    signatures(&mut cases);
    Made {
        about: "Statements and their bodies, verified with the key that the statement names, or \
                with `key` where a case has one.",
        shared: Vec::new(),
        cases: cases.0,
    }
}

fn accepted(cases: &mut Cases) {
    let founding = founding("EE").into_entry();
    cases.accept("certificate at place 0", founding.statement, founding.body);
    let forge = || Forge::statement(&header());
    cases.accept("record at place 1", forge().bytes(), own_body());
    let newer = [
        ("label that nobody knows", forge().with(&[300.into()], Value::Null)),
        ("claim that nobody knows", forge().with(&claim(4), 1.into())),
        ("key of ours that nobody knows", forge().with(&own(99), "newer".into())),
    ];
    for (name, forge) in newer {
        cases.accept(name, forge.bytes(), own_body());
    }
    let newer = encode(&Value::Map(vec![("record".into(), Value::Map(Vec::new()))]));
    let mut header = header_over(&newer);
    header.kind = "capacity-request".into();
    cases.accept("kind that nobody knows", Forge::statement(&header).bytes(), newer);
    let mut header = header_over(b"\xff");
    header.media_type = "application/vnd.chancery.sealed".into();
    cases.accept("body that nobody can read", Forge::statement(&header).bytes(), b"\xff".to_vec());
}

fn frames(cases: &mut Cases) {
    let forge = Forge::statement(&header());
    let whole = forge.bytes();
    let half = &whole[..whole.len() - 1];
    cases.refuse("frame-cbor", "frame that ends early", half);
    cases.refuse("frame-cbor", "byte behind the frame", &[&whole[..], &[0]].concat());
    cases.refuse("frame-cbor", "tag in two bytes", &[&[0xd8, 18], &whole[1..]].concat());
    cases.refuse("frame-cbor", "tag 98", &[&[0xd8, 98], &whole[1..]].concat());
    let indefinite = [&[0xd2, 0x9f], &whole[2..], &[0xff]].concat();
    cases.refuse("frame-cbor", "array of indefinite length", &indefinite);
    cases.refuse("frame-cbor", "no bytes", &[]);
    cases.refuse("frame-shape", "frame without its tag", &whole[1..]);
    let signature = forge.signature(&forge.protected());
    let Value::Array(parts) = forge.parts(forge.protected(), signature) else { unreachable!() };
    let tagged = |parts: &[Value]| encode(&Value::Tag(18, Box::new(Value::Array(parts.to_vec()))));
    let mut detached = parts.clone();
    detached[2] = Value::Null;
    cases.refuse("frame-shape", "detached payload", &tagged(&detached));
    cases.refuse("frame-shape", "three parts", &tagged(&parts[..3]));
    let mut longer = parts.clone();
    longer.push(Value::Null);
    cases.refuse("frame-shape", "five parts", &tagged(&longer));
    let mut hinted = parts.clone();
    hinted[1] = Value::Map(vec![(99.into(), Value::Null)]);
    cases.refuse("unprotected-header", "label in the unprotected header", &tagged(&hinted));
    for length in [0, 63, 65] {
        let mut other = parts.clone();
        other[3] = Value::Bytes(vec![7; length]);
        let name = format!("signature of {length} bytes");
        cases.refuse("signature-length", &name, &tagged(&other));
    }
    // The label, the head of the padding, and one more byte in the head of the header.
    let around = 3 + 3 + 1;
    let padding = Value::Bytes(vec![0; STATEMENT_BYTES_MAX + 1 - whole.len() - around]);
    let long = forge.with(&[300.into()], padding).bytes();
    assert_eq!(long.len(), STATEMENT_BYTES_MAX + 1);
    cases.refuse("statement-too-long", "statement of 4097 bytes", &long);
}

fn headers(cases: &mut Cases) {
    let forge = || Forge::statement(&header());
    let protected = forge().protected();
    let Value::Map(entries) = forge().header else { unreachable!() };
    let twice = [&[protected[0] + 1][..], &protected[1..3], &protected[1..]].concat();
    cases.refuse("header-cbor", "label twice", &forge().bytes_of(twice));
    let unsorted: Vec<u8> = entries
        .iter()
        .rev()
        .flat_map(|(label, value)| [encode(label), encode(value)].concat())
        .collect();
    let unsorted = [&protected[..1], &unsorted].concat();
    cases.refuse("header-cbor", "labels out of order", &forge().bytes_of(unsorted));
    let wide = [&protected[..1], &[0x18], &protected[1..]].concat();
    cases.refuse("header-cbor", "label in two bytes", &forge().bytes_of(wide));
    cases.refuse("header-cbor", "no header", &forge().bytes_of(Vec::new()));
    let float = forge().with(&[300.into()], Value::Float(1.5));
    cases.refuse("header-cbor", "floating-point number", &float.bytes());
    for (name, found) in [("EdDSA, which leaves the curve open", -8), ("ES256", -7), ("Ed448", -53)]
    {
        let other = forge().with(&[1.into()], found.into());
        cases.refuse("algorithm", &format!("algorithm {found}: {name}"), &other.bytes());
    }
    let critical = forge().with(&[2.into()], Value::Array(vec![300.into()]));
    cases.refuse("critical-header", "critical label", &critical.bytes());
    let typed = forge().with(&[3.into()], "application/cbor".into());
    cases.refuse("content-type", "content type beside a hash", &typed.bytes());
    let other = forge().with(&[258.into()], (-43).into());
    cases.refuse("hash-algorithm", "hash algorithm -43: SHA-384", &other.bytes());
    for length in [0, 31, 48] {
        let mut other = forge();
        other.payload = vec![7; length];
        cases.refuse("payload-length", &format!("payload of {length} bytes"), &other.bytes());
    }
    field_flaws(cases);
}

fn field_flaws(cases: &mut Cases) {
    let forge = || Forge::statement(&header());
    let missing: [(&str, &[Value]); 14] = [
        ("algorithm", &[1.into()]),
        ("key id", &[4.into()]),
        ("claims", &[15.into()]),
        ("issuer", &claim(1)),
        ("subject", &claim(2)),
        ("time of issue", &claim(6)),
        ("hash algorithm", &[258.into()]),
        ("media type", &[259.into()]),
        ("map of ours", &["chancery".into()]),
        ("epoch", &own(1)),
        ("predecessor", &own(3)),
        ("roster", &own(4)),
        ("marking", &own(6)),
        ("body length", &own(7)),
    ];
    for (name, path) in missing {
        cases.refuse("header-field", &format!("no {name}"), &forge().without(path).bytes());
    }
    let mistyped: [(&str, &[Value], Value); 6] = [
        ("algorithm as text", &[1.into()], "Ed25519".into()),
        ("key id of 31 bytes", &[4.into()], Value::Bytes(vec![7; 31])),
        ("negative seq", &own(2), (-1).into()),
        ("time of issue as text", &claim(6), "2026-11-24T09:00:00Z".into()),
        ("media type as number", &[259.into()], 60.into()),
        ("roster of 33 bytes", &own(4), Value::Bytes(vec![7; 33])),
    ];
    for (name, path, value) in mistyped {
        cases.refuse("header-field", name, &forge().with(path, value).bytes());
    }
}

fn fields(cases: &mut Cases) {
    let forge = || Forge::statement(&header());
    for issuer in ["EE", "ZZ/foreign-trade", "ee/foreign-trade", "EE/Foreign-Trade", "EE/", "EE/-a"]
    {
        let other = forge().with(&claim(1), issuer.into());
        cases.refuse("issuer", &format!("issuer {issuer}"), &other.bytes());
    }
    for marking in ["TLP:WHITE", "tlp:green", "TLP:GREEN ", ""] {
        let other = forge().with(&own(6), marking.into());
        cases.refuse("marking", &format!("marking {marking:?}"), &other.bytes());
    }
    cases.refuse("position-range", "epoch 2^53", &bent(|header| header.epoch = 1 << 53));
    cases.refuse("position-range", "seq 2^53 - 1", &bent(|header| header.seq = (1 << 53) - 1));
    cases.refuse("prev-presence", "predecessor at place 0", &bent(|header| header.seq = 0));
    cases.refuse("prev-presence", "no predecessor at place 1", &bent(|header| header.prev = None));
    cases.refuse("issued-at", "issued before 1970", &bent(|header| header.issued_at = -1));
    let year_10000 = bent(|header| header.issued_at = 253_402_300_800);
    cases.refuse("issued-at", "issued in the year 10000", &year_10000);
    cases.refuse("name", "empty kind", &bent(|header| header.kind = String::new()));
    cases.refuse("name", "kind of two words", &bent(|header| header.kind = "a b".into()));
    let long = bent(|header| header.kind = "k".repeat(129));
    cases.refuse("name", "kind of 129 bytes", &long);
    let accented = bent(|header| header.reference = "EE-é".into());
    cases.refuse("name", "reference outside ASCII", &accented);
    for reference in ["KR-2026-0001", "EE"] {
        let other = bent(|header| header.reference = reference.into());
        cases.refuse("reference-of-another", &format!("reference {reference}"), &other);
    }
    let by_kind = bent(|header| header.kind = "certificate".into());
    cases.refuse("kind-and-media-type", "certificate by kind alone", &by_kind);
    let certificate = "application/vnd.chancery.certificate+cbor";
    let by_type = bent(|header| header.media_type = certificate.into());
    cases.refuse("kind-and-media-type", "certificate by media type alone", &by_type);
}

fn bodies(cases: &mut Cases) {
    let long = bent(|header| header.body_length = 262_145);
    cases.refuse("body-too-long", "body said to have 262145 bytes", &long);
    let zeros = vec![0; 262_145];
    cases.refuse_with("body-too-long", "body of 262145 bytes", &bent(|_| {}), &zeros);
    cases.refuse_with("body-length", "body is not there", &bent(|_| {}), &[]);
    let longer = [own_body(), vec![0]].concat();
    cases.refuse_with("body-length", "byte behind the body", &bent(|_| {}), &longer);
    let mut other = own_body();
    *other.last_mut().unwrap() ^= 1;
    cases.refuse_with("body-digest", "bit of the body flipped", &bent(|_| {}), &other);
    let over = |body: &[u8]| Forge::statement(&header_over(body)).bytes();
    for (name, body) in [
        ("body of two items", &[0x00, 0x00][..]),
        ("body of a number in two bytes", &[0x18, 0x00]),
        ("body with a key twice", &[0xa2, 0x01, 0x00, 0x01, 0x00]),
        ("empty body", &[]),
        ("body 33 deep", &[&[0x81; 33][..], &[0x00]].concat()),
    ] {
        cases.refuse_with("body-cbor", name, &over(body), body);
    }
    for (name, path, value) in [
        ("record of another kind", &["record", "kind"][..], "withdrawal"),
        ("record with a stricter marking", &["record", "handling", "tlp"], "TLP:RED"),
        ("record with a looser marking", &["record", "handling", "tlp"], "TLP:CLEAR"),
        ("record of another state", &["record", "originator", "state"], "KR"),
    ] {
        let mut tree = Value::Map(vec![("record".into(), record("EE", "A title"))]);
        let path: Vec<Value> = path.iter().map(|name| (*name).into()).collect();
        set(&mut tree, &path, value.into());
        let body = encode(&tree);
        cases.refuse_with("body-disagrees", name, &over(&body), &body);
    }
    // Under another media type only what reads as the body of a record is looked at.
    let sealed = |body: &[u8]| {
        let mut header = header_over(body);
        header.media_type = "application/vnd.chancery.sealed".into();
        Forge::statement(&header).bytes()
    };
    let record = record("KR", "A title");
    let without_salt = encode(&Value::Map(vec![("record".into(), record.clone())]));
    cases.accept("other media type, and no record", sealed(&without_salt), without_salt);
    let salt = Value::Bytes(vec![7; 16]);
    let body = encode(&Value::Map(vec![("record".into(), record), ("salt".into(), salt)]));
    cases.refuse_with("body-disagrees", "other media type, and a record", &sealed(&body), &body);
}

fn signatures(cases: &mut Cases) {
    let whole = bent(|_| {});
    let mut flipped = whole.clone();
    *flipped.last_mut().unwrap() ^= 1;
    cases.refuse("bad-signature", "bit of the signature flipped", &flipped);
    let at = whole.len() - 64;
    let zeros = [&whole[..at], &[0; 64]].concat();
    cases.refuse("bad-signature", "signature of zeros", &zeros);
    cases.refuse(
        "bad-signature",
        "signature with S + L",
        &[&whole[..at + 32], &plus_order(&whole[at + 32..])].concat(),
    );
    let mut other = Forge::statement(&header());
    other.key = key("EE witness");
    cases.refuse("bad-signature", "signature by another key", &other.bytes());
    let forge = Forge::statement(&header());
    let bare = statement_key("EE").sign(&forge.payload);
    let bare = encode(&Value::Tag(18, Box::new(forge.parts(forge.protected(), bare.to_vec()))));
    cases.refuse("bad-signature", "signature over the payload alone", &bare);
    cases.refuse("wrong-key", "verified with another key", &whole);
    let key = hex(statement_key("KR").public().as_bytes());
    cases.0.last_mut().unwrap().insert(3, ("key", key.into()));
}

/// The same number modulo the order of the base point, in its second form.
fn plus_order(scalar: &[u8]) -> Vec<u8> {
    const ORDER_LOW: [u8; 16] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde,
        0x14,
    ];
    let order = ORDER_LOW.into_iter().chain([0; 15]).chain([0x10]);
    let mut carry = 0;
    let add = |(byte, order): (&u8, u8)| {
        let sum = u16::from(*byte) + u16::from(order) + carry;
        carry = sum >> 8;
        sum.to_le_bytes()[0]
    };
    scalar.iter().zip(order).map(add).collect()
}
