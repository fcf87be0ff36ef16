//! The terminal: state, update, view.
