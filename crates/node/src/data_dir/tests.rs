//! Laws of data directories: made whole or not at all, never over another, never with a root key.

use std::os::unix::fs::{MetadataExt, PermissionsExt};

use chancery_ledger::roster::Directory;

use super::*;
use crate::exercise::{CreatedNetwork, create_network};

fn network(root: &Path) -> CreatedNetwork {
    let states = ["EE", "KR"].map(|state| state.parse().unwrap());
    create_network("Test", &states, &root.join("net"), None, 1).unwrap()
}

fn founding<'a>(network: &'a CreatedNetwork, peers: &'a [String]) -> Founding<'a> {
    Founding {
        genesis: &network.genesis,
        identity: &network.identities[0].1,
        listen: &[],
        peers,
        acts: &[],
        passphrase: None,
    }
}

fn files_under(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_under(&path));
        } else {
            found.push(path);
        }
    }
    found
}

#[test]
fn what_init_makes_opens_with_its_addresses_and_keys() {
    let root = tempfile::tempdir().unwrap();
    let network = network(root.path());
    let listen = ["/ip4/127.0.0.1/udp/0/quic-v1".to_owned()];
    let peers = ["/ip4/192.0.2.7/udp/7420/quic-v1".to_owned()];
    let founded =
        init(&root.path().join("ee"), Founding { listen: &listen, ..founding(&network, &peers) })
            .unwrap();
    assert_eq!(founded.certificate.issuer.to_string(), "EE/authority");
    let dir = DataDir::open(&root.path().join("ee")).unwrap();
    let config = dir.read_config().unwrap();
    assert_eq!((config.network.listen, config.network.peers), (listen.to_vec(), peers.to_vec()));
    let genesis = dir.read_genesis().unwrap();
    Identity::open(&dir.keys(), &Directory::new(&genesis), None).unwrap();
    assert_eq!(std::fs::metadata(dir.path()).unwrap().mode() & 0o777, 0o700);
}

#[test]
fn a_founding_roster_is_not_taken_for_the_genesis() {
    let root = tempfile::tempdir().unwrap();
    let network = network(root.path());
    let genesis = read_genesis(&network.genesis).unwrap();
    let bare = root.path().join("founding.cbor");
    let founding_roster = Genesis::new(genesis.roster().clone(), Vec::new()).unwrap();
    std::fs::write(&bare, founding_roster.encode()).unwrap();
    let refused =
        init(&root.path().join("ee"), Founding { genesis: &bare, ..founding(&network, &[]) });
    assert!(matches!(refused, Err(DirError::Founding(path)) if path == bare));
    assert!(!root.path().join("ee").exists());
}

#[test]
fn the_root_key_never_comes_into_a_data_directory() {
    let root = tempfile::tempdir().unwrap();
    let network = network(root.path());
    let secret = std::fs::read(network.identities[0].1.join("root.pem")).unwrap();
    init(&root.path().join("ee"), founding(&network, &[])).unwrap();
    let files = files_under(&root.path().join("ee"));
    assert_eq!(files.len(), 6, "{files:?}");
    for path in files {
        assert_ne!(path.file_name().unwrap(), "root.pem");
        assert_ne!(std::fs::read(&path).unwrap(), secret, "{path:?}");
    }
}

#[test]
fn init_overwrites_nothing() {
    let root = tempfile::tempdir().unwrap();
    let network = network(root.path());
    for part in ["config.toml", "genesis.cbor", "keys/statement.pem"] {
        let dir = root.path().join(part.replace('/', "-"));
        let path = dir.join(part);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, "mine").unwrap();
        let error = init(&dir, founding(&network, &[])).unwrap_err();
        assert!(matches!(error, DirError::Exists(_)), "{part} gave {error:?}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
    }
}

#[test]
fn an_address_that_no_node_can_use_is_refused_before_anything_is_written() {
    let root = tempfile::tempdir().unwrap();
    let network = network(root.path());
    for bad in ["", "localhost:7420", "/ip4/1.2.3.4", "/dns4/a.example/tcp/1", "/ip4/1.2.3.4/udp/1"]
    {
        let peers = [bad.to_owned()];
        let error = init(&root.path().join("ee"), founding(&network, &peers)).unwrap_err();
        assert!(matches!(error, DirError::Address { .. }), "{bad:?} gave {error:?}");
    }
    assert!(!root.path().join("ee").exists());
}

#[test]
fn a_damaged_genesis_is_refused() {
    let root = tempfile::tempdir().unwrap();
    let network = network(root.path());
    let whole = std::fs::read(&network.genesis).unwrap();
    let mut turned = whole.clone();
    let middle = turned.len() / 2;
    turned[middle] ^= 1;
    let mut longer = whole.clone();
    longer.push(0);
    for bytes in [Vec::new(), turned, longer, whole[..whole.len() - 1].to_vec()] {
        std::fs::write(&network.genesis, &bytes).unwrap();
        let error = init(&root.path().join("ee"), founding(&network, &[])).unwrap_err();
        assert!(matches!(error, DirError::Genesis { .. }), "{error:?}");
    }
    assert!(!root.path().join("ee").exists());
}

#[test]
fn a_loose_key_is_refused_and_nothing_is_made() {
    let root = tempfile::tempdir().unwrap();
    let network = network(root.path());
    let witness = network.identities[0].1.join("witness.pem");
    std::fs::set_permissions(&witness, std::fs::Permissions::from_mode(0o644)).unwrap();
    let error = init(&root.path().join("ee"), founding(&network, &[])).unwrap_err();
    assert!(matches!(error, DirError::Identity(IdentityError::File(FileError::NotPrivate { .. }))));
    assert!(!root.path().join("ee").exists());
}

#[test]
fn a_directory_without_a_configuration_is_none() {
    let root = tempfile::tempdir().unwrap();
    assert!(matches!(DataDir::open(root.path()), Err(DirError::NotOne(_))));
}

#[test]
fn an_address_is_quoted_so_that_it_stays_one_string() {
    let text = own_config(&[], &["a\"]\nb".to_owned()], Some(Path::new("b\"c")));
    let table: toml::Table = toml::from_str(&text).unwrap();
    assert_eq!(table["network"]["peers"][0].as_str(), Some("a\"]\nb"));
    assert_eq!(table["keys"]["passphrase_file"].as_str(), Some("b\"c"));
}

#[test]
fn the_file_of_the_passphrase_is_named_in_the_configuration() {
    let root = tempfile::tempdir().unwrap();
    let file = root.path().join("passphrase");
    file::create(&file, b"correct horse\n", Privacy::Owner).unwrap();
    let passphrase = Passphrase::from_file(&file).unwrap();
    let state = "EE".parse().unwrap();
    let network =
        create_network("Test", &[state], &root.path().join("net"), Some(&passphrase), 1).unwrap();
    let founding = Founding { passphrase: Some(&passphrase), ..founding(&network, &[]) };
    let founded = init(&root.path().join("ee"), founding).unwrap();
    let config = founded.dir.read_config().unwrap();
    assert_eq!(config.keys.passphrase_file, file);
    let configured = Passphrase::configured(&config).unwrap();
    Identity::open(&founded.dir.keys(), &Directory::new(&founded.genesis), configured.as_ref())
        .unwrap();
}

#[test]
fn genesis_file_that_is_not_there_is_named_as_one() {
    let error = read_genesis(Path::new("nope.cbor")).unwrap_err();
    assert!(matches!(error, DirError::GenesisFile(_)), "{error:?}");
    assert!(crate::causes(&error).contains("nope.cbor"), "{error:?}");
}
