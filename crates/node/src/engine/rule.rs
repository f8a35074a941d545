//! What follows from acts for the process: who is let in, what is shown as revoked, what the operator is told.
//!
//! The machine has the register; here its new directory reaches the network's allow list, the store's index,
//! the board, and the files that the next start needs. The invariant: a state that is out has no connection left
//! when this has returned.

use std::collections::{BTreeMap, BTreeSet};

use chancery_encoding::Digest;
use chancery_ledger::act::{Act, Content, Step};
use chancery_ledger::roster::{Directory, Member, Roster};
use chancery_network::PeerKey as NetworkKey;

use super::Engine;
use super::outputs::not_sent;
use crate::acts;
use crate::answer::{ActView, Halt, RosterMember, RosterVersion, RosterView};
use crate::data_dir::steps;
use crate::disk::Job;

/// The transport keys that may connect.
pub(crate) fn allowed(directory: &Directory) -> Vec<NetworkKey> {
    let transports = directory.authors().map(|author| author.transport);
    transports.filter(|key| directory.by_transport(key).is_some()).map(NetworkKey).collect()
}

impl Engine {
    /// The directory is another one.
    pub(super) async fn on_roster_changed(&mut self) {
        let register = self.replica.register();
        let directory = register.directory();
        tracing::warn!(
            version = directory.roster().version,
            roster = %directory.roster_hash(),
            "the acts of the state roots have changed who may speak"
        );
        // The board still shows what stood before.
        let known = |directory: &Directory| {
            (directory.known_rosters().count(), directory.policies().count())
        };
        let has_more = known(directory) != known(&self.board.rule().directory);
        let steps = has_more.then(|| steps::of(register));
        self.board.learn(register);
        self.store.close_logs(acts::cuts(directory, &self.store.heads()));
        let peers = allowed(directory);
        not_sent(self.network.allow(peers).await);
        if let Some(steps) = steps
            && self.disk.order(Job::WriteSteps { steps }).is_err()
        {
            tracing::error!(
                "the roster's versions were not written beside the store: they will be at the next start"
            );
        }
        self.know_earlier_logs();
        self.sound_alarms();
    }

    /// Which logs of this authority have ended: what was said there has numbers that are taken.
    pub(super) fn know_earlier_logs(&mut self) {
        let authors = self.replica.directory().authors();
        let own = authors.filter(|author| author.issuer == self.issuer);
        let logs = own.flat_map(|author| author.logs().map(move |log| (author, log)));
        let ended = logs.filter(|(author, log)| {
            let is_older = log.key == self.own_log.key && log.epoch < self.own_log.epoch;
            *log != self.own_log && (is_older || author.cut(log.epoch).is_some())
        });
        self.earlier = ended.map(|(_, log)| log).collect();
    }

    /// Says what is new of what this node must tell of itself.
    pub(super) fn sound_alarms(&mut self) {
        let mut alarms = self.own_alarms();
        if let Some(halt) = self.replica.register().halt() {
            let signers: Vec<String> =
                halt.double_signers.iter().map(ToString::to_string).collect();
            alarms.push(format!(
                "there are {} rosters of version {}: no roster changes until a quorum settles it; signed both: {}",
                halt.versions.len(),
                halt.height,
                signers.join(", ")
            ));
        }
        for alarm in alarms.iter().filter(|alarm| !self.told.contains(alarm)) {
            tracing::error!(alarm, "this needs people");
        }
        self.told = alarms;
    }

    /// What this node must tell of itself.
    pub(super) fn own_alarms(&self) -> Vec<String> {
        let witness = self.store.witness_state(self.certificate.witness_key.as_bytes());
        acts::alarms(self.replica.register(), self.own_log, &self.certificate, witness)
    }

    pub(super) fn act_views(&self) -> Vec<ActView> {
        let view = |act: &Act| {
            let (state, version) = match act.content() {
                Content::Certificate(certificate) => (Some(certificate.issuer.state), None),
                Content::Revocation(revocation) => (Some(revocation.says.issuer.state), None),
                Content::Withdrawal(withdrawal) => (Some(withdrawal.says.state), None),
                Content::Policy(policy) => (Some(policy.says.issuer.state), None),
                Content::Step(step) => (None, Some(step.roster().version)),
                Content::DoubleSignature(double) => {
                    let register = self.replica.register();
                    let signer = register.double_signers().iter();
                    let signer = signer.clone().find(|one| one.root == *double.root().as_bytes());
                    (signer.map(|one| one.state), Some(double.version()))
                }
            };
            ActView {
                kind: act.kind().name(),
                id: act.id().to_string(),
                state: state.map(|state| state.to_string()),
                version,
                bytes: act.bytes().to_vec(),
            }
        };
        self.replica.register().acts().map(view).collect()
    }

    pub(super) fn roster_view(&self) -> RosterView {
        let register = self.replica.register();
        let steps: BTreeMap<Digest, &Step> = register
            .acts()
            .filter_map(|act| match act.content() {
                Content::Step(step) => Some((step.hash(), step.as_ref())),
                _ => None,
            })
            .collect();
        let versions = register.history();
        let before = std::iter::once(None).chain(versions.iter().copied().map(Some));
        let history: Vec<RosterVersion> = versions
            .iter()
            .zip(before)
            .map(|(roster, before)| version(&steps, roster, before))
            .collect();
        let before = versions.iter().rev().nth(1).copied();
        let in_force = version(&steps, register.directory().roster(), before);
        RosterView { in_force, history, halt: register.halt().map(Halt::from) }
    }
}

fn version(
    steps: &BTreeMap<Digest, &Step>,
    roster: &Roster,
    before: Option<&Roster>,
) -> RosterVersion {
    let state = |member: &Member| RosterMember {
        state: member.state.to_string(),
        name: member.name.clone(),
        root: member.root.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect(),
        is_suspended: roster.is_suspended(member.state),
    };
    let hash = roster.hash();
    let signers: BTreeSet<&[u8; 32]> =
        steps.get(&hash).into_iter().flat_map(|step| step.signers()).collect();
    let signed_by = before
        .into_iter()
        .flat_map(|before| &before.members)
        .filter(|member| signers.contains(member.root.as_bytes()))
        .map(|member| member.state.to_string())
        .collect();
    RosterVersion {
        version: roster.version,
        hash: hash.to_string(),
        threshold: roster.threshold,
        members: roster.members.iter().map(state).collect(),
        observers: roster.observers.iter().map(state).collect(),
        signed_by,
    }
}

impl From<chancery_ledger::roster::Halt> for Halt {
    fn from(halt: chancery_ledger::roster::Halt) -> Self {
        Halt {
            height: halt.height,
            versions: halt.versions.iter().map(ToString::to_string).collect(),
            double_signers: halt.double_signers.iter().map(ToString::to_string).collect(),
        }
    }
}
