//! The blocks of the report and their renderers.
