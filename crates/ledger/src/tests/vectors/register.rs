//! Vectors of what follows from a set of acts, and of what is no act.

use serde_json::Value as Json;

use super::{Case, Made, Shared, case, hex, unhex};
use crate::act::ACT_BYTES_MAX;
use crate::log::Id;
use crate::roster::register::tests::{FIVE, SIX, Stage, head, heads, member_with, root, step};
use crate::roster::{Genesis, Register, RosterProposal};
use crate::tests::cast::{founding, key, member, state};

/// A case is either acts with what follows from them, or one act that is refused.
pub(super) fn judge(shared: &Shared, case: &Case) -> Result<(), &'static str> {
    let genesis = Genesis::decode(&shared.bytes("genesis")).unwrap();
    let Some(acts) = case.0["acts"].as_array() else {
        let checked = Register::new(&genesis).check(&case.bytes("act"));
        return checked.map(|_| ()).map_err(|flaw| flaw.name());
    };
    let acts: Vec<Vec<u8>> = acts.iter().map(|act| unhex(act.as_str().unwrap())).collect();
    let (register, refused) = Register::load(&genesis, &acts);
    assert_eq!(refused, [], "{}", case.name());
    assert_eq!(heads(&register), case.0["heads"], "{}", case.name());
    assert_eq!(register.digest().to_string(), case.0["digest"].as_str().unwrap());
    Ok(())
}

/// A story in acts, each of which must count when it comes.
struct Story {
    stage: Stage,
    acts: Vec<Vec<u8>>,
}

impl Story {
    fn new() -> Self {
        Self { stage: Stage::new(), acts: Vec::new() }
    }

    fn then(mut self, act: impl FnOnce(&Stage) -> Vec<u8>) -> Self {
        let bytes = act(&self.stage);
        self.stage.take(&bytes);
        self.acts.push(bytes);
        self
    }

    fn version(self, change: impl FnOnce(RosterProposal) -> RosterProposal) -> Self {
        let heads = [head("EE statement", 40), head("KR statement", 9)];
        self.then(|stage| {
            let next = stage.build(change(stage.propose()), &heads);
            let mut signers = FIVE.to_vec();
            signers.retain(|code| !stage.roster().is_suspended(state(code)));
            stage.step(&next, &signers)
        })
    }

    fn told(&self, name: &'static str) -> Vec<(&'static str, Json)> {
        let acts: Vec<Json> = self.acts.iter().map(|act| hex(act).into()).collect();
        vec![
            ("name", name.into()),
            ("acts", acts.into()),
            ("heads", heads(&self.stage.register)),
            ("digest", self.stage.register.digest().to_string().into()),
            ("flaw", Json::Null),
        ]
    }
}

fn rotated(stage: &Stage) -> Vec<u8> {
    let mut request = stage.request("EE", "EE rotated");
    request.serial = 2;
    stage.certify(&request, &root("EE"))
}

fn recovered(stage: &Stage) -> Vec<u8> {
    let mut request = stage.request("EE", "EE");
    (request.serial, request.epoch) = (2, 1);
    stage.certify(&request, &root("EE"))
}

fn closing(seq: u64) -> impl Fn(&Stage) -> Vec<u8> {
    move |stage| {
        stage.revoke("EE", "EE statement", Some((seq, Id::from_bytes([9; 32]))), &root("EE"))
    }
}

fn stolen(stage: &Stage) -> Vec<u8> {
    let mut request = stage.request("EE", "thief");
    request.under = None;
    stage.certify(&request, &root("EE"))
}

/// KR claims the keys that EE calls `EE rotated`.
fn squatted(stage: &Stage) -> Vec<u8> {
    stage.certify(&stage.request("KR", "EE rotated"), &root("KR"))
}

fn proven(code: &'static str) -> impl Fn(&Stage) -> Vec<u8> {
    move |stage| stage.certify(&stage.proven(code, "EE rotated"), &root(code))
}

fn squatters() -> Vec<Vec<(&'static str, Json)>> {
    let story = Story::new;
    vec![
        story().then(rotated).then(squatted).told("keys that two states claim"),
        story().then(squatted).then(proven("EE")).told("keys that two claim and sign for one"),
        story()
            .then(proven("EE"))
            .then(rotated)
            .then(squatted)
            .told("renewal without what the keys signed before"),
        story().then(proven("EE")).then(proven("KR")).told("keys that sign for two states"),
    ]
}

fn lives() -> Vec<Vec<(&'static str, Json)>> {
    let new_root = || key("EE second root").public();
    // With no heads, so that the log goes on.
    let replaced = || {
        Story::new().then(|stage| {
            let next = stage.propose().replace_root(state("EE"), new_root());
            stage.step(&stage.build(next, &[]), &FIVE)
        })
    };
    let left = || {
        Story::new().then(|stage| stage.withdraw("EE", &[head("EE statement", 12)], &root("EE")))
    };
    vec![
        Story::new().told("no acts"),
        Story::new().then(rotated).then(closing(30)).told("rotation"),
        Story::new().then(closing(30)).then(closing(20)).told("lowest of two revocations"),
        Story::new().then(recovered).then(closing(30)).told("recovery in a new epoch"),
        Story::new().version(|next| next.admit(member("SE"))).told("admission"),
        Story::new().version(|next| next.admit(member("BR"))).told("observer subscribes"),
        Story::new().version(|next| next.suspend(state("KR"))).told("suspension"),
        Story::new()
            .version(|next| next.suspend(state("KR")))
            .version(|next| next.lift(state("KR")))
            .told("suspension that is lifted"),
        Story::new().version(|next| next.remove(state("EE"))).told("removal"),
        replaced().told("another root, all acts kept"),
        replaced().then(stolen).told("stolen root that was replaced"),
        left().told("withdrawal"),
        left().version(|next| next.remove(state("EE"))).told("withdrawal, then removal"),
        left()
            .version(|next| next.remove(state("EE")))
            .version(|next| next.admit(member_with("EE", "EE second root")))
            .told("rejoined with another root"),
        Story::new()
            .version(|next| next.observe(member_with("EE", "EE second root")))
            .told("member becomes an observer"),
    ]
}

fn forks() -> Vec<Vec<(&'static str, Json)>> {
    let founding = Stage::new().roster().clone();
    let [one, two] = ["SE", "DK"]
        .map(|code| RosterProposal::after(&founding).admit(member(code)).build().unwrap());
    let forked = || {
        Story::new()
            .then(|_| step(&one, &founding, &FIVE))
            .then(|_| step(&two, &founding, &SIX[..5]))
    };
    let choice = RosterProposal::after(&one).settle(two.hash()).build().unwrap();
    let rival = RosterProposal::after(&two).settle(one.hash()).build().unwrap();
    let late = RosterProposal::after(&two).admit(member("NO")).build().unwrap();
    let chosen = || forked().then(|_| step(&choice, &one, &FIVE));
    let named = Story::new().then(|_| step(&one, &founding, &FIVE)).then(|stage| {
        let partial = step(&two, &founding, &["KR"]);
        stage.register.expose(&partial).unwrap()[0].bytes().to_vec()
    });
    vec![
        forked().told("two versions at one height"),
        chosen().told("one branch settles the other"),
        chosen().then(|_| step(&late, &two, &FIVE)).told("the other goes on and settles nothing"),
        chosen().then(|_| step(&rival, &two, &FIVE)).told("branches settle each other"),
        named.told("double signature without a second quorum"),
    ]
}

pub(super) fn make() -> Made {
    let long = vec![0; ACT_BYTES_MAX + 1];
    let statement = founding("EE").entry().statement.clone();
    let mut cases = lives();
    cases.extend(forks());
    cases.extend(squatters());
    cases.push(case("more than 131072 bytes", "act", &long, Some("act-too-long")));
    cases.push(case("nothing", "act", &[], Some("act-kind")));
    cases.push(case("null", "act", &[0xf6], Some("act-kind")));
    cases.push(case("statement", "act", &statement, Some("header-field")));
    Made {
        about: "Sets of acts under `genesis`, in any order, and what follows: the version in force, who \
                speaks (with the last place that stands, or null where nothing does), whose the transport \
                and witness keys are, and where the roster parts. Or one `act` that is refused.",
        shared: vec![("genesis", Stage::new().genesis.encode())],
        cases,
    }
}
