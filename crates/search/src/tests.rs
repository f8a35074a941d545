//! The vectors of a commit, in `vectors/commit.json`: each reads, or has exactly one thing wrong. They are made
//! here, and the file must say what is made; with `CHANCERY_WRITE_VECTORS=1` it is written.

use std::path::Path;

use chancery_encoding::Digest;
use chancery_query::Log;
use serde_json::{Value, json};

use crate::sealed::{seal, unseal};
use crate::watermark::{Reached, Watermark};

fn watermark() -> Watermark {
    let reached = |n: u8, entries| Reached {
        log: Log { key: [n; 32], epoch: u64::from(n) },
        entries,
        tip: Digest::of(&[n]),
    };
    Watermark::new([reached(2, 7), reached(1, 3)], Digest::of(b"a fork"))
}

/// The sealed payload of a commit, as a text.
fn sealed(payload: &str) -> String {
    String::from_utf8(seal(payload.as_bytes())).unwrap()
}

/// Name, bytes, and what is wrong.
fn vectors() -> Vec<(&'static str, String, Option<&'static str>)> {
    let good = watermark().payload("records 1");
    let whole = sealed(&good);
    let changed = |from: &str, to: &str| sealed(&good.replacen(from, to, 1));
    let tip = Digest::of(&[1]).to_string();
    let none = Watermark::default().payload("records 1");
    vec![
        ("two logs", whole.clone(), None),
        ("nothing read", sealed(&none), None),
        ("nothing at all", String::new(), Some("seal")),
        ("one digit of the content", whole.replacen(",3,", ",4,", 1), Some("seal")),
        ("one digit of the seal", whole[..whole.len() - 1].to_owned() + "g", Some("seal")),
        ("the seal is cut", whole[..whole.len() - 1].to_owned(), Some("seal")),
        ("no line feed", whole.replacen('\n', " ", 1), Some("seal")),
        ("no JSON", sealed(&good[1..]), Some("payload")),
        ("no form", changed("\"form\":\"records 1\",", ""), Some("payload")),
        ("a field that nobody knows", changed("{", "{\"more\":1,"), Some("payload")),
        ("marks that are no digest", changed("\"marks\":\"", "\"marks\":\"x"), Some("payload")),
        ("an epoch below nothing", changed(",1,3,", ",-1,3,"), Some("payload")),
        ("entries as a text", changed(",1,3,", ",1,\"3\","), Some("payload")),
        ("a tip of 63 digits", changed(&tip, &tip[..63]), Some("payload")),
        (
            "a log without a tip",
            changed(&format!(",\"{}\"", Digest::of(&[1])), ""),
            Some("payload"),
        ),
    ]
}

fn judged(text: &str) -> Result<(String, Watermark), &'static str> {
    let content = unseal(text.as_bytes().to_vec()).ok_or("seal")?;
    let content = String::from_utf8(content).map_err(|_| "payload")?;
    Watermark::of_payload(&content).ok_or("payload")
}

#[test]
fn vectors_read_or_are_refused_as_they_say() {
    let mut all = Vec::new();
    for (name, bytes, flaw) in vectors() {
        let judged = judged(&bytes);
        assert_eq!(judged.as_ref().err().copied(), flaw, "{name}");
        let mut vector = json!({ "name": name, "bytes": bytes, "flaw": flaw });
        if let Ok((form, watermark)) = judged {
            assert_eq!(sealed(&watermark.payload(&form)), bytes, "{name}");
            vector["entries"] = watermark.total().into();
            vector["digest"] = watermark.digest().to_string().into();
        }
        all.push(vector);
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors/commit.json");
    let text = serde_json::to_string_pretty(&Value::Array(all)).unwrap() + "\n";
    if std::env::var_os("CHANCERY_WRITE_VECTORS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &text).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap_or_default(), text);
}
