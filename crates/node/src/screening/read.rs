//! Records that match, read again from the store: which version it is, and how it stands today.

use std::collections::BTreeSet;
use std::rc::Rc;

use chancery_encoding::Digest;
use chancery_query::Document;
use chancery_record::Record;
use chancery_screening::{Taken, cards_of};
use chancery_thread::part::PartKind;
use chancery_thread::{Thread, Version};

use super::{ScreenError, Screener, appearances};
use crate::answer::RecordSource;
use crate::reading::{self, ReadError};
use crate::telling;

/// Threads that are held in memory for one request: at some 50 KiB each, 50 MiB.
const FOLDED_MAX: usize = 1_000;

/// A record with what became of it.
#[derive(Debug)]
pub(crate) struct Folded {
    pub(super) thread: Thread,
    /// The parties of each version, with the digests of their cards.
    parties: Vec<Vec<(Digest, Taken)>>,
    pub(super) documents: Vec<Document>,
}

impl Screener<'_> {
    /// The thread of a record; none where the store does not have it any more.
    pub(super) fn fold(&mut self, root: &Digest) -> Result<Option<Rc<Folded>>, ScreenError> {
        if let Some(folded) = self.folded.get(root) {
            return Ok(folded.clone());
        }
        if self.folded.len() >= FOLDED_MAX {
            self.folded.clear();
        }
        let position = match reading::locate(self.store, &root.to_string()) {
            Ok(position) => position,
            Err(ReadError::NotFound(_)) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let folded = telling::fold(self.store, position)?.map(|thread| Rc::new(Folded::of(thread)));
        self.folded.insert(*root, folded.clone());
        Ok(folded)
    }

    /// Where a version of a record stands.
    pub(super) fn source(&self, folded: &Folded, version: &Version) -> RecordSource {
        let thread = &folded.thread;
        let strings = |words: Vec<&'static str>| words.into_iter().map(str::to_owned).collect();
        RecordSource {
            reference: thread.reference.clone(),
            root: thread.root.to_string(),
            version: version.id.to_string(),
            number: version.number as u64,
            cited: version.reference.clone(),
            state: thread.issuer.state.to_string(),
            authority: thread.issuer.authority.clone(),
            kind: thread.kind.clone(),
            title: version.text.title().to_owned(),
            standing: thread.version_standing(version, self.today).as_str().to_owned(),
            marks: strings(thread.marks.words()),
            disputed_by: thread.marks.disputed.iter().map(ToString::to_string).collect(),
            grades: grades(&version.text),
            marking: version
                .text
                .marking()
                .map_or_else(|| "TLP:RED".to_owned(), |marking| marking.to_string()),
            issued_at_s: version.issued_at,
            exercise: version.text.exercise(),
            party: None,
            roles: Vec::new(),
            party_withdrawn: false,
        }
    }
}

impl Folded {
    fn of(thread: Thread) -> Folded {
        let parties = |version: &Version| {
            cards_of(&version.text).into_iter().map(|taken| (taken.card.digest(), taken)).collect()
        };
        Folded {
            parties: thread.versions.iter().map(parties).collect(),
            documents: appearances::documents(&thread),
            thread,
        }
    }

    /// The version to cite for a card, with its party there: the one that stands if it names it, otherwise
    /// the last one that does.
    pub(super) fn party(&self, card: &Digest) -> Option<(&Version, &Taken)> {
        let of = |at: usize| {
            let (_, taken) = self.parties.get(at)?.iter().find(|(digest, _)| digest == card)?;
            Some((&self.thread.versions[at], taken))
        };
        let at = self.thread.current;
        of(at).or_else(|| (0..self.thread.versions.len()).rev().find_map(of))
    }

    /// The current version, with what a search sees of it.
    pub(super) fn current(&self) -> Option<(&Version, &Document)> {
        let version = self.thread.version();
        Some((version, self.documents.iter().find(|document| document.version == version.id)?))
    }

    /// Whether a party was taken out of the record since.
    pub(super) fn is_withdrawn(&self, key: Option<&str>) -> bool {
        let parts = self.thread.withdrawn_parts.iter();
        let mut parties = parts.filter(|taken| taken.part.kind == PartKind::Parties);
        key.is_some_and(|key| parties.any(|taken| taken.part.key == key))
    }
}

/// The Admiralty grades of a record's claims, each once, the best first.
fn grades(text: &Record) -> Vec<String> {
    let claims = text.parts(&["assessment", "claims"]).into_iter();
    let grades: BTreeSet<String> = claims
        .filter_map(|claim| {
            let credibility = claim.to_json()["credibility"].as_u64()?;
            Some(format!("{}{credibility}", claim.text_at(&["reliability"])?))
        })
        .collect();
    grades.into_iter().collect()
}
