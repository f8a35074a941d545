//! The state roots of a network: what they sign, made with the library and handed to nodes as bytes.
//!
//! A ceremony has commands of its own; here stands what a test needs that is about nodes. What comes out is an act like any
//! other, and nodes believe it only as far as they verify it.

use std::fs;

use chancery_encoding::Digest;
use chancery_ledger::act::{
    Revocation, RevocationRequest, Step, Withdrawal, WithdrawalRequest, sign_roster,
};
use chancery_ledger::certificate::{Certificate, CertificateRequest};
use chancery_ledger::key::SecretKey;
use chancery_ledger::log::{Head, Id, LogId};
use chancery_ledger::policy::{Officer, OfficersNeeded, Policy, PolicyTerms};
use chancery_ledger::roster::{Ending, Genesis, Register, Roster, RosterProposal};
use chancery_ledger::statement::Issuer;
use chancery_record::StateCode;

use super::network::Network;
use super::node::Node;

/// What the roots of a network have signed so far.
pub(crate) struct Roots<'a> {
    network: &'a Network,
    register: Register,
}

/// Keys of one node that were made anew.
pub(crate) struct FreshKeys {
    pub(crate) statement: SecretKey,
    pub(crate) witness: SecretKey,
    pub(crate) transport: SecretKey,
}

impl FreshKeys {
    /// The same for the same seed; no two seeds share a key.
    pub(crate) fn of(seed: u8) -> Self {
        let key = |job: u8| {
            let mut bytes = [seed; 32];
            bytes[0] = job;
            SecretKey::from_seed(&bytes)
        };
        Self { statement: key(1), witness: key(2), transport: key(3) }
    }
}

impl<'a> Roots<'a> {
    pub(crate) fn of(network: &'a Network) -> Self {
        let genesis = fs::read(network.genesis()).expect("because the network was made");
        let genesis = Genesis::decode(&genesis).expect("because the network was made");
        Self { network, register: Register::new(&genesis) }
    }

    /// The root key of a state.
    pub(crate) fn root(&self, state: &str) -> SecretKey {
        self.key(state, "root.pem")
    }

    /// A key of the state's identity folder.
    pub(crate) fn key(&self, state: &str, name: &str) -> SecretKey {
        let pem = fs::read_to_string(self.network.identity(state).join(name));
        SecretKey::from_pem(&pem.expect("because it was made"), None).expect("because it is a key")
    }

    /// The roster in force.
    pub(crate) fn roster(&self) -> Roster {
        self.register.directory().roster().clone()
    }

    /// Takes in an act, so that later ones can stand on it, and gives it back.
    fn learn(&mut self, bytes: &[u8]) -> Vec<u8> {
        let act = self.register.check(bytes).expect("because a test signs what counts");
        self.register.insert(act);
        bytes.to_vec()
    }

    /// A step to this roster, signed by these states.
    pub(crate) fn step(&mut self, proposal: &RosterProposal, signers: &[&str]) -> Vec<u8> {
        let bytes = self.step_aside(proposal, signers);
        self.learn(&bytes)
    }

    /// The same, and it is not what the others stand on.
    pub(crate) fn step_aside(&self, proposal: &RosterProposal, signers: &[&str]) -> Vec<u8> {
        let next = proposal.build().expect("because a test proposes what follows");
        let previous =
            self.register.directory().known_roster(&next.previous.expect("not the first"));
        let signatures: Vec<_> =
            signers.iter().map(|state| sign_roster(&next, &self.root(state))).collect();
        let step = Step::combine(&next, previous.expect("because it is known"), &signatures);
        step.expect("because members sign").bytes().to_vec()
    }

    /// The hash of the roster that a proposal makes.
    pub(crate) fn hash_of(&self, proposal: &RosterProposal) -> Digest {
        proposal.build().expect("because a test proposes what follows").hash()
    }

    /// The proposal with an ending that keeps what this state's root has certified, and closes nothing by place.
    pub(crate) fn ended(&self, proposal: RosterProposal, state: &str) -> RosterProposal {
        let code: StateCode = state.parse().expect("a state");
        let authors = self.register.directory().authors();
        let keeps = authors.filter(|author| author.issuer.state == code);
        let mut keeps: Vec<_> = keeps.map(|author| author.certificate.id()).collect();
        keeps.sort();
        proposal.end(Ending { state: code, keeps, closed: Vec::new() })
    }

    /// The step that removes a state and closes its log at its head.
    pub(crate) fn removal(&mut self, state: &str, head: Head, signers: &[&str]) -> Vec<u8> {
        let proposal = self.without(state, head);
        self.step(&proposal, signers)
    }

    /// The next version without this state; its certificate stands on, so that what it said can be verified.
    fn without(&self, state: &str, head: Head) -> RosterProposal {
        let code: StateCode = state.parse().expect("a state");
        let author = self.register.directory().author(&head.log.key);
        let keeps = vec![author.expect("because its log is held").certificate.id()];
        let ending = Ending { state: code, keeps, closed: vec![head] };
        RosterProposal::after(&self.roster()).remove(code).end(ending)
    }

    /// The same removal with too few signatures, which nobody stands on.
    pub(crate) fn partial_removal(&self, state: &str, head: Head, signers: &[&str]) -> Vec<u8> {
        self.step_aside(&self.without(state, head), signers)
    }

    /// A certificate of a state's authority for these keys.
    pub(crate) fn certificate(
        &mut self,
        state: &str,
        keys: &FreshKeys,
        serial: u64,
        epoch: u64,
    ) -> Vec<u8> {
        let directory = self.register.directory();
        let request = CertificateRequest {
            network: directory.network(),
            issuer: issuer(state),
            serial,
            issued_at: 1_700_000_000,
            statement_key: keys.statement.public(),
            witness_key: keys.witness.public(),
            transport_key: keys.transport.public(),
            roles: Vec::new(),
            under: Some(directory.roster_hash()),
            epoch,
            reader_key: None,
            possession: None,
        };
        let certificate = Certificate::issue_under(&request, &self.root(state), directory);
        let certificate = certificate.expect("because a root may certify");
        self.learn(certificate.bytes())
    }

    /// A state leaves by its own signature alone; what it said up to this head stands.
    pub(crate) fn withdrawal(&mut self, state: &str, head: Head) -> Vec<u8> {
        let directory = self.register.directory();
        let author = directory.author(&head.log.key).expect("because its log is held");
        let request = WithdrawalRequest {
            network: directory.network(),
            state: state.parse().expect("a state"),
            issued_at: 1_700_000_000,
            under: directory.roster_hash(),
            keeps: vec![author.certificate.id()],
            closed: vec![head],
        };
        let withdrawal = Withdrawal::issue(&request, &self.root(state), directory);
        self.learn(withdrawal.expect("because a root may leave").bytes())
    }

    /// Closes a log of a state behind this place.
    pub(crate) fn revocation(
        &mut self,
        state: &str,
        log: LogId,
        last: Option<(u64, Id)>,
        reason: &str,
    ) -> Vec<u8> {
        let directory = self.register.directory();
        let request = RevocationRequest {
            network: directory.network(),
            issuer: issuer(state),
            under: directory.roster_hash(),
            log,
            last,
            issued_at: 1_700_000_000,
            reason: reason.to_owned(),
        };
        let revocation = Revocation::issue(&request, &self.root(state), directory);
        self.learn(revocation.expect("because a root may revoke").bytes())
    }

    /// The declaration that two of these officers release what a state's authority says.
    pub(crate) fn policy(&mut self, state: &str, serial: u64, officers: Vec<Officer>) -> Vec<u8> {
        let directory = self.register.directory();
        let terms = PolicyTerms {
            network: directory.network(),
            issuer: issuer(state),
            under: directory.roster_hash(),
            serial,
            issued_at: 1_700_000_000,
            officers_needed: OfficersNeeded::Two,
            alone: Vec::new(),
            officers,
        };
        let policy = Policy::declare(&terms, &self.root(state), directory);
        self.learn(policy.expect("because a root may declare").bytes())
    }

    /// A folder with these keys and this certificate, as the ceremony leaves it.
    pub(crate) fn identity(
        &self,
        keys: &FreshKeys,
        certificate: &[u8],
        name: &str,
    ) -> std::path::PathBuf {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = self.network.path(name);
        fs::create_dir(&folder).expect("because it is ours");
        let files = [
            ("statement.pem", &keys.statement),
            ("witness.pem", &keys.witness),
            ("transport.pem", &keys.transport),
        ];
        for (file, key) in files {
            let path = folder.join(file);
            let pem = key.to_pem(None).expect("because it is a key");
            fs::write(&path, pem.as_bytes()).expect("because there is room");
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600))
                .expect("because it is ours");
        }
        fs::write(folder.join("certificate.cbor"), certificate).expect("because there is room");
        folder
    }
}

fn issuer(state: &str) -> Issuer {
    let code = state.parse().expect("a state");
    Issuer::new(code, "authority").expect("because exercises have this authority")
}

/// Where a state's log stands on a node.
pub(crate) fn head_of(node: &Node, state: &str) -> Option<Head> {
    let reply = node.get("/v1/logs").ok()?.json();
    let log = reply.as_array()?.iter().rev().find(|log| log["state"] == *state)?.clone();
    let key = bytes32(log["key"].as_str()?)?;
    let tip = Id::from_bytes(bytes32(log["tip"].as_str()?)?);
    let epoch = log["epoch"].as_u64()?;
    Some(Head { log: LogId { key, epoch }, seq: log["seq"].as_u64()?, tip })
}

fn bytes32(hex: &str) -> Option<[u8; 32]> {
    let bytes: Option<Vec<u8>> = (0..hex.len() / 2)
        .map(|at| u8::from_str_radix(hex.get(2 * at..2 * at + 2)?, 16).ok())
        .collect();
    bytes?.try_into().ok()
}
