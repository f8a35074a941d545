//! Versions: the texts that a record has had, each with the statement that made it.
//!
//! The current one is the last correction that counts, also where it corrects a correction. One that
//! is taken back, forked or revoked does not count itself, but what corrects it does: otherwise
//! tidying up a wrong correction would bring back the text that was wrong first. All of them stay
//! listed, because people have cited them.

use std::collections::BTreeMap;

use chancery_encoding::Digest;
use chancery_record::Record;

use crate::{
    life::{Member, Rank, text},
    role::Role,
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
pub(crate) fn versions(members: &[Member<'_>], ranked: &[usize]) -> (Vec<Version>, usize) {
    let at_current = current(members);
    let by = members[at_current].said.id;
    let makes_text = |at: &&usize| {
        let member = &members[**at];
        **at == 0 || member.role == Role::Correction && member.refused.is_none()
    };
    let mut place = 0;
    let mut versions = Vec::new();
    for at in ranked.iter().filter(makes_text) {
        let member = &members[*at];
        let record = &member.said.record;
        let replacement = if *at == 0 { None } else { record.inner("replacement") };
        let is_first = replacement.is_none();
        if *at == at_current {
            place = versions.len();
        }
        versions.push(Version {
            number: versions.len() + 1,
            id: member.said.id,
            reference: member.said.reference.clone(),
            issued_at: member.said.issued_at,
            text: replacement.unwrap_or_else(|| record.clone()),
            reason: (!is_first).then(|| Word::read(record.text_at(&["reason"]))),
            explanation: if is_first { String::new() } else { text(record, "explanation") },
            state: state(member, by),
        });
    }
    (versions, place)
}

fn state(member: &Member<'_>, by: Digest) -> VersionState {
    match (member.said.place, member.taken_back) {
        (Place::Forked, _) => VersionState::Forked,
        (Place::Revoked { last }, _) => VersionState::Revoked { last },
        (Place::Stands, Some(by)) => VersionState::TakenBack { by },
        (Place::Stands, None) if member.said.id == by => VersionState::Current,
        (Place::Stands, None) => VersionState::Replaced { by },
    }
}

/// The place among the members of the last correction that counts; 0 is the record itself.
///
/// A correction ranks behind what it corrects, so the last one is never one that was itself corrected.
fn current(members: &[Member<'_>]) -> usize {
    let counts = |member: &Member<'_>| {
        member.role == Role::Correction && member.acts() && member.taken_back.is_none()
    };
    let counting = (1..members.len()).filter(|at| counts(&members[*at]));
    counting.max_by_key(|at| members[*at].rank).unwrap_or(0)
}

/// The rank of the statement with that id.
pub(crate) fn rank_of(members: &[Member<'_>], id: &Digest) -> Rank {
    let ranks: BTreeMap<Digest, Rank> =
        members.iter().map(|member| (member.said.id, member.rank)).collect();
    ranks[id]
}
