//! Laws of keys that another state claims.

use proptest::prelude::*;

use super::{Stage, heads, root};
use crate::certificate::CertificateRequest;
use crate::roster::Register;
use crate::tests::cast::{key, state};

/// A certificate of KR for keys of EE's, each in whichever job.
fn squatted(stage: &Stage, jobs: [&str; 3]) -> Vec<u8> {
    let [statement_key, witness_key, transport_key] = jobs.map(|job| key(job).public());
    let request = CertificateRequest {
        statement_key,
        witness_key,
        transport_key,
        serial: 90,
        ..stage.request("KR", "KR")
    };
    stage.certify(&request, &root("KR"))
}

const ALL: [&str; 3] = ["EE new statement", "EE new witness", "EE new transport"];

fn is_of_ee(stage: &Stage) -> bool {
    let directory = stage.directory();
    let [statement, witness, transport] = ALL.map(|role| *key(role).public().as_bytes());
    let author = directory.author(&statement).map(|author| author.issuer.state);
    let node = directory.by_transport(&transport).map(|author| author.issuer.state);
    let mut witnesses = directory.witnesses();
    let witness = witnesses.find(|one| *one.witness_key.as_bytes() == witness);
    let witness = witness.map(|one| one.issuer.state);
    [author, node, witness] == [Some(state("EE")); 3]
}

#[test]
fn squatter_before_or_after_the_owner_changes_nothing() {
    let stage = Stage::new();
    let own = stage.certify(&stage.proven("EE", "EE new"), &root("EE"));
    let theirs = squatted(&stage, ALL);
    for order in [[&own, &theirs], [&theirs, &own]] {
        let mut stage = stage.clone();
        for act in order {
            stage.take(act);
        }
        assert!(is_of_ee(&stage));
    }
}

#[test]
fn squatter_of_one_key_beside_its_own_changes_nothing() {
    for at in 0..3 {
        let mut stage = Stage::new();
        let mut jobs = ["KR other statement", "KR other witness", "KR other transport"];
        jobs[at] = ALL[at];
        stage.take(&squatted(&stage, jobs));
        stage.take(&stage.certify(&stage.proven("EE", "EE new"), &root("EE")));
        assert!(is_of_ee(&stage), "{}", ALL[at]);
    }
}

#[test]
fn without_possession_a_key_that_two_claim_is_nobodys() {
    let mut stage = Stage::new();
    stage.take(&stage.certify(&stage.request("EE", "EE new"), &root("EE")));
    assert!(is_of_ee(&stage), "who alone claims a key has it");
    stage.take(&squatted(&stage, ALL));
    assert!(stage.author("EE new statement").is_none());
    // The owner mends it by signing.
    let signed = CertificateRequest { serial: 2, ..stage.proven("EE", "EE new") };
    stage.take(&stage.certify(&signed, &root("EE")));
    assert!(is_of_ee(&stage));
}

#[test]
fn key_that_signed_once_stays_whatever_later_certificates_leave_out() {
    let mut stage = Stage::new();
    stage.take(&stage.certify(&stage.proven("EE", "EE new"), &root("EE")));
    let renewed = CertificateRequest { serial: 2, epoch: 1, ..stage.request("EE", "EE new") };
    stage.take(&stage.certify(&renewed, &root("EE")));
    stage.take(&squatted(&stage, ALL));
    assert!(is_of_ee(&stage));
    assert_eq!(stage.author("EE new statement").unwrap().certificate.serial, 2);
}

#[test]
fn keys_that_sign_for_two_issuers_are_nobodys() {
    let mut stage = Stage::new();
    stage.take(&stage.certify(&stage.proven("EE", "EE new"), &root("EE")));
    stage.take(&stage.certify(&stage.proven("KR", "EE new"), &root("KR")));
    assert!(stage.author("EE new statement").is_none());
    assert!(stage.directory().by_transport(key(ALL[2]).public().as_bytes()).is_none());
}

#[test]
fn founding_key_stays_with_its_issuer_also_against_a_signature_of_it() {
    let mut stage = Stage::new();
    stage.take(&stage.certify(&stage.proven("KR", "EE"), &root("KR")));
    assert_eq!(stage.author("EE statement").unwrap().issuer.state, state("EE"));
}

/// Claims and proofs of four states for the same few keys, in every job.
fn claims(stage: &Stage) -> Vec<Vec<u8>> {
    let mut acts = vec![
        squatted(stage, ALL),
        squatted(stage, [ALL[2], ALL[0], ALL[1]]),
        squatted(stage, ["KR spare", ALL[1], "KR other"]),
        stage.certify(&stage.proven("EE", "EE new"), &root("EE")),
        stage.certify(&stage.proven("FI", "shared"), &root("FI")),
        stage.certify(&stage.proven("DE", "shared"), &root("DE")),
        stage.certify(&stage.request("NL", "NL new"), &root("NL")),
        stage.certify(&stage.proven("NL", "NL new"), &root("NL")),
        stage.certify(&stage.request("FR", "NL new"), &root("FR")),
        stage.certify(&stage.request("FR", "EE"), &root("FR")),
    ];
    let later = CertificateRequest { serial: 5, epoch: 1, ..stage.request("EE", "EE new") };
    acts.push(stage.certify(&later, &root("EE")));
    acts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_order_and_any_part_of_the_claims_gives_one_directory(
        order in Just((0..claims(&Stage::new()).len()).collect::<Vec<_>>()).prop_shuffle(),
        kept in 1..=claims(&Stage::new()).len(),
    ) {
        let stage = Stage::new();
        let acts = claims(&stage);
        let shuffled: Vec<Vec<u8>> = order[..kept].iter().map(|at| acts[*at].clone()).collect();
        let mut sorted = shuffled.clone();
        sorted.sort();
        let mut one_by_one = stage.clone();
        for act in &shuffled {
            one_by_one.take(act);
        }
        let (loaded, refused) = Register::load(&stage.genesis, &sorted);
        prop_assert!(refused.is_empty());
        prop_assert_eq!(heads(&one_by_one.register), heads(&loaded));
        // Whoever squats: what EE's keys have signed for is EE's.
        prop_assert!(!order[..kept].contains(&3) || is_of_ee(&one_by_one));
    }
}
