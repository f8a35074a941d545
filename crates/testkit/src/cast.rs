//! The cast: the same states with the same keys in every test.
//!
//! The first 25 are the states that subscribe to the Code of Conduct; the rest, for scale, are
//! other states of the table in its order. Keys come from the state's code, so a failing test
//! shows the same ids on every machine; they are public and protect nothing.

use chancery_encoding::Digest;
use chancery_ledger::act::RootedFlaw;
use chancery_ledger::approval::{Approval, Claim};
use chancery_ledger::certificate::{Certificate, CertificateRequest};
use chancery_ledger::key::SecretKey;
use chancery_ledger::log::{Chain, Id, LogId};
use chancery_ledger::policy::{Officer, OfficersNeeded, Policy, PolicyTerms, Role};
use chancery_ledger::roster::{Directory, Genesis, Member, Roster};
use chancery_ledger::statement::{
    Authentic, Draft, Issuer, Release, StatementFlaw, founding_entry,
};
use chancery_record::{Marking, StateCode};
use chancery_replica::PeerKey;
use ciborium::Value;

/// The states of the Code, in the order in which the cast calls them up.
const OF_THE_CODE: [&str; 25] = [
    "AL", "AU", "BG", "CA", "CR", "HR", "CZ", "DK", "EC", "EE", "FI", "FR", "DE", "JP", "XK", "LV",
    "NL", "NZ", "MK", "NO", "KR", "SK", "ES", "GB", "US",
];

/// As many states as the United Nations has members: the largest network that is thought of.
pub const CAST_MAX: usize = 193;

/// 2026-01-01T00:00:00Z: when everything in a test is said to be issued.
pub const ISSUED_AT_S: i64 = 1_767_225_600;

/// A network of states with all their keys.
#[derive(Debug)]
pub struct Cast {
    players: Vec<Player>,
    genesis: Genesis,
    directory: Directory,
}

/// One state's one authority, with its keys.
#[derive(Debug)]
pub struct Player {
    state: StateCode,
    root: SecretKey,
    statement: SecretKey,
    witness: SecretKey,
    transport: SecretKey,
    certificate: Certificate,
}

impl Cast {
    /// The 25 states of the Code.
    pub fn of_the_code() -> Self {
        Self::of(OF_THE_CODE.len())
    }

    /// So many states: those of the Code first, then others.
    ///
    /// # Panics
    /// When `size` is 0 or above [`CAST_MAX`].
    pub fn of(size: usize) -> Self {
        assert!((1..=CAST_MAX).contains(&size), "a cast has 1 to {CAST_MAX} states, not {size}");
        let code = |text: &str| text.parse().expect("because it stands in the table of states");
        let mut states: Vec<StateCode> = OF_THE_CODE.into_iter().map(code).collect();
        let others: Vec<_> = StateCode::all().filter(|state| !states.contains(state)).collect();
        states.extend(others);
        states.truncate(size);
        let members = states.iter().map(|&state| Member {
            state,
            name: state.name().to_owned(),
            root: key(state, "root").public(),
        });
        let roster = Roster::found("testkit", members.collect(), Vec::new())
            .expect("because the states differ and so do their keys");
        let players: Vec<_> = states.iter().map(|&state| Player::new(state, &roster)).collect();
        let certificates = players.iter().map(|player| player.certificate.clone()).collect();
        let genesis = Genesis::new(roster, certificates)
            .expect("because every certificate was made under this roster");
        let directory = Directory::new(&genesis);
        Self { players, genesis, directory }
    }

    /// Everybody, in the order of the cast.
    pub fn players(&self) -> &[Player] {
        &self.players
    }

    /// The genesis file that they share.
    pub fn genesis(&self) -> &Genesis {
        &self.genesis
    }

    /// The directory that the genesis gives.
    pub fn directory(&self) -> &Directory {
        &self.directory
    }
}

impl Player {
    fn new(state: StateCode, roster: &Roster) -> Self {
        let [root, statement, witness, transport] =
            ["root", "statement", "witness", "transport"].map(|job| key(state, job));
        let request = CertificateRequest {
            network: roster.hash(),
            issuer: Issuer::new(state, "authority").expect("because it is a plain name"),
            serial: 0,
            issued_at: ISSUED_AT_S,
            statement_key: statement.public(),
            witness_key: witness.public(),
            transport_key: transport.public(),
            roles: vec!["publisher".to_owned()],
            under: None,
            epoch: 0,
            reader_key: None,
            possession: None,
        };
        let certificate = Certificate::issue(&request, &root, roster)
            .expect("because the request names a member and four different keys");
        Self { state, root, statement, witness, transport, certificate }
    }

    /// The state.
    pub fn state(&self) -> StateCode {
        self.state
    }

    /// The state's root key.
    pub fn root_key(&self) -> &SecretKey {
        &self.root
    }

    /// The key that signs statements.
    pub fn statement_key(&self) -> &SecretKey {
        &self.statement
    }

    /// The key that will sign cosignatures.
    pub fn witness_key(&self) -> &SecretKey {
        &self.witness
    }

    /// The node's transport key.
    pub fn transport_key(&self) -> &SecretKey {
        &self.transport
    }

    /// The node's certificate.
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// The log that it signs.
    pub fn log(&self) -> LogId {
        LogId { key: *self.certificate.statement_key.as_bytes(), epoch: 0 }
    }

    /// The node as its peers know it.
    pub fn peer(&self) -> PeerKey {
        PeerKey(*self.certificate.transport_key.as_bytes())
    }

    /// A record about to be sealed: TLP:CLEAR, under the founding roster.
    pub fn draft(&self, seq: u64, prev: Option<Id>, body: Vec<u8>) -> Draft {
        Draft {
            issuer: self.certificate.issuer.clone(),
            reference: format!("{}-2026-{seq:04}", self.state),
            issued_at: ISSUED_AT_S + i64::try_from(seq).unwrap_or(0),
            epoch: 0,
            seq,
            prev,
            roster: self.certificate.network,
            kind: "threat-advisory".to_owned(),
            marking: Marking::Clear,
            body,
            release: None,
        }
    }

    /// Seals the next entry of a log: its founding entry when nothing is held, and else a record
    /// with this body.
    ///
    /// # Errors
    /// When the body is one that would be refused elsewhere.
    pub fn seal_next(&self, chain: &Chain, body: Vec<u8>) -> Result<Authentic, StatementFlaw> {
        match chain.next_seq() {
            0 => founding_entry(&self.certificate, 0, &self.statement),
            seq => self.draft(seq, chain.tip(), body).seal(&self.statement),
        }
    }
}

impl Player {
    /// What the root says of three officers: two of them are needed. Higher serials replace lower ones.
    ///
    /// # Errors
    /// When the state has no root in the roster in force.
    pub fn declare(&self, serial: u64, directory: &Directory) -> Result<Policy, RootedFlaw> {
        let officer = |(name, roles): (&str, &[Role])| Officer {
            name: name.to_owned(),
            key: self.officer_key(name).public(),
            roles: roles.to_vec(),
        };
        let officers: [(&str, &[Role]); 3] = [
            ("author", &[Role::Author]),
            ("both", &[Role::Releaser, Role::Reviewer]),
            ("releaser", &[Role::Releaser]),
        ];
        let terms = PolicyTerms {
            network: directory.network(),
            issuer: self.certificate.issuer.clone(),
            under: self.certificate.network,
            serial,
            issued_at: ISSUED_AT_S,
            officers_needed: OfficersNeeded::Two,
            alone: Vec::new(),
            officers: officers.map(officer).into(),
        };
        Policy::declare(&terms, &self.root, directory)
    }

    /// The key of an officer of [`Player::declare`].
    pub fn officer_key(&self, name: &str) -> SecretKey {
        key(self.state, &format!("officer {name}"))
    }

    /// Seals the next record under a policy of [`Player::declare`], as two officers approve it.
    ///
    /// # Errors
    /// When the body is one that would be refused elsewhere.
    pub fn seal_under(
        &self,
        chain: &Chain,
        body: Vec<u8>,
        policy: &Policy,
    ) -> Result<Authentic, StatementFlaw> {
        let draft = self.draft(chain.next_seq(), chain.tip(), body);
        let claim = Claim {
            policy: policy.id(),
            issuer: &draft.issuer,
            body: Digest::of(&draft.body),
            kind: &draft.kind,
            marking: draft.marking,
            audience: &[],
        };
        let by = [(Role::Author, "author"), (Role::Releaser, "releaser")];
        let sign =
            |(role, name)| Approval::sign(&claim, role, ISSUED_AT_S, &self.officer_key(name));
        let approvals = by.map(sign).into();
        let release = Some(Release { policy: policy.id(), audience: Vec::new(), approvals });
        Draft { release, ..draft }.seal(&self.statement)
    }
}

/// A body of about so many bytes (never more than 30 beyond), all different by salt. It is
/// deterministic CBOR as every body must be; it is not a record.
pub fn body_of(bytes: usize, salt: u64) -> Vec<u8> {
    let mut dice = crate::Dice::new(salt);
    let filler = dice.bytes(bytes.saturating_sub(24));
    chancery_encoding::encode(&Value::Map(vec![
        (0.into(), Value::Bytes(dice.bytes(16))),
        (1.into(), Value::Bytes(filler)),
    ]))
}

fn key(state: StateCode, job: &str) -> SecretKey {
    let seed = Digest::of(format!("chancery testkit {state} {job}").as_bytes());
    SecretKey::from_seed(seed.as_bytes())
}

#[cfg(test)]
mod tests;
