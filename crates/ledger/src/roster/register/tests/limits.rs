//! Laws of the bounds: nobody fills another's share, and no act is too long to be refused.

use super::{Stage, root};
use crate::act::{ACT_BYTES_MAX, ActFlaw};
use crate::roster::register::ACTS_OF_ROOT_MAX;
use crate::tests::cast::key;

#[test]
fn what_is_no_act_is_refused_at_once() {
    let stage = Stage::new();
    assert_eq!(stage.refusal(&[]), "act-kind");
    assert_eq!(stage.refusal(&[0xf6]), "act-kind");
    assert_eq!(stage.refusal(&[0xd2]), "frame-cbor");
    assert_eq!(stage.refusal(&[0xa2]), "step-cbor");
    assert_eq!(stage.refusal(&[0xa5]), "proof-cbor");
    let long = vec![0xd2; ACT_BYTES_MAX + 1];
    assert_eq!(stage.register.check(&long), Err(ActFlaw::TooLong { found: long.len() }));
    let statement = crate::tests::cast::founding("EE").entry().statement.clone();
    assert_eq!(stage.refusal(&statement), "header-field", "it has no content type");
}

/// A stolen root that fills its share leaves the share of the root that replaces it.
#[test]
fn share_is_counted_by_root() {
    let mut stage = Stage::new();
    let mut request = stage.request("EE", "EE");
    let certified = |serial| {
        request.serial = serial;
        stage.certify(&request, &root("EE"))
    };
    // Signed before any is taken in, because to sign asks for the directory, which is folded anew for each.
    let share: Vec<Vec<u8>> = (2..2 + ACTS_OF_ROOT_MAX as u64).map(certified).collect();
    for bytes in share {
        let act = stage.register.check(&bytes).unwrap();
        stage.register.insert(act);
    }
    request.serial += 1;
    assert_eq!(stage.refusal(&stage.certify(&request, &root("EE"))), "acts-full");
    let other = stage.request("KR", "KR backup");
    assert_eq!(stage.refusal(&stage.certify(&other, &root("KR"))), "none");
    let replaced =
        stage.propose().replace_root("EE".parse().unwrap(), key("EE second root").public());
    let ending =
        crate::roster::Ending { state: "EE".parse().unwrap(), keeps: vec![], closed: vec![] };
    let next = replaced.end(ending).build().unwrap();
    stage.take(&stage.step(&next, &super::FIVE));
    let fresh = stage.request("EE", "EE fresh");
    stage.take(&stage.certify(&fresh, &key("EE second root")));
}

/// Copies of a step are merged: with every member's signature it must still be an act.
#[test]
fn longest_roster_fits_a_step_that_all_have_signed() {
    let stage = Stage::new();
    let signed = |signers: &[&str]| {
        let next = stage.propose().admit(crate::tests::cast::member("SE")).build().unwrap();
        (stage.step(&next, signers).len(), next.encode().len())
    };
    let ((one, roster), (two, _)) = (signed(&["EE"]), signed(&["EE", "KR"]));
    let longest = crate::roster::ROSTER_BYTES_MAX + (one - roster) + 256 * (two - one) + 8;
    assert!(longest <= ACT_BYTES_MAX, "{longest} bytes");
}
