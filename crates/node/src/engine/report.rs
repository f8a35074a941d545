//! What the operator sees of the loop: peers, logs, refusals, size.

use std::collections::BTreeMap;

use chancery_ledger::roster::Cut;
use chancery_network::{PeerInfo, PeerKey as NetworkKey};
use chancery_replica::PeerReport;

use super::Engine;
use crate::answer::{Closed, Halt, LogView, PeerView, Status};
use crate::clock::now_s;

impl Engine {
    pub(super) async fn peer_views(&self) -> Vec<PeerView> {
        let connected = self.network.peers().await.unwrap_or_default();
        let connected: BTreeMap<[u8; 32], PeerInfo> =
            connected.into_iter().map(|info| (info.key.0, info)).collect();
        let reports: BTreeMap<[u8; 32], PeerReport> =
            self.replica.peers().into_iter().map(|report| (report.key.0, report)).collect();
        let own = self.network.key().0;
        let others = self.replica.directory().authors().filter(|author| author.transport != own);
        let mut views: Vec<PeerView> = others
            .map(|author| {
                let info = connected.get(&author.transport);
                let report = reports.get(&author.transport);
                PeerView {
                    state: author.issuer.state.to_string(),
                    authority: author.issuer.authority.clone(),
                    peer: NetworkKey(author.transport).to_string(),
                    connected: info.is_some(),
                    address: info.and_then(|info| info.address.as_ref()).map(ToString::to_string),
                    ping_ms: info.and_then(|info| info.round_trip_us).map(|us| us.div_ceil(1000)),
                    score: report.map_or(0, |report| i64::from(report.score)),
                    ahead: report.map_or(0, |report| report.ahead),
                }
            })
            .collect();
        views.sort_by(|a, b| (&a.state, &a.authority).cmp(&(&b.state, &b.authority)));
        views
    }

    pub(super) async fn status(&self) -> Status {
        let directory = self.replica.directory();
        let peers = self.network.peers().await.unwrap_or_default().len();
        let listening = self.network.listeners().await.unwrap_or_default();
        Status {
            state: self.issuer.state.to_string(),
            authority: self.issuer.authority.clone(),
            network: directory.roster().network.clone(),
            pinned: directory.network().to_string(),
            roster_version: directory.roster().version,
            roster: directory.roster_hash().to_string(),
            members: directory.members().len(),
            halt: self.replica.register().halt().map(Halt::from),
            alarms: self.own_alarms(),
            logs: self.log_views(),
            peers,
            refusals: self.counters.all(),
            store_bytes: self.store.size_bytes().unwrap_or_default(),
            listening: listening.iter().map(ToString::to_string).collect(),
            signing_blocked: self.why_not_signing(),
            own_adopted: self.signer.adopted(),
            uptime_s: self.clock.now_ms() / 1000,
        }
    }

    fn why_not_signing(&self) -> Option<String> {
        if self.signer.awaits_room() {
            return Some("an earlier record waits for room on the disk of the store".to_owned());
        }
        self.blocked().map(|block| block.to_string())
    }

    fn log_views(&self) -> Vec<LogView> {
        let directory = self.replica.directory();
        let now_s = u64::try_from(now_s()).unwrap_or(0);
        let mut views: Vec<LogView> = self
            .replica
            .logs()
            .into_iter()
            .filter_map(|report| {
                let author = directory.author(&report.log.key)?;
                let durable = report.durable?;
                Some(LogView {
                    state: author.issuer.state.to_string(),
                    authority: author.issuer.authority.clone(),
                    key: report.log.key,
                    epoch: report.log.epoch,
                    seq: durable.seq,
                    tip: durable.tip,
                    behind: report.behind,
                    frozen_at: report.frozen_at,
                    closed: author.cut(report.log.epoch).map(closed),
                    checkpoint: self.board.checkpoint(directory, report.log, now_s),
                })
            })
            .collect();
        let order = |log: &LogView| (log.state.clone(), log.authority.clone(), log.epoch);
        views.sort_by_key(order);
        views
    }
}

fn closed(cut: Cut) -> Closed {
    cut.map_or(Closed::WithNothing, |(seq, id)| Closed::After { seq, id })
}
