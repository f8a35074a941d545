//! A verification in words and a page on paper: nothing is said that was not checked, and nothing that a
//! state wrote does anything on the page.

use chancery_encoding::encode;
use chancery_ledger::{
    certificate::{Certificate, CertificateRequest},
    checkpoint::Checkpoint,
    key::SecretKey,
    pack::Parts,
    roster::{Member, Register, Roster},
    statement::{Draft, Issuer, founding_entry},
    tree::{Proof, RightEdge},
};
use chancery_record::{Marking, StateCode};
use serde_json::{Value, json};

use super::*;

const NOW: i64 = 1_795_510_800;

fn key(role: &str) -> SecretKey {
    let mut seed = [0; 32];
    seed[..role.len()].copy_from_slice(role.as_bytes());
    SecretKey::from_seed(&seed)
}

fn genesis(states: &[&str]) -> Genesis {
    let code = |state: &&str| state.parse::<StateCode>().unwrap();
    let member = |state: &&str| Member {
        state: code(state),
        name: code(state).name().to_owned(),
        root: key(&format!("{state} root")).public(),
    };
    let roster = Roster::found("drill", states.iter().map(member).collect(), Vec::new()).unwrap();
    let certificate = |state: &&str| {
        let request = CertificateRequest {
            network: roster.hash(),
            issuer: Issuer::new(code(state), "export-control").unwrap(),
            serial: 0,
            issued_at: NOW,
            statement_key: key(&format!("{state} statement")).public(),
            witness_key: key(&format!("{state} witness")).public(),
            transport_key: key(&format!("{state} transport")).public(),
            roles: Vec::new(),
            under: None,
            epoch: 0,
            reader_key: None,
            possession: None,
        };
        Certificate::issue(&request, &key(&format!("{state} root")), &roster).unwrap()
    };
    let certificates = states.iter().map(certificate).collect();
    Genesis::new(roster.clone(), certificates).unwrap()
}

/// A pack of EE's first record, cosigned by all.
fn pack_of(genesis: &Genesis, record: &Value) -> Pack {
    let own = key("EE statement");
    let ee = genesis.certificates().iter().find(|one| one.issuer.state.as_str() == "EE").unwrap();
    let founding = founding_entry(ee, 0, &own).unwrap();
    let record = to_cbor(record);
    let body = encode(&ciborium::Value::Map(vec![
        ("salt".into(), ciborium::Value::Bytes(vec![1; 16])),
        ("record".into(), record),
    ]));
    let draft = Draft {
        issuer: ee.issuer.clone(),
        reference: "EE-2026-0001".to_owned(),
        issued_at: NOW + 60,
        epoch: 0,
        seq: 1,
        prev: Some(founding.id()),
        roster: genesis.roster().hash(),
        kind: "threat-advisory".to_owned(),
        marking: Marking::Green,
        body,
        release: None,
    };
    let sealed = draft.seal(&own).unwrap();
    let mut edge = RightEdge::new();
    [&founding, &sealed].into_iter().for_each(|entry| edge.push(entry.leaf()));
    let checkpoint = Checkpoint {
        log: sealed.header().log(),
        issuer: ee.issuer.clone(),
        network: genesis.roster().hash(),
        size: 2,
        root: edge.head().root,
        roster: genesis.roster().hash(),
    };
    let mut signed = checkpoint.sign(&own).unwrap();
    for certificate in genesis.certificates() {
        let witness = key(&format!("{} witness", certificate.issuer.state));
        signed.add(signed.cosign(certificate, &witness, NOW.unsigned_abs() + 120).unwrap());
    }
    Pack::assemble(Parts {
        genesis,
        register: &Register::new(genesis),
        statement: &sealed.entry().statement,
        body: Some(&sealed.entry().body),
        checkpoint: &signed,
        inclusion: Proof::new(vec![founding.leaf()]),
        later: Vec::new(),
        proofs: Vec::new(),
    })
    .unwrap()
}

fn to_cbor(value: &Value) -> ciborium::Value {
    match value {
        Value::Object(fields) => ciborium::Value::Map(
            fields.iter().map(|(name, field)| (name.clone().into(), to_cbor(field))).collect(),
        ),
        Value::String(text) => text.clone().into(),
        Value::Bool(truth) => (*truth).into(),
        _ => unreachable!("a record of these tests has texts and booleans"),
    }
}

fn record(title: &str, exercise: bool) -> Value {
    json!({
        "kind": "threat-advisory",
        "title": title,
        "summary": title,
        "exercise": exercise,
        "handling": { "tlp": "TLP:GREEN" },
        "originator": { "state": "EE", "authority": "export-control" },
    })
}

fn opened(states: &[&str], record: &Value) -> Opened {
    let genesis = genesis(states);
    let pack = pack_of(&genesis, record);
    let result = Pack::decode(&pack.encode()).and_then(|pack| {
        let verdict = pack.verify(&genesis)?;
        Ok((pack, verdict))
    });
    Opened { genesis, result }
}

fn page_of(opened: &Opened) -> String {
    let (pack, verdict) = opened.result.as_ref().unwrap();
    page::page(pack, verdict, &opened.genesis, &pack.digest().to_string())
}

const ALL: [&str; 25] = [
    "AT", "AU", "BE", "CA", "CH", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "IE", "IS", "IT",
    "JP", "KR", "LV", "NL", "NO", "PL", "SE", "SK", "US",
];

#[test]
fn every_step_is_said_in_words_and_the_limits_too() {
    let opened = opened(&["EE", "KR", "NL"], &record("Interception", true));
    let text = told(Path::new("a.pack"), &opened.view());
    for step in chancery_ledger::pack::PackStep::ALL {
        assert!(text.contains(&format!("  ok    {}", step.name())), "{text}");
    }
    assert!(text.contains("a.pack verifies: 12 checks\n"), "{text}");
    assert!(text.contains("3 of 3 states: EE, KR, NL"), "{text}");
    assert!(text.contains("KR/export-control at 2026-11-24T09:02:00Z"), "{text}");
    assert!(text.contains("that nothing is withheld"), "{text}");
}

#[test]
fn step_that_fails_is_named_and_nothing_behind_it_is_said_to_hold() {
    let one = opened(&["EE", "KR", "NL"], &record("Interception", true));
    let (pack, _) = one.result.as_ref().unwrap();
    let mut bytes = pack.encode();
    // The last byte of the body: the title's last letter is long past, the digest is not.
    let body = pack.body().unwrap();
    let at = bytes.windows(body.len()).position(|window| window == body).unwrap();
    bytes[at + body.len() - 1] ^= 1;
    let flaw = Pack::decode(&bytes).unwrap().verify(&one.genesis).unwrap_err();
    let view = EvidenceView::refused(&flaw);
    let text = told(Path::new("a.pack"), &view);
    assert!(text.contains("  ok    statement"), "{text}");
    assert!(text.contains("  FAIL  body"), "{text}");
    assert!(!text.contains("author"), "{text}");
    assert!(text.ends_with("a.pack does NOT verify: body\n"), "{text}");
    let json = serde_json::to_value(&view).unwrap();
    assert_eq!(json["flaw"], "body-digest");
    assert_eq!(json["verified"], false);
    assert_eq!(json["status"], Value::Null);
}

#[test]
fn json_has_the_finding_beside_the_checks() {
    let opened = opened(&["EE", "KR", "NL"], &record("Interception", false));
    let json = serde_json::to_value(opened.view()).unwrap();
    assert_eq!(json["verified"], true);
    assert_eq!(json["flaw"], Value::Null);
    assert_eq!(json["status"], "in-force");
    assert_eq!(json["held_by"], json!(["EE", "KR", "NL"]));
    assert_eq!(json["exercise"], false);
    assert_eq!(json["checks"].as_array().unwrap().len(), 12);
}

#[test]
fn text_of_a_record_does_nothing_on_the_page() {
    let hostile = "<script>alert(1)</script> \" ' & <img src=x onerror=alert(1)> \u{202e}gnp";
    let page = page_of(&opened(&["EE", "KR", "NL"], &record(hostile, true)));
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{page}");
    for harm in ["<script", "<img", "<iframe", "javascript:", "href=", "src=\"", "\u{202e}"] {
        assert!(!page.contains(harm), "{harm} in {page}");
    }
    assert!(page.contains("default-src 'none'"), "nothing is loaded");
}

#[test]
fn drill_says_so_and_a_warning_does_not() {
    let states = ["EE", "KR", "NL"];
    let mark = "EXERCISE — nobody should act on this";
    assert!(page_of(&opened(&states, &record("Interception", true))).contains(mark));
    assert!(!page_of(&opened(&states, &record("Interception", false))).contains(mark));
    let mut unsaid = record("Interception", false);
    unsaid.as_object_mut().unwrap().remove("exercise");
    assert!(page_of(&opened(&states, &unsaid)).contains(mark), "what does not say is a drill");
}

/// A browser prints about 95 lines of 110 characters with this style; the longest texts stay below.
#[test]
fn longest_texts_are_cut_so_that_one_page_is_enough() {
    let long = "surveillance ".repeat(1_000);
    let page = page_of(&opened(&ALL, &record(&long, true)));
    assert!(page.contains("… (shortened)"));
    let seen: usize = page
        .split('<')
        .filter_map(|part| part.split_once('>'))
        .map(|(_, text)| text.chars().count())
        .sum();
    assert!(seen < 7_500, "{seen} characters do not fit a page");
    // Kept where it can be printed by hand, when a browser is there to count its pages.
    if let Some(dir) = std::env::var_os("CHANCERY_PAGE_DIR") {
        std::fs::write(Path::new(&dir).join("page.html"), &page).unwrap();
    }
}

mod vectors;
