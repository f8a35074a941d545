//! `chancery certificate install`: new keys and their certificate into a data directory; the old ones are kept.

use std::path::PathBuf;

use chancery_node::data_dir::DataDir;
use serde_json::json;

use super::draft;
use crate::{
    arguments::Place,
    command::secret::Secret,
    exit::Exit,
    failure::Failure,
    screen::{fields, visible},
};

/// Put new keys and their certificate into the data directory; the node uses them from its next start
#[derive(Debug, clap::Args)]
pub(crate) struct Install {
    /// Folder with statement.pem, witness.pem, transport.pem and certificate.cbor
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
    #[command(flatten)]
    secret: Secret,
}

impl Install {
    pub(super) fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let dir = DataDir::open(place.dir()?)?;
        let passphrase = self.secret.given()?;
        let installed = dir.install(&self.folder, passphrase.as_ref())?;
        let document = json!({
            "dir": dir.path(),
            "before": installed.before,
            "certificate": draft::document(&installed.certificate),
        });
        place.screen().answer(&document, |_| {
            let mut pairs = draft::lines(&installed.certificate);
            pairs.push(("kept beside", installed.before.display().to_string()));
            fields(&pairs)
                + &visible(&format!(
                    "next: stop the node if it runs, and start it: chancery run --dir {}",
                    dir.path().display()
                ))
                + "\n"
        })?;
        Ok(Exit::Done)
    }
}
