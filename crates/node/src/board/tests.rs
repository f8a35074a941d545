//! Laws of the board: who counts as a holder, by when, and who lags.

use chancery_ledger::checkpoint::Checkpoint;
use chancery_ledger::key::SecretKey;
use chancery_ledger::roster::Genesis;

use super::*;
use crate::data_dir::read_genesis;
use crate::exercise::create_network;

const STATES: [&str; 4] = ["EE", "KR", "NL", "NO"];

struct Ground {
    dir: tempfile::TempDir,
    genesis: Genesis,
    board: Board,
}

impl Ground {
    fn new() -> Ground {
        let dir = tempfile::tempdir().unwrap();
        let states = STATES.map(|state| state.parse().unwrap());
        let network = create_network("Test", &states, &dir.path().join("net"), None, 1).unwrap();
        let genesis = read_genesis(&network.genesis).unwrap();
        let board = Board::new(&Register::new(&genesis));
        Ground { dir, genesis, board }
    }

    fn key(&self, state: &str, name: &str) -> SecretKey {
        let path = self.dir.path().join("net").join(state).join(name);
        SecretKey::from_pem(&std::fs::read_to_string(path).unwrap(), None).unwrap()
    }

    /// A checkpoint of the log of EE, with a line of each of these at these times.
    fn checkpoint(&self, size: u64, lines: &[(&str, u64)]) -> SignedCheckpoint {
        let key = self.key("EE", "statement.pem");
        let rule = self.board.rule();
        let author = rule.directory.author(key.public().as_bytes()).unwrap();
        let checkpoint = Checkpoint {
            log: LogId { key: *key.public().as_bytes(), epoch: 0 },
            issuer: author.issuer.clone(),
            network: self.genesis.roster().hash(),
            size,
            root: Digest::of(&size.to_be_bytes()),
            roster: self.genesis.roster().hash(),
        };
        let mut signed = checkpoint.sign(&key).unwrap();
        for (state, at_s) in lines {
            let witness = self.key(state, "witness.pem");
            let certificate = rule.directory.certificate_of_witness(witness.public().as_bytes());
            let line = signed.cosign(certificate.unwrap(), &witness, *at_s).unwrap();
            signed.add(line);
        }
        signed
    }

    fn holders(&self, seq: u64) -> Vec<(String, Option<u64>)> {
        let log = self.checkpoint(1, &[]).checkpoint().log;
        let held = self.board.holders(&self.board.rule().directory, Position { log, seq });
        held.into_iter().map(|holder| (holder.state, holder.by_s)).collect()
    }
}

fn named(states: &[(&str, Option<u64>)]) -> Vec<(String, Option<u64>)> {
    states.iter().map(|(state, by_s)| ((*state).to_owned(), *by_s)).collect()
}

#[test]
fn without_a_checkpoint_only_the_author_holds_a_record() {
    let ground = Ground::new();
    assert_eq!(ground.holders(3), named(&[("EE", None)]));
    assert_eq!(states_counted(&ground.board.rule().directory), STATES.len());
}

#[test]
fn whoever_cosigned_a_checkpoint_that_covers_a_record_holds_it_by_the_earliest_time() {
    let ground = Ground::new();
    ground.board.pin(&ground.checkpoint(3, &[("KR", 50), ("NO", 40)]), 60);
    ground.board.pin(&ground.checkpoint(5, &[("KR", 70), ("NL", 80)]), 90);
    let early = named(&[("EE", None), ("KR", Some(50)), ("NL", Some(80)), ("NO", Some(40))]);
    assert_eq!(ground.holders(2), early, "size 3 covers 0, 1 and 2");
    assert_eq!(ground.holders(3), named(&[("EE", None), ("KR", Some(70)), ("NL", Some(80))]));
    assert_eq!(ground.holders(5), named(&[("EE", None)]), "size 5 ends with 4");
    let log = ground.checkpoint(1, &[]).checkpoint().log;
    let (steps, beyond) = ground.board.held(&ground.board.rule().directory, log);
    let steps = chancery_search::Steps::new(steps, beyond);
    for seq in 0..8 {
        assert_eq!(steps.at(seq) as usize, ground.holders(seq).len(), "at {seq}");
    }
}

#[test]
fn the_age_of_a_checkpoint_counts_from_its_first_cosignature_and_laggards_are_named() {
    let ground = Ground::new();
    let log = ground.checkpoint(1, &[]).checkpoint().log;
    let view = |now_s| {
        let rule = ground.board.rule();
        ground.board.checkpoint(&rule.directory, log, now_s)
    };
    assert_eq!(view(100), None);
    ground.board.pin(&ground.checkpoint(3, &[]), 60);
    let alone = view(100).unwrap();
    assert_eq!((alone.size, alone.age_s, alone.cosigned_s), (3, 40, None));
    assert_eq!(alone.lagging, ["KR", "NL", "NO"]);
    ground.board.pin(&ground.checkpoint(3, &[("NO", 70), ("KR", 65)]), 75);
    let seen = view(100).unwrap();
    assert_eq!((seen.age_s, seen.cosigned_s), (35, Some(65)));
    assert_eq!(seen.lagging, ["NL"]);
    let cosigners: Vec<_> = seen.cosigners.iter().map(|each| (&*each.state, each.at_s)).collect();
    assert_eq!(cosigners, [("KR", 65), ("NO", 70)]);
    assert_eq!(view(10).unwrap().age_s, 0, "another's clock may be ahead");
}

#[test]
fn of_a_log_the_newest_sizes_are_shown() {
    let ground = Ground::new();
    let log = ground.checkpoint(1, &[]).checkpoint().log;
    let witness = *ground.key("KR", "witness.pem").public().as_bytes();
    for size in 1..=NOTE_SIZES_MAX as u64 + 2 {
        let lines: &[(&str, u64)] = if size == 4 || size == 1 { &[("KR", 9)] } else { &[] };
        ground.board.pin(&ground.checkpoint(size, lines), 10);
    }
    assert_eq!(ground.board.newest(log), Some(NOTE_SIZES_MAX as u64 + 2));
    assert_eq!(ground.board.cosigned_by(&witness, log), Some(4));
    assert_eq!(ground.holders(3), named(&[("EE", None), ("KR", Some(9))]));
    assert_eq!(ground.holders(4), named(&[("EE", None)]));
}
