//! A procedure: how long, how long at most, and what silence means.

use serde::Deserialize;

/// A year of working days is at most 262; nobody waits longer for an answer.
const WORKING_DAYS_MAX: u16 = 262;

/// How long a citation or a title may be, for a line of a table.
const LINE_CHARS_MAX: usize = 200;

/// One procedure.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// The word for it in records.
    pub slug: String,
    /// What it is for.
    pub title: String,
    /// Where it is written.
    pub basis: String,
    /// Working days of the asked state within which it answers; none where the asker sets the day.
    #[serde(default)]
    pub working_days: Option<u16>,
    /// Working days from the question to the latest day that an extension can reach.
    #[serde(default)]
    pub cap_days: Option<u16>,
    /// What it means when nobody has answered.
    pub silence: Silence,
}

/// What it means that no answer came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Silence {
    /// The transactions are not essentially identical.
    NotIdentical,
    /// Nobody objects.
    NoObjection,
    /// Nothing.
    Nothing,
}

/// Why a procedure is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProfileFlaw {
    /// Its word is none.
    #[error("{0:?} is no word for a procedure: small letters, digits, '-', at most 64")]
    Slug(String),
    /// A word stands twice.
    #[error("the procedure {0} stands twice")]
    Twice(String),
    /// Too long a text.
    #[error("a text of {0} is longer than {LINE_CHARS_MAX} characters")]
    Long(String),
    /// Its days make no sense.
    #[error(
        "the days of {0} make no sense: 1 to {WORKING_DAYS_MAX} working days, and a cap that is not below them"
    )]
    Days(String),
}

impl Silence {
    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Silence::NotIdentical => "not-identical",
            Silence::NoObjection => "no-objection",
            Silence::Nothing => "nothing",
        }
    }

    /// What it means, for people.
    pub const fn means(self) -> &'static str {
        match self {
            Silence::NotIdentical => "silence means: not essentially identical",
            Silence::NoObjection => "silence means: no objection",
            Silence::Nothing => "silence means nothing",
        }
    }
}

impl Profile {
    /// A question without a legal period, which is also what an unknown procedure comes to.
    pub(crate) fn voluntary() -> Profile {
        Profile {
            slug: "voluntary".to_owned(),
            title: "A question without a legal period".to_owned(),
            basis: "none".to_owned(),
            working_days: None,
            cap_days: None,
            silence: Silence::Nothing,
        }
    }

    pub(crate) fn check(&self) -> Result<(), ProfileFlaw> {
        let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if self.slug.is_empty() || self.slug.len() > 64 || !self.slug.chars().all(letter) {
            return Err(ProfileFlaw::Slug(self.slug.clone()));
        }
        if [&self.title, &self.basis].iter().any(|text| text.chars().count() > LINE_CHARS_MAX) {
            return Err(ProfileFlaw::Long(self.slug.clone()));
        }
        let sane =
            |days: Option<u16>| days.is_none_or(|days| (1..=WORKING_DAYS_MAX).contains(&days));
        let ordered = match (self.working_days, self.cap_days) {
            (Some(days), Some(cap)) => days <= cap,
            (None, Some(_)) => false,
            (_, None) => true,
        };
        if sane(self.working_days) && sane(self.cap_days) && ordered {
            Ok(())
        } else {
            Err(ProfileFlaw::Days(self.slug.clone()))
        }
    }
}
