//! The file that a network starts from: the founding roster and the first certificates.
//!
//! Every node is given the same file and pins the roster's hash; nothing in it has to be believed
//! beyond that hash, because each certificate is verified against the roster. Invariant: a
//! `Genesis` is whole, and no key of it does two jobs or serves two authorities.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use chancery_encoding::{FieldFlaw, Fields, Flaw, Limits, decode, encode};
use ciborium::Value;

use crate::certificate::{Certificate, CertificateFlaw};
use crate::key::KnownKeys;
use crate::roster::{ROSTER_BYTES_MAX, Roster, RosterFlaw, Versions};
use crate::statement::Issuer;

/// Most certificates: 4 nodes for each of 256 states.
pub(crate) const AUTHORITIES_MAX: usize = 1024;

/// Roster, and 1,024 certificates of up to 2 KiB each with their length.
pub const GENESIS_BYTES_MAX: usize = ROSTER_BYTES_MAX + AUTHORITIES_MAX * 2052;

/// The founding roster with the certificates of the first nodes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Genesis {
    roster: Roster,
    certificates: Vec<Certificate>,
}

/// Why bytes are not a genesis file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GenesisFlaw {
    /// Not deterministic CBOR.
    #[error("the genesis file is not deterministic CBOR")]
    Cbor(#[source] Flaw),
    /// A field is missing, unknown or of another type.
    #[error("the genesis file is wrong")]
    Field(#[source] FieldFlaw),
    /// The roster is not one.
    #[error("the founding roster is refused")]
    Roster(#[source] RosterFlaw),
    /// The roster is a later version.
    #[error("roster version {found} does not found a network")]
    Version {
        /// The version.
        found: u64,
    },
    /// A certificate is not one of this network.
    #[error("certificate {at} is refused")]
    Certificate {
        /// Its place, from 0.
        at: usize,
        /// Why.
        source: CertificateFlaw,
    },
    /// The certificates are not sorted by state, authority and statement key, or repeat one.
    #[error("the certificates are not sorted, or one is repeated")]
    Order,
    /// A key that stands in two certificates.
    #[error("one key stands in two certificates")]
    KeyReused,
    /// More certificates than are counted.
    #[error("{found} certificates are more than {AUTHORITIES_MAX}")]
    Count {
        /// How many there are.
        found: usize,
    },
}

impl GenesisFlaw {
    /// The stable name that vectors, metrics and logs use.
    pub fn name(&self) -> &'static str {
        match self {
            GenesisFlaw::Cbor(_) => "genesis-cbor",
            GenesisFlaw::Field(_) => "genesis-field",
            GenesisFlaw::Roster(flaw) => flaw.name(),
            GenesisFlaw::Version { .. } => "roster-version",
            GenesisFlaw::Certificate { source, .. } => source.name(),
            GenesisFlaw::Order => "certificate-order",
            GenesisFlaw::KeyReused => "key-reused",
            GenesisFlaw::Count { .. } => "certificate-count",
        }
    }
}

impl Genesis {
    /// Puts a genesis together.
    ///
    /// # Errors
    /// When the parts do not make one.
    pub fn new(roster: Roster, mut certificates: Vec<Certificate>) -> Result<Self, GenesisFlaw> {
        certificates.sort_by(|left, right| order(left).cmp(&order(right)));
        let genesis = Self { roster, certificates };
        Self::decode(&genesis.encode())
    }

    /// The roster.
    pub fn roster(&self) -> &Roster {
        &self.roster
    }

    /// The certificates, sorted by state and authority.
    pub fn certificates(&self) -> &[Certificate] {
        &self.certificates
    }

    /// The deterministic bytes.
    pub fn encode(&self) -> Vec<u8> {
        let certificates =
            self.certificates.iter().map(|each| Value::Bytes(each.bytes().to_vec())).collect();
        encode(&Value::Map(vec![
            (1.into(), Value::Bytes(self.roster.encode())),
            (2.into(), Value::Array(certificates)),
        ]))
    }

    /// Reads a genesis file and verifies everything in it.
    ///
    /// # Errors
    /// The first flaw.
    pub fn decode(bytes: &[u8]) -> Result<Self, GenesisFlaw> {
        let limits = Limits { bytes_max: GENESIS_BYTES_MAX, depth_max: 3, tag: None };
        let value = decode(bytes, limits).map_err(GenesisFlaw::Cbor)?;
        let mut fields = Fields::new(value, "genesis").map_err(GenesisFlaw::Field)?;
        let roster = fields.bytes(1).map_err(GenesisFlaw::Field)?;
        let certificates = fields.array(2).map_err(GenesisFlaw::Field)?;
        fields.finish().map_err(GenesisFlaw::Field)?;
        let roster = Roster::decode(&roster).map_err(GenesisFlaw::Roster)?;
        if roster.version != 0 {
            return Err(GenesisFlaw::Version { found: roster.version });
        }
        if certificates.len() > AUTHORITIES_MAX {
            return Err(GenesisFlaw::Count { found: certificates.len() });
        }
        let versions = Versions::new(&roster);
        let read = |(at, item): (usize, Value)| {
            let bytes = item.into_bytes().unwrap_or_default();
            Certificate::read(&bytes, &versions, &KnownKeys::default())
                .map_err(|source| GenesisFlaw::Certificate { at, source })
        };
        let certificates: Vec<_> =
            certificates.into_iter().enumerate().map(read).collect::<Result<_, _>>()?;
        check(&roster, &certificates)?;
        Ok(Self { roster, certificates })
    }
}

/// Several certificates of one authority are several nodes, each with its own log.
fn order(certificate: &Certificate) -> (&'static str, &str, &[u8; 32]) {
    let Issuer { state, authority } = &certificate.issuer;
    (state.as_str(), authority, certificate.statement_key.as_bytes())
}

fn check(roster: &Roster, certificates: &[Certificate]) -> Result<(), GenesisFlaw> {
    if certificates.windows(2).any(|pair| order(&pair[0]) >= order(&pair[1])) {
        return Err(GenesisFlaw::Order);
    }
    let states = roster.members.iter().chain(&roster.observers);
    let mut seen: BTreeSet<&[u8; 32]> = states.map(|member| member.root.as_bytes()).collect();
    if !certificates.iter().flat_map(Certificate::keys).all(|key| seen.insert(key)) {
        return Err(GenesisFlaw::KeyReused);
    }
    Ok(())
}
