//! `chancery evidence verify` of a case file: every pack by itself, and every note against its pack.
//!
//! Invariant: a case verifies only when each version that a note cites is proved by a pack that verifies and
//! names the same reference and state, and no pack is there that no note cites.

use std::collections::BTreeMap;
use std::path::Path;

use chancery_ledger::log::Id;
use chancery_ledger::pack::Pack;
use chancery_ledger::roster::Genesis;
use chancery_node::{
    answer::{NoteFile, Reliance},
    causes,
};
use serde::Serialize;

use super::finding::Finding;
use super::words::instant;
use crate::screen::{counted, fields, visible};

/// The answer about a case file.
#[derive(Debug, Serialize)]
pub(super) struct CaseView {
    /// Whether every note is proved, and nothing else is there.
    pub(super) verified: bool,
    state: String,
    authority: String,
    notes: Vec<NoteView>,
    /// What is wrong with packs that belong to no note.
    flaws: Vec<String>,
}

/// One note with what became of its evidence.
#[derive(Debug, Serialize)]
struct NoteView {
    note: String,
    reference: String,
    cited: String,
    number: u64,
    version: String,
    title: String,
    exercise: bool,
    #[serde(rename = "as")]
    relied_as: &'static str,
    reason: String,
    case: Option<String>,
    made_at: String,
    verified: bool,
    /// Why it is not proved; null when it is.
    flaw: Option<String>,
    evidence: Option<Finding>,
}

impl CaseView {
    pub(super) fn of(case: &NoteFile, genesis: &Genesis) -> CaseView {
        let mut proved: BTreeMap<Id, Pack> = BTreeMap::new();
        let mut flaws = Vec::new();
        for (at, bytes) in case.packs.iter().enumerate() {
            let pack = Pack::decode(bytes).and_then(|pack| Ok((pack.verify(genesis)?.id, pack)));
            match pack {
                Ok((id, _)) if !case.notes.iter().any(|note| note.version == id) => {
                    flaws.push(format!("pack {at} proves what no note cites"));
                }
                Ok((id, pack)) => {
                    proved.insert(id, pack);
                }
                Err(flaw) => flaws.push(format!("pack {at} does not verify: {}", causes(&flaw))),
            }
        }
        let note = |note: &Reliance| NoteView::of(note, case, proved.get(&note.version), genesis);
        let notes: Vec<NoteView> = case.notes.iter().map(note).collect();
        CaseView {
            verified: flaws.is_empty()
                && !notes.is_empty()
                && notes.iter().all(|note| note.verified),
            state: case.state.clone(),
            authority: case.authority.clone(),
            notes,
            flaws,
        }
    }

    pub(super) fn told(&self, file: &Path) -> String {
        let end = if self.verified { "verifies" } else { "does NOT verify" };
        let notes = counted(self.notes.len(), "note");
        let of = format!("{notes} of {}, authority {}", self.state, self.authority);
        let mut text = visible(&format!("{} {end}: {of}", file.display())) + "\n";
        for note in &self.notes {
            text.push('\n');
            text += &note.told();
        }
        for flaw in &self.flaws {
            text += &visible(&format!("\n  FAIL  {flaw}"));
            text.push('\n');
        }
        text
    }
}

impl NoteView {
    fn of(note: &Reliance, case: &NoteFile, pack: Option<&Pack>, genesis: &Genesis) -> NoteView {
        let evidence = pack.and_then(|pack| Some(Finding::of(pack, &pack.verify(genesis).ok()?)));
        let missing = case.missing.iter().find(|(id, _)| *id == note.version);
        let flaw = match (&evidence, missing) {
            (None, Some((_, why))) => Some(format!("it came without evidence: {why}")),
            (None, None) => Some("no pack proves the version that it cites".to_owned()),
            (Some(found), _) if found.reference != note.cited || found.state != note.state => {
                Some(format!("its version is {} of {}", found.reference, found.state))
            }
            (Some(found), _) if found.exercise != note.exercise => {
                Some("its version is a drill and it says otherwise, or the reverse".to_owned())
            }
            (Some(_), _) => None,
        };
        NoteView {
            note: note.note.clone(),
            reference: note.reference.clone(),
            cited: note.cited.clone(),
            number: note.number,
            version: note.version.to_string(),
            title: note.title.clone(),
            exercise: note.exercise,
            relied_as: note.relied_as.as_str(),
            reason: note.reason.clone(),
            case: note.case.clone(),
            made_at: instant(note.made_at_s),
            verified: flaw.is_none(),
            flaw,
            evidence,
        }
    }

    fn told(&self) -> String {
        let exercise = if self.exercise { "[exercise] " } else { "" };
        let evidence = match (&self.flaw, &self.evidence) {
            (Some(flaw), _) => format!("FAIL: {flaw}"),
            (None, Some(found)) => format!("ok: {}; held by {}", found.standing(), found.holders()),
            (None, None) => String::new(),
        };
        fields(&[
            ("record", format!("{}, version {} ({})", self.reference, self.number, self.cited)),
            ("title", format!("{exercise}{}", self.title)),
            ("case", self.case.clone().unwrap_or_else(|| "none".to_owned())),
            ("as", format!("{}, on {}", self.relied_as, self.made_at)),
            ("reason", self.reason.clone()),
            ("evidence", evidence),
        ])
    }
}
