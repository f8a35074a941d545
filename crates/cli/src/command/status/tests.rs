//! What an operator must not overlook is said first, and who lags is named.

use super::*;
use chancery_http::view::CosignerView;

fn checkpoint(cosigners: &[&str], lagging: &[&str]) -> CheckpointView {
    let cosigner = |state: &&str| CosignerView {
        state: (*state).to_owned(),
        authority: "authority".to_owned(),
        at: "2026-11-24T12:00:00Z".to_owned(),
    };
    CheckpointView {
        size: 12,
        root: "00".repeat(32),
        cosigned_at: None,
        age_s: 61,
        cosigners: cosigners.iter().map(cosigner).collect(),
        lagging: lagging.iter().map(ToString::to_string).collect(),
    }
}

fn log() -> LogView {
    LogView {
        state: "EE".into(),
        authority: "authority".into(),
        key: "00".repeat(32),
        epoch: 0,
        seq: 11,
        tip: "ab".repeat(32),
        behind: 0,
        forked: false,
        frozen_at: None,
        closed: None,
        checkpoint: None,
    }
}

#[test]
fn who_has_not_cosigned_is_named_as_far_as_there_is_room() {
    assert_eq!(cosigned(&checkpoint(&["KR", "NL"], &[])), "all 2");
    assert_eq!(cosigned(&checkpoint(&["KR", "KR"], &["NL"])), "1, not NL");
    let many = cosigned(&checkpoint(&[], &["A", "B", "C", "D", "E"]));
    assert_eq!(many, "0, not A, B, C and 2 more");
}

#[test]
fn a_log_shows_the_age_of_its_checkpoint_and_where_it_ends() {
    let row = row(&LogView { checkpoint: Some(checkpoint(&["KR"], &[])), ..log() });
    assert_eq!(row[5], "12 entries, 1 min 1 s ago");
    assert_eq!(condition(&log()), "");
    assert_eq!(
        condition(&LogView { frozen_at: Some(3), ..log() }),
        "forked at seq 3: nothing from there on is to be relied on"
    );
    let closed =
        |seq| LogView { frozen_at: Some(3), closed: Some(ClosedView { seq, id: None }), ..log() };
    assert_eq!(condition(&closed(Some(2))), "closed after seq 2");
    assert_eq!(condition(&closed(None)), "closed: nothing of it stands");
}

#[test]
fn a_halt_names_the_states_that_signed_both() {
    let halt = HaltView {
        height: 4,
        versions: vec!["a".into(), "b".into()],
        double_signers: vec!["EE".into(), "KR".into()],
    };
    let told = halted(&halt);
    assert!(told.contains("2 rosters of version 4") && told.contains("EE, KR"), "{told}");
    let told = halted(&HaltView { double_signers: Vec::new(), ..halt });
    assert!(told.contains("no state is known"), "{told}");
}
