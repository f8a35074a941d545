//! A member that certifies another's new keys as its own. Elsewhere a name belongs to whoever asks first; here to
//! whoever has the secret keys, in whatever order the certificates come. With the commands that people use.

use std::fs;
use std::path::Path;

use crate::harness::{Network, advisory, chancery};

const STATES: [&str; 4] = ["EE", "FI", "KR", "NL"];
const OFTEN: &str = "catch_up_ms = 1_000\n";

fn plain(path: &Path) -> &str {
    path.to_str().expect("because temporary folders have plain names")
}

#[test]
fn state_whose_new_keys_another_certifies_first_goes_on_all_the_same() {
    let network = Network::create(&STATES);
    let mut nodes = network.running(OFTEN);
    nodes.iter().for_each(|node| node.sees(3));
    let before = nodes[0].published(&advisory("EE", "Under the first keys"));
    nodes.iter().for_each(|node| node.holds(&before));
    let at = |name: &str| plain(&network.path(name)).to_owned();
    let run = |words: &str| chancery(&words.split(' ').collect::<Vec<_>>());
    fs::create_dir(network.path("second")).expect("because it is not there");
    for job in ["statement", "witness", "transport"] {
        let file = at(&format!("second/{job}.pem"));
        run(&format!("keys new {job} --no-passphrase --out {file}")).ended(0);
    }
    let (second, request) = (at("second"), at("request.cbor"));
    let genesis = plain(&network.genesis()).to_owned();
    let asked = format!("certificate request {second} --genesis {genesis} --authority authority");
    run(&format!("{asked} --state EE --out {request} --json")).ended(0);

    // The request is no use to another, and does not bear a change; the public files are there for all.
    let papers = at("papers");
    nodes[1].ask(&["roster", "export", "--out", &papers]).ended(0);
    let root = |state: &str| plain(&network.identity(state).join("root.pem")).to_owned();
    let issue = format!(
        "certificate issue --json --key {} --papers {papers} --authority authority",
        root("KR")
    );
    let squatted = at("squatted.cbor");
    let refused = run(&format!("{issue} --request {request} --out {squatted}")).ended(4);
    let (error, _) = refused.failure();
    assert!(error.contains("is for EE/authority"), "{error}");
    let mut bent = fs::read(&request).expect("because it was written");
    *bent.last_mut().expect("because it is not empty") ^= 1;
    fs::write(network.path("bent.cbor"), bent).expect("because it is ours");
    let refused = run(&format!("{issue} --request {} --out {squatted}", at("bent.cbor"))).ended(4);
    let (error, _) = refused.failure();
    assert!(error.contains("bad-possession"), "{error}");
    let public = format!(
        "--statement {second}/statement.pub --witness {second}/witness.pub --transport {second}/transport.pub"
    );
    let made = run(&format!("{issue} {public} --out {squatted}")).ended(0).json();
    assert_eq!(made["certificate"]["possession"], false);
    nodes[0].ask(&["certificate", "submit", &squatted]).ended(0);

    let key = root("EE");
    let rotated = format!("certificate rotate --json --key {key} --papers {papers} --out {second}");
    let rotated = format!("{rotated} --authority authority --request {request} --reason yearly");
    let made = run(&rotated).ended(0).json();
    assert_eq!(made["certificate"]["possession"], true);
    for name in ["certificate.cbor", "revocation.cbor"] {
        nodes[0].ask(&["certificate", "submit", &at(&format!("second/{name}"))]).ended(0);
    }
    nodes[0].stop();
    nodes[0].ask(&["certificate", "install", &second]).ended(0);
    nodes[0].start();
    nodes[0].sees(3);
    let after = nodes[0].published(&advisory("EE", "Under the second keys"));
    for node in &nodes {
        node.holds(&after);
        node.ask(&["verify", &before]).ended(0);
    }
}
