//! `chancery case export`: the whole case in one file that verifies, and as a document to read.

use std::path::PathBuf;

use chancery_node::answer::{CaseFile, Newer};
use chancery_node::causes;
use clap::Args;
use serde_json::json;

use super::{document, verify::VerifiedView};
use crate::{
    arguments::Place,
    command::{evidence, export::create},
    exit::Exit,
    failure::Failure,
    screen::{paragraph, visible},
};

/// Write a case into one file that anyone can verify, and as a document to read and print
#[derive(Debug, Args)]
pub(super) struct Export {
    /// Number or name of the case
    #[arg(value_name = "CASE")]
    case: String,
    /// File to write, or folder to write the file and the document into; what is there is left alone
    #[arg(value_name = "FILE|DIR")]
    out: PathBuf,
    /// Also write the document here
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

impl Export {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let bytes = place.client()?.export_case(&self.case).await?;
        let file = CaseFile::decode(&bytes).map_err(|flaw| {
            Failure::new(
                format!("the node's case file is not understood: {}", causes(&flaw)),
                "the node may be another version: restart it with this binary",
            )
        })?;
        let genesis = evidence::genesis(None, place)?;
        let view = VerifiedView::of(&file, &genesis, &Newer::default());
        let in_folder = |ending: &str| self.out.join(format!("case-{}.{ending}", file.name));
        let (out, html) = match self.out.is_dir() {
            true => (in_folder("cbor"), Some(self.html.clone().unwrap_or(in_folder("html")))),
            false => (self.out.clone(), self.html.clone()),
        };
        create(&out, &bytes)?;
        if let Some(html) = &html {
            create(html, document::page(&view, &genesis).as_bytes())?;
        }
        let named = out.display().to_string();
        let document = json!({
            "case": file.name, "file": named, "bytes": bytes.len(), "digest": view.digest,
            "html": html.as_ref().map(|html| html.display().to_string()),
            "verifies": view.verified, "without_evidence": file.missing.len(), "flaws": view.flaws,
        });
        place.screen().answer(&document, |_| {
            let mut text = paragraph("", &visible(&format!("{named} holds {}, hash {}", file.name, view.digest)));
            if let Some(html) = &html {
                text += &visible(&format!("{} is the document to read and print", html.display()));
                text.push('\n');
            }
            for flaw in &view.flaws {
                text += &paragraph("not yet: ", &visible(flaw));
            }
            text + match view.verified {
                true => "whoever gets it verifies it with `chancery case verify FILE --genesis FILE`\n",
                false => "it does not verify yet; export it again, into another file, when `chancery show` says that others hold the records\n",
            }
        })?;
        Ok(Exit::Done)
    }
}
