//! How many states hold what, read off checkpoints when it is asked and never kept in the index.

use std::collections::BTreeMap;

use chancery_query::Log;

/// How many states hold each place of each log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holding(BTreeMap<Log, Steps>);

/// How many states hold each place of one log: with every larger checkpoint fewer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Steps {
    /// Up to, and not including, this place so many hold it; by place.
    steps: Vec<(u64, u32)>,
    /// So many hold what is behind the last step.
    beyond: u32,
}

impl Steps {
    /// Up to each of these places, without it, so many; and beyond them so many.
    pub fn new(mut steps: Vec<(u64, u32)>, beyond: u32) -> Steps {
        steps.sort_unstable();
        Steps { steps, beyond }
    }

    /// How many hold this place.
    pub fn at(&self, seq: u64) -> u32 {
        let step = self.steps.partition_point(|(size, _)| *size <= seq);
        self.steps.get(step).map_or(self.beyond, |(_, states)| *states)
    }
}

impl Holding {
    /// Of each log.
    pub fn new(logs: impl IntoIterator<Item = (Log, Steps)>) -> Holding {
        Holding(logs.into_iter().collect())
    }

    /// How many hold a place of a log; nobody, where nothing is known of the log.
    pub fn at(&self, log: &Log, seq: u64) -> u32 {
        self.0.get(log).map_or(0, |steps| steps.at(seq))
    }

    /// The steps of these logs, in their order.
    pub(super) fn of(&self, logs: &[Log]) -> Vec<Steps> {
        logs.iter().map(|log| self.0.get(log).cloned().unwrap_or_default()).collect()
    }
}
