//! The own log file against the tree.
//!
//! The file is written first and the tree second, so a node at work is ahead in the file for a
//! moment; that moment is waited for before it is called a problem. The invariant: whatever is in
//! one and not in the other, or differs, is named.

use std::ops::ControlFlow;
use std::path::Path;
use std::time::Duration;

use chancery_ledger::{Entry, Head, Id, LogId, Position};

use super::{Run, Stage, Step, Tip, verify};
use crate::own_log;
use crate::problem::{Problem, whole};

/// An entry that is in the file and not yet in the tree is a publication under way: 80 times
/// 25 ms, well above the two fsyncs between.
const WAITS_MAX: u32 = 80;
const WAIT: Duration = Duration::from_millis(25);
const RESTART: &str = "start the node again: it brings file and store to one length";
const RESTORE: &str =
    "keep a copy of the file and do not publish: entries stand in the store, and with the peers";

/// What the file held when it was read.
pub(super) struct OwnFile {
    log: LogId,
    /// The tree's head before the file was read, which the file must therefore reach.
    head: Option<Head>,
    /// None where an entry is bad, which has been named.
    ids: Vec<Option<Id>>,
    /// Whether it was read to its end.
    whole: bool,
}

impl Run<'_> {
    pub(super) fn own_file(&mut self, path: &Path, log: LogId) -> OwnFile {
        let head = self.store.head(log);
        let total = head.map_or(0, |head| head.seq + 1);
        let mut own = OwnFile { log, head, ids: Vec::new(), whole: true };
        let mut tip = Tip::Known(None);
        let mut wanted = ControlFlow::Continue(());
        let read = own_log::read_beside(path, |statement, body| {
            let seq = own.ids.len() as u64;
            let entry = Entry { statement: statement.to_vec(), body: body.to_vec() };
            let verified = verify(entry, Position { log, seq }, tip, self.directory);
            if let Err(flaw) = &verified {
                let what = format!("own log file, entry {seq}: {}", whole(flaw));
                self.found(Problem::new(what, RESTORE));
            }
            let id = verified.ok();
            tip = id.map_or(Tip::Unknown, |id| Tip::Known(Some(id)));
            own.ids.push(id);
            wanted = self.told(Stage::OwnLog, seq + 1, total.max(seq + 1));
            wanted
        });
        if let Err(error) = read {
            own.whole = false;
            self.found(Problem::new(format!("own log file: {}", whole(&error)), RESTORE));
        }
        own.whole &= wanted.is_continue();
        own
    }

    pub(super) fn own_against_tree(&mut self, own: OwnFile) -> Step {
        let OwnFile { log, head, ids, whole } = own;
        let held = ids.len() as u64;
        if let Some(head) = head.filter(|head| whole && head.seq >= held) {
            let what = format!("own log file: entries {held} to {} are missing", head.seq);
            self.found(Problem::new(what, RESTART));
        }
        self.wait_for(log, held);
        let mut ahead = None;
        for (seq, id) in (0..).zip(&ids) {
            match (self.store.index().id_at(Position { log, seq }), id) {
                (None, _) => {
                    ahead = Some(seq);
                    break;
                }
                (Some(tree), Some(file)) if tree != *file => {
                    let what =
                        format!("own log, entry {seq}: file and store hold different statements");
                    self.found(Problem::new(what, RESTORE));
                }
                _ => {}
            }
        }
        if let Some(first) = ahead {
            let what = format!("own log: entries {first} to {} are missing in the store", held - 1);
            self.found(Problem::new(what, RESTART));
        }
        Ok(self.told(Stage::OwnLog, held, held))
    }

    fn wait_for(&self, log: LogId, held: u64) {
        for _ in 0..WAITS_MAX {
            if self.store.head(log).map_or(0, |head| head.seq + 1) >= held {
                return;
            }
            std::thread::sleep(WAIT);
        }
    }
}
