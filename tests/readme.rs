//! What the README shows is true.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::fs;
use std::path::Path;

use bartizan::catalog::{Catalog, Source};
use bartizan::model::{render, text};

fn readme() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap()
}

/// The code blocks of a language, in order.
fn blocks(language: &str) -> Vec<String> {
    let readme = readme();
    let fences = readme.split("```").skip(1).step_by(2);
    let inner = fences.filter_map(|block| block.strip_prefix(&format!("{language}\n")));
    inner.map(str::to_owned).collect()
}

#[test]
fn it_begins_with_the_main_job_and_then_the_tests() {
    let readme = readme();
    assert!(readme.starts_with("```console\n"));
    assert_eq!(
        blocks("console"),
        [
            "cargo run --release -- report samples/card-fraud.ron -o card-fraud.pdf\n\
             cargo run --release -- samples/card-fraud.ron\n",
            "cargo test\n"
        ]
    );
}

#[test]
fn its_model_and_its_catalogue_are_sound() {
    let [model, own] = blocks("ron").try_into().unwrap();
    let parsed = text::read(&model).unwrap_or_else(|told| panic!("{}", render(&told)));
    let catalog = Catalog::built_in().unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(bartizan::model::check(&parsed.model), Vec::new());
    assert_eq!(catalog.problems_of(&parsed.model), Vec::new());
    let own = Source {
        name: "own.ron",
        text: &own,
    };
    catalog.with(own).unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn every_file_that_it_names_is_there() {
    let readme = readme();
    for name in [
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "samples/card-fraud.ron",
        "catalogs",
    ] {
        assert!(readme.contains(name), "{name} is not named");
        assert!(
            Path::new(env!("CARGO_MANIFEST_DIR")).join(name).exists(),
            "{name} is not there"
        );
    }
}

#[test]
fn the_key_table_has_its_place() {
    let readme = readme();
    let begin = readme.find("<!-- keys:begin -->").unwrap();
    assert!(begin < readme.find("<!-- keys:end -->").unwrap());
}
