//! How many bytes went each way, for the operator and for the benches.
//!
//! Two views: everything inside the connections' streams, and of that the payload of questions, answers
//! and gossip. What the transports add around the streams (packets, encryption) is not seen here.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Bytes since the start, as they stood at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    /// All that came in inside streams: payload, framing, negotiation, identify, ping.
    pub stream_bytes_in: u64,
    /// All that went out inside streams.
    pub stream_bytes_out: u64,
    /// Of that, questions and answers that came in.
    pub ask_bytes_in: u64,
    /// Of that, questions and answers that went out.
    pub ask_bytes_out: u64,
    /// Gossip messages that came in, each counted once.
    pub gossip_bytes_in: u64,
    /// Own gossip messages that went out, each counted once, to however many peers it went.
    pub gossip_bytes_out: u64,
}

/// The counters behind [`Traffic`]; they only grow, and are read without a lock.
#[derive(Debug, Default)]
pub(crate) struct Meter {
    stream_in: AtomicU64,
    stream_out: AtomicU64,
    ask_in: AtomicU64,
    ask_out: AtomicU64,
    gossip_in: AtomicU64,
    gossip_out: AtomicU64,
}

impl Meter {
    pub(crate) fn streamed_in(&self, bytes: usize) {
        self.stream_in.fetch_add(bytes as u64, Relaxed);
    }

    pub(crate) fn streamed_out(&self, bytes: usize) {
        self.stream_out.fetch_add(bytes as u64, Relaxed);
    }

    pub(crate) fn asked_in(&self, bytes: usize) {
        self.ask_in.fetch_add(bytes as u64, Relaxed);
    }

    pub(crate) fn asked_out(&self, bytes: usize) {
        self.ask_out.fetch_add(bytes as u64, Relaxed);
    }

    pub(crate) fn gossiped_in(&self, bytes: usize) {
        self.gossip_in.fetch_add(bytes as u64, Relaxed);
    }

    pub(crate) fn gossiped_out(&self, bytes: usize) {
        self.gossip_out.fetch_add(bytes as u64, Relaxed);
    }

    pub(crate) fn traffic(&self) -> Traffic {
        Traffic {
            stream_bytes_in: self.stream_in.load(Relaxed),
            stream_bytes_out: self.stream_out.load(Relaxed),
            ask_bytes_in: self.ask_in.load(Relaxed),
            ask_bytes_out: self.ask_out.load(Relaxed),
            gossip_bytes_in: self.gossip_in.load(Relaxed),
            gossip_bytes_out: self.gossip_out.load(Relaxed),
        }
    }
}
