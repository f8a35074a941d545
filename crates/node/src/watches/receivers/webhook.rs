//! A webhook: a notice is posted to a server of the operator's own, signed.
//!
//! Over TLS 1.3 with the roots that the configuration names, and without it only on this machine. No redirect is
//! followed and no proxy is asked, so that nothing goes where the configuration does not say; and of the answer
//! only the status is looked at.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ureq::tls::{PemItem, RootCerts, TlsConfig, TlsProvider, parse_pem};

use super::DELIVERY_MAX;
use super::signature::{NoSecret, Secret};
use crate::config::ReceiverSection;
use crate::file::{self, FileError};

/// A secret of 64 bytes has 94 characters; a line more than one is none.
const SECRET_FILE_BYTES_MAX: u64 = 256;

/// A bundle of some hundred certificates of 2 KiB.
const ROOTS_BYTES_MAX: u64 = 1024 * 1024;

/// Why a notice was not posted.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WebhookError {
    /// A file of the receiver cannot be used.
    #[error("a file of the receiver cannot be used")]
    File(#[from] FileError),
    /// The secret is none.
    #[error("{path} holds no secret")]
    Secret {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: NoSecret,
    },
    /// There are no certificates in the file.
    #[error("{path} holds no certificate in PEM")]
    Roots {
        /// The file.
        path: PathBuf,
    },
    /// There was no answer.
    #[error("the receiver cannot be reached")]
    Unreached(#[source] Box<ureq::Error>),
    /// The answer says no.
    #[error("the receiver answered {status}")]
    Refused {
        /// The status of HTTP.
        status: u16,
    },
}

/// Posts one notice; it is taken when the receiver answers with a status of 200 to 299.
pub(crate) fn post(
    receiver: &ReceiverSection,
    id: &str,
    now_s: i64,
    body: &[u8],
) -> Result<(), WebhookError> {
    let signature = {
        let path = &receiver.secret_file;
        let text = file::read_private(path, SECRET_FILE_BYTES_MAX)?;
        let secret = Secret::read(&text)
            .map_err(|source| WebhookError::Secret { path: path.clone(), source })?;
        secret.sign(id, now_s, body)
    };
    let mut config = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .proxy(None)
        .timeout_global(Some(DELIVERY_MAX))
        .user_agent("chancery");
    if !receiver.roots_file.as_os_str().is_empty() {
        config = config.tls_config(tls(&receiver.roots_file)?);
    }
    let agent = ureq::Agent::new_with_config(config.build());
    let answer = agent
        .post(&receiver.url)
        .header("content-type", "application/json")
        .header("webhook-id", id)
        .header("webhook-timestamp", now_s.to_string())
        .header("webhook-signature", signature)
        .send(body)
        .map_err(|error| WebhookError::Unreached(Box::new(error)))?;
    match answer.status() {
        status if status.is_success() => Ok(()),
        status => Err(WebhookError::Refused { status: status.as_u16() }),
    }
}

/// Trusts whoever the file names, and nobody else.
fn tls(roots: &Path) -> Result<TlsConfig, WebhookError> {
    let pem = file::read(roots, ROOTS_BYTES_MAX)?;
    let certificate = |item: Result<PemItem<'static>, ureq::Error>| match item {
        Ok(PemItem::Certificate(certificate)) => Some(certificate),
        _ => None,
    };
    let certificates: Vec<_> = parse_pem(&pem).filter_map(certificate).collect();
    if certificates.is_empty() {
        return Err(WebhookError::Roots { path: roots.to_path_buf() });
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    Ok(TlsConfig::builder()
        .provider(TlsProvider::Rustls)
        .root_certs(RootCerts::from(certificates))
        .unversioned_rustls_crypto_provider(provider)
        .build())
}
