//! What is different between two versions of the roster, in words: what it says, and what it means.
//!
//! Invariant: every difference between the two is a change here; a version that changes something silently
//! does not exist.

use chancery_ledger::{
    log::Head,
    roster::{Directory, Ending, Member, Roster},
};
use chancery_record::StateCode;
use serde::Serialize;

use crate::{screen::counted, words};

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Change {
    /// The state that it is about, if it is about one.
    pub(crate) state: Option<String>,
    /// What is different.
    pub(crate) what: String,
    /// What follows from it.
    pub(crate) means: String,
    /// The root key that it brings in, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) root_words: Option<String>,
}

/// All differences.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(crate) struct Changes(pub(crate) Vec<Change>);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Stranger,
    Observer,
    Suspended,
    Member,
}

impl Changes {
    /// What `next` says otherwise than `previous`.
    pub(crate) fn between(previous: &Roster, next: &Roster, directory: &Directory) -> Self {
        let mut states: Vec<StateCode> =
            everybody(previous).chain(everybody(next)).map(|one| one.state).collect();
        states.sort_unstable();
        states.dedup();
        let mut changes = Vec::new();
        for state in states {
            changes.extend(standing_change(previous, next, state));
            changes.extend(root_change(previous, next, state));
            changes.extend(name_change(previous, next, state));
        }
        changes.extend(next.endings.iter().map(|ending| ending_change(ending, next, directory)));
        changes.extend(threshold_change(previous, next));
        changes.extend(next.settles.iter().map(|hash| Change {
            state: None,
            what: format!("settles version {}", words::of_digest(hash)),
            means: format!(
                "the branch that begins with {hash} does not count any more; this one goes on"
            ),
            root_words: None,
        }));
        Changes(changes)
    }
}

fn everybody(roster: &Roster) -> impl Iterator<Item = &Member> {
    roster.members.iter().chain(&roster.observers)
}

fn find(roster: &Roster, state: StateCode) -> Option<&Member> {
    roster.member(state).or(roster.observer(state))
}

fn standing(roster: &Roster, state: StateCode) -> Standing {
    match roster.member(state) {
        Some(_) if roster.is_suspended(state) => Standing::Suspended,
        Some(_) => Standing::Member,
        None if roster.observer(state).is_some() => Standing::Observer,
        None => Standing::Stranger,
    }
}

fn standing_change(previous: &Roster, next: &Roster, state: StateCode) -> Option<Change> {
    use Standing::{Member, Observer, Stranger, Suspended};
    let (before, after) = (standing(previous, state), standing(next, state));
    let (what, means) = match (before, after) {
        (same, other) if same == other => return None,
        (Suspended, Member) => (
            "is reinstated",
            "it publishes and votes again; its logs go on, and what it signed while it was suspended counts from now on",
        ),
        (_, Member) => {
            ("is admitted as a member", "it publishes, and votes on every later version")
        }
        (_, Suspended) => (
            "is suspended",
            "its nodes are hung up on, and it neither publishes nor votes until a later version lifts that",
        ),
        (Member | Suspended, Observer) => {
            ("becomes an observer", "it listens, and neither publishes nor votes")
        }
        (_, Observer) => {
            ("is taken in as an observer", "it listens, and neither publishes nor votes")
        }
        (_, Stranger) => (
            "is removed",
            "its nodes are hung up on; nothing later reaches them, and nothing later of it counts",
        ),
    };
    let name = find(next, state).or_else(|| find(previous, state)).map(|one| one.name.as_str());
    let is_new = before == Stranger;
    let root_words = find(next, state).filter(|_| is_new).map(words_of);
    Some(Change {
        state: Some(state.to_string()),
        what: format!("{state} ({}) {what}", name.unwrap_or_default()),
        means: means.to_owned(),
        root_words,
    })
}

fn words_of(member: &Member) -> String {
    words::of_key(member.root.as_bytes())
}

fn root_change(previous: &Roster, next: &Roster, state: StateCode) -> Option<Change> {
    let (before, after) = (find(previous, state)?, find(next, state)?);
    (before.root != after.root).then(|| Change {
        state: Some(state.to_string()),
        what: format!("{state} has another root key"),
        means:
            "the old root signs nothing more; certificates that this version keeps go on standing"
                .to_owned(),
        root_words: Some(words_of(after)),
    })
}

fn name_change(previous: &Roster, next: &Roster, state: StateCode) -> Option<Change> {
    let (before, after) = (find(previous, state)?, find(next, state)?);
    (before.name != after.name).then(|| Change {
        state: Some(state.to_string()),
        what: format!("{state} is called {} instead of {}", after.name, before.name),
        means: "only how it is shown".to_owned(),
        root_words: None,
    })
}

/// A suspension can be lifted, and then the log goes on.
const WHILE_SUSPENDED: &str =
    " while it is suspended; once it is reinstated they count, with those that it signs meanwhile";

fn ending_change(ending: &Ending, next: &Roster, directory: &Directory) -> Change {
    let state = ending.state;
    let goes_on = matches!(standing(next, state), Standing::Member | Standing::Observer);
    let kept = counted(ending.keeps.len(), "act");
    let logs: Vec<String> = ending.closed.iter().map(|head| place(head, directory)).collect();
    let (what, means) = match (logs.is_empty(), goes_on) {
        (false, _) => (
            format!("the logs of {state} end: {}", logs.join(", ")),
            format!(
                "what stands up to there stays valid for ever, with {kept} of its root; later entries are refused \
                 everywhere{}",
                if standing(next, state) == Standing::Suspended { WHILE_SUSPENDED } else { "" }
            ),
        ),
        (true, true) => (
            format!("{state} keeps {kept} of its old root"),
            "its certificates go on standing, and so do its logs".to_owned(),
        ),
        (true, false) => (
            format!("NOTHING that {state} has published stands"),
            "no log of it is closed at a place, so none of its entries counts any more".to_owned(),
        ),
    };
    Change { state: Some(state.to_string()), what, means, root_words: None }
}

fn place(head: &Head, directory: &Directory) -> String {
    let author = directory.author(&head.log.key);
    let whose =
        author.map_or_else(|| "an unknown authority".to_owned(), |one| one.issuer.to_string());
    format!("{whose} (log {}) after seq {}", head.log, head.seq)
}

fn threshold_change(previous: &Roster, next: &Roster) -> Option<Change> {
    let count = |roster: &Roster| roster.active_members().count();
    let (before, after) = (count(previous), count(next));
    ((previous.threshold, before) != (next.threshold, after)).then(|| Change {
        state: None,
        what: format!(
            "the threshold is {} of {after} instead of {} of {before}",
            next.threshold, previous.threshold
        ),
        means: format!("so many members must sign version {}", next.version + 1),
        root_words: None,
    })
}
