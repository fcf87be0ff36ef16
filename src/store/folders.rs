//! Where configuration, journals and a user's own catalogues live on this machine.

use std::env;
use std::path::PathBuf;

use directories::ProjectDirs;

/// The folders of this program. None of them need exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folders {
    /// Configuration: keys, colours.
    pub config: PathBuf,
    /// What the program remembers: journals, recent files.
    pub state: PathBuf,
    /// The user's own catalogues.
    pub data: PathBuf,
}

impl Folders {
    /// The folders of the current user.
    ///
    /// `BARTIZAN_CONFIG_DIR`, `BARTIZAN_STATE_DIR` and `BARTIZAN_DATA_DIR` come first, then the system's custom (XDG on
    /// Linux); `None` where there is neither, as for a user without a home.
    #[must_use]
    pub fn of_this_user() -> Option<Self> {
        let set = |name: &str| {
            env::var_os(name)
                .filter(|path| !path.is_empty())
                .map(PathBuf::from)
        };
        let custom = ProjectDirs::from("", "", "bartizan");
        let custom = custom.as_ref();
        let state_of = |dirs: &ProjectDirs| match dirs.state_dir() {
            Some(state) => state.to_path_buf(),
            None => dirs.data_local_dir().to_path_buf(), // Only Linux has a place for state.
        };
        Some(Self {
            config: set("BARTIZAN_CONFIG_DIR")
                .or_else(|| Some(custom?.config_dir().to_path_buf()))?,
            state: set("BARTIZAN_STATE_DIR").or_else(|| custom.map(state_of))?,
            data: set("BARTIZAN_DATA_DIR").or_else(|| Some(custom?.data_dir().to_path_buf()))?,
        })
    }
}
