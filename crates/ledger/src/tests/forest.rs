//! Checkpoints over real trees: logs that keep what they had, and logs that part.

use chancery_encoding::Digest;

use super::cast::{NOW, certificate, issuer, key, roster, statement_key};
use crate::checkpoint::{Checkpoint, SignedCheckpoint};
use crate::cosignature::Cosignature;
use crate::log::LogId;
use crate::tree::{Appender, Proof, TiledTree, leaf_hash, root_of};

/// Leaf hashes of a log that has `other` leaves from place `parting` on.
pub(crate) fn leaves(parting: u64, size: u64) -> Vec<Digest> {
    let leaf =
        |seq: u64| leaf_hash(&[&seq.to_be_bytes()[..], &[u8::from(seq >= parting)]].concat());
    (0..size).map(leaf).collect()
}

/// What EE says when its log has these leaves.
pub(crate) fn checkpoint(leaves: &[Digest]) -> Checkpoint {
    Checkpoint {
        log: LogId { key: *statement_key("EE").public().as_bytes(), epoch: 0 },
        issuer: issuer("EE"),
        network: roster().hash(),
        size: leaves.len().try_into().unwrap(),
        root: root_of(leaves),
        roster: roster().hash(),
    }
}

pub(crate) fn signed(leaves: &[Digest]) -> SignedCheckpoint {
    checkpoint(leaves).sign(&statement_key("EE")).unwrap()
}

/// What a witness says of a checkpoint, so many seconds after `NOW`.
pub(crate) fn cosignature(signed: &SignedCheckpoint, witness: &str, later: u64) -> Cosignature {
    let time = u64::try_from(NOW).unwrap() + later;
    signed.cosign(&certificate(witness), &key(&format!("{witness} witness")), time).unwrap()
}

/// With the cosignatures of KR and NL.
pub(crate) fn cosigned(leaves: &[Digest]) -> SignedCheckpoint {
    let mut whole = signed(leaves);
    for witness in ["NL", "KR"] {
        whole.add(cosignature(&signed(leaves), witness, 0));
    }
    whole
}

/// That the log of these leaves begins with its first `earlier` ones.
pub(crate) fn consistency(leaves: &[Digest], earlier: u64) -> Proof {
    let mut tree = Appender::new();
    leaves.iter().for_each(|leaf| tree.push(*leaf, |_, _| unreachable!("fewer than a tile")));
    TiledTree::new(tree.size(), |tile| tree.partial(tile).map(<[u8]>::to_vec))
        .prove_consistency(earlier)
        .unwrap()
}
