//! A state on the command line: its code, its name as it wants to be shown, and the public file of its root key.

use std::{convert::Infallible, path::PathBuf, str::FromStr};

use chancery_ledger::roster::Member;
use chancery_node::keyring;
use chancery_record::StateCode;

use crate::{exit::Exit, failure::Failure};

/// `EE=Estonia=root.pub`, not read yet: the name may have any script, and `=` as well.
#[derive(Clone, Debug)]
pub(crate) struct NamedState(String);

impl FromStr for NamedState {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(NamedState(text.to_owned()))
    }
}

impl NamedState {
    /// Reads the root key from its file.
    pub(crate) fn member(&self) -> Result<Member, Failure> {
        let (code, rest) = self.0.split_once('=').ok_or_else(|| self.misspelt())?;
        let (name, file) = rest.rsplit_once('=').ok_or_else(|| self.misspelt())?;
        let state: StateCode = code.parse().map_err(|_| {
            Failure::new(
                format!("{code:?} is no state"),
                "a state is two capital letters of ISO 3166-1, such as EE, or XK",
            )
            .ending(Exit::Usage)
        })?;
        let name = if name.is_empty() { state.name() } else { name };
        let root = keyring::read_signer(&PathBuf::from(file))?;
        Ok(Member { state, name: name.to_owned(), root })
    }

    fn misspelt(&self) -> Failure {
        Failure::new(
            format!("{:?} does not say state, name and file", self.0),
            "write it like EE=Estonia=ee.pub; the name may be left empty: EE==ee.pub",
        )
        .ending(Exit::Usage)
    }
}
