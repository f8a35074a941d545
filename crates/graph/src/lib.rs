//! Who stands beside whom.
//!
//! Parties, ownership, routes and records as a graph around one party, bounded in depth and size, and
//! drawn; and pairs of parties in different states' records that may be one. Pure: what was read from
//! records is given to it, and it changes nobody's record.
