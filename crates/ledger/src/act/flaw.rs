//! Why bytes are not an act that counts.

use crate::act::{ACT_BYTES_MAX, DoubleSignatureFlaw, RootedFlaw, StepFlaw};
use crate::certificate::CertificateFlaw;
use crate::statement::Sign1Flaw;

/// Why bytes are not an act that counts.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ActFlaw {
    /// Over the bound.
    #[error("the act has {found} bytes, more than {ACT_BYTES_MAX}")]
    TooLong {
        /// Its length.
        found: usize,
    },
    /// None of the six kinds.
    #[error("the bytes are no act of a known kind")]
    Kind,
    /// Begins as a signed frame and is none.
    #[error("the act's frame is refused")]
    Frame(#[source] Sign1Flaw),
    /// Refused as a certificate.
    #[error("the certificate is refused")]
    Certificate(#[source] CertificateFlaw),
    /// Refused as a revocation.
    #[error("the revocation is refused")]
    Revocation(#[source] RootedFlaw),
    /// Refused as a withdrawal.
    #[error("the withdrawal is refused")]
    Withdrawal(#[source] RootedFlaw),
    /// Refused as a policy.
    #[error("the policy is refused")]
    Policy(#[source] RootedFlaw),
    /// Refused as a step.
    #[error("the step is refused")]
    Step(#[source] StepFlaw),
    /// Refused as a double signature.
    #[error("the double signature is refused")]
    DoubleSignature(#[source] DoubleSignatureFlaw),
    /// The register, or the share of this root key, is full.
    #[error("the register holds no more acts, or no more of this root key")]
    Full,
}

impl ActFlaw {
    /// The stable name that vectors, metrics and logs use.
    pub fn name(&self) -> &'static str {
        match self {
            ActFlaw::TooLong { .. } => "act-too-long",
            ActFlaw::Kind => "act-kind",
            ActFlaw::Frame(flaw) => flaw.name(),
            ActFlaw::Certificate(flaw) => flaw.name(),
            ActFlaw::Revocation(flaw) | ActFlaw::Withdrawal(flaw) | ActFlaw::Policy(flaw) => {
                flaw.name()
            }
            ActFlaw::Step(flaw) => flaw.name(),
            ActFlaw::DoubleSignature(flaw) => flaw.name(),
            ActFlaw::Full => "acts-full",
        }
    }

    /// Whether it may count later, once more rosters are known: nobody's fault.
    pub fn is_early(&self) -> bool {
        match self {
            ActFlaw::Certificate(flaw) => *flaw == CertificateFlaw::UnknownRoster,
            ActFlaw::Revocation(flaw) | ActFlaw::Withdrawal(flaw) | ActFlaw::Policy(flaw) => {
                *flaw == RootedFlaw::UnknownRoster
            }
            ActFlaw::Step(flaw) => *flaw == StepFlaw::UnknownRoster,
            ActFlaw::DoubleSignature(flaw) => *flaw == DoubleSignatureFlaw::UnknownRoster,
            ActFlaw::TooLong { .. } | ActFlaw::Kind | ActFlaw::Frame(_) | ActFlaw::Full => false,
        }
    }
}
