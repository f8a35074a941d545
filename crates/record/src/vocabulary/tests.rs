//! Laws of the vocabularies.
