//! From a durable entry to what an index is given: the thread is read from the store and folded, as the
//! node's own indexer does it.

use std::collections::BTreeMap;

use chancery_encoding::Digest;
use chancery_ledger::log::{LogId, Position};
use chancery_ledger::statement::Header;
use chancery_query::{Document, Log, words};
use chancery_record::Record;
use chancery_screening::cards_of;
use chancery_search::{Appearance, Aspect};
use chancery_store::Store;
use chancery_thread::{Issuer, Order, Place, Said, Statements, Thread};

/// What is known of one record.
pub struct Told {
    pub root: Digest,
    pub documents: Vec<Document>,
    pub appearances: Vec<Appearance>,
}

/// The record to which an entry belongs; none when it is a certificate.
pub fn told(store: &Store, position: Position) -> Option<Told> {
    let held = store.thread(position)?;
    let mut said = Vec::with_capacity(held.said.len() + 1);
    let mut places = BTreeMap::new();
    let mut root = None;
    for at in held.said.iter().chain(&held.target) {
        let entry = store.entry(*at).unwrap()?;
        let Ok(record) = Record::from_body(&entry.body) else { continue };
        let (header, id) = Header::of_stored(&entry.statement).unwrap();
        let id = Digest::from_bytes(*id.as_bytes());
        places.insert(id, (log(at.log), at.seq));
        if *at == held.root {
            root = Some(id);
        }
        said.push(Said {
            id,
            issuer: Issuer { state: header.issuer.state, authority: header.issuer.authority },
            order: Order { epoch: header.epoch, seq: header.seq, key: at.log.key },
            issued_at: header.issued_at,
            reference: header.reference,
            record,
            place: Place::Stands,
        });
    }
    let thread = Thread::of(&Statements::new(&said), &root?)?;
    let documents = Document::of(&thread, |id| places.get(id).copied());
    let appearances = appearances(&thread, &documents);
    Some(Told { root: thread.root, documents, appearances })
}

/// Parties of all versions, and the terms for what is traded and where it goes.
fn appearances(thread: &Thread, documents: &[Document]) -> Vec<Appearance> {
    let mut all = Vec::new();
    for version in &thread.versions {
        let issued_at_s = version.issued_at;
        let cards = cards_of(&version.text).into_iter();
        let parties = cards.map(|taken| Aspect::Party(Box::new(taken.card)));
        all.extend(parties.map(|aspect| Appearance { aspect, issued_at_s }));
    }
    for document in documents {
        let issued_at_s = document.issued_at_s;
        let codes = document.codes.iter().flat_map(|code| {
            let above = code.code.match_indices('.').map(|(at, _)| &code.code[..at]);
            let within = above.chain([code.code.as_str()]);
            let within = within.map(|above| format!("in:{}:{above}", code.list));
            within.chain([format!("own:{}:{}", code.list, code.code)])
        });
        let others = document.categories.iter().map(|category| format!("category:{category}"));
        let products =
            document.products.iter().map(|name| format!("product:{}", words(name).concat()));
        let to = document.destinations.iter().map(|country| format!("to:{country}"));
        let terms = codes.chain(others).chain(products).chain(to).map(Aspect::Term);
        all.extend(terms.map(|aspect| Appearance { aspect, issued_at_s }));
    }
    all
}

pub fn log(log: LogId) -> Log {
    Log { key: log.key, epoch: log.epoch }
}
