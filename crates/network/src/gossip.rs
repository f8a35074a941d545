//! Gossip as this network uses it, and the own messages that wait for somebody to gossip to.
//!
//! Messages carry no sender (what they say is signed inside) and their id is the SHA-256 of their
//! bytes, so that one statement is one message, whoever publishes it. Nothing is forwarded before the
//! node's verdict. gossipsub drops in silence what it cannot deliver; a message with nobody to send it
//! to is kept here and tried again, for a while.

use std::collections::{HashSet, VecDeque};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::Duration;

use libp2p::gossipsub::{
    Behaviour, ConfigBuilder, IdentTopic, IdentityTransform, Message, MessageAuthenticity,
    MessageId, PeerScoreParams, PeerScoreThresholds, PublishError, TopicScoreParams,
    ValidationMode, WhitelistSubscriptionFilter, score_parameter_decay,
};
use sha2::{Digest, Sha256};

use crate::bounds::{
    GOSSIP_HISTORY_HEARTBEATS, GOSSIP_QUEUE_MAX, GOSSIP_TRANSMIT_BYTES_MAX, PUBLISH_EXPIRY_MS,
    PUBLISHES_MAX,
};

/// gossipsub with our topic and nothing else.
pub(crate) type Gossipsub = Behaviour<IdentityTransform, WhitelistSubscriptionFilter>;

/// Three provably bad messages reach -90, under the greylist threshold of -80; one reaches -10.
const BAD_MESSAGE_WEIGHT: f64 = -10.0;

/// A bad message is forgiven in ten minutes.
const BAD_MESSAGE_DECAY: Duration = Duration::from_secs(600);

/// States may share a hosting provider or an exercise hall: only more than this from one IP address
/// are marked down.
const PEERS_PER_IP: f64 = 32.0;

/// Protocol slips that cost nothing, such as a graft too early after a restart.
const SLIPS_FREE: f64 = 6.0;

/// Why setting gossipsub up cannot fail.
const CONSTANTS: &str = "because the settings are constants, and a test builds them";

/// The one topic of a network: its digest in hex.
pub(crate) fn topic(network: &[u8; 32]) -> IdentTopic {
    IdentTopic::new(hex(network))
}

/// Lower case, two digits a byte.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The content id of a message.
fn message_id(message: &Message) -> MessageId {
    MessageId::new(&Sha256::digest(&message.data))
}

/// Sets gossipsub up, subscribed to the network's topic.
pub(crate) fn gossipsub(topic: &IdentTopic) -> Gossipsub {
    let config = ConfigBuilder::default()
        .validation_mode(ValidationMode::Anonymous)
        .validate_messages()
        .message_id_fn(message_id)
        .max_transmit_size(GOSSIP_TRANSMIT_BYTES_MAX)
        .history_length(GOSSIP_HISTORY_HEARTBEATS)
        .connection_handler_queue_len(GOSSIP_QUEUE_MAX)
        .heartbeat_initial_delay(Duration::from_secs(1))
        .build()
        .expect(CONSTANTS);
    let filter = WhitelistSubscriptionFilter(HashSet::from([topic.hash()]));
    let mut behaviour =
        Behaviour::new_with_subscription_filter(MessageAuthenticity::Anonymous, config, filter)
            .expect(CONSTANTS);
    behaviour.with_peer_score(score(topic), PeerScoreThresholds::default()).expect(CONSTANTS);
    behaviour.subscribe(topic).expect("because the filter admits the topic");
    behaviour
}

fn score(topic: &IdentTopic) -> PeerScoreParams {
    let topic_score = TopicScoreParams {
        topic_weight: 1.0,
        invalid_message_deliveries_weight: BAD_MESSAGE_WEIGHT,
        invalid_message_deliveries_decay: score_parameter_decay(BAD_MESSAGE_DECAY),
        // States are quiet for days: delivering little is no fault.
        mesh_message_deliveries_weight: 0.0,
        mesh_failure_penalty_weight: 0.0,
        // Being there for long, or being first, buys no right to lie.
        time_in_mesh_weight: 0.0,
        first_message_deliveries_weight: 0.0,
        ..TopicScoreParams::default()
    };
    PeerScoreParams {
        topics: [(topic.hash(), topic_score)].into(),
        ip_colocation_factor_threshold: PEERS_PER_IP,
        // Whole networks run on one machine in exercises and tests.
        ip_colocation_factor_whitelist: HashSet::from([
            IpAddr::V4(Ipv4Addr::LOCALHOST),
            IpAddr::V6(Ipv6Addr::LOCALHOST),
        ]),
        behaviour_penalty_threshold: SLIPS_FREE,
        ..PeerScoreParams::default()
    }
}

/// Own messages that nobody has taken yet, oldest first.
#[derive(Default)]
pub(crate) struct Publishes {
    waiting: VecDeque<(u64, Vec<u8>)>,
}

/// What came of one attempt to publish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Attempt {
    /// gossipsub has it, or has had it: it will reach whom it reaches.
    Taken,
    /// Nobody is there yet.
    Waits,
    /// It can never go.
    Hopeless,
}

impl Publishes {
    /// Keeps a message until there is somebody; the oldest makes room.
    pub(crate) fn keep(&mut self, now_ms: u64, bytes: Vec<u8>) {
        if self.waiting.len() >= PUBLISHES_MAX {
            self.waiting.pop_front();
            tracing::warn!(waiting_max = PUBLISHES_MAX, "an own message expires untold: too many");
        }
        self.waiting.push_back((now_ms + PUBLISH_EXPIRY_MS, bytes));
    }

    /// Forgets what is too old, and tries the rest in order until one has to wait.
    pub(crate) fn retry(&mut self, now_ms: u64, mut attempt: impl FnMut(&[u8]) -> Attempt) {
        while let Some((expires_ms, bytes)) = self.waiting.front() {
            if *expires_ms > now_ms && attempt(bytes) == Attempt::Waits {
                return;
            }
            self.waiting.pop_front();
        }
    }
}

/// Publishes once, and says what came of it.
pub(crate) fn publish(gossipsub: &mut Gossipsub, topic: &IdentTopic, bytes: &[u8]) -> Attempt {
    match gossipsub.publish(topic.hash(), bytes) {
        Ok(_) | Err(PublishError::Duplicate) => Attempt::Taken,
        // Its id is already in the history, and peers will be told that we have it.
        Err(PublishError::AllQueuesFull(_)) => Attempt::Taken,
        Err(PublishError::NoPeersSubscribedToTopic) => Attempt::Waits,
        Err(error) => {
            tracing::error!(%error, bytes = bytes.len(), "an own message cannot be gossiped");
            Attempt::Hopeless
        }
    }
}

#[cfg(test)]
mod tests;
