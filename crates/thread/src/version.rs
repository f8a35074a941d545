//! Versions: the texts that a record has had, each with the statement that made it.
//!
//! The current one is the last correction that counts, also where it corrects a correction. One that
//! is taken back, forked or revoked does not count itself, but what corrects it does: otherwise
//! tidying up a wrong correction would bring back the text that was wrong first. All of them stay
//! listed, because people have cited them.

use chancery_encoding::Digest;
use chancery_record::Record;

use crate::{
    life::{Judged, text},
    said::Place,
    word::{CorrectionReason, Word},
};

/// What has become of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VersionState {
    /// It is the text that stands.
    Current,
    /// Another text stands in its place.
    Replaced {
        /// The statement that made the current version.
        by: Digest,
    },
    /// The correction that made it was withdrawn.
    TakenBack {
        /// The withdrawal.
        by: Digest,
    },
    /// It stands where its author's log forked.
    Forked,
    /// It stands behind the place at which its log was closed.
    Revoked {
        /// The last place of the log that stands.
        last: Option<u64>,
    },
}

/// One text of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// v1, v2 and so on.
    pub number: usize,
    /// The statement that made it; this is what a citation names.
    pub id: Digest,
    /// The reference of that statement.
    pub reference: String,
    /// When, by the originator's clock.
    pub issued_at: i64,
    /// The whole text, as that statement has it.
    pub text: Record,
    /// Why the text before it was corrected; none for the first.
    pub reason: Option<Word<CorrectionReason>>,
    /// What changed and why, for people; empty for the first.
    pub explanation: String,
    /// What has become of it.
    pub state: VersionState,
}

/// All versions in rank, and the place of the current one.
///
/// The first stays the current one when no correction counts, whatever has become of it itself.
pub(crate) fn versions(judged: &Judged<'_>) -> (Vec<Version>, usize) {
    let numbers = judged.ranked().filter(|at| judged.verdict.is_version(&judged.claims, *at));
    let numbers: Vec<usize> = numbers.collect();
    let current = numbers.iter().position(|at| *at == judged.verdict.current).unwrap_or(0);
    let version = |(place, at): (usize, &usize)| {
        let said = judged.said[*at];
        let replacement = if *at == 0 { None } else { said.record.part(&["replacement"]) };
        let is_first = replacement.is_none();
        Version {
            number: place + 1,
            id: said.id,
            reference: said.reference.clone(),
            issued_at: said.issued_at,
            text: replacement.unwrap_or_else(|| said.record.clone()),
            reason: (!is_first).then(|| Word::read(said.record.text_at(&["reason"]))),
            explanation: if is_first { String::new() } else { text(&said.record, "explanation") },
            state: state(judged, *at),
        }
    };
    (numbers.iter().enumerate().map(version).collect(), current)
}

fn state(judged: &Judged<'_>, at: usize) -> VersionState {
    let id = |at: usize| judged.said[at].id;
    match (judged.said[at].place, judged.verdict.taken_back[at]) {
        (Place::Forked, _) => VersionState::Forked,
        (Place::Revoked { last }, _) => VersionState::Revoked { last },
        (Place::Stands, Some(by)) => VersionState::TakenBack { by: id(by) },
        (Place::Stands, None) if at == judged.verdict.current => VersionState::Current,
        (Place::Stands, None) => VersionState::Replaced { by: id(judged.verdict.current) },
    }
}
