//! Every step of a verification in words, so that a reader sees what was compared with what.
//!
//! Invariant: one line for each step of `docs/spec/pack.md`, in its order.

use chancery_http::view::CheckView;
use chancery_ledger::pack::{Cosigner, Later, NoEffect, PackStep, Release, Uncounted, Verdict};
use chancery_ledger::roster::Genesis;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// The steps of a pack that verifies.
pub(super) fn checks(verdict: &Verdict, genesis: &Genesis) -> Vec<CheckView> {
    let check = |step: PackStep| CheckView {
        check: step.name().to_owned(),
        ok: true,
        detail: detail(step, verdict, genesis),
    };
    PackStep::ALL.into_iter().map(check).collect()
}

fn detail(step: PackStep, verdict: &Verdict, genesis: &Genesis) -> String {
    let header = &verdict.header;
    match step {
        PackStep::Format => "deterministic CBOR, format 1, nothing left over".to_owned(),
        PackStep::Network => {
            let roster = genesis.roster();
            format!("of the network {}, founding roster {}", roster.network, roster.hash())
        }
        PackStep::Statement => format!(
            "{} of {}, {}, {}, id {}, issued at {} by its author's clock",
            header.reference,
            header.issuer,
            header.kind,
            header.marking,
            verdict.id,
            instant(header.issued_at)
        ),
        PackStep::Body => match verdict.has_body {
            true => format!("{} bytes, SHA-256 {}", header.body_length, header.body_digest),
            false => format!("not in the pack; its SHA-256 is {}", header.body_digest),
        },
        PackStep::Acts => rosters(verdict),
        PackStep::Author => author(verdict),
        PackStep::Approvals => approvals(verdict.release.as_ref()),
        PackStep::Checkpoint => cosigned(verdict),
        PackStep::Inclusion => format!(
            "place {} of {} in the log, {} hashes to the root {}",
            header.seq, verdict.size, verdict.hashes, verdict.root
        ),
        PackStep::Later => later(&verdict.later),
        PackStep::Proofs => proofs(verdict),
        PackStep::Needed => "nothing in the pack that the record does not need".to_owned(),
    }
}

fn rosters(verdict: &Verdict) -> String {
    if verdict.rosters.is_empty() {
        return "the founding roster, version 0, is in force".to_owned();
    }
    let mut text = String::new();
    for step in &verdict.rosters {
        let (version, signers) = (step.version, step.signers.len());
        text += &format!("version {version} signed by {signers} states of the version before; ");
    }
    text += &format!("version {} is in force", verdict.version);
    if let Some(height) = verdict.halted_at {
        text +=
            &format!(", because the rosters fork at version {height} and nobody has settled it");
    }
    text
}

fn author(verdict: &Verdict) -> String {
    let certificate = &verdict.certificate;
    let issuer = &certificate.issuer;
    let source = if verdict.founded { "in the genesis file" } else { "in the pack" };
    let mut text = format!(
        "signed by {}, authority {} ({}), whose certificate {} is {source}; a member by roster version {}",
        issuer.state,
        issuer.authority,
        verdict.state_name,
        certificate.serial,
        verdict.named_version
    );
    if let Some((seq, id)) = verdict.cut {
        text += &format!("; the log was closed behind place {seq}, id {id}");
        if verdict.held.cosigners.is_empty() {
            text += ": nothing but that log's own key says that the record stood below";
        }
    }
    text
}

fn approvals(release: Option<&Release>) -> String {
    let Some(release) = release else {
        return "it names no policy, so no officer had to approve; whether its authority had \
                declared one is not shown"
            .to_owned();
    };
    let mut text =
        format!("policy {} asks for {}", release.serial, Release::applied(Some(release)));
    if release.approvals.is_empty() {
        text += ", and none has signed";
    }
    for one in &release.approvals {
        text += &format!("; {} {} at {}", one.role, one.officer, instant(one.at));
    }
    text
}

fn cosigned(verdict: &Verdict) -> String {
    let held = &verdict.held;
    let mut text = format!(
        "signed by its author at {} entries; held by {} of {} states",
        verdict.size,
        held.states.len(),
        held.of
    );
    for cosigner in &held.cosigners {
        text += &cosigner_text(cosigner);
    }
    text
}

fn cosigner_text(cosigner: &Cosigner) -> String {
    let time = instant(i64::try_from(cosigner.time).unwrap_or(i64::MAX));
    let counted = match cosigner.uncounted {
        None => "",
        Some(Uncounted::Observer) => " (observer, not counted)",
        Some(Uncounted::Suspended) => " (suspended, not counted)",
        Some(Uncounted::Gone) => " (no longer in the roster, not counted)",
        Some(Uncounted::Closed) => " (its log is closed, not counted)",
    };
    format!("; {} at {time}{counted}", cosigner.issuer)
}

fn later(later: &[Later]) -> String {
    if later.is_empty() {
        return "no correction, withdrawal, renewal or review was known".to_owned();
    }
    let one = |later: &Later| {
        let why = later.no_effect.map(|why| format!(" ({})", no_effect(why)));
        let (kind, reference, at) = (&later.kind, &later.reference, instant(later.issued_at));
        let by = later.release.as_ref().map(released).unwrap_or_default();
        format!("{kind} {reference} of {at}{by}{}", why.unwrap_or_default())
    };
    later.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// Who let out what was said later.
fn released(release: &Release) -> String {
    let by = release.approvals.iter().map(|one| format!(", {} {}", one.role, one.officer));
    format!(
        " (policy {}: {}{})",
        release.serial,
        Release::applied(Some(release)),
        by.collect::<String>()
    )
}

/// Why something that was said later changes nothing, for people.
pub(super) fn no_effect(why: NoEffect) -> &'static str {
    match why {
        NoEffect::Target => "without effect: what it is about has none itself",
        NoEffect::Exercise => "without effect: one of the two is an exercise and the other is not",
        NoEffect::NotAText => "without effect: what it is about has no text to change",
        NoEffect::NoText => "without effect: it brings no text to stand in the other's place",
        NoEffect::Final => "without effect: a withdrawal cannot be undone",
        NoEffect::WrongKind => "without effect: it reviews what is no denial",
        NoEffect::NothingNamed => {
            "without effect: it names no part, day or outcome that can be read"
        }
        NoEffect::AfterWithdrawal => "without effect: after the withdrawal",
        NoEffect::Forked => "without effect: the log is forked where it stands",
        NoEffect::TakenBack => "taken back",
    }
}

fn proofs(verdict: &Verdict) -> String {
    if verdict.forks.is_empty() {
        return "no proof against the log was known".to_owned();
    }
    let one = |place: &chancery_ledger::log::Position| {
        format!("the author signed two histories of log {} from place {} on", place.log, place.seq)
    };
    verdict.forks.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// RFC 3339 in UTC.
pub(in crate::command) fn instant(seconds: i64) -> String {
    OffsetDateTime::from_unix_timestamp(seconds)
        .ok()
        .and_then(|at| at.format(&Rfc3339).ok())
        .unwrap_or_else(|| format!("{seconds} s"))
}
