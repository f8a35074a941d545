//! Laws of what is missing, and of what is known without a read.

use super::Log;
use crate::limits::RECENT_IDS_PER_LOG;
use crate::tests::cast::{self, head_of, history};

fn admitted(count: u64) -> (Log, Vec<chancery_ledger::statement::Authentic>) {
    let kr = history("KR", count);
    let mut log = Log::new(cast::log("KR"), None, None, None);
    for entry in &kr {
        log.chain.admit(entry.clone(), &cast::directory()).unwrap();
        log.note_admitted(entry.id());
    }
    (log, kr)
}

#[test]
fn holes_are_filled_from_the_lowest_around_what_is_asked() {
    let mut log = Log::new(cast::log("KR"), None, None, None);
    log.span = 10;
    assert_eq!(log.hole(25), Some((0, 10)));
    log.asked.insert(0, 10);
    assert_eq!(log.hole(25), Some((10, 20)));
    log.asked.insert(15, 25);
    assert_eq!(log.hole(25), Some((10, 15)));
    log.asked.insert(10, 15);
    assert_eq!(log.hole(25), None);
    log.asked.remove(&0);
    assert_eq!(log.hole(25), Some((0, 10)), "a range given back is a hole again");
    assert_eq!(log.hole(0), None);
}

#[test]
fn recent_ids_are_those_of_their_positions() {
    let count = RECENT_IDS_PER_LOG as u64 + 10;
    let (log, kr) = admitted(count);
    for (seq, entry) in (0..).zip(&kr) {
        let recent = seq >= count - RECENT_IDS_PER_LOG as u64;
        assert_eq!(log.recent_id(seq), recent.then(|| entry.id()), "at {seq}");
    }
    assert_eq!(log.recent_id(count), None);
}

#[test]
fn falling_back_forgets_exactly_what_was_not_durable() {
    let (mut log, kr) = admitted(20);
    log.durable = Some(head_of(&kr[..12]));
    log.fall_back(cast::log("KR"));
    assert_eq!(log.chain.head(), log.durable);
    assert_eq!(log.recent_id(11), Some(kr[11].id()));
    assert_eq!(log.recent_id(0), Some(kr[0].id()));
    assert_eq!(log.recent_id(12), None);
    // Further back than is remembered: the durable tip is known all the same.
    let (mut log, kr) = admitted(RECENT_IDS_PER_LOG as u64 + 20);
    log.durable = Some(head_of(&kr[..10]));
    log.fall_back(cast::log("KR"));
    assert_eq!(log.recent_id(9), Some(kr[9].id()));
    assert_eq!(log.recent_id(8), None);
}
