//! Vectors of approvals: a statement that names a policy, against the policy that binds its log.

use chancery_encoding::{Digest, encode};
use chancery_record::Marking;
use ciborium::Value;
use serde_json::Value as Json;

use super::{Case, Made, Shared, hex, unhex};
use crate::act::ActId;
use crate::approval::Approval;
use crate::key::PublicKey;
use crate::log::{Chain, Head, Id};
use crate::policy::{Policy, PolicyTerms, Role};
use crate::roster::{Ending, Genesis, Register, RosterProposal};
use crate::statement::{Draft, Entry, Header};
use crate::tests::cast::{
    MEMBERS, certificate, founding, genesis, key, roster, state, statement_key, step,
};
use crate::tests::forge::Forge;
use crate::tests::officers::{Claimed, USUAL, policy, policy_of, terms};

pub(super) fn judge(shared: &Shared, case: &Case) -> Result<(), &'static str> {
    let genesis = Genesis::decode(&shared.bytes("genesis")).unwrap();
    let acts = case.0["acts"].as_array().unwrap().iter();
    let acts: Vec<Vec<u8>> = acts.map(|act| unhex(act.as_str().unwrap())).collect();
    let (register, refused) = Register::load(&genesis, &acts);
    assert_eq!(refused, [], "an act of {}", case.name());
    let entry = Entry { statement: case.bytes("statement"), body: case.bytes("body") };
    let decoded = entry.decode().map_err(|flaw| flaw.name())?;
    let key = PublicKey::from_bytes(decoded.header().key).unwrap();
    let authentic = decoded.authenticate(&key).map_err(|flaw| flaw.name())?;
    let log = authentic.position().log;
    let tip = Id::from_bytes(case.bytes32("tip").unwrap());
    let bound = case.bytes32("bound").map(ActId::from_bytes);
    let mut chain = Chain::resume(Head { log, seq: 0, tip }, bound);
    chain.admit(authentic, register.directory()).map(|_| ()).map_err(|flaw| flaw.name())
}

/// The cases under way.
struct Cases(Vec<Vec<(&'static str, Json)>>);

impl Cases {
    fn add(
        &mut self,
        name: &str,
        acts: &[&Policy],
        bound: Option<&Policy>,
        entry: &Entry,
        flaw: Option<&str>,
    ) {
        let acts: Vec<Json> = acts.iter().map(|act| hex(act.bytes()).into()).collect();
        let mut fields: Vec<(&'static str, Json)> =
            vec![("name", name.into()), ("acts", acts.into())];
        fields.push(("tip", founding("EE").id().to_string().into()));
        if let Some(bound) = bound {
            fields.push(("bound", bound.id().to_string().into()));
        }
        fields.push(("statement", hex(&entry.statement).into()));
        fields.push(("body", hex(&entry.body).into()));
        fields.push(("flaw", flaw.into()));
        self.0.push(fields);
    }

    /// Under the usual policy, which binds the log already.
    fn usual(&mut self, name: &str, draft: Draft, flaw: Option<&str>) {
        let policy = policy();
        self.add(name, &[&policy], Some(&policy), &sealed(draft), flaw);
    }
}

/// Signed by the node, whether anybody will take it or not.
fn sealed(draft: Draft) -> Entry {
    let body = draft.body.clone();
    let mut plain = draft;
    let release = plain.release.take();
    let header = Header { release, ..plain.seal(&statement_key("EE")).unwrap().header().clone() };
    Entry { statement: Forge::statement(&header).bytes(), body }
}

fn by(officers: &[(&str, Role)]) -> Draft {
    let claimed = Claimed::new();
    claimed.draft(claimed.approvals(officers))
}

pub(super) fn make() -> Made {
    let mut cases = Cases(Vec::new());
    who(&mut cases);
    replayed(&mut cases);
    forms(&mut cases);
    bound(&mut cases);
    Made {
        about: "Statements of EE at place 1 behind `tip`, verified with the key that they name, under `genesis` \
                and the policies in `acts`; `bound` is the policy that the log has named.",
        shared: vec![("genesis", genesis().encode())],
        cases: cases.0,
    }
}

/// Officers with their roles, and what is wrong with them together.
type Who = (&'static str, &'static [(&'static str, Role)], Option<&'static str>);

/// A name for what is changed, and the change.
type Bend<T> = (&'static str, fn(&mut T));

fn who(cases: &mut Cases) {
    use Role::{Author, Releaser, Reviewer};
    let rows: [Who; 13] = [
        ("author and releaser", &USUAL, None),
        ("reviewer and releaser", &[("ann", Reviewer), ("ben", Releaser)], None),
        (
            "author, reviewer and releaser",
            &[("ann", Author), ("cid", Reviewer), ("ben", Releaser)],
            None,
        ),
        (
            "the releaser reviews what another wrote",
            &[("ann", Author), ("ben", Reviewer), ("ben", Releaser)],
            None,
        ),
        (
            "two releasers, one of whom reviews",
            &[("ben", Reviewer), ("ben", Releaser), ("cid", Releaser)],
            None,
        ),
        ("nobody", &[], Some("review-missing")),
        ("releaser alone", &[("ben", Releaser)], Some("review-missing")),
        ("author alone", &[("ann", Author)], Some("release-missing")),
        (
            "author and reviewer, and no releaser",
            &[("ann", Author), ("ben", Reviewer)],
            Some("release-missing"),
        ),
        ("the author releases", &[("cid", Author), ("cid", Releaser)], Some("releaser-is-author")),
        (
            "the author releases and another reviews",
            &[("cid", Author), ("ann", Reviewer), ("cid", Releaser)],
            Some("releaser-is-author"),
        ),
        (
            "one officer reviews and releases",
            &[("ben", Reviewer), ("ben", Releaser)],
            Some("one-officer"),
        ),
        ("officer without the role", &[("ben", Author), ("cid", Releaser)], Some("role-not-held")),
    ];
    for (name, officers, flaw) in rows {
        cases.usual(name, by(officers), flaw);
    }
    cases.usual("stranger", by(&[("dan", Author), ("ben", Releaser)]), Some("not-an-officer"));
    let mut own = terms("EE", 1);
    own.officers[0].key = statement_key("EE").public();
    let (own, mut claimed) = (policy_of(&own), Claimed::new());
    claimed.policy = own.id();
    let mut approvals = claimed.approvals(&[("ben", Releaser)]);
    approvals.insert(0, claimed.sign_with(&statement_key("EE"), Author));
    let entry = sealed(claimed.draft(approvals));
    cases.add(
        "the node's key is an officer's",
        &[&own],
        Some(&own),
        &entry,
        Some("node-key-approves"),
    );
    let mut alone = Claimed::new();
    alone.kind = "acknowledgement";
    alone.body = alone.body_of_kind();
    cases.usual("kind that needs no second officer", alone.draft(Vec::new()), None);
    let (one, mut claimed) = (policy_of(&crate::tests::officers::alone_terms()), Claimed::new());
    claimed.policy = one.id();
    let entry = sealed(claimed.draft(Vec::new()));
    cases.add("policy of one officer", &[&one], None, &entry, None);
}

/// Approvals of something else.
fn replayed(cases: &mut Cases) {
    let bends: [Bend<Claimed>; 6] = [
        ("approvals of another body", |other| {
            other.body = crate::tests::officers::body("EE", "Other")
        }),
        ("approvals of another kind", |other| other.kind = "risk-advisory"),
        ("approvals of another marking", |other| other.marking = Marking::Clear),
        ("approvals of another audience", |other| other.audience = vec!["public".into()]),
        ("approvals of another authority", |other| other.code = "KR"),
        ("approvals under another policy", |other| other.policy = policy_of(&terms("EE", 2)).id()),
    ];
    for (name, bend) in bends {
        let mut other = Claimed::new();
        bend(&mut other);
        cases.usual(name, Claimed::new().draft(other.approvals(&USUAL)), Some("bad-approval"));
    }
    let claimed = Claimed::new();
    let changed = |change: fn(&mut Approval)| {
        let mut approvals = claimed.approvals(&USUAL);
        change(&mut approvals[0]);
        claimed.draft(approvals)
    };
    let rows: [Bend<Approval>; 4] = [
        ("approval in another role", |one| one.role = Role::Reviewer),
        ("approval at another time", |one| one.at += 1),
        ("approval by another key", |one| one.officer = *key("officer cid").public().as_bytes()),
        ("signature with S + L", |one| {
            one.signature = crate::tests::officers::malleated(one.signature)
        }),
    ];
    for (name, change) in rows {
        let mut draft = changed(change);
        draft.release.as_mut().unwrap().approvals.sort_by_key(Approval::order);
        cases.usual(name, draft, Some("bad-approval"));
    }
    let mut weak = claimed.approvals(&USUAL);
    weak[0].officer = [0; 32];
    cases.usual("approval by a key of small order", claimed.draft(weak), Some("bad-approval"));
}

fn forms(cases: &mut Cases) {
    let policy = policy();
    let header = || {
        let entry = sealed(by(&USUAL));
        Header::of_stored(&entry.statement).unwrap().0
    };
    let body = Claimed::new().body;
    let own = |field: i64| ["chancery".into(), field.into()];
    let mut add = |name: &str, forge: Forge, flaw: &str| {
        let entry = Entry { statement: forge.bytes(), body: body.clone() };
        cases.add(name, &[&policy], Some(&policy), &entry, Some(flaw));
    };
    let forge = || Forge::statement(&header());
    add("approvals without a policy", forge().without(&own(8)), "release-fields");
    add("policy without an audience", forge().without(&own(9)), "release-fields");
    add("policy without approvals", forge().without(&own(10)), "release-fields");
    add("policy that is a text", forge().with(&own(8), "policy".into()), "header-field");
    add("reader that is a number", forge().with(&own(9), Value::Array(vec![1.into()])), "audience");
    add("reader with a space", forge().with(&own(9), Value::Array(vec!["a b".into()])), "audience");
    let readers = Value::Array(vec!["members".into(); 257]);
    add("257 readers", forge().with(&own(9), readers), "audience");
    let other = Value::Array(vec!["public".into()]);
    add("audience that is not the record's", forge().with(&own(9), other), "body-disagrees");
    let rows = approvals_of(&header());
    let list = |rows: Vec<Value>| forge().with(&own(10), Value::Array(rows));
    let (one, two) = (rows[0].clone(), rows[1].clone());
    add("approvals out of order", list(vec![two.clone(), one.clone()]), "approvals");
    add("approval twice", list(vec![one.clone(), one.clone(), two.clone()]), "approvals");
    add("nine approvals", list(vec![one.clone(); 9]), "approvals");
    add("approval that is a text", list(vec!["ann".into(), two.clone()]), "approvals");
    for (name, field, value) in [
        ("role that nobody has", 1, Value::from("editor")),
        ("officer of 31 bytes", 2, Value::Bytes(vec![1; 31])),
        ("time in the year 10000", 3, 253_402_300_800_u64.into()),
        ("signature of 63 bytes", 4, Value::Bytes(vec![1; 63])),
        ("approval with a field more", 5, 1.into()),
    ] {
        let mut bent = one.clone();
        crate::tests::forge::set(&mut bent, &[Value::from(field)], value);
        add(name, list(vec![bent, two.clone()]), "approvals");
    }
}

/// Field 10 as it is written.
fn approvals_of(header: &Header) -> Vec<Value> {
    let ours = header.write().into_iter().find(|(name, _)| name.as_text() == Some("chancery"));
    let fields = ours.unwrap().1.into_map().unwrap();
    let approvals = fields.into_iter().find(|(field, _)| *field == Value::from(10)).unwrap().1;
    assert!(!encode(&approvals).is_empty());
    approvals.into_array().unwrap()
}

fn bound(cases: &mut Cases) {
    let (first, second) = (policy(), policy_of(&terms("EE", 2)));
    let usual = sealed(by(&USUAL));
    let under_second = || {
        let mut claimed = Claimed::new();
        claimed.policy = second.id();
        sealed(claimed.draft(claimed.approvals(&USUAL)))
    };
    cases.add("first statement that names a policy", &[&first], None, &usual, None);
    cases.add("newer policy", &[&first, &second], Some(&first), &under_second(), None);
    cases.add("older policy", &[&first, &second], Some(&second), &usual, Some("older-policy"));
    let mut bare = Claimed::new().draft(Vec::new());
    bare.release = None;
    cases.add(
        "no policy after one",
        &[&first],
        Some(&first),
        &sealed(bare.clone()),
        Some("no-policy"),
    );
    cases.add("no policy, and none before", &[&first], None, &sealed(bare), None);
    cases.add("policy that nobody has", &[], None, &usual, Some("unknown-policy"));
    cases.add(
        "bound by a policy that nobody has",
        &[&second],
        Some(&first),
        &under_second(),
        Some("unknown-policy"),
    );
    replaced(cases);
    let korean = policy_of(&terms("KR", 1));
    let mut claimed = Claimed::new();
    claimed.policy = korean.id();
    let entry = sealed(claimed.draft(claimed.approvals(&USUAL)));
    cases.add("policy of another state", &[&korean], None, &entry, Some("policy-of-another"));
}

/// The root of EE is replaced, and its log goes on.
fn replaced(cases: &mut Cases) {
    let (old, policy) = (roster(), policy());
    let mut keeps = vec![certificate("EE").id(), policy.id()];
    keeps.sort_unstable();
    let ending = Ending { state: state("EE"), keeps, closed: Vec::new() };
    let next = RosterProposal::after(&old).replace_root(state("EE"), key("EE new root").public());
    let next = next.end(ending).build().unwrap();
    let replacing = step(&next, &old, &MEMBERS);
    let (register, _) = Register::load(&genesis(), &[replacing.bytes().to_vec()]);
    // However high the serial of a thief who has the old root.
    let mut outbid = terms("EE", 1 << 52);
    outbid.issued_at += 1;
    let outbid = policy_of(&outbid);
    let renewed = PolicyTerms { under: next.hash(), ..terms("EE", 1) };
    let renewed = Policy::issue(&renewed, &key("EE new root"), register.directory()).unwrap();
    let under = |policy: &Policy, roster: Digest| {
        let mut claimed = Claimed::new();
        claimed.policy = policy.id();
        sealed(Draft { roster, ..claimed.draft(claimed.approvals(&USUAL)) })
    };
    let mut add = |name, bound: &Policy, entry: &Entry, flaw| {
        cases.add(name, &[&policy, &outbid, &renewed], Some(bound), entry, flaw);
        let acts = cases.0.last_mut().unwrap();
        acts[1].1.as_array_mut().unwrap().insert(0, hex(replacing.bytes()).into());
    };
    add("policy of the new root", &policy, &under(&renewed, next.hash()), None);
    let old_root = Some("policy-of-other-root");
    add(
        "policy of the old root under the new roster",
        &policy,
        &under(&policy, next.hash()),
        old_root,
    );
    add(
        "policy of the new root under the old roster",
        &policy,
        &under(&renewed, old.hash()),
        old_root,
    );
    let older = Some("older-policy");
    add("old root outbids the new one", &renewed, &under(&outbid, old.hash()), older);
}
