//! Vectors of records in files.

use chancery_encoding::{Digest, encode};
use ciborium::Value;

use super::{Case, Made, Shared, case};
use crate::roster::Roster;
use crate::statement::{Authentic, Draft, SignedCopy};
use crate::tests::cast::{certificate, draft, first_record, founding, roster, statement_key};

pub(super) fn judge(shared: &Shared, case: &Case) -> Result<(), &'static str> {
    let roster = Roster::decode(&shared.bytes("roster")).unwrap();
    let copy = SignedCopy::decode(&case.bytes("copy")).map_err(|flaw| flaw.name())?;
    copy.verify(&roster).map(|_| ()).map_err(|flaw| flaw.name())
}

fn copy_of(entry: &Authentic, code: &str) -> SignedCopy {
    SignedCopy { entry: entry.entry().clone(), certificate: certificate(code).bytes().to_vec() }
}

fn seal(bent: impl FnOnce(&mut Draft)) -> SignedCopy {
    let mut draft = draft("EE", 1, Some(founding("EE").id()));
    bent(&mut draft);
    copy_of(&draft.seal(&statement_key("EE")).unwrap(), "EE")
}

/// The copy with the last bit of one part flipped.
fn flipped(part: fn(&mut SignedCopy) -> &mut Vec<u8>) -> Vec<u8> {
    let mut copy = copy_of(&first_record("EE"), "EE");
    *part(&mut copy).last_mut().unwrap() ^= 1;
    copy.encode()
}

pub(super) fn make() -> Made {
    let whole = copy_of(&first_record("EE"), "EE").encode();
    let two = encode(&Value::Map(vec![
        (1.into(), Value::Bytes(vec![7])),
        (2.into(), Value::Bytes(vec![7])),
    ]));
    let authority = seal(|draft| draft.issuer.authority = "customs".into());
    let other_roster = seal(|draft| draft.roster = Digest::of(b"another roster"));
    let body = flipped(|copy| &mut copy.entry.body);
    let statement = flipped(|copy| &mut copy.entry.statement);
    let certificate = flipped(|copy| &mut copy.certificate);
    let rows: Vec<(&str, Vec<u8>, Option<&str>)> = vec![
        ("record of a member", whole.clone(), None),
        ("certificate of an observer", copy_of(&founding("BR"), "BR").encode(), None),
        ("byte behind the copy", [&whole[..], &[0]].concat(), Some("copy-cbor")),
        ("no certificate", two, Some("copy-field")),
        ("body changed", body, Some("body-digest")),
        ("signature changed", statement, Some("bad-signature")),
        ("signature of the certificate changed", certificate, Some("bad-signature")),
        (
            "certificate of another state",
            copy_of(&first_record("EE"), "KR").encode(),
            Some("wrong-key"),
        ),
        ("another authority", authority.encode(), Some("wrong-issuer")),
        ("another roster", other_roster.encode(), Some("wrong-roster")),
        (
            "record of an observer",
            copy_of(&first_record("BR"), "BR").encode(),
            Some("observer-publishes"),
        ),
    ];
    Made {
        about: "Records in files, verified under `roster`.",
        shared: vec![("roster", roster().encode())],
        cases: rows.iter().map(|(name, bytes, flaw)| case(name, "copy", bytes, *flaw)).collect(),
    }
}
