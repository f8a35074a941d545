//! The peer: the same documents and cards in SQLite, as somebody who knows it would lay them out.
//!
//! One table of documents with the columns that are filtered and sorted by, one of values that a document
//! has several of, one FTS5 table without content for the text; for screening a table of cards with an FTS5
//! table of names and one of trigrams. Write-ahead log, memory map, prepared statements, no sync on the way.

use std::collections::HashMap;
use std::path::Path;

use chancery_encoding::Digest;
use chancery_query::ask::{Exact, Within};
use chancery_query::{Document, Facet, Heard};
use chancery_screening::{Card, Prepared};
use chancery_search::{Appearance, Aspect};
use rusqlite::{CachedStatement, Connection, params};

use crate::asked::{Asked, Sort};

/// A page of hits.
pub const PAGE: usize = 20;

/// A word that no text has, between texts of one column, so that no phrase goes over from one to the next.
const BETWEEN: &str = " zqxjq ";

const SCHEMA: &str = "
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
PRAGMA mmap_size = 17179869184;
PRAGMA cache_size = -262144;
PRAGMA temp_store = MEMORY;
CREATE TABLE IF NOT EXISTS documents (
  id INTEGER PRIMARY KEY, version BLOB NOT NULL, root BLOB NOT NULL, state TEXT NOT NULL,
  kind TEXT NOT NULL, heard INTEGER NOT NULL, until INTEGER NOT NULL, issued INTEGER NOT NULL,
  year INTEGER NOT NULL, marking INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS vals (
  field INTEGER NOT NULL, value TEXT NOT NULL, document INTEGER NOT NULL,
  PRIMARY KEY (field, value, document)) WITHOUT ROWID;
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (
  title, text, names, products, others, content = '', contentless_delete = 1,
  tokenize = 'unicode61 remove_diacritics 2');
CREATE TABLE IF NOT EXISTS cards (id INTEGER PRIMARY KEY, digest BLOB NOT NULL, card BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS stands (
  card INTEGER NOT NULL, issued INTEGER NOT NULL, root BLOB NOT NULL,
  PRIMARY KEY (card, issued, root)) WITHOUT ROWID;
CREATE VIRTUAL TABLE IF NOT EXISTS names USING fts5 (
  written, latin, content = '', tokenize = 'unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE IF NOT EXISTS trigrams USING fts5 (
  latin, content = '', detail = none, tokenize = 'trigram');
";

/// Made when everything is in, as one does.
const INDEXES: &str = "
CREATE INDEX IF NOT EXISTS by_state_kind ON documents (state, kind, issued DESC);
CREATE INDEX IF NOT EXISTS by_kind ON documents (kind, issued DESC);
CREATE INDEX IF NOT EXISTS by_issued ON documents (issued DESC);
CREATE INDEX IF NOT EXISTS by_standing ON documents (heard, until, marking, issued DESC);
CREATE INDEX IF NOT EXISTS vals_of ON vals (document, field, value);
INSERT INTO words (words) VALUES ('optimize');
INSERT INTO names (names) VALUES ('optimize');
INSERT INTO trigrams (trigrams) VALUES ('optimize');
ANALYZE;
PRAGMA wal_checkpoint(TRUNCATE);
";

/// Fields of `vals`.
const FIELDS: [(i64, Facet); 5] = [
    (1, Facet::Category),
    (2, Facet::Code),
    (3, Facet::Destination),
    (4, Facet::Party),
    (5, Facet::Right),
];
const UNDER: i64 = 6;

/// A database.
pub struct Peer {
    pub(crate) database: Connection,
}

/// Those that have been put, so that a card stands once.
#[derive(Default)]
pub struct Loading {
    cards: HashMap<Digest, i64>,
}

impl Peer {
    pub fn open(path: &Path) -> Peer {
        let database = Connection::open(path).unwrap();
        database.execute_batch(SCHEMA).unwrap();
        database.set_prepared_statement_cache_capacity(256);
        Peer { database }
    }

    pub fn begin(&self) {
        self.database.execute_batch("BEGIN").unwrap();
    }

    pub fn commit(&self) {
        self.database.execute_batch("COMMIT").unwrap();
    }

    pub fn finish(&self) {
        self.database.execute_batch(INDEXES).unwrap();
    }

    fn prepared(&self, sql: &str) -> CachedStatement<'_> {
        self.database.prepare_cached(sql).unwrap()
    }

    /// Puts a document.
    pub fn put(&self, document: &Document) {
        let until = document.valid_until.map_or(99_999_999, number_of);
        let heard = i64::from(document.heard != Heard::InForce);
        let mut insert = self.prepared(
            "INSERT INTO documents (version, root, state, kind, heard, until, issued, year, marking)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        );
        let marking = document.marking.map_or(9, |marking| marking as i64);
        let (version, root) = (document.version.as_bytes(), document.root.as_bytes());
        let year = document.issued_at_s / 31_556_952 + 1970;
        let row = params![
            version,
            root,
            document.state.as_str(),
            document.kind,
            heard,
            until,
            document.issued_at_s,
            year,
            marking
        ];
        let id = insert.insert(row).unwrap();
        let mut insert = self.prepared("INSERT OR IGNORE INTO vals VALUES (?1, ?2, ?3)");
        let about = chancery_query::About { today: time::Date::MIN, held_by: 0 };
        for (field, facet) in FIELDS {
            for value in document.counts_for(facet, &about) {
                insert.execute(params![field, value, id]).unwrap();
            }
        }
        for value in document.values(Exact::Under) {
            insert.execute(params![UNDER, value, id]).unwrap();
        }
        let texts: Vec<&str> = document.texts.iter().map(|text| text.text.as_str()).collect();
        let mut others = vec![document.reference.clone(), document.cited.clone()];
        others.extend(document.codes.iter().map(|code| code.code.clone()));
        let standing = document.parties.iter().filter(|party| !party.withdrawn);
        others.extend(standing.flat_map(|party| &party.identifiers).map(|(_, it)| it.clone()));
        let mut insert = self.prepared(
            "INSERT INTO words (rowid, title, text, names, products, others)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        );
        let names = document.texts_within(Within::Party).join(BETWEEN);
        let (texts, products) = (texts.join(BETWEEN), document.products.join(BETWEEN));
        let others = others.join(BETWEEN);
        insert.execute(params![id, document.title, texts, names, products, others]).unwrap();
    }

    /// Puts the parties of a record.
    pub fn put_parties(&self, loading: &mut Loading, root: &Digest, seen: &[Appearance]) {
        for Appearance { aspect, issued_at_s } in seen {
            let Aspect::Party(card) = aspect else { continue };
            let digest = card.digest();
            let id = match loading.cards.get(&digest) {
                Some(id) => *id,
                None => {
                    let id = self.put_card(&digest, card);
                    loading.cards.insert(digest, id);
                    id
                }
            };
            self.prepared("INSERT OR IGNORE INTO stands VALUES (?1, ?2, ?3)")
                .execute(params![id, issued_at_s, root.as_bytes()])
                .unwrap();
        }
    }

    fn put_card(&self, digest: &Digest, card: &Card) -> i64 {
        let body = serde_json::to_vec(card).unwrap();
        let id = self
            .prepared("INSERT INTO cards (digest, card) VALUES (?1, ?2)")
            .insert(params![digest.as_bytes(), body])
            .unwrap();
        let names: Vec<&str> = card.names.iter().map(|name| name.value.as_str()).collect();
        // It gets our transliteration for nothing: without it no name in another script could be found.
        let prepared = Prepared::of(card);
        let latin = prepared.words().collect::<Vec<_>>().join(" ");
        self.prepared("INSERT INTO names (rowid, written, latin) VALUES (?1, ?2, ?3)")
            .execute(params![id, names.join(BETWEEN), latin])
            .unwrap();
        self.prepared("INSERT INTO trigrams (rowid, latin) VALUES (?1, ?2)")
            .execute(params![id, latin])
            .unwrap();
        id
    }
}

/// 20261124.
pub fn number_of(day: time::Date) -> i64 {
    let (year, month, day) = day.to_calendar_date();
    i64::from(year) * 10_000 + i64::from(u8::from(month)) * 100 + i64::from(day)
}

/// The tables and the condition that answer a question, and what is bound from `?4` on.
pub fn condition(asked: &Asked, patterns: &[String]) -> (&'static str, String, Vec<String>) {
    const PLAIN: &str = "documents d";
    const TEXT: &str = "words JOIN documents d ON d.id = words.rowid";
    let quoted = |word: &String| format!("\"{word}\"");
    let parts = &asked.parts;
    let text = |text: String| (TEXT, "words MATCH ?4".to_owned(), vec![text]);
    match asked.sort {
        Sort::OneWord | Sort::TwoWords => {
            text(parts.iter().map(quoted).collect::<Vec<_>>().join(" "))
        }
        Sort::Phrase => text(format!("\"{}\"", parts.join(" "))),
        Sort::Prefix => text(format!("\"{}\" *", parts[0])),
        Sort::Party => text(format!("names : \"{}\"", parts.join(" "))),
        Sort::Boolean => {
            let expression = format!(
                "{} AND ({} OR {})",
                quoted(&parts[0]),
                quoted(&parts[1]),
                quoted(&parts[2])
            );
            let condition = "words MATCH ?4 AND d.kind <> ?5".to_owned();
            (TEXT, condition, vec![expression, parts[3].clone()])
        }
        Sort::Fields => (PLAIN, "d.state = ?4 AND d.kind = ?5".to_owned(), parts.clone()),
        Sort::Code => {
            let places: Vec<String> =
                (0..patterns.len()).map(|at| format!("?{}", at + 4)).collect();
            let condition = format!(
                "d.id IN (SELECT document FROM vals WHERE field = {UNDER} AND value IN ({}))",
                places.join(", ")
            );
            (PLAIN, condition, patterns.to_vec())
        }
        Sort::Destination => (
            "vals JOIN documents d ON d.id = vals.document",
            "vals.field = 3 AND vals.value = ?4 AND d.issued >= 1704067200".to_owned(),
            parts.clone(),
        ),
        Sort::Newest => (PLAIN, "1".to_owned(), Vec::new()),
    }
}
