//! Laws of `equivocation`.
