//! `chancery certificate request`: a node's public keys for the holder of the root key, and that it has the secret ones.
//!
//! Invariant: no secret key leaves its folder, and the file is no use to another state or authority.

use std::path::{Path, PathBuf};

use chancery_ledger::certificate::NodeRequest;
use chancery_node::{causes, data_dir::read_genesis, keyring};
use chancery_record::StateCode;
use serde_json::json;

use super::draft;
use crate::{
    arguments::Place,
    command::secret::Secret,
    exit::Exit,
    failure::Failure,
    screen::{fields, paragraph},
    words,
};

/// Ask for a certificate: the public keys of a node, signed with its secret ones
#[derive(Debug, clap::Args)]
pub(crate) struct Request {
    /// Folder with statement.pem, witness.pem and transport.pem
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
    #[command(flatten)]
    secret: Secret,
    /// Genesis file, or the founding file before there is one
    #[arg(long, value_name = "FILE")]
    genesis: PathBuf,
    /// State, by its two capital letters
    #[arg(long, value_name = "STATE")]
    state: StateCode,
    /// Name of the authority, such as export-control
    #[arg(long, value_name = "NAME")]
    authority: String,
    /// Public file of the node's reader key
    #[arg(long, value_name = "FILE")]
    reader: Option<PathBuf>,
    /// File to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

impl Request {
    pub(super) fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let network = read_genesis(&self.genesis)?.roster().hash();
        let issuer = draft::issuer(self.state, &self.authority)?;
        let open = |name: &str| {
            let file = self.folder.join(name);
            self.secret.open(&file, |passphrase| keyring::open_signer(&file, passphrase))
        };
        let keys = [open("statement.pem")?, open("witness.pem")?, open("transport.pem")?];
        let reader = self.reader.as_deref().map(keyring::read_reader).transpose()?;
        let request =
            NodeRequest::sign(network, issuer, keys.each_ref(), reader).map_err(|flaw| {
                Failure::new(
                    format!("the request would be refused ({}): {}", flaw.name(), causes(&flaw)),
                    "every job has a key of its own; nothing was written",
                )
            })?;
        keyring::write_paper(&self.out, &request.encode())?;
        tell(place, &self.out, &request)?;
        Ok(Exit::Done)
    }
}

fn tell(place: &Place, file: &Path, request: &NodeRequest) -> Result<(), Failure> {
    let keys = [
        ("statement", request.statement_key.as_bytes()),
        ("witness", request.witness_key.as_bytes()),
        ("transport", request.transport_key.as_bytes()),
    ];
    let of =
        |at: usize| json!({ "key": words::hex(keys[at].1), "words": words::of_key(keys[at].1) });
    let document = json!({
        "file": file,
        "state": request.issuer.state.as_str(),
        "authority": request.issuer.authority,
        "network": request.network.to_string(),
        "statement": of(0),
        "witness": of(1),
        "transport": of(2),
    });
    place.screen().answer(&document, |_| {
        fields(&[
            ("request", format!("keys of a node of {}", request.issuer)),
            ("statement key", words::of_key(keys[0].1)),
            ("witness key", words::of_key(keys[1].1)),
            ("transport key", words::of_key(keys[2].1)),
            ("file", file.display().to_string()),
        ]) + &paragraph(
            "next: ",
            "take the file to the machine with the root key: `chancery certificate issue --request FILE`, or `rotate` \
             or `recover`",
        )
    })
}
