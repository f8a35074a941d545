//! Laws of the whole, over chance documents and queries.

mod algebra;
mod answers;
mod because;
mod cast;
mod hostile;
mod orders;
mod pages;
