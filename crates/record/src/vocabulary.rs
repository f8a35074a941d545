//! Vocabularies: closed lists of words, each with its meaning, as data.
//!
//! They are closed because a word that nobody else uses is found by nobody. A writer who misses
//! one is shown the nearest; a reader of a newer node's record is not asked. The words stand in
//! packs: files that can be replaced without a new build. The tables of kinds name a vocabulary by
//! a `Vocabulary`; what is in it is looked up in the [`Vocabularies`] that are given. Invariant: a
//! word has one meaning, and no pack takes it away: what is no longer written is retired.
//!
//! Read in this order: [`Pack`] (one file), [`Vocabularies`] (all packs together),
//! [`ControlCode`] (entries of control lists), [`Difference`] (what a new pack changes).

mod code;
mod difference;
mod handles;
mod nearest;
mod pack;
mod set;
#[cfg(test)]
mod tests;

pub use code::{ControlCode, ControlCodeFlaw, Equivalent};
pub use difference::{Change, Difference};
pub use pack::{
    ControlList, Edition, Entry, PACK_BYTES_MAX, Pack, PackFlaw, Retired, Unused, Word, WordList,
};
pub use set::{PackMisfit, Vocabularies};

pub(crate) use code::numbering_form;
pub(crate) use handles::*;
pub(crate) use nearest::nearest;
pub(crate) use set::Found;

/// The name of a vocabulary, as the tables of kinds use it.
pub(crate) struct Vocabulary {
    pub(crate) name: &'static str,
    /// Words that the tables or the program compare with: a pack that retires one is refused.
    pub(crate) keeps: &'static [&'static str],
}
