//! Vectors of the last rung: an authentic statement against what is held of its log.

use chancery_encoding::Digest;
use serde_json::Value as Json;

use super::{Case, Made, Shared, hex, unhex};
use crate::certificate::Certificate;
use crate::key::PublicKey;
use crate::log::{Chain, Head, Id, LogId};
use crate::roster::{Ending, Genesis, Register, RosterProposal};
use crate::statement::{Authentic, CERTIFICATE_KIND, Draft, Entry, founding_entry};
use crate::tests::cast::{
    MEMBERS, body, certificate, draft, first_record, founding, genesis, key, request, revocation,
    rival_record, roster, state, statement_key, step,
};

pub(super) fn judge(shared: &Shared, case: &Case) -> Result<(), &'static str> {
    let genesis = Genesis::decode(&shared.bytes("genesis")).unwrap();
    let acts: Vec<Vec<u8>> = case.0["acts"].as_array().map_or_else(Vec::new, |acts| {
        acts.iter().map(|act| unhex(act.as_str().unwrap())).collect()
    });
    let (register, refused) = Register::load(&genesis, &acts);
    assert_eq!(refused, [], "an act of {}", case.name());
    let entry = Entry { statement: case.bytes("statement"), body: case.bytes("body") };
    let decoded = entry.decode().unwrap();
    let key = PublicKey::from_bytes(decoded.header().key).unwrap();
    let authentic = decoded.authenticate(&key).unwrap();
    let mut log = authentic.position().log;
    log.key = case.bytes32("log").unwrap_or(log.key);
    let mut chain = match case.bytes32("tip") {
        None => Chain::new(log),
        Some(tip) => {
            let seq = case.0["tip_seq"].as_u64().unwrap();
            Chain::resume(Head { log, seq, tip: Id::from_bytes(tip) }, None)
        }
    };
    chain.admit(authentic, register.directory()).map(|_| ()).map_err(|flaw| flaw.name())
}

type Fields = Vec<(&'static str, Json)>;

fn case(name: &str, tip: Option<&Authentic>, entry: &Authentic, flaw: Option<&str>) -> Fields {
    let mut fields: Fields = vec![("name", name.into())];
    if let Some(tip) = tip {
        fields.push(("tip_seq", tip.position().seq.into()));
        fields.push(("tip", tip.id().to_string().into()));
    }
    fields.push(("statement", hex(&entry.entry().statement).into()));
    fields.push(("body", hex(&entry.entry().body).into()));
    fields.push(("flaw", flaw.into()));
    fields
}

fn seal(bent: impl FnOnce(&mut Draft)) -> Authentic {
    let mut draft = draft("EE", 1, Some(founding("EE").id()));
    bent(&mut draft);
    draft.seal(&statement_key("EE")).unwrap()
}

fn certifying(seq: u64, certificate: &[u8]) -> Authentic {
    seal(|draft| {
        draft.prev = draft.prev.filter(|_| seq > 0);
        draft.seq = seq;
        draft.kind = CERTIFICATE_KIND.into();
        draft.body = certificate.to_vec();
    })
}

pub(super) fn make() -> Made {
    let mut cases = accepted();
    cases.extend(places());
    cases.extend(authors());
    cases.extend(certificates());
    cases.extend(closed());
    cases.extend(versions());
    Made {
        about: "Statements whose signature is good, against a log whose tip is `tip` at `tip_seq`, \
                or that is empty, under `genesis` and the case's `acts`. The log is the statement's own key and epoch; `log` puts another \
                key.",
        shared: vec![("genesis", genesis().encode())],
        cases,
    }
}

fn accepted() -> Vec<Fields> {
    let founding = founding("EE");
    let mut newer = request("EE");
    (newer.serial, newer.transport_key) = (2, key("EE second transport").public());
    let newer = Certificate::issue(&newer, &key("EE root"), &roster()).unwrap();
    vec![
        case("certificate founds a log", None, &founding, None),
        case("record behind the certificate", Some(&founding), &first_record("EE"), None),
        case("renewed certificate later", Some(&founding), &certifying(1, newer.bytes()), None),
        case("certificate of an observer", None, &super::super::cast::founding("BR"), None),
    ]
}

fn places() -> Vec<Fields> {
    let (founding, first) = (founding("EE"), first_record("EE"));
    let gap = seal(|draft| draft.seq = 2);
    let prev = seal(|draft| draft.prev = Some(Id::from_bytes([7; 32])));
    let liar = seal(|draft| draft.roster = Digest::of(b"another roster"));
    let mut other_log = case("another log", Some(&founding), &first, Some("other-log"));
    let other = LogId { key: *statement_key("KR").public().as_bytes(), epoch: 0 };
    other_log.insert(1, ("log", hex(&other.key).into()));
    vec![
        other_log,
        case("same statement again", Some(&first), &first, Some("held")),
        case(
            "another statement in the tip's place",
            Some(&first),
            &rival_record("EE"),
            Some("fork"),
        ),
        case(
            "in the tip's place, under a roster that is unknown",
            Some(&first),
            &liar,
            Some("wrong-roster"),
        ),
        case("place below the tip", Some(&first), &founding, Some("past")),
        case("place is left out", Some(&founding), &gap, Some("seq-gap")),
        case("record before its log is there", None, &first, Some("seq-gap")),
        case("another predecessor", Some(&founding), &prev, Some("wrong-prev")),
    ]
}

fn authors() -> Vec<Fields> {
    let nobody = draft("EE", 1, Some(founding("EE").id())).seal(&key("nobody")).unwrap();
    let other_authority = seal(|draft| draft.issuer.authority = "customs".into());
    let other_state = seal(|draft| {
        draft.issuer.state = state("KR");
        draft.reference = "KR-2026-0001".into();
        draft.body = body("KR", "In another's name");
    });
    let other_roster = seal(|draft| draft.roster = Digest::of(b"another roster"));
    let epoch = founding_entry(&certificate("EE"), 1, &statement_key("EE")).unwrap();
    let own = founding("EE");
    vec![
        case("key without a certificate", Some(&own), &nobody, Some("unknown-author")),
        case("another authority", Some(&own), &other_authority, Some("wrong-issuer")),
        case("another state", Some(&own), &other_state, Some("wrong-issuer")),
        case("observer", Some(&founding("BR")), &first_record("BR"), Some("observer-publishes")),
        case("epoch that nobody opened", None, &epoch, Some("future-epoch")),
        case("another roster", Some(&own), &other_roster, Some("wrong-roster")),
    ]
}

fn certificates() -> Vec<Fields> {
    let record = seal(|draft| (draft.seq, draft.prev) = (0, None));
    let mut bent = certificate("EE").bytes().to_vec();
    *bent.last_mut().unwrap() ^= 1;
    let bent = certifying(0, &bent);
    let other = certifying(0, certificate("KR").bytes());
    vec![
        case("record at place 0", None, &record, Some("not-founded")),
        case("certificate that does not verify", None, &bent, Some("certificate")),
        case("certificate of another authority", None, &other, Some("other-certificate")),
    ]
}

/// The case once these acts are known.
fn knowing(acts: &[&[u8]], mut case: Fields) -> Fields {
    let acts: Vec<Json> = acts.iter().map(|act| hex(act).into()).collect();
    case.insert(1, ("acts", acts.into()));
    case
}

fn closed() -> Vec<Fields> {
    let (founding, first, rival) = (founding("EE"), first_record("EE"), rival_record("EE"));
    let at_0 = revocation("EE", Some((0, founding.id())));
    let at_1 = revocation("EE", Some((1, first.id())));
    let all = revocation("EE", None);
    let row = |name, acts: &[&[u8]], tip, entry, flaw| knowing(acts, case(name, tip, entry, flaw));
    let cut = Some("revoked");
    vec![
        row("last place of a closed log", &[at_1.bytes()], Some(&founding), &first, None),
        row("behind the last place", &[at_0.bytes()], Some(&founding), &first, cut),
        row("far behind the last place", &[at_0.bytes()], None, &first, cut),
        row("another in the last place", &[at_1.bytes()], Some(&founding), &rival, cut),
        row(
            "fork in the last place is one first",
            &[at_1.bytes()],
            Some(&first),
            &rival,
            Some("fork"),
        ),
        row("log of which nothing stands", &[all.bytes()], None, &founding, cut),
        row("lowest of two", &[at_1.bytes(), at_0.bytes()], Some(&founding), &first, cut),
    ]
}

fn versions() -> Vec<Fields> {
    let old = roster();
    let ending = Ending { state: state("EE"), keeps: Vec::new(), closed: Vec::new() };
    let other = RosterProposal::after(&old).remove(state("BR"));
    let gone = Ending { state: state("BR"), ..ending.clone() };
    let other = other.end(gone).build().unwrap();
    let without = step(&other, &old, &MEMBERS);
    let under = seal(|draft| draft.roster = other.hash());
    let mut newer = request("EE");
    (newer.serial, newer.under) = (2, Some(other.hash()));
    newer.epoch = 1;
    let (register, _) = Register::load(&genesis(), &[without.bytes().to_vec()]);
    let newer = Certificate::issue_under(&newer, &key("EE root"), register.directory()).unwrap();
    let opened = founding_entry(&newer, 1, &statement_key("EE")).unwrap();
    let older = founding_entry(&certificate("EE"), 1, &statement_key("EE")).unwrap();
    let mut behind = draft("EE", 1, Some(opened.id()));
    behind.epoch = 1;
    let behind = behind.seal(&statement_key("EE")).unwrap();
    let mut cut = ending;
    cut.keeps = vec![certificate("EE").id()];
    let suspended = RosterProposal::after(&old).suspend(state("EE")).end(cut).build().unwrap();
    let suspended_step = step(&suspended, &old, &MEMBERS);
    let mut recovered = request("EE");
    (recovered.serial, recovered.epoch) = (2, 1);
    let recovered = Certificate::issue(&recovered, &key("EE root"), &old).unwrap();
    let row = |name, acts: &[&[u8]], tip, entry, flaw| knowing(acts, case(name, tip, entry, flaw));
    let both = [without.bytes(), newer.bytes()];
    let own = founding("EE");
    vec![
        row("later version of the roster", &[without.bytes()], Some(&own), &under, None),
        row(
            "founding version after a later one",
            &[without.bytes()],
            Some(&own),
            &first_record("EE"),
            None,
        ),
        row("certificate opens epoch 1", &both, None, &opened, None),
        row(
            "certificate of epoch 0 at place 0 of epoch 1",
            &both,
            None,
            &older,
            Some("wrong-roster"),
        ),
        row(
            "certificate of epoch 0 opens no other",
            &[recovered.bytes()],
            None,
            &older,
            Some("other-certificate"),
        ),
        row(
            "older roster than the certificate of the epoch",
            &both,
            Some(&opened),
            &behind,
            Some("wrong-roster"),
        ),
        row("suspended and not closed", &[suspended_step.bytes()], None, &own, Some("revoked")),
    ]
}
