//! The proofs are those that the ledger checks.

use chancery_ledger::tree::{Proof, TreeHead};

use super::*;

#[test]
fn every_size_of_a_log_of_40_is_proved() {
    let leaves: Vec<Digest> = (0..40u8).map(|seq| Digest::of(&[seq])).collect();
    let head = |size: usize| TreeHead { size: size as u64, root: root_of(&leaves[..size]) };
    for larger in 1..=40 {
        for smaller in 1..=larger {
            let proof = Proof::new(consistency(&leaves[..larger], smaller));
            assert_eq!(proof.check_consistency(&head(smaller), &head(larger)), Ok(()));
        }
    }
}
