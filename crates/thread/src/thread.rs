//! A thread: a record, what its originator made of it, and what others say about it.
//!
//! A function of the set of statements held. Two nodes that hold the same say the same, whatever the
//! order in which it came, and handing in more than the thread needs changes nothing. The day is
//! asked for only where expiry is.

use std::collections::BTreeSet;

use chancery_encoding::Digest;
use chancery_record::{Record, StateCode, Target};
use time::Date;

use crate::{
    dates::Dates,
    effect::WithoutEffect,
    history::Act,
    life::Life,
    part::WithdrawnPart,
    remark::{Remarks, attach::attach},
    said::{Issuer, Place, Statements},
    standing::Marks,
    tombstone::Tombstone,
    version::{Version, VersionState},
};

/// A record and all that was said to it and about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thread {
    /// The id of the record's first statement.
    pub root: Digest,
    /// Its reference.
    pub reference: String,
    /// The originator: the only one who changes it.
    pub issuer: Issuer,
    /// The kind of the first statement, as it is spelled.
    pub kind: String,
    /// What has become of the place of the first statement.
    pub place: Place,
    /// All its texts, in order; never empty.
    pub versions: Vec<Version>,
    /// The place of the current one among them.
    pub current: usize,
    /// The current text, without the parts that were withdrawn.
    pub text: Record,
    /// Until when it stands, and when it is reviewed.
    pub dates: Dates,
    /// Parts that were withdrawn.
    pub withdrawn_parts: Vec<WithdrawnPart>,
    /// How it ended, if it did.
    pub tombstone: Option<Tombstone>,
    /// What the originator did, in order; the first is the record itself.
    pub acts: Vec<Act>,
    /// What stands beside the standing.
    pub marks: Marks,
    /// What others say.
    pub remarks: Remarks,
    /// What changes nothing, with reasons: first of the originator's kinds, then remarks.
    pub without_effect: Vec<WithoutEffect>,
}

impl Thread {
    /// The thread of the record with that id; `None` when it is not held. Asked for a correction,
    /// it gives the thread of the record that is corrected, if that is held.
    pub fn of(statements: &Statements<'_>, id: &Digest) -> Option<Thread> {
        let root = statements.root_of(id)?;
        let life = Life::fold(statements, statements.said(&root)?);
        let (remarks, refused) = attach(statements, &life);
        let mut without_effect = life.without_effect;
        without_effect.extend(refused);
        let said = life.root;
        let marks = Marks {
            renewed: life.renewed_by,
            partly_withdrawn: life.withdrawn_parts.first().map(|part| part.by),
            disputed: disputed(&remarks),
            corroborated: corroborated(&remarks),
            exercise: said.record.exercise(),
            pending: pending(statements, &said.record),
        };
        Some(Thread {
            root,
            reference: said.reference.clone(),
            issuer: said.issuer.clone(),
            kind: said.record.kind_name().to_owned(),
            place: said.place,
            versions: life.versions,
            current: life.current,
            text: life.text,
            dates: life.dates,
            withdrawn_parts: life.withdrawn_parts,
            tombstone: life.tombstone,
            acts: life.acts,
            marks,
            remarks,
            without_effect,
        })
    }

    /// The current version.
    pub fn version(&self) -> &Version {
        &self.versions[self.current]
    }

    /// The version that a statement made.
    pub fn version_of(&self, id: &Digest) -> Option<&Version> {
        self.versions.iter().find(|version| version.id == *id)
    }

    /// The versions whose texts stood, or would: not those that were taken back, forked or revoked.
    pub fn standing_versions(&self) -> impl Iterator<Item = &Version> {
        self.versions.iter().filter(|version| {
            matches!(version.state, VersionState::Current | VersionState::Replaced { .. })
        })
    }

    /// Whether its last day has passed.
    pub fn expired(&self, today: Date) -> bool {
        self.dates.valid_until.is_some_and(|until| until.day < today)
    }
}

/// Other states that do not agree; a state's own second thoughts are a correction, and no remark.
fn disputed(remarks: &Remarks) -> BTreeSet<StateCode> {
    let disputes = remarks.disputes.iter().filter(|it| it.says.disagrees());
    disputes.map(|it| it.issuer.state).collect()
}

/// Other states that have seen the same.
fn corroborated(remarks: &Remarks) -> BTreeSet<StateCode> {
    remarks.sightings.iter().map(|it| it.issuer.state).collect()
}

/// The target that is not held, for what has one.
fn pending(statements: &Statements<'_>, record: &Record) -> Option<Target> {
    let target = record.target()?;
    let id = target.id.as_ref().and_then(|id| id.parse().ok());
    let held = id.is_some_and(|id| statements.said(&id).is_some());
    (!held).then_some(target)
}
