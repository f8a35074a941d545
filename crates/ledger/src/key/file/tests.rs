//! Laws of key files.

use pkcs8::der::asn1::{BitStringRef, ObjectIdentifier, OctetStringRef};
use pkcs8::pkcs5::pbes2;
use pkcs8::{
    AlgorithmIdentifierRef, EncryptedPrivateKeyInfoRef, LineEnding, PrivateKeyInfoRef,
    SecretDocument,
};

use super::{KEY_FILE_BYTES_MAX, KeyFileFlaw, Lock, SCRYPT_COST};
use crate::key::SecretKey;
use crate::tests::cast::key;

const PASSPHRASE: &str = "correct horse";

/// `openssl genpkey -algorithm ed25519`, and the same through
/// `openssl pkcs8 -topk8 -v2 aes-256-cbc`, with and without `-scrypt`.
const OF_OPENSSL: &str = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEILz25cQjfy7KGTMGF0E0GJ3/rIi33CMh8/iMaPSnOyna
-----END PRIVATE KEY-----
";
const OF_OPENSSL_SCRYPT: &str = "-----BEGIN ENCRYPTED PRIVATE KEY-----
MIGTME8GCSqGSIb3DQEFDTBCMCEGCSsGAQQB2kcECzAUBAhp0ICL2FSVHwICQAAC
AQgCAQEwHQYJYIZIAWUDBAEqBBA/FABh1M1kvB3bH+7OONVqBECU70bvnEu2xXV4
ayM5hECNA+9deH3nqgX7yQjJg4Y5w05wjO6rfS158KC/usaXep9QcZR4+rO53142
ZwFqa32n
-----END ENCRYPTED PRIVATE KEY-----
";
const OF_OPENSSL_PBKDF2: &str = "-----BEGIN ENCRYPTED PRIVATE KEY-----
MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAj5UGXT1VMkKgICCAAw
DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEOw5eMa1AEXy5LnYlYpD2RMEQD8N
o/ti0yU8yvNkrGGZfd9MQQql5HzPbDpKybM/R1lpPkdiYZskK+/N3F6TGYSUpu3Y
g5YMOl4WXYmGOBfzCVI=
-----END ENCRYPTED PRIVATE KEY-----
";

fn lock(passphrase: &str) -> Lock<'_> {
    Lock { passphrase, salt: *b"16 bytes of saltand 16 of start." }
}

fn open(text: &str, passphrase: Option<&str>) -> Result<[u8; 32], KeyFileFlaw> {
    SecretKey::from_pem(text, passphrase).map(|key| *key.expose_seed())
}

/// A PKCS#8 key with parts of our choice, in plain.
fn plain(oid: &str, private: &[u8], public: Option<&[u8; 32]>) -> SecretDocument {
    SecretDocument::encode_msg(&PrivateKeyInfoRef {
        algorithm: AlgorithmIdentifierRef {
            oid: ObjectIdentifier::new_unwrap(oid),
            parameters: None,
        },
        private_key: OctetStringRef::new(private).unwrap(),
        public_key: public.map(|bytes| BitStringRef::new(0, bytes).unwrap()),
    })
    .unwrap()
}

fn pem(document: &SecretDocument, label: &'static str) -> String {
    document.to_pem(label, LineEnding::LF).unwrap().to_string()
}

fn seed_of(role: &str) -> Vec<u8> {
    [&[0x04, 32], key(role).expose_seed().as_slice()].concat()
}

const ED25519: &str = "1.3.101.112";
const X25519: &str = "1.3.101.110";

#[test]
fn locked_file_opens_with_its_passphrase_and_no_other() {
    let text = key("EE root").to_pem(Some(&lock(PASSPHRASE))).unwrap();
    assert!(text.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
    assert!(text.len() < KEY_FILE_BYTES_MAX / 2);
    assert_eq!(open(&text, Some(PASSPHRASE)), Ok(*key("EE root").expose_seed()));
    for wrong in ["correct hors", "Correct horse", "correct horse ", ""] {
        assert_eq!(open(&text, Some(wrong)), Err(KeyFileFlaw::WrongPassphrase), "{wrong:?}");
    }
    assert_eq!(open(&text, None), Err(KeyFileFlaw::Locked));
}

#[test]
fn open_file_reads_back_and_other_tools_read_it() {
    let text = key("EE root").to_pem(None).unwrap();
    assert!(text.starts_with("-----BEGIN PRIVATE KEY-----\n"));
    assert_eq!(open(&text, None), Ok(*key("EE root").expose_seed()));
    let theirs: ed25519_dalek::SigningKey = pkcs8::DecodePrivateKey::from_pkcs8_pem(&text).unwrap();
    assert_eq!(theirs.to_bytes(), *key("EE root").expose_seed());
}

#[test]
fn files_of_openssl_open_when_their_derivation_is_good_enough() {
    let seed = open(OF_OPENSSL, None).unwrap();
    assert_eq!(open(OF_OPENSSL_SCRYPT, Some(PASSPHRASE)), Ok(seed));
    assert_eq!(open(OF_OPENSSL_PBKDF2, Some(PASSPHRASE)), Err(KeyFileFlaw::KeyDerivation));
}

#[test]
fn empty_passphrase_locks_nothing() {
    let refused = key("EE root").to_pem(Some(&lock("")));
    assert_eq!(refused.err(), Some(KeyFileFlaw::EmptyPassphrase));
}

#[test]
fn key_of_another_algorithm_is_named_as_such_also_when_locked() {
    let other = plain(X25519, &seed_of("EE root"), None);
    assert_eq!(open(&pem(&other, "PRIVATE KEY"), None), Err(KeyFileFlaw::NotEd25519));
    let locked = super::encrypt(&other, &lock(PASSPHRASE)).unwrap();
    let locked = pem(&locked, "ENCRYPTED PRIVATE KEY");
    assert_eq!(open(&locked, Some(PASSPHRASE)), Err(KeyFileFlaw::NotEd25519));
}

#[test]
fn public_half_of_another_key_is_refused() {
    let own = *key("EE root").public().as_bytes();
    let other = *key("KR root").public().as_bytes();
    let file = |public| pem(&plain(ED25519, &seed_of("EE root"), public), "PRIVATE KEY");
    assert!(open(&file(None), None).is_ok());
    assert!(open(&file(Some(&own)), None).is_ok());
    assert_eq!(open(&file(Some(&other)), None), Err(KeyFileFlaw::OtherPublicKey));
}

#[test]
fn seed_of_another_length_is_refused() {
    for private in [&[0x04, 31, 7][..], &[0x04, 32], &[7; 32], &[]] {
        let file = pem(&plain(ED25519, private, None), "PRIVATE KEY");
        assert_eq!(open(&file, None), Err(KeyFileFlaw::NotAKeyFile));
    }
}

/// Cost, block size, parallelisation. None of these is computed: the parameters alone refuse it.
#[test]
fn derivation_that_is_too_cheap_or_too_costly_is_refused() {
    for (cost, block, parallel) in [
        (SCRYPT_COST / 2, 8, 5),
        (2, 8, 16),
        (SCRYPT_COST, 7, 5),
        (1 << 18, 8, 1),
        (1 << 63, 65_535, 1),
        (SCRYPT_COST, 8, 17),
    ] {
        let kdf = pbes2::ScryptParams {
            salt: [7; 16].as_slice().try_into().unwrap(),
            cost_parameter: cost,
            block_size: block,
            parallelization: parallel,
            key_length: None,
        };
        let encryption = pbes2::EncryptionScheme::Aes256Cbc { iv: [7; 16] };
        let document = SecretDocument::encode_msg(&EncryptedPrivateKeyInfoRef {
            encryption_algorithm: pbes2::Parameters { kdf: kdf.into(), encryption }.into(),
            encrypted_data: OctetStringRef::new(&[7; 64]).unwrap(),
        });
        let file = pem(&document.unwrap(), "ENCRYPTED PRIVATE KEY");
        let found = open(&file, Some(PASSPHRASE));
        assert_eq!(found, Err(KeyFileFlaw::KeyDerivation), "{cost} {block} {parallel}");
    }
}

#[test]
fn what_is_no_key_file_is_refused() {
    let document = plain(ED25519, &seed_of("EE root"), None);
    for text in ["", "no key", "-----BEGIN PRIVATE KEY-----\n", &pem(&document, "CERTIFICATE")] {
        assert_eq!(open(text, Some(PASSPHRASE)), Err(KeyFileFlaw::NotAKeyFile), "{text}");
    }
    let long = " ".repeat(KEY_FILE_BYTES_MAX + 1);
    assert_eq!(open(&long, None), Err(KeyFileFlaw::TooLong));
}

#[test]
fn damaged_file_is_refused_wherever_it_is_cut() {
    let text = key("EE root").to_pem(None).unwrap();
    for end in 0..text.trim_end().len() {
        assert!(open(&text[..end], None).is_err(), "cut at {end}");
    }
}
