//! A member that signs what the rules of logs forbid. Its signatures are good; that is the point.

use chancery_encoding::Digest;
use chancery_ledger::act::ActId;
use chancery_ledger::approval::{Approval, Claim};
use chancery_ledger::key::SecretKey;
use chancery_ledger::log::Id;
use chancery_ledger::policy::Role;
use chancery_ledger::roster::Author as Certified;
use chancery_ledger::statement::{Authentic, Draft, Issuer, Release, founding_entry};
use chancery_record::vocabulary::Vocabularies;
use chancery_record::{Marking, Record};

use super::bytes::gossip_entry;
use super::liar::{directory, secret};
use crate::harness::{Network, advisory};

/// What is wrong, the reason that it is refused for, and the messages that say it.
pub(super) struct Row {
    pub(super) what: &'static str,
    pub(super) reason: &'static str,
    pub(super) entries: fn(&Author) -> Vec<Vec<u8>>,
}

/// An authority with its keys, and a network to break the rules of.
pub(super) struct Author {
    certified: Certified,
    key: SecretKey,
    roster: Digest,
}

pub(super) const ROWS: [Row; 7] = [
    Row {
        what: "a key that no certificate names",
        reason: "unknown-author",
        entries: |author| {
            let key = SecretKey::from_seed(&[9; 32]);
            vec![message(&author.draft(1).seal(&key).expect("because the draft is whole"))]
        },
    },
    Row {
        what: "another roster",
        reason: "wrong-roster",
        entries: |author| {
            let roster = Digest::of(b"another network");
            author.founded(Draft { roster, ..author.draft(1) })
        },
    },
    Row {
        what: "an epoch that nobody has opened",
        reason: "future-epoch",
        entries: |author| author.founded(Draft { epoch: 1, ..author.draft(1) }),
    },
    Row {
        what: "somebody else's name",
        reason: "wrong-issuer",
        entries: |author| {
            let state = author.certified.issuer.state;
            let issuer = Issuer::new(state, "another-office").expect("because it is a plain name");
            author.founded(Draft { issuer, ..author.draft(1) })
        },
    },
    Row {
        what: "a log that does not begin with its certificate",
        reason: "wrong-founding",
        entries: |author| vec![author.sign(Draft { prev: None, ..author.draft(0) })],
    },
    Row {
        what: "a statement before it that there is not",
        reason: "wrong-prev",
        entries: |author| {
            let prev = author.draft(1).seal(&author.key).expect("because the draft is whole").id();
            author.founded(Draft { prev: Some(prev), ..author.draft(1) })
        },
    },
    Row {
        what: "a second statement at one position",
        reason: "fork",
        entries: |author| {
            let other = author.sign(Draft { issued_at: 2_000_000_000, ..author.draft(1) });
            [author.founded(author.draft(1)), vec![other]].concat()
        },
    },
];

/// An entry as gossip carries it.
pub(super) fn message(entry: &Authentic) -> Vec<u8> {
    gossip_entry(&entry.entry().statement, &entry.entry().body)
}

impl Author {
    /// The authority of this state.
    pub(super) fn of(network: &Network, state: &str) -> Self {
        let directory = directory(network);
        let found = directory.authors().find(|one| one.issuer.state.as_str() == state);
        Self {
            certified: found.expect("because it is a member").clone(),
            key: secret(network, state, "statement.pem"),
            roster: directory.roster_hash(),
        }
    }

    /// The first entry of its log, as its node would found it.
    pub(super) fn founding(&self) -> Authentic {
        let founding = founding_entry(&self.certified.certificate, 0, &self.key);
        founding.expect("because the key is its own")
    }

    /// A draft with nothing wrong in it, but for what comes before.
    fn draft(&self, seq: u64) -> Draft {
        let state = self.certified.issuer.state;
        let record = advisory(state.as_str(), "Signed against the rules").to_string();
        let record = Record::from_json(&record, Vocabularies::shipped())
            .expect("because the example is a record");
        Draft {
            issuer: self.certified.issuer.clone(),
            reference: format!("{state}-2026-0001"),
            issued_at: 1_800_000_000,
            epoch: 0,
            seq,
            prev: Some(self.founding().id()).filter(|_: &Id| seq > 0),
            roster: self.roster,
            kind: record.kind_name().to_owned(),
            marking: record.marking().unwrap_or(Marking::Green),
            body: record.to_body([7; 16]),
            release: None,
        }
    }

    /// The record behind `prev`, under a policy, with what these officers sign of it.
    pub(super) fn releasing(
        &self,
        prev: &Authentic,
        policy: ActId,
        officers: &[(Role, &SecretKey)],
    ) -> Authentic {
        let seq = prev.position().seq + 1;
        let draft = self.draft(seq);
        let record = Record::from_body(&draft.body).expect("because it was just written");
        let audience = record.audience();
        let claim = Claim {
            policy,
            issuer: &draft.issuer,
            body: Digest::of(&draft.body),
            kind: &draft.kind,
            marking: draft.marking,
            audience: &audience,
        };
        let sign =
            |(role, key): &(Role, &SecretKey)| Approval::sign(&claim, *role, 1_800_000_000, key);
        let mut approvals: Vec<Approval> = officers.iter().map(sign).collect();
        approvals.sort_by_key(Approval::order);
        let release = Some(Release { policy, audience, approvals });
        let (reference, prev) =
            (format!("{}-2026-{seq:04}", self.certified.issuer.state), Some(prev.id()));
        let draft = Draft { reference, prev, release, ..draft };
        draft.seal(&self.key).expect("because the draft is whole")
    }

    /// State and authority.
    pub(super) fn issuer(&self) -> &Issuer {
        &self.certified.issuer
    }

    /// The first entry as it should be, and then this.
    fn founded(&self, draft: Draft) -> Vec<Vec<u8>> {
        vec![message(&self.founding()), self.sign(draft)]
    }

    fn sign(&self, draft: Draft) -> Vec<u8> {
        message(&draft.seal(&self.key).expect("because the draft is whole"))
    }
}
