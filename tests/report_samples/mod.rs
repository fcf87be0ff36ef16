//! The samples as the tests of the report read them.
// Each test file uses a part of it.
#![allow(dead_code)]

use std::path::Path;
use std::sync::LazyLock;

use bartizan::analysis::{Assessment, assess};
use bartizan::catalog::Catalog;
use bartizan::model::{Date, ThreatModel};

pub const SAMPLES: [&str; 6] = [
    "card-fraud",
    "chest-xray",
    "husky-ai",
    "keyboard",
    "recommender",
    "support-assistant",
];

pub static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::built_in().unwrap());

pub fn sample(name: &str) -> ThreatModel {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("samples/{name}.ron"));
    let text = std::fs::read_to_string(path).unwrap();
    bartizan::model::text::read(&text).unwrap().model
}

/// What follows from a model on the day that the samples speak of.
pub fn assessed(model: &ThreatModel) -> Assessment {
    assess(model, &CATALOG, Date::new(2026, 11, 22).unwrap())
}
