//! Laws of the configuration.

use super::*;

fn load(text: &str) -> Result<Config, ConfigError> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("config.toml");
    std::fs::write(&path, text).unwrap();
    Config::load(&path)
}

#[test]
fn the_compiled_in_default_parses_and_is_in_bounds() {
    assert_eq!(Config::default().checked().unwrap(), load("").unwrap());
}

#[test]
fn a_file_changes_only_the_keys_that_it_names() {
    let config = load("[network]\ngossip = false\n").unwrap();
    assert!(!config.network.gossip);
    assert_eq!(config.network.listen, Config::default().network.listen);
}

#[test]
fn every_unknown_key_wrong_type_and_value_out_of_bounds_is_refused() {
    let table = [
        ("[network]\ngosip = true\n", "gosip"),
        ("[networks]\n", "networks"),
        ("gossip = true\n", "gossip"),
        ("[network]\ngossip = \"yes\"\n", "bool"),
        ("[network]\nlisten = \"/ip4/0.0.0.0/tcp/1\"\n", "sequence"),
        ("[log]\nformat = \"xml\"\n", "xml"),
        ("[network\n", "table"),
        ("[network]\ncatch_up_ms = 1\n", "catch_up_ms"),
        ("[signing]\nbarrier_peers = 1001\n", "barrier_peers"),
        ("[checkpoint]\nevery_entries = 0\n", "every_entries"),
        ("[checkpoint]\nevery_entries = 65_537\n", "every_entries"),
        ("[checkpoint]\nevery_seconds = 0\n", "every_seconds"),
        ("[checkpoint]\nevery_seconds = 86_401\n", "every_seconds"),
        ("[store]\ncache_bytes = 1\n", "cache_bytes"),
        ("[network]\nlisten = [\"everywhere\"]\n", "everywhere"),
        ("[network]\npeers = [\"/dns4/a.example/tcp/1\"]\n", "/dns4/a.example/tcp/1"),
    ];
    for (text, named) in table {
        let error = load(text).expect_err(text);
        let told = format!("{error} {}", error.hint());
        assert!(told.contains(named), "{text:?} gave {told:?}");
    }
}

#[test]
fn receivers_are_read_and_what_could_send_a_notice_elsewhere_is_refused() {
    let receiver = |lines: &str| format!("[[watches.receivers]]\nname = \"a\"\n{lines}\n");
    let secret = "secret_file = \"s\"";
    let good = [
        receiver("command = [\"/bin/true\", \"x\"]\ncarries = \"all\"\nwatches = [\"w\"]"),
        receiver(&format!("url = \"http://127.0.0.1:80/x\"\n{secret}")),
        receiver(&format!("url = \"http://[::1]:80/x\"\n{secret}")),
        receiver(&format!("url = \"https://host.example/x\"\n{secret}\nroots_file = \"r\"")),
    ];
    for text in good {
        assert_eq!(load(&text).unwrap().watches.receivers.len(), 1, "{text}");
    }
    let bad = [
        ("", "needs either"),
        ("command = [\"true\"]", "absolute path"),
        ("command = [\"/bin/true\"]\nurl = \"http://127.0.0.1/\"", "needs either"),
        ("url = \"http://127.0.0.1/\"", "no secret_file"),
        ("url = \"http://10.0.0.1/\"\nsecret_file = \"s\"", "leaves this machine"),
        ("url = \"http://localhost/\"\nsecret_file = \"s\"", "leaves this machine"),
        ("url = \"http://127.0.0.1@host.example/\"\nsecret_file = \"s\"", "https:// or http://"),
        ("url = \"ftp://host.example/\"\nsecret_file = \"s\"", "https:// or http://"),
        ("url = \"https://host.example/\"\nsecret_file = \"s\"", "no roots_file"),
        ("command = [\"/bin/true\"]\ncarries = \"some\"", "some"),
        ("command = [\"/bin/true\"]\nshell = true", "shell"),
    ];
    for (lines, named) in bad {
        let error = load(&receiver(lines)).expect_err(lines);
        let told = format!("{} {}", crate::causes(&error), error.hint());
        assert!(told.contains(named), "{lines:?} gave {told:?}");
    }
    let program = "command = [\"/bin/true\"]";
    let twice = receiver(program).repeat(2);
    assert!(crate::causes(&load(&twice).unwrap_err()).contains("two receivers"));
    let many: String =
        (0..17).map(|at| receiver(program).replace("\"a\"", &format!("\"a{at}\""))).collect();
    assert!(crate::causes(&load(&many).unwrap_err()).contains("at most 16"));
    let named = receiver(program).replace("\"a\"", "\"../a\"");
    assert!(crate::causes(&load(&named).unwrap_err()).contains("../a"));
}

#[test]
fn every_key_of_the_default_is_described_for_the_operator() {
    let readme = include_str!("../../../../node-config/README.md");
    let table: toml::Table = toml::from_str(DEFAULT).unwrap();
    for (section, keys) in &table {
        for key in keys.as_table().unwrap().keys() {
            assert!(readme.contains(&format!("`{section}.{key}`")), "{section}.{key}");
        }
    }
}

#[test]
fn what_is_described_for_the_operator_is_a_key_of_the_default() {
    let readme = include_str!("../../../../node-config/README.md");
    let table: toml::Table = toml::from_str(DEFAULT).unwrap();
    let described = readme.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    for name in described {
        let (section, key) = name.split_once('.').unwrap();
        let known = table.get(section).and_then(|keys| keys.get(key));
        assert!(known.is_some(), "{name}");
    }
}

#[test]
fn a_file_that_is_too_long_is_refused_before_it_is_read() {
    let error = load(&"#".repeat(70_000)).unwrap_err();
    assert!(matches!(error, ConfigError::TooLong { .. }));
}

#[test]
fn the_default_of_screening_is_the_default_of_the_program() {
    assert_eq!(Config::default().screening, chancery_screening::Settings::default());
}

#[test]
fn points_beyond_a_thousand_are_refused() {
    let config = Config::overlay("[screening]\nthreshold = 1001\n").unwrap();
    assert!(matches!(config.checked(), Err(ConfigError::OutOfBounds { .. })));
    let config = Config::overlay("[screening]\nthreshold = 650\n").unwrap();
    assert_eq!(config.checked().unwrap().screening.threshold, 650);
}
