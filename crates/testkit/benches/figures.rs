//! Printing: one readable line and one line of JSON for each figure.

use serde_json::{Map, Value, json};

/// One figure of one bench.
pub fn figure(bench: &str, told: &str, fields: &[(&str, f64)]) {
    println!("  {told}");
    let mut line = Map::new();
    line.insert("bench".to_owned(), json!(bench));
    for (name, value) in fields {
        let rounded = (value * 1000.0).round() / 1000.0;
        line.insert((*name).to_owned(), json!(rounded));
    }
    println!("{}", Value::Object(line));
}

/// The middle one; of an even number the upper.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
