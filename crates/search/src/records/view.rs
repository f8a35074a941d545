//! What is read of the index of records: its segments, opened, and the watermark of the same commit.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::index::SegmentId;

use super::part::{Fixed, Part, alive};
use super::schema::Fields;
use super::tally::{Names, is_wasteful};
use crate::folder::Shown;

/// The segments of one commit.
pub(super) struct View {
    shown: Arc<Shown>,
    pub(super) parts: Vec<Part>,
}

/// Keeps what is opened from one commit to the next.
#[derive(Default)]
pub(super) struct Views {
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    names: Names,
    last: Option<Arc<View>>,
}

impl std::fmt::Debug for Views {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Views").finish_non_exhaustive()
    }
}

impl Views {
    /// What is shown, opened; segments that were opened before are taken over.
    pub(super) fn of(&self, shown: &Arc<Shown>, fields: &Fields) -> tantivy::Result<Arc<View>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(last) = kept.last.as_ref().filter(|last| Arc::ptr_eq(&last.shown, shown)) {
            return Ok(Arc::clone(last));
        }
        let mut parts = open(&mut kept, shown, fields)?;
        if is_wasteful(&kept.names, &parts) {
            kept.names = Names::default();
            for part in &mut parts {
                part.names = Arc::new(kept.names.of(&part.fixed.facets)?);
            }
        }
        let view = Arc::new(View { shown: Arc::clone(shown), parts });
        kept.last = Some(Arc::clone(&view));
        Ok(view)
    }
}

fn open(kept: &mut Kept, shown: &Shown, fields: &Fields) -> tantivy::Result<Vec<Part>> {
    let last = kept.last.clone();
    let last = last.as_ref().map_or(&[][..], |last| &last.parts);
    let before: HashMap<SegmentId, &Part> = last.iter().map(|part| (part.id, part)).collect();
    let mut parts = Vec::new();
    for reader in shown.searcher.segment_readers() {
        let id = reader.segment_id();
        let (fixed, names) = match before.get(&id) {
            Some(part) => (Arc::clone(&part.fixed), Arc::clone(&part.names)),
            None => {
                let fixed = Fixed::open(reader, fields)?;
                let names = kept.names.of(&fixed.facets)?;
                (Arc::new(fixed), Arc::new(names))
            }
        };
        parts.push(Part { id, size: reader.max_doc(), fixed, alive: alive(reader), names });
    }
    Ok(parts)
}
