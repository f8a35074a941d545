//! `chancery list versions [NAME]`: the lists, or all versions of one.

use chancery_node::answer::{ListRole, ListVersion};

use crate::{
    arguments::Place,
    command::evidence::instant,
    exit::Exit,
    failure::Failure,
    screen::{table, visible},
};

/// Digits of a digest that tell versions apart.
const DIGEST_SHOWN: usize = 12;

/// Show which lists are loaded, or all versions of one that are kept
#[derive(Debug, clap::Args)]
pub(super) struct Versions {
    /// The list
    #[arg(value_name = "NAME")]
    name: Option<String>,
}

impl Versions {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let client = place.client()?;
        let versions = match &self.name {
            Some(name) => client.list_versions(name).await?,
            None => client.lists().await?,
        };
        place.screen().answer(&versions, |versions| match versions.as_slice() {
            [] => "no lists; `chancery list load FILE --name NAME` loads one\n".to_owned(),
            versions => table(
                ["list", "version", "role", "parties", "refused", "loaded", "digest"],
                versions.iter().map(row),
            ),
        })?;
        Ok(Exit::Done)
    }
}

fn row(version: &ListVersion) -> [String; 7] {
    [
        visible(&version.list),
        format!("v{}", version.number),
        role_word(version.role).to_owned(),
        version.entries.to_string(),
        version.refused.to_string(),
        instant(version.loaded_at_s),
        version.version.chars().take(DIGEST_SHOWN).collect(),
    ]
}

/// What a hit in a list means, in a word.
pub(super) fn role_word(role: ListRole) -> &'static str {
    match role {
        ListRole::Adverse => "adverse",
        ListRole::Reference => "reference",
    }
}
