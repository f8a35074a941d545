//! What the state roots have said.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};

use crate::client::ClientError;

/// An act that the node holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActView {
    /// Its kind: certificate, revocation, withdrawal, policy, step, double-signature.
    pub kind: String,
    /// Its id, hex.
    pub id: String,
    /// The state whose root signed it; null for a step.
    pub state: Option<String>,
    /// The version of the roster that a step makes; null for the others.
    pub version: Option<u64>,
    /// Its bytes, base64.
    pub bytes: String,
}

impl ActView {
    /// The bytes of the act.
    ///
    /// # Errors
    /// When they are not base64.
    pub fn decoded(&self) -> Result<Vec<u8>, ClientError> {
        STANDARD.decode(&self.bytes).map_err(|flaw| ClientError::NotUnderstood(flaw.to_string()))
    }
}

/// What became of an act that was submitted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnactedView {
    /// Its kind.
    pub kind: String,
    /// Its id, hex.
    pub id: String,
    /// Whether it changed what the node holds.
    pub new: bool,
}

/// The rosters of the network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterView {
    /// The one in force.
    pub in_force: RosterVersionView,
    /// All versions from the founding to the one in force.
    pub history: Vec<RosterVersionView>,
    /// Several rosters at one height, or null.
    pub halt: Option<HaltView>,
}

/// One version of the roster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterVersionView {
    /// Its number.
    pub version: u64,
    /// Its hash, hex.
    pub hash: String,
    /// Signatures that the next version needs.
    pub threshold: u64,
    /// Members.
    pub members: Vec<RosterMemberView>,
    /// Observers.
    pub observers: Vec<RosterMemberView>,
    /// Whose roots signed it.
    pub signed_by: Vec<String>,
}

/// One state in a roster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterMemberView {
    /// Its code.
    pub state: String,
    /// Its name.
    pub name: String,
    /// Its root key, hex.
    pub root: String,
    /// Whether it is suspended.
    pub suspended: bool,
}

/// Several rosters at one height: no roster changes until a quorum chooses one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HaltView {
    /// The version that there are several of.
    pub height: u64,
    /// Their hashes, hex.
    pub versions: Vec<String>,
    /// States whose roots signed more than one.
    pub double_signers: Vec<String>,
}
