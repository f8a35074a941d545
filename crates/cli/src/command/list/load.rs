//! `chancery list load FILE`: reads a list of parties into the node, as a new version.

use std::path::PathBuf;

use chancery_interop::{Format, LIST_BYTES_MAX, Mapping, recognise};
use chancery_node::answer::ListLoaded;
use serde_json::{Value, json};

use super::versions::role_word;
use crate::{
    arguments::Place,
    command::input,
    exit::Exit,
    failure::Failure,
    screen::{counted, fields, paragraph, visible},
};

/// Refused rows that are shown; the rest is in `chancery list show`.
const REFUSED_SHOWN: usize = 10;

/// A mapping is a page.
const MAPPING_BYTES_MAX: u64 = 128 * 1024;

/// Load a list of parties, or load it again when its publisher has changed it
#[derive(Debug, clap::Args)]
pub(super) struct Load {
    /// The list as it was published
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What the list is called here, such as us-csl
    #[arg(long, value_name = "NAME")]
    name: String,
    /// us-csl-packed, us-csl-json, us-csl-csv, misp-galaxy, csv or ftm; what it looks like if it is not said
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    /// JSON file that says which column of a table is what
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// What a hit in it means: adverse where an authority has taken a measure, reference where it says who
    /// somebody is; as before if it is not said
    #[arg(long, value_name = "adverse|reference", value_parser = ["adverse", "reference"])]
    role: Option<String>,
}

impl Load {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let bytes = input::read(&self.file, LIST_BYTES_MAX as u64)?;
        let format = self.format.or_else(|| recognise(&bytes)).ok_or_else(|| {
            Failure::new(
                format!("{} looks like no list that is known", self.file.display()),
                "say what it is with --format; docs/reference/lists.md describes each",
            )
        })?;
        let file = self.file.file_name().unwrap_or_default().to_string_lossy();
        let head = json!({
            "list": self.name, "format": format.as_str(), "file": file,
            "role": self.role, "mapping": self.mapping()?,
        });
        let loaded = place.client()?.load_list(&head, &bytes).await?;
        place.screen().answer(&loaded, told)?;
        Ok(Exit::Done)
    }

    /// The mapping, read here as well so that its mistakes are told with the name of the file.
    fn mapping(&self) -> Result<Value, Failure> {
        let Some(path) = &self.mapping else { return Ok(Value::Null) };
        let text = String::from_utf8_lossy(&input::read(path, MAPPING_BYTES_MAX)?).into_owned();
        let about = |failure: Failure| failure.about(&path.display().to_string());
        let mapping =
            Mapping::read(&text).map_err(|flaw| about(Failure::of(&flaw, flaw.hint())))?;
        serde_json::from_str(&mapping.to_text())
            .map_err(|flaw| about(Failure::of(&flaw, "is it the right file?")))
    }
}

fn told(loaded: &ListLoaded) -> String {
    let version = &loaded.version;
    let mut text = paragraph("", &visible(&format!("{} v{}", version.list, version.number)));
    let before = match (loaded.unchanged, loaded.before) {
        (true, _) => "says what the version in force says: nothing was written".to_owned(),
        (false, None) => format!("{} parties, all new", loaded.added),
        (false, Some(before)) => format!(
            "against v{before}: {} added, {} changed, {} removed",
            loaded.added, loaded.changed, loaded.removed
        ),
    };
    text += &fields(&[
        ("read as", version.read_as.clone()),
        ("role", role_word(version.role).to_owned()),
        ("parties", version.entries.to_string()),
        ("changes", before),
        ("digest", version.version.clone()),
    ]);
    if version.refused > 0 {
        let rows = usize::try_from(version.refused).unwrap_or(usize::MAX);
        text += &paragraph("", &format!("{} could not be read:", counted(rows, "row")));
        for row in loaded.refused.iter().take(REFUSED_SHOWN) {
            text += &paragraph("  ", &visible(&format!("{}: {}", row.place, row.text)));
        }
    }
    if version.doubts > 0 {
        let told = format!("{} fields were left out", version.doubts);
        text +=
            &paragraph("", &format!("{told}; `chancery list show {}` says which", version.list));
    }
    text
}
