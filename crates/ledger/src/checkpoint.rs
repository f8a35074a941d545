//! What an author says of its whole log: so many entries, under this root (c2sp.org/tlog-checkpoint).
//!
//! A [`Checkpoint`] is a short text that names log, size, root and roster; signed by the author's
//! statement key it is a [`SignedCheckpoint`], and each witness adds a line of its own. Any C2SP tool
//! reads the note; this layer is strict about ours, so that one checkpoint with the same signatures has
//! one spelling. Invariant: every line of a `SignedCheckpoint` has been verified, the author's comes
//! first, and the others are sorted by name, one for each witness.

mod signed;
#[cfg(test)]
mod tests;
mod text;

use chancery_encoding::Digest;

use crate::cosignature::CosignatureFlaw;
use crate::key::{PublicKey, SecretKey};
use crate::log::{LogId, POSITION_MAX};
use crate::note::{NoteFlaw, NoteKey, SignatureKind};
use crate::statement::Issuer;
use crate::tree::TreeHead;

pub use signed::{COSIGNATURES_MAX, Merged, SignedCheckpoint};

/// Most bytes of a checkpoint with all its lines. The text takes at most 357 (the origin 223, the size 17, the
/// root 45, the roster 72, each with its newline), the author's line at most 320, and each of 255 cosignatures 219: 56 KiB.
pub const CHECKPOINT_BYTES_MAX: usize = 64 * 1024;

/// What an author says of its log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The log.
    pub log: LogId,
    /// State and authority.
    pub issuer: Issuer,
    /// The hash of the network's founding roster.
    pub network: Digest,
    /// How many entries the log has; at least one.
    pub size: u64,
    /// The root of the tree over them.
    pub root: Digest,
    /// The hash of the roster that the author had in force.
    pub roster: Digest,
}

/// Why bytes are not a checkpoint of this network.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointFlaw {
    /// Too many bytes, although a note may have them.
    #[error("a checkpoint has at most {CHECKPOINT_BYTES_MAX} bytes, found {found}")]
    TooLong {
        /// How many there are.
        found: usize,
    },
    /// Not a note.
    #[error("the checkpoint is not a signed note")]
    Note(#[source] NoteFlaw),
    /// Not origin, size, root and roster.
    #[error("the checkpoint is not four lines: origin, size, root, roster")]
    Lines,
    /// The origin names no log of ours.
    #[error("the origin is not chancery/NETWORK/STATE/AUTHORITY/KEY/EPOCH")]
    Origin,
    /// The size is not a decimal number from 1 to 2^53 - 1.
    #[error("the size is not a number from 1 to {POSITION_MAX}")]
    Size,
    /// The root is not base64 of 32 bytes.
    #[error("the root is not 32 bytes in base64")]
    Root,
    /// The roster's line is not `roster` and 64 digits.
    #[error("the fourth line is not the hash of a roster")]
    Roster,
    /// Of another network.
    #[error("the checkpoint belongs to another network")]
    OtherNetwork,
    /// Nobody in the network has this statement key.
    #[error("no certificate names the statement key of the log")]
    UnknownAuthor,
    /// The issuer is not the one that the certificate names.
    #[error("the issuer is not the one that the key is certified for")]
    WrongIssuer,
    /// An epoch that the root has not opened.
    #[error("the state root has not opened epoch {epoch}")]
    FutureEpoch {
        /// The epoch.
        epoch: u64,
    },
    /// Made under a roster that is not known here, or not yet.
    #[error("no roster with the hash that the checkpoint names is known")]
    UnknownRoster,
    /// The first line is not the author's.
    #[error("the first signature line is not the author's")]
    NotByAuthor,
    /// The author's signature does not verify.
    #[error("the author's signature does not verify")]
    BadSignature,
    /// The lines of the witnesses are not sorted, or one stands twice.
    #[error("the cosignatures are not sorted by name, or one is repeated")]
    Order,
    /// A cosignature is refused.
    #[error("cosignature {at} is refused")]
    Cosignature {
        /// Its place, from 0.
        at: usize,
        /// Why.
        source: CosignatureFlaw,
    },
    /// The secret key is not that of the log.
    #[error("the secret key is not the one that the log is named after")]
    OtherKey,
}

impl CheckpointFlaw {
    /// The stable name that vectors, metrics and logs use.
    pub fn name(&self) -> &'static str {
        match self {
            CheckpointFlaw::TooLong { .. } => "checkpoint-length",
            CheckpointFlaw::Note(flaw) => flaw.name(),
            CheckpointFlaw::Lines => "checkpoint-lines",
            CheckpointFlaw::Origin => "checkpoint-origin",
            CheckpointFlaw::Size => "checkpoint-size",
            CheckpointFlaw::Root => "checkpoint-root",
            CheckpointFlaw::Roster => "checkpoint-roster",
            CheckpointFlaw::OtherNetwork => "other-network",
            CheckpointFlaw::UnknownAuthor => "unknown-author",
            CheckpointFlaw::WrongIssuer => "wrong-issuer",
            CheckpointFlaw::FutureEpoch { .. } => "future-epoch",
            CheckpointFlaw::UnknownRoster => "unknown-roster",
            CheckpointFlaw::NotByAuthor => "not-by-author",
            CheckpointFlaw::BadSignature => "bad-signature",
            CheckpointFlaw::Order => "cosignature-order",
            CheckpointFlaw::Cosignature { source, .. } => source.name(),
            CheckpointFlaw::OtherKey => "other-statement-key",
        }
    }
}

impl Checkpoint {
    /// Signs as the log's author.
    ///
    /// # Errors
    /// When the key is not that of the log, or the size is none.
    pub fn sign(&self, key: &SecretKey) -> Result<SignedCheckpoint, CheckpointFlaw> {
        if !(1..=POSITION_MAX).contains(&self.size) {
            return Err(CheckpointFlaw::Size);
        }
        if *key.public().as_bytes() != self.log.key {
            return Err(CheckpointFlaw::OtherKey);
        }
        Ok(SignedCheckpoint::new(self.clone(), key.public(), key.sign(self.text().as_bytes())))
    }

    /// Size and root.
    pub fn head(&self) -> TreeHead {
        TreeHead { size: self.size, root: self.root }
    }

    /// The name of the log, which is that of its author's key too.
    pub fn origin(&self) -> String {
        text::origin(self)
    }

    /// What is signed: four lines, each with its newline.
    pub fn text(&self) -> String {
        text::write(self)
    }

    /// The key that verifies the author's line; `key` is the log's.
    pub(crate) fn author_key(&self, key: PublicKey) -> NoteKey {
        NoteKey::named(self.origin(), SignatureKind::Ed25519, key)
    }
}
