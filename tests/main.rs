//! The end-to-end tests of the workspace: one test binary, so that it links once.
//!
//! `crates/cli` declares it, and so the tests can start the real `chancery` and look at the real
//! sources. Tests of one crate live in that crate; here stands only what needs the whole.
//!
//! - [`tidy`] keeps the shape of the sources: what `docs/style.md` and `docs/architecture.md` say.

mod tidy;
