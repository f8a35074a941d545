//! What is checked while a run goes on: what nodes say against what their disks hold, and the
//! bounds.

use std::collections::BTreeMap;

use chancery_encoding::Digest;
use chancery_ledger::log::{Admissible, Head, Position};
use chancery_ledger::statement::Entry;
use chancery_replica::{Reason, Refusal, limits};

use super::node::{Asked, Asker, ReadOf, Write, weight};
use super::{Seat, World};
use crate::invariant::Invariant;
use crate::wire::{Ask, Reply, Rumour, Shown};

/// From this cost on a reason is the fault of a liar and of nobody else.
const BLAME_COST: i32 = 30;

/// Between two digests to one peer at least: half a period of 10 s, by jitter.
const DIGEST_GAP_MS: u64 = 5_000;

/// What goes on while nothing should.
pub(super) struct Quiet {
    begin_ms: u64,
    asks: BTreeMap<(usize, usize), u64>,
}

impl Quiet {
    pub(super) fn new(begin_ms: u64) -> Self {
        Self { begin_ms, asks: BTreeMap::new() }
    }
}

impl World<'_> {
    /// What is gossiped or passed on is on the disk.
    pub(super) fn check_rumour(&mut self, at: usize, bytes: &[u8]) {
        let name = self.name(at);
        if bytes.len() > limits::GOSSIP_BYTES_MAX {
            let length = bytes.len();
            self.breach(Invariant::Bounded, || format!("{name} gossips {length} bytes"));
        }
        match Rumour::decode(bytes) {
            None => self.breach(Invariant::WellFormed, || format!("{name} gossips no message")),
            Some(Rumour::Entry(entry)) => self.check_entry(at, &entry),
            Some(Rumour::Head(head)) => self.check_head(at, head),
            Some(Rumour::Note(note)) => self.check_note(at, &note),
            Some(Rumour::Act(act)) => self.check_act(at, &act),
            Some(Rumour::Evidence(proof)) => {
                let digest = Digest::of(&proof);
                let log = self.registry.proved(&proof).map(|position| position.log);
                let node = self.node(at);
                let kept = log.zip(node).and_then(|(log, node)| node.disk.proofs().get(&log));
                if kept.is_none_or(|kept| Digest::of(kept) != digest) {
                    let what = || format!("{name} gossips a proof that it does not keep");
                    self.breach(Invariant::DurableFirst, what);
                }
            }
        }
    }

    fn check_note(&mut self, at: usize, note: &[u8]) {
        let name = self.name(at);
        let held = self
            .node(at)
            .is_some_and(|node| node.disk.notes().any(|held| crate::notes::covers(held, note)));
        if !held {
            let what = || format!("{name} shows a checkpoint that it does not keep");
            self.breach(Invariant::DurableFirst, what);
        }
    }

    fn check_act(&mut self, at: usize, act: &[u8]) {
        let name = self.name(at);
        let held =
            self.node(at).is_some_and(|node| node.disk.acts().values().any(|a| ***a == *act));
        if !held {
            let what = || format!("{name} shows an act that it does not keep");
            self.breach(Invariant::DurableFirst, what);
        }
    }

    fn check_entry(&mut self, at: usize, entry: &Entry) {
        let name = self.name(at);
        let Some((position, id)) = self.registry.identify(entry) else {
            let what = || format!("{name} passes on what nobody has signed");
            return self.breach(Invariant::OnlySigned, what);
        };
        self.note_own_left(at, position.log, position.seq);
        if self.node(at).and_then(|node| node.disk.id_at(position)) != Some(id) {
            let what = || format!("{name} speaks of {position}, which is not on its disk");
            self.breach(Invariant::DurableFirst, what);
        }
    }

    fn check_head(&mut self, at: usize, head: Head) {
        let name = self.name(at);
        self.note_own_left(at, head.log, head.seq);
        if self.node(at).and_then(|node| node.disk.id_at(head.position())) != Some(head.tip) {
            let what = || format!("{name} claims {}, which is not on its disk", head.position());
            self.breach(Invariant::DurableFirst, what);
        }
    }

    /// What is answered is on the disk, and no longer than allowed.
    pub(super) fn check_reply(&mut self, at: usize, asker: &Asker, bytes: &[u8]) {
        let name = self.name(at);
        if bytes.len() > limits::ANSWER_BYTES_MAX {
            let length = bytes.len();
            self.breach(Invariant::Bounded, || format!("{name} answers {length} bytes"));
        }
        match Reply::decode(bytes) {
            None => self.breach(Invariant::WellFormed, || format!("{name} answers no message")),
            Some(Reply::Equal | Reply::Busy | Reply::Refused { .. }) => {}
            Some(Reply::Notes { notes }) => notes.iter().for_each(|note| self.check_note(at, note)),
            Some(Reply::Acts { acts }) => acts.iter().for_each(|act| self.check_act(at, act)),
            Some(Reply::ActList { .. }) => {}
            Some(Reply::Frontier(Shown { heads, evidence, .. })) => {
                heads.into_iter().for_each(|head| self.check_head(at, head));
                for (log, digest) in evidence {
                    let kept = self.node(at).and_then(|node| node.disk.proofs().get(&log));
                    if kept.is_none_or(|kept| Digest::of(kept) != digest) {
                        let what = || format!("{name} claims a proof that it does not keep");
                        self.breach(Invariant::DurableFirst, what);
                    }
                }
                if self.quiet.is_some() {
                    let other = self.name(asker.from);
                    let what = || format!("{name} still differs from {other}");
                    self.breach(Invariant::IdleIsQuiet, what);
                }
            }
            Some(Reply::Page { entries }) => {
                entries.iter().for_each(|entry| self.check_entry(at, entry));
            }
            Some(Reply::Evidence { proof: None }) => {}
            Some(Reply::Evidence { proof: Some(proof) }) => {
                self.check_rumour(at, &Rumour::Evidence(proof).encode());
            }
        }
    }

    /// A proof proves something, and nobody honest is proved a liar.
    pub(super) fn check_proof(&mut self, at: usize, proof: &[u8]) {
        let name = self.name(at);
        if proof.len() > limits::PROOF_BYTES_MAX {
            self.breach(Invariant::Bounded, || format!("{name} keeps too long a proof"));
        }
        let Some(position) = self.registry.proved(proof) else {
            let what = || format!("{name} keeps a proof that proves nothing");
            return self.breach(Invariant::ProofsProve, what);
        };
        let players = self.cast.players().iter();
        let author = players.enumerate().find(|(_, player)| player.log() == position.log);
        if let Some((author, _)) = author
            && self.node(author).is_some()
        {
            let author = self.name(author);
            let what = || format!("{name} proves {author}, who is honest, a liar at {position}");
            self.breach(Invariant::HonestNeverProved, what);
        }
    }

    pub(super) fn on_frozen(&mut self, at: usize, position: Position) {
        let name = self.name(at);
        self.tally.count("freezes");
        self.tell(|| format!("{name} freezes {position}"));
        let kept = self.node(at).and_then(|node| node.disk.proofs().get(&position.log).cloned());
        let proved = kept.and_then(|proof| self.registry.proved(&proof));
        if proved != Some(position) {
            let what = || format!("{name} freezes {position} without a proof on its disk");
            self.breach(Invariant::DurableFirst, what);
        }
    }

    pub(super) fn on_stored(&mut self, at: usize, positions: &[Position]) {
        let name = self.name(at);
        let disk = self.node(at).map(|node| &node.disk);
        let missing = positions.iter().find(|p| disk.is_some_and(|disk| disk.id_at(**p).is_none()));
        if let Some(&position) = missing {
            let what = || format!("{name} shows {position}, which is not on its disk");
            self.breach(Invariant::DurableFirst, what);
        }
    }

    pub(super) fn on_refused(&mut self, at: usize, refusal: Refusal) {
        let Refusal { peer, log, seq, reason } = refusal;
        self.tally.count(reason.name());
        self.story.note(&[reason as u64, seq.unwrap_or(u64::MAX)]);
        let Some(&peer) = peer.and_then(|peer| self.by_peer.get(&peer)) else { return };
        if self.node(peer).is_some() && reason.cost() >= BLAME_COST {
            let (name, other) = (self.name(at), self.name(peer));
            self.breach(Invariant::HonestNeverBlamed, || {
                format!("{name} blames {other}, who is honest, for {reason} ({log:?} {seq:?})")
            });
        }
        if self.quiet.is_some() && reason != Reason::Held {
            let name = self.name(at);
            let what = || format!("{name} refuses something for {reason}");
            self.breach(Invariant::IdleIsQuiet, what);
        }
    }

    /// Pages in flight, and the length of a question. A search for a divergence asks for single
    /// entries beside the pages, and has a bound of its own.
    pub(super) fn check_ask_bounds(&mut self, at: usize, to: usize, ask: &Ask, bytes: usize) {
        let now_ms = self.queue.now_ms();
        let Some(Seat::Honest(node)) = self.seats.get(at) else { return };
        let now_ms = now_ms + node.clock_ms;
        let given_up_ms = node.settings.request_ms;
        let open = |asked: &&Asked| now_ms < asked.since_ms + given_up_ms;
        let pages = |most: u64| {
            let is_page =
                move |asked: &&Asked| matches!(asked.ask, Ask::Page { count, .. } if count > most);
            node.asks.values().filter(open).filter(is_page)
        };
        let in_all = pages(1).count();
        let of_one = pages(1).filter(|asked| asked.to == to).count();
        let with_searches = pages(0).count();
        let fits = in_all <= limits::PAGES_IN_FLIGHT_MAX
            && of_one <= limits::PAGES_IN_FLIGHT_PER_PEER_MAX
            && with_searches <= limits::PAGES_IN_FLIGHT_MAX + limits::SEARCHES_MAX
            && bytes <= limits::REQUEST_BYTES_MAX
            && !matches!(ask, Ask::Page { count, .. } if *count > limits::PAGE_ENTRIES_MAX);
        if !fits {
            let name = self.name(at);
            let what =
                || format!("{name} has asked for {in_all} pages, {of_one} of one peer ({ask:?})");
            self.breach(Invariant::Bounded, what);
        }
    }

    pub(super) fn check_gossip_bounds(&mut self, at: usize) {
        let waiting = self.node(at).map_or(0, |node| node.heard.len());
        if waiting > limits::GOSSIP_IN_FLIGHT_MAX {
            let name = self.name(at);
            let what = || format!("{name} keeps {waiting} gossip messages waiting");
            self.breach(Invariant::Bounded, what);
        }
    }

    pub(super) fn check_batch(&mut self, at: usize, batch: &[Admissible]) {
        let writes = self.node(at).map_or(0, |node| {
            node.writes.values().filter(|write| matches!(write, Write::Batch(_))).count()
        });
        let bytes: u64 = batch.iter().map(|entry| weight(entry.entry())).sum();
        let entries = batch.len();
        let fits = writes == 0
            && (1..=limits::BATCH_ENTRIES_MAX).contains(&entries)
            && bytes <= limits::UNSAVED_BYTES_MAX + 16 * limits::PAGE_BYTES_MAX;
        if !fits {
            let name = self.name(at);
            let what = || format!("{name} stores {entries} entries, {bytes} bytes, over {writes}");
            self.breach(Invariant::Bounded, what);
        }
    }

    pub(super) fn check_read_bounds(&mut self, at: usize, read: &ReadOf) {
        let reads = self.node(at).map_or(0, |node| node.reads.len());
        // Beside those for others, one read for each log whose floor has to be known.
        let fits = reads < limits::READS_MAX + self.plan.replicas
            && read.entries_max <= limits::PAGE_ENTRIES_MAX
            && read.bytes_max <= limits::PAGE_BYTES_MAX;
        if !fits {
            let name = self.name(at);
            self.breach(Invariant::Bounded, || format!("{name} has {reads} reads under way"));
        }
    }

    /// In the quiet, whatever is not a digest is a noise.
    pub(super) fn note_chatter(&mut self, at: usize, what: &'static str) {
        if self.quiet.is_some() {
            let name = self.name(at);
            self.breach(Invariant::IdleIsQuiet, || format!("{name} {what}"));
        }
    }

    pub(super) fn note_ask(&mut self, at: usize, to: usize, ask: &Ask) {
        if self.quiet.is_none() {
            return;
        }
        if !matches!(ask, Ask::Sync { .. }) {
            let name = self.name(at);
            return self.breach(Invariant::IdleIsQuiet, || format!("{name} asks {ask:?}"));
        }
        self.tally.count("idle-digests");
        if let Some(quiet) = &mut self.quiet {
            *quiet.asks.entry((at, to)).or_default() += 1;
        }
    }

    /// No pair has exchanged more digests than the jitter allows.
    pub(super) fn check_quiet(&mut self) {
        let Some(quiet) = &self.quiet else { return };
        let most = (self.queue.now_ms() - quiet.begin_ms) / DIGEST_GAP_MS + 1;
        let loud = quiet.asks.iter().find(|(_, count)| **count > most);
        if let Some((&(at, to), &count)) = loud {
            let (name, other) = (self.name(at), self.name(to));
            self.breach(Invariant::IdleIsQuiet, || {
                format!("{name} asks {other} for its digest {count} times")
            });
        }
    }
}
