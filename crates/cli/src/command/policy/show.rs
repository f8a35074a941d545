//! `chancery policy show`: what authorities have declared about their officers.

use chancery_ledger::{policy::Policy, statement::Issuer};
use serde_json::{Value, json};

use super::told;
use crate::{
    arguments::Place,
    command::papers::{Papers, Source},
    exit::Exit,
    failure::Failure,
    screen::fields,
};

/// Show the policies in force: how many officers a release needs, and who they are
#[derive(Debug, clap::Args)]
pub(crate) struct Show {
    /// Only this authority, such as EE/export-control, or all of this state, such as EE
    #[arg(value_name = "STATE[/AUTHORITY]")]
    whose: Option<String>,
    #[command(flatten)]
    source: Source,
}

impl Show {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let papers = self.source.gather(place).await?;
        let declared = self.declared(&papers);
        let row = |(issuer, policy): &(Issuer, Option<&Policy>)| {
            json!({
                "state": issuer.state.as_str(),
                "authority": issuer.authority,
                "id": policy.map(|policy| policy.id().to_string()),
                "policy": policy.map_or(Value::Null, |policy| told::document(&policy.says)),
            })
        };
        let document: Vec<Value> = declared.iter().map(row).collect();
        place.screen().answer(&json!({ "authorities": document }), |_| text(&declared))?;
        Ok(Exit::Done)
    }

    /// Every authority that has a node, with the policy in force.
    fn declared<'a>(&self, papers: &'a Papers) -> Vec<(Issuer, Option<&'a Policy>)> {
        let directory = papers.directory();
        let mut issuers: Vec<&Issuer> = directory.authors().map(|author| &author.issuer).collect();
        issuers.extend(directory.policies().map(|policy| &policy.says.issuer));
        issuers.sort_unstable();
        issuers.dedup();
        let meant = |issuer: &&Issuer| {
            self.whose
                .as_ref()
                .is_none_or(|whose| *whose == issuer.to_string() || whose == issuer.state.as_str())
        };
        let issuers = issuers.into_iter().filter(meant);
        let policy = |issuer: &Issuer| directory.policy_in_force(issuer).map(AsRef::as_ref);
        issuers.map(|issuer| (issuer.clone(), policy(issuer))).collect()
    }
}

fn text(declared: &[(Issuer, Option<&Policy>)]) -> String {
    if declared.is_empty() {
        return "no such authority has a node or a policy here\n".to_owned();
    }
    let one = |(issuer, policy): &(Issuer, Option<&Policy>)| match policy {
        None => fields(&[("policy", format!("none declared by {issuer}"))]),
        Some(policy) => {
            let mut pairs = told::lines(&policy.says);
            pairs.push(("id", policy.id().to_string()));
            fields(&pairs)
        }
    };
    declared.iter().map(one).collect::<Vec<_>>().join("\n")
}
