//! Laws of installing: whole or not at all, nothing lost, nobody else's.

use chancery_ledger::certificate::CertificateRequest;
use chancery_ledger::key::SecretKey;
use chancery_ledger::roster::{Directory, Genesis};

use super::*;
use crate::data_dir::{Founding, init};
use crate::exercise::create_network;
use crate::file::Privacy;
use crate::identity::IdentityError;

struct Ground {
    root: tempfile::TempDir,
    dir: DataDir,
    genesis: Genesis,
}

impl Ground {
    fn new() -> Ground {
        let root = tempfile::tempdir().unwrap();
        let states = ["EE", "KR"].map(|state| state.parse().unwrap());
        let network = create_network("Test", &states, &root.path().join("net"), None, 1).unwrap();
        let founding = Founding {
            genesis: &network.genesis,
            identity: &network.identities[0].1,
            listen: &[],
            peers: &[],
            acts: &[],
            passphrase: None,
        };
        let founded = init(&root.path().join("ee"), founding).unwrap();
        Ground { root, dir: founded.dir, genesis: founded.genesis }
    }

    /// A folder with fresh keys that the root of this state has certified.
    fn identity(&self, state: &str, authority: &str) -> PathBuf {
        let root =
            std::fs::read_to_string(self.root.path().join("net").join(state).join("root.pem"));
        let root = SecretKey::from_pem(&root.unwrap(), None).unwrap();
        let keys = [11, 12, 13].map(|seed| SecretKey::from_seed(&[seed; 32]));
        let request = CertificateRequest {
            network: self.genesis.roster().hash(),
            issuer: chancery_ledger::statement::Issuer::new(state.parse().unwrap(), authority)
                .unwrap(),
            serial: 2,
            issued_at: 2,
            statement_key: keys[0].public(),
            witness_key: keys[1].public(),
            transport_key: keys[2].public(),
            roles: Vec::new(),
            under: None,
            epoch: 0,
            reader_key: None,
            possession: None,
        };
        let certificate = Certificate::issue(&request, &root, self.genesis.roster()).unwrap();
        let folder = self.root.path().join("new");
        file::create_dir(&folder).unwrap();
        for (name, key) in ["statement.pem", "witness.pem", "transport.pem"].iter().zip(&keys) {
            let pem = key.to_pem(None).unwrap();
            file::create(&folder.join(name), pem.as_bytes(), Privacy::Owner).unwrap();
        }
        file::create(&folder.join("certificate.cbor"), certificate.bytes(), Privacy::Public)
            .unwrap();
        folder
    }
}

fn names(dir: &Path) -> Vec<String> {
    let names = std::fs::read_dir(dir).unwrap();
    let mut names: Vec<String> =
        names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn new_keys_take_the_place_of_the_old_ones_which_are_kept() {
    let ground = Ground::new();
    let old = std::fs::read(ground.dir.keys().join("statement.pem")).unwrap();
    let installed = ground.dir.install(&ground.identity("EE", "authority"), None).unwrap();
    assert_eq!(installed.certificate.serial, 2);
    assert_eq!(std::fs::read(installed.before.join("statement.pem")).unwrap(), old);
    let identity =
        Identity::open(&ground.dir.keys(), &Directory::new(&ground.genesis), None).unwrap();
    assert_eq!(identity.certificate.serial, 2);
    assert_eq!(
        names(ground.dir.path()),
        ["config.toml", "genesis.cbor", "identity.before-1", "keys"]
    );
}

#[test]
fn an_older_certificate_is_not_put_back() {
    let ground = Ground::new();
    ground.dir.install(&ground.identity("EE", "authority"), None).unwrap();
    let error = ground.dir.install(&ground.root.path().join("net/EE"), None).unwrap_err();
    assert!(matches!(error, DirError::Older { own: 2, found: 1 }), "{error:?}");
}

#[test]
fn what_is_installed_already_or_is_another_authoritys_changes_nothing() {
    let ground = Ground::new();
    let error = ground.dir.install(&ground.root.path().join("net/EE"), None).unwrap_err();
    assert!(matches!(error, DirError::Installed), "{error:?}");
    for (state, authority) in [("KR", "authority"), ("EE", "customs")] {
        let folder = ground.identity(state, authority);
        let error = ground.dir.install(&folder, None).unwrap_err();
        assert!(matches!(error, DirError::OtherAuthority { .. }), "{error:?}");
        std::fs::remove_dir_all(folder).unwrap();
    }
    assert_eq!(names(ground.dir.path()), ["config.toml", "genesis.cbor", "keys"]);
}

#[test]
fn a_folder_whose_key_is_not_the_certified_one_is_refused() {
    let ground = Ground::new();
    for name in ["statement.pem", "witness.pem", "transport.pem"] {
        let folder = ground.identity("EE", "authority");
        std::fs::copy(ground.root.path().join("net/KR").join(name), folder.join(name)).unwrap();
        let error = ground.dir.install(&folder, None).unwrap_err();
        let refused = matches!(error, DirError::Identity(IdentityError::OtherKey { .. }));
        assert!(refused, "{name} gave {error:?}");
        std::fs::remove_dir_all(folder).unwrap();
    }
    assert_eq!(names(ground.dir.path()), ["config.toml", "genesis.cbor", "keys"]);
}

#[test]
fn an_install_that_was_cut_off_between_its_two_steps_is_finished_on_opening() {
    let ground = Ground::new();
    let new = ground.identity("EE", "authority");
    std::fs::rename(ground.dir.keys(), ground.dir.path().join("identity.before-1")).unwrap();
    std::fs::rename(&new, ground.dir.path().join("keys.incoming")).unwrap();
    let dir = DataDir::open(ground.dir.path()).unwrap();
    let identity = Identity::open(&dir.keys(), &Directory::new(&ground.genesis), None).unwrap();
    assert_eq!(identity.certificate.serial, 2);
}

#[test]
fn what_an_install_that_was_cut_off_earlier_left_is_not_in_the_way() {
    let ground = Ground::new();
    for left in ["keys.draft", "keys.incoming"] {
        let left = ground.dir.path().join(left);
        file::create_dir(&left).unwrap();
        std::fs::write(left.join("statement.pem"), b"half a k").unwrap();
    }
    DataDir::open(ground.dir.path()).unwrap();
    ground.dir.install(&ground.identity("EE", "authority"), None).unwrap();
    Identity::open(&ground.dir.keys(), &Directory::new(&ground.genesis), None).unwrap();
    assert_eq!(
        names(ground.dir.path()),
        ["config.toml", "genesis.cbor", "identity.before-1", "keys"]
    );
}

#[test]
fn vault_key_goes_on_with_the_new_identity() {
    let ground = Ground::new();
    let place = chancery_store::vault::Place { collection: "drafts", name: "d1" };
    crate::vault::Vault::open(&ground.dir, None).put(place, b"kept").unwrap();
    let folder = ground.identity("EE", "authority");
    let installed = ground.dir.install(&folder, None).unwrap();
    assert!(installed.before.join(VAULT).exists(), "the copy from before has it as well");
    let kept = crate::vault::Vault::open(&ground.dir, None).get(place).unwrap();
    assert_eq!(kept.map(|plain| plain.to_vec()), Some(b"kept".to_vec()));
}
