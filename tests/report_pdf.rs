//! The PDF as a reader gets it, read back with lopdf.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod report_fixture;

use bartizan::report::{Paper, PdfOptions, Rendered, Silent, pdf};

fn card_fraud() -> Rendered {
    pdf(&report_fixture::card_fraud(), &PdfOptions::default(), &Silent).unwrap()
}

/// `cargo test --test report_pdf -- --ignored` leaves the sample in `target/` for a look with a viewer.
#[test]
#[ignore = "writes files for people to look at"]
fn the_sample_is_written_for_looking() {
    for paper in Paper::ALL {
        let options = PdfOptions { paper, ..PdfOptions::default() };
        let rendered = pdf(&report_fixture::card_fraud(), &options, &Silent).unwrap();
        println!("{} pages, {} bytes", rendered.pages, rendered.bytes.len());
        rendered.warnings.iter().for_each(|warning| println!("warning: {warning}"));
        std::fs::write(format!("{}/report-{}.pdf", env!("CARGO_TARGET_TMPDIR"), paper.name()), rendered.bytes).unwrap();
    }
}

#[test]
fn the_sample_has_pages() {
    assert!(card_fraud().pages > 10);
}
