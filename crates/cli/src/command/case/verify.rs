//! `chancery case verify`: a case file with the genesis alone, and what has become of what it rests on.

use std::path::{Path, PathBuf};

use chancery_ledger::log::Id;
use chancery_ledger::pack::Pack;
use chancery_ledger::roster::Genesis;
use chancery_node::answer::{
    CASE_FILE_BYTES_MAX, Case, CaseFile, Newer, NoteFile, Stood, Touch, Verified, VersionFound,
};
use chancery_node::{causes, now_s};
use clap::Args;
use serde::Serialize;
use time::OffsetDateTime;

use super::{document, told};
use crate::{
    arguments::Place,
    command::{evidence, export::create, input, kind::Kind},
    exit::Exit,
    failure::Failure,
    screen::{fields, paragraph, visible},
};

/// What a case file does not show, whoever made it.
pub(super) const NOT_SHOWN: [&str; 4] = [
    "that the steps, their times and what they say are true: they are chained and not signed, and whoever made the file could have written them",
    "that nothing came after the last step: the case's own node, or a print with the hash of the last step, says so",
    "that nothing is withheld: newer evidence may hold a correction or withdrawal that this file does not (--against, --live)",
    "what other states said of a record: a dispute is in no evidence pack, only in what was noted then",
];

/// Verify a case file without node or network, and say of each version what stood then and what became of it
#[derive(Debug, Args)]
pub(super) struct Verify {
    /// Case file of `chancery case export`, or of `chancery rely export`; - for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Genesis file of the network, instead of the one that the data directory pins
    #[arg(long, value_name = "FILE")]
    genesis: Option<PathBuf>,
    /// Newer evidence to lay beside it: evidence packs or newer case files
    #[arg(long, value_name = "FILE")]
    against: Vec<PathBuf>,
    /// Ask the running node for newer evidence of every record that it cites
    #[arg(long)]
    live: bool,
    /// Also write it as a document for people to read and print
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

/// The answer.
#[derive(Debug, Serialize)]
pub(super) struct VerifiedView {
    /// Whether everything is proved.
    pub(super) verified: bool,
    /// The hash that the file carries.
    pub(super) digest: String,
    /// The case; null where its steps do not hold together.
    pub(super) case: Option<Case>,
    /// Every version that it rests on.
    pub(super) versions: Vec<VersionView>,
    /// Every consultation with its answers.
    pub(super) answers: Vec<AnswerView>,
    /// What is not proved.
    pub(super) flaws: Vec<String>,
}

/// A version, then and now.
#[derive(Debug, Serialize)]
pub(super) struct VersionView {
    /// Id of the statement that made it.
    pub(super) version: String,
    /// What rests on it.
    pub(super) rests: Vec<String>,
    /// How it stood when it was noted last, as the case says; null where it says nothing.
    pub(super) then: Option<Stood>,
    /// When that was, in seconds since 1970.
    pub(super) then_at_s: Option<i64>,
    /// How it stood when the file was made, as the file proves.
    pub(super) in_file: Option<Stood>,
    /// How it stands as newer evidence proves.
    pub(super) now: Option<Stood>,
    /// What has touched it since it was noted, as far as the file or newer evidence proves.
    pub(super) since: Vec<Touch>,
    /// States that held it.
    pub(super) held_by: Vec<String>,
    /// Of so many.
    pub(super) members: usize,
}

/// A consultation with an answer, or without.
#[derive(Debug, Serialize)]
pub(super) struct AnswerView {
    /// Reference of the question.
    pub(super) question: String,
    /// Whom it asks.
    pub(super) to: String,
    /// Reference of the answer; null without one.
    pub(super) reference: Option<String>,
    /// The answer.
    pub(super) answer: Option<String>,
    /// Why.
    pub(super) reasons: Option<String>,
    /// Whether packs prove it.
    pub(super) proved: bool,
}

impl Verify {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let genesis = evidence::genesis(self.genesis.as_deref(), place)?;
        let bytes = input::read(&self.file, CASE_FILE_BYTES_MAX as u64)?;
        if let Ok(notes) = NoteFile::decode(&bytes) {
            return evidence::verify_notes(&notes, &self.file, &genesis, place);
        }
        let file = CaseFile::decode(&bytes).map_err(|flaw| match Kind::of(&bytes) {
            Some(kind) => kind.instead_of(&self.file, "a case file"),
            None => Failure::new(
                format!("{} is no case file: {}", self.file.display(), causes(&flaw)),
                "do not rely on it; ask whoever sent it for the file as it was exported",
            )
            .ending(Exit::DoesNotVerify),
        })?;
        let mut packs = Vec::new();
        for path in &self.against {
            packs.extend(newer(path)?);
        }
        if self.live {
            packs.extend(live(&file, place).await?);
        }
        let view = VerifiedView::of(&file, &genesis, &Newer::of(&packs, &genesis));
        if let Some(html) = &self.html {
            create(html, document::page(&view, &genesis).as_bytes())?;
        }
        place.screen().answer(&view, |view| view.told(&self.file))?;
        Ok(if view.verified { Exit::Done } else { Exit::DoesNotVerify })
    }
}

/// The packs of a file that is laid beside.
fn newer(path: &Path) -> Result<Vec<Vec<u8>>, Failure> {
    let bytes = input::read(path, CASE_FILE_BYTES_MAX as u64)?;
    if let Ok(file) = CaseFile::decode(&bytes) {
        return Ok(file.packs);
    }
    if let Ok(notes) = NoteFile::decode(&bytes) {
        return Ok(notes.packs);
    }
    match (Pack::decode(&bytes), Kind::of(&bytes)) {
        (Ok(_), _) => Ok(vec![bytes]),
        (Err(_), Some(kind)) => Err(kind.instead_of(path, "evidence")),
        (Err(flaw), None) => Err(Failure::new(
            format!("{} is no evidence: {}", path.display(), causes(&flaw)),
            "give an evidence pack (`chancery evidence export`) or a newer case file",
        )
        .ending(Exit::DoesNotVerify)),
    }
}

/// What the running node has of the records that a file cites. The question names them, and goes to this
/// machine's own node alone.
async fn live(file: &CaseFile, place: &Place) -> Result<Vec<Vec<u8>>, Failure> {
    let client = place.client()?;
    let mut roots: Vec<Id> = file.cited.iter().map(|cited| cited.root).collect();
    roots.sort_unstable();
    roots.dedup();
    let mut packs = Vec::new();
    for root in roots {
        packs.push(client.evidence(&root.to_string()).await?.to_vec());
    }
    Ok(packs)
}

impl VerifiedView {
    pub(super) fn of(file: &CaseFile, genesis: &Genesis, newer: &Newer) -> VerifiedView {
        let today =
            OffsetDateTime::from_unix_timestamp(now_s()).map_or(time::Date::MAX, |at| at.date());
        let verified = Verified::of(file, genesis, newer, today);
        VerifiedView {
            verified: verified.holds(),
            digest: file.digest().to_string(),
            versions: verified.versions.into_iter().map(VersionView::of).collect(),
            answers: verified
                .answers
                .into_iter()
                .map(|found| {
                    let (reference, answer, reasons) = match found.answer {
                        Some((reference, answer, reasons)) => {
                            (Some(reference), Some(answer), Some(reasons))
                        }
                        None => (None, None, None),
                    };
                    let (question, to, proved) = (found.question, found.to, found.proved);
                    AnswerView { question, to, reference, answer, reasons, proved }
                })
                .collect(),
            case: verified.case,
            flaws: verified.flaws,
        }
    }

    fn told(&self, file: &Path) -> String {
        let end = if self.verified { "verifies" } else { "does NOT verify" };
        let of = match &self.case {
            Some(case) => {
                let outcome = case.closed.as_ref().map_or_else(
                    || "open".to_owned(),
                    |end| format!("{} on {}", end.outcome.as_str(), told::day(end.at_s)),
                );
                format!(
                    "{} of {}, authority {}: {outcome}",
                    told::named(case),
                    case.state,
                    case.authority
                )
            }
            None => "its steps do not hold together".to_owned(),
        };
        let mut text = paragraph("", &visible(&format!("{} {end}: {of}", file.display())));
        for version in &self.versions {
            text.push('\n');
            text += &version.told();
        }
        for answer in &self.answers {
            text.push('\n');
            text += &answer.told();
        }
        for flaw in &self.flaws {
            text.push('\n');
            text += &paragraph("  FAIL  ", &visible(flaw));
        }
        text += "\nA case file does not show\n";
        for line in NOT_SHOWN {
            text += &paragraph("  - ", line);
        }
        text
    }
}

impl VersionView {
    fn of(found: VersionFound) -> VersionView {
        let (then_at_s, then) = found.noted.unzip();
        let latest = found.newer.as_ref().or(found.proved.as_ref());
        let since = match (latest, &then) {
            (Some(latest), Some(then)) => latest.since(then).into_iter().cloned().collect(),
            (Some(latest), None) => latest.touched.clone(),
            (None, _) => Vec::new(),
        };
        VersionView {
            version: found.version.to_string(),
            rests: found.rests,
            then,
            then_at_s,
            in_file: found.proved,
            now: found.newer,
            since,
            held_by: found.held_by,
            members: found.members,
        }
    }

    /// The best that is known of what it is: proved before noted.
    pub(super) fn known(&self) -> Option<&Stood> {
        self.now.as_ref().or(self.in_file.as_ref()).or(self.then.as_ref())
    }

    /// The lines about it.
    pub(super) fn lines(&self) -> Vec<(&'static str, String)> {
        let mut lines = Vec::new();
        if let Some(stood) = self.known() {
            let drill = if stood.exercise { "[exercise] " } else { "" };
            lines.push((
                "record",
                format!(
                    "{}, version {} ({}), {} of {}",
                    stood.reference, stood.number, stood.cited, stood.kind, stood.state
                ),
            ));
            lines.push(("title", format!("{drill}{}", stood.title)));
        }
        lines.push(("rests on it", self.rests.join("; ")));
        let then = match (&self.then, self.then_at_s) {
            (Some(then), Some(at_s)) => format!("{}, as noted on {}", then.told(), told::day(at_s)),
            _ => "nobody has noted how it stood".to_owned(),
        };
        lines.push(("then", then));
        let in_file = self.in_file.as_ref().map_or("NOT PROVED".to_owned(), Stood::told);
        lines.push(("in the file", in_file));
        if let Some(now) = &self.now {
            lines.push(("now", now.told()));
        }
        let against: Vec<String> =
            self.since.iter().filter(|touch| touch.is_against()).map(Touch::told).collect();
        if !against.is_empty() {
            lines.push(("SINCE THEN", against.join("; ")));
        }
        lines.push((
            "held by",
            format!(
                "{} of {} states: {}",
                self.held_by.len(),
                self.members,
                self.held_by.join(", ")
            ),
        ));
        lines.push(("version id", self.version.clone()));
        lines
    }

    fn told(&self) -> String {
        fields(&self.lines())
    }
}

impl AnswerView {
    /// The lines about it.
    pub(super) fn lines(&self) -> Vec<(&'static str, String)> {
        let proved = if self.proved { "proved" } else { "NOT PROVED" };
        let answer = match (&self.reference, &self.answer) {
            (Some(reference), Some(answer)) => format!("{answer} ({reference})"),
            _ => "none was heard".to_owned(),
        };
        let mut lines =
            vec![("question", format!("{} to {}", self.question, self.to)), ("answer", answer)];
        lines.extend(self.reasons.clone().map(|reasons| ("reasons", reasons)));
        lines.push(("evidence", proved.to_owned()));
        lines
    }

    fn told(&self) -> String {
        fields(&self.lines())
    }
}
