//! Acts on their way to a running node: `chancery roster submit` and `chancery certificate submit`.
//!
//! Invariant: a step that is short of its quorum is never called submitted; but if it shows that a root signed two
//! rosters of one version, the proof is.

use std::path::{Path, PathBuf};

use chancery_http::{
    Client,
    view::{ActView, EnactedView},
};
use chancery_ledger::{
    act::{Content, DoubleSignature, Quorum, Step},
    roster::Register,
};
use chancery_node::data_dir::DataDir;
use serde::Serialize;
use serde_json::json;

use super::{input, kind::Kind, papers::refused_by};
use crate::{
    arguments::Place,
    exit::Exit,
    failure::Failure,
    screen::{paragraph, visible},
};

/// Give signed files to the running node, which passes them on to all others
#[derive(Debug, clap::Args)]
pub(crate) struct Submit {
    /// Step, certificate, revocation, withdrawal or policy; once for each
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
        let acts = self.read()?;
        let client = place.client()?;
        let mut submitted: Vec<Submitted> = Vec::new();
        for (file, act) in &acts {
            match give(&client, place, act).await {
                Ok(view) => submitted.push(Submitted {
                    file: (*file).clone(),
                    kind: view.kind,
                    id: view.id,
                    new: view.new,
                }),
                Err(failure) => return Err(short(failure, file, &submitted)),
            }
        }
        place
            .screen()
            .answer(&json!({ "submitted": submitted }), |_| submitted.iter().map(line).collect())?;
        Ok(Exit::Done)
    }

    /// All files before any is given: what closes something comes last, because a node that is cut off by its own
    /// revocation passes nothing more on.
    fn read(&self) -> Result<Vec<(&PathBuf, Vec<u8>)>, Failure> {
        let mut acts = Vec::new();
        for file in &self.files {
            let act = input::read(file, input::ACT_BYTES_MAX)?;
            let kind = Kind::of(&act);
            if let Some(other) = kind.filter(|kind| !kind.is_act()) {
                return Err(other.instead_of(file, "what nodes take").ending(Exit::Refused));
            }
            let closes = kind.filter(|kind| matches!(kind, Kind::Revocation | Kind::Withdrawal));
            acts.push((closes, file, act));
        }
        acts.sort_by_key(|(closes, ..)| *closes);
        Ok(acts.into_iter().map(|(_, file, act)| (file, act)).collect())
    }
}

async fn give(client: &Client, place: &Place, act: &[u8]) -> Result<EnactedView, Failure> {
    match client.enact(act.to_vec()).await {
        Ok(view) => Ok(view),
        Err(error) => {
            prove(client, place, act).await?;
            Err(Failure::from(error))
        }
    }
}

/// One file was refused; those before it were not.
fn short(failure: Failure, file: &Path, taken: &[Submitted]) -> Failure {
    let failure = failure.about(&file.display().to_string());
    if taken.is_empty() {
        return failure;
    }
    let files: Vec<String> = taken.iter().map(|one| one.file.display().to_string()).collect();
    let done = format!("taken, and on the way to all nodes: {}", files.join(", "));
    failure.although(
        &done,
        "what was taken cannot be taken back, and may be submitted again; mend the file that was refused, and submit \
         it with those that followed it",
    )
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
