//! Notes that others published, and what is no note.

mod published;
mod strict;
