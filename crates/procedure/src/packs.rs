//! The packs: what ships, and what an authority puts in its place.
//!
//! A file that replaces a calendar replaces all of it: half of two editions would be a third that nobody
//! has published.

use std::collections::BTreeMap;

use chancery_record::StateCode;
use serde::Deserialize;
use time::Date;

use crate::{
    calendar::{self, Calendar, CalendarFlaw},
    profile::{Profile, ProfileFlaw},
};

#[cfg(test)]
mod tests;

/// The calendar with the most days takes 12 KiB.
const PACK_BYTES_MAX: usize = 256 * 1024;

/// More procedures than this nobody tells apart.
const PROFILES_MAX: usize = 64;

macro_rules! shipped {
    ($($state:literal),*) => { &[$(include_str!(concat!("../calendars/", $state, ".json"))),*] };
}

/// Calendars of the states that have subscribed to the Code.
const CALENDARS: &[&str] = shipped![
    "al", "au", "bg", "ca", "cr", "hr", "cz", "dk", "ec", "ee", "fi", "fr", "de", "jp", "xk", "lv",
    "nl", "nz", "mk", "no", "kr", "sk", "es", "gb", "us"
];

const PROCEDURES: &str = include_str!("../procedures.json");

/// Calendars and procedures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packs {
    calendars: BTreeMap<StateCode, Calendar>,
    procedures: Vec<Profile>,
}

/// What a file has replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Replaced {
    /// The calendar of a state.
    Calendar(StateCode),
    /// The procedures.
    Procedures,
}

/// Why a file is no pack of this kind.
#[derive(Debug, thiserror::Error)]
pub enum PackFlaw {
    /// Too large.
    #[error("it has {0} bytes; at most {PACK_BYTES_MAX}")]
    Size(usize),
    /// Not the JSON that it should be.
    #[error("it is not written as a pack")]
    Json(#[from] serde_json::Error),
    /// Another pack.
    #[error("it is a pack of {0:?}, and only calendars and procedures belong here")]
    Other(String),
    /// A calendar with a flaw.
    #[error("its calendar does not hold")]
    Calendar(#[from] CalendarFlaw),
    /// A procedure with a flaw.
    #[error("its procedures do not hold")]
    Profile(#[from] ProfileFlaw),
    /// Too many procedures, or none.
    #[error("it has {0} procedures: 1 to {PROFILES_MAX}")]
    Count(usize),
}

/// Which pack a file is.
#[derive(Debug, Deserialize)]
struct Named {
    pack: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Procedures {
    #[serde(rename = "pack")]
    _pack: String,
    #[serde(rename = "name")]
    _name: String,
    #[serde(rename = "edition")]
    _edition: String,
    #[serde(rename = "source")]
    _source: String,
    procedures: Vec<Profile>,
}

impl Packs {
    /// What ships with this version.
    pub fn shipped() -> Packs {
        let mut packs = Packs { calendars: BTreeMap::new(), procedures: Vec::new() };
        for text in CALENDARS.iter().chain([&PROCEDURES]) {
            packs.replace(text).expect("because a test reads every pack that ships");
        }
        packs
    }

    /// Puts a pack in the place of the one that is there.
    ///
    /// # Errors
    /// Why it is none; nothing has changed then.
    pub fn replace(&mut self, text: &str) -> Result<Replaced, PackFlaw> {
        if text.len() > PACK_BYTES_MAX {
            return Err(PackFlaw::Size(text.len()));
        }
        match serde_json::from_str::<Named>(text)?.pack.as_str() {
            "calendar" => {
                let calendar = Calendar::read(serde_json::from_str::<calendar::Written>(text)?)?;
                let state = calendar.state();
                self.calendars.insert(state, calendar);
                Ok(Replaced::Calendar(state))
            }
            "procedures" => {
                let Procedures { procedures, .. } = serde_json::from_str(text)?;
                if !(1..=PROFILES_MAX).contains(&procedures.len()) {
                    return Err(PackFlaw::Count(procedures.len()));
                }
                for (index, profile) in procedures.iter().enumerate() {
                    profile.check()?;
                    if procedures[..index].iter().any(|earlier| earlier.slug == profile.slug) {
                        return Err(ProfileFlaw::Twice(profile.slug.clone()).into());
                    }
                }
                self.procedures = procedures;
                Ok(Replaced::Procedures)
            }
            other => Err(PackFlaw::Other(other.to_owned())),
        }
    }

    /// Every calendar, in the order of the states' codes.
    pub fn calendars(&self) -> impl Iterator<Item = &Calendar> {
        self.calendars.values()
    }

    /// Every procedure.
    pub fn procedures(&self) -> &[Profile] {
        &self.procedures
    }

    /// The working days of a state; where none are held, those of its weekend.
    pub fn calendar(&self, state: StateCode) -> Calendar {
        self.calendars.get(&state).cloned().unwrap_or_else(|| Calendar::of_weekends(state))
    }

    /// The procedure of that name; none when it is not known.
    pub fn procedure(&self, slug: &str) -> Option<&Profile> {
        self.procedures.iter().find(|profile| profile.slug == slug)
    }

    /// The working days of a state between two days, as [`Calendar::between`].
    pub fn between(&self, state: StateCode, from: Date, to: Date) -> u32 {
        self.calendar(state).between(from, to)
    }
}
