//! Acts of state roots: taken from anybody, kept, passed on, and in force once they are durable.
//!
//! What follows from acts follows from their set, so their order matters to nobody but the disk: an
//! act is checked against all that came before it, also what is still on its way to the disk, and
//! comes into force in that order. Every act is asked of one peer at a time, because each new node
//! would otherwise get all of them from all its peers; a turn ends, so that nobody can hold it.

use std::collections::{BTreeSet, VecDeque};

use chancery_encoding::Digest;
use chancery_ledger::act::{Act, ActFlaw, ActId};
use chancery_ledger::roster::{Learnt, Register};

use crate::limits::{ACTS_ASKED_MAX, ACTS_BYTES_MAX, ACTS_IN_LINE_MAX, GOSSIP_BYTES_MAX};
use crate::papers::{Paper, Want};
use crate::peer::Link;
use crate::questions::Question;
use crate::replica::{Alarm, Replica};
use crate::wire::Gossip;
use crate::{Output, PeerKey, Reason, Refusal, Verdict};

/// All acts.
#[derive(Debug)]
pub(crate) struct Acts {
    /// Those that are durable: they are in force.
    register: Register,
    /// Those, and the ones on their way to the disk.
    admitted: Register,
    /// Of the bytes of those that are durable, one for each.
    copies: BTreeSet<Digest>,
    line: VecDeque<InLine>,
    /// Who is asked for acts, and since when.
    turn: Option<(PeerKey, u64)>,
}

/// An act on its way to the disk.
#[derive(Debug)]
struct InLine {
    act: Act,
    stage: Stage,
    origin: Origin,
    /// Gossip messages whose verdict waits for it.
    waiting: Vec<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Waiting,
    Writing {
        ticket: u64,
    },
    /// On the disk, behind one that is not.
    Kept,
}

/// Who brought an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    Peer,
    /// An operator of this node: everybody is to be told.
    Operator,
}

impl Acts {
    pub(crate) fn new(register: Register) -> Self {
        Self {
            admitted: register.clone(),
            copies: register.acts().map(Act::digest).collect(),
            register,
            line: VecDeque::new(),
            turn: None,
        }
    }

    pub(crate) fn register(&self) -> &Register {
        &self.register
    }

    pub(crate) fn admitted_digest(&self) -> Digest {
        self.admitted.digest()
    }

    fn admits(&self, id: &ActId, digest: &Digest) -> bool {
        self.admitted.act(id).is_some_and(|act| act.digest() == *digest)
    }

    /// Takes in an act that verifies.
    fn admit(&mut self, act: Act, origin: Origin) {
        let id = act.id();
        if self.admitted.insert(act) != Learnt::Known
            && let Some(act) = self.admitted.act(&id).cloned()
        {
            let (stage, waiting) = (Stage::Waiting, Vec::new());
            self.line.push_back(InLine { act, stage, origin, waiting });
        }
    }

    fn copy_of(&self, id: &ActId) -> Option<Digest> {
        self.admitted.act(id).map(Act::digest)
    }

    /// The newest copy that is not durable yet.
    fn in_line(&mut self, id: &ActId) -> Option<&mut InLine> {
        self.line.iter_mut().rev().find(|line| line.act.id() == *id)
    }

    /// It is durable: what it replaces is forgotten.
    fn put_in_force(&mut self, act: &Act) {
        let id = act.id();
        if let Some(before) = self.register.act(&id) {
            self.copies.remove(&before.digest());
        }
        self.register.insert(act.clone());
        self.copies.extend(self.register.act(&id).map(Act::digest));
    }
}

impl Replica {
    /// The acts that are in force, and what follows from them.
    #[must_use]
    pub fn register(&self) -> &Register {
        self.acts.register()
    }

    /// Verifies an act against all that are known, also those on their way to the disk; changes nothing.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check_act(&self, bytes: &[u8]) -> Result<Act, ActFlaw> {
        self.acts.admitted.check(bytes)
    }

    pub(crate) fn act_list(&self) -> Vec<(Digest, Digest)> {
        let acts = self.register().acts();
        acts.map(|act| (act.id().digest(), act.digest())).collect()
    }

    /// These acts, from the first to one that is not held or does not fit.
    pub(crate) fn acts_of(&self, ids: &[Digest]) -> Vec<Vec<u8>> {
        let mut room = ACTS_BYTES_MAX;
        let mut acts: Vec<Vec<u8>> = Vec::new();
        for id in ids {
            let Some(act) = self.register().act(&ActId::from_bytes(*id.as_bytes())) else { break };
            if act.bytes().len() > room && !acts.is_empty() {
                break;
            }
            room = room.saturating_sub(act.bytes().len());
            acts.push(act.bytes().to_vec());
        }
        acts
    }

    /// Whether acts may be asked of this peer now: it is its turn, or nobody's any more.
    pub(crate) fn may_fetch_acts(&self, key: PeerKey) -> bool {
        let is_over = |since_ms| self.now_ms >= since_ms + self.settings.request_ms;
        self.acts.turn.is_none_or(|(holder, since_ms)| holder == key || is_over(since_ms))
    }

    /// The next acts that this peer is to be asked for.
    pub(crate) fn next_acts(&mut self, key: PeerKey) -> Option<Vec<Digest>> {
        if !self.may_fetch_acts(key) {
            return None;
        }
        let peer = self.peers.get_mut(&key)?;
        peer.acts_wanted.retain(|(id, digest)| !self.acts.admits(id, digest));
        let ids = peer.acts_wanted.iter().take(ACTS_ASKED_MAX);
        let ids: Vec<_> = ids.map(|(id, _)| id.digest()).collect();
        (!ids.is_empty()).then_some(ids)
    }

    /// A question for acts goes to this peer.
    pub(crate) fn take_turn(&mut self, key: PeerKey) {
        if self.acts.turn.is_none_or(|(holder, _)| holder != key) {
            self.acts.turn = Some((key, self.now_ms));
        }
    }

    /// If it is this peer's turn and nothing more is to be asked of it, another one's comes.
    pub(crate) fn end_turn(&mut self, key: PeerKey) {
        let holds = self.acts.turn.is_some_and(|(holder, _)| holder == key);
        if !holds || self.fetches_acts(key) {
            return;
        }
        self.acts.turn = None;
        let waits = self.peers.iter().filter(|(_, peer)| {
            let wants = !peer.acts_wanted.is_empty() || peer.wants.contains_key(&Want::ActList);
            peer.link == Link::Up && peer.question.is_none() && wants
        });
        let waits: Vec<PeerKey> = waits.map(|(&key, _)| key).collect();
        waits.into_iter().for_each(|key| self.ask_paper(key));
    }

    fn fetches_acts(&self, key: PeerKey) -> bool {
        let Some(peer) = self.peers.get(&key).filter(|peer| peer.link == Link::Up) else {
            return false;
        };
        let question = peer.question.and_then(|ticket| self.asked.get(&ticket));
        question.is_some_and(|asked| {
            matches!(asked.question, Question::Paper(Want::ActList | Want::Acts))
                || !peer.acts_wanted.is_empty()
        })
    }

    pub(crate) fn on_act_list(&mut self, key: PeerKey, acts: &[(Digest, Digest)]) {
        let Some(peer) = self.peers.get_mut(&key) else { return };
        let acts = acts.iter().map(|(id, digest)| (ActId::from_bytes(*id.as_bytes()), *digest));
        peer.acts_wanted = acts.filter(|(id, digest)| !self.acts.admits(id, digest)).collect();
    }

    /// A peer serves acts that it was asked for, from the first on.
    pub(crate) fn on_acts(&mut self, key: PeerKey, acts: Vec<Vec<u8>>) -> Result<(), Reason> {
        if acts.is_empty() {
            return Err(Reason::NotServed);
        }
        let mut refused = BTreeSet::new();
        for bytes in acts {
            let peer = self.peers.get_mut(&key);
            let wanted = peer.and_then(|peer| peer.acts_wanted.pop_front());
            let (id, _) = wanted.ok_or(Reason::WrongPage)?;
            match self.acts.admitted.check(&bytes) {
                Ok(act) if act.id() == id => {
                    self.acts.admit(act, Origin::Peer);
                }
                Ok(_) => return Err(Reason::WrongPage),
                Err(flaw) => {
                    let reason = reason(&flaw);
                    if reason.cost() > 0 {
                        return Err(reason);
                    }
                    refused.insert(reason);
                }
            }
        }
        for reason in refused {
            self.refuse_peer(key, reason);
        }
        self.keep_acts();
        Ok(())
    }

    /// A question for a paper came to nothing. Its list of acts has to be asked for again.
    pub(crate) fn paper_failed(&mut self, key: PeerKey, want: Want) {
        if let (Want::ActList | Want::Acts, Some(peer)) = (want, self.peers.get_mut(&key)) {
            peer.wants.remove(&Want::ActList);
            peer.fruitless.remove(&Want::ActList);
            peer.acts_wanted.clear();
        }
        // What came before the flaw is kept.
        self.keep_acts();
        self.end_turn(key);
    }

    pub(crate) fn on_act(&mut self, ticket: u64, from: PeerKey, bytes: &[u8]) {
        if self.acts.copies.contains(&Digest::of(bytes)) {
            return self.verdict(ticket, Verdict::Accept);
        }
        if self.acts.line.len() >= ACTS_IN_LINE_MAX {
            return self.turn_down(ticket, from, None, None, Reason::Overloaded);
        }
        let act = match self.acts.admitted.check(bytes) {
            Ok(act) => act,
            Err(flaw) => return self.turn_down(ticket, from, None, None, reason(&flaw)),
        };
        let (id, copy) = (act.id(), act.digest());
        let before = self.acts.copy_of(&id);
        self.acts.admit(act, Origin::Peer);
        let after = self.acts.copy_of(&id);
        if before == after && after != Some(copy) {
            // It says less than what is held, and of such copies there are as many as anybody wants.
            return self.verdict(ticket, Verdict::Ignore);
        }
        match self.acts.in_line(&id) {
            Some(line) => {
                line.waiting.push(ticket);
                self.wait_for_paper(ticket);
            }
            None => self.verdict(ticket, Verdict::Accept),
        }
        self.keep_acts();
    }

    /// An operator submits an act.
    pub(crate) fn on_enacted(&mut self, bytes: &[u8]) {
        match self.acts.admitted.check(bytes) {
            Ok(act) => {
                self.acts.admit(act, Origin::Operator);
                self.keep_acts();
            }
            Err(flaw) => {
                let reason = reason(&flaw);
                self.refuse(Refusal { peer: None, log: None, seq: None, reason });
            }
        }
    }

    /// Hands the disk what is in line.
    pub(crate) fn keep_acts(&mut self) {
        if self.agenda.is_set(Alarm::Disk) {
            return;
        }
        for at in 0..self.acts.line.len() {
            if self.acts.line[at].stage == Stage::Waiting {
                let ticket = self.keep(Paper::Act);
                let line = &mut self.acts.line[at];
                line.stage = Stage::Writing { ticket };
                let (id, bytes) = (line.act.id(), line.act.bytes().to_vec());
                self.out.push(Output::KeepAct { ticket, id, bytes });
            }
        }
    }

    pub(crate) fn on_act_kept(&mut self, ticket: u64) {
        let written = |line: &&mut InLine| line.stage == Stage::Writing { ticket };
        if let Some(line) = self.acts.line.iter_mut().find(written) {
            line.stage = Stage::Kept;
        }
        let mut acts = Vec::new();
        while self.acts.line.front().is_some_and(|line| line.stage == Stage::Kept)
            && let Some(line) = self.acts.line.pop_front()
        {
            acts.push(line);
        }
        if !acts.is_empty() {
            self.enact(acts);
        }
    }

    /// These are durable: from now on they are in force.
    fn enact(&mut self, acts: Vec<InLine>) {
        acts.iter().for_each(|line| self.acts.put_in_force(&line.act));
        self.frontier.set_acts(self.acts.register.digest());
        self.follow_rule();
        for InLine { act, origin, waiting, .. } in acts {
            self.resolve_papers(waiting, Verdict::Accept);
            let gossip = Gossip::Act(act.bytes().to_vec());
            // A larger one is pulled: everybody is asked soon, and sees that this node differs.
            if origin == Origin::Operator && gossip.encode().len() <= GOSSIP_BYTES_MAX {
                self.publish(&gossip);
            }
        }
    }

    pub(crate) fn on_act_not_kept(&mut self, ticket: u64) {
        let written = |line: &&mut InLine| line.stage == Stage::Writing { ticket };
        let Some(line) = self.acts.line.iter_mut().find(written) else { return };
        line.stage = Stage::Waiting;
        let waiting = std::mem::take(&mut line.waiting);
        self.resolve_papers(waiting, Verdict::Ignore);
    }
}

/// The reason that a flaw of an act counts as.
fn reason(flaw: &ActFlaw) -> Reason {
    match flaw {
        ActFlaw::Full => Reason::TooManyActs,
        flaw if flaw.is_early() => Reason::UnknownRoster,
        _ => Reason::BadAct,
    }
}

#[cfg(test)]
mod tests;
