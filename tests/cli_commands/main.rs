//! The command line as people and CI use it: the real binary, in an environment of its own.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

mod changing;
mod hostile;
mod reading;
mod reporting;
mod using;

use std::path::Path;
use std::process::{Command, Output, Stdio};

use assert_cmd::cargo::cargo_bin;
use tempfile::TempDir;

/// A folder with a small system in it, and a home that nobody else uses.
struct Place {
    folder: TempDir,
}

/// The system: a learner and a service in production, a merchant outside.
const STEPS: &str = r#"
# who asks, and what learns
zone net "Internet" trust 0
zone prod "Production" trust 3
add labels "Chargebacks" data.training_set in prod
add train "Training" train.job after labels
add api "Scoring API" serve.api after train
add merchant "Merchant" actor.end_user in net before api
add decline "Decline or approve" client.decision after api
answer api task classification
answer api model_family classical
answer decline decision_impact high
"#;

impl Place {
    /// An empty folder.
    fn empty() -> Self {
        Self {
            folder: TempDir::new().unwrap(),
        }
    }

    /// A folder with the small system in `model.ron`.
    fn with_model() -> Self {
        let place = Self::empty();
        place.run(&["new", "model.ron", "--title", "Card fraud"]);
        let done = place.run_with(&["do", "model.ron", "-"], STEPS);
        assert!(done.status.success(), "{}", told(&done));
        place
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Where journals go.
    fn state(&self) -> std::path::PathBuf {
        self.path().join("state")
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path().join(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path().join(name)).unwrap()
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(cargo_bin("bartizan"));
        command
            .args(args)
            .current_dir(self.path())
            .env_clear()
            .env("HOME", self.path().join("home"))
            .env("BARTIZAN_STATE_DIR", self.state())
            .env("USER", "tester")
            .env("COLUMNS", "90")
            // 22 November 2026.
            .env("SOURCE_DATE_EPOCH", "1795305600")
            .stdin(Stdio::null());
        command
    }

    fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    fn run_with(&self, args: &[&str], input: &str) -> Output {
        self.write("input.txt", input);
        let input = std::fs::File::open(self.path().join("input.txt")).unwrap();
        self.command(args).stdin(input).output().unwrap()
    }
}

/// Everything that a run told: exit code, standard output and standard error.
fn told(output: &Output) -> String {
    let code = output
        .status
        .code()
        .map_or("signal".to_owned(), |code| code.to_string());
    let part = |name: &str, bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes);
        if text.is_empty() {
            String::new()
        } else {
            format!("\n--- {name}\n{text}")
        }
    };
    format!(
        "exit {code}{}{}",
        part("stdout", &output.stdout),
        part("stderr", &output.stderr)
    )
}

fn json(output: &Output) -> serde_json::Value {
    assert!(output.stderr.is_empty(), "{}", told(output));
    serde_json::from_slice(&output.stdout).unwrap()
}
