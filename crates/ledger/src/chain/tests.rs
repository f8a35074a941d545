//! Laws of `chain`.
