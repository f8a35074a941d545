//! How others write it.
//!
//! Lists of parties that authorities publish, and tables of applications, read into the project's own
//! words. Pure: bytes in, values and refusals out; whatever cannot be read is named with its place and
//! never guessed at.
