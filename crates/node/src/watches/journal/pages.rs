//! The pages of the journal: notices in the vault, so many to an object.
//!
//! They do not know which of them count: the head does.

use chancery_store::vault::Place;

use crate::vault::Vault;
use crate::watches::error::WatchError;
use crate::watches::notice::Notice;

const NOTICES: &str = "notices";

/// Notices of one page. One is at most 32 KiB (eight lines of changes and eight of reasons, 240 characters
/// each, and a title, with every character an escape of six bytes), so a page fits an object of 2 MiB.
pub(super) const PAGE: u64 = 32;

/// Pages that are kept; of older ones nobody has asked for a long time. 65,536 notices, some 64 MiB.
const PAGES_MAX: u64 = 2_048;

/// Writes the pages on which these notices stand, behind those that were there.
pub(super) fn put_pages(vault: &Vault, last: u64, notices: &[Notice]) -> Result<(), WatchError> {
    let mut rest = notices;
    while let Some(first) = rest.first() {
        let page = page_of(first.number);
        let end = ((page + 1) * PAGE + 1).saturating_sub(first.number);
        let (here, behind) = rest.split_at(rest.len().min(usize::try_from(end).unwrap_or(1)));
        let mut all = if last > page * PAGE { page_at(vault, page)? } else { Vec::new() };
        // What a step wrote that never counted is written over.
        all.retain(|notice| notice.number <= last);
        all.extend_from_slice(here);
        put(vault, page, &all)?;
        rest = behind;
    }
    Ok(())
}

pub(super) fn put(vault: &Vault, page: u64, notices: &[Notice]) -> Result<(), WatchError> {
    let bytes = serde_json::to_vec(notices).expect("because a notice has text keys");
    Ok(vault.put(Place { collection: NOTICES, name: &page.to_string() }, &bytes)?)
}

pub(super) fn page_at(vault: &Vault, page: u64) -> Result<Vec<Notice>, WatchError> {
    let name = page.to_string();
    let Some(bytes) = vault.get(Place { collection: NOTICES, name: &name })? else {
        return Ok(Vec::new());
    };
    let notices = serde_json::from_slice(&bytes);
    notices.map_err(|_| WatchError::Unread { name: format!("{NOTICES}/{name}") })
}

/// Removes the pages that are too many now.
pub(super) fn drop_old(vault: &Vault, before: u64, after: u64) -> Result<(), WatchError> {
    for page in first_page(before)..first_page(after) {
        vault.remove(Place { collection: NOTICES, name: &page.to_string() })?;
    }
    Ok(())
}

/// The page of a notice.
pub(super) fn page_of(number: u64) -> u64 {
    number.saturating_sub(1) / PAGE
}

/// The first page that is kept, where this is the last number.
pub(super) fn first_page(last: u64) -> u64 {
    last.div_ceil(PAGE).saturating_sub(PAGES_MAX)
}
