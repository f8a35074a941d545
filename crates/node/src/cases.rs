//! Cases: licence reviews, from the application to the decision and the file that defends it.
//!
//! A case is a chain of steps in the vault ([`step`]); everything that is shown of it is folded from them
//! ([`folded`]), so that nothing is ever rewritten: a changed decision is another step. What leaves the node is
//! a case file ([`file`]), when its owner exports it; [`verified`] reads one with the genesis alone.
//!
//! Invariant: nothing of a case is in a log line, in a statement or with a peer, but what an officer releases
//! as a consultation. A step that is acknowledged is on the disk.

mod cabinet;
mod consulting;
mod denials;
mod desk;
mod error;
mod exporting;
mod file;
mod folded;
mod kept;
mod line;
mod retention;
mod screening;
mod step;
mod stood;
#[cfg(test)]
mod tests;
mod verified;

pub(crate) use cabinet::Cabinet;
pub use consulting::{Consulting, Drafted, Sketch};
pub use desk::{CaseListed, Cases, Opening, Ruling};
pub use error::CaseError;
pub use file::{CASE_FILE_BYTES_MAX, CaseFile, CaseFileFlaw, Cited};
pub use folded::{
    Case, CaseFlaw, Closed, Consultation, Decided, HeardAnswer, HitNow, Holding, Relied, Ruled,
    Screened,
};
pub use kept::{FoundIn, KeptHit, KeptScreening, ListRead};
pub use line::CaseLine;
pub use retention::{Stone, Why};
pub use step::{Decision, Outcome, Step, What};
pub use stood::{Stood, Touch};
pub use verified::{AnswerFound, Newer, Verified, VersionFound};
