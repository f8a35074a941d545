//! Who is connected with whom, and what becomes of a message on the way.
//!
//! Invariant: the honest nodes alone form a connected graph, so that no liar is anybody's only
//! way to the others; and a link is either up or has one `Dial` under way.

use std::collections::{BTreeMap, BTreeSet};

use chancery_replica::Input;

use super::{Event, Seat, World};
use crate::Dice;
use crate::plan::Plan;

/// A peer notices a broken connection within this time, and dials no earlier than after
/// [`DIAL_MS`], so that it never sees the new connection before the end of the old one.
const NOTICE_MS: u64 = 500;

/// Between two attempts to connect, at least and at most.
pub(super) const DIAL_MS: (u64, u64) = (1_000, 3_000);

/// All links.
pub(super) struct Links {
    links: BTreeMap<(usize, usize), Link>,
    /// While the network is cut in two: who is on which side, and nobody of whom it does not cut off.
    side: Option<Vec<Option<bool>>>,
}

#[derive(Clone, Copy, Default)]
struct Link {
    state: State,
    epoch: u64,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum State {
    #[default]
    Down,
    Up,
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Carried {
    Sent,
    Lost,
    NoLink,
}

impl Links {
    pub(super) fn draw(plan: &Plan, dice: &mut Dice) -> Self {
        let lies = |at: &usize| plan.liars.iter().any(|(liar, _)| liar == at);
        let mut honest: Vec<usize> = (0..plan.replicas).filter(|at| !lies(at)).collect();
        dice.shuffle(&mut honest);
        let mut pairs = BTreeSet::new();
        for (index, &at) in honest.iter().enumerate() {
            pairs.insert(pair(at, honest[(index + 1) % honest.len()]));
            let mut others = honest.clone();
            dice.shuffle(&mut others);
            pairs.extend(others.into_iter().take(plan.degree).map(|other| pair(at, other)));
        }
        // A backup is only as safe as what the neighbours say of it, so nobody who is restored
        // has a liar for a neighbour.
        let restored = plan.restored.map(|(at, _)| at);
        for &(liar, _) in &plan.liars {
            dice.shuffle(&mut honest);
            let victims = honest.iter().filter(|&&at| Some(at) != restored);
            pairs.extend(victims.take(plan.degree).map(|&at| pair(at, liar)));
        }
        pairs.retain(|(one, other)| one != other);
        let links = pairs.into_iter().map(|pair| (pair, Link::default())).collect();
        Self { links, side: None }
    }

    pub(super) fn all(&self) -> Vec<(usize, usize)> {
        self.links.keys().copied().collect()
    }

    /// Everybody with whom there is a link, up or down.
    pub(super) fn neighbours(&self, at: usize) -> Vec<usize> {
        let ends = self.links.keys().filter(|(one, other)| *one == at || *other == at);
        ends.map(|&(one, other)| if one == at { other } else { one }).collect()
    }

    /// The connection that stands now; none when the link is down.
    pub(super) fn epoch(&self, one: usize, other: usize) -> Option<u64> {
        let link = self.links.get(&pair(one, other))?;
        (link.state == State::Up).then_some(link.epoch)
    }

    /// Whether the cut runs between the two.
    fn severed(&self, one: usize, other: usize) -> bool {
        let Some(sides) = &self.side else { return false };
        let side = |at: usize| sides.get(at).copied().flatten();
        side(one).zip(side(other)).is_some_and(|(one, other)| one != other)
    }
}

fn pair(one: usize, other: usize) -> (usize, usize) {
    (one.min(other), one.max(other))
}

impl World<'_> {
    pub(super) fn dial_everybody(&mut self) {
        for (one, other) in self.links.all() {
            let delay_ms = self.dice.below(DIAL_MS.0);
            self.queue.after(delay_ms, Event::Dial { one, other });
        }
    }

    pub(super) fn dial(&mut self, one: usize, other: usize) {
        if self.has_left(one) || self.has_left(other) {
            return;
        }
        let apart = self.links.severed(one, other);
        let strange = !self.allows(one, other) || !self.allows(other, one);
        if !self.is_there(one) || !self.is_there(other) || apart || strange {
            let delay_ms = self.dice.between(DIAL_MS.0, DIAL_MS.1);
            self.queue.after(delay_ms, Event::Dial { one, other });
            return;
        }
        if let Some(link) = self.links.links.get_mut(&pair(one, other)) {
            link.state = State::Up;
            link.epoch += 1;
        }
        for (at, peer) in [(one, other), (other, one)] {
            let peer = self.cast.players()[peer].peer();
            self.feed(at, Input::Connected(peer));
        }
    }

    /// Breaks the connection, if one stands; both ends notice a little later, and dial again.
    pub(super) fn hang_up(&mut self, one: usize, other: usize) {
        if self.links.epoch(one, other).is_none() {
            return;
        }
        if let Some(link) = self.links.links.get_mut(&pair(one, other)) {
            link.state = State::Down;
        }
        for (at, peer) in [(one, other), (other, one)] {
            if let Some(life) = self.node(at).map(|node| node.life) {
                let delay_ms = self.dice.below(NOTICE_MS);
                self.queue.after(delay_ms, Event::Lost { at, life, peer });
            }
        }
        let delay_ms = self.dice.between(DIAL_MS.0, DIAL_MS.1);
        self.queue.after(delay_ms, Event::Dial { one, other });
    }

    /// Sends a message on its way, perhaps twice; `event` makes it for the connection that stands.
    pub(super) fn carry(
        &mut self,
        from: usize,
        to: usize,
        event: impl Fn(u64) -> Event,
    ) -> Carried {
        let Some(epoch) = self.links.epoch(from, to) else { return Carried::NoLink };
        if self.links.severed(from, to) || self.dice.percent(self.weather.loss_percent) {
            self.tally.count("messages-lost");
            return Carried::Lost;
        }
        let delay_ms = self.dice.between(1, self.weather.delay_ms);
        self.queue.after(delay_ms, event(epoch));
        Carried::Sent
    }

    /// Cuts the network in two, at random; half of the time both sides notice.
    pub(super) fn cut(&mut self) {
        let mut side: Vec<bool> = (0..self.plan.replicas).map(|_| self.dice.percent(50)).collect();
        let first = self.dice.index(side.len());
        side[first] = !side[(first + 1) % self.plan.replicas];
        let names = |world: &Self, here: bool| {
            let at = side.iter().enumerate().filter(|(_, there)| **there == here);
            at.map(|(at, _)| world.name(at)).collect::<Vec<_>>().join(" ")
        };
        let (one, other) = (names(self, true), names(self, false));
        self.tell(|| format!("the network is cut: {one} | {other}"));
        self.tally.count("partitions");
        self.links.side = Some(side.into_iter().map(Some).collect());
        if self.dice.percent(50) {
            for (one, other) in self.links.all() {
                if self.links.severed(one, other) {
                    self.hang_up(one, other);
                }
            }
        }
    }

    /// Cuts the network along the two faces of those liars that have two, and before anybody is connected;
    /// the liars reach both sides.
    pub(super) fn part(&mut self) {
        let lies = |at: &usize| self.plan.liars.iter().any(|(liar, _)| liar == at);
        let side = |at: usize| (!lies(&at)).then_some(at.is_multiple_of(2));
        self.links.side = Some((0..self.plan.replicas).map(side).collect());
        self.tally.count("partitions");
        self.tell(|| "the network is cut between odd and even".to_owned());
    }

    pub(super) fn mend(&mut self) {
        if self.links.side.take().is_some() {
            self.tell(|| "the network is whole again".to_owned());
        }
    }

    fn is_there(&self, at: usize) -> bool {
        match self.seats.get(at) {
            Some(Seat::Honest(node)) => node.replica.is_some(),
            Some(Seat::Liar(_)) => true,
            None => false,
        }
    }

    fn has_left(&self, at: usize) -> bool {
        matches!(self.seats.get(at), Some(Seat::Liar(liar)) if liar.has_left())
    }
}
