//! How others write it.
//!
//! Lists of parties that authorities publish, and tables of applications, read into the project's own
//! words. Pure: bytes in, values and refusals out; whatever cannot be read is named with its place and
//! never guessed at.
//!
//! Read in this order: [`Entry`] (one party of a list), [`Format`] (how a list is written),
//! [`Mapping`] (which column of a table is what), [`read_list`], [`Difference`] (what a new version
//! changed), [`Applications`] (what lies on the desk, row by row).
//! The invariant: every row of the file is an entry, is refused, or is counted as passed over.

mod applications;
mod difference;
mod entry;
mod format;
mod mapping;
mod read;
mod rows;

pub use applications::{ApplicationFlaw, Applications, Row, said_code, said_identifier};
pub use difference::{Changed, Difference};
pub use entry::{Entry, Flawed, ListFlaw, Read};
pub use format::{Format, UnknownFormat, recognise};
pub use mapping::{Mapping, MappingFlaw};
pub use read::{LIST_BYTES_MAX, read_list};
