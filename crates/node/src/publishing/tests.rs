//! Every refusal, one case each, over a real store with the records of two states.

use chancery_encoding::encode;
use chancery_ledger::key::SecretKey;
use chancery_ledger::log::{Admissible, Chain};
use chancery_ledger::statement::{Draft, Issuer, founding_entry};
use chancery_record::vocabulary::Vocabularies;
use chancery_record::{Marking, Record};
use chancery_store::Store;
use chancery_testkit::{Cast, Player};
use ciborium::Value;
use serde_json::{Value as Json, json};

use super::{KinError, PublishError, blockers, prepare};

/// A record as it stands, whatever the rules of its kind: they are not what is tested here.
fn body(json: &Json) -> Vec<u8> {
    fn cbor(json: &Json) -> Value {
        match json {
            Json::Null => Value::Null,
            Json::Bool(yes) => Value::Bool(*yes),
            Json::Number(number) => Value::from(number.as_i64().unwrap()),
            Json::String(text) => Value::from(text.as_str()),
            Json::Array(all) => Value::Array(all.iter().map(cbor).collect()),
            Json::Object(map) => Value::Map(
                map.iter().map(|(name, field)| (name.as_str().into(), cbor(field))).collect(),
            ),
        }
    }
    let salt = Value::Bytes(vec![7; 16]);
    encode(&Value::Map(vec![("record".into(), cbor(json)), ("salt".into(), salt)]))
}

/// A drill of this kind by the authority, with these fields.
fn said(issuer: &Issuer, kind: &str, fields: Json) -> Json {
    let mut json = json!({
        "kind": kind,
        "exercise": true,
        "title": "A title",
        "originator": {"state": issuer.state.as_str(), "authority": issuer.authority},
        "handling": {
            "tlp": "TLP:GREEN",
            "audience": ["members"],
            "originator_control": {"onward": "as-marked"},
            "permitted_uses": ["exercise"],
        },
    });
    json.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    json
}

/// The header's marking is the body's.
fn marking(fields: &Json) -> Marking {
    fields["handling"]["tlp"].as_str().map_or(Marking::Green, |text| text.parse().unwrap())
}

/// A state's log as it grows into the store.
struct Scribe<'a> {
    player: &'a Player,
    chain: Chain,
    cast: &'a Cast,
}

impl<'a> Scribe<'a> {
    fn new(cast: &'a Cast, player: usize) -> Scribe<'a> {
        let player = &cast.players()[player];
        Scribe { player, chain: Chain::new(player.log()), cast }
    }

    fn issuer(&self) -> Issuer {
        self.player.certificate().issuer.clone()
    }

    fn keep(&mut self, store: &Store, kind: &str, fields: Json) -> String {
        let key = SecretKey::from_seed(self.player.statement_key().expose_seed());
        if self.chain.next_seq() == 0 {
            let entry = founding_entry(self.player.certificate(), 0, &key).unwrap();
            self.put(store, entry);
        }
        let seq = self.chain.next_seq();
        let issuer = self.issuer();
        let reference = format!("{}-2026-{seq:04}", issuer.state);
        let draft = Draft {
            issuer: issuer.clone(),
            reference: reference.clone(),
            issued_at: 1_767_225_600,
            epoch: 0,
            seq,
            prev: self.chain.tip(),
            roster: self.player.certificate().network,
            kind: kind.to_owned(),
            release: None,
            marking: marking(&fields),
            body: body(&said(&issuer, kind, fields)),
        };
        let entry = draft.seal(&key).unwrap();
        self.put(store, entry);
        reference
    }

    fn put(&mut self, store: &Store, entry: chancery_ledger::statement::Authentic) {
        let admitted: Admissible = self.chain.admit(entry, self.cast.directory()).unwrap();
        store.append(&[admitted]).unwrap();
        store.sync().unwrap();
    }
}

/// The words for what blocks: the names of the variants, without what they hold.
fn names(wrong: &[PublishError]) -> Vec<&'static str> {
    let name = |error: &PublishError| match error {
        PublishError::Unreleasable(_) => "unreleasable",
        PublishError::OtherOriginator { .. } => "other-originator",
        PublishError::TargetMissing(_) => "missing",
        PublishError::TargetTwofold(_) => "twofold",
        PublishError::TargetOfAnother { .. } => "of-another",
        PublishError::TargetWithdrawn(_) => "withdrawn",
        PublishError::TargetOfOtherKind { .. } => "other-kind",
        PublishError::TargetOwn(_) => "own",
        PublishError::NotAsked(_) => "not-asked",
        PublishError::TargetInEarnest(_) => "in-earnest",
        PublishError::Kin(KinError::Itself(_)) => "itself",
        PublishError::Kin(KinError::Ring(_)) => "ring",
        PublishError::Kin(KinError::Looser { .. }) => "looser",
        PublishError::Kin(KinError::Wider { .. }) => "wider",
        PublishError::Kin(KinError::Native { .. }) => "native",
        PublishError::Kin(KinError::Part { .. }) => "part",
        PublishError::Kin(KinError::Translation { .. }) => "translation",
        _ => "other",
    };
    wrong.iter().map(name).collect()
}

/// What is held, by the references of its records.
struct Stage {
    store: Store,
    own: Issuer,
    them: Issuer,
    mine: String,
    ended: String,
    real: String,
    derived: String,
    theirs: String,
    asks: String,
    asks_nobody: String,
    strict: String,
}

/// What is wrong, the kind and the fields of the record, and what is said of it.
type Case = (&'static str, &'static str, Json, &'static [&'static str]);

impl Stage {
    fn set(cast: &Cast, dir: &std::path::Path) -> Stage {
        let store = Store::open(dir, 4 * 1024 * 1024, cast.directory()).unwrap();
        let (mut one, mut other) = (Scribe::new(cast, 0), Scribe::new(cast, 1));
        let (own, them) = (one.issuer(), other.issuer());
        let numbered = json!({"parties": [{"key": "p1"}], "originator": {
            "state": own.state.as_str(), "authority": own.authority, "native_ref": "EK-7"}});
        let mine = one.keep(&store, "threat-advisory", numbered);
        let ended = one.keep(&store, "threat-advisory", json!({}));
        one.keep(&store, "withdrawal", json!({"target": {"id": id(&store, &ended)}}));
        let real = one.keep(&store, "threat-advisory", json!({"exercise": false}));
        let above = json!([{"type": "derived-from", "target": {"id": id(&store, &mine)}}]);
        let derived = one.keep(&store, "risk-advisory", json!({"relations": above}));
        let theirs = other.keep(&store, "threat-advisory", json!({}));
        let to = json!({"to": [own.state.as_str()]});
        let asks = other.keep(&store, "consultation-request", to);
        let asks_nobody = other.keep(&store, "consultation-request", json!({"to": []}));
        let amber = json!({"tlp": "TLP:AMBER", "audience": [own.state.as_str()],
            "originator_control": {"onward": "none"}, "permitted_uses": ["exercise"]});
        let strict = other.keep(&store, "threat-advisory", json!({"handling": amber}));
        Stage { store, own, them, mine, ended, real, derived, theirs, asks, asks_nobody, strict }
    }

    fn about_targets(&self) -> Vec<Case> {
        let twofold =
            json!({"target": {"id": id(&self.store, &self.mine), "reference": self.ended}});
        let text = json!({"replacement": {"kind": "threat-advisory"}});
        vec![
            ("a withdrawal", "withdrawal", to(&self.mine), &[]),
            ("an answer", "consultation-response", to(&self.asks), &[]),
            ("nothing held", "sighting", to("EE-2026-9999"), &["missing"]),
            ("an id and another's reference", "withdrawal", twofold, &["twofold"]),
            ("a withdrawal of another's", "withdrawal", to(&self.theirs), &["of-another"]),
            (
                "a correction of another's",
                "correction",
                with(to(&self.theirs), text.clone()),
                &["of-another"],
            ),
            ("a public summary of another's", "public-summary", to(&self.theirs), &["of-another"]),
            ("a renewal after withdrawal", "renewal", to(&self.ended), &["withdrawn"]),
            (
                "a correction after withdrawal",
                "correction",
                with(to(&self.ended), text),
                &["withdrawn"],
            ),
            (
                "an answer to no question",
                "consultation-response",
                to(&self.theirs),
                &["other-kind"],
            ),
            (
                "an answer nobody asked for",
                "consultation-response",
                to(&self.asks_nobody),
                &["not-asked"],
            ),
            ("a review of no denial", "denial-review", to(&self.mine), &["other-kind"]),
            ("an acknowledgement of one's own", "acknowledgement", to(&self.mine), &["own"]),
            ("a drill about what is real", "withdrawal", to(&self.real), &["in-earnest"]),
        ]
    }

    fn about_kin(&self) -> Vec<Case> {
        let Stage { own, mine, theirs, .. } = self;
        let text = with(to(mine), json!({"replacement": {"kind": "threat-advisory"}}));
        let part = |key: &str| json!({"parts": {"parties": [key]}});
        let stranger = json!({"originator": {"state": self.them.state.as_str(), "authority": "x"}});
        let native = json!({"originator": {"state": own.state.as_str(), "authority": own.authority,
            "native_ref": "EK-7"}});
        let zeros = json!({"of_hash": "0".repeat(64)});
        let both = with(with(to(theirs), part("p9")), json!({"exercise": false}));
        vec![
            ("a new record", "risk-advisory", json!({}), &[]),
            ("open to nobody", "risk-advisory", json!({"handling": {}}), &["unreleasable"]),
            ("another's name", "risk-advisory", stranger, &["other-originator"]),
            ("a relation to nothing", "risk-advisory", from("EE-2026-9999"), &["missing"]),
            ("a relation to itself", "correction", with(text.clone(), from(mine)), &["itself"]),
            ("a ring", "correction", with(text, from(&self.derived)), &["ring"]),
            ("looser than its parent", "risk-advisory", from(&self.strict), &["looser", "wider"]),
            ("a file number that is taken", "risk-advisory", native, &["native"]),
            ("a part that is there", "withdrawal", with(to(mine), part("p1")), &[]),
            ("a part that is not there", "withdrawal", with(to(mine), part("p9")), &["part"]),
            ("a translation of nothing", "translation", with(to(theirs), zeros), &["translation"]),
            ("three things at once", "withdrawal", both, &["of-another", "in-earnest", "part"]),
        ]
    }
}

fn id(store: &Store, name: &str) -> String {
    let chancery_store::Lookup::One(at) = store.find(name) else { panic!("{name}") };
    store.entry(at).unwrap().unwrap().decode().unwrap().id().to_string()
}

fn to(reference: &str) -> Json {
    json!({"target": {"reference": reference}})
}

fn from(name: &str) -> Json {
    json!({"relations": [{"type": "derived-from", "target": {"reference": name}}]})
}

fn with(mut base: Json, more: Json) -> Json {
    let Json::Object(more) = more else { panic!("fields") };
    base.as_object_mut().unwrap().extend(more);
    base
}

#[test]
fn each_refusal_has_its_case_and_a_sound_record_has_none() {
    let (cast, dir) = (Cast::of(2), tempfile::tempdir().unwrap());
    let stage = Stage::set(&cast, dir.path());
    let Stage { store, own, .. } = &stage;
    for (what, kind, fields, expected) in [stage.about_targets(), stage.about_kin()].concat() {
        let record = Record::from_body(&body(&said(own, kind, fields))).unwrap();
        let (filled, wrong) = blockers(record.clone(), own, store, Vocabularies::shipped());
        assert_eq!(names(&wrong), expected, "{what}: {wrong:?}");
        assert!(wrong.iter().all(|error| !error.hint().is_empty()), "{what}");
        let ready = prepare(record, own, store, Vocabularies::shipped());
        assert_eq!(ready.is_ok(), expected.is_empty(), "{what}");
        if expected.is_empty() {
            let target = filled.target();
            assert!(target.is_none_or(|target| target.id.is_some()), "{what}: the id is filled in");
        }
    }
}
