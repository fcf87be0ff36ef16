//! Who works on a document: what a second session is told.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::clock;
use crate::model::Date;

/// A session that holds a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The number of its process.
    pub pid: u32,
    /// Who started it.
    pub user: String,
    /// The machine it runs on.
    pub host: String,
    /// When it was opened, in seconds since 1970.
    pub since: u64,
}

impl Holder {
    /// This process.
    #[must_use]
    pub fn this() -> Self {
        Self {
            pid: std::process::id(),
            user: clock::user(),
            host: clock::host(),
            since: clock::now(),
        }
    }
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minutes = self.since / 60 % (24 * 60);
        let date = Date::of_unix_seconds(self.since);
        let (hour, minute) = (minutes / 60, minutes % 60);
        // Of most sessions the hour says it all; a day stands where it is another one.
        write!(f, "{} on {} since ", self.user, self.host)?;
        if date != clock::today() {
            write!(f, "{date} ")?;
        }
        write!(f, "{hour:02}:{minute:02} UTC (process {})", self.pid)
    }
}
