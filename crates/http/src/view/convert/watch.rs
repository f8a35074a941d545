//! Watches, notices and receivers, from the node's answers.

use chancery_node::answer::{
    DayDigest, DigestOf, Licence, Matching, Notice, PartyHit, ReceiverState, Several, Watch,
    Watched,
};

use super::instant;
use crate::view::{
    DigestOfView, DigestView, LicenceView, MatchingView, NoticeView, PartyHitView, ReceiverView,
    SeveralView, UnreadView, WatchView,
};

impl From<Licence> for LicenceView {
    fn from(Licence { number, granted }: Licence) -> Self {
        LicenceView { number, granted }
    }
}

impl From<(Watch, Option<String>)> for WatchView {
    fn from((watch, unread): (Watch, Option<String>)) -> Self {
        let (query, party, threshold, licence) = match watch.subject {
            Watched::Query(query) => (Some(query), None, None, None),
            Watched::Party { card, threshold, licence } => (None, Some(*card), threshold, licence),
        };
        WatchView {
            id: watch.id,
            name: watch.name,
            query,
            party,
            threshold,
            licence: licence.map(LicenceView::from),
            note: watch.note,
            made_at: instant(watch.made_at_s),
            since: watch.since_s.map(instant),
            unread,
        }
    }
}

impl From<PartyHit> for PartyHitView {
    fn from(PartyHit { name, key, score, reasons }: PartyHit) -> Self {
        PartyHitView { name, key, score, reasons }
    }
}

impl From<Several> for SeveralView {
    fn from(Several { matches, changed, ceased, references }: Several) -> Self {
        SeveralView { matches, changed, ceased, references }
    }
}

impl From<Notice> for NoticeView {
    fn from(notice: Notice) -> Self {
        NoticeView {
            number: notice.number,
            watch: notice.name,
            raised: notice.raised.as_str().to_owned(),
            reference: notice.reference,
            id: notice.id,
            version: notice.version,
            version_number: notice.version_number,
            kind: notice.kind,
            title: notice.title,
            state: notice.state,
            exercise: notice.exercise,
            changes: notice.changes,
            party: notice.party.map(PartyHitView::from),
            licence: notice.licence.map(LicenceView::from),
            several: notice.several.map(SeveralView::from),
            noticed_at: instant(notice.noticed_at_s),
            done: notice.done,
            todo: notice.todo,
        }
    }
}

impl From<Matching> for MatchingView {
    fn from(matching: Matching) -> Self {
        let Matching { total, shown, looked_at, left_out, unread } = matching;
        let shown = shown.into_iter().map(NoticeView::from).collect();
        MatchingView { total, shown, looked_at, left_out, unread }
    }
}

impl From<DigestOf> for DigestOfView {
    fn from(of: DigestOf) -> Self {
        let DigestOf { name, matches, changed, ceased, notices } = of;
        let notices = notices.into_iter().map(NoticeView::from).collect();
        DigestOfView { watch: name, matches, changed, ceased, notices }
    }
}

impl From<DayDigest> for DigestView {
    fn from(digest: DayDigest) -> Self {
        let DayDigest { day, watches, more, behind, unread } = digest;
        let watches = watches.into_iter().map(DigestOfView::from).collect();
        let unread = unread.into_iter().map(|(watch, why)| UnreadView { watch, why }).collect();
        DigestView { day, watches, more, behind, unread }
    }
}

impl From<ReceiverState> for ReceiverView {
    fn from(state: ReceiverState) -> Self {
        ReceiverView {
            name: state.name,
            kind: state.kind.to_owned(),
            target: state.target,
            carries: state.carries.to_owned(),
            watches: state.watches,
            after: state.after,
            pending: state.pending,
            taken: state.taken,
            lost: state.lost,
            failures: state.failures,
            last_error: state.last_error,
            failed_at: state.failed_at_s.map(instant),
            taken_at: state.taken_at_s.map(instant),
        }
    }
}
