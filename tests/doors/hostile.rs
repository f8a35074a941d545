//! A member's node that misbehaves: it holds a good transport key, so the door is open to it.
//!
//! Each attack comes from another member, so that the standing of one does not cover for the next.
//! The honest node must refuse each with its own reason and its counter, keep what it holds, and go
//! on serving the others.

mod author;
mod bytes;
mod liar;
mod unapproved;

use chancery_ledger::statement::Entry;
use serde_json::json;

use self::bytes::{
    array, gossip_act, gossip_entry, gossip_evidence, gossip_head, gossip_note, head, text, uint,
};
use self::liar::{Liar, Lie};
use crate::harness::{Network, Node, advisory, eventually};

/// The honest ones, and as many liars as there are lies.
const STATES: [&str; 16] = [
    "EE", "KR", "NL", "AL", "AU", "BG", "CA", "CR", "CZ", "DK", "EC", "ES", "FI", "FR", "IE", "IT",
];
const OFTEN: &str = "catch_up_ms = 1_000\n";

/// What a liar has: a true entry of somebody else, got by listening, and one of its own that nobody
/// has seen yet.
struct Loot {
    /// Statement and body.
    heard: Entry,
    /// The statement key of the log that it stands in.
    log: [u8; 32],
    unseen: Entry,
}

fn loot(network: &Network, node: &Node, reference: &str, liar: &str) -> Loot {
    let part = |name: &str| {
        let reply = node.get(&format!("/v1/records/{reference}/{name}")).expect("it answers");
        assert_eq!(reply.status, 200, "{name}");
        reply.body
    };
    let heard = Entry { statement: part("statement"), body: part("body") };
    let log = liar::statement_key(network, "KR");
    Loot { heard, log, unseen: author::Author::of(network, liar).founding().into_entry() }
}

fn flipped(bytes: &[u8], at: usize) -> Vec<u8> {
    let mut bad = bytes.to_vec();
    bad[at] ^= 1;
    bad
}

/// A lie: what it is, the reason that it must be refused for, and how it is told.
type Row = (&'static str, &'static str, Lie);

fn lies(loot: &Loot) -> [Row; 14] {
    let Loot { heard: Entry { statement, body }, log, unseen } = loot;
    let bad_signature = flipped(&unseen.statement, unseen.statement.len() - 1);
    let claims = head(log, 1_000_000, &[7; 32]);
    let page = |entries: &[Vec<u8>]| array(&[uint(2), array(entries)]);
    let pretend = |answer: Vec<u8>| Lie::Pretend { head: claims.clone(), page: answer };
    let stale = array(&[self::bytes::bytes(statement), self::bytes::bytes(body)]);
    [
        ("noise", "malformed", Lie::Gossip(vec![vec![0xff; 100]])),
        ("a length that is not there", "malformed", Lie::Gossip(vec![vec![0x9b, 0xff, 0xff]])),
        ("a message too long", "oversize", Lie::Gossip(vec![vec![0; 60_000]])),
        (
            "a bad signature",
            "bad-signature",
            Lie::Gossip(vec![gossip_entry(&bad_signature, &unseen.body)]),
        ),
        (
            "another body",
            "body-mismatch",
            Lie::Gossip(vec![gossip_entry(statement, &flipped(body, 40))]),
        ),
        (
            "half a statement",
            "bad-statement",
            Lie::Gossip(vec![gossip_entry(&statement[..50], body)]),
        ),
        ("a proof of nothing", "bad-proof", Lie::Gossip(vec![gossip_evidence(&text("liar!"))])),
        ("a checkpoint of nothing", "bad-note", Lie::Gossip(vec![gossip_note(&text("liar!"))])),
        ("an act of nobody", "bad-act", Lie::Gossip(vec![gossip_act(&text("liar!"))])),
        ("a question that is none", "malformed", Lie::Ask(vec![0xf7; 20])),
        ("a question too long", "oversize", Lie::Ask(vec![0; 5_000])),
        ("an answer that is none", "malformed", pretend(vec![0x00])),
        ("entries that were not asked for", "wrong-page", pretend(page(&[stale]))),
        ("nothing where much was promised", "not-served", pretend(page(&[]))),
    ]
}

#[test]
fn a_member_that_lies_is_refused_with_the_reason_and_the_others_are_served() {
    let network = Network::create(&STATES);
    let honest = [network.place("KR")];
    let mut node = network.node_among("EE", &honest, OFTEN);
    let mut other = network.node_among("KR", &[network.place("EE")], OFTEN);
    node.start();
    other.start();
    let reference = other.published(&advisory("KR", "True"));
    node.holds(&reference);

    for (row, state) in STATES[2..].iter().enumerate() {
        let rows = lies(&loot(&network, &other, &reference, state));
        let (what, reason, lie) = rows[row].clone();
        let before = node.refusals(reason);
        let liar = Liar::start(&network, state, lie);
        eventually(&format!("{what}, told by {state}, to be refused"), || {
            let status = node.status().unwrap_or_default();
            match node.refusals(reason) {
                now if now > before => Ok(()),
                _ => Err(format!("{}\n{}", status["refusals"], node.log())),
            }
        });
        let said = node.log();
        assert!(said.contains(&format!("refused reason={reason} ")), "no log line:\n{said}");
        liar.stop();
        let reference = other.published(&advisory("KR", what));
        node.holds(&reference);
    }
    assert_eq!(node.json(&["fsck"])["clean"], json!(true));
    let listed = node.json(&["list", "--limit", "1000"]);
    let wrong = listed.as_array().expect("a list").iter().find(|row| row["state"] != json!("KR"));
    assert_eq!(wrong, None, "somebody else's record got in");
}

#[test]
fn an_author_that_breaks_the_rules_of_logs_is_refused_with_the_reason() {
    let network = Network::create(&STATES);
    let mut node = network.node_among("EE", &[], OFTEN);
    node.start();
    for (row, state) in author::ROWS.iter().zip(&STATES[1..]) {
        let before = node.refusals(row.reason);
        let lie = Lie::Gossip((row.entries)(&author::Author::of(&network, state)));
        let liar = Liar::start(&network, state, lie);
        eventually(&format!("{}, told by {state}, to be refused", row.what), || {
            let status = node.status().unwrap_or_default();
            match node.refusals(row.reason) {
                now if now > before => Ok(()),
                _ => Err(format!("{}\n{}", status["refusals"], node.log())),
            }
        });
        liar.stop();
    }
    eventually("the one who signed twice to be seen as forked, and nobody else", || {
        let status = node.status().unwrap_or_default();
        let logs = status["logs"].as_array().cloned().unwrap_or_default();
        let forked: Vec<_> = logs.iter().filter(|log| log["forked"] == json!(true)).collect();
        if forked.len() == 1 { Ok(()) } else { Err(format!("{status}\n{}", node.log())) }
    });
    assert_eq!(node.json(&["fsck"])["clean"], json!(true));
}

#[test]
fn a_member_that_goes_on_lying_is_hung_up_on() {
    let network = Network::create(&["EE", "KR"]);
    let mut node = network.node_among("EE", &[], OFTEN);
    node.start();
    let liar = Liar::start(&network, "KR", Lie::GoOn);
    eventually("the liar to be hung up on", || {
        let status = node.status().unwrap_or_default();
        let refused = node.refusals("malformed") > 1 && status["peers"] == json!(0);
        let held_off = node.refusals("held-off") + node.refusals("poor-standing");
        if refused && held_off > 0 { Ok(()) } else { Err(format!("{status}\n{}", node.log())) }
    });
    liar.stop();
    let peers = node.json(&["peers"]);
    assert!(peers[0]["score"].as_i64().is_some_and(|score| score < 0), "{peers}");
}

#[test]
fn a_head_that_nobody_can_serve_costs_no_entry_that_is_held() {
    let network = Network::create(&["EE", "KR", "NL"]);
    let mut node = network.node_among("EE", &[network.place("KR")], OFTEN);
    let mut other = network.node_among("KR", &[network.place("EE")], OFTEN);
    node.start();
    other.start();
    let reference = other.published(&advisory("KR", "True"));
    node.holds(&reference);
    let log = liar::statement_key(&network, "KR");
    let liar =
        Liar::start(&network, "NL", Lie::Gossip(vec![gossip_head(&head(&log, 50, &[9; 32]))]));
    node.sees(2);
    let next = other.published(&advisory("KR", "True again"));
    node.holds(&reference);
    node.holds(&next);
    liar.stop();
}
