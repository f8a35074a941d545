//! What the tests of this crate stand on, and the laws that go through all of it.
//!
//! [`cast`] is who appears, [`solo`] one replica whose every output the test answers itself, and
//! [`net`] several that answer each other. The vectors of the wire are read and written in
//! `vectors`; what any bytes at all may do is in `hostile`,
//! and what binds a log in `policies`.

pub(crate) mod cast;
pub(crate) mod net;
pub(crate) mod solo;

mod convergence;
mod hostile;
mod policies;
mod together;
mod vectors;
