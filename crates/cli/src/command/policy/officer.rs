//! An officer as an argument: `NAME:ROLES:FILE`.

use std::path::PathBuf;

use chancery_ledger::policy::{Officer, Role};
use chancery_node::keyring;

use crate::failure::Failure;

#[cfg(test)]
mod tests;

/// An officer as somebody writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OfficerArgument {
    name: String,
    roles: Vec<Role>,
    key: PathBuf,
}

impl OfficerArgument {
    /// With the key of its public file.
    pub(super) fn read(&self) -> Result<Officer, Failure> {
        let key = keyring::read_signer(&self.key)?;
        Ok(Officer { name: self.name.clone(), key, roles: self.roles.clone() })
    }
}

impl std::str::FromStr for OfficerArgument {
    type Err = BadOfficer;

    fn from_str(text: &str) -> Result<Self, BadOfficer> {
        let (name, rest) = text.split_once(':').ok_or(BadOfficer::Shape)?;
        let (roles, file) = rest.split_once(':').ok_or(BadOfficer::Shape)?;
        if name.is_empty() || file.is_empty() {
            return Err(BadOfficer::Shape);
        }
        let role = |role: &str| role.parse().map_err(|_| BadOfficer::Role(role.to_owned()));
        let mut roles = roles.split(',').map(role).collect::<Result<Vec<Role>, _>>()?;
        roles.sort_unstable();
        roles.dedup();
        Ok(OfficerArgument { name: name.to_owned(), roles, key: PathBuf::from(file) })
    }
}

/// A text that is no officer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum BadOfficer {
    /// Not three parts.
    Shape,
    /// A role that is none.
    Role(String),
}

impl std::fmt::Display for BadOfficer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            BadOfficer::Shape => f.write_str(
                "an officer is NAME:ROLES:FILE (a pseudonym, its roles and its public file), such as \
                 officer-1:author,reviewer:officer-1.pub",
            ),
            BadOfficer::Role(role) => {
                write!(f, "{role:?} is no role: author, reviewer or releaser")
            }
        }
    }
}

impl std::error::Error for BadOfficer {}
