//! What is read of the index of records: its segments, opened, and the watermark of the same commit.
//!
//! Opening a segment takes as long as it is large. So it is done by whoever has written it, and those who ask
//! take what was open before until it is done.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use tantivy::index::SegmentId;

use super::part::{Fixed, Part, alive};
use super::schema::Fields;
use super::tally::{Names, is_wasteful};
use crate::folder::Shown;

/// The segments of one commit.
pub(super) struct View {
    pub(super) shown: Arc<Shown>,
    pub(super) parts: Vec<Part>,
}

/// What is open, and what is kept from one view to the next.
pub(super) struct Views {
    names: Mutex<Names>,
    last: RwLock<Arc<View>>,
}

impl std::fmt::Debug for Views {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Views").finish_non_exhaustive()
    }
}

impl Views {
    /// Opens what is shown.
    pub(super) fn of(shown: Arc<Shown>, fields: &Fields) -> tantivy::Result<Views> {
        let mut names = Names::default();
        let view = open(&[], &mut names, shown, fields)?;
        Ok(Views { names: Mutex::new(names), last: RwLock::new(Arc::new(view)) })
    }

    /// What was opened last.
    pub(super) fn last(&self) -> Arc<View> {
        Arc::clone(&self.last.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Opens what is shown in its place; segments that were open before are taken over.
    pub(super) fn turn_to(&self, shown: Arc<Shown>, fields: &Fields) -> tantivy::Result<()> {
        let mut names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        let last = self.last();
        let mut view = open(&last.parts, &mut names, shown, fields)?;
        if is_wasteful(&names, &view.parts) {
            *names = Names::default();
            for part in &mut view.parts {
                part.names = Arc::new(names.of(&part.fixed.facets)?);
            }
        }
        *self.last.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(view);
        Ok(())
    }
}

fn open(
    last: &[Part],
    names: &mut Names,
    shown: Arc<Shown>,
    fields: &Fields,
) -> tantivy::Result<View> {
    let before: HashMap<SegmentId, &Part> = last.iter().map(|part| (part.id, part)).collect();
    let readers = last.iter().map(|part| part.fixed.readers()).max_by_key(Vec::len);
    let readers = readers.unwrap_or_default();
    let mut parts = Vec::new();
    for reader in shown.searcher.segment_readers() {
        let (id, size) = (reader.segment_id(), reader.max_doc());
        let (fixed, names) = match before.get(&id) {
            Some(part) => (Arc::clone(&part.fixed), Arc::clone(&part.names)),
            None => {
                let fixed = Fixed::open(reader, fields)?;
                // Whoever has asked before does not wait for what he may see of it.
                for reader in &readers {
                    fixed.admitted(reader, size)?;
                }
                let names = names.of(&fixed.facets)?;
                (Arc::new(fixed), Arc::new(names))
            }
        };
        parts.push(Part { id, size, fixed, alive: alive(reader), names });
    }
    Ok(View { shown, parts })
}
