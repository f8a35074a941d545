//! `chancery verify`: each check with its result, for a record that a node holds or for a signed copy in a file.
//!
//! A file is checked with nothing but the pinned genesis: no node, no network, nobody's word.

use std::path::{Path, PathBuf};

use chancery_http::view::{CheckView, VerificationView};
use chancery_ledger::{pack::PACK_BYTES_MAX, statement::SignedCopy};
use chancery_node::{causes, check_copy, data_dir::DataDir, data_dir::read_genesis};

use super::{input, kind::Kind};
use crate::{
    arguments::Place,
    exit::Exit,
    failure::Failure,
    screen::{paragraph, visible},
};

/// Verify a record of the node, or a signed copy in a file; says exactly which check fails
#[derive(Debug, clap::Args)]
pub(crate) struct Verify {
    /// Reference, id or the first digits of one; or a file that `chancery export` wrote
    #[arg(value_name = "REF-OR-ID|FILE")]
    what: String,
    /// Genesis file to check a file against, instead of the one that the data directory pins
    #[arg(long, value_name = "FILE")]
    genesis: Option<PathBuf>,
}

impl Verify {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let file = Path::new(&self.what);
        let is_file = self.genesis.is_some() || file.exists() || looks_like_a_path(&self.what);
        let verification = if is_file {
            self.file(file, place)?
        } else {
            place.client()?.verify(&self.what).await?
        };
        place.screen().answer(&verification, |view| told(&self.what, view))?;
        Ok(if verification.verified { Exit::Done } else { Exit::DoesNotVerify })
    }

    fn file(&self, file: &Path, place: &Place) -> Result<VerificationView, Failure> {
        match (&self.genesis, place.dir_if_named()) {
            (Some(genesis), _) => check_file(file, genesis),
            (None, Some(dir)) => check_file(file, &pinned(dir)?),
            (None, None) => Err(no_genesis()),
        }
    }
}

/// Checks a signed copy in a file against a genesis in another.
pub(super) fn check_file(file: &Path, genesis: &Path) -> Result<VerificationView, Failure> {
    // Room for an evidence pack, to say what it is; a signed copy's own bound holds in its decoder.
    let bytes = input::read(file, PACK_BYTES_MAX as u64)?;
    let genesis = read_genesis(genesis)?;
    Ok(match SignedCopy::decode(&bytes) {
        Ok(copy) => check_copy(&copy, &genesis).into(),
        Err(flaw) => {
            if let Some(kind) = Kind::of(&bytes) {
                return Err(kind.instead_of(file, "a signed copy"));
            }
            let check =
                CheckView { check: "signed-copy".to_owned(), ok: false, detail: causes(&flaw) };
            VerificationView { verified: false, checks: vec![check] }
        }
    })
}

pub(super) fn looks_like_a_path(what: &str) -> bool {
    what == "-" || what.contains(['/', '.'])
}

/// The genesis file of a data directory, where --genesis names none.
pub(super) fn pinned(dir: &Path) -> Result<PathBuf, Failure> {
    let opened = DataDir::open(dir).map_err(|error| {
        Failure::from(error)
            .about("--genesis is not given, and no data directory says which network it is")
            .also("or give --genesis FILE, which needs no data directory")
    })?;
    Ok(opened.genesis())
}

/// Neither a genesis file nor a data directory is named.
pub(super) fn no_genesis() -> Failure {
    Failure::new(
        "nothing says which network the file belongs to",
        "give --genesis FILE, or --dir DIR of a node that pins it",
    )
    .ending(Exit::Usage)
}

pub(super) fn told(what: &str, verification: &VerificationView) -> String {
    let checks = &verification.checks;
    let width = checks.iter().map(|check| check.check.len()).max().unwrap_or(0);
    let mut text = String::new();
    for CheckView { check, ok, detail } in checks {
        let result = if *ok { "ok  " } else { "FAIL" };
        text += &paragraph(&format!("  {result}  {check:width$}  "), &visible(detail));
    }
    let failed: Vec<&str> =
        checks.iter().filter(|check| !check.ok).map(|check| check.check.as_str()).collect();
    let result = if verification.verified {
        format!("{what} verifies: {} checks", checks.len())
    } else {
        format!("{what} does NOT verify: {}", failed.join(", "))
    };
    text + "\n" + &visible(&result) + "\n"
}

#[cfg(test)]
mod tests;
