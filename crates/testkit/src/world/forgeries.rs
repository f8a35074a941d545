//! What liars say of papers: checkpoints of logs that part, roots that are no log's, acts that are none.

use chancery_encoding::Digest;
use chancery_ledger::checkpoint::Checkpoint;
use chancery_ledger::log::LogId;
use chancery_ledger::statement::Authentic;
use chancery_ledger::tree::root_of;

use super::liar::Liar;
use crate::Cast;
use crate::plan::Lie;

/// Papers that a liar claims at once.
const CLAIMS: usize = 3;

impl Liar {
    /// The checkpoint of what this peer is shown, or one that cannot be true beside it.
    pub(super) fn checkpoint_for(&mut self, peer: usize, cast: &Cast) -> Option<Vec<u8>> {
        let player = cast.players().iter().find(|player| player.log() == self.own())?;
        let lie = self.lie;
        let short = self.dice.percent(30);
        let forged = match lie {
            Lie::TwoTrees => peer % 2 == 1,
            Lie::FalseRoots => short,
            _ => false,
        };
        let noise = self.dice.roll();
        let branch = self.branch_for(peer);
        let shown = if short { branch.len().div_ceil(2) } else { branch.len() };
        let leaves: Vec<Digest> = branch[..shown].iter().map(Authentic::leaf).collect();
        let checkpoint = Checkpoint {
            log: player.log(),
            issuer: player.certificate().issuer.clone(),
            network: cast.directory().network(),
            size: leaves.len() as u64,
            root: if forged { Digest::of(&noise.to_le_bytes()) } else { root_of(&leaves) },
            roster: cast.directory().roster_hash(),
        };
        Some(checkpoint.sign(player.statement_key()).ok()?.encode())
    }

    pub(super) fn notes_for(&mut self, peer: usize, log: LogId, cast: &Cast) -> Vec<Vec<u8>> {
        if log != self.own() {
            let length = self.dice.index(200);
            return (0..self.dice.index(CLAIMS)).map(|_| self.dice.bytes(length)).collect();
        }
        (0..CLAIMS).filter_map(|_| self.checkpoint_for(peer, cast)).collect()
    }

    /// What it says that it has: checkpoints of its own log, and of others' what it does not have.
    pub(super) fn papers_for(&mut self, cast: &Cast) -> (Vec<(LogId, Digest)>, Digest) {
        let mut logs = vec![self.own()];
        if self.lie == Lie::ClaimsMore {
            logs.extend(cast.players().iter().map(crate::Player::log).take(CLAIMS));
        }
        logs.sort_unstable();
        logs.dedup();
        let notes = logs.into_iter().map(|log| (log, any_digest(self))).collect();
        let acts = if self.dice.percent(20) { any_digest(self) } else { no_acts(cast) };
        (notes, acts)
    }

    /// Acts that nobody has.
    pub(super) fn false_acts(&mut self) -> Vec<(Digest, Digest)> {
        (0..self.dice.index(CLAIMS)).map(|_| (any_digest(self), any_digest(self))).collect()
    }

    pub(super) fn acts_for(&mut self, ids: usize) -> Vec<Vec<u8>> {
        let served = self.dice.index(ids + 1);
        let length = self.dice.index(300);
        (0..served).map(|_| self.dice.bytes(length)).collect()
    }
}

fn any_digest(liar: &mut Liar) -> Digest {
    Digest::of(&liar.dice.roll().to_le_bytes())
}

/// What a node shows that has no act.
fn no_acts(cast: &Cast) -> Digest {
    chancery_ledger::roster::Register::new(cast.genesis()).digest()
}
