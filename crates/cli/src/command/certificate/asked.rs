//! The keys that a root is asked to certify: of a request, or of public files.
//!
//! Invariant: a request is taken only for the network, the state and the authority that it was made for.

use std::path::Path;

use chancery_ledger::{
    act::{Act, Content},
    certificate::{Certificate, NodeRequest, Possession, REQUEST_BYTES_MAX},
    key::PublicKey,
    statement::Issuer,
};
use chancery_node::causes;

use crate::{
    command::{input, papers::Papers},
    exit::Exit,
    failure::Failure,
};

/// The keys of one node.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) statement_key: PublicKey,
    pub(crate) witness_key: PublicKey,
    pub(crate) transport_key: PublicKey,
    pub(crate) reader_key: Option<[u8; 32]>,
    pub(crate) possession: Option<Possession>,
}

impl Asked {
    /// Reads and verifies a request.
    pub(crate) fn read(file: &Path, papers: &Papers, issuer: &Issuer) -> Result<Self, Failure> {
        let request =
            NodeRequest::decode(&input::read(file, REQUEST_BYTES_MAX as u64)?).map_err(|flaw| {
                Failure::new(
                    format!(
                        "the request {} is refused ({}): {}",
                        file.display(),
                        flaw.name(),
                        causes(&flaw)
                    ),
                    "make it again on the node's machine with `chancery certificate request`",
                )
                .ending(Exit::DoesNotVerify)
            })?;
        if request.network != papers.network() || request.issuer != *issuer {
            return Err(Failure::new(
                format!(
                    "the request {} is for {} in network {}, not for {issuer} in network {}",
                    file.display(),
                    request.issuer,
                    request.network,
                    papers.network()
                ),
                "make it again with the genesis file, the state and the authority that are meant",
            )
            .ending(Exit::DoesNotVerify));
        }
        Ok(Self {
            statement_key: request.statement_key,
            witness_key: request.witness_key,
            transport_key: request.transport_key,
            reader_key: request.reader_key,
            possession: Some(request.possession),
        })
    }

    /// With what these three keys have signed in an earlier certificate of the issuer.
    pub(crate) fn signed_before(self, papers: &Papers, issuer: &Issuer) -> Self {
        let same = |one: &&Certificate| {
            one.issuer == *issuer
                && one.statement_key == self.statement_key
                && one.witness_key == self.witness_key
                && one.transport_key == self.transport_key
        };
        let later = papers.register.acts().filter_map(certificate);
        let mut known = papers.genesis.certificates().iter().chain(later).filter(same);
        let possession = known.find_map(|one| one.possession.clone());
        Self { possession, ..self }
    }
}

fn certificate(act: &Act) -> Option<&Certificate> {
    match act.content() {
        Content::Certificate(one) => Some(one),
        _ => None,
    }
}
