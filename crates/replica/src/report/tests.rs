//! Laws of `report`.
