//! What a pack changes, for the person who is asked to load it. Invariant: two packs that differ in anything but
//! name, edition, day and source have a difference.

use super::{Pack, WordList};

/// What a new pack changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference(pub Vec<Change>);

/// One thing that changes. The first text is the vocabulary or the control list, the second the word.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// A vocabulary or list that there was not.
    New(String),
    /// A word that there was not.
    Added(String, String),
    /// A word that is not to be written any more.
    Retired(String, String),
    /// A word that may be written again.
    Returned(String, String),
    /// Its meaning is worded otherwise.
    Reworded(String, String),
    /// Its spellings, successor or entries of control lists are others.
    Changed(String, String),
}

impl Difference {
    /// What `pack` changes in what `present` says; all of it where there is none.
    pub fn between(present: Option<&Pack>, pack: &Pack) -> Difference {
        let mut changes = Vec::new();
        for list in pack.vocabularies() {
            let was =
                present.and_then(|p| p.vocabularies().iter().find(|was| was.name == list.name));
            match was {
                None => changes.push(Change::New(list.name.clone())),
                Some(was) => words(was, list, &mut changes),
            }
        }
        for list in pack.lists() {
            let was = present.and_then(|p| p.lists().iter().find(|was| was.list == list.list));
            match was {
                None => changes.push(Change::New(list.list.clone())),
                Some(was) if was == list => {}
                Some(was) => {
                    let known = |e: &str| was.editions.iter().any(|was| was.edition == e);
                    let new = list.editions.iter().filter(|e| !known(&e.edition));
                    let new: Vec<Change> =
                        new.map(|e| Change::Added(list.list.clone(), e.edition.clone())).collect();
                    changes.push(Change::Changed(list.list.clone(), "entries and editions".into()));
                    changes.extend(new);
                }
            }
        }
        Difference(changes)
    }
}

fn words(was: &WordList, is: &WordList, changes: &mut Vec<Change>) {
    if was.about != is.about {
        changes.push(Change::Reworded(is.name.clone(), "the vocabulary itself".into()));
    }
    if was.states != is.states {
        changes.push(Change::Changed(is.name.clone(), "the states".into()));
    }
    for word in &is.words {
        let pair = || (is.name.clone(), word.word.clone());
        let Some(before) = was.word(&word.word) else {
            let (list, word) = pair();
            changes.push(Change::Added(list, word));
            continue;
        };
        let (list, text) = pair();
        match (before.retired.is_some(), word.retired.is_some()) {
            (false, true) => changes.push(Change::Retired(list, text)),
            (true, false) => changes.push(Change::Returned(list, text)),
            _ if before.about != word.about => changes.push(Change::Reworded(list, text)),
            _ if before != word => changes.push(Change::Changed(list, text)),
            _ => {}
        }
    }
}
