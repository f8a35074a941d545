//! The page about the language is made from the table that the parser reads by.
