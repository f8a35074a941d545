//! A checkpoint with its author's signature and those of witnesses.
//!
//! Copies of one checkpoint gather different witnesses on their way. Merging keeps all of them, and of two lines of one
//! witness the earlier, so that whatever the order of arrival everybody ends with the same bytes.

use std::collections::BTreeMap;

use super::{CHECKPOINT_BYTES_MAX, Checkpoint, CheckpointFlaw, text};
use crate::certificate::Certificate;
use crate::cosignature::{Cosignature, CosignatureFlaw};
use crate::key::{PublicKey, SIGNATURE_BYTES, SecretKey};
use crate::note::{Note, SIGNATURE_LINES_MAX, SignatureLine};
use crate::roster::{Author, Directory};

/// Most cosignatures: the lines of a note without the author's. Of more, those that sort first are kept.
pub const COSIGNATURES_MAX: usize = SIGNATURE_LINES_MAX - 1;

/// A verified checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedCheckpoint {
    checkpoint: Checkpoint,
    key: PublicKey,
    signature: [u8; SIGNATURE_BYTES],
    /// By the name of the line.
    cosignatures: BTreeMap<String, Cosignature>,
}

/// What merging did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merged {
    /// Something was added or replaced.
    Changed,
    /// Nothing new.
    Unchanged,
    /// The other is of another log, size or root: nothing was done.
    OtherTree,
}

impl SignedCheckpoint {
    pub(super) fn new(
        checkpoint: Checkpoint,
        key: PublicKey,
        signature: [u8; SIGNATURE_BYTES],
    ) -> Self {
        Self { checkpoint, key, signature, cosignatures: BTreeMap::new() }
    }

    /// Reads a checkpoint, and verifies the author's line and every cosignature.
    ///
    /// # Errors
    /// The first flaw, from the outside in. `unknown-author`, `unknown-roster`, `future-epoch` and `unknown-witness` may be
    /// nobody's fault: an act that says more may not have arrived yet.
    pub fn decode(bytes: &[u8], directory: &Directory) -> Result<Self, CheckpointFlaw> {
        let (mut signed, note, author) = read(bytes, directory)?;
        let epoch = signed.checkpoint.log.epoch;
        if !author.has_opened(epoch) {
            return Err(CheckpointFlaw::FutureEpoch { epoch });
        }
        if !directory.knows_roster(&signed.checkpoint.roster) {
            return Err(CheckpointFlaw::UnknownRoster);
        }
        let lines = &note.lines()[1..];
        if lines.windows(2).any(|pair| pair[0].name() >= pair[1].name()) {
            return Err(CheckpointFlaw::Order);
        }
        for (at, line) in lines.iter().enumerate() {
            let cosignature = Cosignature::verify(note.text(), line, directory)
                .map_err(|source| CheckpointFlaw::Cosignature { at, source })?;
            signed.cosignatures.insert(line.name().to_owned(), cosignature);
        }
        Ok(signed)
    }

    /// Reads and verifies what the author signed, and nothing else: not the witnesses' lines, nor whether roster and epoch
    /// are known, because who signs twice has signed twice under any.
    pub(crate) fn decode_author(
        bytes: &[u8],
        directory: &Directory,
    ) -> Result<Self, CheckpointFlaw> {
        read(bytes, directory).map(|(signed, _, _)| signed)
    }

    /// What the author says.
    pub fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// The note, with all lines.
    pub fn encode(&self) -> Vec<u8> {
        self.note(self.cosignatures.values()).encode()
    }

    /// The note with the author's line alone.
    pub fn author_only_bytes(&self) -> Vec<u8> {
        self.note([]).encode()
    }

    /// The note with the author's line and the one of this witness key, if there is one.
    pub fn with_only(&self, witness: &[u8; 32]) -> Option<Vec<u8>> {
        let cosignature = self.cosignature_of(witness)?;
        Some(self.note([cosignature]).encode())
    }

    /// The cosignatures, by the name of their line.
    pub fn cosigners(&self) -> impl ExactSizeIterator<Item = &Cosignature> {
        self.cosignatures.values()
    }

    /// The cosignature under this witness key.
    pub fn cosignature_of(&self, witness: &[u8; 32]) -> Option<&Cosignature> {
        self.cosigners().find(|cosignature| cosignature.witness().as_bytes() == witness)
    }

    /// Signs as the witness that `certificate` names, who holds every entry; the checkpoint is not changed.
    ///
    /// # Errors
    /// When the key is not the certificate's, or the time is out of range.
    pub fn cosign(
        &self,
        certificate: &Certificate,
        key: &SecretKey,
        time: u64,
    ) -> Result<Cosignature, CosignatureFlaw> {
        Cosignature::sign(&self.checkpoint.text(), certificate, key, time)
    }

    /// Adds a cosignature that [`cosign`](Self::cosign) made on this checkpoint.
    pub fn add(&mut self, cosignature: Cosignature) -> Merged {
        let before = self.cosignatures.clone();
        self.keep(cosignature);
        if before == self.cosignatures { Merged::Unchanged } else { Merged::Changed }
    }

    /// Takes in the lines of another copy: the same whatever the order of merging.
    ///
    /// A copy that names another roster, which no honest author makes, has other signatures: the smaller text stays.
    pub fn merge(&mut self, other: Self) -> Merged {
        let tree = |signed: &Self| (signed.checkpoint.log, signed.checkpoint.head());
        if tree(self) != tree(&other) {
            return Merged::OtherTree;
        }
        let before = self.clone();
        match other.checkpoint.roster.cmp(&self.checkpoint.roster) {
            std::cmp::Ordering::Less => *self = other,
            std::cmp::Ordering::Greater => {}
            std::cmp::Ordering::Equal => {
                self.signature = self.signature.min(other.signature);
                other.cosignatures.into_values().for_each(|each| self.keep(each));
            }
        }
        if before == *self { Merged::Unchanged } else { Merged::Changed }
    }

    fn keep(&mut self, cosignature: Cosignature) {
        match self.cosignatures.get(cosignature.name()) {
            Some(known) if known.order(&cosignature).is_le() => {}
            _ => {
                self.cosignatures.insert(cosignature.name().to_owned(), cosignature);
            }
        }
        while self.cosignatures.len() > COSIGNATURES_MAX {
            self.cosignatures.pop_last();
        }
    }

    fn note<'a>(&self, cosignatures: impl IntoIterator<Item = &'a Cosignature>) -> Note {
        let key = self.checkpoint.author_key(self.key);
        let author = SignatureLine::new(&key, self.signature.to_vec());
        let witnesses = cosignatures.into_iter().map(Cosignature::line);
        Note::new(self.checkpoint.text(), [author].into_iter().chain(witnesses).collect())
    }
}

/// Reads the text and verifies the author's line; the others are not looked at.
fn read<'a>(
    bytes: &[u8],
    directory: &'a Directory,
) -> Result<(SignedCheckpoint, Note, &'a Author), CheckpointFlaw> {
    if bytes.len() > CHECKPOINT_BYTES_MAX {
        return Err(CheckpointFlaw::TooLong { found: bytes.len() });
    }
    let note = Note::decode(bytes).map_err(CheckpointFlaw::Note)?;
    let checkpoint = text::read(note.text())?;
    if checkpoint.network != directory.network() {
        return Err(CheckpointFlaw::OtherNetwork);
    }
    let author = directory.author(&checkpoint.log.key).ok_or(CheckpointFlaw::UnknownAuthor)?;
    if author.issuer != checkpoint.issuer {
        return Err(CheckpointFlaw::WrongIssuer);
    }
    let line = note.lines().first().filter(|line| line.is_of(&checkpoint.author_key(author.key)));
    let line = line.ok_or(CheckpointFlaw::NotByAuthor)?;
    let signature = line.signature().try_into().map_err(|_| CheckpointFlaw::BadSignature)?;
    author
        .key
        .verify(note.text().as_bytes(), &signature)
        .map_err(|_| CheckpointFlaw::BadSignature)?;
    Ok((SignedCheckpoint::new(checkpoint, author.key, signature), note, author))
}
