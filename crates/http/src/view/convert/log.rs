//! Where a log stands, from the node's words to the API's.

use chancery_node::answer::{CheckpointView as NodeCheckpoint, Closed, LogView as NodeLog};

use super::clock;
use crate::view::{CheckpointView, ClosedView, CosignerView, LogView};

impl From<NodeLog> for LogView {
    fn from(log: NodeLog) -> Self {
        LogView {
            state: log.state,
            authority: log.authority,
            key: log.key.iter().map(|byte| format!("{byte:02x}")).collect(),
            epoch: log.epoch,
            seq: log.seq,
            tip: log.tip.to_string(),
            behind: log.behind,
            forked: log.frozen_at.is_some(),
            frozen_at: log.frozen_at,
            closed: log.closed.map(ClosedView::from),
            checkpoint: log.checkpoint.map(CheckpointView::from),
        }
    }
}

impl From<Closed> for ClosedView {
    fn from(closed: Closed) -> Self {
        match closed {
            Closed::WithNothing => ClosedView { seq: None, id: None },
            Closed::After { seq, id } => ClosedView { seq: Some(seq), id: Some(id.to_string()) },
        }
    }
}

impl From<NodeCheckpoint> for CheckpointView {
    fn from(checkpoint: NodeCheckpoint) -> Self {
        let cosigners = checkpoint.cosigners.into_iter().map(|cosigner| CosignerView {
            state: cosigner.state,
            authority: cosigner.authority,
            at: clock(cosigner.at_s),
        });
        CheckpointView {
            size: checkpoint.size,
            root: checkpoint.root,
            cosigned_at: checkpoint.cosigned_s.map(clock),
            age_s: checkpoint.age_s,
            cosigners: cosigners.collect(),
            lagging: checkpoint.lagging,
        }
    }
}
