//! Laws of what acts mean for a node: each alarm has its cause, and nothing is said without one.

use chancery_ledger::act::{Revocation, RevocationRequest, Step, sign_roster};
use chancery_ledger::certificate::CertificateRequest;
use chancery_ledger::key::SecretKey;
use chancery_ledger::roster::{Ending, RosterProposal};

use super::*;
use crate::data_dir::read_genesis;
use crate::exercise::create_network;

const STATES: [&str; 4] = ["EE", "KR", "NL", "NO"];

struct Ground {
    dir: tempfile::TempDir,
    register: Register,
}

impl Ground {
    fn new() -> Ground {
        let dir = tempfile::tempdir().unwrap();
        let states = STATES.map(|state| state.parse().unwrap());
        let network = create_network("Test", &states, &dir.path().join("net"), None, 1).unwrap();
        let register = Register::new(&read_genesis(&network.genesis).unwrap());
        Ground { dir, register }
    }

    fn key(&self, state: &str, name: &str) -> SecretKey {
        let path = self.dir.path().join("net").join(state).join(name);
        SecretKey::from_pem(&std::fs::read_to_string(path).unwrap(), None).unwrap()
    }

    fn own(&self) -> (LogId, Certificate) {
        let key = *self.key("EE", "statement.pem").public().as_bytes();
        let author = self.register.directory().author(&key).unwrap();
        (LogId { key, epoch: 0 }, Certificate::clone(&author.certificate))
    }

    fn enact(&mut self, bytes: &[u8]) {
        let act = self.register.check(bytes).unwrap();
        self.register.insert(act);
    }

    fn revoke(&mut self, last: Option<(u64, Id)>, reason: &str) {
        let (log, certificate) = self.own();
        let directory = self.register.directory();
        let request = RevocationRequest {
            network: directory.network(),
            issuer: certificate.issuer,
            under: directory.roster_hash(),
            log,
            last,
            issued_at: 1,
            reason: reason.to_owned(),
        };
        let root = self.key("EE", "root.pem");
        let bytes = Revocation::issue(&request, &root, directory).unwrap().bytes().to_vec();
        self.enact(&bytes);
    }

    fn renew(&mut self, epoch: u64) {
        let (_, certificate) = self.own();
        let directory = self.register.directory();
        let request = CertificateRequest {
            network: directory.network(),
            issuer: certificate.issuer,
            serial: certificate.serial + 1,
            issued_at: 2,
            statement_key: certificate.statement_key,
            witness_key: SecretKey::from_seed(&[8; 32]).public(),
            transport_key: SecretKey::from_seed(&[9; 32]).public(),
            roles: Vec::new(),
            under: None,
            epoch,
            reader_key: None,
            possession: None,
        };
        let root = self.key("EE", "root.pem");
        let bytes = Certificate::issue_under(&request, &root, directory).unwrap().bytes().to_vec();
        self.enact(&bytes);
    }

    fn step(&mut self, proposal: &RosterProposal) {
        let next = proposal.build().unwrap();
        let signatures: Vec<_> = STATES[1..]
            .iter()
            .map(|state| sign_roster(&next, &self.key(state, "root.pem")))
            .collect();
        let step = Step::combine(&next, self.register.directory().roster(), &signatures).unwrap();
        self.enact(step.bytes());
    }

    fn alarms(&self, certificate: &Certificate, witness: WitnessState) -> Vec<String> {
        alarms(&self.register, self.own_log(), certificate, witness)
    }

    fn own_log(&self) -> LogId {
        LogId { key: *self.key("EE", "statement.pem").public().as_bytes(), epoch: 0 }
    }
}

#[test]
fn a_node_with_nothing_amiss_has_no_alarm_and_no_log_is_closed() {
    let ground = Ground::new();
    let (_, certificate) = ground.own();
    assert_eq!(ground.alarms(&certificate, WitnessState::Kept), Vec::<String>::new());
    assert_eq!(cuts(ground.register.directory(), &[]), []);
    assert!(reasons(&ground.register).is_empty());
}

#[test]
fn a_closed_log_is_cut_where_its_root_says_and_for_the_reason_that_it_gives() {
    let mut ground = Ground::new();
    let (log, certificate) = ground.own();
    let id = Id::from_bytes([5; 32]);
    ground.revoke(Some((7, id)), "stolen on Monday");
    assert_eq!(cuts(ground.register.directory(), &[]), [(log, Some((7, id)))]);
    assert_eq!(reasons(&ground.register)[&log], "stolen on Monday");
    ground.revoke(None, "stolen before it began");
    assert_eq!(cuts(ground.register.directory(), &[]), [(log, None)]);
    assert_eq!(reasons(&ground.register)[&log], "stolen before it began", "the lowest counts");
    let alarms = ground.alarms(&certificate, WitnessState::Kept).join("\n");
    assert!(alarms.contains("closed") && alarms.contains("nothing of it stands"), "{alarms}");
}

#[test]
fn of_a_log_that_nothing_opens_any_more_nothing_stands() {
    let ground = Ground::new();
    let log = LogId { key: [3; 32], epoch: 0 };
    let head = Head { log, seq: 4, tip: Id::from_bytes([1; 32]) };
    assert_eq!(cuts(ground.register.directory(), &[head]), [(log, None)]);
    let later = Head { log: LogId { epoch: 1, ..ground.own().0 }, ..head };
    assert_eq!(cuts(ground.register.directory(), &[later]), [(later.log, None)]);
}

#[test]
fn a_newer_certificate_or_epoch_is_to_be_installed() {
    let mut ground = Ground::new();
    let (_, certificate) = ground.own();
    ground.renew(0);
    let alarms = ground.alarms(&certificate, WitnessState::Kept).join("\n");
    assert!(alarms.contains("certificate 2 is in force and this node has 1"), "{alarms}");
    let mut ground = Ground::new();
    let (_, certificate) = ground.own();
    ground.renew(1);
    let alarms = ground.alarms(&certificate, WitnessState::Kept).join("\n");
    assert!(alarms.contains("opened epoch 1 and this node signs in epoch 0"), "{alarms}");
}

#[test]
fn a_state_that_is_suspended_or_gone_is_told() {
    for (word, keep) in [("is suspended", true), ("not in the network any more", false)] {
        let mut ground = Ground::new();
        let (log, certificate) = ground.own();
        let state = certificate.issuer.state;
        let ending = Ending { state, keeps: vec![certificate.id()], closed: Vec::new() };
        let proposal = RosterProposal::after(ground.register.directory().roster());
        let proposal = if keep { proposal.suspend(state) } else { proposal.remove(state) };
        ground.step(&proposal.end(ending));
        let alarms = ground.alarms(&certificate, WitnessState::Kept).join("\n");
        assert!(alarms.contains(word), "{alarms}");
        assert_eq!(cuts(ground.register.directory(), &[]), [(log, None)], "fail closed");
    }
}

#[test]
fn a_retired_witness_is_said() {
    let ground = Ground::new();
    let (_, certificate) = ground.own();
    let alarms = ground.alarms(&certificate, WitnessState::Retired);
    assert_eq!(alarms.len(), 1);
    assert!(alarms[0].contains("witness key is retired"), "{alarms:?}");
}
