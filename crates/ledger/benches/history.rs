//! Ten years of a network, verified from the genesis: 200 versions of the roster, 60 states, 2,000 rotations.
//!
//! Beside it stands what the same core needs for the signature checks in it and nothing else, in the same
//! run: the same keys, over messages of the same lengths. `cargo bench -p chancery-ledger`; the ratio of the
//! medians is at most 1.5.

#![allow(clippy::print_stdout, reason = "a bench reports on the terminal")]
#![allow(clippy::disallowed_methods, reason = "a bench reads the clock")]
#![allow(missing_docs, unreachable_pub, reason = "a program, not a library")]
#![allow(clippy::unwrap_used, reason = "a bench that cannot go on stops")]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::Instant;

use chancery_encoding::Digest;
use chancery_ledger::act::{Revocation, RevocationRequest, Step, sign_roster};
use chancery_ledger::certificate::{Certificate, CertificateRequest};
use chancery_ledger::key::{PublicKey, SecretKey};
use chancery_ledger::log::{Id, LogId};
use chancery_ledger::roster::{Genesis, Member, Register, Roster, RosterProposal};
use chancery_ledger::statement::Issuer;
use chancery_record::StateCode;

const STATES: usize = 60;
const VERSIONS: usize = 200;
const ROTATIONS: usize = 2_000;
const RUNS: usize = 11;
const RATIO_MAX: f64 = 1.5;

/// One signature check: a key, a message of the right length, a signature that holds.
type Check = (PublicKey, Vec<u8>, [u8; 64]);

fn key(role: &str) -> SecretKey {
    SecretKey::from_seed(Digest::of(role.as_bytes()).as_bytes())
}

/// Everything that ten years leave behind.
struct History {
    genesis: Genesis,
    acts: Vec<Vec<u8>>,
    checks: Vec<Check>,
}

struct Writer {
    register: Register,
    acts: Vec<Vec<u8>>,
    checks: Vec<Check>,
    /// How often a state has replaced its root.
    roots: BTreeMap<StateCode, usize>,
    states: Vec<StateCode>,
}

impl Writer {
    fn root(&self, state: StateCode) -> SecretKey {
        key(&format!("{state} root {}", self.roots[&state]))
    }

    fn check(&mut self, root: &SecretKey, length: usize) {
        let message = vec![7; length];
        let signature = root.sign(&message);
        self.checks.push((root.public(), message, signature));
    }

    fn take(&mut self, bytes: &[u8]) {
        self.register.insert(self.register.check(bytes).unwrap());
        self.acts.push(bytes.to_vec());
    }

    /// Every second version replaces a root, the others suspend a state and lift it again.
    fn version(&mut self, number: usize) {
        let previous = self.register.directory().roster().clone();
        let state = self.states[number * 7 % STATES];
        let signers: Vec<(StateCode, SecretKey)> =
            previous.active_members().map(|one| (one.state, self.root(one.state))).collect();
        let mut proposal = RosterProposal::after(&previous);
        proposal = match number % 4 {
            0 | 2 => {
                *self.roots.get_mut(&state).unwrap() += 1;
                proposal.replace_root(state, self.root(state).public())
            }
            1 => proposal.suspend(self.states[0]),
            _ => proposal.lift(self.states[0]),
        };
        for stopped in proposal.stopped() {
            proposal = proposal.end(self.register.ending_of(stopped, &[]));
        }
        let next = proposal.build().unwrap();
        let quorum = usize::try_from(previous.threshold).unwrap();
        let signers = &signers[number % (signers.len() - quorum + 1)..][..quorum];
        let signatures: Vec<_> = signers.iter().map(|(_, root)| sign_roster(&next, root)).collect();
        let step = Step::combine(&next, &previous, &signatures).unwrap();
        let length = next.encode().len() + 140;
        signers.iter().for_each(|(_, root)| self.check(root, length));
        self.take(step.bytes());
    }

    /// A new statement key for a state's node, and the end of the log of the one before.
    fn rotation(&mut self, number: usize) {
        let state = self.states[1 + number % (STATES - 1)];
        let serial = 2 + number / (STATES - 1);
        let root = self.root(state);
        let request = request(&self.register, state, serial);
        let certificate =
            Certificate::issue_under(&request, &root, self.register.directory()).unwrap();
        let before = key(&format!("{state} statement {}", serial - 1)).public();
        let revocation = RevocationRequest {
            network: self.register.directory().network(),
            issuer: request.issuer,
            under: self.register.directory().roster_hash(),
            log: LogId { key: *before.as_bytes(), epoch: 0 },
            last: Some((1_000, Id::from_bytes([7; 32]))),
            issued_at: 1_800_000_000,
            reason: "Yearly rotation".into(),
        };
        let revocation = Revocation::issue(&revocation, &root, self.register.directory()).unwrap();
        for bytes in [certificate.bytes(), revocation.bytes()] {
            self.check(&root, bytes.len() - 60);
            self.take(bytes);
        }
    }
}

fn request(register: &Register, state: StateCode, serial: usize) -> CertificateRequest {
    let directory = register.directory();
    CertificateRequest {
        network: directory.network(),
        issuer: Issuer::new(state, "export-control").unwrap(),
        serial: serial as u64,
        issued_at: 1_800_000_000,
        statement_key: key(&format!("{state} statement {serial}")).public(),
        witness_key: key(&format!("{state} witness")).public(),
        transport_key: key(&format!("{state} transport")).public(),
        roles: vec!["authority".into()],
        under: Some(directory.roster_hash()),
        epoch: 0,
        reader_key: None,
        possession: None,
    }
}

fn history() -> History {
    let states: Vec<StateCode> = StateCode::all().take(STATES).collect();
    let member = |state: &StateCode| Member {
        state: *state,
        name: state.name().into(),
        root: key(&format!("{state} root 0")).public(),
    };
    let roster =
        Roster::found("exercise", states.iter().map(member).collect(), Vec::new()).unwrap();
    let bare = Register::new(&Genesis::new(roster.clone(), Vec::new()).unwrap());
    let certificate = |state: &StateCode| {
        let request = CertificateRequest { under: None, ..request(&bare, *state, 1) };
        Certificate::issue(&request, &key(&format!("{state} root 0")), &roster).unwrap()
    };
    let genesis = Genesis::new(roster.clone(), states.iter().map(certificate).collect()).unwrap();
    let mut writer = Writer {
        register: Register::new(&genesis),
        acts: Vec::new(),
        checks: Vec::new(),
        roots: states.iter().map(|state| (*state, 0)).collect(),
        states,
    };
    for number in 0..VERSIONS {
        writer.version(number);
        for at in 0..ROTATIONS / VERSIONS {
            writer.rotation(number * (ROTATIONS / VERSIONS) + at);
        }
    }
    History { genesis, acts: writer.acts, checks: writer.checks }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn timed(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64() * 1000.0
}

fn main() {
    let History { genesis, acts, checks } = history();
    let bare = || {
        checks.iter().for_each(|(key, message, signature)| {
            key.verify(black_box(message), signature).unwrap();
        });
    };
    let whole = || {
        let (register, refused) = Register::load(black_box(&genesis), &acts);
        assert_eq!(refused, []);
        assert_eq!(register.history().len(), VERSIONS + 1);
        black_box(register.digest());
    };
    let (mut bare_ms, mut whole_ms) = (Vec::new(), Vec::new());
    // By turns, so that whatever else the machine does is in both.
    for _ in 0..RUNS {
        bare_ms.push(timed(bare));
        whole_ms.push(timed(whole));
    }
    let (register, _) = Register::load(&genesis, &acts[..acts.len() - 1]);
    let last = register.check(&acts[acts.len() - 1]).unwrap();
    let one_ms = median(
        (0..RUNS)
            .map(|_| {
                let (mut register, act) = (register.clone(), last.clone());
                timed(|| {
                    register.insert(act);
                    black_box((register.directory(), register.digest()));
                })
            })
            .collect(),
    );
    let (bare_ms, whole_ms) = (median(bare_ms), median(whole_ms));
    let ratio = whole_ms / bare_ms;
    println!(
        "  {} acts with {} signatures: {whole_ms:.0} ms, of which the checks alone {bare_ms:.0} ms",
        acts.len(),
        checks.len()
    );
    println!("  one act more: {one_ms:.1} ms");
    println!(
        "{{\"bench\":\"history\",\"checks_ms\":{bare_ms:.1},\"whole_ms\":{whole_ms:.1},\"ratio\":{ratio:.3},\"one_more_ms\":{one_ms:.2}}}"
    );
    assert!(ratio <= RATIO_MAX, "the ratio is {ratio:.3}, and may be {RATIO_MAX}");
}
