//! Files: read, write atomically, lock, journal, recover; and where things live on this machine. Knows no terminal.
//!
//! Start at [`load`] and [`save`] for one file, and at [`Session`] for a document that someone works on: it holds the lock,
//! writes every change into the journal before it is drawn, and offers what a crash left behind.

mod clock;
mod digest;
mod error;
mod file;
mod folders;
mod holder;
mod journal;
mod paths;
mod recent;
mod recovery;
mod session;

pub use clock::{UNKNOWN_USER, clock_problem, now, today, user};
pub use digest::Digest;
pub use error::{Doing, StoreError};
pub use file::{Loaded, load, load_input, logo_beside, save, save_over, write_atomic, write_new};
pub use folders::Folders;
pub use holder::Holder;
pub use journal::Waiting;
pub use paths::paths_like;
pub use recent::{recent, remember, written_on};
pub use recovery::{Fit, Recovery};
pub use session::{Disk, Opened, Session};
