//! Checkpoints: of each log the newest eight, each with all cosignatures that this node has seen.
//!
//! A note is taken of any known log, whether its entries are held or not. Each signature line is
//! verified once: what is held already is taken out before the rest is read. Two checkpoints of one
//! size with different roots are a proof, which stops the log below them, and then neither is kept.
//! Notes count here at once and are shown once they are durable; of one log one is written at a time,
//! so that cosignatures which come together share a write. What is gossiped is the author's line with
//! at most one cosignature, so that its bytes are the same whoever sends it.

mod lines;

use std::collections::BTreeMap;

use chancery_encoding::Digest;
use chancery_ledger::checkpoint::{CheckpointFlaw, Merged, SignedCheckpoint};
use chancery_ledger::cosignature::CosignatureFlaw;
use chancery_ledger::evidence::Equivocation;
use chancery_ledger::log::LogId;
use ciborium::Value;

use crate::frontier;
use crate::limits::NOTES_PER_LOG_MAX;
use crate::papers::Paper;
use crate::replica::{Alarm, Replica};
use crate::wire::Gossip;
use crate::{Output, PeerKey, Reason, Refusal, Verdict};

/// The checkpoints of one log, by size.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    rows: BTreeMap<u64, Row>,
    stage: Stage,
}

/// One checkpoint.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) signed: SignedCheckpoint,
    bytes: Vec<u8>,
    digest: Digest,
    /// What the disk has of it, and its digest.
    kept: Option<(Digest, Vec<u8>)>,
    pub(crate) judged: Judged,
    /// What everybody is to be told once it is durable.
    news: News,
    /// Gossip messages whose verdict waits for the next write.
    waiting: Vec<u64>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    #[default]
    Idle,
    Writing,
}

/// What the entries held say of a checkpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Judged {
    /// They have not been asked.
    Open,
    /// They have its root.
    Agrees,
    /// They have another.
    Differs,
    /// They have another, and that is proved, or cannot be.
    Proved,
}

/// What of a checkpoint comes from this node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum News {
    Nothing,
    Checkpoint,
    Cosignature,
}

impl Row {
    fn new(signed: SignedCheckpoint) -> Self {
        let bytes = signed.encode();
        let (digest, kept) = (Digest::of(&bytes), None);
        let (judged, news, waiting) = (Judged::Open, News::Nothing, Vec::new());
        Self { signed, bytes, digest, kept, judged, news, waiting }
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Whether the disk has all of it.
    pub(crate) fn is_kept(&self) -> bool {
        self.kept.as_ref().is_some_and(|(digest, _)| *digest == self.digest)
    }

    /// Takes in another copy of the same checkpoint. One that names another roster is another text:
    /// everybody keeps the smaller, and it has to be cosigned anew.
    ///
    /// Gives the messages that spoke of what is no more; none when nothing changed.
    fn merge(&mut self, other: SignedCheckpoint) -> Option<Vec<u64>> {
        let before = self.signed.checkpoint().roster;
        if self.signed.merge(other) != Merged::Changed {
            return None;
        }
        self.bytes = self.signed.encode();
        self.digest = Digest::of(&self.bytes);
        if self.signed.checkpoint().roster == before {
            return Some(Vec::new());
        }
        self.judged = Judged::Open;
        Some(std::mem::take(&mut self.waiting))
    }
}

impl Notes {
    /// What this node has, durable or not; none when that is nothing.
    pub(crate) fn digest(&self) -> Option<Digest> {
        digest(self.rows.values().map(|row| row.digest))
    }

    fn kept_digest(&self) -> Option<Digest> {
        digest(self.rows.values().filter_map(|row| row.kept.as_ref()).map(|(digest, _)| *digest))
    }

    /// The checkpoints that may be shown, as the disk has them.
    pub(crate) fn kept(&self) -> impl Iterator<Item = &Vec<u8>> {
        self.rows.values().filter_map(|row| row.kept.as_ref()).map(|(_, bytes)| bytes)
    }

    pub(crate) fn rows(&self) -> impl DoubleEndedIterator<Item = &Row> {
        self.rows.values()
    }

    /// The row of this size and root.
    pub(crate) fn row_mut(&mut self, size: u64, root: &Digest) -> Option<&mut Row> {
        self.rows.get_mut(&size).filter(|row| row.signed.checkpoint().root == *root)
    }

    /// How many entries the largest covers.
    pub(crate) fn largest(&self) -> u64 {
        self.rows.last_key_value().map_or(0, |(&size, _)| size)
    }
}

/// What becomes of a checkpoint that verifies.
#[derive(Debug)]
enum Taken {
    /// It is kept, at this place.
    Kept(LogId, u64),
    /// It proves its author a liar.
    Fork,
}

impl Replica {
    /// Takes back a checkpoint that the disk kept.
    pub(crate) fn recall_note(&mut self, bytes: &[u8]) {
        let Some(signed) = self.read_kept(bytes) else { return };
        let (log, size) = (signed.checkpoint().log, signed.checkpoint().size);
        let ceiling = self.log_mut(log).ceiling();
        if size > ceiling {
            self.out.push(Output::DropNotes { log, above: ceiling });
        }
        if self.take_note(signed).is_err() {
            return;
        }
        if let Some(row) = self.log_mut(log).notes.rows.get_mut(&size) {
            row.kept =
                Some((Digest::of(bytes), bytes.to_vec())).filter(|(kept, _)| *kept == row.digest);
        }
        self.show_notes(log);
        self.judging.insert(log);
    }

    /// Reads what the disk kept, without the lines of witnesses that are not known any more.
    fn read_kept(&self, bytes: &[u8]) -> Option<SignedCheckpoint> {
        let mut bytes = bytes.to_vec();
        loop {
            match SignedCheckpoint::decode(&bytes, self.directory()) {
                Ok(signed) => return Some(signed),
                Err(CheckpointFlaw::Cosignature {
                    source: CosignatureFlaw::UnknownWitness { name },
                    ..
                }) => {
                    let fewer = lines::without_names(&bytes, &[name]);
                    if fewer.len() == bytes.len() {
                        return None;
                    }
                    bytes = fewer;
                }
                Err(_) => return None,
            }
        }
    }

    /// Reads a stranger's note, as far as it is new. None when every line of it is held.
    fn read_note(&self, bytes: &[u8]) -> Result<Option<SignedCheckpoint>, Reason> {
        let log = lines::log_of(bytes).ok_or(Reason::BadNote)?;
        self.author(&log)?;
        let rows = self.logs.get(&log).into_iter().flat_map(|log| log.notes.rows.values());
        let mut rest = None;
        for row in rows {
            if let Some(left) = lines::without(bytes, &row.bytes) {
                rest = Some(left);
            }
        }
        let fresh = match rest {
            Some(lines::Rest::Nothing) => return Ok(None),
            Some(lines::Rest::Note(fresh)) => fresh,
            None => bytes.to_vec(),
        };
        let signed = SignedCheckpoint::decode(&fresh, self.directory()).map_err(|f| reason(&f))?;
        Ok(Some(signed))
    }

    /// Reads a note and takes in what is new of it. None when every line of it is held.
    fn learn_note(&mut self, bytes: &[u8]) -> Result<Option<Taken>, Reason> {
        self.read_note(bytes)?.map(|signed| self.take_note(signed)).transpose()
    }

    /// Takes in a checkpoint, unless nothing of its log stands so far, or newer ones are kept.
    fn take_note(&mut self, signed: SignedCheckpoint) -> Result<Taken, Reason> {
        let checkpoint = signed.checkpoint();
        let (id, size, root) = (checkpoint.log, checkpoint.size, checkpoint.root);
        let log = self.log_mut(id);
        if size > log.ceiling() {
            return Err(log.stop());
        }
        let notes = &mut log.notes;
        let is_full = notes.rows.len() >= NOTES_PER_LOG_MAX;
        if is_full && notes.rows.first_key_value().is_some_and(|(&least, _)| size < least) {
            return Err(Reason::Outdated);
        }
        match notes.rows.get_mut(&size) {
            None => {
                notes.rows.insert(size, Row::new(signed));
            }
            Some(row) if row.signed.checkpoint().root != root => {
                let other = row.signed.clone();
                self.prove_checkpoints(&other, &signed);
                return Ok(Taken::Fork);
            }
            Some(row) => {
                let superseded = row.merge(signed).ok_or(Reason::Outdated)?;
                self.resolve_papers(superseded, Verdict::Ignore);
            }
        }
        self.drop_old_notes(id);
        Ok(Taken::Kept(id, size))
    }

    fn prove_checkpoints(&mut self, one: &SignedCheckpoint, other: &SignedCheckpoint) {
        if let Ok(proof) = Equivocation::prove_same_size(one, other) {
            self.learn(proof);
        }
    }

    fn drop_old_notes(&mut self, id: LogId) {
        let Some(log) = self.logs.get_mut(&id) else { return };
        let mut waiting = Vec::new();
        while log.notes.rows.len() > NOTES_PER_LOG_MAX {
            waiting.extend(log.notes.rows.pop_first().into_iter().flat_map(|(_, row)| row.waiting));
        }
        self.resolve_papers(waiting, Verdict::Ignore);
    }

    /// What covers more than stands of a log is kept no longer.
    pub(crate) fn drop_notes_above(&mut self, id: LogId) {
        let Some(log) = self.logs.get_mut(&id) else { return };
        let ceiling = log.ceiling();
        let gone = log.notes.rows.extract_if(.., |size, _| *size > ceiling);
        let gone: Vec<Row> = gone.map(|(_, row)| row).collect();
        if !gone.is_empty() {
            self.out.push(Output::DropNotes { log: id, above: ceiling });
        }
        let waiting: Vec<u64> = gone.into_iter().flat_map(|row| row.waiting).collect();
        self.resolve_papers(waiting, Verdict::Ignore);
        self.show_notes(id);
    }

    /// Lines of witnesses that the directory does not name any more are taken out.
    pub(crate) fn review_notes(&mut self, id: LogId) {
        let directory = self.acts.register().directory();
        let Some(log) = self.logs.get_mut(&id) else { return };
        for row in log.notes.rows.values_mut() {
            let knows = |key: &[u8; 32]| directory.certificate_of_witness(key).is_some();
            let strange = row.signed.cosigners().filter(|each| !knows(each.witness().as_bytes()));
            let strange: Vec<String> = strange.map(|each| each.name().to_owned()).collect();
            if strange.is_empty() {
                continue;
            }
            let bytes = lines::without_names(&row.bytes, &strange);
            if let Ok(signed) = SignedCheckpoint::decode(&bytes, directory) {
                let (judged, news) = (row.judged, row.news);
                let waiting = std::mem::take(&mut row.waiting);
                *row = Row { judged, news, waiting, ..Row::new(signed) };
            }
        }
        self.show_notes(id);
        self.keep_note(id);
    }

    fn show_notes(&mut self, id: LogId) {
        let digest = self.logs.get(&id).and_then(|log| log.notes.kept_digest());
        self.frontier.set_notes(id, digest);
    }

    pub(crate) fn on_note(&mut self, ticket: u64, from: PeerKey, bytes: &[u8]) {
        let log = lines::log_of(bytes);
        match self.learn_note(bytes) {
            Ok(None) => self.wait_for_note(ticket, bytes),
            Ok(Some(Taken::Fork)) => self.turn_down(ticket, from, log, None, Reason::Fork),
            Ok(Some(Taken::Kept(log, size))) => {
                if let Some(row) = self.log_mut(log).notes.rows.get_mut(&size) {
                    row.waiting.push(ticket);
                    self.wait_for_paper(ticket);
                    self.keep_note(log);
                }
            }
            Err(reason) => self.turn_down(ticket, from, log, None, reason),
        }
    }

    /// Every line of the note is held; it may be passed on if the disk has them.
    fn wait_for_note(&mut self, ticket: u64, bytes: &[u8]) {
        let log = lines::log_of(bytes).and_then(|log| self.logs.get(&log));
        let kept = log.is_some_and(|log| {
            log.notes.kept().any(|kept| lines::without(bytes, kept) == Some(lines::Rest::Nothing))
        });
        // Else it is on its way, by another message that will be passed on.
        self.verdict(ticket, if kept { Verdict::Accept } else { Verdict::Ignore });
    }

    /// A peer's checkpoints of a log. At the first that is bad nothing more of it is read.
    pub(crate) fn on_notes(
        &mut self,
        key: PeerKey,
        id: LogId,
        notes: Vec<Vec<u8>>,
    ) -> Result<(), Reason> {
        let mut taken = if notes.is_empty() { Err(Reason::NotServed) } else { Ok(()) };
        for bytes in notes {
            let learnt = if lines::log_of(&bytes) == Some(id) {
                self.learn_note(&bytes)
            } else {
                Err(Reason::WrongPage)
            };
            match learnt {
                Ok(_) => {}
                Err(reason) if reason.cost() == 0 => {
                    self.refuse(Refusal { peer: Some(key), log: Some(id), seq: None, reason });
                }
                Err(reason) => {
                    taken = Err(reason);
                    break;
                }
            }
        }
        self.keep_note(id);
        taken
    }

    /// This node has signed a checkpoint of its own log.
    pub(crate) fn on_checkpointed(&mut self, bytes: &[u8]) {
        self.take_own(bytes, News::Checkpoint);
    }

    /// Takes in what this node itself has signed.
    pub(crate) fn take_own(&mut self, bytes: &[u8], news: News) {
        let log = lines::log_of(bytes);
        match self.learn_note(bytes) {
            Ok(Some(Taken::Kept(log, size))) => {
                if let Some(row) = self.log_mut(log).notes.rows.get_mut(&size) {
                    row.news = news;
                }
                self.keep_note(log);
            }
            Ok(Some(Taken::Fork) | None) => {}
            Err(reason) => self.refuse(Refusal { peer: None, log, seq: None, reason }),
        }
    }

    /// Hands the disk one checkpoint that it does not have whole, one at a time for each log.
    pub(crate) fn keep_note(&mut self, id: LogId) {
        if self.agenda.is_set(Alarm::Disk) {
            return;
        }
        let Some(log) = self.logs.get_mut(&id) else { return };
        if log.notes.stage == Stage::Writing {
            return;
        }
        let Some((&size, row)) = log.notes.rows.iter_mut().find(|(_, row)| !row.is_kept()) else {
            return;
        };
        let (root, bytes) = (row.signed.checkpoint().root, row.bytes.clone());
        let waiting = std::mem::take(&mut row.waiting);
        log.notes.stage = Stage::Writing;
        let ticket = self.keep(Paper::Note { log: id, size, root, bytes: bytes.clone(), waiting });
        self.out.push(Output::KeepNote { ticket, log: id, size, root, bytes });
    }

    pub(crate) fn on_note_kept(
        &mut self,
        id: LogId,
        (size, root): (u64, Digest),
        bytes: Vec<u8>,
    ) -> Verdict {
        let log = self.log_mut(id);
        log.notes.stage = Stage::Idle;
        // It may have been dropped while it was written, and the disk drops it next.
        let mut verdict = Verdict::Ignore;
        if let Some(row) = log.notes.row_mut(size, &root) {
            verdict = Verdict::Accept;
            row.kept = Some((Digest::of(&bytes), bytes));
            if row.is_kept() {
                let news = std::mem::replace(&mut row.news, News::Nothing);
                let signed = row.signed.clone();
                self.tell_news(news, &signed);
            }
            self.judging.insert(id);
            self.show_notes(id);
        }
        self.keep_note(id);
        verdict
    }

    fn tell_news(&mut self, news: News, signed: &SignedCheckpoint) {
        let bytes = match news {
            News::Nothing => return,
            News::Checkpoint => Some(signed.author_only_bytes()),
            News::Cosignature => self.own_witness().and_then(|witness| signed.with_only(&witness)),
        };
        if let Some(bytes) = bytes {
            self.publish(&Gossip::Note(bytes));
        }
    }

    pub(crate) fn on_note_not_kept(&mut self, id: LogId) {
        let log = self.log_mut(id);
        log.notes.stage = Stage::Idle;
    }
}

/// The digest of a log's checkpoints, by those of each.
fn digest(rows: impl Iterator<Item = Digest>) -> Option<Digest> {
    let rows: Vec<Value> = rows.map(|row| Value::Bytes(row.as_bytes().to_vec())).collect();
    (!rows.is_empty()).then(|| frontier::digest(rows.into_iter()))
}

/// The reason that a flaw of a checkpoint counts as.
fn reason(flaw: &CheckpointFlaw) -> Reason {
    match flaw.name() {
        "unknown-author" => Reason::UnknownAuthor,
        "future-epoch" => Reason::FutureEpoch,
        "unknown-witness" => Reason::UnknownWitness,
        "unknown-roster" => Reason::UnknownRoster,
        _ => Reason::BadNote,
    }
}

#[cfg(test)]
mod tests;
