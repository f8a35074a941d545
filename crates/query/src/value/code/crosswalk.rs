//! The crosswalk: what other lists have for an entry.
//!
//! It names entries of several lists for one category of technology, and these are paragraphs. An entry above
//! such a paragraph has in the other list the entry that stands as far above the other paragraph, where both
//! lists divide alike: `5A001.f.2` and `5.A.1.f.2` are of one category, and so `5.A.1.f` answers `5A001.f`.

use std::collections::BTreeSet;

use chancery_record::vocabulary::{ControlCode, Entry};

use super::Reading;

/// List and code of some entries.
pub(super) type Entries = BTreeSet<(String, String)>;

impl Reading<'_> {
    /// What other lists have for an entry, by the categories that name it, an entry above it or one below.
    pub(super) fn others(self, code: &ControlCode) -> Entries {
        let parse =
            |entry: &Entry| ControlCode::parse(&entry.list, &entry.code, self.vocabularies).ok();
        let mut found = Entries::new();
        let words = self.vocabularies.lists().flat_map(|list| list.current());
        for word in words.filter(|word| word.codes.iter().any(|entry| entry.list == code.list())) {
            let entries: Vec<ControlCode> = word.codes.iter().filter_map(parse).collect();
            let (own, others): (Vec<_>, Vec<_>) =
                entries.into_iter().partition(|entry| entry.list() == code.list());
            let own: Vec<ControlCode> =
                own.into_iter().filter(|entry| entry.covers(code) || code.covers(entry)).collect();
            if own.is_empty() {
                continue;
            }
            for other in &others {
                let lifted = own.iter().find_map(|entry| self.lifted(code, entry, other));
                let lifted = lifted.unwrap_or_else(|| other.code().to_owned());
                found.insert((other.list().to_owned(), lifted));
            }
        }
        found
    }

    /// The entry of the other list that stands above `other` as `code` stands above `own`, its sibling.
    fn lifted(self, code: &ControlCode, own: &ControlCode, other: &ControlCode) -> Option<String> {
        let steps = own.code().strip_prefix(code.code()).filter(|steps| !steps.is_empty())?;
        let alike = own.ancestors().len() == other.ancestors().len();
        let lifted = other.code().strip_suffix(steps).filter(|_| alike)?;
        let parsed = ControlCode::parse(other.list(), lifted, self.vocabularies).ok()?;
        Some(parsed.code().to_owned())
    }
}
