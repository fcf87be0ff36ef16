//! Files: read, write atomically, lock, journal, recover.
