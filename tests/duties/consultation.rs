//! Consultations between two running nodes (see below: they need the kinds of the record crate).
