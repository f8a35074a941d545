//! Verification of a pack: twelve steps, in the order of `docs/spec/pack.md`, with the genesis file
//! alone.
//!
//! Invariant: the first step that does not hold refuses the pack, and nothing is said about what
//! comes behind it.

use std::collections::{BTreeMap, BTreeSet};

use chancery_record::StateCode;

use super::life::Life;
use super::needed::Needs;
use super::release::judge_release;
use super::said::Said;
use super::status::NoEffect;
use super::verdict::{Cosigner, Held, Later, RosterStep, Uncounted, Verdict};
use super::{Pack, PackFlaw};
use crate::act::{Act, Content};
use crate::certificate::Certificate;
use crate::checkpoint::SignedCheckpoint;
use crate::cosignature::Cosignature;
use crate::evidence::Equivocation;
use crate::log::{AdmissionFlaw, LogId, Position, judge_author, judge_cut};
use crate::roster::{Author, Directory, Genesis, Membership, Register};
use crate::statement::{Statement, StatementFlaw, check_body};

/// Why an author did not, or might not, sign a statement.
pub(super) enum AuthorFlaw {
    Signature(StatementFlaw),
    Admission(AdmissionFlaw),
}

impl Pack {
    /// Verifies the pack with the genesis file of its network, and nothing else.
    ///
    /// # Errors
    /// The first step that does not hold.
    pub fn verify(&self, genesis: &Genesis) -> Result<Verdict, PackFlaw> {
        let expected = genesis.roster().hash();
        if self.network != expected {
            return Err(PackFlaw::OtherNetwork { found: self.network, expected });
        }
        let statement = self.read_statement()?;
        let (register, acts) = self.read_acts(genesis)?;
        let directory = register.directory();
        let author = judge(&statement, directory).map_err(|flaw| match flaw {
            AuthorFlaw::Signature(source) => PackFlaw::Signature(source),
            AuthorFlaw::Admission(source) => PackFlaw::Author(source),
        })?;
        let release = judge_release(&statement, None, directory).map_err(|flaw| match flaw {
            AuthorFlaw::Signature(source) => PackFlaw::Approval(source),
            AuthorFlaw::Admission(source) => PackFlaw::Release(source),
        })?;
        let checkpoint = self.read_checkpoint(&statement, directory)?;
        let later = self.verify_later(&statement.header, statement.id, directory)?;
        let logs: BTreeSet<LogId> =
            later.iter().map(|said| said.position().log).chain([statement.header.log()]).collect();
        let forks = self.verify_proofs(&logs, directory)?;
        let keys = logs.iter().map(|log| log.key);
        let policies = later.iter().filter_map(|said| said.header.policy());
        let policies = policies.chain(statement.header.policy()).collect();
        let mut needs = Needs::new(&register, keys, policies, &checkpoint);
        if let Some(at) = acts.iter().position(|act| !needs.take(act)) {
            return Err(PackFlaw::ActUnneeded { at });
        }
        let lowest: BTreeMap<LogId, u64> = forks.iter().map(|at| (at.log, at.seq)).collect();
        let life = Life::fold(&Said::of_record(&statement, self.body()), &later, &lowest);
        let Statement { header, id, .. } = statement;
        let named = directory.known_roster(&header.roster).expect("because it was just judged");
        Ok(Verdict {
            id,
            has_body: self.body.is_some(),
            founded: register.is_founding(&author.certificate.id()),
            certificate: Certificate::clone(&author.certificate),
            named_version: named.version,
            state_name: named
                .member(header.issuer.state)
                .map(|one| one.name.clone())
                .unwrap_or_default(),
            release,
            rosters: acts.iter().filter_map(|act| roster_step(act, directory)).collect(),
            version: directory.roster().version,
            halted_at: register.halt().map(|halt| halt.height),
            cut: author.cut(header.epoch).flatten(),
            size: checkpoint.checkpoint().size,
            root: checkpoint.checkpoint().root,
            hashes: self.inclusion.hashes().len(),
            held: held(&checkpoint, author, directory),
            status: life.status,
            later: later.into_iter().zip(life.no_effect).map(shown).collect(),
            forks,
            withdrawn_parts: life.withdrawn_parts,
            valid_until: life.valid_until,
            review_due: life.review_due,
            renewed_by: life.renewed_by,
            header,
        })
    }

    fn read_statement(&self) -> Result<Statement, PackFlaw> {
        let statement = Statement::decode(&self.statement).map_err(PackFlaw::Statement)?;
        if statement.header.is_certificate() {
            return Err(PackFlaw::NotARecord);
        }
        if let Some(body) = &self.body {
            check_body(&statement.header, body).map_err(PackFlaw::Body)?;
        }
        Ok(statement)
    }

    fn read_acts(&self, genesis: &Genesis) -> Result<(Register, Vec<Act>), PackFlaw> {
        let mut register = Register::new(genesis);
        let mut acts: Vec<Act> = Vec::with_capacity(self.acts.len());
        for (at, bytes) in self.acts.iter().enumerate() {
            let act = register.check(bytes).map_err(|source| PackFlaw::Act { at, source })?;
            if acts.last().is_some_and(|before| before.order() >= act.order()) {
                return Err(PackFlaw::ActOrder { at });
            }
            register.insert(act.clone());
            acts.push(act);
        }
        Ok((register, acts))
    }

    fn read_checkpoint(
        &self,
        statement: &Statement,
        directory: &Directory,
    ) -> Result<SignedCheckpoint, PackFlaw> {
        let signed =
            SignedCheckpoint::decode(&self.checkpoint, directory).map_err(PackFlaw::Checkpoint)?;
        let checkpoint = signed.checkpoint();
        if checkpoint.log != statement.header.log() {
            return Err(PackFlaw::OtherLog);
        }
        self.inclusion
            .check_inclusion(statement.header.seq, &statement.leaf, &checkpoint.head())
            .map_err(PackFlaw::Inclusion)?;
        Ok(signed)
    }

    fn verify_proofs(
        &self,
        logs: &BTreeSet<LogId>,
        directory: &Directory,
    ) -> Result<Vec<Position>, PackFlaw> {
        let mut places: Vec<Position> = Vec::with_capacity(self.proofs.len());
        for (at, bytes) in self.proofs.iter().enumerate() {
            let proof = Equivocation::decode(bytes, directory)
                .map_err(|source| PackFlaw::Proof { at, source })?;
            let place = proof.position();
            if !logs.contains(&place.log) {
                return Err(PackFlaw::ProofOfAnother { at });
            }
            if places.last().is_some_and(|before| before.log >= place.log) {
                return Err(PackFlaw::ProofOrder { at });
            }
            places.push(place);
        }
        Ok(places)
    }
}

/// The author of a statement, who signed it and might.
pub(super) fn judge<'a>(
    statement: &Statement,
    directory: &'a Directory,
) -> Result<&'a Author, AuthorFlaw> {
    let unknown = AuthorFlaw::Admission(AdmissionFlaw::UnknownAuthor);
    let author = directory.author(&statement.header.key).ok_or(unknown)?;
    statement.verify(&author.key).map_err(AuthorFlaw::Signature)?;
    judge_author(&statement.header, author, directory)
        .and_then(|()| judge_cut(&statement.header, statement.id, author))
        .map_err(AuthorFlaw::Admission)?;
    Ok(author)
}

fn shown((said, no_effect): (Said, Option<NoEffect>)) -> Later {
    let Said { id, header, target, release, .. } = said;
    Later {
        id,
        release,
        position: header.position(),
        issued_at: header.issued_at,
        kind: header.kind,
        reference: header.reference,
        target,
        no_effect,
    }
}

fn roster_step(act: &Act, directory: &Directory) -> Option<RosterStep> {
    let Content::Step(step) = act.content() else { return None };
    let roster = step.roster();
    let before = directory.known_roster(&roster.previous?)?;
    let signers = step.signers().filter_map(|root| Some(before.member_of_root(root)?.state));
    let signers = signers.collect();
    Some(RosterStep { version: roster.version, hash: step.hash(), signers })
}

/// Whose nodes held the log up to the checkpoint, and which of them count.
pub(super) fn held(checkpoint: &SignedCheckpoint, author: &Author, directory: &Directory) -> Held {
    let cosigner = |cosignature: &Cosignature| {
        let key = *cosignature.witness().as_bytes();
        let certificate = directory.certificate_of_witness(&key);
        let known = certificate
            .and_then(|certificate| directory.author(certificate.statement_key.as_bytes()));
        Cosigner {
            issuer: cosignature.issuer().clone(),
            key,
            time: cosignature.time(),
            uncounted: known.map_or(Some(Uncounted::Gone), uncounted),
        }
    };
    let cosigners: Vec<Cosigner> = checkpoint.cosigners().map(cosigner).collect();
    let counted = cosigners.iter().filter(|each| each.uncounted.is_none());
    let own = (author.membership == Membership::Member).then_some(author.issuer.state);
    let states: BTreeSet<StateCode> = counted.map(|each| each.issuer.state).chain(own).collect();
    let of = directory.roster().active_members().count();
    Held { states: states.into_iter().collect(), of, cosigners }
}

fn uncounted(author: &Author) -> Option<Uncounted> {
    match author.membership {
        Membership::Observer => Some(Uncounted::Observer),
        Membership::Suspended => Some(Uncounted::Suspended),
        Membership::Gone => Some(Uncounted::Gone),
        Membership::Member if author.is_closed() => Some(Uncounted::Closed),
        Membership::Member => None,
    }
}
