//! What follows for this node when acts come into force: which logs are closed and where, and with
//! whom it may not deal any more.
//!
//! The directory is a function of the acts. So nothing is remembered here of what was in force
//! before: everything that rests on it is looked at again, and a log that is open again goes on.

use chancery_ledger::log::LogId;
use chancery_ledger::roster::Directory;

use crate::peer::Link;
use crate::replica::Replica;
use crate::{Output, PeerKey};

impl Replica {
    /// The directory is another one.
    pub(crate) fn follow_rule(&mut self) {
        self.out.push(Output::RosterChanged);
        self.part_from_strangers();
        let logs: Vec<LogId> = self.logs.keys().copied().collect();
        for id in logs {
            let cut = cut_of(self.directory(), &id);
            let Some(log) = self.logs.get_mut(&id) else { continue };
            if log.cut != cut {
                log.cut = cut;
                self.find_floor(id);
                self.stop_log(id);
                self.wanting.insert(id);
            }
            self.review_notes(id);
            self.keep_evidence(id);
            self.judging.insert(id);
        }
        self.sync_all_soon();
    }

    /// Hangs up on whomever the directory does not name any more, and forgets it.
    fn part_from_strangers(&mut self) {
        let strangers = self.peers.keys().filter(|key| !self.knows(**key));
        let strangers: Vec<PeerKey> = strangers.copied().collect();
        for peer in strangers {
            let link = self.peers.get(&peer).map(|peer| peer.link);
            self.on_disconnected(peer);
            self.barrier.discharge(peer);
            self.forget_stranger(peer);
            if link == Some(Link::Up) {
                self.out.push(Output::Disconnect { peer });
            }
        }
    }

    /// Forgets a peer that the directory does not name, once nothing is read for it any more: it may
    /// come back, and what is read for it is counted.
    pub(crate) fn forget_stranger(&mut self, key: PeerKey) {
        if !self.knows(key) && self.peers.get(&key).is_some_and(|peer| peer.reads == 0) {
            self.peers.remove(&key);
        }
    }
}

/// The first place of a log that does not stand; none while the log is open.
pub(crate) fn cut_of(directory: &Directory, log: &LogId) -> Option<u64> {
    let Some(author) = directory.author(&log.key) else { return Some(0) };
    Some(author.cut(log.epoch)?.map_or(0, |(seq, _)| seq.saturating_add(1)))
}

#[cfg(test)]
mod tests;
