//! `chancery vocabulary load FILE|REF`: takes a pack into use at the node, after it has been shown.
//!
//! Nothing is loaded because it arrived: a pack that another state signed is words until an operator here says yes.

use std::path::Path;

use chancery_http::view::{RecordView, StatusWord};
use chancery_node::vocabulary::{VocabularyError, read_pack};
use chancery_record::vocabulary::Pack;
use serde_json::{Value, json};

use super::{Packs, changes};
use crate::{
    arguments::Place,
    command::verify::looks_like_a_path,
    exit::Exit,
    failure::Failure,
    screen::{fields, paragraph, visible},
};

/// The kind of record that carries packs.
const KIND: &str = "vocabulary-pack";

/// Take a pack into use at the node, from a file or from a record that it holds
#[derive(Debug, clap::Args)]
pub(super) struct Load {
    /// JSON file of the pack, or the reference or id of a record of kind vocabulary-pack
    #[arg(value_name = "FILE|REF")]
    what: String,
    /// Load it; without this the changes are shown and nothing is loaded
    #[arg(long)]
    yes: bool,
}

/// Who put a pack into a record.
#[derive(Clone, Debug)]
pub(super) struct Signed(Option<Box<RecordView>>);

/// A pack, with who signed it.
#[derive(Clone, Debug)]
pub(super) struct Carried {
    pub(super) pack: Pack,
    pub(super) signed: Signed,
}

impl Load {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let file = Path::new(&self.what);
        let carried = if file.exists() || looks_like_a_path(&self.what) {
            Carried { pack: read_pack(file)?, signed: Signed(None) }
        } else {
            Carried::of_record(place, &self.what).await?
        };
        carried.signed.may_be_used()?;
        let words = Packs::default().load(place)?;
        words.with(carried.pack.clone()).map_err(VocabularyError::SentMisfit)?;
        let view = changes::of(&words, &carried.pack);
        if self.yes {
            place.client()?.load_vocabulary(carried.pack.to_text()).await?;
        }
        let document = json!({
            "loaded": self.yes, "pack": view.pack, "edition": view.edition,
            "changes": view.changes, "signed": carried.signed.document(),
        });
        place.screen().answer(&document, |_| {
            let head = format!("pack {}, edition {}", view.pack, view.edition);
            let end = match self.yes {
                true => "in use from now on, also after a restart",
                false => "nothing was loaded: the same with --yes loads it",
            };
            paragraph("", &visible(&head))
                + &carried.signed.told()
                + &changes::told(&words, &view)
                + &paragraph("", end)
        })?;
        Ok(if self.yes { Exit::Done } else { Exit::Refused })
    }
}

impl Carried {
    pub(super) async fn of_record(place: &Place, name: &str) -> Result<Carried, Failure> {
        let view = place.client()?.show(name).await?;
        let reference = &view.summary.reference;
        if view.summary.kind != KIND {
            return Err(Failure::new(
                format!("{reference} is a {}, not a {KIND}", view.summary.kind),
                "`chancery list --kind vocabulary-pack` lists the packs that are held",
            ));
        }
        let pack = Pack::read(&view.record["pack"].to_string())
            .map_err(|flaw| Failure::from(VocabularyError::Sent(flaw)).about(reference))?;
        Ok(Carried { pack, signed: Signed(Some(Box::new(view))) })
    }
}

impl Signed {
    /// A record that does not stand, or a drill, changes nothing here.
    fn may_be_used(&self) -> Result<(), Failure> {
        let Some(view) = &self.0 else { return Ok(()) };
        let reference = &view.summary.reference;
        if view.summary.exercise {
            return Err(Failure::new(
                format!("{reference} is an exercise"),
                "a drill must not change what real records are checked against",
            ));
        }
        if view.summary.status != StatusWord::InForce {
            return Err(Failure::new(
                format!("{reference} is {}", view.summary.status.as_str()),
                "`chancery show` says by what; load what came instead",
            ));
        }
        Ok(())
    }

    pub(super) fn document(&self) -> Value {
        let one = |view: &RecordView| {
            let summary = &view.summary;
            json!({
                "reference": summary.reference, "id": summary.id, "state": summary.state,
                "authority": summary.authority, "status": summary.status.as_str(),
            })
        };
        self.0.as_deref().map_or(Value::Null, one)
    }

    pub(super) fn told(&self) -> String {
        let Some(view) = &self.0 else {
            return fields(&[("signed by", "nobody: it comes from a file".to_owned())]);
        };
        let summary = &view.summary;
        fields(&[
            ("signed by", format!("{}/{}", summary.state, summary.authority)),
            ("record", format!("{}, {}", summary.reference, summary.status.as_str())),
            ("id", summary.id.clone()),
        ])
    }
}
