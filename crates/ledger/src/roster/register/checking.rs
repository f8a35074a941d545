//! Whether bytes are an act that counts: its kind, its signatures, and whether there is room for it.
//!
//! Invariant: what is refused as early ([`ActFlaw::is_early`]) may count once more versions are known;
//! what is refused for another reason never does.

use std::sync::Arc;

use crate::act::{
    ACT_BYTES_MAX, Act, ActFlaw, ActKind, Content, DoubleSignature, Outline, Quorum,
    REVOCATION_MEDIA_TYPE, Revocation, Step, StepFlaw, WITHDRAWAL_MEDIA_TYPE, Withdrawal,
};
use crate::certificate::Certificate;
use crate::policy::{POLICY_MEDIA_TYPE, Policy};
use crate::roster::Register;
use crate::roster::register::{
    ACTS_OF_ROOT_MAX, DOUBLE_SIGNATURES_MAX, ROOTED_MAX, STEPS_MAX, root_of,
};
use crate::statement::header::CERTIFICATE_MEDIA_TYPE;
use crate::statement::sign1::{LABEL_CONTENT_TYPE, Sign1, Sign1Flaw};

/// The first byte of a `COSE_Sign1`: tag 18.
const FRAME: u8 = 0xd2;
/// The first byte of a step: a map of two.
const MAP_OF_TWO: u8 = 0xa2;
/// The first byte of a double signature: a map of five.
const MAP_OF_FIVE: u8 = 0xa5;

impl Register {
    /// Reads and verifies an act; nothing is changed.
    ///
    /// # Errors
    /// Why it does not count.
    pub fn check(&self, bytes: &[u8]) -> Result<Act, ActFlaw> {
        if bytes.len() > ACT_BYTES_MAX {
            return Err(ActFlaw::TooLong { found: bytes.len() });
        }
        let content = match bytes.first() {
            Some(&FRAME) => self.check_frame(bytes)?,
            Some(&MAP_OF_TWO) => {
                let step = self.read_step(bytes, Quorum::Needed).map_err(ActFlaw::Step)?;
                Content::Step(Arc::new(step))
            }
            Some(&MAP_OF_FIVE) => {
                let double = DoubleSignature::decode(bytes, &self.versions)
                    .map_err(ActFlaw::DoubleSignature)?;
                Content::DoubleSignature(Arc::new(double))
            }
            _ => return Err(ActFlaw::Kind),
        };
        let act = Act::new(content);
        if self.has_room(&act) { Ok(act) } else { Err(ActFlaw::Full) }
    }

    /// Reads a step that may still be short of its quorum, as it is carried round.
    ///
    /// # Errors
    /// When it does not follow a version that is known, or a signature of it does not count.
    pub fn read_step(&self, bytes: &[u8], quorum: Quorum) -> Result<Step, StepFlaw> {
        let outline = Outline::decode(bytes)?;
        let roster = outline.roster(&self.keys)?;
        let hash = roster.previous.ok_or(StepFlaw::UnknownRoster)?;
        let previous = self.versions.roster(&hash).ok_or(StepFlaw::UnknownRoster)?;
        Step::read(bytes, &outline, roster, (previous, hash), quorum)
    }

    /// What a step, also one without its quorum, proves against those who signed it and another one of its
    /// version that is known here: acts to be taken in.
    ///
    /// # Errors
    /// When the step is refused, or a proof is.
    pub fn expose(&self, bytes: &[u8]) -> Result<Vec<Act>, ActFlaw> {
        let step = self.read_step(bytes, Quorum::NotYet).map_err(ActFlaw::Step)?;
        let known = self.acts.values().filter_map(|act| match act.content() {
            Content::Step(known) => Some(known),
            _ => None,
        });
        let proofs = known.flat_map(|known| DoubleSignature::prove(&step, known));
        let act = |proof: Vec<u8>| match self.check(&proof) {
            // Rosters too long to stand in one proof together.
            Err(ActFlaw::TooLong { .. }) => None,
            checked => Some(checked),
        };
        proofs.filter_map(act).collect()
    }

    fn check_frame(&self, bytes: &[u8]) -> Result<Content, ActFlaw> {
        let versions = &self.versions;
        match content_type(bytes).map_err(ActFlaw::Frame)?.as_str() {
            CERTIFICATE_MEDIA_TYPE => Certificate::read(bytes, versions, &self.keys)
                .map(|certificate| Content::Certificate(Arc::new(certificate)))
                .map_err(ActFlaw::Certificate),
            REVOCATION_MEDIA_TYPE => Revocation::decode(bytes, versions)
                .map(|revocation| Content::Revocation(Arc::new(revocation)))
                .map_err(ActFlaw::Revocation),
            WITHDRAWAL_MEDIA_TYPE => Withdrawal::decode(bytes, versions)
                .map(|withdrawal| Content::Withdrawal(Arc::new(withdrawal)))
                .map_err(ActFlaw::Withdrawal),
            POLICY_MEDIA_TYPE => Policy::decode(bytes, versions)
                .map(|policy| Content::Policy(Arc::new(policy)))
                .map_err(ActFlaw::Policy),
            _ => Err(ActFlaw::Kind),
        }
    }

    fn has_room(&self, act: &Act) -> bool {
        if self.act(&act.id()).is_some() {
            return true;
        }
        match act.content() {
            Content::Step(_) => self.count(&[ActKind::Step]) < STEPS_MAX,
            Content::DoubleSignature(double) => {
                self.double_signature_of(double.root().as_bytes()).is_some()
                    || self.count(&[ActKind::DoubleSignature]) < DOUBLE_SIGNATURES_MAX
            }
            Content::Certificate(_)
            | Content::Revocation(_)
            | Content::Withdrawal(_)
            | Content::Policy(_) => {
                let share = root_of(act).and_then(|root| self.shares.get(&root)).copied();
                share.unwrap_or(0) < ACTS_OF_ROOT_MAX
                    && self.shares.values().sum::<usize>() < ROOTED_MAX
            }
        }
    }
}

fn content_type(bytes: &[u8]) -> Result<String, Sign1Flaw> {
    let frame = Sign1::decode(bytes, ACT_BYTES_MAX)?;
    frame.header()?.text(LABEL_CONTENT_TYPE).map_err(Sign1Flaw::Header)
}
