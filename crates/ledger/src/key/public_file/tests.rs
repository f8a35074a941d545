//! Laws of public key files.

use super::*;
use crate::key::ReaderSecret;
use crate::tests::cast::key;

/// `openssl pkey -pubout` of the first secret of RFC 8032.
const OF_OPENSSL: &str = "-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
-----END PUBLIC KEY-----
";

#[test]
fn file_is_what_other_tools_write() {
    let read = PublicFile::from_pem(OF_OPENSSL).unwrap();
    assert_eq!(read.to_pem(), OF_OPENSSL);
    let with_words = format!("root key of Estonia\n{OF_OPENSSL}");
    assert_eq!(PublicFile::from_pem(&with_words), Ok(read));
}

#[test]
fn both_kinds_read_back() {
    for file in [
        PublicFile::Ed25519(key("x").public()),
        PublicFile::X25519(ReaderSecret::from_seed(&[9; 32]).public()),
    ] {
        assert_eq!(PublicFile::from_pem(&file.to_pem()), Ok(file));
    }
}

#[test]
fn what_is_no_public_key_is_refused_by_what_it_is() {
    let refusal = |text: &str| PublicFile::from_pem(text).unwrap_err();
    assert_eq!(refusal(""), PublicFileFlaw::NotOne);
    assert_eq!(refusal(&"x".repeat(5000)), PublicFileFlaw::TooLong);
    assert_eq!(refusal(&key("x").to_pem(None).unwrap()), PublicFileFlaw::Secret);
    let certificate = OF_OPENSSL.replace("PUBLIC KEY", "CERTIFICATE");
    assert_eq!(refusal(&certificate), PublicFileFlaw::NotOne);
    // Ed448 by its last byte of the algorithm.
    let other = PublicFile::Ed25519(key("x").public()).to_pem().replace("2VwAy", "2VxAy");
    assert_eq!(refusal(&other), PublicFileFlaw::Algorithm);
    let mut weak = [0; 32];
    weak[0] = 1;
    let weak = PublicFile::X25519(weak).to_pem().replace("2VuAy", "2VwAy");
    assert_eq!(refusal(&weak), PublicFileFlaw::Key(KeyFlaw::Weak));
    let zero = PublicFile::X25519([0; 32]).to_pem();
    assert_eq!(refusal(&zero), PublicFileFlaw::Key(KeyFlaw::Weak), "every secret with it is one");
}
