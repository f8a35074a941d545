//! The second verifier, which was written in another language from the spec pages alone, must say
//! what this one says.
//!
//! It needs Python with the packages of `tests/second-verifier/requirements.txt`. `.ci/run` installs
//! them and names the interpreter in `CHANCERY_PYTHON`; without it these tests are skipped, and say
//! so, unless `CHANCERY_REQUIRE_SHARED` is set, because a skipped law looks like a kept one.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The interpreter, or nothing when the tests that need it are skipped.
fn python() -> Option<OsString> {
    let named = std::env::var_os("CHANCERY_PYTHON");
    if named.is_none() {
        let required = std::env::var_os("CHANCERY_REQUIRE_SHARED").is_some();
        assert!(!required, "CHANCERY_PYTHON names no interpreter: .ci/run installs one");
        println!("skipped: CHANCERY_PYTHON names no interpreter with the packages");
    }
    named
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The second verifier with these arguments.
fn second(python: &OsString, arguments: &[&str]) -> Output {
    let program = root().join("tests/second-verifier/verify_pack.py");
    let run = Command::new(python).arg("-B").arg(program).args(arguments).output();
    run.expect("because CHANCERY_PYTHON names an interpreter")
}

#[track_caller]
fn expect_agreement(run: &Output) {
    let said = String::from_utf8_lossy(&run.stdout);
    let failed = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{said}{failed}");
}

#[test]
fn both_verifiers_agree_about_every_vector() {
    let Some(python) = python() else { return };
    let vectors = root().join("crates/ledger/vectors");
    let vectors = vectors.to_str().expect("because the sources have a plain path");
    expect_agreement(&second(&python, &["--vectors", vectors]));
}
