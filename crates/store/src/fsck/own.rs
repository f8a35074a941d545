//! The own log file against the store.
//!
//! The file is written first and the store second, so a node at work is ahead in the file for a
//! moment; that moment is waited for before it is called a problem. The invariant: whatever is in
//! one and not in the other, or differs, is named.

use std::ops::ControlFlow;
use std::path::Path;
use std::time::Duration;

use chancery_ledger::log::{Id, LogId, Position};
use chancery_ledger::statement::Entry;

use super::{Run, Stage, Tip, verify};
use crate::own_log;
use crate::problem::{Problem, whole};

/// An entry that is in the file and not yet in the tree is a publication under way: 80 times
/// 25 ms, well above the two fsyncs between.
const WAITS_MAX: u32 = 80;
const WAIT: Duration = Duration::from_millis(25);
const RESTART: &str = "start the node again: it brings file and store to one length";
const REWRITE: &str =
    "stop the node, move the file aside and keep it, and start: it is written again from the store";
const KEEP: &str = "stop the node and keep its directory as it is: one of the two is an old copy; \
                    let an empty directory with the same identity be filled by the peers";

impl Run<'_> {
    pub(super) fn own(&mut self, path: &Path, log: LogId) {
        // The tree's head is read before the file, which must therefore reach it.
        let head = self.store.head(log);
        let total = head.map_or(0, |head| head.seq + 1);
        let mut ids: Vec<Option<Id>> = Vec::new();
        let mut tip = Tip::Known(None);
        let mut wish = ControlFlow::Continue(());
        let read = own_log::read_beside(path, |statement, body| {
            let seq = ids.len() as u64;
            let entry = Entry { statement: statement.to_vec(), body: body.to_vec() };
            let verified = verify(entry, Position { log, seq }, tip, self.directory);
            if let Err(flaw) = &verified {
                let what = format!("own log file, entry {seq}: {}", whole(flaw));
                self.found(Problem::new(what, REWRITE));
            }
            let sound = verified.ok();
            let id = sound.as_ref().map(|sound| sound.id);
            let before = sound.map(|sound| (sound.id, sound.policy));
            tip = before.map_or(Tip::Unknown, |before| Tip::Known(Some(before)));
            ids.push(id);
            wish = self.told(Stage::OwnLog, seq + 1, total.max(seq + 1));
            wish
        });
        if wish.is_break() {
            return;
        }
        let held = ids.len() as u64;
        match (read, head) {
            (Err(error), _) => {
                let what = format!("own log file: {}", whole(&error));
                self.found(Problem::new(what, REWRITE));
            }
            (Ok(()), Some(head)) if head.seq >= held => {
                let what = format!("own log file: entries {held} to {} are missing", head.seq);
                self.found(Problem::new(what, RESTART));
            }
            (Ok(()), _) => {}
        }
        self.against_tree(log, &ids);
    }

    fn against_tree(&mut self, log: LogId, ids: &[Option<Id>]) {
        let held = ids.len() as u64;
        self.wait_for(log, held);
        for (seq, id) in (0..).zip(ids) {
            let tree = self.store.index().id_at(Position { log, seq });
            match (tree, id) {
                (None, _) => {
                    let last = held - 1;
                    let what = format!("own log: entries {seq} to {last} are missing in the store");
                    self.found(Problem::new(what, RESTART));
                    return;
                }
                (Some(tree), Some(file)) if tree != *file => {
                    let what =
                        format!("own log, entry {seq}: file and store hold different statements");
                    self.found(Problem::new(what, KEEP));
                }
                _ => {}
            }
        }
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
