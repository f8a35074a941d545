//! A record is looked up at another state's node, verified without any node, and a changed copy is refused.

use std::{fs, path::Path};

use chancery_http::view::{CheckView, VerificationView};

use super::{
    Figures,
    cases::{PARTLY_WITHDRAWN, Plan},
    stage::{self, Stage},
    tale::Tale,
};
use crate::{command::verify, failure::Failure, page};

/// Lines of a record that are shown; the rest is one command away.
const LINES_SHOWN_MAX: usize = 24;

/// The lookup, at the node that was away, of the record that was corrected and withdrawn in part.
pub(super) async fn tell_lookup(stage: &Stage, tale: Tale, plan: &Plan) -> Result<(), Failure> {
    let reader = &stage.actors[stage.victim()];
    let reference = &plan.advisory(PARTLY_WITHDRAWN).reference;
    tale.chapter("5  A record is looked up where it was not written")?;
    tale.command("$ ", &["show", reference, "--dir", &stage::quoted(&reader.dir)])?;
    let text = page::page(&reader.client.thread(reference, None).await?, &[]);
    let shown: Vec<&str> = text.lines().take(LINES_SHOWN_MAX).collect();
    tale.output(&shown.join("\n"))?;
    let more = text.lines().count().saturating_sub(shown.len());
    tale.line(&format!("  ... and {more} lines more"))?;
    tale.say(
        "No other node learns what was looked up: every question is answered from the own store.",
    )
}

/// The signed copy: whole, and with one letter changed.
pub(super) async fn tell_verification(
    stage: &Stage,
    tale: Tale,
    plan: &Plan,
    figures: &mut Figures,
) -> Result<(), Failure> {
    tale.chapter("6  Nobody has to be believed")?;
    let reader = &stage.actors[stage.victim()];
    let case = &plan.first[0];
    let genesis = format!("--genesis {}", stage::quoted(stage.genesis()));
    let copy = reader.client.copy(&case.reference).await?;
    let whole = stage.path().join("copy.cbor");
    write(&whole, &copy)?;
    tale.say(&format!(
        "A signed copy of {} is exported from the node of {}. It verifies on any machine, with no node and no \
         network, against the genesis alone:",
        case.reference, reader.state
    ))?;
    tale.command("$ ", &["verify", &stage::quoted(&whole), &genesis])?;
    let verification = verify::check_file(&whole, stage.genesis())?;
    tale.output(&verify::told("the copy", &verification))?;
    tale.say("")?;
    if !verification.verified {
        return Err(Failure::new("a whole copy does not verify", "please report it"));
    }
    figures.checks = verification.checks.len();

    let changed = stage.path().join("tampered.cbor");
    write(&changed, &one_letter_changed(&copy, case.title())?)?;
    tale.say("Somebody tampers with that file, and changes one letter of the title:")?;
    tale.command("$ ", &["verify", &stage::quoted(&changed), &genesis])?;
    let verification = verify::check_file(&changed, stage.genesis())?;
    tale.output(&verify::told("the tampered copy", &verification))?;
    figures.tampered_failed = refused(&verification)?;
    Ok(())
}

/// The check that fails; a changed copy that passes, or fails for nothing, ends the story.
fn refused(verification: &VerificationView) -> Result<String, Failure> {
    let failed: Vec<&CheckView> = verification.checks.iter().filter(|check| !check.ok).collect();
    match failed.as_slice() {
        [only] if !verification.verified => Ok(only.check.clone()),
        _ => Err(Failure::new(
            "a changed copy was not refused by exactly one check",
            "please report it",
        )),
    }
}

/// The copy with the first letter of the title replaced by another one.
fn one_letter_changed(copy: &[u8], title: &str) -> Result<Vec<u8>, Failure> {
    let at = copy.windows(title.len()).position(|window| window == title.as_bytes());
    let (Some(at), false) = (at, title.is_empty()) else {
        return Err(Failure::new("the title does not stand in the copy", "please report it"));
    };
    let mut changed = copy.to_vec();
    changed[at] ^= 0x20;
    Ok(changed)
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    fs::write(path, bytes)
        .map_err(|error| Failure::of(&error, "is there space on the disk of the temporary folder?"))
}
