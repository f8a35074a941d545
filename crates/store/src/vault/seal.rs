//! The bytes of a sealed file: a head that says what it is, and XChaCha20-Poly1305 over the rest.
//!
//! The head names the key and the place by short digests, so that the reader can say which of the
//! usual accidents has happened; the tag, which covers the head as well, is what is believed.

use chacha20poly1305::{AeadInPlace as _, KeyInit as _, XChaCha20Poly1305, XNonce};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::{OBJECT_BYTES_MAX, Place, VaultFlaw};

/// Bytes of a nonce: long enough to be drawn at random for every write.
pub const NONCE_BYTES: usize = 24;

const MAGIC: &[u8; 7] = b"chysafe";
const VERSION: u8 = 1;
/// Of the digests that name key and place: enough to tell accidents apart, and no proof of anything.
const HINT_BYTES: usize = 8;
const TAG_BYTES: usize = 16;

const KEY_AT: usize = MAGIC.len() + 1;
const PLACE_AT: usize = KEY_AT + HINT_BYTES;
const LENGTH_AT: usize = PLACE_AT + HINT_BYTES;
const NONCE_AT: usize = LENGTH_AT + 4;
const HEAD_BYTES: usize = NONCE_AT + NONCE_BYTES;

/// What a sealed file has beside the object.
pub(super) const OVERHEAD_BYTES: usize = HEAD_BYTES + TAG_BYTES;

/// The labels that keep the derived values apart from each other and from all else.
const SEALING: &[u8] = b"chancery vault 1 key\0";
const NAMING: &[u8] = b"chancery vault 1 key name\0";
const PLACING: &[u8] = b"chancery vault 1 place\0";

/// What seals and opens; wiped from memory when dropped, and never shown.
pub struct VaultKey {
    cipher: XChaCha20Poly1305,
    name: [u8; HINT_BYTES],
}

impl VaultKey {
    /// The key of 32 random bytes, which the caller keeps and wipes.
    pub fn of(secret: &[u8; 32]) -> VaultKey {
        let mut key = Zeroizing::new([0; 32]);
        let derived = Sha256::new().chain_update(SEALING).chain_update(secret);
        derived.finalize_into((&mut *key).into());
        let name = hint(&[NAMING, secret]);
        VaultKey { cipher: XChaCha20Poly1305::new((&*key).into()), name }
    }

    pub(super) fn seal(&self, place: Place<'_>, nonce: [u8; NONCE_BYTES], plain: &[u8]) -> Vec<u8> {
        let length = u32::try_from(plain.len()).expect("because an object is far below 4 GiB");
        let mut head = Vec::with_capacity(HEAD_BYTES);
        head.extend_from_slice(MAGIC);
        head.push(VERSION);
        head.extend_from_slice(&self.name);
        head.extend_from_slice(&place_hint(place));
        head.extend_from_slice(&length.to_be_bytes());
        head.extend_from_slice(&nonce);
        // Room for all of it at once: a buffer that grows leaves plain text behind.
        let mut sealed = Vec::with_capacity(OVERHEAD_BYTES + plain.len());
        sealed.extend_from_slice(&head);
        sealed.extend_from_slice(plain);
        let bound = bound(&head, place);
        let body = &mut sealed[HEAD_BYTES..];
        let tag = self
            .cipher
            .encrypt_in_place_detached(XNonce::from_slice(&nonce), &bound, body)
            .expect("because the cipher takes far longer objects");
        sealed.extend_from_slice(&tag);
        sealed
    }

    pub(super) fn open(
        &self,
        place: Place<'_>,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, VaultFlaw> {
        let head = check_head(sealed)?;
        if head[KEY_AT..PLACE_AT] != self.name {
            return Err(VaultFlaw::OtherKey);
        }
        if head[PLACE_AT..LENGTH_AT] != place_hint(place) {
            return Err(VaultFlaw::OtherPlace);
        }
        let (body, tag) = sealed[HEAD_BYTES..].split_at(sealed.len() - OVERHEAD_BYTES);
        let mut plain = Zeroizing::new(body.to_vec());
        let nonce = XNonce::from_slice(&head[NONCE_AT..]);
        self.cipher
            .decrypt_in_place_detached(nonce, &bound(head, place), &mut plain, tag.into())
            .map_err(|_| VaultFlaw::Changed)?;
        Ok(plain)
    }
}

impl std::fmt::Debug for VaultKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("VaultKey(…)")
    }
}

/// The head of a file whose length is the one that it says.
fn check_head(sealed: &[u8]) -> Result<&[u8], VaultFlaw> {
    let begins = sealed.len().min(MAGIC.len());
    if sealed[..begins] != MAGIC[..begins] {
        return Err(VaultFlaw::NotSealed);
    }
    match sealed.get(MAGIC.len()) {
        Some(&VERSION) => {}
        Some(&found) => return Err(VaultFlaw::OtherVersion { found }),
        None => return Err(VaultFlaw::Truncated),
    }
    let Some(length) = sealed.get(LENGTH_AT..NONCE_AT).and_then(|it| <[u8; 4]>::try_from(it).ok())
    else {
        return Err(VaultFlaw::Truncated);
    };
    let length = u32::from_be_bytes(length) as usize;
    if length > OBJECT_BYTES_MAX {
        return Err(VaultFlaw::TooLong);
    }
    match sealed.len().cmp(&(OVERHEAD_BYTES + length)) {
        std::cmp::Ordering::Less => Err(VaultFlaw::Truncated),
        std::cmp::Ordering::Equal => Ok(&sealed[..HEAD_BYTES]),
        std::cmp::Ordering::Greater => Err(VaultFlaw::TooLong),
    }
}

/// What the tag covers beside the object. No name has a zero byte, so no two places give the same.
fn bound(head: &[u8], place: Place<'_>) -> Vec<u8> {
    [head, place.collection.as_bytes(), &[0], place.name.as_bytes()].concat()
}

fn place_hint(place: Place<'_>) -> [u8; HINT_BYTES] {
    hint(&[PLACING, place.collection.as_bytes(), &[0], place.name.as_bytes()])
}

fn hint(parts: &[&[u8]]) -> [u8; HINT_BYTES] {
    let digest = parts.iter().fold(Sha256::new(), |digest, part| digest.chain_update(part));
    let digest = digest.finalize();
    let mut hint = [0; HINT_BYTES];
    hint.copy_from_slice(&digest[..HINT_BYTES]);
    hint
}
