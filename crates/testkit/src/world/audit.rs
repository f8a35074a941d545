//! The last look, when everything is over: the disks from the bytes up, the lies, and what is
//! still owed.

use std::collections::BTreeMap;

use chancery_ledger::log::{Head, Id, LogId, Position};

use super::{Seat, World};
use crate::invariant::Invariant;

impl World<'_> {
    pub(super) fn audit(&mut self) {
        self.audit_disks();
        self.audit_lies();
        self.audit_debts();
        self.audit_signers();
        self.audit_reports();
        for at in self.honest() {
            let Some(node) = self.node(at) else { continue };
            let tips: Vec<Id> = node.disk.heads().iter().map(|head| head.tip).collect();
            tips.iter().for_each(|tip| self.story.note_bytes(tip.as_bytes()));
        }
    }

    /// Every entry on every honest disk is signed by its author for that position, and every
    /// proof proves.
    fn audit_disks(&mut self) {
        for at in self.honest() {
            let Some(disk) = self.node(at).map(|node| node.disk.clone()) else { continue };
            for (log, held) in disk.logs() {
                for (seq, held) in (0..).zip(held) {
                    let position = Position { log, seq };
                    if self.registry.identify(&held.entry) != Some((position, held.id)) {
                        let name = self.name(at);
                        self.breach(Invariant::OnlySigned, || {
                            format!("{name} holds at {position} what its author did not sign")
                        });
                    }
                }
            }
            for proof in disk.proofs().values() {
                self.check_proof(at, proof);
            }
        }
    }

    /// Whoever is held with two statements at one position is proved a liar everywhere.
    fn audit_lies(&mut self) {
        let mut stands: BTreeMap<Position, Id> = BTreeMap::new();
        let mut forked: BTreeMap<LogId, u64> = BTreeMap::new();
        for at in self.honest() {
            let Some(node) = self.node(at) else { continue };
            for (log, held) in node.disk.logs() {
                for (seq, held) in (0..).zip(held) {
                    if *stands.entry(Position { log, seq }).or_insert(held.id) != held.id {
                        let first = forked.entry(log).or_insert(seq);
                        *first = seq.min(*first);
                    }
                }
            }
        }
        for (log, seq) in forked {
            self.tally.count("forks-held");
            for at in self.honest() {
                let proof = self.node(at).and_then(|node| node.disk.proofs().get(&log).cloned());
                let proved = proof.and_then(|proof| self.registry.proved(&proof));
                if proved.is_none_or(|proved| proved.seq > seq) {
                    let name = self.name(at);
                    self.breach(Invariant::EquivocationDetected, || {
                        format!("{name} has no proof that {log} was forked at {seq}")
                    });
                }
            }
        }
        self.audit_witnesses();
        let first = self.honest().first().and_then(|&at| self.node(at));
        let proved = first.map_or(0, |node| node.disk.proofs().len());
        self.tally.add("forks-proved", proved as u64);
    }

    /// Whoever has verified another statement than the one that it holds has a proof.
    fn audit_witnesses(&mut self) {
        for at in self.honest() {
            let Self { seats, registry, .. } = self;
            let Some(Seat::Honest(node)) = seats.get(at) else { continue };
            let mut forgotten = None;
            for (&position, ids) in &node.witnessed {
                let held = node.disk.id_at(position);
                let proof = node.disk.proofs().get(&position.log);
                let proved = proof.and_then(|proof| registry.proved(proof));
                let proved = proved.is_some_and(|proved| proved.seq <= position.seq);
                if !proved && (ids.len() > 1 || held.is_some_and(|held| !ids.contains(&held))) {
                    forgotten = Some(position);
                }
            }
            if let Some(position) = forgotten {
                self.tally.count("lies-seen-and-forgotten");
                let name = self.name(at);
                self.tell(|| format!("{name} has seen two statements at {position} and no proof"));
            }
        }
    }

    /// No verdict and no answer is still owed.
    fn audit_debts(&mut self) {
        for at in self.honest() {
            let name = self.name(at);
            let Some(node) = self.node(at) else { continue };
            let (verdicts, answers) = (node.heard.len(), node.requests.len());
            if verdicts > 0 {
                self.breach(Invariant::OneVerdict, || {
                    format!("{name} owes verdicts on {verdicts} messages")
                });
            }
            // The last digests may have been asked for just now.
            if answers > self.plan.replicas {
                self.breach(Invariant::OneAnswer, || format!("{name} owes {answers} answers"));
            }
        }
    }

    /// Whoever is reported to hold something holds it, and nobody is behind.
    fn audit_reports(&mut self) {
        for at in self.honest() {
            self.check_report(at);
            let name = self.name(at);
            let Some(node) = self.node(at) else { continue };
            let Some(replica) = node.replica.as_ref() else { continue };
            // What a liar has said stands as said, also after it has left.
            let behind = replica.logs().into_iter().find(|report| report.behind > 0);
            let behind = behind.filter(|_| self.plan.liars.is_empty());
            let mut wrong = behind.map(|report| format!("that it is behind: {report:?}"));
            for position in node.disk.heads().iter().map(Head::position) {
                let holders = replica.holders(position);
                let holders = holders.iter().filter_map(|peer| self.by_peer.get(peer));
                let lacks = |holder: &usize| {
                    self.node(*holder).is_some_and(|node| node.disk.id_at(position).is_none())
                };
                if let Some(holder) = holders.copied().find(lacks) {
                    wrong = Some(format!("that {} holds {position}", self.name(holder)));
                }
            }
            if let Some(wrong) = wrong {
                self.breach(Invariant::ReportsTrue, || format!("{name} reports {wrong}"));
            }
        }
    }

    /// What the node reports of its own logs is what its disk holds.
    pub(super) fn check_report(&mut self, at: usize) {
        let Self { seats, registry, .. } = self;
        let Some(Seat::Honest(node)) = seats.get(at) else { return };
        let Some(replica) = node.replica.as_ref() else { return };
        let reports = replica.logs();
        let heads: Vec<Head> = reports.iter().filter_map(|report| report.durable).collect();
        let frozen = reports.iter().filter_map(|report| Some((report.log, report.frozen_at?)));
        let frozen: Vec<(LogId, u64)> = frozen.collect();
        let proved = node.disk.proofs().iter();
        let proved = proved.filter_map(|(&log, proof)| Some((log, registry.proved(proof)?.seq)));
        let proved: Vec<(LogId, u64)> = proved.collect();
        if heads != node.disk.heads() || frozen != proved {
            let name = self.name(at);
            self.breach(Invariant::ReportsTrue, || {
                format!("{name} reports {frozen:?} frozen and its disk says {proved:?}")
            });
        }
    }

    /// Where nobody lies, everybody may sign.
    fn audit_signers(&mut self) {
        for at in self.honest() {
            let name = self.name(at);
            let replica = self.node(at).and_then(|node| node.replica.as_ref());
            let Some(Err(block)) = replica.map(chancery_replica::Replica::may_sign) else {
                continue;
            };
            self.tally.count("signers-blocked-at-the-end");
            // A restored node waits for all its neighbours, and one that is out never answers.
            if self.plan.liars.is_empty() && self.out.is_empty() {
                self.breach(Invariant::SigningResumes, || format!("{name} may not sign: {block}"));
            }
        }
    }
}
