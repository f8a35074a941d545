//! The published schema is the tables.

use std::{env, fs, path::Path};

use super::*;

#[test]
fn the_published_schema_is_up_to_date() {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/record-schema.json");
    let current = format!("{:#}\n", schema());
    if env::var_os("CHANCERY_BLESS").is_some() {
        fs::create_dir_all(path.parent().expect("a file has a directory")).expect("writable");
        fs::write(&path, &current).expect("writable");
    }
    let published = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(published, current, "run again with CHANCERY_BLESS=1");
}
