//! Several replicas that answer each other at once and in order: no faults but those that a test
//! makes. The simulator is elsewhere; this is for laws that a few steps show.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use chancery_ledger::log::{Head, LogId};
use chancery_ledger::statement::{Authentic, Entry};

use super::cast;
use crate::{Gossip, Held, Input, Output, PeerKey, Reason, Replica, Settings, Verdict};

mod papers;

pub(crate) use papers::Papers;

pub(crate) struct Net {
    pub(crate) nodes: Vec<Node>,
    pub(crate) now_ms: u64,
    links: BTreeSet<(usize, usize)>,
    queue: VecDeque<(usize, Input)>,
    /// Requests under way: ticket at the asked node, to asker and its ticket.
    requests: BTreeMap<u64, (usize, u64)>,
    /// Gossip under way: ticket at the hearing node, to its bytes.
    rumours: BTreeMap<u64, Vec<u8>>,
    ticket: u64,
    /// Bytes of all questions and answers so far, and how many questions there were.
    pub(crate) bytes_asked: usize,
    pub(crate) questions: usize,
}

pub(crate) struct Node {
    pub(crate) code: &'static str,
    pub(crate) replica: Replica,
    pub(crate) disk: BTreeMap<LogId, Vec<Entry>>,
    pub(crate) proofs: BTreeMap<LogId, Vec<u8>>,
    pub(crate) papers: Papers,
    pub(crate) mismatches: Vec<(LogId, u64)>,
    pub(crate) refused: Vec<Reason>,
    heard: BTreeSet<Vec<u8>>,
    chain: Vec<Authentic>,
}

pub(crate) fn quiet() -> Settings {
    Settings { gossip: Gossip::Silent, ..Settings::default() }
}

impl Net {
    /// The first nodes of the cast, with empty disks.
    pub(crate) fn of(size: usize, settings: &Settings) -> Self {
        let nodes = cast::MEMBERS.into_iter().take(size).map(|code| Node {
            code,
            replica: start(code, settings, &BTreeMap::new(), &BTreeMap::new(), &Papers::default()),
            disk: BTreeMap::new(),
            proofs: BTreeMap::new(),
            papers: Papers::default(),
            mismatches: Vec::new(),
            refused: Vec::new(),
            heard: BTreeSet::new(),
            chain: Vec::new(),
        });
        Self {
            nodes: nodes.collect(),
            now_ms: 1_000,
            links: BTreeSet::new(),
            queue: VecDeque::new(),
            requests: BTreeMap::new(),
            rumours: BTreeMap::new(),
            ticket: 0,
            bytes_asked: 0,
            questions: 0,
        }
    }

    /// Puts a log on a node's disk, before it starts again.
    pub(crate) fn give(&mut self, at: usize, log: &[Authentic], settings: &Settings) {
        let node = &mut self.nodes[at];
        node.disk.insert(log[0].position().log, cast::entries(log));
        if log[0].position().log == cast::log(node.code) {
            node.chain = log.to_vec();
        }
        node.replica = start(node.code, settings, &node.disk, &node.proofs, &node.papers);
    }

    /// The node comes back with what is on its disk; its connections are gone.
    pub(crate) fn restart(&mut self, at: usize, settings: &Settings) {
        let neighbours: Vec<usize> = self.neighbours(at);
        neighbours.into_iter().for_each(|other| self.part(at, other));
        let node = &mut self.nodes[at];
        node.replica = start(node.code, settings, &node.disk, &node.proofs, &node.papers);
        self.run();
    }

    pub(crate) fn connect(&mut self, one: usize, other: usize) {
        self.links.insert((one.min(other), one.max(other)));
        self.queue.push_back((one, Input::Connected(self.key(other))));
        self.queue.push_back((other, Input::Connected(self.key(one))));
        self.run();
    }

    pub(crate) fn part(&mut self, one: usize, other: usize) {
        self.links.remove(&(one.min(other), one.max(other)));
        self.queue.push_back((one, Input::Disconnected(self.key(other))));
        self.queue.push_back((other, Input::Disconnected(self.key(one))));
    }

    /// Signs one entry, durable before it is told.
    pub(crate) fn author(&mut self, at: usize, text: &str) {
        let node = &mut self.nodes[at];
        node.replica.may_sign().unwrap();
        let mut chain = node.replica.own_chain().unwrap();
        let entry = cast::next(node.code, node.chain.last(), cast::body(text));
        node.chain.push(entry.clone());
        let entry = chain.admit(entry, node.replica.directory()).unwrap();
        node.disk.entry(entry.position().log).or_default().push(entry.entry().clone());
        self.queue.push_back((at, Input::Authored(entry)));
        self.run();
    }

    pub(crate) fn run(&mut self) {
        while let Some((at, input)) = self.queue.pop_front() {
            for output in self.nodes[at].replica.handle(self.now_ms, input) {
                self.carry_out(at, output);
            }
        }
    }

    /// Time goes by, with a wake-up whenever a node asked for one.
    pub(crate) fn pass(&mut self, ms: u64) {
        let end_ms = self.now_ms + ms;
        loop {
            let wakes = self.nodes.iter().enumerate();
            let wakes = wakes.filter_map(|(at, node)| Some((node.replica.next_wakeup_ms()?, at)));
            match wakes.min() {
                Some((due_ms, at)) if due_ms <= end_ms => {
                    self.now_ms = self.now_ms.max(due_ms);
                    self.queue.push_back((at, Input::Wakeup));
                    self.run();
                }
                _ => break,
            }
        }
        self.now_ms = end_ms;
    }

    pub(crate) fn head(&self, at: usize, log: LogId) -> Option<Head> {
        let mut logs = self.nodes[at].replica.logs().into_iter();
        logs.find(|report| report.log == log)?.durable
    }

    pub(crate) fn frozen_at(&self, at: usize, log: LogId) -> Option<u64> {
        let mut logs = self.nodes[at].replica.logs().into_iter();
        logs.find(|report| report.log == log)?.frozen_at
    }

    /// The author of what may be any log has signed a checkpoint, and this node is told.
    pub(crate) fn checkpoint(&mut self, at: usize, note: &[u8]) {
        self.queue.push_back((at, Input::Checkpointed { note: note.to_vec() }));
        self.run();
    }

    pub(crate) fn enact(&mut self, at: usize, act: &[u8]) {
        self.queue.push_back((at, Input::Enacted { bytes: act.to_vec() }));
        self.run();
    }

    fn key(&self, at: usize) -> PeerKey {
        cast::peer(self.nodes[at].code)
    }

    fn at(&self, key: PeerKey) -> usize {
        self.nodes.iter().position(|node| cast::peer(node.code) == key).unwrap()
    }

    fn linked(&self, one: usize, other: usize) -> bool {
        self.links.contains(&(one.min(other), one.max(other)))
    }

    fn neighbours(&self, at: usize) -> Vec<usize> {
        (0..self.nodes.len()).filter(|&other| self.linked(at, other)).collect()
    }

    fn carry_out(&mut self, at: usize, output: Output) {
        match output {
            Output::Ask { ticket, to, bytes } => {
                let to = self.at(to);
                self.questions += 1;
                self.bytes_asked += bytes.len();
                if self.linked(at, to) {
                    self.ticket += 1;
                    self.requests.insert(self.ticket, (at, ticket));
                    let (ticket, from) = (self.ticket, self.key(at));
                    self.queue.push_back((to, Input::Request { ticket, from, bytes }));
                } else {
                    self.queue.push_back((at, Input::RequestFailed { ticket }));
                }
            }
            Output::Answer { ticket, bytes } => {
                self.bytes_asked += bytes.len();
                let (asker, ticket) = self.requests.remove(&ticket).unwrap();
                self.queue.push_back((asker, Input::Response { ticket, bytes }));
            }
            Output::Verify { ticket, jobs } => {
                let check = |(entry, key): (Entry, _)| entry.decode()?.authenticate(&key);
                let outcomes = jobs.into_iter().map(check).collect();
                self.queue.push_back((at, Input::Verified { ticket, outcomes }));
            }
            Output::Publish { bytes } => self.spread(at, &bytes),
            Output::Verdict { ticket, verdict } => {
                let bytes = self.rumours.remove(&ticket).unwrap();
                if verdict == Verdict::Accept {
                    self.spread(at, &bytes);
                }
            }
            Output::Refused(refusal) => self.nodes[at].refused.push(refusal.reason),
            Output::Disconnect { peer } => {
                let other = self.at(peer);
                self.part(at, other);
            }
            Output::Stored(_)
            | Output::Frozen(_)
            | Output::OwnFrontierKnown
            | Output::RosterChanged => {}
            Output::Mismatch { log, size } => self.nodes[at].mismatches.push((log, size)),
            Output::Persist { .. } | Output::KeepEvidence { .. } | Output::Read { .. } => {
                self.work_the_disk(at, output);
            }
            Output::KeepAct { .. }
            | Output::KeepNote { .. }
            | Output::DropNotes { .. }
            | Output::Cosign { .. }
            | Output::ProveConsistency { .. } => self.work_on_papers(at, output),
        }
    }

    fn work_the_disk(&mut self, at: usize, output: Output) {
        let node = &mut self.nodes[at];
        match output {
            Output::Persist { ticket, batch } => {
                for entry in batch {
                    let log = node.disk.entry(entry.position().log).or_default();
                    assert_eq!(log.len() as u64, entry.position().seq, "a gap or a second copy");
                    log.push(entry.into_entry());
                }
                self.queue.push_back((at, Input::Persisted { ticket }));
            }
            Output::KeepEvidence { ticket, proof } => {
                let position =
                    chancery_ledger::evidence::Equivocation::decode(&proof, &cast::directory());
                node.proofs.insert(position.unwrap().position().log, proof);
                self.queue.push_back((at, Input::Persisted { ticket }));
            }
            Output::Read { ticket, log, from, entries_max, bytes_max } => {
                let mut bytes = 0;
                let held = node.disk.get(&log).into_iter().flatten();
                let held = held.skip(usize::try_from(from).unwrap());
                let held = held.take(usize::try_from(entries_max).unwrap());
                let mut entries: Vec<Entry> = Vec::new();
                for entry in held {
                    bytes += (entry.statement.len() + entry.body.len()) as u64;
                    if bytes > bytes_max && !entries.is_empty() {
                        break;
                    }
                    entries.push(entry.clone());
                }
                self.queue.push_back((at, Input::Read { ticket, entries }));
            }
            _ => {}
        }
    }

    fn spread(&mut self, at: usize, bytes: &[u8]) {
        self.nodes[at].heard.insert(bytes.to_vec());
        for other in self.neighbours(at) {
            if self.nodes[other].heard.insert(bytes.to_vec()) {
                self.ticket += 1;
                self.rumours.insert(self.ticket, bytes.to_vec());
                let (ticket, from) = (self.ticket, self.key(at));
                let rumour = Input::Gossip { ticket, from, bytes: bytes.to_vec() };
                self.queue.push_back((other, rumour));
            }
        }
    }
}

fn start(
    code: &str,
    settings: &Settings,
    disk: &BTreeMap<LogId, Vec<Entry>>,
    proofs: &BTreeMap<LogId, Vec<u8>>,
    papers: &Papers,
) -> Replica {
    let mut held = Held {
        proofs: proofs.values().cloned().collect(),
        notes: papers.notes.values().cloned().collect(),
        ..Held::default()
    };
    for (&log, entries) in disk {
        let Some(last) = entries.last() else { continue };
        let last = last.clone().decode().unwrap();
        held.heads.push(Head { log, seq: last.position().seq, tip: last.id() });
        held.policies.extend(last.header().policy().map(|policy| (log, policy)));
    }
    Replica::new(settings.clone(), papers.register(), Some(cast::log(code)), &held, 7)
}
