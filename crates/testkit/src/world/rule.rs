//! What state roots do in a run, and what follows: who is out, where logs are closed.

use chancery_ledger::act::{Revocation, RevocationRequest, Step, sign_roster};
use chancery_ledger::certificate::{Certificate, CertificateRequest};
use chancery_ledger::log::{Head, LogId, Position};
use chancery_ledger::roster::{Directory, Ending, Learnt, Roster, RosterProposal};
use chancery_replica::Input;

use super::{Event, World};
use crate::cast::ISSUED_AT_S;
use crate::invariant::Invariant;
use crate::plan::{Deed, Rule};

/// Whoever is down when it is to submit an act tries again after this time.
const AGAIN_MS: u64 = 1_000;

impl World<'_> {
    /// Somebody submits an act of a state root.
    pub(super) fn enact(&mut self, at: usize, rule: usize) {
        let Some(&Rule { deed, .. }) = self.plan.rules.get(rule) else { return };
        let replica = self.node(at).and_then(|node| node.replica.as_ref());
        let Some(directory) = replica.map(|replica| replica.directory().clone()) else {
            return self.queue.after(AGAIN_MS, Event::Enact { at, rule });
        };
        let act = match deed {
            Deed::Remove(whom) => self.removal(at, whom, &directory),
            Deed::Revoke(whom) => self.revocation(at, whom, &directory),
            Deed::Renew(whom) => Some(self.renewal(whom, rule, &directory)),
            Deed::Threshold => Some(self.other_version(&directory)),
            Deed::Declare(whom) => Some(self.declaration(whom, rule, &directory)),
        };
        // Nothing is closed of which nothing is held.
        let Some(bytes) = act else { return self.queue.after(AGAIN_MS, Event::Enact { at, rule }) };
        let name = self.name(at);
        self.tell(|| format!("{name} submits an act: {deed:?}"));
        self.tally.count("acts-submitted");
        self.feed(at, Input::Enacted { bytes });
    }

    /// An act is on some disk: from now on it is one that everybody will have.
    pub(super) fn note_act(&mut self, bytes: &[u8]) {
        let Ok(act) = self.register.check(bytes) else { return };
        if self.register.insert(act) == Learnt::Known {
            return;
        }
        let directory = self.register.directory();
        let players = self.cast.players().iter().enumerate();
        let out = players.filter(|(_, player)| directory.by_transport(&player.peer().0).is_none());
        self.out = out.map(|(at, _)| at).collect();
    }

    /// Whether a place stands when every act is known; what is behind is nobody's loss.
    pub(super) fn stands(&self, position: Position) -> bool {
        let author = self.register.directory().author(&position.log.key);
        let cut = author.and_then(|author| author.cut(position.log.epoch));
        cut.is_none_or(|cut| cut.is_some_and(|(seq, _)| position.seq <= seq))
    }

    /// Where the node holds a log to.
    fn head_of(&self, at: usize, log: LogId) -> Option<Head> {
        self.node(at)?.disk.head_below(log, u64::MAX)
    }

    fn removal(&self, at: usize, whom: usize, directory: &Directory) -> Option<Vec<u8>> {
        let player = &self.cast.players()[whom];
        let head = self.head_of(at, player.log())?;
        let ending = Ending {
            state: player.state(),
            keeps: vec![player.certificate().id()],
            closed: vec![head],
        };
        let next = RosterProposal::after(directory.roster());
        let next = next.remove(player.state()).end(ending).build();
        Some(self.signed(&next.expect("because a member is left out"), directory))
    }

    /// Another next version: the same states, and all of them have to sign the one after it.
    fn other_version(&self, directory: &Directory) -> Vec<u8> {
        let all = directory.roster().members.len() as u64;
        let next = RosterProposal::after(directory.roster()).threshold(all).build();
        self.signed(&next.expect("because all members are enough"), directory)
    }

    /// The step, signed by every member.
    fn signed(&self, roster: &Roster, directory: &Directory) -> Vec<u8> {
        let previous = directory.roster();
        let roots = self.cast.players().iter().map(|player| player.root_key());
        let members =
            roots.filter(|root| previous.members.iter().any(|member| member.root == root.public()));
        let signatures: Vec<_> = members.map(|root| sign_roster(roster, root)).collect();
        let step = Step::combine(roster, previous, &signatures);
        step.expect("because the roots of members have signed it").bytes().to_vec()
    }

    fn revocation(&self, at: usize, whom: usize, directory: &Directory) -> Option<Vec<u8>> {
        let player = &self.cast.players()[whom];
        let head = self.head_of(at, player.log())?;
        let request = RevocationRequest {
            network: directory.network(),
            issuer: player.certificate().issuer.clone(),
            under: directory.network(),
            log: player.log(),
            last: Some((head.seq, head.tip)),
            issued_at: ISSUED_AT_S,
            reason: "stolen".to_owned(),
        };
        let revocation = Revocation::issue(&request, player.root_key(), directory);
        Some(revocation.expect("because the root is the state's").bytes().to_vec())
    }

    /// The same keys under a higher serial.
    fn renewal(&self, whom: usize, rule: usize, directory: &Directory) -> Vec<u8> {
        let player = &self.cast.players()[whom];
        let certificate = player.certificate();
        let request = CertificateRequest {
            network: directory.network(),
            issuer: certificate.issuer.clone(),
            serial: rule as u64 + 1,
            issued_at: ISSUED_AT_S,
            statement_key: player.statement_key().public(),
            witness_key: player.witness_key().public(),
            transport_key: player.transport_key().public(),
            roles: vec!["publisher".to_owned()],
            under: None,
            epoch: 0,
            reader_key: None,
            possession: None,
        };
        let renewed = Certificate::issue_under(&request, player.root_key(), directory);
        renewed.expect("because only the serial is another").bytes().to_vec()
    }

    /// Two officers of three are needed from now on.
    fn declaration(&self, whom: usize, rule: usize, directory: &Directory) -> Vec<u8> {
        let player = &self.cast.players()[whom];
        let policy = player.declare(rule as u64, directory);
        policy
            .expect("because its officers are three, and the root is the state's")
            .bytes()
            .to_vec()
    }

    /// Whether a node's acts let it deal with another; a liar deals with anybody.
    pub(super) fn allows(&self, at: usize, peer: usize) -> bool {
        let replica = self.node(at).and_then(|node| node.replica.as_ref());
        let key = self.cast.players().get(peer).map(|player| player.peer());
        replica
            .zip(key)
            .is_none_or(|(replica, key)| replica.directory().by_transport(&key.0).is_some())
    }

    /// A node that knows that another is out gives it nothing.
    pub(super) fn check_out(&mut self, at: usize, peer: usize, what: &str) {
        if !self.allows(at, peer) {
            let (name, other) = (self.name(at), self.name(peer));
            let what = || format!("{name} gives {other}, which it knows to be out, {what}");
            self.breach(Invariant::OutGetsNothing, what);
        }
    }

    pub(super) fn on_roster_changed(&mut self, at: usize) {
        let name = self.name(at);
        self.tally.count("rosters-changed");
        self.tell(|| format!("{name} has a new directory"));
    }
}
