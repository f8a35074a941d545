//! Events on their way to the node, when it is slower than the network.
//!
//! The queue to the node is short, and the swarm's task never waits for it: what does not fit stands
//! here. Above [`BACKLOG_MAX`] the task stops polling the swarm; what may still be added then are the
//! outcomes of questions, and each of those holds one of a bounded number of slots.

use std::collections::VecDeque;

use tokio::sync::mpsc;

use crate::Event;
use crate::bounds::BACKLOG_MAX;
use crate::handle::Slot;

/// The events that wait, oldest first.
pub(crate) struct Outbox {
    events: mpsc::Sender<Event>,
    backlog: VecDeque<(Event, Option<Slot>)>,
}

/// The node has dropped its end.
pub(crate) struct Abandoned;

impl Outbox {
    pub(crate) fn new(events: mpsc::Sender<Event>) -> Outbox {
        Outbox { events, backlog: VecDeque::new() }
    }

    /// Adds an event.
    pub(crate) fn push(&mut self, event: Event) {
        self.backlog.push_back((event, None));
    }

    /// Adds the outcome of a question, which gives its slot back when the node has it.
    pub(crate) fn settle(&mut self, event: Event, slot: Slot) {
        self.backlog.push_back((event, Some(slot)));
    }

    /// Whether the swarm may be polled for more.
    pub(crate) fn has_room(&self) -> bool {
        self.backlog.len() < BACKLOG_MAX
    }

    /// Whether something waits.
    pub(crate) fn is_empty(&self) -> bool {
        self.backlog.is_empty()
    }

    /// Hands over one event as soon as the node takes it. Cancelling loses nothing.
    pub(crate) async fn hand_over(&mut self) -> Result<(), Abandoned> {
        let permit = self.events.reserve().await.map_err(|_| Abandoned)?;
        if let Some((event, _slot)) = self.backlog.pop_front() {
            permit.send(event);
        }
        Ok(())
    }
}
