//! Asking the peer: a page of hits with how many there are, facets by GROUP BY, and screening.

use std::collections::BTreeSet;

use chancery_query::ask::{Ask, Pattern, Term};
use chancery_query::{Facet, Query};
use chancery_screening::{Card, Commonness, Comparison, Prepared, Settings, compare};
use rusqlite::ToSql;
use time::Date;

use crate::asked::{Asked, Sort};
use crate::peer::{PAGE, Peer, condition, number_of};

/// Candidates that are taken by words, and as many by trigrams: together as many as ours.
const CANDIDATES: usize = 32;

/// Trigrams of one name that are looked for.
const TRIGRAMS_MAX: usize = 48;

/// What the peer found.
pub struct Found {
    pub page: Vec<Vec<u8>>,
    pub total: i64,
    pub hidden: i64,
    pub facets: Vec<(Facet, Vec<(String, i64)>)>,
}

/// Whether facets are counted too.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum With {
    Hits,
    Facets,
}

impl Peer {
    /// A page of what stands, how many there are, and how many more do not stand.
    pub fn ask(&self, asked: &Asked, query: &Query, today: Date, with: With) -> Found {
        let patterns = patterns(query);
        let (from, condition, texts) = condition(asked, &patterns);
        let (day, marking) = (number_of(today), 4_i64);
        let limit = i64::try_from(PAGE).unwrap();
        let mut bound: Vec<&dyn ToSql> = vec![&day, &marking, &limit];
        bound.extend(texts.iter().map(|text| text as &dyn ToSql));
        let order = match asked.sort {
            Sort::OneWord | Sort::TwoWords | Sort::Phrase | Sort::Prefix | Sort::Boolean => {
                "bm25(words, 8.0, 1.0, 4.0, 4.0, 1.0)"
            }
            Sort::Fields | Sort::Code | Sort::Destination | Sort::Party | Sort::Newest => {
                "d.issued DESC, d.version"
            }
        };
        let stands = "d.heard = 0 AND d.until >= ?1";
        let readable = "d.marking <= ?2";
        let page = format!(
            "SELECT d.version FROM {from} WHERE {condition} AND {stands} AND {readable} ORDER BY {order} LIMIT ?3"
        );
        let page = self.rows(&page, &bound, |row| row.get(0).unwrap());
        let mut found = Found { page, total: 0, hidden: 0, facets: Vec::new() };
        if with == With::Facets {
            self.facets(from, &condition, &bound, &mut found);
        } else {
            let count = format!(
                "SELECT count(*), coalesce(sum({stands}), 0) FROM {from}
                 WHERE {condition} AND {readable} AND ?3"
            );
            let counts: Vec<(i64, i64)> =
                self.rows(&count, &bound, |row| (row.get(0).unwrap(), row.get(1).unwrap()));
            (found.total, found.hidden) = (counts[0].1, counts[0].0 - counts[0].1);
        }
        // Whoever names a status is not told of what does not have it.
        if asked.sort == Sort::Fields {
            found.hidden = 0;
        }
        found
    }

    /// The answer is put aside once, and counted by each facet.
    fn facets(&self, from: &str, condition: &str, bound: &[&dyn ToSql], found: &mut Found) {
        let database = &self.database;
        database
            .execute_batch(
                "CREATE TEMP TABLE IF NOT EXISTS hits (id INTEGER PRIMARY KEY, stands INTEGER);
                 DELETE FROM hits;",
            )
            .unwrap();
        let aside = format!(
            "INSERT OR IGNORE INTO hits SELECT d.id, d.heard = 0 AND d.until >= ?1
             FROM {from} WHERE {condition} AND d.marking <= ?2 AND ?3"
        );
        database.prepare_cached(&aside).unwrap().execute(bound).unwrap();
        let counts: Vec<(i64, i64)> =
            self.rows("SELECT count(*), coalesce(sum(stands), 0) FROM hits", &[], |row| {
                (row.get(0).unwrap(), row.get(1).unwrap())
            });
        (found.total, found.hidden) = (counts[0].1, counts[0].0 - counts[0].1);
        for facet in Facet::ALL {
            let value =
                |field| format!("hits JOIN vals v ON v.document = hits.id AND v.field = {field}");
            let whole = "hits JOIN documents d ON d.id = hits.id".to_owned();
            let (what, from) = match facet {
                Facet::State => ("d.state", whole),
                Facet::Kind => ("d.kind", whole),
                Facet::Year => ("d.year", whole),
                Facet::Status => ("d.heard", whole),
                Facet::Category => ("v.value", value(1)),
                Facet::Code => ("v.value", value(2)),
                Facet::Destination => ("v.value", value(3)),
                Facet::Party => ("v.value", value(4)),
                Facet::Right => ("v.value", value(5)),
            };
            let sql = format!(
                "SELECT CAST({what} AS TEXT), count(*) FROM {from} WHERE hits.stands
                 GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 32"
            );
            let counts = self.rows(&sql, &[], |row| (row.get(0).unwrap(), row.get(1).unwrap()));
            found.facets.push((facet, counts));
        }
    }

    fn rows<T>(
        &self,
        sql: &str,
        bound: &[&dyn ToSql],
        read: impl Fn(&rusqlite::Row<'_>) -> T,
    ) -> Vec<T> {
        let mut statement = self.database.prepare_cached(sql).unwrap();
        statement.query_map(bound, |row| Ok(read(row))).unwrap().map(Result::unwrap).collect()
    }

    /// The cards that may be the one that is asked for, compared, the best first.
    pub fn screen(
        &self,
        asked: &Prepared,
        common: &Commonness,
        settings: &Settings,
    ) -> Vec<(Card, Comparison)> {
        let mut ids: BTreeSet<i64> = BTreeSet::new();
        let words: Vec<String> = asked.words().map(|word| format!("\"{word}\"")).collect();
        if !words.is_empty() {
            let sql = "SELECT rowid FROM names WHERE names MATCH ?1 ORDER BY rank LIMIT ?2";
            let any = words.join(" OR ");
            let limit = i64::try_from(CANDIDATES).unwrap();
            ids.extend(self.rows(sql, &[&any, &limit], |row| row.get::<_, i64>(0).unwrap()));
            let grams = trigrams(asked);
            if !grams.is_empty() {
                let any = grams.join(" OR ");
                let sql =
                    "SELECT rowid FROM trigrams WHERE trigrams MATCH ?1 ORDER BY rank LIMIT ?2";
                ids.extend(self.rows(sql, &[&any, &limit], |row| row.get::<_, i64>(0).unwrap()));
            }
        }
        let mut hits = Vec::new();
        for id in ids {
            let bodies: Vec<Vec<u8>> =
                self.rows("SELECT card FROM cards WHERE id = ?1", &[&id], |row| {
                    row.get(0).unwrap()
                });
            let card: Card = serde_json::from_slice(&bodies[0]).unwrap();
            let comparison = compare(asked, &Prepared::of(&card), common, settings);
            if comparison.score >= settings.threshold {
                let sql = "SELECT root FROM stands WHERE card = ?1 ORDER BY issued DESC LIMIT 20";
                let _: Vec<Vec<u8>> = self.rows(sql, &[&id], |row| row.get(0).unwrap());
                hits.push((card, comparison));
            }
        }
        hits.sort_by_key(|(_, comparison)| std::cmp::Reverse(comparison.score));
        hits
    }
}

fn trigrams(asked: &Prepared) -> Vec<String> {
    let mut grams = BTreeSet::new();
    for word in asked.words() {
        let letters: Vec<char> = word.chars().collect();
        grams.extend(
            letters.windows(3).map(|gram| format!("\"{}\"", gram.iter().collect::<String>())),
        );
    }
    grams.into_iter().take(TRIGRAMS_MAX).collect()
}

/// The codes that a question comes to, below and across, as our language has worked them out.
fn patterns(query: &Query) -> Vec<String> {
    match query.ask() {
        Ask::Term(Term::Code { one_of, .. }) => one_of
            .iter()
            .map(|pattern| match pattern {
                Pattern::Is(text) | Pattern::Begins(text) => text.clone(),
            })
            .collect(),
        _ => Vec::new(),
    }
}
