//! What the state roots have said: acts, the versions of the roster, and who signed two.

/// An act that this node holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActView {
    /// Its kind: certificate, revocation, withdrawal, policy, step, double-signature.
    pub kind: &'static str,
    /// Its id, hex.
    pub id: String,
    /// The state whose root signed it; of a step there are many, and here none.
    pub state: Option<String>,
    /// The version of the roster that a step makes.
    pub version: Option<u64>,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What became of an act that was submitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enacted {
    /// Its kind.
    pub kind: &'static str,
    /// Its id, hex.
    pub id: String,
    /// Whether it changed what this node holds.
    pub is_new: bool,
}

/// The rosters of the network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterView {
    /// The one in force.
    pub in_force: RosterVersion,
    /// The versions from the founding to the one in force, which is the last.
    pub history: Vec<RosterVersion>,
    /// Two rosters at one height, and nobody has chosen yet.
    pub halt: Option<Halt>,
}

/// One version of the roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterVersion {
    /// Its number, from 0.
    pub version: u64,
    /// Its hash, hex.
    pub hash: String,
    /// Signatures that the next version needs.
    pub threshold: u64,
    /// Members, suspended ones among them.
    pub members: Vec<RosterMember>,
    /// Observers.
    pub observers: Vec<RosterMember>,
    /// Whose roots signed it, as far as this node holds their signatures; of the founding version none.
    pub signed_by: Vec<String>,
}

/// One state in a roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterMember {
    /// Its code.
    pub state: String,
    /// Its name.
    pub name: String,
    /// Its root key, hex.
    pub root: String,
    /// Whether it is suspended.
    pub is_suspended: bool,
}

/// Several rosters at one height: no roster changes until a quorum chooses one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Halt {
    /// The version that there are several of.
    pub height: u64,
    /// Their hashes, hex.
    pub versions: Vec<String>,
    /// States whose roots signed more than one of them.
    pub double_signers: Vec<String>,
}
