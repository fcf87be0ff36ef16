//! The PDF in the eyes of other programs: qpdf and poppler, where they are installed. Where not, a test says so and passes.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod report_fixture;

use std::path::PathBuf;
use std::process::{Command, Output};

use bartizan::report::{Paper, PdfOptions, Silent, pdf};

/// The sample as a file of its own for each test: tests run side by side.
fn sample(name: &str, paper: Paper) -> PathBuf {
    let options = PdfOptions {
        paper,
        ..PdfOptions::default()
    };
    let rendered = pdf(&report_fixture::card_fraud(), &options, &Silent).unwrap();
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.pdf"));
    std::fs::write(&path, rendered.bytes).unwrap();
    path
}

/// What a program says about a file, or none where the program is not installed.
fn run(program: &str, arguments: &[&str], file: &PathBuf) -> Option<Output> {
    match Command::new(program).args(arguments).arg(file).output() {
        Ok(output) => Some(output),
        Err(error) => {
            println!("skipped: {program} cannot be run here ({error})");
            None
        }
    }
}

fn said(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn qpdf_finds_no_fault() {
    for paper in Paper::ALL {
        let file = sample(&format!("qpdf-{}", paper.name()), paper);
        let Some(output) = run("qpdf", &["--check"], &file) else {
            return;
        };
        let text = said(&output.stdout) + &said(&output.stderr);
        assert!(output.status.success(), "{text}");
        assert!(!text.to_lowercase().contains("warning"), "{text}");
    }
}

#[test]
fn every_font_is_embedded_as_a_subset_with_unicode() {
    let file = sample("pdffonts", Paper::A4);
    let Some(output) = run("pdffonts", &[], &file) else {
        return;
    };
    let text = said(&output.stdout);
    let fonts: Vec<&str> = text.lines().skip(2).collect();
    assert!(fonts.len() >= 3, "{text}");
    for font in fonts {
        assert!(font.contains("yes yes yes"), "{font}");
    }
}

#[test]
fn poppler_reads_the_structure_without_complaint() {
    let file = sample("struct", Paper::A4);
    let Some(output) = run("pdfinfo", &["-struct-text"], &file) else {
        return;
    };
    let (text, complaints) = (said(&output.stdout), said(&output.stderr));
    assert!(
        output.status.success() && complaints.is_empty(),
        "{complaints}"
    );
    for tag in ["H1", "Table", "TH", "Figure", "L (block)", "Caption"] {
        assert!(text.contains(tag), "no {tag}");
    }
    assert!(text.contains("Decision brief"));
}
