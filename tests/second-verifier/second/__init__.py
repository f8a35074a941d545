"""A second reading of Chancery's formats, written from docs/spec alone."""
