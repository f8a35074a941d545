//! Laws of the messages that no single vector shows.

use chancery_ledger::statement::Entry;

use super::items::WireFlaw;
use super::{Answer, Gossip, Holdings, Request};
use crate::Reason;
use crate::limits::{
    ACTS_ASKED_MAX, ACTS_BYTES_MAX, ACTS_MAX, ANSWER_BYTES_MAX, GOSSIP_BODY_BYTES_MAX,
    GOSSIP_BYTES_MAX, LOGS_MAX, NOTES_PER_LOG_MAX, PAGE_BYTES_MAX, PAGE_ENTRIES_MAX,
    PAPERS_SHOWN_MAX, PROOF_BYTES_MAX, REQUEST_BYTES_MAX,
};

fn entry(statement: usize, body: usize) -> Entry {
    Entry { statement: vec![1; statement], body: vec![2; body] }
}

#[test]
fn a_full_page_fits_an_answer() {
    let count = usize::try_from(PAGE_ENTRIES_MAX).unwrap();
    let each = usize::try_from(PAGE_BYTES_MAX).unwrap() / count;
    let full = Answer::Page { entries: vec![entry(each - 1_000, 1_000); count] };
    let bytes = full.clone().encode();
    assert!(bytes.len() <= ANSWER_BYTES_MAX, "{} bytes", bytes.len());
    assert_eq!(Answer::decode(&bytes), Ok(full));
}

#[test]
fn a_full_frontier_fits_an_answer() {
    let log = |n: u64| chancery_ledger::log::LogId { key: [0xff; 32], epoch: u64::MAX - 9_000 + n };
    let tip = chancery_ledger::log::Id::from_bytes([9; 32]);
    let digest = chancery_encoding::Digest::from_bytes([9; 32]);
    let logs = 0..LOGS_MAX as u64;
    let heads = logs
        .clone()
        .map(|n| chancery_ledger::log::Head { log: log(n), seq: u64::MAX, tip })
        .collect();
    let papers = logs.take(PAPERS_SHOWN_MAX);
    let proofs: Vec<_> = papers.map(|n| (log(n), digest)).collect();
    let notes = proofs.clone();
    let full = Answer::Frontier(Holdings { heads, proofs, notes, acts: digest });
    let bytes = full.clone().encode();
    assert!(bytes.len() <= ANSWER_BYTES_MAX, "{} bytes", bytes.len());
    assert_eq!(Answer::decode(&bytes), Ok(full));
}

#[test]
fn a_frontier_of_193_logs_is_below_16_kilobytes() {
    let heads = (0..193).map(|n| chancery_ledger::log::Head {
        log: chancery_ledger::log::LogId { key: [n; 32], epoch: 0 },
        seq: 1_000_000,
        tip: chancery_ledger::log::Id::from_bytes([9; 32]),
    });
    let acts = chancery_encoding::Digest::from_bytes([9; 32]);
    let (proofs, notes) = (Vec::new(), Vec::new());
    let answer = Answer::Frontier(Holdings { heads: heads.collect(), proofs, notes, acts });
    let bytes = answer.encode().len();
    assert!(bytes < 16_000, "{bytes} bytes");
}

#[test]
fn a_full_list_of_acts_fits_an_answer_and_64_ids_a_question() {
    let digest = chancery_encoding::Digest::from_bytes([9; 32]);
    let full = Answer::ActList { acts: vec![(digest, digest); ACTS_MAX] };
    let bytes = full.clone().encode();
    assert!(bytes.len() <= 580 * 1024, "{} bytes", bytes.len());
    assert_eq!(Answer::decode(&bytes), Ok(full));
    let question = Request::Acts { ids: vec![digest; ACTS_ASKED_MAX] };
    assert!(question.encode().len() <= REQUEST_BYTES_MAX);
    let notes = Answer::Notes { notes: vec![vec![0; 64 * 1024]; NOTES_PER_LOG_MAX] };
    assert!(notes.encode().len() <= ANSWER_BYTES_MAX);
    let acts = vec![vec![0; ACTS_BYTES_MAX / ACTS_ASKED_MAX]; ACTS_ASKED_MAX];
    assert!(Answer::Acts { acts }.encode().len() <= ANSWER_BYTES_MAX);
}

#[test]
fn the_longest_gossip_fits_a_message() {
    let entry = Gossip::Entry(entry(4096, GOSSIP_BODY_BYTES_MAX));
    assert!(entry.encode().len() <= GOSSIP_BYTES_MAX);
    let proof = Gossip::Evidence(vec![0; PROOF_BYTES_MAX]);
    assert_eq!(Gossip::decode(&proof.encode()), Ok(proof));
}

#[test]
fn what_is_too_long_is_refused_before_it_is_read() {
    let long = vec![0xff; ANSWER_BYTES_MAX + 1];
    let oversize = |flaw: WireFlaw| assert_eq!(flaw.reason(), Reason::Oversize);
    oversize(Answer::decode(&long).unwrap_err());
    oversize(Gossip::decode(&long[..=GOSSIP_BYTES_MAX]).unwrap_err());
    oversize(Request::decode(&long[..=REQUEST_BYTES_MAX]).unwrap_err());
    oversize(Gossip::decode(&Gossip::Evidence(vec![0; PROOF_BYTES_MAX + 1]).encode()).unwrap_err());
    // At the bound it is read, and found to be nonsense.
    assert_eq!(Answer::decode(&long[1..]).unwrap_err().reason(), Reason::Malformed);
}
