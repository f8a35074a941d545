//! The codes are the ones that are documented.

use std::{env, fmt::Write as _, fs, path::Path};

use super::*;

fn page() -> String {
    let mut page = String::from(
        "# Exit codes\n\nHow every `chancery` command ends. Scripts may rely on them. This page is made from the table in the \
         code\nby a test.\n\n| code | means | what to do |\n| --- | --- | --- |\n",
    );
    for exit in Exit::ALL {
        let (code, meaning, advice) = (exit.code(), exit.meaning(), exit.advice());
        writeln!(page, "| {code} | {meaning} | {advice} |").expect("a String takes all");
    }
    page + "\nWith `--json` a failure is one JSON document `{\"error\", \"hint\"}` on standard error; a record that is\nnot \
            accepted adds `violations`. `verify` and `fsck` answer on standard output also when they end with 4.\n"
}

#[test]
fn the_reference_page_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/exit-codes.md");
    if env::var_os("CHANCERY_BLESS").is_some() {
        fs::write(&path, page()).unwrap();
    }
    let published = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(published, page(), "run again with CHANCERY_BLESS=1");
}

#[test]
fn codes_count_up_from_zero() {
    let codes: Vec<u8> = Exit::ALL.iter().map(|exit| exit.code()).collect();
    assert_eq!(codes, [0, 1, 2, 3, 4, 5]);
}
