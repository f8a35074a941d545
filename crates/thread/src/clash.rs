//! Two records that claim one file number of their originator.
//!
//! A file number is unique for its originator, so two threads with one are a slip or a doublet that
//! people have to look at. Remarks are left out: an acknowledgement rightly carries the number of the
//! file in which it was written.

use std::collections::BTreeMap;

use chancery_encoding::Digest;

use crate::{said::Issuer, thread::Thread};

/// Several records with one file number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// Whose they are.
    pub issuer: Issuer,
    /// The file number that all of them claim.
    pub native_ref: String,
    /// The threads, in the order of ids; at least two.
    pub threads: Vec<Digest>,
}

/// All clashes among threads, in the order of issuers and numbers. What was withdrawn has left its
/// number free; drills and real records are two worlds.
pub fn clashes<'a>(threads: impl IntoIterator<Item = &'a Thread>) -> Vec<Clash> {
    let mut claims: BTreeMap<(&Issuer, &str, bool), Vec<Digest>> = BTreeMap::new();
    for thread in threads {
        if thread.tombstone.is_some() || thread.text.target().is_some() {
            continue;
        }
        if let Some(number) = thread.text.text_at(&["originator", "native_ref"]) {
            let key = (&thread.issuer, number, thread.marks.exercise);
            claims.entry(key).or_default().push(thread.root);
        }
    }
    let clash = |((issuer, native_ref, _), mut threads): ((&Issuer, &str, bool), Vec<Digest>)| {
        threads.sort();
        threads.dedup();
        let native_ref = native_ref.to_owned();
        Clash { issuer: issuer.clone(), native_ref, threads }
    };
    claims.into_iter().map(clash).filter(|clash| clash.threads.len() > 1).collect()
}
