//! Laws of the register, and the stage that they are played on.

mod admission;
mod forks;
mod limits;
mod logs;
mod order;
mod roots;
mod squatters;

use std::collections::BTreeMap;

use chancery_record::StateCode;
use serde_json::{Value as Json, json};

use crate::act::{
    ActFlaw, ActId, Revocation, RevocationRequest, Step, Withdrawal, WithdrawalRequest, sign_roster,
};
use crate::certificate::{Certificate, CertificateRequest, Possession};
use crate::key::SecretKey;
use crate::log::{Head, Id, LogId};
use crate::roster::{
    Author, Cut, Directory, Genesis, Learnt, Member, Register, Roster, RosterProposal,
};
use crate::statement::Issuer;
use crate::tests::cast::{NOW, issuer, key, member, state};

/// Six members, so that five must sign, and an observer.
pub(crate) const SIX: [&str; 6] = ["DE", "EE", "FI", "FR", "KR", "NL"];
/// Five of them.
pub(crate) const FIVE: [&str; 5] = ["DE", "FI", "FR", "KR", "NL"];

/// A register, and whatever the roots of the cast sign in it.
#[derive(Clone)]
pub(crate) struct Stage {
    pub(crate) genesis: Genesis,
    pub(crate) register: Register,
}

impl Stage {
    pub(crate) fn new() -> Self {
        Self::of(&SIX, &["BR"])
    }

    pub(crate) fn of(members: &[&str], observers: &[&str]) -> Self {
        let states = |codes: &[&str]| codes.iter().map(|code| member(code)).collect();
        let roster = Roster::found("exercise", states(members), states(observers)).unwrap();
        let certificate = |code: &&str| {
            let request = first_request(&roster, code);
            Certificate::issue(&request, &root(code), &roster).unwrap()
        };
        let certificates = members.iter().chain(observers).map(certificate).collect();
        let genesis = Genesis::new(roster, certificates).unwrap();
        Self { register: Register::new(&genesis), genesis }
    }

    pub(crate) fn directory(&self) -> &Directory {
        self.register.directory()
    }

    pub(crate) fn roster(&self) -> &Roster {
        self.directory().roster()
    }

    /// Takes in an act that must count.
    pub(crate) fn take(&mut self, bytes: &[u8]) -> ActId {
        let act = self.register.check(bytes).unwrap();
        let id = act.id();
        assert_ne!(self.register.insert(act), Learnt::Known);
        id
    }

    pub(crate) fn refusal(&self, bytes: &[u8]) -> &'static str {
        self.register.check(bytes).err().map_or("none", |flaw: ActFlaw| flaw.name())
    }

    pub(crate) fn author(&self, role: &str) -> Option<&Author> {
        self.directory().author(key(role).public().as_bytes())
    }

    /// The cut of epoch 0.
    pub(crate) fn cut(&self, role: &str) -> Option<Cut> {
        self.author(role).unwrap().cut(0)
    }

    /// Version by version: the next one, from the one in force.
    pub(crate) fn propose(&self) -> RosterProposal {
        RosterProposal::after(self.roster())
    }

    /// A version that ends whom it stops with what is known here and these heads.
    pub(crate) fn build(&self, mut proposal: RosterProposal, heads: &[Head]) -> Roster {
        for state in proposal.stopped() {
            proposal = proposal.end(self.register.ending_of(state, heads));
        }
        proposal.build().unwrap()
    }

    /// The step to a version, signed by the first roots of these states.
    pub(crate) fn step(&self, next: &Roster, signers: &[&str]) -> Vec<u8> {
        let previous = self.directory().known_roster(&next.previous.unwrap()).unwrap();
        step(next, previous, signers)
    }

    /// A new version that counts.
    pub(crate) fn enact(&mut self, proposal: RosterProposal, heads: &[Head]) -> Roster {
        let next = self.build(proposal, heads);
        let step = self.step(&next, &FIVE);
        self.take(&step);
        next
    }

    /// A request for a key of its own under the version in force.
    pub(crate) fn request(&self, code: &str, name: &str) -> CertificateRequest {
        CertificateRequest {
            under: Some(self.directory().roster_hash()),
            statement_key: key(&format!("{name} statement")).public(),
            witness_key: key(&format!("{name} witness")).public(),
            transport_key: key(&format!("{name} transport")).public(),
            network: self.directory().network(),
            ..first_request(self.roster(), code)
        }
    }

    /// The same, with what the keys sign for their issuer.
    pub(crate) fn proven(&self, code: &str, name: &str) -> CertificateRequest {
        let request = self.request(code, name);
        let [one, two, three] =
            ["statement", "witness", "transport"].map(|job| key(&format!("{name} {job}")));
        let possession = Possession::sign(request.network, &request.issuer, [&one, &two, &three]);
        CertificateRequest { possession: Some(possession), ..request }
    }

    pub(crate) fn certify(&self, request: &CertificateRequest, root: &SecretKey) -> Vec<u8> {
        Certificate::issue_under(request, root, self.directory()).unwrap().bytes().to_vec()
    }

    pub(crate) fn revoke(&self, code: &str, role: &str, last: Cut, root: &SecretKey) -> Vec<u8> {
        let request = RevocationRequest {
            network: self.directory().network(),
            issuer: issuer(code),
            under: self.under_of(code, root),
            log: log(role),
            last,
            issued_at: NOW,
            reason: "The node was stolen".into(),
        };
        Revocation::issue(&request, root, self.directory()).unwrap().bytes().to_vec()
    }

    pub(crate) fn withdraw(&self, code: &str, heads: &[Head], root: &SecretKey) -> Vec<u8> {
        let ending = self.register.ending_of(state(code), heads);
        let request = WithdrawalRequest {
            network: self.directory().network(),
            state: state(code),
            issued_at: NOW,
            under: self.under_of(code, root),
            keeps: ending.keeps,
            closed: ending.closed,
        };
        Withdrawal::issue(&request, root, self.directory()).unwrap().bytes().to_vec()
    }

    /// The newest version in which this is the root of the state.
    fn under_of(&self, code: &str, root: &SecretKey) -> chancery_encoding::Digest {
        let with = |(_, roster): &(_, &Roster)| roster.root_of(state(code)) == Some(&root.public());
        let versions = self.directory().known_rosters().filter(with);
        *versions.max_by_key(|(_, roster)| roster.version).unwrap().0
    }
}

pub(crate) fn root(code: &str) -> SecretKey {
    key(&format!("{code} root"))
}

pub(crate) fn log(role: &str) -> LogId {
    LogId { key: *key(role).public().as_bytes(), epoch: 0 }
}

/// A place in a log, with an id that nobody has to have seen.
pub(crate) fn head(role: &str, seq: u64) -> Head {
    Head { log: log(role), seq, tip: Id::from_bytes([9; 32]) }
}

/// A state of the cast with a root key of another name.
pub(crate) fn member_with(code: &str, role: &str) -> Member {
    Member { root: key(role).public(), ..member(code) }
}

pub(crate) fn step(next: &Roster, previous: &Roster, signers: &[&str]) -> Vec<u8> {
    let sign = |code: &&str| sign_roster(next, &root(code));
    let signatures: Vec<_> = signers.iter().map(sign).collect();
    Step::combine(next, previous, &signatures).unwrap().bytes().to_vec()
}

fn first_request(founding: &Roster, code: &str) -> CertificateRequest {
    CertificateRequest {
        network: founding.hash(),
        issuer: Issuer::new(state(code), "foreign-trade").unwrap(),
        ..crate::tests::cast::request(code)
    }
}

/// What follows from the acts, written out: the heads of the fold.
pub(crate) fn heads(register: &Register) -> Json {
    let directory = register.directory();
    let hex = |bytes: &[u8; 32]| chancery_encoding::Digest::from_bytes(*bytes).to_string();
    let cut = |cut: &Cut| cut.map_or(Json::Null, |(seq, id)| json!([seq, id.to_string()]));
    let author = |author: &Author| {
        let cuts: BTreeMap<String, Json> =
            author.cuts.iter().map(|(epoch, place)| (epoch.to_string(), cut(place))).collect();
        json!({
            "key": hex(author.key.as_bytes()),
            "issuer": author.issuer.to_string(),
            "serial": author.certificate.serial,
            "transport": hex(&author.transport),
            "epochs": author.logs().map(|log| log.epoch).collect::<Vec<_>>(),
            "membership": format!("{:?}", author.membership).to_lowercase(),
            "cuts": cuts,
        })
    };
    let nodes =
        |key: &[u8; 32]| directory.by_transport(key).map(|author| hex(author.key.as_bytes()));
    let transports = directory.authors().map(|author| author.transport);
    let nodes: BTreeMap<String, Option<String>> =
        transports.map(|transport| (hex(&transport), nodes(&transport))).collect();
    let witness = |one: &Certificate| (hex(one.witness_key.as_bytes()), one.issuer.to_string());
    let halt = register.halt().map(|halt| {
        let versions: Vec<String> = halt.versions.iter().map(ToString::to_string).collect();
        let states: Vec<&str> = halt.double_signers.iter().map(|state| state.as_str()).collect();
        json!({ "height": halt.height, "versions": versions, "double_signers": states })
    });
    let signers = register.double_signers().iter();
    json!({
        "roster": directory.roster_hash().to_string(),
        "version": directory.roster().version,
        "authors": directory.authors().map(author).collect::<Vec<_>>(),
        "nodes": nodes,
        "witnesses": directory.witnesses().map(witness).collect::<BTreeMap<_, _>>(),
        "halt": halt,
        "double_signers": signers.map(|one| json!([one.version, one.state.as_str()])).collect::<Vec<_>>(),
    })
}

pub(crate) fn codes(count: usize) -> Vec<&'static str> {
    StateCode::all().take(count).map(StateCode::as_str).collect()
}
