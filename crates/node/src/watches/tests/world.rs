//! What the laws stand on: states that sign, a store that takes what they signed in any order, and a watcher
//! that can be stopped anywhere.

use std::sync::Arc;

use chancery_encoding::encode;
use chancery_ledger::key::SecretKey;
use chancery_ledger::log::{Admissible, Chain};
use chancery_ledger::roster::Register;
use chancery_ledger::statement::{Draft, founding_entry};
use chancery_record::Marking;
use chancery_record::vocabulary::Vocabularies;
use chancery_screening::{Card, Commonness, Name, NameKind, Settings};
use chancery_store::Store;
use chancery_store::vault::Place;
use chancery_testkit::{Cast, Player};
use ciborium::Value;
use serde_json::{Value as Json, json};
use time::Date;
use time::macros::date;

use crate::board::Board;
use crate::data_dir::DataDir;
use crate::tests::ground::data_dir;
use crate::vault::Vault;
use crate::watches::compiled::{Asks, Compiled};
use crate::watches::journal::Journal;
use crate::watches::judge::find;
use crate::watches::looking::{Looking, Progress, roots_since};
use crate::watches::notice::Notice;
use crate::watches::seen::Seen;
use crate::watches::watch::{Watch, Watched};
use crate::watches::{fold, watch::Licence};

pub(super) const DAY: Date = date!(2026 - 11 - 24);

/// A state's log as it grows.
pub(super) struct Scribe<'a> {
    cast: &'a Cast,
    player: &'a Player,
    chain: Chain,
}

impl<'a> Scribe<'a> {
    pub(super) fn new(cast: &'a Cast, player: usize) -> Scribe<'a> {
        let player = &cast.players()[player];
        Scribe { cast, player, chain: Chain::new(player.log()) }
    }

    /// The same node restored from a backup of now: what both write next is a fork.
    pub(super) fn twin(&self) -> Scribe<'a> {
        Scribe { chain: self.chain.clone(), ..*self }
    }

    pub(super) fn log(&self) -> chancery_ledger::log::LogId {
        self.chain.log()
    }

    /// The next entry: the founding one first, then a drill of this kind with these fields.
    pub(super) fn say(&mut self, kind: &str, fields: &Json) -> Admissible {
        let key = SecretKey::from_seed(self.player.statement_key().expose_seed());
        let (seq, issuer) = (self.chain.next_seq(), self.player.certificate().issuer.clone());
        let mut record = json!({
            "kind": kind,
            "exercise": true,
            "originator": { "state": issuer.state.as_str(), "authority": issuer.authority },
        });
        record.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        let entry = match seq {
            0 => founding_entry(self.player.certificate(), 0, &key),
            _ => Draft {
                reference: format!("{}-2026-{seq:04}", issuer.state),
                issuer,
                issued_at: 1_767_225_600 + i64::try_from(seq).unwrap(),
                epoch: 0,
                seq,
                prev: self.chain.tip(),
                roster: self.player.certificate().network,
                kind: kind.to_owned(),
                marking: Marking::Green,
                body: body(&record),
                release: None,
            }
            .seal(&key),
        };
        self.chain.admit(entry.unwrap(), self.cast.directory()).unwrap()
    }
}

/// A record as it stands, whatever the rules of its kind: they are not what is tested here.
fn body(json: &Json) -> Vec<u8> {
    fn cbor(json: &Json) -> Value {
        match json {
            Json::Null => Value::Null,
            Json::Bool(yes) => Value::Bool(*yes),
            Json::Number(number) => Value::from(number.as_i64().unwrap()),
            Json::String(text) => Value::from(text.as_str()),
            Json::Array(all) => Value::Array(all.iter().map(cbor).collect()),
            Json::Object(map) => Value::Map(
                map.iter().map(|(name, field)| (name.as_str().into(), cbor(field))).collect(),
            ),
        }
    }
    let salt = Value::Bytes(vec![7; 16]);
    encode(&Value::Map(vec![("record".into(), cbor(json)), ("salt".into(), salt)]))
}

/// An advisory with this title and these parties, by key and name.
pub(super) fn advisory(title: &str, parties: &[(&str, &str)]) -> Json {
    let party = |(key, name): &(&str, &str)| {
        json!({ "key": key, "type": "company", "roles": ["consignee"],
            "names": [{ "value": name, "kind": "legal" }] })
    };
    let parties: Vec<Json> = parties.iter().map(party).collect();
    json!({ "title": title, "summary": "EXERCISE.", "parties": parties })
}

/// What is said about a record.
pub(super) fn about(target: &Admissible, fields: &Json) -> Json {
    let mut all = json!({ "target": { "id": target.id().to_string() } });
    all.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    all
}

/// A correction of a record by another text.
pub(super) fn correction(target: &Admissible, replacement: &Json) -> Json {
    let mut text = json!({ "kind": "threat-advisory", "exercise": true });
    text.as_object_mut().unwrap().extend(replacement.as_object().unwrap().clone());
    let fields = json!({ "reason": "error", "explanation": "It was wrong.", "replacement": text });
    about(target, &fields)
}

/// A watch of a query.
pub(super) fn query(id: u64, text: &str) -> Watch {
    of(id, Watched::Query(text.to_owned()))
}

/// A watch of a party for which a licence was granted.
pub(super) fn party(id: u64, name: &str) -> Watch {
    let names = vec![Name { value: name.to_owned(), kind: NameKind::Legal }];
    let card = Box::new(Card { names, ..Card::default() });
    let licence = Some(Licence { number: "L-1".into(), granted: "2026-01-01".into() });
    of(id, Watched::Party { card, threshold: None, licence })
}

fn of(id: u64, subject: Watched) -> Watch {
    let name = format!("w{id}");
    Watch { id, name, subject, note: String::new(), made_at_s: 0, since_s: None }
}

/// A node's store, vault and watches, without its loop.
pub(super) struct World {
    pub(super) store: Store,
    board: Board,
    pub(super) compiled: Arc<Compiled>,
    watches: Vec<Watch>,
    dir: DataDir,
    vault: Vault,
    journal: Journal,
    day: Date,
    _roots: (tempfile::TempDir, tempfile::TempDir),
}

impl World {
    pub(super) fn new(cast: &Cast, watches: Vec<Watch>) -> World {
        let (root, dir) = data_dir();
        let scratch = tempfile::tempdir().unwrap();
        let store = Store::open(scratch.path(), 4 << 20, cast.directory()).unwrap();
        let vault = Vault::open(&dir, None);
        let board = Board::new(&Register::new(cast.genesis()));
        let journal = Journal::default();
        journal.begin(&vault, Seen::now(&store, &board, DAY)).unwrap();
        let compiled = compile(&watches, DAY);
        let _roots = (root, scratch);
        World { store, board, compiled, watches, dir, vault, journal, day: DAY, _roots }
    }

    /// The store takes these, durably.
    pub(super) fn hold(&self, batch: &[Admissible]) {
        self.store.append(batch).unwrap();
        self.store.sync().unwrap();
    }

    /// Another day.
    pub(super) fn turn(&mut self, day: Date) {
        self.day = day;
        self.compiled = compile(&self.watches, day);
    }

    /// One more watch.
    pub(super) fn watch(&mut self, watch: Watch) {
        self.journal.keep(&self.vault).unwrap();
        self.watches.push(watch);
        self.compiled = compile(&self.watches, self.day);
    }

    /// What is held now.
    pub(super) fn now(&self) -> Seen {
        Seen::now(&self.store, &self.board, self.day)
    }

    pub(super) fn step_to(&self, now: &Seen) -> Progress {
        let looking = Looking {
            store: &self.store,
            vault: &self.vault,
            journal: &self.journal,
            compiled: &self.compiled,
            commonness: &Commonness::default(),
            go_on: &|| true,
            now_s: 1,
        };
        looking.step(now).unwrap()
    }

    pub(super) fn step(&self) -> Progress {
        self.step_to(&self.now())
    }

    /// Looks at everything that is new.
    pub(super) fn look(&self) {
        while self.step() == Progress::Made {}
    }

    /// The machine stops, and what was not on the disk is gone.
    pub(super) fn restart(&mut self) {
        self.vault = Vault::open(&self.dir, None);
        self.journal = Journal::default();
    }

    /// The machine stops within a step, after its pages were written and before its head was.
    pub(super) fn tear(&mut self) {
        let place = Place { collection: "watching", name: "head" };
        let head = self.vault.get(place).unwrap().unwrap();
        self.step();
        self.vault.put(place, &head).unwrap();
        self.restart();
    }

    /// Puts another watermark in the place of the one that is kept.
    pub(super) fn set_seen(&self, seen: Seen) {
        self.journal.advance(&self.vault, seen).unwrap();
        self.journal.keep(&self.vault).unwrap();
    }

    /// All that was ever raised.
    pub(super) fn raised(&self) -> Vec<Notice> {
        self.journal.after(&self.vault, 0, 100_000).unwrap()
    }

    /// What was raised behind a number, as words: number of the watch, what, reference, what changed.
    pub(super) fn told(&self, after: u64) -> Vec<String> {
        let all = self.journal.after(&self.vault, after, 100_000).unwrap();
        all.iter().map(line).collect()
    }

    /// The references of the records that a watch finds now, as a plain look at all of them says.
    pub(super) fn matching(&self, at: usize) -> std::collections::BTreeSet<String> {
        let now = self.now();
        let finds = |root| {
            let pair = fold::now(&self.store, root, &now).unwrap()?;
            find(&self.compiled, &Commonness::default(), &pair, &now, at)
        };
        let roots = roots_since(&self.store, None);
        roots.into_iter().filter_map(finds).map(|notice| notice.reference).collect()
    }
}

fn line(notice: &Notice) -> String {
    let changes = match notice.changes.as_slice() {
        [] => String::new(),
        changes => format!(": {}", changes.join(" | ")),
    };
    let Notice { watch, raised, reference, .. } = notice;
    format!("{watch} {} {reference}{changes}", raised.as_str())
}

fn compile(watches: &[Watch], day: Date) -> Arc<Compiled> {
    let words = Arc::new(Vocabularies::shipped().clone());
    let compiled = Compiled::new(watches, words, Settings::default(), day);
    for ready in &compiled.all {
        assert!(!matches!(ready.asks, Asks::Nothing(_)), "{:?}", ready.asks);
    }
    Arc::new(compiled)
}
