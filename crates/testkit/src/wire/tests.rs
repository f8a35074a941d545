//! Laws of the second codec.

use super::*;

#[test]
fn every_message_is_read_as_it_was_written() {
    let log = LogId { key: [7; 32], epoch: 0 };
    let digest = Digest::from_bytes([9; 32]);
    let head = Head { log, seq: 300, tip: Id::from_bytes([5; 32]) };
    let entry = Entry { statement: vec![1, 2], body: vec![3; 300] };
    for ask in [
        Ask::Sync { heads: digest, papers: digest },
        Ask::Notes { log },
        Ask::ActList,
        Ask::Acts { ids: vec![vec![1; 32]] },
        Ask::Page { log, from: 70_000, count: 512 },
        Ask::Evidence { log },
    ] {
        assert_eq!(Ask::decode(&ask.encode()), Some(ask));
    }
    for reply in [
        Reply::Equal,
        Reply::Frontier(Shown {
            heads: vec![head],
            evidence: vec![(log, digest)],
            notes: vec![(log, digest)],
            acts: digest,
        }),
        Reply::Notes { notes: vec![vec![7; 40]] },
        Reply::ActList { acts: vec![(digest, digest)] },
        Reply::Acts { acts: vec![vec![8; 40], vec![9]] },
        Reply::Page { entries: vec![entry.clone(), entry.clone()] },
        Reply::Evidence { proof: None },
        Reply::Evidence { proof: Some(vec![1]) },
        Reply::Busy,
        Reply::Refused { reason: "no".to_owned() },
    ] {
        assert_eq!(Reply::decode(&reply.encode()), Some(reply));
    }
    for rumour in [
        Rumour::Entry(entry),
        Rumour::Head(head),
        Rumour::Evidence(vec![4; 90]),
        Rumour::Note(vec![5; 90]),
        Rumour::Act(vec![6; 90]),
    ] {
        assert_eq!(Rumour::decode(&rumour.encode()), Some(rumour));
    }
}

#[test]
fn what_is_left_over_is_no_message() {
    let extra = message(0, vec![1.into()]);
    assert_eq!(Reply::decode(&extra), None);
    assert_eq!(Ask::decode(&[0xff]), None);
}
