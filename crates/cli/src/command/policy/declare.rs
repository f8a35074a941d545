//! `chancery policy declare`: an authority's officers, signed by the root of its state.

use std::path::PathBuf;

use chancery_ledger::{
    act::Content,
    policy::{Officer, OfficersNeeded, Policy, PolicyTerms},
    statement::Issuer,
};
use chancery_node::{causes, keyring, now_s};
use chancery_record::Kind;
use serde_json::json;

use super::{officer::OfficerArgument, told};
use crate::{
    arguments::Place,
    command::{
        certificate::draft,
        papers::{Papers, Source},
        rooted::RootKey,
    },
    exit::Exit,
    failure::Failure,
    screen::{fields, paragraph},
};

/// Declare an authority's officers and how many of them a release needs; replaces what was declared before
#[derive(Debug, clap::Args)]
pub(crate) struct Declare {
    #[command(flatten)]
    root: RootKey,
    #[command(flatten)]
    source: Source,
    /// Name of the authority, such as export-control
    #[arg(long, value_name = "NAME")]
    authority: String,
    /// How many officers a release needs: 1, or 2 (one as author or reviewer, and another as releaser)
    #[arg(long, value_name = "1|2", value_parser = clap::value_parser!(u64).range(1..=2))]
    officers_needed: u64,
    /// An officer: a pseudonym, its roles (author, reviewer, releaser) and its public file; once for each
    #[arg(long = "officer", value_name = "NAME:ROLES:FILE")]
    officers: Vec<OfficerArgument>,
    /// Kind of record that one officer may release all the same; once for each
    #[arg(long = "alone", value_name = "KIND")]
    alone: Vec<String>,
    /// File to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

impl Declare {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let papers = self.source.gather(place).await?;
        let (root, member) = self.root.open_in(&papers)?;
        let terms = self.terms(&papers, draft::issuer(member.state, &self.authority)?)?;
        let policy = Policy::declare(&terms, &root, papers.directory()).map_err(|flaw| {
            Failure::new(
                format!("the policy would be refused ({}): {}", flaw.name(), causes(&flaw)),
                "every officer has a name and a key of its own, and no other job; a policy of two needs one who may \
                 release, and another who may write or review; nothing was written",
            )
        })?;
        keyring::write_paper(&self.out, policy.bytes())?;
        let (document, mut pairs) = told::described(&policy.says);
        pairs.push(("id", policy.id().to_string()));
        pairs.push(("file", self.out.display().to_string()));
        let document =
            json!({ "file": self.out, "id": policy.id().to_string(), "policy": document });
        let mut authors = papers.directory().authors();
        if !authors.any(|author| author.issuer == policy.says.issuer) {
            Failure::new(
                format!("no certificate of {} is known here", policy.says.issuer),
                "if the authority has one, look whether --authority is spelled as in `chancery peers`; \
                 the policy was written all the same",
            )
            .report(place.screen().form());
        }
        place.screen().answer(&document, |_| {
            fields(&pairs)
                + &paragraph(
                    "next: ",
                    "`chancery policy submit` gives it to a node, which passes it on; from its next record on the \
                     authority's log is bound by it, and a later policy replaces it",
                )
        })?;
        Ok(Exit::Done)
    }

    fn terms(&self, papers: &Papers, issuer: Issuer) -> Result<PolicyTerms, Failure> {
        let needed = OfficersNeeded::of(self.officers_needed);
        let mut officers =
            self.officers.iter().map(OfficerArgument::read).collect::<Result<Vec<Officer>, _>>()?;
        officers.sort_by(|one, other| one.name.cmp(&other.name));
        let mut alone = self.alone.clone();
        alone.sort_unstable();
        alone.dedup();
        for kind in &alone {
            // A misspelt kind would exempt nothing, and be noticed when a release is refused.
            kind.parse::<Kind>().map_err(|unknown| {
                let known = Kind::ALL.map(Kind::as_str).join(", ");
                Failure::new(
                    unknown.to_string(),
                    format!("--alone takes one of {known}; nothing was written"),
                )
            })?;
        }
        Ok(PolicyTerms {
            network: papers.network(),
            under: papers.directory().roster_hash(),
            serial: next_serial(papers, &issuer),
            issuer,
            issued_at: now_s(),
            officers_needed: needed.expect("because the argument is 1 or 2"),
            alone,
            officers,
        })
    }
}

/// One more than the highest that this authority has under the roster in force, whoever declared it.
fn next_serial(papers: &Papers, issuer: &Issuer) -> u64 {
    let under = papers.directory().roster_hash();
    let known = papers.register.acts().filter_map(|act| match act.content() {
        Content::Policy(one) if one.says.issuer == *issuer && one.says.under == under => {
            Some(one.says.serial)
        }
        _ => None,
    });
    known.max().map_or(1, |serial| serial.saturating_add(1))
}
