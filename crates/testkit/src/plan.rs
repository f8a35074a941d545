//! What one seed does to the network: every fault is drawn before the run starts, and most seeds
//! have only some of them, because faults that are always on hide each other.

use std::fmt;

use chancery_replica::Gossip;

use crate::{Dice, Mutation};

/// What is going to happen in a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The seed that everything else comes from.
    pub seed: u64,
    /// How many states, honest or not.
    pub replicas: usize,
    pub(crate) gossip: Gossip,
    /// Neighbours of each node, at least.
    pub(crate) degree: usize,
    pub(crate) weather: Weather,
    pub(crate) partitions: u64,
    pub(crate) crashes: u64,
    /// Who lies, and how.
    pub(crate) liars: Vec<(usize, Lie)>,
    /// Who is restored from a backup, and how often.
    pub(crate) restored: Option<(usize, u64)>,
    pub(crate) entries_each: u64,
    pub(crate) bodies: Bodies,
    /// A log that is long before the run starts: whose, and how long.
    pub(crate) history: Option<(usize, u64)>,
    /// How long the liars' branches are before the run starts.
    pub(crate) depth: usize,
    /// Who starts with an empty disk when the others have long been at work.
    pub(crate) late: Vec<usize>,
    /// Between two checkpoints of one author at most; none makes any.
    pub(crate) checkpoint_ms: Option<u64>,
    /// What state roots do.
    pub(crate) rules: Vec<Rule>,
    pub(crate) storm_ms: u64,
    pub(crate) mutation: Option<(usize, Mutation)>,
}

/// Something that state roots do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rule {
    /// When.
    pub(crate) at_ms: u64,
    /// Whose node it is submitted to.
    pub(crate) by: usize,
    pub(crate) deed: Deed,
}

/// What state roots do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Deed {
    /// All members remove one.
    Remove(usize),
    /// A root closes its state's log.
    Revoke(usize),
    /// A root signs its state's keys again.
    Renew(usize),
    /// All members raise the threshold: another next version.
    Threshold,
    /// A root declares that two officers release what its state says.
    Declare(usize),
}

/// How well messages, disks and processors do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Weather {
    pub(crate) delay_ms: u64,
    pub(crate) loss_percent: u64,
    pub(crate) double_percent: u64,
    pub(crate) disk_ms: u64,
    pub(crate) disk_failure_percent: u64,
    pub(crate) verify_ms: u64,
}

/// How large the bodies are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bodies {
    /// All fit gossip.
    Small,
    /// Some have to be pulled.
    Mixed,
}

/// How a liar lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lie {
    /// Signs different statements at one position and shows each peer one branch.
    TwoFaced,
    /// The same with a branch for each peer.
    ManyFaced,
    /// Signs branches and shows anybody any of them, another one each time.
    Flickers,
    /// Says that it holds what it does not, of its own log and of others'.
    ClaimsMore,
    /// Answers with other entries than were asked for.
    WrongPages,
    /// Answers and gossips noise.
    Garbage,
    /// Breaks signatures and bodies of what it passes on.
    Forges,
    /// Sends what is longer than allowed.
    Oversize,
    /// Signs statements that do not follow one another, and such as no log may have.
    Misfits,
    /// Gossips more at once than anybody can verify.
    Floods,
    /// Signs two roots of one size and shows each peer one of them.
    TwoTrees,
    /// Signs roots that are not its log's, and then such as are.
    FalseRoots,
    /// Never answers.
    Mute,
}

const LIES: [Lie; 13] = [
    Lie::TwoFaced,
    Lie::ManyFaced,
    Lie::Flickers,
    Lie::ClaimsMore,
    Lie::WrongPages,
    Lie::Garbage,
    Lie::Forges,
    Lie::Oversize,
    Lie::Misfits,
    Lie::Floods,
    Lie::TwoTrees,
    Lie::FalseRoots,
    Lie::Mute,
];

impl Lie {
    /// What it does, for a reader.
    pub(crate) const fn said(self) -> &'static str {
        match self {
            Self::TwoFaced => "it signs two branches and shows each peer one of them",
            Self::ManyFaced => "it signs a branch for each peer",
            Self::Flickers => "it signs two branches and shows anybody either",
            Self::ClaimsMore => "it claims what it does not hold",
            Self::WrongPages => "it answers with other entries than were asked for",
            Self::Garbage => "it sends noise",
            Self::Forges => "it breaks what others signed",
            Self::Oversize => "it sends more than is allowed",
            Self::Misfits => "it signs what does not fit its log",
            Self::Floods => "it gossips more at once than anybody can verify",
            Self::TwoTrees => "it signs two roots of one size",
            Self::FalseRoots => "it signs roots that are not its log's",
            Self::Mute => "it never answers",
        }
    }
}

impl Rule {
    /// What the roots do: at most one version is made, or two that contradict each other; at most
    /// one honest state is put out.
    fn draw(
        dice: &mut Dice,
        liars: &[(usize, Lie)],
        honest: Option<usize>,
        by: usize,
        storm_ms: u64,
    ) -> Vec<Self> {
        let whom = match liars.first() {
            Some(&(liar, _)) if dice.percent(50) => Some(liar),
            _ => honest,
        };
        let mut rule = |deed, by| Self { at_ms: dice.between(storm_ms / 4, storm_ms), by, deed };
        let mut rules = vec![rule(Deed::Renew(by), by), rule(Deed::Renew(by), by)];
        // Twice, so that a newer policy takes the place of one that binds; at the times of the others.
        let declared = [(by, rules[0].at_ms), (by, rules[1].at_ms.midpoint(storm_ms))];
        let declared = declared.into_iter().chain(honest.map(|at| (at, storm_ms / 4)));
        rules.extend(declared.map(|(at, at_ms)| Self { at_ms, by, deed: Deed::Declare(at) }));
        let Some(whom) = whom else { return rules };
        rules.push(match rule(Deed::Threshold, by).at_ms % 3 {
            0 => rule(Deed::Revoke(whom), by),
            _ => rule(Deed::Remove(whom), by),
        });
        if rules.iter().any(|rule| rule.deed == Deed::Remove(whom))
            && (storm_ms / 1_000).is_multiple_of(2)
        {
            let other = honest.filter(|at| *at != whom).unwrap_or(by);
            rules.push(rule(Deed::Threshold, other));
        }
        rules
    }
}

impl Weather {
    /// Nothing goes wrong.
    pub(crate) const CALM: Self = Self {
        delay_ms: 20,
        loss_percent: 0,
        double_percent: 0,
        disk_ms: 5,
        disk_failure_percent: 0,
        verify_ms: 2,
    };

    fn draw(dice: &mut Dice) -> Self {
        let mut one = |of: &[u64]| dice.pick(of).copied().unwrap_or(0);
        Self {
            delay_ms: one(&[5, 50, 50, 500, 3_000]),
            loss_percent: one(&[0, 0, 1, 10, 30]),
            double_percent: one(&[0, 0, 5, 20]),
            disk_ms: one(&[2, 2, 20, 20, 200, 200, 2_000, 12_000]),
            disk_failure_percent: one(&[0, 0, 0, 5, 30]),
            verify_ms: one(&[1, 1, 50, 1_000]),
        }
    }
}

impl Plan {
    /// The plan of a seed.
    ///
    /// # Panics
    /// When there are fewer than 3 replicas: one that lies and two that could differ.
    pub fn of(seed: u64, replicas: usize) -> Self {
        assert!(replicas >= 3, "a run needs at least 3 replicas");
        let mut dice = Dice::new(seed ^ (replicas as u64) << 48);
        let gossip = if dice.percent(25) { Gossip::Silent } else { Gossip::Published };
        let degree = if dice.percent(25) { replicas } else { dice.index(4) + 3 };
        let mut everybody: Vec<usize> = (0..replicas).collect();
        dice.shuffle(&mut everybody);
        let liars = if dice.percent(65) { dice.index(replicas.div_ceil(5)) + 1 } else { 0 };
        let liars: Vec<_> = everybody
            .drain(..liars)
            .map(|at| (at, dice.pick(&LIES).copied().unwrap_or(Lie::TwoFaced)))
            .collect();
        let restored = dice.percent(40).then(|| (everybody[0], dice.between(1, 2)));
        let depth = if dice.percent(10) { dice.index(620) + 80 } else { 0 };
        let late = if dice.percent(20) { everybody[2..].to_vec() } else { Vec::new() };
        let late = late.into_iter().take(replicas.div_ceil(5)).collect();
        let history = dice.percent(8).then(|| (everybody[1], dice.between(520, 1_100)));
        let storm_ms = 1_000 * dice.between(20, 150);
        let rules = if dice.percent(45) {
            // Whoever is restored or writes history first stays in.
            let out = everybody[2..].first().copied();
            Rule::draw(&mut dice, &liars, out, everybody[1], storm_ms)
        } else {
            Vec::new()
        };
        Self {
            seed,
            replicas,
            gossip,
            degree,
            weather: Weather::draw(&mut dice),
            partitions: dice.below(4),
            crashes: if dice.percent(70) { dice.below(replicas as u64 + 2) } else { 0 },
            liars,
            restored,
            entries_each: dice.between(2, 24),
            bodies: if dice.percent(30) { Bodies::Mixed } else { Bodies::Small },
            history,
            depth,
            late,
            storm_ms,
            rules,
            checkpoint_ms: dice.percent(60).then(|| 1_000 * dice.between(4, 40)),
            mutation: None,
        }
    }

    /// The plan of a seed for [`crate::prove_in_time`]: everybody is connected to everybody, as nodes
    /// are, but for a cut, and one liar has a face for each side of it.
    ///
    /// # Panics
    /// When there are fewer than 3 replicas: one that lies and two that differ.
    pub fn parted(seed: u64, replicas: usize) -> Self {
        assert!(replicas >= 3, "a run needs at least 3 replicas");
        let mut dice = Dice::new(seed ^ (replicas as u64) << 48 ^ 0x5041_5254);
        let gossip = if dice.percent(50) { Gossip::Silent } else { Gossip::Published };
        // With three, an odd liar would leave two on the even side.
        let liar = if replicas == 3 { 2 * dice.index(2) } else { dice.index(replicas) };
        let mut one = |of: &[u64]| dice.pick(of).copied().unwrap_or(0);
        let weather = Weather {
            delay_ms: one(&[5, 50, 200]),
            disk_ms: one(&[2, 20, 200]),
            verify_ms: one(&[1, 20]),
            ..Weather::CALM
        };
        Self {
            seed,
            replicas,
            gossip,
            degree: replicas,
            weather,
            partitions: 0,
            crashes: 0,
            liars: vec![(liar, Lie::TwoFaced)],
            restored: None,
            entries_each: dice.between(1, 6),
            bodies: Bodies::Small,
            history: None,
            depth: dice.index(120) + 1,
            late: Vec::new(),
            storm_ms: 1_000 * dice.between(12, 20),
            rules: Vec::new(),
            checkpoint_ms: dice.percent(50).then(|| 1_000 * dice.between(4, 20)),
            mutation: None,
        }
    }

    /// The same plan with one broken node: the one that is restored, when one is.
    #[must_use]
    pub fn broken(mut self, mutation: Mutation) -> Self {
        let lies = |at: &usize| self.liars.iter().any(|(liar, _)| liar == at);
        let honest = (0..self.replicas).find(|at| !lies(at)).unwrap_or(0);
        let at = self.restored.map_or(honest, |(at, _)| at);
        self.mutation = Some((at, mutation));
        self
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Weather { delay_ms, loss_percent, double_percent, disk_ms, .. } = self.weather;
        let Weather { disk_failure_percent, verify_ms, .. } = self.weather;
        let gossip = match self.gossip {
            Gossip::Published => "gossip on",
            Gossip::Silent => "gossip off",
        };
        write!(f, "{} replicas, {} neighbours or more, {gossip}; ", self.replicas, self.degree)?;
        write!(f, "messages take up to {delay_ms} ms, {loss_percent} % are lost, ")?;
        write!(f, "{double_percent} % come twice; disks take up to {disk_ms} ms and fail in ")?;
        write!(f, "{disk_failure_percent} %; verification takes up to {verify_ms} ms; ")?;
        write!(f, "{} partitions, {} crashes, ", self.partitions, self.crashes)?;
        write!(f, "{} restores, ", self.restored.map_or(0, |(_, times)| times))?;
        write!(f, "{} liars; {} entries each", self.liars.len(), self.entries_each)
    }
}
