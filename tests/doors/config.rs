//! The door of the configuration: a setting that is not one must not look like one that is in force.

use std::fs;

use crate::harness::{Network, Node, chancery};

#[test]
fn a_configuration_that_does_not_fit_keeps_the_node_from_starting_and_names_the_place() {
    let rows = [
        ("an unknown key", "[network]\ngosip = false\n", "gosip"),
        ("an unknown section", "[netwrk]\ngossip = false\n", "netwrk"),
        ("a wrong type", "[network]\ngossip = \"off\"\n", "gossip"),
        ("out of bounds", "[network]\ncatch_up_ms = 5\n", "network.catch_up_ms"),
        ("too many peers", "[signing]\nbarrier_peers = 5000\n", "signing.barrier_peers"),
        ("too little memory", "[store]\ncache_bytes = 10\n", "store.cache_bytes"),
        ("an address that is none", "[network]\nlisten = [\"localhost:80\"]\n", "localhost:80"),
        (
            "an address of another kind",
            "[network]\npeers = [\"/dns/example.org/tcp/1\"]\n",
            "/dns/example.org",
        ),
        ("a filter that is none", "[log]\nfilter = \"loud=please,\"\n", "log.filter"),
        ("not TOML", "[network\n", "config.toml"),
    ];
    let network = Network::create(&["EE"]);
    let node = network.node("EE");
    let config = node.dir().join("config.toml");
    let good = fs::read_to_string(&config).expect("because init wrote it");
    for (what, text, names) in rows {
        fs::write(&config, text).expect("because it is ours");
        let answer = node.ask(&["run", "--json"]).ended(1);
        let (error, hint) = answer.failure();
        assert!(error.contains(names) || hint.contains(names), "{what}: {error} / {hint}");
    }
    fs::write(&config, "# \n".repeat(200_000)).expect("because it is ours");
    node.ask(&["run", "--json"]).ended(1).failure();

    fs::write(&config, good).expect("because it is ours");
    let mut node = node;
    node.start();
}

#[test]
fn init_overwrites_nothing_and_takes_nothing_that_does_not_belong_together() {
    let (one, other) = (Network::create(&["EE", "KR"]), Network::create(&["EE", "KR"]));
    let text = |path: std::path::PathBuf| path.to_str().expect("a plain path").to_owned();
    let dir = text(one.path("new"));
    let init = |genesis: &str, identity: &str, more: &[&str]| {
        let line = ["init", "--dir", &dir, "--genesis", genesis, "--identity", identity, "--json"];
        chancery(&[&line, more].concat())
    };
    let (genesis, identity) = (text(one.genesis()), text(one.identity("EE")));
    init(&text(other.genesis()), &identity, &[]).ended(1).failure();
    init(&identity, &identity, &[]).ended(1).failure();
    init(&genesis, &text(one.path("net")), &[]).ended(1).failure();
    init(&genesis, &identity, &["--listen", "here"]);
    assert!(!one.path("new/config.toml").exists(), "what was refused must leave nothing usable");

    let elsewhere = text(one.path("whole"));
    let line =
        ["init", "--dir", &elsewhere, "--genesis", &genesis, "--identity", &identity, "--json"];
    chancery(&line).ended(0);
    let before = fs::read(one.path("whole/config.toml")).expect("because init wrote it");
    chancery(&line).ended(1).failure();
    assert_eq!(fs::read(one.path("whole/config.toml")).expect("still there"), before);
    assert!(!one.path("whole/keys/root.pem").exists(), "a root key stays offline");
}

#[test]
fn a_network_of_no_states_or_of_one_twice_is_not_made() {
    let place = Network::create(&["EE"]);
    let out = place.path("second");
    let out = out.to_str().expect("a plain path");
    let create = |states: &[&str]| {
        let line = ["network", "create", "--name", "exercise", "--out", out, "--json"];
        chancery(&[&line, states].concat())
    };
    create(&["--state", "EE", "--state", "EE"]).ended(2).failure();
    create(&["--state", "ZZ"]).ended(2).failure();
    assert!(!place.path("second/genesis.cbor").exists());
    create(&["--state", "EE"]).ended(0);
    create(&["--state", "EE"]).ended(1).failure();
}

#[test]
fn a_path_that_is_too_long_for_a_socket_is_refused_with_a_way_out() {
    let network = Network::create(&["EE"]);
    let node = network.node("EE");
    let deep = network.path(&"d".repeat(110));
    fs::rename(node.dir(), &deep).expect("because it is ours");
    let node = Node::at("EE", deep);
    let (error, hint) = node.ask(&["run", "--json"]).ended(1).failure();
    assert!(error.contains("107") && hint.contains("shorter"), "{error} / {hint}");
}
