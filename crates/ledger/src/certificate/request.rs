//! What a node's machine hands to the machine with the root key: its public keys, and that it has the secret ones.
//!
//! It is no act and reaches no node. Invariant: a [`NodeRequest`] has three different keys, each of which has signed
//! that it is this issuer's.

#[cfg(test)]
mod tests;

use chancery_encoding::{Digest, Fields, Limits, decode, encode};
use ciborium::Value;

use super::possession::{Claim, Possession};
use super::{CertificateFlaw, public_key};
use crate::key::{KnownKeys, PublicKey, SecretKey};
use crate::statement::Issuer;

/// Most bytes of a request. Ours take at most 460: four keys and a hash of 34 each, three signatures of 66, an
/// authority of 65.
pub const REQUEST_BYTES_MAX: usize = 1024;

/// The public keys of a node, for one of a state's authorities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeRequest {
    /// The hash of the network's founding roster.
    pub network: Digest,
    /// State and authority.
    pub issuer: Issuer,
    /// Signs statements.
    pub statement_key: PublicKey,
    /// Signs cosignatures.
    pub witness_key: PublicKey,
    /// The node's transport key.
    pub transport_key: PublicKey,
    /// Opens what is encrypted to the node (X25519).
    pub reader_key: Option<[u8; 32]>,
    /// That the issuer has the three keys.
    pub possession: Possession,
}

impl NodeRequest {
    /// Signs with the statement, the witness and the transport key.
    ///
    /// # Errors
    /// When one key stands for two jobs.
    pub fn sign(
        network: Digest,
        issuer: Issuer,
        keys: [&SecretKey; 3],
        reader_key: Option<[u8; 32]>,
    ) -> Result<Self, CertificateFlaw> {
        let [statement_key, witness_key, transport_key] = keys.map(SecretKey::public);
        let possession = Possession::sign(network, &issuer, keys);
        let request = Self {
            network,
            issuer,
            statement_key,
            witness_key,
            transport_key,
            reader_key,
            possession,
        };
        request.check()?;
        Ok(request)
    }

    /// The file: a certificate's payload without what the root adds.
    pub fn encode(&self) -> Vec<u8> {
        let bytes32 = |key: &[u8; 32]| Value::Bytes(key.to_vec());
        let mut fields = vec![
            (1.into(), bytes32(self.network.as_bytes())),
            (2.into(), self.issuer.state.as_str().into()),
            (3.into(), self.issuer.authority.clone().into()),
            (6.into(), bytes32(self.statement_key.as_bytes())),
            (7.into(), bytes32(self.witness_key.as_bytes())),
            (8.into(), bytes32(self.transport_key.as_bytes())),
        ];
        fields.extend(self.reader_key.iter().map(|reader| (12.into(), bytes32(reader))));
        fields.push(self.possession.write());
        encode(&Value::Map(fields))
    }

    /// Reads and verifies it.
    ///
    /// # Errors
    /// The first flaw, by the name that it has in a certificate.
    pub fn decode(bytes: &[u8]) -> Result<Self, CertificateFlaw> {
        let limits = Limits { bytes_max: REQUEST_BYTES_MAX, depth_max: 2, tag: None };
        let value = decode(bytes, limits).map_err(CertificateFlaw::Payload)?;
        let mut fields = Fields::new(value, "request").map_err(CertificateFlaw::Field)?;
        let request = Self::read(&mut fields)?;
        fields.finish().map_err(CertificateFlaw::Field)?;
        request.check()?;
        Ok(request)
    }

    fn read(fields: &mut Fields) -> Result<Self, CertificateFlaw> {
        let known = KnownKeys::default();
        let state = fields.text(2).map_err(CertificateFlaw::Field)?.parse().ok();
        let authority = fields.text(3).map_err(CertificateFlaw::Field)?;
        let issuer = state.and_then(|state| Issuer::new(state, authority));
        let reader = fields.if_there(12, Fields::bytes32);
        let possession = Possession::read(fields).map_err(CertificateFlaw::Field)?;
        Ok(Self {
            network: Digest::from_bytes(fields.bytes32(1).map_err(CertificateFlaw::Field)?),
            issuer: issuer.ok_or(CertificateFlaw::Issuer)?,
            statement_key: public_key(fields, 6, &known)?,
            witness_key: public_key(fields, 7, &known)?,
            transport_key: public_key(fields, 8, &known)?,
            reader_key: reader.map_err(CertificateFlaw::Field)?,
            possession: possession.ok_or(CertificateFlaw::BadPossession)?,
        })
    }

    fn check(&self) -> Result<(), CertificateFlaw> {
        let keys = [&self.statement_key, &self.witness_key, &self.transport_key];
        if keys[0] == keys[1] || keys[0] == keys[2] || keys[1] == keys[2] {
            return Err(CertificateFlaw::KeyReused);
        }
        let [statement_key, witness_key, transport_key] = keys;
        let (network, issuer) = (self.network, &self.issuer);
        let claim = Claim { network, issuer, statement_key, witness_key, transport_key };
        self.possession.verify(&claim).map_err(|_| CertificateFlaw::BadPossession)
    }
}
