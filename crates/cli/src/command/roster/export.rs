//! `chancery roster export`: what a running node knows of who belongs, as a folder to carry to where the root key is.
//!
//! Invariant: the folder is new, and whole when it has its genesis file, which is written last.

use std::path::{Path, PathBuf};

use chancery_node::{data_dir::DataDir, keyring};
use serde_json::json;

use crate::{
    arguments::Place,
    command::papers::{ACTS, GENESIS, POSITIONS},
    exit::Exit,
    failure::Failure,
    screen::{fields, paragraph},
};

/// Write genesis, acts and positions of the running node into a folder, for work with the root key offline
#[derive(Debug, clap::Args)]
pub(crate) struct Export {
    /// Folder to make
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
}

/// Digits of an id that tell one file from another.
const ID_DIGITS: usize = 16;

impl Export {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let genesis = DataDir::open(place.dir()?)?.read_genesis()?;
        let client = place.client()?;
        let acts = client.acts().await?;
        let logs = client.logs().await?;
        make(&self.out)?;
        make(&self.out.join(ACTS))?;
        for act in &acts {
            let id: String = act.id.chars().take(ID_DIGITS).collect();
            let file = self.out.join(ACTS).join(format!("{}-{id}.cbor", act.kind));
            keyring::write_paper(&file, &act.decoded()?)?;
        }
        let positions = serde_json::to_vec(&logs).expect("because views have text keys");
        keyring::write_paper(&self.out.join(POSITIONS), &positions)?;
        keyring::write_paper(&self.out.join(GENESIS), &genesis.encode())?;
        let document = json!({ "folder": self.out, "acts": acts.len(), "logs": logs.len() });
        let pairs = [
            ("folder", self.out.display().to_string()),
            ("acts", acts.len().to_string()),
            ("positions", format!("of {} logs", logs.len())),
        ];
        place.screen().answer(&document, |_| {
            fields(&pairs)
                + &paragraph(
                    "next: ",
                    "carry it to where the root key is, and name it with --papers; nothing in it is secret",
                )
        })?;
        Ok(Exit::Done)
    }
}

fn make(folder: &Path) -> Result<(), Failure> {
    std::fs::create_dir(folder).map_err(|error| {
        Failure::new(
            format!("{} cannot be made: {error}", folder.display()),
            "nothing was overwritten; choose another name, in a folder that is there",
        )
    })
}
