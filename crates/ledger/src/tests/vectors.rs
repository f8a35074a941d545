//! Our own vectors: one failure each, written from here and judged from the files.
//!
//! Each file in `vectors/` holds what its cases share and the cases, one a line. A case has a
//! `flaw`, the stable name of the one thing that is wrong with it, or null; where that is how CBOR is
//! written, `cbor` says what the scan calls it. Byte strings are hex;
//! `00*5` in one stands for five bytes of zero. `CHANCERY_WRITE_VECTORS=1` writes the files anew;
//! without it a test compares, so that a change of the format shows as a change of the files.

mod approval;
mod certificate;
mod checkpoint;
mod cosignature;
mod double_signature;
mod equivocation;
mod genesis;
mod log;
mod note;
mod pack;
mod policy;
mod register;
mod revocation;
mod roster;
mod signed_copy;
mod statement;
mod step;
mod withdrawal;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;

use serde_json::{Map, Value as Json};

/// One file: how it is made, how a case of it is judged, and the sources whose names it covers.
struct VectorFile {
    name: &'static str,
    make: fn() -> Made,
    judge: fn(&Shared, &Case) -> Result<(), &'static str>,
    /// Sources whose every flaw name has a case here, and the names that no bytes can have.
    covers: &'static [(&'static str, &'static [&'static str])],
}

const FILES: [VectorFile; 18] = [
    VectorFile {
        name: "statement",
        make: statement::make,
        judge: statement::judge,
        covers: &[
            (include_str!("../statement.rs"), &[]),
            (include_str!("../statement/sign1.rs"), &[]),
        ],
    },
    VectorFile {
        name: "log",
        make: log::make,
        judge: log::judge,
        covers: &[(include_str!("../log/chain.rs"), &[])],
    },
    VectorFile {
        name: "note",
        make: note::make,
        judge: note::judge,
        covers: &[(include_str!("../note.rs"), &[])],
    },
    VectorFile {
        name: "checkpoint",
        make: checkpoint::make,
        judge: checkpoint::judge,
        // The last says that an author cannot sign for another.
        covers: &[(include_str!("../checkpoint.rs"), &["other-statement-key"])],
    },
    VectorFile {
        name: "cosignature",
        make: cosignature::make,
        judge: checkpoint::judge,
        // The last says that a witness cannot sign for another.
        covers: &[(include_str!("../cosignature.rs"), &["other-witness-key"])],
    },
    VectorFile {
        name: "equivocation",
        make: equivocation::make,
        judge: equivocation::judge,
        covers: &[(include_str!("../evidence.rs"), &[])],
    },
    VectorFile {
        name: "certificate",
        make: certificate::make,
        judge: certificate::judge,
        covers: &[(include_str!("../certificate.rs"), &[])],
    },
    VectorFile {
        name: "roster",
        make: roster::make,
        judge: roster::judge,
        covers: &[(include_str!("../roster.rs"), &[]), (include_str!("../key.rs"), &[])],
    },
    VectorFile {
        name: "step",
        make: step::make,
        judge: step::judge,
        covers: &[(include_str!("../act/step.rs"), &[])],
    },
    VectorFile {
        name: "double-signature",
        make: double_signature::make,
        judge: double_signature::judge,
        covers: &[(include_str!("../act/double_signature.rs"), &[])],
    },
    VectorFile {
        name: "revocation",
        make: revocation::make,
        judge: revocation::judge,
        // Only withdrawals have lists, and only policies officers.
        covers: &[(
            include_str!("../act/rooted.rs"),
            &["list-order", "officers", "key-reused", "too-few-officers", "kinds"],
        )],
    },
    VectorFile {
        name: "withdrawal",
        make: withdrawal::make,
        judge: withdrawal::judge,
        // Only revocations have a place and a reason, and only policies officers.
        covers: &[(
            include_str!("../act/rooted.rs"),
            &["place", "reason", "officers", "key-reused", "too-few-officers", "kinds"],
        )],
    },
    VectorFile {
        name: "policy",
        make: policy::make,
        judge: policy::judge,
        // Only revocations have a place and a reason, and only withdrawals lists of acts.
        covers: &[(include_str!("../act/rooted.rs"), &["place", "reason", "list-order"])],
    },
    VectorFile {
        name: "approval",
        make: approval::make,
        judge: approval::judge,
        covers: &[
            (include_str!("../approval.rs"), &[]),
            (include_str!("../statement/release.rs"), &[]),
            (include_str!("../log/chain/policy.rs"), &[]),
        ],
    },
    VectorFile {
        name: "register",
        make: register::make,
        judge: register::judge,
        // Thousands of acts.
        covers: &[(include_str!("../act/flaw.rs"), &["acts-full"])],
    },
    VectorFile {
        name: "genesis",
        make: genesis::make,
        judge: genesis::judge,
        covers: &[(include_str!("../roster/genesis.rs"), &[])],
    },
    VectorFile {
        name: "signed-copy",
        make: signed_copy::make,
        judge: signed_copy::judge,
        covers: &[(include_str!("../statement/signed_copy.rs"), &[])],
    },
    VectorFile {
        name: "pack",
        make: pack::make,
        judge: pack::judge,
        covers: &[(include_str!("../pack/flaw.rs"), &[])],
    },
];

/// What a file is made of.
struct Made {
    about: &'static str,
    shared: Vec<(&'static str, Vec<u8>)>,
    cases: Vec<Vec<(&'static str, Json)>>,
}

/// What the cases of a file share.
struct Shared(Json);

/// One case, as read.
struct Case(Json);

impl Shared {
    fn bytes(&self, field: &str) -> Vec<u8> {
        unhex(self.0[field].as_str().unwrap())
    }
}

impl Case {
    fn bytes(&self, field: &str) -> Vec<u8> {
        unhex(self.0[field].as_str().unwrap_or_else(|| panic!("{} has no {field}", self.name())))
    }

    fn bytes32(&self, field: &str) -> Option<[u8; 32]> {
        self.0[field].as_str().map(|hex| unhex(hex).try_into().unwrap())
    }

    fn name(&self) -> &str {
        self.0["name"].as_str().unwrap()
    }
}

/// A case of which only some bytes under `field` are judged.
fn case(
    name: &str,
    field: &'static str,
    bytes: &[u8],
    flaw: Option<&str>,
) -> Vec<(&'static str, Json)> {
    vec![("name", name.into()), (field, hex(bytes).into()), ("flaw", flaw.into())]
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("vectors")
}

fn path(file: &VectorFile) -> PathBuf {
    folder().join(format!("{}.json", file.name))
}

/// Hex, where a run of 32 equal bytes or more is written as `xx*n` between spaces.
fn hex(bytes: &[u8]) -> String {
    let mut out = String::new();
    for run in bytes.chunk_by(|one, other| one == other) {
        if run.len() >= 32 {
            write!(out, " {:02x}*{} ", run[0], run.len()).unwrap();
        } else {
            run.iter().for_each(|byte| write!(out, "{byte:02x}").unwrap());
        }
    }
    out.trim().to_owned()
}

fn unhex(text: &str) -> Vec<u8> {
    let plain = |hex: &str| -> Vec<u8> {
        assert!(hex.len().is_multiple_of(2), "half a byte in {hex}");
        let pairs = (0..hex.len()).step_by(2);
        pairs.map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
    };
    let part = |part: &str| match part.split_once('*') {
        Some((byte, count)) => plain(byte).repeat(count.parse().unwrap()),
        None => plain(part),
    };
    text.split_whitespace().flat_map(part).collect()
}

/// One case a line, so that a difference between two versions is a difference of lines.
fn text_of(made: &Made) -> String {
    let mut out = format!("{{\n\"about\": {},\n", Json::from(made.about));
    for (name, bytes) in &made.shared {
        writeln!(out, "{}: {},", Json::from(*name), Json::from(hex(bytes))).unwrap();
    }
    out.push_str("\"cases\": [\n");
    let line = |case: &Vec<(&'static str, Json)>| {
        let fields: Map<String, Json> =
            case.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        Json::Object(fields).to_string()
    };
    out.push_str(&made.cases.iter().map(line).collect::<Vec<_>>().join(",\n"));
    out.push_str("\n]\n}\n");
    out
}

fn read(file: &VectorFile) -> (Shared, Vec<Case>) {
    let text = std::fs::read_to_string(path(file)).unwrap();
    let mut whole: Json = serde_json::from_str(&text).unwrap();
    let cases = whole["cases"].take();
    let cases = cases.as_array().unwrap().iter().cloned().map(Case).collect();
    (Shared(whole), cases)
}

/// The names that the `name` functions of a source give out, nested flaws left out.
fn names_in(source: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for part in source.split("pub fn name(").skip(1) {
        let body = part.split("\n    }\n").next().unwrap();
        names.extend(body.split('"').skip(1).step_by(2).map(str::to_owned));
    }
    assert!(!names.is_empty(), "a source without a name is listed");
    names
}

#[test]
fn vectors_are_what_is_made_today() {
    for file in &FILES {
        let made = text_of(&(file.make)());
        if std::env::var_os("CHANCERY_WRITE_VECTORS").is_some() {
            std::fs::write(path(file), &made).unwrap();
        }
        let kept = std::fs::read_to_string(path(file)).unwrap();
        let differing = kept.lines().zip(made.lines()).find(|(kept, made)| kept != made);
        assert_eq!(differing, None, "{}.json is another", file.name);
        assert_eq!(kept.len(), made.len(), "{}.json is longer or shorter", file.name);
    }
}

#[test]
fn every_vector_is_judged_as_it_says() {
    for file in &FILES {
        let (shared, cases) = read(file);
        assert!(cases.iter().any(|case| case.0["flaw"].is_null()), "{} accepts nothing", file.name);
        for case in &cases {
            let found = (file.judge)(&shared, case).err();
            assert_eq!(found, case.0["flaw"].as_str(), "{}: {}", file.name, case.name());
        }
    }
}

#[test]
fn every_named_flaw_has_a_vector() {
    for file in &FILES {
        let (_, cases) = read(file);
        let seen: BTreeSet<&str> =
            cases.iter().filter_map(|case| case.0["flaw"].as_str()).collect();
        for (source, unreachable) in file.covers {
            for name in names_in(source) {
                let covered = seen.contains(name.as_str());
                let expected = !unreachable.contains(&name.as_str());
                assert_eq!(covered, expected, "{} has a case of {name}", file.name);
            }
        }
    }
}

#[test]
fn every_vector_has_a_name_of_its_own_and_every_file_is_judged() {
    for file in &FILES {
        let (_, cases) = read(file);
        let names: BTreeSet<&str> = cases.iter().map(Case::name).collect();
        assert_eq!(names.len(), cases.len(), "a name in {} stands twice", file.name);
    }
    let files: BTreeSet<PathBuf> =
        std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files, FILES.iter().map(path).collect(), "a file that nobody judges, or none");
}

#[test]
fn runs_are_written_short_and_read_back() {
    let bytes = [&[0; 40][..], &[1, 2, 3], &[0xff; 31], &[7; 100]].concat();
    assert_eq!(hex(&bytes), format!("00*40 010203{} 07*100", "ff".repeat(31)));
    assert_eq!(unhex(&hex(&bytes)), bytes);
}
