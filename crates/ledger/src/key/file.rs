//! Secret keys in files: PKCS#8 (RFC 5958) in PEM (RFC 7468), encrypted when a passphrase is given.
//!
//! A standard format, so that other tools open it and no format of ours has to be trusted.
//! Encryption is PBES2 (RFC 8018) with scrypt (RFC 7914) and AES-256-CBC. Who may read the file is
//! the node's business. Invariant: a key that reads has the public half that the file says.

#[cfg(test)]
mod tests;

use ed25519_dalek::pkcs8::ALGORITHM_OID;
use pkcs8::der::asn1::{BitStringRef, ObjectIdentifier, OctetStringRef};
use pkcs8::pkcs5::pbes2;
use pkcs8::{
    AlgorithmIdentifierRef, EncryptedPrivateKeyInfoRef, LineEnding, PrivateKeyInfoRef,
    SecretDocument,
};
use zeroize::Zeroizing;

use crate::key::SecretKey;

/// A key file takes about 400 bytes; whatever is longer is something else.
pub(crate) const KEY_FILE_BYTES_MAX: usize = 4096;

/// The head of the inner octet string: tag, and the length of a seed.
const SEED_HEAD: [u8; 2] = [0x04, 32];

/// scrypt's cost N, with r = 8 and p = 5: 16 MiB and about a quarter of a second, the least that
/// OWASP recommends and the most that OpenSSL opens without being told.
const SCRYPT_COST: u64 = 1 << 14;
const SCRYPT_BLOCK_SIZE: u16 = 8;
const SCRYPT_PARALLEL: u16 = 5;

/// A file may not ask for less than N x r = 2^17, our own 16 MiB: below that a stolen file is
/// opened by guessing. `openssl pkcs8 -scrypt` writes just that.
const SCRYPT_MEMORY_MIN: u64 = 1 << 17;

/// A file may not ask for more than N x r = 2^20, which is 128 MiB, nor for more than p = 16.
const SCRYPT_MEMORY_MAX: u64 = 1 << 20;
const SCRYPT_PARALLEL_MAX: u16 = 16;

/// What locks a key file: a passphrase, and 32 random bytes that the caller draws for each file.
pub struct Lock<'a> {
    /// The passphrase.
    pub passphrase: &'a str,
    /// Salt and initialisation vector.
    pub salt: [u8; 32],
}

/// Why a key file does not open or cannot be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyFileFlaw {
    /// Longer than any key file.
    #[error("the key file has more than {KEY_FILE_BYTES_MAX} bytes")]
    TooLong,
    /// Not a PKCS#8 key in PEM.
    #[error("the key file is not a PKCS#8 private key in PEM")]
    NotAKeyFile,
    /// A key of another algorithm.
    #[error("the key file does not hold an Ed25519 key")]
    NotEd25519,
    /// A key of another algorithm where a reader's stands.
    #[error("the key file does not hold an X25519 key")]
    NotX25519,
    /// The file is encrypted and there is no passphrase.
    #[error("the key file is encrypted and no passphrase is given")]
    Locked,
    /// The passphrase does not open it, or the file is damaged.
    #[error("the passphrase does not open the key file")]
    WrongPassphrase,
    /// The file asks for a key derivation that we do not do.
    #[error("the key file's key derivation is unknown, too cheap or too costly")]
    KeyDerivation,
    /// The public half in the file is of another key.
    #[error("the public key in the file does not belong to the secret key")]
    OtherPublicKey,
    /// An empty passphrase protects nothing.
    #[error("the passphrase is empty")]
    EmptyPassphrase,
}

impl SecretKey {
    /// Writes a key file; the text is wiped when dropped.
    ///
    /// # Errors
    /// When the passphrase is empty.
    pub fn to_pem(&self, lock: Option<&Lock<'_>>) -> Result<Zeroizing<String>, KeyFileFlaw> {
        write(ALGORITHM_OID, self.expose_seed(), self.public().as_bytes(), lock)
    }

    /// Reads a key file.
    ///
    /// # Errors
    /// When the text is not a key file, or the passphrase does not open it.
    pub fn from_pem(text: &str, passphrase: Option<&str>) -> Result<Self, KeyFileFlaw> {
        let opened = read(ALGORITHM_OID, text, passphrase)?;
        let key = SecretKey::from_seed(&opened.secret);
        opened.belongs_to(key.public().as_bytes())?;
        Ok(key)
    }
}

/// What stands in a key file, before its public half was held against it.
pub(super) struct Opened {
    pub(super) secret: Zeroizing<[u8; 32]>,
    public: Option<Vec<u8>>,
}

impl Opened {
    /// Refuses a file that says another public half.
    pub(super) fn belongs_to(&self, public: &[u8; 32]) -> Result<(), KeyFileFlaw> {
        match &self.public {
            Some(said) if said != public => Err(KeyFileFlaw::OtherPublicKey),
            _ => Ok(()),
        }
    }
}

/// Writes 32 secret bytes with their public half.
pub(super) fn write(
    algorithm: ObjectIdentifier,
    secret: &[u8; 32],
    public: &[u8; 32],
    lock: Option<&Lock<'_>>,
) -> Result<Zeroizing<String>, KeyFileFlaw> {
    let plain = write_plain(algorithm, secret, public).map_err(|_| KeyFileFlaw::NotAKeyFile)?;
    let (document, label) = match lock {
        None => (plain, "PRIVATE KEY"),
        Some(lock) => (encrypt(&plain, lock)?, "ENCRYPTED PRIVATE KEY"),
    };
    document.to_pem(label, LineEnding::LF).map_err(|_| KeyFileFlaw::NotAKeyFile)
}

fn write_plain(
    oid: ObjectIdentifier,
    secret: &[u8; 32],
    public: &[u8; 32],
) -> Result<SecretDocument, pkcs8::der::Error> {
    let mut private = Zeroizing::new([0; 34]);
    private[..2].copy_from_slice(&SEED_HEAD);
    private[2..].copy_from_slice(secret);
    SecretDocument::encode_msg(&PrivateKeyInfoRef {
        algorithm: AlgorithmIdentifierRef { oid, parameters: None },
        private_key: OctetStringRef::new(private.as_slice())?,
        public_key: Some(BitStringRef::new(0, public)?),
    })
}

/// Reads 32 secret bytes of this algorithm, through the passphrase where the file asks for one.
pub(super) fn read(
    algorithm: ObjectIdentifier,
    text: &str,
    passphrase: Option<&str>,
) -> Result<Opened, KeyFileFlaw> {
    if text.len() > KEY_FILE_BYTES_MAX {
        return Err(KeyFileFlaw::TooLong);
    }
    let (label, document) = SecretDocument::from_pem(text).map_err(|_| KeyFileFlaw::NotAKeyFile)?;
    match (label, passphrase) {
        ("PRIVATE KEY", _) => read_plain(algorithm, document.as_bytes()),
        ("ENCRYPTED PRIVATE KEY", None) => Err(KeyFileFlaw::Locked),
        ("ENCRYPTED PRIVATE KEY", Some(passphrase)) => {
            read_plain(algorithm, decrypt(document.as_bytes(), passphrase)?.as_bytes())
                // Padding passes for one wrong passphrase in 256; what comes out is noise.
                .map_err(|flaw| match flaw {
                    KeyFileFlaw::NotAKeyFile => KeyFileFlaw::WrongPassphrase,
                    readable => readable,
                })
        }
        _ => Err(KeyFileFlaw::NotAKeyFile),
    }
}

/// Read and written by hand (RFC 8410 section 7: the seed in an octet string in an octet string),
/// because the library's own pair of keys leaves the seed behind in memory.
fn read_plain(algorithm: ObjectIdentifier, der: &[u8]) -> Result<Opened, KeyFileFlaw> {
    let info = PrivateKeyInfoRef::try_from(der).map_err(|_| KeyFileFlaw::NotAKeyFile)?;
    if info.algorithm.oid != algorithm || info.algorithm.parameters.is_some() {
        return Err(if algorithm == ALGORITHM_OID {
            KeyFileFlaw::NotEd25519
        } else {
            KeyFileFlaw::NotX25519
        });
    }
    let secret = info.private_key.as_bytes().strip_prefix(&SEED_HEAD);
    let secret: &[u8; 32] =
        secret.and_then(|secret| secret.try_into().ok()).ok_or(KeyFileFlaw::NotAKeyFile)?;
    // A public half that is no whole number of bytes is nobody's.
    let public = info.public_key.map(|bits| bits.as_bytes().unwrap_or_default().to_vec());
    Ok(Opened { secret: Zeroizing::new(*secret), public })
}

fn encrypt(plain: &SecretDocument, lock: &Lock<'_>) -> Result<SecretDocument, KeyFileFlaw> {
    if lock.passphrase.is_empty() {
        return Err(KeyFileFlaw::EmptyPassphrase);
    }
    let (salt, iv) = lock.salt.split_at(16);
    let kdf = pbes2::ScryptParams {
        salt: salt.try_into().map_err(|_| KeyFileFlaw::KeyDerivation)?,
        cost_parameter: SCRYPT_COST,
        block_size: SCRYPT_BLOCK_SIZE,
        parallelization: SCRYPT_PARALLEL,
        key_length: None,
    };
    let mut initial = [0; 16];
    initial.copy_from_slice(iv);
    let encryption = pbes2::EncryptionScheme::Aes256Cbc { iv: initial };
    let parameters = pbes2::Parameters { kdf: kdf.into(), encryption };
    PrivateKeyInfoRef::try_from(plain.as_bytes())
        .and_then(|info| info.encrypt_with_params(parameters, lock.passphrase))
        .map_err(|_| KeyFileFlaw::KeyDerivation)
}

fn decrypt(der: &[u8], passphrase: &str) -> Result<SecretDocument, KeyFileFlaw> {
    let info = EncryptedPrivateKeyInfoRef::try_from(der).map_err(|_| KeyFileFlaw::NotAKeyFile)?;
    let scrypt = info
        .encryption_algorithm
        .pbes2()
        .and_then(|parameters| parameters.kdf.scrypt())
        .ok_or(KeyFileFlaw::KeyDerivation)?;
    let memory = scrypt.cost_parameter.saturating_mul(scrypt.block_size.into());
    let memory_fits = (SCRYPT_MEMORY_MIN..=SCRYPT_MEMORY_MAX).contains(&memory);
    if !memory_fits || scrypt.parallelization > SCRYPT_PARALLEL_MAX {
        return Err(KeyFileFlaw::KeyDerivation);
    }
    info.decrypt(passphrase).map_err(|_| KeyFileFlaw::WrongPassphrase)
}
