//! A verification in words: every check by itself, so that it is plain which one fails.
//!
//! The same checks serve a record that the node holds and a signed copy that somebody was handed;
//! only the first can also be held against its log. Nothing is believed because it is stored.

use chancery_encoding::Digest;
use chancery_ledger::certificate::Certificate;
use chancery_ledger::evidence::Equivocation;
use chancery_ledger::log::{Id, Position};
use chancery_ledger::roster::{Author, Directory, Genesis};
use chancery_ledger::statement::{Authentic, Decoded, Entry, SignedCopy, StatementFlaw};
use chancery_record::Record;
use chancery_record::vocabulary::Vocabularies;
use chancery_store::Store;

use crate::answer::Check;
use crate::causes::causes;
use crate::reading::ReadError;

/// Checks a signed copy with nothing but the pinned genesis.
///
/// The result has every check that could be made; one that fails ends those that rest on it.
pub fn check_copy(copy: &SignedCopy, genesis: &Genesis) -> Vec<Check> {
    let mut checks = Vec::new();
    let (directory, words) = (Directory::new(genesis), Vocabularies::shipped());
    check_entry(&copy.entry, &copy.certificate, &directory, words, &mut checks);
    checks
}

/// Checks an entry that the store holds, and its place in its log.
pub(crate) fn check_held(
    position: Position,
    entry: &Entry,
    directory: &Directory,
    store: &Store,
    words: &Vocabularies,
) -> Result<Vec<Check>, ReadError> {
    let mut checks = Vec::new();
    let Some(author) = directory.author(&position.log.key) else {
        let detail =
            "no certificate of the key stands: its state has left, and nobody keeps it".to_owned();
        checks.push(Check { check: "certificate", ok: false, detail });
        return Ok(checks);
    };
    let certificate = author.certificate.bytes();
    if let Some(authentic) = check_entry(entry, certificate, directory, words, &mut checks) {
        check_cut(position, authentic.id(), author, &mut checks);
        check_place(position, &authentic, store, &mut checks)?;
        check_unforked(position, directory, store, &mut checks);
    }
    Ok(checks)
}

fn check_entry(
    entry: &Entry,
    certificate: &[u8],
    directory: &Directory,
    words: &Vocabularies,
    checks: &mut Vec<Check>,
) -> Option<Authentic> {
    let certificate = check_certificate(certificate, directory, checks)?;
    let decoded = check_statement(entry, checks)?;
    let header = decoded.header();
    let version = directory.known_roster(&header.roster).map(|roster| roster.version);
    let named = version.is_some();
    checks.push(Check {
        check: "roster",
        ok: named,
        detail: roster_detail(header.roster, version),
    });
    let issuer = header.issuer.clone();
    let fits = issuer == certificate.issuer;
    let authentic = match decoded.authenticate(&certificate.statement_key) {
        Ok(authentic) => authentic,
        Err(flaw) => {
            checks.push(failed("signature", &flaw));
            return None;
        }
    };
    let key = hex(certificate.statement_key.as_bytes());
    checks.push(passed("signature", format!("Ed25519, strict, under the statement key {key}")));
    checks.push(Check {
        check: "issuer",
        ok: fits,
        detail: format!("{issuer} speaks, and the key is certified for {}", certificate.issuer),
    });
    check_body(&authentic, words, checks);
    (named && fits).then_some(authentic)
}

fn roster_detail(roster: Digest, version: Option<u64>) -> String {
    match version {
        Some(version) => {
            format!("the statement was made under roster {roster}, which is version {version}")
        }
        None => format!("the statement was made under roster {roster}, which is not known here"),
    }
}

fn check_certificate(
    bytes: &[u8],
    directory: &Directory,
    checks: &mut Vec<Check>,
) -> Option<Certificate> {
    match directory.read_certificate(bytes) {
        Ok(certificate) => {
            let state = certificate.issuer.state;
            let under = directory.known_roster(&certificate.made_under());
            let version = under.map_or(0, |roster| roster.version);
            let detail = format!(
                "certificate {} of {} is signed by the root of {state} in roster version {version}",
                certificate.serial, certificate.issuer
            );
            checks.push(passed("certificate", detail));
            Some(certificate)
        }
        Err(flaw) => {
            checks.push(failed("certificate", &flaw));
            None
        }
    }
}

/// Whether the state's root has closed the log before this place.
fn check_cut(position: Position, id: Id, author: &Author, checks: &mut Vec<Check>) {
    let (ok, detail) = match author.cut(position.log.epoch) {
        None => (true, "the log goes on".to_owned()),
        Some(None) => (false, "the log was closed, and nothing of it stands".to_owned()),
        Some(Some((seq, last))) => (
            position.seq < seq || (position.seq, id) == (seq, last),
            format!("the log was closed; seq {seq} is the last place that stands"),
        ),
    };
    checks.push(Check { check: "revocation", ok, detail });
}

fn check_statement(entry: &Entry, checks: &mut Vec<Check>) -> Option<Decoded> {
    match entry.clone().decode() {
        Ok(decoded) => {
            let (header, id) = (decoded.header(), decoded.id());
            let detail = format!("{} is well formed; its id is {id}", header.reference);
            checks.push(passed("statement", detail));
            let detail = format!("{} bytes hash to {}", header.body_length, header.body_digest);
            checks.push(passed("body-hash", detail));
            Some(decoded)
        }
        Err(flaw) => {
            let of_body = matches!(
                flaw,
                StatementFlaw::BodyTooLong { .. }
                    | StatementFlaw::BodyLength { .. }
                    | StatementFlaw::BodyDigest
                    | StatementFlaw::Body(_)
            );
            if of_body {
                checks.push(passed("statement", "well formed".to_owned()));
            }
            checks.push(failed(if of_body { "body-hash" } else { "statement" }, &flaw));
            None
        }
    }
}

/// A body that this version cannot read is no flaw: the signature covers it all the same.
fn check_body(entry: &Authentic, words: &Vocabularies, checks: &mut Vec<Check>) {
    let detail = if entry.header().is_certificate() {
        "the body is the authority's certificate".to_owned()
    } else {
        match Record::from_body(&entry.entry().body) {
            Ok(record) => match record.violations_as_read(words).len() {
                0 => format!("a valid {}", record.kind_name()),
                wrong => format!("a {} with {wrong} fields of another version", record.kind_name()),
            },
            Err(flaw) => format!("not readable by this version ({flaw}), and kept as signed"),
        }
    };
    checks.push(passed("record", detail));
}

fn check_place(
    position: Position,
    entry: &Authentic,
    store: &Store,
    checks: &mut Vec<Check>,
) -> Result<(), ReadError> {
    let header = entry.header();
    let ok = entry.position() == position;
    let Some(before) = position.seq.checked_sub(1) else {
        let detail = "the first of its log: it names no predecessor".to_owned();
        checks.push(Check { check: "log", ok: ok && header.prev.is_none(), detail });
        return Ok(());
    };
    let held = store.entry(Position { seq: before, ..position })?;
    let held = held.and_then(|entry| entry.decode().ok()).map(|decoded| decoded.id());
    let detail = match held {
        Some(id) if header.prev == Some(id) => {
            format!("at epoch {}, seq {}, after {id}", header.epoch, header.seq)
        }
        Some(id) => format!("it does not name {id}, which stands before it here"),
        None => format!("what stands before it, seq {before}, is missing here"),
    };
    checks.push(Check { check: "log", ok: ok && held.is_some() && header.prev == held, detail });
    Ok(())
}

fn check_unforked(
    position: Position,
    directory: &Directory,
    store: &Store,
    checks: &mut Vec<Check>,
) {
    let proofs = store.proofs();
    let fork = proofs
        .iter()
        .filter_map(|bytes| Equivocation::decode(bytes, directory).ok())
        .find(|proof| proof.position().log == position.log);
    let detail = match &fork {
        Some(Equivocation::Statements(pair)) => {
            format!("two statements were signed at seq {}", pair.position().seq)
        }
        Some(Equivocation::Checkpoints(pair)) => {
            let seq = pair.position().seq;
            format!(
                "two checkpoints that cannot both be true were signed: forked from seq {seq} on"
            )
        }
        None => "nobody has shown a second statement at any position of this log".to_owned(),
    };
    let ok = fork.is_none_or(|proof| proof.position().seq > position.seq);
    checks.push(Check { check: "unforked", ok, detail });
}

fn passed(check: &'static str, detail: String) -> Check {
    Check { check, ok: true, detail }
}

fn failed(check: &'static str, flaw: &dyn std::error::Error) -> Check {
    Check { check, ok: false, detail: causes(flaw) }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
