//! How what is posted is signed: HMAC-SHA256 (RFC 2104) as the Standard Webhooks specification lays it down.
//!
//! The secret is read for each delivery and wiped after it, so that a new one needs no restart and none lies
//! in the memory of a node that has nothing to tell.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chancery_encoding::Digest;
use zeroize::Zeroizing;

/// SHA-256 works on blocks of so many bytes.
const BLOCK_BYTES: usize = 64;

/// What the specification allows.
const SECRET_BYTES_MIN: usize = 24;
const SECRET_BYTES_MAX: usize = 64;

/// How a secret is marked, so that it is not taken for anything else.
const PREFIX: &str = "whsec_";

/// What signs; wiped when dropped.
pub(crate) struct Secret(Zeroizing<Vec<u8>>);

/// A text that is no secret; what it says is not repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is not whsec_ and {SECRET_BYTES_MIN} to {SECRET_BYTES_MAX} bytes in base64")]
pub(crate) struct NoSecret;

impl Secret {
    /// Reads the text of a secret file.
    pub(crate) fn read(text: &[u8]) -> Result<Secret, NoSecret> {
        let text = std::str::from_utf8(text).map_err(|_| NoSecret)?.trim();
        let coded = text.strip_prefix(PREFIX).ok_or(NoSecret)?;
        let mut bytes = Zeroizing::new(vec![0; coded.len()]);
        let length = STANDARD.decode_slice(coded, &mut bytes).map_err(|_| NoSecret)?;
        bytes.truncate(length);
        if !(SECRET_BYTES_MIN..=SECRET_BYTES_MAX).contains(&bytes.len()) {
            return Err(NoSecret);
        }
        Ok(Secret(bytes))
    }

    /// The value of the header `webhook-signature`.
    pub(crate) fn sign(&self, id: &str, at_s: i64, body: &[u8]) -> String {
        let mut signed = format!("{id}.{at_s}.").into_bytes();
        signed.extend_from_slice(body);
        format!("v1,{}", STANDARD.encode(hmac(&self.0, &signed)))
    }
}

/// RFC 2104 over SHA-256.
pub(crate) fn hmac(key: &[u8], message: &[u8]) -> [u8; 32] {
    let mut block = Zeroizing::new([0_u8; BLOCK_BYTES]);
    if key.len() > BLOCK_BYTES {
        block[..32].copy_from_slice(Digest::of(key).as_bytes());
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    let padded = |with: u8, rest: &[u8]| {
        let mut all = Zeroizing::new(Vec::with_capacity(BLOCK_BYTES + rest.len()));
        all.extend(block.iter().map(|byte| byte ^ with));
        all.extend_from_slice(rest);
        *Digest::of(&all).as_bytes()
    };
    padded(0x5c, &padded(0x36, message))
}
