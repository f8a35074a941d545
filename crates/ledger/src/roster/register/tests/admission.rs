//! Laws of steps: who must sign, and whose signature does not count.

use ciborium::Value;

use super::{FIVE, SIX, Stage, codes, member_with, root, step};
use crate::act::{Quorum, RosterSignature, Step, StepFlaw, sign_roster};
use crate::key::SecretKey;
use crate::roster::{Ending, Learnt, Roster, RosterProposal};
use crate::tests::cast::{key, member, state};

/// A step with exactly these entries, put together without asking anyone.
fn file(next: &Roster, entries: &[(Vec<u8>, Vec<u8>)]) -> Vec<u8> {
    let entry = |(root, signature): &(Vec<u8>, Vec<u8>)| {
        Value::Array(vec![Value::Bytes(root.clone()), Value::Bytes(signature.clone())])
    };
    chancery_encoding::encode(&Value::Map(vec![
        (1.into(), Value::Bytes(next.encode())),
        (2.into(), Value::Array(entries.iter().map(entry).collect())),
    ]))
}

fn entry(root: &SecretKey, roster: &Roster) -> (Vec<u8>, Vec<u8>) {
    let signature = sign_roster(roster, root);
    (signature.root.as_bytes().to_vec(), signature.signature.to_vec())
}

/// Entries by the roots of these states, sorted, and more of the caller's.
fn entries(next: &Roster, signers: &[&str], more: &[(Vec<u8>, Vec<u8>)]) -> Vec<u8> {
    let mut all: Vec<_> = signers.iter().map(|code| entry(&root(code), next)).collect();
    all.extend(more.iter().cloned());
    all.sort();
    file(next, &all)
}

fn admitting(stage: &Stage, code: &str) -> Roster {
    stage.propose().admit(member(code)).build().unwrap()
}

#[test]
fn admission_by_17_of_25_passes_and_by_16_does_not() {
    let codes = codes(26);
    let mut stage = Stage::of(&codes[..25], &[]);
    let next = admitting(&stage, codes[25]);
    let short = entries(&next, &codes[..16], &[]);
    assert_eq!(stage.refusal(&short), "below-quorum");
    let flaw = stage.register.read_step(&short, Quorum::Needed);
    assert_eq!(flaw, Err(StepFlaw::BelowQuorum { found: 16, needed: 17 }));
    assert_eq!(stage.register.read_step(&short, Quorum::NotYet).unwrap().signers().count(), 16);
    let enough = entries(&next, &codes[8..25], &[]);
    stage.take(&enough);
    assert_eq!(stage.roster(), &next);
    assert_eq!(stage.roster().threshold, 18, "of 26");
    assert_eq!(stage.register.history().len(), 2);
}

#[test]
fn signature_that_counts_twice_counts_for_nothing() {
    let stage = Stage::new();
    let next = admitting(&stage, "SE");
    let four = &FIVE[..4];
    let twice = entries(&next, four, &[entry(&root(four[0]), &next)]);
    assert_eq!(stage.refusal(&twice), "signed-twice");
    let mut unsorted: Vec<_> = FIVE.iter().map(|code| entry(&root(code), &next)).collect();
    unsorted.sort_by(|one, other| other.cmp(one));
    assert_eq!(stage.refusal(&file(&next, &unsorted)), "signature-order");
}

#[test]
fn signature_by_a_stranger_a_removed_member_or_an_observer_does_not_count() {
    let mut stage = Stage::new();
    let removed = stage.propose().remove(state("EE"));
    stage.enact(removed, &[]);
    let next = admitting(&stage, "SE");
    let four = ["DE", "FI", "FR", "KR"];
    for (role, flaw) in
        [("EE root", "not-a-member"), ("BR root", "not-a-member"), ("SE root", "not-a-member")]
    {
        let bytes = entries(&next, &four, &[entry(&key(role), &next)]);
        assert_eq!(stage.refusal(&bytes), flaw, "{role}");
    }
    assert_eq!(stage.refusal(&entries(&next, &four, &[])), "none", "four of five are enough");
}

#[test]
fn signature_by_a_suspended_member_does_not_count() {
    let mut stage = Stage::new();
    let suspended = stage.propose().suspend(state("EE"));
    let version = stage.enact(suspended, &[]);
    assert_eq!(version.threshold, 4, "of the five that are left");
    let next = admitting(&stage, "SE");
    let bytes = entries(&next, &["DE", "EE", "FI", "FR", "KR"], &[]);
    assert_eq!(stage.refusal(&bytes), "suspended-signer");
    assert_eq!(stage.refusal(&entries(&next, &["DE", "FI", "FR", "KR"], &[])), "none");
}

#[test]
fn signature_over_another_version_does_not_count() {
    let stage = Stage::new();
    let next = admitting(&stage, "SE");
    let other = admitting(&stage, "DK");
    let mut foreign = entry(&root("NL"), &other);
    let bytes = entries(&next, &["DE", "FI", "FR", "KR"], &[foreign.clone()]);
    assert_eq!(stage.refusal(&bytes), "bad-signature");
    // Nor that of another member under one's own name.
    foreign.1 = entry(&root("KR"), &next).1;
    let bytes = entries(&next, &["DE", "FI", "FR", "KR"], &[foreign]);
    assert_eq!(stage.refusal(&bytes), "bad-signature");
}

#[test]
fn signature_by_a_weak_key_does_not_count() {
    let stage = Stage::new();
    let next = admitting(&stage, "SE");
    let mut weak = vec![0; 32];
    weak[0] = 1;
    let bytes = entries(&next, &["DE", "FI", "FR", "KR"], &[(weak, vec![0; 64])]);
    assert_eq!(stage.refusal(&bytes), "key-weak");
    let bytes = entries(&next, &["DE", "FI", "FR", "KR"], &[(vec![7; 31], vec![0; 64])]);
    assert_eq!(stage.refusal(&bytes), "signature-entry");
}

#[test]
fn step_follows_a_version_that_is_known() {
    let mut stage = Stage::new();
    let first = admitting(&stage, "SE");
    let second = RosterProposal::after(&first).admit(member("DK")).build().unwrap();
    let early = step(&second, &first, &SIX);
    let flaw = stage.register.check(&early).unwrap_err();
    assert!(flaw.is_early());
    assert_eq!(flaw.name(), "unknown-roster");
    stage.take(&stage.step(&first, &FIVE));
    stage.take(&early);
    assert_eq!(stage.roster(), &second);
    assert_eq!(stage.register.acts().map(crate::act::Act::id).collect::<Vec<_>>().len(), 2);
}

#[test]
fn version_and_network_go_on() {
    let stage = Stage::new();
    let bent = |bend: fn(&mut Roster)| {
        let mut next = admitting(&stage, "SE");
        bend(&mut next);
        stage.refusal(&entries(&next, &FIVE, &[]))
    };
    assert_eq!(bent(|_| {}), "none");
    assert_eq!(bent(|next| next.version = 2), "step-version");
    assert_eq!(bent(|next| next.network = "another".into()), "other-network");
    assert_eq!(
        bent(|next| next.previous = Some(chancery_encoding::Digest::of(b"x"))),
        "unknown-roster"
    );
    assert_eq!(bent(|next| next.threshold = 4), "threshold");
}

#[test]
fn whoever_stops_has_an_ending_and_nobody_else() {
    let stage = Stage::new();
    let ending = |code: &str| Ending { state: state(code), keeps: vec![], closed: vec![] };
    let built = |proposal: RosterProposal| proposal.build().map(|_| ()).map_err(|flaw| flaw.name());
    let missing = Err("ending-missing");
    for proposal in [
        stage.propose().remove(state("EE")),
        stage.propose().suspend(state("EE")),
        stage.propose().replace_root(state("EE"), key("EE second root").public()),
        stage.propose().remove(state("BR")),
        stage.propose().observe(member_with("EE", "EE second root")),
    ] {
        assert_eq!(built(proposal.clone()), missing);
        let stopped = proposal.stopped()[0];
        assert_eq!(built(proposal.clone().end(ending(stopped.as_str()))), Ok(()));
        assert_eq!(built(proposal.end(ending(stopped.as_str())).end(ending("KR"))), missing);
    }
    assert_eq!(built(stage.propose().admit(member("BR"))), Ok(()), "an observer subscribes");
}

/// Otherwise it could go on publishing under the version in which it was a member.
#[test]
fn member_that_becomes_an_observer_brings_another_root() {
    let stage = Stage::new();
    let refused = stage.propose().observe(member("EE")).build();
    assert_eq!(refused, Err(StepFlaw::SameRoot(state("EE"))));
}

#[test]
fn two_copies_of_a_step_make_one_with_all_signatures() {
    let stage = Stage::new();
    let next = admitting(&stage, "SE");
    let (one, two) = (entries(&next, &SIX[..5], &[]), entries(&next, &SIX[1..], &[]));
    let all = entries(&next, &SIX, &[]);
    let mut digests = Vec::new();
    for order in [[&one, &two], [&two, &one]] {
        let mut stage = stage.clone();
        stage.take(order[0]);
        let act = stage.register.check(order[1]).unwrap();
        assert_eq!(stage.register.insert(act.clone()), Learnt::Merged);
        assert_eq!(stage.register.insert(act.clone()), Learnt::Known);
        assert_eq!(stage.register.act(&act.id()).unwrap().bytes(), all);
        digests.push(stage.register.digest());
    }
    assert_eq!(digests[0], digests[1]);
}

#[test]
fn signature_file_names_its_key_and_holds_over_one_roster() {
    let stage = Stage::new();
    let (next, other) = (admitting(&stage, "SE"), admitting(&stage, "DK"));
    let file = sign_roster(&next, &root("EE")).encode();
    let read = RosterSignature::decode(&file, &next).unwrap();
    assert_eq!(read.root, root("EE").public());
    assert_eq!(RosterSignature::decode(&file, &other), Err(StepFlaw::BadSignature));
    for at in 0..file.len() {
        for bit in 0..8 {
            let mut flipped = file.clone();
            flipped[at] ^= 1 << bit;
            assert!(RosterSignature::decode(&flipped, &next).is_err(), "byte {at} bit {bit}");
        }
    }
    let partial = Step::combine(&next, stage.roster(), &[read]).unwrap();
    assert_eq!(partial.signers().count(), 1);
}
