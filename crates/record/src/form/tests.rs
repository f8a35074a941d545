//! Laws of the forms.
