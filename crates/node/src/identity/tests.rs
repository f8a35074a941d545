//! Laws of identities: only whole, private, matching ones are taken.

use std::os::unix::fs::PermissionsExt;

use super::*;
use crate::data_dir::read_genesis;
use crate::exercise::create_network;

struct Made {
    dir: tempfile::TempDir,
    directory: Directory,
}

impl Made {
    fn folder(&self, state: &str) -> PathBuf {
        self.dir.path().join("net").join(state)
    }
}

fn made(passphrase: Option<&Passphrase>) -> Made {
    let dir = tempfile::tempdir().unwrap();
    let states = ["EE", "KR"].map(|state| state.parse().unwrap());
    let network = create_network("Test", &states, &dir.path().join("net"), passphrase, 1).unwrap();
    let directory = Directory::new(&read_genesis(&network.genesis).unwrap());
    Made { dir, directory }
}

#[test]
fn what_was_made_opens_as_what_the_certificate_names() {
    let made = made(None);
    let identity = Identity::open(&made.folder("KR"), &made.directory, None).unwrap();
    assert_eq!(identity.certificate.issuer.to_string(), "KR/authority");
    assert_eq!(identity.statement.public(), identity.certificate.statement_key);
    assert_eq!(identity.transport.public(), identity.certificate.transport_key);
    assert_eq!(identity.witness.public(), identity.certificate.witness_key);
}

#[test]
fn a_key_that_others_may_open_is_refused() {
    for name in [STATEMENT, WITNESS, TRANSPORT] {
        for mode in [0o640, 0o604, 0o644, 0o660] {
            let made = made(None);
            let path = made.folder("EE").join(name);
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
            let error = Identity::open(&made.folder("EE"), &made.directory, None).unwrap_err();
            assert!(
                matches!(error, IdentityError::File(FileError::NotPrivate { .. })),
                "{name} {mode:o} gave {error:?}"
            );
        }
    }
}

#[test]
fn a_locked_key_opens_with_its_passphrase_and_no_other() {
    let right = Passphrase::of("correct horse");
    let made = made(Some(&right));
    let folder = made.folder("EE");
    Identity::open(&folder, &made.directory, Some(&right)).unwrap();
    let wrong = Passphrase::of("wrong horse");
    for (passphrase, expected) in
        [(Some(&wrong), KeyFileFlaw::WrongPassphrase), (None, KeyFileFlaw::Locked)]
    {
        match Identity::open(&folder, &made.directory, passphrase) {
            Err(IdentityError::Key { source, .. }) => assert_eq!(source, expected),
            other => panic!("{other:?}"),
        }
    }
    let pem = std::fs::read_to_string(folder.join(STATEMENT)).unwrap();
    assert!(pem.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----"));
    Identity::check_folder(&folder, &made.directory, None).unwrap();
    Identity::check_folder(&folder, &made.directory, Some(&wrong)).unwrap_err();
}

#[test]
fn a_key_of_another_node_is_refused() {
    for name in [STATEMENT, WITNESS, TRANSPORT] {
        let made = made(None);
        std::fs::copy(made.folder("KR").join(name), made.folder("EE").join(name)).unwrap();
        let error = Identity::open(&made.folder("EE"), &made.directory, None).unwrap_err();
        assert!(matches!(error, IdentityError::OtherKey { .. }), "{name} gave {error:?}");
    }
}

#[test]
fn a_certificate_of_another_network_is_refused() {
    let (one, other) = (made(None), made(None));
    let error = Identity::open(&one.folder("EE"), &other.directory, None).unwrap_err();
    assert!(matches!(
        error,
        IdentityError::Certificate { source: CertificateFlaw::OtherNetwork, .. }
    ));
}

#[test]
fn a_damaged_certificate_or_key_is_refused_with_its_file() {
    let made = made(None);
    for name in [CERTIFICATE, STATEMENT, WITNESS, TRANSPORT] {
        let path = made.folder("EE").join(name);
        let whole = std::fs::read(&path).unwrap();
        for bytes in [Vec::new(), vec![0xff; 16], whole[..whole.len() / 2].to_vec()] {
            std::fs::write(&path, bytes).unwrap();
            let error = Identity::open(&made.folder("EE"), &made.directory, None).unwrap_err();
            assert!(error.to_string().contains(name), "{error}");
        }
        std::fs::write(&path, &whole).unwrap();
    }
    Identity::open(&made.folder("EE"), &made.directory, None).unwrap();
}
