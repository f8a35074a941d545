//! Searches, from the node's words to the API's.

use chancery_node::answer::{IndexProgress, IndexState, IndexStatus, Match, Searched, Snippet};

use super::clock;
use crate::view::{
    CountView, FacetView, IndexFlawView, IndexView, MatchView, ProgressView, QueryNoteView,
    SearchedView, SnippetView,
};

/// Characters of a value of a facet, and of a title: a member may put a whole body into one.
const VALUE_CHARS_MAX: usize = 300;

/// The times of issuers are what they say: before 1970 there was no network.
fn issued(at_s: i64) -> String {
    clock(u64::try_from(at_s).unwrap_or(0))
}

fn short(text: &str) -> String {
    text.chars().take(VALUE_CHARS_MAX).collect()
}

impl From<Searched> for SearchedView {
    fn from(searched: Searched) -> Self {
        let notes = searched.notes.into_iter().map(|note| QueryNoteView {
            at: note.at,
            length: note.length,
            said: note.said,
        });
        let facets = searched.facets.into_iter().map(|(facet, tally)| FacetView {
            facet: facet.as_str().to_owned(),
            values: tally
                .values
                .into_iter()
                .map(|(value, count)| CountView { value: short(&value), count })
                .collect(),
            distinct: tally.distinct,
        });
        SearchedView {
            query: searched.query,
            notes: notes.collect(),
            sort: searched.sort.as_str().to_owned(),
            total: searched.total,
            hidden: searched.hidden,
            behind: searched.behind,
            hits: searched.hits.into_iter().map(MatchView::from).collect(),
            facets: facets.collect(),
            next: searched.next.map(|id| id.to_string()),
            index: searched.index,
        }
    }
}

impl From<Match> for MatchView {
    fn from(found: Match) -> Self {
        MatchView {
            reference: found.reference,
            number: found.number,
            cited: found.cited,
            id: found.id.to_string(),
            root: found.root.to_string(),
            state: found.state,
            authority: found.authority,
            kind: found.kind,
            title: short(&found.title),
            status: found.status.to_owned(),
            marks: found.marks.into_iter().map(str::to_owned).collect(),
            exercise: found.exercise,
            marking: found.marking.map(|marking| marking.as_str().to_owned()),
            issued_at: issued(found.issued_at_s),
            epoch: found.position.log.epoch,
            seq: found.position.seq,
            held_by: found.held_by,
            members: found.members,
            because: found.because.iter().map(|line| short(line)).collect(),
            snippets: found.snippets.into_iter().map(SnippetView::from).collect(),
        }
    }
}

impl From<Snippet> for SnippetView {
    fn from(Snippet { place, before, found, behind }: Snippet) -> Self {
        SnippetView { place: place.to_owned(), before, found, behind }
    }
}

impl From<IndexStatus> for IndexView {
    fn from(status: IndexStatus) -> Self {
        let state = status.state.as_str().to_owned();
        let reason = match status.state {
            IndexState::Unusable(reason) => Some(reason),
            IndexState::Checking | IndexState::Reading | IndexState::Current => None,
        };
        IndexView {
            state,
            reason,
            read: status.read,
            held: status.held,
            behind: status.behind,
            documents: status.documents,
            bytes: status.bytes,
            unread: status.unread,
            index: status.index,
            flaw: status.flaw.map(|flaw| IndexFlawView { what: flaw.what, at: issued(flaw.at_s) }),
        }
    }
}

impl From<IndexProgress> for ProgressView {
    fn from(IndexProgress { read, held }: IndexProgress) -> Self {
        ProgressView { stage: "entries".to_owned(), done: read, total: held }
    }
}
