//! A thread as it is told: what the fold makes of it, and the references that people know its ids by.

use std::collections::BTreeMap;

use chancery_ledger::log::Id;
use chancery_record::Record;
use chancery_thread::Thread;
use time::Date;

use super::Summary;

/// A record with all that became of it and all that is said about it.
#[derive(Clone, Debug)]
pub struct Told {
    /// The line that a listing shows of the record's first statement.
    pub summary: Summary,
    /// The statement that was asked for: the record, one of its versions, or what was said to it.
    pub asked: Id,
    /// The fold; none where the body of the record's first statement cannot be read by this version.
    pub thread: Option<Thread>,
    /// What was said first, as it was written; none where it cannot be read.
    pub record: Option<Record>,
    /// For each version what changed against the one before it, a line each.
    pub changes: Vec<Vec<String>>,
    /// The references of all statements in it, and of the target of the record if it is a remark.
    pub references: BTreeMap<Id, String>,
    /// Records that say that they stand in relation to it.
    pub related: Vec<Summary>,
    /// The day that is asked about.
    pub today: Date,
    /// So many statements are left out because there are too many or they cannot be read.
    pub left_out: usize,
}
