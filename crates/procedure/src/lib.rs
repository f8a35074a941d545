//! When an answer is due, and what silence means.
//!
//! A state that asks another one sets a clock. How long it runs, on whose working days, how far it can be
//! put off and what it means when nobody answers is the procedure's, and differs: under one article silence
//! is consent, under another it is a no, and a voluntary question that nobody answers means nothing. All of
//! that is data here, in packs that can be replaced; this crate counts, and knows no clock: the day is an
//! argument.
//!
//! Read in this order: [`Calendar`] (working days of a state), [`Profile`] (a procedure), [`Question`] and
//! [`Reply`] (what records say), [`Clock`] (one asked state's time), [`Stage`] (how near a day is).

mod calendar;
mod clock;
mod day;
mod packs;
mod profile;
mod question;
mod reading;
#[cfg(test)]
mod sample;
mod stage;

pub use calendar::{Calendar, CalendarFlaw, Holiday};
pub use clock::{Clock, Extension, Note};
pub use day::{day, text_of};
pub use packs::{PackFlaw, Packs, Replaced};
pub use profile::{Profile, ProfileFlaw, Silence};
pub use question::{Question, QuestionFlaw, Reply, Said};
pub use reading::Reading;
pub use stage::Stage;
