//! `chancery draft edit DRAFT`: in an editor, from a file, or one place at a time.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

use super::{check, new::parsed, path};
use crate::{arguments::Place, command::input, exit::Exit, failure::Failure, screen::paragraph};

/// Where a file is only in memory, so that an editor's copy leaves no plain text on a disk.
const MEMORY: &str = "/dev/shm";

/// Change the text of a draft; every approval of it is void
#[derive(Debug, clap::Args)]
pub(crate) struct Edit {
    /// The draft, such as d7
    draft: String,
    /// JSON file to put in its place; `-` reads standard input
    #[arg(long, value_name = "FILE", conflicts_with = "set")]
    file: Option<PathBuf>,
    /// Set one place, such as `handling.tlp=TLP:GREEN` or `parties[0].names[0].value=Ойрат ТОО`; may be given
    /// again. JSON is taken as JSON, anything else as text; an empty value takes the place away
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,
}

impl Edit {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let client = place.client()?;
        let draft = client.draft(&self.draft).await?;
        let changed = if let Some(file) = &self.file {
            parsed(&input::record_text(file)?, &file.display().to_string())?
        } else if self.set.is_empty() {
            in_an_editor(&draft.record)?
        } else {
            let mut record = draft.record.clone();
            self.set.iter().try_for_each(|assignment| path::set(&mut record, assignment))?;
            record
        };
        if changed == draft.record {
            place
                .screen()
                .answer(&draft, |draft| paragraph("", &format!("{} is unchanged", draft.name)))?;
            return Ok(Exit::Done);
        }
        let voided = draft.state != "writing";
        let written = client.write_draft(&self.draft, &changed, draft.revision).await?;
        let open = client.gate(&self.draft).await?;
        place.screen().answer(&written, |draft| {
            let name = &draft.name;
            let mut text =
                paragraph("", &format!("{name} is changed (revision {})", draft.revision));
            if voided {
                text += &paragraph("note: ", "its approvals are void; its author submits it again");
            }
            text + &check::open(name, &open)
        })?;
        Ok(Exit::Done)
    }
}

/// Lets the person change the text; what is not JSON is kept for another try.
fn in_an_editor(record: &Value) -> Result<Value, Failure> {
    let editor = ["VISUAL", "EDITOR"].into_iter().find_map(|name| std::env::var(name).ok());
    let Some(editor) = editor.filter(|editor| !editor.trim().is_empty()) else {
        return Err(Failure::new(
            "no editor is named",
            "set EDITOR, or give --file FILE or --set PATH=VALUE",
        )
        .ending(Exit::Usage));
    };
    let failed =
        |error: std::io::Error| Failure::of(&error, "is there room for the editor's file?");
    let folder = if Path::new(MEMORY).is_dir() { MEMORY.into() } else { std::env::temp_dir() };
    let mut file = tempfile::Builder::new()
        .prefix("draft-")
        .suffix(".json")
        .tempfile_in(folder)
        .map_err(failed)?;
    let text = serde_json::to_string_pretty(record).unwrap_or_default();
    file.write_all(text.as_bytes()).and_then(|()| file.flush()).map_err(failed)?;
    // An editor is often a command with arguments: `code --wait`.
    let status = Command::new("sh")
        .args(["-c", &format!("{editor} \"$1\""), "sh"])
        .arg(file.path())
        .status()
        .map_err(failed)?;
    if !status.success() {
        return Err(Failure::new(
            format!("the editor ended with {status}"),
            "the draft is unchanged; edit it again",
        ));
    }
    let text = input::record_text(file.path())?;
    parsed(&text, "the edited text").map_err(|failure| match file.keep() {
        Ok((_, path)) => failure.also(&format!(
            "it is kept in {0}: mend it there, give it with --file {0}, and remove it",
            path.display()
        )),
        Err(_) => failure,
    })
}
