//! What a new version of a list changed: entries added, changed and removed, by their ids.

use serde::{Deserialize, Serialize};

use crate::Entry;

/// An entry that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// Before.
    pub before: Entry,
    /// After.
    pub after: Entry,
}

/// What differs between two versions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// Entries that are new.
    pub added: Vec<Entry>,
    /// Entries that say something else.
    pub changed: Vec<Changed>,
    /// Entries that are gone.
    pub removed: Vec<Entry>,
}

impl Difference {
    /// Of two versions whose entries stand in the order of their ids.
    pub fn between(before: &[Entry], after: &[Entry]) -> Difference {
        let mut difference = Difference::default();
        let (mut old, mut new) = (before.iter().peekable(), after.iter().peekable());
        loop {
            match (old.peek(), new.peek()) {
                (Some(a), Some(b)) if a.id == b.id => {
                    if a != b {
                        let (before, after) = ((*a).clone(), (*b).clone());
                        difference.changed.push(Changed { before, after });
                    }
                    old.next();
                    new.next();
                }
                (Some(a), b) if b.is_none_or(|b| a.id < b.id) => {
                    difference.removed.push((*a).clone());
                    old.next();
                }
                (_, Some(b)) => {
                    difference.added.push((*b).clone());
                    new.next();
                }
                (_, None) => return difference,
            }
        }
    }

    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}
