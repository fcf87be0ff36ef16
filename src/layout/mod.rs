//! Where everything is drawn, on an integer grid.
