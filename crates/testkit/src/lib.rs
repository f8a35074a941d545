//! What the tests of the whole workspace share: a fixed cast of states, a virtual clock, a
//! simulated network with faults, and the invariants that must hold after every step.
