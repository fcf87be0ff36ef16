//! What follows from document, catalogue and date.
