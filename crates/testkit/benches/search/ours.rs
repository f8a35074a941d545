//! Asking both sides the same, and measuring each question by itself.

use std::path::Path;
use std::time::{Duration, Instant};

use chancery_query::{Entitlement, Facet, Query};
use chancery_record::{Marking, vocabulary::Vocabularies};
use chancery_screening::{Commonness, Prepared, Settings as Weights, compare};
use chancery_search::{Holding, Question};
use time::Date;

use crate::Settings;
use crate::asked::{Asked, Sort};
use crate::indexes::Indexes;
use crate::memory::Memory;
use crate::peer::{PAGE, Peer};
use crate::peer_asked::With;
use crate::stage::{self, Answers, ROWS_SCREENED};
use crate::subjects::{Subject, subjects};
use crate::table::Spread;

/// The day of the questions.
const TODAY: Date = time::macros::date!(2026 - 11 - 24);

/// Cards that are compared in full for one name.
const CANDIDATES: usize = 64;

/// Records that are named for one hit.
const NAMED: usize = 20;

/// Questions and names that are asked before anything is measured: files are mapped and caches filled
/// on both sides alike.
const WARM: usize = 20;

/// One side.
trait Side {
    /// How many stand, and how many more do not.
    fn ask(&self, asked: &Asked, query: &Query, with: With) -> (i64, i64);
    /// Names of the cards that match, the best first.
    fn screen(&self, subject: &Subject) -> Vec<String>;
}

/// What our indexes answer.
pub fn answers(settings: &Settings) -> Answers {
    let indexes = Indexes::open(&settings.under.join("whole/index"));
    measured(settings, &indexes)
}

/// What the peer answers.
pub fn peer_answers(settings: &Settings) -> Answers {
    let peer = Peer::open(&settings.under.join("peer/peer.sqlite"));
    let common = common(&settings.under.join("peer/peer.sqlite"));
    measured(settings, &(peer, common))
}

/// How common words are, counted once over all cards.
fn common(path: &Path) -> Commonness {
    let database = Peer::open(path).database;
    let mut statement = database.prepare("SELECT card FROM cards").unwrap();
    let cards = statement.query_map([], |row| row.get::<_, Vec<u8>>(0)).unwrap();
    let mut counts = std::collections::HashMap::new();
    let mut total = 0;
    for card in cards {
        let card: chancery_screening::Card = serde_json::from_slice(&card.unwrap()).unwrap();
        total += 1;
        for word in Prepared::of(&card).words() {
            *counts.entry(word.to_owned()).or_insert(0) += 1;
        }
    }
    Commonness::of(counts, total)
}

fn measured(settings: &Settings, side: &impl Side) -> Answers {
    let questions: Vec<Asked> = stage::read(&settings.under.join("questions.json"));
    let vocabularies = Vocabularies::shipped();
    let mut kinds = Vec::new();
    let mut totals = Vec::new();
    for sort in Sort::ALL {
        let all = questions.iter().filter(|asked| asked.sort == sort).take(settings.variants);
        let all: Vec<(&Asked, Query)> = all
            .map(|asked| (asked, Query::parse(&asked.text, vocabularies, TODAY).unwrap()))
            .collect();
        for (asked, query) in all.iter().take(WARM) {
            side.ask(asked, query, With::Facets);
        }
        let spread = |with: With| {
            Spread::of(
                all.iter().map(|(asked, query)| timed(|| side.ask(asked, query, with)).1).collect(),
            )
        };
        kinds.push((sort.name().to_owned(), spread(With::Hits), spread(With::Facets)));
        totals.extend(all.iter().map(|(asked, query)| {
            let (total, hidden) = side.ask(asked, query, With::Hits);
            (asked.text.clone(), total, hidden)
        }));
    }
    let data = stage::data(settings);
    let names = subjects(&data.corpus, settings.names, settings.seed ^ 0x6e61_6d65);
    for subject in names.iter().take(WARM) {
        side.screen(subject);
    }
    let mut found = 0;
    let taken = names.iter().map(|subject| {
        let (hits, taken) = timed(|| side.screen(subject));
        found += usize::from(subject.meant.as_ref().is_some_and(|meant| hits.contains(meant)));
        taken
    });
    let screening = Spread::of(taken.collect());
    let known = names.iter().filter(|subject| subject.meant.is_some()).count();
    let rows = subjects(&data.corpus, ROWS_SCREENED, settings.seed ^ 0x726f_7773);
    let (_, rows) = timed(|| rows.iter().for_each(|subject| drop(side.screen(subject))));
    Answers {
        kinds,
        totals,
        screening,
        found: (found, known),
        rows_s: rows.as_secs_f64(),
        memory: Memory::now(),
    }
}

fn timed<T>(run: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let found = std::hint::black_box(run());
    (found, start.elapsed())
}

impl Side for Indexes {
    fn ask(&self, _: &Asked, query: &Query, with: With) -> (i64, i64) {
        let reader = Entitlement::member("EE".parse().unwrap()).up_to(Marking::Red);
        let facets: &[Facet] = if with == With::Facets { &Facet::ALL } else { &[] };
        let holding = Holding::new([]);
        let question = Question {
            query,
            reader: &reader,
            facets,
            today: TODAY,
            holding: &holding,
            limit: PAGE,
            after: None,
        };
        let answer = self.records.ask(&question).unwrap().unwrap();
        std::hint::black_box((&answer.hits, &answer.facets));
        (i64::try_from(answer.total).unwrap(), i64::try_from(answer.hidden).unwrap())
    }

    fn screen(&self, subject: &Subject) -> Vec<String> {
        let weights = Weights::default();
        let prepared = Prepared::of(&subject.card);
        let look = self.parties.look().unwrap();
        let common = self.parties.commonness();
        let candidates = look.candidates(&prepared, CANDIDATES).unwrap();
        let mut hits: Vec<_> = candidates
            .into_iter()
            .map(|candidate| {
                let found = Prepared::of(&candidate.card);
                (compare(&prepared, &found, &common, &weights).score, candidate)
            })
            .filter(|(score, _)| *score >= weights.threshold)
            .collect();
        hits.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        hits.into_iter()
            .flat_map(|(_, candidate)| {
                std::hint::black_box(look.seen(&candidate.digest, NAMED).unwrap());
                candidate.card.names.into_iter().map(|name| name.value)
            })
            .collect()
    }
}

impl Side for (Peer, Commonness) {
    fn ask(&self, asked: &Asked, query: &Query, with: With) -> (i64, i64) {
        let found = self.0.ask(asked, query, TODAY, with);
        std::hint::black_box((&found.page, &found.facets));
        (found.total, found.hidden)
    }

    fn screen(&self, subject: &Subject) -> Vec<String> {
        let prepared = Prepared::of(&subject.card);
        let hits = self.0.screen(&prepared, &self.1, &Weights::default());
        hits.into_iter()
            .flat_map(|(card, _)| card.names.into_iter().map(|name| name.value))
            .collect()
    }
}
