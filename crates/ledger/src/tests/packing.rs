//! A record of EE with all that can be about it, for the laws and the vectors of evidence packs.
//!
//! Every method adds one thing, so that a pack differs from the plain one in that alone.

pub(crate) mod release;

use chancery_encoding::{Digest, encode};
use ciborium::Value;

use super::cast::{
    NOW, certificate, draft, genesis, issuer, key, member, record, request, roster, state,
    statement_key,
};
use crate::act::{Revocation, RevocationRequest, Step, Withdrawal, WithdrawalRequest, sign_roster};
use crate::certificate::{Certificate, CertificateRequest};
use crate::checkpoint::{Checkpoint, SignedCheckpoint};
use crate::evidence::Equivocation;
use crate::key::SecretKey;
use crate::log::{Id, LogId};
use crate::pack::{Pack, PackFlaw, Parts};
use crate::roster::{Genesis, Register, RosterProposal};
use crate::statement::{Authentic, Draft, Entry, founding_entry};
use crate::tree::{Proof, RightEdge, TiledTree, grow};

/// A log of EE, its checkpoint, and what its node holds beside it.
pub(crate) struct Stage {
    pub(crate) genesis: Genesis,
    pub(crate) register: Register,
    /// Whose log.
    pub(crate) code: &'static str,
    pub(crate) log: Vec<Authentic>,
    pub(crate) key: SecretKey,
    /// The record's place.
    pub(crate) at: usize,
    pub(crate) has_body: bool,
    pub(crate) witnesses: Vec<(Certificate, SecretKey)>,
    pub(crate) later: Vec<Entry>,
    pub(crate) proofs: Vec<Equivocation>,
}

impl Stage {
    /// A certificate and six records; the one at place 2 is packed; KR and NL have cosigned.
    pub(crate) fn new() -> Self {
        Self::of("EE")
    }

    /// The same of another state.
    pub(crate) fn of(code: &'static str) -> Self {
        let genesis = genesis();
        let mut stage = Self {
            register: Register::new(&genesis),
            genesis,
            code,
            log: vec![founding_entry(&certificate(code), 0, &statement_key(code)).unwrap()],
            key: statement_key(code),
            at: 2,
            has_body: true,
            witnesses: ["KR", "NL"].map(witness).into(),
            later: Vec::new(),
            proofs: Vec::new(),
        };
        (0..6).for_each(|_| stage.say(|_| ()));
        stage
    }

    /// Another record at the end of the log.
    pub(crate) fn say(&mut self, bend: impl FnOnce(&mut Draft)) {
        let last = self.log.last().unwrap();
        let mut next = draft(self.code, self.log.len() as u64, Some(last.id()));
        next.epoch = last.header().epoch;
        next.roster = self.register.directory().roster_hash();
        bend(&mut next);
        self.log.push(next.seal(&self.key).unwrap());
    }

    /// The record is one of this kind with these fields, at the end of the log.
    pub(crate) fn publish(&mut self, kind: &'static str, mut fields: Vec<(&'static str, Value)>) {
        let code = self.code;
        fields.push(("kind", kind.into()));
        self.say(|draft| {
            draft.kind = kind.to_owned();
            draft.body = body_of(record(code, "Published"), fields);
        });
        self.at = self.log.len() - 1;
    }

    /// Something that is said of `target` at the end of the log.
    pub(crate) fn speak_of(&mut self, kind: &str, target: &Authentic) {
        self.speak_with(kind, target, Vec::new());
    }

    /// The same with fields beside the target.
    pub(crate) fn speak_with(
        &mut self,
        kind: &str,
        target: &Authentic,
        fields: Vec<(&'static str, Value)>,
    ) {
        let code = self.code;
        let named = (target.id(), target.header().reference.as_str());
        self.say(|draft| claim(draft, code, kind, named, fields));
        self.later.push(self.log.last().unwrap().entry().clone());
    }

    /// The record and what was said last.
    pub(crate) fn last(&self) -> &Authentic {
        self.log.last().unwrap()
    }

    pub(crate) fn record(&self) -> &Authentic {
        &self.log[self.at]
    }

    pub(crate) fn log_id(&self) -> LogId {
        self.record().header().log()
    }

    pub(crate) fn enact(&mut self, bytes: &[u8]) {
        let act = self.register.check(bytes).unwrap();
        self.register.insert(act);
    }

    /// A step that every member of the version in force has signed.
    pub(crate) fn step(&mut self, change: impl FnOnce(RosterProposal) -> RosterProposal) {
        let before = self.register.directory().roster().clone();
        let next = change(RosterProposal::after(&before)).build().unwrap();
        let sign = |member: &crate::roster::Member| {
            sign_roster(&next, &key(&format!("{} root", member.state)))
        };
        let signatures: Vec<_> = before.members.iter().map(sign).collect();
        let step = Step::combine(&next, &before, &signatures).unwrap();
        self.enact(step.bytes());
    }

    /// PT is admitted, and its node cosigns.
    pub(crate) fn admit(&mut self) {
        self.step(|proposal| proposal.admit(member("PT")));
        let under = Some(self.register.directory().roster_hash());
        let certificate = self.certify(CertificateRequest { under, ..request("PT") });
        self.witnesses.push((certificate, key("PT witness")));
    }

    /// A certificate that is not in the genesis file.
    pub(crate) fn certify(&mut self, request: CertificateRequest) -> Certificate {
        let root = key(&format!("{} root", request.issuer.state));
        let certificate =
            Certificate::issue_under(&request, &root, self.register.directory()).unwrap();
        self.enact(certificate.bytes());
        certificate
    }

    /// A second node of EE's authority.
    pub(crate) fn second_node(&mut self) -> Certificate {
        self.certify(CertificateRequest {
            serial: 2,
            statement_key: key("EE second statement").public(),
            witness_key: key("EE second witness").public(),
            transport_key: key("EE second transport").public(),
            ..request("EE")
        })
    }

    /// The log of that node, in place of the first one's; the record is in it.
    pub(crate) fn move_to_second_node(&mut self) {
        let certificate = self.second_node();
        self.restart(&certificate, key("EE second statement"));
    }

    /// The next epoch of the same key.
    pub(crate) fn next_epoch(&mut self) {
        let certificate = self.certify(CertificateRequest { serial: 2, epoch: 1, ..request("EE") });
        self.restart(&certificate, statement_key("EE"));
    }

    fn restart(&mut self, certificate: &Certificate, own: SecretKey) {
        self.log = vec![founding_entry(certificate, certificate.epoch, &own).unwrap()];
        self.key = own;
        (0..6).for_each(|_| self.say(|_| ()));
    }

    /// EE closes the log of the record behind this place.
    pub(crate) fn revoke(&mut self, last: Option<usize>) {
        let place = |seq: usize| (seq as u64, self.log[seq].id());
        let request = RevocationRequest {
            network: roster().hash(),
            issuer: issuer("EE"),
            under: roster().hash(),
            log: self.log_id(),
            last: last.map(place),
            issued_at: NOW + 600,
            reason: "node lost".into(),
        };
        let directory = self.register.directory();
        let revocation = Revocation::issue(&request, &key("EE root"), directory).unwrap();
        self.enact(revocation.bytes());
    }

    /// NL leaves, and keeps its certificate standing.
    pub(crate) fn leave(&mut self) {
        let request = WithdrawalRequest {
            network: roster().hash(),
            state: state("NL"),
            issued_at: NOW + 600,
            under: roster().hash(),
            keeps: vec![certificate("NL").id()],
            closed: Vec::new(),
        };
        let directory = self.register.directory();
        let withdrawal = Withdrawal::issue(&request, &key("NL root"), directory).unwrap();
        self.enact(withdrawal.bytes());
    }

    /// EE signed another record at this place.
    pub(crate) fn equivocate(&mut self, at: usize) {
        let held = &self.log[at];
        let mut other = draft("EE", at as u64, held.header().prev);
        other.epoch = held.header().epoch;
        other.issued_at += 1;
        let other = other.seal(&self.key).unwrap();
        self.proofs.push(Equivocation::prove(held, &other).unwrap());
    }

    pub(crate) fn checkpoint(&self) -> SignedCheckpoint {
        let checkpoint = Checkpoint {
            log: self.log_id(),
            issuer: issuer(self.code),
            network: roster().hash(),
            size: self.log.len() as u64,
            root: self.tree(|tree| tree.head().unwrap().root),
            roster: self.register.directory().roster_hash(),
        };
        let mut signed = checkpoint.sign(&self.key).unwrap();
        for ((certificate, key), time) in self.witnesses.iter().zip(1_795_600_000..) {
            let cosignature = signed.cosign(certificate, key, time).unwrap();
            signed.add(cosignature);
        }
        signed
    }

    pub(crate) fn inclusion(&self) -> Proof {
        self.tree(|tree| tree.prove_inclusion(self.at as u64).unwrap())
    }

    fn tree<T>(
        &self,
        ask: impl FnOnce(&mut TiledTree<&dyn Fn(crate::tree::TileId) -> Option<Vec<u8>>>) -> T,
    ) -> T {
        let leaves: Vec<Digest> = self.log.iter().map(Authentic::leaf).collect();
        let growth = grow(&RightEdge::new(), &leaves, &|_| None).unwrap();
        let find =
            |tile| growth.tiles.iter().find(|(id, _)| *id == tile).map(|(_, bytes)| bytes.clone());
        ask(&mut TiledTree::new(leaves.len() as u64, &find))
    }

    fn parts<'a>(&'a self, checkpoint: &'a SignedCheckpoint) -> Parts<'a> {
        let entry = self.record().entry();
        Parts {
            genesis: &self.genesis,
            register: &self.register,
            statement: &entry.statement,
            body: self.has_body.then_some(&entry.body),
            checkpoint,
            inclusion: self.inclusion(),
            later: self.later.clone(),
            proofs: self.proofs.clone(),
        }
    }

    pub(crate) fn assemble(&self) -> Result<Pack, PackFlaw> {
        Pack::assemble(self.parts(&self.checkpoint()))
    }

    /// The pack, whether it verifies or not.
    pub(crate) fn unverified(&self) -> Pack {
        Pack::put_together(self.parts(&self.checkpoint())).unwrap()
    }

    pub(crate) fn pack(&self) -> Pack {
        self.assemble().unwrap()
    }
}

/// Makes a draft one that is about another; a correction brings a text unless `fields` say what it brings.
pub(crate) fn claim(
    draft: &mut Draft,
    code: &str,
    kind: &str,
    (target, reference): (Id, &str),
    fields: Vec<(&'static str, Value)>,
) {
    draft.kind = kind.to_owned();
    let target = map(vec![("id", target.to_string().into()), ("reference", reference.into())]);
    let mut all = vec![("kind", kind.into()), ("target", target)];
    if kind == "correction" {
        all.push(("replacement", record(code, "Corrected")));
    }
    all.extend(fields);
    draft.body = body_of(record(code, "Later"), all);
}

/// A body of a record with these fields in place of its own.
pub(crate) fn body_of(mut said: Value, fields: Vec<(&'static str, Value)>) -> Vec<u8> {
    for (name, value) in fields {
        let all = said.as_map_mut().unwrap();
        all.retain(|(field, _)| field.as_text() != Some(name));
        all.push((name.into(), value));
    }
    encode(&Value::Map(vec![("record".into(), said), ("salt".into(), Value::Bytes(vec![7; 16]))]))
}

/// A map with texts for keys.
pub(crate) fn map(entries: Vec<(&'static str, Value)>) -> Value {
    Value::Map(entries.into_iter().map(|(key, value)| (key.into(), value)).collect())
}

/// A withdrawal's `parts`.
pub(crate) fn parts(list: &'static str, keys: &[&str]) -> (&'static str, Value) {
    let keys = keys.iter().map(|key| (*key).into()).collect();
    ("parts", map(vec![(list, Value::Array(keys))]))
}

fn witness(code: &str) -> (Certificate, SecretKey) {
    (certificate(code), key(&format!("{code} witness")))
}
