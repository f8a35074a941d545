//! `chancery evidence`: one file that proves what a state said, where, and who held it when.
//!
//! Exporting asks the running node. Verifying and printing need the file and the genesis alone: no
//! node, no network, nobody's word.

use std::path::{Path, PathBuf};

use chancery_http::view::VerificationView;
use chancery_ledger::pack::{PACK_BYTES_MAX, Pack, PackFlaw, Verdict};
use chancery_ledger::roster::Genesis;
use chancery_node::{answer::NoteFile, data_dir::read_genesis};
use clap::Subcommand;
use serde_json::json;

use super::{export::create, input, kind::Kind, verify};
use crate::{arguments::Place, exit::Exit, failure::Failure, screen::visible};

mod case;
mod finding;
mod page;
mod words;

pub(super) use words::instant;

use case::CaseView;
use finding::EvidenceView;

/// Make, verify and print evidence packs: one file that proves a record to anyone
#[derive(Debug, clap::Args)]
pub(crate) struct Evidence {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    Export(Export),
    Verify(Verify),
    Page(Page),
}

/// Write the evidence pack of a record that the node holds
#[derive(Debug, clap::Args)]
struct Export {
    /// Reference, id, or the first eight or more digits of an id
    #[arg(value_name = "REF-OR-ID")]
    name: String,
    /// File to write; one that is there already is left alone
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// Verify an evidence pack or a case file without node or network, and say every step in words
#[derive(Debug, clap::Args)]
struct Verify {
    /// Evidence pack, or the case file of `chancery rely export`; - for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Genesis file of the network, instead of the one that the data directory pins
    #[arg(long, value_name = "FILE")]
    genesis: Option<PathBuf>,
}

/// Verify an evidence pack, and write one page about it for people to print (HTML)
#[derive(Debug, clap::Args)]
struct Page {
    /// Evidence pack, or - for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Genesis file of the network, instead of the one that the data directory pins
    #[arg(long, value_name = "FILE")]
    genesis: Option<PathBuf>,
    /// File to write; one that is there already is left alone
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

impl Evidence {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        match &self.act {
            Act::Export(export) => export.run(place).await,
            Act::Verify(verify) => verify.run(place),
            Act::Page(page) => page.run(place),
        }
    }
}

impl Export {
    async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let pack = place.client()?.evidence(&self.name).await?;
        create(&self.out, &pack)?;
        let file = self.out.display().to_string();
        let document = json!({ "name": self.name, "file": file, "bytes": pack.len() });
        place.screen().answer(&document, |_| {
            let told = format!("{file} holds the evidence pack of {}", self.name);
            let next =
                "who gets it verifies it with `chancery evidence verify FILE --genesis FILE`";
            visible(&told) + "\n" + next + "\n"
        })?;
        Ok(Exit::Done)
    }
}

impl Verify {
    fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let genesis = genesis(self.genesis.as_deref(), place)?;
        let bytes = input::read(&self.file, PACK_BYTES_MAX as u64)?;
        if let Ok(notes) = NoteFile::decode(&bytes) {
            return verify_notes(&notes, &self.file, &genesis, place);
        }
        let opened = Opened::read(&self.file, &bytes, genesis)?;
        let view = opened.view();
        place.screen().answer(&view, |view| told(&self.file, view))?;
        Ok(if view.verification.verified { Exit::Done } else { Exit::DoesNotVerify })
    }
}

impl Page {
    fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let opened = Opened::open(&self.file, self.genesis.as_deref(), place)?;
        let view = opened.view();
        let Ok((pack, verdict)) = &opened.result else {
            // Nobody prints a page about what does not hold.
            place.screen().answer(&view, |view| told(&self.file, view))?;
            return Ok(Exit::DoesNotVerify);
        };
        let page = page::page(pack, verdict, &opened.genesis, &pack.digest().to_string());
        create(&self.out, page.as_bytes())?;
        let file = self.out.display().to_string();
        let document = json!({ "file": file, "bytes": page.len() });
        place.screen().answer(&document, |_| {
            visible(&format!("{file} holds the page about {}", verdict.header.reference)) + "\n"
        })?;
        Ok(Exit::Done)
    }
}

/// Verifies a file of reliance notes, and says so.
pub(super) fn verify_notes(
    notes: &NoteFile,
    file: &Path,
    genesis: &Genesis,
    place: &Place,
) -> Result<Exit, Failure> {
    let view = CaseView::of(notes, genesis);
    place.screen().answer(&view, |view| view.told(file))?;
    Ok(if view.verified { Exit::Done } else { Exit::DoesNotVerify })
}

/// The genesis that is named, or the one that the data directory pins.
pub(super) fn genesis(given: Option<&Path>, place: &Place) -> Result<Genesis, Failure> {
    match (given, place.dir_if_named()) {
        (Some(given), _) => Ok(read_genesis(given)?),
        (None, Some(dir)) => Ok(read_genesis(&verify::pinned(dir)?)?),
        (None, None) => Err(verify::no_genesis()),
    }
}

/// A pack from a file, with what came of verifying it.
struct Opened {
    genesis: Genesis,
    result: Result<(Pack, Verdict), PackFlaw>,
}

impl Opened {
    fn open(file: &Path, given: Option<&Path>, place: &Place) -> Result<Self, Failure> {
        let genesis = genesis(given, place)?;
        let bytes = input::read(file, PACK_BYTES_MAX as u64)?;
        Self::read(file, &bytes, genesis)
    }

    fn read(file: &Path, bytes: &[u8], genesis: Genesis) -> Result<Self, Failure> {
        let pack = Pack::decode(bytes);
        if let Some(kind) = Kind::of(bytes).filter(|_| pack.is_err()) {
            return Err(kind.instead_of(file, "an evidence pack"));
        }
        let result = pack.and_then(|pack| {
            let verdict = pack.verify(&genesis)?;
            Ok((pack, verdict))
        });
        Ok(Self { genesis, result })
    }

    fn view(&self) -> EvidenceView {
        match &self.result {
            Ok((pack, verdict)) => EvidenceView::of(pack, verdict, &self.genesis),
            Err(flaw) => EvidenceView::refused(flaw),
        }
    }
}

fn told(file: &Path, view: &EvidenceView) -> String {
    let EvidenceView { verification, finding, .. } = view;
    let VerificationView { verified, checks } = verification;
    let mut text = verify::told(
        &file.display().to_string(),
        &VerificationView { verified: *verified, checks: checks.clone() },
    );
    if let Some(finding) = finding {
        text += "\n";
        text += &finding.told();
    }
    text
}

#[cfg(test)]
mod tests;
