//! `chancery roster sign FILE --key ROOT --out SIG`: one state's signature on one proposal, as a file to send back.
//!
//! Invariant: a root that has signed another roster of the same version, as far as is known here, does not sign.

use std::path::PathBuf;

use chancery_ledger::{
    act::{Content, sign_roster},
    key::PublicKey,
    roster::Roster,
};
use chancery_node::keyring;
use serde_json::json;

use super::review;
use crate::{
    arguments::Place,
    command::{
        papers::{Papers, Source},
        rooted::RootKey,
    },
    exit::Exit,
    failure::Failure,
    screen::{fields, paragraph},
    words,
};

/// Sign a proposal with the state's root key, after reviewing it
#[derive(Debug, clap::Args)]
pub(crate) struct Sign {
    /// Proposal that `roster propose` wrote
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    root: RootKey,
    #[command(flatten)]
    source: Source,
    /// File for the signature
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

impl Sign {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let papers = self.source.gather(place).await?;
        let roster = review::read(&self.file, &papers)?;
        let previous = review::previous(&roster, &papers)?;
        let root = self.root.open()?;
        let member = previous.members.iter().find(|one| one.root == root.public());
        let member = member.ok_or_else(|| stranger(previous))?;
        if previous.is_suspended(member.state) {
            return Err(Failure::new(
                format!(
                    "{} is suspended in version {}, and its signature would not count",
                    member.state, previous.version
                ),
                "the other members sign",
            ));
        }
        refuse_second(&papers, &roster, &root.public())?;
        let signature = sign_roster(&roster, &root);
        keyring::write_paper(&self.out, &signature.encode())?;
        let document = json!({
            "file": self.out,
            "state": member.state.as_str(),
            "version": roster.version,
            "hash": roster.hash().to_string(),
        });
        let pairs = [
            (
                "signed",
                format!(
                    "version {} of {}, by {} ({})",
                    roster.version, roster.network, member.state, member.name
                ),
            ),
            ("hash", roster.hash().to_string()),
            ("words", words::of_digest(&roster.hash())),
            ("signature", self.out.display().to_string()),
        ];
        place.screen().answer(&document, |_| {
            fields(&pairs)
                + &paragraph(
                    "next: ",
                    "send the signature to whoever combines them; it is not a secret",
                )
        })?;
        Ok(Exit::Done)
    }
}

fn stranger(previous: &Roster) -> Failure {
    Failure::new(
        format!(
            "the key is not the root of a member in version {}, so its signature would not count",
            previous.version
        ),
        "is it the root key, of this network? `chancery keys show` and `chancery roster show` have the words of both",
    )
}

/// Refuses to make a proof against one's own state.
fn refuse_second(papers: &Papers, roster: &Roster, root: &PublicKey) -> Result<(), Failure> {
    let hash = roster.hash();
    let other = papers.register.acts().find_map(|act| match act.content() {
        Content::Step(step)
            if step.roster().version == roster.version
                && step.hash() != hash
                && step.signers().any(|signer| signer == root.as_bytes()) =>
        {
            Some(step.hash())
        }
        _ => None,
    });
    match other {
        None => Ok(()),
        Some(other) => Err(Failure::new(
            format!(
                "this root key has signed another roster of version {}: {other}",
                roster.version
            ),
            "signing two is a proof against the state that nobody can take back; to choose between two branches, sign \
             a later version that settles the other",
        )),
    }
}
