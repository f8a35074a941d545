//! `chancery rely`: what an analyst did with an exact version. The note stays on this node, sealed.

use std::path::PathBuf;

use chancery_http::view::{NewRelianceView, RelianceView};
use chancery_node::answer::NoteFile;
use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

use super::export::create;
use crate::{
    arguments::Place,
    exit::Exit,
    failure::Failure,
    screen::{counted, fields, paragraph, table, visible},
};

/// What to do with a case file that is whole, and with one that is not.
const VERIFY: &str =
    "whoever gets it verifies it with `chancery evidence verify FILE --genesis FILE`";
const EXPORT_AGAIN: &str = "it does not verify yet; export it again, into another file, when `chancery show` says that others hold it";

/// Note what was done with a record: local, private, and alerted when the record changes
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Rely {
    #[command(subcommand)]
    act: Option<Act>,
    #[command(flatten)]
    note: Option<Note>,
}

#[derive(Debug, Args)]
struct Note {
    /// Reference or id of the record
    #[arg(value_name = "REF-OR-ID", required = true)]
    name: String,
    /// Which version was relied on; without it the one that stands now
    #[arg(long = "version", value_name = "N")]
    number: Option<u64>,
    /// What was done with it
    #[arg(long = "as", value_name = "WORD", required = true)]
    relied_as: As,
    /// Why, in a sentence that somebody understands in five years
    #[arg(long, value_name = "TEXT", required = true)]
    reason: String,
    /// In which case: a file number
    #[arg(long, value_name = "NAME")]
    case: Option<String>,
}

/// What was done with it.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum As {
    /// A decision rests on it
    ReliedOn,
    /// It was weighed, and the decision rests on other things
    Considered,
    /// It is about somebody else
    FalseMatch,
}

#[derive(Debug, Subcommand)]
enum Act {
    List(List),
    Export(Export),
}

/// List the reliance notes of this node, the oldest first
#[derive(Debug, Args)]
struct List {
    /// Only those of this case
    #[arg(long, value_name = "NAME")]
    case: Option<String>,
}

/// Write notes with the evidence of each version that they cite, for `chancery evidence verify`
#[derive(Debug, Args)]
struct Export {
    /// File to write; one that is there already is left alone
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Only those of this case
    #[arg(long, value_name = "NAME")]
    case: Option<String>,
}

impl As {
    /// The stable word.
    pub(super) const fn word(self) -> &'static str {
        match self {
            As::ReliedOn => "relied-on",
            As::Considered => "considered",
            As::FalseMatch => "false-match",
        }
    }
}

impl Rely {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        match (&self.act, &self.note) {
            (Some(Act::List(list)), _) => list.run(place).await,
            (Some(Act::Export(export)), _) => export.run(place).await,
            (None, Some(note)) => note.run(place).await,
            (None, None) => {
                Err(Failure::new("nothing is named", "see `chancery rely --help`")
                    .ending(Exit::Usage))
            }
        }
    }
}

impl Note {
    async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let new = NewRelianceView {
            name: self.name.clone(),
            number: self.number,
            relied_as: self.relied_as.word().to_owned(),
            reason: self.reason.clone(),
            case: self.case.clone(),
        };
        let kept = place.client()?.rely(&new).await?;
        place.screen().answer(&kept, told)?;
        Ok(Exit::Done)
    }
}

impl List {
    async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let notes = place.client()?.reliance(self.case.as_deref()).await?;
        place.screen().answer(&notes, |notes| listed(notes))?;
        Ok(Exit::Done)
    }
}

impl Export {
    async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let bytes = place.client()?.case_file(self.case.as_deref()).await?;
        create(&self.file, &bytes)?;
        let file = self.file.display().to_string();
        let missing = NoteFile::decode(&bytes).map(|case| case.missing).unwrap_or_default();
        let document = json!({
            "file": file, "case": self.case, "bytes": bytes.len(), "without_evidence": missing.len(),
        });
        place.screen().answer(&document, |_| match missing.first() {
            None => {
                let told = format!("{file} holds the notes, and the evidence of what they cite");
                visible(&told) + "\n" + VERIFY + "\n"
            }
            Some((_, why)) => {
                let count = counted(missing.len(), "cited version");
                let told = format!("{file} holds the notes, and no evidence of {count}: {why}");
                paragraph("", &visible(&told)) + EXPORT_AGAIN + "\n"
            }
        })?;
        Ok(Exit::Done)
    }
}

fn told(note: &RelianceView) -> String {
    let mut text = fields(&[
        ("note", note.note.clone()),
        ("as", note.relied_as.clone()),
        ("record", format!("{}, version {} ({})", note.reference, note.number, note.cited)),
        ("title", titled(note)),
        ("case", note.case.clone().unwrap_or_else(|| "none".to_owned())),
        ("version id", note.version.clone()),
    ]);
    text += "it stays on this node; `chancery alerts` says when the record changes\n";
    text
}

fn titled(note: &RelianceView) -> String {
    if note.exercise { format!("[exercise] {}", note.title) } else { note.title.clone() }
}

fn listed(notes: &[RelianceView]) -> String {
    if notes.is_empty() {
        return "no notes\n".to_owned();
    }
    table(
        ["note", "made", "record", "as", "case", "reason"],
        notes.iter().map(|note| {
            [
                note.note.clone(),
                note.made_at.chars().take("2026-11-01".len()).collect(),
                format!("{} v{}", note.reference, note.number),
                note.relied_as.clone(),
                note.case.clone().unwrap_or_default(),
                note.reason.clone(),
            ]
        }),
    )
}
