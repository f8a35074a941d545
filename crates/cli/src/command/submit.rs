//! Acts on their way to a running node: `chancery roster submit` and `chancery certificate submit`.
//!
//! Invariant: a step that is short of its quorum is never called submitted; but if it shows that a root signed two
//! rosters of one version, the proof is.

use std::path::PathBuf;

use chancery_http::{Client, view::ActView};
use chancery_ledger::{
    act::{Content, DoubleSignature, Quorum, Step},
    roster::Register,
};
use chancery_node::data_dir::DataDir;
use serde::Serialize;
use serde_json::json;

use super::{input, papers::refused_by};
use crate::{
    arguments::Place,
    exit::Exit,
    failure::Failure,
    screen::{paragraph, visible},
};

/// Give signed files to the running node, which passes them on to all others
#[derive(Debug, clap::Args)]
pub(crate) struct Submit {
    /// Step, certificate, revocation or withdrawal; once for each
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
}

/// What became of a file.
#[derive(Serialize)]
struct Submitted {
    file: PathBuf,
    kind: String,
    id: String,
    new: bool,
}

impl Submit {
    pub(crate) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let client = place.client()?;
        let mut submitted = Vec::new();
        for file in &self.files {
            let act = input::read(file, input::ACT_BYTES_MAX)?;
            let view = match client.enact(act.clone()).await {
                Ok(view) => view,
                Err(error) => {
                    prove(&client, place, &act).await?;
                    let failure = Failure::from(error);
                    return Err(failure.about(&file.display().to_string()));
                }
            };
            submitted.push(Submitted {
                file: file.clone(),
                kind: view.kind,
                id: view.id,
                new: view.new,
            });
        }
        place
            .screen()
            .answer(&json!({ "submitted": submitted }), |_| submitted.iter().map(line).collect())?;
        Ok(Exit::Done)
    }
}

fn line(one: &Submitted) -> String {
    let how =
        if one.new { "durable here, and on its way to all nodes" } else { "was known already" };
    let id: String = one.id.chars().take(16).collect();
    paragraph("", &visible(&format!("{}: {} {id}, {how}", one.file.display(), one.kind)))
}

/// A step that is short of its quorum may still show that somebody signed two.
async fn prove(client: &Client, place: &Place, act: &[u8]) -> Result<(), Failure> {
    let genesis = DataDir::open(place.dir()?)?.read_genesis()?;
    let acts = client.acts().await?.iter().map(ActView::decoded).collect::<Result<Vec<_>, _>>()?;
    let (register, refused) = Register::load(&genesis, &acts);
    if let Some((_, flaw)) = refused.first() {
        return Err(refused_by("an act of the node", flaw));
    }
    let history = register.history();
    let partial = history.iter().find_map(|one| Step::decode(act, one, Quorum::NotYet).ok());
    let Some(partial) = partial else { return Ok(()) };
    let mut proofs = Vec::new();
    for held in register.acts() {
        if let Content::Step(step) = held.content() {
            proofs.extend(DoubleSignature::prove(step, &partial));
        }
    }
    let count = proofs.len();
    for proof in proofs {
        client.enact(proof).await?;
    }
    if count == 0 {
        return Ok(());
    }
    let roots = if count == 1 { "root has" } else { "roots have" };
    Err(Failure::new(
        format!(
            "{count} {roots} signed another roster of version {} as well: the proof is submitted, and every node will \
             name the states",
            partial.roster().version
        ),
        "`chancery roster history` names them; the step itself is short of its quorum and was not taken",
    ))
}
