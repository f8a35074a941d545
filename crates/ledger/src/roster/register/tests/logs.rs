//! Laws of certificates and revocations: several nodes, rotation, recovery, and where logs end.

use super::{Stage, log, root};
use crate::act::{Revocation, RevocationRequest, RootedFlaw};
use crate::log::{AdmissionFlaw, Chain, Id, LogId};
use crate::roster::Learnt;
use crate::statement::{Authentic, founding_entry};
use crate::tests::cast::{NOW, draft, issuer, key, statement_key};

fn founding(stage: &Stage) -> Authentic {
    let certificate = &stage.author("EE statement").unwrap().certificate;
    founding_entry(certificate, certificate.epoch, &statement_key("EE")).unwrap()
}

/// Two records behind the founding statement.
fn records(stage: &Stage, founding: &Authentic) -> [Authentic; 2] {
    let epoch = founding.header().epoch;
    let record = |seq, prev| {
        let mut draft = draft("EE", seq, Some(prev));
        (draft.epoch, draft.roster) = (epoch, stage.directory().roster_hash());
        draft.seal(&statement_key("EE")).unwrap()
    };
    let first = record(1, founding.id());
    let second = record(2, first.id());
    [first, second]
}

#[test]
fn several_nodes_of_one_authority_have_a_log_each() {
    let mut stage = Stage::new();
    let second = stage.request("EE", "EE backup");
    stage.take(&stage.certify(&second, &root("EE")));
    let [one, two] = ["EE statement", "EE backup statement"].map(|key| stage.author(key).unwrap());
    assert_eq!(one.issuer, two.issuer);
    for author in [one, two] {
        let node = stage.directory().by_transport(&author.transport).unwrap();
        assert_eq!(node.key, author.key);
    }
}

#[test]
fn genesis_holds_several_nodes_of_one_authority() {
    let stage = Stage::new();
    let mut second = stage.request("EE", "EE backup");
    second.under = None;
    let bytes = stage.certify(&second, &root("EE"));
    let second = stage.directory().read_certificate(&bytes).unwrap();
    let mut certificates = stage.genesis.certificates().to_vec();
    certificates.push(second);
    let genesis = crate::roster::Genesis::new(stage.roster().clone(), certificates).unwrap();
    let read = crate::roster::Genesis::decode(&genesis.encode()).unwrap();
    assert_eq!(crate::roster::Register::new(&read).directory().authors().count(), 8);
}

#[test]
fn old_records_verify_after_a_rotation_and_later_ones_do_not() {
    let mut stage = Stage::new();
    let founding = founding(&stage);
    let [first, second] = records(&stage, &founding);
    let mut rotated = stage.request("EE", "EE rotated");
    rotated.serial = 2;
    stage.take(&stage.certify(&rotated, &root("EE")));
    let last = Some((1, first.id()));
    stage.take(&stage.revoke("EE", "EE statement", last, &root("EE")));
    let mut chain = Chain::new(log("EE statement"));
    chain.admit(founding, stage.directory()).unwrap();
    chain.admit(first, stage.directory()).unwrap();
    assert_eq!(chain.judge(&second, stage.directory()), Err(AdmissionFlaw::Revoked));
    let old = stage.author("EE statement").unwrap();
    assert!(old.is_closed());
    assert!(stage.directory().by_transport(&old.transport).is_none());
    assert!(!stage.author("EE rotated statement").unwrap().is_closed());
}

#[test]
fn rotation_may_keep_the_transport_key() {
    let mut stage = Stage::new();
    let mut rotated = stage.request("EE", "EE rotated");
    rotated.serial = 2;
    rotated.transport_key = key("EE transport").public();
    stage.take(&stage.certify(&rotated, &root("EE")));
    let node = stage.directory().by_transport(rotated.transport_key.as_bytes()).unwrap();
    assert_eq!(node.key, rotated.statement_key, "the highest serial has it");
}

#[test]
fn lowest_of_several_places_counts_and_then_the_smaller_id() {
    let places = [
        Some((7, Id::from_bytes([1; 32]))),
        Some((5, Id::from_bytes([8; 32]))),
        Some((5, Id::from_bytes([3; 32]))),
    ];
    for turn in 0..3 {
        let mut stage = Stage::new();
        for at in 0..3 {
            let place = places[(at + turn) % 3];
            stage.take(&stage.revoke("EE", "EE statement", place, &root("EE")));
        }
        assert_eq!(stage.cut("EE statement"), Some(places[2]));
        stage.take(&stage.revoke("EE", "EE statement", None, &root("EE")));
        assert_eq!(stage.cut("EE statement"), Some(None), "nothing is lower than any place");
    }
}

#[test]
fn recovery_opens_a_new_epoch_and_closes_the_old_one() {
    let mut stage = Stage::new();
    let old = founding(&stage);
    let mut recovered = stage.request("EE", "EE");
    (recovered.serial, recovered.epoch) = (2, 1);
    stage.take(&stage.certify(&recovered, &root("EE")));
    stage.take(&stage.revoke("EE", "EE statement", Some((0, old.id())), &root("EE")));
    let author = stage.author("EE statement").unwrap();
    assert_eq!(author.epoch, 1);
    assert!(!author.is_closed(), "its highest epoch goes on");
    assert!(stage.directory().by_transport(&author.transport).is_some());
    let new = founding(&stage);
    let mut chain = Chain::new(LogId { epoch: 1, ..log("EE statement") });
    chain.admit(new.clone(), stage.directory()).unwrap();
    let [first, _] = records(&stage, &new);
    chain.admit(first, stage.directory()).unwrap();
    let mut chain = Chain::new(log("EE statement"));
    chain.admit(old.clone(), stage.directory()).unwrap();
    let [behind, _] = records(&stage, &old);
    assert_eq!(chain.judge(&behind, stage.directory()), Err(AdmissionFlaw::Revoked));
    // An epoch that no certificate opens is not open, also below the highest.
    let mut third = stage.request("EE", "EE");
    (third.serial, third.epoch) = (3, 3);
    stage.take(&stage.certify(&third, &root("EE")));
    let third = stage.author("EE statement").unwrap();
    assert!(third.has_opened(3) && third.has_opened(1) && !third.has_opened(2));
}

#[test]
fn two_copies_of_an_act_make_one() {
    let stage = Stage::new();
    let bytes = stage.revoke("EE", "EE statement", None, &root("EE"));
    let act = stage.register.check(&bytes).unwrap();
    let mut one = stage.clone();
    assert_eq!(one.register.insert(act.clone()), Learnt::New);
    assert_eq!(one.register.insert(act), Learnt::Known);
}

#[test]
fn reason_is_short_and_prints() {
    let stage = Stage::new();
    let refused = |reason: &str| {
        let request = RevocationRequest {
            network: stage.directory().network(),
            issuer: issuer("EE"),
            under: stage.directory().roster_hash(),
            log: log("EE statement"),
            last: None,
            issued_at: NOW,
            reason: reason.into(),
        };
        Revocation::issue(&request, &root("EE"), stage.directory()).err()
    };
    assert_eq!(refused(""), None);
    assert_eq!(refused("Rechner gestohlen, è andato"), None);
    for bad in ["a\nb", "turned \u{202e}", &"x".repeat(201)] {
        assert_eq!(refused(bad), Some(RootedFlaw::Reason), "{bad:?}");
    }
}

#[test]
fn every_bit_of_an_act_counts() {
    let stage = Stage::new();
    let acts = [
        stage.revoke("EE", "EE statement", None, &root("EE")),
        stage.certify(&stage.request("EE", "customs"), &root("EE")),
        stage.withdraw("EE", &[super::head("EE statement", 3)], &root("EE")),
    ];
    for act in acts {
        assert_eq!(stage.refusal(&act), "none");
        for at in 0..act.len() * 8 {
            let mut flipped = act.clone();
            flipped[at / 8] ^= 1 << (at % 8);
            assert!(stage.register.check(&flipped).is_err(), "bit {at}");
        }
    }
}
