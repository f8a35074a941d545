//! A webhook over TLS: taken by a host that a named root vouches for, and by no other.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::Arc;
use std::thread;

use rcgen::{BasicConstraints, CertificateParams, IsCa, KeyPair};
use rustls::pki_types::PrivateKeyDer;

use super::webhook;
use crate::watches::receivers::webhook::{WebhookError, post};

/// Somebody who vouches, and a host at 127.0.0.1 that it vouches for.
fn vouched() -> (String, rustls::ServerConfig) {
    let root_key = KeyPair::generate().unwrap();
    let mut root = CertificateParams::new(Vec::new()).unwrap();
    root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let root = root.self_signed(&root_key).unwrap();
    let key = KeyPair::generate().unwrap();
    let host = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
    let host = host.signed_by(&key, &root, &root_key).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![host.der().clone()],
            PrivateKeyDer::try_from(key.serialize_der()).unwrap(),
        )
        .unwrap();
    (root.pem(), config)
}

#[test]
fn host_is_taken_for_what_it_says_only_where_a_named_root_vouches_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let (root, config) = vouched();
    let (stranger, _) = vouched();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let config = Arc::new(config);
    let serving = thread::spawn(move || {
        let serve = |_| {
            let (mut stream, _) = listener.accept().unwrap();
            let mut tls = rustls::ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut tls = rustls::Stream::new(&mut tls, &mut stream);
            let mut request = [0; 4096];
            // Whoever does not trust this host hangs up before it has asked for anything.
            let Ok(read) = tls.read(&mut request) else { return false };
            let answer = b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n";
            tls.write_all(answer).unwrap();
            request[..read].starts_with(b"POST /hook")
        };
        [(); 2].map(serve)
    });
    let mut receiver = webhook(folder.path(), &format!("https://127.0.0.1:{port}/hook"));
    receiver.roots_file = folder.path().join("roots.pem");
    std::fs::write(&receiver.roots_file, stranger).unwrap();
    let untrusted = post(&receiver, "notice_1_1", 1, b"{}").unwrap_err();
    assert!(matches!(untrusted, WebhookError::Unreached(_)), "{untrusted:?}");
    std::fs::write(&receiver.roots_file, root).unwrap();
    post(&receiver, "notice_1_1", 1, b"{}").unwrap();
    assert_eq!(serving.join().unwrap(), [false, true]);
    std::fs::write(&receiver.roots_file, "no certificate").unwrap();
    let none = post(&receiver, "notice_1_1", 1, b"{}").unwrap_err();
    assert!(matches!(none, WebhookError::Roots { .. }), "{none:?}");
}
