//! One step of the watches: every record that it touches is asked about, and what they raise is gathered.
//!
//! Many notices of one watch in one step are told as one line, so that a broad watch tells of a thousand
//! records without a thousand lines; all of them are counted, and the first are named.

use std::collections::BTreeMap;

use chancery_ledger::log::Position;
use chancery_screening::Commonness;
use chancery_store::Store;

use super::compiled::Compiled;
use super::error::WatchError;
use super::fold;
use super::judge::{find, judge, todo};
use super::notice::{NAMED_MAX, Notice, Raised, Several};
use super::seen::Seen;
use super::touched::Step;

/// So many of one watch in one step are told one by one; a screen of an hour has room for them.
const TOLD_SINGLY: usize = 8;

/// So many in one step are told one by one, of all watches. At most 32 KiB each, so 32 MiB for a moment.
const STEP_SINGLY: usize = 1_024;

/// What was raised in one step, by watch.
#[derive(Debug, Default)]
struct Gathered(BTreeMap<u64, OfWatch>);

#[derive(Debug, Default)]
struct OfWatch {
    singly: Vec<Notice>,
    several: Option<(Notice, Several)>,
}

/// The notices of a step, in the order in which they are numbered; none where the node stops meanwhile.
pub(crate) fn notices(
    store: &Store,
    compiled: &Compiled,
    commonness: &Commonness,
    step: &Step,
    go_on: &dyn Fn() -> bool,
) -> Result<Option<Vec<Notice>>, WatchError> {
    let mut gathered = Gathered::default();
    for root in &step.roots {
        if !go_on() {
            return Ok(None);
        }
        let Some(pair) = fold::pair(store, *root, &step.from, &step.to)? else { continue };
        let raised = judge(compiled, commonness, &pair, (&step.from, &step.to));
        raised.into_iter().for_each(|notice| gathered.take(notice));
    }
    Ok(Some(gathered.told()))
}

/// What one watch finds in records that were there before it.
pub(crate) fn looking_back(
    store: &Store,
    compiled: &Compiled,
    commonness: &Commonness,
    (seen, at): (&Seen, usize),
    roots: impl IntoIterator<Item = Position>,
    go_on: &dyn Fn() -> bool,
) -> Result<Option<Vec<Notice>>, WatchError> {
    let mut gathered = Gathered::default();
    for root in roots {
        if !go_on() {
            return Ok(None);
        }
        let Some(pair) = fold::now(store, root, seen)? else { continue };
        find(compiled, commonness, &pair, seen, at)
            .into_iter()
            .for_each(|notice| gathered.take(notice));
    }
    Ok(Some(gathered.told()))
}

impl Gathered {
    fn take(&mut self, notice: Notice) {
        let of = self.0.entry(notice.watch).or_default();
        if of.several.is_none() && of.singly.len() < TOLD_SINGLY {
            of.singly.push(notice);
        } else {
            of.fold();
            of.add(&notice);
        }
    }

    fn told(self) -> Vec<Notice> {
        let singly: usize = self.0.values().map(|of| of.singly.len()).sum();
        let mut all = Vec::new();
        for mut of in self.0.into_values() {
            if singly > STEP_SINGLY && of.singly.len() > 1 {
                of.fold();
            }
            all.append(&mut of.singly);
            all.extend(of.several.map(|(notice, several)| Notice {
                todo: todo(Raised::Several, "", notice.licence.as_ref()),
                several: Some(several),
                ..notice
            }));
        }
        all
    }
}

impl OfWatch {
    /// Makes one line of what was to be told singly.
    fn fold(&mut self) {
        for notice in std::mem::take(&mut self.singly) {
            self.add(&notice);
        }
    }

    fn add(&mut self, notice: &Notice) {
        let (line, several) = self.several.get_or_insert_with(|| {
            let line = Notice {
                raised: Raised::Several,
                reference: String::new(),
                id: String::new(),
                version: String::new(),
                version_number: 0,
                kind: String::new(),
                title: String::new(),
                state: String::new(),
                changes: Vec::new(),
                party: None,
                ..notice.clone()
            };
            (line, Several::default())
        });
        line.exercise &= notice.exercise;
        match notice.raised {
            Raised::Matches => several.matches += 1,
            Raised::Changed => several.changed += 1,
            Raised::Ceased => several.ceased += 1,
            Raised::Several => {}
        }
        if several.references.len() < NAMED_MAX {
            several.references.push(notice.reference.clone());
        }
    }
}
