//! Laws of `gossip`.
