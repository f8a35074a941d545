//! The 518 published cases of transparency-dev/merkle, against our checks.
//!
//! They stand beside the project, not in it. Where they are absent the law says so and is skipped,
//! unless `CHANCERY_REQUIRE_SHARED` is set, because a skipped law looks like a kept one.
//!
//! Some cases name a root by a text such as `don't care 1`. Our roots have 32 bytes by their type,
//! so a digest stands for such a text: equal texts stay equal, different ones different, none is a
//! root of the tree, and the refusal has to come from the proof.

use std::path::{Path, PathBuf};

use chancery_encoding::Digest;
use serde_json::Value as Json;

use crate::tree::{Proof, Subtree, TreeHead};

/// What each family has.
const FAMILIES: [(&str, usize); 4] = [
    ("consistency", 98),
    ("inclusion", 98),
    ("subtreeconsistency", 118),
    ("subtreeinclusion", 204),
];

fn published() -> Option<PathBuf> {
    let testdata = "../../../shared/vectors/merkle/testdata";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(testdata);
    if path.is_dir() {
        return Some(path);
    }
    let required = std::env::var_os("CHANCERY_REQUIRE_SHARED").is_some();
    assert!(!required, "{} is no directory", path.display());
    println!("skipped: {} is no directory", path.display());
    None
}

fn files(under: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(under).unwrap().map(|entry| entry.unwrap().path());
    let found = entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] });
    found.filter(|path| path.extension().is_some_and(|is| is == "json")).collect()
}

/// RFC 4648 section 4.
fn unbase64(text: &Json) -> Vec<u8> {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let text = text.as_str().unwrap_or_default().trim_end_matches('=');
    let (mut bits, mut held, mut bytes) = (0_u32, 0, Vec::new());
    for digit in text.bytes() {
        let value = DIGITS.iter().position(|known| *known == digit).unwrap();
        bits = bits << 6 | u32::try_from(value).unwrap();
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from(bits >> held & 0xff).unwrap());
        }
    }
    bytes
}

struct Case(Json);

impl Case {
    fn number(&self, name: &str) -> u64 {
        self.0[name].as_u64().unwrap()
    }

    /// None when it has another length, as the type of ours refuses it.
    fn leaf(&self) -> Option<Digest> {
        unbase64(&self.0["leafHash"]).try_into().ok().map(Digest::from_bytes)
    }

    fn root(&self, name: &str) -> Digest {
        let bytes = unbase64(&self.0[name]);
        match <[u8; 32]>::try_from(bytes.as_slice()) {
            Ok(hash) => Digest::from_bytes(hash),
            Err(_) => Digest::of(&[b"instead of ", bytes.as_slice()].concat()),
        }
    }

    /// None when a hash in it has another length: such a proof is refused where it is read.
    fn proof(&self) -> Option<Proof> {
        let none = Vec::new();
        let hashes = self.0["proof"].as_array().unwrap_or(&none).iter().map(unbase64);
        let hashes = hashes.map(|bytes| bytes.try_into().ok().map(Digest::from_bytes));
        hashes.collect::<Option<_>>().map(Proof::new)
    }

    fn subtree(&self) -> Option<Subtree> {
        Subtree::new(self.number("start"), self.number("end")).ok()
    }

    fn head(&self, size: &str, root: &str) -> TreeHead {
        TreeHead { size: self.number(size), root: self.root(root) }
    }

    fn is_accepted(&self, family: &str) -> bool {
        let Some(proof) = self.proof() else { return false };
        let checked = match family {
            "consistency" => {
                proof.check_consistency(&self.head("size1", "root1"), &self.head("size2", "root2"))
            }
            "inclusion" => {
                let Some(leaf) = self.leaf() else { return false };
                let head = self.head("treeSize", "root");
                proof.check_inclusion(self.number("leafIdx"), &leaf, &head)
            }
            "subtreeconsistency" => {
                let Some(subtree) = self.subtree() else { return false };
                proof.check_subtree(subtree, &self.root("root1"), &self.head("size", "root2"))
            }
            _ => {
                let (Some(subtree), Some(leaf)) = (self.subtree(), self.leaf()) else {
                    return false;
                };
                let index = self.number("leafIdx");
                proof.check_inclusion_in_subtree(index, &leaf, subtree, &self.root("root"))
            }
        };
        checked.is_ok()
    }
}

#[test]
fn all_published_cases_come_out_as_published() {
    let Some(published) = published() else { return };
    for (family, count) in FAMILIES {
        let files = files(&published.join(family));
        assert_eq!(files.len(), count, "{family}");
        for path in files {
            let text = std::fs::read_to_string(&path).unwrap();
            let case = Case(serde_json::from_str(&text).unwrap());
            let refused = case.0["wantErr"].as_bool().unwrap();
            assert_eq!(case.is_accepted(family), !refused, "{}", path.display());
        }
    }
}
