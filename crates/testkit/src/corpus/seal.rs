//! Writing and sealing: the corpus as entries, each log's in order, in rounds.
//!
//! Within a round the logs do not need each other, so they are written on all cores; which core writes what
//! changes nothing in the entries.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use chancery_ledger::log::{Admissible, Chain, Id};
use chancery_ledger::statement::Draft;
use chancery_record::vocabulary::Vocabularies;
use chancery_record::{Kind, Record};
use serde_json::Value;

use crate::corpus::content::{Revision, content};
use crate::corpus::remark::{Target, remark};
use crate::corpus::setting::dice;
use crate::corpus::{Corpus, Place, ROUND, is_remark};

/// Where an earlier entry came to stand.
#[derive(Clone, Copy, Debug)]
struct Known {
    id: Id,
    seq: u64,
}

impl Corpus {
    /// Gives the founding entries, then all records round by round, each log's entries in order.
    ///
    /// # Panics
    /// When a record is not as a node would seal it: the generator is wrong then, and the message says how.
    pub fn write(&self, mut take: impl FnMut(Vec<Admissible>)) {
        let players = self.cast.players();
        let mut chains: Vec<Chain> =
            players.iter().map(|player| Chain::new(player.log())).collect();
        let founded = chains.iter_mut().zip(players).map(|(chain, player)| {
            let founding = player.seal_next(chain, Vec::new());
            let founding = founding.expect("because the player has its own certificate");
            chain.admit(founding, self.cast.directory()).expect("because the log is empty")
        });
        take(founded.collect());
        let mut known: Vec<Known> = Vec::new();
        let mut first = 0;
        while first < self.records {
            let numbers = first..(first + ROUND).min(self.records);
            let places: Vec<Place> = numbers.map(|number| self.place(number)).collect();
            let round = self.round(&places, &mut chains, &known);
            known.extend(
                round.iter().map(|(_, entry)| Known { id: entry.id(), seq: entry.position().seq }),
            );
            take(round.into_iter().map(|(_, entry)| entry).collect());
            first += ROUND;
        }
    }

    /// The entries of these places, in their order.
    fn round(
        &self,
        places: &[Place],
        chains: &mut [Chain],
        known: &[Known],
    ) -> Vec<(u64, Admissible)> {
        let mut logs: Vec<(&mut Chain, usize, Vec<&Place>)> = chains
            .iter_mut()
            .enumerate()
            .map(|(state, chain)| {
                (chain, state, places.iter().filter(|p| p.state == state).collect())
            })
            .collect();
        // The longest first, so that no core is left with it at the end.
        logs.sort_by_key(|(_, _, places)| std::cmp::Reverse(places.len()));
        let logs: Vec<Mutex<(&mut Chain, usize, Vec<&Place>)>> =
            logs.into_iter().map(Mutex::new).collect();
        let next = AtomicUsize::new(0);
        let written = Mutex::new(Vec::with_capacity(places.len()));
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        std::thread::scope(|scope| {
            for _ in 0..cores {
                scope.spawn(|| {
                    while let Some(log) = logs.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let mut log = log.lock().expect("because nobody else takes this one");
                        let (chain, state, places) = &mut *log;
                        let entries: Vec<_> = places
                            .iter()
                            .map(|place| (place.number, self.seal(place, chain, *state, known)))
                            .collect();
                        written
                            .lock()
                            .expect("because no writer panics holding it")
                            .extend(entries);
                    }
                });
            }
        });
        let mut written = written.into_inner().expect("because all writers are done");
        written.sort_by_key(|(number, _)| *number);
        written
    }

    fn seal(&self, place: &Place, chain: &mut Chain, state: usize, known: &[Known]) -> Admissible {
        let record = self.record(place, known);
        let mut salt = [0; chancery_record::SALT_BYTES];
        let bytes = dice(self.setting.seed, "salt", place.number).bytes(salt.len());
        salt.copy_from_slice(&bytes);
        let player = &self.cast.players()[state];
        let plain = player.draft(chain.next_seq(), chain.tip(), record.to_body(salt));
        let draft = Draft {
            reference: self.reference(place, chain.next_seq()),
            issued_at: place.at_s,
            kind: record.kind_name().to_owned(),
            marking: record.marking().expect("because the record was checked"),
            ..plain
        };
        let sealed = draft.seal(player.statement_key()).expect("because the record was checked");
        chain.admit(sealed, self.cast.directory()).expect("because it is next in its log")
    }

    /// What is said at a place, checked as a node checks what it seals.
    fn record(&self, place: &Place, known: &[Known]) -> Record {
        let told = match self.target(place, known) {
            Some(target) => remark(&self.setting, place, &target),
            None if !is_remark(place.kind) => content(&self.setting, place, Revision::First),
            None => {
                let instead = Place { kind: Kind::ThreatAdvisory, ..place.clone() };
                content(&self.setting, &instead, Revision::First)
            }
        };
        let text = Value::Object(told).to_string();
        Record::from_json(&text, Vocabularies::shipped())
            .unwrap_or_else(|wrong| panic!("record {}: {wrong:?}\n{text}", place.number))
    }

    fn target(&self, place: &Place, known: &[Known]) -> Option<Target> {
        let place = is_remark(place.kind).then(|| self.target_of(place)).flatten()?;
        let at = usize::try_from(place.number).ok()?;
        let Known { id, seq } = *known.get(at)?;
        Some(Target { reference: self.reference(&place, seq), id: id.to_string(), place })
    }

    fn reference(&self, place: &Place, seq: u64) -> String {
        format!("{}-{}-{seq:04}", place.state(&self.setting), place.year())
    }
}
