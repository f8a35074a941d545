//! Laws of the own log on its way to the disk.

use chancery_ledger::act::{ActId, Step, sign_roster};
use chancery_ledger::key::SecretKey;
use chancery_ledger::log::{Chain, Head};
use chancery_ledger::roster::{Register, RosterProposal};
use chancery_ledger::statement::Draft;
use chancery_record::{Marking, StateCode};

use super::*;
use crate::data_dir::{DataDir, Founding, init};
use crate::exercise::create_network;
use crate::identity::Identity;
use crate::opening::Opening;

struct Ground {
    root: tempfile::TempDir,
    dir: DataDir,
    identity: Identity,
}

impl Ground {
    fn new() -> Ground {
        let root = tempfile::tempdir().unwrap();
        let states: Vec<StateCode> = ["EE", "KR"].map(|state| state.parse().unwrap()).into();
        let network = root.path().join("network");
        create_network("test", &states, &network, None, 1_700_000_000).unwrap();
        let founding = Founding {
            genesis: &network.join("genesis.cbor"),
            identity: &network.join("EE"),
            listen: &[],
            peers: &[],
            acts: &[],
            passphrase: None,
        };
        let dir = init(&root.path().join("EE"), founding).unwrap().dir;
        let register = Register::new(&dir.read_genesis().unwrap());
        let identity = Identity::open(&dir.keys(), register.directory(), None).unwrap();
        Ground { root, dir, identity }
    }

    fn open(&self) -> (Register, Writer) {
        let opening = Opening {
            store_dir: &self.dir.store(),
            own_file: &self.dir.own_log(),
            steps_dir: &self.dir.acts(),
            cache_bytes: 1024 * 1024,
            genesis: &self.dir.read_genesis().unwrap(),
            acts: &[],
            certificate: &self.identity.certificate,
            key: &self.identity.statement,
        };
        let memory = opening.open().unwrap();
        (memory.register, memory.writer)
    }

    /// The next statement behind `head`; its body is the map of 0 to one letter.
    fn next(&self, register: &Register, head: Head, letter: u8) -> Admissible {
        let draft = Draft {
            issuer: self.identity.certificate.issuer.clone(),
            reference: "EE-2026-0001".into(),
            issued_at: 1_795_510_800,
            epoch: 0,
            seq: head.seq + 1,
            prev: Some(head.tip),
            roster: register.directory().roster_hash(),
            kind: "threat-advisory".into(),
            marking: Marking::Green,
            body: vec![0xa1, 0, 0x61, letter],
            release: None,
        };
        let entry = draft.seal(&self.identity.statement).unwrap();
        Chain::resume(head, None).admit(entry, register.directory()).unwrap()
    }
}

#[test]
fn where_the_own_file_has_a_statement_no_other_is_ever_signed() {
    let ground = Ground::new();
    let (register, mut writer) = ground.open();
    let head = writer.store.head(writer.own_log).unwrap();
    // As after a start at which the own log was closed: the file's last statement did not come into the store.
    let first = ground.next(&register, head, b'a');
    writer.append_own(&first).unwrap();
    let Authored { kept, refused, .. } = writer.author(vec![ground.next(&register, head, b'b')]);
    assert!(kept.is_empty(), "it would be the second statement at its place");
    assert!(matches!(refused, Some(WriteError::Ahead { held: 2, seq: 1 })), "{refused:?}");
    assert_eq!(writer.store.head(writer.own_log), Some(head));
    drop(writer);
    // The next start makes the two agree, and goes on behind.
    let (register, mut writer) = ground.open();
    let head = writer.store.head(writer.own_log).unwrap();
    assert_eq!((head.seq, head.tip), (1, first.id()));
    let Authored { kept, .. } = writer.author(vec![ground.next(&register, head, b'b')]);
    assert_eq!(kept.len(), 1);
}

#[test]
fn a_version_of_the_roster_that_has_no_file_gets_one_at_the_next_start() {
    let ground = Ground::new();
    let (register, writer) = ground.open();
    let before = register.directory().roster();
    let next = RosterProposal::after(before).threshold(2).build().unwrap();
    let signatures = ["EE", "KR"].map(|state| {
        let pem = std::fs::read_to_string(
            ground.root.path().join("network").join(state).join("root.pem"),
        );
        sign_roster(&next, &SecretKey::from_pem(&pem.unwrap(), None).unwrap())
    });
    let step = Step::combine(&next, before, &signatures).unwrap();
    let id = ActId::of_roster(step.hash());
    writer.store.keep_act(id.digest(), step.bytes()).unwrap();
    drop(writer);
    let file = ground.dir.acts().join(format!("{id}.cbor"));
    assert!(!file.exists(), "as after a disk that was full");
    ground.open();
    assert_eq!(std::fs::read(file).unwrap(), step.bytes());
}
