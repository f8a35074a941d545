//! A state on the command line: its code, its name as it wants to be shown, and the public file of its root key.

use std::{convert::Infallible, path::Path, str::FromStr};

use chancery_ledger::{key::PublicKey, roster::Member};
use chancery_node::keyring;
use chancery_record::StateCode;

use crate::{exit::Exit, failure::Failure};

/// `EE=Estonia=root.pub`, not read yet: the name may have any script, and `=` as well.
#[derive(Clone, Debug)]
pub(crate) struct NamedState(String);

/// `EE=root.pub`, not read yet.
#[derive(Clone, Debug)]
pub(crate) struct NamedKey(String);

impl FromStr for NamedState {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(NamedState(text.to_owned()))
    }
}

impl FromStr for NamedKey {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(NamedKey(text.to_owned()))
    }
}

impl NamedState {
    /// The state, where the code is one.
    pub(crate) fn state(&self) -> Option<StateCode> {
        self.0.split_once('=')?.0.parse().ok()
    }

    /// Reads the root key from its file.
    pub(crate) fn member(&self) -> Result<Member, Failure> {
        let parts = self.0.split_once('=').and_then(|(code, rest)| {
            let (name, file) = rest.rsplit_once('=')?;
            Some((code, name, file))
        });
        let (code, name, file) = parts.ok_or_else(|| {
            misspelt(
                &self.0,
                "write it like EE=Estonia=ee.pub; the name may be left empty: EE==ee.pub",
            )
        })?;
        let state = code_of(code)?;
        let name = if name.is_empty() { state.name() } else { name };
        let root = keyring::read_signer(Path::new(file))?;
        Ok(Member { state, name: name.to_owned(), root })
    }
}

impl NamedKey {
    /// The state, where the code is one.
    pub(crate) fn state(&self) -> Option<StateCode> {
        self.0.split_once('=')?.0.parse().ok()
    }

    /// Reads the key from its file.
    pub(crate) fn read(&self) -> Result<(StateCode, PublicKey), Failure> {
        let (code, file) = self
            .0
            .split_once('=')
            .ok_or_else(|| misspelt(&self.0, "write it like EE=new-root.pub"))?;
        Ok((code_of(code)?, keyring::read_signer(Path::new(file))?))
    }
}

fn code_of(code: &str) -> Result<StateCode, Failure> {
    code.parse().map_err(|_| {
        Failure::new(
            format!("{code:?} is no state"),
            "a state is two capital letters of ISO 3166-1, such as EE, or XK",
        )
        .ending(Exit::Usage)
    })
}

fn misspelt(text: &str, hint: &str) -> Failure {
    Failure::new(format!("{text:?} does not say which state and which file"), hint)
        .ending(Exit::Usage)
}
