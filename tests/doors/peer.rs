//! The door of the network: somebody who is not in the roster dials.

use crate::harness::{Network, eventually};

#[test]
fn a_node_of_another_network_is_not_let_in_and_is_counted() {
    let (ours, theirs) = (Network::create(&["EE", "KR"]), Network::create(&["EE", "KR"]));
    let mut node = ours.node("EE");
    let mut stranger = theirs.node_among("KR", &[ours.place("EE")], "");
    node.start();
    stranger.start();
    eventually("the stranger to be refused", || {
        let status = node.status().unwrap_or_default();
        let refused = status["refusals"].as_object().is_some_and(|counted| !counted.is_empty());
        if refused { Ok(()) } else { Err(format!("{status}\n{}", node.log())) }
    });
    let status = node.status().expect("because it goes on serving");
    assert_eq!(status["peers"].as_u64(), Some(0), "{status}");
    assert_eq!(stranger.status().expect("it runs too")["peers"].as_u64(), Some(0));
    let member = ours.node("KR");
    let mut member = member;
    member.start();
    node.sees(1);
}
