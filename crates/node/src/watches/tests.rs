//! Laws of watches. A real store and a real vault, records of several states, in every order.

mod journal;
mod laws;
mod stories;
mod vectors;
mod world;
