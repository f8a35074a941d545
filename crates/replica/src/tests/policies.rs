//! Laws of logs that policies bind: what nobody approved is held by nobody, and who has not heard of a policy waits.

use chancery_encoding::Digest;
use chancery_ledger::approval::{Approval, Claim};
use chancery_ledger::log::LogId;
use chancery_ledger::policy::{Officer, OfficersNeeded, Policy, PolicyTerms, Role};
use chancery_ledger::statement::{Authentic, Draft, Release};

use super::cast::{body, directory, draft, head_of, issuer, key, log, next, roster, statement_key};
use super::net::{Net, quiet};
use super::solo::{Solo, reasons, verdicts};
use crate::wire::Gossip;
use crate::{Reason, Verdict};

/// The policy of a state with two officers.
fn policy(code: &str) -> Policy {
    let officer = |name: &str, roles: &[Role]| Officer {
        name: name.into(),
        key: key(&format!("officer {name}")).public(),
        roles: roles.to_vec(),
    };
    let terms = PolicyTerms {
        network: roster().hash(),
        issuer: issuer(code),
        under: roster().hash(),
        serial: 1,
        issued_at: 1_795_510_800,
        officers_needed: OfficersNeeded::Two,
        alone: Vec::new(),
        officers: vec![officer("ann", &[Role::Author]), officer("ben", &[Role::Releaser])],
    };
    Policy::issue(&terms, &key(&format!("{code} root")), &directory()).unwrap()
}

/// The statement behind `prev` under the policy, as these officers approve it.
fn under(code: &str, prev: &Authentic, by: &[(&str, Role)]) -> Authentic {
    let seq = prev.position().seq + 1;
    let draft = draft(code, seq, prev, body(&format!("{code} {seq}")));
    let policy = policy(code).id();
    let claim = Claim {
        policy,
        issuer: &draft.issuer,
        body: Digest::of(&draft.body),
        kind: &draft.kind,
        marking: draft.marking,
        audience: &[],
    };
    let sign = |(name, role): &(&str, Role)| {
        Approval::sign(&claim, *role, 1_795_510_800, &key(&format!("officer {name}")))
    };
    let approvals = by.iter().map(sign).collect();
    let release = Some(Release { policy, audience: Vec::new(), approvals });
    Draft { release, ..draft }.seal(&statement_key(code)).unwrap()
}

const BOTH: [(&str, Role); 2] = [("ann", Role::Author), ("ben", Role::Releaser)];

/// A log that its policy binds from place 2 on.
fn bound_log(code: &str, count: usize) -> Vec<Authentic> {
    let mut log = vec![next(code, None, Vec::new())];
    log.push(next(code, log.last(), body("before any policy")));
    while log.len() < count {
        log.push(under(code, &log[log.len() - 1], &BOTH));
    }
    log
}

fn rumour(entry: &Authentic) -> Gossip {
    Gossip::Entry(entry.entry().clone())
}

/// A peer that has heard of the policy first.
fn told(code: &str, held: &[Authentic]) -> Solo {
    let mut solo = Solo::holding(&[head_of(held)]);
    let write = solo.feed(crate::Input::Enacted { bytes: policy(code).bytes().to_vec() });
    solo.persist(&write);
    solo.connect(code);
    solo
}

#[test]
fn who_has_not_heard_of_a_policy_waits_and_holds_everything_in_the_end() {
    let settings = quiet();
    let mut net = Net::of(3, &settings);
    let log_of_nl = bound_log("NL", 5);
    net.give(0, &log_of_nl, &settings);
    net.connect(0, 1);
    net.pass(3 * settings.sync_ms);
    assert_eq!(
        net.head(1, log("NL")).map(|head| head.seq),
        Some(1),
        "up to where no policy is named"
    );
    let waited: Vec<Reason> = net.nodes[1].refused.clone();
    assert!(waited.contains(&Reason::UnknownPolicy), "{waited:?}");
    assert!(waited.iter().all(|reason| reason.cost() == 0), "nobody is to blame: {waited:?}");
    // It comes to somebody who has nothing to do with the log.
    net.connect(1, 2);
    net.enact(2, policy("NL").bytes());
    net.pass(20 * settings.sync_ms);
    for at in [1, 2] {
        assert_eq!(net.head(at, log("NL")), Some(head_of(&log_of_nl)), "node {at}");
    }
}

#[test]
fn what_only_the_node_key_says_is_refused_and_the_log_goes_on() {
    let held = bound_log("KR", 3);
    let forged = under("KR", &held[2], &[]);
    let mut solo = told("KR", &held[..2]);
    solo.connect("LV");
    let (_, out) = solo.gossip("KR", &rumour(&held[2]));
    let out = solo.verify(out);
    solo.persist(&out);
    let (ticket, out) = solo.gossip("LV", &rumour(&forged));
    let out = solo.verify(out);
    assert_eq!(reasons(&out), [Reason::Unapproved]);
    assert_eq!(verdicts(&out), [(ticket, Verdict::Reject)]);
    assert_eq!(solo.durable(log("KR")), Some(2));
}

#[test]
fn statement_that_names_no_policy_behind_one_that_does_is_refused_also_after_a_restart() {
    let held = bound_log("NL", 4);
    let bare = next("NL", held.last(), body("no policy"));
    let settings = quiet();
    let mut net = Net::of(2, &settings);
    net.enact(0, policy("NL").bytes());
    net.enact(1, policy("NL").bytes());
    net.pass(settings.sync_ms);
    net.give(0, &held, &settings);
    net.give(1, &[held.clone(), vec![bare]].concat(), &settings);
    net.connect(0, 1);
    net.pass(5 * settings.sync_ms);
    assert_eq!(net.head(0, log("NL")), Some(head_of(&held)));
    assert!(net.nodes[0].refused.contains(&Reason::Unapproved));
}

#[test]
fn log_that_fell_back_to_its_disk_is_bound_by_what_the_disk_has() {
    let held = bound_log("KR", 4);
    let id: LogId = log("KR");
    let mut log = crate::log::Log::new(id, Some(head_of(&held[..2])), None, None);
    let mut chain = log.chain.clone();
    let mut register = super::cast::register();
    let act = register.check(policy("KR").bytes()).unwrap();
    register.insert(act);
    chain.admit(held[2].clone(), register.directory()).unwrap();
    assert_eq!(chain.policy(), Some(policy("KR").id()));
    log.chain = chain;
    log.fall_back(id);
    assert_eq!(log.chain.policy(), None, "place 1 names none");
    (log.durable, log.durable_policy) = (Some(head_of(&held[..3])), Some(policy("KR").id()));
    log.fall_back(id);
    assert_eq!(log.chain.policy(), Some(policy("KR").id()));
    let bare = next("KR", Some(&held[2]), body("no policy"));
    assert!(log.chain.judge(&bare, register.directory()).is_err());
}
