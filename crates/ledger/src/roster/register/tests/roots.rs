//! Laws of roots: what a replaced, removed, suspended or withdrawn root leaves, and that it gains nothing.

use super::{FIVE, SIX, Stage, head, heads, log, member_with, root};
use crate::log::{AdmissionFlaw, Chain, Head, Id};
use crate::roster::{Ending, Membership};
use crate::statement::founding_entry;
use crate::tests::cast::{draft, key, member, state, statement_key};

/// EE with a new root, its certificate kept.
fn replaced() -> Stage {
    let mut stage = Stage::new();
    let root = key("EE second root").public();
    let proposal = stage.propose().replace_root(state("EE"), root);
    stage.enact(proposal, &[]);
    stage
}

#[test]
fn replaced_root_leaves_what_is_kept_and_the_log_goes_on() {
    let stage = replaced();
    let author = stage.author("EE statement").unwrap();
    assert_eq!(author.membership, Membership::Member);
    assert!(!author.is_closed());
    assert!(stage.directory().by_transport(&author.transport).is_some());
}

/// Its log had no place at the replacement, because it went on; the suspension gives it none either.
#[test]
fn log_of_a_replaced_root_closes_with_its_state() {
    let mut stage = replaced();
    let silent = Ending { state: state("EE"), keeps: vec![], closed: vec![] };
    let next = stage.propose().suspend(state("EE")).end(silent).build().unwrap();
    stage.take(&stage.step(&next, &FIVE));
    let author = stage.author("EE statement").unwrap();
    assert_eq!(author.membership, Membership::Suspended);
    assert_eq!(author.cut(0), Some(None));
}

#[test]
fn what_is_not_kept_of_a_replaced_root_is_gone() {
    let mut stage = Stage::new();
    let root = key("EE second root").public();
    let nothing = Ending { state: state("EE"), keeps: vec![], closed: vec![] };
    let proposal = stage.propose().replace_root(state("EE"), root).end(nothing);
    let next = proposal.build().unwrap();
    stage.take(&stage.step(&next, &FIVE));
    assert!(stage.author("EE statement").is_none());
    assert_eq!(stage.directory().authors().count(), 6);
}

/// The thief of a root that was replaced signs what it likes, under any version in which it was the root.
#[test]
fn stolen_and_replaced_root_gains_nothing() {
    let stage = replaced();
    let before = heads(&stage.register);
    let thief = root("EE");
    let mut certificate = stage.request("EE", "thief");
    certificate.under = None;
    let mut renewal = stage.request("EE", "EE");
    (renewal.under, renewal.serial, renewal.epoch) = (None, 99, 7);
    let kr = Some((0, Id::from_bytes([1; 32])));
    let acts = [
        stage.certify(&certificate, &thief),
        stage.certify(&renewal, &thief),
        stage.revoke("EE", "EE statement", None, &thief),
        stage.revoke("EE", "KR statement", kr, &thief),
        stage.withdraw("EE", &[], &thief),
    ];
    let mut stage = stage;
    for act in acts {
        stage.take(&act);
        assert_eq!(heads(&stage.register), before);
    }
    let mut now = stage.request("EE", "thief");
    now.serial = 3;
    let signed = crate::certificate::Certificate::issue_under(&now, &thief, stage.directory());
    assert_eq!(signed.unwrap_err().name(), "wrong-root", "nor under a version after that");
    let next = stage.propose().admit(member("SE")).build().unwrap();
    let by_thief = stage.register.read_step(
        &crate::roster::register::tests::step(&next, stage.roster(), &FIVE[..4]),
        crate::act::Quorum::NotYet,
    );
    assert!(by_thief.is_ok());
    let signature = crate::act::sign_roster(&next, &thief);
    let refused = crate::act::Step::combine(&next, stage.roster(), &[signature]);
    assert_eq!(refused.unwrap_err().name(), "not-a-member");
}

#[test]
fn root_of_one_state_says_nothing_of_another() {
    let mut stage = Stage::new();
    stage.take(&stage.revoke("EE", "KR statement", None, &root("EE")));
    assert_eq!(stage.cut("KR statement"), None);
}

#[test]
fn removed_state_keeps_its_records_up_to_its_closed_places() {
    let mut stage = Stage::new();
    let second = stage.request("EE", "customs");
    stage.take(&stage.certify(&second, &root("EE")));
    let proposal = stage.propose().remove(state("EE"));
    stage.enact(proposal, &[head("EE statement", 40)]);
    let author = stage.author("EE statement").unwrap();
    assert_eq!(author.membership, Membership::Gone);
    assert_eq!(author.cut(0), Some(Some((40, Id::from_bytes([9; 32])))));
    assert!(stage.directory().by_transport(&author.transport).is_none());
    assert_eq!(stage.cut("customs statement"), Some(None), "nobody vouched for this log");
    let witness = key("EE witness").public();
    assert!(stage.directory().certificate_of_witness(witness.as_bytes()).is_some());
    let mut late = stage.request("EE", "late");
    late.under = None;
    stage.take(&stage.certify(&late, &root("EE")));
    assert!(stage.author("late statement").is_none(), "a removed root certifies nobody");
}

#[test]
fn suspension_closes_and_can_be_lifted() {
    let mut stage = Stage::new();
    let proposal = stage.propose().suspend(state("EE"));
    stage.enact(proposal, &[head("EE statement", 40)]);
    let author = stage.author("EE statement").unwrap();
    assert_eq!(author.membership, Membership::Suspended);
    assert!(author.is_closed());
    assert!(stage.directory().by_transport(&author.transport).is_none());
    let proposal = stage.propose().lift(state("EE"));
    stage.enact(proposal, &[]);
    let author = stage.author("EE statement").unwrap();
    assert_eq!(author.membership, Membership::Member);
    assert!(!author.is_closed());
    assert!(stage.directory().by_transport(&author.transport).is_some());
}

#[test]
fn state_leaves_by_its_own_signature_alone() {
    let mut stage = Stage::new();
    stage.take(&stage.withdraw("EE", &[head("EE statement", 12)], &root("EE")));
    let author = stage.author("EE statement").unwrap();
    assert_eq!(author.membership, Membership::Gone);
    assert_eq!(author.cut(0), Some(Some((12, Id::from_bytes([9; 32])))));
    assert!(stage.directory().by_transport(&author.transport).is_none());
    assert_eq!(stage.roster().version, 0, "it makes no version");
    assert_eq!(stage.roster().threshold, 5);
    // What its root signs afterwards counts for nothing.
    let before = heads(&stage.register);
    let late = stage.request("EE", "late");
    stage.take(&stage.certify(&late, &root("EE")));
    stage.take(&stage.revoke("EE", "EE statement", None, &root("EE")));
    assert_eq!(heads(&stage.register), before);
}

#[test]
fn withdrawal_and_removal_agree_in_either_order() {
    let stage = Stage::new();
    let withdrawal = stage.withdraw("EE", &[head("EE statement", 12)], &root("EE"));
    let next = stage.build(stage.propose().remove(state("EE")), &[head("EE statement", 40)]);
    let step = stage.step(&next, &FIVE);
    let mut outcomes = Vec::new();
    for order in [[&withdrawal, &step], [&step, &withdrawal]] {
        let mut stage = stage.clone();
        order.iter().for_each(|act| {
            stage.take(act);
        });
        let place = stage.cut("EE statement").unwrap().unwrap().0;
        assert_eq!(place, 40, "what the others say of it goes before");
        outcomes.push((heads(&stage.register), stage.register.digest()));
    }
    assert_eq!(outcomes[0], outcomes[1]);
}

#[test]
fn state_that_rejoins_brings_a_new_root() {
    let mut stage = Stage::new();
    stage.take(&stage.withdraw("EE", &[head("EE statement", 12)], &root("EE")));
    let proposal = stage.propose().remove(state("EE"));
    stage.enact(proposal, &[]);
    let proposal = stage.propose().admit(member_with("EE", "EE second root"));
    stage.enact(proposal, &[]);
    let author = stage.author("EE statement").unwrap();
    assert!(author.is_closed(), "the old log stays closed");
    let mut request = stage.request("EE", "EE new");
    request.serial = 2;
    stage.take(&stage.certify(&request, &key("EE second root")));
    let author = stage.author("EE new statement").unwrap();
    assert_eq!(author.membership, Membership::Member);
    assert!(!author.is_closed());
    assert!(stage.directory().by_transport(&author.transport).is_some());
    let old = *key("EE transport").public().as_bytes();
    assert!(stage.directory().by_transport(&old).is_none());
}

#[test]
fn burnt_root_stays_burnt_if_it_is_admitted_again() {
    let mut stage = Stage::new();
    stage.take(&stage.withdraw("EE", &[head("EE statement", 12)], &root("EE")));
    let proposal = stage.propose().remove(state("EE"));
    stage.enact(proposal, &[]);
    let proposal = stage.propose().admit(member("EE"));
    stage.enact(proposal, &[]);
    assert_eq!(stage.author("EE statement").unwrap().membership, Membership::Gone);
    assert!(stage.author("EE statement").unwrap().is_closed());
}

#[test]
fn member_that_becomes_an_observer_publishes_no_more() {
    let mut stage = Stage::new();
    let proposal = stage.propose().observe(member_with("EE", "EE second root"));
    stage.enact(proposal, &[]);
    let author = stage.author("EE statement").unwrap();
    assert_eq!(author.membership, Membership::Observer);
    assert_eq!(author.cut(0), Some(None), "nobody vouched for its log");
    let mut request = stage.request("EE", "EE listener");
    request.serial = 2;
    stage.take(&stage.certify(&request, &key("EE second root")));
    let author = stage.author("EE listener statement").unwrap();
    assert!(!author.is_closed());
    assert_eq!(author.opened.get(&0), Some(&1), "it may not name the version before");
}

#[test]
fn observer_that_subscribes_goes_on_with_its_root_and_its_log() {
    let mut stage = Stage::new();
    let proposal = stage.propose().admit(member("BR"));
    stage.enact(proposal, &[]);
    let author = stage.directory().author(statement_key("BR").public().as_bytes()).unwrap();
    assert_eq!(author.membership, Membership::Member);
    assert!(!author.is_closed());
    assert_eq!(stage.roster().members.len(), SIX.len() + 1);
}

#[test]
fn observer_replaces_its_root_and_its_log_goes_on() {
    let mut stage = Stage::new();
    let proposal = stage.propose().replace_root(state("BR"), key("BR second root").public());
    stage.enact(proposal, &[]);
    let author = stage.author("BR statement").unwrap();
    assert_eq!(author.membership, Membership::Observer);
    assert!(!author.is_closed());
}

/// A statement of EE that names the founding version, in which it was a member.
fn backdated(stage: &Stage) -> Option<AdmissionFlaw> {
    let (certificate, network) = (stage.genesis.certificates(), stage.directory().network());
    let of_ee = |one: &&crate::certificate::Certificate| one.issuer.state == state("EE");
    let certificate = certificate.iter().find(of_ee).unwrap();
    let founding = founding_entry(certificate, 0, &statement_key("EE")).unwrap();
    let mut draft = draft("EE", 1, Some(founding.id()));
    draft.roster = network;
    let record = draft.seal(&statement_key("EE")).unwrap();
    let chain = Chain::resume(Head { log: log("EE statement"), seq: 0, tip: founding.id() }, None);
    chain.judge(&record, stage.directory()).err()
}

/// Nobody vouched for the log, and the new root of an observer does not either.
#[test]
fn new_root_does_not_open_again_what_closed_with_the_old_one() {
    let mut stage = Stage::new();
    assert_eq!(backdated(&stage), None);
    let proposal = stage.propose().observe(member_with("EE", "EE second root"));
    stage.enact(proposal, &[]);
    assert_eq!(backdated(&stage), Some(AdmissionFlaw::Revoked));
    let mut request = stage.request("EE", "EE");
    request.serial = 2;
    stage.take(&stage.certify(&request, &key("EE second root")));
    assert_eq!(stage.cut("EE statement"), Some(None));
    assert_eq!(backdated(&stage), Some(AdmissionFlaw::Revoked));
    (request.serial, request.epoch) = (3, 1);
    stage.take(&stage.certify(&request, &key("EE second root")));
    assert!(!stage.author("EE statement").unwrap().is_closed(), "a new epoch goes on");
}

#[test]
fn member_that_was_removed_does_not_come_back_as_an_observer_with_its_root() {
    let mut stage = Stage::new();
    let proposal = stage.propose().remove(state("EE"));
    stage.enact(proposal, &[head("EE statement", 0)]);
    for _ in 0..2 {
        let proposal = stage.propose().observe(member("EE"));
        stage.enact(proposal, &[]);
        let author = stage.author("EE statement").unwrap();
        assert_eq!(author.membership, Membership::Gone);
        assert!(author.is_closed());
        assert_eq!(backdated(&stage), Some(AdmissionFlaw::Revoked));
        let late = stage.request("EE", "late");
        stage.take(&stage.certify(&late, &root("EE")));
        assert!(stage.author("late statement").is_none());
        // That it stopped as an observer in between gives nothing back.
        let proposal = stage.propose().remove(state("EE"));
        stage.enact(proposal, &[head("EE statement", 0)]);
    }
    let proposal = stage.propose().admit(member("EE"));
    stage.enact(proposal, &[]);
    assert_eq!(backdated(&stage), None, "as a member it goes on");
}
